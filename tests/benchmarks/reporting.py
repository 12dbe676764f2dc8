"""What a measured window tells about itself: when it was painted and answers, and its peak memory later."""

from __future__ import annotations

import resource

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

MEMORY_AFTER_MS = 5_000


class Reporter(QObject):
    """Prints "painted" once the window was painted and the loop has come round again, then "peak KIB" 5 s later."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._told = False
        central = window.centralWidget()
        assert central is not None
        central.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._told:
            self._told = True
            QTimer.singleShot(0, self._painted)
        return super().eventFilter(watched, event)

    def _painted(self) -> None:
        print("painted", flush=True)
        QTimer.singleShot(MEMORY_AFTER_MS, self._tell_memory)

    def _tell_memory(self) -> None:
        print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}", flush=True)
        QApplication.exit(0)
