"""A campaign: what leads are collected for, and which fields they have there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as this PC knows it.

    Attributes:
        campaign_id: LeadByte's ID of the campaign, as text ("9").
        name: its name in LeadByte, or "Campaign 9" where it gave none.
        reference: its reference; empty where it is not known.
        currency: its currency in LeadByte's words ("GBP", or a long label); empty where it is not known.
        active: whether it takes leads; None where LeadByte did not say.
        archived: True where LeadByte says that it is archived.
    """

    campaign_id: str
    name: str
    reference: str = ""
    currency: str = ""
    active: bool | None = None
    archived: bool = False

    @property
    def inactive(self) -> bool:
        """True where LeadByte says that it is not active, or archived."""
        return self.archived or self.active is False

    @property
    def details(self) -> str:
        """What tells it from others, on one line: "ID 9 · SOLAR · Archived"."""
        state = "Archived" if self.archived else "Inactive" if self.active is False else ""
        return " · ".join(part for part in (f"ID {self.campaign_id}", self.reference, state) if part)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a field's pick list: what is sent, and what is shown for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class CampaignField:
    """A field that leads of a campaign have: show `label`, send `name` (leadbyte-api.md section 3, GET /campaigns).

    Attributes:
        name: LeadByte's name of it: "postcode", "data13".
        label: what a person reads.
        required: True where LeadByte says that a lead must have it.
        data_type: LeadByte's word for what it holds ("text", "date"), as it came; empty where it is not known.
        choices: its pick list, in LeadByte's order; empty where anything may be typed.
        date_form: in which form leads of the campaign were seen to hold it, where they hold dates ("dd/MM/yyyy");
            empty where none was seen on this PC.
    """

    name: str
    label: str
    required: bool = False
    data_type: str = ""
    choices: tuple[Choice, ...] = ()
    date_form: str = ""


def campaign_called(campaign_id: str, names: Mapping[str, str]) -> str:
    """What a campaign is called: its name, else "Campaign 99"; empty where not even its ID is known.

    Args:
        campaign_id: its ID, as text.
        names: what is known of the campaigns' names, by their IDs.
    """
    return names.get(campaign_id) or (f"Campaign {campaign_id}" if campaign_id else "")
