"""Templates: made from the form, chosen by Ctrl and a number; nothing typed goes unasked, nothing is ticked unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_update import Action, LeadUpdate
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.template_dialogs import TemplateDialog, TemplatesDialog
from leadbyte_desktop.ui.templates_button import TemplatesButton
from tests.ui.layouts import come_to_rest
from tests.ui.single_form import LEAD, Form

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

EVENING, DAY, INACTIVE = "1053", "1052", "1070"
FULL = Template(
    "Full details → Acme",
    (TemplateField("lastname"), TemplateField("postcode"), TemplateField("source", "Call centre")),
    (EVENING,),
    Action.REPROCESS,
)
SHORT = Template("Postcode only", (TemplateField("postcode"),))
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    keep(office, FULL, SHORT)
    return Form(office, qtbot)


def keep(office: Office, *templates: Template) -> None:
    office.run(office.desk.tools.templates.put_all(office.desk.account.account_id, templates))


def kept(office: Office) -> list[Template]:
    return office.run(office.desk.tools.templates.all(office.desk.account.account_id))


def keys(form: Form, number: int) -> None:
    """Press Ctrl and a number where the focus is."""
    QTest.keyClick(focused(form), getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)


def focused(form: Form) -> QWidget:
    """What has the focus; a dialog that was open before gave it back to the window, or the window takes it."""
    form.window.activateWindow()
    form.office.until(lambda: form.window.isActiveWindow() and QApplication.focusWidget() is not None)
    at = QApplication.focusWidget()
    assert at is not None
    return at


def menu(form: Form) -> TemplatesButton:
    return form.find(TemplatesButton, "templates")


def dialog_of(office: Office, kind: type[D]) -> D:
    def found() -> list[D]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

    office.until(found)
    return found()[0]


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isEnabled()
    button.click()


def note(form: Form) -> str:
    label = form.find(QLabel, "templates_note_text")
    return label.text() if label.isVisible() else ""


def ticked(form: Form) -> list[str]:
    return list(form.tab.delivery_ids)


def fields(form: Form) -> list[str]:
    return list(form.tab.field_names)


# --- choosing one -----------------------------------------------------------------------------------------------------


def test_for_a_quarantined_lead_only_the_values_of_a_template_are_taken(form: Form) -> None:
    form.click("kind_quarantineId")
    keys(form, 1)
    assert fields(form) == ["lastname", "postcode", "source"]
    assert form.tab.changes == {"source": "Call centre"}
    assert form.tab.delivery_ids == ()
    assert form.tab.action is None
    assert "A quarantined lead goes to no delivery and is not reprocessed" in note(form)
    form.click("kind_id")
    assert ticked(form) == []


def test_ctrl_and_a_number_make_the_form_ready_and_only_the_values_are_typed(form: Form, office: Office) -> None:
    form.line("leadId").setFocus()
    QTest.keyClicks(form.line("leadId"), LEAD.number)
    keys(form, 1)
    assert form.tab.lead_text == LEAD.number
    assert fields(form) == ["lastname", "postcode", "source"]
    assert form.tab.changes == {"source": "Call centre"}
    assert ticked(form) == [EVENING]
    assert form.tab.action is Action.REPROCESS
    assert note(form) == ""
    assert form.focus() == "value_lastname"

    QTest.keyClicks(focused(form), "Archer")
    QTest.keyClick(focused(form), Qt.Key.Key_Return)
    assert form.focus() == "value_postcode"
    QTest.keyClicks(focused(form), "TN25 6QD")
    QTest.keyClick(focused(form), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    (review,) = office.reviews
    assert [item.update for item in review.going] == [
        LeadUpdate(
            LEAD, {"lastname": "Archer", "postcode": "TN25 6QD", "source": "Call centre"}, (EVENING,), Action.REPROCESS
        )
    ]
    assert office.ledger.triggers == {(LEAD, EVENING): 1}
    assert form.blank(), "what a template ticked goes with no other customer"


def chosen(form: Form) -> str:
    label = form.find(QLabel, "templates_chosen")
    return label.text() if label.isVisible() else ""


def test_the_chosen_template_is_named_until_the_form_is_cleared(form: Form, office: Office) -> None:
    assert chosen(form) == ""
    form.line("leadId").setFocus()
    keys(form, 1)
    as_chosen = "Template “Full details → Acme” · ticks Acme Solar — evening"
    changed = "Template “Full details → Acme” · changed since it was chosen"
    assert chosen(form) == as_chosen
    form.type_id(LEAD.number)
    form.type_value("postcode", "TN25 6QD")
    assert chosen(form) == as_chosen, "the values are typed each time"
    form.turn("reprocess")
    assert chosen(form) == changed
    form.turn("reprocess")
    assert chosen(form) == as_chosen
    form.tick_delivery(DAY)
    assert chosen(form) == changed
    keys(form, 2)
    answer = dialog_of(office, MessageDialog)
    answer.done(2)
    office.settle()
    assert chosen(form) == "Template “Postcode only” · ticks no delivery"
    form.click("startAgain")
    assert chosen(form) == ""


@pytest.mark.parametrize("act", ["another field", "a field taken off", "another value"])
def test_a_form_that_is_not_as_the_template_has_it_says_so(form: Form, act: str) -> None:
    form.line("leadId").setFocus()
    keys(form, 1)
    if act == "another field":
        form.click("addField")
        QTest.keyClicks(form.line("fieldName"), "county")
        QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    elif act == "a field taken off":
        form.click("remove_lastname")
    else:
        form.type_value("source", " by day")
    assert chosen(form).endswith("changed since it was chosen")


def test_after_the_send_the_form_is_no_template_s_any_more(form: Form, office: Office) -> None:
    form.fill()
    keys(form, 2)
    assert chosen(form)
    form.review()
    assert office.ledger.updates[LEAD] == 1
    assert chosen(form) == ""


def test_a_template_that_is_made_of_the_form_is_the_form_s(form: Form, office: Office) -> None:
    form.tick_delivery(DAY)
    menu(form).entry("save").trigger()
    dialog = dialog_of(office, TemplateDialog)
    QTest.keyClicks(dialog.line, "By day")
    press(dialog, "template_agree")
    office.settle()
    assert chosen(form) == "Template “By day” · ticks Acme Solar — day"
    office.run(office.desk.tools.templates.put_all(office.desk.account.account_id, [SHORT]))
    office.flow.open_desk(office.desk)
    office.settle()
    assert chosen(form) == ""


def test_a_delivery_that_a_template_ticks_is_scrolled_into_sight(form: Form, office: Office) -> None:
    last = form.deliveries.rows()[-1].key
    keep(office, Template("Last", (TemplateField("postcode"),), (last,)))
    office.flow.open_desk(office.desk)
    office.settle()
    search = form.line("deliveries_search")
    QTest.keyClicks(search, "automatic")
    form.line("leadId").setFocus()
    keys(form, 1)
    assert ticked(form) == [last]
    view = form.deliveries.view
    model = view.model()
    name = form.deliveries.rows()[-1].name
    place = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)
    assert view.viewport().rect().contains(view.visualRect(model.index(place, 0)))
    form.click("startAgain")
    assert view.verticalScrollBar().value() == 0


def test_a_name_is_one_line_and_a_long_one_widens_nothing(form: Form, office: Office) -> None:
    form.type_value("postcode", "TN25 6QD")
    long = "Full details for the evening shift of Acme Solar " * 8
    menu(form).entry("save").trigger()
    dialog = dialog_of(office, TemplateDialog)
    dialog.line.setText(f"By\tday\n{long}")
    press(dialog, "template_agree")
    office.settle()
    assert kept(office)[-1].name == f"By day {long.strip()}"
    before = form.tab.minimumSizeHint().width()
    form.click("startAgain")
    keys(form, 3)
    assert chosen(form).startswith("Template “By day Full details")
    assert form.find(QLabel, "templates_chosen").toolTip().startswith(f"By day {long.strip()}")
    come_to_rest()
    assert form.tab.minimumSizeHint().width() == before
    entry = menu(form).entry("template2")
    assert len(entry.text()) <= 60
    assert entry.toolTip() == f"By day {long.strip()}"
    assert menu(form).choices.sizeHint().width() < 700
    menu(form).entry("change").trigger()
    change = dialog_of(office, TemplateDialog)
    assert change.minimumSizeHint().width() < 700
    change.done(0)
    office.settle()


def test_names_that_differ_in_their_spaces_are_one(form: Form, office: Office) -> None:
    menu(form).entry("save").trigger()
    dialog = dialog_of(office, TemplateDialog)
    dialog.line.setText("Postcode\t only")
    button = dialog.findChild(QPushButton, "template_agree")
    assert isinstance(button, QPushButton)
    assert button.text() == "Replace the template"
    press(dialog, "template_agree")
    office.settle()
    assert [each.name for each in kept(office)] == [FULL.name, SHORT.name]


def test_without_a_lead_id_it_is_asked_for_first_and_enter_goes_on(form: Form) -> None:
    form.value("street1").setFocus()
    keys(form, 1)
    assert form.focus() == "leadId"
    QTest.keyClicks(form.line("leadId"), LEAD.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    assert form.focus() == "value_lastname"


def test_the_menu_shows_the_keys_and_chooses_too(form: Form) -> None:
    shown = [(each.text(), each.shortcut().toString()) for each in menu(form).choices.actions() if each.text()]
    assert shown == [
        (FULL.name, "Ctrl+1"),
        (SHORT.name, "Ctrl+2"),
        ("Save as template…", ""),
        ("Rename, order or delete templates…", ""),
    ]
    menu(form).entry("template1").trigger()
    assert fields(form) == ["postcode"]


def test_without_a_template_the_menu_says_what_one_is(form: Form, office: Office) -> None:
    keep(office)
    office.flow.open_desk(office.desk)
    office.settle()
    words = [each.text() for each in menu(form).choices.actions() if each.text()]
    assert words[0] == "A template keeps the fields, the deliveries and the action of a job you do often."
    assert words[-1] == "Save as template…"
    form.line("leadId").setFocus()
    keys(form, 3)
    assert note(form).startswith("No template has Ctrl+3 yet.")
    assert fields(form) == ["postcode", "street1", "firstname"]
    form.type_value("postcode", "TN25")
    assert note(form) == "", "it was only news"


def test_another_template_takes_the_place_of_what_the_first_one_wrote(form: Form, office: Office) -> None:
    form.line("leadId").setFocus()
    keys(form, 1)
    keys(form, 2)
    office.settle()
    assert fields(form) == ["postcode"]
    assert form.tab.changes == {}
    assert ticked(form) == []
    assert form.tab.action is not Action.REPROCESS


def test_a_fixed_value_of_the_first_is_not_taken_for_typed_by_the_second(form: Form, office: Office) -> None:
    keep(office, FULL, Template("By hand", (TemplateField("source"),)))
    office.flow.open_desk(office.desk)
    office.settle()
    form.line("leadId").setFocus()
    keys(form, 1)
    keys(form, 2)
    assert fields(form) == ["source"]
    assert form.tab.changes == {}, "Call centre was the first template’s, not the person’s"


def test_typed_values_that_the_template_has_stay(form: Form, office: Office) -> None:
    form.type_id(LEAD.number)
    form.type_value("postcode", "TN25 6QD")
    form.value("postcode").setFocus()
    keys(form, 1)
    office.settle()
    assert form.tab.changes == {"postcode": "TN25 6QD", "source": "Call centre"}
    assert note(form) == ""


def test_a_typed_value_wins_over_a_fixed_one_and_it_is_said(form: Form, office: Office) -> None:
    form.tab.put_template({"source": "Web"}, ())
    keys(form, 1)
    office.settle()
    assert form.tab.changes == {"source": "Web"}
    assert note(form) == f"“{FULL.name}”: Source keeps what you typed; the template has “Call centre”."


@pytest.mark.parametrize("use_it", [False, True])
def test_what_would_go_is_asked_for_first(form: Form, office: Office, use_it: bool) -> None:
    form.type_id(LEAD.number)
    form.type_value("street1", "3 Orchard Close")
    form.type_value("postcode", "TN25 6QD")
    form.tick_delivery(DAY)
    form.turn("reprocess")
    form.value("street1").setFocus()
    keys(form, 2)
    dialog = dialog_of(office, MessageDialog)
    said = dialog.findChild(QLabel, "single.useTemplate_happened")
    assert isinstance(said, QLabel)
    assert said.text() == (
        "The template has no place for what you set: Street: 3 Orchard Close; the tick at Acme Solar — day; the tick "
        "at “Reprocess the lead after the update”."
    )
    press(dialog, f"single.useTemplate_{2 if use_it else 1}")
    office.settle()
    assert form.tab.lead_text == LEAD.number
    if use_it:
        assert form.tab.changes == {"postcode": "TN25 6QD"}
        assert ticked(form) == []
        assert form.tab.action is not Action.REPROCESS
    else:
        assert form.tab.changes == {"postcode": "TN25 6QD", "street1": "3 Orchard Close"}
        assert ticked(form) == [DAY]
        assert form.tab.action is Action.REPROCESS


def test_a_field_that_is_cleared_by_hand_counts_as_typed(form: Form, office: Office) -> None:
    form.turn("clear_street1")
    form.value("postcode").setFocus()
    keys(form, 2)
    dialog = dialog_of(office, MessageDialog)
    press(dialog, "single.useTemplate_1")
    office.settle()
    assert form.tab.changes == {"street1": ""}


def test_what_a_person_typed_after_a_blank_form_is_theirs_even_if_the_template_wrote_the_same(
    form: Form, office: Office
) -> None:
    form.line("leadId").setFocus()
    keys(form, 1)
    form.click("startAgain")
    form.tab.put_template({"source": None}, ())
    # The line that was taken off the form is deleted in a later turn.
    office.until(lambda: len(form.window.findChildren(QLineEdit, "single.value_source")) == 1)
    QTest.keyClicks(form.value("source"), "Call centre")
    keys(form, 2)
    press(dialog_of(office, MessageDialog), "single.useTemplate_1")
    office.settle()
    assert form.tab.changes == {"source": "Call centre"}


def test_a_delivery_that_cannot_be_ticked_is_named_and_left_unticked(form: Form, office: Office) -> None:
    keep(office, Template("Old", (TemplateField("postcode"),), (EVENING, INACTIVE, "999")))
    office.flow.open_desk(office.desk)
    office.settle()
    form.line("leadId").setFocus()
    keys(form, 1)
    assert ticked(form) == [EVENING]
    assert note(form) == (
        "“Old”: Acme energy is not active in LeadByte (Inactive); delivery 999 is not known on this PC any more: not "
        "ticked. The tab Deliveries shows what there is."
    )
    form.type_value("postcode", "TN25 6QD")
    assert note(form).startswith("“Old”: Acme energy"), "it stays in sight until the lead is done"
    form.click("startAgain")
    assert note(form) == ""


def test_nothing_is_chosen_while_the_form_is_locked(form: Form, office: Office) -> None:
    form.tab.show_sending("Sending to LeadByte…")
    menu(form).template_chosen.emit(0)
    office.settle()
    assert fields(form) == ["postcode", "street1", "firstname"]
    form.tab.show_sending("")


def test_start_again_brings_back_the_fields_that_are_always_there(form: Form) -> None:
    form.line("leadId").setFocus()
    keys(form, 1)
    form.click("startAgain")
    assert fields(form) == ["postcode", "street1", "firstname"]
    assert form.focus() == "leadId"
    assert form.blank()


def test_the_tab_key_goes_through_the_fields_in_the_template_s_order(form: Form) -> None:
    form.type_id(LEAD.number)
    form.line("leadId").setFocus()
    keys(form, 1)
    been = [form.focus()]
    for _step in range(2):
        QTest.keyClick(focused(form), Qt.Key.Key_Tab)
        been.append(form.focus())
    assert been == ["value_lastname", "value_postcode", "value_source"]


# --- making and changing them -----------------------------------------------------------------------------------------


def test_the_form_becomes_a_template_without_the_values_unless_they_are_ticked(form: Form, office: Office) -> None:
    form.type_id(LEAD.number)
    form.type_value("postcode", "TN25 6QD")
    form.type_value("firstname", "Kim")
    form.tick_delivery(DAY)
    menu(form).entry("save").trigger()
    dialog = dialog_of(office, TemplateDialog)
    assert dialog.fixed.ticked() == []
    dialog.fields.tick("street1", on=False)
    dialog.fixed.tick("firstname")
    QTest.keyClicks(dialog.line, " New one ")
    press(dialog, "template_agree")
    office.settle()
    made = Template("New one", (TemplateField("postcode"), TemplateField("firstname", "Kim")), (DAY,))
    assert kept(office) == [FULL, SHORT, made]
    assert note(form) == "“New one” is kept as a template on this PC. Ctrl+3 chooses it."
    assert form.tab.changes == {"postcode": "TN25 6QD", "firstname": "Kim"}, "the form stays as it was"


def test_a_value_that_is_filled_in_brings_its_field_and_goes_with_it(form: Form, office: Office) -> None:
    form.type_value("postcode", "TN25 6QD")
    menu(form).entry("save").trigger()
    dialog = dialog_of(office, TemplateDialog)
    dialog.fields.tick("postcode", on=False)
    dialog.fixed.tick("postcode")
    assert "postcode" in dialog.fields.ticked()
    dialog.fields.tick("postcode", on=False)
    assert dialog.fixed.ticked() == []
    dialog.reject()
    office.settle()
    assert kept(office) == [FULL, SHORT]


def test_a_template_of_nothing_and_one_without_a_name_are_not_kept(form: Form, office: Office) -> None:
    menu(form).entry("save").trigger()
    dialog = dialog_of(office, TemplateDialog)
    error = dialog.findChild(QLabel, "template_line_error")
    assert isinstance(error, QLabel)
    press(dialog, "template_agree")
    assert error.text() == "Type a name first."
    QTest.keyClicks(dialog.line, "Nothing")
    dialog.fields.set_ticked(())
    press(dialog, "template_agree")
    assert error.text().startswith("Tick at least one field")
    assert dialog.isVisible()
    dialog.reject()
    office.settle()
    assert kept(office) == [FULL, SHORT]


def test_the_chosen_template_is_changed_to_what_stands_in_the_form(form: Form, office: Office) -> None:
    form.line("leadId").setFocus()
    keys(form, 1)
    form.tick_delivery(DAY)
    menu(form).entry("change").trigger()
    dialog = dialog_of(office, TemplateDialog)
    assert dialog.line.text() == FULL.name
    assert dialog.fixed.ticked() == ["source"], "what was filled in before stays so"
    hint = dialog.findChild(QLabel, "template_line_error")
    assert isinstance(hint, QLabel)
    assert hint.text() == f"“{FULL.name}” is a template already. It is replaced by this one."
    press(dialog, "template_agree")
    office.settle()
    assert kept(office) == [Template(FULL.name, FULL.fields, (DAY, EVENING), Action.REPROCESS), SHORT]


def test_templates_are_renamed_put_in_order_and_deleted_and_the_keys_follow(form: Form, office: Office) -> None:
    menu(form).entry("manage").trigger()
    dialog = dialog_of(office, TemplatesDialog)
    press(dialog, "templates_names_down")
    line = dialog.findChild(QLineEdit, "templates_names_line")
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "All of it")
    press(dialog, "templates_agree")
    office.settle()
    renamed = Template("All of it", FULL.fields, FULL.delivery_ids, FULL.action)
    assert kept(office) == [SHORT, renamed]
    form.line("leadId").setFocus()
    keys(form, 1)
    assert fields(form) == ["postcode"]

    menu(form).entry("manage").trigger()
    dialog = dialog_of(office, TemplatesDialog)
    press(dialog, "templates_names_delete")
    press(dialog, "templates_agree")
    office.settle()
    assert kept(office) == [renamed]


def test_going_back_from_the_list_of_templates_deletes_nothing(form: Form, office: Office) -> None:
    menu(form).entry("manage").trigger()
    dialog = dialog_of(office, TemplatesDialog)
    press(dialog, "templates_names_delete")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    office.settle()
    assert kept(office) == [FULL, SHORT]


def test_two_templates_of_one_name_cannot_be_kept(form: Form, office: Office) -> None:
    menu(form).entry("manage").trigger()
    dialog = dialog_of(office, TemplatesDialog)
    line = dialog.findChild(QLineEdit, "templates_names_line")
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, SHORT.name.upper())
    agree = dialog.findChild(QPushButton, "templates_agree")
    assert isinstance(agree, QPushButton)
    assert not agree.isEnabled()
    dialog.reject()
    office.settle()


def test_another_account_has_its_own_templates(form: Form, office: Office) -> None:
    office.run(office.desk.tools.templates.put_all("another", [SHORT]))
    office.flow.open_desk(office.desk)
    office.settle()
    assert menu(form).entry("template0").text() == FULL.name


def test_a_damaged_template_hides_no_other_and_the_menu_says_so(office: Office, qtbot: QtBot) -> None:
    keep(office, SHORT)
    account_id = office.desk.account.account_id
    damaged = (account_id, 5, "Bad", '[["a", 5, "x"]]', "[]", "", "", "")
    insert = "INSERT INTO templates VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    database = office.desk.tools.templates._database
    office.run(database.write(lambda connection: connection.execute(insert, damaged)))
    form = Form(office, qtbot)
    words = [action.text() for action in menu(form).choices.actions()]
    assert words[0] == SHORT.name
    assert "1 more template on this PC cannot be read; nothing is deleted of it." in words
    keys(form, 1)
    office.settle()
    assert form.tab.field_names == ("postcode",)


def test_a_template_of_very_many_fields_stands_in_the_form_in_its_order(office: Office, qtbot: QtBot) -> None:
    fields = tuple(TemplateField(f"data{place}", "v") for place in range(200))
    keep(office, Template("Everything", fields))
    form = Form(office, qtbot)
    keys(form, 1)
    office.settle()
    assert form.tab.field_names == tuple(each.name for each in fields)
    assert form.value("data199").text() == "v"
