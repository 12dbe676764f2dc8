"""Single lead: what the keyboard does in the box of a field's new value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from tests.ui.single_form import Form, press, type_here
from tests.ui.test_fields_that_help import ENERGY, LIFE, add, choices, name_of, open_lead, sent

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard"),
    pytest.mark.qt_log_ignore("This plugin does not support grabbing input"),
]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


# --- the space bar in a pick list -------------------------------------------------------------------------------------


def test_space_in_an_empty_box_opens_its_list(form: Form, office: Office) -> None:
    open_lead(form, office, ENERGY)
    name = name_of(office, ENERGY, "meter_type")
    add(form, "meter")
    press(Qt.Key.Key_Space)
    popup = choices(form, name)
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Space)
    assert form.value(name).text() == ""
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert form.value(name).text() == "Smart meter"


def test_space_behind_what_was_typed_is_a_space(form: Form, office: Office) -> None:
    open_lead(form, office, ENERGY)
    name = name_of(office, ENERGY, "meter_type")
    add(form, "meter")
    type_here("smart meter")
    assert choices(form, name) is None
    assert form.value(name).text() == "smart meter"


def test_nothing_but_spaces_changes_nothing_and_does_not_stay(form: Form) -> None:
    form.value("street1").setFocus()
    type_here("   ")
    assert form.tab.changes == {}
    press(Qt.Key.Key_Tab)
    assert form.value("street1").text() == "", "what is seen is that the field is left as it is"
    assert form.tab.changes == {}


# --- the key that clears a field --------------------------------------------------------------------------------------


def tick(form: Form, name: str) -> QCheckBox:
    return form.find(QCheckBox, f"clear_{name}")


def test_a_key_in_the_empty_box_clears_the_field_and_takes_that_back(form: Form, office: Office) -> None:
    open_lead(form, office, LIFE)
    form.value("street1").setFocus()
    press(Qt.Key.Key_Delete, CONTROL)
    assert tick(form, "street1").isChecked()
    assert form.tab.changes == {"street1": ""}
    assert form.focus() == "clear_street1", "the same key is at hand to take it back"
    press(Qt.Key.Key_Delete, CONTROL)
    assert not tick(form, "street1").isChecked()
    assert (form.focus(), form.tab.changes) == ("value_street1", {})
    press(Qt.Key.Key_Delete, CONTROL)
    assert sent(form, office).changes == {"street1": ""}


def test_from_a_field_that_was_cleared_the_tab_key_goes_on_to_the_next_value_and_back(form: Form) -> None:
    names = form.tab.field_names
    form.value(names[1]).setFocus()
    press(Qt.Key.Key_Delete, CONTROL)
    press(Qt.Key.Key_Tab)
    assert form.focus() == f"value_{names[2]}"
    press(Qt.Key.Key_Delete, CONTROL)
    backwards = []
    for _press in range(2):
        press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        backwards.append(form.focus())
    assert backwards == [f"clear_{names[1]}", f"value_{names[0]}"]
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    assert form.focus() == f"clear_{names[2]}", "a tick that was taken away is on the way no more"


def test_enter_on_the_tick_goes_on_as_in_the_box(form: Form) -> None:
    names = form.tab.field_names
    form.value(names[1]).setFocus()
    press(Qt.Key.Key_Delete, CONTROL)
    press(Qt.Key.Key_Return)
    assert form.focus() == f"value_{names[2]}"
    assert form.tab.changes == {names[1]: ""}


def test_space_on_the_tick_takes_it_back_into_the_box(form: Form) -> None:
    form.value("street1").setFocus()
    press(Qt.Key.Key_Delete, CONTROL)
    press(Qt.Key.Key_Space)
    assert (form.focus(), form.tab.changes) == ("value_street1", {})


def test_the_key_that_deletes_words_never_clears_a_field(form: Form) -> None:
    line = form.value("street1")
    line.setFocus()
    type_here("Mill Lane")
    press(Qt.Key.Key_Home)
    for _press in range(4):
        press(Qt.Key.Key_Delete, CONTROL)
    assert (line.text(), form.tab.changes) == ("", {}), "it was pressed to the end and no further"
    assert not tick(form, "street1").isChecked()
    # Another key, or coming again, and it is meant.
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Delete, CONTROL)
    assert tick(form, "street1").isChecked()


def test_a_key_that_is_held_down_clears_nothing(form: Form) -> None:
    line = form.value("street1")
    line.setFocus()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Delete, CONTROL, "", True)
    QApplication.sendEvent(line, held)
    assert not tick(form, "street1").isChecked()


def test_the_key_is_said_where_the_tick_is_and_to_a_screen_reader(form: Form) -> None:
    assert "Ctrl+Delete" in tick(form, "street1").toolTip()
    assert "Ctrl+Delete" in form.value("street1").accessibleDescription()
