"""Sees when a widget has painted what it should show, and the window answers again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Watches a widget's paints.

    Args:
        watched: the widget.
        holds: whether it has something to paint.

    Signals:
        answers(): it was painted while that held, and the loop has come round again. Once for every `watch`.
    """

    answers = Signal()

    def __init__(self, watched: QWidget, holds: Callable[[], bool]) -> None:
        super().__init__(watched)
        self._holds, self._watching = holds, False
        watched.installEventFilter(self)

    def watch(self) -> None:
        """Tell of the next paint."""
        self._watching = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the turn of the loop after a paint."""
        if self._watching and event.type() == QEvent.Type.Paint and self._holds():
            self._watching = False
            QTimer.singleShot(0, self.answers.emit)
        return super().eventFilter(watched, event)
