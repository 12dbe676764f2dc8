"""How jobs, items and requests stand in the tables, and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from sqlite3 import Row

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import (
    LEFT_OUT,
    Attempt,
    Confirmation,
    Item,
    ItemState,
    Job,
    JobKind,
    PriorSend,
    Settlement,
    Update,
)
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.store.cells import time_of

WENT_STATES = (ItemState.SENDING, ItemState.UPDATED, ItemState.QUEUED, ItemState.NOT_KNOWN)
"""In these an item's effects went, or may have. A *not known* item counts even where a person sent it again: what
became of the first sending is not known any better for it."""

WENT = ", ".join(f"'{state.value}'" for state in WENT_STATES)
"""The same for SQL."""

ITEM_COLUMNS = (
    "i.item_id, i.job_id, i.position, i.money, i.plain, i.state, i.words, i.warnings, i.confirmation, i.settlement, "
    "i.request_number, i.attempts, i.changed_at, i.send_again, "
    "(SELECT f.number FROM job_rows f WHERE f.item_id = i.item_id) AS file_row"
)
"""What `item_of` reads, of the table `items` under the name "i"; with it the row in the table the job was made from."""


IS_LEFT_OUT = f"i.state = '{ItemState.CANCELLED.value}' AND substr(i.words, 1, {len(LEFT_OUT)}) = '{LEFT_OUT}'"
"""`Item.left_out` for SQL, of the table `items` under the name "i". The index `items_left_out` is made for it."""


def lead_key(lead: LeadRef) -> str:
    """The lead as the journal compares it: "2932682", or "2932682q" for a quarantine ID (see `LeadRef.same_as`).

    The update itself keeps the number as it was typed.
    """
    kind, number = lead.same_as
    return number if kind is LeadKind.LEAD else f"{number}q"


def in_brackets(states: Iterable[ItemState | Standing]) -> str:
    """The states as SQL's right side of IN."""
    return "(" + ", ".join(f"'{state.value}'" for state in states) + ")"


def stands_as(standings: Collection[Standing]) -> str:
    """That an item stands as one of these, for SQL, of the table `items` under the name "i"."""
    apart = {Standing.CANCELLED, Standing.LEFT_OUT}
    wanted = apart.intersection(standings)
    if len(wanted) != 1:
        return f"i.state IN {in_brackets(each for each in standings if each is not Standing.LEFT_OUT)}"
    others = f"i.state IN {in_brackets(each for each in standings if each not in apart)}"
    cancelled = f"i.state = '{ItemState.CANCELLED.value}' AND NOT ({IS_LEFT_OUT})"
    return f"({others} OR {IS_LEFT_OUT if Standing.LEFT_OUT in wanted else cancelled})"


def window(select: str, where: str, place: str, *, whole: bool) -> str:
    """SQL for a window on a job's rows, in their order; it is asked with `limit` and `offset`.

    Args:
        select: what is read of each row.
        where: which rows match.
        place: the column of a row's place in its job.
        whole: every row of the job matches. Places run from 1 without a gap, so that no row has to be skipped one by
            one then.
    """
    if whole:
        return f"{select} WHERE {where} AND {place} > :offset ORDER BY {place} LIMIT :limit"
    return f"{select} WHERE {where} ORDER BY {place} LIMIT :limit OFFSET :offset"


def item_of(row: Row) -> Item:
    """An item from a row of `ITEM_COLUMNS`."""
    settlement = row["settlement"]
    return Item(
        item_id=row["item_id"],
        job_id=row["job_id"],
        position=row["position"],
        update=update_of(row["money"], row["plain"]),
        state=ItemState(row["state"]),
        words=row["words"],
        # Hardly any row has one, and pages of thousands of rows are read.
        warnings=() if row["warnings"] == "[]" else tuple(json.loads(row["warnings"])),
        confirmation=Confirmation(row["confirmation"]),
        settlement=Settlement(settlement) if settlement else None,
        request_number=row["request_number"],
        attempts=row["attempts"],
        changed_at=time_of(row["changed_at"]),
        send_again=bool(row["send_again"]),
        file_row=row["file_row"],
    )


def update_of(money: int, plain: str) -> Update:
    """What shall happen, from the columns `money` (is it a financial update?) and `plain` of the table `items`."""
    values = json.loads(plain)
    return FinancialUpdate.from_plain(values) if money else LeadUpdate.from_plain(values)


def job_of(row: Row, counts: dict[ItemState, int], left_out: int) -> Job:
    """A job from a row of the table `jobs`, with how its items stand."""
    return Job(
        job_id=row["job_id"],
        kind=JobKind(row["kind"]),
        title=row["title"],
        account_id=row["account_id"],
        account_name=row["account_name"],
        host=row["host"],
        created_at=datetime.fromisoformat(row["created_at"]),
        created_by=row["created_by"],
        counts=counts,
        stopped=bool(row["stopped"]),
        never_items=row["never_items"],
        left_out=left_out,
        trouble=row["trouble"],
    )


def prior_of(row: Row, lead: LeadRef, effect: str, *, denied: bool) -> PriorSend:
    """What already went, from a row with the item that carried it, its request's time and its job's person."""
    return PriorSend(
        item_id=row["item_id"],
        job_id=row["job_id"],
        lead=lead,
        effect=effect,
        state=ItemState(row["state"]),
        at=datetime.fromisoformat(row["sent_at"]),
        by=row["created_by"],
        denied=denied,
    )


def attempt_of(row: Row) -> Attempt:
    """A request from a row of the table `requests`."""
    return Attempt(
        number=row["number"],
        job_id=row["job_id"],
        sent_at=datetime.fromisoformat(row["sent_at"]),
        answered_at=time_of(row["answered_at"]),
        method=row["method"],
        url=row["url"],
        body=row["body"],
        status=row["status"],
        reply=row["reply"],
        problem=row["problem"],
    )
