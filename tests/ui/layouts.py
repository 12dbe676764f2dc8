"""When a window has come to rest: no layout is left that would still take other sizes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

_TURNS = 200
"""No window needs more; one that does never comes to rest."""


class _Requests(QObject):
    """Counts the layouts that are done anew, as long as it is installed on the application."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


def come_to_rest() -> None:
    """Turn the loop until every layout has taken the sizes of those below it.

    Qt tells the layouts above of a change one level at a turn, so no fixed number of turns is enough: a person sees the
    window after the last.
    """
    app = QApplication.instance()
    assert app is not None
    requests = _Requests()
    app.installEventFilter(requests)
    try:
        # A turn may bring none and leave some behind that the next one brings.
        quiet = 0
        for _turn in range(_TURNS):
            before = requests.count
            app.processEvents()
            quiet = quiet + 1 if requests.count == before else 0
            if quiet == 2:
                return
    finally:
        app.removeEventFilter(requests)
    pytest.fail("the window never comes to rest")
