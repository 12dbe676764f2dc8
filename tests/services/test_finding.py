"""From a phone number, an e-mail address or a lead ID to the lead, through the practice account on its socket."""

from __future__ import annotations

from collections.abc import Sequence

from leadbyte_desktop.api.found_leads import SearchAnswer
from leadbyte_desktop.api.read_requests import LeadSearch
from leadbyte_desktop.domain.campaign import Campaign
from leadbyte_desktop.domain.found_lead import LeadNow
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.wanted_lead import WantedKind
from leadbyte_desktop.practice.world import PracticeLead, missing_numbers
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.finding import find
from tests.practice_server import PracticeServer

NOTHING_CHANGED = "Nothing was changed in LeadByte."
MISSING = missing_numbers(1)[0]
ALL = tuple(Campaign(campaign_id, name) for campaign_id, name in (("9", "Solar Panels"), ("12", "Energy Switch"),
                                                                  ("15", "Boiler Cover"), ("21", "Life Cover")))  # fmt: skip


class Scripted:
    """A LeadByte that answers as the test says, and notes what it was asked."""

    def __init__(self, by_id: LeadNow | Exception, found: SearchAnswer | Exception = SearchAnswer()) -> None:
        self.by_id, self.found = by_id, found
        self.searches: list[LeadSearch] = []

    async def lead_now(self, lead: LeadRef) -> LeadNow:
        if isinstance(self.by_id, Exception):
            raise self.by_id
        return self.by_id

    async def search_leads(self, searches: Sequence[LeadSearch]) -> SearchAnswer:
        self.searches += searches
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


def shared_mobile(server: PracticeServer) -> tuple[PracticeLead, PracticeLead]:
    """Two leads with one mobile: the first stores it with 0, the second with +44."""
    leads = list(server.world.leads.values())
    place = next(
        place for place, lead in enumerate(leads) if lead.fields.get("phone3", "").startswith("+44")
        and "in quarantine" not in (lead.status.value, leads[place - 1].status.value)
        and not lead.quarantine_number and not leads[place - 1].quarantine_number
    )  # fmt: skip
    return leads[place - 1], leads[place]


async def test_a_phone_number_finds_every_form_in_which_it_is_stored(
    desk: Desk, practice_server: PracticeServer
) -> None:
    first, second = shared_mobile(practice_server)
    mobile = first.fields["phone1"]
    assert mobile.startswith("07700900")
    assert second.fields["phone3"] == f"+44{mobile[1:]}"
    for typed in (mobile, f"{mobile[:5]} {mobile[5:]}", f"+44 (0) {mobile[1:]}", f"0044{mobile[1:]}"):
        found = await find(typed, ALL, desk.client)
        assert found.wanted.kind is WantedKind.PHONE
        # The second came later, and stands first.
        assert [lead.lead.number for lead in found.leads] == [second.number, first.number]
        assert found.leads[1].phones[0] == mobile
        assert found.leads[0].received == second.received
        assert found.leads[0].campaign_id == second.campaign.campaign_id
        assert (found.words, found.searched) == ("", 4)
    assert practice_server.world.ledger.empty


async def test_an_email_address_finds_its_lead_however_it_is_capitalised(desk: Desk) -> None:
    held = (await desk.client.lead_now(LeadRef("2932682"))).fields
    found = await find(held["email"].upper(), ALL, desk.client)
    lead = found.exactly_one
    assert lead is not None
    assert (lead.lead.number, lead.email) == ("2932682", held["email"])
    assert lead.name == f"{held['title']} {held['firstname']} {held['lastname']}" == lead.title


async def test_a_lead_id_is_read_and_nothing_searched(desk: Desk, practice_server: PracticeServer) -> None:
    found = await find(" #2932682 ", ALL, desk.client)
    assert found.now is not None
    assert found.now.fields["postcode"] == "NR3 2SZ"
    assert found.leads == (found.now.found,)
    assert (found.words, found.searched) == ("", 0)
    assert practice_server.requests[-1].path.endswith("/leads/2932682")
    assert not any(seen.method == "POST" for seen in practice_server.requests)


async def test_a_lead_id_of_no_lead(desk: Desk) -> None:
    found = await find(MISSING, ALL, desk.client)
    assert found.leads == ()
    assert found.words == (f"LeadByte answered, but did not show lead {MISSING}: “Lead not found”. {NOTHING_CHANGED}")


async def test_a_phone_number_of_nobody_says_where_it_was_looked_for_and_how(desk: Desk) -> None:
    found = await find("029 2018 1999", ALL[:1], desk.client)
    assert found.words == (
        "LeadByte knows no lead with the phone number 029 2018 1999 in Solar Panels. It was tried as 02920181999, "
        f"442920181999, +442920181999. {NOTHING_CHANGED} Check it with the customer, tick more campaigns, or type the "
        "lead’s ID."
    )
    found = await find("nobody@example.com", ALL, desk.client)
    assert "no lead with the e-mail address nobody@example.com in 4 campaigns. Nothing" in found.words
