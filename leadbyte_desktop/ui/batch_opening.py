"""What comes into a batch from outside: files, the clipboard, saved batches, rows to mend."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.batch_clipboard import cells_of, ids_of
from leadbyte_desktop.ui.batch_dialogs import AGREED, ColumnsDialog, samples_of
from leadbyte_desktop.ui.batch_rows import put_below
from leadbyte_desktop.ui.batch_words import mapping_words
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog

if TYPE_CHECKING:
    from leadbyte_desktop.importing.readers import Table
    from leadbyte_desktop.ui.batch_build_page import BuildPage

_BELOW, _REPLACE = 2, 3
_OPEN = 2


@dataclass(frozen=True, slots=True)
class OddCell:
    """A cell that can be sent but looks odd. It is forgotten when its row is edited.

    Attributes:
        row: the row itself; rows are replaced by edits, so this one is gone then.
        field: the field's name; "" for the lead ID.
        words: what is odd about it.
    """

    row: BatchRow
    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, read and matched.

    Attributes:
        batch: its rows.
        mapping: which column goes where, a sentence or two.
        odd: cells that look odd.
    """

    batch: Batch
    mapping: str
    odd: tuple[OddCell, ...]


def read_file(path: Path) -> Opened:
    """Read a file and match its columns; slow, so it runs in a thread.

    Raises:
        BadFile: it cannot be used, with what to do.
    """
    from leadbyte_desktop.importing.readers import read_table

    return from_table(read_table(path), path.name)


def from_table(table: Table, name: str) -> Opened:
    """Match a table's columns and make its rows.

    Raises:
        BadFile: no column holds the lead IDs.
    """
    from leadbyte_desktop.importing.checks import table_to_updates
    from leadbyte_desktop.importing.columns import match_columns

    match = match_columns(table.headings)
    rows, problems = table_to_updates(table, match)
    names = dict(zip(match.headings, match.fields, strict=True))
    odd = tuple(
        OddCell(rows[problem.place], names.get(problem.column) or "", f"{problem.what} {problem.why}")
        for problem in problems
        if not problem.stops
    )
    return Opened(Batch(name, list(match.field_names), rows), mapping_words(match), odd)


class BatchOpening(QObject):
    """Puts what comes from outside into the table, and asks before anything that stands there goes.

    Attributes:
        odd: cells of the rows that came from a file which look odd.
    """

    def __init__(self, page: BuildPage, parent: QObject) -> None:
        super().__init__(parent)
        self.odd: list[OddCell] = []
        self._page, self._model = page, page.model

    async def open_file(self, path: Path) -> None:
        """Open a file, once the person has seen which column goes where.

        Raises:
            BadFile: it cannot be used; the table is as it was.
        """
        opened = await asyncio.to_thread(read_file, path)
        rows = count_of(len(opened.batch.rows), "row", "rows")
        if await self.place(opened.batch, f"Open {path.name}?", opened.mapping, f"Open {rows}"):
            self._note_opened(opened)

    async def open_if_empty(self, path: Path) -> None:
        """Open a file without asking, where the table is empty; else leave everything as it is."""
        if self._model.has_leads:
            return
        opened = await asyncio.to_thread(read_file, path)
        if not self._model.has_leads:
            self.show(opened.batch)
            self._note_opened(opened)

    def _note_opened(self, opened: Opened) -> None:
        self.odd = [*self.odd, *opened.odd]
        rows = count_of(len(opened.batch.rows), "row", "rows")
        self._page.say(f"{rows} from {opened.batch.name}. {opened.mapping}")
        self._model.edited.emit()

    async def place(self, batch: Batch, title: str, words: str, agree: str) -> bool:
        """Put a batch into the table: alone, or below what stands there, as the person chooses.

        Args:
            batch: the batch.
            title: the question.
            words: what the person should know of it; "" where an empty table takes it without asking.
            agree: the answer that takes it into an empty table.

        Returns:
            whether it was taken.
        """
        standing = len(self._model.batch.filled)
        if not standing and not words:
            self.show(batch)
            return True
        to_do = "Nothing is sent before you have read the review."
        answers: tuple[str, ...] = ("Go back", agree)
        if standing:
            to_do = f"The table holds {count_of(standing, 'row', 'rows')} already. {to_do}"
            answers = ("Go back", "Add below them", "Replace them")
        dialog = MessageDialog(title, "batchOpen", words or to_do, to_do if words else "", answers=answers,
                               parent=self._page)  # fmt: skip
        try:
            answer = await ask(dialog)
        finally:
            dialog.deleteLater()
        if standing and answer == _BELOW:
            self._model.show_batch(put_below(self._model.snapshot(), batch))
            self._model.edited.emit()
        elif answer == (_REPLACE if standing else _OPEN):
            self.show(batch)
        else:
            return False
        return True

    def show(self, batch: Batch) -> None:
        """Have this table, and no other."""
        self.odd = []
        self._model.show_batch(batch)
        self._model.edited.emit()

    async def paste(self, text: str) -> None:
        """Put text from the clipboard in, from the current cell on; a whole table with headings where none stands.

        Raises:
            BadFile: the text is a table without lead IDs.
        """
        here = self._page.table.view.currentIndex()
        row, column = (here.row(), here.column()) if here.isValid() else (0, 0)
        block = (ids_of(text) if column == 0 else None) or cells_of(text)
        if not any(cell.strip() for cells in block for cell in cells):
            self._page.say("There is no text in the clipboard. Copy cells in Excel first, then paste them here.")
            return
        if not self._model.has_leads and _has_headings(block):
            await self._paste_table(block)
            return
        column = min(column, len(self._model.batch.fields) + 1)
        placed = await self._with_new_columns(block, column)
        if placed is not None:
            self._model.put_block(row, column, placed)
            self._page.table.view.choose_block(row, column, len(placed), max(map(len, placed)))
            announce(self._page.table, f"{count_of(len(placed), 'row', 'rows')} pasted")

    async def _paste_table(self, block: list[list[str]]) -> None:
        from leadbyte_desktop.importing.readers import Table

        width = len(block[0])
        rows = [tuple([*cells, *[""] * width][:width]) for cells in block[1:]]
        opened = from_table(Table(tuple(block[0]), rows, list(range(2, len(rows) + 2)), "utf-8", "\t"), "")
        count = count_of(len(rows), "row", "rows")
        if await self.place(opened.batch, f"Paste {count}?", opened.mapping, f"Paste {count}"):
            self.odd = list(opened.odd)
            self._page.say(f"{count} pasted. {opened.mapping}")
            self._model.edited.emit()

    async def _with_new_columns(self, block: list[list[str]], column: int) -> list[list[str]] | None:
        """The block, after the table got a field for each column that it had none for; None where nobody agreed."""
        fields = self._model.batch.fields
        width = max(map(len, block))
        known = len(fields) + 1 - column
        if width <= known:
            return block
        samples = [samples_of(block, place) for place in range(known, width)]
        dialog = ColumnsDialog(samples, fields, self._page)
        try:
            names = dialog.chosen if await ask(dialog) == AGREED else None
        finally:
            dialog.deleteLater()
        if names is None:
            return None
        new = [name for name in dict.fromkeys(names) if name is not None and name not in fields]
        kept = [place for place, name in enumerate(names, known) if name in new and names.index(name) == place - known]
        if new:
            self._model.set_fields([*fields, *new])
        return [[*cells[:known], *(cells[place] if place < len(cells) else "" for place in kept)] for cells in block]

    def odd_lines(self, rows: Sequence[BatchRow]) -> list[tuple[int, int, str]]:
        """The odd cells that still stand in the table, as (row, column, words), in order."""
        if not self.odd:
            return []
        places = {id(row): place for place, row in enumerate(rows)}
        fields = self._model.batch.fields
        self.odd = [cell for cell in self.odd if id(cell.row) in places and (not cell.field or cell.field in fields)]
        return sorted(
            (
                places[id(cell.row)],
                fields.index(cell.field) + 1 if cell.field else 0,
                f"{label_of(cell.field)}: {cell.words}" if cell.field else cell.words,
            )
            for cell in self.odd
        )


def _has_headings(block: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a pasted block is a row of headings, the lead ID's among them."""
    from leadbyte_desktop.importing.columns import match_columns

    first = block[0]
    return len(block) > 1 and not any(cell.strip().isdigit() for cell in first) and (
        match_columns(first).lead_column is not None
    )  # fmt: skip
