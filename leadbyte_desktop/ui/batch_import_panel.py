"""What stands over the table while a file is read: which file, how far, and a way out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.progress_line import ProgressLine
from leadbyte_desktop.ui.theme import text_scaled

_WIDTH = 440
_AIR = 24


class ImportPanel(Card):
    """Stands in the middle of the table and nowhere else: the first rows of the file are to be seen around it.

    While it is in sight nothing of the page around the table can be pressed; what could be pressed before can be
    pressed again afterwards.

    Signals:
        cancelled(): the person wants the file no more.

    Args of the constructor:
        page: the page that waits meanwhile.
        over: the table in it.
    """

    cancelled = Signal()

    def __init__(self, page: QWidget, over: QWidget) -> None:
        super().__init__("", "batchImport", parent=page)
        # Over a table's white ground it stands out by its own.
        self.setProperty("part", "note")
        self._page, self._over = page, over
        self._waiting: list[QWidget] = []
        self._had_focus: QWidget | None = None
        self.progress = ProgressLine("batchImport_progress", "How much of the file was read")
        self.cancel = PlainButton("Cancel", "batchImport_cancel")
        self.cancel.clicked.connect(self.cancelled)
        self.add(self.progress)
        self.body.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignRight)
        # Wherever the focus is, in the table's first rows too.
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), page)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.cancel.click)
        self._escape.setEnabled(False)
        over.installEventFilter(self)
        self.hide()

    def begin(self, name: str) -> None:
        """Come into sight for a file."""
        self._escape.setEnabled(True)
        self.cancel.show()
        self._come_up(f"Reading {name}", "Opening the file…")
        # On a page out of sight it would take the focus from whoever types elsewhere, and nobody would see where to.
        if self.cancel.isVisible():
            self.cancel.setFocus()
        announce(self, f"Reading {name}. Escape cancels.")

    def wait(self, words: str) -> None:
        """Come into sight for something short that cannot be cancelled."""
        self.cancel.hide()
        self._come_up(words, "This takes a moment.")
        announce(self, words)

    def _come_up(self, heading: str, words: str) -> None:
        self.set_heading(heading)
        self.progress.show_busy(words)
        if self.isHidden():
            self._had_focus = self._page.focusWidget()
            self._waiting = _around(self._over, self._page, self)
            for part in self._waiting:
                part.setEnabled(False)
        self.show()
        self.raise_()
        self._place()

    def show_step(self, rows: int, part: float) -> None:
        """Show how far it is: rows read, and how much of the file, from 0.0 to 1.0."""
        words = f"{count_of(rows, 'row', 'rows')} read · {part:.0%} of the file · nothing is sent by this"
        self.progress.show_progress(round(part * 1_000), 1_000, words)

    def end(self) -> None:
        """Go out of sight, and let the page go on."""
        self._escape.setEnabled(False)
        self.hide()
        for part in self._waiting:
            part.setEnabled(True)
        self._waiting = []
        if self._had_focus is not None and self._had_focus.isVisible():
            self._had_focus.setFocus()
        self._had_focus = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the table."""
        if watched is self._over and event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._over.rect()
        width = min(text_scaled(self, _WIDTH), room.width() - 2 * _AIR)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        corner = self._over.mapTo(self._page, room.center())
        self.setGeometry(corner.x() - width // 2, max(0, corner.y() - height // 2), width, height)


def _around(kept: QWidget, page: QWidget, panel: QWidget) -> list[QWidget]:
    """All parts of the page beside the way down to one of them that can be used now."""
    found: list[QWidget] = []
    while kept is not page:
        above = kept.parentWidget()
        assert above is not None  # noqa: S101 - the table stands in the page
        beside = above.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        found += [each for each in beside if each not in (kept, panel) and each.isEnabled() and not each.isWindow()]
        kept = above
    return found
