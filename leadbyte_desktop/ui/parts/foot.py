"""The foot of a page or dialog: a hint, beside the buttons or above them where it is long; the primary button last."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import text_scaled

_ROOMY = 760
"""From this width on the primary button names its key."""
_MOST_LINES = 3
"""A hint that would take more lines beside the buttons stands above them, where it takes fewer."""
_SPACING = 8


class Foot(QWidget):
    """Holds one primary button, whose words say what it does. It is disabled only while the hint says what is missing.

    Attributes:
        primary: the primary button.
        hint: the words at the left.

    Signals:
        pressed(): the primary button was pressed, or its Ctrl+Enter.

    Args of the constructor:
        name: the objectName; the primary button is called f"{name}_primary".
        primary: words of the primary button; "" for a foot without one.
        ctrl_enter: Ctrl+Enter presses it from anywhere on the page, and the button says so.
    """

    pressed = Signal()

    def __init__(
        self, name: str, primary: str = "", *, ctrl_enter: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._ctrl_enter = ctrl_enter
        self._missing = ""
        self._plain_hint = ""
        self._words = ""
        self.hint = Text(role="hint", name=f"{name}_hint")
        self.primary = PlainButton(primary, f"{name}_primary", "primary")
        self.primary.clicked.connect(self.pressed)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(_SPACING)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.primary)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(_SPACING)
        self._parts.addWidget(self.hint, 1)
        self._parts.addLayout(self._buttons)
        self.set_primary(primary)
        if ctrl_enter:
            self._watch_ctrl_enter()

    def set_primary(self, words: str) -> None:
        """Change what the primary button says ("Update lead 2932682"); "" hides it."""
        self.primary.set_words(words)
        self.primary.setVisible(bool(words))
        if self._ctrl_enter:
            self.primary.setAccessibleDescription("Ctrl+Enter")
        self._words = words
        self._fit_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the hint needs the room of the words *Ctrl+Enter*."""
        super().resizeEvent(event)
        self._fit_words()

    def showEvent(self, event: QShowEvent) -> None:
        """The same, before anybody has seen it."""
        super().showEvent(event)
        self._fit_words()

    def event(self, event: QEvent) -> bool:
        """A button that comes or goes changes the hint's room too."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place_hint()
        return super().event(event)

    def _fit_words(self) -> None:
        roomy = not self.isVisible() or self.width() >= text_scaled(self, _ROOMY)
        words = f"{self._words}   Ctrl+Enter" if self._ctrl_enter and self._words and roomy else self._words
        if words != self.primary.text():
            self.primary.setText(words)
        self._place_hint()

    def _place_hint(self) -> None:
        beside = self.width() - self._buttons.sizeHint().width() - _SPACING
        lines = self.hint.heightForWidth(max(1, beside)) // self.hint.fontMetrics().lineSpacing()
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.TopToBottom if lines > _MOST_LINES else directions.LeftToRight)

    def set_hint(self, words: str) -> None:
        """Change the words at the left; what is missing goes before them."""
        self._plain_hint = words
        self._show()

    def need(self, missing: str) -> None:
        """Say what is missing before the primary button can be pressed ("Add the lead’s ID"); "" when nothing is."""
        self._missing = missing
        self.primary.setEnabled(not missing)
        self.primary.setToolTip(missing)
        self._show()

    def add_button(self, words: str, name: str, kind: str = "") -> PlainButton:
        """Put another button to the left of the primary one, right of those already there."""
        button = PlainButton(words, name, kind)
        self._buttons.insertWidget(self._buttons.indexOf(self.primary), button)
        return button

    def _show(self) -> None:
        self.hint.setText(self._missing or self._plain_hint)
        self._place_hint()

    def _watch_ctrl_enter(self) -> None:
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._press)

    def _press(self) -> None:
        if not self.isVisible() or not self.primary.isVisible():
            return
        if self.primary.isEnabled():
            self.primary.click()
        else:
            announce(self, self._missing, urgent=True)
