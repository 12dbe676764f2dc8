"""What is read of a sheet; each function within one transaction of the caller's."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable, Sequence
from sqlite3 import Connection
from typing import Any

from leadbyte_desktop.domain.sheet import Role, SheetHead, SheetRow
from leadbyte_desktop.store import sheet_search, sheet_sorting
from leadbyte_desktop.store.sheet_schema import SENT, cell, read_head, row_columns, row_of
from leadbyte_desktop.store.sheet_view import Only, ProblemAt, ProblemGroup, SheetCounts, SheetView

_STOPS = "EXISTS (SELECT 1 FROM problems p WHERE p.row_id = r.row_id AND p.stops)"
_FOUND = "EXISTS (SELECT 1 FROM problems p WHERE p.row_id = r.row_id)"


def acts(head: SheetHead) -> bool:
    """Whether every row asks for something, whatever stands in it."""
    clears = head.for_all.blank_clears and any(column.role is Role.FIELD for column in head.columns)
    return head.for_all.acts or clears


def ready_rows(head: SheetHead) -> str:
    """SQL that is true of a row `r` that can be sent."""
    if head.lead_column is None:
        return "0"
    own = "" if acts(head) else " AND r.own"
    return f"{SENT} AND r.lead_key IS NOT NULL{own} AND NOT {_STOPS}"


def order(connection: Connection, view: SheetView) -> array[int]:
    """See `Sheet.order`."""
    head = read_head(connection)
    sheet_search.teach(connection)
    sheet_sorting.teach(connection)
    where, values = _where(view, head)
    found = connection.execute(
        f"SELECT r.row_id FROM rows r WHERE {where} ORDER BY {sheet_sorting.order_by(view, head)}",
        values,
    )
    return ids_of(found)


def ids_of(found: Iterable[Sequence[int]]) -> array[int]:
    """The first column of some rows."""
    return array("q", (row[0] for row in found))


def _where(view: SheetView, head: SheetHead) -> tuple[str, dict[str, object]]:
    parts, values = [_ONLY[view.only] if view.only in _ONLY else ready_rows(head)], dict[str, object]()
    if view.search:
        holds, values = sheet_search.condition(view.search, [column.slot for column in head.columns])
        parts.append(holds)
    if view.code:
        values["code"] = view.code
        slot = ""
        if view.slot is not None:
            values["slot"], slot = view.slot, " AND p.slot = :slot"
        parts.append(f"r.row_id IN (SELECT p.row_id FROM problems p WHERE p.code = :code{slot})")
    return " AND ".join(parts), values


_ONLY = {
    Only.ALL: "1",
    Only.PROBLEMS: f"{SENT} AND {_FOUND}",
    Only.STOPPED: f"{SENT} AND (r.lead_key IS NULL OR {_STOPS})",
    Only.WARNED: f"{SENT} AND {_FOUND} AND NOT {_STOPS}",
    Only.LEFT_OUT: "r.left_out <> ''",
}


def rows(connection: Connection, row_ids: Sequence[int], width: int) -> list[SheetRow]:
    """See `Sheet.rows`."""
    found = connection.execute(
        f"SELECT {row_columns(width)} FROM json_each(?) w CROSS JOIN rows r ON r.row_id = w.value ORDER BY w.key",
        (json.dumps(list(row_ids)),),
    )
    return [row_of(row) for row in found]


def scan(connection: Connection, after: int, limit: int, width: int) -> tuple[list[SheetRow], int]:
    """The rows behind a position, in file order, and the position of the last of them."""
    found = connection.execute(
        f"SELECT {row_columns(width)}, r.position FROM rows r WHERE r.position > ? ORDER BY r.position LIMIT ?",
        (after, limit),
    ).fetchall()
    return [row_of(row[:-1]) for row in found], found[-1][-1] if found else after


def counts(connection: Connection) -> SheetCounts:
    """See `Sheet.counts`."""
    head = read_head(connection)
    asks = "1" if acts(head) else "own"
    named = "lead_key IS NOT NULL" if head.lead_column is not None else "0"
    row = connection.execute(
        f"""
        WITH found AS (SELECT row_id, MAX(stops) AS stops FROM problems GROUP BY row_id),
        each AS (
            SELECT r.filled, r.left_out <> '' AS gone, {named} AND NOT COALESCE(f.stops, 0) AS good,
                f.row_id IS NOT NULL AS noted, {asks} AS asks
            FROM rows r LEFT JOIN found f USING (row_id)
        )
        SELECT TOTAL(filled), TOTAL(filled AND NOT gone AND good AND asks), TOTAL(filled AND NOT gone AND NOT good),
            TOTAL(filled AND NOT gone AND good AND asks AND noted), TOTAL(filled AND gone), TOTAL(NOT filled),
            TOTAL(filled AND NOT gone AND good AND NOT asks)
        FROM each
        """
    ).fetchone()
    return SheetCounts(*(int(value) for value in row))


def problem_groups(connection: Connection) -> list[ProblemGroup]:
    """See `Sheet.problem_groups`."""
    found = connection.execute(
        f"""
        SELECT p.code, p.slot, MAX(p.stops), COUNT(*), MIN(r.position)
        FROM problems p JOIN rows r USING (row_id) WHERE {SENT}
        GROUP BY p.code, p.slot ORDER BY MAX(p.stops) DESC, COUNT(*) DESC, p.code, p.slot
        """
    ).fetchall()
    groups = []
    for code, slot, stops, count, position in found:
        first = connection.execute(
            f"SELECT r.row_id, r.{cell(slot)} FROM rows r WHERE r.position = ?",
            (position,),
        ).fetchone()
        groups.append(ProblemGroup(code, slot, bool(stops), count, first[1], first[0]))
    return groups


def problems(connection: Connection, limit: int, offset: int, code: str, slot: int | None) -> list[ProblemAt]:
    """See `Sheet.problems`."""
    values: dict[str, object] = {"limit": limit, "offset": offset, "code": code, "slot": slot}
    found = connection.execute(
        f"""
        SELECT p.row_id, r.number, p.slot, p.code, p.stops FROM problems p JOIN rows r USING (row_id)
        WHERE {SENT} AND (:code = '' OR p.code = :code) AND (:slot IS NULL OR p.slot = :slot)
        ORDER BY r.position, p.slot, p.code LIMIT :limit OFFSET :offset
        """,
        values,
    ).fetchall()
    return _with_texts(connection, found)


def problems_of(connection: Connection, row_ids: Collection[int]) -> list[ProblemAt]:
    """See `Sheet.problems_of`."""
    found = connection.execute(
        f"""
        SELECT p.row_id, r.number, p.slot, p.code, p.stops
        FROM json_each(?) w CROSS JOIN problems p ON p.row_id = w.value CROSS JOIN rows r ON r.row_id = p.row_id
        WHERE {SENT} ORDER BY w.key, p.slot, p.code
        """,
        (json.dumps(list(row_ids)),),
    ).fetchall()
    return _with_texts(connection, found)


def _with_texts(connection: Connection, found: Sequence[Sequence[Any]]) -> list[ProblemAt]:
    """Problems with the texts of their cells, which stand each in another column."""
    by_slot: dict[int, list[int]] = {}
    for row in found:
        by_slot.setdefault(row[2], []).append(row[0])
    texts: dict[tuple[int, int], str | None] = {}
    for slot, row_ids in by_slot.items():
        cells = connection.execute(
            f"SELECT r.row_id, r.{cell(slot)} FROM json_each(?) w JOIN rows r ON r.row_id = w.value",
            (json.dumps(row_ids),),
        )
        texts.update({(row_id, slot): text for row_id, text in cells})
    return [
        ProblemAt(row_id, number, slot, code, bool(stops), texts.get((row_id, slot)))
        for row_id, number, slot, code, stops in found
    ]
