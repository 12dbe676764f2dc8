"""What is asked of a sheet, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Only(StrEnum):
    """Which rows of a sheet are shown."""

    ALL = "all"
    PROBLEMS = "problems"
    STOPPED = "stopped"
    WARNED = "warned"
    LEFT_OUT = "left out"
    READY = "ready"


class SortBy(StrEnum):
    """What a column is sorted by. Blank cells are always the last, and rows that are alike keep the file's order."""

    TEXT = "text"
    NUMBER = "whole number"
    """Of any length. Other cells come behind the numbers."""
    AMOUNT = "amount"
    """Numbers with decimals, thousands commas or a sign."""
    DATE = "date"
    """Other cells come behind the dates. A date that could be read in two ways has its day first."""
    MONTH_FIRST = "date, month first"
    """The same where the column's dates have their month first."""


@dataclass(frozen=True, slots=True)
class SheetView:
    """Which rows are shown, in which order.

    Attributes:
        search: only rows with a cell that holds this text, whatever its capitals and accents; "" for all.
        code: only rows in which this was found; "" for all.
        slot: with `code`, found in this column; None for any.
        only: only rows that stand like this.
        sort_slot: sorted by this column; None for the file's order.
        sort_by: what its cells are taken for.
        descending: the other way round; blank cells stay last.
    """

    search: str = ""
    code: str = ""
    slot: int | None = None
    only: Only = Only.ALL
    sort_slot: int | None = None
    sort_by: SortBy = SortBy.TEXT
    descending: bool = False

    def in_file_order(self) -> SheetView:
        """The same rows as they stand in the file."""
        return replace(self, sort_slot=None, sort_by=SortBy.TEXT, descending=False)


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """How the rows of a sheet add up: `rows` is `ready` + `stopped` + `left_out` + `nothing_to_do`.

    Attributes:
        rows: rows in which something stands.
        ready: rows that can be sent.
        stopped: rows that cannot be sent as they are.
        warned: of the rows that can be sent, those in which something was found.
        left_out: rows that a person, or the file itself, left out.
        blank: rows in which nothing stands.
        nothing_to_do: rows that name a lead, and ask for nothing.
    """

    rows: int = 0
    ready: int = 0
    stopped: int = 0
    warned: int = 0
    left_out: int = 0
    blank: int = 0
    nothing_to_do: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """A step that was taken back, or done again.

    Attributes:
        label: what it was.
        row_ids: the rows that are not as they were, or are there again; none where only the head is another.
        slots: the columns in which cells of them changed; none where it was not their cells.
    """

    label: str
    row_ids: frozenset[int] = frozenset()
    slots: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """What was found, of one kind in one column.

    Attributes:
        code: the kind.
        slot: the column.
        stops: rows with it cannot be sent.
        count: how many rows have it.
        sample: the cell of the first of them.
        row_id: that row.
    """

    code: str
    slot: int
    stops: bool
    count: int
    sample: str | None
    row_id: int


@dataclass(frozen=True, slots=True)
class ProblemAt:
    """What was found in one cell.

    Attributes:
        row_id: the row.
        number: its number in the spreadsheet.
        slot: the column.
        code: the kind.
        stops: the row cannot be sent with it.
        text: the cell.
    """

    row_id: int
    number: int
    slot: int
    code: str
    stops: bool
    text: str | None
