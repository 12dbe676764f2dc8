"""Reads what LeadByte lists: the deliveries, and what all its lists share (leadbyte-api.md sections 3 and 6.14)."""

from __future__ import annotations

import json
from typing import Any

from leadbyte_desktop.api.envelope import UnreadableJson, clean, id_text, objects, parse_json
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import OddAnswer

_ODD_LIST = (
    "LeadByte answered, but its list of deliveries could not be read. Nothing was changed in LeadByte. "
    "Add deliveries by their ID for now."
)

_TRIGGERS = ("trigger", "triggerType", "trigger_type")


def read_deliveries(text: str) -> list[Delivery]:
    """The deliveries of a reply, in its order; entries without an ID are passed over.

    A bare list, a list under its name, `data` or `results`, a map from ID to delivery and one bare delivery are taken.

    Raises:
        OddAnswer: no list can be found in it.
    """
    body = json_of(text, _ODD_LIST)
    entries = listed(body, "deliveries")
    if entries is None:
        raise OddAnswer(_ODD_LIST)
    found = {delivery.delivery_id: delivery for delivery in map(_delivery, entries) if delivery.delivery_id}
    if entries and not found:
        raise OddAnswer(_ODD_LIST)
    return list(found.values())


def json_of(text: str, words: str, *, numbers_as_text: bool = False) -> Any:
    """The JSON of an answer.

    Args:
        text: the answer.
        words: what is said where there is none.
        numbers_as_text: whether numbers stay exactly as LeadByte wrote them ("12.50").

    Raises:
        OddAnswer: there is none.
    """
    try:
        if numbers_as_text:
            return json.loads(text.lstrip("\ufeff"), parse_int=str, parse_float=str)
        return parse_json(text)
    except (UnreadableJson, ValueError, RecursionError):
        raise OddAnswer(words) from None


def listed(body: Any, name: str) -> list[dict[str, Any]] | None:
    """The entries of a list under its name, `data` or `results`, bare or a map by ID; None where there is no list."""
    if isinstance(body, list):
        return objects(body)
    if not isinstance(body, dict):
        return None
    for key in (name, "data", "results"):
        if isinstance(body.get(key), (list, dict)):
            return objects(body[key])
    return objects(body) if not body or "id" in body or all(id_text(key) for key in body) else None


def _delivery(entry: dict[str, Any]) -> Delivery:
    delivery_id = id_text(entry.get("id", entry.get("deliveryId")))
    buyer = entry.get("buyer")
    bid = entry.get("bid")
    if isinstance(buyer, dict):
        bid = buyer.get("bid", bid)
    return Delivery(
        delivery_id=delivery_id,
        name=name_in(entry, "reference", "name") or f"Delivery {delivery_id}",
        buyer=name_in(buyer, "name", "company"),
        bid=scalar(bid),
        campaign=name_in(entry.get("campaign"), "name", "reference"),
        status=scalar(entry.get("status")),
        automatic=_automatic(entry),
    )


def _automatic(entry: dict[str, Any]) -> bool | None:
    """What LeadByte's own form calls *Trigger type*, where the entry tells it under a name that says so.

    The form's words are "When lead arrives (automatic)" and "Manually / via code" (HC:"Deliveries Explained"); whether
    a list tells it at all is not known (leadbyte-api.md section 3), so anything else is taken for not told.
    """
    told = next((name_in(entry[key], "name", "type") for key in _TRIGGERS if entry.get(key)), "").casefold()
    if "automatic" in told:
        return True
    return False if "manual" in told else None


def name_in(value: Any, *fields: str) -> str:
    """A name that stands there as text, or in one of the fields of an object."""
    if not isinstance(value, dict):
        return scalar(value)
    return next((name for name in (scalar(value.get(key)) for key in fields) if name), "")


def scalar(value: Any) -> str:
    """A text or number as text on one line; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return clean(str(value))
