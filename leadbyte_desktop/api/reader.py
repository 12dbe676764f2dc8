"""The harmless reads of LeadByte, one method each. None of them changes anything there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from leadbyte_desktop.api import read_requests as requests
from leadbyte_desktop.api.campaigns import read_buyers, read_campaign_fields, read_campaigns
from leadbyte_desktop.api.connection import NOTHING_CHANGED
from leadbyte_desktop.api.envelope import id_text
from leadbyte_desktop.api.found_leads import SearchAnswer, joined_answers, read_found
from leadbyte_desktop.api.lead_now import lead_now, read_lead
from leadbyte_desktop.api.lists import read_deliveries
from leadbyte_desktop.api.read_requests import MOST_SEARCHES, LeadSearch
from leadbyte_desktop.api.requests import ApiRequest
from leadbyte_desktop.api.wanted import BUYERS, CAMPAIGNS, DELIVERIES, FOUND_LEADS, Wanted, fields_of, the_lead
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign, CampaignField
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import OddAnswer
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
        if id_text(held.get("id", held.get("leadId", lead.number))) != lead.number:
            raise OddAnswer(f"LeadByte answered about another lead than {lead.number}. {NOTHING_CHANGED}")
        return held

    async def lead_now(self, lead: LeadRef) -> LeadNow:
        """One lead as it stands in LeadByte, its own fields apart from what LeadByte says about it."""
        return lead_now(lead, await self.get_lead(lead))

    async def search_leads(self, searches: Sequence[LeadSearch]) -> SearchAnswer:
        """The leads that any of the searches finds, each once, newest first; several requests, one after another.

        Where LeadByte answers some searches of a request and leaves others out, each is asked by itself: a lead must
        not seem unknown because nobody looked for it.
        """
        answers = []
        for start in range(0, len(searches), MOST_SEARCHES):
            batch = searches[start : start + MOST_SEARCHES]
            answer = await self._search(batch)
            if answer.searched and answer.searched < len(batch):
                answers += [await self._search([search]) for search in batch]
            answers.append(answer)
        return joined_answers(answers)

    async def _search(self, searches: Sequence[LeadSearch]) -> SearchAnswer:
        return read_found(await self._read(requests.search_leads(searches), FOUND_LEADS))
