"""The account's own words: its campaigns, their fields, its deliveries and buyers, fetched where the key may.

They are kept on this PC with their age, so that they can be used offline. Each list may be refused by itself
(leadbyte-api.md section 6.17); that is one quiet sentence, and never keeps the others away.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.account_names import AccountNames
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.campaign import Campaign, CampaignField
from leadbyte_desktop.domain.date_form import patterns_in
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import (
    BadInput,
    BadLeadId,
    ConnectionProblem,
    MayNotList,
    OddAnswer,
    WrongAddress,
)
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.shared_fields import shared_fields
from leadbyte_desktop.domain.words import ago, capitalised, count_of
from leadbyte_desktop.services.delivery_list import DeliveryList
from leadbyte_desktop.store.account_lists import AccountLists
from leadbyte_desktop.store.database import utc_now

FRESH_FOR = timedelta(days=1)
"""A list that is younger is not asked for by itself."""
_ENOUGH = 3
"""So many campaigns without their fields say that there are none to be had, and are named."""
_UNNAMED = "LeadByte’s name for that permission is not known, so say what it is for."
_MAY_NOT = {
    ListKind.CAMPAIGNS: f"This key may not list campaigns. Ask whoever looks after LeadByte to let it. {_UNNAMED}",
    ListKind.FIELDS: f"This key may not read the fields of campaigns. Ask whoever looks after LeadByte to let it. "
    f"{_UNNAMED}",
    ListKind.DELIVERIES: f"This key may not list deliveries; add them by their ID, or ask whoever looks after LeadByte "
    f"to let the key read deliveries. {_UNNAMED}",
    ListKind.BUYERS: f"This key may not list buyers; type the BID, or ask whoever looks after LeadByte to let it. "
    f"{_UNNAMED}",
}


def may_not_words(kind: ListKind) -> str:
    """That the key may not read a list, and what to do without it; the one wording for every place that says so."""
    return _MAY_NOT[kind]


class GivesLists(Protocol):
    """What is needed of the client. Each raises ConnectionProblem."""

    async def list_campaigns(self) -> list[Campaign]:
        """The account's campaigns."""

    async def list_campaign_fields(self, campaign_id: str) -> list[CampaignField]:
        """The fields of one campaign."""

    async def list_deliveries(self, status: str | None = "Active") -> list[Delivery]:
        """The account's deliveries."""

    async def list_buyers(self) -> list[Buyer]:
        """The account's buyers."""


@dataclass(frozen=True, slots=True)
class ListState:
    """How one of the lists stands on this PC.

    Attributes:
        kind: which list.
        count: how many entries this PC knows.
        fetched_at: when LeadByte last gave it (UTC); None if it never did.
        problem: one quiet sentence or two: why the last fetch did not bring it, and what to ask for; empty where it
            did, or where none was tried since the app started.
        may_not: True where LeadByte said that this key may not read it.
    """

    kind: ListKind
    count: int
    fetched_at: datetime | None = None
    problem: str = ""
    may_not: bool = False

    def age(self, now: datetime) -> str:
        """How old it is, as a sentence: "Campaigns as LeadByte listed them 3 hours ago."."""
        if self.fetched_at is None:
            return f"LeadByte has not listed {self.kind.words} yet."
        return f"{capitalised(self.kind.words)} as LeadByte listed them {ago(self.fetched_at, now)}."


@dataclass(frozen=True, slots=True)
class AccountWords:
    """What this PC knows of an account's lists.

    Attributes:
        campaigns: all of them, by name.
        searched: the IDs of those that the search covers: as ticked, else the active ones.
        fields: by campaign ID, in LeadByte's order; a campaign whose fields are not known is not in here.
        fields_at: by campaign ID, when LeadByte last gave its fields (UTC).
        new: the IDs of active campaigns that came after a person ticked those to search; nobody looks there yet.
        deliveries: all of them, by name.
        buyers: all of them, by company.
        states: how each list stands.
    """

    campaigns: tuple[Campaign, ...] = ()
    searched: frozenset[str] = frozenset()
    fields: Mapping[str, tuple[CampaignField, ...]] = field(default_factory=dict)
    deliveries: tuple[Delivery, ...] = ()
    buyers: tuple[Buyer, ...] = ()
    states: Mapping[ListKind, ListState] = field(default_factory=dict)
    fields_at: Mapping[str, datetime] = field(default_factory=dict)
    new: frozenset[str] = frozenset()

    @property
    def searched_campaigns(self) -> tuple[Campaign, ...]:
        """The campaigns that the search covers, by name."""
        return tuple(campaign for campaign in self.campaigns if campaign.campaign_id in self.searched)

    @property
    def problems(self) -> tuple[str, ...]:
        """The quiet sentences of the lists that did not come, each once."""
        return tuple(dict.fromkeys(state.problem for state in self.states.values() if state.problem))

    @property
    def names(self) -> AccountNames:
        """What the account calls its fields and buyers. It is put together anew each time."""
        known = [each for each in self.campaigns if each.campaign_id in self.fields]
        labels = FieldLabels.of_campaigns((each.name, self.fields[each.campaign_id]) for each in known)
        return AccountNames(labels, BuyerNames.of(self.buyers, self.deliveries))

    def stale(self, now: datetime) -> frozenset[ListKind]:
        """The lists that are not known, or not fresh any more; the fields where those of one campaign are so."""
        old = [
            kind
            for kind, state in self.states.items()
            if kind is not ListKind.FIELDS and (state.fetched_at is None or now - state.fetched_at >= FRESH_FOR)
        ]
        # Campaigns that are about to come will want theirs.
        fields = ListKind.CAMPAIGNS in old or self.fields_to_fetch(now - FRESH_FOR)
        return frozenset([*old, ListKind.FIELDS] if fields else old)

    def fields_to_fetch(self, before: datetime | None = None) -> tuple[str, ...]:
        """The IDs of the campaigns whose fields are of use: those that are searched, and those that were ever fetched.

        Args:
            before: only those that were last given then or earlier, or never; None for all.
        """
        wanted = sorted(self.searched | self.fields.keys())
        return tuple(
            each for each in wanted if before is None or each not in self.fields_at or self.fields_at[each] <= before
        )

    def any_list_came(self, kinds: Collection[ListKind] = tuple(ListKind)) -> bool:
        """True where the last fetch of these lists brought one, so that LeadByte accepted the key for something."""
        asked = (self.states[kind] for kind in kinds if kind is not ListKind.FIELDS)
        return any(state.fetched_at and not state.problem for state in asked)

    def campaign(self, campaign_id: str) -> Campaign | None:
        """The campaign of that ID, where it is known."""
        return next((each for each in self.campaigns if each.campaign_id == campaign_id), None)

    def buyer_of(self, bid: str) -> Buyer | None:
        """The buyer of that BID, where it is known."""
        return next((each for each in self.buyers if each.bid and each.bid == bid), None)

    def fields_for(self, campaign_id: str = "") -> tuple[CampaignField, ...]:
        """The fields of a campaign; without one, as far as all campaigns agree on them, each name once."""
        if campaign_id:
            return self.fields.get(campaign_id, ())
        known = [each for each in self.campaigns if each.campaign_id in self.fields]
        more = any(not each.inactive for each in self.campaigns if each.campaign_id not in self.fields)
        return shared_fields(((each.name, self.fields[each.campaign_id]) for each in known), more=more)


@dataclass(frozen=True, slots=True)
class _Trouble:
    words: str
    may_not: bool


class WordKeeper:
    """Fetches and keeps the lists of accounts. Everything may raise StorageProblem; a fault of LeadByte never raises.

    Args:
        lists: where campaigns, fields and buyers are kept.
        delivery_list: where deliveries are kept.
        now: the time, with its time zone.
    """

    def __init__(self, lists: AccountLists, delivery_list: DeliveryList, now: Callable[[], datetime] = utc_now) -> None:
        self._lists = lists
        self._delivery_list = delivery_list
        self._now = now
        self._troubles: dict[str, dict[ListKind, _Trouble]] = {}

    async def known(self, account_id: str) -> AccountWords:
        """What this PC knows, without asking LeadByte."""
        campaigns = await self._lists.campaigns(account_id)
        fields = await self._lists.fields(account_id)
        deliveries = tuple(await self._delivery_list.all(account_id))
        buyers = await self._lists.buyers(account_id)
        fetched = dict(await self._lists.refreshed_at(account_id))
        fields_at = await self._lists.fields_refreshed_at(account_id)
        searched, new = await self._searched(account_id, campaigns)
        # A campaign that is not searched, and perhaps gone, makes the others no older.
        if at := [fields_at[each] for each in searched if each in fields_at]:
            fetched[ListKind.FIELDS] = min(at)
        if listed_at := await self._delivery_list.refreshed_at(account_id):
            fetched[ListKind.DELIVERIES] = listed_at
        counts = {
            ListKind.CAMPAIGNS: len(campaigns),
            ListKind.FIELDS: sum(map(len, fields.values())),
            ListKind.DELIVERIES: len(deliveries),
            ListKind.BUYERS: len(buyers),
        }
        states = {kind: self._state(account_id, kind, count, fetched.get(kind)) for kind, count in counts.items()}
        return AccountWords(campaigns, searched, fields, deliveries, buyers, states, fields_at, new)

    async def names_of(self, account_id: str) -> AccountNames:
        """What this PC knows of how an account calls its fields and buyers."""
        return (await self.known(account_id)).names

    async def learn_date_forms(self, account_id: str, campaign_id: str, fields: Mapping[str, str]) -> bool:
        """Take up from a lead that was read in which form its campaign holds dates; nothing else of it is kept.

        Args:
            account_id: whose lead.
            campaign_id: the lead's campaign.
            fields: LeadByte's field name to value.

        Returns:
            whether it told anything new.
        """
        known = {each.name: each.date_form for each in (await self._lists.fields(account_id)).get(campaign_id, ())}
        news = {name: form for name, form in patterns_in(fields).items() if known.get(name, form) != form}
        if news:
            await self._lists.put_date_forms(account_id, campaign_id, news)
        return bool(news)

    async def set_searched(self, account_id: str, campaign_ids: Collection[str]) -> None:
        """Remember which campaigns a person ticked for the search; the others that are known are left out knowingly."""
        await self._lists.set_searched(account_id, campaign_ids)

    def note(self, account_id: str, kind: ListKind, problem: ConnectionProblem | None) -> None:
        """Take up what somebody else heard who asked LeadByte for a list: why it did not come; None where it did."""
        troubles = dict(self._troubles.get(account_id, {}))
        troubles.pop(kind, None)
        if problem is not None:
            troubles[kind] = _trouble(kind, problem)
        self._troubles[account_id] = troubles

    async def add_campaign(self, account_id: str, id_text: str, name: str) -> Campaign:
        """Add a campaign from its ID, so that a key that may search but not list campaigns can search in it.

        Raises:
            BadInput: the ID is not made of digits, or the campaign is known already.
        """
        try:
            campaign_id = LeadRef.parse(id_text).number
        except BadLeadId:
            raise BadInput(
                f"“{id_text.strip()}” is not a campaign ID. It holds digits only, for example 9; LeadByte shows it in "
                "the campaign’s settings."
            ) from None
        known = {campaign.campaign_id: campaign for campaign in await self._lists.campaigns(account_id)}
        if campaign_id in known:
            raise BadInput(f"Campaign {campaign_id} is in the list already, as “{known[campaign_id].name}”.")
        campaign = Campaign(campaign_id, name.strip() or f"Campaign {campaign_id}")
        await self._lists.add_campaign(account_id, campaign)
        return campaign

    async def refresh(
        self,
        account_id: str,
        client: GivesLists,
        kinds: Collection[ListKind] = tuple(ListKind),
        fields_before: datetime | None = None,
    ) -> AccountWords:
        """Ask LeadByte for lists, one request after another; what does not come stays as it was known.

        Fields are asked for of the campaigns that `AccountWords.fields_to_fetch` names. Where LeadByte cannot be
        reached, or refuses the key as a whole, the rest is not asked for.

        Args:
            account_id: whose lists.
            client: the way to LeadByte.
            kinds: which of the lists.
            fields_before: the fields of those campaigns only that were last given then or earlier; None for all.
        """
        fetches: Sequence[tuple[ListKind, Callable[[str, GivesLists], Awaitable[None]]]] = (
            (ListKind.DELIVERIES, self._fetch_deliveries),
            (ListKind.CAMPAIGNS, self._fetch_campaigns),
            (ListKind.BUYERS, self._fetch_buyers),
            (ListKind.FIELDS, partial(self._fetch_fields, before=fields_before)),
        )
        wanted = [(kind, fetch) for kind, fetch in fetches if kind in kinds]
        troubles = {kind: each for kind, each in self._troubles.get(account_id, {}).items() if kind not in kinds}
        for place, (kind, fetch) in enumerate(wanted):
            try:
                await fetch(account_id, client)
            except (MayNotList, OddAnswer) as problem:
                troubles[kind] = _trouble(kind, problem)
            except ConnectionProblem as problem:
                troubles |= {rest: _trouble(rest, problem) for rest, _ in wanted[place:]}
                break
        self._troubles[account_id] = troubles
        return await self.known(account_id)

    async def refresh_fields(self, account_id: str, campaign_id: str, client: GivesLists) -> AccountWords:
        """Ask LeadByte for the fields of one campaign, for example of the lead that was found."""
        problem: ConnectionProblem | None = None
        try:
            await self._lists.put_fields(account_id, campaign_id, await client.list_campaign_fields(campaign_id))
        except ConnectionProblem as met:
            problem = met
        self.note(account_id, ListKind.FIELDS, problem)
        words = await self.known(account_id)
        if words.states[ListKind.FIELDS].may_not and words.fields:
            # It may for others: the next lead's campaign is asked for all the same.
            self._troubles[account_id][ListKind.FIELDS] = _Trouble(may_not_words(ListKind.FIELDS), may_not=False)
            words = await self.known(account_id)
        return words

    def _state(self, account_id: str, kind: ListKind, count: int, fetched_at: datetime | None) -> ListState:
        trouble = self._troubles.get(account_id, {}).get(kind)
        return ListState(kind, count, fetched_at, trouble.words if trouble else "", bool(trouble and trouble.may_not))

    async def _searched(self, account_id: str, campaigns: Sequence[Campaign]) -> tuple[frozenset[str], frozenset[str]]:
        """The campaigns that the search covers, and those that came after a person chose them."""
        active = frozenset(campaign.campaign_id for campaign in campaigns if not campaign.inactive)
        ticked = await self._lists.searched(account_id)
        if ticked is None:
            return active, frozenset()
        return ticked, active - ticked - await self._lists.were_to_tick(account_id)

    async def _fetch_deliveries(self, account_id: str, client: GivesLists) -> None:
        await self._delivery_list.refresh(account_id, client)

    async def _fetch_campaigns(self, account_id: str, client: GivesLists) -> None:
        await self._lists.put_campaigns(account_id, await client.list_campaigns())

    async def _fetch_buyers(self, account_id: str, client: GivesLists) -> None:
        await self._lists.put_buyers(account_id, await client.list_buyers())

    async def _fetch_fields(self, account_id: str, client: GivesLists, before: datetime | None) -> None:
        """The fields of each campaign; one that does not come keeps the others away no more than one refused list.

        Where LeadByte shows those of no campaign at all, the first few say so for all.
        """
        words = await self.known(account_id)
        missing: dict[str, ConnectionProblem] = {}
        came = 0
        for campaign_id in words.fields_to_fetch(before):
            try:
                fields = await client.list_campaign_fields(campaign_id)
            # An address that answers otherwise may be LeadByte's own word that there is no such campaign.
            except (MayNotList, OddAnswer, WrongAddress) as problem:
                missing[campaign_id] = problem
                if not came and len(missing) == _ENOUGH:
                    break
                continue
            came += 1
            await self._lists.put_fields(account_id, campaign_id, fields)
        if missing:
            raise _fields_problem(words, missing, came)


def _fields_problem(words: AccountWords, missing: Mapping[str, ConnectionProblem], came: int) -> ConnectionProblem:
    """What to say of the campaigns whose fields did not come."""
    first = next(iter(missing.values()))
    if not came and {type(each) for each in missing.values()} == {type(first)}:
        return first
    names = [each.name if (each := words.campaign(one)) else f"campaign {one}" for one in missing]
    more = f" and {count_of(len(names) - _ENOUGH, 'other', 'others')}" if len(names) > _ENOUGH else ""
    return OddAnswer(
        f"LeadByte did not show the fields of {', '.join(names[:_ENOUGH])}{more}; they stay as this PC knows them. "
        f"{first.user_text}"
    )


def _trouble(kind: ListKind, problem: ConnectionProblem) -> _Trouble:
    if isinstance(problem, MayNotList):
        return _Trouble(may_not_words(kind), may_not=True)
    return _Trouble(problem.user_text, may_not=False)
