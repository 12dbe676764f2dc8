"""When a date was, however it is written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.date_order import date_number

MARCH = 1980_03_25_000000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("25/03/1980", MARCH),
        ("25.3.1980", MARCH),
        ("25-03-80", MARCH),
        (" 25 / 03 / 1980 ", MARCH),
        ("1980-03-25", MARCH),
        ("1980/3/25", MARCH),
        ("19800325", MARCH),
        ("03/25/1980", MARCH),
        ("25 Mar 1980", MARCH),
        ("25-Mar-80", MARCH),
        ("25th March 1980", MARCH),
        ("March 25, 1980", MARCH),
        ("25/03/1980 14:02", MARCH + 14_02_00),
        ("25/03/1980 14:02:09", MARCH + 14_02_09),
        ("1980-03-25T14:02:09.5Z", MARCH + 14_02_09),
        ("25/03/1980, 2:02 pm", MARCH + 14_02_00),
        ("25/03/1980 12:30 AM", MARCH + 30_00),
        ("01/02/2003", 2003_02_01_000000),
        ("01/02/29", 2029_02_01_000000),
        ("01/02/30", 1930_02_01_000000),
        ("", None),
        ("soon", None),
        ("25/13/1980", None),
        ("13/25/1980", None),
        ("25/03", None),
        ("25/03-1980", None),
        ("2932682", None),
        ("07700900123", None),
        ("192.0.2.1", None),
    ],
)
def test_a_date_is_read(text: str, number: int | None) -> None:
    assert date_number(text) == number


@pytest.mark.parametrize(("text", "number"), [("03/04/1980", 1980_03_04_000000), ("25/03/1980", MARCH)])
def test_a_column_may_have_its_months_first(text: str, number: int) -> None:
    assert date_number(text, month_first=True) == number


@given(
    st.lists(
        st.datetimes(dt.datetime.fromisoformat("1930-01-01"), dt.datetime.fromisoformat("2029-12-31")),
        min_size=2,
        max_size=2,
    ),
    st.sampled_from(["%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d-%m-%y %H:%M:%S", "%d %b %Y %I:%M:%S %p"]),
    st.sampled_from(["%d.%m.%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]),
)
def test_the_later_is_the_greater_in_every_form(moments: list[dt.datetime], one_form: str, other_form: str) -> None:
    one, other = (moment.replace(microsecond=0) for moment in moments)
    first, second = date_number(one.strftime(one_form)), date_number(other.strftime(other_form))
    assert first is not None
    assert second is not None
    assert (first < second) == (one < other)
    assert (first == second) == (one == other)
