"""A delivery: the way by which LeadByte hands a lead to a buyer."""

from __future__ import annotations

from dataclasses import dataclass

NOT_LISTED = "Not listed any more"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as this PC knows it.

    Attributes:
        delivery_id: LeadByte's ID of the delivery, as text ("1053").
        name: its reference in LeadByte, or the name the person gave it.
        buyer: the buyer's company; empty where it is not known.
        bid: the buyer's BID; empty where it is not known.
        campaign: the campaign's name; empty where it is not known.
        status: LeadByte's word: "Active", "Inactive", "Saved"; empty where it is not known.
        shown: whether the other tabs offer it.
        by_hand: True where a person added it from its ID.
        unlisted: True where LeadByte listed it once and does not any more.
        automatic: True where LeadByte's list says that it sends when a lead arrives, and not manually or by the API;
            None where the list does not tell. Whether it ever does is not known (leadbyte-api.md section 3).
    """

    delivery_id: str
    name: str
    buyer: str = ""
    bid: str = ""
    campaign: str = ""
    status: str = ""
    shown: bool = True
    by_hand: bool = False
    unlisted: bool = False
    automatic: bool | None = None

    @property
    def inactive(self) -> bool:
        """True where LeadByte says that the delivery is not active."""
        return self.status.casefold() not in ("", "active")

    @property
    def state(self) -> str:
        """How it stands in LeadByte: the status that was last told, or that it is not listed any more; may be empty."""
        return NOT_LISTED if self.unlisted else self.status

    @property
    def doubtful(self) -> bool:
        """True where LeadByte may well not deliver by it: nobody ticks it without a look."""
        return self.inactive or self.unlisted

    @property
    def receiver(self) -> str:
        """Who gets a lead through it, for a sentence: the buyer, else the delivery's name."""
        return self.buyer or self.name

    @property
    def details(self) -> str:
        """What tells it from others, on one line: "ID 1053 · Solar Panels · Acme Ltd (BID 33)"."""
        parts = [f"ID {self.delivery_id}"]
        if self.campaign:
            parts.append(self.campaign)
        if self.buyer:
            parts.append(f"{self.buyer} (BID {self.bid})" if self.bid else self.buyer)
        if self.doubtful:
            parts.append(self.state)
        if self.automatic:
            parts.append("Automatic")
        return " · ".join(parts)

    @property
    def automatic_words(self) -> str:
        """What follows from its being automatic, a sentence; empty where it is not known to be. It may be tried."""
        if not self.automatic:
            return ""
        return (
            f"“{self.name}” is set in LeadByte to send by itself when a lead arrives, so LeadByte may refuse to send "
            "it from here."
        )
