"""Keys that may do less, as they can be practised on the practice account."""

from __future__ import annotations

from enum import StrEnum


class PractiseKey(StrEnum):
    """A key with which the practice account is opened in place of its own, which may do everything (issue 5).

    Each list and each feature of LeadByte may be refused by itself (leadbyte-api.md section 6.17).
    """

    NO_SEARCH = "no search"
    NO_READING = "no reading"
    NO_LISTS = "no lists"
    UPDATE_ONLY = "update only"

    @property
    def words(self) -> str:
        """What it may not do, after "a key that": "may not search for leads"."""
        return _WORDS[self]


_WORDS = {
    PractiseKey.NO_SEARCH: "may not search for leads",
    PractiseKey.NO_READING: "may not read leads",
    PractiseKey.NO_LISTS: "may not list campaigns, deliveries and buyers",
    PractiseKey.UPDATE_ONLY: "may update leads and nothing else",
}
