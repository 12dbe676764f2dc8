"""A note: what happened, in the colour of its tone, with what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.icon import RETINT_EVENTS, pixmap
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone, mark, text_scaled

_ICONS = {Tone.OK: "ok", Tone.WARNING: "warning", Tone.ERROR: "error", Tone.UNKNOWN: "unknown"}


class Note(QFrame):
    """A note that is hidden until it has something to say, and tells a screen reader when it does.

    Attributes:
        words: what it says now.

    Signals:
        chosen(str): the key of the action that was pressed.
        said(): it says something else now, or nothing.

    Args of the constructor:
        name: the objectName; actions are called f"{name}_{key}".
        words: shown at once where given.
        tone: OK, WARNING, ERROR, UNKNOWN, or ACCENT for plain information.
        beside: its actions stand at the right of the words, for pages with little height to spare.
    """

    chosen = Signal(str)
    said = Signal()

    def __init__(
        self, name: str, words: str = "", tone: Tone | str = Tone.ACCENT, *, beside: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "note")
        self.setFrameShape(QFrame.Shape.Box)
        self._icon = QLabel()
        self._text = Text(name=f"{name}_text")
        self._text.let_copy()
        self._text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._after = Text(name=f"{name}_after")
        self._after.let_copy()
        self._after.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._actions = FlowLayout(8)
        self._buttons: list[LinkButton] = []
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._middle.addWidget(self._text, 1)
        self._middle.addLayout(self._actions)
        self._whole = QHBoxLayout(self)
        self._whole.setContentsMargins(12, 8, 12, 8)
        self._whole.setSpacing(8)
        self._whole.addWidget(self._icon)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(self._middle)
        column.addWidget(self._after)
        self._whole.addLayout(column, 1)
        self.have_actions(beside=beside)
        self.hide_note()
        if words:
            self.say(words, tone)

    @property
    def words(self) -> str:
        """What it says now; empty while it is hidden."""
        return "\n".join(part.text() for part in (self._text, self._after) if part.text())

    def have_actions(self, *, beside: bool) -> None:
        """Have the actions at the right of the words, or below them."""
        direction, alignment = QBoxLayout.Direction, Qt.AlignmentFlag
        self._middle.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._middle.setSpacing(8 if beside else 4)
        self._whole.setAlignment(self._icon, alignment.AlignVCenter if beside else alignment.AlignTop)

    def say(
        self, words: str, tone: Tone | str, actions: tuple[tuple[str, str], ...] = (), after: str = ""
    ) -> None:  # fmt: skip
        """Show the note and have it read aloud. A focus on one of its actions stays there, or at least at the note.

        Args:
            words: what happened; whether anything was changed in LeadByte; what to do now.
            tone: its tone.
            actions: what can be done, as (key, words) pairs; pressed ones come back as `chosen(key)`.
            after: what an action brought, below the actions: however long it is, they stay where they are.
        """
        self._text.setText(words)
        self._after.setText(after)
        self._after.setVisible(bool(after))
        self.setAccessibleName(self.words)
        self._offer(actions)
        mark(self, "tone", str(tone))
        self._draw_icon()
        self.said.emit()
        self.setVisible(True)
        announce(self, self.words, urgent=tone == Tone.ERROR)

    def hide_note(self) -> None:
        """Say nothing and take no room."""
        self._text.clear()
        self._after.clear()
        self._offer(())
        self.setVisible(False)
        self.said.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon anew when the theme changes."""
        if event.type() in RETINT_EVENTS:
            self._draw_icon()
        super().changeEvent(event)

    def _offer(self, actions: tuple[tuple[str, str], ...]) -> None:
        old = self._buttons
        focused = next((str(button.property("key")) for button in old if button.hasFocus()), None)
        self._buttons = [LinkButton(words, f"{self.objectName()}_{key}", parent=self) for key, words in actions]
        before: QWidget = self._text
        for button, (key, _words) in zip(self._buttons, actions, strict=True):
            button.setProperty("key", key)
            button.clicked.connect(self._pressed)
            self._actions.addWidget(button)
            # Made last, it would be reached with the Tab key only behind everything else of the page.
            QWidget.setTabOrder(before, button)
            before = button
            button.show()
        if focused is not None:
            # Before the old ones go: Qt would take the focus out of the note with them.
            wanted = (button for button in self._buttons if button.property("key") == focused)
            next(wanted, self._text).setFocus(Qt.FocusReason.OtherFocusReason)
        for button in old:
            button.hide()
            self._actions.removeWidget(button)
            button.deleteLater()

    def _pressed(self) -> None:
        self.chosen.emit(self.sender().property("key"))

    def _draw_icon(self) -> None:
        tone = Tone(self.property("tone") or "")
        name = _ICONS.get(tone)
        self._icon.setVisible(name is not None)
        if name is not None:
            ratio = self.devicePixelRatioF()
            picture = pixmap(name, tone.value, round(text_scaled(self, 18) * ratio))
            picture.setDevicePixelRatio(ratio)
            self._icon.setPixmap(picture)
