"""The frame of every dialog: a question as its title, a body, and a foot with buttons."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.screen_room import screen_room
from leadbyte_desktop.ui.parts.scroll_box import ScrollBox
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import text_scaled

_AIR = 16
_TITLE_BAR = 32
"""What the system's own title bar takes, about."""


class DialogFrame(QDialog):
    """A dialog. Escape goes back; Enter presses only the button that has the focus, for no button is ever the default.

    It never outgrows its screen: the body scrolls between title and foot where it has no room.
    It is opened with `async_runner.ask`, never with exec() (pitfalls.md item 10).

    Attributes:
        body: the layout (vertical, gaps 12) between title and foot.
        foot_hint: words at the foot's left (account and host).

    Args of the constructor:
        title: the question, 18 semibold; also the window's title.
        name: the objectName.
        least_width: the least width in pixels at 100 % text.
    """

    def __init__(self, title: str, name: str, parent: QWidget | None = None, least_width: int = 560) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._least_width = least_width
        self._busy = 0
        self._leaving = False
        self._laid_out = False
        self._title = Text(role="title", name=f"{name}_title")
        self._scroll_box = ScrollBox(f"{name}_scroll")
        self.body = self._scroll_box.body
        self.foot_hint = Text(role="hint", name=f"{name}_hint")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addWidget(self.foot_hint, 1)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addWidget(self._title)
        whole.addWidget(self._scroll_box, 1)
        whole.addSpacing(4)
        whole.addLayout(self._buttons)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Change the question."""
        self._title.setText(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout below what the body already holds."""
        if isinstance(part, QLayout):
            self.body.addLayout(part, stretch)
        else:
            self.body.addWidget(part, stretch)

    def add_above_foot(self, part: QWidget) -> None:
        """Put a widget between body and foot, where it stays in sight while the body scrolls."""
        self._whole.insertWidget(self._whole.indexOf(self._scroll_box) + 1, part)

    def add_button(self, words: str, name: str, kind: str = "", result: int | None = None) -> PlainButton:
        """Put a button at the right end of the foot.

        Args:
            words: what it does; "&" marks its key.
            name: its objectName.
            kind: "", "primary" or "danger".
            result: pressing it closes the dialog with this result; None leaves that to the caller.
        """
        button = PlainButton(words, name, kind)
        self._buttons.addWidget(button)
        if result is not None:
            button.setProperty("result", result)
            button.clicked.connect(self._close_with_result)
        return button

    def showEvent(self, event: QShowEvent) -> None:
        """Open in the middle of the window, as wide and just as high as the words need, never beyond the screen."""
        super().showEvent(event)
        if not self._laid_out:
            self._fit_width()
            self._fit_height(anew=True)
        self._laid_out = False
        self._go_to_middle()
        QTimer.singleShot(0, self, self._come_to_rest)

    def _come_to_rest(self) -> None:
        """Take the height once more where the words turned out higher, or a window manager gave less at first."""
        if self._scroll_box.verticalScrollBar().maximum() > 0:
            self._fit_height(anew=True)
            self._go_to_middle()

    def lay_out_ahead(self) -> None:
        """Take the size that is needed now, right before the dialog is opened, which then takes less time at once.

        It takes the least where the stylesheet dressed the widgets before (`ensurePolished`).
        """
        self.ensurePolished()
        self._fit_width()
        self._fit_height(anew=False)
        self._laid_out = True

    def _fit_width(self) -> None:
        needed = max(text_scaled(self, self._least_width), self._whole.totalMinimumSize().width())
        self.setMinimumWidth(min(needed, self._room().width()))
        self.resize(self.minimumWidth(), self.height())

    def fit_height(self) -> None:
        """Take the height that the body needs now; call it after something was shown or hidden."""
        self._fit_height(anew=True)

    def _fit_height(self, *, anew: bool) -> None:
        layout = self._whole
        layout.activate()
        if anew:
            self._scroll_box.measure_anew()
            layout.activate()
        needed = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.resize(self.width(), min(needed, self._room().height()))
        if self.isVisible():
            self._keep_in_room(self.frameGeometry())

    def bring_into_sight(self, part: QWidget) -> None:
        """Make room for what has just been shown in the body, and scroll to it where there is not enough."""
        self.fit_height()
        # The body learns of its new places only afterwards.
        QTimer.singleShot(0, part, lambda: self._scroll_box.ensureWidgetVisible(part, 0, _AIR))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._scroll_box.updateGeometry()

    def _room(self) -> QRect:
        """Where a dialog may stand: the screen, or a window larger than its screen, as when pictures are made."""
        screen = screen_room(self)
        above = self.parentWidget()
        window = screen if above is None else above.window().geometry()
        whole = screen if screen.united(QRect(screen.topLeft(), window.size())) == screen else window
        return whole.adjusted(_AIR, _AIR, -_AIR, -_TITLE_BAR)

    def _go_to_middle(self) -> None:
        frame, above = self.frameGeometry(), self.parentWidget()
        if above is not None:
            frame.moveCenter(above.window().geometry().center())
            self._keep_in_room(frame)

    def _keep_in_room(self, frame: QRect) -> None:
        room = self._room()
        left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
        top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
        if (left, top) != (self.x(), self.y()):
            self.move(left, top)

    def keep_while(self, busy: bool) -> None:
        """Something that was started here runs (True), or has ended (False); until then the dialog is not deleted."""
        self._busy += 1 if busy else -1
        self._delete_if_done()

    def leave(self) -> None:
        """Delete the dialog, now that it was answered; what still runs and would show something in it ends first."""
        self._leaving = True
        self._delete_if_done()

    def _delete_if_done(self) -> None:
        if self._leaving and not self._busy:
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from pressing any button but the one with the focus; Escape goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _close_with_result(self) -> None:
        self.done(self.sender().property("result"))
