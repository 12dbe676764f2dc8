"""The table of a review: the first rows of its job, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadbyte_desktop.services.review_walk import KEPT
from leadbyte_desktop.ui.parts.cell_delegate import AnyIndex, cell_width
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.text import Text

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from leadbyte_desktop.services.review import Review

_LEAD = 1
_ROWS_IN_SIGHT = 8
_COLUMNS = ("Row", "Lead", "What happens")


class ReviewLeads(QWidget):
    """The first rows of a job, and how many there are in all where these are not all.

    Args of the constructor:
        review: whose rows.
    """

    def __init__(self, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = DataTable("review_leads", "The leads of this job", (56, 96, 380))
        self._table.setMinimumHeight(170)
        self._model = _LeadsModel(review, self)
        self._table.set_model(self._model)
        self._table.want_rows(_ROWS_IN_SIGHT)
        self._more = Text(_more_words(review), "hint", name="review_more")
        self._more.setVisible(len(review.rows) > KEPT)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._table, 1)
        whole.addWidget(self._more)

    def showEvent(self, event: QShowEvent) -> None:
        """Show each lead's number to its last digit: whoever agrees to it must be able to read it.

        Only now the table has the font it is painted in.
        """
        super().showEvent(event)
        view = self._table.view
        numbers = {self._model.index(row, _LEAD).data() for row in range(self._model.rowCount())}
        wanted = max((cell_width(view, number) for number in numbers), default=0)
        if view.columnWidth(_LEAD) < wanted:
            view.setColumnWidth(_LEAD, wanted)

    def show_review(self, review: Review) -> None:
        """Show what the person's ticks made of the rows."""
        self._model.show_review(review)
        self._more.setText(_more_words(review))


def _more_words(review: Review) -> str:
    """How many rows there are in all, and how many go: the question above counts only these."""
    rows, going = len(review.rows), review.totals.going
    go = "" if going == rows else f", of which {going:,} {'goes' if going == 1 else 'go'}"
    return f"The first {KEPT:,} of {rows:,} rows{go}. All of them are checked and counted above."


class _LeadsModel(QAbstractTableModel):
    """The rows that the review keeps in memory, put into words when they are looked at."""

    def __init__(self, review: Review, parent: QObject) -> None:
        super().__init__(parent)
        self._review = review

    def show_review(self, review: Review) -> None:
        self._review = review
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(_COLUMNS) - 1))

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else min(KEPT, len(self._review.rows))

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        item = self._review.rows[index.row()]
        words = item.left_out or self._review.short_line_of(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words
        return (f"{self._review.row_number(index.row()):,}", item.update.lead.number, words)[index.column()]
