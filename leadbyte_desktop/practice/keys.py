"""The API keys of the practice account, with fewer and fewer permissions.

The names of the permissions are those of leadbyte-api.md section 1 where it has one; those for reading leads, campaigns
and other lists, and for triggering deliveries, are not public.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leadbyte_desktop.domain.practise_key import PractiseKey


class Permission(StrEnum):
    """What a key may do."""

    UPDATE_LEADS = "Leads > Update"
    UPDATE_FINANCIALS = "Update Payout/Revenue"
    REPROCESS = "Leads > Reprocess"
    QUARANTINE = "Quarantine > Process"
    TRIGGER = "Deliveries > Trigger"
    READ_LEADS = "Leads > Read"
    SEARCH_LEADS = "Leads > Search"
    READ_LISTS = "Lists > Read"
    READ_CAMPAIGNS = "Campaigns > Read"


@dataclass(frozen=True, slots=True)
class PracticeKey:
    """A key of the practice account. Its text is no secret: it opens nothing else.

    Attributes:
        text: the key itself.
        permissions: what it may do.
        active: False where LeadByte knows the key and refuses it.
    """

    text: str
    permissions: frozenset[Permission]
    active: bool = True


FULL_KEY = PracticeKey("practice-key-full", frozenset(Permission))
UPDATE_ONLY_KEY = PracticeKey("practice-key-update-only", frozenset({Permission.UPDATE_LEADS}))
FINANCIALS_ONLY_KEY = PracticeKey("practice-key-financials-only", frozenset({Permission.UPDATE_FINANCIALS}))
# They may do everything but one thing, for practising what is refused by itself (leadbyte-api.md section 6.17).
NO_SEARCH_KEY = PracticeKey("practice-key-no-search", frozenset(Permission) - {Permission.SEARCH_LEADS})
NO_CAMPAIGNS_KEY = PracticeKey("practice-key-no-campaigns", frozenset(Permission) - {Permission.READ_CAMPAIGNS})
NO_LISTS_KEY = PracticeKey(
    "practice-key-no-lists", frozenset(Permission) - {Permission.READ_LISTS, Permission.READ_CAMPAIGNS}
)
NO_READING_KEY = PracticeKey("practice-key-no-reading", frozenset(Permission) - {Permission.READ_LEADS})
INACTIVE_KEY = PracticeKey("practice-key-inactive", frozenset(Permission), active=False)
PRACTICE_KEYS = (
    FULL_KEY,
    UPDATE_ONLY_KEY,
    FINANCIALS_ONLY_KEY,
    NO_SEARCH_KEY,
    NO_CAMPAIGNS_KEY,
    NO_LISTS_KEY,
    NO_READING_KEY,
    INACTIVE_KEY,
)
_PRACTISED = {
    None: FULL_KEY,
    PractiseKey.NO_SEARCH: NO_SEARCH_KEY,
    PractiseKey.NO_READING: NO_READING_KEY,
    PractiseKey.NO_LISTS: NO_LISTS_KEY,
    PractiseKey.UPDATE_ONLY: UPDATE_ONLY_KEY,
}


def key_for(practised: PractiseKey | None) -> PracticeKey:
    """The key of a person who practises; None for the one that may do everything."""
    return _PRACTISED[practised]
