"""The lists that LeadByte gives of an account, and how fresh they are on this PC."""

from __future__ import annotations

from enum import Enum


class ListKind(Enum):
    """One of the account's lists; each may be refused by itself (leadbyte-api.md section 6.17)."""

    CAMPAIGNS = "campaigns"
    FIELDS = "fields"
    DELIVERIES = "deliveries"
    BUYERS = "buyers"

    @property
    def words(self) -> str:
        """The list as it stands in a sentence: "the fields of the campaigns"."""
        return "the fields of the campaigns" if self is ListKind.FIELDS else self.value
