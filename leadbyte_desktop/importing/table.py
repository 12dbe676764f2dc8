"""What every reader of tables gives: rows of text in pieces, and how they were found."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from leadbyte_desktop.domain.errors import BadFile

CHUNK = 1_000
"""Rows a chunk at most."""

MOST_COLUMNS = 500

MOST_CELLS = 30_000_000
"""Of a worksheet: each takes 24 bytes and more while it is read, be it blank or not."""


@dataclass(frozen=True, slots=True)
class HowToRead:
    """A person's choices of how a file is read; an empty one is found out.

    Attributes:
        worksheet: the name of one of the worksheets.
        encoding: how the bytes of a text file are read, as Python names it: "utf-8", "cp1252".
        delimiter: what parts the cells of a text file, one character.
    """

    worksheet: str = ""
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What kind of table a file holds.

    Attributes:
        kind: "csv" (text with any delimiter), "xlsx", "xls" or "ods".
        worksheets: the names of all worksheets, hidden ones too, in the file's order; none for text.
        worksheet: the one that is read; "" for text.
        encoding: "utf-8", "utf-16-le", "utf-16-be", "cp1252", or what else it was found to be; "" where there is none.
        encoding_sure: False where it was guessed, so that a person should look at some of the text.
        delimiter: what parts the cells; "" where nothing does.
        headings: the first row in which something stands; a heading in the middle may be empty.
        first_column: the worksheet's column, from 0, of the first of them: what stands in front of it is blank.
    """

    kind: str
    worksheets: tuple[str, ...]
    worksheet: str
    encoding: str
    encoding_sure: bool
    delimiter: str
    headings: tuple[str, ...]
    first_column: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table, none of them blank.

    Attributes:
        numbers: the rows' numbers in the spreadsheet; the headings of a full table are row 1.
        rows: the cells, each row as wide as the headings; "" is a blank cell. Nothing is trimmed.
        kinds: for each row "" where all of its cells are text, else a letter a cell: "t" text, "n" number, "d" date,
            "b" true or false, "e" an error, "x" a negative number in a cell for dates.
    """

    numbers: list[int]
    rows: list[list[str]]
    kinds: list[str]


class TableReader(ABC):
    """Reads one table from its first row to its last, once. A context manager; it holds a file open.

    Attributes:
        info: what kind of table it is.
        blank_rows: how many blank rows were passed over so far.
    """

    info: TableInfo
    blank_rows: int = 0

    @abstractmethod
    def chunks(self) -> Iterator[Chunk]:
        """The rows below the headings, up to `CHUNK` at a time.

        Raises:
            BadFile: the rest cannot be read, or there are no rows at all.
        """

    @abstractmethod
    def progress(self) -> float:
        """How much was read, from 0.0 to 1.0."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def headings_of(cells: Sequence[str], width: int = 0) -> tuple[str, ...]:
    """A row as headings, without blank cells at its end.

    Args:
        cells: the row.
        width: how many columns are to have a heading at least, be it an empty one.

    Raises:
        BadFile: they are too many.
    """
    headings = without_blank_end(cells)
    headings += ("",) * (width - len(headings))
    if len(headings) > MOST_COLUMNS:
        raise too_many_columns(len(headings))
    return headings


def without_blank_end(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells up to the last one in which something stands."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return tuple(cells[:width])


def fitted(cells: list[str], width: int) -> list[str]:
    """The cells as a row of that width: blank ones added, or those at the end left out."""
    if len(cells) == width:
        return cells
    return cells[:width] + [""] * (width - len(cells))


def is_blank(cells: Sequence[str]) -> bool:
    """True where nothing but spaces stands in any cell."""
    return not any(map(str.strip, cells))


def empty_file() -> BadFile:
    """The error for a file in which nothing stands."""
    return BadFile("This file is empty. Choose a file with a row of headings and at least one row of leads.")


def no_rows() -> BadFile:
    """The error for a table that ends with its headings."""
    return BadFile("This file has headings and no rows below them. Add at least one row with a lead ID.")


def too_many_columns(count: int) -> BadFile:
    """The error for a table that is too wide."""
    return BadFile(
        f"This table has {count:,} columns, and at most {MOST_COLUMNS} can be read. Delete the columns that are not "
        "needed, save the table, and open it again."
    )


def more_cells_than_headings(lines: Sequence[int], count: int, width: int) -> BadFile:
    """The error for rows that are longer than the headings.

    Args:
        lines: the lines of the first few.
        count: how many there are in all.
        width: how many headings there are.
    """
    named = ", ".join(map(str, lines))
    more = f" and {count - len(lines):,} more" if count > len(lines) else ""
    rows = f"Line {named} has" if count == 1 else f"Lines {named}{more} have"
    return BadFile(
        f"{rows} more cells than there are headings ({width}), so nobody can tell which cell belongs where. Give "
        "every column a heading, and put a cell that holds the delimiter itself in quotation marks."
    )
