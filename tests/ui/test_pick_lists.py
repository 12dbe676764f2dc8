"""Single lead: what is chosen in a pick list is what is sent, whatever its words mean elsewhere in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.ui.template_dialogs import TemplateDialog
from tests.ui.reading_desk import answer_with
from tests.ui.single_form import LEAD, Form

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard"),
    pytest.mark.qt_log_ignore("This plugin does not support grabbing input"),
]

ROOMS = {"1": "0", "2": "1", "3": "2", "4": "3"}
"""What is sent to what is shown, as PHP writes a list."""
ALIKE = [{"value": "a", "label": "Yes"}, {"value": "b", "label": "Yes"}, {"value": "", "label": "Please select"}]
FIELD = "firstname"


def open_form(office: Office, qtbot: QtBot, selection: object, held: str = "4") -> Form:
    """The form with the lead in it, whose first name has this pick list."""
    campaign = {
        "id": "9",
        "name": "Solar",
        "fields": [{"name": FIELD, "label": "Bedrooms", "selection": selection}],
    }
    lead = {"id": LEAD.number, "campaign": {"id": "9", "name": "Solar"}, FIELD: held, "postcode": "TN25 4AB"}
    answer_with(office, {("GET", "/campaigns/"): campaign, ("GET", "/leads/"): lead})
    form = Form(office, qtbot)
    form.type_id(LEAD.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    return form


def drop_down(form: Form) -> QListView:
    form.value(FIELD).setFocus()
    QTest.keyClick(form.value(FIELD), Qt.Key.Key_Down)
    name = f"single.value_{FIELD}_choices"
    [popup] = [each for each in QApplication.topLevelWidgets() if each.objectName() == name and each.isVisible()]
    assert isinstance(popup, QListView)
    return popup


def template_dialog(office: Office) -> TemplateDialog:
    def found() -> list[TemplateDialog]:
        tops = QApplication.topLevelWidgets()
        return [each for each in tops if isinstance(each, TemplateDialog) and each.isVisible()]

    office.until(found)
    return found()[0]


def rows(popup: QListView) -> list[str]:
    return [str(popup.model().index(row, 0).data()) for row in range(popup.model().rowCount())]


def choose(form: Form, row: int) -> None:
    popup = drop_down(form)
    popup.setCurrentIndex(popup.model().index(row, 0))
    QTest.keyClick(popup, Qt.Key.Key_Return)


def click(form: Form, row: int) -> None:
    popup = drop_down(form)
    at = popup.visualRect(popup.model().index(row, 0)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def note(form: Form) -> tuple[str, str]:
    """What stands below the line, and its tone."""
    label = form.find(QLabel, f"note_{FIELD}")
    return (label.text(), str(label.property("tone"))) if label.isVisible() else ("", "")


def reviewed(form: Form, office: Office) -> tuple[LeadUpdate, str]:
    """What the review would send, and its first line."""
    office.go_back()
    form.review()
    update = office.reviews[-1].going[0].update
    assert isinstance(update, LeadUpdate)
    return update, office.reviews[-1].summary[0]


@pytest.mark.parametrize("by", [choose, click])
def test_the_chosen_entry_is_sent_where_its_words_are_the_value_of_another(
    office: Office, qtbot: QtBot, by: object
) -> None:
    form = open_form(office, qtbot, ROOMS)
    assert form.words(f"now_{FIELD}") == "3 (4)"
    assert callable(by)
    by(form, 2)
    assert form.value(FIELD).text() == "2"
    assert note(form) == ("Sent as “3”.", "")
    update, line = reviewed(form, office)
    assert update.changes == {FIELD: "3"}
    assert line == "Bedrooms: “4” (in the list “3”) → “3” (in the list “2”)"


def test_the_list_tells_its_entries_apart_and_opens_at_the_chosen_one(office: Office, qtbot: QtBot) -> None:
    form = open_form(office, qtbot, ALIKE)
    choose(form, 1)
    assert form.tab.changes == {FIELD: "b"}
    popup = drop_down(form)
    assert rows(popup) == ["Yes (sent as a)", "Yes (sent as b)"], "clearing has a tick of its own"
    assert popup.currentIndex().row() == 1
    popup.setCurrentIndex(popup.model().index(0, 0))
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert form.tab.changes == {FIELD: "a"}, "the same words stand for the other value now"
    assert reviewed(form, office)[0].changes == {FIELD: "a"}


@pytest.mark.parametrize(
    ("selection", "typed", "said"),
    [
        (ROOMS, "2", "“2” can mean “1 (sent as 2)” or “2 (sent as 3)”:"),
        (ALIKE, "yes", "“yes” can mean “Yes (sent as a)” or “Yes (sent as b)”:"),
    ],
)
def test_typed_words_that_mean_two_entries_are_sent_as_neither_before_one_is_chosen(
    office: Office, qtbot: QtBot, selection: object, typed: str, said: str
) -> None:
    form = open_form(office, qtbot, selection)
    form.value(FIELD).setFocus()
    QTest.keyClicks(form.value(FIELD), typed)
    assert note(form) == (f"{said} press Down and choose the one that is to be sent.", "warning")
    assert not form.primary.isEnabled()
    assert form.hint == f"Choose in the list of Bedrooms which “{typed}” is meant"
    QTest.keyClick(form.value(FIELD), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.presenter._review()
    form.presenter._add_to_batch()
    office.settle()
    assert not office.reviews
    assert form.value(FIELD).text() == typed
    choose(form, 1)
    assert note(form)[1] == ""
    assert form.primary.isEnabled()
    assert reviewed(form, office)[0].changes == {FIELD: {"2": "2", "yes": "b"}[typed]}


def test_the_list_opens_at_the_words_that_were_typed(office: Office, qtbot: QtBot) -> None:
    form = open_form(office, qtbot, ROOMS)
    form.value(FIELD).setFocus()
    QTest.keyClicks(form.value(FIELD), "2")
    assert drop_down(form).currentIndex().row() == 2


def test_what_a_template_keeps_of_a_pick_list_is_shown_by_its_words_and_an_unclear_text_is_not_kept(
    office: Office, qtbot: QtBot
) -> None:
    form = open_form(office, qtbot, ROOMS)
    choose(form, 2)
    form.presenter._templates._save_pressed()
    dialog = template_dialog(office)
    assert [row.name for row in dialog.fixed.rows()] == ["Bedrooms: 2 (3)"]
    dialog.reject()
    office.settle()
    QTest.keyClick(form.value(FIELD), Qt.Key.Key_Backspace)
    QTest.keyClicks(form.value(FIELD), "2")
    form.presenter._templates._save_pressed()
    dialog = template_dialog(office)
    assert not dialog.fixed.rows()
    dialog.reject()
    office.settle()


def test_a_field_whose_text_is_unclear_can_be_cleared(office: Office, qtbot: QtBot) -> None:
    form = open_form(office, qtbot, ROOMS)
    QTest.keyClicks(form.value(FIELD), "2")
    form.turn(f"clear_{FIELD}")
    assert form.primary.isEnabled()
    assert form.tab.changes == {FIELD: ""}
    form.turn(f"clear_{FIELD}")
    assert form.tab.unclear == {FIELD: "Choose in the list of Bedrooms which “2” is meant"}


def test_a_chosen_entry_survives_the_tick_that_clears_and_is_forgotten_with_its_words(
    office: Office, qtbot: QtBot
) -> None:
    form = open_form(office, qtbot, ROOMS)
    choose(form, 2)
    form.turn(f"clear_{FIELD}")
    form.turn(f"clear_{FIELD}")
    assert form.tab.changes == {FIELD: "3"}
    line: QLineEdit = form.value(FIELD)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClicks(line, "2")
    assert note(form)[1] == "warning", "it was typed, and may mean either"


@pytest.mark.parametrize("before", [False, True])
def test_a_template_and_what_is_put_back_keep_the_value_before_and_after_the_list_is_known(
    office: Office, qtbot: QtBot, *, before: bool
) -> None:
    template = Template("Two", (TemplateField(FIELD, "3", "Bedrooms"),), campaign_id="9", campaign="Solar")
    office.run(office.desk.tools.templates.put(office.desk.account.account_id, template))
    form = open_form(office, qtbot, ROOMS, "1")
    if before:
        form.click("startAgain")
        office.settle()
        form.presenter._templates._choose(0)
        form.type_id(LEAD.number)
        QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
        office.settle()
    else:
        form.presenter._templates._choose(0)
    assert (form.value(FIELD).text(), note(form)) == ("2", ("Sent as “3”.", ""))
    assert reviewed(form, office)[0].changes == {FIELD: "3"}
    form.tab.start_again()
    form.tab.put_update(LeadUpdate(LEAD, {FIELD: "3"}))
    assert form.tab.changes == {FIELD: "3"}
    office.settle()


def test_a_value_put_in_is_sent_as_it_is_where_two_entries_read_alike(office: Office, qtbot: QtBot) -> None:
    form = open_form(office, qtbot, ALIKE)
    form.tab.put_update(LeadUpdate(LEAD, {FIELD: "b"}))
    assert (form.value(FIELD).text(), form.tab.changes, note(form)) == ("Yes", {FIELD: "b"}, ("Sent as “b”.", ""))
