"""Who the buyers of an account are: chosen and shown by company, sent by BID."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.words import listed

_MOST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class NamedBuyer:
    """A buyer that can be sent.

    Attributes:
        bid: its BID, which is sent.
        company: its company; empty where it is not known.
        inactive: True where LeadByte says that it is not active.
        companies: where LeadByte lists several with this BID, each of them; `company` then names all.
    """

    bid: str
    company: str = ""
    inactive: bool = False
    companies: tuple[str, ...] = ()

    @classmethod
    def of(cls, bid: str, buyers: Sequence[Buyer]) -> NamedBuyer:
        """Whoever has a BID: those that LeadByte lists, and only where it lists none, those that it listed before."""
        those = [each for each in buyers if not each.unlisted] or buyers
        companies = tuple({_plain(each.company): each.company for each in those}.values())
        inactive = all(each.inactive for each in those)
        return cls(bid, " or ".join(companies), inactive, companies if len(companies) > 1 else ())

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
        of_bid: dict[str, list[Buyer]] = {}
        for each in buyers:
            of_bid.setdefault(each.bid, []).append(each)
        found |= {bid: NamedBuyer.of(bid, several) for bid, several in of_bid.items() if bid}
        ordered = sorted(found.values(), key=lambda each: (each.inactive, each.company.casefold(), each.bid))
        return cls({each.bid: each for each in ordered})

    def words_of(self, bid: str) -> str:
        """As a sentence names the buyer of a BID: "Acme Ltd (BID 33)", or "BID 33" where it is not known."""
        return (self.by_bid.get(bid) or NamedBuyer(bid)).words

    def bid_of(self, typed: str) -> str:
        """The BID that a text means: one that is known, however it is capitalised, or that of a company.

        What may mean several BIDs, or none that is known, is nobody's BID: the text stays as it was typed.
        """
        meant = self._meant(typed)
        return meant[0] if len(meant) == 1 else typed.strip()

    def _meant(self, typed: str) -> list[str]:
        """The BIDs that a text may mean; what is a BID letter by letter means no other."""
        if typed.strip() in self.by_bid:
            return [typed.strip()]
        plain = _plain(typed)
        same = [each.bid for each in self.by_bid.values() if plain in _names(each)]
        return list(dict.fromkeys([*same, *self.bids_of_company(typed)]))

    def bids_of_company(self, company: str) -> list[str]:
        """All BIDs of a company of this name."""
        plain = _plain(company)
        known = [(each.bid, each.companies or (each.company,)) for each in self.by_bid.values() if each.company]
        return [bid for bid, companies in known if plain in map(_plain, companies)]

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
            f"No buyer on this PC has the BIDs {listed(quoted)}, nor those names: they go as "
            "typed, and LeadByte decides whether it knows them."
        )

    def several_words(self, typed: str) -> str:
        """That a text may mean several BIDs, and which; empty where it is a BID, or names nobody like that."""
        bids = self._meant(typed)
        if len(bids) < 2:
            return ""
        companies = {self.by_bid[bid].company for bid in bids}
        if len(companies) > 1:
            named = listed(map(self.words_of, bids))
            return f"“{typed.strip()}” can mean {named}. Choose or type the BID meant."
        company = companies.pop()
        return f"{company} has several BIDs: {listed(bids)}. Type the one that is meant."


def _names(buyer: NamedBuyer) -> tuple[str, ...]:
    return tuple(_plain(each) for each in (buyer.bid, buyer.words, buyer.listed, buyer.in_cell))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
