"""A batch that is being sent, or was: how far it is, each row's outcome, what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import Item
from leadbyte_desktop.domain.standing import ENDS, Standing, Standings, under_way
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.outcome_words import tone_of
from leadbyte_desktop.ui.batch_sent_model import SentModel
from leadbyte_desktop.ui.batch_table import LowTable
from leadbyte_desktop.ui.outcome_note import OutcomeNote
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.chip import CountChip
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.progress_line import ProgressLine
from leadbyte_desktop.ui.parts.segments import Segments
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone

_WIDTHS = (64, 110, 130, 340)
_FIELD_WIDTH = 150
_SHOWN = (*ENDS, Standing.WAITING)
_PAUSE, _RESUME = "Pause", "Resume"
_OWN = "own"
_COLUMNS = (("sent", "What was sent"), (_OWN, "All of the table"))
_HINT = "Everything is written down as it happens; closing the app loses nothing."


class SentPage(Page):
    """Progress above, counts that filter, the rows, the chosen row's outcome, the foot.

    Attributes:
        model: the rows.
        table: the table.
        outcome: what became of the chosen row.

    Signals:
        pause_wanted(): nothing more shall leave for now.
        resume_wanted(): it shall go on.
        cancel_wanted(): the rest shall not be sent.
        continue_wanted(): what is left shall be sent.
        save_wanted(): the results shall be saved.
        mend_wanted(str): the rows that stand so (a `Standing`'s value) shall become a new batch.
        new_wanted(): a new batch shall be begun.
        standings_wanted(set): only rows that stand so shall be shown; all where it is empty.
        row_chosen(int): the row at this place of the table was chosen; -1 for none.
        look_wanted(int): what LeadByte holds now of this item's lead shall be read.
        went_through(int), did_not(int), send_again(int): a person's word on an item that is not known.
    """

    pause_wanted = Signal()
    resume_wanted = Signal()
    cancel_wanted = Signal()
    continue_wanted = Signal()
    save_wanted = Signal()
    mend_wanted = Signal(str)
    new_wanted = Signal()
    standings_wanted = Signal(object)
    row_chosen = Signal(int)
    look_wanted = Signal(int)
    went_through = Signal(int)
    did_not = Signal(int)
    send_again = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.foot = Foot("batch.sentFoot", "New batch", ctrl_enter=False)
        super().__init__("batch.sent", self.foot, parent)
        self.model = SentModel(self)
        self._pause = PlainButton(_PAUSE, "batch.pause")
        self._pause.clicked.connect(self._pause_pressed)
        self._cancel = PlainButton("Cancel", "batch.cancel")
        self._cancel.clicked.connect(self.cancel_wanted)
        self.card = Card("", "batch.sentCard", corner=_side_by_side(self._pause, self._cancel))
        self._what = Text(role="hint", name="batch.what")
        self.progress = ProgressLine("batch.progress", "Rows sent")
        self.note = Note("batch.sentNote")
        self.trouble = Note("batch.sentTrouble", beside=True)
        self.chips: dict[Standing | None, CountChip] = {}
        self.table = LowTable("batch.results", "The rows of this batch and what became of them", _WIDTHS)
        self.table.set_empty("No row is in this state now", "Choose another count, or All.")
        self.table.set_model(self.model)
        self._headings: tuple[str, ...] = ()
        self._kinds = Segments("batch.columns", "Which columns are shown", _COLUMNS)
        self._columns = _side_by_side(Text("Columns", "hint", wrap=False), self._kinds)
        self._kinds.chosen.connect(self._show_columns)
        self.outcome = OutcomeNote(name="batch.outcome")
        self._primary_is_continue = self._paused = False
        self._lay_out()
        self.foot.set_hint(_HINT)
        self.table.row_chosen.connect(self.row_chosen)
        self.table.view.verticalScrollBar().valueChanged.connect(self._tell_sight)
        self.table.view.verticalScrollBar().rangeChanged.connect(self._tell_sight)
        self.model.modelReset.connect(self._tell_sight)
        self.model.columnsInserted.connect(self._set_widths)
        for mine, theirs in (
            (self.outcome.look_wanted, self.look_wanted),
            (self.outcome.went_through, self.went_through),
            (self.outcome.did_not, self.did_not),
            (self.outcome.send_again, self.send_again),
        ):
            mine.connect(theirs)

    # What it shows

    def show_job(self, heading: str, what: str) -> None:
        """Show which batch this is, and what it does to its leads. The rows stand in `model`."""
        self.card.set_heading(heading)
        self.show_what(what)
        self.note.hide_note()
        self.trouble.hide_note()
        self.outcome.clear()
        self.foot.set_hint(_HINT)
        self._check_chip(None)
        self._set_widths()

    def show_headings(self, headings: Sequence[str]) -> None:
        """Offer the columns of the table that the batch was made from; none where it was made from none."""
        self._headings = tuple(headings)
        self._columns.setVisible(bool(headings))
        self._show_columns()

    def show_what(self, what: str) -> None:
        """Show what the batch does to its leads."""
        self._what.setText(what)

    def _set_widths(self) -> None:
        fields = max(0, self.model.columnCount() - len(_WIDTHS))
        scale = max(1.0, self.fontMetrics().height() / 18)
        self.table.restore_widths(",".join(str(round(width * scale)) for width in (*_WIDTHS, *[_FIELD_WIDTH] * fields)))

    def show_progress(self, done: int, total: int, words: str, note: str = "") -> None:
        """Show how far the sending is; `note` says what it waits for."""
        self.progress.show_progress(done, total, words)
        if note and note != self.note.words:
            self.note.say(note, Tone.WARNING)
        elif not note:
            self.note.hide_note()

    def show_counts(self, standings: Standings) -> None:
        """Show how many rows stand where."""
        for standing, chip in self.chips.items():
            counted = under_way({standing}) if standing is not None else standings
            chip.set_count(sum(standings.get(each, 0) for each in counted))

    def show_sending(self, *, paused: bool = False) -> None:
        """It is being sent, or waits its turn: it can be paused and cancelled, and another batch be begun."""
        for button in (self._pause, self._cancel):
            button.show()
            button.setEnabled(True)
        self.progress.show()
        self.show_paused(paused=paused)
        self.foot.set_primary("")
        self._new.show()
        self.trouble.hide_note()

    def show_paused(self, *, paused: bool) -> None:
        """Nothing leaves until a person goes on, or it goes on."""
        if paused != self._paused or self._pause.text() != (_RESUME if paused else _PAUSE):
            self._paused = paused
            self._pause.setText(_RESUME if paused else _PAUSE)

    def show_stopping(self, words: str) -> None:
        """It was cancelled; the request that is out is still awaited."""
        self._cancel.setEnabled(False)
        self._pause.setEnabled(False)
        self.note.say(words, Tone.WARNING)

    def show_end(self, words: str, tone: Tone | str, standings: Standings, *, can_continue: bool) -> None:
        """Sending has ended: say how, and what can be done now.

        Args:
            words: how it ended.
            tone: the tone of that.
            standings: how many rows stand where.
            can_continue: something of it can go on.
        """
        self._cancel.hide()
        self._pause.hide()
        self.progress.hide()
        self.note.say(words, tone, _mending(standings))
        self.show_counts(standings)
        self._primary_is_continue = can_continue
        self.foot.set_primary(_continue_words(standings) if can_continue else "New batch")
        self._new.setVisible(can_continue)

    def show_trouble(self, words: str) -> None:
        """Say why something that was asked for could not be done."""
        self.trouble.say(words, Tone.ERROR, (("close", "Close"),))

    def show_outcome(self, item: Item | None, deliveries: Mapping[str, Delivery]) -> None:
        """Show what became of one row."""
        if item is None:
            self.outcome.clear()
        else:
            self.outcome.show_item(item, deliveries)

    def chosen_item_id(self) -> int | None:
        """The journal's number of the chosen row."""
        return self.model.item_id_at(self.table.current_row())

    # How it is put together

    def _lay_out(self) -> None:
        self.card.add(self._what)
        self.card.add(self.progress)
        self.card.add(self.note)
        # With wrapped words in it the card is higher in a narrow window; the table takes what is left.
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.add(self.card)
        self.add(self.trouble)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addLayout(self._make_chips(), 1)
        above.addWidget(self._columns, 0, Qt.AlignmentFlag.AlignTop)
        self.add(above)
        self.add(self.table, 1)
        self.add(self.outcome)
        save = self.foot.add_button("Save results…", "batch.saveResults")
        save.clicked.connect(self.save_wanted)
        self._new = self.foot.add_button("New batch", "batch.new")
        self._new.clicked.connect(self.new_wanted)
        self.foot.pressed.connect(self._primary_pressed)
        self.note.chosen.connect(self.mend_wanted)
        self.trouble.chosen.connect(self._close_trouble)

    def _make_chips(self) -> FlowLayout:
        line = FlowLayout(8)
        line.addWidget(Text("Show", "hint", wrap=False))
        everything = CountChip("in all", "batch.count_all", hide_empty=False)
        everything.setToolTip("Show all rows")
        self.chips[None] = everything
        for each in _SHOWN:
            self.chips[each] = CountChip(each.value, f"batch.count_{each.name.lower()}", tone_of(each.state))
        for chip in self.chips.values():
            chip.clicked.connect(self._filter)
            line.addWidget(chip)
        return line

    def _filter(self) -> None:
        pressed = next(each for each, chip in self.chips.items() if chip is self.sender())
        wanted = pressed if self.chips[pressed].isChecked() else None
        self._check_chip(wanted)

    def _check_chip(self, wanted: Standing | None) -> None:
        for each, chip in self.chips.items():
            chip.setChecked(each is wanted)
        self.standings_wanted.emit(under_way({wanted}) if wanted else frozenset())

    def _show_columns(self, _key: str = "") -> None:
        self.model.show_own(self._headings, wanted=self._kinds.current() == _OWN)

    def _pause_pressed(self) -> None:
        (self.resume_wanted if self._paused else self.pause_wanted).emit()

    def _tell_sight(self) -> None:
        view = self.table.view
        first = max(0, view.rowAt(0))
        last = view.rowAt(view.viewport().height() - 1)
        self.model.show_range(first, self.model.rowCount() - 1 if last < 0 else last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A higher table shows more rows."""
        super().resizeEvent(event)
        self._tell_sight()

    def _close_trouble(self, _key: str) -> None:
        self.trouble.hide_note()

    def _primary_pressed(self) -> None:
        (self.continue_wanted if self._primary_is_continue else self.new_wanted).emit()


def _side_by_side(*parts: QWidget) -> QWidget:
    both = QWidget()
    line = QHBoxLayout(both)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part)
    return both


def _continue_words(standings: Standings) -> str:
    """What going on would send."""
    if standings.get(Standing.WAITING) or not standings.get(Standing.NOT_SENT):
        return "Continue with the rest…"
    rows = count_of(standings[Standing.NOT_SENT], "row that was not sent", "rows that were not sent")
    return f"Retry the {rows}…"


def _mending(standings: Standings) -> tuple[tuple[str, str], ...]:
    """What can be done about rows that did not go, as a note's actions. What was left out is never offered again."""
    actions = []
    if refused := standings.get(Standing.REFUSED):
        words = count_of(refused, "refused row", "refused rows")
        actions.append((Standing.REFUSED.value, f"Edit the {words}…"))
    if standings.get(Standing.CANCELLED):
        actions.append((Standing.CANCELLED.value, "Edit the rows that were cancelled…"))
    return tuple(actions)
