"""Makes the exact requests of a review off the window's thread, where its rows are many."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.services.review_requests import FirstRequests

if TYPE_CHECKING:
    from leadbyte_desktop.services.review import Review

_AT_ONCE = 300
"""So many rows are made into requests before a person could notice."""


class RequestReader(QObject):
    """Reads the requests of one review at a time; a later review ends the reading of an earlier one.

    Signals:
        found(list): the first requests.
        counted(int): how many there are in all; after `found`.
    """

    found = Signal(list)
    counted = Signal(int)
    _found_there = Signal(object, list)
    _counted_there = Signal(object, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        # They come from the other thread, and are told on the window's.
        self._found_there.connect(self._tell_found)
        self._counted_there.connect(self._tell_count)

    def read(self, review: Review) -> None:
        """Read the requests of a review; of a small one, at once."""
        self.stop()
        if len(review.rows) <= _AT_ONCE:
            requests = FirstRequests(review)
            self.found.emit(requests.first())
            self.counted.emit(requests.count())
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(review, self._stop), name="requests", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Read no more; when this returns, nothing reads the review's rows."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _read(self, review: Review, stop: threading.Event) -> None:
        requests = FirstRequests(review, stop.is_set)
        self._found_there.emit(stop, requests.first())
        self._counted_there.emit(stop, requests.count())

    def _tell_found(self, stop: threading.Event, requests: list[object]) -> None:
        if not stop.is_set():
            self.found.emit(requests)

    def _tell_count(self, stop: threading.Event, count: int) -> None:
        if not stop.is_set():
            self.counted.emit(count)
