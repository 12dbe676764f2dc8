"""The tab *Batch*: build, mend and review a batch, on the real practice account and real sheets."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.delivery_set import DeliverySet
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.sheet import ForAll, Role
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.store.sheet import Only
from leadbyte_desktop.ui.delivery_sets import DeliverySetsButton
from leadbyte_desktop.ui.parts.tick_list import TickList

if TYPE_CHECKING:
    from tests.ui.conftest import Office
from tests.ui.batch_desk import ACME, Desk, sit_down

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(office: Office, qtbot: QtBot) -> Desk:
    return sit_down(office, qtbot)


# Building


def test_an_empty_tab_says_what_to_do_and_offers_no_review(desk: Desk) -> None:
    build = desk.tab.build

    assert build.table.empty.isVisible()
    assert not build.foot.primary.isEnabled()
    assert build.foot.hint.text() == "Add a lead: open a file, paste lead IDs, or add a row."


def test_a_batch_is_typed_with_the_keyboard_alone(desk: Desk) -> None:
    first, second = desk.good(2)
    view = desk.tab.build.table.view
    desk.build()
    desk.press("batch.addRow")
    desk.type_in_cell(first)
    QTest.keyClick(view, Qt.Key.Key_Return)
    desk.type_in_cell(second)
    desk.settle()
    desk.type_over(0, 1, "SW1A 1AA")

    assert desk.cells == [[first, "SW1A 1AA"], [second, ""], ["", ""]]
    assert not desk.office.reviews, "Enter never sends"


def test_rows_are_copied_deleted_and_both_are_taken_back(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"), ("2",), ("3",))
    desk.choose(0, 0, 2, 1)
    desk.act("copyRows")
    assert [row[0] for row in desk.cells] == ["1", "2", "1", "2", "3"]
    assert desk.tab.build.table.view.runs() == [(2, 3)], "the copies are chosen"

    desk.act("deleteRows")
    desk.choose(2, 0)
    desk.act("deleteRows")
    assert [row[0] for row in desk.cells] == ["1", "2"]
    for left in (3, 5, 3):
        desk.key(Qt.Key.Key_Z)
        assert len(desk.cells) == left
    desk.key(Qt.Key.Key_Y)
    assert len(desk.cells) == 5
    desk.key(Qt.Key.Key_Z)
    desk.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert len(desk.cells) == 5
    assert "copying 2 rows" in desk.button("batch.undo").toolTip()


def test_fields_are_cleared_or_left_alone(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"), ("2", "M2 2BB"))
    desk.choose(0, 0, 2, 2)
    desk.act("clearField")
    assert desk.cells == [["1", "(cleared)"], ["2", "(cleared)"]]

    desk.choose(1, 1)
    desk.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert desk.cells == [["1", "(cleared)"], ["2", ""]]
    desk.choose(0, 0)
    desk.act("clearField")
    assert desk.tab.build.note.words.startswith("Choose the cells to clear")


def test_cells_are_copied_cut_and_filled_as_in_excel(desk: Desk) -> None:
    desk.build(("007", "M1 1AA", "a"), ("8", None, "b\tc"), ("9",), fields=("postcode", "notes"))
    clipboard = QGuiApplication.clipboard()
    desk.choose(0, 0, 2, 3)
    desk.key(Qt.Key.Key_C)
    assert clipboard.text() == '007\tM1 1AA\ta\n8\t\t"b\tc"\n'

    desk.choose(0, 1)
    desk.key(Qt.Key.Key_X)
    assert clipboard.text() == "M1 1AA"
    assert desk.cells[0] == ["007", "", "a"]
    desk.choose(0, 2, 3, 1)
    desk.key(Qt.Key.Key_D)
    assert [row[2] for row in desk.cells] == ["a", "a", "a"]

    desk.choose(0, 1, 3, 1)
    QTest.keyClick(desk.tab.build.table.view, Qt.Key.Key_F2)
    editor = desk.tab.build.table.view.indexWidget(desk.tab.build.table.view.currentIndex())
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "SW1A 1AA")
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert [row[1] for row in desk.cells] == ["SW1A 1AA"] * 3
    assert not desk.office.reviews, "Ctrl+Enter fills while a cell is typed in"


def test_a_block_goes_over_the_rows_as_shown_and_grows_downwards(desk: Desk) -> None:
    desk.build(("3",), ("1",), ("2",))
    desk.presenter._column_menu.sort(0, descending=False)
    desk.settle()
    desk.choose(1, 0)
    desk.presenter.acts.paste_block([["20", "a"], ["30", "b"], ["40", "c", "beyond"]])
    desk.settle()
    desk.press("batch.fileOrder")
    desk.settle()

    assert desk.cells == [["30", "b"], ["1", ""], ["20", "a"], ["40", "c"]]


def test_everything_can_be_chosen_copied_and_cleared_at_once(desk: Desk) -> None:
    desk.build(*((str(number), "M1 1AA") for number in range(1, 3_001)))
    desk.key(Qt.Key.Key_A)
    assert desk.tab.build.table.view.runs() == [(0, 2_999)]
    desk.key(Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text().count("\n") == 3_000
    desk.act("clearField")
    desk.tab.build.table.view.scrollToBottom()
    desk.settle()
    assert desk.cells[-1] == ["3000", "(cleared)"]


# Deliveries, actions, and what holds for all rows


def test_rows_have_their_own_deliveries_and_reprocess(desk: Desk) -> None:
    first, second = desk.good(2)
    desk.build((first,), (second,), roles=(Role.DELIVERIES,))
    desk.choose(1, 0)
    desk.act("rowReprocess")
    desk.choose(0, 2)
    QTest.keyClick(desk.tab.build.table.view, Qt.Key.Key_Return)
    desk.find(QDialog, "batchDeliveries")
    desk.find(TickList, "batchDeliveries_list").tick(ACME)
    desk.press("batchDeliveries_agree")
    desk.settle()

    assert [row[2:] for row in desk.cells] == [["Acme Solar — evening", ""], ["", "reprocess"]]
    desk.send_all()
    assert desk.office.ledger.triggers == {(LeadRef(first), ACME): 1}
    assert desk.office.ledger.actions == {(LeadRef(second), Action.REPROCESS): 1}


def test_a_named_set_ticks_deliveries_for_every_row(desk: Desk) -> None:
    account_id = desk.office.desk.account.account_id
    kept = desk.office.desk.tools.delivery_sets
    desk.office.run(kept.put(account_id, DeliverySet("Solar", ("1052", ACME))))
    desk.build(*((number,) for number in desk.good(2)))
    desk.press("batch.chooseDeliveries")
    sets = desk.find(DeliverySetsButton, "batchDeliveries_sets")
    desk.office.until(lambda: "set0" in [sets.key_of(each) for each in sets.choices.actions()])
    sets.entry("set0").trigger()
    assert desk.find(TickList, "batchDeliveries_list").ticked() == ["1052", ACME]
    desk.press("batchDeliveries_agree")
    desk.settle()
    assert desk.tab.build.model.head.for_all.delivery_ids == ("1052", ACME)


def test_deliveries_and_an_action_for_every_row_stand_above_the_table(desk: Desk) -> None:
    numbers = desk.good(3)
    desk.build(*((number,) for number in numbers))
    desk.press("batch.chooseDeliveries")
    desk.find(QDialog, "batchDeliveries")
    desk.find(TickList, "batchDeliveries_list").tick(ACME)
    desk.press("batchDeliveries_agree")
    desk.settle()
    assert desk.tab.build.for_all.deliveries.text() == "Acme Solar — evening (Acme Ltd)"

    action = desk.tab.build.findChild(QAction, "batch.actionAll_reprocess")
    assert action is not None
    action.trigger()
    desk.settle()
    assert desk.button("batch.actionAll").text() == "Reprocess every lead"
    desk.press("batch.undo")
    desk.settle()
    assert desk.button("batch.actionAll").text() == "No action"

    desk.send_all()
    assert desk.office.reviews[-1].delivery_count == 3
    assert desk.office.ledger.triggers == {(LeadRef(number), ACME): 1 for number in numbers}


def test_blank_cells_clear_only_when_told_and_the_danger_is_said(desk: Desk) -> None:
    first, second = desk.good(2)
    desk.build((first, "SW1A 1AA"), (second,))
    for_all = desk.tab.build.for_all
    assert not for_all.danger.isVisible()
    for_all.blank_clears.click()
    desk.settle()

    assert for_all.danger.text() == (
        "In every row, a blank cell of Postcode empties that field in LeadByte. What stood there is lost."
    )
    assert for_all.danger.isVisible()
    assert desk.cells[1] == [second, "(cleared)"]
    desk.send_all()
    assert desk.office.world.leads[second].fields["postcode"] == ""


def test_fields_are_chosen_by_label_or_free_name_and_a_gone_one_leaves_nothing_behind(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"))
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

    assert set(desk.tab.build.model.head.field_names) == {"email", "Roof type"}
    assert desk.cells == [["1", "", ""]]
    desk.press("batch.undo")
    desk.settle()
    assert desk.cells == [["1", "M1 1AA"]]


def test_a_quarantined_lead_can_be_released_and_not_reprocessed(desk: Desk) -> None:
    desk.build(("5",), lead=Role.QUARANTINE)
    shown = {action.objectName() for action in desk.tab.build._rows_menu.actions() if action.isVisible()}
    assert "batch.rowRelease" in shown
    assert "batch.rowReprocess" not in shown


def test_quarantined_leads_are_updated_released_and_rejected_by_their_rows(desk: Desk) -> None:
    numbers = [lead.quarantine_number for lead in desk.office.world.with_status(LeadStatus.QUARANTINED)[:3]]
    first, second, third = (LeadRef(number, LeadKind.QUARANTINE) for number in numbers)
    desk.build(
        (numbers[0], None, "release"),
        (numbers[1], None, "reject"),
        (numbers[2], "M1 1AA", "release"),
        roles=(Role.ACTION,),
        lead=Role.QUARANTINE,
    )
    desk.send_all()

    (review,) = desk.office.reviews
    assert "2 quarantined leads are released: LeadByte queues this" in " ".join(review.summary)
    ledger = desk.office.ledger
    assert ledger.actions == {(first, Action.RELEASE): 1, (second, Action.REJECT): 1, (third, Action.RELEASE): 1}
    assert ledger.updates == {third: 1}
    paths = [request.path.rpartition("/v1.3")[2] for request in ledger.requests if request.method != "GET"]
    assert sorted(paths) == ["/leads", "/quarantine/process", "/quarantine/process"]
    assert {number: outcome for number, (outcome, _said) in desk.outcomes.items()} == {
        numbers[0]: "Queued",
        numbers[1]: "Queued",
        numbers[2]: "Updated",
    }


def test_rows_with_only_deliveries_go_by_the_other_way_where_leadbyte_wants_an_update(desk: Desk) -> None:
    first, second = desk.good(2)
    desk.build((first, None, "1061"), (second, "M1 1AA", "1061"), roles=(Role.DELIVERIES,))
    desk.send_all()

    assert desk.office.ledger.triggers == {(LeadRef(first), "1061"): 1, (LeadRef(second), "1061"): 1}
    assert desk.outcomes[first] == ("Queued", "Queued")
    assert desk.outcomes[second][0] == "Updated"


def test_a_row_from_single_lead_comes_in_below(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"))
    desk.presenter.add(LeadUpdate(LeadRef("2"), {"email": "a@example.com"}, (ACME,)))
    desk.settle()

    assert desk.cells == [["1", "M1 1AA", "", ""], ["2", "", "a@example.com", "Acme Solar — evening"]]
    assert desk.tab.build.foot.primary.text().startswith("Review 2 leads…")


# What was found


def test_what_cannot_be_seen_in_a_wrong_cell_is_named_in_the_list(desk: Desk) -> None:
    desk.build(("29\u202e31", "M1 1AA"))
    assert desk.tab.build.problems.row_lines == ["Row 1 · “29⟨U+202E⟩31”"]


def test_problems_are_listed_by_kind_gone_to_and_left_out(desk: Desk) -> None:
    good = desk.good(1)[0]
    desk.build((good, "M1 1AA"), ("29x", "M2 2BB"), ("30y", "M2 2BB"))
    panel = desk.tab.build.problems

    assert panel.isVisible()
    assert panel.words == "2 rows cannot be sent yet. Correct or leave out."
    assert len(panel.kind_lines) == 1
    assert panel.kind_lines[0].startswith("2 · Lead ID: ")
    assert panel.row_lines == ["Row 2 · “29x”", "Row 3 · “30y”"]
    assert not desk.tab.build.foot.primary.isEnabled()
    assert desk.tab.build.foot.hint.text() == "Correct or leave out 2 rows with problems first."

    panel.rows.clicked.emit(panel.rows.model().index(1, 0))
    desk.settle()
    assert desk.tab.build.table.view.currentIndex().row() == 2
    desk.press("batch.problems_leaveOut")
    desk.settle()

    assert [row[0] for row in desk.cells] == [good, "29x", "30y"], "rows that are left out stay in sight"
    assert not panel.isVisible()
    assert desk.tab.build.adds_up.text() == "1 ready · 2 left out"
    assert desk.tab.build.foot.primary.isEnabled()
    desk.press("batch.note_undo")
    desk.settle()
    assert panel.isVisible()
    assert not desk.tab.build.note.isVisible()


def test_all_like_this_are_fixed_and_taken_back(desk: Desk) -> None:
    first, second = desk.good(2)
    desk.build((first, "7700900123"), (second, "7700900124"), fields=("phone1",))
    panel = desk.tab.build.problems
    assert panel.kind_lines[0].startswith("2 · Warning · Phone 1: ")
    assert panel.fix_all.text() == "Fix all like this (2)"
    panel.fix_all.click()
    desk.settle()

    assert [row[1] for row in desk.cells] == ["07700900123", "07700900124"]
    assert "2 cells were mended under Phone 1" in desk.tab.build.note.words
    desk.press("batch.note_undo")
    desk.settle()
    assert [row[1] for row in desk.cells] == ["7700900123", "7700900124"]
    panel.fix.click()
    desk.settle()
    assert [row[1] for row in desk.cells] == ["07700900123", "7700900124"]


def test_after_fixing_all_the_focus_is_on_the_next_problem_and_then_in_the_table(desk: Desk) -> None:
    desk.build(
        ("29x", "7700900123", "x"), ("2932001", "7700900124", "x"), ("2932002", "07700900125", "<b>"),
        fields=("phone1", "notes"),
    )  # fmt: skip
    panel = desk.tab.build.problems
    assert [line.split(":")[0] for line in panel.kind_lines] == [
        "1 · Lead ID",
        "2 · Warning · Phone 1",
        "1 · Warning · Notes",
    ]
    panel.kinds.setCurrentIndex(panel.kinds.model().index(1, 0))
    desk.settle()
    _press_with_enter(desk, panel.fix_all)

    assert panel.kinds.hasFocus()
    assert panel.chosen is not None
    assert panel.chosen.column == "Notes"
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)
    desk.settle()
    assert desk.presenter.loader.summary is not None
    assert desk.presenter.loader.summary.counts.left_out == 0, "one more Enter leaves no row out"

    _press_with_enter(desk, panel.leave_out)
    assert panel.kinds.hasFocus()
    _press_with_enter(desk, panel.leave_out)
    assert not panel.isVisible()
    assert desk.tab.build.table.view.hasFocus()


def _press_with_enter(desk: Desk, button: QPushButton) -> None:
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    desk.settle()


def test_the_word_undo_of_the_note_leaves_the_focus_in_the_table(desk: Desk) -> None:
    desk.build(("29x",), ("5", "M1 1AA"))
    desk.press("batch.problems_leaveOutAll")
    desk.settle()
    _press_with_enter(desk, desk.button("batch.note_undo"))

    assert desk.cells[0] == ["29x", ""]
    assert desk.tab.build.table.view.hasFocus()


def test_undo_and_redo_take_the_person_to_the_cell_that_changed(desk: Desk) -> None:
    desk.build(*((str(number), "M1 1AA", "x") for number in range(1, 301)), fields=("postcode", "notes"))
    view = desk.tab.build.table.view
    desk.go_to(250, 2)
    desk.settle()
    desk.type_over(250, 2, "changed")
    desk.type_over(251, 2, "changed too")
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
        desk.go_to(0, 0)
        desk.key(key)
        here = view.currentIndex()
        assert (here.row(), here.column()) == (251, 2)
        assert view.viewport().rect().contains(view.visualRect(here).center())
        assert view.runs() == [(251, 251)]

    desk.presenter._column_menu.sort(0, descending=True)
    desk.settle()
    desk.key(Qt.Key.Key_Z)
    assert view.currentIndex().siblingAtColumn(0).data() == "252"
    desk.choose(0, 0, 3, 1)
    desk.act("deleteRows")
    desk.go_to(200, 1)
    desk.key(Qt.Key.Key_Z)
    assert view.currentIndex().row() == 0, "rows that are there again are gone to"


def test_undo_shows_all_rows_where_the_changed_one_is_hidden(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"), ("2", "M2 2BB"), ("29x", "M2 2BB"))
    desk.type_over(1, 1, "M3 3CC")
    desk.tab.build.finder.chips[Only.STOPPED].click()
    desk.settle()
    assert [row[0] for row in desk.cells] == ["29x"]
    desk.key(Qt.Key.Key_Z)

    assert len(desk.cells) == 3
    here = desk.tab.build.table.view.currentIndex()
    assert (here.row(), here.column(), here.data()) == (1, 1, "M2 2BB")


def test_the_offer_to_undo_goes_when_something_else_was_done(desk: Desk) -> None:
    desk.build(("29x",), ("5", "M1 1AA"))
    desk.press("batch.problems_leaveOutAll")
    desk.settle()
    assert desk.tab.build.note.isVisible()
    desk.type_over(1, 1, "M2 2BB")
    assert not desk.tab.build.note.isVisible()


# Searching, filtering, sorting


def test_rows_are_searched_filtered_and_shown_again(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"), ("29x", "M2 2BB"), ("3", "SW1A 1AA"))
    finder = desk.tab.build.finder
    desk.key(Qt.Key.Key_F)
    assert finder.search.hasFocus()
    QTest.keyClicks(finder.search, "1aa")
    QTest.keyClick(finder.search, Qt.Key.Key_Return)
    desk.settle()
    assert [row[0] for row in desk.cells] == ["1", "3"]

    finder.chips[Only.STOPPED].click()
    desk.settle()
    assert desk.cells == []
    assert desk.tab.build.table.empty.isVisible()
    finder.chips[Only.ALL].click()
    desk.settle()
    assert len(desk.cells) == 3
    finder.chips[Only.STOPPED].click()
    desk.settle()
    assert [row[0] for row in desk.cells] == ["29x"]
    assert [chip.count for chip in finder.chips.values()] == [3, 1, 0, 0]


def test_a_search_says_how_many_and_goes_from_one_to_the_next(desk: Desk) -> None:
    names = ("José", "Ann", "JOSE", "Tom", "Josefa")
    desk.build(*((str(place), "M1 1AA", name) for place, name in enumerate(names, 1)), fields=("postcode", "firstname"))
    finder, view = desk.tab.build.finder, desk.tab.build.table.view
    desk.go_to(2, 0)
    assert not finder.box.hits.isVisible()
    desk.key(Qt.Key.Key_F)
    QTest.keyClicks(finder.search, "jose")
    QTest.keyClick(finder.search, Qt.Key.Key_Return)
    desk.settle()

    assert [row[2] for row in desk.cells] == ["José", "JOSE", "Josefa"]
    assert finder.box.hits.text() == "2 of 3 rows", "the row that was the current one is where it begins"
    assert view.currentIndex().data() == "JOSE", "the cell itself is chosen"
    for key, where, said in (
        (Qt.Key.Key_Return, 2, "3 of 3 rows"), (Qt.Key.Key_Return, 0, "1 of 3 rows"), (Qt.Key.Key_F3, 1, "2 of 3 rows"),
    ):  # fmt: skip
        QTest.keyClick(finder.search, key)
        desk.settle()
        assert (view.currentIndex().row(), finder.box.hits.text()) == (where, said)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F3):
        QTest.keyClick(finder.search, key, SHIFT)
        desk.settle()
    assert finder.box.hits.text() == "3 of 3 rows"
    assert finder.search.hasFocus()

    view.setFocus()
    desk.key(Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier)
    assert finder.box.hits.text() == "1 of 3 rows"
    assert view.hasFocus()
    finder.box.to_previous.click()
    desk.settle()
    assert finder.box.hits.text() == "3 of 3 rows"
    desk.go_to(1, 0)
    assert finder.box.hits.text() == "2 of 3 rows"
    finder.search.clear()
    finder.search_now()
    desk.settle()
    assert not finder.box.hits.isVisible()
    assert view.currentIndex().siblingAtColumn(0).data() == "3", "among all rows it is still the chosen one"


def test_a_search_counts_rows_and_says_so(desk: Desk) -> None:
    """However many cells of a row hold it."""
    desk.build(("1", "M1 1AA", "m1"), ("2", "M1 1AA", "m1"), ("3", "TN1", "Ann"), fields=("postcode", "firstname"))
    finder = desk.tab.build.finder
    for typed, said in (("m1", "1 of 2 rows"), ("tn1", "1 of 1 row")):
        finder.search.setText(typed)
        finder.search_now()
        desk.settle()
        assert finder.box.hits.text() == said


def test_what_is_nowhere_is_said_and_f3_without_a_search_goes_there(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"))
    finder = desk.tab.build.finder
    desk.tab.build.table.view.setFocus()
    desk.key(Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier)
    assert finder.search.hasFocus()
    QTest.keyClicks(finder.search, "nowhere")
    QTest.keyClick(finder.search, Qt.Key.Key_Return)
    desk.settle()
    assert finder.box.hits.text() == "No row found"
    assert not finder.box.to_next.isVisible()


def test_sorting_is_seen_keeps_the_chosen_row_and_goes_back(desk: Desk) -> None:
    desk.build(("10", "b"), ("9", "c"), ("100", "a"))
    desk.choose(2, 1)
    desk.presenter._column_menu.sort(0, descending=False)
    desk.settle()
    assert [row[0] for row in desk.cells] == ["9", "10", "100"], "lead IDs are numbers"
    assert desk.button("batch.fileOrder").text() == "By Lead ID ↑ · File’s order"
    assert desk.button("batch.fileOrder").accessibleName() == "Sorted by Lead ID, upwards. Back to the file’s order"

    desk.presenter._column_menu.sort(1, descending=False)
    desk.settle()
    assert [row[1] for row in desk.cells] == ["a", "b", "c"]
    assert desk.tab.build.table.view.runs() == [(0, 0)]
    desk.press("batch.fileOrder")
    desk.settle()
    assert [row[0] for row in desk.cells] == ["10", "9", "100"]


def test_a_column_of_dates_is_sorted_by_the_day(desk: Desk) -> None:
    desk.build(("1", "02/12/1980"), ("2", "03/01/1979 10:15"), ("3", None), ("4", "1980-12-01"), fields=("dob",))
    desk.presenter._column_menu.sort(1, descending=False)
    desk.settle()
    assert [row[0] for row in desk.cells] == ["2", "4", "1", "3"]
    desk.presenter._column_menu.sort(1, descending=True)
    desk.settle()
    assert [row[0] for row in desk.cells] == ["1", "4", "2", "3"]


def test_the_menu_of_a_column_is_opened_from_the_keyboard(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"))
    wanted: list[int] = []
    desk.tab.build.columns_wanted.disconnect()
    desk.tab.build.columns_wanted.connect(wanted.append)
    desk.choose(0, 1)
    QTest.keyClick(desk.tab.build.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = desk.presenter._column_menu.menu
    assert menu.isVisible()
    assert [action.text() for action in menu.actions() if action.text()] == [
        "What this column is…",
        "Sort upwards",
        "Sort downwards",
        "Back to the file’s order",
    ]
    menu.actions()[0].trigger()
    menu.close()
    assert wanted == [1]


# The review


def test_leads_without_anything_to_change_say_so(desk: Desk) -> None:
    desk.build(("12",), ("13",))
    assert not desk.tab.build.foot.primary.isEnabled()
    assert desk.tab.build.foot.hint.text().startswith("Say what to change")
    action = desk.tab.build.findChild(QAction, "batch.actionAll_reprocess")
    assert action is not None
    action.trigger()
    desk.settle()
    assert desk.tab.build.foot.primary.text().startswith("Review 2 leads…")


def test_what_is_being_typed_belongs_to_the_review(desk: Desk) -> None:
    number = desk.good(1)[0]
    desk.build((number, "M1 1AA"))
    desk.office.go_back()
    desk.choose(0, 1)
    QTest.keyClick(desk.tab.build.table.view, Qt.Key.Key_F2)
    editor = desk.tab.build.table.view.indexWidget(desk.tab.build.table.view.currentIndex())
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "SW1A 1AA")
    desk.tab.build.review_wanted.emit()
    desk.settle()

    assert len(desk.office.reviews) == 1
    assert desk.cells == [[number, "SW1A 1AA"]]
    assert desk.tab.building


def test_after_a_batch_was_sent_a_blank_one_is_begun(desk: Desk) -> None:
    numbers = desk.good(2)
    desk.build(*((number, "SW1A 1AA") for number in numbers), name="Monday")
    before = desk.presenter.sheet
    desk.send_all()

    assert [desk.office.world.leads[number].fields["postcode"] for number in numbers] == ["SW1A 1AA"] * 2
    assert desk.cells == []
    assert before is not None
    assert not before.path.exists(), "its rows stand in the journal now"
    job = desk.presenter.sending.job
    assert job is not None
    assert job.title == "Monday"


# Keeping


def test_an_unfinished_batch_is_there_again_as_it_was(desk: Desk, qtbot: QtBot) -> None:
    desk.build(("007", "M1 1AA"), ("8", ""), for_all=ForAll((ACME,)), name="leads.csv")
    desk.type_over(1, 1, "SW1A 1AA")
    desk.office.run(desk.presenter.save_now())
    sheet = desk.office.run(desk.office.desk.tools.batch_sheets.open_current(desk.presenter.account_id))
    rows = desk.office.run(sheet.rows([1, 2]))
    head = desk.office.run(sheet.head())
    desk.office.run(sheet.close())

    assert [row.cells for row in rows] == [("007", "M1 1AA"), ("8", "SW1A 1AA")]
    assert (head.name, head.for_all.delivery_ids) == ("leads.csv", (ACME,))


def test_a_batch_is_kept_under_a_name_opened_and_deleted(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"))
    desk.tab.build.save_as_wanted.emit()
    desk.find(QLineEdit, "batchName_line").setText("Monday")
    desk.press("batchName_agree")
    desk.settle()
    assert desk.tab.build.note.words == "Saved as “Monday” on this PC. Nothing was sent."
    assert desk.tab.build.heading.text() == "Monday — 1 row"

    desk.build()
    desk.tab.build.saved_wanted.emit("Monday")
    desk.settle()
    assert desk.cells == [["1", "M1 1AA"]]
    desk.tab.build.forget_wanted.emit("Monday")
    desk.find(QDialog, "batchForget")
    desk.press("batchForget_2")
    desk.settle()
    assert desk.office.run(desk.presenter.sheets.names(desk.presenter.account_id)) == []


def begin_new(desk: Desk) -> None:
    entry = desk.tab.build.findChild(QAction, "batch.saved_new_")
    assert entry is not None
    entry.trigger()


def test_a_new_batch_takes_the_place_of_the_one_in_the_table_only_after_a_question(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"), ("2", "M2 2BB"), name="leads.csv")
    before = desk.presenter.sheet
    assert before is not None
    begin_new(desk)
    asked = desk.find(QLabel, "batchNew_happened").text()
    assert asked.startswith("The table (2 rows) is deleted from this PC")
    desk.press("batchNew_1")
    desk.settle()
    assert len(desk.cells) == 2

    begin_new(desk)
    desk.find(QLabel, "batchNew_happened")
    desk.press("batchNew_2")
    desk.settle()
    assert desk.cells == []
    assert desk.tab.build.heading.text() == "New batch"
    assert desk.tab.build.note.words.startswith("A new batch is begun. The one before it is gone from this PC.")
    assert not before.path.exists()
    sheet = desk.office.run(desk.office.desk.tools.batch_sheets.open_current(desk.presenter.account_id))
    assert desk.office.run(sheet.counts()).rows == 0, "it is the unfinished one now"
    desk.office.run(sheet.close())


def test_a_new_batch_over_an_empty_table_asks_nothing_and_may_hold_another_kind_of_lead(desk: Desk) -> None:
    desk.build()
    begin_new(desk)
    desk.settle()
    assert desk.tab.build.note.words == "A new batch is begun. Nothing was sent."
    desk.presenter.add(LeadUpdate(LeadRef("8419715", LeadKind.QUARANTINE), action=Action.RELEASE))
    desk.settle()
    assert [row[0] for row in desk.cells] == ["8419715"]


def test_a_change_that_cannot_be_written_is_told_and_shown_as_it_is_on_the_disk(desk: Desk) -> None:
    desk.build(("1", "M1 1AA"))
    sheet = desk.presenter.sheet
    assert sheet is not None
    # SQLite's own limit stands for the disk's: the error and its handling are the same.
    desk.office.run(sheet.sheet._database.write(_no_more_pages))
    model = desk.tab.build.model
    model.setData(model.index(0, 1), "x" * 100_000)
    assert desk.cells[0][1].startswith("xxx")
    desk.settle()

    assert desk.cells == [["1", "M1 1AA"]]
    assert desk.tab.build.note.property("tone") == "error"
    assert "The change was not kept" in desk.tab.build.note.words


def _no_more_pages(connection: sqlite3.Connection) -> None:
    (pages,) = connection.execute("pragma page_count").fetchone()
    connection.execute(f"pragma max_page_count = {pages}")


# Size


def test_a_hundred_thousand_rows_are_shown_jumped_in_and_cleared(desk: Desk) -> None:
    desk.build(*((str(number), "M1 1AA") for number in range(1, 100_001)))
    view = desk.tab.build.table.view

    assert desk.tab.build.foot.primary.text().startswith("Review 100,000 leads…")
    view.scrollToBottom()
    desk.settle()
    assert view.model().index(99_999, 0).data() == "100000"
    assert view.indexAt(QPoint(5, 5)).isValid()
    desk.key(Qt.Key.Key_A)
    desk.act("clearField")
    assert view.model().index(99_999, 1).data() == "(cleared)"
    desk.key(Qt.Key.Key_Z)
    assert view.model().index(99_999, 1).data() == "M1 1AA"
