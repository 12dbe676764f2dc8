"""Undo and redo of a sheet: what every change replaced is kept by triggers, and put back step by step.

Putting a step back is a change too, so the same triggers keep what is needed to do it again. The log is in the sheet's
own file: it survives the end of the app.
"""

from __future__ import annotations

import json
from sqlite3 import Connection

from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.store.sheet_reading import find_same_leads
from leadbyte_desktop.store.sheet_schema import cell, known_width, read_head, widen, write_head

MOST_STEPS = 200
MOST_KEPT = 3_000_000
"""Kept rows of the log at most; the oldest steps go first."""


def begin(connection: Connection, label: str, *, redo: bool = False) -> int:
    """Begin a step: from now on everything that is replaced belongs to it."""
    inserted = connection.execute("INSERT INTO steps (label, redo) VALUES (?, ?) RETURNING step", (label, redo))
    step = int(inserted.fetchone()[0])
    connection.execute("UPDATE meta SET value = ? WHERE name = 'step'", (str(step),))
    return step


def end(connection: Connection, step: int) -> bool:
    """End a step; one in which nothing was replaced is forgotten. Gives whether it stays."""
    connection.execute("UPDATE meta SET value = '0' WHERE name = 'step'")
    kept = connection.execute("SELECT EXISTS (SELECT 1 FROM undo WHERE step = ?)", (step,)).fetchone()[0]
    if not kept:
        connection.execute("DELETE FROM steps WHERE step = ?", (step,))
    return bool(kept)


def forget_redo(connection: Connection) -> None:
    """A new change: what was taken back before it cannot be done again."""
    connection.execute("DELETE FROM undo WHERE step IN (SELECT step FROM steps WHERE redo)")
    connection.execute("DELETE FROM steps WHERE redo")


def forget_oldest(connection: Connection) -> None:
    """Keep the log within its bounds."""
    too_many = connection.execute("SELECT COUNT(*) FROM steps WHERE NOT redo").fetchone()[0] - MOST_STEPS
    while too_many > 0 or connection.execute("SELECT COUNT(*) FROM undo").fetchone()[0] > MOST_KEPT:
        oldest = connection.execute("SELECT MIN(step) FROM steps WHERE NOT redo").fetchone()[0]
        if oldest is None:
            return
        connection.execute("DELETE FROM undo WHERE step = ?", (oldest,))
        connection.execute("DELETE FROM steps WHERE step = ?", (oldest,))
        too_many -= 1


def keep_head(connection: Connection, step: int, head: SheetHead) -> None:
    """Keep a head that is about to be replaced."""
    connection.execute("INSERT INTO undo (step, what, head) VALUES (?, 'head', ?)", (step, json.dumps(head.to_plain())))


def labels(connection: Connection) -> tuple[str | None, str | None]:
    """What undo and redo would do."""
    return _label(connection, redo=False), _label(connection, redo=True)


def _label(connection: Connection, *, redo: bool) -> str | None:
    row = connection.execute("SELECT label FROM steps WHERE redo = ? ORDER BY step DESC LIMIT 1", (redo,)).fetchone()
    return row[0] if row else None


def put_back(connection: Connection, *, redo: bool) -> tuple[str, set[int], bool] | None:
    """Take the last step back, or do the last one again that was taken back.

    Returns:
        its label, the rows touched, and whether the head is another; None where there is no such step.
    """
    last = connection.execute(
        "SELECT step, label FROM steps WHERE redo = ? ORDER BY step DESC LIMIT 1", (redo,)
    ).fetchone()
    if last is None:
        return None
    step, label = last
    new = begin(connection, label, redo=not redo)
    keys = _leads_of(connection, step)
    touched, head_changed = _play(connection, step, new)
    end(connection, new)
    find_same_leads(connection, read_head(connection), keys)
    connection.execute("DELETE FROM undo WHERE step = ?", (step,))
    connection.execute("DELETE FROM steps WHERE step = ?", (step,))
    return label, touched, head_changed


def _leads_of(connection: Connection, step: int) -> set[str]:
    """The leads of the rows that a step touched, as they stand before it is put back."""
    found = connection.execute(
        "SELECT DISTINCT r.lead_key FROM undo u JOIN rows r USING (row_id) WHERE u.step = ? AND r.lead_key IS NOT NULL",
        (step,),
    )
    return {row[0] for row in found}


def _play(connection: Connection, step: int, new: int) -> tuple[set[int], bool]:
    """Put back what a step replaced, the last first."""
    width = known_width(connection)
    names = ["position", "number", "left_out", "kinds", *(cell(slot) for slot in range(width))]
    sets = ", ".join(f"{name} = ?" for name in names)
    listed, marks = ", ".join(names), ", ".join("?" for _ in names)
    touched: set[int] = set()
    head_changed = False
    log = connection.execute(
        f"SELECT what, row_id, head, {listed} FROM undo WHERE step = ? ORDER BY seq DESC",
        (step,),
    )
    for entry in log.fetchall():
        what, row_id, head, *values = entry
        if what == "head":
            keep_head(connection, new, read_head(connection))
            write_head(connection, SheetHead.from_plain(json.loads(head)))
            widen(connection, width)
            head_changed = True
            continue
        touched.add(row_id)
        if what == "delete":
            connection.execute("DELETE FROM problems WHERE row_id = ?", (row_id,))
            connection.execute("DELETE FROM rows WHERE row_id = ?", (row_id,))
        elif what == "insert":
            connection.execute(
                f"INSERT INTO rows (row_id, {listed}) VALUES (?, {marks})",
                (row_id, *values),
            )
        else:
            connection.execute(f"UPDATE rows SET {sets} WHERE row_id = ?", (*values, row_id))
    return touched, head_changed
