"""The practice account as a whole: its keys, what it lets be read, and bodies that are none."""

from __future__ import annotations

import json

import httpx
import pytest

from leadbyte_desktop.practice.account import ENDPOINTS, KeyIn
from leadbyte_desktop.practice.catalogue import BUYERS, CAMPAIGNS, DELIVERIES
from leadbyte_desktop.practice.keys import (
    FINANCIALS_ONLY_KEY,
    FULL_KEY,
    INACTIVE_KEY,
    PRACTICE_KEYS,
    UPDATE_ONLY_KEY,
    PracticeKey,
)
from leadbyte_desktop.practice.world import LeadStatus, missing_numbers
from tests.practice_server import PracticeServer

CHANGE = {"leads": [{"id": "2932682", "update": {"notes": "x"}}]}


def ask(
    server: PracticeServer,
    method: str,
    path: str,
    *,
    header: str | None = FULL_KEY.text,
    body: object | None = None,
) -> httpx.Response:
    headers = {} if header is None else {"X_KEY": header}
    content = b"" if body is None else json.dumps(body).encode()
    with httpx.Client(trust_env=False) as client:
        return client.request(method, f"{server.base_url}{path}", headers=headers, content=content)


def amounts(server: PracticeServer, **more: object) -> dict[str, object]:
    approved = server.world.with_status(LeadStatus.APPROVED)[0]
    return {"leads": [int(approved.number)], "newPayout": 1, **more}


# --- keys -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "update", "financials", "listing"),
    [
        (FULL_KEY, 200, 200, 200),
        (UPDATE_ONLY_KEY, 200, 403, 403),
        (FINANCIALS_ONLY_KEY, 403, 200, 403),
        (INACTIVE_KEY, 401, 401, 401),
        (PracticeKey("practice-key-unknown", frozenset()), 401, 401, 401),
    ],
    ids=lambda value: value.text if isinstance(value, PracticeKey) else str(value),
)
def test_a_key_does_what_it_may_and_nothing_else(
    practice_server: PracticeServer, key: PracticeKey, update: int, financials: int, listing: int
) -> None:
    statuses = (
        ask(practice_server, "PUT", "/leads", header=key.text, body=CHANGE).status_code,
        ask(
            practice_server, "PUT", "/leadfinancials", header=None, body=amounts(practice_server, key=key.text)
        ).status_code,
        ask(practice_server, "GET", "/deliveries?status=Active", header=key.text).status_code,
    )

    assert statuses == (update, financials, listing)
    assert bool(practice_server.world.ledger.updates) is (update == 200)
    assert bool(practice_server.world.ledger.financials) is (financials == 200)


def test_a_missing_permission_does_not_read_like_a_bad_key(practice_server: PracticeServer) -> None:
    denied = ask(practice_server, "GET", "/deliveries", header=UPDATE_ONLY_KEY.text).json()
    refused = ask(practice_server, "GET", "/deliveries", header="practice-key-unknown").json()

    assert "key" not in denied["message"].casefold()
    assert refused == {"status": "Error", "code": 401, "message": "Invalid key"}


def test_financials_take_the_key_from_the_body_only(practice_server: PracticeServer) -> None:
    response = ask(practice_server, "PUT", "/leadfinancials", body=amounts(practice_server))

    assert response.status_code == 401
    assert practice_server.world.ledger.empty


def test_leads_take_the_key_from_the_body_too(practice_server: PracticeServer) -> None:
    body = CHANGE | {"key": FULL_KEY.text}

    assert ask(practice_server, "PUT", "/leads", header=None, body=body).status_code == 200


def test_no_write_takes_the_key_from_the_address(practice_server: PracticeServer) -> None:
    assert all(KeyIn.QUERY not in endpoint.key_in for endpoint in ENDPOINTS if endpoint.method != "GET")
    path = f"/leads?key={FULL_KEY.text}"

    assert ask(practice_server, "PUT", path, header=None, body=CHANGE).status_code == 401


def test_no_key_of_the_practice_account_looks_like_a_real_one() -> None:
    assert all(key.text.startswith("practice-key-") for key in PRACTICE_KEYS)


# --- reading ----------------------------------------------------------------------------------------------------


def test_a_lead_is_read_as_it_is_now(practice_server: PracticeServer) -> None:
    ask(practice_server, "PUT", "/leads", body={"leads": [{"id": "2932682", "update": {"postcode": "TN25 6QD"}}]})

    lead = ask(practice_server, "GET", "/leads/2932682").json()

    assert (lead["id"], lead["postcode"], lead["payout"]) == ("2932682", "TN25 6QD", "0.00")
    assert lead["campaign"]["name"] in {campaign.name for campaign in CAMPAIGNS}
    assert lead["received"].endswith("Z")


@pytest.mark.parametrize("path", [f"/leads/{missing_numbers(1)[0]}", "/deliveries/1", "/campaigns/1", "/nothing"])
def test_what_is_not_there_is_an_error_in_the_envelope(practice_server: PracticeServer, path: str) -> None:
    response = ask(practice_server, "GET", path)

    assert response.status_code == 404
    assert response.json()["status"] == "Error"


def test_deliveries_are_listed_with_their_buyers(practice_server: PracticeServer) -> None:
    reply = ask(practice_server, "GET", "/deliveries").json()

    assert reply["status"] == "Success"
    assert len(reply["deliveries"]) == 24
    acme = next(delivery for delivery in reply["deliveries"] if delivery["id"] == "1053")
    assert acme == {
        "id": "1053",
        "reference": "Acme Solar — evening",
        "status": "Active",
        "campaign": {"id": "9", "name": "Solar Panels"},
        "deliver_to": "Direct Post",
        "trigger": "Manually / via code",
        "buyer": {"id": "2", "name": "Acme Ltd", "bid": "33"},
    }
    automatic = {each["id"] for each in reply["deliveries"] if each["trigger"] == "When lead arrives (automatic)"}
    assert automatic == {"1046", "1054", "1063", "1070"}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("status=Active", 18),
        ("status=inactive", 4),
        ("status=Saved", 2),
        ("bid=33", 4),
        ("bid=33&status=Active", 3),
        ("buyerid=2", 4),
        ("buyerid=33", 0),
        ("buyerid=2&status=Inactive", 1),
    ],
)
def test_deliveries_are_filtered(practice_server: PracticeServer, query: str, count: int) -> None:
    assert len(ask(practice_server, "GET", f"/deliveries?{query}").json()["deliveries"]) == count


def test_one_delivery_is_a_bare_object(practice_server: PracticeServer) -> None:
    assert ask(practice_server, "GET", "/deliveries/1054").json()["reference"] == "Acme Solar — automatic"


def test_buyers_have_a_bid_unlike_their_id(practice_server: PracticeServer) -> None:
    buyers = ask(practice_server, "GET", "/buyers").json()["buyers"]

    assert len(buyers) == len(BUYERS) == 10
    assert all(buyer["id"] != buyer["bid"] for buyer in buyers)
    # TAP's live reply, field by field.
    live = "id bid company street1 towncity county country postcode phone external_ref external_ref_2 status"
    assert set(buyers[0]) == {*live.split(), "credit_amount", "credit_balance"}
    assert all(isinstance(value, str) for buyer in buyers for value in buyer.values())


def test_campaigns_are_a_bare_array_and_one_has_its_fields(practice_server: PracticeServer) -> None:
    campaigns = ask(practice_server, "GET", "/campaigns").json()
    campaign = ask(practice_server, "GET", f"/campaigns/{campaigns[0]['id']}").json()

    assert [one["name"] for one in campaigns] == [one.name for one in CAMPAIGNS]
    assert {"name": "data1", "label": "roof_type", "required": False} in campaign["fields"]


def test_the_catalogue_has_some_of_everything() -> None:
    deliveries = DELIVERIES.values()

    assert any(one.status == "Inactive" for one in deliveries)
    assert any(one.status == "Active" and not one.manual for one in deliveries)
    assert DELIVERIES["1053"].manual
    assert len({one.delivery_id for one in deliveries}) == len({one.reference for one in deliveries}) == 24


# --- what is no request -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(practice_server: PracticeServer, body: bytes) -> None:
    with httpx.Client(trust_env=False) as client:
        response = client.put(f"{practice_server.base_url}/leads", content=body, headers={"X_KEY": FULL_KEY.text})

    assert response.status_code == 400
    assert response.json()["status"] == "Error"
    assert practice_server.world.ledger.empty


def test_the_ledger_keeps_what_came_in(practice_server: PracticeServer) -> None:
    ask(practice_server, "GET", "/deliveries?status=Active")

    (seen,) = practice_server.requests
    assert (seen.method, seen.path, seen.query) == ("GET", "/restapi/v1.3/deliveries", "status=Active")
