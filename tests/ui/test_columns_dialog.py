"""Which column is which: seen, searched, changed, and said where something is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimerEvent
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.sheet import DATE_FORMS, Column, Role
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.batch_import_questions import Questions
from leadbyte_desktop.ui.column_choice import Becomes, ColumnChoice, offers
from leadbyte_desktop.ui.column_row import SeenColumn
from leadbyte_desktop.ui.columns_dialog import (
    BACK,
    BELOW,
    OTHER_WORKSHEET,
    READ_DIFFERENTLY,
    REPLACE,
    USE,
    Answer,
    ColumnsDialog,
)
from leadbyte_desktop.ui.columns_words import How, mapping_words, what_stops

if TYPE_CHECKING:
    from tests.ui.conftest import GuiLoop

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


class Watcher(QObject):
    """Looks at the dialog once in every turn of Qt's event loop, as soon as there is one over the page.

    Attributes:
        rows: how many rows it had at each look.
        begun: set when the first row was seen.
        opened_with: how many rows there were when it was seen open first; None before.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.rows: list[int] = [0]
        self.begun = asyncio.Event()
        self.opened_with: int | None = None
        self.startTimer(0)

    @property
    def dialog(self) -> ColumnsDialog | None:
        return next(iter(self._page.findChildren(ColumnsDialog)), None)

    def timerEvent(self, _event: QTimerEvent) -> None:
        if self.dialog is not None:
            self.rows.append(len(self.dialog.rows))
            if self.rows[-1]:
                self.begun.set()
            if self.opened_with is None and self.dialog.isVisible():
                self.opened_with = self.rows[-1]


def many(count: int) -> list[SeenColumn]:
    """So many columns of a file; the first names the leads, and some have fields."""
    columns = [LEAD, POSTCODE, SURNAME, *(Column(slot, f"Heading {slot}") for slot in range(3, count))]
    return [SeenColumn(column, How.UNKNOWN, (f"a {column.slot}", f"b {column.slot}")) for column in columns]


@pytest.mark.parametrize(("count", "rows"), [(12, 12), (60, 60), (300, 150)])
def test_the_window_goes_on_while_it_is_made(gui_loop: GuiLoop, qtbot: QtBot, count: int, rows: int) -> None:
    page = QWidget()
    page.resize(1366, 728)
    qtbot.addWidget(page)
    page.show()
    watcher = Watcher(page)
    questions = Questions(page, AsyncRunner(page), page)

    asked = gui_loop.loop.create_task(questions.columns("leads.csv", many(count), OPEN))
    gui_loop.until(lambda: watcher.opened_with is not None)

    assert watcher.opened_with == rows
    assert max(later - earlier for earlier, later in pairwise(watcher.rows)) <= 2
    dialog = watcher.dialog
    assert dialog is not None
    press(dialog, f"columns_{USE}")
    gui_loop.until(asked.done)
    assert asked.result() == (USE, tuple(each.column for each in many(count)))


def _look_of(dialog: ColumnsDialog) -> tuple[object, ...]:
    """Where everything stands in it, and the round of the Tab key."""
    names, chain = list[str](), dialog.nextInFocusChain()
    while chain is not None and chain is not dialog:
        if chain.focusPolicy() != Qt.FocusPolicy.NoFocus and chain.objectName():
            names.append(chain.objectName())
        chain = chain.nextInFocusChain()
    places = {each.objectName(): each.geometry() for each in dialog.findChildren(QWidget) if each.objectName()}
    focused = dialog.focusWidget()
    return dialog.size(), dialog.minimumWidth(), names, places, focused.objectName() if focused else ""


@pytest.mark.parametrize("first", [-1, 20])
def test_made_in_turns_it_is_the_same(qtbot: QtBot, first: int) -> None:
    page = QWidget()
    page.resize(1366, 728)
    qtbot.addWidget(page)
    page.show()
    looks = []
    for in_turns in (False, True):
        dialog = ColumnsDialog("leads.csv", many(30), OPEN, first=first, in_turns=in_turns, parent=page)
        assert len(dialog.rows) == (0 if in_turns else 30)
        assert len([*dialog.parts]) == (18 if in_turns else 0)
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        qtbot.waitUntil(lambda dialog=dialog: dialog.focusWidget() is not None)  # type: ignore[misc]
        looks.append(_look_of(dialog))
        dialog.reject()

    assert looks[0] == looks[1]


def test_the_account_that_is_left_while_it_is_made_is_asked_nothing(gui_loop: GuiLoop, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    questions = Questions(page, AsyncRunner(page), page)
    watcher = Watcher(page)

    async def leave_it() -> tuple[int, tuple[Column, ...]]:
        asked = asyncio.ensure_future(questions.columns("leads.csv", many(12), OPEN))
        await watcher.begun.wait()
        questions.leave()
        return await asked

    assert gui_loop.run(leave_it()) == (BACK, tuple(each.column for each in many(12)))
    gui_loop.until(lambda: watcher.dialog is None)
    assert watcher.opened_with is None


def test_the_account_that_is_left_while_it_is_open_closes_it(gui_loop: GuiLoop, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    questions = Questions(page, AsyncRunner(page), page)
    watcher = Watcher(page)
    asked = gui_loop.loop.create_task(questions.columns("leads.csv", many(12), OPEN))
    gui_loop.until(lambda: watcher.opened_with)

    questions.leave()
    gui_loop.until(asked.done)

    assert asked.result()[0] == BACK
    gui_loop.until(lambda: watcher.dialog is None)


def test_a_closing_window_stops_the_making(gui_loop: GuiLoop, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    runner = AsyncRunner(page)
    questions = Questions(page, runner, page)
    watcher = Watcher(page)

    async def close_it() -> None:
        runner.start(questions.columns("leads.csv", many(12), OPEN))
        await watcher.begun.wait()
        await runner.cancel_all()

    gui_loop.run(close_it())
    gui_loop.until(lambda: watcher.dialog is None)
    assert watcher.opened_with is None
    assert runner.running == 0
