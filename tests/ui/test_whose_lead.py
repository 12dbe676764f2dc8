"""Single lead: whose lead it is, in the review and wherever what was typed might end up on another customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.found_lead import FoundLead
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.keys import NO_READING_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.theme import Theme
from tests.ui.reading_desk import open_with
from tests.ui.single_form import LEAD, Form, open_lead

if TYPE_CHECKING:
    from leadbyte_desktop.services.review import Review
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

KAREN = "Ms Karen Fletcher, lead 2932682"
LIFE, SOLAR = "1060", "1053"


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


def reviewed(form: Form) -> Review:
    form.office.go_back()
    form.review()
    return form.office.reviews[-1]


# --- the review names the customer ------------------------------------------------------------------------------------


def test_the_review_names_the_customer_and_the_campaign(form: Form) -> None:
    open_lead(form)
    form.type_value("postcode", "TN25 6QD")
    assert reviewed(form).title == f"Update {KAREN} (Life Cover)?"


def test_the_customer_is_named_where_only_the_review_read_the_lead(form: Form) -> None:
    form.fill()
    assert reviewed(form).title == f"Update {KAREN} (Life Cover)?"


def test_a_delivery_and_a_reprocess_name_the_customer_too(form: Form) -> None:
    open_lead(form)
    form.turn("reprocess")
    assert reviewed(form).title == f"Reprocess {KAREN} (Life Cover)?"
    form.deliveries.tick(LIFE)
    assert reviewed(form).title == f"Send and reprocess {KAREN} (Life Cover)?"


def test_the_name_is_the_one_that_leadbyte_holds_not_the_one_typed(form: Form) -> None:
    open_lead(form)
    form.type_value("firstname", "Carina")
    assert reviewed(form).title == f"Update {KAREN} (Life Cover)?"


def test_where_the_key_may_not_read_what_the_search_told_is_named(form: Form, office: Office) -> None:
    open_with(office, NO_READING_KEY)
    form.type_id("07700 900631")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Down)
    QTest.keyClick(form.tab.finder.answers.view, Qt.Key.Key_Down)
    QTest.keyClick(form.tab.finder.answers.view, Qt.Key.Key_Return)
    office.settle()
    assert form.tab.lead_text == LEAD.number
    form.type_value("postcode", "TN25 6QD")
    assert reviewed(form).title == f"Update {KAREN} (Life Cover)?"


def test_sending_again_what_is_not_known_names_the_customer_and_warns_too(form: Form, office: Office) -> None:
    open_lead(form)
    form.deliveries.tick(SOLAR)
    office.practise(PractiseProblem.CUT)
    form.review()
    assert "may have gone to Acme Ltd" in form.outcome
    office.go_back()
    form.click("outcome_0_note_sendAgain")
    office.settle()
    assert len(office.reviews) == 2
    assert office.reviews[1].title == f"Send {KAREN} (Life Cover)?"
    assert "“Life Cover”" in office.reviews[1].campaign_note()


def test_where_nothing_is_known_the_review_says_so_much(form: Form, office: Office) -> None:
    open_with(office, NO_READING_KEY)
    form.fill()
    assert reviewed(form).title == "Update lead 2932682?"


def test_the_customer_of_another_lead_is_never_named(form: Form, office: Office) -> None:
    lead = office.world.with_status(LeadStatus.QUARANTINED)[0].quarantine_number
    open_lead(form)
    form.click("kind_quarantineId")
    form.type_id(lead)
    form.click("inQuarantine_process")
    assert reviewed(form).title == f"Release quarantined lead {lead}?"


def test_a_name_with_markup_and_line_ends_stays_plain_and_short(form: Form, office: Office) -> None:
    office.world.leads[LEAD.number].changed = {
        "title": "", "firstname": "<img src=x>\n\u202eKaren", "lastname": "F" * 300,
    }  # fmt: skip
    form.fill()
    title = reviewed(form).title
    assert title.startswith("Update <img src=x> Karen F")
    assert title.endswith("…, lead 2932682 (Life Cover)?")
    assert len(title) < 130
    assert "\u202e" not in title


# --- a delivery of another campaign -----------------------------------------------------------------------------------


def test_a_delivery_of_another_campaign_is_warned_of_and_never_blocked(form: Form, office: Office) -> None:
    open_lead(form)
    form.deliveries.tick(SOLAR)
    assert reviewed(form).campaign_note() == (
        "Lead 2932682 is in the campaign “Life Cover”, but “Acme Solar — evening” is a delivery of the campaign "
        "“Solar Panels”. Nothing was sent yet. Send it if that is meant, or go back and untick that delivery."
    )
    office.agree()
    form.review()
    assert office.ledger.triggers == {(LEAD, SOLAR): 1}


def test_a_delivery_of_its_own_campaign_is_not(form: Form) -> None:
    open_lead(form)
    form.deliveries.tick(LIFE)
    assert reviewed(form).campaign_note() == ""


def test_a_campaign_of_which_leadbyte_gives_only_the_id_is_named_from_what_this_pc_keeps(
    form: Form, office: Office
) -> None:
    desk = office.desk
    office.run(desk.tools.word_keeper.add_campaign(desk.account.account_id, "21", "Life Cover"))
    open_with(office, NO_READING_KEY)
    open_lead(form)
    form.presenter._reading.take(FoundLead(LEAD, "Ms Karen Fletcher", campaign_id="21"), "", None)
    form.deliveries.tick(SOLAR)
    review = reviewed(form)
    assert review.title == f"Send {KAREN} (Life Cover)?"
    assert "“Life Cover”, but “Acme Solar — evening”" in review.campaign_note()


def test_nor_is_any_where_the_campaign_is_not_known(form: Form, office: Office) -> None:
    open_with(office, NO_READING_KEY)
    form.fill()
    form.deliveries.tick(SOLAR)
    assert reviewed(form).campaign_note() == ""


def test_what_was_seen_here_is_known_wherever_the_lead_is_sent(form: Form, office: Office) -> None:
    open_lead(form)
    form.click("startAgain")
    office.go_back()
    rows = tuple(DraftItem(LeadUpdate(LeadRef(number), {}, (SOLAR,))) for number in (LEAD.number, "2932690"))
    office.run(office.flow.review_and_send(JobDraft(JobKind.BUYERS, "Leads", office.desk.account.account_id, rows)))
    assert (
        office.reviews[-1]
        .campaign_note()
        .startswith("1 lead goes through deliveries of another campaign: lead 2932682")
    )


# --- the foot's button ------------------------------------------------------------------------------------------------


def test_the_button_says_all_that_is_to_be_done(form: Form) -> None:
    form.fill()
    assert form.primary.text().startswith("Update lead 2932682…")
    form.deliveries.tick(LIFE)
    assert form.primary.text().startswith("Update and send lead 2932682…")
    form.turn("reprocess")
    assert form.primary.text().startswith("Update, send and reprocess lead 2932682…")
    form.value("postcode").clear()
    assert form.primary.text().startswith("Send and reprocess lead 2932682…")


def test_the_button_says_what_is_done_in_quarantine(form: Form, office: Office) -> None:
    lead = LeadRef(office.world.with_status(LeadStatus.QUARANTINED)[0].quarantine_number, LeadKind.QUARANTINE)
    form.click("kind_quarantineId")
    form.fill(lead.number)
    form.click("inQuarantine_reject")
    assert form.primary.text().startswith(f"Update and reject quarantined lead {lead.number}…")
    review = reviewed(form)
    assert review.title == f"Update and reject quarantined lead {lead.number}?"
    assert review.button == "Update and reject lead"


def test_the_button_is_read_to_its_end_on_a_small_screen_at_twice_the_size(
    light_theme: Theme, office: Office, qtbot: QtBot
) -> None:
    form = Form(office, qtbot)
    form.window.resize(683, 344)
    form.tab.resize(683, 344)
    form.click("kind_quarantineId")
    form.fill("8419001234")
    form.click("inQuarantine_process")
    button = form.primary
    assert button.text() == "Update and release quarantined lead 8419001234…"
    qtbot.waitUntil(lambda: button.width() >= button.sizeHint().width())
    assert button.mapTo(form.tab, button.rect().topRight()).x() < form.tab.width()


def test_a_value_that_stands_there_already_is_no_update(form: Form) -> None:
    open_lead(form)
    form.type_value("firstname", "Karen")
    form.turn("reprocess")
    assert form.primary.text().startswith("Reprocess lead 2932682…")
    assert reviewed(form).button == "Reprocess lead"


# --- another lead over what was filled in -----------------------------------------------------------------------------


def asked(form: Form, part: str) -> str:
    """What the dialog says; it is then answered with *keep*."""
    form.office.until(lambda: form.tab.window().findChild(MessageDialog) is not None)
    (dialog,) = form.tab.window().findChildren(MessageDialog)
    label = dialog.findChild(QLabel, part)
    assert label is not None
    words = label.text()
    dialog.done(1)
    form.office.settle()
    return words


def recent(form: Form) -> None:
    """Have a recent lead to take up again."""
    form.fill("2932683")
    form.review()


def test_starting_afresh_names_the_customer_whose_values_the_form_holds(form: Form) -> None:
    recent(form)
    open_lead(form)
    form.type_value("street1", "3 Orchard Close")
    form.click("recent_0")
    assert asked(form, "single.changeLead_happened") == f"The form is filled in for {KAREN}, and was not sent."


def test_a_found_lead_names_the_customer_whose_values_the_form_holds(form: Form) -> None:
    open_lead(form)
    form.type_value("street1", "3 Orchard Close")
    form.type_id("0116 496 0092")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    assert asked(form, "single.changeLead_happened") == f"The form is filled in for {KAREN}, and was not sent."


def test_starting_afresh_names_the_lead_where_no_customer_is_known(form: Form, office: Office) -> None:
    recent(form)
    open_with(office, NO_READING_KEY)
    open_lead(form)
    form.type_value("street1", "3 Orchard Close")
    form.click("recent_0")
    assert asked(form, "single.changeLead_happened") == "The form is filled in for lead 2932682, and was not sent."


def test_starting_afresh_says_where_the_form_names_no_lead_yet(form: Form) -> None:
    recent(form)
    form.type_value("street1", "3 Orchard Close")
    form.type_id("karen@")
    form.click("recent_0")
    words = asked(form, "single.changeLead_happened")
    assert words == "The form holds something that was not sent, and names no lead yet."


def test_a_lead_id_typed_over_another_names_whose_values_they_are(form: Form) -> None:
    open_lead(form)
    form.type_value("street1", "3 Orchard Close")
    form.type_id("2932683")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    assert asked(form, "single.whoseValues_happened") == f"It was filled in for {KAREN}, and was not sent."
