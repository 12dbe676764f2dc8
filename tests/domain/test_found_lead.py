"""Leads, campaigns and buyers as LeadByte shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign
from leadbyte_desktop.domain.found_lead import FoundLead, LeadNow, newest_first
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.words import ago

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_lead_is_called_by_the_best_that_is_known() -> None:
    lead = LeadRef("2932682")
    assert FoundLead(lead, "Karen Patel", "karen@example.com").title == "Karen Patel"
    assert FoundLead(lead, email="karen@example.com").title == "karen@example.com"
    assert FoundLead(lead).title == "Lead 2932682"


def test_a_lead_that_was_read_is_a_found_one_too() -> None:
    fields = {
        "title": " Mrs ", "firstname": "Karen", "lastname": "", "email": " karen@example.com ", "phone1": "07700900123",
        "phone2": "", "phone3": "07700900123", "queue_ref": "Q1",
    }  # fmt: skip
    now = LeadNow(LeadRef("2932682"), fields, "9", "Solar", received=NOON)
    assert now.found == FoundLead(
        LeadRef("2932682"), "Mrs Karen", "karen@example.com", ("07700900123",), "9", NOON, "Q1"
    )
    assert LeadNow(LeadRef("7"), {"fullname": "Karen Patel"}).found == FoundLead(LeadRef("7"), "Karen Patel")


def test_the_newest_lead_stands_first_and_those_of_unknown_age_last() -> None:
    leads = [
        FoundLead(LeadRef("5")),
        FoundLead(LeadRef("9"), received=NOON - timedelta(days=1)),
        FoundLead(LeadRef("10")),
        FoundLead(LeadRef("1"), received=NOON),
        FoundLead(LeadRef("2"), received=NOON),
    ]
    ordered = newest_first({lead.lead.number: lead for lead in leads})
    assert [lead.lead.number for lead in ordered] == ["2", "1", "9", "10", "5"]


@pytest.mark.parametrize(
    ("campaign", "inactive", "details"),
    [
        (Campaign("9", "Solar", "SOLAR", active=True), False, "ID 9 · SOLAR"),
        (Campaign("9", "Solar"), False, "ID 9"),
        (Campaign("9", "Solar", active=False), True, "ID 9 · Inactive"),
        (Campaign("9", "Solar", "SOLAR", active=False, archived=True), True, "ID 9 · SOLAR · Archived"),
        (Campaign("9", "Solar", active=True, archived=True), True, "ID 9 · Archived"),
    ],
)
def test_a_campaign_says_what_tells_it_from_others(campaign: Campaign, inactive: bool, details: str) -> None:
    assert (campaign.inactive, campaign.details) == (inactive, details)


@pytest.mark.parametrize(
    ("buyer", "inactive", "details"),
    [
        (Buyer("450", "208", "Acme Ltd", "active"), False, "BID 208"),
        (Buyer("450", "ACME", "Acme Ltd"), False, "BID ACME"),
        (Buyer("450", "208", "Acme Ltd", "Inactive"), True, "BID 208 · Inactive"),
        (Buyer("450", "", "Acme Ltd"), False, "ID 450 · no BID known"),
    ],
)
def test_a_buyer_says_its_bid(buyer: Buyer, inactive: bool, details: str) -> None:
    assert (buyer.inactive, buyer.details) == (inactive, details)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=47), "47 hours ago"),
        (timedelta(hours=48), "2 days ago"),
        (timedelta(days=1200), "1,200 days ago"),
    ],
)
def test_how_long_ago_in_words(age: timedelta, words: str) -> None:
    assert ago(NOON - age, NOON) == words
