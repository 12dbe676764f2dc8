"""Cells of which python-calamine gives something else than what stands in them, found in the file itself.

A failed formula comes as a blank cell, which would leave its field alone without a word; a negative number in a cell
for dates as a time of the day; and a duration of LibreOffice beyond a day as "PT30H00M00S".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from leadbyte_desktop.importing.cell_text import ErrorText, NoDate


class FoundCell(NamedTuple):
    """A cell: its row and column in the worksheet, from 0, and what stands in it."""

    row: int
    column: int
    value: ErrorText | NoDate | dt.timedelta


class FoundCells:
    """Puts such cells back among the rows of a worksheet.

    Args:
        cells: the cells, from the top to the bottom.
        first_column: the worksheet's column, from 0, of the rows' first cell.
    """

    def __init__(self, cells: Iterator[FoundCell], first_column: int) -> None:
        self._cells = cells
        self._first_column = first_column
        self._next = next(cells, None)

    def put(self, rows: list[list[Any]], first_row: int) -> None:
        """Write those of some rows into their cells.

        Args:
            rows: the values of each row, as the library gives them.
            first_row: the row of the worksheet, from 0, of the first of them.
        """
        end = first_row + len(rows)
        while self._next is not None and self._next.row < end:
            row, column = self._next.row - first_row, self._next.column - self._first_column
            if row >= 0 and 0 <= column < len(rows[row]) and _stands_for(rows[row][column], self._next.value):
                rows[row][column] = self._next.value
            self._next = next(self._cells, None)


def _stands_for(given: Any, value: ErrorText | NoDate | dt.timedelta) -> bool:
    """Whether what the library gave is what it makes of such a value."""
    match value:
        case NoDate():
            # In any other cell a negative number is itself, and in one for durations it is a negative duration.
            return isinstance(given, dt.date | dt.time)
        case dt.timedelta():
            return isinstance(given, str)
        case ErrorText():
            return True
