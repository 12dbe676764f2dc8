"""A batch on its way: it is reviewed, sent, watched, and what became of it is looked after."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.job import ItemState, LeadResult
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.services.outcome_words import counts_words
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.batch_words import end_tone, end_words, job_heading, progress_words, what_words
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.saving_results import save_results
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.job import Item, Job, JobDraft
    from leadbyte_desktop.services.progress import Progress, RunResult
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_sent_page import SentPage
    from leadbyte_desktop.ui.send_flow import SendFlow

_PAGE = 2_000
# The view hears of changes at most so often, however quickly the answers come.
_FLUSH_MS = 80
_STOPPING = "Stopping. The app still waits for LeadByte’s answer to the last request, so that nothing is lost."
_CANCEL_REST = 2


class BatchSending(QObject):
    """Slots of the page where a batch is sent.

    Attributes:
        job: the batch in sight as it stood when it was last read; None while there is none.
        sending: whether it is being sent now.

    Signals:
        shown(): there is a batch to be seen on the page.
        started(): it is a new one, which now stands in the journal.
        mend_wanted(list, str): these updates shall become a new batch under this name.
        new_wanted(): a new batch shall be begun.
    """

    shown = Signal()
    started = Signal()
    mend_wanted = Signal(object, str)
    new_wanted = Signal()

    def __init__(self, page: SentPage, flow: SendFlow, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self.sending = False
        self._page, self._flow, self._runner = page, flow, runner
        self._draft: JobDraft | None = None
        self._stopping = False
        self._latest: Progress | None = None
        self._result: RunResult | None = None
        self._changed: dict[int, LeadResult] = {}
        self._reading = asyncio.Lock()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FLUSH_MS)
        self._timer.timeout.connect(self._flush)
        self._listen()

    def _listen(self) -> None:
        page, flow = self._page, self._flow
        flow.job_started.connect(self._job_started)
        flow.progressed.connect(self._progressed)
        flow.job_ended.connect(self._job_ended)
        flow.job_broke.connect(self._job_broke)
        flow.item_settled.connect(self._item_settled)
        page.cancel_wanted.connect(self._cancel_pressed)
        page.continue_wanted.connect(self._continue_pressed)
        page.save_wanted.connect(self._save_pressed)
        page.mend_wanted.connect(self._mend_pressed)
        page.new_wanted.connect(self.new_wanted)
        page.row_chosen.connect(self._row_chosen)
        page.went_through.connect(self._went_through)
        page.did_not.connect(self._did_not)
        page.send_again.connect(self._send_again)

    # From the review to the last row

    async def send(self, draft: JobDraft) -> None:
        """Review a batch, and send it if the person agrees.

        Raises:
            AppError: it cannot be reviewed or written down; nothing was sent.
        """
        self._draft = draft
        try:
            await self._flow.review_and_send(draft)
        finally:
            self._draft = None

    async def open_job(self, job_id: int) -> None:
        """Show a batch that stands in the journal already; nothing of it is sent by that."""
        journal = self._flow.desk.tools.journal
        job = await journal.job(job_id)
        items: list[Item] = []
        while page := await journal.items(job_id, None, len(items), _PAGE):
            items.extend(page)
        updates = [item.update for item in items if isinstance(item.update, LeadUpdate)]
        self._show(job, updates)
        self._page.model.place_items(items)
        await self._show_end(None)

    def leave(self) -> None:
        """The batch goes out of sight; it stays in History."""
        self.job = None
        self.sending = False
        self._page.outcome.clear()

    def _show(self, job: Job, updates: Sequence[LeadUpdate]) -> None:
        self.job, self._result, self._latest, self._stopping = job, None, None, False
        self._changed = {}
        self._page.model.show_updates(updates, self._deliveries())
        self._page.show_job(job_heading(job.title, len(updates)), what_words(updates))
        self._page.show_counts(job.counts)
        self.shown.emit()

    def _job_started(self, job: Job) -> None:
        if self._draft is not None:
            updates = [item.update for item in self._draft.items if isinstance(item.update, LeadUpdate)]
            self._draft = None
            self._show(job, updates)
            self.started.emit()
            self._runner.start(self._read_items(job.job_id))
        elif self.job is None or job.job_id != self.job.job_id:
            return
        self.sending = True
        self._stopping = False
        self._page.show_sending()
        self._page.show_progress(job.total - job.unfinished, job.total, f"0 of {job.total:,}")

    async def _read_items(self, job_id: int) -> None:
        """Read how all rows stand, in pages; one reading at a time, so that none shows an older state last."""
        async with self._reading:
            read = 0
            while self._is_mine(job_id):
                items = await self._flow.desk.tools.journal.items(job_id, None, read, _PAGE)
                if not items or not self._is_mine(job_id):
                    return
                read += len(items)
                self._page.model.place_items(items)

    def _progressed(self, progress: Progress) -> None:
        if self._is_mine(progress.job_id):
            self._latest = progress
            self._changed.update(progress.changed)
            if not self._timer.isActive():
                self._timer.start()

    def _flush(self) -> None:
        changed, self._changed = self._changed, {}
        self._page.model.take(changed)
        progress = self._latest
        if progress is not None and self.sending:
            note = _STOPPING if self._stopping else progress.note
            self._page.show_progress(progress.done, progress.total, progress_words(progress), note)
            self._page.show_counts(progress.counts)
        chosen = self._page.chosen_item_id()
        if chosen in changed:
            self._row_chosen()

    def _job_ended(self, result: RunResult) -> None:
        if self._is_mine(result.job_id):
            self._end(result)

    def _job_broke(self, job_id: int) -> None:
        if self._is_mine(job_id):
            self._end(None)

    def _end(self, result: RunResult | None) -> None:
        self._flush()
        self.sending = False
        self._result = result
        self._runner.start(self._read_end())

    async def _read_end(self) -> None:
        if self.job is not None:
            await self._read_items(self.job.job_id)
            await self._show_end(self._result)

    async def _show_end(self, result: RunResult | None) -> None:
        """Read how the job stands, and say it. The journal's word, not this window's memory, makes the sums."""
        if self.job is None or self.sending:
            return
        journal, job_id = self._flow.desk.tools.journal, self.job.job_id
        job = await journal.job(job_id)
        rest = await journal.waiting(job_id, 0, 1, again=True)
        if self._is_mine(job_id) and not self.sending:
            self.job = job
            self._page.show_end(end_words(job, result), end_tone(job.counts), job.counts, can_continue=bool(rest))
            self._row_chosen()

    # What a person does meanwhile and afterwards

    def _cancel_pressed(self) -> None:
        self._runner.start(self._cancel())

    async def _cancel(self) -> None:
        job = self.job
        if job is None:
            return
        dialog = MessageDialog(
            "Cancel the rest of this batch?",
            "batchCancel",
            "One request is already on its way; its answer is awaited and kept. Rows that were not sent by then become "
            "“Cancelled”; LeadByte never hears of them.",
            "What LeadByte has updated already stays updated.",
            answers=("Go on sending", "Cancel the rest"),
            tone=Tone.WARNING,
            parent=self._page,
        )
        try:
            answer = await ask(dialog)
        finally:
            dialog.deleteLater()
        if answer == _CANCEL_REST and self.sending and self._is_mine(job.job_id):
            self._stopping = True
            self._page.show_stopping()
            self._flow.cancel(job.job_id)

    def _continue_pressed(self) -> None:
        if self.job is not None and not self.sending:
            self._runner.start(self._flow.continue_job(self.job.job_id), on_error=self._show_trouble)

    def _save_pressed(self) -> None:
        self._runner.start(self._save(), on_error=self._show_trouble)

    async def _save(self) -> None:
        job = self.job
        if job is None:
            return
        words = await save_results(self._page, self._flow.desk.tools.results, job)
        if words:
            self._page.foot.set_hint(words)
            announce(self._page.foot, words)

    def _mend_pressed(self, value: str) -> None:
        state = ItemState(value)
        if self.job is not None:
            updates = self._page.model.rows_in(state)
            self.mend_wanted.emit(updates, f"{self.job.title}, {state.value} rows")

    def _row_chosen(self, _row: int = -1) -> None:
        item_id = self._page.chosen_item_id()
        if item_id is None:
            self._page.show_outcome(None, {})
        else:
            self._runner.start(self._show_item(item_id))

    async def _show_item(self, item_id: int) -> None:
        item = await self._flow.desk.tools.journal.item(item_id)
        if self._page.chosen_item_id() == item_id:
            self._page.show_outcome(item if item.state is not ItemState.WAITING else None, self._deliveries())

    def _went_through(self, item_id: int) -> None:
        self._runner.start(self._flow.went_through(item_id), on_error=self._show_trouble)

    def _did_not(self, item_id: int) -> None:
        self._runner.start(self._flow.did_not(item_id), on_error=self._show_trouble)

    def _send_again(self, item_id: int) -> None:
        self._runner.start(self._resend(item_id), on_error=self._show_trouble)

    async def _resend(self, item_id: int) -> None:
        result = await self._flow.send_again([item_id])
        if result is None or self.job is None:
            return
        self._item_settled(await self._flow.desk.tools.journal.item(item_id))
        words = f"Sent again as a job of its own, which stands in History: {counts_words(result.counts)}."
        self._page.foot.set_hint(words)
        announce(self._page.foot, words)

    def _item_settled(self, item: Item) -> None:
        if self._is_mine(item.job_id):
            self._page.model.place_items([item])
            self._row_chosen()
            self._runner.start(self._show_end(self._result))

    def _show_trouble(self, error: AppError) -> None:
        self._page.show_trouble(error.user_text)

    def _is_mine(self, job_id: int) -> bool:
        return self.job is not None and self.job.job_id == job_id

    def _deliveries(self) -> dict[str, Delivery]:
        return {delivery.delivery_id: delivery for delivery in self._flow.desk.deliveries}
