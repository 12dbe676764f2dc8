"""One unchanging view of a sheet, for a review and for writing a job down, whatever is edited meanwhile."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from leadbyte_desktop.domain.sheet import SheetHead, SheetRow
from leadbyte_desktop.store import sheet_reading
from leadbyte_desktop.store.database import BUSY_SECONDS
from leadbyte_desktop.store.file_words import TABLE, explained
from leadbyte_desktop.store.sheet_schema import known_width, read_head, ready_columns, row_of

_PAGE = 1_000


class SheetSnapshot:
    """A read transaction of its own: SQLite's log keeps what it saw, until `close`.

    Usable from any thread, by one at a time.

    Args:
        path: the sheet's file.

    Attributes:
        head: the sheet's head.
        row_ids: the rows that can be sent, in file order.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        with explained(path, TABLE):
            # Never made where it is missing; not "ro", as the last one who closes the file folds its log in.
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=rw",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._begin()
            except BaseException:
                self._connection.close()
                raise

    def _begin(self) -> None:
        self._connection.execute("PRAGMA query_only = ON")
        self._connection.execute("BEGIN")
        self.head: SheetHead = read_head(self._connection)
        self._width = known_width(self._connection)
        self._ready = sheet_reading.ready_rows(self.head)
        self.row_ids: array[int] = sheet_reading.ids_of(
            self._connection.execute(f"SELECT r.row_id FROM rows r WHERE {self._ready} ORDER BY r.position")
        )

    def rows(self, start: int, stop: int) -> list[SheetRow]:
        """The rows that can be sent, from one place among them up to another."""
        with self._lock, explained(self._path, TABLE):
            return sheet_reading.rows(self._connection, self.row_ids[start:stop], self._width)

    def all_rows(self) -> Iterator[tuple[SheetRow, str]]:
        """Every row in which something stands, in file order, and why it is not sent; "" where it is."""
        after = 0
        while True:
            with self._lock, explained(self._path, TABLE):
                found = self._connection.execute(
                    f"SELECT {ready_columns(self._width, self._ready)} FROM rows r "
                    "WHERE r.filled AND r.position > ? ORDER BY r.position LIMIT ?",
                    (after, _PAGE),
                ).fetchall()
            if not found:
                return
            for *columns, position, ready in found:
                row = row_of(columns)
                after = position
                yield row, "" if ready else row.left_out or "not ready"

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        with self._lock:
            self._connection.close()
