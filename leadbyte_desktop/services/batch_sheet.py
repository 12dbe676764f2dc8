"""One open sheet, as the window and the unattended commands edit it: every change is checked, and can be undone."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from leadbyte_desktop.domain.date_order import date_number
from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.job import JobDraft, JobKind
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadUpdate
from leadbyte_desktop.domain.sheet import BadCell, Cells, Column, Role, RowReader, SheetHead, SheetRow
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.importing.check_dates import MONTH_FIRST_FORM, names_dates
from leadbyte_desktop.importing.checks import words_of
from leadbyte_desktop.importing.columns import is_results
from leadbyte_desktop.importing.dates import rewrite_date
from leadbyte_desktop.importing.repairs import can_fix_all, repair
from leadbyte_desktop.services.sheet_checking import SheetChecking, pages_of
from leadbyte_desktop.services.sheet_draft import SheetItems, SheetSource
from leadbyte_desktop.store.sheet import (
    ProblemAt,
    ProblemGroup,
    Sheet,
    SheetCounts,
    SheetEditor,
    SheetView,
    SortBy,
    Undone,
)

_PAGE = 1_000
NOTHING_ASKED = "Nothing would change on this lead: its row holds no value, no delivery and no action."
_SAMPLED = 2_000
_SORT_SAMPLES = 20


class BatchSheet:
    """A sheet, open. Everything may raise StorageProblem.

    Every method that changes something is one step of undo; its label is what the menu says ("typing").

    Attributes:
        sheet: where it stands.
        path: its file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sheet = Sheet(path, SheetChecking())

    @classmethod
    async def create(cls, path: Path, head: SheetHead) -> BatchSheet:
        """A new sheet without rows."""
        await (await Sheet.create(path, head, SheetChecking())).close()
        return cls(path)

    async def close(self) -> None:
        """Close its file; everything that was awaited is in it."""
        await self.sheet.close()

    # What stands in it

    async def head(self) -> SheetHead:
        """Everything but the rows."""
        return await self.sheet.head()

    async def order(self, view: SheetView) -> array[int]:
        """The IDs of the rows that a view shows, in its order."""
        return await self.sheet.order(view)

    async def rows(self, row_ids: Sequence[int]) -> list[SheetRow]:
        """These rows, in the order asked for; rows that are not there any more are skipped."""
        return await self.sheet.rows(row_ids)

    async def counts(self) -> SheetCounts:
        """How the rows add up."""
        return await self.sheet.counts()

    async def problem_groups(self) -> list[ProblemGroup]:
        """What was found, by kind and column; what stops a row first."""
        return await self.sheet.problem_groups()

    async def problems(self, limit: int, offset: int, code: str = "", slot: int | None = None) -> list[ProblemAt]:
        """A window on what was found, in the file's order; of one kind and column where these are given."""
        return await self.sheet.problems(limit, offset, code, slot)

    async def problems_of(self, row_ids: Sequence[int]) -> list[ProblemAt]:
        """What was found in these rows."""
        return await self.sheet.problems_of(row_ids)

    @staticmethod
    def problem_words(code: str, text: str | None, column: Column, picks: Sequence[str] = ()) -> tuple[str, str]:
        """What is wrong with a cell, and what follows from it or what to do."""
        return words_of(code, text, column, picks)

    @staticmethod
    def can_fix_all(code: str) -> bool:
        """Whether *fix all like this* is safe."""
        return can_fix_all(code)

    async def samples(self, slot: int, count: int = 3) -> list[str]:
        """The first cells of a column in which something stands."""
        return [text async for text in self._first_cells(slot, count)]

    async def date_samples(self, slot: int, form: str, count: int = 3) -> list[str]:
        """The first real dates of a column as another form would write them; none where it holds no real date."""
        column = self._column(await self.head(), slot)
        return [
            rewrite_date(text, column.date_form, form) or text
            async for text in self._first_cells(slot, count, dates=True)
        ]

    async def sort_by(self, slot: int) -> SortBy:
        """What a column is best sorted by: its dates, its numbers where there is nothing else in it, or its text."""
        column = self._column(await self.head(), slot)
        if column.role in (Role.LEAD, Role.QUARANTINE):
            return SortBy.NUMBER
        samples = await self.samples(slot, _SORT_SAMPLES)
        dates = [date_number(text) is not None for text in samples]
        if any(dates) and (names_dates(column) or await self.date_samples(slot, column.date_form, 1)):
            return SortBy.MONTH_FIRST if column.date_form == MONTH_FIRST_FORM else SortBy.DATE
        return await self.sheet.numbers_in(slot) or (SortBy.DATE if dates and all(dates) else SortBy.TEXT)

    async def _first_cells(self, slot: int, count: int, *, dates: bool = False) -> AsyncIterator[str]:
        order = await self.order(SheetView())
        found = 0
        for start in range(0, min(len(order), _SAMPLED), 200):
            for row in await self.rows(order[start : start + 200]):
                text = row.cells[slot] if slot < len(row.cells) else None
                if text and text.strip() and (not dates or row.kind_at(slot) == "d"):
                    yield text
                    found += 1
                    if found == count:
                        return

    async def text_of(self, row_ids: Sequence[int], slots: Sequence[int]) -> str:
        """Cells as the clipboard takes them to Excel: parted by tabs, rows by line ends."""
        pieces: list[str] = []
        for start in range(0, len(row_ids), _PAGE):
            rows = await self.rows(row_ids[start : start + _PAGE])
            pieces.append(await asyncio.to_thread(_clipboard_text, rows, slots))
        return "".join(pieces)

    # Cells and rows

    async def set_cells(self, changes: Mapping[int, Mapping[int, str | None]], label: str = "typing") -> None:
        """Give cells new texts: row ID to slot to text; None empties the cell, "" clears the field in LeadByte."""
        await self.sheet.edit(label, lambda editor: editor.set_cells(changes))

    async def put_block(
        self, row_ids: Sequence[int], slots: Sequence[int], block: Sequence[Sequence[str]], after: int | None
    ) -> list[int]:
        """Put a block of cells over rows, and below them as new rows. A blank cell empties the cell under it.

        Args:
            row_ids: the rows for the block's first rows, in order.
            slots: a column for each cell of the block's rows; cells beyond them are passed over.
            block: the rows of cells.
            after: new rows go behind this one; None for the end.

        Returns:
            all rows touched, in the block's order.
        """

        def put(editor: SheetEditor) -> list[int]:
            over = dict(zip(row_ids, block, strict=False))
            editor.set_cells({each: _by_slot(slots, cells) for each, cells in over.items()})
            width = editor.head.width
            below = [_as_row(_by_slot(slots, cells), width) for cells in block[len(row_ids) :]]
            return [*over, *(editor.insert_rows(below, after) if below else [])]

        return await self.sheet.edit(f"pasting {count_of(len(block), 'row', 'rows')}", put)

    async def add_rows(self, rows: Sequence[Cells], after: int | None = None, label: str = "adding a row") -> list[int]:
        """New rows, by slots, behind a row or at the end."""
        return await self.sheet.edit(label, lambda editor: editor.insert_rows(rows, after))

    async def copy_rows(self, row_ids: Sequence[int]) -> list[int]:
        """The same rows once more, below the last of them."""

        def copy(editor: SheetEditor) -> list[int]:
            return editor.insert_rows([row.cells for row in editor.rows(row_ids)], row_ids[-1])

        return await self.sheet.edit(f"copying {count_of(len(row_ids), 'row', 'rows')}", copy)

    async def delete_rows(self, row_ids: Collection[int]) -> None:
        """Take rows out of the table."""
        label = f"deleting {count_of(len(row_ids), 'row', 'rows')}"
        await self.sheet.edit(label, lambda editor: editor.delete_rows(row_ids))

    async def leave_out(self, row_ids: Collection[int], why: str = "Left out by hand.") -> None:
        """Rows stay in the table and are not sent. `why` is a sentence; it stands in the results."""
        label = f"leaving out {count_of(len(row_ids), 'row', 'rows')}"
        await self.sheet.edit(label, lambda editor: editor.set_left_out(row_ids, why))

    async def bring_back(self, row_ids: Collection[int]) -> None:
        """Rows that were left out are sent after all."""
        label = f"bringing back {count_of(len(row_ids), 'row', 'rows')}"
        await self.sheet.edit(label, lambda editor: editor.set_left_out(row_ids, ""))

    async def leave_out_stopped(self) -> int:
        """Leave out every row that cannot be sent as it is, each with what is wrong with it; gives how many."""
        stopped = await self._stopped()
        if stopped:
            await self.sheet.edit("leaving out rows with problems", lambda editor: _leave_out(editor, stopped))
        return len(stopped)

    async def _stopped(self) -> dict[int, str]:
        head, offset = await self.head(), 0
        stopped: dict[int, str] = {}
        for group in await self.problem_groups():
            if not group.stops:
                continue
            offset = 0
            while found := await self.problems(_PAGE, offset, group.code, group.slot):
                offset += len(found)
                for problem in found:
                    what, _ = words_of(problem.code, problem.text, self._column(head, problem.slot))
                    stopped.setdefault(problem.row_id, f"Left out: {what}")
        return stopped

    async def add_update(self, update: LeadUpdate) -> int:
        """A lead's update as the last row; new fields become new columns. Gives the row's ID.

        Raises:
            BadInput: the batch names its leads by the other of LeadByte's two numbers; nothing was added.
        """

        def add(editor: SheetEditor) -> int:
            role = Role.LEAD if update.lead.kind is LeadKind.LEAD else Role.QUARANTINE
            _name_by(editor, role, update)
            cells: dict[int, str | None] = {slot_for(editor, role): update.lead.number}
            for name, value in update.changes.items():
                cells[slot_for(editor, Role.FIELD, name)] = value
            own = [each for each in update.delivery_ids if each not in editor.head.for_all.delivery_ids]
            if own:
                cells[slot_for(editor, Role.DELIVERIES)] = ", ".join(own)
            if update.action and update.action is not editor.head.for_all.action:
                cells[slot_for(editor, Role.ACTION)] = ACTION_WORDS[update.action]
            return editor.insert_rows([_as_row(cells, editor.head.width)], None)[0]

        return await self.sheet.edit(f"adding {update.lead.words}", add)

    # Columns, and what holds for all rows

    async def set_head(self, head: SheetHead, label: str) -> None:
        """Change what columns are for, their order, what holds for all rows, or the name."""
        await self.sheet.edit(label, lambda editor: editor.set_head(head))

    async def add_field(self, name: str) -> Column:
        """The column of a field, made where there is none."""
        return await self._column_for(Role.FIELD, name, f"adding {label_of(name)}")

    async def column_for(self, role: Role) -> Column:
        """The column of deliveries or of actions, made where there is none."""
        return await self._column_for(role, "", "adding a column")

    async def _column_for(self, role: Role, name: str, label: str) -> Column:
        found = (await self.head()).column_of(role, name)
        if found is not None:
            return found

        def make(editor: SheetEditor) -> Column:
            return self._column(editor.head, slot_for(editor, role, name))

        return await self.sheet.edit(label, make)

    async def set_date_form(self, slot: int, form: str) -> None:
        """Write the real dates of a column in another form; what a person typed there stays as it is."""

        def change(editor: SheetEditor) -> None:
            column = self._column(editor.head, slot)
            for rows in pages_of(editor, None):
                editor.set_cells(
                    {
                        row.row_id: {slot: written}
                        for row in rows
                        if row.kind_at(slot) == "d"
                        and (written := rewrite_date(row.cells[slot] or "", column.date_form, form)) is not None
                    },
                    same_kind=True,
                )
            editor.set_head(editor.head.with_column(replace(column, date_form=form)))

        await self.sheet.edit("changing how dates are written", change)

    # Repairs

    async def fix(self, row_id: int, slot: int, code: str) -> bool:
        """Mend one cell; False where it cannot be mended."""
        return await self._fix([row_id], slot, code, "mending a cell") == 1

    async def fix_all(self, code: str, slot: int) -> int:
        """Mend every cell of a column with the same problem; gives how many were mended."""
        if not can_fix_all(code):
            raise ValueError(f"“{code}” is not safe to mend everywhere")
        return await self._fix(None, slot, code, "mending all like this")

    async def _fix(self, row_ids: list[int] | None, slot: int, code: str, label: str) -> int:
        def mend(editor: SheetEditor) -> int:
            ids = editor.ids_with(code, slot) if row_ids is None else row_ids
            column, count = self._column(editor.head, slot), 0
            for rows in pages_of(editor, ids):
                mended = {row.row_id: repair(code, row.cells[slot] or "", column) for row in rows}
                changes = {row_id: {slot: text} for row_id, text in mended.items() if text is not None}
                editor.set_cells(changes)
                count += len(changes)
            return count

        return await self.sheet.edit(label, mend)

    # Undo

    async def undo(self) -> Undone | None:
        """Take the last step back; gives what it was, None where there was none."""
        return await self.sheet.undo()

    async def redo(self) -> Undone | None:
        """Do again what was taken back last; gives what it was, None where there was nothing."""
        return await self.sheet.redo()

    async def undo_labels(self) -> tuple[str | None, str | None]:
        """What `undo` and `redo` would do."""
        return await self.sheet.undo_labels()

    # The job

    async def draft(self, title: str, account_id: str) -> JobDraft:
        """The ready rows as the draft of a job. `close` of its items lets go of the sheet."""
        snapshot = await asyncio.to_thread(self.sheet.snapshot)
        source = SheetSource(snapshot, _given_back(snapshot.head), _why_not)
        return JobDraft(JobKind.BATCH, title, account_id, SheetItems(snapshot), source)

    @staticmethod
    def _column(head: SheetHead, slot: int) -> Column:
        return next((column for column in head.columns if column.slot == slot), Column(slot, ""))


ACTION_WORDS = {Action.REPROCESS: "reprocess", Action.RELEASE: "release", Action.REJECT: "reject"}


def _leave_out(editor: SheetEditor, stopped: Mapping[int, str]) -> None:
    by_words: dict[str, list[int]] = {}
    for row_id, words in stopped.items():
        by_words.setdefault(words, []).append(row_id)
    for words, row_ids in by_words.items():
        editor.set_left_out(row_ids, words)


def _name_by(editor: SheetEditor, role: Role, update: LeadUpdate) -> None:
    """Have the leads named by this kind of number, where none is named by the other kind yet.

    A batch names all its leads by one kind: with a column of each, nobody could tell which of them is meant.
    """
    naming = editor.head.lead_column
    if naming is None or naming.role is role:
        return
    if any(editor.column(naming.slot, None, 1)):
        theirs = "lead ID" if naming.role is Role.LEAD else "quarantine ID"
        raise BadInput(
            f"The batch names its leads by {theirs}, and a batch holds one kind of number, so {update.lead.words} was "
            "not added. Nothing was sent. Send it from here, or add it once that batch was sent or a new one begun."
        )
    editor.set_head(editor.head.with_column(replace(naming, role=role)))


def slot_for(editor: SheetEditor, role: Role, name: str = "") -> int:
    """Within an edit: the slot of the column for this, which is made where there is none."""
    found = editor.head.column_of(role, name)
    if found is None:
        found = Column(editor.head.width, "", role, name)
        editor.set_head(editor.head.with_column(found))
    return found.slot


def _by_slot(slots: Sequence[int], cells: Sequence[str]) -> dict[int, str | None]:
    return {slot: cell or None for slot, cell in zip(slots, cells, strict=False)}


def _as_row(cells: Mapping[int, str | None], width: int) -> list[str | None]:
    return [cells.get(slot) for slot in range(width)]


def _clipboard_text(rows: Iterable[SheetRow], slots: Sequence[int]) -> str:
    return "".join("\t".join(_clipboard_cell(row.cells[slot]) for slot in slots) + "\n" for row in rows)


def _clipboard_cell(cell: str | None) -> str:
    text = cell or ""
    if any(character in text for character in '\t\n\r"'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _given_back(head: SheetHead) -> list[Column]:
    """The columns that results give back: all but the outcomes of a file of results, which new ones replace."""
    results = is_results([column.heading for column in head.columns])
    ours = results.ours if results else frozenset()
    return [column for place, column in enumerate(head.columns) if place not in ours]


def _why_not(head: SheetHead, row: SheetRow) -> str:
    """Why a row is not sent, where it was not left out by a person."""
    try:
        RowReader(head).update_of(row.cells)
    except BadCell as bad:
        return bad.user_text
    return NOTHING_ASKED
