"""Reads one lead as it stands in LeadByte (leadbyte-api.md sections 3 and 6.14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadbyte_desktop.api.envelope import clean, id_text, objects
from leadbyte_desktop.api.lists import json_of
from leadbyte_desktop.api.moments import moment_of
from leadbyte_desktop.domain.errors import NotShown, OddAnswer
from leadbyte_desktop.domain.found_lead import LeadNow
from leadbyte_desktop.domain.lead_update import LeadRef

_ENVELOPE_FIELDS = frozenset({"status", "message", "warnings", "errors"})
_NO_LEAD = "LeadByte answered, and shows no such lead. Nothing was changed in LeadByte."
_ODD_LEAD = "LeadByte answered, but the lead could not be read from it. Nothing was changed in LeadByte."
# What LeadByte says about a lead, beside the lead's own fields.
_ABOUT = frozenset(
    {"id", "leadId", "received", "status", "payout", "revenue", "campaign", "campaignId", "supplier", "supplierId"}
)
_NUMBERS = ("id", "leadId")
_HOLDERS = ("fields", "data", "lead")
_ENVELOPES = ("lead", "leads", "data", "results", "details")
# Words of an envelope; no lead stands in a state of these names.
_ENVELOPE_WORDS = frozenset({"success", "warning", "ok"})


def read_lead(text: str) -> dict[str, str]:
    """One lead: its fields by name, values as text exactly as LeadByte wrote them ("12.50" stays "12.50").

    An object within it, such as the campaign, gives names with a dot ("campaign.name"); lists are left out, save one of
    fields with their values. The lead's own ID is always among them, as `id` or `leadId`: what names no lead is not
    taken for the one that was asked for (section 6.5).

    Raises:
        NotShown: it says that there is no such lead.
        OddAnswer: no lead can be found in it.
    """
    body = json_of(text, _ODD_LEAD, numbers_as_text=True)
    lead = _one_lead(body)
    if not lead:
        raise NotShown(_NO_LEAD) if _shows_none(body) else OddAnswer(_ODD_LEAD)
    held = _flat(lead)
    # Two numbers in one answer: whose the values are, nobody can tell.
    if not number_in(held) or len(_numbers(lead)) > 1:
        raise OddAnswer(_ODD_LEAD)
    return held


def number_in(held: Mapping[str, str]) -> str:
    """The lead's own ID among what `read_lead` gave."""
    return id_text(held.get("id")) or id_text(held.get("leadId"))


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
    """The lead's own object, bare or in whichever envelope; empty where there is none, or more than one."""
    if isinstance(body, list):
        return _one_lead(body[0]) if len(body) == 1 else {}
    if not isinstance(body, dict):
        return {}
    if not _names_lead(body):
        inner = next((body[key] for key in _ENVELOPES if isinstance(body.get(key), (dict, list)) and body[key]), None)
        return _held(inner)
    if clean(str(body.get("status", ""))).casefold() in _ENVELOPE_WORDS:
        return {name: value for name, value in body.items() if name not in _ENVELOPE_FIELDS}
    return body


def _held(inner: Any) -> dict[str, Any]:
    """The lead within an envelope: itself, or under its number."""
    if isinstance(inner, dict) and not _names_lead(inner):
        leads = objects(inner)
        return leads[0] if len(leads) == 1 and _names_lead(leads[0]) else {}
    return _one_lead(inner)


def _names_lead(body: Mapping[str, Any]) -> bool:
    return "id" in body or "leadId" in body


def _shows_none(body: Any) -> bool:
    """Whether the place where the lead would stand is there and empty, or holds nothing but words about it."""
    if not isinstance(body, dict):
        return False
    there = [body[key] for key in _ENVELOPES if key in body]
    words = [isinstance(each, dict) and all(isinstance(value, str) for value in each.values()) for each in there]
    return bool(there) and all(not each or only_words for each, only_words in zip(there, words, strict=True))


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


def _numbers(lead: dict[str, Any]) -> set[str]:
    """Every lead ID that stands in a lead, in its own place or where its fields are."""
    places: list[Mapping[str, Any]] = [lead]
    for name in _HOLDERS:
        inner = lead.get(name)
        if isinstance(inner, dict):
            places.append(inner)
        elif isinstance(inner, list):
            places.append(_named_values(inner))
    found = {id_text(place.get(name)) for place in places for name in _NUMBERS}
    return found - {""}


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, bool))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value).encode("utf-8", "replace").decode()
