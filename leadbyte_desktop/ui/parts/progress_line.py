"""A bar with words below it: how far, how fast, how long."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.text import Text


class ProgressLine(QWidget):
    """A thin bar and its words. The words carry everything; the bar is only their picture.

    Attributes:
        words: the words on the screen.

    Args of the constructor:
        name: the objectName; the bar is called f"{name}_bar".
        accessible: what a screen reader calls the bar ("Leads sent").
    """

    def __init__(self, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}_bar")
        self._bar.setAccessibleName(accessible)
        self._bar.setTextVisible(False)
        self._text = Text(role="hint", name=f"{name}_text")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._bar)
        whole.addWidget(self._text)

    @property
    def words(self) -> str:
        """The words on the screen."""
        return self._text.text()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Show how many of how many are done, and say it ("754 of 1,204 · about 2 seconds left")."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._say(words)

    def show_busy(self, words: str) -> None:
        """Something runs whose length is not known."""
        self._bar.setRange(0, 0)
        self._say(words)

    def _say(self, words: str) -> None:
        self._text.setText(words)
        self._bar.setAccessibleDescription(words)
