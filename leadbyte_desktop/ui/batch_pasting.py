"""What is pasted from Excel or a web page: a block of cells into the table, or a whole table with headings."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.sheet import Column, Role
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.batch_clipboard import ids_of
from leadbyte_desktop.ui.batch_columns import seen_columns
from leadbyte_desktop.ui.batch_taking import place_answers
from leadbyte_desktop.ui.batch_words import CHECK_COLUMNS, pasted_words
from leadbyte_desktop.ui.column_row import SeenColumn
from leadbyte_desktop.ui.columns_dialog import BELOW, REPLACE, USE, Answer
from leadbyte_desktop.ui.columns_words import How
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.field_labels import FieldLabels
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_import_questions import Questions
    from leadbyte_desktop.ui.batch_taking import SheetHost, SheetTaking

Block = Sequence[Sequence[str]]
_NOTHING = "There is no text in the clipboard. Copy cells in Excel first, then paste them here."
_SAMPLES = 3
_LEADS = (Role.LEAD, Role.QUARANTINE)


class BatchPasting(QObject):
    """Reads what is pasted, and asks what its columns are where the table has none for them."""

    def __init__(
        self, page: BuildPage, host: SheetHost, taking: SheetTaking, questions: Questions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page, self._host, self._taking, self._questions = page, host, taking, questions
        self._asking = False

    async def paste(self, text: str, html: str) -> None:
        """Put it in at the current cell; a whole table with headings where the person says, as a file's rows go."""
        from leadbyte_desktop.importing.paste import read_paste

        if self._page.model.read_only:
            return
        row, column = self._host.acts.current_cell()
        block: Block | None = ids_of(text) if column == 0 else None
        if block is None:
            block = await asyncio.to_thread(read_paste, text, html)
        if not any(cell.strip() for cells in block for cell in cells):
            self._page.say(_NOTHING)
        elif _has_headings(block):
            await self._alone(self._paste_table(block))
        elif max(map(len, block)) > self._page.model.columnCount() - column:
            await self._alone(self._paste_wider(block, row, column))
        else:
            self._host.acts.paste_block(block)

    async def _alone(self, asking: Coroutine[Any, Any, None]) -> None:
        """One question at a time: what is pasted before its dialog is open comes of keys that were pressed twice."""
        if self._asking:
            asking.close()
            return
        self._asking = True
        try:
            await asking
        finally:
            self._asking = False

    async def _paste_table(self, block: Block) -> None:
        account = self._questions.account
        sheet = await self._taking.sheets.import_cells(block, "")
        rows = count_of(len(block) - 1, "row", "rows")
        taken = False
        try:
            seen = await seen_columns(sheet, await sheet.head(), self._taking.sheets.labels)
            answers, hint = place_answers(await self._taking.standing(), f"Paste {rows}")
            result, columns = await self._questions.columns(f"From the clipboard — {rows}", seen, answers, hint)
            if result in (USE, BELOW, REPLACE):
                await self._taking.use_columns(sheet, columns)
            if result in (USE, BELOW, REPLACE) and self._questions.account == account:
                taken = result == BELOW  # then it is discarded there, whatever comes of it
                await self._taking.take(sheet, result)
                taken = True
                self._page.say(pasted_words(len(block) - 1, columns), Tone.OK, CHECK_COLUMNS)
        finally:
            if not taken:
                await asyncio.shield(self._taking.sheets.discard(sheet))

    async def _paste_wider(self, block: Block, row: int, column: int) -> None:
        """Cells for which the table has no columns yet: ask what they are, make those, and put everything in."""
        sheet = self._host.loader.sheet
        known = [each.slot for each in self._page.model.head.columns[column:]]
        width, labels = max(map(len, block)), self._taking.sheets.labels
        seen = [_seen(block, place, labels) for place in range(len(known), width)]
        about = f"{count_of(width, 'column', 'columns')} pasted, of which the table has {len(known)}"
        answers = (Answer("Paste", USE, primary=True),)
        hint = "Nothing is pasted before you agree."
        result, columns = await self._questions.columns(about, seen, answers, hint, needs_lead=False)
        if result == USE and sheet is self._host.loader.sheet:
            ids = self._page.model.row_ids(row, row + len(block) - 1)
            await self._host.editing.changed(
                lambda sheet: self._put(sheet, self._host.editing.real(ids), known, columns, block)
            )

    @staticmethod
    async def _put(
        sheet: BatchSheet, ids: Sequence[int], known: Sequence[int], columns: Sequence[Column], block: Block
    ) -> None:
        slots: list[int | None] = [*known]
        for column in columns:
            if column.role is Role.FIELD:
                slots.append((await sheet.add_field(column.field)).slot)
            else:
                acts = column.role in (Role.DELIVERIES, Role.ACTION)
                slots.append((await sheet.column_for(column.role)).slot if acts else None)
        kept = [place for place, slot in enumerate(slots) if slot is not None]
        placed = [[cells[place] if place < len(cells) else "" for place in kept] for cells in block]
        await sheet.put_block(ids, [slot for slot in slots if slot is not None], placed, None)


def _seen(block: Block, place: int, labels: FieldLabels) -> SeenColumn:
    cells = dict.fromkeys(row[place].strip() for row in block if place < len(row) and row[place].strip())
    return SeenColumn(Column(place, ""), How.UNKNOWN, tuple(cells)[:_SAMPLES], labels=labels)


def _has_headings(block: Block) -> bool:
    """Whether the first row of a pasted block is a row of headings, the lead ID's among them."""
    from leadbyte_desktop.importing.columns import match_columns

    first = block[0]
    if len(block) < 2 or any(cell.strip().isdigit() for cell in first):
        return False
    return any(column.role in _LEADS for column in match_columns(first))
