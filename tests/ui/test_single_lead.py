"""Single lead: click and type, read what is on the screen, look into the practice account at what was really done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.domain.job import ItemState, Settlement
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.ui.field_chooser import offers_for
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from tests.ui.single_form import LEAD, Form, press, type_here

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


def jobs(office: Office) -> int:
    return len(office.run(office.desk.tools.journal.jobs(100, 0)))


# --- sending ----------------------------------------------------------------------------------------------------------


def test_an_update_is_reviewed_sent_and_its_answer_stays_beside_the_blank_form(form: Form, office: Office) -> None:
    form.fill()
    form.type_value("street1", "3 Orchard Close")
    assert form.hint == "2 fields change"
    assert form.primary.text().startswith("Update lead 2932682…")
    form.review()
    assert [item.update for item in office.reviews[0].going] == [
        LeadUpdate(LEAD, {"postcode": "TN25 6QD", "street1": "3 Orchard Close"})
    ]
    assert office.world.leads[LEAD.number].fields["postcode"] == "TN25 6QD"
    assert "Lead 2932682 updated at" in form.outcome
    assert form.blank()
    assert form.focus() == "leadId"
    assert not office.ledger.triggers
    assert not office.told


def test_going_back_in_the_review_sends_nothing_and_keeps_everything_typed(form: Form, office: Office) -> None:
    office.go_back()
    form.fill(delivery="1053")
    before = form.presenter._read()
    form.review()
    assert len(office.reviews) == 1
    assert office.ledger.empty
    assert not office.ledger.requests or all(seen.method == "GET" for seen in office.ledger.requests)
    assert jobs(office) == 0
    assert form.presenter._read() == before
    assert form.primary.isEnabled()


def test_a_ticked_delivery_and_reprocess_go_with_the_update_once(form: Form, office: Office) -> None:
    form.fill(delivery="1053")
    form.turn("reprocess")
    assert form.hint == "1 field changes, 1 delivery is triggered, the lead is reprocessed"
    form.review()
    assert office.ledger.triggers == {(LEAD, "1053"): 1}
    assert office.ledger.actions == {(LEAD, Action.REPROCESS): 1}
    assert form.blank(), "what is ticked must not go along with the next customer"


def test_clear_this_field_sends_nothing_else_and_blank_leaves_alone(form: Form, office: Office) -> None:
    before = office.world.leads[LEAD.number].fields
    form.type_id(LEAD.number)
    form.turn("clear_street1")
    assert form.hint == "1 field is cleared"
    form.review()
    after = office.world.leads[LEAD.number].fields
    assert after["street1"] == ""
    assert {name: value for name, value in after.items() if name != "street1"} == {
        name: value for name, value in before.items() if name != "street1"
    }


def test_a_refusal_keeps_everything_typed_and_says_what_leadbyte_said(form: Form, office: Office) -> None:
    rejected = office.world.with_status(LeadStatus.REJECTED)[0].number
    form.fill(rejected, delivery="1053")
    before = form.presenter._read()
    form.review()
    assert f"LeadByte refused lead {rejected}" in form.outcome
    assert "Nothing was changed" in form.outcome
    assert form.presenter._read() == before
    assert form.primary.isEnabled()
    assert office.ledger.empty


def test_without_a_network_nothing_is_lost_and_it_can_be_sent_when_it_is_back(form: Form, office: Office) -> None:
    office.practise(PractiseProblem.LOSE_NETWORK, None)
    form.fill()
    form.review()
    assert "Lead 2932682 was not sent" in form.outcome
    assert form.words("waiting_0_words").startswith("The sending stopped. LeadByte could not be reached.")
    assert office.ledger.empty
    office.practise(None)
    form.click("waiting_0_continue")
    office.settle()
    assert "updated" in form.outcome
    assert office.ledger.updates == {LEAD: 1}
    assert form.blank()


def test_while_it_is_sent_the_form_is_locked_and_a_second_press_does_nothing(form: Form, office: Office) -> None:
    form.fill(delivery="1053")
    form.click("review")
    office.until(lambda: not form.line("leadId").isEnabled())
    assert form.hint == "Sending to LeadByte…"
    assert not form.primary.isEnabled()
    form.click("review")
    QTest.keyClick(form.tab, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.tab.review_wanted.emit()
    office.settle()
    assert len(office.reviews) == 1
    assert office.ledger.triggers == {(LEAD, "1053"): 1}
    assert form.line("leadId").isEnabled()


def test_two_presses_before_the_review_opens_are_one(form: Form, office: Office) -> None:
    form.fill(delivery="1053")
    form.click("review")
    form.click("review")
    office.settle()
    assert len(office.reviews) == 1
    assert office.ledger.triggers == {(LEAD, "1053"): 1}


# --- what is not known ------------------------------------------------------------------------------------------------


@pytest.fixture
def unknown(form: Form, office: Office) -> Form:
    """A delivery of which the line was cut after the work was done."""
    office.practise(PractiseProblem.CUT)
    form.fill(delivery="1053")
    form.review()
    assert "may have gone to Acme Ltd" in form.outcome
    assert form.find(QPushButton, "outcome_0_note_wentThrough").isVisible()
    assert form.value("postcode").text() == "TN25 6QD", "not known is no reason to lose what was typed"
    return form


def last_state(office: Office) -> tuple[ItemState, Settlement | None]:
    item = office.run(office.desk.tools.journal.last_items(office.desk.account.account_id, 1))[0]
    return item.state, item.settlement


def test_it_went_through_settles_it_and_makes_room_for_the_next(unknown: Form, office: Office) -> None:
    unknown.click("outcome_0_note_wentThrough")
    office.settle()
    assert last_state(office) == (ItemState.UPDATED, Settlement.WENT_THROUGH)
    assert "marked as done" in unknown.outcome
    assert unknown.blank()
    assert office.ledger.triggers == {(LEAD, "1053"): 1}


def test_it_did_not_keeps_the_form_and_sends_nothing(unknown: Form, office: Office) -> None:
    unknown.click("outcome_0_note_didNot")
    office.settle()
    assert last_state(office) == (ItemState.NOT_SENT, Settlement.DID_NOT)
    assert not unknown.blank()
    assert len(office.reviews) == 1
    assert office.ledger.triggers == {(LEAD, "1053"): 1}


def test_send_it_again_goes_through_the_review_and_going_back_leaves_it_not_known(
    unknown: Form, office: Office
) -> None:
    office.go_back()
    unknown.click("outcome_0_note_sendAgain")
    office.settle()
    assert len(office.reviews) == 2
    assert last_state(office) == (ItemState.NOT_KNOWN, None)
    assert office.ledger.triggers == {(LEAD, "1053"): 1}
    assert unknown.find(QPushButton, "outcome_0_note_sendAgain").isEnabled()


def test_sent_again_it_goes_once_more_and_the_form_is_free(unknown: Form, office: Office) -> None:
    office.answer = lambda review: review.send_again(entry.index for entry in review.already)
    unknown.click("outcome_0_note_sendAgain")
    office.settle()
    assert last_state(office) == (ItemState.UPDATED, None)
    assert office.ledger.triggers == {(LEAD, "1053"): 2}
    assert "Lead 2932682 updated" in unknown.outcome
    assert unknown.blank()


def test_what_is_not_known_stays_in_sight_after_the_next_lead(unknown: Form, office: Office) -> None:
    unknown.click("startAgain")
    unknown.fill("2932683")
    unknown.review()
    assert "Lead 2932683 updated" in unknown.outcome
    assert "may have gone to Acme Ltd" in unknown.words("outcome_1_note_text")
    assert last_state(office) == (ItemState.UPDATED, None)


# --- the lead ID ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["29326x", "2932 682", "joe@example.com", "²9"])
def test_an_id_that_is_no_number_is_answered_beside_it_and_nothing_is_sent(
    form: Form, office: Office, wrong: str
) -> None:
    form.fill(wrong)
    form.review()
    assert f"“{wrong}” is not a lead ID" in form.words("leadId_error")
    assert form.line("leadId").property("invalid") == "true"
    assert form.line("leadId").accessibleDescription() == form.words("leadId_error")
    assert form.focus() == "leadId"
    assert not office.reviews
    assert form.line("leadId").text() == wrong
    assert form.value("postcode").text() == "TN25 6QD"


def test_the_error_comes_when_the_id_is_left_and_goes_when_it_is_mended(form: Form) -> None:
    form.type_id("29326x")
    assert "is not a lead ID" not in form.words("leadId_error"), "nobody is told off in the middle of a word"
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Tab)
    assert "is not a lead ID" in form.words("leadId_error")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Backspace)
    assert "is not a lead ID" not in form.words("leadId_error")


def test_spaces_around_a_pasted_id_and_value_do_not_matter_and_zeros_stay(form: Form, office: Office) -> None:
    office.go_back()
    form.type_id("  00293 ".strip(" ") + "  ")
    form.type_value("street1", " 07700900123 ")
    form.review()
    assert office.reviews[0].going[0].update == LeadUpdate(LeadRef("00293"), {"street1": "07700900123"})


def test_the_primary_button_waits_only_for_what_is_missing_and_says_what(form: Form, office: Office) -> None:
    assert (form.primary.isEnabled(), form.hint) == (False, "Add the lead’s ID")
    form.type_id(LEAD.number)
    assert (form.primary.isEnabled(), form.hint) == (False, "Give a field a new value, or tick a delivery")
    form.turn("reprocess")
    assert (form.primary.isEnabled(), form.hint) == (True, "The lead is reprocessed")
    form.turn("reprocess")
    QTest.keyClick(form.tab, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    assert not office.reviews


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("", "Add the lead’s ID"),
        ("07700 900631", "First find the lead: press Enter at the phone number"),
        ("karen@example.com", "First find the lead: press Enter at the e-mail address"),
        ("29326x", "Type the lead’s ID as digits only, or a whole phone number or e-mail address"),
        (LEAD.number, "Give a field a new value, or tick a delivery"),
    ],
)
def test_the_first_thing_missing_is_asked_for_first(form: Form, typed: str, asks: str) -> None:
    form.type_id(typed)
    assert form.hint == asks
    form.type_value("postcode", "TN25 6QD")
    assert form.hint == ("1 field changes" if typed == LEAD.number else asks)


def test_a_quarantine_id_that_is_none_yet_is_asked_for_before_its_values(form: Form) -> None:
    form.click("kind_quarantineId")
    form.type_id("84x")
    assert form.hint == "Type the quarantine ID as digits only"


# --- the fields -------------------------------------------------------------------------------------------------------


def test_a_tick_that_clears_a_field_hides_what_was_typed_and_gives_it_back(form: Form) -> None:
    form.fill()
    form.turn("clear_postcode")
    assert form.tab.changes == {"postcode": ""}
    assert not form.value("postcode").isEnabled()
    assert form.value("postcode").text() == ""
    form.turn("clear_postcode")
    assert form.tab.changes == {"postcode": "TN25 6QD"}


def test_another_field_is_found_by_its_label(form: Form, office: Office) -> None:
    form.click("addField")
    assert form.focus() == "fieldName"
    QTest.keyClicks(form.line("fieldName"), "town")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    assert form.focus() == "value_towncity"
    assert form.words("label_towncity") == "Town or city"
    assert not form.find(QLabel, "warning_towncity").isVisible()
    QTest.keyClicks(form.value("towncity"), "Ashford")
    assert form.tab.changes == {"towncity": "Ashford"}
    assert not office.reviews


def test_any_other_name_may_be_used_with_a_calm_warning(form: Form, office: Office) -> None:
    form.type_id(LEAD.number)
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "Days_Left")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    assert "LeadByte may not know it" in form.words("warning_Days_Left")
    QTest.keyClicks(form.value("Days_Left"), "3")
    office.go_back()
    form.review()
    assert office.reviews[0].going[0].update == LeadUpdate(LEAD, {"Days_Left": "3"})


def test_a_field_that_stands_in_the_form_is_gone_to_and_not_doubled(form: Form) -> None:
    form.fill()
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "POST CODE")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    assert form.focus() == "value_postcode"
    assert len(form.window.findChildren(QLineEdit, "single.value_postcode")) == 1
    assert form.value("postcode").text() == "TN25 6QD"


def test_escape_leaves_the_choice_of_a_field_and_nothing_is_added(form: Form) -> None:
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "tow")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Escape)
    assert form.find(QPushButton, "addField").isVisible()
    assert not form.line("fieldName").isVisible()
    assert form.window.findChild(QLineEdit, "single.value_towncity") is None


def test_an_added_field_can_be_taken_off_and_takes_its_value_along(form: Form) -> None:
    form.type_id(LEAD.number)
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "county")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    QTest.keyClicks(form.value("county"), "Kent")
    assert form.primary.isEnabled()
    form.click("remove_county")
    assert form.tab.changes == {}
    assert not form.primary.isEnabled()
    assert not form.find(QPushButton, "remove_postcode").isVisible()


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "title", "c3"),
        ("post", "postcode", "post"),
        ("Opt-in", "optinurl", "Opt-in"),
        ("data3", "data3", "data3"),
        ("email", "email", "email"),
        ("!!", "!!", "!!"),
        ("  ", "title", "c3"),
    ],
)
def test_what_is_offered_for_what_was_typed(typed: str, first: str, last: str) -> None:
    offers = offers_for(typed, ())
    assert (offers[0].name, offers[-1].name) == (first, last)
    assert len({offer.words for offer in offers}) == len(offers)


# --- the keyboard -----------------------------------------------------------------------------------------------------


def test_enter_goes_on_from_field_to_field_and_sends_nothing(form: Form, office: Office) -> None:
    form.type_id(LEAD.number)
    form.turn("clear_street1")
    visited: list[str] = []
    for _step in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(form.line("leadId") if not visited else focused, Qt.Key.Key_Return)
        visited.append(form.focus())
    assert visited == ["value_postcode", "value_firstname", "deliveries_search", "deliveries_view", "deliveries_view"]
    office.settle()
    assert not office.reviews
    assert office.ledger.empty


def test_enter_stays_with_an_id_that_is_wrong(form: Form) -> None:
    form.type_id("29326x")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    assert form.focus() == "leadId"
    assert "is not a lead ID" in form.words("leadId_error")


def test_the_keyboard_alone_does_the_whole_job(form: Form, office: Office) -> None:
    form.tab.setFocus()
    type_here(LEAD.number)
    press(Qt.Key.Key_Return)
    type_here("TN25 6QD")
    for _line in range(3):
        press(Qt.Key.Key_Return)
    assert form.focus() == "deliveries_search"
    type_here("acme solar")
    press(Qt.Key.Key_Return)
    for _row in range([row.key for row in form.deliveries.rows() if "Acme Solar" in row.name].index("1053")):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert form.hint == "1 field changes, 1 delivery is triggered"
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    assert office.ledger.triggers == {(LEAD, "1053"): 1}
    assert office.ledger.updates == {LEAD: 1}
    assert form.focus() == "leadId"


def test_tab_goes_from_the_values_on_to_the_deliveries_and_comes_to_what_erases_last(form: Form) -> None:
    form.type_id(LEAD.number)
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "county")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    QTest.keyClicks(form.value("county"), "Kent")
    form.line("leadId").setFocus()
    visited = ["leadId"]
    for _step in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        if form.focus() == "leadId":
            break
        visited.append(form.focus())
    fields = ["postcode", "street1", "firstname", "county"]
    expected = ["leadId", "kind_id", *(f"value_{field}" for field in fields), "addField"]
    expected += ["deliveries_search", "deliveries_view", "reprocess", "templates", "sets"]
    expected += ["startAgain", "addToBatch", "review"]
    assert visited[: len(expected)] == expected
    seldom = visited[len(expected) :]
    assert [each for each in seldom if each.startswith(("clear_", "remove_"))] == [
        *(f"clear_{field}" for field in fields),
        "remove_county",
    ], "what erases is never on the way, and is reached by the keyboard all the same"


# --- a quarantined lead -----------------------------------------------------------------------------------------------


def held(office: Office) -> LeadRef:
    return LeadRef(office.world.with_status(LeadStatus.QUARANTINED)[0].quarantine_number, LeadKind.QUARANTINE)


def test_a_quarantined_lead_is_updated_and_released_in_one_request(form: Form, office: Office) -> None:
    lead = held(office)
    form.click("kind_quarantineId")
    assert not form.find(QCheckBox, "reprocess").isVisible()
    assert not form.deliveries.isVisible()
    form.fill(lead.number)
    form.click("inQuarantine_process")
    assert form.primary.text().startswith(f"Update and release quarantined lead {lead.number}…")
    assert form.hint == "1 field changes, the lead is released from quarantine"
    form.review()
    (review,) = office.reviews
    (request,) = review.requests
    assert request.body == {
        "leads": [{"quarantineId": lead.number, "action": "process", "update": {"postcode": "TN25 6QD"}}]
    }
    assert (review.draft.title, office.ledger.updates[lead]) == (f"Quarantined lead {lead.number}", 1)
    assert office.ledger.actions == {(lead, Action.RELEASE): 1}
    assert form.blank()
    assert form.tab.kind is LeadKind.QUARANTINE, "whoever works through the quarantine goes on with the next"
    assert form.hint == "Add the lead’s quarantine ID"


def test_start_again_names_a_lead_by_its_lead_id(form: Form) -> None:
    form.click("kind_quarantineId")
    form.click("startAgain")
    assert form.tab.kind is LeadKind.LEAD


@pytest.mark.parametrize(("choice", "action"), [("process", Action.RELEASE), ("reject", Action.REJECT)])
def test_a_quarantined_lead_is_released_or_rejected_alone(
    form: Form, office: Office, choice: str, action: Action
) -> None:
    lead = held(office)
    form.click("kind_quarantineId")
    form.type_id(lead.number)
    assert form.hint == "Give a field a new value, or release or reject it"
    form.click(f"inQuarantine_{choice}")
    form.review()
    assert [request.path for request in office.reviews[0].requests] == ["/quarantine/process"]
    assert office.ledger.actions == {(lead, action): 1}
    assert form.outcome.startswith("LeadByte queued the request to ")
    assert "it is not done yet" in form.outcome


def test_a_lead_id_is_never_read_as_a_quarantine_id(form: Form) -> None:
    form.fill(delivery="1053")
    form.turn("reprocess")
    form.click("kind_quarantineId")
    assert form.tab.lead_text == ""
    assert (form.tab.delivery_ids, form.tab.action) == ((), None)
    assert form.hint == "Add the lead’s quarantine ID"
    form.type_id("84x")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    assert "is not a quarantine ID" in form.words("leadId_error")
    form.click("kind_id")
    assert form.tab.lead_text == LEAD.number
    assert (form.tab.delivery_ids, form.tab.action) == (("1053",), Action.REPROCESS)


# --- the rest of the form ---------------------------------------------------------------------------------------------


def test_start_again_blanks_everything_and_sends_nothing(form: Form, office: Office) -> None:
    form.fill("2932683x", delivery="1053")
    form.turn("reprocess")
    form.turn("clear_firstname")
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "county")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    form.click("startAgain")
    assert form.blank()
    assert form.window.findChild(QLineEdit, "single.value_county") is None or not form.value("county").isVisible()
    assert "is not a lead ID" not in form.words("leadId_error")
    assert form.focus() == "leadId"
    assert office.ledger.empty


def test_add_to_batch_hands_the_lead_over_whole_and_sends_nothing(form: Form, office: Office) -> None:
    wanted: list[LeadUpdate] = []
    office.flow.batch_wanted.connect(wanted.append)
    assert not form.find(QPushButton, "addToBatch").isEnabled()
    form.fill(delivery="1053")
    form.turn("reprocess")
    form.click("addToBatch")
    office.settle()
    assert wanted == [LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, ("1053",), Action.REPROCESS)]
    assert form.blank()
    assert form.hint == "Lead 2932682 is now a row of the batch; nothing was sent. Add the lead’s ID"
    form.type_id("2932683")
    assert "batch" not in form.hint
    assert not office.reviews
    assert office.ledger.empty


def test_add_to_batch_with_a_wrong_id_keeps_the_form(form: Form, office: Office) -> None:
    wanted: list[LeadUpdate] = []
    office.flow.batch_wanted.connect(wanted.append)
    form.fill("29326x")
    form.click("addToBatch")
    assert not wanted
    assert "is not a lead ID" in form.words("leadId_error")
    assert form.value("postcode").text() == "TN25 6QD"


def test_a_recent_lead_can_be_taken_up_again_and_what_is_typed_stays(form: Form, office: Office) -> None:
    form.fill()
    form.review()
    form.fill("2932683")
    form.review()
    assert [form.find(QPushButton, f"recent_{place}").text() for place in (0, 1)] == ["2932683", "2932682"]
    form.type_value("street1", "3 Orchard Close")
    form.click("recent_1")
    assert form.tab.lead_text == "2932682"
    assert form.tab.changes == {"street1": "3 Orchard Close"}
    office.settle()
    assert len(office.reviews) == 2


@pytest.mark.parametrize(
    ("answer", "lead", "changes"), [(1, "2932683", {"street1": "3 Orchard Close"}), (2, "2932682", {})]
)
def test_a_recent_lead_never_takes_on_what_was_typed_for_another(
    form: Form, office: Office, answer: int, lead: str, changes: dict[str, str]
) -> None:
    form.fill()
    form.review()
    form.type_id("2932683")
    form.type_value("street1", "3 Orchard Close")
    form.click("recent_0")
    office.until(lambda: form.tab.window().findChild(MessageDialog) is not None)
    dialog = form.tab.window().findChild(MessageDialog)
    assert dialog is not None
    dialog.done(answer)
    office.settle()
    assert form.tab.lead_text == lead
    assert form.tab.changes == changes


def test_what_was_done_before_the_app_was_closed_is_there_again(form: Form, office: Office, qtbot: QtBot) -> None:
    form.fill()
    form.review()
    later = Form(office, qtbot)
    assert "Lead 2932682 updated" in later.outcome
    assert later.find(QPushButton, "recent_0").text() == "2932682"


# --- accounts and deliveries ------------------------------------------------------------------------------------------


def test_before_an_account_is_open_nothing_can_be_sent_and_what_is_typed_stays(
    closed_office: Office, qtbot: QtBot
) -> None:
    form = Form(closed_office, qtbot)
    form.fill()
    assert "not open yet" in form.hint
    assert not form.primary.isEnabled()
    assert "as soon as the account is open" in form.words("noDeliveries_hint")
    closed_office.open()
    closed_office.settle()
    assert form.primary.isEnabled()
    assert form.deliveries.isVisible()
    assert form.value("postcode").text() == "TN25 6QD"


def test_another_account_begins_with_a_blank_form(form: Form, office: Office) -> None:
    form.fill(delivery="1053")
    other = replace(PRACTICE_ACCOUNT, account_id="other", name="Other")
    practice = office.desk
    office.flow.open_desk(Desk(practice.tools, other, practice.client))
    office.settle()
    assert form.blank()
    assert not form.deliveries.isVisible()
    assert "Deliveries tab" in form.words("noDeliveries_hint")


def test_deliveries_that_are_no_longer_offered_go_with_their_tick(form: Form, office: Office) -> None:
    form.fill(delivery="1053")
    form.tick_delivery("1061")
    offered = {row.key for row in form.deliveries.rows()}
    assert offered == {delivery.delivery_id for delivery in office.desk.offered}

    async def hide() -> None:
        await office.desk.tools.delivery_list.set_shown(office.desk.account.account_id, "1061", False)
        await office.desk.load_deliveries()

    office.run(hide())
    office.flow.deliveries_changed.emit()
    assert form.tab.delivery_ids == ("1053",)
    assert form.hint == "1 field changes, 1 delivery is triggered"


@pytest.mark.parametrize(("width", "height"), [(683, 320), (1366, 569), (2200, 1200)])
def test_the_form_fits_narrow_and_wide_windows(form: Form, width: int, height: int) -> None:
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "a_rather_long_name_of_a_field")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    form.window.resize(width, height)
    form.tab.resize(width, height)
    if width < 820:
        form.office.until(form.find(QWidget, "side").isHidden)
        assert form.find(QWidget, "form").isAncestorOf(form.find(QWidget, "lastDone")), "it stands below the form"
    else:
        form.office.until(lambda: form.find(QWidget, "side").geometry().right() == width - 1)
    for area in form.window.findChildren(QScrollArea):
        assert area.horizontalScrollBar().maximum() == 0, "nothing may be cut off at the side"
    boxes = [form.value(field).width() for field in ("postcode", "street1", "a_rather_long_name_of_a_field")]
    assert min(boxes) > 200
    assert max(boxes) - min(boxes) <= 1


def test_every_control_has_a_name_that_a_screen_reader_can_say(form: Form) -> None:
    controls = [
        widget
        for kind in (QLineEdit, QPushButton, QCheckBox)
        for widget in form.window.findChildren(kind)
        if widget.isVisible()
    ]
    assert len(controls) > 10
    nameless = [w.objectName() for w in controls if not w.accessibleName() and not getattr(w, "text", str)()]
    assert not nameless
    assert all(widget.objectName() for widget in controls)
