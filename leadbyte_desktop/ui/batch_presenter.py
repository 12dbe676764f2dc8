"""The tab *Batch*: joins building, opening and sending a batch, and has it reviewed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.errors import AppError, BadFile, BadInput, DamagedFile
from leadbyte_desktop.domain.job import JobKind
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.live import unfinished_words
from leadbyte_desktop.services.outcome_words import job_words
from leadbyte_desktop.ui.batch_acts import SheetActs
from leadbyte_desktop.ui.batch_choices import BatchChoices
from leadbyte_desktop.ui.batch_column_menu import ColumnMenu
from leadbyte_desktop.ui.batch_copying import SheetClipboard
from leadbyte_desktop.ui.batch_editing import SheetEditing, cannot_write
from leadbyte_desktop.ui.batch_fixing import ProblemFixing
from leadbyte_desktop.ui.batch_hits import SearchHits
from leadbyte_desktop.ui.batch_loading import SheetLoader
from leadbyte_desktop.ui.batch_opening import BatchOpening
from leadbyte_desktop.ui.batch_page_words import adding_up_words, batch_heading, missing_for_review
from leadbyte_desktop.ui.batch_rows import sheet_of_updates
from leadbyte_desktop.ui.batch_sending import BatchSending
from leadbyte_desktop.ui.batch_tab import BatchTab
from leadbyte_desktop.ui.batch_words import damaged_words, deliveries_words, end_tone
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.job import Job, JobDraft
    from leadbyte_desktop.domain.lead_update import LeadUpdate
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.services.batch_sheets import BatchSheets
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.store.sheet import SheetView
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.send_flow import SendFlow

_SHOW_JOB = "showJob"


class BatchPresenter(QObject):
    """Everything of the tab but its looks.

    Attributes:
        page: where a batch is built.
        flow, runner: the way to LeadByte, and what starts coroutines.
        loader: reads the sheet that is shown.
        editing: writes what is changed in it.
        acts: what can be done with the chosen rows.
        clipboard: copies them, and puts cells in.
        opening: takes in what comes from outside.
        sending: sends it.
        account_id: the account whose batch is shown.
    """

    def __init__(self, tab: BatchTab, flow: SendFlow, runner: AsyncRunner) -> None:
        super().__init__(tab)
        self._tab, self.page, self.flow, self.runner = tab, tab.build, flow, runner
        page, model = self.page, self.page.model
        self.account_id = ""
        self.loader = SheetLoader(model, runner, self)
        self.editing = SheetEditing(model, self.loader, runner, self)
        self.acts = SheetActs(page, self.loader, self.editing, runner, self)
        self.clipboard = SheetClipboard(page, self.loader, self.editing, self.acts, runner, self)
        self._fixing = ProblemFixing(page, self.loader, self.editing, runner, self)
        self._hits = SearchHits(page, self.loader, runner, self)
        self._column_menu = ColumnMenu(page, self.loader, self.editing, runner, self)
        self.opening = BatchOpening(page, flow, runner, self, self)
        self.sending = BatchSending(tab.sent, flow, runner, self)
        self._choices = BatchChoices(self, self)
        self._loaded = asyncio.Event()
        self._loaded.set()
        self._loading = asyncio.Lock()
        self._draft: JobDraft | None = None
        self._unfinished: int | None = None
        self._reviewing = False
        self._listen()
        if flow.ready:
            self._desk_changed(flow.desk)

    # What the rest of the window asks for

    def add(self, update: LeadUpdate) -> None:
        """Add a lead's update as a row (*Add to batch* in Single lead). Nothing is sent by that."""
        self.runner.start(self._add(update), on_error=lambda error: self._not_added(update, error))

    async def open_if_empty(self, path: Path) -> None:
        """Open a file without asking, where no batch stands in the table.

        Raises:
            BadFile: it cannot be used.
        """
        await self._loaded.wait()
        if self._tab.building:
            await self.opening.open_if_empty(path)

    async def open_job(self, job_id: int) -> None:
        """Show a batch that is in the journal, or on its way; nothing of it is sent by that."""
        await self.sending.open_job(job_id)

    async def save_now(self) -> None:
        """Wait until what was typed stands on the disk."""
        self.page.finish_typing()
        await self.editing.finish()

    async def close(self) -> None:
        """Wait until what was typed stands on the disk, and let go of the batch's file; before the app closes.

        Raises:
            StorageProblem: what was typed last could not be written. The file is let go of all the same.
        """
        try:
            await self.save_now()
        finally:
            async with self._loading:
                left = await self.loader.leave()
            if left is not None:
                await left.close()

    # What the other parts of the tab ask for

    @property
    def sheets(self) -> BatchSheets:
        """The batches on this PC."""
        desk = self.flow.desk
        return desk.tools.batch_sheets.knowing(desk.names.fields)

    @property
    def sheet(self) -> BatchSheet | None:
        """The unfinished batch, which is shown; None while none is open."""
        return self.loader.sheet

    @property
    def rows(self) -> int:
        """How many rows it has in which something stands."""
        return self.loader.summary.counts.rows if self.loader.summary is not None else 0

    async def show_sheet(self, sheet: BatchSheet, note: str = "") -> None:
        """Have another sheet as the unfinished batch, in place of the one before it, which is closed and deleted.

        Raises:
            StorageProblem: it cannot be had.
        """
        await self.save_now()
        async with self._loading:
            left = await self.loader.leave()
            if left is not None and left is not sheet:
                await left.close()
            await self.sheets.make_current(sheet, self.account_id)
            await self._show(sheet)
        if note:
            self.page.say(note)

    # Beginning

    def _listen(self) -> None:
        page, finder = self.page, self.page.finder
        self.flow.desk_changed.connect(self._desk_changed)
        self.flow.deliveries_changed.connect(self._show_deliveries)
        self.flow.words_changed.connect(self._show_labels)
        self.loader.summed_up.connect(self._show_summary)
        self.loader.view_changed.connect(self._show_view)
        self.loader.trouble.connect(self._show_read_trouble)
        self.editing.trouble.connect(self._show_write_trouble)
        finder.view_wanted.connect(self._view_wanted)
        self._tab.file_dropped.connect(self._file_dropped)
        page.review_wanted.connect(self._review_pressed)
        page.note_chosen.connect(self._note_chosen)
        self.sending.started.connect(self._batch_started)
        self.sending.ended.connect(self._batch_ended)
        self.sending.shown.connect(self._tab.show_sent)
        self.sending.mend_wanted.connect(self._mend)
        self.sending.new_wanted.connect(self.begin_building)

    def _desk_changed(self, desk: Desk) -> None:
        self.sending.leave()
        self._tab.show_build()
        self._loaded.clear()
        self.runner.start(self._load(desk), on_error=self._show_trouble)

    async def _load(self, desk: Desk) -> None:
        try:
            await self.save_now()
            async with self._loading:
                left = await self.loader.leave()
                if left is not None:
                    await left.close()
                self.account_id = desk.account.account_id
                self.page.note.hide_note()
                aside = await self.sheets.set_damaged_aside(self.account_id)
                await self._show(await self.sheets.open_current(self.account_id))
        finally:
            self._loaded.set()
        await self._choices.read_names()
        if aside is not None:
            self.page.say(damaged_words(aside), Tone.ERROR)
        await self._tell_of_unfinished(desk)

    async def replace_damaged(self, sheet: BatchSheet | None) -> None:
        """Begin anew where the batch that is shown cannot be read any more; its file is kept aside, and it is told.

        Args:
            sheet: that batch; nothing happens where another one is shown meanwhile.
        """
        async with self._loading:
            if sheet is None or sheet is not self.loader.sheet:
                return
            await self.loader.leave()
            aside = await self.sheets.set_aside(sheet)
            await self._show(await self.sheets.new_current(self.account_id))
            self.page.say(damaged_words(aside), Tone.ERROR)

    async def _show(self, sheet: BatchSheet) -> None:
        self.editing.begin_anew()
        self.page.table.forget_widths()
        self.page.model.labels = self.sheets.labels
        self.loader.show_deliveries(self._deliveries())
        await self.loader.show(sheet)

    async def _tell_of_unfinished(self, desk: Desk) -> None:
        jobs = await desk.tools.journal.unfinished_jobs(desk.account.account_id)
        job = next((each for each in jobs if each.kind is JobKind.BATCH), None)
        if job is not None:
            # What was just told of the file stays to be read.
            words = f"{self.page.note.words} {unfinished_words(job)}".strip()
            self._tell_of_job(job.job_id, words, Tone.WARNING)

    async def _add(self, update: LeadUpdate) -> None:
        await self._loaded.wait()
        await self.editing.changed(lambda sheet: sheet.add_update(update))

    # Showing

    def _show_summary(self) -> None:
        summary = self.loader.summary
        if summary is None:
            return
        head, counts, page = summary.head, summary.counts, self.page
        page.show_head(head)
        missing = missing_for_review(head, counts)
        page.show_rows(batch_heading(head, counts), adding_up_words(counts), counts.ready, missing)
        deliveries = deliveries_words(head.for_all.delivery_ids, self._deliveries())
        page.for_all.show_head(head, deliveries, page.model.labels)
        page.finder.show_counts(counts)
        page.finder.show_labels(summary.undo, summary.redo)

    def _show_view(self) -> None:
        self.page.finder.show_view(self.loader.view, self.page.model.head, self.page.model.labels)
        self.page.table.show_filtered(filtered=self.rows > 0)

    def _view_wanted(self, view: SheetView) -> None:
        self.runner.start(self.loader.set_view(view), on_error=self._show_trouble)

    def _show_deliveries(self) -> None:
        self.loader.show_deliveries(self._deliveries())
        self._show_summary()

    def _show_labels(self) -> None:
        self.page.model.show_labels(self.sheets.labels)
        self._show_summary()
        self._show_view()

    # The review

    def _review_pressed(self) -> None:
        if self._reviewing:  # a second click while the review is made
            return
        self.runner.start(self._review(), on_error=self._show_trouble, busy=self._show_busy)

    async def _review(self) -> None:
        await self.save_now()
        sheet = self.sheet
        if sheet is None:
            return
        head, counts = await sheet.head(), await sheet.counts()
        if missing_for_review(head, counts):
            self.loader.refresh()
            return
        title = head.name or f"Batch of {count_of(counts.ready, 'lead', 'leads')}"
        draft = self._draft = await sheet.draft(title, self.account_id)
        try:
            # Until the batch has ended; another one may be built, reviewed and sent meanwhile.
            await self.sending.send(draft)
        finally:
            await self._let_go_of_draft(draft)

    async def _let_go_of_draft(self, draft: JobDraft | None) -> None:
        """The draft reads the sheet as it was; the sheet's file cannot go before that has ended."""
        if draft is self._draft:
            self._draft = None
        close = getattr(draft.items, "close", None) if draft is not None else None
        if close is not None:
            await asyncio.to_thread(close)

    def _show_busy(self, busy: bool) -> None:
        self._reviewing = busy
        self.page.show_busy(busy)

    def _batch_started(self) -> None:
        """What was agreed to stands in the journal now, so it is no unfinished batch any more."""
        self.page.note.hide_note()
        self._show_busy(False)
        self.runner.start(self._begin_anew(), on_error=self._show_trouble)

    async def _begin_anew(self) -> None:
        async with self._loading:
            left = await self.loader.leave()
            await self._let_go_of_draft(self._draft)
            if left is not None:
                await left.close()
            await self._show(await self.sheets.new_current(self.account_id))

    def begin_building(self) -> None:
        """Show the page where a batch is built; what was sent stays in History, and what is on its way goes on."""
        job = self.sending.job if self.sending.sending else None
        self.sending.leave()
        if job is not None:
            self._tell_of_job(job.job_id, f"“{job.title}” goes on being sent.", Tone.ACCENT)
        self._tab.show_build()
        self.page.table.setFocus()

    def _batch_ended(self, job: Job) -> None:
        """A batch that is not in sight has ended."""
        self._tell_of_job(job.job_id, f"“{job.title}” has ended. {job_words(job)}", end_tone(job))

    def _tell_of_job(self, job_id: int, words: str, tone: Tone) -> None:
        self._unfinished = job_id
        self.page.say(words, tone, ((_SHOW_JOB, "Show it"),))

    def _mend(self, updates: Sequence[LeadUpdate], name: str) -> None:
        self.runner.start(self._mend_after_asking(updates, name), on_error=self._show_trouble)

    async def _mend_after_asking(self, updates: Sequence[LeadUpdate], name: str) -> None:
        rows = count_of(len(updates), "row", "rows")
        sheet = await sheet_of_updates(self.sheets, updates, name)
        if await self.opening.place(sheet, f"Edit {rows} in a new batch?"):
            self.begin_building()
            self.page.say(
                f"{rows} to mend. Correct them, then review them again; nothing goes by itself. "
                "The batch they come from stands in History."
            )

    def _file_dropped(self, path: Path, others: int) -> None:
        if not self._tab.building:
            self.begin_building()
        self.runner.start(self.opening.open_file(path, others), on_error=self._show_trouble)

    # Words

    def _note_chosen(self, key: str) -> None:
        if key == _SHOW_JOB and self._unfinished is not None:
            self.runner.start(self.open_job(self._unfinished), on_error=self._show_trouble)

    def _not_added(self, update: LeadUpdate, error: AppError) -> None:
        if not isinstance(error, BadInput):  # else nothing is wrong with the batch
            self._show_trouble(error)
        self.flow.batch_refused.emit(update, error.user_text)

    def _show_trouble(self, error: AppError) -> None:
        unchanged = " The table stays as it was, and nothing was sent." if isinstance(error, BadFile) else ""
        self.page.say(f"{error.user_text}{unchanged}", Tone.ERROR)

    def _show_read_trouble(self, error: AppError) -> None:
        if isinstance(error, DamagedFile):
            self.runner.start(self.replace_damaged(self.sheet), on_error=self._show_trouble)
        else:
            self._show_trouble(error)

    def _show_write_trouble(self, error: AppError) -> None:
        if isinstance(error, DamagedFile):
            self._show_read_trouble(error)
            return
        self.page.say(cannot_write(error), Tone.ERROR)

    def _deliveries(self) -> dict[str, Delivery]:
        known = self.flow.desk.deliveries if self.flow.ready else ()
        return {delivery.delivery_id: delivery for delivery in known}
