"""Something that may be higher than the room for it: it scrolls only then."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.mouse_up import is_mouse_down


class ScrollBox(QScrollArea):
    """Asks for the height that its contents need at its width, and scrolls up and down where it gets less.

    Attributes:
        body: the layout (vertical, gaps 12) of what scrolls.

    Args of the constructor:
        name: the objectName.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # What scrolls may reach to the edge: a card, a note, a line of words.
        self.verticalScrollBar().setProperty("part", "apart")
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.setWidget(self._inside)
        self.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def sizeHint(self) -> QSize:
        """All of its contents, words wrapped at the width that it has."""
        wanted = self._inside.sizeHint()
        if self._inside.hasHeightForWidth():
            wanted.setHeight(self._inside.heightForWidth(max(self.viewport().width(), 1)))
        return wanted

    def measure_anew(self) -> None:
        """Forget what was measured before: words that changed just now may need more lines.

        Qt tells the layouts above of a change one by one, with an event each; whoever asks for the height at once
        would get what it was before.
        """
        for part in self._inside.findChildren(QWidget):
            part.updateGeometry()
        self.updateGeometry()

    def _follow_focus(self, _old: QObject | None, new: QObject | None) -> None:
        # What a click goes to is in sight; to move it now would part the press of the button from its release.
        if isinstance(new, QWidget) and self._inside.isAncestorOf(new) and not is_mouse_down():
            self.ensureWidgetVisible(new, 0, 16)
