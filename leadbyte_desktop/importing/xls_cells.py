"""The cells of an .xls file with a failed formula or a negative date, found by a reader that keeps them.

It is several times as slow as the library for spreadsheets, which gives them as blank cells and as times of the day:
65,000 rows of 12 cells, and such a file has 65,536 rows at most, took two seconds. So it is asked for nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from xlrd import open_workbook
from xlrd.biffh import XL_CELL_DATE, XL_CELL_ERROR, error_text_from_code

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.cell_text import ErrorText, NoDate
from leadbyte_desktop.importing.found_cells import FoundCell

_LOOKED_AT = (XL_CELL_ERROR, XL_CELL_DATE)
_UNSURE = (
    "This old Excel file is built in a way that does not let the app tell failed formulas from blank cells. Nothing of "
    "it was taken. Open it in Excel, save it as .xlsx, and open that file here."
)


def found_cells(path: Path, worksheet: str) -> Iterator[FoundCell]:
    """The cells of a worksheet with errors and negative dates, from the top to the bottom.

    Raises:
        BadFile: they cannot be found. A blank cell in their place would leave its field alone without a word.
    """
    try:
        return iter(_look(path.read_bytes(), worksheet))
    except Exception as fault:  # a damaged file makes the reader stumble in every way there is
        raise BadFile(_UNSURE) from fault


def _look(content: bytes, worksheet: str) -> list[FoundCell]:
    with Path(os.devnull).open("w", encoding="utf-8") as silent:
        # It would print what it finds odd in the file.
        book = open_workbook(  # type: ignore[no-untyped-call]  # the library carries no types
            file_contents=content, logfile=silent, on_demand=True, ignore_workbook_corruption=True
        )
        with book:
            sheet = book.sheet_by_name(worksheet)
            return [
                FoundCell(row, column, value)
                for row in range(sheet.nrows)
                for column, kind in enumerate(sheet.row_types(row))
                if kind in _LOOKED_AT and (value := _value_of(kind, sheet.cell_value(row, column))) is not None
            ]


def _value_of(kind: int, value: float) -> ErrorText | NoDate | None:
    if kind == XL_CELL_ERROR:
        return ErrorText(error_text_from_code.get(int(value), "#N/A"))
    return NoDate(value) if value < 0 else None
