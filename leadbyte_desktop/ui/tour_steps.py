"""What a step of the tour leaves behind: what was read on the screen, and its picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QWidget

from leadbyte_desktop.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Step:
    """What one step showed.

    Attributes:
        number: its place, from 1.
        name: what was done, in words.
        picture: the file's name.
        held: whether the screen said what it had to.
        said: what was read on the screen, or what was missing.
        seconds: how long it took.
    """

    number: int
    name: str
    picture: str
    held: bool
    said: str
    seconds: float


def words_in(widget: QWidget) -> str:
    """Everything that can be read in a widget, from labels and buttons, a line each."""
    parts = (each for each in widget.findChildren(QWidget) if isinstance(each, (QLabel, QAbstractButton)))
    return "\n".join(each.text() for each in parts if each.isVisible() and each.text())


def picture_of(window: MainWindow) -> QPixmap:
    """The window, with its dialogs in its middle, where a screen that is large enough shows them."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            place = window.rect().center() - dialog.rect().center()
            painter.fillRect(window.rect(), QColor(0, 0, 0, 70))
            painter.drawPixmap(place, dialog.grab())
    painter.end()
    return picture
