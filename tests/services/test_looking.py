"""What *Look in LeadByte* says of a lead."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Item, Update
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.services.looking import look

LEAD = LeadRef("2932682")


class Held:
    def __init__(self, **fields: str) -> None:
        self._fields = fields

    async def get_lead(self, lead: LeadRef) -> dict[str, str]:
        assert lead == LEAD
        return self._fields


async def words(update: Update, **held: str) -> str:
    return await look(Item(1, 1, 1, update), Held(**held))


async def test_all_stands_there_as_asked_for() -> None:
    update = LeadUpdate(LEAD, {"postcode": "TN25 6QD", "phone1": "07700900123"})
    assert await words(update, postcode="TN25 6QD ", phone1="07700900123") == (
        "All 2 values stand in LeadByte now as asked for."
    )


async def test_what_differs_is_shown_and_what_is_missing_is_said() -> None:
    update = LeadUpdate(LEAD, {"postcode": "TN25 6QD", "phone1": "07700900123", "notes": "x", "title": "Mx"})
    assert await words(update, postcode="TN1 1AA", phone1="7700900123", title="Mx") == (
        "In LeadByte now Postcode is “TN1 1AA”; Phone 1 is “7700900123”, unlike what was asked for. "
        "1 value stands as asked for. 1 field is not in LeadByte’s answer."
    )


async def test_a_field_is_called_as_the_account_calls_it() -> None:
    item = Item(1, 1, 1, LeadUpdate(LEAD, {"data1": "Slate"}))
    said = await look(item, Held(data1="Tile"), {"data1": "roof_type"}.__getitem__)
    assert said == "In LeadByte now roof_type is “Tile”, unlike what was asked for."


async def test_nothing_can_be_told_of_fields_that_the_answer_lacks() -> None:
    assert "none of the fields" in await words(LeadUpdate(LEAD, {"postcode": "TN25 6QD"}), id="2932682")


async def test_a_delivery_cannot_be_read() -> None:
    said = await words(LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, ("1053",)), postcode="TN25 6QD")
    assert said.startswith("The value stands in LeadByte now as asked for. Whether a delivery")


@pytest.mark.parametrize(("payout", "same"), [("80", True), ("80.000", False), ("£80.00", True), ("81", False)])
async def test_amounts_are_compared_as_money(payout: str, same: bool) -> None:
    said = await words(FinancialUpdate(LEAD, Decimal("80.00")), payout=payout)
    assert ("as asked for." in said and "unlike" not in said) is same


async def test_a_quarantined_lead_cannot_be_read() -> None:
    update = LeadUpdate(LeadRef("7", LeadKind.QUARANTINE), {"postcode": "TN25 6QD"})
    assert "no way to read" in await look(Item(1, 1, 1, update), Held())
