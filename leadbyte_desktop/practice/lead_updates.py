"""PUT /leads of the practice account: values, deliveries and actions of many leads (leadbyte-api.md sections 0 and 3).

An item that LeadByte would refuse for any part is refused whole, so nothing of it is done. As the article shows no
reply to a trigger, an item that triggered says "Lead updated" like any other: that is what staff will meet. Some
deliveries want an `update` in their item, as LeadByte may: without one they go by POST /deliveries/trigger only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef
from leadbyte_desktop.practice.catalogue import DELIVERIES
from leadbyte_desktop.practice.exchange import Call, Reply, error, success
from leadbyte_desktop.practice.world import LeadStatus, PracticeLead, World

_Item = Mapping[str, Any]


class _ItemRefused(Exception):
    """An item cannot be done; `reasons` are LeadByte's words for it."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What an item asks for, checked as far as it can be without the lead."""

    ref: LeadRef
    changes: dict[str, str]
    delivery_ids: tuple[str, ...]
    action: Action | None


def put_leads(world: World, call: Call) -> Reply:
    """Do every item that can be done and answer each under its own number."""
    items = call.body.get("leads")
    if not isinstance(items, list) or not items:
        return error(400, "No leads were given")
    replies = [_answer(world, item) for item in items]
    if all(reply["success"] for reply in replies):
        return success(leads=replies)
    return Reply(200, {"status": "Warning", "message": "Some leads were not updated", "leads": replies})


def _answer(world: World, item: object) -> dict[str, Any]:
    name = "quarantineId" if isinstance(item, Mapping) and "quarantineId" in item else "id"
    number = str(item.get(name, "")) if isinstance(item, Mapping) else ""
    try:
        warnings = _do(world, _read(item))
    except _ItemRefused as refused:
        return _item_reply(name, number, False, "Lead not updated", errors=refused.reasons)
    message = "Quarantine lead updated" if name == "quarantineId" else "Lead updated"
    return _item_reply(name, number, True, message, warnings)


def _item_reply(
    name: str, number: str, done: bool, message: str, warnings: list[str] | None = None, errors: list[str] | None = None
) -> dict[str, Any]:
    return {name: number, "success": done, "message": message, "warnings": warnings or [], "errors": errors or []}


def _do(world: World, wish: _Wish) -> list[str]:
    lead = _checked_lead(world, wish)
    _check_deliveries(wish)
    taken = {name: value for name, value in wish.changes.items() if lead.takes_field(name)}
    if taken:
        world.update(wish.ref, taken)
    for delivery_id in wish.delivery_ids:
        world.trigger(wish.ref, delivery_id)
    if wish.action:
        world.act(wish.ref, wish.action)
    return [f"Field {name} is not a field of {lead.campaign.name}" for name in wish.changes if name not in taken]


def _read(item: object) -> _Wish:
    if not isinstance(item, Mapping):
        raise _ItemRefused("The lead is not an object")
    wish = _Wish(_lead_ref(item), _changes(item), _delivery_ids(item), _action(item))
    if not (wish.changes or wish.delivery_ids or wish.action):
        raise _ItemRefused("Nothing to update")
    return wish


def _lead_ref(item: _Item) -> LeadRef:
    if ("id" in item) == ("quarantineId" in item):
        raise _ItemRefused("Give either id or quarantineId")
    kind = LeadKind.LEAD if "id" in item else LeadKind.QUARANTINE
    return LeadRef(_id_text(item[kind.value], kind.value), kind)


def _id_text(value: object, name: str) -> str:
    """An ID as text. The documents show texts; a number is taken as well (leadbyte-api.md section 3)."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _ItemRefused(f"{name} is not a number")
    try:
        return LeadRef.parse(str(value)).number
    except BadLeadId:
        raise _ItemRefused(f"{name} is not a number") from None


def _changes(item: _Item) -> dict[str, str]:
    update = item.get("update", {})
    if not isinstance(update, Mapping):
        raise _ItemRefused("update is not an object")
    if any(isinstance(value, Mapping | list | bool) or value is None for value in update.values()):
        raise _ItemRefused("A value is neither a text nor a number")
    changes = {name: str(value) for name, value in update.items()}
    if any("<" in value or ">" in value for value in changes.values()):
        raise _ItemRefused("HTML or script in data (-18)")  # The code is "System Rejections", section 4.
    return changes


def _delivery_ids(item: _Item) -> tuple[str, ...]:
    if "triggerDeliveryId" in item and "triggerDeliveryIds" in item:
        raise _ItemRefused("Give either triggerDeliveryId or triggerDeliveryIds")
    if "triggerDeliveryId" in item:
        return (_id_text(item["triggerDeliveryId"], "triggerDeliveryId"),)
    several = item.get("triggerDeliveryIds", [])
    if not isinstance(several, list):
        raise _ItemRefused("triggerDeliveryIds is not a list")
    return tuple(_id_text(one, "triggerDeliveryIds") for one in several)


def _action(item: _Item) -> Action | None:
    if "action" not in item:
        return None
    try:
        return Action(item["action"])
    except ValueError:
        raise _ItemRefused("action is not known") from None


def _checked_lead(world: World, wish: _Wish) -> PracticeLead:
    if wish.ref.kind is LeadKind.QUARANTINE and wish.delivery_ids:
        raise _ItemRefused("Deliveries can be triggered for valid leads only")
    if reason := why_lead_refused(world, wish.ref, wish.action):
        raise _ItemRefused(reason)
    lead = world.find(wish.ref)
    if lead is None:
        raise KeyError(wish.ref)
    return lead


def why_lead_refused(world: World, ref: LeadRef, action: Action | None) -> str:
    """Why nothing, or not this action, can be done with a lead; "" where it can."""
    lead = world.find(ref)
    in_quarantine = ref.kind is LeadKind.QUARANTINE
    if lead is None:
        return "Lead is not in quarantine" if in_quarantine else "Lead not found"
    if action and (action is Action.REPROCESS) == in_quarantine:
        return f"action {action.value} is not possible for this lead"
    if not in_quarantine and not lead.takes_updates:
        where = "in quarantine" if lead.status is LeadStatus.QUARANTINED else lead.status.value
        return f"Lead is not valid, it is {where}"
    return ""


def _check_deliveries(wish: _Wish) -> None:
    reasons = [reason for delivery_id in wish.delivery_ids if (reason := why_not_triggered(delivery_id))]
    if reasons:
        raise _ItemRefused(*reasons)
    if not wish.changes and any(DELIVERIES[delivery_id].wants_update for delivery_id in wish.delivery_ids):
        raise _ItemRefused("Nothing to update")


def why_not_triggered(delivery_id: str) -> str:
    """Why a delivery cannot be triggered; "" where it can."""
    delivery = DELIVERIES.get(delivery_id)
    if delivery is None:
        return f"Delivery {delivery_id} not found"
    if delivery.status != "Active":
        return f"Delivery {delivery_id} is not active"
    return "" if delivery.manual else f"Delivery {delivery_id} is not set to trigger manually via the REST API"
