"""Single lead: what a lead holds now beside what is to change, and what becomes of it after the send."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.keys import FULL_KEY, NO_READING_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.review_dialog import ReviewDialog
from tests.ui.reading_desk import answer_with, deny_deliveries, hold_readings, open_with, refuse_reading
from tests.ui.single_form import LEAD, Form, open_lead

if TYPE_CHECKING:
    from leadbyte_desktop.services.review import Review
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


@pytest.fixture
def opened(form: Form) -> Form:
    """The form with a lead that was read."""
    open_lead(form)
    return form


def now(form: Form, field: str) -> str:
    label = form.find(QLabel, f"now_{field}")
    return label.text() if label.isVisible() else ""


def set_fields(office: Office, **fields: str) -> None:
    """Change a lead behind the person's back."""
    lead = office.world.leads[LEAD.number]
    lead.changed = {**(lead.changed or {}), **fields}
    assert all(office.world.leads[LEAD.number].fields[name] == value for name, value in fields.items())


def held(office: Office, name: str) -> str:
    return office.world.leads[LEAD.number].fields[name]


# --- the column -------------------------------------------------------------------------------------------------------


def test_each_line_shows_what_leadbyte_holds_between_label_and_new_value(opened: Form, office: Office) -> None:
    assert now(opened, "postcode") == held(office, "postcode")
    assert now(opened, "firstname") == "Karen"
    assert opened.find(QWidget, "nowHead").isVisible()
    label, value, box = (opened.find(QWidget, f"{part}_postcode") for part in ("label", "now", "value"))
    assert label.x() < value.x() < box.x()
    head = opened.find(QLabel, "nowHead_now")
    at = opened.find(QWidget, "fields")
    assert head.mapTo(at, head.rect().topLeft()).x() == value.mapTo(at, value.rect().topLeft()).x()


def test_blank_and_untold_values_are_told_apart(form: Form, office: Office) -> None:
    set_fields(office, street1="")
    open_lead(form)
    assert now(form, "street1") == "(blank)"
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "days_left")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    assert now(form, "days_left") == "—"


def test_another_lead_id_takes_the_values_away_at_once(opened: Form) -> None:
    QTest.keyClick(opened.line("leadId"), Qt.Key.Key_Backspace)
    assert now(opened, "postcode") == ""
    assert not opened.find(QWidget, "nowHead").isVisible()
    assert opened.words("leadWho") == "What changes"


def test_a_lead_that_leadbyte_does_not_know_is_said_and_can_be_sent_all_the_same(form: Form, office: Office) -> None:
    open_lead(form, "99")
    assert "Nothing was changed" in form.words("nowWords")
    assert now(form, "postcode") == ""
    form.type_value("postcode", "TN25 6QD")
    assert form.primary.isEnabled()
    assert not office.told


def test_a_key_that_may_not_read_says_so_once_quietly_and_the_job_works(form: Form, office: Office) -> None:
    open_with(office, NO_READING_KEY)
    open_lead(form)
    assert form.words("nowWords").startswith("What the lead holds now is not shown.")
    assert "let this key read leads" in form.words("nowWords")
    assert now(form, "postcode") == ""
    asked = len(office.ledger.requests)
    form.type_value("postcode", "TN25 6QD")
    form.review()
    assert held(office, "postcode") == "TN25 6QD"
    assert office.reviews[0].summary == ("Postcode becomes “TN25 6QD”",)
    assert office.reviews[0].seen.note == ""
    assert [each.method for each in list(office.ledger.requests)[asked:]] == ["PUT"], "nobody asks again"
    assert "now holds" not in form.outcome


def test_one_lead_that_may_not_be_read_keeps_no_other_away(form: Form, office: Office) -> None:
    switch = refuse_reading(office, LEAD.number)
    open_lead(form)
    assert form.words("nowWords").startswith("What the lead holds now is not shown.")
    open_lead(form, "2932683")
    assert now(form, "postcode")
    assert "not shown" not in form.words("nowWords")
    switch["refused"] = False  # whoever looks after LeadByte has let it
    open_lead(form)
    assert now(form, "postcode") == held(office, "postcode")


def test_a_lead_that_may_be_read_meanwhile_is_read_when_a_person_asks(form: Form, office: Office) -> None:
    switch = refuse_reading(office, LEAD.number)
    open_lead(form)
    switch["refused"] = False
    form.click("readAgain")
    office.settle()
    assert now(form, "postcode") == held(office, "postcode")


def test_read_again_shows_what_changed_meanwhile(opened: Form, office: Office) -> None:
    set_fields(office, postcode="ME1 2AB")
    opened.click("readAgain")
    office.settle()
    assert now(opened, "postcode") == "ME1 2AB"


# --- only what really changes -----------------------------------------------------------------------------------------


def test_the_review_says_from_what_to_what_and_leaves_out_what_stays(opened: Form, office: Office) -> None:
    before = held(office, "postcode")
    opened.type_value("postcode", "TN25 6QD")
    opened.type_value("firstname", "Karen")
    assert opened.hint == "1 field changes, 1 field stays as it is"
    opened.review()
    [review] = office.reviews
    assert review.summary == (
        f"Postcode: “{before}” → “TN25 6QD”",
        "First name stays as it is (already “Karen”) and is not sent",
    )
    assert [item.update for item in review.going] == [LeadUpdate(LEAD, {"postcode": "TN25 6QD"})]
    sent = [each for each in office.ledger.requests if each.method == "PUT"]
    assert len(sent) == 1
    assert "Karen" not in str(sent[0])
    assert opened.blank(), "what LeadByte held already was done too"


def test_where_nothing_would_change_the_button_says_so_and_nothing_is_sent(opened: Form, office: Office) -> None:
    opened.type_value("firstname", "Karen")
    assert opened.primary.text().startswith("Nothing would change on lead 2932682")
    opened.review()
    assert not office.reviews
    assert opened.hint == "Nothing was sent: LeadByte holds already what you typed for lead 2932682."
    assert opened.value("firstname").text() == "Karen"
    assert office.ledger.empty


def test_a_value_that_was_changed_meanwhile_is_set_again(opened: Form, office: Office) -> None:
    opened.type_value("firstname", "Karen")
    set_fields(office, firstname="Joe")
    opened.review()
    assert office.reviews[0].summary == ("First name: “Joe” → “Karen”",)
    assert held(office, "firstname") == "Karen"


def test_a_value_is_set_back_where_leadbyte_is_yet_to_do_what_was_sent_before(form: Form, office: Office) -> None:
    before = held(office, "postcode")
    item = {"id": LEAD.number, "success": True, "message": "Queued for update"}
    answer_with(office, {("PUT", "/leads"): {"status": "Success", "message": "OK", "leads": [item]}})
    office.settle()
    open_lead(form)
    form.type_value("postcode", "TN25 6QD")
    form.review()
    assert held(office, "postcode") == before, "LeadByte does it later"
    open_lead(form)
    form.type_value("postcode", before)
    form.review()
    assert [item.update for item in office.reviews[-1].going] == [LeadUpdate(LEAD, {"postcode": before})]
    assert office.reviews[-1].summary == (f"Postcode stays “{before}”, and is sent all the same",)


def test_a_delivery_goes_though_every_value_stands_already(opened: Form, office: Office) -> None:
    opened.type_value("firstname", "Karen")
    opened.tick_delivery("1053")
    opened.review()
    assert office.ledger.triggers == {(LEAD, "1053"): 1}
    assert opened.blank()


# --- changed between opening and sending ------------------------------------------------------------------------------


def test_a_lead_that_changed_since_it_was_opened_is_said_before_it_is_sent(
    opened: Form, office: Office, qtbot: QtBot
) -> None:
    before = held(office, "postcode")
    opened.type_value("postcode", "TN25 6QD")
    set_fields(office, postcode="ME1 2AB")
    office.go_back()
    opened.review()
    [review] = office.reviews
    assert f"Postcode was “{before}” when you opened it and is “ME1 2AB” now." in review.seen.note
    assert review.summary == ("Postcode: “ME1 2AB” → “TN25 6QD”",)
    assert now(opened, "postcode") == "ME1 2AB"
    dialog = ReviewDialog(review)
    qtbot.addWidget(dialog)
    dialog.show()
    note = dialog.findChild(QLabel, "review_seenNote_text")
    assert note is not None
    assert note.isVisible()
    assert note.text() == review.seen.note
    office.agree()
    opened.review()
    assert office.reviews[1].seen.note == "", "it is said once"
    assert held(office, "postcode") == "TN25 6QD"


def changed_while_reviewed(office: Office, times: int) -> None:
    """Somebody else changes the lead while a review of it is read, so many times."""
    left = list(range(1, times + 1))

    def read(review: Review) -> Review:
        if left:
            set_fields(office, postcode=f"ME{left.pop()} 2AB")
        return review

    office.answer = read


def test_a_lead_that_changed_while_its_review_lay_open_is_reviewed_anew(opened: Form, office: Office) -> None:
    opened.presenter._reading.fresh_for = 0.0
    opened.type_value("postcode", "TN25 6QD")
    changed_while_reviewed(office, 2)
    opened.review()
    notes = [review.seen.note for review in office.reviews]
    assert notes[0] == ""
    assert "is “ME2 2AB” now" in notes[1]
    assert "was “ME2 2AB” when you opened it and is “ME1 2AB” now" in notes[2]
    assert len(notes) == 3
    assert held(office, "postcode") == "TN25 6QD"
    puts = [each for each in office.ledger.requests if each.method == "PUT"]
    assert len(puts) == 1


def test_a_lead_that_somebody_else_changed_just_so_is_not_sent(opened: Form, office: Office) -> None:
    opened.presenter._reading.fresh_for = 0.0
    opened.type_value("postcode", "ME1 2AB")
    changed_while_reviewed(office, 1)
    opened.review()
    assert len(office.reviews) == 1
    assert not [each for each in office.ledger.requests if each.method == "PUT"]
    assert opened.hint.startswith("Nothing was sent: LeadByte holds already what you typed")


def test_a_review_that_lay_open_is_sent_where_nothing_changed_or_nothing_may_be_read(
    opened: Form, office: Office
) -> None:
    opened.presenter._reading.fresh_for = 0.0
    opened.type_value("postcode", "TN25 6QD")
    opened.review()
    open_with(office, NO_READING_KEY)
    open_lead(opened, "2932683")
    opened.type_value("postcode", "TN25 6QE")
    opened.review()
    assert len(office.reviews) == 2
    assert office.world.leads["2932683"].fields["postcode"] == "TN25 6QE"


def test_a_review_that_is_answered_at_once_asks_leadbyte_nothing_more(opened: Form, office: Office) -> None:
    opened.type_value("postcode", "TN25 6QD")
    asked = len(office.ledger.requests)
    changed_while_reviewed(office, 1)
    opened.review()
    methods = [each.method for each in list(office.ledger.requests)[asked:]]
    assert methods == ["GET", "PUT", "GET"], "before the review, the send, after the send"


def test_a_slow_leadbyte_holds_nobody_up(opened: Form, office: Office) -> None:
    opened.presenter._reading.patience = 0.05
    gate = hold_readings(office)
    open_lead(opened)
    opened.type_value("postcode", "TN25 6QD")
    opened.click("review")
    office.until(lambda: opened.hint == "Looking at the lead in LeadByte once more…")
    office.until(lambda: office.reviews)
    assert "in time" in office.reviews[0].seen.note
    office.until(opened.blank)
    assert held(office, "postcode") == "TN25 6QD"
    gate.set()
    office.settle()


# --- after the send ---------------------------------------------------------------------------------------------------


def test_after_the_send_the_screen_shows_what_leadbyte_holds(opened: Form, office: Office) -> None:
    opened.type_value("postcode", "TN25 6QD")
    opened.review()
    assert "Lead 2932682 updated at" in opened.outcome
    assert opened.outcome.endswith("LeadByte now holds Postcode “TN25 6QD”, as sent.")
    opened.fill("2932683")
    opened.review()
    assert "Lead 2932683 updated" in opened.outcome
    assert "now holds" in opened.outcome


def test_where_the_form_stays_filled_the_column_shows_what_was_read_after_the_send(form: Form, office: Office) -> None:
    deny_deliveries(office)
    open_lead(form)
    form.type_value("postcode", "TN25 6QD")
    form.tick_delivery("1053")
    form.review()
    assert "now holds Postcode “TN25 6QD”" in form.outcome
    assert form.value("postcode").text() == "TN25 6QD", "the delivery is still to be sent"
    assert now(form, "postcode") == "TN25 6QD"
    assert form.hint == "1 delivery is triggered, 1 field stays as it is"


def test_a_lead_that_was_not_updated_is_not_read_again(form: Form, office: Office) -> None:
    rejected = office.world.with_status(LeadStatus.REJECTED)[0].number
    form.fill(rejected)
    form.review()
    assert "refused" in form.outcome
    assert "now holds" not in form.outcome


def test_the_lead_of_a_recent_line_is_read(form: Form, office: Office) -> None:
    form.fill()
    form.review()
    form.click("recent_0")
    office.settle()
    assert form.tab.lead_text == LeadRef("2932682").number
    assert now(form, "postcode") == "TN25 6QD"


def recent(form: Form, place: int) -> str:
    label = form.find(QLabel, f"recent_{place}_words")
    return label.toolTip() or label.text() if label.isVisible() else ""


def recent_ids(form: Form) -> list[str]:
    found = [form.window.findChild(QPushButton, f"single.recent_{place}") for place in range(8)]
    return [each.text() for each in found if each is not None and each.isVisible()]


def test_recent_leads_say_whose_they_are_and_hold_those_that_were_only_looked_at(form: Form, office: Office) -> None:
    form.fill()
    form.review()
    assert "Karen Fletcher · updated · " in recent(form, 0)
    open_lead(form, "2932683")
    assert recent_ids(form) == [LEAD.number], "the one in the form is at hand anyway"
    open_lead(form, "2932684")
    assert recent_ids(form) == ["2932683", LEAD.number]
    assert " · looked at · " in recent(form, 0)
    form.click("recent_0")
    office.settle()
    assert form.tab.lead_text == "2932683"
    assert recent_ids(form) == ["2932684", "2932683", LEAD.number]


def test_a_recent_lead_says_to_whom_it_went(form: Form, office: Office) -> None:
    open_lead(form, "2932683")
    form.tick_delivery("1053")
    form.review()
    assert " · updated, to Acme Ltd · " in recent(form, 0)
    assert "Mrs Fatima Armstrong" in recent(form, 0)


def test_a_lead_that_leadbyte_does_not_show_is_no_recent_one(form: Form) -> None:
    open_lead(form, "9999999")
    open_lead(form)
    assert recent_ids(form) == []


def test_whom_another_account_showed_is_forgotten(form: Form, office: Office) -> None:
    open_lead(form)
    open_lead(form, "2932683")
    assert recent_ids(form) == [LEAD.number]
    open_with(office, FULL_KEY, replace(office.desk.account, account_id="other", name="Other"))
    office.settle()
    assert recent_ids(form) == []
