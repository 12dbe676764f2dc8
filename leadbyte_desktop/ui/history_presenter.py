"""Reads the journal for History, keeps it up to date while jobs run, and does what can still be done with a job."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.job import Item, ItemState, Job, LeadResult
from leadbyte_desktop.services.live import stopped_words
from leadbyte_desktop.services.outcome_words import rows_standing
from leadbyte_desktop.ui.cancelling import ask_to_cancel_live, ask_to_cancel_waiting
from leadbyte_desktop.ui.history_tab import Act, HistoryTab
from leadbyte_desktop.ui.history_words import cancelled_words, job_hint
from leadbyte_desktop.ui.saving_results import save_results

if TYPE_CHECKING:
    from leadbyte_desktop.domain.account_names import AccountNames
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.services.live import LiveJob
    from leadbyte_desktop.services.progress import Progress, RunResult
    from leadbyte_desktop.store.journal_sources import JobRow
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.send_flow import SendFlow

JOBS_PAGE = 100
ROWS_PAGE = 200
# The tables hear of changes at most so often, however quickly the answers come.
_FLUSH_MS = 200
_CANCEL = "history.cancel"


class HistoryPresenter(QObject):
    """Slots of History.

    Args:
        tab: the widget.
        flow: the one way to LeadByte; tells of everything that is sent from any tab.
        runner: starts the coroutines.
    """

    def __init__(self, tab: HistoryTab, flow: SendFlow, runner: AsyncRunner) -> None:
        super().__init__(tab)
        self._tab, self._flow, self._runner = tab, flow, runner
        self._job: Job | None = None
        self._job_id = 0
        self._row_id = 0
        self._moved: set[int] = set()
        self._changed: dict[int, LeadResult] = {}
        self._known: dict[str, tuple[dict[str, Delivery], AccountNames]] = {}
        # A later reading wins over an earlier one, whichever ends first.
        self._jobs_reading = self._rows_reading = self._item_reading = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FLUSH_MS)
        self._timer.timeout.connect(self._flush)
        tab.jobs_model.follow(flow.live)
        self._listen()
        if flow.ready:
            self._desk_changed()
        else:
            tab.show_jobs((), more=False, reading=True)

    def _listen(self) -> None:
        tab, flow = self._tab, self._flow
        for signal, slot in (
            (flow.desk_changed, self._desk_changed),
            (flow.deliveries_changed, self._forget_words),
            (flow.words_changed, self._forget_words),
            (flow.job_started, self._job_started),
            (flow.progressed, self._progressed),
            (flow.stopping, self._has_moved),
            (flow.job_ended, self._job_ended),
            (flow.job_broke, self._job_over),
            (flow.item_settled, self._item_settled),
            (tab.search_changed, self._search),
            (tab.more_jobs_wanted, self._more_jobs),
            (tab.more_rows_wanted, self._more_rows),
            (tab.job_chosen, self._job_chosen),
            (tab.row_chosen, self._row_chosen),
            (tab.filter_changed, self._filter_changed),
            (tab.continue_wanted, self._continue),
            (tab.pause_wanted, self._pause),
            (tab.resume_wanted, self._resume),
            (tab.cancel_wanted, self._cancel),
            (tab.save_wanted, self._save),
            (tab.went_through, self._went_through),
            (tab.did_not, self._did_not),
            (tab.send_again, self._send_again),
            (tab.look_wanted, self._look),
            (flow.looked, tab.details.outcome.show_look),
        ):
            signal.connect(slot)

    # --- the list of jobs -------------------------------------------------------------------------------------------

    def _desk_changed(self) -> None:
        self._forget_words()
        self._start(self._read_jobs())

    def _search(self, _text: str) -> None:
        if self._flow.ready:
            self._start(self._read_jobs())

    def show_job(self, job_id: int) -> None:
        """Choose a job that somebody was told of, and show all of its rows, whatever was searched for or filtered."""
        self._tab.clear_search()
        self._tab.unfilter()
        if self._flow.ready:
            self._start(self._read_jobs(job_id))
        else:
            self._job_id = job_id

    async def _read_jobs(self, job_id: int = 0) -> None:
        """Read the list from its top, and choose a job of it.

        Args:
            job_id: the job to choose, for which the list is read on; 0 to keep the chosen one where it is among them.
        """
        self._jobs_reading += 1
        reading = self._jobs_reading
        wanted = max(len(self._tab.jobs_model.jobs), JOBS_PAGE)
        journal = self._flow.desk.tools.journal
        jobs = await journal.jobs(wanted, 0, self._tab.searched)
        while job_id and len(jobs) == wanted and jobs[-1].job_id > job_id:
            wanted *= 2
            jobs = await journal.jobs(wanted, 0, self._tab.searched)
        if reading != self._jobs_reading:
            return
        self._tab.show_jobs(jobs, more=len(jobs) == wanted)
        ids = [job.job_id for job in jobs]
        if not ids:
            self._choose_none()
        else:
            self._choose(next((each for each in (job_id, self._job_id) if each in ids), ids[0]))

    def _more_jobs(self, offset: int) -> None:
        self._start(self._read_more_jobs(offset))

    async def _read_more_jobs(self, offset: int) -> None:
        reading = self._jobs_reading
        jobs = await self._flow.desk.tools.journal.jobs(JOBS_PAGE, offset, self._tab.searched)
        if reading == self._jobs_reading:
            self._tab.jobs_model.append(jobs, more=len(jobs) == JOBS_PAGE)

    # --- the chosen job ---------------------------------------------------------------------------------------------

    def _job_chosen(self, job_id: int) -> None:
        if job_id != self._job_id:
            self._choose(job_id)

    def _choose(self, job_id: int) -> None:
        """Show a job: another one from its first row on, the same one as it stands now."""
        if job_id != self._job_id:
            self._job_id, self._row_id, self._job = job_id, 0, None
            self._tab.show_trouble("")
            self._tab.unfilter()
            self._tab.rows_model.show((), more=False)
        self._tab.mark_job(job_id)
        self._start(self._read_job())

    def _choose_none(self) -> None:
        self._job, self._job_id, self._row_id = None, 0, 0
        self._tab.show_no_job()

    def _filter_changed(self) -> None:
        if self._job_id:
            self._start(self._read_job(from_top=True))

    async def _read_job(self, *, from_top: bool = False) -> None:
        """Read how the chosen job stands, and as many of its rows as were read before."""
        self._rows_reading += 1
        reading, job_id = self._rows_reading, self._job_id
        tools, standings, only = self._flow.desk.tools, self._tab.standings, self._tab.searched
        wanted = ROWS_PAGE if from_top else max(len(self._tab.rows_model.rows), ROWS_PAGE)
        job = await tools.journal.job(job_id)
        rows = await tools.journal.rows(job_id, standings, 0, wanted, only)
        rest = await tools.journal.waiting(job_id, 0, 1, again=True)
        if reading != self._rows_reading:
            return
        self._job = job
        self._tab.jobs_model.put(job, insert=False)
        self._tab.show_job(job)
        self._show_acts(job, can_continue=bool(rest))
        self._tab.show_rows(rows, more=len(rows) == wanted, only=only)
        self._choose_row_of(rows)

    def _show_acts(self, job: Job, *, can_continue: bool) -> None:
        """Say how the chosen job stands, and offer what can be done with it."""
        if (live := self._flow.live.get(job.job_id)) is not None:
            self._show_live(live)
            return
        account = self._flow.desk.account
        mine = job.account_id == account.account_id
        stopped = stopped_words(job)
        acts = {Act.SAVE}
        if mine and can_continue:
            acts.add(Act.CONTINUE)
        if mine and job.counts.get(ItemState.WAITING):
            acts.add(Act.CANCEL)
        self._tab.show_acts(job_hint(job, stopped, open_here=mine, open_name=account.name), acts)

    def _show_live(self, live: LiveJob) -> None:
        """The same of a job that is being sent, is held or waits its turn."""
        acts = {Act.SAVE}
        if not live.stopping:
            acts |= {Act.CANCEL, Act.RESUME if live.paused else Act.PAUSE}
        if (progress := live.progress) is not None:
            job = replace(live.job, counts=progress.counts, left_out=progress.left_out)
            self._tab.show_counts(rows_standing(job))
        self._tab.show_acts(live.words, acts)

    def _more_rows(self, offset: int) -> None:
        self._start(self._read_more_rows(offset))

    async def _read_more_rows(self, offset: int) -> None:
        reading = self._rows_reading
        journal, tab = self._flow.desk.tools.journal, self._tab
        rows = await journal.rows(self._job_id, tab.standings, offset, ROWS_PAGE, tab.searched)
        if reading == self._rows_reading:
            tab.rows_model.append(rows, more=len(rows) == ROWS_PAGE)

    # --- the chosen row ---------------------------------------------------------------------------------------------

    def _choose_row_of(self, rows: list[JobRow]) -> None:
        """Keep the chosen row where it is still shown; else choose the first."""
        ids = {row.row_id for row in rows}
        if not ids:
            self._row_id = 0
            self._tab.details.show_nothing()
            return
        if self._row_id not in ids:
            self._row_id = rows[0].row_id
        self._tab.mark_row(self._row_id)
        self._show_row()

    def _row_chosen(self, row_id: int) -> None:
        if row_id != self._row_id:
            self._row_id = row_id
            self._show_row()

    def _show_row(self) -> None:
        """Show the details of the chosen row."""
        row = self._tab.rows_model.row_at(self._tab.rows_model.row_of(self._row_id))
        if row is not None and row.item is None:
            self._item_reading += 1
            self._tab.details.show_left_out(row)
        else:
            self._start(self._read_item())

    async def _read_item(self) -> None:
        self._item_reading += 1
        reading, job, item_id = self._item_reading, self._job, self._row_id
        if job is None:
            return
        journal = self._flow.desk.tools.journal
        item = await journal.item(item_id)
        attempts = await journal.attempts_of(item_id)
        deliveries, names = await self._known_of(job.account_id)
        if reading == self._item_reading and item_id == self._row_id:
            self._tab.details.show_item(item, attempts, deliveries, self._elsewhere(job), names)

    def _elsewhere(self, job: Job) -> str:
        """Why nothing can be said about a row of this job now; "" where it can."""
        account = self._flow.desk.account
        if job.account_id == account.account_id:
            return ""
        return f"{account.name} is open now. Open {job.account_name} to say what you saw, or to send it again."

    async def _known_of(self, account_id: str) -> tuple[dict[str, Delivery], AccountNames]:
        if account_id not in self._known:
            words = await self._flow.desk.tools.word_keeper.known(account_id)
            self._known[account_id] = ({each.delivery_id: each for each in words.deliveries}, words.names)
        return self._known[account_id]

    def _forget_words(self) -> None:
        self._known.clear()

    # --- while jobs run ---------------------------------------------------------------------------------------------

    def _job_started(self, job: Job) -> None:
        if self._tab.searched:
            # Whether it belongs to what is searched for, the journal knows.
            self._start(self._read_jobs())
            return
        self._tab.jobs_model.put(job, insert=True)
        self._choose(job.job_id)

    def _progressed(self, progress: Progress) -> None:
        self._changed.update(progress.changed)
        self._has_moved(progress.job_id)

    def _has_moved(self, job_id: int) -> None:
        self._moved.add(job_id)
        if not self._timer.isActive():
            self._timer.start()

    def _flush(self) -> None:
        moved, self._moved = self._moved, set()
        changed, self._changed = self._changed, {}
        for job_id in moved & self._flow.live.keys():
            live = self._flow.live[job_id]
            self._tab.jobs_model.put_progress(job_id, live.progress)
            if job_id == self._job_id:
                self._show_live(live)
        self._tab.rows_model.apply(changed)
        if self._row_id in changed:
            self._start(self._read_item())

    def _job_ended(self, result: RunResult) -> None:
        self._job_over(result.job_id)

    def _job_over(self, job_id: int) -> None:
        self._flush()
        self._start(self._look_again(job_id))

    def _item_settled(self, item: Item) -> None:
        self._start(self._look_again(item.job_id))

    async def _look_again(self, job_id: int) -> None:
        """Read anew how a job stands, whether it is the chosen one or another of the list."""
        if job_id == self._job_id:
            await self._read_job()
        else:
            self._tab.jobs_model.put(await self._flow.desk.tools.journal.job(job_id), insert=False)
            # A row of the chosen job may have been sent again by that one.
            if self._job_id:
                await self._read_job()

    # --- what a person does with a job ------------------------------------------------------------------------------

    def _continue(self) -> None:
        if self._job_id:
            self._start(self._flow.continue_job(self._job_id))

    def _went_through(self, item_id: int) -> None:
        self._start(self._flow.went_through(item_id))

    def _did_not(self, item_id: int) -> None:
        self._start(self._flow.did_not(item_id))

    def _send_again(self, item_id: int) -> None:
        self._start(self._flow.send_again([item_id]))

    def _look(self, item_id: int) -> None:
        self._start(self._flow.look(item_id))

    def _pause(self) -> None:
        self._flow.pause(self._job_id)

    def _resume(self) -> None:
        self._flow.resume(self._job_id)

    def _cancel(self) -> None:
        if self._job is not None:
            live = self._job_id in self._flow.live
            self._start(self._cancel_live(self._job) if live else self._cancel_waiting(self._job))

    async def _cancel_live(self, job: Job) -> None:
        if await ask_to_cancel_live(self._tab, _CANCEL, job.title):
            self._flow.cancel(job.job_id)

    async def _cancel_waiting(self, job: Job) -> None:
        if await ask_to_cancel_waiting(self._tab, _CANCEL, job) and job.job_id not in self._flow.live:
            journal = self._flow.desk.tools.journal
            cancelled = await journal.cancel_waiting(job.job_id)
            await self._look_again(job.job_id)
            rest = await journal.waiting(job.job_id, 0, 1, again=True)
            self._tab.say_done(cancelled_words(cancelled, can_continue=bool(rest)))

    def _save(self) -> None:
        if self._job is not None:
            self._start(self._save_results(self._job))

    async def _save_results(self, job: Job) -> None:
        if words := await save_results(self._tab, self._flow.desk.tools.results, job):
            self._tab.say_done(words)

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._runner.start(coroutine, self._show_trouble)

    def _show_trouble(self, error: AppError) -> None:
        self._tab.show_trouble(error.user_text)
