"""The line in which a lead is named: its label, the box, *Find*, and what was understood."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from leadbyte_desktop.ui.theme import text_scaled

_ROOMY = 1240
"""In a line that is narrower, what was understood stands below the box: beside it, it would not have the room."""


class FindLine(QWidget):
    """One line where there is room, else two.

    Args of the constructor:
        before: what stands before the box, and the box itself; the last of them takes the room there is.
        after: what stands behind it (*Find*, *Campaigns…*), whatever the width.
        beside: what moves below the box where there is no room; the first of them takes the room there is.
    """

    def __init__(
        self, before: Sequence[QWidget], after: Sequence[QWidget], beside: Sequence[QWidget],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._first = _line(before, before[-1])
        for part in after:
            self._first.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._second = _line(beside, beside[0])
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addLayout(self._first, 1)
        self._whole.addLayout(self._second, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._place(roomy=True)

    def minimumSizeHint(self) -> QSize:
        """Narrower than its parts side by side, so that a narrow window gets to stack them."""
        width = max(self._first.minimumSize().width(), self._second.minimumSize().width())
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what was understood below the box where both have no room beside each other."""
        super().resizeEvent(event)
        self._place(roomy=event.size().width() >= text_scaled(self, _ROOMY))

    def _place(self, *, roomy: bool) -> None:
        directions = QBoxLayout.Direction
        self._whole.setDirection(directions.LeftToRight if roomy else directions.TopToBottom)
        self._whole.setSpacing(12 if roomy else 4)


def _line(parts: Sequence[QWidget], wide: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(12)
    for part in parts:
        line.addWidget(part, int(part is wide))
        line.setAlignment(part, Qt.AlignmentFlag.AlignVCenter)
    return line
