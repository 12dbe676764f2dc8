"""Two columns side by side, or one below the other where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_LEAST_WIDTH = 860


class TwoColumns(QWidget):
    """The work at the left, what became of it at the right; at 200 % scaling the right one moves below.

    Args of the constructor:
        left: the wider one.
        right: the other.
        shares: how the width is shared.
    """

    def __init__(
        self, left: QWidget, right: QWidget, shares: tuple[int, int] = (3, 2), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = (left, right)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(12)
        for part, share in zip(self._parts, shares, strict=True):
            self._line.addWidget(part, share)

    @property
    def stacked(self) -> bool:
        """Whether one stands below the other now."""
        return self._line.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """No wider than the wider of the two, so that a narrow window gets to stack them."""
        sizes = [part.minimumSizeHint().expandedTo(part.minimumSize()) for part in self._parts]
        wide = max(size.width() for size in sizes)
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack them, or put them side by side again."""
        super().resizeEvent(event)
        narrow = event.size().width() < round(_LEAST_WIDTH * max(1.0, self.fontMetrics().height() / 18))
        if narrow != self.stacked:
            direction = QBoxLayout.Direction
            self._line.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
            self.updateGeometry()
