"""Two columns stand side by side where there is room, and one below the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.parts.segments import Segments
from leadbyte_desktop.ui.parts.two_columns import TwoColumns


def columns(qtbot: QtBot) -> tuple[TwoColumns, QWidget, QWidget]:
    left, right = QWidget(), QWidget()
    for part in (left, right):
        part.setMinimumSize(300, 100)
    both = TwoColumns(left, right)
    qtbot.addWidget(both)
    both.show()
    return both, left, right


def test_a_narrow_window_stacks_them_and_a_wide_one_parts_them_again(qtbot: QtBot) -> None:
    both, left, right = columns(qtbot)
    both.resize(1200, 400)
    qtbot.waitUntil(lambda: right.x() > left.x() and right.y() == left.y())
    both.resize(500, 400)
    qtbot.waitUntil(lambda: right.y() > left.y() and right.x() == left.x())
    both.resize(1200, 400)
    qtbot.waitUntil(lambda: right.x() > left.x() and right.y() == left.y())


def test_it_asks_for_no_more_width_than_the_wider_one_needs(qtbot: QtBot) -> None:
    both, _left, _right = columns(qtbot)
    both.resize(1200, 400)
    assert both.minimumSizeHint().width() == 300


def test_one_segment_is_always_chosen_and_arrows_move_it(qtbot: QtBot) -> None:
    choice = Segments("way", "Amounts", (("one", "One"), ("each", "Each")))
    qtbot.addWidget(choice)
    choice.show()
    choice.activateWindow()
    first = choice.findChild(QWidget, "way_one")
    assert first is not None
    qtbot.waitUntil(choice.isActiveWindow)
    first.setFocus()
    assert choice.current() == "one"
    with qtbot.waitSignal(choice.chosen) as told:
        qtbot.keyClick(first, Qt.Key.Key_Right)
    assert told.args == ["each"]
    assert choice.current() == "each"
    choice.choose("one")
    assert choice.current() == "one"
