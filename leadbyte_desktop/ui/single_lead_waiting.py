"""Follows what was sent in Single lead and waits, or did not go well, after the form was given free."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.job import Confirmation, Item, ItemState, Job, JobKind
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.live import LiveJob, stopped_words
from leadbyte_desktop.services.progress import Progress, RunResult
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.send_flow import SendFlow
from leadbyte_desktop.ui.theme import Tone
from leadbyte_desktop.ui.waiting_leads import WaitingAct, WaitingLead, WaitingLeads

_BY_ITSELF = "It goes by itself, unless you cancel it."
_SAID_BELOW = "What it said stands under “Last done”."


class SingleLeadWaiting(QObject):
    """Slots of the list beside the form.

    Every single lead's job that waits, is held or is tried again stands in it from then on, until it went well or a
    person closed it.

    Signals:
        put_back_wanted(int, LeadUpdate): what this job asked for shall stand in the form again.
    """

    put_back_wanted = Signal(int, object)

    def __init__(self, card: WaitingLeads, flow: SendFlow, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._card, self._flow, self._runner = card, flow, runner
        # Job ID to how it ended; None while it is under way.
        self._listed: dict[int, WaitingLead | None] = {}
        for signal, slot in (
            (flow.desk_changed, self._desk_changed),
            (flow.job_started, self._started),
            (flow.progressed, self._progressed),
            (flow.stopping, self._show),
            (flow.job_ended, self._ended),
            (flow.job_broke, self.list_end),
            (card.act_wanted, self._act),
        ):
            signal.connect(slot)
        if flow.ready:
            self._desk_changed(flow.desk)

    def list_end(self, job_id: int) -> None:
        """List how a job ended, unless it went well or stands under *Last done* with its answers."""
        self._runner.start(self._read_end(job_id))

    def _desk_changed(self, desk: Desk) -> None:
        self._listed.clear()
        self._show()
        self._runner.start(self._read_unfinished(desk))

    async def _read_unfinished(self, desk: Desk) -> None:
        """List what an earlier start of the app left unsent: nobody would look for one lead in History."""
        for job in reversed(await desk.tools.journal.unfinished_jobs(desk.account.account_id)):
            if desk is not self._flow.desk:
                return
            if job.kind is JobKind.SINGLE and job.job_id not in self._listed:
                await self._read_end(job.job_id)

    def _started(self, job: Job) -> None:
        if job.job_id in self._listed:
            self._listed[job.job_id] = None
            self._show()

    def _progressed(self, progress: Progress) -> None:
        live = self._flow.live[progress.job_id]
        if live.job.kind is JobKind.SINGLE and live.stands_still:
            self._listed.setdefault(progress.job_id)
        if progress.job_id in self._listed:
            self._show()

    def _ended(self, result: RunResult) -> None:
        if result.job_id in self._listed:
            self.list_end(result.job_id)

    async def _read_end(self, job_id: int) -> None:
        journal = self._flow.desk.tools.journal
        job = await journal.job(job_id)
        [item] = await journal.items(job_id, None, 0, 1)
        if job.kind is not JobKind.SINGLE or job_id in self._flow.live:
            return
        ended = ended_lead(job, item)
        if ended is None:
            self._listed.pop(job_id, None)
        else:
            self._listed[job_id] = ended
        self._show()

    def _show(self, _job_id: int = 0) -> None:
        leads = []
        for job_id, ended in self._listed.items():
            if ended is not None:
                leads.append(ended)
            elif (live := self._flow.live.get(job_id)) is not None:
                leads.append(_live_lead(live))
        self._card.show_leads(leads)

    def _act(self, job_id: int, value: str) -> None:
        act = WaitingAct(value)
        if act is WaitingAct.RESUME:
            self._flow.resume(job_id)
        elif act is WaitingAct.CANCEL:
            self._flow.cancel(job_id)
        elif act is WaitingAct.CONTINUE:
            self._runner.start(self._flow.continue_job(job_id))
        elif act is WaitingAct.PUT_BACK:
            self._runner.start(self._put_back(job_id))
        else:
            self.close_lead(job_id)

    async def _put_back(self, job_id: int) -> None:
        [item] = await self._flow.desk.tools.journal.items(job_id, None, 0, 1)
        self.put_back_wanted.emit(job_id, item.update)

    def close_lead(self, job_id: int) -> None:
        """Take a job that ended off the list; it stays in History."""
        self._listed.pop(job_id, None)
        self._show()


def _live_lead(live: LiveJob) -> WaitingLead:
    acts = (WaitingAct.RESUME, WaitingAct.CANCEL) if live.paused else (WaitingAct.CANCEL,)
    words = f"{live.words} {_BY_ITSELF}" if live.tries_again else live.words
    return WaitingLead(live.job.job_id, live.job.title, words, () if live.stopping else acts)


def ended_lead(job: Job, item: Item) -> WaitingLead | None:
    """A lead whose run ended and that wants a person; None where it went well, or its outcome stands with its answers.

    Args:
        job: its job, as it stands now.
        item: the lead.
    """
    put_back, close = WaitingAct.PUT_BACK, WaitingAct.CLOSE
    words, tone = "", Tone.WARNING
    acts: tuple[WaitingAct, ...] = (put_back, close)
    if item.left_out:
        words, tone = f"It was left out. {item.words}", Tone.PLAIN
    elif item.state is ItemState.CANCELLED or (job.stopped and item.state is ItemState.NOT_SENT):
        words, tone = "Cancelled before it was sent. Nothing was changed in LeadByte.", Tone.PLAIN
    elif item.state is ItemState.REFUSED:
        words, tone = f"LeadByte refused it. {_SAID_BELOW}", Tone.ERROR
    elif item.state in (ItemState.WAITING, ItemState.NOT_SENT):
        words = stopped_words(job) or "It was not sent. Nothing was changed in LeadByte."
        acts = (WaitingAct.CONTINUE, close)
    elif item.confirmation is Confirmation.DENIED:
        words, acts = f"LeadByte took it, but denied a delivery or action. {_SAID_BELOW}", (close,)
    return WaitingLead(job.job_id, job.title, words, acts, tone) if words else None
