"""Goes from one row that a search found to the next, and says which of them is the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.folding import folded

if TYPE_CHECKING:
    from leadbyte_desktop.domain.sheet import SheetRow
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_loading import SheetLoader


class SearchHits(QObject):
    """While something is looked for, every row of the table is a hit: the others are not shown.

    The focus stays where it is: in the search, to go on with Enter, or in the table, to go on with F3.
    """

    def __init__(self, page: BuildPage, loader: SheetLoader, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._loader, self._runner = page, loader, runner
        self._view, self._model = page.table.view, page.model
        self._search = ""
        # The row that was the current one before the search; and the one that is being gone to.
        self._from: int | None = None
        self._to: int | None = None
        page.finder.step_wanted.connect(self._step)
        loader.view_changed.connect(self._keep_place)
        loader.ordered.connect(self._begin)
        self._view.selectionModel().currentRowChanged.connect(self._tell)
        for signal in (self._model.modelReset, self._model.rowsInserted, self._model.rowsRemoved):
            signal.connect(self._tell)

    def _keep_place(self) -> None:
        here = self._view.currentIndex()
        self._from = self._model.row_id_at(here.row()) if here.isValid() else None

    def _begin(self) -> None:
        """A new search begins at the row that was the current one, where it is among the hits; else at the first."""
        search, before = self._loader.view.search, self._search
        self._search = search
        if search and search != before and self._model.rowCount():
            place = None if self._from is None else self._model.position_of(self._from)
            self._go(place or 0)
        self._tell()

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        if not self._loader.view.search or not rows:
            self._page.finder.go_to_search()
            return
        here = self._to if self._to is not None else self._view.currentIndex().row()
        self._go((here + by) % rows if here >= 0 else (0 if by > 0 else rows - 1))

    def _go(self, place: int) -> None:
        self._to = place
        self._runner.start(self._show(place), on_error=self._loader.trouble.emit)

    async def _show(self, place: int) -> None:
        """Choose the cell of a row in which it stands; the row may be read for that first."""
        sheet, row_id = self._loader.sheet, self._model.row_id_at(place)
        rows = await sheet.rows([row_id]) if sheet is not None and row_id is not None and row_id > 0 else []
        if self._to != place:  # gone on meanwhile
            return
        self._to = None
        if rows and place < self._model.rowCount():
            self._view.choose_block(place, self._place_in(rows[0]), 1, 1)
            self._tell()

    def _place_in(self, row: SheetRow) -> int:
        search = folded(self._loader.view.search)
        cells = [(place, row.cells[column.slot]) for place, column in enumerate(self._model.head.columns)]
        return next((place for place, cell in cells if cell and search in folded(cell)), 0)

    def _tell(self) -> None:
        finder = self._page.finder
        if not self._loader.view.search:
            finder.box.show_hits(None, None)
            return
        here = self._view.currentIndex()
        finder.box.show_hits(here.row() + 1 if here.isValid() else None, self._model.rowCount())
