"""Reads what LeadByte lists: deliveries, and one lead as it stands (leadbyte-api.md sections 3 and 6.14)."""

from __future__ import annotations

import json
from typing import Any

from leadbyte_desktop.api.envelope import UnreadableJson, clean, id_text, objects, parse_json
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import OddAnswer

_ENVELOPE_FIELDS = frozenset({"status", "message", "warnings", "errors"})
_ODD_LIST = (
    "LeadByte answered, but its list of deliveries could not be read. Nothing was changed in LeadByte. "
    "Add deliveries by their ID for now."
)
_ODD_LEAD = "LeadByte answered, but the lead could not be read from it. Nothing was changed in LeadByte."


def read_deliveries(text: str) -> list[Delivery]:
    """The deliveries of a reply, in its order; entries without an ID are passed over.

    A bare list, a list under its name, `data` or `results`, a map from ID to delivery and one bare delivery are taken.

    Raises:
        OddAnswer: no list can be found in it.
    """
    body = _json(text, _ODD_LIST)
    entries = _listed(body, "deliveries")
    if entries is None:
        raise OddAnswer(_ODD_LIST)
    found = {delivery.delivery_id: delivery for delivery in map(_delivery, entries) if delivery.delivery_id}
    if entries and not found:
        raise OddAnswer(_ODD_LIST)
    return list(found.values())


def read_lead(text: str) -> dict[str, str]:
    """One lead: its fields by name, values as text exactly as LeadByte wrote them ("12.50" stays "12.50").

    An object within it, such as the campaign, gives names with a dot ("campaign.name"); lists are left out.

    Raises:
        OddAnswer: no lead can be found in it.
    """
    body = _json(text, _ODD_LEAD, numbers_as_text=True)
    lead = _one_lead(body)
    if not lead:
        raise OddAnswer(_ODD_LEAD)
    return _flat(lead)


def _json(text: str, words: str, *, numbers_as_text: bool = False) -> Any:
    try:
        if numbers_as_text:
            return json.loads(text.lstrip("\ufeff"), parse_int=str, parse_float=str)
        return parse_json(text)
    except (UnreadableJson, ValueError, RecursionError):
        raise OddAnswer(words) from None


def _listed(body: Any, name: str) -> list[dict[str, Any]] | None:
    """The entries of a list; None where there is no list."""
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
        name=_name(entry, "reference", "name") or f"Delivery {delivery_id}",
        buyer=_name(buyer, "name", "company"),
        bid=_scalar(bid),
        campaign=_name(entry.get("campaign"), "name", "reference"),
        status=_scalar(entry.get("status")),
    )


def _name(value: Any, *fields: str) -> str:
    """A name that stands there as text, or in one of the fields of an object."""
    if not isinstance(value, dict):
        return _scalar(value)
    return next((name for name in (_scalar(value.get(key)) for key in fields) if name), "")


def _scalar(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return clean(str(value))


def _one_lead(body: Any) -> dict[str, Any]:
    """The lead's own object, bare or in whichever envelope."""
    if isinstance(body, list):
        return _one_lead(body[0]) if len(body) == 1 else {}
    if not isinstance(body, dict):
        return {}
    for key in ("lead", "leads", "data", "results"):
        inner = body.get(key)
        if isinstance(inner, (dict, list)) and inner and "id" not in body:
            return _one_lead(inner)
    return body if set(body) - _ENVELOPE_FIELDS else {}


def _flat(lead: dict[str, Any]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in lead.items():
        if isinstance(value, dict):
            prefix = "" if name in ("fields", "data") else f"{name}."
            fields |= {f"{prefix}{key}": _value(inner) for key, inner in value.items() if _is_plain(inner)}
        elif _is_plain(value):
            fields[name] = _value(value)
    return {clean(name): value for name, value in fields.items()}


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, bool))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value).encode("utf-8", "replace").decode()
