"""A matched table, turned into rows of a batch, with everything that a person should know before sending."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadbyte_desktop.domain.batch import BatchRow
from leadbyte_desktop.domain.errors import BadFile, BadLeadId
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.importing.columns import ColumnMatch
from leadbyte_desktop.importing.readers import Cells, Table

_ROUNDED = re.compile(r"\A[0-9][.,]?[0-9]*E\+[0-9]+\Z", re.IGNORECASE)
_FORMULA_ERROR = re.compile(r"\A#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!)\Z")
_MARKUP = re.compile(r"[<>]")
# Nothing suspicious is without one of these, and a hundred thousand rows are looked through quickly.
_HINT = re.compile(r"[<>#+]")
# What a value looks like, what is wrong with it, and what follows. Warnings, never a wall (rule 5 of the design).
_SUSPICIOUS = (
    (_ROUNDED, "looks like a number that Excel has shortened", "The digits that Excel dropped are lost in this file."),
    (_FORMULA_ERROR, "is an error of a formula in Excel", "It would be sent as it stands."),
    (_MARKUP, "holds “<” or “>”", "LeadByte rejects values that look like HTML."),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell that a person should know before sending.

    Attributes:
        row: the row in the spreadsheet, as Excel numbers it.
        place: the place of the row among the table's rows, from 0.
        column: the heading of the column.
        what: what is wrong.
        why: what follows from it, or what to do.
        stops: True where the row cannot be sent as it is; False for a warning.
    """

    row: int
    place: int
    column: str
    what: str
    why: str
    stops: bool


def table_to_updates(table: Table, match: ColumnMatch) -> tuple[list[BatchRow], list[Problem]]:
    """Turn every row of a table into a row of a batch.

    A blank cell leaves its field alone. Spaces around a value are dropped, everything in it is kept. A row with a wrong
    lead ID is kept as well, so that it can be put right.

    Returns:
        one batch row for each row of the table, in its order; and the problems, in that order too.

    Raises:
        BadFile: no column holds the lead IDs.
    """
    if match.lead_column is None:
        raise BadFile(match.words)
    rows: list[BatchRow] = []
    checker = _Checker(table, match, match.lead_column)
    for place, cells in enumerate(table.rows):
        row = _batch_row(cells, match, match.lead_column)
        checker.check(place, row)
        rows.append(row)
    return rows, checker.problems


def _batch_row(cells: Cells, match: ColumnMatch, lead_column: int) -> BatchRow:
    values = {
        name: value
        for name, cell in zip(match.fields, cells, strict=True)
        if name is not None and (value := cell.strip())
    }
    return BatchRow(cells[lead_column].strip(), values)


class _Checker:
    """Looks at one row after the other and remembers the leads it has seen."""

    def __init__(self, table: Table, match: ColumnMatch, lead_column: int) -> None:
        self.problems: list[Problem] = []
        self._table = table
        self._match = match
        self._lead_heading = table.headings[lead_column]
        self._first_rows: dict[str, int] = {}

    def check(self, place: int, row: BatchRow) -> None:
        """Note what is wrong with this row."""
        self._check_lead(place, row)
        for name, value in row.values.items():
            if _HINT.search(value):
                self._check_value(place, name, value)

    def _check_value(self, place: int, name: str, value: str) -> None:
        for pattern, what, why in _SUSPICIOUS:
            if pattern.search(value):
                self._note(place, self._heading_of(name), f"“{_short(value)}” {what}.", why, stops=False)

    def _check_lead(self, place: int, row: BatchRow) -> None:
        try:
            number = LeadRef.parse(row.lead).number
        except BadLeadId:
            what, why = _wrong_lead(row.lead)
            self._note(place, self._lead_heading, what, why, stops=True)
            return
        first = self._first_rows.setdefault(number, place)
        if first != place:
            what = f"Lead {number} stands in row {first + 1:,} already."
            why = "Both rows are kept, in the order of the file; the review says what is sent."
            self._note(place, self._lead_heading, what, why, stops=False)

    def _heading_of(self, name: str) -> str:
        return self._table.headings[self._match.fields.index(name)] or label_of(name)

    def _note(self, place: int, column: str, what: str, why: str, *, stops: bool) -> None:
        self.problems.append(Problem(self._table.numbers[place], place, column, what, why, stops))


def _wrong_lead(typed: str) -> tuple[str, str]:
    if not typed:
        return "The lead ID is missing.", "Without it nobody knows which lead is meant."
    if _ROUNDED.search(typed):
        why = "Format the column as a number without decimals in Excel, save the file again, and open it here."
        return f"“{_short(typed)}” is a number that Excel has shortened.", why
    return f"“{_short(typed)}” is not a lead ID.", "A lead ID holds digits only, for example 2932682."


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
