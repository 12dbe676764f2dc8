"""POST /leads/reprocess, /quarantine/process and /deliveries/trigger of the practice account."""

from __future__ import annotations

import httpx
import pytest

from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef
from leadbyte_desktop.practice.keys import FULL_KEY, UPDATE_ONLY_KEY
from leadbyte_desktop.practice.world import LeadStatus
from tests.practice_server import PracticeServer

LEAD = LeadRef("2932682")


def post(server: PracticeServer, path: str, body: object, key: str = FULL_KEY.text) -> httpx.Response:
    with httpx.Client(trust_env=False) as client:
        return client.post(f"{server.base_url}{path}", json=body, headers={"X_KEY": key})


def trigger(server: PracticeServer, **body: object) -> httpx.Response:
    return post(server, "/deliveries/trigger", {"key": FULL_KEY.text, **body})


def put(server: PracticeServer, item: object) -> dict[str, object]:
    with httpx.Client(trust_env=False) as client:
        answer = client.put(f"{server.base_url}/leads", json={"leads": [item]}, headers={"X_KEY": FULL_KEY.text})
    reply = answer.json()["leads"][0]
    assert isinstance(reply, dict)
    return reply


def held(server: PracticeServer, place: int = 0) -> str:
    return server.world.with_status(LeadStatus.QUARANTINED)[place].quarantine_number


def test_the_documented_reprocess(practice_server: PracticeServer) -> None:
    reply = post(practice_server, "/leads/reprocess", {"leadIds": [2932682, 2932683]}).json()
    assert reply == {
        "status": "Success",
        "message": "",
        "details": {"2932682": "Queued for reprocessing", "2932683": "Queued for reprocessing"},
    }
    assert post(practice_server, "/leads/reprocess", {"leadId": 2932684}).json()["status"] == "Success"
    numbers = ("2932682", "2932683", "2932684")
    assert practice_server.world.ledger.actions == {(LeadRef(each), Action.REPROCESS): 1 for each in numbers}


@pytest.mark.parametrize(
    ("action", "word", "status"),
    [("process", "processing", LeadStatus.VALID), ("reject", "rejection", LeadStatus.REJECTED)],
)
def test_the_documented_quarantine(practice_server: PracticeServer, action: str, word: str, status: LeadStatus) -> None:
    lead = practice_server.world.with_status(LeadStatus.QUARANTINED)[0]
    ref = LeadRef(lead.quarantine_number, LeadKind.QUARANTINE)
    reply = post(practice_server, "/quarantine/process", {"quarantineId": int(ref.number), "action": action}).json()
    assert reply == {
        "status": "Success",
        "message": "Quarantined lead(s) processed successfully",
        "details": {ref.number: f"Queued for {word}"},
    }
    assert lead.status is status
    assert practice_server.world.ledger.actions == {(ref, Action(action)): 1}


def test_what_cannot_be_done_is_refused_by_name(practice_server: PracticeServer) -> None:
    here = held(practice_server)
    some = {"quarantineIds": [int(here), 1], "action": "process"}
    reply = post(practice_server, "/quarantine/process", some).json()
    assert reply["status"] == "Warning"
    assert reply["details"] == {here: "Queued for processing", "1": "Lead is not in quarantine"}
    again = post(practice_server, "/quarantine/process", {"quarantineId": int(here), "action": "process"}).json()
    assert (again["status"], again["message"]) == ("Error", "Lead is not in quarantine")
    for body in ({"quarantineId": 1}, {"action": "process"}, {"quarantineId": [], "action": "reject"}):
        assert post(practice_server, "/quarantine/process", body).status_code == 400
    wrongs: list[dict[str, object]] = [{}, {"leadIds": []}, {"leadIds": ["x"]}, {"leadId": True}]
    for wrong in wrongs:
        assert post(practice_server, "/leads/reprocess", wrong).status_code == 400
    assert sum(practice_server.world.ledger.actions.values()) == 1


def test_a_delivery_that_wants_an_update_goes_by_the_other_way(practice_server: PracticeServer) -> None:
    refused = put(practice_server, {"id": "2932682", "triggerDeliveryId": "1061"})
    assert (refused["success"], refused["errors"]) == (False, ["Nothing to update"])
    assert practice_server.world.ledger.empty
    reply = trigger(practice_server, deliveryId=1061, leadId=2932682).json()
    assert (reply["status"], reply["message"], reply["warnings"]) == ("Success", "See push results", [])
    push = reply["pushResults"][0]
    assert (push["deliveryId"], push["leadId"], push["queued"], push["status"]) == ("1061", 2932682, True, "Queued")
    assert practice_server.world.ledger.triggers == {(LEAD, "1061"): 1}
    assert put(practice_server, {"id": "2932682", "triggerDeliveryId": "1061", "update": {"c1": "x"}})["success"]


def test_one_delivery_says_no_more_than_that_it_took_the_request(practice_server: PracticeServer) -> None:
    """What LeadByte answers to a trigger is not public: staff meet the silent reply too."""
    boiler = next(lead for lead in practice_server.world.with_status(LeadStatus.VALID))
    reply = trigger(practice_server, deliveryId=1055, leadId=int(boiler.number)).json()
    assert reply == {"status": "Success", "message": "OK"}
    assert practice_server.world.ledger.triggers == {(LeadRef(boiler.number), "1055"): 1}
    refused = trigger(practice_server, deliveryId=1055, leadId=1).json()
    assert (refused["status"], refused["message"]) == ("Error", "Lead not found")


def test_several_leads_through_several_deliveries(practice_server: PracticeServer) -> None:
    reply = trigger(practice_server, leads=[2932682, 2932683], deliveries=[1053, 1061]).json()
    pushed = [(push["leadId"], push["deliveryId"]) for push in reply["pushResults"]]
    assert pushed == [(2932682, "1053"), (2932682, "1061"), (2932683, "1053"), (2932683, "1061")]
    assert len({push["pushId"] for push in reply["pushResults"]}) == 4
    assert set(practice_server.world.ledger.triggers.values()) == {1}
    assert len(practice_server.world.ledger.triggers) == 4
    some = trigger(practice_server, leads=[2932684, 1], deliveries=[1053]).json()
    assert [push["queued"] for push in some["pushResults"]] == [True, False]


def test_a_number_is_taken_for_a_leads_id_and_an_action_without_values(practice_server: PracticeServer) -> None:
    by_number = put(practice_server, {"id": 2932682, "update": {"notes": "x"}})
    assert (by_number["id"], by_number["success"]) == ("2932682", True)
    alone = put(practice_server, {"id": "2932683", "action": "reprocess"})
    assert (alone["id"], alone["success"], alone["message"]) == ("2932683", True, "Lead updated")
    ledger = practice_server.world.ledger
    assert ledger.updates == {LEAD: 1}
    assert ledger.actions == {(LeadRef("2932683"), Action.REPROCESS): 1}


def test_several_deliveries_each_with_its_own_word(practice_server: PracticeServer) -> None:
    reply = trigger(practice_server, leads=[2932682], deliveries=[1053, 1056]).json()
    assert [push["queued"] for push in reply["pushResults"]] == [True, False]
    assert reply["pushResults"][1]["status"] == "Delivery 1056 is not active"
    assert practice_server.world.ledger.triggers == {(LEAD, "1053"): 1}


def test_a_trigger_for_nobody(practice_server: PracticeServer) -> None:
    assert trigger(practice_server, deliveryId=1053, leadId=1).json()["message"] == "Lead not found"
    assert trigger(practice_server, deliveryId=1, leadId=2932682).json()["message"] == "Delivery 1 not found"
    assert trigger(practice_server, deliveryId=1053).status_code == 400
    assert practice_server.world.ledger.empty


@pytest.mark.parametrize(
    ("path", "body", "permission"),
    [
        ("/leads/reprocess", {"leadId": 2932682}, "Leads > Reprocess"),
        ("/quarantine/process", {"quarantineId": 8419001, "action": "process"}, "Quarantine > Process"),
        ("/deliveries/trigger", {"key": UPDATE_ONLY_KEY.text, "deliveryId": 1053, "leadId": 2932682}, "Trigger"),
    ],
)
def test_a_key_that_may_only_update_is_refused(
    practice_server: PracticeServer, path: str, body: dict[str, object], permission: str
) -> None:
    answer = post(practice_server, path, body, UPDATE_ONLY_KEY.text)
    assert answer.status_code == 403
    assert permission in answer.json()["message"]
    assert practice_server.world.ledger.empty


def test_where_the_key_stands(practice_server: PracticeServer) -> None:
    assert post(practice_server, "/deliveries/trigger", {"deliveryId": 1053, "leadId": 2932682}).status_code == 401
    assert post(practice_server, "/leads/reprocess", {"key": FULL_KEY.text, "leadId": 1}, "").status_code == 401
