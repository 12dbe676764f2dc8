"""Words on the screen."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from leadbyte_desktop.ui.theme import Tone, mark


class Text(QLabel):
    """Words in one of the sizes of the design; plain text only, so nothing from LeadByte is read as markup.

    Args of the constructor:
        words: what it says.
        role: "title" (18 semibold), "account" (15 semibold), "heading" (13 semibold), "" (13), "hint" (12, secondary
            colour) or "error" (12, error colour).
        tone: a `Tone` that colours the words; the words must say the same.
        wrap: lines break where the width ends. Headings and hints in a row of widgets do not.
        name: the objectName.
    """

    def __init__(
        self, words: str = "", role: str = "", tone: Tone | str = "", *, wrap: bool = True, name: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(words, parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        self.setProperty("tone", str(tone))
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_tone(self, tone: Tone | str) -> None:
        """Colour the words anew."""
        mark(self, "tone", str(tone))

    def let_copy(self) -> None:
        """Let the words be marked and copied, with the mouse and from the keyboard."""
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)


class ElidedText(Text):
    """One line that ends in “…” where the width ends; the tool tip and a screen reader have all of it.

    Args of the constructor:
        role: as for `Text`.
        name: the objectName.
    """

    def __init__(self, role: str = "", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", role, wrap=False, name=name, parent=parent)

    def say(self, words: str) -> None:
        """Say something else."""
        self.setText(words)
        self.setToolTip(plain_tip(words))
        self.setAccessibleName(words)

    def minimumSizeHint(self) -> QSize:
        """A few letters, so that long words never widen the window."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter, room, int(flags), self.palette(), self.isEnabled(), shown, self.foregroundRole()
            )


def plain_tip(words: str) -> str:
    """Words for a tool tip. Qt takes in it what looks like markup for markup; names from LeadByte stay as they are."""
    if not RichText.mightBeRichText(words):
        return words
    lines = "<br>".join(escape(line, quote=False) for line in words.split("\n"))
    return f"<p>{lines}</p>"


class Pill(QLabel):
    """One short word on the ground of its tone: a lead's status, the connection's state.

    Args of the constructor:
        words: what it says.
        tone: a `Tone`.
        small: round and 12 high words, for use inside cards; else as high as a button.
        name: the objectName.
    """

    def __init__(
        self, words: str = "", tone: Tone | str = "", *, small: bool = True, name: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(words, parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("part", "pill")
        self.setProperty("small", "true" if small else "false")
        self.setProperty("tone", str(tone))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def show_state(self, words: str, tone: Tone | str) -> None:
        """Say something else."""
        self.setText(words)
        mark(self, "tone", str(tone))
