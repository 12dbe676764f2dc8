"""A button that opens a menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from leadbyte_desktop.ui.parts.link_button import PlainButton

_KEY_ROLE = "key"


class MenuButton(PlainButton):
    """A button with a menu; a click, Space, Enter and Down open it.

    Attributes:
        choices: the menu; its `triggered` tells what was chosen, and `key_of` which that is.

    Args of the constructor:
        words: what can be chosen there; "&" marks its key.
        name: the objectName; the menu is called f"{name}_menu", an entry f"{name}_{key}".
        kind: "" or "link".
    """

    def __init__(self, words: str, name: str, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, name, kind, icon_tint="accent", parent=parent)
        self.setProperty("menu", "true")
        self.choices = QMenu(self)
        self.choices.setObjectName(f"{name}_menu")
        self.setMenu(self.choices)
        if kind == "link":
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def add_choice(self, key: str, words: str, shortcut: str = "") -> QAction:
        """Add an entry.

        Args:
            key: what it is known by.
            words: what stands there; an "&" in it stands for itself.
            shortcut: keys that do the same, which are only shown: whoever answers them says so elsewhere.
        """
        action = QAction(words.replace("&", "&&"), self.choices)
        action.setObjectName(f"{self.objectName()}_{key}")
        action.setProperty(_KEY_ROLE, key)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
        self.choices.addAction(action)
        return action

    def add_words(self, words: str) -> None:
        """Add a line that says something and cannot be chosen."""
        action = QAction(words, self.choices)
        action.setEnabled(False)
        self.choices.addAction(action)

    def entry(self, key: str) -> QAction:
        """The entry known by this key."""
        return next(action for action in self.choices.actions() if action.property(_KEY_ROLE) == key)

    @staticmethod
    def key_of(action: QAction) -> str:
        """What an entry is known by."""
        return str(action.property(_KEY_ROLE) or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the menu, which a click by the program would not; Down does too, as on every such button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.showMenu()
        else:
            super().keyPressEvent(event)
