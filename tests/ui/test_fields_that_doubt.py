"""Single lead: what looks mistyped in a date or a pick list goes with a word in the field and in the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.single_form import Form
from tests.ui.test_fields_that_help import ENERGY, LIFE, SOLAR, add, leads_of, leave, name_of, note, open_lead, sent

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard"),
    pytest.mark.qt_log_ignore("This plugin does not support grabbing input"),
]


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


def tone(form: Form, name: str) -> str:
    return str(form.find(QLabel, f"note_{name}").property("tone") or "")


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("31/02/1980", "There is no such day as “31/02/1980”"),
        ("45/13/2090", "There is no such day as “45/13/2090”"),
        ("soon", "“soon” does not look like a date"),
        ("5 apr 05", "The year of “5 apr 05” could be 2005 or 1905"),
    ],
)
def test_no_date_is_told_when_it_is_left_and_in_the_review(form: Form, office: Office, typed: str, doubt: str) -> None:
    open_lead(form, office, LIFE)
    add(form, "date of birth")
    form.type_value("dob", typed)
    assert tone(form, "dob") == "", "nobody is told off in the middle of a date"
    leave(form, "dob")
    assert (note(form, "dob"), tone(form, "dob")) == (f"{doubt}.", "warning")
    assert sent(form, office).changes == {"dob": typed}
    assert f"{doubt}: check it with the customer." in office.reviews[-1].wants_eye


def test_a_field_that_the_campaign_has_for_dates_is_looked_at_too(form: Form, office: Office) -> None:
    open_lead(form, office, SOLAR)
    name = name_of(office, SOLAR, "survey_date")
    add(form, "survey_date")
    form.type_value(name, "31/11/2026")
    leave(form, name)
    assert (note(form, name), tone(form, name)) == ("There is no such day as “31/11/2026”.", "warning")
    assert sent(form, office).changes == {name: "31/11/2026"}
    assert office.reviews[-1].wants_eye == {"There is no such day as “31/11/2026”: check it with the customer."}


def test_a_date_that_is_one_is_not_doubted(form: Form, office: Office) -> None:
    open_lead(form, office, LIFE)
    add(form, "date of birth")
    form.type_value("dob", "29/02/1980")
    leave(form, "dob")
    assert (note(form, "dob"), tone(form, "dob")) == ("", "")
    assert sent(form, office).changes == {"dob": "29/02/1980"}
    assert not office.reviews[-1].wants_eye


@pytest.mark.parametrize(("held", "written"), [("27/03/1980", "05/04/1966"), ("1980-03-27", "1966-04-05")])
def test_a_day_that_is_written_out_takes_the_lead_s_form_when_it_is_left(
    form: Form, office: Office, held: str, written: str
) -> None:
    office.world.leads[leads_of(office, LIFE)[0].number].changed = {"dob": held}
    open_lead(form, office, LIFE)
    add(form, "date of birth")
    form.type_value("dob", "5 apr 66")
    assert form.value("dob").text() == "5 apr 66", "nobody is corrected in the middle of a word"
    assert note(form, "dob") == f"Becomes “{written}” when you go on; Ctrl+Z then brings back what you typed."
    assert form.tab.changes == {"dob": written}
    leave(form, "dob")
    assert form.value("dob").text() == written
    assert note(form, "dob") == "Written as dates are here; Ctrl+Z brings back what you typed."
    assert tone(form, "dob") == ""
    assert sent(form, office).changes == {"dob": written}


def test_a_day_that_is_taken_back_stays_as_it_was_typed(form: Form, office: Office) -> None:
    open_lead(form, office, LIFE)
    add(form, "date of birth")
    form.type_value("dob", "5 apr 1966")
    leave(form, "dob")
    form.value("dob").setFocus()
    QTest.keyClick(form.value("dob"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.value("dob").text() == "5 apr 1966"
    leave(form, "dob")
    assert (form.value("dob").text(), note(form, "dob")) == ("5 apr 1966", "")
    assert sent(form, office).changes == {"dob": "5 apr 1966"}


def test_a_value_that_is_in_no_list_is_told_in_amber_and_in_the_review(form: Form, office: Office) -> None:
    open_lead(form, office, ENERGY)
    name = name_of(office, ENERGY, "meter_type")
    add(form, "meter")
    form.type_value(name, "Maybe")
    assert tone(form, name) == ""
    leave(form, name)
    doubt = "“Maybe” is not in the list of meter_type."
    assert (note(form, name), tone(form, name)) == (doubt, "warning")
    assert sent(form, office).changes == {name: "Maybe"}
    assert office.reviews[-1].wants_eye == {doubt}
    form.value(name).clear()
    form.type_value(name, "smart METER")
    leave(form, name)
    assert (note(form, name), tone(form, name)) == ("Sent as “SMART”.", "")
    sent(form, office)
    assert not office.reviews[-1].wants_eye
