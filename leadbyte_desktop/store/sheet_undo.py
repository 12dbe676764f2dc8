"""Undo and redo of a sheet: what every change replaced is kept by triggers, and put back step by step.

Putting a step back is a change too, so the same triggers keep what is needed to do it again. The log is in the sheet's
own file: it survives the end of the app. What a step kept stands in one piece in the log, from `first` to `last`, so
that no step is looked for among the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Any

from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.store.sheet_schema import LOGGED, cell, known_width, read_head, write_head

MOST_STEPS = 200
MOST_CELLS = 20_000_000
"""Kept cells of the log at most, about 400 MB; the oldest steps go first, the newest one is always kept."""

_PAGE = 1_000


def begin(connection: Connection, label: str, *, redo: bool = False) -> int:
    """Begin a step: from now on everything that is replaced belongs to it."""
    inserted = connection.execute(
        "INSERT INTO steps (label, redo, first, last) VALUES (?, ?, ?, 0) RETURNING step",
        (label, redo, _last(connection) + 1),
    )
    step = int(inserted.fetchone()[0])
    connection.execute("UPDATE meta SET value = ? WHERE name = 'step'", (str(step),))
    return step


def end(connection: Connection, step: int) -> bool:
    """End a step; one in which nothing was replaced is forgotten. Gives whether it stays."""
    connection.execute("UPDATE meta SET value = '0' WHERE name = 'step'")
    connection.execute("UPDATE steps SET last = ? WHERE step = ?", (_last(connection), step))
    return not connection.execute("DELETE FROM steps WHERE step = ? AND last < first", (step,)).rowcount


def _last(connection: Connection) -> int:
    return int(connection.execute("SELECT COALESCE(MAX(seq), 0) FROM undo").fetchone()[0])


def forget_redo(connection: Connection) -> None:
    """A new change: what was taken back before it cannot be done again."""
    for step in connection.execute("SELECT step FROM steps WHERE redo").fetchall():
        _forget(connection, step[0])


def forget_oldest(connection: Connection) -> None:
    """Keep the log within its bounds."""
    cells = len(LOGGED) + known_width(connection)
    newest_first = connection.execute(
        "SELECT step, (last - first + 1) * ? FROM steps WHERE NOT redo ORDER BY step DESC", (cells,)
    )
    kept = 0
    for place, (step, size) in enumerate(newest_first.fetchall()):
        kept += size
        if place and (place >= MOST_STEPS or kept > MOST_CELLS):
            _forget(connection, step)


def _forget(connection: Connection, step: int) -> None:
    connection.execute(
        "DELETE FROM undo WHERE seq BETWEEN (SELECT first FROM steps WHERE step = :step) "
        "AND (SELECT last FROM steps WHERE step = :step)",
        {"step": step},
    )
    connection.execute("DELETE FROM steps WHERE step = ?", (step,))


def keep_head(connection: Connection, head: SheetHead) -> None:
    """Keep a head that is about to be replaced."""
    connection.execute("INSERT INTO undo (what, head) VALUES ('head', ?)", (json.dumps(head.to_plain()),))


def labels(connection: Connection) -> tuple[str | None, str | None]:
    """What undo and redo would do."""
    return _label(connection, redo=False), _label(connection, redo=True)


def _label(connection: Connection, *, redo: bool) -> str | None:
    row = connection.execute("SELECT label FROM steps WHERE redo = ? ORDER BY step DESC LIMIT 1", (redo,)).fetchone()
    return row[0] if row else None


@dataclass(frozen=True, slots=True)
class PutBack:
    """A step that was put back.

    Attributes:
        label: what it was.
        touched: the rows that it changed, took out or put in.
        leads: the leads of these rows before.
        head_changed: the head is another one.
        slots: the columns in which cells changed.
    """

    label: str
    touched: set[int]
    leads: set[str]
    head_changed: bool
    slots: frozenset[int]


def put_back(connection: Connection, *, redo: bool) -> PutBack | None:
    """Take the last step back, or do the last one again that was taken back; None where there is no such step."""
    last = connection.execute(
        "SELECT step, label, first, last FROM steps WHERE redo = ? ORDER BY step DESC LIMIT 1", (redo,)
    ).fetchone()
    if last is None:
        return None
    step, label, *span = last
    new = begin(connection, label, redo=not redo)
    leads = _leads_of(connection, span)
    touched, head_changed = _play(connection, span)
    end(connection, new)
    _forget(connection, step)
    return PutBack(label, touched, leads, head_changed, _changed_slots(connection, new))


def _leads_of(connection: Connection, span: Sequence[int]) -> set[str]:
    """The leads of the rows that a step touched, as they stand before it is put back."""
    found = connection.execute(
        "SELECT DISTINCT r.lead_key FROM undo u JOIN rows r USING (row_id) "
        "WHERE u.seq BETWEEN ? AND ? AND r.lead_key IS NOT NULL",
        span,
    )
    return {row[0] for row in found}


def _changed_slots(connection: Connection, step: int) -> frozenset[int]:
    """The columns whose cells a step changed in rows that were there before and after it."""
    width = known_width(connection)
    if not width:
        return frozenset()
    differs = ", ".join(f"MAX(u.{cell(slot)} IS NOT r.{cell(slot)})" for slot in range(width))
    found = connection.execute(
        f"SELECT {differs} FROM steps s JOIN undo u ON u.seq BETWEEN s.first AND s.last JOIN rows r USING (row_id) "
        "WHERE s.step = ? AND u.what = 'update'",
        (step,),
    ).fetchone()
    return frozenset(slot for slot, changed in enumerate(found) if changed)


def _play(connection: Connection, span: Sequence[int]) -> tuple[set[int], bool]:
    """Put back what a step replaced, the last first."""
    width = known_width(connection)
    names = [*LOGGED, *(cell(slot) for slot in range(width))]
    touched: set[int] = set()
    head_changed = False
    for what, entries in _runs(connection, span, names):
        if what == "head":
            for entry in entries:
                keep_head(connection, read_head(connection))
                write_head(connection, SheetHead.from_plain(json.loads(entry[3])))
            head_changed = True
            continue
        touched.update(entry[2] for entry in entries)
        if what == "delete":
            _take_out(connection, entries)
        elif what == "insert":
            _put_in(connection, entries, names)
        else:
            _give_back(connection, entries, names)
    return touched, head_changed


def _runs(
    connection: Connection, span: Sequence[int], names: Sequence[str]
) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    """A step's entries from the last to the first, those of one kind that stand together at once."""
    first, last = span
    while first <= last:
        page = connection.execute(
            f"SELECT seq, what, row_id, head, {', '.join(names)} FROM undo "
            "WHERE seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?",
            (first, last, _PAGE),
        ).fetchall()
        for what, entries in groupby(page, key=itemgetter(1)):
            yield what, list(entries)
        last = page[-1][0] - 1


def _take_out(connection: Connection, entries: Sequence[Sequence[Any]]) -> None:
    ids = [(entry[2],) for entry in entries]
    connection.executemany("DELETE FROM problems WHERE row_id = ?", ids)
    connection.executemany("DELETE FROM rows WHERE row_id = ?", ids)


def _put_in(connection: Connection, entries: Sequence[Sequence[Any]], names: Sequence[str]) -> None:
    marks = ", ".join("?" for _ in names)
    connection.executemany(
        f"INSERT INTO rows (row_id, {', '.join(names)}) VALUES (?, {marks})",
        [(entry[2], *entry[4:]) for entry in entries],
    )


def _give_back(connection: Connection, entries: Sequence[Sequence[Any]], names: Sequence[str]) -> None:
    # The position by itself, and only where it is another: its index is not touched for a change of cells.
    sets = ", ".join(f"{name} = ?" for name in names[1:])
    connection.executemany(
        f"UPDATE rows SET {sets} WHERE row_id = ?",
        [(*entry[5:], entry[2]) for entry in entries],
    )
    connection.executemany(
        "UPDATE rows SET position = ? WHERE row_id = ? AND position <> ?",
        [(entry[4], entry[2], entry[4]) for entry in entries],
    )
