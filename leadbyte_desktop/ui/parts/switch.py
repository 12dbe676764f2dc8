"""A switch: on or off at once. It is not a tick, so nobody reads it as *send*."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption, QWidget

from leadbyte_desktop.ui.theme import current_tokens

_WIDE, _HIGH = 40, 22


class Switch(QAbstractButton):
    """A painted switch with its words. `toggled(bool)` tells; Space or Enter turns it; screen readers hear its state.

    Args of the constructor:
        words: what is on or off ("Show in lists"); shown beside it unless `words_shown` is False.
        name: the objectName.
        on: how it starts.
        words_shown: False where a table's heading already says it.
    """

    def __init__(
        self, words: str, name: str, *, on: bool = False, words_shown: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setChecked(on)
        self._words_shown = words_shown
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the switch, its focus ring and its words."""
        words = self.fontMetrics().horizontalAdvance(self.text()) + 8 if self._words_shown else 0
        return QSize(_WIDE + 8 + words + 4, max(_HIGH + 8, self.fontMetrics().height() + 8))

    def minimumSizeHint(self) -> QSize:
        """Never smaller: nothing is cut off."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter turns it as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew when the theme changes."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the switch, its words, and a ring while it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_switch(painter, QRectF(4, (self.height() - _HIGH) / 2, _WIDE, _HIGH), on=self.isChecked(),
                     focused=self.hasFocus())  # fmt: skip
        if self._words_shown:
            option = QStyleOption()
            option.initFrom(self)
            painter.setPen(option.palette.color(self.foregroundRole()))
            self.style().drawItemText(
                painter, self.rect().adjusted(_WIDE + 16, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter),
                option.palette, bool(option.state & QStyle.StateFlag.State_Enabled), self.text(),
            )  # fmt: skip


def paint_switch(painter: QPainter, room: QRectF, *, on: bool, focused: bool = False) -> None:
    """Draw a switch; a table's delegate uses it too. On has its knob at the right and a filled ground."""
    tokens = current_tokens()
    painter.setPen(QPen(QColor(tokens.accent if on else tokens.edge), 1.5))
    painter.setBrush(QColor(tokens.accent if on else tokens.surface))
    inner = room.adjusted(1, 1, -1, -1)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    knob = inner.height() - 6
    left = inner.right() - 3 - knob if on else inner.left() + 3
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.on_accent if on else tokens.edge))
    painter.drawEllipse(QRectF(left, inner.top() + 3, knob, knob))
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 2))
        ring = room.adjusted(-2.5, -2.5, 2.5, 2.5)
        painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
