"""The list of ticks: keys, mouse, search, many rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow, row_height

FEW = (
    TickRow("1053", "Acme Solar — evening", "ID 1053 · Acme Ltd (BID 33)"),
    TickRow("1061", "Bright Homes — live transfer", "ID 1061 · Bright Homes (BID 41)"),
    TickRow("1077", "Sunline — e-mail", "ID 1077 · Inactive", enabled=False),
)
MANY = tuple(TickRow(str(number), f"Delivery {number}", f"ID {number} · Buyer {number % 10}") for number in range(200))


@pytest.fixture
def ticks(qtbot: QtBot) -> TickList:
    made = TickList("deliveries", "Deliveries to send the lead to")
    qtbot.addWidget(made)
    made.set_rows(FEW)
    made.resize(600, 400)
    made.show()
    made.activateWindow()
    return made


def search_line(ticks: TickList) -> QLineEdit:
    found = ticks.findChild(QLineEdit, "deliveries_search")
    assert isinstance(found, QLineEdit)
    return found


def count(ticks: TickList) -> str:
    found = ticks.findChild(Text, "deliveries_count")
    assert isinstance(found, Text)
    return found.text()


def test_a_click_anywhere_on_a_row_ticks_it_once(ticks: TickList, qtbot: QtBot):
    with qtbot.waitSignal(ticks.changed):
        qtbot.mouseClick(ticks.view.viewport(), Qt.MouseButton.LeftButton, pos=ticks.row_rect("1061").center())
    assert ticks.ticked() == ["1061"]
    box = ticks.row_rect("1061").topLeft()
    box += type(box)(14, 14)
    qtbot.mouseClick(ticks.view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert ticks.ticked() == []


def test_arrows_and_space(ticks: TickList, qtbot: QtBot):
    ticks.setFocus()
    qtbot.waitUntil(ticks.view.hasFocus)
    qtbot.keyClick(ticks.view, Qt.Key.Key_Space)
    qtbot.keyClick(ticks.view, Qt.Key.Key_Down)
    qtbot.keyClick(ticks.view, Qt.Key.Key_Space)
    assert ticks.ticked() == ["1053", "1061"]
    qtbot.keyClick(ticks.view, Qt.Key.Key_Space)
    assert ticks.ticked() == ["1053"]


def test_enter_ticks_nothing(ticks: TickList, qtbot: QtBot):
    ticks.setFocus()
    with qtbot.assertNotEmitted(ticks.changed, wait=20):
        qtbot.keyClick(ticks.view, Qt.Key.Key_Return)


def test_what_cannot_be_ticked_stays_unticked(ticks: TickList, qtbot: QtBot):
    with qtbot.assertNotEmitted(ticks.changed, wait=20):
        qtbot.mouseClick(ticks.view.viewport(), Qt.MouseButton.LeftButton, pos=ticks.row_rect("1077").center())
        ticks.tick("1077")
        ticks.tick("9999")
    assert ticks.ticked() == []


def test_few_rows_need_no_search(ticks: TickList):
    assert not search_line(ticks).isVisible()
    assert not ticks.view.verticalScrollBar().isVisible()


def test_two_hundred_rows_are_searched_and_keep_their_ticks(ticks: TickList, qtbot: QtBot):
    ticks.set_rows(MANY)
    assert search_line(ticks).isVisible()
    ticks.set_ticked({"7", "150", "199"})
    assert ticks.ticked() == ["7", "150", "199"]
    assert count(ticks) == "3 ticked"
    search_line(ticks).setFocus()
    qtbot.waitUntil(search_line(ticks).hasFocus)
    qtbot.keyClicks(search_line(ticks), "delivery 15")
    assert ticks.view.model().rowCount() == 12
    assert count(ticks) == "3 ticked, 2 of them not in sight"
    place = ticks.row_rect("151").center()
    qtbot.mouseClick(ticks.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ticks.ticked() == ["7", "150", "151", "199"]
    search_line(ticks).setFocus()  # the click took it into the list
    search_line(ticks).clear()
    qtbot.keyClicks(search_line(ticks), "nothing such")
    assert not ticks.view.isVisible()
    none = ticks.findChild(Text, "deliveries_none")
    assert isinstance(none, Text)
    assert none.isVisible()
    assert "None of the 200 has “nothing such”" in none.text()


def test_new_rows_keep_the_ticks_that_are_still_offered(ticks: TickList, qtbot: QtBot):
    ticks.set_ticked({"1053", "1061"})
    with qtbot.waitSignal(ticks.changed):
        ticks.set_rows(FEW[1:])
    assert ticks.ticked() == ["1061"]
    with qtbot.assertNotEmitted(ticks.changed):
        ticks.set_rows(FEW)
    assert ticks.ticked() == ["1061"]


def test_a_screen_reader_hears_the_row_and_its_tick(ticks: TickList):
    ticks.tick("1053")
    seen = QAccessible.queryAccessibleInterface(ticks.view)
    assert seen.text(QAccessible.Text.Name) == "Deliveries to send the lead to"
    first = seen.child(0)
    assert first.text(QAccessible.Text.Name) == "Acme Solar — evening, ID 1053 · Acme Ltd (BID 33)"
    assert first.state().checked
    assert not seen.child(1).state().checked


def test_down_in_the_search_goes_to_the_list_and_space_ticks(ticks: TickList, qtbot: QtBot):
    ticks.set_rows(MANY)
    search_line(ticks).setFocus()
    qtbot.keyClicks(search_line(ticks), "199")
    qtbot.keyClick(search_line(ticks), Qt.Key.Key_Down)
    assert ticks.view.hasFocus()
    assert search_line(ticks).text() == "199"
    qtbot.keyClick(ticks.view, Qt.Key.Key_Space)
    assert ticks.ticked() == ["199"]
    ticks.set_ticked(())
    assert search_line(ticks).text() == ""
    assert ticks.ticked() == []


@pytest.mark.parametrize("width", [700, 260])
def test_sentences_are_read_to_their_end(qtbot: QtBot, width: int) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    ticks = TickList("whole", "Already sent", wraps=True)
    words = ("Send again: lead 7 went to Acme Solar, evening and weekend, all of Britain " * 3).strip()
    ticks.set_rows([TickRow("0", words), TickRow("1", "Short"), TickRow("2", "x" * 300)])
    layout = QVBoxLayout(box)
    layout.addWidget(ticks)
    layout.addStretch(1)
    box.resize(width, 900)
    box.show()
    qtbot.waitExposed(box)
    metrics, room = ticks.view.fontMetrics(), ticks.view.viewport().width()
    for key, text in (("0", words), ("2", "x" * 300)):
        assert ticks.row_rect(key).height() > metrics.horizontalAdvance(text) / room * metrics.height()
    assert ticks.row_rect("1").height() == row_height(metrics)
    assert ticks.view.height() >= sum(ticks.row_rect(key).height() for key in "012")
    assert not ticks.view.verticalScrollBar().isVisible()


def test_of_many_sentences_the_first_are_in_sight_and_the_others_are_scrolled_to(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    ticks = TickList("whole", "Already sent", most_shown=2, wraps=True)
    ticks.set_rows([TickRow(str(number), f"Lead {number} went to Acme Solar, evening " * 4) for number in range(6)])
    layout = QVBoxLayout(box)
    layout.addWidget(ticks)
    layout.addStretch(1)
    box.resize(400, 900)
    box.show()
    qtbot.waitExposed(box)
    row = ticks.row_rect("0").height()
    assert row > row_height(ticks.view.fontMetrics())
    assert 2 * row <= ticks.view.height() < 3 * row
    assert ticks.view.verticalScrollBar().isVisible()
    assert ticks.view.viewport().rect().contains(ticks.row_rect("5"))


def test_a_tool_tip_shows_markup_as_it_is(ticks: TickList) -> None:
    ticks.set_rows([TickRow("1", "<b>Acme</b> & Co", "ID 1"), TickRow("2", "Acme & Co", "ID 2")])
    model = ticks.view.model()
    tips = [model.data(model.index(row, 0), Qt.ItemDataRole.ToolTipRole) for row in range(2)]
    assert tips == ["<p>&lt;b&gt;Acme&lt;/b&gt; &amp; Co<br>ID 1</p>", "Acme & Co\nID 2"]


def at_top(ticks: TickList) -> str:
    """The first row in sight."""
    return str(ticks.view.indexAt(QPoint(20, 10)).data())


def look_at(ticks: TickList, qtbot: QtBot, place: int) -> None:
    """Be in the search line of many rows, with this row the first in sight, as after a turn of the wheel."""
    ticks.set_rows(MANY)
    search_line(ticks).setFocus()
    qtbot.waitUntil(search_line(ticks).hasFocus)
    ticks.view.scrollTo(ticks.view.model().index(place, 0), ticks.view.ScrollHint.PositionAtTop)


def test_the_first_click_ticks_the_row_under_the_mouse_in_a_list_that_was_scrolled(ticks: TickList, qtbot: QtBot):
    look_at(ticks, qtbot, 100)
    assert at_top(ticks) == "Delivery 100"
    qtbot.mouseClick(ticks.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert ticks.ticked() == ["100"]
    assert at_top(ticks) == "Delivery 100"


def test_the_arrows_begin_at_the_first_row_in_sight(ticks: TickList, qtbot: QtBot):
    look_at(ticks, qtbot, 100)
    ticks.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ticks.view.hasFocus)
    qtbot.keyClick(ticks.view, Qt.Key.Key_Space)
    assert ticks.ticked() == ["100"]


def test_what_is_ticked_by_a_name_is_shown(ticks: TickList):
    ticks.set_rows(MANY)
    ticks.set_ticked({"150", "151"})
    assert at_top(ticks) == "Delivery 150"
    ticks.set_ticked(())
    assert at_top(ticks) == "Delivery 0"
    search_line(ticks).setText("delivery 7")
    ticks.set_ticked({"70"})
    assert search_line(ticks).text() == "delivery 7", "it is among those that were searched for"
    ticks.set_ticked({"150"})
    assert search_line(ticks).text() == ""
    assert at_top(ticks) == "Delivery 150"


def test_new_rows_leave_the_list_where_it_was(ticks: TickList, qtbot: QtBot):
    look_at(ticks, qtbot, 100)
    ticks.view.setCurrentIndex(ticks.view.model().index(102, 0))
    ticks.set_rows(MANY)
    assert at_top(ticks) == "Delivery 100"
    assert ticks.view.currentIndex().data() == "Delivery 102"


def test_names_that_differ_at_their_end_do_so_on_the_screen(ticks: TickList) -> None:
    """The buyer of a wrong delivery pays all the same, so the name has the room before its details."""
    details = "ID 1042 · Solar Panels · Hollowmere Solar Ltd (BID 208) · Inactive · Automatic"
    ticks.set_rows(
        [TickRow("1", "Hollowmere Solar — weekend", details), TickRow("2", "Hollowmere Solar — weekday", details)]
    )
    ticks.resize(480, 300)
    QApplication.processEvents()
    view = ticks.view
    one, other = (view.grab(view.visualRect(view.model().index(row, 0))).toImage() for row in (0, 1))
    assert one.size() == other.size()
    assert one != other
