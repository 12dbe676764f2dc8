"""Does what can be done with the chosen rows and cells of a batch without a dialog."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.sheet import Role
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.store.sheet import SheetView, Undone
from leadbyte_desktop.ui.batch_act_menu import Act
from leadbyte_desktop.ui.parts.announce import announce

if TYPE_CHECKING:
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_editing import SheetEditing
    from leadbyte_desktop.ui.batch_loading import SheetLoader

_CHOOSE_FIRST = "Choose rows in the table first: click a cell, or drag over several. Nothing was changed."
_CHOOSE_FIELDS = "Choose the cells to clear in LeadByte first. Nothing was changed."


_ACTION_CELLS: dict[Act, str | None] = {
    Act.REPROCESS: "reprocess",
    Act.RELEASE: "release",
    Act.REJECT: "reject",
    Act.NO_ACTION: None,
}


class SheetActs(QObject):
    """Does it. Rows are named by runs of places until the last moment, so nothing here goes over all of them."""

    def __init__(
        self, page: BuildPage, loader: SheetLoader, editing: SheetEditing, runner: AsyncRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page, self._model, self._view = page, page.model, page.table.view
        self._loader, self._editing, self._runner = loader, editing, runner
        self._to_choose: tuple[list[int], int, int] | None = None
        self._to_show: Undone | None = None
        page.acted.connect(self.do)
        page.table.delete_asked.connect(self.leave_alone)
        page.table.delegate.fill_wanted.connect(self.fill)
        self._view.past_end.connect(self._row_below)
        self._view.fill_down_wanted.connect(self.fill_down)
        page.finder.undo_wanted.connect(self.undo)
        page.finder.redo_wanted.connect(self.redo)
        loader.summed_up.connect(self._choose_made)
        loader.summed_up.connect(self._show_changed)

    def do(self, act: Act) -> None:
        """Do one of these with what is chosen."""
        if self._model.read_only:
            return
        if act is Act.ADD_ROW:
            self.add_row()
        elif act is Act.FILL_DOWN:
            self.fill_down()
        elif act is Act.CLEAR:
            self.clear_fields()
        elif act is Act.LEAVE_ALONE:
            self.leave_alone()
        elif not self._view.runs():
            self._page.say(_CHOOSE_FIRST)
        else:
            self._do_with_rows(act, self.chosen_ids())

    def chosen_ids(self) -> array[int]:
        """The IDs of the rows in which a cell is chosen, as shown."""
        ids = array("q")
        for first, last in self._view.runs():
            ids.extend(self._model.row_ids(first, last))
        return ids

    # Rows

    def add_row(self) -> None:
        """A blank row at the end, ready to be typed in. All rows are shown again for it, in the file's order."""
        if self._loader.view != SheetView():
            self._runner.start(self._add_row_to_all(), on_error=self._editing.trouble.emit)
            return
        self._editing.add_blank_row()
        self._view.setFocus()
        self._view.setCurrentIndex(self._model.index(self._model.rowCount() - 1, 0))
        self._view.edit(self._view.currentIndex())

    async def _add_row_to_all(self) -> None:
        await self._loader.set_view(SheetView())
        self.add_row()

    def _row_below(self, _column: int) -> None:
        if self._loader.view == SheetView() and not self._model.read_only:
            self._editing.add_blank_row()

    def _do_with_rows(self, act: Act, ids: array[int]) -> None:
        rows, real = count_of(len(ids), "row", "rows"), self._editing.real
        if act is Act.COPY_ROWS:
            self._editing.change(lambda sheet: sheet.copy_rows(real(ids)), self._choose_rows)
        elif act is Act.DELETE_ROWS:
            self._editing.change(lambda sheet: sheet.delete_rows(real(ids)))
            announce(self._page.table, f"{rows} taken out")
        elif act is Act.LEAVE_OUT:
            self._editing.change(lambda sheet: sheet.leave_out(real(ids), "Left out by hand."))
            announce(self._page.table, f"{rows} left out")
        elif act is Act.BRING_BACK:
            self._editing.change(lambda sheet: sheet.bring_back(real(ids)))
        else:
            self._editing.change(lambda sheet: self._act_on(sheet, real(ids), _ACTION_CELLS[act]))

    @staticmethod
    async def _act_on(sheet: BatchSheet, ids: Sequence[int], word: str | None) -> None:
        if word is None and (await sheet.head()).column_of(Role.ACTION) is None:
            return
        column = await sheet.column_for(Role.ACTION)
        cells = {column.slot: word}
        await sheet.set_cells(dict.fromkeys(ids, cells), "choosing an action")

    def choose_soon(self, ids: list[int], column: int, columns: int) -> None:
        """Choose cells of rows as soon as these are in the table."""
        self._to_choose = (ids, column, columns)

    def _choose_rows(self, made: list[int]) -> None:
        self.choose_soon(made, 0, self._model.columnCount())

    def _choose_made(self) -> None:
        """Rows that were copied or pasted are chosen once they are in the table."""
        if self._to_choose is not None:
            (ids, column, columns), self._to_choose = self._to_choose, None
            row = self._model.position_of(ids[0]) if ids else None
            if row is not None:
                self._view.choose_block(row, column, min(len(ids), self._model.rowCount() - row), columns)

    # Cells

    def clear_fields(self) -> None:
        """LeadByte shall clear the chosen cells' fields."""
        cells = self.chosen_cells("", (Role.FIELD,))
        if not cells:
            self._page.say(_CHOOSE_FIELDS)
        self._editing.set_blocks(cells, "clearing fields in LeadByte")

    def leave_alone(self) -> None:
        """The chosen cells are emptied: their fields stay as they are in LeadByte."""
        self._editing.set_blocks(self.chosen_cells(None), "emptying cells")

    def fill(self, text: str) -> None:
        """This text into all chosen cells."""
        self._editing.set_blocks(self.chosen_cells(text or None), "filling cells")

    def fill_down(self) -> None:
        """The first chosen row's cells into those below; the row above where only one is chosen."""
        blocks = []
        for block in () if self._model.read_only else self._view.blocks():
            first = block.first if block.last > block.first else block.first - 1
            source = self._model.row_id_at(first)
            if source is not None:
                slots = [column.slot for column in self._model.head.columns[block.left : block.right + 1]]
                blocks.append((source, self._model.row_ids(first + 1, block.last), slots))
        if blocks:
            self._editing.change(lambda sheet: self._fill_from(sheet, blocks), moves=False)

    async def _fill_from(self, sheet: BatchSheet, blocks: Sequence[tuple[int, array[int], list[int]]]) -> None:
        changes: dict[int, Mapping[int, str | None]] = {}
        for source, ids, slots in blocks:
            rows = await sheet.rows(self._editing.real([source]))
            cells = {slot: rows[0].cells[slot] for slot in slots} if rows else {}
            changes.update(dict.fromkeys(self._editing.real(ids), cells))
        await sheet.set_cells(changes, "filling down")

    def chosen_cells(
        self, text: str | None, roles: Sequence[Role] = ()
    ) -> list[tuple[array[int], dict[int, str | None]]]:
        """The chosen blocks: their rows, and the text for each of their columns."""
        blocks = []
        for block in () if self._model.read_only else self._view.blocks():
            columns = self._model.head.columns[block.left : block.right + 1]
            cells = {column.slot: text for column in columns if not roles or column.role in roles}
            if cells:
                blocks.append((self._model.row_ids(block.first, block.last), cells))
        return blocks

    # What is pasted

    def paste_block(self, block: Sequence[Sequence[str]]) -> None:
        """Put cells in from the current cell on, over the rows as shown; what is more becomes new rows at the end.

        One cell fills everything that is chosen, as in Excel. Cells beyond the last column are passed over.
        """
        blocks = self._view.blocks()
        several = sum((each.last - each.first + 1) * (each.right - each.left + 1) for each in blocks) > 1
        if len(block) == 1 and len(block[0]) == 1 and several:
            self.fill(block[0][0])
            return
        row, column = self.current_cell()
        ids = self._model.row_ids(row, row + len(block) - 1)
        slots = [each.slot for each in self._model.head.columns[column:]]
        width = min(max(map(len, block)), len(slots))
        self._editing.change(
            lambda sheet: sheet.put_block(self._editing.real(ids), slots[:width], block, None),
            lambda touched: self._choose_pasted(touched, column, width),
        )
        announce(self._page.table, f"{count_of(len(block), 'row', 'rows')} pasted")

    def current_cell(self) -> tuple[int, int]:
        """Where a paste begins: the first chosen cell; the first of all where none is chosen."""
        blocks = self._view.blocks()
        if len(blocks) == 1:
            return blocks[0].first, blocks[0].left
        here = self._view.currentIndex()
        return (here.row(), here.column()) if here.isValid() else (0, 0)

    def _choose_pasted(self, touched: list[int], column: int, width: int) -> None:
        self.choose_soon(touched, column, width)

    # Undo

    def undo(self) -> None:
        """Take the last step back."""
        self._page.finish_typing()
        self._editing.change(lambda sheet: sheet.undo(), self._tell_undone)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._page.finish_typing()
        self._editing.change(lambda sheet: sheet.redo(), self._tell_redone)

    def _tell_undone(self, done: Undone | None) -> None:
        announce(self._page.table, f"Taken back: {done.label}" if done else "There is nothing to undo")
        self._to_show = done

    def _tell_redone(self, done: Undone | None) -> None:
        announce(self._page.table, f"Done again: {done.label}" if done else "There is nothing to redo")
        self._to_show = done

    def _show_changed(self) -> None:
        """Go to the first cell that undo or redo changed, once the table shows it; to all rows where it is hidden."""
        done, self._to_show = self._to_show, None
        if done is None or not done.row_ids:
            return
        if not self._go_to_first(done) and self._loader.view != SheetView():
            self._runner.start(self._show_all(done), on_error=self._loader.trouble.emit)

    async def _show_all(self, done: Undone) -> None:
        await self._loader.set_view(SheetView())
        self._go_to_first(done)

    def _go_to_first(self, done: Undone) -> bool:
        row = next((place for place, row_id in enumerate(self._model.order) if row_id in done.row_ids), None)
        if row is None:
            return False
        places = [place for slot in done.slots if (place := self._model.place_of(slot)) is not None]
        here = self._view.currentIndex()
        self._page.go_to(row, min(places) if places else max(here.column(), 0))
        return True
