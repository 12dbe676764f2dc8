"""What became of a job's rows, as a table that Excel opens and that cannot do harm there."""

from __future__ import annotations

import asyncio
import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, Item
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.store.journal import Journal

_PAGE = 1_000
# A cell that begins with one of these, even after spaces, would be run as a formula by a spreadsheet program.
# The wide forms count too: East Asian settings of these programs take them for the narrow ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SPACES = " \u00a0"
_ACTION_NAMES = {Action.REPROCESS: "Reprocess", Action.RELEASE: "Release", Action.REJECT: "Reject"}
_ENDING = ("Outcome", "LeadByte said", "Delivery or action confirmed", "Time", "Request number")


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet program takes for a formula."""
    bare = cell.lstrip(_SPACES)
    return f"'{cell}" if bare.startswith(_FORMULA_STARTS) or cell.startswith(_FORMULA_STARTS) else cell


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
    said = "; ".join(part for part in (item.words, *item.warnings) if part)
    confirmed = "" if item.confirmation is Confirmation.NOTHING_ASKED else item.confirmation.value
    time = item.changed_at.astimezone().strftime("%d/%m/%Y %H:%M:%S") if item.changed_at else ""
    number = "" if item.request_number is None else str(item.request_number)
    cells = [str(item.position), item.lead.number, *middle, deliveries, action]
    return [harmless(cell) for cell in (*cells, item.state.words, said, confirmed, time, number)]


class Results:
    """Saves results.

    Args:
        journal: where the outcomes stand.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def save(self, job_id: int, path: Path) -> int:
        """Write all rows of a job as CSV (UTF-8 with a mark that Excel knows), replacing the file in one step.

        Returns:
            how many rows were written.

        Raises:
            StorageProblem: the file cannot be written; an older file of that name is untouched.
        """
        items: list[Item] = []
        while page := await self._journal.items(job_id, None, len(items), _PAGE):
            items.extend(page)
        try:
            await asyncio.to_thread(_write, path, items)
        except OSError as error:
            raise StorageProblem(
                f"The results could not be saved as {path.name}: {error.strerror or 'the file cannot be written'}. "
                "Nothing was changed in LeadByte, and the results are still in History. Choose another place."
            ) from error
        return len(items)


def _write(path: Path, items: list[Item]) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        # A value may hold half a character, which no file can.
        with os.fdopen(handle, "w", encoding="utf-8-sig", errors="replace", newline="") as file:
            csv.writer(file).writerows(_table(items))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _table(items: list[Item]) -> Iterator[list[str]]:
    names = headings_of(items)
    fields = (harmless(label_of(name)) for name in names)
    yield ["Row", "Lead ID", *fields, "Deliveries", "Action", *_ENDING]
    for item in items:
        yield row_of(item, names)
