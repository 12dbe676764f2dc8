"""Nothing moves between the press and the release of a mouse button: a click on what moves away would be lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication


def is_mouse_down() -> bool:
    """Whether a mouse button is held down."""
    return QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton


class WhenMouseUp(QObject):
    """Does something at once, or where a mouse button is held down, when it was let go and the click is done.

    Args of the constructor:
        do: what is done; once for several wishes.
        parent: its owner.
    """

    def __init__(self, do: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._do = do
        self._waits = False

    def __call__(self) -> None:
        """Do it, now or when no button is held down any more."""
        app = QGuiApplication.instance()
        if app is None or not is_mouse_down():
            self._do()
        elif not self._waits:
            self._waits = True
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the release; what is clicked gets it first."""
        if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.ApplicationDeactivate):
            self._let_go()
        return super().eventFilter(watched, event)

    def _let_go(self) -> None:
        app = QGuiApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._waits = False
        QTimer.singleShot(0, self, self._do)
