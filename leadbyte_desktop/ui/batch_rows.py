"""A batch made out of updates: what was refused, to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadUpdate
from leadbyte_desktop.domain.sheet import Column, ForAll, Role, SheetHead
from leadbyte_desktop.services.batch_sheet import ACTION_WORDS

if TYPE_CHECKING:
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.services.batch_sheets import BatchSheets


async def sheet_of_updates(sheets: BatchSheets, updates: Sequence[LeadUpdate], name: str) -> BatchSheet:
    """A new batch of these updates, not yet the unfinished one.

    Raises:
        StorageProblem: it cannot be written.
    """
    head = sheets.ruled(head_of(updates, name))
    sheet = await sheets.import_cells([[column.title for column in head.columns]], name)
    await sheet.set_head(head, "making the batch")
    await sheet.add_rows(rows_of(updates, head))
    return sheet


def head_of(updates: Sequence[LeadUpdate], name: str) -> SheetHead:
    """The head for a batch of these updates. Deliveries and the action that all of them share hold for all rows."""
    fields: dict[str, None] = {}
    for update in updates:
        fields.update(dict.fromkeys(update.changes))
    for_all = ForAll(_shared_deliveries(updates), _shared_action(updates))
    quarantine = bool(updates) and updates[0].lead.kind is not LeadKind.LEAD
    roles: list[tuple[Role, str]] = [(Role.QUARANTINE if quarantine else Role.LEAD, "")]
    roles += [(Role.FIELD, field) for field in fields]
    if any(set(update.delivery_ids) - set(for_all.delivery_ids) for update in updates):
        roles.append((Role.DELIVERIES, ""))
    if any(update.action is not for_all.action for update in updates):
        roles.append((Role.ACTION, ""))
    columns = (Column(slot, label_of(field) if field else "", role, field) for slot, (role, field) in enumerate(roles))
    return SheetHead(name, tuple(columns), for_all)


def rows_of(updates: Sequence[LeadUpdate], head: SheetHead) -> list[list[str | None]]:
    """The updates as rows under this head."""
    return [[_cell(update, column, head.for_all) for column in head.columns] for update in updates]


def _cell(update: LeadUpdate, column: Column, for_all: ForAll) -> str | None:
    if column.role is Role.FIELD:
        return update.changes.get(column.field)
    if column.role is Role.DELIVERIES:
        return ", ".join(each for each in update.delivery_ids if each not in for_all.delivery_ids) or None
    if column.role is Role.ACTION:
        return ACTION_WORDS[update.action] if update.action and update.action is not for_all.action else None
    return update.lead.number


def _shared_deliveries(updates: Sequence[LeadUpdate]) -> tuple[str, ...]:
    if not updates:
        return ()
    shared = set(updates[0].delivery_ids).intersection(*(update.delivery_ids for update in updates))
    return tuple(each for each in updates[0].delivery_ids if each in shared)


def _shared_action(updates: Sequence[LeadUpdate]) -> Action | None:
    actions = {update.action for update in updates}
    return actions.pop() if len(actions) == 1 else None
