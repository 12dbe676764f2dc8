"""A switch, painted: on or off at once. It is not a tick, so nobody reads it as *send*."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from leadbyte_desktop.ui.theme import current_tokens


def paint_switch(painter: QPainter, room: QRectF, *, on: bool) -> None:
    """Draw a switch in a table. On has its knob at the right and a filled ground."""
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
