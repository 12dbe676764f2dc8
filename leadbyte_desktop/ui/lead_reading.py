"""The lead in the form of Single lead as LeadByte shows it, read beside the person's work and never in its way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from math import inf
from time import monotonic

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.errors import ConnectionProblem, MayNotList, NothingThere, NotShown
from leadbyte_desktop.domain.found_lead import FoundLead, LeadNow
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.services.lead_seen import Looked, seen_after_sending
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.awaited import Awaited
from leadbyte_desktop.ui.send_flow import SendFlow

_PATIENCE = 3.0
_FRESH_FOR = 30.0
_TOO_SLOW = "LeadByte did not show the lead in time. Nothing was changed in LeadByte."


class LeadReading(QObject):
    """Reads the lead that a person works on, once; again only when asked to.

    Attributes:
        lead: the lead; None while none is worked on.
        found: what a search told of it; None where it was not searched for.
        campaign: the name of its campaign; empty where it is not known.
        now: the lead as it stood when it was read; None where it was not.
        under_way: whether its answer is still awaited.
        problem: why it could not be read, in whole sentences; empty where it could.
        patience: seconds that a send waits at most for the reading before it.
        fresh_for: seconds for which a reading is taken for what LeadByte holds; a review that lies open for longer is
            checked again before its send.
        unknown: whether LeadByte answered, and shows no such lead.
        may_not: why this key may not read leads, in whole sentences; empty where it may, or where it was not tried.
            LeadByte may refuse one lead and show the next, and a permission may be given meanwhile: it is asked anew
            for each lead, and whenever a person asks.

    Signals:
        left(LeadRef, str): this lead, which LeadByte showed, is worked on no more; with what the person is called.
        changed(): something else is known of the lead, or another one is worked on.

    Args:
        flow: the way to LeadByte.
        runner: starts coroutines.
        parent: its owner.
    """

    left = Signal(object, str)
    changed = Signal()

    def __init__(self, flow: SendFlow, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._flow, self._runner = flow, runner
        self._asked = 0
        self._awaited = Awaited(self)
        self.lead: LeadRef | None = None
        self.found: FoundLead | None = None
        self.now: LeadNow | None = None
        self.patience, self.fresh_for = _PATIENCE, _FRESH_FOR
        self._looked_at = -inf
        self._refused: LeadRef | None = None
        self.may_not = ""
        self._begin(None)
        flow.desk_changed.connect(self._desk_changed)

    def open(self, lead: LeadRef) -> None:
        """Work on this lead, and read it unless that is done or under way."""
        if lead != self.lead:
            self._begin(lead)
            self.changed.emit()
            self.read_again()

    def take(self, found: FoundLead, campaign: str, now: LeadNow | None) -> None:
        """Work on a lead that was found, and read it unless it was read already."""
        self._begin(found.lead)
        self.found, self.campaign, self.now = found, campaign, now
        if now is not None and now.campaign:
            self.campaign = now.campaign
        self._learn_campaign()
        self.changed.emit()
        if now is None:
            self.read_again()

    @property
    def campaign_id(self) -> str:
        """The ID of the lead's campaign; empty where it is not known."""
        known = self.now or self.found
        return known.campaign_id if known is not None else ""

    @property
    def name(self) -> str:
        """What the person is called, else the e-mail address; empty where neither is known."""
        known = self.now.found if self.now is not None else self.found
        return (known.name or known.email) if known is not None else ""

    @property
    def campaign_name(self) -> str:
        """The name of the lead's campaign; where LeadByte gave only its ID, from the account's lists; else empty."""
        if self.campaign or not self.campaign_id:
            return self.campaign
        campaign = self._flow.desk.known_words.campaign(self.campaign_id)
        return campaign.name if campaign is not None else ""

    @property
    def words(self) -> str:
        """How the reading stands, or why there is none, in whole sentences; empty where the lead was read.

        That this key may not read leads is said of every lead and of none, or the form would move with each of them.
        """
        if self.may_not:
            return f"What the lead holds now is not shown. {self.may_not}"
        if self.lead is None:
            return ""
        if self.under_way and self.now is not None:
            return "Reading the lead once more…"
        return self.problem

    def forget(self) -> None:
        """Work on no lead."""
        if self.lead is not None:
            self._begin(None)
            self.changed.emit()

    def read_again(self) -> None:
        """Read the lead as it stands now; nothing where no lead is worked on, or only a quarantined one."""
        readable = self.lead is not None and self.lead.kind is LeadKind.LEAD
        if self.lead is None or not readable or not self._flow.ready:
            return
        self._asked += 1
        self._awaited.give_up()
        self.under_way = True
        self._runner.start(self._read(self.lead, self._asked))
        self.changed.emit()

    async def look_before_sending(self, lead: LeadRef, *, others_wait: bool) -> Looked:
        """Read the lead once more right before its review, for a few seconds at most, and work on it from now on.

        Args:
            lead: the lead.
            others_wait: whether another job is still to change it.
        """
        if lead != self.lead:
            self._begin(lead)
        opened = self.now
        if lead == self._refused or lead.kind is not LeadKind.LEAD:
            return Looked(opened, others_wait=others_wait)
        now, trouble = None, ""
        client = self._flow.desk.client
        try:
            async with asyncio.timeout(self.patience):
                now = await client.lead_now(lead)
        except TimeoutError:
            trouble = _TOO_SLOW
        except MayNotList as refusal:
            self._refused, self.may_not = lead, refusal.user_text
        except ConnectionProblem as problem:
            trouble = problem.user_text
        self._looked_at = monotonic()
        if lead == self.lead:
            self._asked += 1  # this answer is the newer one
            self._awaited.give_up()
            self.set_now(now, trouble)
        return Looked(opened, now, trouble, others_wait)

    @property
    def is_fresh(self) -> bool:
        """Whether it is so short a time since the look before a review that nobody needs another one."""
        return monotonic() - self._looked_at < self.fresh_for

    async def look_after_sending(self, update: LeadUpdate, labels: Mapping[str, str]) -> str:
        """Read the lead after its send, and say what it holds; empty where nothing is read.

        Where the form still names the lead, it is known as it was read.
        """
        if update.lead == self._refused or update.lead.kind is not LeadKind.LEAD or not update.changes:
            return ""
        asked = self._asked
        try:
            now = await self._flow.desk.client.lead_now(update.lead)
        except MayNotList:
            return ""
        except ConnectionProblem as problem:
            return f"What the lead holds now could not be read. {problem.user_text}"
        if update.lead == self.lead and asked == self._asked:
            # The form stays filled in, or names the lead again, and nothing newer was read meanwhile.
            self.set_now(now)
        return seen_after_sending(update, now, labels)

    async def _read(self, lead: LeadRef, asked: int) -> None:
        if asked != self._asked:
            return
        now, problem, may_not, unknown = None, "", "", False
        self._awaited.begin()
        try:
            now = await self._flow.desk.client.lead_now(lead)
        except MayNotList as refusal:
            self._refused, may_not = lead, refusal.user_text
        except ConnectionProblem as trouble:
            problem, unknown = trouble.user_text, _shows_none(trouble)
        finally:
            self._awaited.end()
        if asked == self._asked:
            self.may_not = may_not
            self.set_now(now, problem, unknown=unknown)

    def set_now(self, now: LeadNow | None, problem: str = "", *, unknown: bool = False) -> None:
        """The lead was read, or could not be; what was known of it before stays where it could not."""
        self.under_way, self.problem, self.unknown = False, problem, unknown
        if now is not None:
            self.now, self._refused = now, None
            self.campaign = now.campaign or self.campaign
            self._learn_campaign()
        self.changed.emit()

    def _learn_campaign(self) -> None:
        if self.lead is not None:
            self._flow.desk.learn_campaign(self.lead, self.campaign_name)

    def _begin(self, lead: LeadRef | None) -> None:
        if self.lead is not None and lead != self.lead and (self.now or self.found):
            self.left.emit(self.lead, self.name)
        self._asked += 1  # whatever is still awaited is about another lead
        self._awaited.give_up()
        self.lead = lead
        self.found = self.now = None
        self.campaign = self.problem = ""
        self.under_way = self.unknown = False

    def _desk_changed(self) -> None:
        self.may_not, self._refused = "", None  # there its number means another lead
        self.lead = None
        self._begin(None)
        self.changed.emit()


def _shows_none(trouble: ConnectionProblem) -> bool:
    """Whether LeadByte itself said that there is no such lead; where it may show none at all, that says nothing."""
    return isinstance(trouble, NotShown) and not isinstance(trouble, NothingThere)
