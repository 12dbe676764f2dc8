"""What the columns dialog shows of a sheet, and what becomes of a sheet by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_fields import plain_form
from leadbyte_desktop.domain.sheet import DATE_FORMS, Column, Role, SheetHead, SheetRow
from leadbyte_desktop.ui.column_row import SeenColumn
from leadbyte_desktop.ui.columns_words import How, how_matched

if TYPE_CHECKING:
    from leadbyte_desktop.services.batch_sheet import BatchSheet

_ROWS_LOOKED_AT = 300
_SAMPLES = 3
_LOOKED_FURTHER = 30


async def seen_columns(
    sheet: BatchSheet, head: SheetHead, labels: FieldLabels, *, remembered: bool = False
) -> list[SeenColumn]:
    """The columns of a sheet with a few cells of each.

    Args:
        sheet: the sheet.
        head: its head.
        labels: what the account calls its fields.
        remembered: they are as a person matched them before.
    """
    from leadbyte_desktop.importing.columns import is_results, match_columns
    from leadbyte_desktop.store.sheet import SheetView

    rows = await sheet.rows((await sheet.order(SheetView()))[:_ROWS_LOOKED_AT])
    headings = [column.heading for column in head.columns]
    results = is_results(headings)
    seen = []
    looked_further = 0
    for place, (column, found) in enumerate(
        zip(head.columns, match_columns(headings, own=labels.headings), strict=True)
    ):
        samples = _samples(rows, column.slot)
        if not samples and looked_further < _LOOKED_FURTHER:
            looked_further += 1
            samples = tuple(await sheet.samples(column.slot, _SAMPLES))
        ours = results is not None and place in results.ours and column.role is Role.IGNORED
        how = How.RESULTS if ours else How.REMEMBERED if remembered else _how(column, found, labels)
        seen.append(SeenColumn(column, how, samples, _dates(rows, column), labels))
    return seen


def _how(column: Column, matched: Column, labels: FieldLabels) -> How:
    if (column.role, column.field) != (matched.role, matched.field):
        return How.CHOSEN
    from leadbyte_desktop.importing.columns import known_headings

    return how_matched(column, known_headings(), plain_form(column.heading), labels.headings)


def _samples(rows: Sequence[SheetRow], slot: int) -> tuple[str, ...]:
    """The first cells of a column that are not the same."""
    found: dict[str, None] = {}
    for row in rows:
        cell = row.cells[slot] if slot < len(row.cells) else None
        if cell and cell.strip():
            found[cell.strip()] = None
            if len(found) == _SAMPLES:
                break
    return tuple(found)


def _dates(rows: Sequence[SheetRow], column: Column) -> dict[str, tuple[str, ...]]:
    """How the first real dates of a column would be written in each form; empty where it holds none."""
    dated = [row for row in rows if row.kind_at(column.slot) == "d"]
    if not dated:
        return {}
    from leadbyte_desktop.importing.dates import rewrite_date

    texts = _samples(dated, column.slot)
    return {form: tuple(rewrite_date(text, column.date_form, form) or text for text in texts) for form in DATE_FORMS}


async def apply_columns(sheet: BatchSheet, columns: Sequence[Column]) -> None:
    """Have these columns in a sheet; the rows are checked anew where that matters."""
    head = await sheet.head()
    before = {column.slot: column for column in head.columns}
    for column in columns:
        if column.slot in before and before[column.slot].date_form != column.date_form:
            await sheet.set_date_form(column.slot, column.date_form)
    head = await sheet.head()
    if tuple(columns) != head.columns:
        await sheet.set_head(replace(head, columns=tuple(columns)), "choosing columns")
