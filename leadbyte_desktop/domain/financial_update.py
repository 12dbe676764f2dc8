"""Payout and revenue of a lead. Money is Decimal from the person's typing to the last step before JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leadbyte_desktop.domain.errors import BadMoney
from leadbyte_desktop.domain.lead_update import LeadRef

_PLAIN = re.compile(r"[0-9]+(\.[0-9]{1,2})?\Z")
_WITH_COMMAS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?\Z")
# "12 50" may mean 12.50: spaces part thousands only.
_WITH_SPACES = re.compile(r"[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+(\.[0-9]{1,2})?\Z")
_MOST = Decimal("9999999.99")


@dataclass(frozen=True, slots=True)
class FinancialUpdate:
    """New amounts for one lead (PUT /leadfinancials, leadbyte-api.md section 0).

    Attributes:
        lead: the lead, which must be Approved.
        payout: pounds awarded to the supplier; None leaves it alone.
        revenue: pounds the lead earns; None leaves it alone.
        bid: the buyer's BID as text; None where the person gave none.
    """

    lead: LeadRef
    payout: Decimal | None = None
    revenue: Decimal | None = None
    bid: str | None = None

    @property
    def harmless_to_repeat(self) -> bool:
        """Always: the amounts are absolute, so sending them twice ends as sending them once."""
        return True

    @property
    def does_nothing(self) -> bool:
        """True where neither amount is given."""
        return self.payout is None and self.revenue is None

    @property
    def effects(self) -> tuple[str, ...]:
        """None: no lead is sent anywhere."""
        return ()

    @property
    def amounts(self) -> tuple[Decimal | None, Decimal | None, str | None]:
        """What leads must share to go in one request."""
        return (self.payout, self.revenue, self.bid)

    def to_plain(self) -> dict[str, Any]:
        """The same as plain values, for the journal. Money is kept as text, so no penny is rounded."""
        return {
            "lead": self.lead.number,
            "payout": None if self.payout is None else str(self.payout),
            "revenue": None if self.revenue is None else str(self.revenue),
            "bid": self.bid,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> FinancialUpdate:
        """The inverse of `to_plain`."""
        payout, revenue = plain["payout"], plain["revenue"]
        return cls(
            LeadRef(plain["lead"]),
            None if payout is None else Decimal(payout),
            None if revenue is None else Decimal(revenue),
            plain["bid"],
        )


def parse_money(text: str) -> Decimal | None:
    """Read an amount in pounds as people type it: "80", "£1,200.50", "1 200".

    Returns:
        the amount with two decimals; None for empty text.

    Raises:
        BadMoney: it cannot be read without guessing ("12,50,0", "1.5e3", "-3").
    """
    typed = text.strip()
    if not typed:
        return None
    bare = typed.removeprefix("£").strip()
    if bare.startswith("-"):
        raise BadMoney(f"“{typed}” is below zero. Type an amount of 0.00 or more. Nothing was sent.")
    if _WITH_COMMAS.match(bare):
        bare = bare.replace(",", "")
    elif _WITH_SPACES.match(bare):
        bare = re.sub(r"\s", "", bare)
    if not _PLAIN.match(bare):
        raise BadMoney(
            f"“{typed}” cannot be read as one amount. Type pounds and pence like 1200.50 or £1,200.50. "
            "Nothing was sent."
        )
    amount = Decimal(bare).quantize(Decimal("0.01"))
    if amount > _MOST:
        raise BadMoney(f"“{typed}” is more than {format_money(_MOST)}. Check the amount. Nothing was sent.")
    return amount


def format_money(amount: Decimal) -> str:
    """An amount as it is shown: "£1,200.50"."""
    return f"£{amount:,.2f}"
