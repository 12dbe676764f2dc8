"""Ctrl+Delete in the empty box of a field's new value clears the field in LeadByte, and once more takes that back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class ClearKey(QObject):
    """Ticks *Clear this field* from the box, and goes to the tick.

    There the same key or Space takes it back and goes back to the box, and Enter goes on to the next one.

    In a box in which something stands the key deletes words, as everywhere; whoever pressed it until nothing was left
    meant these words and not the field, so it then clears nothing before another key was pressed or the box left.

    Attributes:
        used: the tick that stands was set by the key.

    Signals:
        turned(): `used` is another.

    Args of the constructor:
        value: the box.
        tick: what clears the field, and puts the box out of use; its owner. Whatever follows a change of it has been
            connected before.
    """

    turned = Signal()

    def __init__(self, value: QLineEdit, tick: QCheckBox) -> None:
        super().__init__(tick)
        self._value, self._tick = value, tick
        self._deletes_words = False
        self.used = False
        tick.setToolTip("Ctrl+Delete in the empty box does the same")
        tick.toggled.connect(self._follow)
        for widget in (value, tick):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key in the box and on the tick."""
        if watched is self._value and event.type() == QEvent.Type.FocusIn:
            self._deletes_words = False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self._value:
                return self._pressed_in_box(event)
            if watched is self._tick and self.used:
                return self._pressed_on_tick(event)
        return super().eventFilter(watched, event)

    def _pressed_in_box(self, event: QKeyEvent) -> bool:
        if not _is_meant(event):
            self._deletes_words = self._deletes_words and event.key() in _ALONE
            return False
        if self._value.text():
            self._deletes_words = True
            return False
        if not (self._deletes_words or event.isAutoRepeat()):
            self.used = True
            self._tick.setFocus(Qt.FocusReason.OtherFocusReason)  # first: a box out of use would lose it to anything
            self._tick.setChecked(True)
            self.turned.emit()
        return True

    def _pressed_on_tick(self, event: QKeyEvent) -> bool:
        if _is_meant(event):
            if not event.isAutoRepeat():
                self._tick.setChecked(False)
            return True
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._value.returnPressed.emit()  # the field is done, and Enter goes on from it as from any other
            return True
        return False

    def _follow(self, ticked: bool) -> None:
        if ticked or not self.used:
            return
        self.used = False
        self.turned.emit()
        if self._tick.hasFocus():
            self._value.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_meant(event: QKeyEvent) -> bool:
    keypad = Qt.KeyboardModifier.KeypadModifier
    return event.key() == Qt.Key.Key_Delete and event.modifiers() & ~keypad == Qt.KeyboardModifier.ControlModifier
