"""A letter that is pressed with Alt is a command or nothing: never a letter in what a customer is about to be sent."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_TYPED_IN = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
_NOT_ALT_ALONE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier


class AltLetters(QObject):
    """Keeps letters that come with Alt out of whatever has the focus.

    WORKAROUND: where no shortcut takes Alt+A, or a dialog is in its way, QInputControl takes it for a typed "a"; on
    X11 an Alt+S too many replaced a selected postcode. Shortcuts and the keys of buttons are found before a widget is
    given the key, so they go on working, and so do AltGr (Ctrl+Alt on Windows) and Alt with the digits of the keypad,
    which both write signs. On a Mac the Option key writes signs too: there nothing is kept out.

    It sits on the widget that has the focus, and on the list that drops down from it, which takes the keys first and
    passes them on past any filter; one on the whole app would be asked about each of its events.

    Args of the constructor:
        app: whose focus it follows, and its owner.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        if sys.platform != "darwin":
            app.focusChanged.connect(self._guard)
            self._guard(None, app.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow a letter that comes with Alt, and sit on the list of offers that takes the keys from a line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_alt_letter(event):
            event.accept()
            return True
        if isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.PopupFocusReason:
            self._guard(None, QApplication.activePopupWidget())
        return super().eventFilter(watched, event)

    def _guard(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, _TYPED_IN):
            # Where it sits already it is now the first that is asked, before a completer or an editor's table.
            new.installEventFilter(self)


def _is_alt_letter(event: QKeyEvent) -> bool:
    modifiers = event.modifiers()
    alone = modifiers & Qt.KeyboardModifier.AltModifier and not modifiers & _NOT_ALT_ALONE
    return bool(alone) and event.text().isprintable() and event.text() != ""
