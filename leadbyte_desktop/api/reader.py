"""The harmless reads of LeadByte, one method each. None of them changes anything there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from leadbyte_desktop.api import read_requests as requests
from leadbyte_desktop.api.campaigns import read_buyers, read_campaign_fields, read_campaigns
from leadbyte_desktop.api.connection import NOTHING_CHANGED
from leadbyte_desktop.api.found_leads import NotLooked, SearchAnswer, joined_answers, read_found
from leadbyte_desktop.api.lead_now import lead_now, number_in, read_lead
from leadbyte_desktop.api.lists import read_deliveries
from leadbyte_desktop.api.read_requests import MOST_SEARCHES, LeadSearch
from leadbyte_desktop.api.requests import ApiRequest
from leadbyte_desktop.api.wanted import BUYERS, CAMPAIGNS, DELIVERIES, FOUND_LEADS, Wanted, fields_of, the_lead
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign, CampaignField
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import ConnectionProblem, NotShown, OddAnswer
from leadbyte_desktop.domain.found_lead import LeadNow
from leadbyte_desktop.domain.lead_update import LeadRef


class Reader(ABC):
    """What can be read of an account. Every method raises ConnectionProblem, one of its kinds with complete words.

    `MayNotList` says that this key may not read this, and which permission to ask for where its name is known.
    """

    @abstractmethod
    async def _read(self, request: ApiRequest, wanted: Wanted) -> str:
        """The text of a harmless read's answer, the key masked."""

    async def list_deliveries(self, status: str | None = "Active") -> list[Delivery]:
        """The account's deliveries; the harmless read behind *Check*.

        Args:
            status: "Active", "Inactive" or "Saved"; None for all.
        """
        return read_deliveries(await self._read(requests.list_deliveries(status), DELIVERIES))

    async def list_campaigns(self) -> list[Campaign]:
        """The account's campaigns, inactive and archived ones too."""
        return read_campaigns(await self._read(requests.list_campaigns(), CAMPAIGNS))

    async def list_campaign_fields(self, campaign_id: str) -> list[CampaignField]:
        """The fields of one campaign; none where LeadByte shows the campaign without them."""
        text = await self._read(requests.get_campaign(campaign_id), fields_of(campaign_id))
        return read_campaign_fields(text, campaign_id)

    async def list_buyers(self) -> list[Buyer]:
        """The account's buyers, inactive ones too."""
        return read_buyers(await self._read(requests.list_buyers(), BUYERS))

    async def get_lead(self, lead: LeadRef) -> dict[str, str]:
        """One lead as it stands in LeadByte: field name to value, and what LeadByte says about it ("campaign.name")."""
        held = read_lead(await self._read(requests.get_lead(lead), the_lead(lead)))
        if number_in(held) != lead.number:
            raise OddAnswer(f"LeadByte answered about another lead than {lead.number}. {NOTHING_CHANGED}")
        return held

    async def lead_now(self, lead: LeadRef) -> LeadNow:
        """One lead as it stands in LeadByte, its own fields apart from what LeadByte says about it."""
        return lead_now(lead, await self.get_lead(lead))

    async def search_leads(self, searches: Sequence[LeadSearch]) -> SearchAnswer:
        """The leads that any of the searches finds, each once, newest first; several requests, one after another.

        Where LeadByte refuses a request for what was asked, each of its campaigns is asked by itself, and where it
        answers some searches of a request and leaves others out, each of them is: a lead must not seem unknown because
        nobody looked for it. What could not be asked stands in `not_looked`, beside all that was found elsewhere.

        Raises:
            ConnectionProblem: nothing at all could be asked.
        """
        answers: list[SearchAnswer] = []
        first: ConnectionProblem | None = None
        for start in range(0, len(searches), MOST_SEARCHES):
            batch = searches[start : start + MOST_SEARCHES]
            try:
                answers += await self._search_whole(batch)
            except ConnectionProblem as problem:
                first = first or problem
                out_of_reach = not isinstance(problem, OddAnswer)
                answers.append(_not_looked(searches[start:] if out_of_reach else batch, problem))
                if out_of_reach:
                    break
        if first is not None and not any(not answer.not_looked for answer in answers):
            raise first
        return joined_answers(answers)

    async def _search_whole(self, batch: Sequence[LeadSearch]) -> list[SearchAnswer]:
        """One request's searches, asked together, and apart where LeadByte does not take them together."""
        try:
            answer = await self._search(batch)
        except NotShown as problem:
            return await self._search_apart(_by_campaign(batch), problem)
        if answer.searched and answer.searched < len(batch):
            # What it counted in this answer is counted again in those.
            alone = [[search] for search in batch]
            return [replace(answer, unshown=0), *await self._search_apart(alone)]
        return [answer]

    async def _search_apart(
        self, parts: Sequence[Sequence[LeadSearch]], refusal: NotShown | None = None
    ) -> list[SearchAnswer]:
        if refusal is not None and len(parts) == 1:
            raise refusal
        answers: list[SearchAnswer] = []
        for place, part in enumerate(parts):
            try:
                answers.append(await self._search(part))
            except OddAnswer as problem:
                answers.append(_not_looked(part, problem))
            except ConnectionProblem as problem:
                # What was found so far is kept; without a line, nobody else is asked.
                answers.append(_not_looked([search for rest in parts[place:] for search in rest], problem))
                break
        if refusal is not None and all(answer.not_looked for answer in answers):
            raise refusal
        return answers

    async def _search(self, searches: Sequence[LeadSearch]) -> SearchAnswer:
        return read_found(await self._read(requests.search_leads(searches), FOUND_LEADS))


def _by_campaign(searches: Sequence[LeadSearch]) -> list[list[LeadSearch]]:
    parts: dict[str, list[LeadSearch]] = {}
    for search in searches:
        parts.setdefault(search.campaign_id, []).append(search)
    return list(parts.values())


def _not_looked(searches: Sequence[LeadSearch], problem: ConnectionProblem) -> SearchAnswer:
    campaign_ids = tuple(dict.fromkeys(search.campaign_id for search in searches))
    return SearchAnswer(not_looked=(NotLooked(campaign_ids, problem.user_text),))
