"""How much room there is on the screen on which a widget stands."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def screen_room(widget: QWidget) -> QRect:
    """The screen without what the system keeps for itself, in its own coordinates.

    Not by `QWidget.screen()`: PySide6 then takes the screen for a child of the widget, and a screen that went with its
    widget ended the app at the next one that was made.
    """
    screen = QGuiApplication.screenAt(widget.window().frameGeometry().center()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
