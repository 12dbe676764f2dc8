"""What became of a job's rows, as a table that a spreadsheet program opens and that cannot do harm there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from leadbyte_desktop.domain.account_names import PLAIN_NAMES, AccountNames
from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, Item, ItemState
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.services.results_files import EXCEL_COLUMNS, EXCEL_ROWS, results_file
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.store.journal_sources import JobRow
from leadbyte_desktop.store.part_notes import PartNotes

_PAGE = 1_000
_ACTION_NAMES = {Action.REPROCESS: "Reprocess", Action.RELEASE: "Release", Action.REJECT: "Reject"}
ENDING = ("Outcome", "LeadByte said", "Delivery or action confirmed", "Time", "Request number")
"""The headings of the columns that tell what became of a row; they are the last ones."""

LEFT_OUT_OUTCOME = f"{ItemState.CANCELLED.words}: left out"
"""The outcome of a row that nobody cancelled: it went already, or another row asks for the same."""
_WAITS = "It has not been sent yet."
_IS_OUT = "It is being sent; LeadByte has not answered yet."


def headings_of(items: Iterable[Item]) -> list[str]:
    """The fields' names, or the amounts, that stand in any of the items, in the order in which they first stand."""
    names: dict[str, None] = {}
    for item in items:
        if isinstance(item.update, FinancialUpdate):
            names.update(dict.fromkeys(("Payout", "Revenue", "BID")))
        else:
            names.update(dict.fromkeys(item.update.changes))
    return list(names)


def row_of(item: Item, names: Sequence[str]) -> list[str]:
    """One item as cells, beginning with its row and its lead ID."""
    update = item.update
    if isinstance(update, FinancialUpdate):
        amounts = {"Payout": update.payout, "Revenue": update.revenue, "BID": update.bid}
        middle = ["" if amounts.get(name) is None else str(amounts[name]) for name in names]
        deliveries, action = "", ""
    else:
        middle = [update.changes.get(name, "") for name in names]
        deliveries = ", ".join(update.delivery_ids)
        action = _ACTION_NAMES[update.action] if update.action else ""
    return [str(item.number), item.lead.number, *middle, deliveries, action, *ending_of(item)]


def row_of_source(row: JobRow) -> list[str]:
    """One row of the table that a job was made from, as it was, and what became of it."""
    ending = (ItemState.NOT_SENT.words, row.why, "", "", "") if row.item is None else ending_of(row.item)
    return [*(cell or "" for cell in row.cells), *ending]


def ending_of(item: Item) -> tuple[str, ...]:
    """What became of an item, under the headings `ENDING`. Its outcome is one of the six, whatever the moment."""
    outcome, words = item.state.words, item.words
    if item.state is ItemState.WAITING:
        outcome, words = ItemState.NOT_SENT.words, _WAITS
    elif item.state is ItemState.SENDING:
        # It may have reached LeadByte: nobody who reads "not sent" must send it once more.
        outcome, words = ItemState.NOT_KNOWN.words, _IS_OUT
    elif item.left_out:
        outcome = LEFT_OUT_OUTCOME
    said = "; ".join(part for part in (words, *item.warnings) if part)
    # Never blank where a delivery or action was asked for, though nobody answered: opened again as a batch, the file
    # tells by it which rows must not go a second time unnoticed.
    confirmed = item.confirmation.value or (Confirmation.NOT_CONFIRMED.value if item.update.effects else "")
    since = None if item.state is ItemState.WAITING else item.changed_at
    time = since.astimezone().strftime("%d/%m/%Y %H:%M:%S") if since else ""
    number = "" if item.request_number is None else str(item.request_number)
    return (outcome, said, confirmed, time, number)


class Results:
    """Saves results.

    Args:
        journal: where the outcomes stand.
        notes: where files are noted while they are half written.
        names_of: what an account, by its ID, calls its fields; raises StorageProblem.
    """

    def __init__(
        self, journal: Journal, notes: PartNotes, names_of: Callable[[str], Awaitable[AccountNames]] | None = None
    ) -> None:
        self._journal, self._notes, self._names_of = journal, notes, names_of

    async def save(self, job_id: int, path: Path) -> int:
        """Write every row of a job, replacing the file in one step.

        A job that was made from a table gives that table back, every row and column of it as it was, and behind them
        what became of each row. It is read and written page by page, however many rows there are.

        Args:
            job_id: the job.
            path: ending in .xlsx it becomes an Excel file, else CSV (UTF-8 with a mark that Excel knows).

        Returns:
            how many rows were written.

        Raises:
            StorageProblem: the file cannot be written; an older file of that name is untouched.
        """
        headings = await self._journal.source_headings(job_id)
        try:
            if headings is None:
                return await self._save_items(job_id, path)
            columns = [*headings, *ENDING]
            await self._check_size(job_id, path, len(columns))
            return await self._write(path, columns, self._source_pages(job_id))
        except OSError as error:
            raise StorageProblem(
                f"The results could not be saved as {path.name}: {error.strerror or 'the file cannot be written'}. "
                "What was sent stands as it is, and the results are still in History. Choose another place."
            ) from error

    async def _check_size(self, job_id: int, path: Path, columns: int) -> None:
        job = await self._journal.job(job_id)
        rows = job.rows + 1
        if path.suffix.lower() == ".xlsx" and (rows > EXCEL_ROWS or columns > EXCEL_COLUMNS):
            raise StorageProblem(
                f"The results could not be saved as {path.name}: Excel takes {EXCEL_ROWS:,} rows and {EXCEL_COLUMNS:,} "
                "columns, and these are more. What was sent stands as it is, and the results are still in History. "
                "Save them as .csv."
            )

    async def _save_items(self, job_id: int, path: Path) -> int:
        names: dict[str, None] = {}
        async for items in self._item_pages(job_id):
            names.update(dict.fromkeys(headings_of(items)))
        labels = PLAIN_NAMES.fields
        if self._names_of is not None:
            labels = (await self._names_of((await self._journal.job(job_id)).account_id)).fields
        headings = ["Row", "Lead ID", *map(labels.of, names), "Deliveries", "Action", *ENDING]
        await self._check_size(job_id, path, len(headings))
        return await self._write(path, headings, self._item_rows(job_id, list(names)))

    async def _item_rows(self, job_id: int, names: Sequence[str]) -> AsyncIterator[list[list[str]]]:
        async for items in self._item_pages(job_id):
            yield [row_of(item, names) for item in items]

    async def _item_pages(self, job_id: int) -> AsyncIterator[list[Item]]:
        read = 0
        while page := await self._journal.items(job_id, None, read, _PAGE):
            read += len(page)
            yield page

    async def _source_pages(self, job_id: int) -> AsyncIterator[list[list[str]]]:
        place = 0
        while page := await self._journal.source_rows(job_id, place, _PAGE):
            place = page[-1].place
            yield [row_of_source(row) for row in page]

    async def _write(self, path: Path, headings: list[str], pages: AsyncIterator[list[list[str]]]) -> int:
        """Write a table, in worker threads; gives how many rows it has below the headings."""
        count = 0
        file = await asyncio.to_thread(results_file, path, self._notes)
        try:
            await asyncio.to_thread(file.write, [headings])
            async for rows in pages:
                await asyncio.to_thread(file.write, rows)
                count += len(rows)
            await asyncio.to_thread(file.finish)
        finally:
            await asyncio.to_thread(file.discard)
        return count
