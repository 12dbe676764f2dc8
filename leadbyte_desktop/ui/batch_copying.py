"""Cells into the clipboard, for any number of rows."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.parts.announce import announce

if TYPE_CHECKING:
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_acts import SheetActs
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_editing import SheetEditing
    from leadbyte_desktop.ui.batch_loading import SheetLoader


class SheetClipboard(QObject):
    """Copies and cuts blocks as Excel does. The text for the clipboard is made off the window's thread."""

    def __init__(
        self, page: BuildPage, loader: SheetLoader, editing: SheetEditing, acts: SheetActs, runner: AsyncRunner,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._page, self._model, self._view = page, page.model, page.table.view
        self._loader, self._editing, self._acts, self._runner = loader, editing, acts, runner
        self._copied = 0
        self._view.copy_wanted.connect(self.copy)
        self._view.cut_wanted.connect(self.cut)

    def copy(self) -> None:
        """The chosen rows and columns as Excel takes them."""
        self._runner.start(self._copy(), on_error=self._editing.trouble.emit)

    def cut(self) -> None:
        """The same, and the chosen cells are emptied once they are in the clipboard."""
        cells = self._acts.chosen_cells(None)
        if cells:
            self._runner.start(self._cut(cells), on_error=self._editing.trouble.emit)

    async def _cut(self, cells: list[tuple[array[int], dict[int, str | None]]]) -> None:
        if await self._copy():
            self._editing.set_blocks(cells, "cutting cells")

    async def _copy(self) -> bool:
        ids = self._acts.chosen_ids()
        slots = [self._model.head.columns[place].slot for place in self._view.chosen_columns()]
        self._copied += 1
        mine = self._copied
        await self._editing.finish()
        sheet = self._loader.sheet
        if sheet is None or not len(ids) or not slots:
            return False
        text = await sheet.text_of(self._editing.real(ids), slots)
        if mine != self._copied:  # something else was copied since
            return False
        alone = len(ids) == 1 and len(slots) == 1
        QGuiApplication.clipboard().setText(text.removesuffix("\n") if alone else text)
        announce(self._page.table, f"{count_of(len(ids), 'row', 'rows')} copied")
        return True
