"""What a harmless read asks for, in words, and what to do where the key may not have it.

The names of permissions are LeadByte's own where they are public (leadbyte-api.md section 1). Those for reading leads
and for listing campaigns, deliveries and buyers are not, and no name is made up for them.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadbyte_desktop.domain.lead_update import LeadRef

_ASK = "Ask whoever looks after LeadByte to let this key"
_UNNAMED = "what LeadByte calls that permission is not known, so tell them what it is for."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read.

    Attributes:
        what: as it stands in a sentence behind "did not show": "campaigns", "lead 2932682".
        act: what the key would have to be allowed: "list campaigns".
        instead: what to do where the key may not: whole sentences.
        any_refusal: True where every refusal in LeadByte's own words means that the key may not; False where it may
            also be about what was asked for.
        one: True where it is one thing of many: that it is not there says nothing about the account's address.
    """

    what: str
    act: str
    instead: str
    any_refusal: bool = False
    one: bool = False


DELIVERIES = Wanted(
    "deliveries",
    "list deliveries",
    "The key is proven by the first update. Deliveries can be added by their ID.",
    any_refusal=True,
)
CAMPAIGNS = Wanted("campaigns", "list campaigns", f"{_ASK} list campaigns; {_UNNAMED}", any_refusal=True)
BUYERS = Wanted("buyers", "list buyers", f"{_ASK} list buyers; {_UNNAMED} A BID can be typed.", any_refusal=True)
FOUND_LEADS = Wanted(
    "what it found",
    "search leads",
    f"{_ASK} search: the permission is called Leads > Search (Admin, Tech Hub, REST API). Until then, type the lead’s "
    "ID.",
)


def fields_of(campaign_id: str) -> Wanted:
    """The fields of one campaign."""
    return Wanted(
        f"the fields of campaign {campaign_id}",
        "read the fields of campaigns",
        f"{_ASK} read campaigns; {_UNNAMED}",
        one=True,
    )


def the_lead(lead: LeadRef) -> Wanted:
    """One lead as it stands."""
    return Wanted(
        lead.words, "read leads", f"{_ASK} read leads; {_UNNAMED} The lead can be changed all the same.", one=True
    )
