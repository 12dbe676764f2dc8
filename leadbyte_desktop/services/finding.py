"""From what a person typed, a lead ID, a phone number or an e-mail address, to the leads of an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from leadbyte_desktop.api.found_leads import NotLooked, SearchAnswer
from leadbyte_desktop.api.read_requests import LeadSearch
from leadbyte_desktop.domain.campaign import Campaign, campaign_called
from leadbyte_desktop.domain.errors import ConnectionProblem, MayNotList, OddAnswer
from leadbyte_desktop.domain.found_lead import FoundLead, LeadNow, newest_first
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.wanted_lead import WantedKind, WantedLead, read_wanted
from leadbyte_desktop.domain.words import count_of, ended, listed

_NOTHING_CHANGED = "Nothing was changed in LeadByte."
_NO_CAMPAIGNS = (
    "LeadByte looks for a phone number or e-mail address in one campaign at a time, and this PC knows none to look in. "
    f"{_NOTHING_CHANGED} Tick a campaign to search, or type the lead’s ID instead. Where no campaign is shown, the key "
    "may not list them: ask whoever looks after LeadByte to let it."
)

_MOST_NAMED = 3


class FindsLeads(Protocol):
    """What is needed of the client. Each raises ConnectionProblem."""

    async def lead_now(self, lead: LeadRef) -> LeadNow:
        """One lead as it stands in LeadByte."""

    async def search_leads(self, searches: Sequence[LeadSearch]) -> SearchAnswer:
        """The leads that any of the searches finds."""


@dataclass(frozen=True, slots=True)
class FoundLeads:
    """What became of looking for a lead.

    Attributes:
        wanted: what was typed, as the app saw it.
        leads: what was found, newest first. A lead whose ID was typed and which this key may not read is here with
            nothing but its ID: it can be changed all the same.
        words: complete sentences where a person must know something: why nothing was found and what to do, or what
            could not be looked at; empty where the leads say it all.
        now: the lead of the ID that was typed, as it stands; None where it was not typed or could not be read.
        searched: in how many campaigns it was looked for.
        unshown: how many more leads LeadByte counts than it shows.
        unlike: the numbers of those leads that show phone numbers or an e-mail address, and not the one that was typed.
    """

    wanted: WantedLead
    leads: tuple[FoundLead, ...] = ()
    words: str = ""
    now: LeadNow | None = None
    searched: int = 0
    unshown: int = 0
    unlike: frozenset[str] = frozenset()

    @property
    def exactly_one(self) -> FoundLead | None:
        """The lead, where one and no other was found, LeadByte counts no other, and it is like what was typed."""
        return self.leads[0] if len(self.leads) == 1 and not (self.unshown or self.unlike) else None


@dataclass(frozen=True, slots=True)
class _ByContact:
    """What the search by phone or e-mail brought."""

    leads: tuple[FoundLead, ...] = ()
    words: str = ""
    searched: int = 0
    unshown: int = 0
    unlike: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _ById:
    """What reading the lead of an ID brought.

    Attributes:
        unseen: the key may not read leads.
        out_of_reach: LeadByte cannot be reached, or refuses the key as a whole: a search would fare no better.
    """

    now: LeadNow | None = None
    words: str = ""
    unseen: bool = False
    out_of_reach: bool = False


async def find(typed: str, campaigns: Sequence[Campaign], client: FindsLeads, *, all_known: bool = False) -> FoundLeads:
    """Look for a lead. Never raises for the world's faults, and changes nothing in LeadByte.

    Args:
        typed: what stands in the box.
        campaigns: the campaigns to look in, for a phone number or an e-mail address.
        client: the account's client.
        all_known: these are all campaigns that this PC knows, so that no other can be ticked.
    """
    wanted = read_wanted(typed)
    if wanted.problem:
        return FoundLeads(wanted, words=wanted.problem)
    by_id = await _by_id(wanted.lead, client) if wanted.lead else _ById()
    if by_id.out_of_reach:
        return FoundLeads(wanted, words=by_id.words)
    by_contact = await _by_contact(wanted, campaigns, client, more=not all_known) if wanted.searchable else _ByContact()
    return _joined(wanted, by_id, by_contact)


async def _by_id(lead: LeadRef, client: FindsLeads) -> _ById:
    try:
        return _ById(await client.lead_now(lead))
    except MayNotList as problem:
        return _ById(words=problem.user_text, unseen=True)
    except OddAnswer as problem:
        return _ById(words=problem.user_text)
    except ConnectionProblem as problem:
        return _ById(words=problem.user_text, out_of_reach=True)


async def _by_contact(
    wanted: WantedLead, campaigns: Sequence[Campaign], client: FindsLeads, *, more: bool
) -> _ByContact:
    if not campaigns:
        return _ByContact(words=_NO_CAMPAIGNS)
    searches = [
        *(LeadSearch(each.campaign_id, phone=phone) for each in campaigns for phone in wanted.phones),
        *(LeadSearch(each.campaign_id, email=email) for each in campaigns for email in wanted.emails),
    ]
    try:
        answer = await client.search_leads(searches)
    except ConnectionProblem as problem:
        return _ByContact(words=problem.user_text)
    missed = {campaign_id for each in answer.not_looked for campaign_id in each.campaign_ids}
    looked_in = [each for each in campaigns if each.campaign_id not in missed]
    unlike = [each for each in answer.leads if not wanted.may_be(each.phones, each.email)]
    parts = [
        _unlike(wanted, answer, unlike) if unlike else "",
        _nothing_found(wanted, looked_in, more=more) if not answer.leads else "",
        _unshown(wanted, answer) if answer.unshown else "",
        *(_not_looked(each, campaigns, answer) for each in answer.not_looked),
        *(f"LeadByte says: {ended(warning)}" for warning in answer.warnings),
    ]
    words = " ".join(part for part in parts if part)
    numbers = frozenset(each.lead.number for each in unlike)
    return _ByContact(answer.leads, words, len(looked_in), answer.unshown, numbers)


def _nothing_found(wanted: WantedLead, campaigns: Sequence[Campaign], *, more: bool) -> str:
    """How far back LeadByte looks is not public (leadbyte-api.md section 3, `searchPeriod`), so this is no "none"."""
    where = campaigns[0].name if len(campaigns) == 1 else count_of(len(campaigns), "campaign", "campaigns")
    what = _kind(wanted)
    forms = f" It was tried as {', '.join(wanted.phones)}." if wanted.phones else ""
    tick = ", tick more campaigns," if more else ","
    return (
        f"LeadByte found no lead with the {what} {wanted.shown} in {where}.{forms} {_NOTHING_CHANGED} LeadByte may "
        f"look only in leads that came lately. Check the {what} with the customer{tick} or type the lead’s ID."
    )


def _unlike(wanted: WantedLead, answer: SearchAnswer, unlike: Sequence[FoundLead]) -> str:
    what = f"the {_kind(wanted)} {wanted.shown}"
    check = "Check the name with the customer before you choose"
    if len(unlike) == 1:
        return f"LeadByte gave {unlike[0].lead.words}, which does not show {what}. {check} it."
    which = "none of which shows" if len(unlike) == len(answer.leads) else f"{len(unlike):,} of which do not show"
    return f"LeadByte gave {len(answer.leads):,} leads, {which} {what}. {check} one."


def _unshown(wanted: WantedLead, answer: SearchAnswer) -> str:
    shown = len(answer.leads)
    other = "phone number" if wanted.kind is WantedKind.EMAIL else "e-mail address"
    return (
        f"LeadByte counts {shown + answer.unshown:,} leads with this {_kind(wanted)} and shows {shown:,} of them. If "
        f"the right one is not here, look for the customer’s {other}, or type the lead’s ID."
    )


def _not_looked(missed: NotLooked, campaigns: Sequence[Campaign], answer: SearchAnswer) -> str:
    names = {each.campaign_id: each.name for each in campaigns}
    called = [campaign_called(campaign_id, names) for campaign_id in missed.campaign_ids]
    more = len(called) - _MOST_NAMED
    if more > 1:
        called = [*called[:_MOST_NAMED], f"{more} other campaigns"]
    so = "there may be more leads" if answer.leads else "there may be a lead all the same"
    return f"{listed(called)} could not be looked in, so {so}. {missed.words}"


def _kind(wanted: WantedLead) -> str:
    return "e-mail address" if wanted.kind is WantedKind.EMAIL else "phone number"


def _joined(wanted: WantedLead, by_id: _ById, by_contact: _ByContact) -> FoundLeads:
    leads = {found.lead.number: found for found in by_contact.leads}
    if by_id.now is not None:
        leads[by_id.now.lead.number] = by_id.now.found
    elif by_id.unseen and wanted.lead is not None and not leads:
        leads[wanted.lead.number] = FoundLead(wanted.lead)
    if wanted.kind is WantedKind.LEAD_ID:
        words = by_id.words
    elif leads and by_id.now is not None and not by_contact.leads:
        # It was the lead ID; that it is nobody's phone number is no news.
        words = ""
    else:
        words = by_contact.words if by_contact.leads or not by_id.words else f"{by_contact.words} {by_id.words}".strip()
    # The lead of the ID that was typed is the one that was asked for, whatever it shows.
    unlike = by_contact.unlike - {by_id.now.lead.number if by_id.now is not None else ""}
    shown = newest_first(leads)
    return FoundLeads(wanted, shown, words, by_id.now, by_contact.searched, by_contact.unshown, unlike)
