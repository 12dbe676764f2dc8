"""Words with what can be done about them: at their right, or below them where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QWidget

from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.theme import text_scaled

_LEAST_WORDS = 260
_GAP = 12


class WordsAndActs(QWidget):
    """Buttons never squeeze the words into a narrow column: where both have no room side by side, they go below.

    Args of the constructor:
        words: the words' layout.
        acts: the buttons, which break into lines where they must.
        gap: space between the buttons.
    """

    def __init__(self, words: QLayout, acts: Sequence[QWidget], gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acts = FlowLayout(gap)
        for act in acts:
            self._acts.addWidget(act)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(_GAP)
        self._line.addLayout(words, 1)
        self._line.addLayout(self._acts)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def stacked(self) -> bool:
        """Whether the buttons stand below the words now."""
        return self._line.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put them where there is room."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """The same where a button has got other words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        needed = self._acts.sizeHint().width() + _GAP + text_scaled(self, _LEAST_WORDS)
        direction = QBoxLayout.Direction.TopToBottom if self.width() < needed else QBoxLayout.Direction.LeftToRight
        if direction != self._line.direction():
            self._line.setDirection(direction)
            self.updateGeometry()
