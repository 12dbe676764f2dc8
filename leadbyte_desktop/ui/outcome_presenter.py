"""Follows the jobs that a tab sends, and shows what becomes of them beside its form."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.job import Confirmation, Item, ItemState, Job, JobDraft
from leadbyte_desktop.domain.words import duration_words
from leadbyte_desktop.services.progress import Progress, RunEnd, RunResult
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.outcome_end import end_words, settled_words
from leadbyte_desktop.ui.outcome_panel import OutcomePanel
from leadbyte_desktop.ui.send_flow import SendFlow
from leadbyte_desktop.ui.theme import Tone

_PAGE = 1_000
MOST_SHOWN = 5_000


class _Call:
    """One review that was asked for here; its job is recognised when it starts."""

    def __init__(self, *, adds: bool) -> None:
        self.adds = adds


class OutcomePresenter(QObject):
    """Sends a tab's jobs and fills its `OutcomePanel`.

    Signals:
        leads_done(object): a set of LeadRef; these leads were dealt with, nothing of them need stay in the form.
    """

    leads_done = Signal(object)

    def __init__(self, panel: OutcomePanel, flow: SendFlow, runner: AsyncRunner) -> None:
        super().__init__(panel)
        self._panel, self._flow, self._runner = panel, flow, runner
        self._calls: list[_Call] = []
        self._jobs: list[int] = []
        self._running: set[int] = set()
        self._last_read = 0
        for signal, slot in (
            (flow.job_started, self._started),
            (flow.progressed, self._progressed),
            (flow.job_ended, self._ended),
            (flow.job_broke, self._broke),
            (flow.item_settled, self._settled),
            (flow.account_left, self._forget),
            (panel.went_through, self._went_through),
            (panel.did_not, self._did_not),
            (panel.send_again, self._send_again),
            (panel.look_wanted, self._look),
            (flow.looked, panel.outcome.show_look),
            (panel.cancel_asked, self._cancel),
            (panel.continue_asked, self._continue),
        ):
            signal.connect(slot)

    async def send(self, draft: JobDraft) -> None:
        """Show a job, send it if the person agrees, and show what becomes of it.

        Raises:
            AppError: as `SendFlow.review_and_send`.
        """
        await self._watch(self._flow.review_and_send(draft), adds=False)

    async def _watch(self, sending: Coroutine[Any, Any, object], *, adds: bool) -> None:
        call = _Call(adds=adds)
        self._calls.append(call)
        try:
            await sending
        finally:
            if call in self._calls:
                self._calls.remove(call)

    def _started(self, job: Job) -> None:
        if not self._calls:
            return
        # Only one review is open at a time, so the job that starts is the one last asked for.
        call = self._calls.pop()
        if job.job_id not in self._jobs and not call.adds:
            self._jobs = []
            self._panel.show_job(job.title)
        if job.job_id not in self._jobs:
            self._jobs.append(job.job_id)
        self._running.add(job.job_id)
        self._panel.show_progress(0, job.total, f"0 of {job.total:,}")
        self._start(self._read())

    def _progressed(self, progress: Progress) -> None:
        if progress.job_id not in self._jobs:
            return
        self._panel.apply(progress.changed)
        # While it is under way, what was not sent goes again by itself: it is not done yet.
        again = progress.counts.get(ItemState.NOT_SENT, 0)
        done = progress.done - again
        words = [f"{done:,} of {progress.total:,}"]
        if progress.note:
            words.append(progress.note)
        elif again:
            words.append("LeadByte has not done some yet; they go again")
        elif progress.seconds_left and progress.done < progress.total:
            words.append(f"{duration_words(progress.seconds_left)} left")
        self._panel.show_progress(done, progress.total, " · ".join(words))

    def _ended(self, result: RunResult) -> None:
        if result.job_id in self._jobs:
            self._running.discard(result.job_id)
            self._start(self._show_end(result))

    def _broke(self, job_id: int) -> None:
        if job_id in self._jobs:
            self._running.discard(job_id)
            words = "Sending stopped because of an error. Each lead below shows what became of it."
            self._panel.show_end(words, Tone.ERROR, can_continue=False)
            self._start(self._read())

    def _settled(self, item: Item) -> None:
        if item.job_id in self._jobs:
            self._start(self._after_settling())

    def _forget(self) -> None:
        """Another account has other jobs."""
        self._jobs = []
        self._running.clear()
        self._panel.show_nothing()

    def _went_through(self, item_id: int) -> None:
        self._start(self._flow.went_through(item_id))

    def _did_not(self, item_id: int) -> None:
        self._start(self._flow.did_not(item_id))

    def _send_again(self, item_id: int) -> None:
        self._start(self._watch(self._flow.send_again([item_id]), adds=True))

    def _look(self, item_id: int) -> None:
        self._start(self._flow.look(item_id))

    def _cancel(self) -> None:
        for job_id in self._running:
            self._flow.cancel(job_id)

    def _continue(self) -> None:
        self._start(self._watch(self._flow.continue_job(self._jobs[-1]), adds=True))

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._runner.start(coroutine, on_error=self._say_error)

    def _say_error(self, error: AppError) -> None:
        self._panel.say_error(error.user_text)

    async def _show_end(self, result: RunResult) -> None:
        items = await self._read()
        if result.job_id not in self._jobs:
            return
        if not self._running:
            own = [item for item in items if item.job_id == result.job_id]
            words, tone = end_words(result, own)
            self._panel.show_end(words, tone, can_continue=_can_continue(result, own))
        self.leads_done.emit({item.lead for item in items if _is_done(item)})

    async def _after_settling(self) -> None:
        items = await self._read()
        if self._jobs and not self._running:
            last = [item for item in items if item.job_id == self._jobs[-1]]
            words, tone = settled_words(items)
            self._panel.show_end(words, tone, can_continue=any(item.state is ItemState.NOT_SENT for item in last))

    async def _read(self) -> list[Item]:
        """Show the followed jobs' leads as the journal holds them now; a later reading wins over an earlier one."""
        self._last_read += 1
        reading = self._last_read
        desk = self._flow.desk
        items: list[Item] = []
        for job_id in self._jobs:
            at = 0
            while len(items) < MOST_SHOWN and (page := await desk.tools.journal.items(job_id, None, at, _PAGE)):
                items.extend(page)
                at += len(page)
        if reading == self._last_read:
            deliveries = {delivery.delivery_id: delivery for delivery in desk.deliveries}
            self._panel.show_items(items, deliveries, desk.names.buyers)
            if len(items) >= MOST_SHOWN:
                self._panel.show_title(self._panel.title, f"the first {len(items):,}; all are in History")
        return items


def _is_done(item: Item) -> bool:
    """Whether nothing of the lead need stay in the form: done, or waiting for a person's word beside the form."""
    if item.confirmation is Confirmation.DENIED:
        return False
    # What was left out had gone already.
    return item.left_out or item.state in (ItemState.UPDATED, ItemState.QUEUED, ItemState.NOT_KNOWN)


def _can_continue(result: RunResult, items: Sequence[Item]) -> bool:
    left = any(item.state in (ItemState.NOT_SENT, ItemState.WAITING) for item in items)
    return left and result.end is not RunEnd.WAITS_FOR_PERSON
