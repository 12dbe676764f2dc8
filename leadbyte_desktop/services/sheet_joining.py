"""One batch's rows put below another's: columns are matched by what they are for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.sheet import Column, Role, SheetHead, SheetRow
from leadbyte_desktop.services.batch_sheet import ACTION_WORDS, BatchSheet, slot_for
from leadbyte_desktop.store.sheet import SheetEditor
from leadbyte_desktop.store.sheet_snapshot import SheetSnapshot

_PAGE = 1_000


async def append_sheet(to: BatchSheet, other: BatchSheet) -> int:
    """Put the rows of `other` below those of `to`, in one step of undo; gives how many.

    What holds for all rows of `to` holds for all; what held for all of `other` becomes its rows' own.

    Raises:
        BadInput: one names its leads by lead IDs and the other by quarantine IDs. Nothing was added.
    """
    snapshot = await asyncio.to_thread(other.sheet.snapshot)
    try:
        return await to.sheet.edit("adding the rows of another table", lambda editor: _append(editor, snapshot))
    finally:
        snapshot.close()


def _append(editor: SheetEditor, snapshot: SheetSnapshot) -> int:
    theirs = snapshot.head
    slots = _slots(editor, theirs)
    own = _own_cells(editor, theirs)
    width, added = editor.head.width, 0
    rows = (row for row, _why in snapshot.all_rows())
    while page := list(islice(rows, _PAGE)):
        editor.insert_rows([_cells(row, width, slots, own) for row in page], None)
        added += len(page)
    return added


def _slots(editor: SheetEditor, theirs: SheetHead) -> dict[int, int]:
    """Their slot to ours, for every column. A column that is not sent finds its like by its heading."""
    slots: dict[int, int] = {}
    for column in theirs.columns:
        ours = _same_column(editor.head, column)
        if ours is None:
            ours = replace(column, slot=editor.head.width)
            if column.role in (Role.LEAD, Role.QUARANTINE) and editor.head.lead_column is not None:
                raise BadInput(
                    "One of the two tables names its leads by lead ID and the other by quarantine ID, so they cannot "
                    "stand below each other. Nothing was added. Send them as two batches."
                )
            editor.set_head(editor.head.with_column(ours))
        slots[column.slot] = ours.slot
    return slots


def _same_column(head: SheetHead, column: Column) -> Column | None:
    if column.role is not Role.IGNORED:
        return head.column_of(column.role, column.field)
    return next((each for each in _ignored(head) if each.heading == column.heading), None)


def _ignored(head: SheetHead) -> Iterator[Column]:
    return (each for each in head.columns if each.role is Role.IGNORED)


def _own_cells(editor: SheetEditor, theirs: SheetHead) -> dict[int, str]:
    """What held for all of their rows, as cells by our slots."""
    own: dict[int, str] = {}
    if theirs.for_all.delivery_ids:
        own[slot_for(editor, Role.DELIVERIES)] = ", ".join(theirs.for_all.delivery_ids)
    if theirs.for_all.action:
        own[slot_for(editor, Role.ACTION)] = ACTION_WORDS[theirs.for_all.action]
    return own


def _cells(row: SheetRow, width: int, slots: Mapping[int, int], own: Mapping[int, str]) -> list[str | None]:
    cells: list[str | None] = [None] * width
    for slot, ours in slots.items():
        cells[ours] = row.cells[slot]
    for ours, text in own.items():
        # Deliveries add up; of two actions the row's own is meant.
        standing = cells[ours]
        cells[ours] = text if not standing else f"{text}, {standing}" if text[:1].isdigit() else standing
    return cells
