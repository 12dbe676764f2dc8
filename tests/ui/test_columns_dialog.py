"""Which column is which: seen, searched, changed, and said where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.sheet import DATE_FORMS, Column, Role
from leadbyte_desktop.ui.column_choice import Becomes, ColumnChoice, offers
from leadbyte_desktop.ui.columns_dialog import (
    BACK,
    BELOW,
    OTHER_WORKSHEET,
    READ_DIFFERENTLY,
    REPLACE,
    USE,
    Answer,
    ColumnsDialog,
    SeenColumn,
)
from leadbyte_desktop.ui.columns_words import How, mapping_words, what_stops

# The list below a choice is a popup, for which Qt would like the keyboard; this platform has none to give.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
LEAD = Column(0, "Lead ID", Role.LEAD)
POSTCODE = Column(1, "Post code", Role.FIELD, "postcode")
SURNAME = Column(2, "Surname", Role.FIELD, "lastname")
AGENT = Column(3, "Agent")
SECOND = Column(4, "ID", Role.LEAD)
OPEN = (Answer("Open 3 rows", USE, primary=True),)
Opened = Callable[..., ColumnsDialog]


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    """Opens a dialog over a window, as the app does."""
    window = QWidget()
    window.resize(1366, 728)
    qtbot.addWidget(window)
    window.show()

    def open_it(*columns: Column, answers: tuple[Answer, ...] = OPEN, **more: object) -> ColumnsDialog:
        seen = [
            SeenColumn(column, How.NAME if column.role is not Role.IGNORED else How.UNKNOWN, (f"sample {column.slot}",))
            for column in columns
        ]
        dialog = ColumnsDialog("leads.csv — 3 rows", seen, answers, "Nothing is sent.", parent=window, **more)  # type: ignore[arg-type]
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return open_it


def press(dialog: ColumnsDialog, name: str) -> None:
    button = cast("QPushButton", dialog.findChild(QPushButton, name))
    assert button.isVisible()
    assert button.isEnabled()
    button.click()


def words(dialog: ColumnsDialog, name: str) -> str:
    label = cast("QLabel", dialog.findChild(QLabel, name))
    return label.text() if label.isVisible() else ""


def key(widget: QWidget | None, pressed: Qt.Key) -> None:
    assert widget is not None
    QTest.keyClick(widget, pressed)


def type_over(choice: ColumnChoice, text: str) -> None:
    line = choice.lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def test_where_nothing_is_missing_enter_is_enough(opened: Opened) -> None:
    dialog = opened(LEAD, POSTCODE, AGENT)

    key(dialog.focusWidget(), Qt.Key.Key_Return)

    assert dialog.result() == USE
    assert dialog.columns == (LEAD, POSTCODE, AGENT)


def test_escape_goes_back(opened: Opened) -> None:
    dialog = opened(LEAD, POSTCODE)

    key(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert dialog.result() == BACK


def test_each_column_shows_its_heading_its_cells_and_how_it_was_matched(opened: Opened) -> None:
    dialog = opened(LEAD, POSTCODE, AGENT)

    assert words(dialog, "columns_heading_1") == "Post code"
    assert words(dialog, "columns_samples_1") == "sample 1"
    assert dialog.rows[1].choice.currentText() == "Postcode"
    assert words(dialog, "columns_how_1") == "By its name"
    assert dialog.rows[3].choice.currentText() == "Not sent"
    assert words(dialog, "columns_how_3") == "Not recognised"


def test_without_lead_ids_nothing_is_taken_until_a_column_is_chosen(opened: Opened) -> None:
    dialog = opened(POSTCODE, AGENT)
    take = cast("QPushButton", dialog.findChild(QPushButton, f"columns_{USE}"))
    assert not take.isEnabled()
    assert "“Lead ID”" in words(dialog, "columns_note_text")
    assert dialog.rows[1].choice.isAncestorOf(dialog.focusWidget()) or dialog.rows[1].choice.hasFocus()

    dialog.rows[3].choice.choose(Becomes(Role.LEAD))

    assert take.isEnabled()
    assert words(dialog, "columns_note_text") == ""
    assert words(dialog, "columns_how_3") == "You chose it"
    assert dialog.columns[1].role is Role.LEAD


def test_a_field_is_searched_and_taken_with_the_keyboard(opened: Opened) -> None:
    dialog = opened(LEAD, AGENT)
    choice = dialog.rows[3].choice

    type_over(choice, "town")
    key(QApplication.activePopupWidget(), Qt.Key.Key_Return)

    assert choice.currentText() == "Town or city"
    assert dialog.columns[1] == Column(3, "Agent", Role.FIELD, "towncity")
    assert dialog.isVisible()


def test_what_is_typed_and_left_is_the_best_of_what_fits(opened: Opened) -> None:
    dialog = opened(LEAD, AGENT)
    choice = dialog.rows[3].choice

    type_over(choice, "postc")
    key(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    key(choice.lineEdit(), Qt.Key.Key_Tab)

    assert choice.currentText() == "Postcode"
    assert dialog.columns[1].field == "postcode"


def test_any_other_field_goes_by_leadbytes_name_for_it_and_it_says_so(opened: Opened) -> None:
    dialog = opened(LEAD, AGENT)

    type_over(dialog.rows[3].choice, "agent_code")
    key(QApplication.activePopupWidget(), Qt.Key.Key_Return)

    assert dialog.columns[1] == Column(3, "Agent", Role.FIELD, "agent_code")
    assert "“agent_code” is a name of your own" in words(dialog, "columns_note_text")


def test_an_emptied_choice_is_not_sent(opened: Opened) -> None:
    dialog = opened(LEAD, POSTCODE)
    choice = dialog.rows[1].choice
    type_over(choice, " ")

    key(choice.lineEdit(), Qt.Key.Key_Tab)

    assert dialog.columns[1].role is Role.IGNORED
    assert choice.currentText() == "Not sent"


def test_a_field_taken_twice_is_said_and_stops_nothing(opened: Opened) -> None:
    dialog = opened(LEAD, POSTCODE, SURNAME)

    dialog.rows[2].choice.choose(Becomes(Role.FIELD, "postcode"))

    assert "“Post code” and “Surname” both become Postcode" in words(dialog, "columns_note_text")
    press(dialog, f"columns_{USE}")
    assert dialog.result() == USE


def test_the_wheel_changes_no_column(opened: Opened) -> None:
    dialog = opened(LEAD, POSTCODE)
    choice = dialog.rows[1].choice
    choice.setFocus()
    middle = QPointF(choice.rect().center())
    down = QPoint(0, -120)
    nothing = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        middle, choice.mapToGlobal(middle), down, down, Qt.MouseButton.NoButton, nothing,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(choice, wheel)

    assert choice.currentText() == "Postcode"


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("columns_worksheet", OTHER_WORKSHEET),
        ("columns_reading", READ_DIFFERENTLY),
        (f"columns_{BELOW}", BELOW),
        (f"columns_{REPLACE}", REPLACE),
        ("columns_back", BACK),
    ],
)
def test_every_way_on_is_a_button(opened: Opened, name: str, result: int) -> None:
    answers = (Answer("Add below them", BELOW), Answer("Replace them", REPLACE))
    dialog = opened(LEAD, POSTCODE, answers=answers, other_worksheet=True, read_differently=True)

    press(dialog, name)

    assert not dialog.isVisible()
    assert dialog.result() == result


def test_real_dates_show_three_samples_in_each_form(qtbot: QtBot) -> None:
    dates = {form: (f"a {form}", f"b {form}", f"c {form}") for form in DATE_FORMS}
    born = Column(1, "Birthday", Role.FIELD, "dob")
    dialog = ColumnsDialog("", [SeenColumn(LEAD, How.NAME), SeenColumn(born, How.NAME, (), dates)], OPEN)
    qtbot.addWidget(dialog)
    forms = dialog.rows[1].dates
    assert forms is not None
    assert [forms.itemText(place).count("·") for place in range(forms.count())] == [2] * len(DATE_FORMS)

    forms.setCurrentIndex(1)

    assert dialog.columns[1].date_form == "yyyy-mm-dd"


def test_a_column_in_which_nothing_stands_takes_no_room(opened: Opened, qtbot: QtBot) -> None:
    blank = SeenColumn(Column(1, ""), How.UNKNOWN)
    dialog = ColumnsDialog("", [SeenColumn(LEAD, How.NAME), blank], OPEN)
    qtbot.addWidget(dialog)

    assert list(dialog.rows) == [0]
    assert dialog.columns == (LEAD, blank.column)


def test_the_column_that_was_asked_for_has_the_focus(opened: Opened) -> None:
    dialog = opened(LEAD, POSTCODE, SURNAME, first=2)

    focused = dialog.focusWidget()
    assert focused is not None
    assert focused is dialog.rows[2].choice or dialog.rows[2].choice.isAncestorOf(focused)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lead", "Lead ID"),
        ("quar", "Quarantine ID"),
        ("not", "Not sent"),
        ("notes", "Notes"),
        ("post", "Postcode"),
        ("PHONE 2", "Phone 2"),
        ("deliver", "Deliveries of this row"),
        ("my_field", "Use the name “my_field” as it is"),
        ("data7", "Custom field 7"),
    ],
)
def test_the_first_offer_is_the_one_that_is_meant(typed: str, first: str) -> None:
    assert offers(typed)[0].words == first


def test_one_column_must_name_the_leads_and_one_only() -> None:
    assert what_stops((POSTCODE,))
    assert what_stops((LEAD,)) == ""
    assert what_stops((Column(0, "QID", Role.QUARANTINE), AGENT)) == ""
    assert what_stops((LEAD, SECOND)) == (
        "“Lead ID” and “ID” both name the leads, and only one of them can. Choose it; the other is not sent."
    )


@pytest.mark.parametrize(("kept", "gone"), [(0, 4), (4, 0)])
def test_of_two_columns_that_name_the_leads_one_is_chosen_before_anything_is_taken(
    opened: Opened, kept: int, gone: int
) -> None:
    dialog = opened(LEAD, POSTCODE, SECOND)
    agree = cast("QPushButton", dialog.findChild(QPushButton, f"columns_{USE}"))
    assert not agree.isEnabled()
    assert dialog.foot_hint.text() == "Two columns name the leads: choose one."
    key(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.isVisible()

    press(dialog, f"columns_note_{kept}")

    roles = {column.slot: column.role for column in dialog.columns}
    assert (roles[kept], roles[gone]) == (Role.LEAD, Role.IGNORED)
    assert words(dialog, "columns_note_text") == ""
    key(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.result() == USE


def test_a_second_column_of_ids_that_a_person_chose_stops_too(opened: Opened) -> None:
    dialog = opened(LEAD, POSTCODE, AGENT)

    dialog.rows[3].choice.choose(Becomes(Role.QUARANTINE))

    assert "“Lead ID” and “Agent” both name the leads" in words(dialog, "columns_note_text")
    assert not cast("QPushButton", dialog.findChild(QPushButton, f"columns_{USE}")).isEnabled()


def test_where_rows_stand_already_enter_neither_adds_nor_replaces(opened: Opened) -> None:
    answers = (Answer("Add below the 2 rows", BELOW), Answer("Replace the 2 rows", REPLACE))
    dialog = opened(LEAD, POSTCODE, answers=answers)

    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    key(dialog.focusWidget(), Qt.Key.Key_Return)

    assert not dialog.isVisible()
    assert dialog.result() == BACK


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ((LEAD, POSTCODE, SURNAME), "2 columns are sent."),
        ((LEAD, POSTCODE, AGENT), "1 column is sent, 1 is not: Agent."),
        ((LEAD, POSTCODE, AGENT, Column(4, "")), "1 column is sent, 2 are not: Agent, one without a heading."),
        ((LEAD, AGENT), "Only the leads are taken from it; no column is sent, 1 is not: Agent."),
    ],
)
def test_what_is_sent_is_said(columns: tuple[Column, ...], said: str) -> None:
    assert mapping_words(columns) == said
