"""Cells of an .xlsx worksheet that the library for spreadsheets gives as something else than what stands in them.

Failed and unworked formulas come as blank cells, negative numbers in cells for dates as times of the day. They are
looked for only where a worksheet holds formulas, errors or negative numbers at all, as every cell is then gone through.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TypeVar

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.cell_text import ErrorText, NoDate
from leadbyte_desktop.importing.column_letters import column_letters, column_number
from leadbyte_desktop.importing.found_cells import FoundCell
from leadbyte_desktop.importing.zip_parts import ZipParts, damaged

_LONGEST_ROW = 128 << 20  # bytes; 500 cells, each as full as Excel lets them be, take less
_ROW_END = b"row>"
_CELL_START = re.compile(rb"<(?:\w+:)?c\b")
# What stands in a sheet of so many cells is looked for by its plainest sign, and only then looked at whole.
_ERROR_SIGN = re.compile(rb"""t=["']e["']""")
_NEGATIVE_SIGN = re.compile(rb"v>-")
_UNWORKED_SIGN = re.compile(rb"f(?:\s[^<>]{0,400})?/?>\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\b\s*(?:/>|>\s*0?\s*</))")
# None of these goes on beyond the beginning of another cell: no file can make them look at all of it over and over.
_CELL = re.compile(rb"<(?:\w+:)?c\b(?P<cell>[^<>]*[^<>/])>(?P<inside>(?:[^<]|<(?!/?(?:\w+:)?c\b))*)</(?:\w+:)?c>")
# A formula with no value behind it, or a blank one, or 0.
_MAY_BE_UNWORKED = re.compile(
    rb"<(?:\w+:)?c\b(?P<cell>[^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?P<value><(?:\w+:)?v\b\s*(?:/>|>\s*(?P<zero>0?)\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
# A row begins, or a cell.
_PIECE = re.compile(rb"<(?:\w+:)?(?:row\b(?P<row>[^<>]*)|c\b(?P<cell>[^<>]*))>")
_ROW_PLACE = re.compile(rb"""\br\s*=\s*["']([0-9]{1,7})["']""")
_CELL_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TEXT_TYPE = re.compile(rb"""\bt\s*=\s*["']str["']""")
_TYPE = re.compile(rb"""\bt\s*=\s*["']([^"']*)""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)")
# Those that the library reads; at any other one it gives up.
_KNOWN_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!", "#GETTING_DATA"}
)


_Value = TypeVar("_Value", ErrorText, NoDate)


def error_cells(parts: ZipParts, part: str) -> Iterator[FoundCell]:
    """The cells of a worksheet that hold an error, from the top to the bottom.

    Raises:
        BadFile: it is damaged.
    """
    return _found_cells(parts, part, _ERROR_SIGN, _error_of)


def negative_cells(parts: ZipParts, part: str) -> Iterator[FoundCell]:
    """The same for negative numbers; which of them stand in cells for dates, the file's styles say."""
    return _found_cells(parts, part, _NEGATIVE_SIGN, _negative_of)


def _found_cells(
    parts: ZipParts, part: str, sign: re.Pattern[bytes], value_of: Callable[[re.Match[bytes]], _Value | None]
) -> Iterator[FoundCell]:
    latest = (-1, -1)
    for text in _whole_rows(parts, part):
        for cell in _cells_with(sign, _CELL, text):
            value = value_of(cell)
            if value is None:  # the sign stands among the words of the cell
                continue
            place = _CELL_PLACE.search(cell["cell"])
            if place is None:
                yield from (each for each in _counted_cells(parts, part, value_of) if (each.row, each.column) > latest)
                return
            row, column = int(place[2]) - 1, column_number(place[1]) - 1
            if (row, column) > latest:
                latest = row, column
                yield FoundCell(row, column, value)


def _counted_cells(
    parts: ZipParts, part: str, value_of: Callable[[re.Match[bytes]], _Value | None]
) -> Iterator[FoundCell]:
    """The same where cells do not say where they stand: each then stands behind the one before."""
    row = column = -1
    for text in _whole_rows(parts, part):
        for piece in _PIECE.finditer(text):
            attributes = piece["cell"]
            if attributes is None:
                known = _ROW_PLACE.search(piece["row"])
                row, column = int(known[1]) - 1 if known else row + 1, -1
                continue
            place = _CELL_PLACE.search(attributes)
            column = column_number(place[1]) - 1 if place else column + 1
            row = int(place[2]) - 1 if place else row
            cell = _CELL.match(text, piece.start())
            value = None if cell is None else value_of(cell)
            if value is not None:
                yield FoundCell(row, column, value)


def _error_of(cell: re.Match[bytes]) -> ErrorText | None:
    return ErrorText(_value_of(cell["inside"])) if _ERROR_SIGN.search(cell["cell"]) else None


def _negative_of(cell: re.Match[bytes]) -> NoDate | None:
    kind = _TYPE.search(cell["cell"])
    if kind and kind[1] != b"n":
        return None
    try:
        number = NoDate(_value_of(cell["inside"]))
    except ValueError:
        return None
    return number if -math.inf < number < 0 else None


def refuse_unworked(parts: ZipParts, part: str, *, unreliable: bool) -> None:
    """Refuse a worksheet with formulas that no spreadsheet program has ever worked out.

    Args:
        parts: the file.
        part: the worksheet.
        unreliable: the file asks to be worked out when it is opened, so that 0 behind a formula is no value either.

    Raises:
        BadFile: there are such formulas.
    """
    count, first = 0, ""
    for text in _whole_rows(parts, part):
        for found in _cells_with(_UNWORKED_SIGN, _MAY_BE_UNWORKED, text):
            if _is_unworked(found, unreliable=unreliable):
                count += 1
                first = first or _place_words(found["cell"])
    if count:
        raise unworked(count, first)


def unworked(count: int, first: str) -> BadFile:
    """The error for cells whose values are not in the file.

    Args:
        count: how many there are.
        first: the first one's place, "B2"; "" where it is not known.
    """
    if count == 1:
        which = f"Cell {first}" if first else "A cell"
        what = f"{which} of this worksheet holds a formula that was never worked out, so its value is"
    else:
        which = f" (the first is {first})" if first else ""
        what = f"{count:,} cells of this worksheet{which} hold formulas that were never worked out, so their values are"
    return BadFile(f"{what} not in the file. Open it in Excel, save it, and open it here again.")


def unknown_error(parts: ZipParts, part: str) -> BadFile | None:
    """The error for the first cell at which the library gives up; None where there is none."""
    for cell in error_cells(parts, part):
        if cell.value not in _KNOWN_ERRORS:
            place = f"{column_letters(cell.column)}{cell.row + 1}"
            return BadFile(
                f"Cell {place} holds an error of a formula that this app cannot read, “{cell.value}”. Mend or clear it "
                "in Excel, save the file, and open it here again."
            )
    return None


def _whole_rows(parts: ZipParts, part: str) -> Iterator[bytes]:
    """A worksheet in pieces that end with a row."""
    rest = b""
    for block in parts.blocks(part):
        end = block.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest += block
        if len(rest) > _LONGEST_ROW:
            raise damaged()
    yield rest


def _cells_with(sign: re.Pattern[bytes], whole: re.Pattern[bytes], text: bytes) -> Iterator[re.Match[bytes]]:
    """The cells in which a sign stands, where the whole of them is what it is the sign of."""
    begun = _CELL_START.search(text)
    start = begun[0] if begun else b"<c"
    before = 0
    for hit in sign.finditer(text):
        begin, before = text.rfind(start, before, hit.start()), hit.start()
        cell = whole.match(text, begin) if begin >= 0 else None  # else it stands in the same cell as the sign before it
        if cell is not None and cell.end() > hit.start():
            yield cell


def _is_unworked(found: re.Match[bytes], *, unreliable: bool) -> bool:
    if found["value"] is None:
        return True
    if found["zero"]:
        return unreliable
    # Of a formula whose text is blank, this is the text.
    return _TEXT_TYPE.search(found["cell"]) is None


def _place_words(attributes: bytes) -> str:
    place = _CELL_PLACE.search(attributes)
    return (place[1] + place[2]).decode() if place else ""


def _value_of(inside: bytes) -> str:
    value = _VALUE.search(inside)
    return unescape(value[1].decode("utf-8", "replace")).strip() if value else ""
