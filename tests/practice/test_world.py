"""The people and leads of the practice account."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.practice.people import TOWNS, new_address, person
from leadbyte_desktop.practice.world import DOCUMENTED_LEADS, LeadStatus, World, build_world, missing_numbers

# Ofcom's numbers for drama, as in "Telephone numbers for use in TV and radio drama programmes".
DRAMA = re.compile(
    r"07700900\d{3}|02079460\d{3}|011[3-8]4960\d{3}|01[2-6]14960\d{3}|01914980\d{3}|02920180\d{3}|02896496\d{3}|01632960\d{3}"
)
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9]{1,2} [0-9][ABD-HJLNP-UW-Z]{2}")


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def test_it_is_the_same_every_time(world: World) -> None:
    again = build_world()

    assert list(again.leads) == list(world.leads)
    assert [lead.status for lead in again.leads.values()] == [lead.status for lead in world.leads.values()]
    assert again.leads["2932682"].fields == world.leads["2932682"].fields


def test_what_it_was_in_the_first_release_it_is_now(world: World) -> None:
    """The samples, the tour and its pictures name these."""
    assert world.leads["2932682"].fields["firstname"] == "Karen"
    assert world.leads["2932682"].fields["postcode"] == "NR3 2SZ"


def test_five_thousand_leads_stand_in_four_campaigns_and_every_status(world: World) -> None:
    statuses = Counter(lead.status for lead in world.leads.values())

    assert len(world.leads) == 5_000
    assert set(statuses) == set(LeadStatus)
    assert min(statuses.values()) > 200
    assert len({lead.campaign.campaign_id for lead in world.leads.values()}) == 4


def test_the_documented_leads_are_valid(world: World) -> None:
    assert {world.leads[str(number)].status for number in DOCUMENTED_LEADS} == {LeadStatus.VALID}


def test_numbers_between_them_belong_to_nobody(world: World) -> None:
    missing = missing_numbers(500)

    assert not set(missing) & set(world.leads)
    assert min(world.leads) < missing[0] < missing[-1] < max(world.leads)


def test_the_people_are_nobodys(world: World) -> None:
    for lead in world.leads.values():
        fields = lead.fields
        assert fields["email"].rpartition("@")[2] in {"example.com", "example.org", "example.net"}
        assert POSTCODE.fullmatch(fields["postcode"])
        assert all(DRAMA.fullmatch(fields[name]) for name in ("phone1", "phone2") if fields[name])
        assert fields.keys() <= LEAD_FIELDS.keys()


def test_an_email_address_belongs_to_one_lead(world: World) -> None:
    assert len({lead.fields["email"] for lead in world.leads.values()}) == 5_000


def test_a_person_follows_from_the_number() -> None:
    assert person(2**90 + 7, 12) == person(2**90 + 7, 12)
    assert person(2**90 + 7, 12) != person(2**90 + 8, 12)


def test_who_moves_stays_in_town() -> None:
    leeds = next(town for town in TOWNS if town.name == "Leeds")

    address = new_address(12_345_678_901, "Leeds")

    assert address["postcode"].split()[0] in leeds.outward
    assert POSTCODE.fullmatch(address["postcode"])


def test_changes_belong_to_one_account_only() -> None:
    first, second = build_world(10), build_world(10)
    number = next(iter(first.leads))

    first.update(LeadRef(number), {"notes": "x"})

    assert first.leads[number].fields["notes"] == "x"
    assert "notes" not in second.leads[number].fields
    assert second.ledger.empty


def test_a_quarantine_number_is_no_lead_id(world: World) -> None:
    lead = world.with_status(LeadStatus.QUARANTINED)[0]

    assert world.find(LeadRef(lead.quarantine_number, LeadKind.QUARANTINE)) is lead
    assert world.find(LeadRef(lead.quarantine_number)) is None
    assert world.find(LeadRef(lead.number, LeadKind.QUARANTINE)) is None


def test_nothing_can_be_done_to_a_lead_that_is_not_there(world: World) -> None:
    with pytest.raises(KeyError):
        world.trigger(LeadRef(missing_numbers(1)[0]), "1053")
    assert world.ledger.empty
