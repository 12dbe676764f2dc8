"""What stands where nothing is yet: what it is for, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.text import Text


class EmptyState(QWidget):
    """A heading, a hint and at most one button, in the middle of the room it gets.

    Signals:
        pressed(): its button was pressed.

    Args of the constructor:
        name: the objectName; the button is called f"{name}_button".
        heading: what is not there yet ("No deliveries on this PC yet").
        hint: what to do next.
        button: words of the button; "" for none.
    """

    pressed = Signal()

    def __init__(
        self, name: str, heading: str = "", hint: str = "", button: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._heading = Text(heading, "heading", name=f"{name}_heading")
        self._hint = Text(hint, "hint", name=f"{name}_hint")
        self._button = PlainButton(button, f"{name}_button")
        self._button.clicked.connect(self.pressed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(8)
        whole.addStretch(1)
        for words in (self._heading, self._hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            whole.addWidget(words)
        whole.addWidget(self._button, 0, middle)
        whole.addStretch(1)
        self.say(heading, hint, button)

    def focus_button(self) -> None:
        """Put the focus on its button, by the keyboard. No focus proxy does it: Tab stops short of a hidden one."""
        self._button.setFocus(Qt.FocusReason.TabFocusReason)

    def say(self, heading: str, hint: str = "", button: str = "") -> None:
        """Change all the words at once."""
        self._heading.setText(heading)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._button.set_words(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(f"{heading}. {hint}" if hint else heading)
