"""Batches made out of others: what was refused, to be mended; one put below another; what the check found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadbyte_desktop.domain.batch import Batch, BatchRow, RowProblem
from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.lead_update import Action, LeadUpdate


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a whole batch found.

    Attributes:
        filled: rows in which something stands.
        ready: rows that can be sent.
        problems: why the others cannot.
        only_ids: nothing is wrong but that the leads were not yet told what to change: no row can be sent, and every
            filled one holds a good lead ID.
    """

    filled: int = 0
    ready: int = 0
    problems: tuple[RowProblem, ...] = ()
    only_ids: bool = False


def check(batch: Batch) -> Checked:
    """Read a batch as it would be sent."""
    items, problems = batch.read()
    only_ids = bool(problems) and not items and all(_has_good_id(batch, problem.row) for problem in problems)
    return Checked(len(items) + len(problems), len(items), tuple(problems), only_ids)


def _has_good_id(batch: Batch, row: int) -> bool:
    try:
        batch.update_of(batch.rows[row])
    except BadLeadId:
        return False
    return True


def batch_of(updates: Sequence[LeadUpdate], name: str) -> Batch:
    """A batch of these updates. Deliveries and reprocess that all of them share hold for all rows."""
    fields: dict[str, None] = {}
    for update in updates:
        fields.update(dict.fromkeys(update.changes))
    shared = _shared_deliveries(updates)
    reprocess = bool(updates) and all(update.action is Action.REPROCESS for update in updates)
    rows = [
        BatchRow(
            update.lead.number,
            dict(update.changes),
            tuple(each for each in update.delivery_ids if each not in shared),
            update.action is Action.REPROCESS and not reprocess,
        )
        for update in updates
    ]
    return Batch(name, list(fields), rows, shared, reprocess)


def _shared_deliveries(updates: Sequence[LeadUpdate]) -> tuple[str, ...]:
    if not updates:
        return ()
    shared = set(updates[0].delivery_ids).intersection(*(update.delivery_ids for update in updates))
    return tuple(each for each in updates[0].delivery_ids if each in shared)


def put_below(upper: Batch, lower: Batch) -> Batch:
    """Both tables in one, the blank rows of the upper one left out.

    What holds for all rows of the upper one holds for all; what held for all of the lower one becomes its rows' own.
    """
    fields = [*upper.fields, *(name for name in lower.fields if name not in upper.fields)]
    added = [
        replace(
            row,
            delivery_ids=tuple(dict.fromkeys((*lower.delivery_ids, *row.delivery_ids))),
            reprocess=row.reprocess or lower.reprocess,
        )
        for row in lower.rows
    ]
    kept = [row for row in upper.rows if not row.blank]
    return replace(upper, name=upper.name or lower.name, fields=fields, rows=kept + added)
