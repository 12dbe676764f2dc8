"""Templates and campaigns: no kept value ends up in another campaign's field; release and reject in quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.template_dialogs import TemplateDialog, TemplatesDialog
from tests.ui.reading_desk import hold_readings
from tests.ui.single_form import Form
from tests.ui.test_single_lead_templates import dialog_of, focused, kept, keys, menu, note, press

if TYPE_CHECKING:
    from tests.ui.conftest import Office

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

SOLAR, ENERGY = ("9", "Solar Panels"), ("12", "Energy Switch")
QUARANTINED = "8419715"
REJECT = Template("Not interested", (TemplateField("notes", "Not interested"),), action=Action.REJECT)


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    office.run(office.desk.refresh_words())
    return Form(office, qtbot)


def own_field(office: Office, label: str, campaign_id: str) -> str:
    fields = office.desk.known_words.fields_for(campaign_id)
    return next(field.name for field in fields if field.label == label)


def keep(office: Office, *templates: Template) -> None:
    office.run(office.desk.tools.templates.put_all(office.desk.account.account_id, templates))
    office.flow.open_desk(office.desk)
    office.settle()


def bill(office: Office) -> Template:
    """A template of a Solar lead whose name is another field in Energy."""
    name = own_field(office, "monthly_bill", SOLAR[0])
    fields = (TemplateField("postcode", None, "Postcode"), TemplateField(name, "120", "monthly_bill"))
    return Template("Bill", fields, campaign_id=SOLAR[0], campaign=SOLAR[1])


def meter(office: Office, name: str) -> str:
    """What that name is in Energy."""
    return next(field.label for field in office.desk.known_words.fields_for(ENERGY[0]) if field.name == name)


def open_lead(form: Form, office: Office, campaign: tuple[str, str]) -> LeadRef:
    valid = office.world.with_status(LeadStatus.VALID)
    lead = next(LeadRef(lead.number) for lead in valid if lead.campaign.name == campaign[1])
    form.type_id(lead.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    return lead


# --- the campaign -----------------------------------------------------------------------------------------------------


def test_a_kept_value_is_not_filled_into_another_campaign_s_field(form: Form, office: Office) -> None:
    template = bill(office)
    name = template.fields[1].name
    keep(office, template)
    open_lead(form, office, ENERGY)
    keys(form, 1)
    assert form.tab.field_names == ("postcode", name)
    assert form.tab.changes == {}
    here = f"what is monthly_bill in Solar Panels is {meter(office, name)} in Energy Switch."
    assert note(form) == f"“Bill”: “120” was not filled in: {here}"
    form.type_value("postcode", "TN25 6QD")
    assert note(form).startswith("“Bill”: “120” was not filled in"), "it stays in sight until the lead is done"


def test_on_a_lead_of_its_own_campaign_it_is_filled_in_without_a_word(form: Form, office: Office) -> None:
    template = bill(office)
    keep(office, template)
    open_lead(form, office, SOLAR)
    keys(form, 1)
    assert form.tab.changes == {template.fields[1].name: "120"}
    assert note(form) == ""


def test_a_lead_that_is_named_afterwards_takes_the_value_out_again_and_its_own_brings_it_back(
    form: Form, office: Office
) -> None:
    template = bill(office)
    name = template.fields[1].name
    keep(office, template)
    form.line("leadId").setFocus()
    keys(form, 1)
    assert form.tab.changes == {name: "120"}
    assert note(form) == "", "no lead is named yet"
    open_lead(form, office, ENERGY)
    assert form.tab.changes == {}
    assert "“120” was not filled in" in note(form)
    open_lead(form, office, SOLAR)
    assert form.tab.changes == {name: "120"}
    assert note(form) == ""


def test_what_a_person_typed_there_stays(form: Form, office: Office) -> None:
    template = bill(office)
    name = template.fields[1].name
    keep(office, template)
    open_lead(form, office, ENERGY)
    keys(form, 1)
    form.type_value(name, "120")
    office.go_back()
    form.review()
    [item] = office.reviews[-1].going
    assert isinstance(item.update, LeadUpdate)
    assert item.update.changes == {name: "120"}, "it was typed on purpose, under the label it has here"


def test_a_review_asked_for_before_the_lead_was_read_sends_no_value_that_went_meanwhile(
    form: Form, office: Office
) -> None:
    template = bill(office)
    name = template.fields[1].name
    keep(office, template)
    gate = hold_readings(office)
    office.settle()
    form.line("leadId").setFocus()
    keys(form, 1)
    valid = office.world.with_status(LeadStatus.VALID)
    lead = next(lead.number for lead in valid if lead.campaign.name == ENERGY[1])
    form.type_id(lead)
    form.click("review")
    gate.set()
    office.settle()
    assert office.reviews == []
    assert form.hint.startswith("Nothing was sent: the template’s value of")
    assert meter(office, name) in form.hint
    assert form.tab.changes == {}


def test_for_a_quarantined_lead_the_doubt_stands_in_the_form_and_in_the_review(form: Form, office: Office) -> None:
    template = bill(office)
    name = template.fields[1].name
    keep(office, template)
    form.click("kind_quarantineId")
    form.type_id(QUARANTINED)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    keys(form, 1)
    doubt = (
        "“120” was kept for monthly_bill in Solar Panels; which field it is for this lead is not known, so check it."
    )
    assert form.tab.changes == {name: "120"}
    assert note(form) == f"“Bill”: {doubt}"
    office.go_back()
    form.review()
    assert office.reviews[-1].seen.note == doubt


def test_a_template_keeps_the_campaign_of_its_lead_and_the_labels(form: Form, office: Office) -> None:
    lead = open_lead(form, office, SOLAR)
    name = own_field(office, "monthly_bill", SOLAR[0])
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "monthly_bill")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    form.type_value(name, "120")
    menu(form).entry("save").trigger()
    dialog = dialog_of(office, TemplateDialog)
    assert [row.name for row in dialog.fields.rows()][-1] == "monthly_bill", "as the account calls it"
    assert [row.name for row in dialog.fixed.rows()] == ["monthly_bill: 120"]
    rest = dialog.findChild(QLabel, "template_rest")
    assert isinstance(rest, QLabel)
    assert "It is made for Solar Panels: on a lead of another campaign" in rest.text()
    dialog.fixed.tick(name)
    QTest.keyClicks(dialog.line, "Bill")
    press(dialog, "template_agree")
    office.settle()
    [made] = kept(office)
    assert (made.campaign_id, made.campaign) == SOLAR
    assert made.fields[-1] == TemplateField(name, "120", "monthly_bill")
    menu(form).entry("manage").trigger()
    listed = dialog_of(office, TemplatesDialog)
    assert listed.table.rows()[0].details == "4 fields · Solar Panels"
    listed.reject()
    office.settle()
    # Changed without a lead in the form, it stays a template of that campaign.
    assert form.tab.lead_text == lead.number
    form.click("startAgain")
    keys(form, 1)
    menu(form).entry("change").trigger()
    press(dialog_of(office, TemplateDialog), "template_agree")
    office.settle()
    assert kept(office) == [made]


def test_what_would_go_is_called_as_the_account_calls_it(form: Form, office: Office) -> None:
    keep(office, Template("Postcode only", (TemplateField("postcode"),)))
    open_lead(form, office, SOLAR)
    name = own_field(office, "roof_type", SOLAR[0])
    assert label_of(name) != "roof_type"
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), "roof_type")
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    form.type_value(name, "Slate")
    keys(form, 1)
    dialog = dialog_of(office, MessageDialog)
    said = dialog.findChild(QLabel, "single.useTemplate_happened")
    assert isinstance(said, QLabel)
    assert said.text() == "The template has no place for what you set: roof_type: Slate."
    dialog.done(1)
    office.settle()


# --- release and reject -----------------------------------------------------------------------------------------------


def test_a_template_of_the_quarantine_chooses_the_quarantine_id_and_what_is_done(form: Form, office: Office) -> None:
    keep(office, REJECT)
    form.line("leadId").setFocus()
    keys(form, 1)
    assert form.tab.kind is LeadKind.QUARANTINE
    assert form.tab.action is Action.REJECT
    assert form.focus() == "leadId"
    assert form.words("templates_chosen") == "Template “Not interested” · rejects the lead"
    quarantined = office.world.with_status(LeadStatus.QUARANTINED)[0]
    QTest.keyClicks(focused(form), quarantined.number)
    office.go_back()
    form.review()
    [item] = office.reviews[-1].going
    assert item.update == LeadUpdate(
        LeadRef(quarantined.number, LeadKind.QUARANTINE), {"notes": "Not interested"}, (), Action.REJECT
    )


def test_for_another_lead_release_and_reject_are_left_out_and_it_is_said(form: Form, office: Office) -> None:
    keep(office, REJECT)
    form.type_id("2932682")
    form.line("leadId").setFocus()
    keys(form, 1)
    assert form.tab.kind is LeadKind.LEAD
    assert (form.tab.action, form.tab.changes) == (None, {"notes": "Not interested"})
    assert note(form) == ("“Not interested”: Only a quarantined lead can be rejected, so that part was left out.")


def test_release_and_reject_are_kept_with_a_template(form: Form, office: Office) -> None:
    form.click("kind_quarantineId")
    form.click("inQuarantine_process")
    menu(form).entry("save").trigger()
    dialog = dialog_of(office, TemplateDialog)
    rest = dialog.findChild(QLabel, "template_rest")
    assert isinstance(rest, QLabel)
    assert rest.text() == "It is for quarantined leads: the lead is released from quarantine after the update."
    QTest.keyClicks(dialog.line, "Release")
    dialog.fields.set_ticked(())
    press(dialog, "template_agree")
    office.settle()
    assert kept(office) == [Template("Release", action=Action.RELEASE)]
    menu(form).entry("manage").trigger()
    listed = dialog_of(office, TemplatesDialog)
    assert listed.table.rows()[0].details == "release"
    listed.reject()
    office.settle()


def test_a_choice_in_quarantine_that_the_template_has_no_place_for_is_asked_for_first(
    form: Form, office: Office
) -> None:
    keep(office, REJECT)
    form.click("kind_quarantineId")
    form.type_id(QUARANTINED)
    form.click("inQuarantine_process")
    form.line("leadId").setFocus()
    keys(form, 1)
    dialog = dialog_of(office, MessageDialog)
    said = dialog.findChild(QLabel, "single.useTemplate_happened")
    assert isinstance(said, QLabel)
    assert said.text() == "The template has no place for what you set: the choice “Release it”."
    use = dialog.findChild(QPushButton, "single.useTemplate_2")
    assert isinstance(use, QPushButton)
    use.click()
    office.settle()
    assert form.tab.action is Action.REJECT
