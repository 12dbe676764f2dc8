"""The search of a batch's table: what is looked for, how much was found, and the way from one to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.link_button import IconButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import text_scaled

_WIDTH = 200


class SearchLine(QLineEdit):
    """A line in which Enter and Shift+Enter are told apart.

    Signals:
        entered(bool): Enter was pressed; True with Shift.
    """

    entered = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Enter; the rest as in every line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            event.accept()
        else:
            super().keyPressEvent(event)


class SearchBox(QWidget):
    """The line, and behind it how many rows were found while something is looked for.

    Attributes:
        line: what is looked for.
        hits: the words for how much was found.
        to_previous, to_next: the ways to the others.

    Signals:
        step_wanted(int): the hit so many places on; -1 is the one before.
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = SearchLine()
        self.line.setObjectName("batch.search")
        self.line.setPlaceholderText("Search in the table")
        self.line.setAccessibleName("Search in the table")
        self.line.setToolTip("Ctrl+F")
        self.line.setClearButtonEnabled(True)
        self.line.setFixedWidth(text_scaled(self, _WIDTH))
        self.hits = Text(role="hint", wrap=False, name="batch.hits")
        self.to_previous = IconButton("chevron-up", "The one before (Shift+F3)", "batch.previousHit")
        self.to_next = IconButton("chevron-down", "The next one (F3)", "batch.nextHit")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for part in (self.line, self.hits, self.to_previous, self.to_next):
            line.addWidget(part)
        self.to_previous.clicked.connect(self._step_back)
        self.to_next.clicked.connect(self._step_on)
        self.show_hits(None, None)

    def show_hits(self, place: int | None, count: int | None) -> None:
        """Say how much was found.

        Args:
            place: which of the hits is the current row, from 1; None for none of them.
            count: how many rows were found; None where nothing is looked for.
        """
        words = "" if count is None else _words(place, count)
        if words != self.hits.text():
            self.hits.setText(words)
            # As wide as the widest that may follow, so that nothing behind it jumps while somebody goes through them.
            self.hits.ensurePolished()
            widest = _words(count, count) if count else words
            self.hits.setMinimumWidth(self.hits.fontMetrics().horizontalAdvance(widest) + 4)
            announce(self.hits, words)
        self.hits.setVisible(count is not None)
        for button in (self.to_previous, self.to_next):
            button.setVisible(bool(count))

    def _step_back(self) -> None:
        self.step_wanted.emit(-1)

    def _step_on(self) -> None:
        self.step_wanted.emit(1)


def _words(place: int | None, count: int) -> str:
    if not count:
        return "No row found"
    rows = count_of(count, "row", "rows")
    return f"{rows} found" if place is None else f"{place:,} of {rows}"
