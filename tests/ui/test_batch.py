"""The tab *Batch*: build, paste, open and check a batch, on the real practice account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.ui.parts.tick_list import TickList

if TYPE_CHECKING:
    from tests.ui.conftest import Office
from tests.ui.batch_desk import ACME, Desk, sit_down

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


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
    assert desk.tab.build.foot.hint.text().startswith("Say what to change")

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
    assert problems.words == "2 rows cannot be sent yet. Correct them, or leave them out."
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
