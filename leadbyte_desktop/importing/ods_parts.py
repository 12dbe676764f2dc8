"""The tables of an .ods file, gone through before the library for spreadsheets reads them.

One cell there may stand for a million others by a number of repeats, which that library writes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from leadbyte_desktop.importing.error_cells import ErrorCell
from leadbyte_desktop.importing.table import MOST_COLUMNS, too_many_columns
from leadbyte_desktop.importing.zip_parts import MOST_ROWS, ZipParts, too_many_rows

_CONTENT = "content.xml"
_OVERLAP = 16_384
_ERROR = b'calcext:value-type="error"'
_ROW_END = b"</table:table-row>"
_COLUMNS = rb'table:number-columns-repeated="([0-9]+)"'
_FULL_AND_WIDE = re.compile(rb"<table:(?:covered-)?table-cell\b(?=[^>]*office:value-type=)[^>]*?" + _COLUMNS)
_MANY_ROWS = re.compile(rb'<table:table-row\b[^>]*?table:number-rows-repeated="([0-9]{5,})"[^>]*>')
_MOST_REPEATS = 60_000
_TABLE_OR_ROW = re.compile(
    rb'<table:table\s[^>]*?table:name="(?P<table>[^"]*)"'
    rb"|<table:table-row\b(?P<row>[^>]*?)(?:/>|>(?P<cells>.*?)</table:table-row>)",
    re.DOTALL,
)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>(?:<text:p[^>]*>([^<]*))?")
_REPEATS = re.compile(rb'table:number-(?:columns|rows)-repeated="([0-9]{1,9})"')


def look_through(parts: ZipParts) -> bool:
    """Go through all tables once; True where some cell holds an error.

    Raises:
        BadFile: a cell or row with something in it is repeated more often than can be read, or the file is damaged.
    """
    has_errors = False
    for block in parts.blocks(_CONTENT, _OVERLAP):
        has_errors = has_errors or _ERROR in block
        widest = max(map(int, _FULL_AND_WIDE.findall(block)), default=0)
        if widest > MOST_COLUMNS:
            raise too_many_columns(widest)
        for match in _MANY_ROWS.finditer(block):
            full = block.find(b"office:value-type=", match.end())
            if 0 <= full < block.find(_ROW_END, match.end()) and int(match[1]) > _MOST_REPEATS:
                raise too_many_rows(int(match[1]))
    return has_errors


def error_cells(parts: ZipParts, worksheet: str) -> Iterator[ErrorCell]:
    """The cells of one table that hold an error, from the top to the bottom.

    Raises:
        BadFile: the file is damaged.
    """
    inside, row = False, 0
    for piece in _tables_and_rows(parts):
        if piece["table"] is not None:
            inside, row = _text_of(piece["table"]) == worksheet, 0
            continue
        repeats = _repeats(piece["row"])
        found = list(_errors_of(piece["cells"])) if inside and _ERROR in (piece["cells"] or b"") else []
        for each in range(row, min(row + repeats, MOST_ROWS) if found else row):
            yield from (ErrorCell(each, column, text) for column, text in found)
        row += repeats


def _errors_of(cells: bytes) -> Iterator[tuple[int, str]]:
    """Of one row: the columns with an error, and the words in them."""
    column = 0
    for attributes, text in _CELL.findall(cells):
        repeats = _repeats(attributes)
        if _ERROR in attributes:
            yield from ((each, _text_of(text)) for each in range(column, min(column + repeats, MOST_COLUMNS)))
        column += repeats


def _tables_and_rows(parts: ZipParts) -> Iterator[re.Match[bytes]]:
    rest = b""
    for block in parts.blocks(_CONTENT):
        rest += block
        end = rest.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            yield from _TABLE_OR_ROW.finditer(rest[:end])
            rest = rest[end:]


def _repeats(attributes: bytes) -> int:
    match = _REPEATS.search(attributes)
    return int(match[1]) if match else 1


def _text_of(value: bytes) -> str:
    return unescape(value.decode("utf-8", "replace"))
