"""A file of payouts and revenues, sent without a window."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.domain.financial_rows import ReadRow, read_unseen_rows, rows_of_table
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind, SourceRow
from leadbyte_desktop.importing.files import unchanged
from leadbyte_desktop.importing.readers import HowToRead, open_table
from leadbyte_desktop.services.earlier_results import EarlierResults
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.unattended.asked import SendFinancials
from leadbyte_desktop.unattended.report import Report
from leadbyte_desktop.unattended.sending import desk_for, send_draft
from leadbyte_desktop.unattended.told import worksheet_words


async def send_financials(asked: SendFinancials, workplace: Workplace, report: Report) -> int:
    """Send a file of payouts and revenues.

    Raises:
        AppError: it cannot be sent; nothing was.
    """
    async with desk_for(asked, workplace) as desk:
        table = await asyncio.to_thread(_table_of, asked, report)
        draft = await asyncio.to_thread(_draft_of, table, asked, desk.account.account_id)
        return await send_draft(draft, desk, asked, report)


@dataclass(slots=True)
class _Table:
    """A small table in memory, and as the source of a job.

    Attributes:
        headings: its headings.
        numbers: the rows' numbers in the spreadsheet.
        cells: the rows.
        gone: the places of rows that an earlier file of results says are done, and its words.
        kept: what became of the rows.
    """

    headings: tuple[str, ...]
    numbers: list[int]
    cells: list[list[str]]
    gone: dict[int, str]
    kept: Sequence[SourceRow] = ()

    def rows(self) -> Iterator[SourceRow]:
        return iter(self.kept)


def _draft_of(table: _Table, asked: SendFinancials, account_id: str) -> JobDraft:
    items: list[DraftItem] = []
    kept: list[SourceRow] = []
    for number, cells, read in zip(table.numbers, table.cells, _read(table), strict=True):
        as_cells = tuple(cell or None for cell in cells)
        if read.update is None:
            kept.append(SourceRow(number, as_cells, None, read.problem or "The row is blank."))
        else:
            items.append(DraftItem(read.update, number=number))
            kept.append(SourceRow(number, as_cells, len(items)))
    if not items:
        first = next((row.why for row in kept), "")
        raise BadFile(f"No row of “{asked.file.name}” can be sent. Nothing was sent. The first row: {first}")
    table.kept = kept
    return JobDraft(JobKind.FINANCIALS, asked.file.name, account_id, tuple(items), table)


def _read(table: _Table) -> list[ReadRow]:
    """What each row asks for. What is done already is not weighed against the rest of its lead."""
    rows = rows_of_table(table.headings, table.cells)
    left = [place for place in range(len(rows)) if place not in table.gone]
    asked = read_unseen_rows([rows[place] for place in left], [table.numbers[place] for place in left])
    read = [ReadRow(None, table.gone.get(place, "")) for place in range(len(rows))]
    for place, each in zip(left, asked, strict=True):
        read[place] = each
    return read


def _table_of(asked: SendFinancials, report: Report) -> _Table:
    numbers: list[int] = []
    cells: list[list[str]] = []
    with unchanged(asked.file), open_table(asked.file, HowToRead(worksheet=asked.worksheet)) as reader:
        report.note(worksheet_words(reader.info))
        for chunk in reader.chunks():
            numbers += chunk.numbers
            cells += chunk.rows
        return _without_outcomes(_Table(reader.info.headings, numbers, cells, {}), EarlierResults.of(reader.info))


def _without_outcomes(table: _Table, results: EarlierResults | None) -> _Table:
    """Of a file of results: the table that was sent, and which rows of it are done."""
    if results is None:
        return table
    results.restore(table.cells)
    kept = [place for place in range(len(table.headings)) if place not in results.ours]
    return _Table(
        tuple(results.info.headings[place] for place in kept),
        table.numbers,
        [[row[place] for place in kept] for row in table.cells],
        results.gone_through(table.cells),
    )
