"""What is read of a sheet; each function within one transaction of the caller's."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from sqlite3 import Connection
from typing import Any

from leadbyte_desktop.domain.sheet import Role, SheetHead, SheetRow
from leadbyte_desktop.store.sheet_schema import SAME_LEAD, cell, read_head, row_columns, row_of

_FETCH = 5_000


class Only(StrEnum):
    """Which rows of a sheet are shown."""

    ALL = "all"
    PROBLEMS = "problems"
    STOPPED = "stopped"
    WARNED = "warned"
    LEFT_OUT = "left out"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class SheetView:
    """Which rows are shown, in which order.

    Attributes:
        search: only rows with a cell that holds this text, whatever its case; "" for all.
        code: only rows in which this was found; "" for all.
        slot: with `code`, found in this column; None for any.
        only: only rows that stand like this.
        sort_slot: sorted by this column; None for the file's order.
        numeric: sorted as whole numbers of any length, where the column holds IDs.
        descending: the other way round; blank cells stay last.
    """

    search: str = ""
    code: str = ""
    slot: int | None = None
    only: Only = Only.ALL
    sort_slot: int | None = None
    numeric: bool = False
    descending: bool = False


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """How the rows of a sheet add up: `rows` is `ready` + `stopped` + `left_out` + `nothing_to_do`.

    Attributes:
        rows: rows in which something stands.
        ready: rows that can be sent.
        stopped: rows that cannot be sent as they are.
        warned: of the rows that can be sent, those in which something was found.
        left_out: rows that a person, or the file itself, left out.
        blank: rows in which nothing stands.
        nothing_to_do: rows that name a lead, and ask for nothing.
    """

    rows: int = 0
    ready: int = 0
    stopped: int = 0
    warned: int = 0
    left_out: int = 0
    blank: int = 0
    nothing_to_do: int = 0


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """What was found, of one kind in one column.

    Attributes:
        code: the kind.
        slot: the column.
        stops: rows with it cannot be sent.
        count: how many rows have it.
        sample: the cell of the first of them.
        row_id: that row.
    """

    code: str
    slot: int
    stops: bool
    count: int
    sample: str | None
    row_id: int


@dataclass(frozen=True, slots=True)
class ProblemAt:
    """What was found in one cell.

    Attributes:
        row_id: the row.
        number: its number in the spreadsheet.
        slot: the column.
        code: the kind.
        stops: the row cannot be sent with it.
        text: the cell.
    """

    row_id: int
    number: int
    slot: int
    code: str
    stops: bool
    text: str | None


_STOPS = "EXISTS (SELECT 1 FROM problems p WHERE p.row_id = r.row_id AND p.stops)"
_FOUND = "EXISTS (SELECT 1 FROM problems p WHERE p.row_id = r.row_id)"
_SENT = "r.filled AND r.left_out = ''"


def acts(head: SheetHead) -> bool:
    """Whether every row asks for something, whatever stands in it."""
    clears = head.for_all.blank_clears and any(column.role is Role.FIELD for column in head.columns)
    return head.for_all.acts or clears


def ready_rows(head: SheetHead) -> str:
    """SQL that is true of a row `r` that can be sent."""
    if head.lead_column is None:
        return "0"
    own = "" if acts(head) else " AND r.own"
    return f"{_SENT} AND r.lead_key IS NOT NULL{own} AND NOT {_STOPS}"


def order(connection: Connection, view: SheetView) -> array[int]:
    """See `Sheet.order`."""
    head = read_head(connection)
    where, values = _where(view, head)
    found = connection.execute(
        f"SELECT r.row_id FROM rows r WHERE {where} ORDER BY {_order_by(view, head)}",
        values,
    )
    return ids_of(found)


def ids_of(found: Iterable[Sequence[int]]) -> array[int]:
    """The first column of some rows."""
    return array("q", (row[0] for row in found))


def _where(view: SheetView, head: SheetHead) -> tuple[str, dict[str, object]]:
    parts, values = [_ONLY[view.only] if view.only in _ONLY else ready_rows(head)], dict[str, object]()
    if view.search:
        # SQLite folds the letters of ASCII only; another letter is found as it is typed.
        values["search"] = re.sub("[A-Z]+", lambda found: found[0].lower(), view.search)
        cells = [f"instr(lower(r.{cell(column.slot)}), :search)" for column in head.columns]
        parts.append(f"({' OR '.join(cells) or '0'})")
    if view.code:
        values["code"] = view.code
        slot = ""
        if view.slot is not None:
            values["slot"], slot = view.slot, " AND p.slot = :slot"
        parts.append(f"r.row_id IN (SELECT p.row_id FROM problems p WHERE p.code = :code{slot})")
    return " AND ".join(parts), values


_ONLY = {
    Only.ALL: "1",
    Only.PROBLEMS: f"{_SENT} AND {_FOUND}",
    Only.STOPPED: f"{_SENT} AND (r.lead_key IS NULL OR {_STOPS})",
    Only.WARNED: f"{_SENT} AND {_FOUND} AND NOT {_STOPS}",
    Only.LEFT_OUT: "r.left_out <> ''",
}


def _order_by(view: SheetView, head: SheetHead) -> str:
    if view.sort_slot is None or not any(column.slot == view.sort_slot for column in head.columns):
        return "r.position"
    name, way = f"r.{cell(view.sort_slot)}", " DESC" if view.descending else ""
    blank_last = f"{name} IS NULL OR trim({name}) = ''"
    if view.numeric:
        bare = f"ltrim(trim({name}), '0')"
        return f"{blank_last}, length({bare}){way}, {bare}{way}, r.position"
    return f"{blank_last}, {name} COLLATE NOCASE{way}, r.position"


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
        FROM problems p JOIN rows r USING (row_id) WHERE {_SENT}
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
        WHERE {_SENT} AND (:code = '' OR p.code = :code) AND (:slot IS NULL OR p.slot = :slot)
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
        WHERE {_SENT} ORDER BY w.key, p.slot, p.code
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


def find_same_leads(connection: Connection, head: SheetHead, keys: Collection[str] | None = None) -> None:
    """Note each row of a lead after its first, for these leads or for all; rows that are left out do not count."""
    lead = head.lead_column
    if keys is None:
        connection.execute("DELETE FROM problems WHERE code = ?", (SAME_LEAD,))
        among = ""
    else:
        among = "r.lead_key IN (SELECT value FROM json_each(:keys)) AND "
        connection.execute(
            "DELETE FROM problems WHERE code = :code AND row_id IN "
            "(SELECT r.row_id FROM rows r WHERE r.lead_key IN (SELECT value FROM json_each(:keys)))",
            {"code": SAME_LEAD, "keys": json.dumps(list(keys))},
        )
    if lead is None:
        return
    connection.execute(
        f"""
        INSERT OR IGNORE INTO problems
        SELECT r.row_id, :slot, :code, 0 FROM rows r
        WHERE {among} {_SENT} AND r.lead_key IS NOT NULL AND r.position > (
            SELECT MIN(o.position) FROM rows o WHERE o.lead_key = r.lead_key AND o.filled AND o.left_out = ''
        )
        """,
        {"slot": lead.slot, "code": SAME_LEAD, **({} if keys is None else {"keys": json.dumps(list(keys))})},
    )
