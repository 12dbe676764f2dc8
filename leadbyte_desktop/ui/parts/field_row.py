"""A field: its label above, the control, and below it what is wrong with it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone, mark


class FieldRow(QWidget):
    """A label over a control, a hint, and an error line that a screen reader hears.

    Attributes:
        control: the control handed in.
        error: the words of the error line; "" while nothing is wrong.

    Args of the constructor:
        label: the label; "&" marks its key (Alt+letter moves to the control).
        control: the widget that is typed in or chosen from; its accessibleName is set from the label if it has none.
        hint: words in the secondary colour under the control; the error takes their place.
        beside: a widget at the control's right (a button *Check*).
        under: where the hint and the error stand, for whoever places them elsewhere than under the control.
    """

    def __init__(
        self, label: str, control: QWidget, hint: str = "", beside: QWidget | None = None, under: Text | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.control = control
        self._hint_words = hint
        self.setObjectName(f"{control.objectName()}_row")
        self._label = QLabel(label)
        self._label.setProperty("role", "heading")
        self._label.setBuddy(control)
        self._under = under or Text(hint, "hint", name=f"{control.objectName()}_error")
        if not control.accessibleName():
            control.setAccessibleName(label.replace("&", ""))
        control.setAccessibleDescription(hint)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(control, 1)
        if beside is not None:
            line.addWidget(beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._label)
        whole.addLayout(line)
        if under is None:
            whole.addWidget(self._under)
        self._label.setVisible(bool(label))
        self._under.setVisible(bool(hint))

    @property
    def error(self) -> str:
        """What is wrong with the field; "" while nothing is."""
        return self._under.text() if self._under.property("role") == "error" else ""

    def set_error(self, words: str) -> None:
        """Say what is wrong, right under the control and to a screen reader; "" takes it back.

        The same words again are not announced again, so a check at every key stays quiet.
        """
        new = words != self.error
        mark(self._under, "role", "error" if words else "hint")
        mark(self.control, "invalid", "true" if words else "false")
        self._under.setText(words or self._hint_words)
        self._under.setVisible(bool(self._under.text()))
        self.control.setAccessibleDescription(words or self._hint_words)
        if words and new:
            announce(self.control, words, urgent=True)

    def set_hint(self, words: str, tone: Tone = Tone.PLAIN) -> None:
        """Change the hint; an error that stands there stays. A tone is for what is allowed and wants a second look."""
        self._hint_words = words
        mark(self._under, "tone", str(tone))
        self.set_error(self.error)
