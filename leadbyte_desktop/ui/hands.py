"""Hands that work the window as a person would: find what can be seen, click it, type into it, wait for what it says.

They need neither a test framework nor a display, so the installed app can play its own tour.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from leadbyte_desktop.ui.parts.menu_button import MenuButton
from leadbyte_desktop.ui.parts.tick_list import TickList

PATIENCE = 20.0
"""Seconds until what was waited for counts as missing."""
_LOOK_EVERY = 0.02

Kind = TypeVar("Kind", bound=QWidget)


class NotSeenError(Exception):
    """What the hands or eyes were sent for is not there; the message says what, in words."""


class Hands:
    """Finds widgets by objectName among what can be seen, and uses them through real mouse and key events.

    Attributes:
        pressed: the keys that were pressed besides typing, since it was last cleared: "Return", "Alt+D".
    """

    def __init__(self) -> None:
        self.pressed: list[str] = []

    def find(self, name: str) -> QWidget:
        """The visible widget of that objectName, the topmost dialog's first.

        Raises:
            NotSeenError: there is none.
        """
        return self.find_a(QWidget, name)

    def find_a(self, kind: type[Kind], name: str) -> Kind:
        """The same, of a certain kind."""
        found = self._look_for(name, kind)
        if found is None:
            raise NotSeenError(f"“{name}” is not in sight")
        return found

    def sees(self, name: str) -> bool:
        """Whether a widget of that objectName can be seen."""
        return self._look_for(name, QWidget) is not None

    async def until(self, holds: Callable[[], bool], words: str, patience: float = PATIENCE) -> None:
        """Wait until something holds.

        Raises:
            NotSeenError: it did not within `patience` seconds; the message is `words`.
        """
        deadline = time.monotonic() + patience
        while not self._holds(holds):
            if time.monotonic() > deadline:
                raise NotSeenError(words)
            await asyncio.sleep(_LOOK_EVERY)

    async def until_seen(self, name: str) -> None:
        """Wait until a widget of that objectName can be seen."""
        await self.until(lambda: self.sees(name), f"“{name}” did not appear")

    async def click(self, name: str) -> None:
        """Click a widget in its middle (a tick box on its box), once it can be clicked."""
        await self.until(lambda: self.find(name).isEnabled(), f"“{name}” could not be clicked")
        widget = self.find(name)
        middle = widget.rect().center()
        await self._click_at(widget, QPoint(10, middle.y()) if isinstance(widget, QCheckBox) else middle)

    async def write(self, name: str, text: str) -> None:
        """Put text in the place of what stands in a box, key by key."""
        await self.until(lambda: self.find(name).isEnabled(), f"nothing could be typed into “{name}”")
        widget = self.find(name)
        await self._focus(widget)
        if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)):
            widget.selectAll()
        self._key(widget, Qt.Key.Key_Delete, "")
        for character in text:
            self._key(widget, Qt.Key.Key_Return if character == "\n" else Qt.Key.Key_unknown, character)
        await asyncio.sleep(0)

    async def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key where the focus is; with a modifier, the shortcut of both.

        Raises:
            NotSeenError: nothing has the focus, or there is no such shortcut.
        """
        keys = QKeySequence(key | modifier)
        self.pressed.append(keys.toString(QKeySequence.SequenceFormat.PortableText))
        if modifier == Qt.KeyboardModifier.NoModifier:
            self._key(self._focused(), key, "")
        else:
            self._shortcut(keys).activated.emit()
        await asyncio.sleep(0)

    async def type_here(self, text: str) -> None:
        """Type text where the focus is.

        Raises:
            NotSeenError: nothing has the focus.
        """
        for character in text:
            self._key(self._focused(), Qt.Key.Key_unknown, character)
        await asyncio.sleep(0)

    @staticmethod
    def _focused() -> QWidget:
        focused = QApplication.focusWidget()
        if focused is None:
            raise NotSeenError("nothing has the focus")
        return focused

    @staticmethod
    def _shortcut(keys: QKeySequence) -> QShortcut:
        top = QApplication.activeModalWidget() or QApplication.activeWindow()
        for each in top.findChildren(QShortcut) if top is not None else ():
            owner = each.parent()
            if each.key() == keys and each.isEnabled() and isinstance(owner, QWidget) and owner.isVisible():
                return each
        raise NotSeenError(f"no shortcut answers {keys.toString()}")

    async def choose(self, name: str, key: str) -> None:
        """Choose from the menu of a button, by the entry's key."""
        button = self.find_a(MenuButton, name)
        await self.until(button.isEnabled, f"“{name}” could not be opened")
        button.entry(key).trigger()
        await asyncio.sleep(0)

    async def tick(self, name: str, key: str) -> None:
        """Click one row of a tick list, by the row's key."""
        ticks = self.find_a(TickList, name)
        await self._click_at(ticks.view.viewport(), ticks.row_rect(key).center())

    def _look_for(self, name: str, kind: type[Kind]) -> Kind | None:
        modal = QApplication.activeModalWidget()
        tops = [modal] if modal is not None else []
        tops += [top for top in QApplication.topLevelWidgets() if top is not modal and top.isVisible()]
        for top in tops:
            for each in (top, *top.findChildren(QWidget, name)):
                if isinstance(each, kind) and each.objectName() == name and each.isVisible():
                    return each
        return None

    def _holds(self, holds: Callable[[], bool]) -> bool:
        try:
            return holds()
        except NotSeenError:
            return False

    async def _focus(self, widget: QWidget) -> None:
        """Give a widget the focus; only in an active window do boxes notice that the focus comes and goes."""
        if not widget.isActiveWindow():
            widget.activateWindow()
            await self.until(widget.isActiveWindow, "the window did not become active")
        widget.setFocus(Qt.FocusReason.MouseFocusReason)

    async def _click_at(self, widget: QWidget, place: QPoint) -> None:
        button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        at, globally = QPointF(place), QPointF(widget.mapToGlobal(place))
        plain = Qt.KeyboardModifier.NoModifier
        if widget.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            await self._focus(widget)
        for kind, held in ((QEvent.Type.MouseButtonPress, button), (QEvent.Type.MouseButtonRelease, none)):
            QApplication.sendEvent(widget, QMouseEvent(kind, at, globally, button, held, plain))
        await asyncio.sleep(0)

    def _key(self, widget: QWidget, key: Qt.Key, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
