"""A button that looks like a link, and the other plain buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from leadbyte_desktop.ui.parts.icon import RETINT_EVENTS, icon
from leadbyte_desktop.ui.theme import text_scaled


class PlainButton(QPushButton):
    """A button that never is a dialog's default and so never answers Enter from elsewhere; Enter and Space on it work.

    Args of the constructor:
        words: what pressing it does.
        name: the objectName.
        kind: "" (secondary), "primary" (one per page), "danger", "link" or "icon".
        icon_name: a drawing to stand before the words; it follows the theme.
        icon_tint: the token of the drawing's colour.
        accessible: what a screen reader says; needed where there are no words.
    """

    def __init__(
        self, words: str, name: str, kind: str = "", icon_name: str = "", icon_tint: str = "text",
        accessible: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(words, parent)
        self.setObjectName(name)
        self.setProperty("kind", kind)
        self.setAccessibleName(accessible or words.replace("&", ""))
        self.setAutoDefault(False)
        self.setDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._icon_name, self._icon_tint = icon_name, icon_tint
        self._draw_icon()

    def set_words(self, words: str) -> None:
        """Say something else, to the eye and to a screen reader."""
        self.setText(words)
        self.setAccessibleName(words.replace("&", ""))

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon anew when the theme changes."""
        if event.type() in RETINT_EVENTS:
            self._draw_icon()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def _draw_icon(self) -> None:
        if getattr(self, "_icon_name", ""):
            side = text_scaled(self, 18)
            # Qt leaves 4 pixels between drawing and words; the drawing brings the other 4 of the design.
            air = text_scaled(self, 4) if self.text() else 0
            self.setIcon(icon(self._icon_name, self._icon_tint, air / side))
            self.setIconSize(QSize(side + air, side))


class LinkButton(PlainButton):
    """A quiet act inside a card, a note or a band, written like a link.

    Args of the constructor:
        words: what pressing it does.
        name: the objectName.
        icon_name: a drawing to stand before the words ("plus").
    """

    def __init__(self, words: str, name: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, name, "link", icon_name, "accent", parent=parent)
        # Fixed: in a crowded card a link would otherwise be pressed flat before anything else gives way.
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class IconButton(PlainButton):
    """A button that shows a drawing only; its words are its tool tip and what a screen reader says.

    Args of the constructor:
        icon_name: the drawing.
        words: what pressing it does.
        name: the objectName.
    """

    def __init__(self, icon_name: str, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", name, "icon", icon_name, "text_2", accessible=words, parent=parent)
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
