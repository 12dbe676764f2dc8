"""The tab *Batch*: joins building, opening, keeping and sending a batch, checks it, and has it reviewed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from leadbyte_desktop.domain.batch import Batch, RowProblem
from leadbyte_desktop.domain.errors import AppError, BadFile
from leadbyte_desktop.domain.job import JobDraft, JobKind
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.batch_choices import BatchChoices
from leadbyte_desktop.ui.batch_keeping import BatchKeeper
from leadbyte_desktop.ui.batch_opening import BatchOpening
from leadbyte_desktop.ui.batch_rows import Checked, batch_of, check
from leadbyte_desktop.ui.batch_sending import BatchSending
from leadbyte_desktop.ui.batch_tab import BatchTab
from leadbyte_desktop.ui.batch_table import ProblemLine
from leadbyte_desktop.ui.batch_words import deliveries_words
from leadbyte_desktop.ui.file_dialogs import ask_open_file
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.lead_update import LeadUpdate
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.send_flow import SendFlow

_CHECK_MS = 120
# Above this many rows the check runs in a thread: it would be felt in the window.
_QUICK_ROWS = 1_000
_SHOW_JOB = "showJob"


class BatchPresenter(QObject):
    """Everything of the tab but its looks.

    Attributes:
        keeper: keeps the unfinished batch.
        opening: takes in what comes from outside.
        sending: sends it.
    """

    def __init__(self, tab: BatchTab, flow: SendFlow, runner: AsyncRunner) -> None:
        super().__init__(tab)
        self._tab, self._page, self._model = tab, tab.build, tab.build.model
        self._flow, self._runner = flow, runner
        self.keeper = BatchKeeper(self._model, runner, self)
        self.opening = BatchOpening(tab.build, self)
        self.sending = BatchSending(tab.sent, flow, runner, self)
        self._choices = BatchChoices(tab.build, flow, runner, self.keeper, self.opening, self)
        self._loaded = asyncio.Event()
        self._loaded.set()
        self._unfinished: int | None = None
        self._reviewing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self._check_soon)
        self._listen()
        if flow.ready:
            self._desk_changed(flow.desk)

    # What the rest of the window asks for

    def add(self, update: LeadUpdate) -> None:
        """Add a lead's update as a row (*Add to batch* in Single lead). Nothing is sent by that."""
        if self._loaded.is_set():
            self._model.add_update(update)
        else:
            self._runner.start(self._add_later(update))

    async def open_if_empty(self, path: Path) -> None:
        """Open a file without asking, where no batch stands in the table.

        Raises:
            BadFile: it cannot be used.
        """
        await self._loaded.wait()
        if self._tab.building:
            await self.opening.open_if_empty(path)

    async def open_job(self, job_id: int) -> None:
        """Show a batch that is in the journal; nothing of it is sent by that."""
        if not self.sending.sending:
            await self.sending.open_job(job_id)

    async def save_now(self) -> None:
        """Keep the unfinished batch; before the app closes.

        Raises:
            StorageProblem: it cannot be written.
        """
        self._page.finish_typing()
        await self.keeper.save_now()

    # Beginning

    def _listen(self) -> None:
        page = self._page
        self._flow.desk_changed.connect(self._desk_changed)
        self._flow.deliveries_changed.connect(self._show_deliveries)
        self._model.edited.connect(self._timer.start)
        self._tab.file_dropped.connect(self._file_dropped)
        page.open_wanted.connect(self._open_pressed)
        page.pasted.connect(self._pasted)
        page.leave_out_wanted.connect(self._leave_out)
        page.review_wanted.connect(self._review_pressed)
        page.note_chosen.connect(self._note_chosen)
        self.keeper.trouble.connect(self._show_trouble)
        self.sending.started.connect(self._batch_started)
        self.sending.shown.connect(self._tab.show_sent)
        self.sending.mend_wanted.connect(self._mend)
        self.sending.new_wanted.connect(self._new_batch)

    def _desk_changed(self, desk: Desk) -> None:
        self.sending.leave()
        self._tab.show_build()
        self._loaded.clear()
        self._runner.start(self._load(desk), on_error=self._show_trouble)

    async def _load(self, desk: Desk) -> None:
        try:
            batch = await self.keeper.open(desk)
            self.opening.odd = []
            self._model.show_batch(batch)
        finally:
            self._loaded.set()
        self._page.note.hide_note()
        self._show_deliveries()
        await self._check()
        await self._tell_of_unfinished(desk)

    async def _tell_of_unfinished(self, desk: Desk) -> None:
        jobs = await desk.tools.journal.unfinished_jobs(desk.account.account_id)
        job = next((each for each in jobs if each.kind is JobKind.BATCH), None)
        if job is not None:
            self._unfinished = job.job_id
            rows = count_of(job.unfinished, "row is", "rows are")
            words = f"“{job.title}” is not finished: {rows} not sent yet. Nothing of it goes until you continue it."
            self._page.say(words, Tone.WARNING, ((_SHOW_JOB, "Show it"),))

    async def _add_later(self, update: LeadUpdate) -> None:
        await self._loaded.wait()
        self._model.add_update(update)

    # Checking

    def _check_soon(self) -> None:
        self._runner.start(self._check())

    async def _check(self) -> Checked:
        """Check the whole table and show what was found; the newest table's findings are shown last."""
        while True:
            batch = self._model.snapshot()
            quick = len(batch.rows) <= _QUICK_ROWS
            checked = check(batch) if quick else await asyncio.to_thread(check, batch)
            if quick or self._is_still(batch):
                self._show_checked(batch, checked)
                return checked

    def _is_still(self, batch: Batch) -> bool:
        now = self._model.batch
        same_rows = len(now.rows) == len(batch.rows) and all(
            one is other for one, other in zip(now.rows, batch.rows, strict=True)
        )
        return same_rows and replace(now, rows=[]) == replace(batch, rows=[])

    def _show_checked(self, batch: Batch, checked: Checked) -> None:
        problems: Sequence[RowProblem] = () if checked.only_ids else checked.problems
        columns = {name: place for place, name in enumerate(batch.fields, 1)}
        lines = [ProblemLine(each.row, columns.get(each.column, 0), each.words) for each in problems]
        lines += [ProblemLine(*odd) for odd in self.opening.odd_lines(batch.rows)]
        self._model.show_wrong({problem.row: problem.words for problem in problems})
        self._page.show_problems(len(problems), lines)
        self._page.show_counts(batch.name, checked.filled, checked.ready, _missing(checked))
        self._show_for_all()

    def _show_for_all(self) -> None:
        batch = self._model.batch
        words = deliveries_words(batch.delivery_ids, self._deliveries())
        self._page.show_for_all(words, reprocess=batch.reprocess)

    def _show_deliveries(self) -> None:
        self._model.show_deliveries(self._deliveries())
        self._show_for_all()

    def _leave_out(self) -> None:
        self._runner.start(self._take_problems_out())

    async def _take_problems_out(self) -> None:
        checked = await self._check()
        self._model.delete_rows({problem.row for problem in checked.problems})

    # The review

    def _review_pressed(self) -> None:
        if self._reviewing:  # a second click while the review is made
            return
        self._runner.start(self._review(), on_error=self._show_trouble, busy=self._show_busy)

    async def _review(self) -> None:
        self._page.finish_typing()
        checked = await self._check()
        if _missing(checked):
            return
        batch = self._model.snapshot()
        items, _problems = await asyncio.to_thread(batch.read)
        title = batch.name or f"Batch of {count_of(len(items), 'lead', 'leads')}"
        account_id = self._flow.desk.account.account_id
        await self.sending.send(JobDraft(JobKind.BATCH, title, account_id, tuple(items)))

    def _show_busy(self, busy: bool) -> None:
        self._reviewing = busy
        self._page.show_busy(busy)
        if not busy:
            self._timer.start()

    def _batch_started(self) -> None:
        """What was agreed to stands in the journal now, so it is no unfinished batch any more."""
        self._page.note.hide_note()
        self.opening.show(Batch())
        self._runner.start(self.keeper.save_now(), on_error=self._show_trouble)

    def _new_batch(self) -> None:
        self.sending.leave()
        self._tab.show_build()
        self._page.table.setFocus()

    def _mend(self, updates: Sequence[LeadUpdate], name: str) -> None:
        self._runner.start(self._mend_after_asking(updates, name))

    async def _mend_after_asking(self, updates: Sequence[LeadUpdate], name: str) -> None:
        rows = count_of(len(updates), "row", "rows")
        if await self.opening.place(batch_of(updates, name), f"Edit {rows} in a new batch?", "", f"Edit {rows}"):
            self._new_batch()
            self._page.say(
                f"{rows} to mend. Correct them, then review them again; nothing goes by itself. "
                "The batch they come from stands in History."
            )

    # Dialogs

    def _open_pressed(self) -> None:
        self._runner.start(self._ask_and_open(), on_error=self._show_trouble)

    async def _ask_and_open(self) -> None:
        path = await ask_open_file(self._page, "Open a table of leads")
        if path is not None:
            await self.opening.open_file(path)

    def _file_dropped(self, path: Path) -> None:
        if self.sending.sending:
            self._tab.sent.foot.set_hint("A batch is being sent. Drop the file again when it has ended.")
            return
        if not self._tab.building:
            self._new_batch()
        self._runner.start(self.opening.open_file(path), on_error=self._show_trouble)

    def _pasted(self, text: str) -> None:
        self._runner.start(self.opening.paste(text), on_error=self._show_trouble)

    def _note_chosen(self, key: str) -> None:
        if key == _SHOW_JOB and self._unfinished is not None:
            self._runner.start(self.open_job(self._unfinished), on_error=self._show_trouble)

    def _show_trouble(self, error: AppError) -> None:
        unchanged = " The table stays as it was, and nothing was sent." if isinstance(error, BadFile) else ""
        self._page.say(f"{error.user_text}{unchanged}", Tone.ERROR)

    def _deliveries(self) -> dict[str, Delivery]:
        known = self._flow.desk.deliveries if self._flow.ready else ()
        return {delivery.delivery_id: delivery for delivery in known}


def _missing(checked: Checked) -> str:
    """What is missing before the batch can be reviewed; "" where nothing is."""
    if not checked.filled:
        return "Add a lead: open a CSV file, paste lead IDs, or add a row."
    if checked.only_ids:
        return "Say what to change: choose fields and type values, or choose a delivery or reprocess."
    if checked.problems:
        return (
            f"Correct or leave out {count_of(len(checked.problems), 'row with a problem', 'rows with problems')} first."
        )
    return ""
