"""Single lead: the deliveries of the lead's campaign come first, and a ticked one of another campaign is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from leadbyte_desktop.practice.keys import NO_READING_KEY
from tests.ui.reading_desk import hold_readings, open_with
from tests.ui.single_form import LEAD, Form, open_lead

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

LIFE, SOLAR, BOILER = "1060", "1053", "1055"
ENERGY_LEAD = "2929002"


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


def order(form: Form) -> list[str]:
    return [row.key for row in form.deliveries.rows()]


def campaigns(form: Form) -> list[str]:
    known = {each.delivery_id: each.campaign for each in form.office.desk.deliveries}
    return [known[key] for key in order(form)]


def said(form: Form) -> QLabel:
    return form.find(QLabel, "otherCampaign")


# --- the order --------------------------------------------------------------------------------------------------------


def test_those_of_the_leads_campaign_come_first_and_the_others_keep_their_order(form: Form) -> None:
    before = order(form)
    known = {each.delivery_id: each.campaign for each in form.office.desk.deliveries}
    assert known[before[0]] != "Life Cover"
    open_lead(form)
    own = [key for key in before if known[key] == "Life Cover"]
    assert own
    assert order(form) == own + [key for key in before if key not in own]
    assert "Life Cover" in form.deliveries.rows()[0].details


def test_the_next_lead_brings_its_own_to_the_top(form: Form) -> None:
    open_lead(form)
    form.click("startAgain")
    open_lead(form, ENERGY_LEAD)
    assert campaigns(form)[0] == "Energy Switch"


def test_a_lead_that_cannot_be_read_has_them_in_the_lists_order(form: Form, office: Office) -> None:
    before = order(form)
    open_lead(form)
    assert order(form) != before
    open_with(office, NO_READING_KEY)
    open_lead(form, ENERGY_LEAD)
    assert order(form) == before


def test_what_was_ticked_stays_ticked_and_in_sight(form: Form) -> None:
    open_lead(form)
    form.deliveries.tick(SOLAR)
    form.deliveries.tick(LIFE)
    form.tab.fit_deliveries("Boiler Cover")
    assert campaigns(form)[0] == "Boiler Cover"
    assert set(form.tab.delivery_ids) == {SOLAR, LIFE}
    first = next(key for key in order(form) if key in {SOLAR, LIFE})
    row = form.deliveries.row_rect(first)
    assert form.deliveries.view.viewport().rect().contains(row)


def test_what_is_sent_does_not_depend_on_the_order_in_sight(form: Form) -> None:
    form.deliveries.tick(SOLAR)
    form.deliveries.tick(LIFE)
    before = form.tab.delivery_ids
    form.tab.fit_deliveries("Life Cover")
    assert form.tab.delivery_ids == before


@pytest.mark.parametrize("part", ["deliveries_search", "deliveries_view"])
def test_nothing_moves_while_the_list_is_used(form: Form, office: Office, part: str) -> None:
    before = order(form)
    gate = hold_readings(office)
    form.type_id(LEAD.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    used = form.line(part) if part.endswith("search") else form.deliveries.view
    used.setFocus()
    gate.set()
    office.settle()
    assert form.presenter._reading.campaign == "Life Cover"
    assert order(form) == before
    # As soon as the person is elsewhere, they stand as they should.
    form.value("postcode").setFocus()
    office.until(lambda: campaigns(form)[0] == "Life Cover")


def test_a_campaign_is_found_by_its_name(form: Form) -> None:
    search = form.find(QLineEdit, "deliveries_search")
    assert search.placeholderText() == "Search by name, buyer, campaign or ID   Alt+D"
    QTest.keyClicks(search, "energy switch")
    shown = form.deliveries.view.model()
    assert shown.rowCount() == campaigns(form).count("Energy Switch") > 0
    QTest.keyClicks(search, " zebra")
    assert form.words("deliveries_none").endswith("in its name, buyer, campaign or ID.")


# --- a delivery of another campaign -----------------------------------------------------------------------------------


def test_one_of_another_campaign_is_said_while_it_is_ticked(form: Form) -> None:
    open_lead(form)
    assert not said(form).isVisible()
    form.tick_delivery(LIFE)
    assert not said(form).isVisible()
    form.tick_delivery(SOLAR)
    assert said(form).isVisible()
    assert said(form).text() == (
        "This lead is in the campaign “Life Cover”, but “Acme Solar — evening” is a delivery of the campaign “Solar "
        "Panels”."
    )
    form.tick_delivery(BOILER)
    assert "these are deliveries of other campaigns" in said(form).text()
    form.tick_delivery(BOILER)
    form.tick_delivery(SOLAR)
    assert not said(form).isVisible()


def test_it_is_said_as_soon_as_the_campaign_is_known_also_while_the_list_is_used(form: Form, office: Office) -> None:
    gate = hold_readings(office)
    form.type_id(LEAD.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    form.deliveries.view.setFocus()
    form.deliveries.tick(SOLAR)
    assert not said(form).isVisible()
    gate.set()
    office.settle()
    assert said(form).isVisible()


def test_it_is_not_said_of_another_lead_nor_in_quarantine(form: Form) -> None:
    open_lead(form)
    form.tick_delivery(SOLAR)
    form.click("kind_quarantineId")
    assert not said(form).isVisible()
    form.click("kind_id")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    form.office.settle()
    assert said(form).isVisible()
    form.type_id("29")
    assert not said(form).isVisible()
