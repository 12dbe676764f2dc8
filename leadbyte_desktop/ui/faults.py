"""Exceptions that nobody took, wherever they rise: all into the log, and told to the person."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)


class Faults(QObject):
    """Stands behind slots, threads and the event loop from `watch` until `leave`.

    Signals:
        broke(): one of our own bugs showed; it is in the log already. Always on the window's thread.
    """

    broke = Signal()
    _elsewhere = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # From another thread this is queued, and so arrives on the window's.
        self._elsewhere.connect(self._tell)
        self._slots_before, self._threads_before = sys.excepthook, threading.excepthook

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take what nobody else takes, from now on; call it on the window's thread."""
        self._slots_before, self._threads_before = sys.excepthook, threading.excepthook
        sys.excepthook = self._of_slot
        threading.excepthook = self._of_thread
        loop.set_exception_handler(self._of_loop)

    def leave(self) -> None:
        """Let the earlier ones take them again."""
        sys.excepthook, threading.excepthook = self._slots_before, self._threads_before

    def _of_slot(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            self._slots_before(kind, error, trace)
            return
        _log.error("A slot of the window broke", exc_info=error)
        self._tell()

    def _of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        _log.error("A thread broke", exc_info=arguments.exc_value)
        self._elsewhere.emit()

    def _of_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # Only asyncio's own sentence: the rest of the context quotes tasks and results.
        _log.error("The loop says: %s", context.get("message", ""), exc_info=context.get("exception"))
        self._tell()

    def _tell(self) -> None:
        self.broke.emit()
