"""The rows of a sheet that are in memory, ready to be painted: a few thousand around those in sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from leadbyte_desktop.domain.sheet import SheetHead, SheetRow
from leadbyte_desktop.ui.batch_cells import CellPainter, ShownRow

if TYPE_CHECKING:
    from leadbyte_desktop.store.sheet import ProblemAt

_MOST_ROWS = 6_000


class RowCache:
    """Rows by ID. What a person typed is shown in them until it stands on the disk, whatever is read meanwhile.

    Attributes:
        painter: makes rows ready to be painted.
        reading: the number of the reading that is on; handed back with what was asked for during it.
    """

    def __init__(self) -> None:
        self.painter = CellPainter(SheetHead())
        self.reading = 0
        self._rows: OrderedDict[int, ShownRow] = OrderedDict()
        self._pending: dict[int, dict[int, str | None]] = {}
        self._date_slots: set[int] = set()

    def get(self, row_id: int) -> ShownRow | None:
        """A row; None where it is not in memory."""
        return self._rows.get(row_id)

    def clear(self) -> None:
        """Forget everything: another sheet is shown next."""
        self._rows.clear()
        self._pending.clear()
        self._date_slots.clear()
        self.reading += 1

    def paint_anew(self, painter: CellPainter, kept: Iterable[int]) -> None:
        """Paint these rows for other columns until they were read again, and forget the others."""
        self.painter = painter
        rows = [self._rows.get(row_id) for row_id in kept]
        self._rows.clear()
        for shown in rows:
            if shown is not None:
                self._rows[shown.row.row_id] = painter.shown(shown.row, shown.problems)

    def is_old(self, row_id: int) -> bool:
        """Whether a row has to be read. Those with negative IDs are not on the disk yet."""
        shown = self._rows.get(row_id)
        return row_id > 0 and (shown is None or shown.read != self.reading)

    def holds_dates(self, slot: int) -> bool:
        """Whether a real date was seen in a column so far."""
        return slot in self._date_slots

    def put(self, row: SheetRow) -> None:
        """Have a row that did not come from the disk."""
        self._rows[row.row_id] = self.painter.shown(row)

    def take(self, ids: Sequence[int], rows: Iterable[SheetRow], problems: Iterable[ProblemAt], reading: int) -> None:
        """Rows that were read, and what was found in them; those of `ids` that are missing are gone from the disk."""
        found: dict[int, list[ProblemAt]] = {}
        for problem in problems:
            found.setdefault(problem.row_id, []).append(problem)
        by_id = {row.row_id: row for row in rows}
        for row_id in ids:
            if reading != self.reading and row_id in self._rows:
                continue  # read before a change that is in sight already; it is read once more
            row = by_id.get(row_id) or SheetRow(row_id, 0, ())
            if "d" in row.kinds:
                self._date_slots.update(slot for slot, kind in enumerate(row.kinds) if kind == "d")
            if row_id in self._pending:
                row = replace(row, cells=_with_cells(row.cells, self._pending[row_id]))
            self._rows[row_id] = self.painter.shown(row, found.get(row_id, ()), reading)
            self._rows.move_to_end(row_id)
        while len(self._rows) > _MOST_ROWS:
            self._rows.popitem(last=False)

    def patch(self, ids: Iterable[int], cells: Mapping[int, str | None]) -> set[int]:
        """Show these cells so in these rows, as far as they are in memory; gives which these were."""
        touched = self._rows.keys() & set(ids)
        for row_id in touched:
            shown = self._rows[row_id]
            self._pending.setdefault(row_id, {}).update(cells)
            row = replace(shown.row, cells=_with_cells(shown.row.cells, cells))
            left = [problem for problem in shown.problems if problem.slot not in cells]
            self._rows[row_id] = self.painter.shown(row, left, shown.read)
        return touched

    def all_written(self) -> None:
        """Everything that was typed stands on the disk."""
        self._pending.clear()

    def rename(self, before: int, after: int) -> None:
        """A row has got another ID."""
        shown = self._rows.pop(before, None)
        if before in self._pending:
            self._pending[after] = self._pending.pop(before)
        if shown is not None:
            self.put(replace(shown.row, row_id=after))


def _with_cells(cells: Sequence[str | None], changed: Mapping[int, str | None]) -> tuple[str | None, ...]:
    width = max(len(cells), *(slot + 1 for slot in changed))
    new = [*cells, *[None] * (width - len(cells))]
    for slot, text in changed.items():
        new[slot] = text
    return tuple(new)
