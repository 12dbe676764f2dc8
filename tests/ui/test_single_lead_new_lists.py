"""Single lead: lists that arrive while a person works are taken up at once, and disturb nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.campaign import CampaignField, Choice
from tests.ui.single_form import LEAD, Form, press

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard"),
    pytest.mark.qt_log_ignore("This plugin does not support grabbing input"),
]


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    form = Form(office, qtbot)
    form.window.activateWindow()
    office.until(form.window.isActiveWindow)
    form.line("leadId").setFocus()
    QTest.keyClicks(form.line("leadId"), LEAD.number)
    press(Qt.Key.Key_Return)
    office.settle()
    return form


def arrive(office: Office, *fields: CampaignField) -> None:
    """New fields of the lead's campaign come behind the window."""
    world = office.world
    campaign = world.leads[LEAD.number].campaign
    account_id = office.desk.account.account_id
    office.run(office.workplace.tools.word_keeper._lists.put_fields(account_id, campaign.campaign_id, fields))
    office.run(office.desk.words())
    office.flow.words_changed.emit()
    office.settle()


def label(form: Form, field: str) -> str:
    return form.find(QLabel, f"label_{field}").text()


def test_new_labels_are_shown_at_once_and_nothing_typed_is_disturbed(form: Form, office: Office) -> None:
    line = form.value("postcode")
    QTest.keyClicks(line, "tn25")
    line.setCursorPosition(2)
    arrive(office, CampaignField("postcode", "Post code of the home"), CampaignField("street1", "Road"))
    assert label(form, "street1") == "Road"
    assert (line.text(), line.cursorPosition(), form.focus()) == ("tn25", 2, "value_postcode")
    QTest.keyClicks(line, "x")
    assert line.text() == "tnx25"


def test_what_is_marked_in_a_value_stays_marked(form: Form, office: Office) -> None:
    line = form.value("street1")
    line.setFocus()
    QTest.keyClicks(line, "3 Orchard Close")
    line.setSelection(2, 7)
    arrive(office, CampaignField("street1", "Road"))
    assert (line.selectedText(), form.focus()) == ("Orchard", "value_street1")


def test_a_new_pick_list_is_there_at_once_and_what_is_sent_for_the_words_with_it(form: Form, office: Office) -> None:
    line = form.value("firstname")
    line.setFocus()
    QTest.keyClicks(line, "Gas")
    arrive(office, CampaignField("firstname", "Fuel", choices=(Choice("G", "Gas"), Choice("E", "Electricity"))))
    assert (line.text(), form.tab.changes) == ("Gas", {"firstname": "G"})
    assert form.words("note_firstname") == "Sent as “G”."
    assert form.focus() == "value_firstname"


def test_the_name_of_a_field_that_is_being_typed_stays(form: Form, office: Office) -> None:
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "boi")
    arrive(office, CampaignField("data9", "Boiler age"))
    assert (form.line("fieldName").text(), form.line("fieldName").isVisible()) == ("boi", True)
    QTest.keyClicks(form.line("fieldName"), "l")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    assert form.value("data9").isVisible()


def test_new_deliveries_leave_the_search_and_the_row_where_a_person_is(form: Form, office: Office) -> None:
    search = form.find(QLineEdit, "deliveries_search")
    search.setFocus()
    QTest.keyClicks(search, "acme")
    search.setCursorPosition(2)
    office.flow.deliveries_changed.emit()
    assert (search.text(), search.cursorPosition(), form.focus()) == ("acme", 2, "deliveries_search")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    view = form.deliveries.view
    stood = view.currentIndex().data()
    assert view.currentIndex().row() == 1
    office.flow.deliveries_changed.emit()
    assert (view.currentIndex().data(), form.focus()) == (stood, "deliveries_view")


def test_new_lists_leave_what_is_said_of_an_unknown_lead(form: Form, office: Office) -> None:
    form.type_id("9999999")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    said = form.words("findSeen")
    assert "9999999" in said
    office.flow.deliveries_changed.emit()
    office.flow.words_changed.emit()
    assert form.words("findSeen") == said
    assert form.focus() == "leadId"
    assert form.line("leadId").selectedText() == "9999999"


def test_the_open_account_s_own_lists_are_used_and_not_read_once_more(form: Form, office: Office) -> None:
    """What the open account shows everywhere else counts, not what was written beside it meanwhile."""
    office.run(office.desk.refresh_words())
    campaign = office.world.leads["2932683"].campaign
    elsewhere = (CampaignField("street1", "Elsewhere"),)
    account_id = office.desk.account.account_id
    office.run(office.workplace.tools.word_keeper._lists.put_fields(account_id, campaign.campaign_id, elsewhere))
    form.type_id("2932683")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    assert form.words("leadWho") == "Mrs Fatima Armstrong · lead 2932683"
    assert label(form, "street1") == "Street"


def test_fields_that_were_asked_for_one_lead_are_known_to_the_open_account(form: Form, office: Office) -> None:
    campaign = office.world.leads[LEAD.number].campaign
    assert office.desk.known_words.fields_for(campaign.campaign_id)
