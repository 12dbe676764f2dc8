"""Fields, feet, chips, switches, tabs, header: by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.parts.chip import CountChip
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.header import Header
from leadbyte_desktop.ui.parts.icon import app_icon, icon
from leadbyte_desktop.ui.parts.link_button import IconButton, PlainButton
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.tab_strip import TabStrip
from leadbyte_desktop.ui.parts.text import ElidedText, LinesText, Text
from leadbyte_desktop.ui.theme import Tone


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader would say; none runs in a test, so the system's end of the line is replaced."""
    heard: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if event.type() == QAccessible.Event.Announcement:
            heard.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


def test_an_error_stands_under_its_field_and_is_heard_once(qtbot: QtBot, spoken: list[str]):
    field = QLineEdit()
    field.setObjectName("lead")
    row = FieldRow("&Lead ID", field, "The number LeadByte shows")
    qtbot.addWidget(row)
    row.show()
    under = row.findChild(Text, "lead_error")
    assert isinstance(under, Text)
    assert field.accessibleName() == "Lead ID"
    assert under.text() == "The number LeadByte shows"
    assert row.error == ""
    row.set_error("“29 A” is not a lead ID.")
    row.set_error("“29 A” is not a lead ID.")
    assert under.isVisible()
    assert under.text() == row.error == field.accessibleDescription() == "“29 A” is not a lead ID."
    assert spoken == ["“29 A” is not a lead ID."]
    assert field.property("invalid") == "true"
    row.set_error("")
    assert under.text() == "The number LeadByte shows"
    assert field.property("invalid") == "false"


def test_the_key_of_a_label_moves_to_its_field(qtbot: QtBot):
    first, second = QLineEdit(), QLineEdit()
    home = QWidget()
    layout = QVBoxLayout(home)
    for label, field in (("&Lead ID", first), ("&Postcode", second)):
        layout.addWidget(FieldRow(label, field))
    qtbot.addWidget(home)
    home.show()
    home.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(home, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert second.hasFocus()


def test_the_primary_button_is_off_only_while_words_say_why(qtbot: QtBot, spoken: list[str]):
    foot = Foot("foot", "Update lead 2932682", ctrl_enter=True)
    qtbot.addWidget(foot)
    foot.show()
    foot.activateWindow()
    qtbot.waitUntil(foot.isActiveWindow)
    foot.set_hint("2 fields change")
    foot.need("Add the lead’s ID")
    assert foot.hint.text() == "Add the lead’s ID"
    assert not foot.primary.isEnabled()
    with qtbot.assertNotEmitted(foot.pressed, wait=20):
        qtbot.keyClick(foot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert spoken == ["Add the lead’s ID"]
    foot.need("")
    assert foot.hint.text() == "2 fields change"
    assert foot.primary.isEnabled()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(foot.pressed):
            qtbot.keyClick(foot, key, Qt.KeyboardModifier.ControlModifier)
    assert foot.primary.accessibleName() == "Update lead 2932682"
    foot.resize(900, 60)
    assert foot.primary.text() == "Update lead 2932682   Ctrl+Enter"
    foot.resize(500, 60)
    assert foot.primary.text() == "Update lead 2932682", "in a narrow window the hint needs the room"


def test_long_words_of_a_foot_stand_above_its_buttons(qtbot: QtBot):
    foot = Foot("foot", "Continue…")
    foot.add_button("Save the results…", "foot_save")
    cancel = foot.add_button("Cancel the rest", "foot_cancel")
    cancel.hide()
    qtbot.addWidget(foot)
    foot.resize(640, 200)
    foot.show()
    foot.set_hint("3 rows wait for you.")
    qtbot.waitUntil(lambda: foot.hint.geometry().right() < foot.primary.geometry().left())
    beside = foot.hint.width()
    foot.set_hint("It stopped by itself, as LeadByte could not be reached. Nothing more was sent. " * 3)
    qtbot.waitUntil(lambda: foot.hint.geometry().bottom() < foot.primary.geometry().top())
    assert foot.hint.width() == foot.width() > beside
    assert foot.primary.geometry().right() == foot.rect().right()
    # It fits beside them by itself, but not with one button more.
    foot.set_hint("It stopped by itself, as LeadByte could not be reached. Nothing more was sent; it can be continued.")
    qtbot.waitUntil(lambda: foot.hint.geometry().right() < foot.primary.geometry().left())
    cancel.setText("Cancel the rest of what was to be sent today")
    cancel.show()
    qtbot.waitUntil(lambda: foot.hint.geometry().bottom() < foot.primary.geometry().top())


def test_enter_in_a_field_presses_nothing(qtbot: QtBot):
    home = QWidget()
    layout = QVBoxLayout(home)
    field, foot = QLineEdit(), Foot("foot", "Send", ctrl_enter=True)
    for part in (field, foot):
        layout.addWidget(part)
    qtbot.addWidget(home)
    home.show()
    home.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.assertNotEmitted(foot.pressed, wait=20):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_ctrl_enter_works_from_a_field_of_several_lines(qtbot: QtBot):
    home = QWidget()
    layout = QVBoxLayout(home)
    field, foot = QPlainTextEdit(), Foot("foot", "Review", ctrl_enter=True)
    for part in (field, foot):
        layout.addWidget(part)
    qtbot.addWidget(home)
    home.show()
    home.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(foot.pressed):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field.toPlainText() == ""


def test_other_buttons_stand_left_of_the_primary_one(qtbot: QtBot):
    foot = Foot("foot", "Review")
    qtbot.addWidget(foot)
    again = foot.add_button("Start again", "again")
    foot.show()
    assert again.geometry().right() < foot.primary.geometry().left()
    foot.set_primary("")
    assert not foot.primary.isVisible()


def test_a_chip_counts_and_filters(qtbot: QtBot):
    home = QWidget()
    layout = QVBoxLayout(home)
    chip = CountChip("updated", "updated", Tone.OK)
    layout.addWidget(chip)
    qtbot.addWidget(home)
    home.show()
    assert not chip.isVisible()
    chip.set_count(1743)
    assert chip.isVisible()
    assert chip.text() == "1,743 updated"
    with qtbot.waitSignal(chip.toggled) as got:
        qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert got.args == [True]
    chip.set_count(0)
    assert chip.isVisible()


def test_tabs_by_mouse_arrows_and_numbers(qtbot: QtBot):
    strip = TabStrip((("single", "Single lead"), ("batch", "Batch"), ("history", "History")))
    qtbot.addWidget(strip)
    strip.show()
    strip.activateWindow()
    qtbot.waitUntil(strip.isActiveWindow)
    assert strip.current() == "single"
    with qtbot.waitSignal(strip.chosen) as got:
        qtbot.mouseClick(strip.bar, Qt.MouseButton.LeftButton, pos=strip.bar.tabRect(1).center())
    assert got.args == ["batch"]
    with qtbot.waitSignal(strip.chosen):
        qtbot.keyClick(strip.bar, Qt.Key.Key_Right)
    assert strip.current() == "history"
    with qtbot.waitSignal(strip.chosen):
        qtbot.keyClick(strip, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert strip.current() == "single"
    qtbot.keyClick(strip, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert strip.current() == "single", "Ctrl and a number belongs to the page"
    strip.choose("batch")
    assert strip.current() == "batch"


def test_the_header_names_the_account(qtbot: QtBot):
    header = Header()
    qtbot.addWidget(header)
    header.show()
    header.set_account("Acme Leads", "acme.leadbyte.co.uk")
    header.set_state("Connected", Tone.OK)
    shown = [each.text() for each in header.findChildren(QLabel) if each.isVisible()]
    assert shown == ["Acme Leads", "acme.leadbyte.co.uk", "●  Connected"]
    assert [each.text() for each in header.findChildren(QPushButton) if each.isVisible()] == ["Settings"]
    settings = header.findChild(QPushButton, "header_settings")
    assert isinstance(settings, QPushButton)
    with qtbot.waitSignal(header.settings_pressed):
        qtbot.mouseClick(settings, Qt.MouseButton.LeftButton)


def test_problems_and_accounts_are_chosen_from_menus(qtbot: QtBot):
    header = Header()
    qtbot.addWidget(header)
    header.show()
    header.set_problems((("", "None"), ("stall", "LeadByte stalls")), "stall")
    header.set_accounts((("a", "Acme"), ("b", "Bright")), "a")
    for name, key, signal in (
        ("header_problems", "stall", header.problem_chosen),
        ("header_accounts", "b", header.account_chosen),
    ):
        menu = header.findChild(QMenu, f"{name}_menu")
        assert isinstance(menu, QMenu)
        action = menu.findChild(QAction, f"{name}_{key}")
        assert isinstance(action, QAction)
        with qtbot.waitSignal(signal) as got:
            action.trigger()
        assert got.args == [key]
    header.set_accounts((("a", "Acme"),))
    accounts = header.findChild(QPushButton, "header_accounts")
    assert isinstance(accounts, QPushButton)
    assert not accounts.isVisible()


def test_a_button_without_words_has_a_name(qtbot: QtBot):
    bin_button = IconButton("bin", "Delete this row", "delete")
    qtbot.addWidget(bin_button)
    assert bin_button.accessibleName() == bin_button.toolTip() == "Delete this row"
    assert not bin_button.icon().isNull()


def test_a_held_enter_presses_once(qtbot: QtBot):
    button = PlainButton("Retry", "retry")
    qtbot.addWidget(button)
    button.show()
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("once"))
    qtbot.keyPress(button, Qt.Key.Key_Return)
    for _turn in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True)
        QApplication.sendEvent(button, held)
    qtbot.keyRelease(button, Qt.Key.Key_Return)
    assert pressed == ["once"]
    assert not button.autoDefault()
    assert not button.isDefault()


def test_icons_take_the_colour_they_are_asked_for(qtbot: QtBot):
    picture = icon("settings", "error").pixmap(24, 24).toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert len(colours) == 1
    assert not app_icon().isNull()


def test_a_page_scrolls_to_what_has_the_focus(qtbot: QtBot):
    page = Page("page", Foot("foot", "Review"))
    fields = [QLineEdit(f"Field {number}") for number in range(40)]
    for field in fields:
        page.add(field)
    page.add_stretch()
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    page.activateWindow()
    fields[0].setFocus()
    qtbot.waitUntil(fields[0].hasFocus)
    assert fields[-1].visibleRegion().isEmpty()
    fields[-1].setFocus()
    qtbot.waitUntil(fields[-1].hasFocus)
    assert not fields[-1].visibleRegion().isEmpty()


def test_a_flow_breaks_into_lines_where_it_is_narrow(qtbot: QtBot):
    home = QWidget()
    flow = FlowLayout()
    chips = [CountChip("rows", f"c{number}", hide_empty=False) for number in range(6)]
    for chip in chips:
        flow.addWidget(chip)
    home.setLayout(flow)
    qtbot.addWidget(home)
    wide, narrow = flow.sizeHint().width(), flow.sizeHint().width() // 2
    assert flow.heightForWidth(wide) < flow.heightForWidth(narrow)
    home.resize(narrow, flow.heightForWidth(narrow))
    home.show()
    assert chips[-1].y() > chips[0].y()
    assert all(chip.geometry().right() < narrow for chip in chips)
    chips[0].hide()
    assert flow.count() == 6
    assert flow.takeAt(5) is not None
    assert flow.itemAt(5) is None


def test_a_tool_tip_shows_a_name_with_markup_as_it_is(qtbot: QtBot) -> None:
    text = ElidedText()
    qtbot.addWidget(text)
    text.say("<img src='x'>Karen & Co")
    assert text.text() == "<img src='x'>Karen & Co"
    assert text.toolTip() == "<p>&lt;img src='x'&gt;Karen &amp; Co</p>"
    text.say("Karen & Co")
    assert text.toolTip() == "Karen & Co"
    lines = LinesText(2)
    qtbot.addWidget(lines)
    lines.setText("LeadByte said: “<b>no</b>”")
    assert lines.toolTip() == "<p>LeadByte said: “&lt;b&gt;no&lt;/b&gt;”</p>"
