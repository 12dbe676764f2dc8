"""Telling a screen reader what has just appeared on the screen."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say the words; nothing happens where none is running.

    Args:
        widget: the widget that shows the words.
        words: what is said.
        urgent: interrupts what is being said; for errors.
    """
    if not words or not widget.isVisible():
        return
    event = QAccessibleAnnouncementEvent(widget, words)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
