"""One column of a table as the columns dialog shows it: what stands in it, and what it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.sheet import Column, Role
from leadbyte_desktop.domain.words import on_one_line
from leadbyte_desktop.ui.column_choice import Becomes, ColumnChoice, Offer, becomes_of
from leadbyte_desktop.ui.columns_words import How
from leadbyte_desktop.ui.parts.text import Text

_LONGEST_SAMPLE = 28
_PLACES = 3
"""The row's columns in the grid."""


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column as the dialog shows it.

    Attributes:
        column: what it is taken for at first.
        how: why.
        samples: a few of its cells.
        dates: how its first real dates would be written, by form; empty where it holds none.
        labels: what the account calls its fields; the same for all columns of a table.
    """

    column: Column
    how: How
    samples: tuple[str, ...] = ()
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: FieldLabels = PLAIN_NAMES.fields

    @property
    def matters(self) -> bool:
        """False for a column in which nothing stands, not even a heading."""
        return self.column.role is not Role.IGNORED or bool(self.column.heading.strip() or self.samples)


class ColumnRow:
    """The widgets of one column, in one line of a grid."""

    def __init__(self, seen: SeenColumn, offered: Sequence[Offer], parent: QWidget | None) -> None:
        column, labels = seen.column, seen.labels
        self._column, self._first_how = column, seen.how
        heading = column.heading.strip() or _without_heading(column, labels)
        self._heading = Text(heading, "heading", name=f"columns_heading_{column.slot}", parent=parent)
        samples = " · ".join(on_one_line(sample, _LONGEST_SAMPLE) for sample in seen.samples) or "Nothing stands in it"
        self._samples = Text(samples, "hint", name=f"columns_samples_{column.slot}", parent=parent)
        self.choice = ColumnChoice(
            f"columns_choice_{column.slot}", f"{heading} becomes", becomes_of(column), offered, labels, column.heading,
            parent,
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
        self._measure(grid, line)

    def _measure(self, grid: QGridLayout, line: int) -> None:
        """Do now what an opening dialog would do for all rows at once: dress everything, and ask it for its size."""
        for part in (self._heading, self._samples, self.choice, self.choice.lineEdit(), self._how, self.dates):
            if part is not None:
                part.ensurePolished()
        for item in (grid.itemAtPosition(line, place) for place in range(_PLACES)):
            if item is not None:
                item.sizeHint()  # which the layout keeps

    def _tell_how(self) -> None:
        same = self.choice.becomes == becomes_of(self._column)
        how = self._first_how if same else How.CHOSEN
        self._how.setText(how)
        self._how.set_tone(how.tone)


class _DateForms(QComboBox):
    """How the real dates of a column are written, each form with its samples."""

    def __init__(self, column: Column, dates: Mapping[str, tuple[str, ...]], parent: QWidget | None) -> None:
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


def _without_heading(column: Column, labels: FieldLabels) -> str:
    """A column that was made in the app is called by what it is."""
    return (
        column.title_by(labels) if column.role is not Role.IGNORED else f"Column {column.slot + 1}, without a heading"
    )
