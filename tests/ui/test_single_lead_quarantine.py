"""Single lead: quarantined leads go into a batch and are at hand again, as other leads are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.practice.world import LeadStatus
from tests.ui.batch_desk import Desk, sit_down
from tests.ui.single_form import LEAD, Form

if TYPE_CHECKING:
    from tests.ui.conftest import Office


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


@pytest.fixture
def batch(form: Form, qtbot: QtBot) -> Desk:
    """The tab Batch beside the form, joined as the window joins them."""
    desk = sit_down(form.office, qtbot)
    form.office.flow.batch_wanted.connect(desk.presenter.add)
    return desk


def held(office: Office, place: int = 0) -> LeadRef:
    return LeadRef(office.world.with_status(LeadStatus.QUARANTINED)[place].quarantine_number, LeadKind.QUARANTINE)


def fill(form: Form, lead: LeadRef, postcode: str = "TN25 6QD") -> None:
    if form.tab.kind is not LeadKind.QUARANTINE:
        form.click("kind_quarantineId")
    form.fill(lead.number, postcode)


def recent(form: Form) -> list[str]:
    found = [form.window.findChild(QPushButton, f"single.recent_{place}") for place in range(4)]
    return [each.text() for each in found if each is not None and each.isVisible()]


# --- into the batch ---------------------------------------------------------------------------------------------------


def test_a_quarantined_lead_becomes_a_row_of_a_batch_that_is_then_sent(form: Form, batch: Desk, office: Office) -> None:
    lead = held(office)
    fill(form, lead)
    form.click("inQuarantine_process")
    form.click("addToBatch")
    office.settle()
    assert form.hint == (
        f"Quarantined lead {lead.number} is now a row of the batch; nothing was sent. Add the lead’s quarantine ID"
    )
    assert form.blank()
    assert [row[:2] for row in batch.cells] == [[lead.number, "TN25 6QD"]]
    batch.send_all()
    assert office.ledger.updates[lead] == 1
    assert office.ledger.actions == {(lead, Action.RELEASE): 1}


def test_a_batch_of_lead_ids_takes_no_quarantined_lead_and_nothing_typed_is_lost(
    form: Form, batch: Desk, office: Office
) -> None:
    form.fill()
    form.click("addToBatch")
    office.settle()
    lead = held(office)
    fill(form, lead, "M1 1AA")
    form.click("inQuarantine_reject")
    form.click("addToBatch")
    office.settle()
    assert [row[0] for row in batch.cells] == [LEAD.number]
    assert form.tab.kind is LeadKind.QUARANTINE
    assert (form.tab.lead_text, form.tab.changes, form.tab.action) == (
        lead.number,
        {"postcode": "M1 1AA"},
        Action.REJECT,
    )
    assert f"quarantined lead {lead.number} was not added. Nothing was sent." in form.words("findNote_text")
    assert "is now a row" not in form.hint
    assert office.ledger.empty


def test_what_was_begun_meanwhile_is_not_lost_to_what_comes_back(form: Form, office: Office) -> None:
    form.type_id("2932683")
    form.type_value("street1", "3 Orchard Close")
    refused = LeadUpdate(held(office), {"postcode": "M1 1AA"})
    office.flow.batch_refused.emit(refused, "It was not added.")
    dialog = form.dialog()
    dialog.done(1)
    office.settle()
    assert (form.tab.lead_text, form.tab.changes) == ("2932683", {"street1": "3 Orchard Close"})
    assert form.words("findNote_text") == "It was not added."


# --- the recent ones --------------------------------------------------------------------------------------------------


def test_a_recent_quarantined_lead_is_at_hand_until_it_left_the_quarantine(form: Form, office: Office) -> None:
    first, second = held(office), held(office, 1)
    for lead in (first, second):
        fill(form, lead)
        form.review()
    assert recent(form) == [f"Quarantine {second.number}", f"Quarantine {first.number}"]
    form.click("kind_id")
    form.click("recent_1")
    office.settle()
    assert (form.tab.kind, form.tab.lead_text) == (LeadKind.QUARANTINE, first.number)
    form.click("inQuarantine_process")
    form.review()
    assert recent(form) == [f"Quarantine {second.number}"], "out of quarantine, its number names nothing"


def test_a_recent_quarantine_id_and_a_lead_id_of_the_same_digits_are_two(form: Form, office: Office) -> None:
    lead = held(office)
    form.fill(lead.number)
    form.review()
    form.click("startAgain")
    fill(form, lead)
    form.review()
    assert recent(form) == [f"Quarantine {lead.number}", lead.number]


def test_a_recent_quarantined_lead_widens_nothing(form: Form) -> None:
    fill(form, held(form.office))
    form.review()
    form.window.resize(1000, 700)
    form.tab.resize(1000, 700)
    side = form.find(QWidget, "side")
    form.office.until(lambda: side.geometry().right() == 999)
    assert recent(form)
    assert [area.horizontalScrollBar().maximum() for area in side.findChildren(QScrollArea)] == [0]
