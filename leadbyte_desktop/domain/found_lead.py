"""A lead as LeadByte shows it: found by a search, or as it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.words import name_in_full


@dataclass(frozen=True, slots=True)
class FoundLead:
    """A lead that was found. What LeadByte did not tell is empty.

    Attributes:
        lead: its ID.
        name: the person's name: "Mrs Karen Patel".
        email: the e-mail address.
        phones: the phone numbers as LeadByte holds them, each once.
        campaign_id: the ID of its campaign, as text.
        received: when it came in, with its time zone; None where that is not known.
        queue_ref: LeadByte's reference of its submission.
    """

    lead: LeadRef
    name: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    campaign_id: str = ""
    received: datetime | None = None
    queue_ref: str = ""

    @property
    def title(self) -> str:
        """What a person calls it, on one line: the name, else the e-mail address, else "Lead 2932682"."""
        named = name_in_full(self.name) or name_in_full(self.email)
        return named or f"Lead {self.lead.number}"


@dataclass(frozen=True, slots=True)
class LeadNow:
    """One lead as it stood in LeadByte when it was read (leadbyte-api.md section 3, GET /leads/{id}).

    Attributes:
        lead: its ID.
        fields: LeadByte's field name to value, both as text and exactly as they came; an empty field is "". A field
            that is not in here is not known: LeadByte need not show all.
        campaign_id: the ID of its campaign, as text; empty where it is not known.
        campaign: the name of its campaign; empty where it is not known.
        supplier: the name of its supplier; empty where it is not known.
        received: when it came in, with its time zone; None where that is not known.
        status: LeadByte's word for where it stands; empty where it gives none.
        payout: what the supplier gets for it, as LeadByte wrote it ("12.50"); empty where it is not known.
        revenue: what it earns, as LeadByte wrote it; empty where it is not known.
    """

    lead: LeadRef
    fields: Mapping[str, str] = field(default_factory=dict)
    campaign_id: str = ""
    campaign: str = ""
    supplier: str = ""
    received: datetime | None = None
    status: str = ""
    payout: str = ""
    revenue: str = ""

    @property
    def found(self) -> FoundLead:
        """The same as a lead that was found."""
        held = self.fields
        return FoundLead(
            self.lead,
            full_name(held),
            held.get("email", "").strip(),
            phones_in(held),
            self.campaign_id,
            self.received,
            held.get("queue_ref", "").strip(),
        )


def full_name(fields: Mapping[str, str]) -> str:
    """The person's name, from LeadByte's fields."""
    parts = (fields.get(name, "").strip() for name in ("title", "firstname", "lastname"))
    return " ".join(part for part in parts if part) or fields.get("fullname", "").strip()


def phones_in(fields: Mapping[str, str]) -> tuple[str, ...]:
    """The phone numbers among LeadByte's fields, each once."""
    phones = (fields.get(name, "").strip() for name in ("phone1", "phone2", "phone3"))
    return tuple(dict.fromkeys(phone for phone in phones if phone))


def newest_first(leads: Mapping[str, FoundLead]) -> tuple[FoundLead, ...]:
    """Leads with the newest first; those of which it is not known when they came are last, the higher ID first."""
    return tuple(sorted(leads.values(), key=_age))


def _age(lead: FoundLead) -> tuple[bool, float, int]:
    received = lead.received
    return received is None, -received.timestamp() if received else 0.0, -int(lead.lead.number)
