"""What a lead holds now, between the label of a field and its new value."""

from __future__ import annotations

from textwrap import wrap

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadbyte_desktop.domain.words import in_sight
from leadbyte_desktop.ui.parts.text import ElidedText, LinesText, Text, plain_tip
from leadbyte_desktop.ui.theme import Tone

NOW_SHARE, CHANGE_SHARE = 2, 3
"""How the present value and the box for the new one share the width."""
BLANK, NOT_TOLD = "(blank)", "—"
_MOST_IN_TIP, _TIP_LINE = 2_000, 100


class NowValue(ElidedText):
    """The value that a field has in LeadByte; it takes no room while the lead is not known.

    Attributes:
        label: what the field is called.

    Args of the constructor:
        label: what the field is called.
        name: the objectName.
    """

    def __init__(self, label: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__("hint", name=name, parent=parent)
        self.label = label
        # Its width comes from the line, however long the value is.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hide()

    def show_value(self, value: str | None, shown: str | None = None) -> None:
        """Show a value; None where LeadByte did not tell it.

        Args:
            value: the value as LeadByte holds it.
            shown: the same in a form that is easier to read, where there is one.
        """
        words = NOT_TOLD if value is None else (shown or value) or BLANK
        self.say(in_sight(words) if words.strip() else BLANK)
        spoken = "not told by LeadByte" if value is None else in_sight(value, _MOST_IN_TIP) or "blank"
        self.setAccessibleName(f"{self.label} now in LeadByte: {spoken}")
        self.setToolTip("LeadByte did not tell this field" if value is None else _tip(words))
        self.show()


def _tip(words: str) -> str:
    """A value in a tool tip: in lines, as Qt breaks none there, and no more of it than has room on a screen."""
    return plain_tip("\n".join(wrap(in_sight(words, _MOST_IN_TIP), _TIP_LINE)))


class NowHead(QWidget):
    """The words over the three columns.

    Args of the constructor:
        name: the objectName.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._field = Text("Field", "hint", wrap=False, name=f"{name}_field")
        self._tail = QWidget()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(12)
        self._line.addWidget(self._field)
        for words, key, share in (("Now in LeadByte", "now", NOW_SHARE), ("Change to", "change", CHANGE_SHARE)):
            part = Text(words, "hint", wrap=False, name=f"{name}_{key}")
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._line.addWidget(part, share)
        self._line.addWidget(self._tail)
        self.hide()

    def fit(self, label: int, tail: int) -> None:
        """Stand over the columns: the width of the labels, and of what stands behind the boxes, in pixels."""
        self._field.setFixedWidth(label)
        self._tail.setFixedWidth(tail)

    def minimumSizeHint(self) -> QSize:
        """It never widens the form."""
        return QSize(0, super().minimumSizeHint().height())


class NowLine(QWidget):
    """The line over the fields: the words over the columns, or how the reading of the lead stands.

    One line is always there, with or without words, so that nothing below it moves when a lead was read, or was not.
    Only what holds for every lead takes as many as it needs.

    Args of the constructor:
        stem: begins the objectName of every widget in it.
        hint: what stands there while there is nothing else to say.
    """

    def __init__(self, stem: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{stem}.nowLine")
        self._hint, self._said = hint, ""
        self._head = NowHead(f"{stem}.nowHead")
        self._words = LinesText(1, "hint", name=f"{stem}.nowWords")
        self._head_wanted = self._whole = False
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._head)
        line.addWidget(self._words)
        self._fit()

    def say(self, words: str, tone: Tone | str = "", *, whole: bool = False) -> None:
        """Say how the reading of the lead stands, or why there is none.

        Args:
            words: in whole sentences; "" where there is nothing to say.
            tone: a `Tone` that colours them.
            whole: in as many lines as they need; else in one, and all of them in the tool tip.
        """
        self._said, self._whole = words, whole
        self._words.set_tone(tone)
        self._fit()

    def show_head(self, label: int, tail: int, *, wanted: bool) -> None:
        """Show the words over the columns where nothing else is to be said; the widths as for `NowHead.fit`."""
        self._head_wanted = wanted
        self._head.fit(label, tail)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the words need other lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        head = self._head_wanted and not self._said
        self._words.setText(self._said or self._hint)
        self._words.set_lines(self._words.lines_needed(self.width()) if self._whole else 1)
        self._words.setHidden(head)
        self._head.setVisible(head)
