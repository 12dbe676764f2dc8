"""A spreadsheet file, read as a table in which every cell is text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.decoding import decode, empty_file

DELIMITERS = (",", ";", "\t", "|")
_LINES_TRIED = 30
_CHARACTERS_TRIED = 65_536
_LINES_NAMED = 3

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file. Nothing is trimmed, rounded or understood.

    Attributes:
        headings: the first row; a heading in the middle may be empty.
        rows: the rows below it, each as wide as the headings, without those that are blank altogether.
        numbers: for each of `rows`, its row in the spreadsheet; the headings of a full table are row 1.
        encoding: "utf-8", "utf-16-le", "utf-16-be" or "cp1252".
        delimiter: what parts the cells: comma, semicolon, tab or bar.
    """

    headings: Cells
    rows: list[Cells]
    numbers: list[int]
    encoding: str
    delimiter: str


class _Record(NamedTuple):
    row: int
    line: int
    cells: Sequence[str]

    @property
    def blank(self) -> bool:
        return not any(map(str.strip, self.cells))


def read_table(path: Path) -> Table:
    """Read a CSV file: any of four delimiters, any line ends, UTF-8, UTF-16 or cp1252.

    Rows that end early are filled with blank cells, since Excel itself leaves out the last delimiters of rows whose
    last cells are blank. A row that is longer than the headings is a fault: nobody can tell which cell belongs where.

    Raises:
        BadFile: it cannot be read as a table, with the line where there is one, and what to do.
    """
    text, encoding = decode(_content(path))
    delimiter, body, skipped = _delimiter_line(text)
    delimiter = delimiter or _sniff(body)
    records = [record for record in _records(body, delimiter, skipped) if not record.blank]
    if not records:
        raise empty_file()
    headings = _without_blank_end(records[0].cells)
    if len(records) == 1:
        raise BadFile("This file has headings and no rows below them. Add at least one row with a lead ID.")
    _refuse_long_rows(records[1:], len(headings))
    rows = [_filled(record.cells, len(headings)) for record in records[1:]]
    return Table(headings, rows, [record.row for record in records[1:]], encoding, delimiter)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadFile(f"There is no file “{path.name}” there any more. Choose it again.") from None
    except IsADirectoryError:
        raise BadFile(f"“{path.name}” is a folder. Choose a CSV file in it.") from None
    except PermissionError:
        raise BadFile(
            f"“{path.name}” cannot be opened. Close it in Excel if it is open there, or ask whoever owns it for "
            "permission to read it."
        ) from None
    except OSError:
        raise BadFile(f"“{path.name}” cannot be read. Copy it to this PC, and open the copy.") from None


def _delimiter_line(text: str) -> tuple[str, str, int]:
    """The delimiter named by a first line such as "sep=;", as Excel writes and reads it; the rest; lines skipped."""
    first, _, rest = text.partition("\n")
    named = first.rstrip("\r")
    if len(named) == 5 and named[:4].casefold() == "sep=" and named[4] in DELIMITERS:
        return named[4], rest, 1
    return "", text, 0


def _sniff(text: str) -> str:
    """The delimiter by which most of the first rows are as wide as the headings; a comma where none parts anything."""
    sample = text[:_CHARACTERS_TRIED]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows as wide as the headings, then that width."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = [len(_without_blank_end(cells)) for cells in islice(reader, _LINES_TRIED) if any(cells)]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    # A row may end early, where its last cells are blank; with the wrong delimiter it is not parted at all.
    return sum(1 < width <= widths[0] for width in widths) / len(widths), widths[0]


def _records(text: str, delimiter: str, lines_before: int) -> Iterator[_Record]:
    """Every row with the line on which it begins; a cell may hold line ends of its own."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row, line = lines_before, lines_before + 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            raise BadFile(_words_of(fault, line)) from None
        if cells is None:
            return
        row += 1
        yield _Record(row, line, cells)
        line = lines_before + reader.line_num + 1


def _words_of(fault: csv.Error, line: int) -> str:
    if "field larger" in str(fault):
        return f"A cell in line {line} is too long to be read. A quotation mark may be missing there."
    if "unexpected end" in str(fault):
        what = f"A quotation mark in line {line} is never closed, so the rest of the file cannot be read."
    else:
        what = f"The quotation marks in line {line} do not fit together."
    return f"{what} Write a quotation mark inside a cell twice, or save the table again from Excel as CSV."


def _without_blank_end(cells: Sequence[str]) -> Cells:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return tuple(cells[:width])


def _refuse_long_rows(records: list[_Record], width: int) -> None:
    long = [record for record in records if len(record.cells) > width and len(_without_blank_end(record.cells)) > width]
    if not long:
        return
    named = ", ".join(str(record.line) for record in long[:_LINES_NAMED])
    more = f" and {len(long) - _LINES_NAMED:,} more" if len(long) > _LINES_NAMED else ""
    lines = f"Line {named} has" if len(long) == 1 else f"Lines {named}{more} have"
    raise BadFile(
        f"{lines} more cells than there are headings ({width}), so nobody can tell which cell belongs where. Give "
        "every column a heading, and put a cell that holds the delimiter itself in quotation marks."
    )


def _filled(cells: Sequence[str], width: int) -> Cells:
    if len(cells) == width:
        return tuple(cells)
    return tuple(cells[:width]) + ("",) * (width - len(cells))
