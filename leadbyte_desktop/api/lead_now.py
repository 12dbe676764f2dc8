"""Reads one lead as it stands in LeadByte (leadbyte-api.md sections 3 and 6.14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadbyte_desktop.api.envelope import clean, id_text
from leadbyte_desktop.api.lists import json_of
from leadbyte_desktop.api.moments import moment_of
from leadbyte_desktop.domain.errors import OddAnswer
from leadbyte_desktop.domain.found_lead import LeadNow
from leadbyte_desktop.domain.lead_update import LeadRef

_ENVELOPE_FIELDS = frozenset({"status", "message", "warnings", "errors"})
_ODD_LEAD = "LeadByte answered, but the lead could not be read from it. Nothing was changed in LeadByte."
# What LeadByte says about a lead, beside the lead's own fields.
_ABOUT = frozenset(
    {"id", "leadId", "received", "status", "payout", "revenue", "campaign", "campaignId", "supplier", "supplierId"}
)
_HOLDERS = ("fields", "data", "lead")
# Words of an envelope; no lead stands in a state of these names.
_ENVELOPE_WORDS = frozenset({"success", "warning", "ok"})


def read_lead(text: str) -> dict[str, str]:
    """One lead: its fields by name, values as text exactly as LeadByte wrote them ("12.50" stays "12.50").

    An object within it, such as the campaign, gives names with a dot ("campaign.name"); lists are left out, save one of
    fields with their values.

    Raises:
        OddAnswer: no lead can be found in it.
    """
    body = json_of(text, _ODD_LEAD, numbers_as_text=True)
    lead = _one_lead(body)
    if not lead:
        raise OddAnswer(_ODD_LEAD)
    return _flat(lead)


def lead_now(lead: LeadRef, held: Mapping[str, str]) -> LeadNow:
    """What `read_lead` gave, parted into the lead's own fields and what LeadByte says about it.

    Args:
        lead: the lead that was asked for.
        held: what `read_lead` gave.
    """

    def said(*names: str) -> str:
        return next((clean(held[name]) for name in names if held.get(name)), "")

    own = {name: value for name, value in held.items() if name not in _ABOUT and "." not in name}
    return LeadNow(
        lead=lead,
        fields=own,
        campaign_id=id_text(said("campaign.id", "campaignId", "campaign_id")),
        campaign=said("campaign.name", "campaign.reference", "campaign"),
        supplier=said("supplier.name", "supplier"),
        received=moment_of(held.get("received")),
        status=said("status"),
        payout=said("payout"),
        revenue=said("revenue"),
    )


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
    own = set(body) - _ENVELOPE_FIELDS
    if clean(str(body.get("status", ""))).casefold() in _ENVELOPE_WORDS:
        return {name: value for name, value in body.items() if name in own}
    return body if own else {}


def _flat(lead: dict[str, Any]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in lead.items():
        if isinstance(value, dict):
            prefix = "" if name in _HOLDERS else f"{name}."
            fields |= {f"{prefix}{key}": _value(inner) for key, inner in value.items() if _is_plain(inner)}
        elif isinstance(value, list) and name in _HOLDERS:
            fields |= _named_values(value)
        elif _is_plain(value):
            fields[name] = _value(value)
    return {clean(name): value for name, value in fields.items()}


def _named_values(entries: list[Any]) -> dict[str, str]:
    """Fields that stand as `[{"name": "postcode", "value": "TN25 6QD"}]`."""
    return {
        entry["name"]: _value(entry["value"])
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("name"), str) and _is_plain(entry.get("value", []))
    }


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, bool))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value).encode("utf-8", "replace").decode()
