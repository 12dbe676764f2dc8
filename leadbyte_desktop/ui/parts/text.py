"""Words on the screen."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from leadbyte_desktop.ui.theme import Tone, mark

_NO_COPY = Qt.TextInteractionFlag.LinksAccessibleByMouse
"""Qt's own flags of a label that was not told otherwise."""
_LONG_WORD = re.compile(r"\S{49,}")
"""Longer than any word or e-mail address that people write."""
_PIECE = 12


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
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(words)
        self.setProperty("role", role)
        self.setProperty("tone", str(tone))
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's own name: every way to other words leads here
        """Say something else; where lines break, a very long word breaks as well: no label grows wider by it."""
        self._said = words
        breaks = self.wordWrap() and self.textInteractionFlags() == _NO_COPY  # what is copied is nothing but the words
        super().setText(_LONG_WORD.sub(_in_pieces, words) if breaks else words)

    def text(self) -> str:
        """What it says, without the places where a very long word may break."""
        return self._said

    def clear(self) -> None:
        """Say nothing."""
        self.setText("")

    def set_tone(self, tone: Tone | str) -> None:
        """Colour the words anew."""
        mark(self, "tone", str(tone))

    def let_copy(self) -> None:
        """Let the words be marked and copied, with the mouse and from the keyboard."""
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setText(self._said)


def _in_pieces(word: re.Match[str]) -> str:
    """A word with places, not to be seen, where a line may end."""
    return "\u200b".join(word[0][at : at + _PIECE] for at in range(0, len(word[0]), _PIECE))


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


class LinesText(Text):
    """Words in so many lines, whose height is always there: nothing around them moves with what they say.

    What has no room ends in “…”; the tool tip and a screen reader have all of it.

    Args of the constructor:
        lines: how many.
        role: as for `Text`.
        name: the objectName.
    """

    def __init__(self, lines: int, role: str = "", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", role, wrap=False, name=name, parent=parent)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's own name: the tool tip goes with the words
        """Say something else."""
        super().setText(words)
        self.setToolTip(plain_tip(words))

    def set_lines(self, lines: int) -> None:
        """Have room for so many lines from now on."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def lines_needed(self, width: int) -> int:
        """How many lines it takes to show all words at a width in pixels; at least one."""
        metrics = self.fontMetrics()
        room = metrics.boundingRect(QRect(0, 0, max(width, 1), 1), Qt.TextFlag.TextWordWrap, self.text())
        return max(1, round(room.height() / metrics.lineSpacing()))

    def sizeHint(self) -> QSize:
        """As wide as it may be, and as high as all its lines."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) // self._lines, metrics.lineSpacing() * self._lines)

    def minimumSizeHint(self) -> QSize:
        """A few letters, so that long words never widen the window."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, self.sizeHint().height())

    @property
    def shown_lines(self) -> list[str]:
        """What can be read of the words, line by line, at the width that they have."""
        metrics, rest, lines = self.fontMetrics(), self.text(), list[str]()
        room = max(self.contentsRect().width(), 1)
        layout = QTextLayout(rest, self.font())
        layout.beginLayout()
        while rest and len(lines) < self._lines:
            line = layout.createLine()
            line.setLineWidth(room)
            last = len(lines) == self._lines - 1
            words = rest if last else rest[: line.textLength()]
            rest = rest[len(words) :]
            lines.append(metrics.elidedText(words.strip(), Qt.TextElideMode.ElideRight, room))
        layout.endLayout()
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for, in the middle of its height."""
        lines, room = self.shown_lines, self.contentsRect()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter, room, int(flags), self.palette(), self.isEnabled(), "\n".join(lines), self.foregroundRole()
            )


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
