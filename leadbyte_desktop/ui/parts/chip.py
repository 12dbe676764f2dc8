"""A count that filters when it is clicked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from leadbyte_desktop.ui.theme import Tone, mark


class CountChip(QPushButton):
    """A round chip such as "743 updated". Checked means: only these are shown. `toggled(bool)` tells.

    Attributes:
        count: the number on it.

    Args of the constructor:
        words: what is counted, as it stands after the number ("updated", "not known").
        name: the objectName.
        tone: its `Tone`.
        hide_empty: it is hidden while it counts none.
    """

    def __init__(
        self, words: str, name: str, tone: Tone | str = "", *, hide_empty: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.count = 0
        self._words = words
        self._hide_empty = hide_empty
        self.setObjectName(name)
        self.setProperty("part", "chip")
        self.setProperty("tone", str(tone))
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setToolTip(f"Show only these rows: {words}")
        self.set_count(0)

    def set_count(self, count: int, words: str = "") -> None:
        """Change the number, and the words where given."""
        self.count = count
        self._words = words or self._words
        self.setText(f"{count:,} {self._words}")
        self.setAccessibleName(f"{count:,} {self._words}, show only these")
        shown = bool(count) or not self._hide_empty or self.isChecked()
        # Shown before it has its place, it would flash up as a window of its own.
        if not shown or self.parentWidget() is not None:
            self.setVisible(shown)

    def set_tone(self, tone: Tone | str) -> None:
        """Colour it anew."""
        mark(self, "tone", str(tone))
