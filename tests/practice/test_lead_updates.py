"""PUT /leads of the practice account: the article's examples, and what it refuses."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.practice.world import LeadStatus, PracticeLead, World, missing_numbers
from tests.practice_server import PracticeServer

DOCUMENTED = LeadRef("2932682")


def put(server: PracticeServer, *items: object, key: str = FULL_KEY.text) -> httpx.Response:
    with httpx.Client(trust_env=False) as client:
        return client.put(f"{server.base_url}/leads", json={"leads": list(items)}, headers={"X_KEY": key})


def first_with(world: World, status: LeadStatus) -> PracticeLead:
    return world.with_status(status)[0]


def refused_item(response: httpx.Response) -> dict[str, Any]:
    reply = response.json()
    assert (response.status_code, reply["status"]) == (200, "Warning")
    (item,) = reply["leads"]
    assert item["success"] is False
    assert isinstance(item, dict)
    return item


def test_the_articles_update_gets_the_articles_reply(practice_server: PracticeServer) -> None:
    response = put(practice_server, {"id": "2932682", "update": {"postcode": "TN25 6QD"}})

    assert response.status_code == 200
    assert response.json() == {
        "status": "Success",
        "message": "OK",
        "leads": [{"id": "2932682", "success": True, "message": "Lead updated", "warnings": [], "errors": []}],
    }
    assert practice_server.world.leads["2932682"].fields["postcode"] == "TN25 6QD"
    assert practice_server.world.ledger.updates == {DOCUMENTED: 1}


def test_one_delivery_is_triggered_once_and_the_reply_does_not_speak_of_it(practice_server: PracticeServer) -> None:
    response = put(practice_server, {"id": "2932682", "triggerDeliveryId": "1053", "update": {"postcode": "TN25 6QD"}})

    assert response.json()["leads"][0]["message"] == "Lead updated"
    assert practice_server.world.ledger.triggers == {(DOCUMENTED, "1053"): 1}


def test_several_deliveries_and_no_update(practice_server: PracticeServer) -> None:
    response = put(practice_server, {"id": "2932682", "triggerDeliveryIds": [1053, 1052]})

    assert response.json()["status"] == "Success"
    assert practice_server.world.ledger.triggers == {(DOCUMENTED, "1053"): 1, (DOCUMENTED, "1052"): 1}
    assert not practice_server.world.ledger.updates


def test_the_articles_three_leads_are_updated_and_reprocessed(practice_server: PracticeServer) -> None:
    changes = [
        {"postcode": "TN25 6QD"},
        {"firstname": "Joe", "lastname": "Blogs"},
        {"postcode": "7010", "source": "www.LeadByte.com", "c1": "GoogleAdWords"},
    ]
    numbers = ["2932682", "2932683", "2932684"]
    items = [
        {"id": number, "action": "reprocess", "update": change} for number, change in zip(numbers, changes, strict=True)
    ]

    reply = put(practice_server, *items).json()

    assert [(item["id"], item["success"], item["warnings"]) for item in reply["leads"]] == [
        (number, True, []) for number in numbers
    ]
    ledger = practice_server.world.ledger
    assert ledger.actions == {(LeadRef(number), Action.REPROCESS): 1 for number in numbers}
    for number, change in zip(numbers, changes, strict=True):
        assert change.items() <= practice_server.world.leads[number].fields.items()


def test_an_empty_value_clears_the_field(practice_server: PracticeServer) -> None:
    put(practice_server, {"id": "2932682", "update": {"email": ""}})

    assert practice_server.world.leads["2932682"].fields["email"] == ""


def test_an_unknown_field_is_a_warning_and_not_stored(practice_server: PracticeServer) -> None:
    response = put(practice_server, {"id": "2932682", "update": {"postcode": "LS6 1AA", "shoe_size": "9"}})

    (item,) = response.json()["leads"]
    assert item["success"] is True
    assert len(item["warnings"]) == 1
    assert "shoe_size" in item["warnings"][0]
    fields = practice_server.world.leads["2932682"].fields
    assert fields["postcode"] == "LS6 1AA"
    assert "shoe_size" not in fields


@pytest.mark.parametrize("status", [LeadStatus.VALID, LeadStatus.APPROVED, LeadStatus.UNSOLD])
def test_valid_leads_take_updates(practice_server: PracticeServer, status: LeadStatus) -> None:
    number = first_with(practice_server.world, status).number

    assert put(practice_server, {"id": number, "update": {"notes": "Rang back"}}).json()["status"] == "Success"


@pytest.mark.parametrize("status", [LeadStatus.REJECTED, LeadStatus.QUARANTINED])
def test_other_leads_are_refused_by_their_lead_id(practice_server: PracticeServer, status: LeadStatus) -> None:
    number = first_with(practice_server.world, status).number

    item = refused_item(put(practice_server, {"id": number, "update": {"postcode": "LS6 1AA"}}))

    assert item["id"] == number
    assert item["errors"][0].startswith("Lead is not valid")
    assert practice_server.world.ledger.empty


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"id": missing_numbers(1)[0], "update": {"notes": "x"}}, "Lead not found"),
        ({"id": "2932682"}, "Nothing to update"),
        ({"id": "2932682", "update": {}}, "Nothing to update"),
        ({"id": "29x", "update": {"notes": "x"}}, "id is not a number"),
        ({"id": True, "update": {"notes": "x"}}, "id is not a number"),
        ({"update": {"notes": "x"}}, "Give either id or quarantineId"),
        ({"id": "2932682", "quarantineId": "8419001", "update": {"notes": "x"}}, "Give either id or quarantineId"),
        ({"id": "2932682", "update": [{"notes": "x"}]}, "update is not an object"),
        ({"id": "2932682", "update": {"notes": None}}, "A value is neither a text nor a number"),
        ({"id": "2932682", "update": {"notes": "<b>x</b>"}}, "HTML or script in data (-18)"),
        ({"id": "2932682", "action": "delete"}, "action is not known"),
        ({"id": "2932682", "action": "process"}, "action process is not possible for this lead"),
        ({"id": "2932682", "triggerDeliveryId": "9999"}, "Delivery 9999 not found"),
        ({"id": "2932682", "triggerDeliveryId": "1044"}, "Delivery 1044 is not active"),
        ({"id": "2932682", "triggerDeliveryId": "1066"}, "Delivery 1066 is not active"),
        (
            {"id": "2932682", "triggerDeliveryId": "1054"},
            "Delivery 1054 is not set to trigger manually via the REST API",
        ),
        ({"id": "2932682", "triggerDeliveryIds": "1053"}, "triggerDeliveryIds is not a list"),
        (
            {"id": "2932682", "triggerDeliveryId": "1053", "triggerDeliveryIds": [1052]},
            "Give either triggerDeliveryId or triggerDeliveryIds",
        ),
        ("2932682", "The lead is not an object"),
    ],
)
def test_refused_items_say_why_and_change_nothing(practice_server: PracticeServer, item: object, words: str) -> None:
    refusal = refused_item(put(practice_server, item))

    assert (refusal["message"], refusal["errors"]) == ("Lead not updated", [words])
    assert practice_server.world.ledger.empty


def test_one_bad_delivery_refuses_the_whole_item(practice_server: PracticeServer) -> None:
    item = {"id": "2932682", "triggerDeliveryIds": [1053, 1054, 1044], "update": {"notes": "x"}}

    assert len(refused_item(put(practice_server, item))["errors"]) == 2
    assert practice_server.world.ledger.empty


def test_a_refused_item_does_not_hold_up_the_others(practice_server: PracticeServer) -> None:
    bad = {"id": missing_numbers(1)[0], "update": {"notes": "x"}}
    good = {"id": "2932683", "update": {"notes": "x"}}

    reply = put(practice_server, bad, good).json()

    assert reply["status"] == "Warning"
    assert [item["success"] for item in reply["leads"]] == [False, True]
    assert practice_server.world.ledger.updates == {LeadRef("2932683"): 1}


@pytest.mark.parametrize(
    ("action", "status"),
    [("process", LeadStatus.VALID), ("reject", LeadStatus.REJECTED), (None, LeadStatus.QUARANTINED)],
)
def test_a_quarantined_lead_is_updated_and_let_out_or_rejected(
    practice_server: PracticeServer, action: str | None, status: LeadStatus
) -> None:
    lead = first_with(practice_server.world, LeadStatus.QUARANTINED)
    ref = LeadRef(lead.quarantine_number, LeadKind.QUARANTINE)
    item = {"quarantineId": ref.number, "update": {"postcode": "LS6 1AA"}} | ({"action": action} if action else {})

    reply = put(practice_server, item).json()

    assert reply["leads"] == [
        {
            "quarantineId": ref.number,
            "success": True,
            "message": "Quarantine lead updated",
            "warnings": [],
            "errors": [],
        }
    ]
    assert (lead.status, lead.fields["postcode"]) == (status, "LS6 1AA")
    assert practice_server.world.ledger.updates == {ref: 1}


def test_a_lead_that_left_quarantine_is_known_by_its_lead_id_only(practice_server: PracticeServer) -> None:
    lead = first_with(practice_server.world, LeadStatus.QUARANTINED)
    item = {"quarantineId": lead.quarantine_number, "action": "process"}
    put(practice_server, item)

    assert refused_item(put(practice_server, item))["errors"] == ["Lead is not in quarantine"]
    assert put(practice_server, {"id": lead.number, "update": {"notes": "x"}}).json()["status"] == "Success"


def test_a_quarantined_lead_goes_to_no_buyer_and_is_not_reprocessed(practice_server: PracticeServer) -> None:
    number = first_with(practice_server.world, LeadStatus.QUARANTINED).quarantine_number

    refused_item(put(practice_server, {"quarantineId": number, "triggerDeliveryId": "1053"}))
    refused_item(put(practice_server, {"quarantineId": number, "action": "reprocess"}))

    assert practice_server.world.ledger.empty


def test_a_request_without_leads_is_refused_as_a_whole(practice_server: PracticeServer) -> None:
    response = put(practice_server)

    assert response.status_code == 400
    assert response.json() == {"status": "Error", "code": 400, "message": "No leads were given"}
