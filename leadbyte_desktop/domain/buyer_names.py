"""Who the buyers of an account are: chosen and shown by company, sent by BID."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.delivery import Delivery

_MOST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class NamedBuyer:
    """A buyer that can be sent.

    Attributes:
        bid: its BID, which is sent.
        company: its company; empty where it is not known.
        inactive: True where LeadByte says that it is not active.
    """

    bid: str
    company: str = ""
    inactive: bool = False

    @property
    def words(self) -> str:
        """As a sentence names it: "Acme Ltd (BID 33)"."""
        return f"{self.company} (BID {self.bid})" if self.company else f"BID {self.bid}"

    @property
    def in_cell(self) -> str:
        """As a narrow cell names it, what is sent first: "33 · Acme Ltd"."""
        return f"{self.bid} · {self.company}" if self.company else self.bid

    @property
    def listed(self) -> str:
        """As a list to choose from names it: "Acme Ltd (BID 33) · Inactive"."""
        return f"{self.words} · Inactive" if self.inactive else self.words


@dataclass(frozen=True, slots=True)
class BuyerNames:
    """The buyers that this PC knows of an account. LeadByte may know others: no BID is refused for not being here.

    Attributes:
        by_bid: the buyers by BID, in the order in which a person looks for them: active ones first, by company.
    """

    by_bid: Mapping[str, NamedBuyer] = field(default_factory=dict)

    @classmethod
    def of(cls, buyers: Iterable[Buyer], deliveries: Iterable[Delivery]) -> BuyerNames:
        """The buyers as LeadByte lists them, and those others that deliveries name."""
        found = {each.bid: NamedBuyer(each.bid, each.buyer) for each in deliveries if each.bid}
        found |= {each.bid: NamedBuyer(each.bid, each.company, each.inactive) for each in buyers if each.bid}
        ordered = sorted(found.values(), key=lambda each: (each.inactive, each.company.casefold(), each.bid))
        return cls({each.bid: each for each in ordered})

    def words_of(self, bid: str) -> str:
        """As a sentence names the buyer of a BID: "Acme Ltd (BID 33)", or "BID 33" where it is not known."""
        return (self.by_bid.get(bid) or NamedBuyer(bid)).words

    def bid_of(self, typed: str) -> str:
        """The BID that a text means: one that is known, however it is capitalised, or that of a company.

        A company that has several BIDs, or none that is known, is nobody's BID: the text stays as it was typed.
        """
        if typed.strip() in self.by_bid:
            return typed.strip()
        plain = _plain(typed)
        same = [each.bid for each in self.by_bid.values() if plain in _names(each)]
        same = same or self.bids_of_company(typed)
        return same[0] if len(same) == 1 else typed.strip()

    def bids_of_company(self, company: str) -> list[str]:
        """All BIDs of a company of this name."""
        plain = _plain(company)
        return [each.bid for each in self.by_bid.values() if each.company and _plain(each.company) == plain]

    def fitting(self, typed: str) -> list[NamedBuyer]:
        """The buyers that half a name may mean: it stands in their company or BID, and is nobody's whole name yet."""
        plain = _plain(typed)
        if not plain or self.bid_of(typed) in self.by_bid:
            return []
        return [each for each in self.by_bid.values() if any(plain in part for part in _names(each))]

    def is_unknown(self, bid: str) -> bool:
        """Whether no buyer that is known has this BID. Where no buyer at all is known, nothing can be said of it."""
        return bool(self.by_bid) and bid not in self.by_bid

    def unknown_words(self, bids: Iterable[str | None]) -> str:
        """That no buyer that is known has these BIDs, and that they go all the same; empty where each is known."""
        unknown = sorted(bid for bid in set(bids) if bid and self.is_unknown(bid))
        if not unknown:
            return ""
        quoted = [f"“{bid}”" for bid in unknown]
        if len(unknown) == 1:
            return (
                f"No buyer on this PC has the BID {quoted[0]}, nor that name: it goes as BID {quoted[0]}, and LeadByte "
                "decides whether it knows it."
            )
        if len(quoted) > _MOST_QUOTED + 1:
            quoted = [*quoted[:_MOST_QUOTED], f"{len(quoted) - _MOST_QUOTED:,} others"]
        return (
            f"No buyer on this PC has the BIDs {', '.join(quoted[:-1])} and {quoted[-1]}, nor those names: they go as "
            "typed, and LeadByte decides whether it knows them."
        )

    def several_words(self, typed: str) -> str:
        """That a company has several BIDs, and which; empty where the text is a BID, or names no such company."""
        bids = self.bids_of_company(typed)
        if len(bids) < 2 or self.bid_of(typed) in self.by_bid:
            return ""
        company = self.by_bid[bids[0]].company
        return f"{company} has several BIDs: {', '.join(bids[:-1])} and {bids[-1]}. Type the one that is meant."


def _names(buyer: NamedBuyer) -> tuple[str, ...]:
    return tuple(_plain(each) for each in (buyer.bid, buyer.words, buyer.listed, buyer.in_cell))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
