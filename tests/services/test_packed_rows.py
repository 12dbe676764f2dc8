"""Rows packed in memory come out as they went in."""

from __future__ import annotations

from decimal import Decimal

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.services.packed_rows import PackedRows


def row(number: int) -> DraftItem:
    if number % 3 == 0:
        return DraftItem(FinancialUpdate(LeadRef(f"00{number}"), Decimal("80.10"), None, "033"), number=number + 2)
    lead = LeadRef(str(number), LeadKind.QUARANTINE if number % 3 == 1 else LeadKind.LEAD)
    action = Action.RELEASE if number % 3 == 1 else None
    update = LeadUpdate(lead, {"street1": "“7” Rüe ✓", "county": ""}, ("0053",), action)
    return DraftItem(update, number % 2 == 0, number=number * 3)


def test_rows_of_several_pages_come_out_as_they_went_in() -> None:
    rows = [row(number) for number in range(1_234)]
    packed = PackedRows()
    packed.extend(rows[:700])
    packed.extend(rows[700:])
    assert len(packed) == 1_234
    assert list(packed) == rows
    assert [packed[place] for place in (0, 499, 500, 999, 1_000, 1_233, -1, 3)] == [
        rows[place] for place in (0, 499, 500, 999, 1_000, 1_233, -1, 3)
    ]
    assert packed[498:502] == rows[498:502]


def test_none_and_one_full_page() -> None:
    packed = PackedRows()
    assert (len(packed), list(packed)) == (0, [])
    packed.extend(row(number) for number in range(500))
    assert packed[499] == row(499)
    assert list(packed) == [row(number) for number in range(500)]
