"""*Look in LeadByte*: what a lead holds now, beside what was asked for it, where the key may read leads.

It helps a person to settle what is not known; it settles nothing by itself. That the values stand there does not prove
that this very request put them there, and of a delivery a lead's own record need not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from leadbyte_desktop.domain.errors import BadMoney
from leadbyte_desktop.domain.financial_update import FinancialUpdate, parse_money
from leadbyte_desktop.domain.job import Item
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.domain.words import count_of, quoted

_MOST = 6
_LOOK = "Look at the lead in LeadByte itself"


class ReadsLeads(Protocol):
    """What is needed of the client."""

    async def get_lead(self, lead: LeadRef) -> dict[str, str]:
        """One lead as it stands in LeadByte."""


async def look(item: Item, client: ReadsLeads, label: Callable[[str], str] = label_of) -> str:
    """What LeadByte holds now of what an item asked for, in sentences.

    Args:
        item: what was asked for.
        client: the way to LeadByte.
        label: gives what the account calls a field.

    Source: leadbyte-api.md section 3, GET /leads/{id}; which fields it gives is not known, so a missing one says
    nothing.

    Raises:
        ConnectionProblem: the lead cannot be read, with complete words; nothing was changed.
    """
    if item.lead.kind is LeadKind.QUARANTINE:
        return f"LeadByte has no way to read a quarantined lead. {_LOOK}."
    held = await client.get_lead(item.lead)
    words = _compared(_asked(item), held, label, money=isinstance(item.update, FinancialUpdate))
    effects = getattr(item.update, "effects", ())
    if effects:
        words += " Whether a delivery or action was done cannot be read here: look at the lead’s history in LeadByte."
    return words


def _asked(item: Item) -> dict[str, str]:
    update = item.update
    if isinstance(update, FinancialUpdate):
        amounts = {"payout": update.payout, "revenue": update.revenue}
        return {name: str(amount) for name, amount in amounts.items() if amount is not None}
    return dict(update.changes)


def _compared(asked: Mapping[str, str], held: Mapping[str, str], label: Callable[[str], str], *, money: bool) -> str:
    known = {name: held[name] for name in asked if name in held}
    if not asked:
        return "No value was asked for."
    if not known:
        return f"LeadByte’s answer holds none of the fields that were asked for. {_LOOK}."
    equal = _equal_money if money else _equal
    same = [name for name, value in known.items() if equal(value, asked[name])]
    if len(same) == len(asked):
        count = "The value stands" if len(same) == 1 else f"All {len(same)} values stand"
        return f"{count} in LeadByte now as asked for."
    parts = [f"{label(name)} is {quoted(value)}" for name, value in known.items() if name not in same]
    more = f" and {count_of(len(parts) - _MOST, 'other field', 'other fields')}" if len(parts) > _MOST else ""
    differ = f"In LeadByte now {'; '.join(parts[:_MOST])}{more}, unlike what was asked for." if parts else ""
    agree = f"{count_of(len(same), 'value stands', 'values stand')} as asked for." if same else ""
    unseen = len(asked) - len(known)
    missing = f"{count_of(unseen, 'field is', 'fields are')} not in LeadByte’s answer." if unseen else ""
    return " ".join(part for part in (differ, agree, missing) if part)


def _equal(held: str, asked: str) -> bool:
    """Whether two values are one; LeadByte may trim spaces. Numbers are text: 07700 is not 7700."""
    return held.strip() == asked.strip()


def _equal_money(held: str, asked: str) -> bool:
    """Whether two amounts are one, however many decimals they are written with."""
    try:
        return parse_money(held) == parse_money(asked)
    except BadMoney:
        return False
