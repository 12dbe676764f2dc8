"""PUT /leadfinancials of the practice account."""

from __future__ import annotations

from decimal import Decimal

import httpx
import pytest

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.practice.world import LeadStatus, missing_numbers
from tests.practice_server import PracticeServer


def put(server: PracticeServer, text: str) -> httpx.Response:
    """Send the body as this very text, so that amounts stay as they are written."""
    body = text.replace("KEY", FULL_KEY.text)
    with httpx.Client(trust_env=False) as client:
        return client.put(f"{server.base_url}/leadfinancials", content=body)


def numbers_with(server: PracticeServer, status: LeadStatus, count: int) -> list[str]:
    return [lead.number for lead in server.world.with_status(status)[:count]]


def test_the_articles_request_changes_both_amounts_of_every_lead(practice_server: PracticeServer) -> None:
    first, second = numbers_with(practice_server, LeadStatus.APPROVED, 2)

    response = put(
        practice_server,
        f'{{"key": "KEY", "leads": [{first}, {second}], "newPayout": 80.00, "newRevenue": 120.00, "BID": "33"}}',
    )

    assert (response.status_code, response.json()) == (200, {"status": "Success", "message": "OK"})
    for number in (first, second):
        lead = practice_server.world.leads[number]
        assert (lead.payout, lead.revenue, lead.bid) == (Decimal("80.00"), Decimal("120.00"), "33")
    assert practice_server.world.ledger.financials == {LeadRef(first): 1, LeadRef(second): 1}


def test_an_amount_that_is_not_given_stays(practice_server: PracticeServer) -> None:
    (number,) = numbers_with(practice_server, LeadStatus.APPROVED, 1)
    lead = practice_server.world.leads[number]
    payout = lead.payout

    put(practice_server, f'{{"key": "KEY", "leads": [{number}], "newRevenue": 99.99}}')

    assert (lead.payout, lead.revenue, lead.bid) == (payout, Decimal("99.99"), "")


@pytest.mark.parametrize("status", [status for status in LeadStatus if status is not LeadStatus.APPROVED])
def test_only_approved_leads_can_be_changed(practice_server: PracticeServer, status: LeadStatus) -> None:
    (number,) = numbers_with(practice_server, status, 1)

    response = put(practice_server, f'{{"key": "KEY", "leads": [{number}], "newPayout": 1.00}}')

    assert response.json() == {"status": "Error", "message": "Lead is not approved"}
    assert practice_server.world.ledger.empty


def test_one_bad_lead_refuses_the_group_without_being_named(practice_server: PracticeServer) -> None:
    (good,) = numbers_with(practice_server, LeadStatus.APPROVED, 1)
    (bad,) = numbers_with(practice_server, LeadStatus.UNSOLD, 1)

    reply = put(practice_server, f'{{"key": "KEY", "leads": [{good}, {bad}], "newPayout": 1.00}}').json()

    assert reply["status"] == "Error"
    assert bad not in reply["message"]
    assert practice_server.world.ledger.empty


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ('"leads": [LEAD]', "Give newPayout or newRevenue"),
        ('"leads": [LEAD], "newPayout": "80.00"', "newPayout is not a number"),
        ('"leads": [LEAD], "newPayout": null', "newPayout is not a number"),
        ('"leads": [LEAD], "newPayout": true', "newPayout is not a number"),
        ('"leads": [LEAD], "newPayout": -1', "newPayout is not an amount of money"),
        ('"leads": [LEAD], "newRevenue": 1.005', "newRevenue is not an amount of money"),
        ('"leads": [LEAD], "newRevenue": NaN', "newRevenue is not a number"),
        ('"leads": [LEAD], "newRevenue": 1e400', "newRevenue is not an amount of money"),
        ('"leads": [LEAD], "newPayout": 1, "BID": "2"', "No buyer has this BID"),
        ('"leads": [LEAD], "newPayout": 1, "BID": 33', "No buyer has this BID"),
        ('"leads": [], "newPayout": 1', "No leads were given"),
        ('"newPayout": 1', "No leads were given"),
        ('"leads": [[LEAD]], "newPayout": 1', "leads is not a list of lead IDs"),
        (f'"leads": [{missing_numbers(1)[0]}], "newPayout": 1', "Lead not found"),
    ],
)
def test_refusals_say_why_and_change_nothing(practice_server: PracticeServer, rest: str, words: str) -> None:
    (number,) = numbers_with(practice_server, LeadStatus.APPROVED, 1)

    reply = put(practice_server, f'{{"key": "KEY", {rest.replace("LEAD", number)}}}').json()

    assert reply == {"status": "Error", "message": words}
    assert practice_server.world.ledger.empty
