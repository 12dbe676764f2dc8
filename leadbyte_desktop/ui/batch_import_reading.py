"""Reads a file into a new batch while the window goes on: progress, a way out, and the first rows at once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadbyte_desktop.ui.batch_import_panel import ImportPanel

if TYPE_CHECKING:
    from leadbyte_desktop.importing.readers import HowToRead
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.services.batch_sheets import BatchSheets
    from leadbyte_desktop.services.staging import Staged
    from leadbyte_desktop.ui.batch_build_page import BuildPage


class FileReading(QObject):
    """One file at a time.

    Attributes:
        panel: what is in sight meanwhile.
        shows_file: whether the table shows the first rows of a file, in place of what stands in the batch.
    """

    def __init__(self, page: BuildPage, parent: QObject) -> None:
        super().__init__(parent)
        self.panel = ImportPanel(page, page.table)
        self.shows_file = False
        self._model = page.model
        self._task: asyncio.Future[tuple[BatchSheet, Staged]] | None = None
        self._cancelled = False
        self.panel.cancelled.connect(self.cancel)

    async def read(self, sheets: BatchSheets, path: Path, how: HowToRead) -> tuple[BatchSheet, Staged] | None:
        """Read a file into a batch that is not the unfinished one; None where the person cancelled it.

        Raises:
            BadFile: it cannot be read as a table.
        """
        self._cancelled = False
        self.panel.begin(path.name)
        task = self._task = asyncio.ensure_future(sheets.import_file(path, how, self._show_step))
        first_rows = asyncio.ensure_future(self._show_first_rows(path, how))
        try:
            sheet, staged = await task
        except asyncio.CancelledError:
            if not self._cancelled:
                raise
            return None
        finally:
            self._task = None
            await first_rows
            self.panel.end()
        if self._cancelled:  # too late to stop the reading; nothing of it is taken all the same
            await sheets.discard(sheet)
            return None
        return sheet, staged

    def cancel(self) -> None:
        """Read no further. Nothing of the file stays."""
        if self._task is not None:
            self._cancelled = True
            self._task.cancel()

    def _show_step(self, staged: Staged) -> None:
        if self._task is not None:
            self.panel.show_step(staged.rows, staged.part)

    async def _show_first_rows(self, path: Path, how: HowToRead) -> None:
        """Of a text file, whose beginning can be read at once."""
        from leadbyte_desktop.importing.readers import preview

        found = await asyncio.to_thread(preview, path, how)
        if found is not None and not self._cancelled:
            info, chunk = found
            self._model.show_preview(info.headings, chunk.numbers, chunk.rows)
            self.shows_file = True
