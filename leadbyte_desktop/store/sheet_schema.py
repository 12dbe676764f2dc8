"""The tables of a sheet's own file, and how its rows and head stand in them.

`rows` holds the cells, one copy of them, in columns of their own so that SQLite sorts and searches: `c0`, `c1` and so
on by slot, NULL where blank. `position` orders the rows and has gaps, so that rows go in between. `lead_key` is the
lead as the journal compares it, NULL where the row names none; `own` whether the row itself asks for something. The
triggers keep what every change replaced, in steps that can be undone (`sheet_undo.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from sqlite3 import Connection
from typing import Any

from leadbyte_desktop.domain.sheet import SheetHead, SheetRow

FORMAT = 1
GAP = 1 << 20
SPACES = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
"""What `str.strip` takes away: a cell with nothing else in it is blank, for SQL as for Python."""
SENT = "r.filled AND r.left_out = ''"
"""SQL that is true of a row `r` that is neither blank nor left out."""
LOGGED = ("position", "number", "left_out", "kinds")
"""What undo keeps of a row, besides its cells."""


def create(connection: Connection, head: SheetHead) -> None:
    """Make the tables in a new file."""
    slots = range(head.width)
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    connection.execute(
        "CREATE TABLE rows (row_id INTEGER PRIMARY KEY AUTOINCREMENT, position INTEGER NOT NULL, "
        "number INTEGER NOT NULL, lead_key TEXT, own INTEGER NOT NULL DEFAULT 0, filled INTEGER NOT NULL DEFAULT 0, "
        "left_out TEXT NOT NULL DEFAULT '', kinds TEXT NOT NULL DEFAULT ''"
        + "".join(f", {cell(slot)} TEXT" for slot in slots)
        + ")"
    )
    connection.execute(
        "CREATE TABLE problems (row_id INTEGER NOT NULL, slot INTEGER NOT NULL, code TEXT NOT NULL, "
        "stops INTEGER NOT NULL, PRIMARY KEY (row_id, slot, code)) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE steps (step INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, redo INTEGER NOT NULL, "
        "first INTEGER NOT NULL, last INTEGER NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE undo (seq INTEGER PRIMARY KEY, what TEXT NOT NULL, row_id INTEGER, "
        "head TEXT, position INTEGER, number INTEGER, left_out TEXT, kinds TEXT"
        + "".join(f", {cell(slot)} TEXT" for slot in slots)
        + ")"
    )
    write_head(connection, head)
    connection.execute("INSERT INTO meta VALUES ('step', '0')")
    connection.execute("INSERT INTO meta VALUES ('width', ?)", (str(head.width),))


def create_indexes(connection: Connection, width: int) -> None:
    """Make what a staged table needs before it is used: its indexes and the triggers of undo."""
    connection.execute("CREATE UNIQUE INDEX rows_by_position ON rows (position)")
    connection.execute("CREATE INDEX rows_by_lead ON rows (lead_key, position) WHERE lead_key IS NOT NULL")
    connection.execute("CREATE INDEX problems_by_code ON problems (code, slot, row_id)")
    create_triggers(connection, width)


def create_triggers(connection: Connection, width: int) -> None:
    """Make the triggers that keep what a change replaced. They are silent while the step is 0.

    What they keep says how to put it back: an inserted row by deleting it, a deleted one by inserting it.
    """
    step = "(SELECT value FROM meta WHERE name = 'step')"
    logged = (*LOGGED, *(cell(slot) for slot in range(width)))
    names, old = ", ".join(logged), ", ".join(f"OLD.{name}" for name in logged)
    another = any_of([f"OLD.{name} IS NOT NEW.{name}" for name in logged])
    for what in ("insert", "update", "delete"):
        connection.execute(f"DROP TRIGGER IF EXISTS keep_{what}")
    connection.execute(
        f"CREATE TRIGGER keep_insert AFTER INSERT ON rows WHEN {step} <> '0' BEGIN "
        f"INSERT INTO undo (what, row_id) VALUES ('delete', NEW.row_id); END"
    )
    connection.execute(
        f"CREATE TRIGGER keep_update AFTER UPDATE OF {names} ON rows WHEN {step} <> '0' AND {another} BEGIN "
        f"INSERT INTO undo (what, row_id, {names}) VALUES ('update', OLD.row_id, {old}); END"
    )
    connection.execute(
        f"CREATE TRIGGER keep_delete AFTER DELETE ON rows WHEN {step} <> '0' BEGIN "
        f"INSERT INTO undo (what, row_id, {names}) VALUES ('insert', OLD.row_id, {old}); END"
    )


def widen(connection: Connection, width: int) -> None:
    """Have at least so many slots."""
    known = known_width(connection)
    if width <= known:
        return
    for slot in range(known, width):
        connection.execute(f"ALTER TABLE rows ADD COLUMN {cell(slot)} TEXT")
        connection.execute(f"ALTER TABLE undo ADD COLUMN {cell(slot)} TEXT")
    connection.execute("UPDATE meta SET value = ? WHERE name = 'width'", (str(width),))
    create_triggers(connection, width)


def known_width(connection: Connection) -> int:
    """How many slots the tables have; a head that was undone may need fewer."""
    return int(connection.execute("SELECT value FROM meta WHERE name = 'width'").fetchone()[0])


def cell(slot: int) -> str:
    """The name of a slot's column."""
    return f"c{slot}"


def any_of(conditions: Sequence[str]) -> str:
    """SQL that is true where one of these is."""
    return joined(conditions, "OR") if conditions else "0"


def joined(parts: Sequence[str], operator: str) -> str:
    """SQL with an operator between the parts; halved again and again, as SQLite takes no chain of a thousand."""
    if len(parts) < 2:
        return parts[0]
    half = len(parts) // 2
    return f"({joined(parts[:half], operator)} {operator} {joined(parts[half:], operator)})"


def cells_of(width: int) -> str:
    """The columns of all slots, for a SELECT; empty where there are none."""
    return "".join(f", r.{cell(slot)}" for slot in range(width))


def read_head(connection: Connection) -> SheetHead:
    """The head as it stands in the file."""
    text = connection.execute("SELECT value FROM meta WHERE name = 'head'").fetchone()[0]
    return SheetHead.from_plain(json.loads(text))


def write_head(connection: Connection, head: SheetHead) -> None:
    """Put another head in the old one's place; the undo log is the caller's affair."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('head', ?)", (json.dumps(head.to_plain()),))


def read_facts(connection: Connection) -> dict[int, dict[str, Any]] | None:
    """What was learnt of the columns, by slot, as plain values; None where nothing ever was."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'facts'").fetchone()
    return None if row is None else {int(slot): facts for slot, facts in json.loads(row[0]).items()}


def write_facts(connection: Connection, facts: Mapping[int, Mapping[str, Any]]) -> None:
    """Keep what was learnt of the columns. Undo takes nothing of it back: what was seen, was seen."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('facts', ?)", (json.dumps(dict(facts)),))


def row_columns(width: int) -> str:
    """What `row_of` needs, of a table or subquery `r`."""
    return f"r.row_id, r.number, r.left_out, r.kinds{cells_of(width)}"


def ready_columns(width: int, ready: str) -> str:
    """The same, then the row's position and whether it can be sent."""
    return f"{row_columns(width)}, r.position, ({ready}) AS ready"


def row_of(row: Sequence[Any]) -> SheetRow:
    """A row from a row of `row_columns`."""
    row_id, number, left_out, kinds, *cells = row
    return SheetRow(row_id, number, tuple(cells), kinds, left_out)
