"""A lead that still waits in another job: what that job's row would do, and what a person may want instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Item, ItemState, Update
from leadbyte_desktop.domain.lead_update import LeadUpdate


class Choice(StrEnum):
    """What a person wants of a job whose lead is still to come in another one."""

    SEND = "send"
    AFTER = "after"
    CHANGE_ROW = "change"


@dataclass(frozen=True, slots=True)
class ToCome:
    """A row of another job that was not sent yet.

    Attributes:
        item: the row.
        title: its job's title.
        running: its job is being sent, or waits its turn to be.
    """

    item: Item
    title: str
    running: bool

    @property
    def tried_again(self) -> bool:
        """It left once, and goes again by itself."""
        return self.running and self.item.state is not ItemState.WAITING

    @property
    def place(self) -> str:
        """Where it stands: "row 812 of “leads-today.csv”"."""
        return f"row {self.item.number:,} of “{self.title}”"


def row_to_change(rows: Sequence[ToCome], update: Update) -> ToCome | None:
    """The row that would have the last word on the lead; None where it cannot take up the update.

    It cannot once it was tried: what it asked for then has left this PC, and stands in History as its request.
    """
    alike = [row for row in rows if type(row.item.update) is type(update)]
    running = [row for row in alike if row.running]
    last = max(running or alike, key=lambda row: row.item.item_id, default=None)
    return last if last is not None and last.item.state is ItemState.WAITING else None


def merged(row: Update, update: Update) -> Update:
    """The row with an update merged in: its values and amounts win, deliveries and action are added.

    Raises:
        ValueError: one is about values and the other about money.
    """
    if isinstance(row, LeadUpdate) and isinstance(update, LeadUpdate):
        deliveries = row.delivery_ids + tuple(each for each in update.delivery_ids if each not in row.delivery_ids)
        return replace(
            row,
            changes=row.changes | update.changes,
            delivery_ids=deliveries,
            action=update.action or row.action,
        )
    if isinstance(row, FinancialUpdate) and isinstance(update, FinancialUpdate):
        payout = row.payout if update.payout is None else update.payout
        revenue = row.revenue if update.revenue is None else update.revenue
        return replace(row, payout=payout, revenue=revenue, bid=update.bid or row.bid)
    raise ValueError("values and money are changed by different requests")
