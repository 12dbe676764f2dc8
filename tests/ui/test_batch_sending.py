"""A batch is reviewed and sent to the real practice account, and each row shows what became of it."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import Action, LeadRef
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.domain.sheet import ForAll, Role
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.batch_sent_columns import OUTCOME, ROW

if TYPE_CHECKING:
    from tests.ui.conftest import Office
from tests.ui.batch_desk import ACME, Desk, sit_down

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture
def desk(office: Office, qtbot: QtBot) -> Desk:
    return sit_down(office, qtbot)


def test_sixty_rows_go_and_each_shows_what_became_of_it(desk: Desk) -> None:
    good = desk.good(55)
    refused = desk.leads(4, LeadStatus.REJECTED)
    numbers = [*good[:30], *refused, "1", *good[30:]]
    desk.build(*((number, "SW1A 1AA") for number in numbers), name="today.csv")
    assert desk.tab.build.foot.primary.text().startswith("Review 60 leads…")

    desk.send_all()

    assert len(desk.office.reviews) == 1
    assert desk.tab.sent.card.heading.text() == "today.csv — 60 rows"
    assert {number: what for number, (what, _) in desk.outcomes.items()} == {
        number: "Updated" if number in good else "Refused" for number in numbers
    }
    assert all(said for _, said in desk.outcomes.values())
    assert {number: state.words for number, state in desk.job_items().items()} == {
        number: what for number, (what, _) in desk.outcomes.items()
    }
    assert set(desk.office.ledger.updates) == {LeadRef(number) for number in good}
    assert desk.tab.sent.note.words == "55 updated, 5 refused: all 60 rows accounted for."
    assert desk.tab.sent.foot.primary.text() == "New batch"


def test_counts_filter_the_rows(desk: Desk) -> None:
    good, refused = desk.good(6), desk.leads(2, LeadStatus.REJECTED)
    desk.build(*((number, "SW1A 1AA") for number in (*good[:3], *refused, *good[3:])))
    desk.send_all()
    sent = desk.tab.sent
    assert desk.button("batch.count_refused").text() == "2 refused"
    assert not desk.button("batch.count_not_known").isVisible()

    desk.press("batch.count_refused")
    desk.settle()
    assert [sent.model.index(row, ROW).data() for row in range(sent.model.rowCount())] == ["4", "5"]
    sent.table.choose_row(1)
    desk.settle()
    assert sent.outcome.isVisible()
    assert refused[1] in sent.outcome.words

    desk.press("batch.count_refused")
    desk.settle()
    assert sent.model.rowCount() == 8
    assert desk.button("batch.count_all").isChecked()


def test_going_back_from_the_review_keeps_the_batch(desk: Desk) -> None:
    desk.office.go_back()
    desk.build((desk.good(1)[0], "M1 1AA"))
    before = desk.cells

    desk.review()
    desk.settle()

    assert len(desk.office.reviews) == 1
    assert desk.tab.building
    assert desk.cells == before
    assert desk.tab.build.foot.primary.isEnabled()
    assert desk.office.ledger.empty


def test_a_second_click_sends_nothing_twice(desk: Desk) -> None:
    numbers = desk.good(40)
    desk.build(*((number, "M1 1AA") for number in numbers))
    desk.settle()

    desk.tab.build.review_wanted.emit()
    desk.tab.build.review_wanted.emit()
    desk.wait_for_end()

    assert len(desk.office.reviews) == 1
    assert desk.office.ledger.updates == {LeadRef(number): 1 for number in numbers}
    assert len(desk.outcomes) == 40


def test_ctrl_enter_reviews_what_is_still_being_typed(desk: Desk) -> None:
    number = desk.good(1)[0]
    desk.build((number,), for_all=ForAll(action=Action.REPROCESS))
    desk.go_to(0, 1)
    view = desk.tab.build.table.view
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClicks(desk.tab.focusWidget(), "M9 9ZZ")

    desk.tab.build.foot._press()
    desk.wait_for_end()

    assert desk.office.world.leads[number].fields["postcode"] == "M9 9ZZ"


def test_what_was_typed_this_very_moment_is_on_the_disk_before_a_review(desk: Desk) -> None:
    desk.build((desk.good(1)[0],))
    sheet = desk.presenter.sheet
    assert sheet is not None

    async def type_and_look() -> list[tuple[str]]:
        view = desk.tab.build.table.view
        desk.go_to(0, 1)
        QTest.keyClick(view, Qt.Key.Key_Return)
        QTest.keyClicks(view.indexWidget(view.currentIndex()), "M9 9ZZ")
        await desk.presenter.save_now()
        # Looked at from outside and at once, so that nothing has time to be written after all.
        with closing(sqlite3.connect(sheet.path)) as connection:
            return connection.execute("SELECT c1 FROM rows").fetchall()

    assert desk.office.run(type_and_look()) == [("M9 9ZZ",)]
    desk.settle()


def test_a_change_that_is_cancelled_before_it_began_holds_up_nothing(desk: Desk) -> None:
    desk.build((desk.good(1)[0], "M1 1AA"))

    async def type_and_cancel() -> None:
        model = desk.tab.build.model
        model.setData(model.index(0, 1), "M9 9ZZ")
        await desk.office.runner.cancel_all()
        await desk.presenter.save_now()

    desk.office.run(type_and_cancel())
    desk.settle()
    assert desk.presenter.editing.waiting == 0
    assert desk.cells[0][1] == "M1 1AA", "the table shows what stands on the disk"


def test_cancelled_midway_the_rest_is_never_sent(desk: Desk) -> None:
    numbers = desk.good(600)
    desk.build(*((number, "M1 1AA") for number in numbers))
    desk.review()
    desk.office.until(lambda: desk.presenter.sending.sending and desk.office.ledger.updates)
    desk.press("batch.cancel")
    desk.find(QDialog, "batchCancel")
    desk.press("batchCancel_2")
    desk.wait_for_end()

    states = desk.job_items()
    updated = [number for number in numbers if states[number] is ItemState.UPDATED]
    cancelled = [number for number in numbers if states[number] is ItemState.CANCELLED]
    assert updated
    assert cancelled
    assert len(updated) + len(cancelled) == 600
    assert set(desk.office.ledger.updates) == {LeadRef(number) for number in updated}
    shown = {number: what for number, (what, _) in desk.outcomes.items() if number}
    assert {shown[number] for number in shown} <= {"Updated", "Cancelled"}
    assert all(states[number].words == what for number, what in shown.items())
    assert "all 600 rows accounted for" in desk.tab.sent.note.words
    assert "cancelled" in desk.tab.sent.note.words


def test_going_on_sending_cancels_nothing(desk: Desk) -> None:
    desk.build(*((number, "M1 1AA") for number in desk.good(60)))
    desk.review()
    desk.office.until(lambda: desk.presenter.sending.sending)
    desk.press("batch.cancel")
    desk.find(QDialog, "batchCancel")
    desk.press("batchCancel_1")
    desk.wait_for_end()

    assert set(desk.job_items().values()) == {ItemState.UPDATED}


def test_after_a_lost_network_the_rest_is_continued(desk: Desk) -> None:
    numbers = desk.good(30)
    desk.build(*((number, "M1 1AA") for number in numbers))
    desk.office.practise(PractiseProblem.LOSE_NETWORK, None)
    desk.send_all()
    assert desk.office.ledger.empty
    assert desk.tab.sent.foot.primary.text() == "Continue with the rest…"
    assert "The sending stopped." in desk.tab.sent.note.words

    desk.office.practise(None)
    desk.tab.sent.foot.primary.click()
    desk.office.until(lambda: len(desk.office.reviews) == 2)
    desk.office.until(lambda: not desk.presenter.sending.sending and not desk.office.runner.running)

    assert {what for what, _ in desk.outcomes.values()} == {"Updated"}
    assert desk.office.ledger.updates == {LeadRef(number): 1 for number in numbers}
    assert desk.tab.sent.foot.primary.text() == "New batch"


def test_after_a_restart_the_rest_says_why_it_was_not_sent(desk: Desk, qtbot: QtBot) -> None:
    desk.build(*((number, "M1 1AA") for number in desk.good(30)), name="Monday")
    desk.office.practise(PractiseProblem.LOSE_NETWORK, None)
    desk.send_all()
    ended = desk.tab.sent.note.words
    # What the app knew besides what is on the disk.
    desk.office.flow._results.clear()
    later = sit_down(desk.office, qtbot)
    note = later.tab.build.note
    assert note.words.startswith("“Monday” is not finished. The sending stopped. LeadByte could not be reached")
    assert "Press Continue when LeadByte can be reached again" in note.words
    later.press("batch.note_showJob")
    later.settle()
    assert later.tab.sent.note.words == ended


def lost_delivery(desk: Desk) -> str:
    """One row with a delivery whose answer never came."""
    number = desk.good(1)[0]
    desk.build((number, ACME), fields=(), roles=(Role.DELIVERIES,))
    desk.office.practise(PractiseProblem.CUT)
    desk.send_all()
    assert desk.outcomes[number][0] == "Not known"
    assert desk.office.ledger.triggers[(LeadRef(number), ACME)] == 1
    desk.tab.sent.table.choose_row(0)
    desk.settle()
    return number


def test_a_row_that_is_not_known_is_settled_by_a_person(desk: Desk) -> None:
    number = lost_delivery(desk)
    assert desk.tab.sent.foot.primary.text() == "New batch", "it is never offered for sending by itself"

    desk.press("batch.outcome_note_wentThrough")
    desk.settle()

    assert desk.outcomes[number][0] == "Updated"
    assert desk.tab.sent.note.words.startswith("1 updated")
    assert desk.office.ledger.triggers[(LeadRef(number), ACME)] == 1


def test_a_row_that_did_not_go_can_be_continued(desk: Desk) -> None:
    number = lost_delivery(desk)

    desk.press("batch.outcome_note_didNot")
    desk.settle()

    assert desk.outcomes[number][0] == "Not sent"
    assert desk.tab.sent.foot.primary.text() == "Retry the 1 row that was not sent…"


def test_send_it_again_goes_through_a_review_of_its_own(desk: Desk) -> None:
    number = lost_delivery(desk)

    desk.press("batch.outcome_note_sendAgain")
    desk.office.until(lambda: len(desk.office.reviews) == 2)
    desk.settle()

    assert desk.office.ledger.triggers[(LeadRef(number), ACME)] == 2
    assert "sent it again" in desk.tab.sent.outcome.words
    assert "1 updated" in desk.tab.sent.foot.hint.text()


def test_refused_rows_are_mended_in_a_new_batch_and_nothing_goes_by_itself(desk: Desk) -> None:
    good, refused = desk.good(3), desk.leads(2, LeadStatus.REJECTED)
    rows = [(number, "M1 1AA", ACME) for number in (*good, *refused)]
    desk.build(*rows, roles=(Role.DELIVERIES,), name="today.csv")
    desk.send_all()

    desk.press("batch.sentNote_refused")
    desk.settle()

    assert desk.tab.building
    assert [row[0] for row in desk.cells] == refused
    assert desk.presenter.loader.summary is not None
    assert desk.presenter.loader.summary.head.for_all.delivery_ids == (ACME,)
    assert desk.tab.build.heading.text() == "today.csv, refused rows — 2 rows"
    assert len(desk.office.reviews) == 1


def test_another_batch_is_built_and_sent_while_one_is_on_its_way(desk: Desk) -> None:
    numbers = desk.good(900)
    desk.build(*((number, "M1 1AA") for number in numbers[:800]), name="first.csv")
    desk.review()
    desk.office.until(lambda: desk.presenter.sending.sending)
    desk.press("batch.new")
    assert desk.tab.building
    assert desk.tab.build.note.words.startswith("“first.csv” goes on being sent.")
    desk.office.until(lambda: desk.presenter.rows == 0 and not desk.presenter._loading.locked())
    desk.build(*((number, "M2 2BB") for number in numbers[850:]), name="second.csv")
    desk.tab.build.foot.primary.click()
    desk.office.until(lambda: not desk.office.flow.live and not desk.office.runner.running)

    assert len(desk.office.reviews) == 2
    assert desk.tab.sent.card.heading.text() == "second.csv — 50 rows"
    assert desk.tab.sent.note.words == "50 updated: all 50 rows accounted for."
    assert desk.office.ledger.updates == {LeadRef(number): 1 for number in (*numbers[:800], *numbers[850:])}


def test_a_batch_is_held_and_goes_on(desk: Desk) -> None:
    numbers = desk.good(800)
    desk.build(*((number, "M1 1AA") for number in numbers))
    desk.review()
    desk.office.until(lambda: desk.presenter.sending.sending)
    desk.press("batch.pause")
    desk.office.until(lambda: desk.button("batch.pause").text() == "Resume")
    desk.office.until(lambda: desk.office.flow.desk.tools.sender.running != ())
    desk.press("batch.pause")
    desk.wait_for_end()
    assert set(desk.job_items().values()) == {ItemState.UPDATED}


def test_what_was_left_out_is_never_offered_again(desk: Desk) -> None:
    number = desk.good(1)[0]
    desk.build((number, "M1 1AA", ACME), (number, "M2 2BB", ACME), roles=(Role.DELIVERIES,))
    desk.send_all()
    assert desk.tab.sent.note.words == "1 updated, 1 left out: all 2 rows accounted for."
    assert desk.office.ledger.triggers[(LeadRef(number), ACME)] == 1
    assert desk.tab.sent.findChild(QPushButton, "batch.sentNote_cancelled") is None


def test_what_was_left_out_has_a_count_of_its_own_that_filters(desk: Desk) -> None:
    first, second = desk.good(2)
    desk.build((first, "M1 1AA"), (first, "M1 1AA"), (second, "M2 2BB"), (first, "M1 1AA"))
    desk.send_all()
    assert desk.button("batch.count_left_out").text() == "2 left out"
    assert not desk.button("batch.count_cancelled").isVisible()
    assert desk.button("batch.count_all").text() == "4 in all"

    desk.press("batch.count_left_out")
    desk.settle()

    sent = desk.tab.sent
    shown = [(sent.model.index(row, ROW).data(), sent.model.index(row, OUTCOME).data()) for row in range(2)]
    assert shown == [("2", "Left out"), ("4", "Left out")]
    assert sent.model.rowCount() == 2
    sent.table.choose_row(0)
    desk.settle()
    assert sent.outcome.words == (
        f"Lead {first} was left out: row 1 asks for the same. This row changed nothing in LeadByte."
    )


def test_of_a_stopped_batch_only_what_a_person_cancelled_is_offered_for_editing(desk: Desk) -> None:
    numbers = desk.good(600)
    desk.build((numbers[0], "M1 1AA"), *((number, "M1 1AA") for number in numbers))
    desk.review()
    desk.office.until(lambda: desk.presenter.sending.sending and desk.office.ledger.updates)
    desk.press("batch.cancel")
    desk.find(QDialog, "batchCancel")
    desk.press("batchCancel_2")
    desk.wait_for_end()
    job = desk.presenter.sending.job
    assert job is not None
    gone = [item for item in desk.office.items(job.job_id) if item.state is ItemState.CANCELLED]
    cancelled = [item.lead.number for item in gone if not item.left_out]
    assert len(gone) == len(cancelled) + 1
    assert ", 1 left out: all 601 rows accounted for." in desk.tab.sent.note.words
    assert desk.button("batch.count_left_out").text() == "1 left out"

    desk.press("batch.sentNote_cancelled")
    desk.settle()

    assert [row[0] for row in desk.cells][:5] == cancelled[:5]
    assert desk.presenter.rows == len(cancelled)


def test_results_are_saved(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    desk.build(*((number, "M1 1AA") for number in desk.good(3)), name="today.csv")
    desk.send_all()

    desk.press("batch.saveResults")
    desk.office.until(lambda: desk.tab.window().findChild(QFileDialog) is not None)
    dialog = desk.tab.window().findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("today results.csv")
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText(str(path))
    dialog.accept()
    desk.settle()

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 4
    assert desk.tab.sent.foot.hint.text() == "3 rows saved as results.csv."


def test_a_new_batch_begins_empty(desk: Desk) -> None:
    desk.build((desk.good(1)[0], "M1 1AA"))
    desk.send_all()

    desk.tab.sent.foot.primary.click()
    desk.settle()

    assert desk.tab.building
    assert desk.cells == []
    assert desk.tab.build.heading.text() == "New batch"
