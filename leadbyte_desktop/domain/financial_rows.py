"""Payout and revenue lead by lead while a person is typing them: a table, before any of it becomes a job."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.errors import BadInput, BadLeadId, BadMoney
from leadbyte_desktop.domain.financial_update import FinancialUpdate, parse_money
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.words import capitalised

LEAD, PAYOUT, REVENUE, BID = range(4)
# A buyer's ID is not its BID (leadbyte-api.md section 3, GET /buyers), so a column headed "buyer ID" is not taken.
_HEADINGS = {
    "leadid": LEAD, "leadbyteid": LEAD, "leadnumber": LEAD, "id": LEAD, "lead": LEAD,
    "payout": PAYOUT, "newpayout": PAYOUT, "revenue": REVENUE, "newrevenue": REVENUE,
    "bid": BID, "buyerbid": BID,
}  # fmt: skip
# A company names the buyer where no column holds the BID itself.
_COMPANY_HEADINGS = frozenset({"buyer", "buyername", "buyercompany"})
_NO_BUYERS = BuyerNames()
_SHORT = re.compile(r"£?[0-9]{1,3}\Z")
_THOUSANDS = re.compile(r"[0-9]{3}(\.[0-9]{1,2})?\Z")


@dataclass(frozen=True, slots=True)
class FinancialRow:
    """One row as typed; nothing of it is checked yet.

    Attributes:
        lead: the lead ID.
        payout: pounds for the supplier; empty leaves it alone.
        revenue: pounds that the lead earns; empty leaves it alone.
        bid: the buyer's BID; empty for none.
    """

    lead: str = ""
    payout: str = ""
    revenue: str = ""
    bid: str = ""

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The four cells, in the order LEAD, PAYOUT, REVENUE, BID."""
        return (self.lead, self.payout, self.revenue, self.bid)

    @property
    def blank(self) -> bool:
        """True where nothing was typed in it; such a row is passed over."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a row asks for, or why it cannot go. A blank row has neither.

    Attributes:
        update: what shall happen; None where it cannot go.
        problem: what is wrong and what to do, a sentence; empty where nothing is.
        column: the cell that is wrong; -1 for none.
    """

    update: FinancialUpdate | None = None
    problem: str = ""
    column: int = -1


def read_rows(rows: Iterable[FinancialRow], buyers: BuyerNames = _NO_BUYERS) -> list[ReadRow]:
    """Check every row. A lead may stand in one row only: which of two amounts is meant cannot be guessed.

    Args:
        rows: the rows.
        buyers: those that are known; one of them may be named by its company in place of its BID.
    """
    read: list[ReadRow] = []
    first_place: dict[object, int] = {}
    for place, row in enumerate(rows, start=1):
        each = _read_row(row, buyers)
        if each.update is not None:
            first = first_place.setdefault(each.update.lead.same_as, place)
            if first != place:
                words = f"Lead {each.update.lead.number} stands in row {first:,} already. Delete one of the two rows."
                each = ReadRow(None, words, LEAD)
        read.append(each)
    return read


def read_unseen_rows(rows: Iterable[FinancialRow], numbers: Sequence[int]) -> list[ReadRow]:
    """Check every row of a table that goes without anybody looking through it.

    Where rows of one lead ask for the same, the first of them goes; where they do not, none does.

    Args:
        rows: the rows.
        numbers: their numbers in the spreadsheet.
    """
    read = [_read_row(row) for row in rows]
    places: dict[object, list[int]] = {}
    for place, each in enumerate(read):
        if each.update is not None:
            places.setdefault(each.update.lead.same_as, []).append(place)
    for several in places.values():
        asked = [update for place in several if (update := read[place].update) is not None]
        lead, first = asked[0].lead.words, f"{numbers[several[0]]:,}"
        if len({update.amounts for update in asked}) == 1:
            words, leave_out = f"Row {first} says the same of {lead}, and once is enough.", several[1:]
        else:
            rest = f"{numbers[several[1]]:,}"
            words = (
                f"{capitalised(lead)} stands in rows {first} and {rest} with different amounts, and which are meant "
                "cannot be guessed. Leave it in one row only."
            )
            leave_out = several
        for place in leave_out:
            read[place] = ReadRow(None, words, LEAD)
    return read


def totals_of(updates: Iterable[FinancialUpdate]) -> tuple[Decimal | None, Decimal | None]:
    """Pounds of payout and of revenue in all; None for an amount that no lead is given."""
    payouts, revenues = [], []
    for update in updates:
        payouts += [update.payout] if update.payout is not None else []
        revenues += [update.revenue] if update.revenue is not None else []
    return (sum(payouts, Decimal(0)) if payouts else None, sum(revenues, Decimal(0)) if revenues else None)


def read_block(text: str) -> list[FinancialRow]:
    """Rows of lead ID, payout, revenue and BID, as a spreadsheet copies them or as CSV; a line of headings may lead.

    Without headings the columns stand in that order. With headings every other column is passed over.

    Raises:
        BadInput: the rows cannot be told apart without guessing, as with "2932682,1,200.50". Nothing was taken.
    """
    delimiter = next((each for each in "\t;" if each in text), ",")
    table = [cells for cells in _split(text, delimiter) if any(cells)]
    if not table:
        return []
    places = _places(table[0])
    if places is None:
        _refuse_guessing(table, delimiter)
        return [FinancialRow(*cells[:4]) for cells in table]
    if double := _double(table[0], places):
        raise BadInput(f"{double} Nothing was pasted. Leave out the one that is not meant.")
    if LEAD not in places:
        raise BadInput("None of the pasted columns is headed “Lead ID”. Nothing was pasted. Copy that column too.")
    if delimiter == ",":
        _refuse_uneven(table)
    return [_row_at(cells, places) for cells in table[1:]]


def rows_of_table(headings: Sequence[str], table: Iterable[Sequence[str]]) -> list[FinancialRow]:
    """The rows of a table with a row of headings; columns other than the four are passed over.

    Raises:
        BadInput: no column holds lead IDs, neither payout nor revenue is there, or two columns hold the same.
    """
    places = [_place_of(heading) for heading in headings]
    if double := _double(headings, places):
        raise BadInput(f"{double} Nothing was sent. Delete or rename the one that is not meant.")
    if LEAD not in places or not {PAYOUT, REVENUE} & set(places):
        found = ", ".join(f"“{heading}”" for heading in headings if heading.strip())
        raise BadInput(
            "The table needs a column headed “Lead ID”, and one headed “Payout” or “Revenue”. Nothing was sent. Its "
            f"headings are {found}."
        )
    return [_row_at([cell.strip() for cell in cells], places) for cells in table]


def _read_row(row: FinancialRow, buyers: BuyerNames = _NO_BUYERS) -> ReadRow:
    if row.blank:
        return ReadRow()
    column = LEAD
    try:
        lead = LeadRef.parse(row.lead)
        column = PAYOUT
        payout = parse_money(row.payout)
        column = REVENUE
        revenue = parse_money(row.revenue)
    except (BadLeadId, BadMoney) as bad:
        return ReadRow(None, bad.user_text, column)
    if several := buyers.several_words(row.bid):
        return ReadRow(None, several, BID)
    update = FinancialUpdate(lead, payout, revenue, buyers.bid_of(row.bid) or None)
    if update.does_nothing:
        return ReadRow(None, "Neither payout nor revenue is given. Type at least one of them.", PAYOUT)
    return ReadRow(update)


def _split(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:  # quotes that do not add up stand for themselves
        rows = [line.split(delimiter) for line in text.splitlines()]
    return [[cell.strip() for cell in cells] for cells in rows]


def _places(cells: Sequence[str]) -> list[int | None] | None:
    """What each column holds by its heading; None where the row is no row of headings."""
    places = [_place_of(cell) for cell in cells]
    companies = [place for place, cell in enumerate(cells) if _bare(cell) in _COMPANY_HEADINGS]
    if BID not in places and LEAD in places and len(companies) == 1:
        places[companies[0]] = BID
    return places if any(place is not None for place in places) and not re.search(r"\d", cells[0]) else None


def _place_of(heading: str) -> int | None:
    return _HEADINGS.get(_bare(heading))


def _bare(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.casefold())


def _double(headings: Sequence[str], places: Sequence[int | None]) -> str:
    """Two columns that hold the same, in words; which is meant cannot be guessed. Empty where there are none."""
    first: dict[int, str] = {}
    for heading, place in zip(headings, places, strict=False):
        if place is None:
            continue
        if place in first:
            return f"The columns “{first[place]}” and “{heading}” hold the same, so it is not clear which is meant."
        first[place] = heading
    return ""


def _row_at(cells: Sequence[str], places: Sequence[int | None]) -> FinancialRow:
    found = ["", "", "", ""]
    for cell, place in zip(cells, places, strict=False):
        if place is not None:
            found[place] = cell
    return FinancialRow(*found)


def _refuse_guessing(table: Sequence[Sequence[str]], delimiter: str) -> None:
    if any(any(cells[4:]) for cells in table):
        raise BadInput(
            "The pasted rows have more than four columns. Nothing was pasted. "
            "Copy lead ID, payout, revenue and BID only, or copy the headings too."
        )
    if delimiter != ",":
        return
    _refuse_uneven(table)
    for cells in table:
        if len(cells) == 3 and _SHORT.match(cells[1]) and _THOUSANDS.match(cells[2]):
            raise BadInput(
                f"“{cells[1]},{cells[2]}” could be one amount or two. Nothing was pasted. "
                "Paste straight from the spreadsheet, or part the columns by semicolons."
            )


def _refuse_uneven(table: Sequence[Sequence[str]]) -> None:
    if len({len(cells) for cells in table}) > 1:
        raise BadInput(
            "The pasted rows do not all have the same number of columns: a comma inside an amount may have cut it in "
            "two. Nothing was pasted. Paste straight from the spreadsheet, or part the columns by semicolons."
        )
