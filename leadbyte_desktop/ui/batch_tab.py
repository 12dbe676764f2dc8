"""The tab *Batch*: the page where a batch is built, and the page where it is sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from leadbyte_desktop.ui.batch_build_page import BuildPage
from leadbyte_desktop.ui.batch_sent_page import SentPage


class BatchTab(QStackedWidget):
    """Shows one of its two pages. A file may be dropped anywhere on it, whatever lies under the mouse.

    Attributes:
        build: where a batch is built.
        sent: where it is sent, and where it stays in sight until a new one is begun.

    Signals:
        file_dropped(Path, int): a file was dropped, and how many others with it.
    """

    file_dropped = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batch")
        self.build = BuildPage()
        self.sent = SentPage()
        self.addWidget(self.build)
        self.addWidget(self.sent)
        self.setAcceptDrops(True)
        self.show_build()

    @property
    def building(self) -> bool:
        """Whether the page where a batch is built is in sight."""
        return self.currentWidget() is self.build

    def show_build(self) -> None:
        """Show where a batch is built."""
        self.setCurrentWidget(self.build)

    def show_sent(self) -> None:
        """Show the batch that is sent."""
        self.setCurrentWidget(self.sent)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Work begins in the table. A focus proxy would hold the Tab key for ever, once it comes round to this page."""
        super().focusInEvent(event)
        (self.build if self.building else self.sent).table.view.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Come into sight with nothing on it that would take a file for itself."""
        super().showEvent(event)
        self._let_files_through()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and nothing else."""
        self._let_files_through()
        if _files_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the first file that was dropped."""
        files = _files_in(event)
        if files:
            event.acceptProposedAction()
            self.file_dropped.emit(files[0], len(files) - 1)

    def _let_files_through(self) -> None:
        # A box to type in would write the file's address into itself.
        for box in self.findChildren(QLineEdit):
            box.setAcceptDrops(False)


def _files_in(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
