"""The tab *Batch*: build, paste, open, review, send, and look at each row, on the real practice account."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.batch_presenter import BatchPresenter, build_batch_tab
from leadbyte_desktop.ui.batch_sent_model import LEAD, OUTCOME, ROW, SAID
from leadbyte_desktop.ui.batch_tab import BatchTab
from leadbyte_desktop.ui.parts.tick_list import TickList

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

ACME = "1053"
W = TypeVar("W", bound=QWidget)


@dataclass
class Desk:
    """The tab in a window of its own, and the hands of a person at it."""

    office: Office
    window: QWidget
    tab: BatchTab
    presenter: BatchPresenter

    def settle(self) -> None:
        """Wait until the check has run and nothing is under way."""
        self.office.until(lambda: not self.presenter._timer.isActive() and not self.office.runner.running)
        self.office.settle()

    def button(self, name: str) -> QPushButton:
        return self.find(QPushButton, name)

    def find(self, kind: type[W], name: str) -> W:
        self.office.until(lambda: self.tab.findChild(kind, name) is not None)
        return cast("W", self.tab.findChild(kind, name))

    def press(self, name: str) -> None:
        button = self.button(name)
        assert button.isVisible()
        assert button.isEnabled()
        button.click()

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(self.tab.build.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def type_in_cell(self, text: str) -> None:
        """Type in the cell that is open, and press Enter."""
        view = self.tab.build.table.view
        editor = view.indexWidget(view.currentIndex())
        assert isinstance(editor, QLineEdit)
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self.office.until(lambda: view.state() == view.State.NoState)

    def go_to(self, row: int, column: int) -> None:
        self.tab.build.table.view.choose_block(row, column, 1, 1)

    def build(self, *rows: BatchRow, fields: tuple[str, ...] = ("postcode",), name: str = "") -> None:
        self.presenter.opening.show(Batch(name, list(fields), list(rows)))
        self.settle()

    def review(self) -> None:
        self.settle()
        self.press("batch.review_primary")

    def send_all(self) -> None:
        """Review, agree, and wait for the end."""
        self.review()
        self.wait_for_end()

    def wait_for_end(self) -> None:
        self.office.until(lambda: not self.tab.building and not self.presenter.sending.sending)
        self.settle()

    @property
    def cells(self) -> list[list[str]]:
        """What the table shows in which a batch is built."""
        model = self.tab.build.model
        return [[model.words_at(row, column) for column in range(model.columnCount())] for row in range(model.rowCount())]

    @property
    def outcomes(self) -> dict[str, tuple[str, str]]:
        """Lead ID to what happened and what LeadByte said, as the table of results shows it."""
        model = self.tab.sent.model
        return {
            model.index(row, LEAD).data(): (model.index(row, OUTCOME).data(), model.index(row, SAID).data())
            for row in range(model.rowCount())
        }

    def leads(self, count: int, *statuses: LeadStatus) -> list[str]:
        wanted = [each.number for each in self.office.world.leads.values() if each.status in statuses]
        return wanted[:count]

    def good(self, count: int) -> list[str]:
        return self.leads(count, LeadStatus.VALID)

    def job_items(self) -> dict[str, ItemState]:
        job = self.presenter.sending.job
        assert job is not None
        return {item.lead.number: item.state for item in self.office.items(job.job_id)}


def sit_down(office: Office, qtbot: QtBot) -> Desk:
    window = QWidget()
    window.resize(1180, 640)
    tab, presenter = build_batch_tab(office.flow, office.runner, window)
    tab.resize(1180, 640)
    window.show()
    qtbot.waitExposed(window)
    desk = Desk(office, window, tab, presenter)
    # pytest-qt closes windows before any fixture ends, so what is under way has to end before that.
    qtbot.addWidget(window, before_close_func=lambda _window: desk.settle())
    desk.settle()
    return desk


@pytest.fixture
def desk(office: Office, qtbot: QtBot) -> Desk:
    return sit_down(office, qtbot)


# Building


def test_an_empty_tab_says_what_to_do_and_offers_no_review(desk: Desk) -> None:
    build = desk.tab.build

    assert build.table.empty.isVisible()
    assert not build.foot.primary.isEnabled()
    assert build.foot.hint.text() == "Add a lead: open a CSV file, paste lead IDs, or add a row."


def test_a_batch_is_typed_with_the_keyboard_alone(desk: Desk) -> None:
    first, second = desk.good(2)
    view = desk.tab.build.table.view
    desk.presenter._model.set_fields(["postcode"])
    desk.press("batch.addRow")
    desk.type_in_cell(first)
    QTest.keyClick(view, Qt.Key.Key_Return)
    desk.type_in_cell(second)
    desk.go_to(0, 1)
    QTest.keyClick(view, Qt.Key.Key_Return)
    desk.type_in_cell("SW1A 1AA")
    desk.settle()

    assert [row[:2] for row in desk.cells] == [[first, "SW1A 1AA"], [second, ""], ["", ""]]
    assert not desk.office.reviews, "Enter never sends"


def test_pasted_ids_keep_their_zeros_and_wait_for_something_to_change(desk: Desk) -> None:
    desk.paste("0012\r\n0013\r\n")
    desk.settle()

    assert [row[0] for row in desk.cells] == ["0012", "0013"]
    assert not desk.tab.build.problems.isVisible()
    assert not desk.tab.build.foot.primary.isEnabled()
    assert desk.tab.build.foot.hint.text().startswith("Say what shall change")

    desk.tab.build.reprocess_all.click()
    desk.settle()
    assert desk.tab.build.foot.primary.text().startswith("Review 2 leads…")


def test_pasted_columns_without_a_field_are_asked_for(desk: Desk) -> None:
    desk.build(BatchRow("1"), fields=("postcode",))
    desk.go_to(0, 0)
    desk.paste("11\tM1 1AA\tleft\tann@example.com\n12\tM2 2BB\tout\tbob@example.com")
    dialog = desk.find(QDialog, "batchColumns")
    desk.find(QComboBox, "batchColumns_1").setEditText("Email")
    desk.press("batchColumns_agree")
    desk.office.until(lambda: not dialog.isVisible())
    desk.settle()

    assert desk.presenter._model.batch.fields == ["postcode", "email"]
    assert [row[:3] for row in desk.cells] == [["11", "M1 1AA", "ann@example.com"], ["12", "M2 2BB", "bob@example.com"]]


def test_going_back_from_a_paste_changes_nothing(desk: Desk) -> None:
    desk.build(BatchRow("1", {"postcode": "M1 1AA"}))
    before = desk.cells
    desk.go_to(0, 0)
    desk.paste("2\tx\ty")
    desk.find(QDialog, "batchColumns").reject()
    desk.settle()

    assert desk.cells == before


def test_a_pasted_table_with_headings_is_matched(desk: Desk) -> None:
    desk.paste("Lead ID\tPost code\tShoe size\n007\tM1 1AA\t9\n")
    desk.find(QDialog, "batchOpen")
    desk.press("batchOpen_2")
    desk.settle()

    assert [row[:2] for row in desk.cells] == [["007", "M1 1AA"]]
    assert "Postcode → LeadByte; “Shoe size” is left out" in desk.tab.build.note.words


def test_rows_are_copied_cleared_and_deleted(desk: Desk) -> None:
    desk.build(BatchRow("1", {"postcode": "M1 1AA"}), BatchRow("2"))
    desk.go_to(0, 1)
    desk.press("batch.copyRows")
    desk.go_to(1, 1)
    desk.tab.build.clear_fields()
    desk.go_to(2, 0)
    desk.press("batch.deleteRows")
    desk.settle()

    assert [row[:2] for row in desk.cells] == [["1", "M1 1AA"], ["1", "(cleared)"]]
    QTest.keyClick(desk.tab.build.table.view, Qt.Key.Key_Delete)


def test_chosen_cells_are_copied_as_excel_takes_them(desk: Desk) -> None:
    desk.build(BatchRow("007", {"postcode": "M1 1AA"}), BatchRow("8"))
    view = desk.tab.build.table.view
    view.choose_block(0, 0, 2, 2)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text().split() == ["007", "M1", "1AA", "8"]


def test_rows_have_their_own_deliveries_and_reprocess(desk: Desk) -> None:
    first, second = desk.good(2)
    desk.build(BatchRow(first), BatchRow(second))
    desk.go_to(1, 0)
    desk.tab.build.reprocess_rows(True)
    desk.go_to(0, 2)
    QTest.keyClick(desk.tab.build.table.view, Qt.Key.Key_Return)
    desk.find(QDialog, "batchDeliveries")
    desk.find(TickList, "batchDeliveries_list").tick(ACME)
    assert desk.button("batchDeliveries_agree").text() == "Use 1 delivery"
    desk.press("batchDeliveries_agree")
    desk.settle()

    assert [row[2:] for row in desk.cells] == [["Acme Solar — evening", ""], ["", "Reprocess"]]
    desk.send_all()
    assert desk.office.ledger.triggers == {(LeadRef(first), ACME): 1}
    assert desk.office.ledger.actions == {(LeadRef(second), Action.REPROCESS): 1}


def test_deliveries_for_every_row_stand_above_the_table(desk: Desk) -> None:
    numbers = desk.good(3)
    desk.build(*(BatchRow(number) for number in numbers))
    desk.press("batch.chooseDeliveries")
    desk.find(QDialog, "batchDeliveries")
    desk.find(TickList, "batchDeliveries_list").tick(ACME)
    desk.press("batchDeliveries_agree")
    desk.settle()
    assert desk.tab.build._all_words.text() == "Acme Solar — evening (Acme Ltd)"

    desk.send_all()

    assert desk.office.reviews[-1].delivery_count == 3
    assert desk.office.ledger.triggers == {(LeadRef(number), ACME): 1 for number in numbers}


def test_fields_are_chosen_by_label_or_free_name(desk: Desk) -> None:
    desk.build(BatchRow("1", {"postcode": "M1 1AA"}))
    desk.press("batch.fields")
    desk.find(QDialog, "batchFields")
    fields = desk.find(TickList, "batchFields_list")
    fields.tick("postcode", on=False)
    assert "Postcode goes" in desk.find(QWidget, "batchFields_warning").text()  # type: ignore[attr-defined]
    fields.tick("email")
    desk.find(QLineEdit, "batchFields_other").setText("Roof type")
    desk.press("batchFields_add")
    desk.press("batchFields_agree")
    desk.settle()

    assert set(desk.presenter._model.batch.fields) == {"email", "Roof type"}
    assert desk.presenter._model.batch.rows[0].values == {}


def test_a_row_from_single_lead_comes_in_below(desk: Desk) -> None:
    desk.build(BatchRow("1", {"postcode": "M1 1AA"}))
    desk.presenter.add(LeadUpdate(LeadRef("2"), {"email": "a@example.com"}, (ACME,)))
    desk.settle()

    assert desk.cells == [["1", "M1 1AA", "", "", ""], ["2", "", "a@example.com", "Acme Solar — evening", ""]]
    assert desk.tab.build.foot.primary.text().startswith("Review 2 leads…")


# Problems


def test_problems_are_listed_gone_to_and_left_out(desk: Desk) -> None:
    good = desk.good(1)[0]
    rows = [BatchRow(good, {"postcode": "M1 1AA"}), BatchRow("29x", {"postcode": "M2 2BB"}), BatchRow("5")]
    desk.build(*rows)
    problems = desk.tab.build.problems

    assert problems.isVisible()
    assert problems.words == "2 rows cannot be sent yet. Mend them, or leave them out."
    assert problems.lines[0].startswith("Row 2: “29x” is not a lead ID")
    assert problems.lines[1].startswith("Row 3: Nothing would change")
    assert not desk.tab.build.foot.primary.isEnabled()

    problems.view.clicked.emit(problems.view.model().index(0, 0))
    assert desk.tab.build.table.view.currentIndex().row() == 1
    desk.press("batch.problems_note_leaveOut")
    desk.settle()

    assert [row[0] for row in desk.cells] == [good]
    assert not problems.isVisible()
    assert desk.tab.build.foot.primary.isEnabled()


# Files


BAD_FILES = {
    "no-ids.csv": ("Name,Postcode\nAnn,M1 1AA\n", "No column holds the lead IDs"),
    "empty.csv": ("", ""),
    "only-headings.csv": ("Lead ID,Postcode\n", "no rows"),
    "open-quote.csv": ('Lead ID,Postcode\n1,"M1 1AA\n', "quotation mark"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_answered_in_words_and_loses_nothing(desk: Desk, tmp_path: Path, name: str) -> None:
    text, words = BAD_FILES[name]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    desk.build(BatchRow("1", {"postcode": "M1 1AA"}))
    before = desk.cells

    desk.tab.file_dropped.emit(path)
    desk.settle()

    assert desk.tab.build.note.isVisible()
    assert desk.tab.build.note.property("tone") == "error"
    assert words in desk.tab.build.note.words
    assert desk.tab.build.note.words.endswith((".", "”."))
    assert desk.cells == before


def test_a_file_is_opened_after_its_columns_were_seen(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "leads-today.csv"
    path.write_text("Lead ID;Postcode;Notes 2;First name\n0012;M1 1AA;x;<b>Ann</b>\n0013;;y;\n", encoding="utf-8")

    desk.tab.file_dropped.emit(path)
    dialog = desk.find(QDialog, "batchOpen")
    assert dialog.windowTitle() == "Open leads-today.csv?"
    assert desk.cells == []
    desk.press("batchOpen_2")
    desk.settle()

    assert [row[:3] for row in desk.cells] == [["0012", "M1 1AA", "<b>Ann</b>"], ["0013", "", ""]]
    assert "Postcode, First name → LeadByte; “Notes 2” is left out" in desk.tab.build.note.words
    assert any("holds “<” or “>”" in line for line in desk.tab.build.problems.lines)

    desk.presenter._model.setData(desk.presenter._model.index(0, 2), "Ann")
    desk.settle()
    assert not any("holds “<” or “>”" in line for line in desk.tab.build.problems.lines), "edited, so no more odd"


@pytest.mark.parametrize(("answer", "left"), [(1, ["1"]), (2, ["1", "7"]), (3, ["7"])])
def test_what_stands_in_the_table_goes_only_when_told(desk: Desk, tmp_path: Path, answer: int, left: list[str]) -> None:
    path = tmp_path / "more.csv"
    path.write_text("Lead ID,Postcode\n7,M7 7GG\n", encoding="utf-8")
    desk.build(BatchRow("1", {"postcode": "M1 1AA"}))

    desk.tab.file_dropped.emit(path)
    desk.find(QDialog, "batchOpen")
    desk.press(f"batchOpen_{answer}")
    desk.settle()

    assert [row[0] for row in desk.cells] == left


def test_the_sample_opens_into_an_empty_table_only(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    path.write_text("Lead ID,Postcode\n7,M7 7GG\n", encoding="utf-8")

    desk.office.run(desk.presenter.open_if_empty(path))
    desk.office.run(desk.presenter.open_if_empty(path))
    desk.settle()

    assert [row[0] for row in desk.cells] == ["7"]


def test_a_file_is_dropped_on_the_tab(desk: Desk, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "leads.csv"))])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), actions, data, buttons, keys)
    desk.tab.dragEnterEvent(enter)
    assert enter.isAccepted()
    dropped: list[Path] = []
    desk.tab.file_dropped.disconnect()
    desk.tab.file_dropped.connect(dropped.append)
    desk.tab.dropEvent(QDropEvent(QPointF(5, 5), actions, data, buttons, keys))

    assert dropped == [tmp_path / "leads.csv"]


# Sending


def test_sixty_rows_go_and_each_shows_what_became_of_it(desk: Desk) -> None:
    good = desk.good(55)
    refused = desk.leads(4, LeadStatus.REJECTED)
    numbers = [*good[:30], *refused, "1", *good[30:]]
    desk.build(*(BatchRow(number, {"postcode": "SW1A 1AA"}) for number in numbers), name="today.csv")
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
    desk.build(*(BatchRow(number, {"postcode": "SW1A 1AA"}) for number in (*good[:3], *refused, *good[3:])))
    desk.send_all()
    sent = desk.tab.sent
    assert desk.button("batch.count_refused").text() == "2 refused"
    assert not desk.button("batch.count_not_known").isVisible()

    desk.press("batch.count_refused")
    assert [sent.model.index(row, ROW).data() for row in range(sent.model.rowCount())] == ["4", "5"]
    sent.table.choose_row(1)
    desk.settle()
    assert sent.outcome.isVisible()
    assert refused[1] in sent.outcome.words

    desk.press("batch.count_refused")
    assert sent.model.rowCount() == 8
    assert desk.button("batch.count_all").isChecked()


def test_going_back_from_the_review_keeps_the_batch(desk: Desk) -> None:
    desk.office.go_back()
    desk.build(BatchRow(desk.good(1)[0], {"postcode": "M1 1AA"}))
    before = desk.cells

    desk.review()
    desk.settle()

    assert len(desk.office.reviews) == 1
    assert desk.tab.building
    assert desk.cells == before
    assert desk.tab.build.foot.primary.isEnabled()
    assert desk.office.ledger.empty


def test_ctrl_enter_reviews_what_is_still_being_typed(desk: Desk) -> None:
    number = desk.good(1)[0]
    desk.build(BatchRow(number))
    desk.tab.build.reprocess_all.click()
    desk.settle()
    desk.go_to(0, 1)
    view = desk.tab.build.table.view
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClicks(desk.tab.focusWidget(), "M9 9ZZ")

    desk.tab.build.foot._press()
    desk.wait_for_end()

    assert desk.office.world.leads[number].fields["postcode"] == "M9 9ZZ"


def test_cancelled_midway_the_rest_is_never_sent(desk: Desk) -> None:
    numbers = desk.good(200)
    desk.build(*(BatchRow(number, {"postcode": "M1 1AA"}) for number in numbers))
    desk.review()
    desk.office.until(lambda: desk.presenter.sending.sending and desk.presenter.sending._latest)
    desk.press("batch.cancel")
    desk.find(QDialog, "batchCancel")
    desk.press("batchCancel_2")
    desk.wait_for_end()

    states = desk.job_items()
    updated = [number for number in numbers if states[number] is ItemState.UPDATED]
    cancelled = [number for number in numbers if states[number] is ItemState.CANCELLED]
    assert updated
    assert cancelled
    assert len(updated) + len(cancelled) == 200
    assert set(desk.office.ledger.updates) == {LeadRef(number) for number in updated}
    assert all(desk.outcomes[number][0] == "Cancelled" for number in cancelled)
    assert "all 200 rows accounted for" in desk.tab.sent.note.words
    assert "cancelled" in desk.tab.sent.note.words


def test_going_on_sending_cancels_nothing(desk: Desk) -> None:
    desk.build(*(BatchRow(number, {"postcode": "M1 1AA"}) for number in desk.good(60)))
    desk.review()
    desk.office.until(lambda: desk.presenter.sending.sending)
    desk.press("batch.cancel")
    desk.find(QDialog, "batchCancel")
    desk.press("batchCancel_1")
    desk.wait_for_end()

    assert set(desk.job_items().values()) == {ItemState.UPDATED}


def test_after_a_lost_network_the_rest_is_continued(desk: Desk) -> None:
    numbers = desk.good(30)
    desk.build(*(BatchRow(number, {"postcode": "M1 1AA"}) for number in numbers))
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


def lost_delivery(desk: Desk) -> str:
    """One row with a delivery whose answer never came."""
    number = desk.good(1)[0]
    desk.build(BatchRow(number, {}, (ACME,)))
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
    assert desk.tab.sent.foot.primary.text() == "Continue with the rest…"


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
    rows = [BatchRow(number, {"postcode": "M1 1AA"}, (ACME,)) for number in (*good, *refused)]
    desk.build(*rows, name="today.csv")
    desk.send_all()

    desk.press("batch.sentNote_refused")
    desk.settle()

    assert desk.tab.building
    assert [row[0] for row in desk.cells] == refused
    assert desk.presenter._model.batch.delivery_ids == (ACME,)
    assert desk.tab.build.card.heading.text() == "today.csv, refused rows — 2 rows"
    assert len(desk.office.reviews) == 1


def test_results_are_saved(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.csv"

    async def choose(_parent: QWidget, _title: str, suggested: str) -> Path:
        assert suggested == "today results.csv"
        return path

    monkeypatch.setattr("leadbyte_desktop.ui.batch_sending.ask_save_file", choose)
    desk.build(*(BatchRow(number, {"postcode": "M1 1AA"}) for number in desk.good(3)), name="today.csv")
    desk.send_all()

    desk.press("batch.saveResults")
    desk.settle()

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 4
    assert desk.tab.sent.foot.hint.text() == "3 rows saved as results.csv."


def test_a_new_batch_begins_empty(desk: Desk) -> None:
    desk.build(BatchRow(desk.good(1)[0], {"postcode": "M1 1AA"}))
    desk.send_all()

    desk.tab.sent.foot.primary.click()
    desk.settle()

    assert desk.tab.building
    assert desk.cells == []
    assert desk.tab.build.card.heading.text() == "New batch"


# Keeping


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
    assert again.tab.build.note.words.startswith("“today.csv” is not finished: 5 rows are not sent yet.")
    again.press("batch.note_showJob")
    again.settle()

    assert not again.tab.building
    assert {what for what, _ in again.outcomes.values()} == {"Not sent"}
    assert again.tab.sent.foot.primary.text() == "Continue with the rest…"
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


# Size


def test_a_hundred_thousand_rows_are_shown_changed_and_filtered_at_once(desk: Desk) -> None:
    rows = [BatchRow(str(number), {"postcode": "M1 1AA"}) for number in range(1, 100_001)]
    desk.build(*rows)
    view = desk.tab.build.table.view

    assert desk.tab.build.foot.primary.text().startswith("Review 100,000 leads…")
    view.scrollToBottom()
    desk.go_to(99_999, 1)
    desk.presenter._model.set_cells([(row, 1) for row in range(100_000)], "")
    assert view.currentIndex().data() == "(cleared)"

    sent = desk.tab.sent
    updates = [LeadUpdate(LeadRef(row.lead), row.values) for row in rows]
    sent.model.show_updates(updates, {})
    sent.model.show_only({ItemState.WAITING})
    assert sent.model.rowCount() == 100_000
    desk.presenter.opening.show(Batch())
