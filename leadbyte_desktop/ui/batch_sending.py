"""A batch on its way: it is reviewed, sent, watched, and what became of it is looked after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.job import ItemState, JobKind, LeadResult
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.services.outcome_words import counts_words, rows_standing
from leadbyte_desktop.ui.batch_sent_rows import SentRows
from leadbyte_desktop.ui.batch_words import end_tone, end_words, job_heading, progress_words, what_words
from leadbyte_desktop.ui.cancelling import ask_to_cancel_live
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.saving_results import save_results

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.job import Item, Job, JobDraft
    from leadbyte_desktop.services.live import LiveJob
    from leadbyte_desktop.services.progress import Progress, RunResult
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_sent_page import SentPage
    from leadbyte_desktop.ui.send_flow import SendFlow

_PAGE = 2_000
# So many of a batch's rows are looked at to say what it does; the review has said it of all of them.
_SAMPLED = 500
# The view hears of changes at most so often, however quickly the answers come.
_FLUSH_MS = 200


class BatchSending(QObject):
    """Slots of the page where a batch is sent. One batch is in sight; others may be under way or wait their turn.

    Attributes:
        job: the batch in sight as it stood when it was last read; None while there is none.

    Signals:
        shown(): there is a batch to be seen on the page.
        started(): it is a new one, which now stands in the journal.
        ended(Job): a batch that is not in sight has ended.
        mend_wanted(list, str): these updates shall become a new batch under this name.
        new_wanted(): a new batch shall be begun.
    """

    shown = Signal()
    started = Signal()
    ended = Signal(object)
    mend_wanted = Signal(object, str)
    new_wanted = Signal()

    def __init__(self, page: SentPage, flow: SendFlow, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self._page, self._flow, self._runner = page, flow, runner
        self._rows = SentRows(page.model, runner, self)
        self._draft: JobDraft | None = None
        self._under_way: set[int] = set()
        self._changed: dict[int, LeadResult] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FLUSH_MS)
        self._timer.timeout.connect(self._flush)
        self._listen()

    @property
    def sending(self) -> bool:
        """Whether the batch in sight is being sent, or waits its turn."""
        return self._live is not None

    @property
    def _live(self) -> LiveJob | None:
        """How the batch in sight stands, where it is being sent or waits its turn."""
        return self._flow.live.get(self.job.job_id) if self.job is not None else None

    def _listen(self) -> None:
        page, flow = self._page, self._flow
        for signal, slot in (
            (flow.job_started, self._job_started),
            (flow.progressed, self._progressed),
            (flow.stopping, self._stopping),
            (flow.job_ended, self._job_ended),
            (flow.job_broke, self._end),
            (flow.item_settled, self._item_settled),
            (page.cancel_wanted, self._cancel_pressed),
            (page.pause_wanted, self._pause_pressed),
            (page.resume_wanted, self._resume_pressed),
            (page.continue_wanted, self._continue_pressed),
            (page.save_wanted, self._save_pressed),
            (page.mend_wanted, self._mend_pressed),
            (page.standings_wanted, self._rows.show_only),
            (page.new_wanted, self.new_wanted),
            (page.row_chosen, self._row_chosen),
            (page.went_through, self._went_through),
            (page.did_not, self._did_not),
            (page.send_again, self._send_again),
            (page.look_wanted, self._look),
            (flow.looked, page.outcome.show_look),
            (self._rows.trouble, self._show_trouble),
            (self._rows.read, self._row_chosen),
        ):
            signal.connect(slot)

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
            if self._draft is draft:
                self._draft = None

    async def open_job(self, job_id: int) -> None:
        """Show a batch that stands in the journal already; nothing of it is sent by that."""
        await self._show(await self._flow.desk.tools.journal.job(job_id))
        if self.sending:
            self._show_sending()
        else:
            await self._show_end()

    def leave(self) -> None:
        """The batch goes out of sight; it stays in History, and goes on where it is being sent."""
        self.job = None
        self._rows.leave()
        self._page.outcome.clear()

    async def _show(self, job: Job) -> None:
        self.job, self._changed = job, {}
        self._page.model.clear(self._deliveries(), self._flow.desk.names.fields)
        self._page.show_job(job_heading(job.title, job.rows), "")
        self._page.show_counts(rows_standing(job))
        self.shown.emit()
        journal = self._flow.desk.tools.journal
        headings = await journal.source_headings(job.job_id)
        if not self._is_mine(job.job_id):
            return
        self._page.show_headings(headings or ())
        await self._rows.show(journal, job.job_id)
        first = await journal.items(job.job_id, None, 0, _SAMPLED)
        if self._is_mine(job.job_id):
            updates = [item.update for item in first if isinstance(item.update, LeadUpdate)]
            self._page.show_what(what_words(updates, self._flow.desk.names.fields, whole=job.total <= _SAMPLED))

    def _job_started(self, job: Job) -> None:
        if job.kind is not JobKind.BATCH:
            return
        self._under_way.add(job.job_id)
        if self._draft is not None:
            self._draft = None
            self._runner.start(self._show_new(job), on_error=self._show_trouble)
            self.started.emit()
        elif self._is_mine(job.job_id):
            self._show_sending()

    async def _show_new(self, job: Job) -> None:
        await self._show(job)
        if self.sending:
            self._show_sending()
        elif self._is_mine(job.job_id):  # it had ended before its rows were read
            await self._show_end()

    def _show_sending(self) -> None:
        live = self._live
        if live is None:
            return
        self._page.show_sending(paused=live.paused)
        if live.progress is None:
            total = live.job.total
            self._page.show_progress(total - live.job.unfinished, total, f"0 of {total:,}")
        else:
            self._show_progress(live, live.progress)

    def _progressed(self, progress: Progress) -> None:
        if self._is_mine(progress.job_id):
            self._changed.update(progress.changed)
            if not self._timer.isActive():
                self._timer.start()

    def _flush(self) -> None:
        changed, self._changed = self._changed, {}
        self._page.model.take(changed)
        if changed:
            self._rows.note_change()
        live = self._live
        if live is not None and live.progress is not None:
            self._show_progress(live, live.progress)
        if self._page.chosen_item_id() in changed:
            self._row_chosen()

    def _show_progress(self, live: LiveJob, progress: Progress) -> None:
        self._page.show_progress(progress.done, progress.total, progress_words(progress), live.note)
        self._page.show_paused(paused=live.paused)
        job = replace(live.job, counts=progress.counts, left_out=progress.left_out)
        self._page.show_counts(rows_standing(job))

    def _job_ended(self, result: RunResult) -> None:
        self._end(result.job_id)

    def _end(self, job_id: int) -> None:
        was_batch = job_id in self._under_way
        self._under_way.discard(job_id)
        if self._is_mine(job_id):
            self._flush()
            self._runner.start(self._read_end())
        elif was_batch:
            self._runner.start(self._tell_of_end(job_id))

    async def _tell_of_end(self, job_id: int) -> None:
        self.ended.emit(await self._flow.desk.tools.journal.job(job_id))

    async def _read_end(self) -> None:
        # What was cancelled or left out changed without a request, so nobody told of it row by row.
        self._page.model.mark_stale()
        await self._rows.read_order()
        await self._show_end()

    async def _show_end(self) -> None:
        """Read how the job stands, and say it. The journal's word, not this window's memory, makes the sums."""
        if self.job is None or self.sending:
            return
        journal, job_id = self._flow.desk.tools.journal, self.job.job_id
        job = await journal.job(job_id)
        rest = await journal.waiting(job_id, 0, 1, again=True)
        if self._is_mine(job_id) and not self.sending:
            self.job = job
            words, tone = end_words(job, self._flow.last_result(job_id)), end_tone(job)
            self._page.show_end(words, tone, rows_standing(job), can_continue=bool(rest))
            self._row_chosen()

    # What a person does meanwhile and afterwards

    def _pause_pressed(self) -> None:
        if self.job is not None and self.sending:
            self._flow.pause(self.job.job_id)

    def _resume_pressed(self) -> None:
        if self.job is not None and self.sending:
            self._flow.resume(self.job.job_id)

    def _cancel_pressed(self) -> None:
        self._runner.start(self._cancel())

    async def _cancel(self) -> None:
        job = self.job
        if job is None:
            return
        if await ask_to_cancel_live(self._page, "batchCancel", job.title):
            self._flow.cancel(job.job_id)

    def _stopping(self, job_id: int) -> None:
        live = self._live
        if live is not None and self._is_mine(job_id):
            self._page.show_stopping(live.note)

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
        if self.job is not None:
            self._runner.start(self._mend(self.job, Standing(value)), on_error=self._show_trouble)

    async def _mend(self, job: Job, standing: Standing) -> None:
        journal, updates, after = self._flow.desk.tools.journal, [], 0
        while page := await journal.items(job.job_id, {standing}, after, _PAGE):
            after += len(page)
            updates += [item.update for item in page if isinstance(item.update, LeadUpdate)]
        self.mend_wanted.emit(updates, f"{job.title}, {standing.value} rows")

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
        words = f"Sent again as a job of its own, which stands in History: {counts_words(result.standings)}."
        self._page.foot.set_hint(words)
        announce(self._page.foot, words)

    def _look(self, item_id: int) -> None:
        self._runner.start(self._flow.look(item_id), on_error=self._show_trouble)

    def _item_settled(self, item: Item) -> None:
        if self._is_mine(item.job_id):
            self._page.model.take_item(item)
            self._rows.note_change()
            self._row_chosen()
            self._runner.start(self._show_end())

    def _show_trouble(self, error: AppError) -> None:
        self._page.show_trouble(error.user_text)

    def _is_mine(self, job_id: int) -> bool:
        return self.job is not None and self.job.job_id == job_id

    def _deliveries(self) -> dict[str, Delivery]:
        return {delivery.delivery_id: delivery for delivery in self._flow.desk.deliveries}
