"""The table of a batch with what is said about it beside it, so that the table has the height of the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadbyte_desktop.ui.batch_problems import ProblemPanel
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.theme import text_scaled

_BESIDE_FROM = 1_000
_SIDE_WIDTH = 368
_NO_LIMIT = 16_777_215
_LONG = 240
_LONG_WORD = 40


class WorkArea(QWidget):
    """The note over the list of problems at the right of the table; in a narrow window, over and under it.

    Where there are no problems the table has the whole width, and the note too, in one line. So has a note that says
    much, or names a file by its whole path: in a column it would be a tower, and a path cannot be broken there.

    Attributes:
        beside: whether they stand at the table's right now.

    Args of the constructor:
        table, note, problems: what it lays out.
    """

    def __init__(self, table: DataTable, note: Note, problems: ProblemPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.beside, self._across = False, True
        self._table, self._note, self._problems = table, note, problems
        self._side = QVBoxLayout()
        self._side.setSpacing(8)
        self._side.addStretch()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(table, 1)
        row.addLayout(self._side)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(8)
        self._whole.addLayout(row, 1)
        self._arrange()
        note.said.connect(self._fit)
        problems.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """No wider than the widest part, so that a narrow window gets to put them below each other."""
        wide = max(part.minimumSizeHint().width() for part in (self._table, self._note, self._problems))
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put them side by side where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit when the problems come into sight or go."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        beside = self.width() >= text_scaled(self, _BESIDE_FROM)
        across = not beside or self._problems.isHidden() or _is_long(self._note.words)
        if (beside, across) != (self.beside, self._across):
            self.beside, self._across = beside, across
            self._arrange()
            self.updateGeometry()

    def _arrange(self) -> None:
        side = text_scaled(self, _SIDE_WIDTH)
        for part, narrow in ((self._note, not self._across), (self._problems, self.beside)):
            part.setMinimumWidth(side if narrow else 0)
            part.setMaximumWidth(side if narrow else _NO_LIMIT)
            (self._whole if narrow else self._side).removeWidget(part)
        self._problems.stand_beside(beside=self.beside)
        self._note.have_actions(beside=self.beside and self._across)
        (self._whole if self._across else self._side).insertWidget(0, self._note)
        if self.beside:
            self._side.insertWidget(1 - self._across, self._problems, 1)
        else:
            self._whole.addWidget(self._problems)


def _is_long(words: str) -> bool:
    return len(words) > _LONG or any(len(word) > _LONG_WORD for word in words.split())
