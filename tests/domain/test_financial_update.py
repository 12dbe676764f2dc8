"""Money as people type it, never guessed and never rounded."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.errors import BadMoney
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money, parse_money
from leadbyte_desktop.domain.lead_update import LeadRef

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("80", "80.00"),
        ("80.5", "80.50"),
        ("80.50", "80.50"),
        ("0", "0.00"),
        ("0.01", "0.01"),
        ("£1,200.50", "1200.50"),
        ("£ 80", "80.00"),
        (" 80 ", "80.00"),
        ("1,234,567.89", "1234567.89"),
        ("1 200", "1200.00"),
        ("1\u00a0200.50", "1200.50"),
        ("1\u202f200", "1200.00"),
        ("9999999.99", "9999999.99"),
        ("007", "7.00"),
    ],
)
def test_money_as_people_type_it(typed, amount):
    parsed = parse_money(typed)
    assert parsed == Decimal(amount)
    assert str(parsed) == amount


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0"])
def test_nothing_is_no_amount(typed):
    assert parse_money(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        # "12 50" is £12.50 to one person and £1,250 to another.
        *("12,50,0", "12,50", "12 50", "1 2", "1 200,500", "1,2 00", "1,200,50", "12.345", "1.5e3", "1,200.5.0"),
        *("-3", "£-3", "80p", "eighty", "£", ".5", "80.", "10000000", "9999999.991", "٨٠", "NaN", "inf", "80 £", "$80"),
    ],
)
def test_what_could_be_read_in_two_ways_is_asked_back(typed):
    with pytest.raises(BadMoney) as problem:
        parse_money(typed)
    assert typed in problem.value.user_text
    assert problem.value.user_text.endswith("Nothing was sent.")


@given(AMOUNTS)
def test_what_is_shown_can_be_typed_again(amount):
    assert parse_money(format_money(amount)) == amount


@given(st.text(max_size=12))
def test_anything_typed_is_an_amount_in_pence_or_asked_back(text):
    try:
        amount = parse_money(text)
    except BadMoney:
        return
    if amount is not None:
        assert amount == amount.quantize(Decimal("0.01"))
        digits = "".join(character for character in text if character.isdigit())
        assert str(amount).replace(".", "").strip("0") == digits.strip("0")


def test_shown_in_full():
    assert format_money(Decimal("1200.5")) == "£1,200.50"
    assert format_money(Decimal(0)) == "£0.00"


@given(payout=st.none() | AMOUNTS, revenue=st.none() | AMOUNTS, bid=st.none() | st.text(max_size=5))
def test_plain_and_back_through_json(payout, revenue, bid):
    update = FinancialUpdate(LeadRef("007"), payout, revenue, bid)
    back = FinancialUpdate.from_plain(json.loads(json.dumps(update.to_plain())))
    assert back == update
    assert str(back.payout) == str(update.payout)


def test_absolute_amounts_are_harmless_to_repeat():
    update = FinancialUpdate(LeadRef("1"), Decimal(80), None, "33")
    assert (update.harmless_to_repeat, update.effects, update.does_nothing) == (True, (), False)
    assert update.amounts == (Decimal(80), None, "33")
    assert FinancialUpdate(LeadRef("1"), bid="33").does_nothing
    assert not FinancialUpdate(LeadRef("1"), Decimal(0)).does_nothing
