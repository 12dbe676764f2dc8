"""Dialogs: Escape goes back, no default button, as high as their words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone


@pytest.fixture
def review(qtbot: QtBot) -> DialogFrame:
    dialog = DialogFrame("Update lead 2932682?", "review")
    field = QLineEdit()
    field.setObjectName("amount")
    dialog.add(Text("Postcode becomes TN25 6QD"))
    dialog.add(field)
    dialog.add_button("Go back", "back", result=0)
    dialog.add_button("&Send to Acme", "send", "danger", result=1)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    return dialog


def test_escape_goes_back(review: DialogFrame, qtbot: QtBot):
    with qtbot.waitSignal(review.finished) as got:
        qtbot.keyClick(review, Qt.Key.Key_Escape)
    assert got.args == [0]


def test_enter_in_a_field_sends_nothing(review: DialogFrame, qtbot: QtBot):
    field = review.findChild(QLineEdit, "amount")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    with qtbot.assertNotEmitted(review.finished, wait=20):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert review.isVisible()
    assert not any(button.isDefault() or button.autoDefault() for button in review.findChildren(QPushButton))


@pytest.mark.parametrize(("name", "result"), [("back", 0), ("send", 1)])
def test_each_button_has_its_result(review: DialogFrame, qtbot: QtBot, name: str, result: int):
    button = review.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(review.finished) as got:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert got.args == [result]


def test_a_message_that_got_less_height_than_its_words_need_takes_it(qtbot: QtBot):
    """A window manager may give a window another size than it asked for, right after it was shown."""
    dialog = MessageDialog("Is it?", "whose", "It was filled in. " * 9, "Nothing was changed.", "Go back. " * 30)
    qtbot.addWidget(dialog)
    dialog.open()
    needed = dialog.height()
    dialog.resize(dialog.width(), needed - 40)
    scrolled = dialog.findChild(QScrollArea, "whose_scroll")
    assert isinstance(scrolled, QScrollArea)
    qtbot.waitUntil(lambda: dialog.height() == needed)
    assert scrolled.verticalScrollBar().maximum() == 0


def test_it_is_named_after_its_question(review: DialogFrame):
    assert review.windowTitle() == review.accessibleName() == "Update lead 2932682?"
    assert review.windowModality() is Qt.WindowModality.WindowModal


def test_a_message_has_three_parts_and_its_harmless_answer_has_the_focus(qtbot: QtBot):
    dialog = MessageDialog(
        "LeadByte did not answer in time", "unknown", "LeadByte did not answer in time.",
        "Lead 2932682 may or may not have been updated.", "Look at the lead in LeadByte.",
        ("Stay", "Close anyway"), Tone.UNKNOWN, danger=True,
    )  # fmt: skip
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    shown = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible() and each.text()]
    assert shown == [
        "LeadByte did not answer in time",
        "LeadByte did not answer in time.",
        "Lead 2932682 may or may not have been updated.",
        "Look at the lead in LeadByte.",
    ]
    first = dialog.findChild(QPushButton, "unknown_1")
    assert isinstance(first, QPushButton)
    qtbot.waitUntil(first.hasFocus)
    with qtbot.waitSignal(dialog.finished) as got:
        qtbot.keyClick(first, Qt.Key.Key_Return)
    assert got.args == [1]


def test_a_dialog_is_no_higher_than_its_words_need(qtbot: QtBot):
    dialog = MessageDialog("Nothing was sent", "plain", "The file has no column of lead IDs. Nothing was sent. " * 3)
    qtbot.addWidget(dialog)
    dialog.open()
    words = dialog.findChild(Text, "plain_happened")
    assert isinstance(words, Text)
    assert words.height() >= words.heightForWidth(words.width())
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() <= layout.totalHeightForWidth(dialog.width()) + 1
