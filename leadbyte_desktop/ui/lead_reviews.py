"""From the form of Single lead to its review and send: the lead is looked at before, and after a long review."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind, Update
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.words import capitalised
from leadbyte_desktop.services.lead_seen import LeadSeen, Looked, seen_before_sending

if TYPE_CHECKING:
    from leadbyte_desktop.services.progress import RunResult
    from leadbyte_desktop.ui.field_words import FieldWords
    from leadbyte_desktop.ui.lead_reading import LeadReading
    from leadbyte_desktop.ui.send_flow import SendFlow
    from leadbyte_desktop.ui.single_lead_templates import SingleLeadTemplates

Meant = Callable[[], LeadUpdate | None]
"""What stands in the form as its pick lists have it by now; None where one has several values for it."""

_LOOKING = "Looking at the lead in LeadByte once more…"
_UNCLEAR = "Nothing was sent: the pick list that came meanwhile has several values for what you typed."


class LeadReviews:
    """Has one lead's update reviewed and sent.

    Attributes:
        labels: what the campaign of the lead that was reviewed last calls its fields, by name; the form may be blank
            again when the answer comes.

    Args:
        flow: the way to LeadByte.
        reading: the lead as LeadByte shows it.
        words: what its campaign calls its fields.
        templates: what a template wrote into the form.
        say_busy: says what is awaited before the review; "" when it has come.
        say_done: says why nothing was sent.
    """

    def __init__(
        self,
        flow: SendFlow,
        reading: LeadReading,
        words: FieldWords,
        templates: SingleLeadTemplates,
        *,
        say_busy: Callable[[str], None],
        say_done: Callable[[str], None],
    ) -> None:
        self._flow, self._reading, self._words, self._templates = flow, reading, words, templates
        self._say_busy, self._say_done = say_busy, say_done
        self.labels: dict[str, str] = {}
        self._reviewed: tuple[LeadUpdate, LeadUpdate] | None = None
        """What stood in the form at the last review, and what of it was sent."""

    def was_of(self, stands: LeadUpdate | None) -> bool:
        """Whether what stands in the form is what was reviewed last."""
        return self._reviewed is not None and stands == self._reviewed[0]

    def is_of(self, stands: LeadUpdate, sent: Update) -> bool:
        """Whether what stands in the form is what was sent, and nothing but that; what LeadByte held was not sent."""
        return stands == sent or (stands, sent) == self._reviewed

    async def review(self, typed: LeadUpdate, meant: Meant) -> RunResult | None:
        """Send what really changes, as far as LeadByte shows the lead in time; it never waits longer for that.

        Where the lead was changed while its review lay open, or a pick list came that sends another value for what
        stands in the form, it is reviewed anew.

        Args:
            typed: what the form asks for.
            meant: gives the same as the pick lists have it that are known by then.
        """
        desk = self._flow.desk
        result: RunResult | None = None
        looked: Looked | None = await self._look(typed)
        while looked is not None:
            means = meant()
            if means is None:
                self._say_done(_UNCLEAR)
                return None
            typed = means
            if elsewhere := self._templates.taken_out(typed.changes):
                self._say_done(f"Nothing was sent: the template’s value of {elsewhere} belongs to another campaign.")
                return None
            self.labels = dict(self._words.labels)
            update, seen = seen_before_sending(typed, looked, self.labels, self._words.by_name)
            if update.does_nothing:
                self._say_done(f"Nothing was sent: LeadByte holds already what you typed for {typed.lead.words}.")
                return None
            self._reviewed = (typed, update)
            title = capitalised(update.lead.words)
            draft = JobDraft(JobKind.SINGLE, title, desk.account.account_id, (DraftItem(update),))
            last, looked = looked, None

            async def still_stands(
                asked: LeadUpdate = typed, last: Looked = last, shown: tuple[LeadUpdate, str] = (update, seen.note)
            ) -> bool:
                nonlocal looked
                looked = await self._look_anew(asked, shown)
                if looked is None and meant() != asked:
                    looked = last
                return looked is None

            if doubts := self._templates.doubts(update.changes):
                seen = replace(seen, note=f"{doubts} {seen.note}".strip())
            result = await self._flow.review_and_send(draft, self._with_whose(seen, typed.lead), still_stands)
        return result

    async def review_again(self, item_id: int) -> RunResult | None:
        """Send a *not known* item once more, with the customer's name where that lead is worked on."""
        item = await self._flow.desk.tools.journal.item(item_id)
        self.labels = dict(self._words.labels)
        return await self._flow.send_again([item_id], self._with_whose(LeadSeen(), item.lead))

    async def _look(self, typed: LeadUpdate) -> Looked:
        """Read the lead right before its review."""
        desk = self._flow.desk
        waits = await desk.tools.journal.waiting_elsewhere(
            desk.account.account_id, [typed.lead], None, desk.tools.sender.running
        )
        asked = await desk.tools.journal.last_asked(desk.account.account_id, typed.lead)
        if not self._reading.may_not:
            self._say_busy(_LOOKING)
        until = monotonic() + self._reading.patience
        looked = await self._reading.look_before_sending(typed.lead, others_wait=bool(waits))
        # What stands in the form may be words of a pick list that comes with the fields of the lead's campaign.
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, until - monotonic())):
                await self._words.have_come()
        self._say_busy("")
        return replace(looked, asked=asked)

    async def _look_anew(self, typed: LeadUpdate, shown: tuple[LeadUpdate, str]) -> Looked | None:
        """What is otherwise than the update and the note shown in a review that lay open; None for nothing."""
        if self._reading.is_fresh:
            return None
        looked = await self._look(typed)
        if self._templates.taken_out(typed.changes):
            return looked
        update, seen = seen_before_sending(typed, looked, self._words.labels, self._words.by_name)
        return looked if update != shown[0] or seen.note not in ("", shown[1]) else None

    def _with_whose(self, seen: LeadSeen, lead: LeadRef) -> LeadSeen:
        """The same with the customer's name and the lead's campaign, where that very lead is the one worked on."""
        if self._reading.lead != lead:
            return seen
        name, campaign = self._reading.name, self._reading.campaign_name
        return replace(seen, name=name, campaign=campaign, fields=self._words.by_name)
