"""Which column of a table is which: seen before a table is taken, and whenever somebody wants to change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from leadbyte_desktop.domain.sheet import Column, Role, naming_leads
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.importing.columns import told_apart
from leadbyte_desktop.ui.column_choice import Becomes, ColumnChoice, becomes_of
from leadbyte_desktop.ui.columns_words import How, what_is_missing, what_is_odd, what_stops
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import ElidedText, Text
from leadbyte_desktop.ui.theme import Tone

BACK, USE, BELOW, REPLACE, OTHER_WORKSHEET, READ_DIFFERENTLY = range(6)
"""What came of the dialog."""
_LEAST_WIDTH = 820
_LONGEST_SAMPLE = 28
_MOST_ROWS = 150
_MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column as the dialog shows it.

    Attributes:
        column: what it is taken for at first.
        how: why.
        samples: a few of its cells.
        dates: how its first real dates would be written, by form; empty where it holds none.
    """

    column: Column
    how: How
    samples: tuple[str, ...] = ()
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def matters(self) -> bool:
        """False for a column in which nothing stands, not even a heading."""
        return self.column.role is not Role.IGNORED or bool(self.column.heading.strip() or self.samples)


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

    Args of the constructor:
        about: the table, in a few words.
        seen: its columns, in the file's order.
        answers: what can be done with it, from the left.
        hint: words at the foot's left.
        other_worksheet: offers to choose another worksheet.
        read_differently: offers to read the file in another way.
        needs_lead: one of the columns has to name the leads.
        first: the slot of the column to begin with; -1 for none.
    """

    def __init__(
        self, about: str, seen: Sequence[SeenColumn], answers: Sequence[Answer], hint: str = "", *,
        other_worksheet: bool = False, read_differently: bool = False, needs_lead: bool = True, first: int = -1,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("Which column is which?", "columns", parent, least_width=_LEAST_WIDTH)
        self._seen = list(seen)
        self._usual_hint = hint
        self._needs_lead, self._first = needs_lead, first
        self.rows: dict[int, ColumnRow] = {}
        self._add_head(about, other_worksheet=other_worksheet, read_differently=read_differently)
        self._add_rows()
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
                QShortcut(QKeySequence(keys), self).activated.connect(self._usual.click)
        self._check()
        self._focus_first()

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

    def _add_rows(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, (words, stretch) in enumerate((("In the file", 5), ("In LeadByte", 4), ("How it was matched", 3))):
            grid.addWidget(Text(words, "hint", wrap=False), 0, place)
            grid.setColumnStretch(place, stretch)
        shown = [each for each in self._seen if each.matters]
        kept = [each for each in shown if each.column.role is not Role.IGNORED or each.column.slot == self._first]
        others = [each for each in shown if each not in kept][: max(0, _MOST_ROWS - len(kept))]
        listed = sorted((*kept, *others), key=self._seen.index)
        for each in listed:
            row = ColumnRow(each, self)
            row.lay_out(grid)
            row.choice.changed.connect(self._check)
            self.rows[each.column.slot] = row
        self.add(grid)
        more = len(shown) - len(listed)
        if more:
            words = f"{count_of(more, 'further column is', 'further columns are')} not shown here and not sent."
            self.add(Text(words, "hint", name="columns_more"))
        self.body.addStretch(1)

    def _check(self) -> None:
        """Say what is wrong with the columns as they stand."""
        columns = self.columns
        stops, odd = what_stops(columns) if self._needs_lead else "", what_is_odd(columns)
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


class ColumnRow:
    """The widgets of one column, in one line of a grid."""

    def __init__(self, seen: SeenColumn, parent: QWidget) -> None:
        column = seen.column
        self._column, self._first_how = column, seen.how
        heading = column.heading.strip() or _without_heading(column)
        self._heading = Text(heading, "heading", name=f"columns_heading_{column.slot}", parent=parent)
        samples = " · ".join(_short(sample) for sample in seen.samples) or "Nothing stands in it"
        self._samples = Text(samples, "hint", name=f"columns_samples_{column.slot}", parent=parent)
        self.choice = ColumnChoice(
            f"columns_choice_{column.slot}", f"{heading} becomes", becomes_of(column), parent
        )  # fmt: skip
        self.choice.setAccessibleDescription(f"For example {samples}. {seen.how}.")
        self._how = Text(seen.how, "hint", seen.how.tone, name=f"columns_how_{column.slot}", parent=parent)
        self.dates = _DateForms(column, seen.dates, parent) if seen.dates else None
        self.choice.changed.connect(self._tell_how)

    @property
    def column(self) -> Column:
        """The column as it is chosen now."""
        becomes: Becomes = self.choice.becomes
        form = self.dates.form if self.dates is not None else self._column.date_form
        return replace(self._column, role=becomes.role, field=becomes.field, date_form=form)

    def lay_out(self, grid: QGridLayout) -> None:
        """Put them into the next line of a grid, and the forms of its dates into one below."""
        line = grid.rowCount()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._heading)
        left.addWidget(self._samples)
        grid.addLayout(left, line, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.choice, line, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._how, line, 2, Qt.AlignmentFlag.AlignVCenter)
        if self.dates is not None:
            words = Text("Its dates are written so", "hint", name=f"columns_datesLabel_{self._column.slot}")
            grid.addWidget(words, line + 1, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self.dates, line + 1, 1, 1, 2)

    def _tell_how(self) -> None:
        same = self.choice.becomes == becomes_of(self._column)
        how = self._first_how if same else How.CHOSEN
        self._how.setText(how)
        self._how.set_tone(how.tone)


class _DateForms(QComboBox):
    """How the real dates of a column are written, each form with its samples."""

    def __init__(self, column: Column, dates: Mapping[str, tuple[str, ...]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"columns_dates_{column.slot}")
        self.setAccessibleName(f"How the dates in {column.heading or 'this column'} are written")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        for form, samples in dates.items():
            self.addItem(f"{form}:  {' · '.join(samples)}", form)
        self.setCurrentIndex(max(0, self.findData(column.date_form)))

    @property
    def form(self) -> str:
        """The form that is chosen."""
        return str(self.currentData())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the dialog."""
        event.ignore()


def _to_choose(leads: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    """For each of a few columns that name the leads: to have it be the one that does."""
    if len(leads) > _MOST_OFFERED:
        return ()
    return tuple((str(column.slot), f"Use {name}") for column, name in zip(leads, told_apart(leads), strict=True))


def _without_heading(column: Column) -> str:
    """A column that was made in the app is called by what it is."""
    return column.title if column.role is not Role.IGNORED else f"Column {column.slot + 1}, without a heading"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SAMPLE else f"{line[: _LONGEST_SAMPLE - 1]}…"
