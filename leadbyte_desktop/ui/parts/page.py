"""A page of the window: it scrolls where the window is too low, and its foot stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.mouse_up import is_mouse_down
from leadbyte_desktop.ui.parts.tick_list import TickList


class Page(QWidget):
    """A page with margins of 20 and 16, gaps of 12, and an optional foot below what scrolls.

    Whatever takes the focus inside it is scrolled into sight, a list of ticks with the line that searches it, so the
    keyboard alone reaches everything.

    Attributes:
        body: the layout (vertical) of what scrolls.

    Args of the constructor:
        name: the objectName.
        foot: stays below, always in sight.
    """

    def __init__(self, name: str, foot: Foot | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(12)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = inside
        self._area.setWidget(inside)
        self._area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        if foot is not None:
            foot.setContentsMargins(20, 8, 20, 16)
            whole.addWidget(foot)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout below what the page already holds."""
        if isinstance(part, QLayout):
            self.body.addLayout(part, stretch)
        else:
            self.body.addWidget(part, stretch)

    def add_stretch(self) -> None:
        """Push everything up to the top; for pages without a table."""
        self.body.addStretch(1)

    def show_widget(self, widget: QWidget) -> None:
        """Scroll until this widget can be seen."""
        self._area.ensureWidgetVisible(widget, 20, 24)

    def _follow_focus(self, _old: QObject | None, new: QObject | None) -> None:
        # What a click goes to is in sight; to move it now would part the press of the button from its release.
        if isinstance(new, QWidget) and self._inside.isAncestorOf(new) and not is_mouse_down():
            # A search line is of no use without what it finds.
            around = new.parentWidget()
            if isinstance(around, TickList):
                self.show_widget(around)
            self.show_widget(new)
