"""An unfinished batch is kept, saved under a name, opened again, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem

if TYPE_CHECKING:
    from tests.ui.conftest import Office
from tests.ui.batch_desk import ACME, Desk, sit_down

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture
def desk(office: Office, qtbot: QtBot) -> Desk:
    return sit_down(office, qtbot)


def test_an_unfinished_batch_survives_closing(desk: Desk, qtbot: QtBot) -> None:
    desk.build(BatchRow("007", {"postcode": ""}, (ACME,), reprocess=True), BatchRow("x"), name="today.csv")
    desk.presenter._model.set_for_all(("1054",), True)
    desk.office.run(desk.presenter.save_now())

    again = sit_down(desk.office, qtbot)

    assert again.presenter._model.batch == desk.presenter._model.batch
    assert [row[0] for row in again.cells] == ["007", "x"]
    assert again.tab.build.card.heading.text() == "today.csv — 2 rows"


def test_a_change_is_kept_without_being_asked(desk: Desk) -> None:
    desk.build(BatchRow("007", {"postcode": "M1 1AA"}))
    desk.office.until(lambda: not desk.presenter.keeper._timer.isActive())
    desk.settle()

    kept = desk.office.run(desk.office.desk.tools.drafts.load("practice", ""))

    assert kept is not None
    assert Batch.from_plain(kept).rows == [BatchRow("007", {"postcode": "M1 1AA"})]


def test_a_batch_that_was_sent_is_no_unfinished_one(desk: Desk, qtbot: QtBot) -> None:
    desk.build(BatchRow(desk.good(1)[0], {"postcode": "M1 1AA"}))
    desk.send_all()

    assert desk.office.run(desk.office.desk.tools.drafts.load("practice", "")) is None
    assert sit_down(desk.office, qtbot).cells == []


def test_a_batch_is_saved_under_a_name_opened_and_deleted(desk: Desk) -> None:
    desk.build(BatchRow("1", {"postcode": "M1 1AA"}))
    desk.tab.build.save_as_wanted.emit()
    desk.find(QLineEdit, "batchName_line").setText("Monday")
    desk.press("batchName_agree")
    desk.settle()
    assert desk.presenter.keeper.names == ["Monday"]

    desk.build(BatchRow("2", {"postcode": "M1 1AA"}))
    desk.tab.build.saved_wanted.emit("Monday")
    desk.find(QDialog, "batchOpen")
    desk.press("batchOpen_3")
    desk.settle()
    assert [row[0] for row in desk.cells] == ["1"]
    assert desk.tab.build.card.heading.text() == "Monday — 1 row"

    desk.tab.build.forget_wanted.emit("Monday")
    desk.find(QDialog, "batchForget")
    desk.press("batchForget_2")
    desk.settle()
    assert desk.presenter.keeper.names == []
    assert [row[0] for row in desk.cells] == ["1"]


def test_after_a_restart_an_unfinished_job_is_shown_when_wanted(desk: Desk, qtbot: QtBot) -> None:
    desk.build(*(BatchRow(number, {"postcode": "M1 1AA"}) for number in desk.good(5)), name="today.csv")
    desk.office.practise(PractiseProblem.LOSE_NETWORK, None)
    desk.send_all()
    desk.office.practise(None)

    again = sit_down(desk.office, qtbot)
    again.presenter.add(LeadUpdate(LeadRef("7"), {"postcode": "M7 7GG"}))
    assert again.tab.build.note.words.startswith("“today.csv” is not finished: 5 rows are not sent yet.")
    again.press("batch.note_showJob")
    again.settle()

    assert not again.tab.building
    assert {what for what, _ in again.outcomes.values()} == {"Not sent"}
    assert again.tab.sent.foot.primary.text() == "Continue with the rest…"
    assert [row[0] for row in again.cells] == ["7"], "the batch that is being built is still there"
    assert desk.office.ledger.empty


def test_the_tab_can_be_built_before_an_account_is_open(closed_office: Office, qtbot: QtBot) -> None:
    desk = sit_down(closed_office, qtbot)
    desk.presenter.add(LeadUpdate(LeadRef("1"), {"postcode": "M1 1AA"}))
    desk.settle()
    assert [row[0] for row in desk.cells] == ["1"]

    closed_office.open()
    desk.settle()
    desk.presenter.add(LeadUpdate(LeadRef("2"), {"postcode": "M1 1AA"}))
    desk.settle()

    assert desk.cells[-1][0] == "2"
