"""The table that a job was made from, written down with the job, so that its results are given back in its own form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.job import Item, JobSource
from leadbyte_desktop.store.cells import clean, to_json
from leadbyte_desktop.store.journal_rows import ITEM_COLUMNS, item_of


@dataclass(frozen=True, slots=True)
class JobRow:
    """One row of the table that a job was made from, as the journal holds it.

    Attributes:
        place: its place in the table, from 1; blank rows of the spreadsheet are not counted.
        number: its row in the spreadsheet, as Excel numbers it.
        cells: as they stood under the table's headings; None where blank.
        item: the item that it became; None where it became none.
        why: why it became none, a sentence; empty where it became one.
    """

    place: int
    number: int
    cells: tuple[str | None, ...]
    item: Item | None
    why: str


class _Rows:
    """The rows as they go into the table `job_rows`, counted on the way."""

    def __init__(self, source: JobSource, job_id: int, first_item: int, items: int) -> None:
        self._source, self._job_id, self._first_item, self._items = source, job_id, first_item, items
        self.with_item = 0
        self.without_item = 0

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        for place, row in enumerate(self._source.rows(), start=1):
            if row.position is None:
                self.without_item += 1
            else:
                self.with_item += 1
                if row.position != self.with_item or row.position > self._items:
                    raise ValueError(f"row {row.number} of the table is not the job's row {self.with_item}")
            item_id = None if row.position is None else self._first_item + row.position - 1
            yield (self._job_id, place, row.number, item_id, clean(row.why), to_json(row.cells))


def write_source(connection: Connection, source: JobSource, *, job_id: int, first_item: int, items: int) -> int:
    """Write down a job's table beside its items.

    Args:
        connection: inside the transaction that writes the job.
        source: the table; its rows are read once.
        job_id: the job.
        first_item: the item ID of the job's first row.
        items: how many items the job has.

    Returns:
        how many rows of the table became no item.

    Raises:
        ValueError: the table's rows and the job's items do not belong together.
    """
    connection.execute(
        "INSERT INTO job_sources (job_id, headings) VALUES (?, ?)", (job_id, to_json(list(source.headings)))
    )
    rows = _Rows(source, job_id, first_item, items)
    connection.executemany(
        "INSERT INTO job_rows (job_id, place, number, item_id, why, cells) VALUES (?, ?, ?, ?, ?, ?)", iter(rows)
    )
    if rows.with_item != items:
        raise ValueError(f"{rows.with_item} rows of the table became items, and the job has {items}")
    connection.execute("UPDATE jobs SET never_items = ? WHERE job_id = ?", (rows.without_item, job_id))
    return rows.without_item


def source_headings(connection: Connection, *, job_id: int) -> tuple[str, ...] | None:
    """See `Journal.source_headings`."""
    row = connection.execute("SELECT headings FROM job_sources WHERE job_id = ?", (job_id,)).fetchone()
    return None if row is None else tuple(json.loads(row["headings"]))


def source_rows(connection: Connection, *, job_id: int, after_place: int, limit: int) -> list[JobRow]:
    """See `Journal.source_rows`."""
    rows = connection.execute(
        f"SELECT r.place, r.number, r.cells, r.why, {ITEM_COLUMNS} "  # noqa: S608 - constants
        "FROM job_rows r LEFT JOIN items i ON i.item_id = r.item_id "
        "WHERE r.job_id = ? AND r.place > ? ORDER BY r.place LIMIT ?",
        (job_id, after_place, limit),
    )
    return [_row_of(row) for row in rows]


def _row_of(row: Row) -> JobRow:
    item = None if row["item_id"] is None else item_of(row)
    return JobRow(row["place"], row["number"], tuple(json.loads(row["cells"])), item, row["why"])
