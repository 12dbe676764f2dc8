"""Which column of a table is which: seen before a table is taken, and whenever somebody wants to change it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.sheet import Column, Role, naming_leads
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.importing.columns import told_apart
from leadbyte_desktop.ui.column_choice import Becomes, everything
from leadbyte_desktop.ui.column_row import ColumnRow, SeenColumn
from leadbyte_desktop.ui.columns_words import what_is_missing, what_is_odd, what_stops
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import ElidedText, Text
from leadbyte_desktop.ui.theme import Tone

BACK, USE, BELOW, REPLACE, OTHER_WORKSHEET, READ_DIFFERENTLY = range(6)
"""What came of the dialog."""
_LEAST_WIDTH = 820
_MOST_ROWS = 150
_MOST_OFFERED = 3
_ROWS_IN_A_TURN = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A button that takes the columns.

    Attributes:
        words: what it does.
        result: what comes of the dialog.
        primary: the one that a person expects, so Enter presses it. Where no answer is, Enter only goes back.
    """

    words: str
    result: int
    primary: bool = False


class ColumnsDialog(DialogFrame):
    """One row for each column. Everything is filled in, so that Enter is enough where nothing needs a person.

    Where rows would go out of the table, or come to others that stand there, nothing does that by Enter alone.

    A row takes milliseconds to make, and a file may have hundreds of columns. So the window can go on between two parts
    of the work: `parts` is gone through before the dialog is opened.

    Attributes:
        rows: the rows by their columns' slots; a column that is not shown has none, and stays as it was.
        parts: makes another part of the dialog, some milliseconds' work, with each step through it.

    Args of the constructor:
        about: the table, in a few words.
        seen: its columns, in the file's order.
        answers: what can be done with it, from the left.
        hint: words at the foot's left.
        other_worksheet: offers to choose another worksheet.
        read_differently: offers to read the file in another way.
        needs_lead: one of the columns has to name the leads.
        first: the slot of the column to begin with; -1 for none.
        in_turns: leaves the making to whoever goes through `parts`; else all of it is made at once.
    """

    def __init__(
        self, about: str, seen: Sequence[SeenColumn], answers: Sequence[Answer], hint: str = "", *,
        other_worksheet: bool = False, read_differently: bool = False, needs_lead: bool = True, first: int = -1,
        in_turns: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("Which column is which?", "columns", parent, least_width=_LEAST_WIDTH)
        self._seen = list(seen)
        self._usual_hint = hint
        self._needs_lead, self._first = needs_lead, first
        self._labels = self._seen[0].labels if self._seen else PLAIN_NAMES.fields
        self._offered = everything(self._labels)
        self.rows: dict[int, ColumnRow] = {}
        self._add_head(about, other_worksheet=other_worksheet, read_differently=read_differently)
        self.parts = self._make(answers)
        if not in_turns:
            deque(self.parts, maxlen=0)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as they are chosen now, in the file's order."""
        return tuple(
            self.rows[each.column.slot].column if each.column.slot in self.rows else each.column for each in self._seen
        )

    def _add_head(self, about: str, *, other_worksheet: bool, read_differently: bool) -> None:
        line = QHBoxLayout()
        line.setSpacing(16)
        words = ElidedText(name="columns_about")
        words.say(about)
        line.addWidget(words, 1)
        for wanted, label, name, result in (
            (other_worksheet, "Choose another sheet…", "columns_worksheet", OTHER_WORKSHEET),
            (read_differently, "Read it differently…", "columns_reading", READ_DIFFERENTLY),
        ):
            if wanted:
                link = LinkButton(label, name)
                link.setProperty("result", result)
                link.clicked.connect(self._close_with_result)
                line.addWidget(link)
        self.add(line)

    def _make(self, answers: Sequence[Answer]) -> Iterator[None]:
        shown = [each for each in self._seen if each.matters]
        spare = [each.column.slot for each in shown if not self._is_kept(each.column)]
        kept = len(shown) - len(spare)
        left_out = {*spare[max(0, _MOST_ROWS - kept) :]}
        grid = self._add_grid(len(left_out))
        yield
        listed = (each for each in shown if each.column.slot not in left_out)
        for several in iter(lambda: [*islice(listed, _ROWS_IN_A_TURN)], []):
            for each in several:
                self._add_row(grid, each)
            yield
        self._add_foot(answers)
        yield
        self.lay_out_ahead()
        yield

    def _is_kept(self, column: Column) -> bool:
        """Whether it has a row however many columns there are."""
        return column.role is not Role.IGNORED or column.slot == self._first

    def _add_grid(self, left_out: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, (words, stretch) in enumerate((("In the file", 5), ("In LeadByte", 4), ("How it was matched", 3))):
            grid.addWidget(Text(words, "hint", wrap=False), 0, place)
            grid.setColumnStretch(place, stretch)
        # Before its rows are in it: widgets that change their parent are dressed by the stylesheet once more.
        self.add(grid)
        if left_out:
            words = f"{count_of(left_out, 'further column is', 'further columns are')} not shown here and not sent."
            self.add(Text(words, "hint", name="columns_more"))
        self.body.addStretch(1)
        return grid

    def _add_row(self, grid: QGridLayout, seen: SeenColumn) -> None:
        row = ColumnRow(seen, self._offered, grid.parentWidget())
        row.lay_out(grid)
        row.choice.changed.connect(self._check)
        self.rows[seen.column.slot] = row

    def _add_foot(self, answers: Sequence[Answer]) -> None:
        self._note = Note("columns_note")
        self.add_above_foot(self._note)
        self._note.chosen.connect(self._let_name)
        self._back = self.add_button("Go back", "columns_back", result=BACK)
        self._takers = [
            self.add_button(each.words, f"columns_{each.result}", "primary" if each.primary else "", each.result)
            for each in answers
        ]
        self._usual = next((button for each, button in zip(answers, self._takers, strict=True) if each.primary), None)
        if self._usual is not None:
            for keys in ("Ctrl+Return", "Ctrl+Enter"):
                QShortcut(QKeySequence(keys), self).activated.connect(self._take_at_once)
        self._check()
        self._focus_first()

    def _take_at_once(self) -> None:
        """Ctrl+Enter takes the columns as they are shown: what is half typed is settled first, as by leaving it."""
        for row in self.rows.values():
            row.choice.settle()
        if self._usual is not None:
            self._usual.click()

    def _check(self) -> None:
        """Say what is wrong with the columns as they stand."""
        columns = self.columns
        stops, odd = what_stops(columns) if self._needs_lead else "", what_is_odd(columns, self._labels)
        for button in self._takers:
            button.setEnabled(not stops)
        self.foot_hint.setText(what_is_missing(columns) if stops else self._usual_hint)
        if stops:
            leads = naming_leads(columns)
            self._say(stops, Tone.WARNING if leads else Tone.ERROR, _to_choose(leads))
        elif odd:
            self._say(odd, Tone.WARNING)
        elif not self._note.isHidden():
            self._note.hide_note()

    def _say(self, words: str, tone: Tone, actions: tuple[tuple[str, str], ...] = ()) -> None:
        if words != self._note.words:
            self._note.say(words, tone, actions)
            if self.isVisible():
                # Words wrap to their height only after the layout has seen them.
                QTimer.singleShot(0, self, self.fit_height)

    def _let_name(self, slot: str) -> None:
        """One of several columns names the leads; the others are not sent."""
        for column in naming_leads(self.columns):
            if column.slot != int(slot):
                self.rows[column.slot].choice.choose(Becomes(Role.IGNORED))
        self._focus_first()

    def _focus_first(self) -> None:
        """Enter is enough where nothing is missing; else the first column waits."""
        if self._first in self.rows:
            self.rows[self._first].choice.setFocus()
        elif self._takers[0].isEnabled():
            (self._usual or self._back).setFocus()
        elif self.rows:
            waiting = [each.slot for each in naming_leads(self.columns)] or [*self.rows]
            self.rows[waiting[0]].choice.setFocus()


def _to_choose(leads: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    """For each of a few columns that name the leads: to have it be the one that does."""
    if len(leads) > _MOST_OFFERED:
        return ()
    return tuple((str(column.slot), f"Use {name}") for column, name in zip(leads, told_apart(leads), strict=True))
