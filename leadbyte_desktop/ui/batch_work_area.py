"""The table of a batch with what is said about it beside it, so that the table has the height of the page."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from leadbyte_desktop.ui.batch_problems import ProblemPanel
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.theme import text_scaled

_BESIDE_FROM = 1_000
_SIDE_WIDTH = 368
_NO_LIMIT = 16_777_215


class WorkArea(QWidget):
    """The note over the list of problems at the right of the table; in a narrow window, over and under it.

    Where neither has anything to say, the table has the whole width.

    Attributes:
        beside: whether they stand at the table's right now.

    Args of the constructor:
        table, note, problems: what it lays out.
    """

    def __init__(self, table: DataTable, note: Note, problems: ProblemPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.beside = False
        self._table, self._note, self._problems = table, note, problems
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._arrange(beside=False)

    def minimumSizeHint(self) -> QSize:
        """No wider than the widest part, so that a narrow window gets to put them below each other."""
        wide = max(part.minimumSizeHint().width() for part in (self._table, self._note, self._problems))
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put them side by side where there is room for it."""
        super().resizeEvent(event)
        beside = event.size().width() >= text_scaled(self, _BESIDE_FROM)
        if beside != self.beside:
            self._arrange(beside=beside)
            self.updateGeometry()

    def _arrange(self, *, beside: bool) -> None:
        self.beside = beside
        grid, side = self._grid, text_scaled(self, _SIDE_WIDTH)
        for part in (self._note, self._table, self._problems):
            grid.removeWidget(part)
        for part in (self._note, self._problems):
            part.setMinimumWidth(side if beside else 0)
            part.setMaximumWidth(side if beside else _NO_LIMIT)
        self._problems.stand_beside(beside=beside)
        if beside:
            grid.addWidget(self._table, 0, 0, 2, 1)
            grid.addWidget(self._note, 0, 1)
            grid.addWidget(self._problems, 1, 1)
        else:
            # In the order in which they are read, and reached with the Tab key.
            grid.addWidget(self._note, 0, 0)
            grid.addWidget(self._table, 1, 0)
            grid.addWidget(self._problems, 2, 0)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(1, 1)
