"""Reads campaigns, their fields, and buyers, in every shape that a source names (leadbyte-api.md sections 3, 6.14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from leadbyte_desktop.api.envelope import flag, id_text, objects
from leadbyte_desktop.api.lists import json_of, listed, name_in, scalar
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign, CampaignField, Choice
from leadbyte_desktop.domain.errors import OddAnswer
from leadbyte_desktop.domain.lead_fields import label_of

_ODD = "LeadByte answered, but its {} could not be read. Nothing was changed in LeadByte."
_ODD_CAMPAIGNS = _ODD.format("list of campaigns")
_ODD_BUYERS = _ODD.format("list of buyers")
_ODD_FIELDS = _ODD.format("list of the campaign’s fields")
_ENVELOPES = ("campaign", "campaigns", "data", "results", "details")
_VALUES = ("value", "id", "key", "name")
_WORDS = ("label", "text")
_LABELS = ("label", "text", "name", "value")
_Listed = TypeVar("_Listed", Campaign, Buyer)


def read_campaigns(text: str) -> list[Campaign]:
    """The campaigns of a reply, in its order; entries without an ID are passed over.

    Source: documented is a bare array; `campaigns`, `data` and `results` are taken as well.

    Raises:
        OddAnswer: no list can be found in it.
    """
    return _read_list(text, "campaigns", _campaign, _ODD_CAMPAIGNS)


def read_buyers(text: str) -> list[Buyer]:
    """The buyers of a reply, in its order; entries without an ID are passed over.

    Raises:
        OddAnswer: no list can be found in it.
    """
    return _read_list(text, "buyers", _buyer, _ODD_BUYERS)


def read_campaign_fields(text: str, campaign_id: str) -> list[CampaignField]:
    """The fields of one campaign, in LeadByte's order, each once; none where LeadByte shows the campaign without them.

    Args:
        text: the reply to GET /campaigns/{id}, the campaign bare or in an envelope.
        campaign_id: the campaign that was asked for.

    Raises:
        OddAnswer: the campaign cannot be found in it, or it is another one.
    """
    campaign = _one_campaign(json_of(text, _ODD_FIELDS))
    if campaign is None:
        raise OddAnswer(_ODD_FIELDS)
    answered = id_text(campaign.get("id", campaign.get("campaignId", campaign_id)))
    if answered != campaign_id:
        raise OddAnswer(
            f"LeadByte answered about another campaign than {campaign_id}. Nothing was changed in LeadByte."
        )
    fields = {field.name: field for field in _fields(campaign.get("fields"))}
    return list(fields.values())


def _read_list(text: str, name: str, read: Callable[[dict[str, Any]], tuple[str, _Listed]], odd: str) -> list[_Listed]:
    entries = listed(json_of(text, odd), name)
    if entries is None:
        raise OddAnswer(odd)
    found = {entry_id: value for entry_id, value in map(read, entries) if entry_id}
    if entries and not found:
        raise OddAnswer(odd)
    return list(found.values())


def _campaign(entry: dict[str, Any]) -> tuple[str, Campaign]:
    campaign_id = id_text(entry.get("id", entry.get("campaignId")))
    # TP filters by the words Active, Inactive and Archived; a reply may hold them in place of the flags.
    word = scalar(entry.get("status")).casefold()
    active = flag(entry.get("active"))
    if active is None and word in ("active", "inactive"):
        active = word == "active"
    return campaign_id, Campaign(
        campaign_id=campaign_id,
        name=name_in(entry, "name", "reference") or f"Campaign {campaign_id}",
        reference=scalar(entry.get("reference")),
        currency=name_in(entry.get("currency"), "code", "name"),
        active=active,
        archived=flag(entry.get("archived")) is True or word == "archived",
    )


def _buyer(entry: dict[str, Any]) -> tuple[str, Buyer]:
    buyer_id = id_text(entry.get("id", entry.get("buyerId")))
    bid = entry.get("bid", entry.get("BID"))
    company = name_in(entry, "company", "name") or f"Buyer {buyer_id}"
    return buyer_id, Buyer(buyer_id, id_text(bid) or scalar(bid), company, scalar(entry.get("status")))


def _one_campaign(body: Any) -> dict[str, Any] | None:
    """The campaign's own object, bare, in an envelope, or the only one of a list or of a map from IDs."""
    if isinstance(body, list):
        return _one_campaign(body[0]) if len(body) == 1 else None
    if not isinstance(body, dict):
        return None
    if "fields" in body or "id" in body:
        return body
    if len(body) == 1 and all(id_text(number) and isinstance(entry, dict) for number, entry in body.items()):
        return objects(body)[0]
    return next((_one_campaign(body[key]) for key in _ENVELOPES if body.get(key)), None)


def _fields(value: Any) -> Iterator[CampaignField]:
    """The fields of a list of objects or names, or of a map from name to object or label."""
    if isinstance(value, dict):
        value = [
            {"name": name, **entry} if isinstance(entry, dict) else {"name": name, "label": entry}
            for name, entry in value.items()
        ]
    for entry in value if isinstance(value, list) else []:
        field = _field(entry if isinstance(entry, dict) else {"name": entry})
        if field.name:
            yield field


def _field(entry: dict[str, Any]) -> CampaignField:
    name, label = scalar(entry.get("name")), scalar(entry.get("label"))
    choices = entry.get("selection", entry.get("options", entry.get("choices")))
    return CampaignField(
        name=name,
        # LeadByte's label of a standard field may be no more than its name: the app's own says more.
        label=label if label and label != name else label_of(name),
        required=flag(entry.get("required")) is True,
        data_type=name_in(entry.get("dataType", entry.get("type")), "name", "type"),
        choices=tuple(dict.fromkeys(_choices(choices))),
    )


def _choices(value: Any) -> Iterator[Choice]:
    """A pick list: texts, objects, a map from what is sent to what is shown, or one text that holds all of them."""
    if isinstance(value, dict):
        numbers = [str(number) for number in range(len(value))]
        # A list that PHP wrote as an object has its places as names: they are nobody's values.
        entries = (
            list(value.values()) if list(value) == numbers else [{"value": k, "label": v} for k, v in value.items()]
        )
    elif isinstance(value, str):
        mark = next((mark for mark in "\n|;," if mark in value), "\n")
        entries = [*value.split(mark)]
    else:
        entries = value if isinstance(value, list) else []
    for entry in entries:
        choice = _choice(entry)
        if choice.value:
            yield choice


def _choice(entry: Any) -> Choice:
    if not isinstance(entry, dict):
        text = scalar(entry)
        return Choice(text, text)
    value = next((text for name in _VALUES if (text := scalar(entry.get(name)))), "")
    if not value and not any(name in entry for name in _VALUES):
        # Where a value is there and empty ("Please select"), the words for it are nobody's value.
        value = next((text for name in _WORDS if (text := scalar(entry.get(name)))), "")
    return Choice(value, next((text for name in _LABELS if (text := scalar(entry.get(name)))), value))
