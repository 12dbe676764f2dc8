"""From a phone number, an e-mail address or a lead ID to the lead, through the practice account on its socket."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.found_leads import NotLooked, SearchAnswer
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.api.read_requests import LeadSearch
from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.campaign import Campaign
from leadbyte_desktop.domain.errors import MayNotList, NoNetwork, OddAnswer
from leadbyte_desktop.domain.found_lead import FoundLead, LeadNow
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.wanted_lead import WantedKind
from leadbyte_desktop.practice.keys import NO_READING_KEY, NO_SEARCH_KEY
from leadbyte_desktop.practice.shapes import Shapes
from leadbyte_desktop.practice.world import PracticeLead, missing_numbers
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.finding import find
from tests.practice_server import PracticeServer, dead_address

NOTHING_CHANGED = "Nothing was changed in LeadByte."
MISSING = missing_numbers(1)[0]
ALL = (
    Campaign("9", "Solar Panels"),
    Campaign("12", "Energy Switch"),
    Campaign("15", "Boiler Cover"),
    Campaign("21", "Life Cover"),
)
EITHER = "7700900123"
FOUND = FoundLead(LeadRef("5"), "Karen Patel")
KAREN = FoundLead(LeadRef("6"), "Karen Shah")
HELD = LeadNow(LeadRef(EITHER), {"firstname": "Joe"}, "9", "Solar")
MAY_NOT_READ = MayNotList("This key may not read leads.")
MAY_NOT_SEARCH = MayNotList("This key may not search leads.")
NOT_THERE = OddAnswer("LeadByte did not show the lead.")


class Scripted:
    """A LeadByte that answers as the test says, and notes what it was asked."""

    def __init__(self, by_id: LeadNow | Exception, found: SearchAnswer | Exception | None = None) -> None:
        self.by_id, self.found = by_id, found or SearchAnswer()
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
    """Two leads with one mobile, neither in quarantine: the first stores it with 0, the second with +44."""
    leads = list(server.world.leads.values())
    return next(
        (first, second)
        for first, second in pairwise(leads)
        if second.fields.get("phone3", "").startswith("+44") and not first.quarantine_number + second.quarantine_number
    )


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
        "LeadByte found no lead with the phone number 029 2018 1999 in Solar Panels. It was tried as 02920181999, "
        f"442920181999, +442920181999. {NOTHING_CHANGED} LeadByte may look only in leads that came lately. Check the "
        "phone number with the customer, tick more campaigns, or type the lead’s ID."
    )
    found = await find("029 2018 1999", ALL, desk.client, all_known=True)
    assert found.words.endswith("Check the phone number with the customer, or type the lead’s ID.")
    found = await find("nobody@example.com", ALL, desk.client)
    assert "no lead with the e-mail address nobody@example.com in 4 campaigns. Nothing" in found.words


# --- keys that may not ------------------------------------------------------------------------------------------


async def test_a_key_that_may_not_search_says_what_to_ask_for_and_still_finds_by_id(
    practice_server: PracticeServer,
) -> None:
    transports = Transports.real(practice_server.base_url)
    client = LeadByteClient(practice_server.account(), practice_server.key(NO_SEARCH_KEY), transports)
    found = await find("07700 900123", ALL, client)
    assert found.leads == ()
    assert "may not search leads" in found.words
    assert "Leads > Search" in found.words
    assert NOTHING_CHANGED in found.words
    assert found.searched == 0
    assert (await find("2932682", ALL, client)).exactly_one is not None
    await client.aclose()


async def test_a_lead_that_may_not_be_read_can_be_worked_on_by_its_id(practice_server: PracticeServer) -> None:
    transports = Transports.real(practice_server.base_url)
    client = LeadByteClient(practice_server.account(), practice_server.key(NO_READING_KEY), transports)
    found = await find("2932682", ALL, client)
    assert found.leads == (FoundLead(LeadRef("2932682")),)
    assert found.now is None
    assert "may not read leads" in found.words
    assert "can be changed all the same" in found.words
    await client.aclose()


@pytest.mark.parametrize("typed", ["2932682", "07700 900123", "karen@example.com", EITHER])
async def test_without_a_network_it_says_so_once(typed: str) -> None:
    base_url = dead_address()
    client = LeadByteClient(Account("dead", "Dead", base_url), PracticeServer.key(), Transports.real(base_url))
    found = await find(typed, ALL, client)
    assert found.leads == ()
    assert found.words.count("could not be reached") == 1
    assert NOTHING_CHANGED in found.words
    await client.aclose()


# --- what is asked and what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "  ", "karen", "2 932 682", "%@example.com"])
async def test_what_cannot_be_looked_for_asks_nothing(typed: str) -> None:
    client = Scripted(AssertionError("asked"), AssertionError("asked"))
    found = await find(typed, ALL, client)
    assert (found.leads, found.words) == ((), found.wanted.problem)
    assert found.words


@pytest.mark.parametrize("typed", ["07700 900123", "karen@example.com"])
async def test_without_campaigns_it_says_what_to_do(typed: str) -> None:
    client = Scripted(AssertionError("asked"), AssertionError("asked"))
    found = await find(typed, (), client)
    assert found.leads == ()
    assert NOTHING_CHANGED in found.words
    assert "Tick a campaign" in found.words
    assert "type the lead’s ID" in found.words


async def test_each_campaign_is_asked_for_each_form() -> None:
    client = Scripted(NOT_THERE)
    await find("07700 900123", ALL[:2], client)
    assert client.searches == [
        LeadSearch(campaign_id, phone=phone)
        for campaign_id in ("9", "12")
        for phone in ("07700900123", "447700900123", "+447700900123")
    ]
    await find("Karen@Example.com", ALL[:1], client)
    assert client.searches[6:] == [
        LeadSearch("9", email="Karen@Example.com"),
        LeadSearch("9", email="karen@example.com"),
    ]


@pytest.mark.parametrize(
    ("by_id", "by_phone", "numbers", "words"),
    [
        (HELD, SearchAnswer((FOUND,)), [EITHER, "5"], ""),
        (HELD, SearchAnswer(), [EITHER], ""),
        (HELD, MAY_NOT_SEARCH, [EITHER], ""),
        (NOT_THERE, SearchAnswer((FOUND,)), ["5"], ""),
        (NOT_THERE, SearchAnswer(), [], "LeadByte did not show the lead."),
        (NOT_THERE, MAY_NOT_SEARCH, [], "This key may not search leads. LeadByte did not show the lead."),
        (MAY_NOT_READ, SearchAnswer((FOUND,)), ["5"], ""),
        (MAY_NOT_READ, SearchAnswer(), [EITHER], "This key may not read leads."),
        (MAY_NOT_READ, MAY_NOT_SEARCH, [EITHER], "This key may not search leads. This key may not read leads."),
    ],
)
async def test_digits_that_could_be_both_are_tried_as_both(
    by_id: LeadNow | Exception, by_phone: SearchAnswer | Exception, numbers: list[str], words: str
) -> None:
    client = Scripted(by_id, by_phone)
    found = await find(EITHER, ALL, client)
    assert found.wanted.kind is WantedKind.EITHER
    assert len(client.searches) == 12
    assert [lead.lead.number for lead in found.leads] == numbers
    assert found.words.endswith(words)
    assert bool(found.words) is bool(words)
    assert (found.now == HELD) is isinstance(by_id, LeadNow)


async def test_what_leadbyte_could_not_search_is_said_beside_what_it_found() -> None:
    warned = SearchAnswer((FOUND,), ("Campaign 99 not found",))
    found = await find("07700 900123", ALL, Scripted(NOT_THERE, warned))
    assert (found.leads, found.words) == ((FOUND,), "LeadByte says: Campaign 99 not found.")
    found = await find("07700 900123", ALL, Scripted(NOT_THERE, SearchAnswer((), ("Campaign 99 not found",))))
    assert found.words.endswith("or type the lead’s ID. LeadByte says: Campaign 99 not found.")


async def test_a_lead_that_leadbyte_does_not_show_by_its_number_is_looked_for_by_phone(
    practice_server: PracticeServer,
) -> None:
    """GET /leads/{id} is known from one client only: what answers to it may be no LeadByte reply at all."""
    first, second = shared_mobile(practice_server)
    client = LeadByteClient(practice_server.account(), practice_server.key(), Transports.real(practice_server.base_url))
    typed = f"44{first.fields['phone1'][1:]}"
    none = {"status": "Success", "message": "OK", "leads": []}
    for status, body in ((404, "<html>"), (404, ""), (404, {"message": "Not found"}), (200, none)):
        practice_server.answer_next(status, body)
        found = await find(typed, ALL, client)
        assert found.wanted.kind is WantedKind.EITHER
        assert [lead.lead.number for lead in found.leads] == [second.number, first.number]
        assert found.words == ""
    practice_server.answer_next(404, "<html>")
    alone = await find("2932682", ALL, client)
    assert alone.leads == ()
    assert "has nothing to show for lead 2932682" in alone.words
    assert "guest Wi-Fi" not in alone.words
    await client.aclose()


async def test_where_it_was_not_looked_is_said_by_name() -> None:
    refused = NotLooked(
        ("12", "99"), "LeadByte answered, but did not show what it found: “Bad campaign”. None changed."
    )
    known = (*ALL[:2], Campaign("99", "Campaign 99"))
    found = await find("07700 900123", known, Scripted(NOT_THERE, SearchAnswer((FOUND,), not_looked=(refused,))))
    assert (found.leads, found.exactly_one, found.searched) == ((FOUND,), FOUND, 1)
    assert found.words == (
        "Energy Switch and Campaign 99 could not be looked in, so there may be more leads. LeadByte answered, but did "
        "not show what it found: “Bad campaign”. None changed."
    )
    none = await find("07700 900123", known, Scripted(NOT_THERE, SearchAnswer((), not_looked=(refused,))))
    assert none.words.startswith("LeadByte found no lead with the phone number 07700 900123 in Solar Panels. It was")
    assert "Energy Switch and Campaign 99 could not be looked in, so there may be a lead all the same." in none.words
    many = tuple(Campaign(str(number), f"Campaign {number}") for number in range(1, 10))
    missed = NotLooked(tuple(each.campaign_id for each in many[1:]), "Busy.")
    found = await find("07700 900123", many, Scripted(NOT_THERE, SearchAnswer((FOUND,), not_looked=(missed,))))
    assert found.words.startswith("Campaign 2, Campaign 3, Campaign 4 and 5 other campaigns could not be looked in")


async def test_more_matches_than_results_are_said_and_one_of_many_is_not_taken_by_itself() -> None:
    found = await find("07700 900123", ALL, Scripted(NOT_THERE, SearchAnswer((FOUND,), unshown=29)))
    assert (found.leads, found.exactly_one, found.unshown) == ((FOUND,), None, 29)
    assert found.words == (
        "LeadByte counts 30 leads with this phone number and shows 1 of them. If the right one is not here, look for "
        "the customer’s e-mail address, or type the lead’s ID."
    )
    found = await find("karen@example.com", ALL, Scripted(NOT_THERE, SearchAnswer((FOUND, KAREN), unshown=1)))
    assert found.words.startswith("LeadByte counts 3 leads with this e-mail address and shows 2 of them.")
    assert "look for the customer’s phone number" in found.words


async def test_a_lead_read_by_its_number_counts_none_that_are_not_shown() -> None:
    found = await find(EITHER, ALL, Scripted(HELD, SearchAnswer((), unshown=0)))
    assert found.exactly_one == HELD.found


async def test_a_mistyped_campaign_breaks_no_search(practice_server: PracticeServer) -> None:
    practice_server.world.shapes = Shapes(refuses_unknown_campaigns=True)
    first, second = shared_mobile(practice_server)
    client = LeadByteClient(practice_server.account(), practice_server.key(), Transports.real(practice_server.base_url))
    found = await find(first.fields["phone1"], (*ALL, Campaign("99", "Campaign 99")), client)
    assert [lead.lead.number for lead in found.leads] == [second.number, first.number]
    assert found.words.startswith("Campaign 99 could not be looked in")
    assert "“Campaign 99 not found”" in found.words
    assert found.searched == 4
    await client.aclose()


async def test_what_is_out_of_reach_is_not_asked_a_second_time() -> None:
    client = Scripted(NoNetwork("acme could not be reached."), AssertionError("asked"))
    found = await find(EITHER, ALL, client)
    assert (found.leads, found.words) == ((), "acme could not be reached.")


async def test_a_fault_of_our_own_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        await find("2932682", ALL, Scripted(ZeroDivisionError()))


async def test_a_lead_that_does_not_show_the_number_is_not_taken_by_itself_and_that_is_said() -> None:
    other = FoundLead(LeadRef("5"), "Other Person", phones=("07700900632",))
    found = await find("07700 900631", ALL[:1], Scripted(NOT_THERE, SearchAnswer((other,))))
    assert found.leads == (other,)
    assert found.exactly_one is None
    assert found.words == (
        "LeadByte gave lead 5, which does not show the phone number 07700 900631. Check the name with the customer "
        "before you choose it."
    )


async def test_of_several_leads_that_do_not_show_the_address_it_is_said_how_many() -> None:
    karen = FoundLead(LeadRef("6"), "Karen Shah", email="Karen@example.com")
    leads = (karen, *(FoundLead(LeadRef(str(number)), email="joe@example.com") for number in (7, 8)))
    found = await find("karen@example.com", ALL[:1], Scripted(NOT_THERE, SearchAnswer(leads)))
    assert found.unlike == {"7", "8"}
    assert "LeadByte gave 3 leads, 2 of which do not show the e-mail address karen@example.com." in found.words
    none = await find("karen@example.com", ALL[:1], Scripted(NOT_THERE, SearchAnswer(leads[1:])))
    assert "2 leads, none of which shows the e-mail address" in none.words


async def test_the_lead_of_the_id_that_was_typed_is_taken_whatever_phone_it_shows() -> None:
    same = FoundLead(LeadRef(EITHER), "Joe", phones=("07700900632",))
    found = await find(EITHER, ALL[:1], Scripted(HELD, SearchAnswer((same,))))
    assert found.exactly_one == HELD.found
