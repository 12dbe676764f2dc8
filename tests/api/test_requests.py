"""Each documented example, whole: method, address, header and body (leadbyte-api.md section 0)."""

import json
from decimal import Decimal
from typing import Any

import pytest

from leadbyte_desktop.api.read_requests import get_lead, list_deliveries
from leadbyte_desktop.api.requests import (
    ApiRequest,
    KeyPlace,
    put_financials,
    put_leads,
    put_updates,
)
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate

BASE = "https://acme.leadbyte.co.uk/restapi/v1.3"
LEAD = LeadRef("2932682")
POSTCODE = {"postcode": "TN25 6QD"}

DOCUMENTED: dict[str, tuple[list[LeadUpdate], dict[str, Any], bool]] = {
    "one lead": (
        [LeadUpdate(LEAD, POSTCODE)],
        {"leads": [{"id": "2932682", "update": {"postcode": "TN25 6QD"}}]},
        False,
    ),
    "one delivery": (
        [LeadUpdate(LEAD, POSTCODE, ("1053",))],
        {"leads": [{"id": "2932682", "triggerDeliveryId": "1053", "update": {"postcode": "TN25 6QD"}}]},
        True,
    ),
    "several deliveries": (
        [LeadUpdate(LEAD, POSTCODE, ("1053", "1054"))],
        {"leads": [{"id": "2932682", "triggerDeliveryIds": [1053, 1054], "update": {"postcode": "TN25 6QD"}}]},
        True,
    ),
    "a delivery and nothing else": (
        [LeadUpdate(LEAD, {}, ("1053",))],
        {"leads": [{"id": "2932682", "triggerDeliveryId": "1053"}]},
        True,
    ),
    "reprocess several leads": (
        [
            LeadUpdate(LEAD, POSTCODE, action=Action.REPROCESS),
            LeadUpdate(LeadRef("2932683"), {"firstname": "Joe", "lastname": "Blogs"}, action=Action.REPROCESS),
            LeadUpdate(
                LeadRef("2932684"),
                {"postcode": "7010", "source": "www.LeadByte.com", "c1": "GoogleAdWords"},
                action=Action.REPROCESS,
            ),
        ],
        {
            "leads": [
                {"id": "2932682", "action": "reprocess", "update": {"postcode": "TN25 6QD"}},
                {"id": "2932683", "action": "reprocess", "update": {"firstname": "Joe", "lastname": "Blogs"}},
                {
                    "id": "2932684",
                    "action": "reprocess",
                    "update": {"postcode": "7010", "source": "www.LeadByte.com", "c1": "GoogleAdWords"},
                },
            ]
        },
        True,
    ),
    "everything at once, each lead its own": (
        [
            LeadUpdate(LEAD, {"phone1": "07700900123", "c2": ""}, ("1053",), Action.REPROCESS),
            LeadUpdate(LeadRef("7"), {"email": "jo@example.com"}),
        ],
        {
            "leads": [
                {
                    "id": "2932682",
                    "triggerDeliveryId": "1053",
                    "action": "reprocess",
                    "update": {"phone1": "07700900123", "c2": ""},
                },
                {"id": "7", "update": {"email": "jo@example.com"}},
            ]
        },
        True,
    ),
    "release a quarantined lead": (
        [LeadUpdate(LeadRef("8419715", LeadKind.QUARANTINE), POSTCODE, action=Action.RELEASE)],
        {"leads": [{"quarantineId": "8419715", "action": "process", "update": {"postcode": "TN25 6QD"}}]},
        True,
    ),
    "reject a quarantined lead": (
        [LeadUpdate(LeadRef("8419715", LeadKind.QUARANTINE), POSTCODE, action=Action.REJECT)],
        {"leads": [{"quarantineId": "8419715", "action": "reject", "update": {"postcode": "TN25 6QD"}}]},
        True,
    ),
}


@pytest.mark.parametrize("example", DOCUMENTED)
def test_documented_lead_updates(example):
    updates, body, fresh = DOCUMENTED[example]
    request = put_leads(updates)
    assert request == ApiRequest("PUT", "/leads", body, (), KeyPlace.HEADER, fresh)
    assert put_updates(updates) == request
    assert request.url(BASE) == f"{BASE}/leads"
    assert json.loads(request.body_text) == body


def _financial(number: str, payout: str | None = "80.00", revenue: str | None = "120.00", bid: str | None = "33"):
    return FinancialUpdate(
        LeadRef(number), Decimal(payout) if payout else None, Decimal(revenue) if revenue else None, bid
    )


FINANCIALS: dict[str, tuple[list[FinancialUpdate], dict[str, Any]]] = {
    "documented": (
        [_financial("2932682")],
        {"leads": [2932682], "newPayout": 80.0, "newRevenue": 120.0, "BID": "33"},
    ),
    "payout only": ([_financial("2932682", revenue=None)], {"leads": [2932682], "newPayout": 80.0, "BID": "33"}),
    "revenue only": ([_financial("2932682", payout=None)], {"leads": [2932682], "newRevenue": 120.0, "BID": "33"}),
    "no buyer": ([_financial("2932682", bid=None)], {"leads": [2932682], "newPayout": 80.0, "newRevenue": 120.0}),
    "zero is an amount": ([_financial("1", "0.00", None, None)], {"leads": [1], "newPayout": 0.0}),
    "several leads; an ID that is no plain number stays as it is": (
        [_financial("1"), _financial("2"), _financial("007")],
        {"leads": [1, 2, "007"], "newPayout": 80.0, "newRevenue": 120.0, "BID": "33"},
    ),
}


@pytest.mark.parametrize("example", FINANCIALS)
def test_documented_financials(example):
    updates, body = FINANCIALS[example]
    request = put_financials(updates)
    assert request == ApiRequest("PUT", "/leadfinancials", body, (), KeyPlace.BODY, fresh_connection=False)
    assert put_updates(updates) == request
    assert request.url(BASE) == f"{BASE}/leadfinancials"


def test_money_keeps_every_penny():
    for text in ("0.01", "0.1", "0.29", "1.10", "9999999.99", "1234567.89"):
        request = put_financials([_financial("1", text, None, None)])
        assert Decimal(json.loads(request.body_text, parse_float=str)["newPayout"]) == Decimal(text)


@pytest.mark.parametrize("amount", ["0.1234567890123456789", "123456789012345678.01", "NaN", "Infinity"])
def test_money_that_a_json_number_would_change_is_not_sent(amount):
    with pytest.raises(ValueError, match="number"):
        put_financials([FinancialUpdate(LeadRef("1"), Decimal(amount))])


def test_what_cannot_share_a_request_is_our_own_bug():
    lead = LeadUpdate(LEAD, POSTCODE)
    for wrong in (
        [],
        [lead, lead],
        [lead, LeadUpdate(LEAD, {}, ("1",))],
        [LeadUpdate(LEAD)],
        [_financial("1"), _financial("1", "80.00")],
        [_financial("1"), _financial("2", "80.01")],
        [_financial("1"), _financial("2", bid=None)],
        [_financial("1", None, None)],
        [FinancialUpdate(LeadRef("1", LeadKind.QUARANTINE), Decimal(1))],
        [lead, _financial("1")],
    ):
        with pytest.raises(ValueError, match=r"request|sent|share|financial"):
            put_updates(wrong)


def test_a_lead_and_a_quarantined_lead_of_the_same_number_are_two_and_share_no_request():
    lead, held = LeadUpdate(LeadRef("5"), POSTCODE), LeadUpdate(LeadRef("5", LeadKind.QUARANTINE), POSTCODE)
    assert put_leads([lead]).body == {"leads": [{"id": "5", "update": POSTCODE}]}
    assert put_leads([held]).body == {"leads": [{"quarantineId": "5", "update": POSTCODE}]}
    with pytest.raises(ValueError, match="never share a request"):
        put_leads([lead, held])


def test_deliveries_that_are_no_plain_number_stay_text():
    request = put_leads([LeadUpdate(LEAD, {}, ("0105", "1053"))])
    assert request.body == {"leads": [{"id": "2932682", "triggerDeliveryIds": ["0105", 1053]}]}


def test_reads():
    assert list_deliveries("Active") == ApiRequest("GET", "/deliveries", query=(("status", "Active"),))
    assert list_deliveries("Active").url(BASE) == f"{BASE}/deliveries?status=Active"
    assert list_deliveries(None).url(BASE) == f"{BASE}/deliveries"
    assert get_lead(LEAD) == ApiRequest("GET", "/leads/2932682")
    assert get_lead(LEAD).body_text == ""
    with pytest.raises(ValueError, match="quarantined"):
        get_lead(LeadRef("5", LeadKind.QUARANTINE))


def test_the_text_is_compact_and_keeps_names_as_people_write_them():
    request = put_leads([LeadUpdate(LeadRef("5"), {"firstname": "Zoë", "lastname": "O’Hara"})])
    assert request.body_text == '{"leads":[{"id":"5","update":{"firstname":"Zoë","lastname":"O’Hara"}}]}'


def test_half_a_surrogate_pair_can_still_be_sent():
    text = put_leads([LeadUpdate(LeadRef("5"), {"firstname": "\ud83d Zoë"})]).body_text
    assert json.loads(text.encode())["leads"][0]["update"] == {"firstname": "\ud83d Zoë"}


def test_what_is_shown_hides_the_key_and_nothing_else():
    shown = put_leads([LeadUpdate(LEAD, POSTCODE)]).shown(BASE)
    head, _, body = shown.partition("\n\n")
    assert head == f"PUT {BASE}/leads\nX_KEY: •••\nContent-Type: application/json"
    assert json.loads(body) == {"leads": [{"id": "2932682", "update": POSTCODE}]}

    shown = put_financials([_financial("2932682")]).shown(BASE)
    head, _, body = shown.partition("\n\n")
    assert head == f"PUT {BASE}/leadfinancials\nContent-Type: application/json"
    assert json.loads(body) == {"key": "•••", "leads": [2932682], "newPayout": 80, "newRevenue": 120, "BID": "33"}

    assert list_deliveries("Active").shown(BASE) == f"GET {BASE}/deliveries?status=Active\nX_KEY: •••"
