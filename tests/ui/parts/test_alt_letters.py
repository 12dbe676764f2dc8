"""A letter with Alt is a command or nothing: it is never typed."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.buyer_box import BuyerBox

pytestmark = [
    pytest.mark.skipif(sys.platform == "darwin", reason="the Option key of a Mac writes signs"),
    # Only the offscreen platform says so, whenever a list drops down.
    pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard"),
]

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def shown(qtbot: QtBot, *parts: QWidget) -> QWidget:
    """A window of these, the focus in the first one."""
    window = QWidget()
    qtbot.addWidget(window)
    stack = QVBoxLayout(window)
    for part in parts:
        stack.addWidget(part)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    parts[0].setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is parts[0])
    return window


def editable_box() -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    return box


@pytest.mark.parametrize(
    ("make", "text_of"),
    [
        (QLineEdit, QLineEdit.text),
        (QPlainTextEdit, QPlainTextEdit.toPlainText),
        (QTextEdit, QTextEdit.toPlainText),
        (editable_box, QComboBox.currentText),
        (lambda: BuyerBox("box"), QComboBox.currentText),
    ],
)
@pytest.mark.parametrize("more", [PLAIN, SHIFT])
def test_alt_and_a_letter_type_nothing_into_a_field(
    qtbot: QtBot, make: Callable[[], QWidget], text_of: Callable[[QWidget], str], more: Qt.KeyboardModifier
) -> None:
    field = make()
    _window = shown(qtbot, field)
    QTest.keyClick(field, Qt.Key.Key_A, ALT | more)
    assert text_of(field) == ""
    QTest.keyClick(field, Qt.Key.Key_A)
    assert text_of(field) == "a"


def test_alt_and_a_digit_leave_a_number_alone(qtbot: QtBot) -> None:
    field = QSpinBox()
    _window = shown(qtbot, field)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_7, ALT)
    assert field.value() == 0
    QTest.keyClick(field, Qt.Key.Key_7)
    assert field.value() == 7


def test_what_is_selected_stays(qtbot: QtBot) -> None:
    field = QLineEdit("TN25 6QD")
    _window = shown(qtbot, field)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_S, ALT)
    assert field.text() == field.selectedText() == "TN25 6QD"


@pytest.mark.parametrize("modifier", [ALT | CONTROL, ALT | KEYPAD])
def test_altgr_and_the_keypad_write_signs(qtbot: QtBot, modifier: Qt.KeyboardModifier) -> None:
    field = QLineEdit()
    _window = shown(qtbot, field)
    QTest.keyClick(field, Qt.Key.Key_4, modifier)
    assert field.text() == "4"


def test_shortcuts_and_the_keys_of_buttons_go_on_working(qtbot: QtBot) -> None:
    field, button = QLineEdit(), QPushButton("&Name")
    window = shown(qtbot, field, button)
    done: list[str] = []
    QShortcut(QKeySequence("Alt+D"), window).activated.connect(lambda: done.append("Alt+D"))
    button.clicked.connect(lambda: done.append("Name"))
    QTest.keyClick(field, Qt.Key.Key_D, ALT)
    QTest.keyClick(field, Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: len(done) == 2)  # Qt shows for a moment that the button goes down
    assert (done, field.text()) == (["Alt+D", "Name"], "")


@pytest.mark.parametrize("own", [True, False])
def test_the_list_of_offers_under_a_line_passes_no_such_letter_on(qtbot: QtBot, own: bool) -> None:
    field = QLineEdit()
    completer = QCompleter(QStringListModel(["kent", "kerry"], field), field)
    if own:
        field.setCompleter(completer)
    else:
        completer.setWidget(field)
    _window = shown(qtbot, field)
    QTest.keyClick(field, Qt.Key.Key_K)
    completer.setCompletionPrefix("k")
    completer.complete()
    popup = completer.popup()
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_E, ALT)
    assert field.text() == "k"
    QTest.keyClick(popup, Qt.Key.Key_E)
    assert field.text() == "ke"


def test_alt_and_down_opens_a_list(qtbot: QtBot) -> None:
    box = QComboBox()
    box.addItems(["Yes", "No"])
    _window = shown(qtbot, box)
    QTest.keyClick(box, Qt.Key.Key_Down, ALT)
    assert box.view().isVisible()
    box.hidePopup()
