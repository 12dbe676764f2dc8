"""Stages the rows of a file into a new sheet, as quickly as the disk takes them. Used by one thread of one process."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.store.file_words import TABLE, explained
from leadbyte_desktop.store.sheet_same_lead import find_same_leads
from leadbyte_desktop.store.sheet_schema import GAP, cell, create, create_indexes, write_facts

_PAGE = 5_000
FindInColumn = Callable[[Sequence[str], Sequence[str]], Iterable[tuple[int, str, bool]]]

# Far below what any SQLite takes (32,766 since its version 3.32).
_VALUES_A_STATEMENT = 1_000


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
        first, count = self._rows + 1, len(rows)
        columns: dict[str, Iterable[object]] = {
            "row_id": range(first, first + count),
            "position": range(first * GAP, (first + count) * GAP, GAP),
            "number": numbers,
            "lead_key": lead_keys,
            # A bool is handed to SQLite in a roundabout way.
            "own": map(int, own),
            "filled": repeat(1, count),
        }
        if left_out:
            columns["left_out"] = [left_out.get(place, "") for place in range(count)]
        if any(kinds):
            columns["kinds"] = kinds
        columns |= {cell(slot): _blank_is_null(cells) for slot, cells in enumerate(zip(*rows, strict=True))}
        with explained(self._path, TABLE):
            self._insert(count, columns)
            self._connection.executemany(
                "INSERT OR IGNORE INTO problems VALUES (?, ?, ?, ?)",
                ((first + place, slot, code, stops) for place, slot, code, stops in problems),
            )
        self._rows += count

    def _insert(self, count: int, columns: Mapping[str, Iterable[object]]) -> None:
        """Insert so many rows, given by columns; many rows with each statement, as each statement costs."""
        width = len(columns)
        at_once = max(1, _VALUES_A_STATEMENT // width)
        values = tuple(chain.from_iterable(zip(*columns.values(), strict=True)))
        row = f"({', '.join('?' * width)})"
        for place in range(0, count, at_once):
            marks = ", ".join([row] * min(at_once, count - place))
            self._connection.execute(
                f"INSERT INTO rows ({', '.join(columns)}) VALUES {marks}",
                values[place * width : (place + at_once) * width],
            )

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
    return [text or None for text in cells] if "" in cells else cells
