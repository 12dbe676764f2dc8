"""A message in three parts: what happened, whether anything was changed in LeadByte, what to do now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.icon import pixmap
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone, text_scaled


class MessageDialog(DialogFrame):
    """Says something, and offers answers. Its result is the place of the answer from 1; 0 is Escape.

    Args of the constructor:
        title: what happened, in a few words.
        name: the objectName; the answers' buttons are called f"{name}_1", f"{name}_2" and so on.
        happened: what happened; may be all three parts at once (an error's `user_text`).
        changed: whether anything was changed in LeadByte.
        to_do: what to do now.
        answers: words of the buttons from the left; the first has the focus, so it must be the harmless one.
        tone: its tone; shows the icon of that tone.
        danger: the last answer cannot be undone, and looks so.
    """

    def __init__(
        self, title: str, name: str, happened: str, changed: str = "", to_do: str = "",
        answers: tuple[str, ...] = ("Close",), tone: Tone | str = "", *, danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, name, parent, least_width=480)
        self._tone = Tone(tone)
        self._spoken = " ".join(part for part in (title, happened, changed, to_do) if part)
        self._picture = QLabel()
        words = QVBoxLayout()
        words.setSpacing(8)
        for part, key in ((happened, "happened"), (changed, "changed"), (to_do, "to_do")):
            if part:
                text = Text(part, name=f"{name}_{key}")
                text.let_copy()
                text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                words.addWidget(text)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.add(line)
        self.body.addStretch(1)
        for place, answer in enumerate(answers, start=1):
            kind = "danger" if danger and place == len(answers) > 1 else ""
            button = self.add_button(answer, f"{name}_{place}", kind, place)
            if place == 1:
                button.setFocus()
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Have the message read aloud."""
        super().showEvent(event)
        announce(self, self._spoken, urgent=self._tone is Tone.ERROR)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon anew when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._draw()

    def _draw(self) -> None:
        shown = self._tone in (Tone.OK, Tone.WARNING, Tone.ERROR, Tone.UNKNOWN)
        self._picture.setVisible(shown)
        if shown:
            ratio = self.devicePixelRatioF()
            picture = pixmap(self._tone.value, self._tone.value, round(text_scaled(self, 28) * ratio))
            picture.setDevicePixelRatio(ratio)
            self._picture.setPixmap(picture)
