"""A file of results that this app saved, opened again as a file of leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from leadbyte_desktop.domain.sheet import Cells
from leadbyte_desktop.importing.columns import ResultsColumns, is_results, outcome_left_out
from leadbyte_desktop.importing.readers import TableInfo
from leadbyte_desktop.services.formula_guard import as_it_was


class EarlierResults:
    """Reads the rows of such a file.

    Args:
        columns: where what this app wrote stands.
        info: what kind of file it is.

    Attributes:
        info: the same, with the headings as they were in the file that was sent.
        ours: the columns that this app added.
    """

    def __init__(self, columns: ResultsColumns, info: TableInfo) -> None:
        self._columns = columns
        # In an Excel file no cell needs to be guarded.
        self._guarded = info.kind == "csv"
        self.info = replace(info, headings=tuple(map(as_it_was, info.headings))) if self._guarded else info
        self.ours = columns.ours

    @classmethod
    def of(cls, info: TableInfo) -> Self | None:
        """The reader for a file; None where it is no file of results."""
        columns = is_results(info.headings)
        return None if columns is None else cls(columns, info)

    def restore(self, rows: Sequence[list[str]]) -> None:
        """Give the cells back as they were before they were saved."""
        for row in rows if self._guarded else ():
            row[:] = map(as_it_was, row)

    def gone_through(self, rows: Sequence[Cells]) -> dict[int, str]:
        """The rows that are not offered again, by their place, and why; the rows were restored before."""
        found: dict[int, str] = {}
        for place, row in enumerate(rows):
            outcome, said = row[self._columns.outcome] or "", row[self._columns.said] or ""
            if why := outcome_left_out(outcome, said, asks_effect=self._asks_effect(row)):
                found[place] = why
        return found

    def _asks_effect(self, row: Cells) -> bool:
        """Whether it asked for a delivery or an action, by a column of the row or by what held for all rows."""
        slots = (self._columns.deliveries, self._columns.action, self._columns.confirmed)
        return any(slot is not None and (row[slot] or "").strip() for slot in slots)
