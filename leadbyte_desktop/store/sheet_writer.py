"""Stages the rows of a file into a new sheet, as quickly as the disk takes them. Used by one thread of one process."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from itertools import count as count_from
from pathlib import Path
from typing import Any, NamedTuple

from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.store.file_words import TABLE, explained
from leadbyte_desktop.store.sheet_same_lead import find_same_leads
from leadbyte_desktop.store.sheet_schema import GAP, cell, create, create_indexes, write_facts

_PAGE = 5_000
FindInColumn = Callable[[Sequence[str], Sequence[str]], Iterable[tuple[int, str, bool]]]

# Far below what any SQLite takes (32,766 since its version 3.32).
_VALUES_A_STATEMENT = 1_000


class _Shape(NamedTuple):
    """What of some rows is handed to SQLite, value by value; what it can work out itself costs a fraction of that.

    Attributes:
        given: the columns that are handed over.
        counted: the rows' numbers follow each other; else they are given.
        asked: every row itself asks for something; else it is given whether one does.
        lead: the column in which the lead's key stands word for word; "" where the key is given.
    """

    given: tuple[str, ...]
    counted: bool
    asked: bool
    lead: str


@lru_cache(maxsize=32)
def _insertion(shape: _Shape, count: int) -> str:
    """The statement for so many rows. It takes the first one's ID and its number, then the values row by row."""
    worked_out = {"row_id": "?1 + {row}", "position": f"(?1 + {{row}}) * {GAP}", "filled": "1"}
    worked_out |= {"number": "?2 + {row}"} if shape.counted else {}
    worked_out |= {"own": "1"} if shape.asked else {}
    worked_out |= {"lead_key": f"{{{shape.lead}}}"} if shape.lead else {}
    row = ", ".join([*worked_out.values(), *(f"{{{name}}}" for name in shape.given)])
    marks = count_from(3)
    rows = [row.format(row=place, **{name: f"?{next(marks)}" for name in shape.given}) for place in range(count)]
    return f"INSERT INTO rows ({', '.join([*worked_out, *shape.given])}) VALUES ({'), ('.join(rows)})"


class SheetWriter:
    """Writes a new sheet. Nothing of it counts before `finish`: a file that was cut off is thrown away.

    Args:
        path: the file, which must not exist.
        head: the sheet's head.

    Raises:
        StorageProblem: the file cannot be written; so does every method.
    """

    def __init__(self, path: Path, head: SheetHead) -> None:
        self._path, self._head, self._width = path, head, head.width
        self._rows = 0
        with explained(path, TABLE):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            # If the power fails now, the file is read again from its start: there is nothing to be lost here.
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("BEGIN")
            create(self._connection, head)

    def append(
        self,
        numbers: Sequence[int],
        rows: Sequence[Sequence[str]],
        kinds: Sequence[str],
        lead_keys: Sequence[str | None],
        own: Sequence[bool],
        problems: Iterable[tuple[int, int, str, bool]],
        left_out: Mapping[int, str],
    ) -> None:
        """Add rows that are not blank, each as wide as the head; problems and left-out rows by their place here."""
        if not rows:
            return
        first, count = self._rows + 1, len(rows)
        columns = list(zip(*rows, strict=True))
        given: dict[str, Iterable[object]] = {cell(slot): _blank_is_null(cells) for slot, cells in enumerate(columns)}
        counted, lead = list(numbers) == list(range(numbers[0], numbers[0] + count)), self._head.lead_column
        if not counted:
            given["number"] = numbers
        named = lead is not None and list(columns[lead.slot]) == list(lead_keys)
        if not named:
            given["lead_key"] = lead_keys
        asked = all(own)
        if not asked:
            # A bool is handed to SQLite in a roundabout way.
            given["own"] = map(int, own)
        if left_out:
            given["left_out"] = [left_out.get(place, "") for place in range(count)]
        if any(kinds):
            given["kinds"] = kinds
        shape = _Shape(tuple(given), counted, asked, cell(lead.slot) if lead is not None and named else "")
        with explained(self._path, TABLE):
            self._insert(shape, first, numbers[0], tuple(chain.from_iterable(zip(*given.values(), strict=True))))
            self._connection.executemany(
                "INSERT OR IGNORE INTO problems VALUES (?, ?, ?, ?)",
                ((first + place, slot, code, stops) for place, slot, code, stops in problems),
            )
        self._rows += count

    def _insert(self, shape: _Shape, row_id: int, number: int, values: Sequence[object]) -> None:
        """Insert rows, whose values stand one row behind the other; many with each statement, as each one costs."""
        width = len(shape.given)
        at_once = max(1, _VALUES_A_STATEMENT // width)
        for place in range(0, len(values) // width, at_once):
            some = values[place * width : (place + at_once) * width]
            statement = _insertion(shape, len(some) // width)
            self._connection.execute(statement, (row_id + place, number + place, *some))

    def commit(self) -> None:
        """Let readers see what was added."""
        with explained(self._path, TABLE):
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN")

    def find_again(self, slot: int, codes: Collection[str], find: FindInColumn) -> None:
        """Look through a column once more, now that more is known of it.

        Args:
            slot: the column.
            codes: what may have been found there and is to be found anew.
            find: given cells and a letter for the kind of each, gives places, codes, and whether they stop the row.
        """
        after = 0
        with explained(self._path, TABLE):
            self._connection.executemany(
                "DELETE FROM problems WHERE slot = ? AND code = ?", [(slot, code) for code in codes]
            )
            while page := self._connection.execute(
                f"SELECT row_id, COALESCE({cell(slot)}, ''), substr(kinds, ?, 1) FROM rows WHERE row_id > ? "
                "ORDER BY row_id LIMIT ?",
                (slot + 1, after, _PAGE),
            ).fetchall():
                ids, cells, kinds = zip(*page, strict=True)
                after = ids[-1]
                self._connection.executemany(
                    "INSERT OR IGNORE INTO problems VALUES (?, ?, ?, ?)",
                    [
                        (ids[place], slot, code, stops)
                        for place, code, stops in find(cells, [kind or "t" for kind in kinds])
                    ],
                )

    def finish(self, facts: Mapping[int, Mapping[str, Any]] | None = None) -> None:
        """Make it a sheet: indexes, leads that stand in several rows, everything in the one file.

        Args:
            facts: what was learnt of the columns, by slot; None where nobody looked.
        """
        with explained(self._path, TABLE):
            if facts is not None:
                write_facts(self._connection, facts)
            create_indexes(self._connection, self._width)
            find_same_leads(self._connection, self._head)
            self._connection.execute("COMMIT")
            # From here on it is somebody's batch: it is on the disk before anyone is told of it.
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()

    def close(self) -> None:
        """Let go of the file; where it was not finished, it is no sheet. A second call does nothing."""
        self._connection.close()


def _blank_is_null(cells: tuple[str, ...]) -> Sequence[str | None]:
    return cells if all(cells) else [text or None for text in cells]
