"""The window: it paints before anything is loaded, and builds a tab when it is looked at."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.domain.practise_key import PractiseKey
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.main_window import FIRST_SIZE, LEAST_SIZE, TABS, MainWindow, Tab, TabMaker, first_size
from leadbyte_desktop.ui.parts.screen_room import screen_room
from leadbyte_desktop.ui.send_flow import SendFlow

ACME = Account("acme", "Acme Leads", "https://acme.leadbyte.co.uk/restapi/v1.3")
KEYS = [key for key, _words in TABS]


W = TypeVar("W", bound=QWidget)


def part(window: MainWindow, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


class Made:
    """What the window asked to be made, in order."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.presenters: list[str] = []

    def makers(self) -> dict[str, TabMaker]:
        return {key: self._maker(key) for key in KEYS}

    def _maker(self, key: str) -> TabMaker:
        def make(parent: QWidget) -> Tab:
            self.pages.append(key)
            made = QWidget(parent)
            first = QLineEdit()
            first.setObjectName(f"{key}.first")
            QVBoxLayout(made).addWidget(first)
            return Tab(made, presenter)

        def presenter(_flow: SendFlow, _runner: AsyncRunner) -> object:
            self.presenters.append(key)
            return f"presenter of {key}"

        return make


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def window(qtbot: QtBot, made: Made) -> MainWindow:
    window = MainWindow(made.makers())
    qtbot.addWidget(window, before_close_func=lambda each: each.close_now())
    window.show()
    qtbot.waitExposed(window)
    return window


async def _no_review(_review: object) -> None:
    return None


def wake(window: MainWindow) -> None:
    window.wake(SendFlow(_no_review, window), AsyncRunner(window))


def text(window: MainWindow, name: str) -> str:
    label = part(window, QLabel, name)
    return label.text() if label.isVisible() else ""


# --- focus ------------------------------------------------------------------------------------------------------------


def test_whoever_is_somewhere_stays_there_when_the_window_gives_the_focus(window: MainWindow) -> None:
    wake(window)
    settings = part(window, QPushButton, "header_settings")
    settings.setFocus()
    window.give_focus()
    assert window.focusWidget() is settings


def test_a_focus_that_nobody_sees_goes_to_where_work_begins(window: MainWindow) -> None:
    wake(window)
    hidden = part(window, QLineEdit, "single.first")
    window.open_tab("batch")
    hidden.setFocus()
    window.give_focus()
    assert window.focusWidget() is part(window, QLineEdit, "batch.first")
    window.focusWidget().clearFocus()
    window.give_focus()
    assert window.focusWidget() is part(window, QLineEdit, "batch.first")


# --- tabs -------------------------------------------------------------------------------------------------------------


def test_only_the_first_tab_is_built_and_nothing_acts_yet(window: MainWindow, made: Made) -> None:
    assert made.pages == ["single"]
    assert made.presenters == []
    assert window.open_key == "single"
    assert window.windowTitle().startswith("LeadByte Desktop")


def test_waking_gives_presenters_to_tabs_that_were_opened(window: MainWindow, made: Made) -> None:
    window.open_tab("batch")
    assert made.presenters == []
    wake(window)
    assert made.presenters == ["single", "batch"]
    assert window.presenters == {"single": "presenter of single", "batch": "presenter of batch"}


def test_a_tab_is_built_once_when_it_is_looked_at(window: MainWindow, made: Made) -> None:
    wake(window)
    for key in (*KEYS, *KEYS):
        window.open_tab(key)
        assert window.open_key == key
        assert part(window, QLineEdit, f"{key}.first").isVisible()
    assert made.pages == KEYS
    assert made.presenters == KEYS


def test_a_presenter_can_be_had_without_opening_its_tab(window: MainWindow, made: Made) -> None:
    wake(window)
    assert window.presenter("batch") == "presenter of batch"
    assert window.open_key == "single"
    assert not part(window, QLineEdit, "batch.first").isVisible()


# --- account and notices ----------------------------------------------------------------------------------------------


def test_practice_cannot_be_missed_and_leads_to_a_real_account(window: MainWindow, qtbot: QtBot) -> None:
    window.show_account(PRACTICE_ACCOUNT)
    assert window.windowTitle() == "LeadByte Desktop — Practice account"
    assert text(window, "practiceBand_text").startswith("PRACTICE")
    with qtbot.waitSignal(window.connect_wanted):
        qtbot.mouseClick(part(window, QPushButton, "practiceBand_connect"), Qt.MouseButton.LeftButton)


def test_a_real_account_shows_no_practice(window: MainWindow) -> None:
    window.show_account(PRACTICE_ACCOUNT)
    window.show_account(ACME)
    assert text(window, "practiceBand_text") == ""
    assert not window.practice_band.isVisible()
    assert text(window, "header_account") == "Acme Leads"
    assert text(window, "header_host") == "acme.leadbyte.co.uk"
    assert not part(window, QPushButton, "header_problems").isVisible()


def test_problems_to_practise_are_offered_with_practice_only(window: MainWindow, qtbot: QtBot) -> None:
    window.show_account(PRACTICE_ACCOUNT)
    button = part(window, QPushButton, "header_problems")
    assert button.isVisible()
    # Without the two headings and the line between them.
    actions = {action.data(): action for action in button.menu().actions() if action.data() is not None}
    problems, keys = {problem.value for problem in PractiseProblem}, {f"key: {key.value}" for key in PractiseKey}
    assert set(actions) == {"", *problems, "key: ", *keys}
    assert [key for key, action in actions.items() if action.isChecked()] == ["", "key: "]
    with qtbot.waitSignal(window.problem_wanted) as told:
        actions[PractiseProblem.CUT.value].trigger()
    assert told.args == [PractiseProblem.CUT.value]


def test_a_practised_key_is_said_in_the_band_and_marked_and_can_be_turned_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_account(PRACTICE_ACCOUNT)
    assert window.findChild(QPushButton, "practiceBand_wholeKey") is None
    with qtbot.waitSignal(window.key_wanted) as told, qtbot.assertNotEmitted(window.problem_wanted):
        chosen(window, "key: no search").trigger()
    assert told.args == ["no search"]
    window.show_account(PRACTICE_ACCOUNT, PractiseKey.NO_SEARCH)
    assert text(window, "practiceBand_text").endswith("The API key may not search for leads.")
    assert chosen(window, "key: no search").isChecked()
    assert not chosen(window, "key: ").isChecked()
    assert chosen(window, "").isChecked()
    with qtbot.waitSignal(window.key_wanted) as told, qtbot.assertNotEmitted(window.connect_wanted):
        qtbot.mouseClick(part(window, QPushButton, "practiceBand_wholeKey"), Qt.MouseButton.LeftButton)
    assert told.args == [""]
    with qtbot.waitSignal(window.connect_wanted):
        qtbot.mouseClick(part(window, QPushButton, "practiceBand_connect"), Qt.MouseButton.LeftButton)


def chosen(window: MainWindow, data: str) -> QAction:
    """An entry of the practice menu."""
    actions = part(window, QPushButton, "header_problems").menu().actions()
    return next(action for action in actions if action.data() == data)


def test_a_notice_leads_to_history_or_just_goes(window: MainWindow, qtbot: QtBot) -> None:
    window.show_notice("3 rows were being sent.", actions=(("history", "Open History"),))
    assert text(window, "noticeBand_text") == "3 rows were being sent."
    qtbot.mouseClick(part(window, QPushButton, "noticeBand_history"), Qt.MouseButton.LeftButton)
    assert window.open_key == "history"
    assert text(window, "noticeBand_text") == ""
    window.show_notice("No connection.", actions=(("close", "Close"),))
    window.open_tab("single")
    qtbot.mouseClick(part(window, QPushButton, "noticeBand_close"), Qt.MouseButton.LeftButton)
    assert window.open_key == "single"
    assert not window.notice_band.isVisible()


# --- opening and closing ----------------------------------------------------------------------------------------------


def test_closing_is_only_wished_for(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.close_asked
    with qtbot.waitSignal(window.close_wanted):
        assert not window.close()
    assert window.isVisible()
    assert window.close_asked


def test_closing_now_closes_without_asking(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.close_wanted):
        window.close_now()
    assert not window.isVisible()


def test_an_app_that_closes_takes_no_more_input(window: MainWindow) -> None:
    window.stop_work()
    assert not part(window, QLineEdit, "single.first").isEnabled()
    assert not part(window, QPushButton, "header_settings").isEnabled()


def test_coming_to_the_front_ends_being_minimised(window: MainWindow, qtbot: QtBot) -> None:
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    window.bring_to_front()
    assert window.isVisible()
    assert not window.isMinimized()


def test_the_first_window_is_no_larger_than_its_screen(window: MainWindow) -> None:
    room = screen_room(window).size()
    frame = window.frameGeometry().size()
    assert FIRST_SIZE.width() > room.width()
    assert frame.boundedTo(room) == frame
    assert first_size(QSize(1366, 728)) == FIRST_SIZE
    assert first_size(QSize(683, 344)).height() < 344, "the title bar has its room too"
    assert first_size(QSize(683, 344)).width() <= 683
    assert first_size(QSize(320, 200)) == LEAST_SIZE


def test_size_is_remembered(window: MainWindow, qtbot: QtBot, made: Made) -> None:
    window.resize(700, 500)
    other = MainWindow(made.makers())
    qtbot.addWidget(other, before_close_func=lambda each: each.close_now())
    other.restore_shape(window.shape())
    assert (other.width(), other.height()) == (700, 500)


def test_a_shape_that_is_none_leaves_the_window_as_it_is(window: MainWindow) -> None:
    before = window.size()
    window.restore_shape("no shape")
    assert window.size() == before
