"""A buyer: a company that leads are sold to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer as this PC knows it. Its ID and its BID differ (leadbyte-api.md section 3, GET /buyers).

    Attributes:
        buyer_id: LeadByte's ID of the buyer, as text ("450").
        bid: its BID, a number or a word, as text ("208"): what is sent. Empty where it is not known.
        company: its name, or "Buyer 450" where LeadByte gave none: what is shown.
        status: LeadByte's word: "Active", "Inactive"; empty where it is not known.
        unlisted: True where LeadByte's last list does not have it any more; its BID may be another buyer's by now.
    """

    buyer_id: str
    bid: str
    company: str
    status: str = ""
    unlisted: bool = False

    @property
    def inactive(self) -> bool:
        """True where LeadByte says that the buyer is not active."""
        return self.status.casefold() not in ("", "active")

    @property
    def details(self) -> str:
        """What tells it from others, on one line: "BID 208 · Inactive"."""
        bid = f"BID {self.bid}" if self.bid else f"ID {self.buyer_id} · no BID known"
        return f"{bid} · {self.status}" if self.inactive else bid
