"""Real dates become text in a form that a person can change later without losing anything."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.sheet import DATE_FORMS
from leadbyte_desktop.importing.dates import read_duration, rewrite_date, write_date, write_duration, write_time

_DAY = dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("form", "text"),
    list(zip(DATE_FORMS, ["01/02/2026", "2026-02-01", "02/01/2026", "01-02-2026", "01.02.2026"], strict=True)),
)
def test_each_form(form: str, text: str) -> None:
    assert write_date(_DAY, form) == text
    assert write_date(dt.datetime.combine(_DAY, dt.time()), form) == text
    assert write_date(dt.datetime.combine(_DAY, dt.time(9, 5)), form) == f"{text} 09:05"
    assert write_date(dt.datetime.combine(_DAY, dt.time(0, 0, 7)), form) == f"{text} 00:00:07"


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (dt.time(23, 59, 59, 400_000), "01/02/2026 23:59:59"),
        (dt.time(23, 59, 59, 999_000), "02/02/2026"),
        (dt.time(0, 0, 0, 999), "01/02/2026"),
    ],
)
def test_parts_of_a_second_are_rounded(time: dt.time, text: str) -> None:
    assert write_date(dt.datetime.combine(_DAY, time)) == text


def test_the_last_second_of_all() -> None:
    assert write_date(dt.datetime.combine(dt.date.max, dt.time.max)) == "31/12/9999 23:59:59"


def test_times_and_durations() -> None:
    assert (write_time(dt.time(9, 5)), write_time(dt.time(9, 5, 1))) == ("09:05", "09:05:01")
    assert write_duration(dt.timedelta(days=1, hours=6)) == "30:00"
    assert write_duration(-dt.timedelta(minutes=1, seconds=5)) == "-00:01:05"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("PT30H00M00S", 30), ("PT24H", 24), ("P1DT2H", 26), ("P2D", 48), ("-PT01H30M00S", -1.5), ("PT90M", 1.5),
        ("PT5400.0S", 1.5), ("PT0,9S", 0.00025), ("PT0S", 0), ("PT9999999H60M", 10_000_000),
    ],
)  # fmt: skip
def test_a_duration_as_libreoffice_keeps_it(text: str, hours: float) -> None:
    assert read_duration(text) == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "-P", "P1DT", "30:00", "P1Y", "PT1H ", "pt1h", "PT99999999H", "PT1.5H"]
)
def test_what_is_no_duration(text: str) -> None:
    assert read_duration(text) is None


@given(
    moment=st.dates() | st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
    old=st.sampled_from(DATE_FORMS),
    new=st.sampled_from(DATE_FORMS),
)
def test_every_date_can_be_written_in_another_form_and_back(moment: dt.date, old: str, new: str) -> None:
    text = write_date(moment, old)

    other = rewrite_date(text, old, new)

    assert other == write_date(moment, new)
    assert rewrite_date(other, new, old) == text


@pytest.mark.parametrize(
    "text", ["", "x", "1/2/2026", "31/02/2026", "01-02-2026", "01/02/2026 ", "01/02/2026 9:30", "\u0660\u0661/02/2026"]
)
def test_what_is_no_date_of_the_form_is_left_alone(text: str) -> None:
    assert rewrite_date(text, "dd/mm/yyyy", "yyyy-mm-dd") is None
