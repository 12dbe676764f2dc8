"""History: every job that was ever made on this PC, its rows, what was sent for each and what came back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum, auto

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadbyte_desktop.domain.job import Job
from leadbyte_desktop.domain.standing import ENDS, Standing, Standings, under_way
from leadbyte_desktop.services.outcome_words import rows_standing, tone_of
from leadbyte_desktop.store.journal_sources import JobRow
from leadbyte_desktop.ui.history_details import DetailsCard
from leadbyte_desktop.ui.history_model import JobsModel, RowsModel
from leadbyte_desktop.ui.history_words import about_job
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.chip import CountChip
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.text import ElidedText, Text
from leadbyte_desktop.ui.parts.two_columns import TwoColumns
from leadbyte_desktop.ui.theme import Tone

_SEARCH_MS = 250
# The last column takes what is left. Of the jobs it says what wants a person, so the account and the user have little.
_JOB_WIDTHS = (124, 164, 92, 48, 56)
_ROW_WIDTHS = (56, 156, 124, 280)
_CONTINUE = "Continue with the rest…"
# What a chip counts and filters. What is out at this moment counts as waiting.
_COUNTED = (*ENDS, Standing.WAITING)


class Act(Enum):
    """What can be done with a job."""

    CONTINUE = auto()
    PAUSE = auto()
    RESUME = auto()
    CANCEL = auto()
    SAVE = auto()


class HistoryTab(Page):
    """Jobs above, the chosen job's rows below them, the chosen row's details beside both.

    Attributes:
        jobs: the jobs' table.
        rows: the chosen job's rows.
        details: the chosen row.
        jobs_model, rows_model: what the tables show.

    Signals:
        search_changed(str): jobs with a lead whose ID begins so are wanted; "" for all.
        more_jobs_wanted(int), more_rows_wanted(int): somebody scrolled to the end; read on from this place.
        job_chosen(int): the journal's number of the job that was chosen.
        row_chosen(int): the row that was chosen, by its ID in `Journal.row_order`.
        filter_changed(): other chips are pressed; `standings` tells.
        continue_wanted(), cancel_wanted(), save_wanted(): what shall be done with the chosen job.
        pause_wanted(), resume_wanted(): it shall be held, or go on.
        look_wanted(int): what LeadByte holds now of an item's lead shall be read.
        went_through(int), did_not(int), send_again(int): a person's word on an item that is not known.
    """

    search_changed = Signal(str)
    more_jobs_wanted = Signal(int)
    more_rows_wanted = Signal(int)
    job_chosen = Signal(int)
    row_chosen = Signal(int)
    filter_changed = Signal()
    continue_wanted = Signal()
    cancel_wanted = Signal()
    pause_wanted = Signal()
    resume_wanted = Signal()
    save_wanted = Signal()
    went_through = Signal(int)
    did_not = Signal(int)
    send_again = Signal(int)
    look_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.foot = Foot("history.foot", _CONTINUE, ctrl_enter=True)
        super().__init__("history", self.foot, parent)
        self.jobs_model, self.rows_model = JobsModel(self), RowsModel(self)
        self.jobs = DataTable("history.jobs", "Jobs sent from this PC, newest first", _JOB_WIDTHS, several=False)
        self.rows = DataTable("history.items", "The rows of the chosen job", _ROW_WIDTHS)
        self.details = DetailsCard()
        self._chips = {
            each: CountChip(each.value, f"history.count_{each.name.lower()}", tone_of(each.state)) for each in _COUNTED
        }
        self._title = ElidedText("heading", name="history.job")
        self._about = ElidedText("hint", name="history.about")
        self._only = Text(role="hint", name="history.only")
        self.note = Note("history.note")
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_SEARCH_MS)
        self._waiting.timeout.connect(self._tell_search)
        self._lay_out()
        self._listen()
        self.show_no_job()
        self.show_jobs((), more=False)

    # What it shows

    def show_jobs(self, jobs: Sequence[Job], *, more: bool, reading: bool = False) -> None:
        """Show these jobs; none is chosen by that.

        Args:
            jobs: newest first.
            more: there are older ones.
            reading: nothing was read yet.
        """
        self._show_empty_words(reading=reading)
        self.jobs_model.show(jobs, more=more)

    def mark_job(self, job_id: int) -> bool:
        """Mark a job in the table; False where it is not among those that were read."""
        row = self.jobs_model.row_of(job_id)
        if row >= 0 and self.jobs.current_row() != row:
            self.jobs.choose_row(row)
        return row >= 0

    def show_job(self, job: Job) -> None:
        """Show which job is chosen; its rows stand in `rows_model`."""
        self._title.say(job.title)
        self._about.say(about_job(job))
        for part in (self._chosen, self.details):
            part.show()
        self.show_counts(rows_standing(job))

    def show_no_job(self) -> None:
        """Nothing is chosen: only the list of jobs is there, which says what to do next."""
        for part in (self._chosen, self.details):
            part.hide()
        self.rows_model.show((), more=False)
        self.details.show_nothing()
        self.show_acts("", ())

    def show_counts(self, standings: Standings) -> None:
        """Show how many rows stand where."""
        for standing, chip in self._chips.items():
            chip.set_count(sum(standings.get(each, 0) for each in under_way({standing})))

    def show_rows(self, rows: Sequence[JobRow], *, more: bool, only: str) -> None:
        """Show these rows of the chosen job.

        Args:
            rows: in their order.
            more: others follow.
            only: the search that left them; "" for none.
        """
        self._only.setText(f"Only rows with “{only}”." if only else "")
        self._only.setVisible(bool(only))
        self._say_why_no_rows(only)
        self.rows_model.show(rows, more=more)

    def mark_row(self, row_id: int) -> bool:
        """Mark a row in the table; False where it is not among those that were read."""
        row = self.rows_model.row_of(row_id)
        if row >= 0 and self.rows.current_row() != row:
            self.rows.choose_row(row)
        return row >= 0

    def show_acts(self, hint: str, acts: Collection[Act]) -> None:
        """Say how the chosen job stands, and show what can be done with it."""
        if hint != self.foot.hint.text():
            self.foot.set_hint(hint)
        self.foot.set_primary(_CONTINUE if Act.CONTINUE in acts else "")
        for act, button in self._buttons.items():
            button.setVisible(act in acts)

    def say_done(self, words: str) -> None:
        """Say at the foot what was done just now."""
        self.foot.set_hint(words)
        announce(self.foot, words)

    def show_trouble(self, words: str) -> None:
        """Say what went wrong; "" takes it back."""
        if words:
            self.note.say(words, Tone.ERROR)
            self.show_widget(self.note)
        else:
            self.note.hide_note()

    @property
    def standings(self) -> Collection[Standing] | None:
        """What the pressed chips stand for; None for all rows."""
        return under_way(each for each, chip in self._chips.items() if chip.isChecked()) or None

    def unfilter(self) -> None:
        """Let go of all chips; nobody is told."""
        for chip in self._chips.values():
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)

    def clear_search(self) -> None:
        """Search for nothing; nobody is told."""
        blocked = self._search.blockSignals(True)
        self._search.clear()
        self._search.blockSignals(blocked)
        self._waiting.stop()

    @property
    def searched(self) -> str:
        """What is searched for now."""
        return self._search.text().strip()

    # How it is put together

    def _lay_out(self) -> None:
        self._search = QLineEdit()
        self._search.setObjectName("history.search")
        self._search.setPlaceholderText("Search by lead ID")
        self._search.setAccessibleName("Search for jobs by lead ID")
        self._search.setClearButtonEnabled(True)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(Text("Everything that was sent from this PC, newest first.", "hint", name="history.intro"), 2)
        top.addWidget(self._search, 1)
        self.jobs.set_model(self.jobs_model)
        self.rows.set_model(self.rows_model)
        self._buttons = {
            Act.PAUSE: self.foot.add_button("Pause", "history.pause"),
            Act.RESUME: self.foot.add_button("Resume", "history.resume"),
            Act.CANCEL: self.foot.add_button("Cancel the rest…", "history.cancelRest"),
            Act.SAVE: self.foot.add_button("Save results…", "history.saveResults"),
        }
        self.add(top)
        self.add(self.note)
        self.add(TwoColumns(self._make_tables(), self.details, (13, 7)), 1)

    def _make_tables(self) -> QWidget:
        self._chosen = QWidget()
        chosen = QVBoxLayout(self._chosen)
        chosen.setContentsMargins(0, 0, 0, 0)
        chosen.setSpacing(8)
        chosen.addLayout(self._make_head())
        chosen.addLayout(self._make_counts())
        chosen.addWidget(self.rows, 1)
        tables = QWidget()
        both = QVBoxLayout(tables)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(self.jobs, 2)
        both.addWidget(self._chosen, 3)
        return tables

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._about, 1)
        return head

    def _make_counts(self) -> FlowLayout:
        line = FlowLayout(8)
        line.addWidget(Text("Show", "hint", wrap=False))
        for chip in self._chips.values():
            chip.toggled.connect(self.filter_changed)
            line.addWidget(chip)
        self._only.setWordWrap(False)
        line.addWidget(self._only)
        return line

    def _listen(self) -> None:
        self._search.textChanged.connect(self._waiting.start)
        self.jobs.empty.pressed.connect(self._search.clear)
        self.rows.empty.pressed.connect(self._show_in_every_state)
        self.jobs.row_chosen.connect(self._tell_job)
        self.rows.row_chosen.connect(self._tell_row)
        self.jobs_model.more_wanted.connect(self.more_jobs_wanted)
        self.rows_model.more_wanted.connect(self.more_rows_wanted)
        self.foot.pressed.connect(self.continue_wanted)
        for act, wanted in (
            (Act.PAUSE, self.pause_wanted),
            (Act.RESUME, self.resume_wanted),
            (Act.CANCEL, self.cancel_wanted),
            (Act.SAVE, self.save_wanted),
        ):
            self._buttons[act].clicked.connect(wanted)
        for mine, theirs in (
            (self.details.went_through, self.went_through),
            (self.details.did_not, self.did_not),
            (self.details.send_again, self.send_again),
            (self.details.look_wanted, self.look_wanted),
        ):
            mine.connect(theirs)

    def _show_empty_words(self, *, reading: bool) -> None:
        if reading:
            self.jobs.set_empty("The journal is being read…")
        elif self.searched:
            why = "Check the number" if self.searched.isdecimal() else "A lead ID holds digits only. Type its beginning"
            self.jobs.set_empty(
                f"No lead whose ID begins with “{self.searched}” was sent from this PC",
                f"{why}, or look at all jobs again.",
                "Show all jobs",
            )
        else:
            self.jobs.set_empty(
                "Nothing was sent from this PC yet",
                "Change a lead in Single lead, or send a batch. Each job then stands here, with LeadByte’s answers.",
            )

    def _say_why_no_rows(self, only: str) -> None:
        """Without a pressed count there is always a row: the search left only jobs that hold one."""
        hint, button = "Let go of the count above to see", "Show them"
        if only:
            self.rows.set_empty(f"No row with “{only}” is in this state now", f"{hint} those in another.", button)
        else:
            self.rows.set_empty("No row is in this state now", f"{hint} all rows.", button)

    def _show_in_every_state(self) -> None:
        self.unfilter()
        self.filter_changed.emit()
        # The button goes with the words, and must not take the focus along.
        self.rows.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_search(self) -> None:
        self.search_changed.emit(self.searched)

    def _tell_job(self, row: int) -> None:
        job = self.jobs_model.job_at(row)
        if job is not None:
            self.job_chosen.emit(job.job_id)

    def _tell_row(self, row: int) -> None:
        chosen = self.rows_model.row_at(row)
        if chosen is not None:
            self.row_chosen.emit(chosen.row_id)
