"""PUT /leadfinancials of the practice account (leadbyte-api.md sections 0 and 3).

One payout and revenue for all leads of the request, and one answer for all of them: where one lead cannot be changed,
none is, and the answer does not say which (section 6.16 asks for that to be tolerated).
"""

from __future__ import annotations

from decimal import Decimal

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.practice.catalogue import BUYERS
from leadbyte_desktop.practice.exchange import Call, Reply, success
from leadbyte_desktop.practice.world import LeadStatus, World

_PENNY = Decimal("0.01")
_MOST = Decimal("9999999.99")


class _Refused(Exception):
    """The request cannot be done, in LeadByte's words."""


def put_leadfinancials(world: World, call: Call) -> Reply:
    """Change payout and/or revenue of approved leads: all of them or none."""
    try:
        payout, revenue = _amount(call, "newPayout"), _amount(call, "newRevenue")
        if payout is None and revenue is None:
            raise _Refused("Give newPayout or newRevenue")
        bid = _bid(call)
        refs = _refs(call)
        _check(world, refs)
    except _Refused as refused:
        return Reply(200, {"status": "Error", "message": str(refused)})
    for ref in refs:
        world.set_amounts(ref, payout, revenue, bid)
    return success()


def _amount(call: Call, name: str) -> Decimal | None:
    if name not in call.body:
        return None
    value = call.body[name]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _Refused(f"{name} is not a number")
    amount = Decimal(value)
    if not 0 <= amount <= _MOST or amount != amount.quantize(_PENNY):
        raise _Refused(f"{name} is not an amount of money")
    return amount.quantize(_PENNY)


def _bid(call: Call) -> str | None:
    if "BID" not in call.body:
        return None
    bid = call.body["BID"]
    if not isinstance(bid, str) or bid not in {buyer.bid for buyer in BUYERS}:
        raise _Refused("No buyer has this BID")
    return bid


def _refs(call: Call) -> list[LeadRef]:
    numbers = call.body.get("leads")
    if not isinstance(numbers, list) or not numbers:
        raise _Refused("No leads were given")
    if any(isinstance(number, bool) or not isinstance(number, str | int) for number in numbers):
        raise _Refused("leads is not a list of lead IDs")
    return [LeadRef(str(number)) for number in numbers]


def _check(world: World, refs: list[LeadRef]) -> None:
    leads = [world.find(ref) for ref in refs]
    one = len(refs) == 1
    if any(lead is None for lead in leads):
        raise _Refused("Lead not found" if one else "A lead was not found; no lead was changed")
    if any(lead is not None and lead.status is not LeadStatus.APPROVED for lead in leads):
        raise _Refused("Lead is not approved" if one else "A lead is not approved; no lead was changed")
