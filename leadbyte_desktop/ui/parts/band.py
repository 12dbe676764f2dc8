"""A band across the window: practice, offline, or a job that a crash interrupted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone, mark


class Band(QFrame):
    """One line of words with link actions, as wide as the window; hidden while it says nothing.

    Signals:
        chosen(str): the key of the action that was pressed.

    Args of the constructor:
        name: the objectName; actions are called f"{name}_{key}".
        words: shown at once where given.
        tone: PRACTICE (a full amber that cannot be missed), WARNING (offline), UNKNOWN (resume after a crash), ERROR.
        actions: (key, words) pairs.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, words: str = "", tone: Tone | str = Tone.PRACTICE,
        actions: tuple[tuple[str, str], ...] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "band")
        self.setProperty("tone", str(tone))
        self._text = Text(name=f"{name}_text")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(20, 4, 20, 4)
        self._line.setSpacing(16)
        self._line.addWidget(self._text, 1)
        self._buttons: list[LinkButton] = []
        self.say(words, tone, actions)

    @property
    def words(self) -> str:
        """What it says now; "" while it is hidden."""
        return self._text.text()

    def say(self, words: str, tone: Tone | str = Tone.PRACTICE, actions: tuple[tuple[str, str], ...] = ()) -> None:
        """Show the band with these words and actions; empty words hide it."""
        new = words != self._text.text()
        self._text.setText(words)
        self.setAccessibleName(words)
        self._offer(actions)
        mark(self, "tone", str(tone))
        self.setVisible(bool(words))
        if new:
            announce(self, words)

    def _offer(self, actions: tuple[tuple[str, str], ...]) -> None:
        for button in self._buttons:
            button.hide()
            self._line.removeWidget(button)
            button.deleteLater()
        self._buttons = [LinkButton(words, f"{self.objectName()}_{key}", parent=self) for key, words in actions]
        for button, (key, _words) in zip(self._buttons, actions, strict=True):
            button.setProperty("key", key)
            button.clicked.connect(self._pressed)
            self._line.addWidget(button)
            button.show()

    def _pressed(self) -> None:
        self.chosen.emit(self.sender().property("key"))
