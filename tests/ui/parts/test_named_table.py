"""Names that are changed, put in order and deleted, with the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.parts.named_table import NamedRow, NamedTable
from tests.ui.layouts import come_to_rest

ROWS = [NamedRow(0, "Address", "1 field"), NamedRow(1, "Full details", "4 fields"), NamedRow(2, "Send", "1 delivery")]


@pytest.fixture
def table(qtbot: QtBot) -> NamedTable:
    made = NamedTable("names", "template", ("Template", "Holds"), ordered=True)
    qtbot.addWidget(made)
    made.resize(640, 400)
    made.show_rows(ROWS)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def button(table: NamedTable, name: str) -> QPushButton:
    found = table.findChild(QPushButton, f"names_{name}")
    assert isinstance(found, QPushButton)
    return found


def cells(table: NamedTable, column: int) -> list[str]:
    model = table.table.view.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def error(table: NamedTable) -> str:
    label = table.findChild(QLabel, "names_line_error")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def test_the_first_is_chosen_and_the_keys_follow_the_order(table: NamedTable) -> None:
    assert table.chosen_key == 0
    assert table.line.text() == "Address"
    assert cells(table, 0) == ["Ctrl+1", "Ctrl+2", "Ctrl+3"]
    assert cells(table, 1) == ["Address", "Full details", "Send"]


def test_the_way_back_moves_no_button(table: NamedTable) -> None:
    table.show_rows([NamedRow(0, "A name that is long enough for a whole line of its own, and more", ""), *ROWS[1:]])
    come_to_rest()
    names = ("up", "down", "delete")
    before = [button(table, name).mapTo(table, QPoint()) for name in names]
    button(table, "delete").click()
    come_to_rest()
    assert button(table, "bringBack").isVisible()
    assert [button(table, name).mapTo(table, QPoint()) for name in names] == before


def test_only_nine_have_keys(table: NamedTable) -> None:
    table.show_rows([NamedRow(key, f"Name {key}", "") for key in range(11)])
    assert cells(table, 0)[8:] == ["Ctrl+9", "", ""]


def test_one_is_renamed_where_it_stands(table: NamedTable, qtbot: QtBot) -> None:
    table.table.choose_row(1)
    table.line.selectAll()
    with qtbot.waitSignal(table.changed):
        qtbot.keyClicks(table.line, "All")
    assert [row.name for row in table.rows()] == ["Address", "All", "Send"]
    assert [row.key for row in table.rows()] == [0, 1, 2]


def test_a_name_that_is_missing_or_there_twice_is_told_beside(table: NamedTable, qtbot: QtBot) -> None:
    table.line.selectAll()
    qtbot.keyClick(table.line, Qt.Key.Key_Delete)
    assert error(table) == table.problem() == "A template has no name. Give it one."
    qtbot.keyClicks(table.line, " SEND")
    assert error(table).startswith("Two templates are called “Send”.")
    qtbot.keyClicks(table.line, " 2")
    assert error(table) == table.problem() == ""


def test_one_is_moved_with_the_buttons_and_the_keys(table: NamedTable, qtbot: QtBot) -> None:
    assert not button(table, "up").isEnabled()
    qtbot.mouseClick(button(table, "down"), Qt.MouseButton.LeftButton)
    assert cells(table, 1) == ["Full details", "Address", "Send"]
    qtbot.keyClick(table.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert cells(table, 1) == ["Full details", "Send", "Address"]
    assert not button(table, "down").isEnabled()
    qtbot.keyClick(table.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(table.table.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert cells(table, 1) == ["Full details", "Address", "Send"]
    assert table.chosen_key == 0


def test_what_was_deleted_is_brought_back_to_its_place(table: NamedTable, qtbot: QtBot) -> None:
    assert not button(table, "bringBack").isVisible()
    table.table.choose_row(1)
    table.table.view.setFocus()
    qtbot.keyClick(table.table.view, Qt.Key.Key_Delete)
    qtbot.mouseClick(button(table, "delete"), Qt.MouseButton.LeftButton)
    assert cells(table, 1) == ["Address"]
    assert button(table, "bringBack").text() == "Bring back “Send”"
    qtbot.mouseClick(button(table, "bringBack"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(table, "bringBack"), Qt.MouseButton.LeftButton)
    assert table.rows() == tuple(ROWS)
    assert table.chosen_key == 1
    assert not button(table, "bringBack").isVisible()


def test_where_none_is_left_nothing_can_be_renamed_or_deleted(table: NamedTable, qtbot: QtBot) -> None:
    for _each in ROWS:
        qtbot.mouseClick(button(table, "delete"), Qt.MouseButton.LeftButton)
    assert table.rows() == ()
    assert table.chosen_key is None
    assert not table.line.isEnabled()
    assert not button(table, "delete").isEnabled()
    assert button(table, "bringBack").hasFocus()
