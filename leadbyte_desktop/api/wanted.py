"""What a harmless read asks for, in words, and what to do where the key may not have it.

The names of permissions are LeadByte's own where they are public (leadbyte-api.md section 1). Those for reading leads
and for listing campaigns, deliveries and buyers are not, and no name is made up for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadbyte_desktop.domain.lead_update import LeadRef

_ASK = "Ask whoever looks after LeadByte to let this key"
_UNNAMED = "what LeadByte calls that permission is not known, so tell them what it is for."
_SHOW_IT = ", and show them what LeadByte said."
_NAMES_ONE = re.compile(r"\w > \w")
"""As LeadByte's own screens write a permission: "Leads > Search"."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read.

    Attributes:
        what: as it stands in a sentence behind "did not show": "campaigns", "lead 2932682".
        act: what the key would have to be allowed: "list campaigns".
        ask: the same as it is asked for; empty where nobody need be asked.
        permission: what LeadByte calls the permission; empty where that is not public.
        besides: what can be done without it, whole sentences.
        any_refusal: True where every refusal in LeadByte's own words means that the key may not; False where it may
            also be about what was asked for.
        one: True where it is one thing of many: that it is not there says nothing about the account's address.
    """

    what: str
    act: str
    ask: str = ""
    permission: str = ""
    besides: str = ""
    any_refusal: bool = False
    one: bool = False

    def instead(self, said: str) -> str:
        """What to do where the key may not, in whole sentences.

        Args:
            said: LeadByte's own words, which may name the permission: "Permission needed: Leads > Read".
        """
        if not self.ask:
            return self.besides
        if self.permission:
            named = f": the permission is called {self.permission} (Admin, Tech Hub, REST API)."
        else:
            named = _SHOW_IT if _NAMES_ONE.search(said) else f"; {_UNNAMED}"
        return f"{_ASK} {self.ask}{named} {self.besides}".strip()


DELIVERIES = Wanted(
    "deliveries",
    "list deliveries",
    besides="The key is proven by the first update. Deliveries can be added by their ID.",
    any_refusal=True,
)
CAMPAIGNS = Wanted("campaigns", "list campaigns", "list campaigns", any_refusal=True)
BUYERS = Wanted("buyers", "list buyers", "list buyers", besides="A BID can be typed.", any_refusal=True)
FOUND_LEADS = Wanted(
    "what it found", "search leads", "search", "Leads > Search", besides="Until then, type the lead’s ID."
)


def fields_of(campaign_id: str) -> Wanted:
    """The fields of one campaign."""
    return Wanted(f"the fields of campaign {campaign_id}", "read the fields of campaigns", "read campaigns", one=True)


def the_lead(lead: LeadRef) -> Wanted:
    """One lead as it stands."""
    besides = "The lead can be changed all the same."
    return Wanted(lead.words, "read leads", "read leads", besides=besides, one=True)
