"""The table that a job was made from, written down with the job, so that its results are given back in its own form."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.job import Item, JobSource, LeadResult
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.store.cells import clean, to_json
from leadbyte_desktop.store.journal_rows import ITEM_COLUMNS, item_of, stands_as, window


@dataclass(frozen=True, slots=True)
class JobRow:
    """One row of the table that a job was made from, as the journal holds it.

    Attributes:
        place: its place in the table, from 1; blank rows of the spreadsheet are not counted.
        number: its row in the spreadsheet, as Excel numbers it.
        cells: as they stood under the table's headings; None where blank. Of a job without a table there are none.
        item: the item that it became; None where it became none.
        why: why it became none, a sentence; empty where it became one.
    """

    place: int
    number: int
    cells: tuple[str | None, ...]
    item: Item | None
    why: str

    @property
    def row_id(self) -> int:
        """Its number in `Journal.row_order`."""
        return self.item.item_id if self.item is not None else -self.place


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


_SELECT = (
    f"SELECT r.place, r.number, r.cells, r.why, {ITEM_COLUMNS} "  # noqa: S608 - constants
    "FROM job_rows r LEFT JOIN items i ON i.item_id = r.item_id"
)


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


def never_items(connection: Connection, *, job_id: int) -> int:
    """How many rows of the table that a job was made from became no item."""
    found = connection.execute("SELECT never_items FROM jobs WHERE job_id = ?", (job_id,)).fetchone()
    return 0 if found is None else int(found[0])


def row_order(
    connection: Connection, *, job_id: int, standings: Collection[Standing] | None, after: int, count: int
) -> array[int]:
    """Those of the next `count` rows of a job's table that match, see `Journal.row_order`."""
    span = {"job_id": job_id, "after": after, "until": after + count}
    where = "r.job_id = :job_id AND r.place > :after AND r.place <= :until"
    if standings is not None:
        where += f" AND (r.item_id IS NULL OR {stands_as(standings)})"
    found = connection.execute(
        "SELECT COALESCE(r.item_id, -r.place) FROM job_rows r LEFT JOIN items i ON i.item_id = r.item_id "  # noqa: S608
        f"WHERE {where} ORDER BY r.place",
        span,
    )
    return array("q", (row[0] for row in found))


def last_place(connection: Connection, *, job_id: int) -> int:
    """The place of the last row of the table that a job was made from; 0 where it was made from none."""
    found = connection.execute("SELECT MAX(place) FROM job_rows WHERE job_id = ?", (job_id,)).fetchone()
    return int(found[0] or 0)


def rows(
    connection: Connection, *, job_id: int, standings: Collection[Standing] | None, offset: int, limit: int
) -> list[JobRow]:
    """A window on all rows of a job's table, see `Journal.rows`."""
    where = "r.job_id = :job_id"
    if standings is not None:
        where += f" AND (r.item_id IS NULL OR {stands_as(standings)})"
    found = connection.execute(
        window(_SELECT, where, "r.place", whole=standings is None),
        {"job_id": job_id, "limit": limit, "offset": offset},
    )
    return [_row_of(row) for row in found]


def rows_by_id(connection: Connection, *, job_id: int, row_ids: Collection[int]) -> list[JobRow]:
    """See `Journal.rows_by_id`."""
    items = connection.execute(
        f"SELECT r.place, r.number, r.cells, r.why, {ITEM_COLUMNS} "  # noqa: S608 - constants
        "FROM json_each(?) w CROSS JOIN items i ON i.item_id = w.value LEFT JOIN job_rows r ON r.item_id = i.item_id "
        "WHERE i.job_id = ?",
        (to_json([each for each in row_ids if each > 0]), job_id),
    )
    others = connection.execute(
        "SELECT r.place, r.number, r.cells, r.why, NULL AS item_id "
        "FROM json_each(?) w CROSS JOIN job_rows r ON r.job_id = ? AND r.place = w.value WHERE r.item_id IS NULL",
        (to_json([-each for each in row_ids if each < 0]), job_id),
    )
    return [_row_of(row) for row in (*items, *others)]


def row_of_item(item: Item) -> JobRow:
    """An item as the row of a table of which nothing else is known."""
    return JobRow(item.position, item.number, (), item, "")


def with_result(row: JobRow, result: LeadResult) -> JobRow:
    """A row of what became an item, with what became of that, before the journal is read again."""
    if row.item is None:
        return row
    item = replace(
        row.item, state=result.state, words=result.words, warnings=result.warnings, confirmation=result.confirmation
    )
    return replace(row, item=item)


def _row_of(row: Row) -> JobRow:
    item = None if row["item_id"] is None else item_of(row)
    if item is not None and row["place"] is None:
        return row_of_item(item)
    return JobRow(row["place"], row["number"], tuple(json.loads(row["cells"])), item, row["why"])
