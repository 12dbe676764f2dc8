"""Cells in which a formula failed, found in the file itself.

python-calamine gives them as blank ones, and a blank cell would leave its field alone without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class ErrorCell(NamedTuple):
    """A cell with an error: its row and column in the worksheet, from 0, and what is shown there, "#REF!"."""

    row: int
    column: int
    text: str


class ErrorCells:
    """Puts errors back among the rows of a worksheet.

    Args:
        cells: the cells with errors, from the top to the bottom.
        first_column: the worksheet's column, from 0, of the rows' first cell.
    """

    def __init__(self, cells: Iterator[ErrorCell], first_column: int) -> None:
        self._cells = cells
        self._first_column = first_column
        self._next = next(cells, None)

    def put(self, rows: list[tuple[list[str], str]], first_row: int) -> None:
        """Write the errors of some rows into their cells, with the kind "e".

        Args:
            rows: the cells of each row, and their kinds.
            first_row: the row of the worksheet, from 0, of the first of them.
        """
        end = first_row + len(rows)
        while self._next is not None and self._next.row < end:
            place = self._next.row - first_row
            if place >= 0:
                rows[place] = _with_error(rows[place], self._next.column - self._first_column, self._next.text)
            self._next = next(self._cells, None)


def _with_error(row: tuple[list[str], str], column: int, text: str) -> tuple[list[str], str]:
    cells, kinds = row
    if not 0 <= column < len(cells):
        return row
    cells[column] = text
    kinds = kinds or "t" * len(cells)
    return cells, f"{kinds[:column]}e{kinds[column + 1 :]}"
