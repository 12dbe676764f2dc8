"""A sheet as the draft of a job: its rows are read from the disk as they are asked for, however many there are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from leadbyte_desktop.domain.job import DraftItem, SourceRow
from leadbyte_desktop.domain.sheet import Column, Role, RowReader, SheetHead, SheetRow
from leadbyte_desktop.services.row_sequence import RowSequence
from leadbyte_desktop.store.sheet_snapshot import SheetSnapshot

_PAGE = 1_000


class SheetItems(RowSequence):
    """The ready rows of a sheet as rows of a job, in the file's order.

    They are read from one unchanging view of the sheet, so what is reviewed is what is written down.

    Args:
        snapshot: the view; closed by `close`.
    """

    def __init__(self, snapshot: SheetSnapshot) -> None:
        self._snapshot = snapshot
        self._reader = RowReader(snapshot.head)
        self._ids: array[int] = snapshot.row_ids
        self._page: tuple[int, list[SheetRow]] = (0, [])

    def __len__(self) -> int:
        return len(self._ids)

    def item_at(self, place: int) -> DraftItem:
        """See `RowSequence`."""
        return self._item_of(self._row_at(place))

    def __iter__(self) -> Iterator[DraftItem]:
        for start in range(0, len(self), _PAGE):
            yield from map(self._item_of, self._snapshot.rows(start, start + _PAGE))

    def close(self) -> None:
        """Let go of the view of the sheet."""
        self._snapshot.close()

    def _row_at(self, place: int) -> SheetRow:
        start, rows = self._page
        if not start <= place < start + len(rows):
            start = place // _PAGE * _PAGE
            rows = self._snapshot.rows(start, start + _PAGE)
            self._page = (start, rows)
        return rows[place - start]

    def _item_of(self, row: SheetRow) -> DraftItem:
        return DraftItem(self._reader.update_of(row.cells), number=row.number)


class SheetSource:
    """The sheet as the table that a job was made from, for its results.

    Args:
        snapshot: the same view from which the items are read.
        columns: the columns that are given back, in the table's order.
        words_of: puts into words why a row is not sent, where the sheet itself does not say.
    """

    def __init__(
        self, snapshot: SheetSnapshot, columns: Sequence[Column], words_of: Callable[[SheetHead, SheetRow], str]
    ) -> None:
        self._snapshot, self._columns, self._words_of = snapshot, columns, words_of

    @property
    def headings(self) -> tuple[str, ...]:
        """The table's headings; of a column made in the app, what it is for. One that is not sent may have none."""
        return tuple(
            column.heading or ("" if column.role is Role.IGNORED else column.title) for column in self._columns
        )

    def rows(self) -> Iterator[SourceRow]:
        """All rows in which something stands, in the table's order."""
        position = 0
        for row, why in self._snapshot.all_rows():
            cells = tuple(row.cells[column.slot] for column in self._columns)
            if why:
                words = row.left_out or self._words_of(self._snapshot.head, row)
                yield SourceRow(row.number, cells, None, words)
            else:
                position += 1
                yield SourceRow(row.number, cells, position)
