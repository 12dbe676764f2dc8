"""The tab *Batch*: the page where a batch is built, and the page where it is sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from leadbyte_desktop.ui.batch_build_page import BuildPage
from leadbyte_desktop.ui.batch_sent_page import SentPage


class BatchTab(QStackedWidget):
    """Shows one of its two pages. A file may be dropped anywhere on it.

    Attributes:
        build: where a batch is built.
        sent: where it is sent, and where it stays in sight until a new one is begun.

    Signals:
        file_dropped(Path): a file was dropped.
    """

    file_dropped = Signal(object)

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and nothing else."""
        if _file_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the first file that was dropped."""
        path = _file_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)


def _file_in(event: QDropEvent) -> Path | None:
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if files else None
