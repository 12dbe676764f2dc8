"""The form of a date: read from what stands there, and used for another day."""

from __future__ import annotations

import datetime as dt

import pytest

from leadbyte_desktop.domain.date_form import (
    WrittenDate,
    day_in,
    pattern_in_type,
    pattern_words,
    patterns_in,
    read_date,
    write_day,
    write_for,
)

DAY = dt.date(2026, 4, 3)


@pytest.mark.parametrize(
    ("held", "pattern", "written"),
    [
        ("2026-09-23", "yyyy-MM-dd", "2026-04-03"),
        ("2026/9/23", "yyyy/M/d", "2026/4/3"),
        ("20260923", "yyyyMMdd", "20260403"),
        ("23/09/2026", "dd/MM/yyyy", "03/04/2026"),
        ("23-09-2026", "dd-MM-yyyy", "03-04-2026"),
        ("23.9.2026", "d.M.yyyy", "3.4.2026"),
        ("09/23/2026", "MM/dd/yyyy", "04/03/2026"),
        ("23/09/26", "dd/MM/yy", "03/04/26"),
        ("23 September 2026", "dd MMMM yyyy", "03 April 2026"),
        ("3 Sept 2026", "d MMM yyyy", "3 Apr 2026"),
        ("01-SEP-2026", "DD-MMM-YYYY", "03-APR-2026"),
        ("Sep 3, 2026", "MMM d, yyyy", "Apr 3, 2026"),
    ],
)
def test_a_day_is_written_as_the_value_that_stands_there(held: str, pattern: str, written: str) -> None:
    read = read_date(held)
    assert read is not None
    assert (read.pattern, read.sure, read.time) == (pattern, True, "")
    assert write_day(read.day, pattern) == held.replace("Sept ", "Sep ")
    assert write_for(DAY, held=held) == WrittenDate(written)


@pytest.mark.parametrize(
    ("held", "written", "time"),
    [
        ("2026-09-01 14:05:00", "2026-04-03 14:05:00", "14:05:00"),
        ("2026-09-01T14:05:00Z", "2026-04-03T14:05:00Z", "14:05:00Z"),
        ("2026-09-01T14:05:00.000+01:00", "2026-04-03T14:05:00.000+01:00", "14:05:00.000+01:00"),
        ("23/09/2026 00:00", "03/04/2026 00:00", "00:00"),
        ("09/23/2026, 2:05 PM", "04/03/2026, 2:05 PM", "2:05 PM"),
    ],
)
def test_a_time_stays_and_is_named(held: str, written: str, time: str) -> None:
    assert write_for(DAY, held=held) == WrittenDate(written, f"The time {time} stays as it was.")


def test_the_time_that_was_typed_is_newer_than_the_one_that_stands_there() -> None:
    assert write_for(DAY, typed="5.4.26 09:30", held="2026-09-01 14:05:00").text == "2026-04-03 09:30"


@pytest.mark.parametrize(
    "text", ["", "soon", "31/02/2026", "13/13/2026", "2026-13-01", "1st May 2026", "19001301", "7"]
)
def test_what_leaves_doubt_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_a_day_and_a_month_that_could_be_each_other_are_told_by_others_or_said() -> None:
    held = "03/04/2026"
    assert write_for(DAY, held=held) == WrittenDate(
        "03/04/2026", "Written as day/month/year; “03/04/2026” could have its month first."
    )
    assert write_for(DAY, held=held, usual="MM-dd-yyyy") == WrittenDate("04/03/2026")
    assert write_for(DAY, held=held, usual="dd/MM/yyyy") == WrittenDate("03/04/2026")
    assert write_for(DAY, held=held, others=["07700900123", "12/31/1980"]) == WrittenDate("04/03/2026")
    assert write_for(DAY, held=held, others=["31/12/1980"]) == WrittenDate("03/04/2026")
    # They tell against each other, or nothing.
    for others in (["12/31/1980", "31/12/1980"], ["2026-12-31", "31 Dec 1980", "01/02/2003"]):
        assert write_for(DAY, held=held, others=others).note
    # The year comes first there, which does not tell how it is here.
    assert write_for(DAY, held=held, usual="yyyy-MM-dd", others=["12/31/1980"]) == WrittenDate("04/03/2026")


def test_the_day_in_a_value_is_read_as_it_would_be_written() -> None:
    assert day_in("03/04/2026") == dt.date(2026, 4, 3)
    assert day_in("03/04/2026", usual="MM/dd/yyyy") == dt.date(2026, 3, 4)
    assert day_in("23/04/2026", usual="MM/dd/yyyy") == dt.date(2026, 4, 23)
    assert day_in("soon") is None


def test_a_blank_field_gets_the_form_of_its_campaign_else_the_usual_one_which_is_said() -> None:
    assert write_for(DAY, usual="yyyy-MM-dd") == WrittenDate("2026-04-03")
    assert write_for(DAY) == WrittenDate(
        "03/04/2026", "Written as day/month/year; the form of this campaign is not known."
    )
    assert write_for(DAY, typed="7-3-1980") == WrittenDate(
        "3-4-2026", "Written as day-month-year; “7-3-1980” could have its month first."
    )


def test_nothing_goes_silently_that_could_not_be_read() -> None:
    written = write_for(DAY, held="1st Sept 2026 at 14:05", usual="dd/MM/yyyy")
    assert written == WrittenDate(
        "03/04/2026", "“1st Sept 2026 at 14:05” could not be read as a date, so nothing of it is kept."
    )


def test_two_figures_of_a_year_that_would_be_another_year_are_written_as_four() -> None:
    assert write_for(dt.date(1925, 4, 13), held="23/09/26").text == "13/04/1925"
    assert write_for(dt.date(1935, 4, 13), held="23/09/26").text == "13/04/35"


@pytest.mark.parametrize(
    ("data_type", "pattern"),
    [
        ("date", ""),
        ("datetime", ""),
        ("update", ""),
        ("", ""),
        ("date (dd/mm/yyyy)", "dd/MM/yyyy"),
        ("DATE MM-DD-YYYY", "MM-dd-yyyy"),
        ("date:d/m/Y", "dd/MM/yyyy"),
        ("date:Y-m-d", "yyyy-MM-dd"),
        ("date yyyy.mm.dd", "yyyy.MM.dd"),
        ("yyyymmdd", "yyyyMMdd"),
        ("d.m.yy", "d.M.yy"),
        ("dd/dd/yyyy", ""),
    ],
)
def test_a_type_may_name_the_form(data_type: str, pattern: str) -> None:
    assert pattern_in_type(data_type) == pattern


def test_the_forms_that_a_lead_shows() -> None:
    fields = {
        "dob": "1980-03-07",
        "optindate": "23/09/2026 14:05:00",
        "data1": "03/04/2026",
        "data2": "20260901",
        "data3": "23/09/26",
        "phone1": "07700900123",
        "notes": "",
    }
    assert patterns_in(fields) == {"dob": "yyyy-MM-dd", "optindate": "dd/MM/yyyy"}


def test_a_pattern_in_words() -> None:
    assert pattern_words("dd/MM/yyyy") == "day/month/year"
    assert pattern_words("MMM d, yyyy") == "month day, year"
    assert pattern_words("yyyy-MM-dd") == "year-month-day"
