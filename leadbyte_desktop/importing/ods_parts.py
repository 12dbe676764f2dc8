"""The tables of an .ods file, gone through before the library for spreadsheets reads them.

One cell there may stand for a million others by a number of repeats, which that library writes out; and it drops what
it does not know.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.cell_text import ErrorText
from leadbyte_desktop.importing.dates import read_duration
from leadbyte_desktop.importing.found_cells import FoundCell
from leadbyte_desktop.importing.table import MOST_CELLS, MOST_COLUMNS, too_many_columns
from leadbyte_desktop.importing.xlsx_cells import unworked
from leadbyte_desktop.importing.zip_parts import MOST_ROWS, ZipParts, damaged, too_many_rows

_CONTENT = "content.xml"
_LONGEST_ROW = 128 << 20  # bytes
_ERROR = b'calcext:value-type="error"'
_TIME = b'office:value-type="time"'
_VALUE = b"office:value-type="
_FORMULA = b"table:formula="
_BREAKS = (b"<text:tab", b"<text:line-break")
_ROW_END = b"</table:table-row>"
_TABLE_OR_ROW = re.compile(
    rb"""<table:table\s[^<>]*?table:name=["'](?P<table>[^"']*)["']"""
    rb"|<table:table-row(?=[\s/>])(?P<row>[^<>]*?)(?:/>|>(?P<cells>.*?)</table:table-row>)",
    re.DOTALL,
)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^<>]*)>(?:<text:p[^<>]*>([^<]*))?")
# Any tag, and the first letter behind it.
_TAG = re.compile(rb"<(?P<end>/?)(?P<kind>[a-z]+:)[^<>]*?(?P<empty>/?)>\s*(?P<letter>[^<\s])?")
_TIME_VALUE = re.compile(rb"""office:time-value=["']([^"']*)["']""")
_REPEATS = re.compile(rb"""table:number-(?:columns|rows)-repeated=["']([0-9]+)["']""")


@dataclass(slots=True)
class TableLook:
    """What was seen of one table.

    Attributes:
        errors: some cell holds an error.
        times: some cell holds a time or a duration.
        unworked: how many cells hold a formula that was never worked out.
        breaks: some cell holds a tab, or a line end within a paragraph; the library drops both.
        shapes: some cell holds a shape with words; the library puts them behind the cell's own.
        height: how many rows there are up to the last one in which something stands.
        width: how many columns, likewise.
    """

    errors: bool = False
    times: bool = False
    unworked: int = 0
    breaks: bool = False
    shapes: bool = False
    height: int = 0
    width: int = 0

    def reach(self, height: int, width: int, others: int) -> None:
        """Note how far it reaches; `others` are the cells of the tables before it.

        Raises:
            BadFile: that is further than can be read. The library keeps the whole rectangle.
        """
        self.height, self.width = height, max(self.width, width)
        if self.width > MOST_COLUMNS:
            raise too_many_columns(self.width)
        if height > MOST_ROWS or height * self.width + others > MOST_CELLS:
            raise too_many_rows(height)

    def note(self, cells: bytes) -> None:
        """Note what stands in the cells of a row."""
        self.errors = self.errors or _ERROR in cells
        self.times = self.times or _TIME in cells
        self.breaks = self.breaks or any(each in cells for each in _BREAKS)
        self.shapes = self.shapes or (b"<draw:" in cells and _has_words_in_shape(cells))
        if _FORMULA in cells:
            found = (attributes for attributes, _ in _CELL.findall(cells))
            self.unworked += sum(_FORMULA in each and _VALUE not in each for each in found)

    def refuse(self) -> None:
        """Refuse the table where the library would not give all that stands in it.

        Raises:
            BadFile: it would not.
        """
        if self.unworked:
            raise unworked(self.unworked, "")
        odd = ["a tab, or a line end within a paragraph"] if self.breaks else []
        odd += ["a shape with words"] if self.shapes else []
        if odd:
            raise BadFile(
                f"A cell of this worksheet holds {' and '.join(odd)}, and from this kind of file its text cannot be "
                "told from that. Save it as “Excel 2007-365 (.xlsx)”, and open that file here."
            )


def look_through(parts: ZipParts) -> Mapping[str, TableLook]:
    """Go through all tables once; gives what was seen of each, by its name.

    Raises:
        BadFile: a table spans more than can be read, or the file is damaged.
    """
    looks: dict[str, TableLook] = {}
    look, row, others = TableLook(), 0, 0
    for piece in _tables_and_rows(parts):
        if piece["table"] is not None:
            # The library reads all of them when it opens the file.
            others += look.height * look.width
            look, row = TableLook(), 0
            looks.setdefault(_text_of(piece["table"]), look)
            continue
        cells = piece["cells"] or b""
        row += _repeats(piece["row"])
        if _VALUE in cells:
            look.reach(row, _width_of(cells), others)
        look.note(cells)
    return looks


def found_cells(parts: ZipParts, worksheet: str) -> Iterator[FoundCell]:
    """The cells of one table that hold an error or a duration, from the top to the bottom.

    Raises:
        BadFile: the file is damaged.
    """
    inside, row = False, 0
    for piece in _tables_and_rows(parts):
        if piece["table"] is not None:
            inside, row = _text_of(piece["table"]) == worksheet, 0
            continue
        repeats = _repeats(piece["row"])
        cells = piece["cells"] or b""
        found = list(_found_in(cells)) if inside and (_ERROR in cells or _TIME in cells) else []
        for each in range(row, min(row + repeats, MOST_ROWS) if found else row):
            yield from (FoundCell(each, column, value) for column, value in found)
        row += repeats


def _width_of(cells: bytes) -> int:
    """Of one row: how many columns there are up to the last one in which something stands."""
    if b"-repeated=" not in cells:
        return cells.count(b"<table:table-cell") + cells.count(b"<table:covered-table-cell")
    column = last = 0
    for attributes, _ in _CELL.findall(cells):
        column += _repeats(attributes)
        last = column if _VALUE in attributes else last
    return last


def _has_words_in_shape(cells: bytes) -> bool:
    depth = 0
    for tag in _TAG.finditer(cells):
        if tag["kind"] == b"draw:" and not tag["empty"]:
            depth += -1 if tag["end"] else 1
        elif depth and tag["kind"] == b"text:" and tag["letter"]:
            return True
    return False


def _found_in(cells: bytes) -> Iterator[tuple[int, ErrorText | dt.timedelta]]:
    """Of one row: the columns with an error or a duration, and what stands in them."""
    column = 0
    for attributes, text in _CELL.findall(cells):
        repeats = _repeats(attributes)
        value = ErrorText(_text_of(text)) if _ERROR in attributes else _duration_of(attributes)
        if value is not None:
            yield from ((each, value) for each in range(column, min(column + repeats, MOST_COLUMNS)))
        column += repeats


def _duration_of(attributes: bytes) -> dt.timedelta | None:
    match = _TIME_VALUE.search(attributes) if _TIME in attributes else None
    return read_duration(_text_of(match[1])) if match else None


def _tables_and_rows(parts: ZipParts) -> Iterator[re.Match[bytes]]:
    rest = b""
    for block in parts.blocks(_CONTENT):
        rest += block
        end = rest.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            yield from _TABLE_OR_ROW.finditer(rest[:end])
            rest = rest[end:]
        if len(rest) > _LONGEST_ROW:
            raise damaged()


def _repeats(attributes: bytes) -> int:
    match = _REPEATS.search(attributes)
    return int(match[1]) if match else 1


def _text_of(value: bytes) -> str:
    return unescape(value.decode("utf-8", "replace"))
