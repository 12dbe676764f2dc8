"""Small sheets, with checks like the app's made small."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from leadbyte_desktop.domain.sheet import Column, Role, SheetHead, SheetRow
from leadbyte_desktop.store.sheet import Sheet, SheetEditor, SheetView

HEAD = SheetHead(
    "leads.csv",
    (Column(0, "ID", Role.LEAD), Column(1, "Postcode", Role.FIELD, "postcode"), Column(2, "Agent")),
    source="leads.csv",
)


def find(editor: SheetEditor, touched: Collection[int] | None) -> None:
    """Checks as the app's, made small: digits are leads, “?” in a postcode is warned of."""
    if touched is None:
        for page in editor.pages(3):
            look_at(editor, page)
    else:
        look_at(editor, editor.rows(list(touched)))


def look_at(editor: SheetEditor, rows: Sequence[SheetRow]) -> None:
    ids = [row.row_id for row in rows]
    keys = [key_of(row) for row in rows]
    problems = [(row_id, 0, "bad lead", True) for row_id, key in zip(ids, keys, strict=True) if key is None]
    problems += [(row.row_id, 1, "odd", False) for row in rows if "?" in (row.cells[1] or "")]
    editor.put_findings(ids, keys, [row.cells[1] is not None for row in rows], problems)


def key_of(row: SheetRow) -> str | None:
    lead = (row.cells[0] or "").strip()
    return lead.lstrip("0") if lead.isdigit() and lead.isascii() else None


async def new(path: Path, *rows: Sequence[str | None], head: SheetHead = HEAD) -> Sheet:
    sheet = await Sheet.create(path, head, find)
    if rows:
        await sheet.edit("filling it", lambda editor: editor.insert_rows(rows, None))
    return sheet


async def table(sheet: Sheet, view: SheetView | None = None) -> list[tuple[str | None, ...]]:
    return [row.cells for row in await sheet.rows(await sheet.order(view or SheetView()))]
