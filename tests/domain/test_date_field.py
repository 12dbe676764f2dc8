"""Fields that hold dates: what looks mistyped in one, and a day that was written out."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.campaign import CampaignField, Choice
from leadbyte_desktop.domain.date_field import date_doubt, date_in_form, is_date_field
from leadbyte_desktop.domain.date_form import WrittenDate

SURVEY = CampaignField("data4", "survey", data_type="date")
UNKNOWN_FORM = "Written as day/month/year; the form of this campaign is not known."


@pytest.mark.parametrize(
    ("name", "field", "is_date"),
    [
        ("dob", None, True),
        ("optindate", CampaignField("optindate", "Opted in"), True),
        ("data4", SURVEY, True),
        ("data4", CampaignField("data4", "survey", data_type="DateTime"), True),
        ("data4", CampaignField("data4", "Renewal date"), True),
        ("data4", CampaignField("data4", "Renewal date", data_type="text"), False),
        ("data4", CampaignField("data4", "Renewal date", choices=(Choice("1", "Soon"),)), False),
        ("data4", CampaignField("data4", "Partner's date of birth"), True),
        ("data4", CampaignField("data4", "Last update"), False),
        ("postcode", None, False),
    ],
)
def test_what_is_there_for_dates(name: str, field: CampaignField | None, is_date: bool) -> None:
    assert is_date_field(name, field) is is_date


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("31/02/1980", "There is no such day as “31/02/1980”"),
        ("45/13/2090", "There is no such day as “45/13/2090”"),
        ("1980-02-31", "There is no such day as “1980-02-31”"),
        ("30 Feb 1980", "There is no such day as “30 Feb 1980”"),
        ("29/02/1981", "There is no such day as “29/02/1981”"),
        ("soon", "“soon” does not look like a date"),
        ("5 fig 1980", "“5 fig 1980” does not look like a date"),
        ("1980", "“1980” does not look like a date"),
        ("5 apr 05", "The year of “5 apr 05” could be 2005 or 1905"),
        ("07/03/05", "The year of “07/03/05” could be 2005 or 1905"),
        ("29/02/1980", ""),
        ("07/03/1980", ""),
        ("03/25/1980", ""),
        ("1980-03-07 10:15", ""),
        ("7.3.80", ""),
        ("5 apr 66", ""),
        ("", ""),
    ],
)
def test_what_looks_mistyped_in_a_date_of_birth(text: str, doubt: str) -> None:
    assert date_doubt(text, "dob") == doubt


def test_a_year_of_two_figures_is_no_doubt_where_the_campaign_has_them_or_of_today() -> None:
    assert date_doubt("07/03/05", "dob", held="08/04/06") == ""
    assert date_doubt("07/03/05", "dob", CampaignField("dob", "Born", date_form="dd/MM/yy")) == ""
    assert date_doubt("07/03/05", "dob", CampaignField("dob", "Born", date_form="dd/MM/yyyy"), "08/04/2006")
    assert date_doubt("07/03/26", "data4", SURVEY) == ""
    assert date_doubt("07/03/66", "data4", SURVEY) == "The year of “07/03/66” could be 1966 or 2066"


def test_a_field_for_anything_has_no_doubts() -> None:
    assert date_doubt("soon", "street1") == date_doubt("soon", "data4", CampaignField("data4", "survey")) == ""


@pytest.mark.parametrize(
    ("text", "held", "usual", "written"),
    [
        ("5 apr 66", "", "dd/MM/yyyy", WrittenDate("05/04/1966")),
        ("5 April 1966", "", "yyyy-MM-dd", WrittenDate("1966-04-05")),
        ("5 apr 66", "27-03-1980", "yyyy-MM-dd", WrittenDate("05-04-1966")),
        ("Apr 5, 1966", "12/31/1980", "", WrittenDate("04/05/1966")),
        ("5-Apr-1966", "", "", WrittenDate("05/04/1966", UNKNOWN_FORM)),
        ("5 apr 66", "unknown", "", WrittenDate("05/04/1966", UNKNOWN_FORM)),
        ("5 apr 05", "", "dd/MM/yyyy", None),
        ("5 Apr 1966", "7 Mar 1980", "", None),
        ("5 Apr 1966 10:15", "", "dd/MM/yyyy", None),
        ("5.4.66", "", "dd/MM/yyyy", None),
        ("30 feb 66", "", "dd/MM/yyyy", None),
        ("soon", "", "dd/MM/yyyy", None),
    ],
)
def test_a_day_that_is_written_out_takes_the_form_in_use(
    text: str, held: str, usual: str, written: WrittenDate | None
) -> None:
    field = CampaignField("dob", "Date of birth", data_type="date", date_form=usual)
    assert date_in_form(text, "dob", field, held) == written


def test_words_in_a_field_for_anything_stay() -> None:
    assert date_in_form("5 apr 66", "notes") is None
