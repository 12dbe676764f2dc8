"""The lists of the open account in the settings: counts, ages, refusals, and fetching them again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.services.account_words import AccountWords, ListState
from leadbyte_desktop.store.database import utc_now
from leadbyte_desktop.ui.settings_lists import ListsCard
from leadbyte_desktop.ui.settings_presenter import show_settings
from leadbyte_desktop.ui.word_fetching import WordFetching
from tests.ui.connecting import Screen

if TYPE_CHECKING:
    from tests.ui.conftest import Office


class Lists(Screen):
    """The settings over an empty window, with the lists of the practice account."""

    def __init__(self, window: QWidget, office: Office) -> None:
        super().__init__(window, office.gui_loop)
        self.office = office
        self.fetching = WordFetching(office.flow, office.runner, lambda: False)
        office.runner.start(self._show())
        self.gui_loop.until(lambda: self.sees("settings.close"))

    async def _show(self) -> None:
        office = self.office
        await show_settings(self.window, office.workplace, office.desk.account, office.runner, self.fetching)

    def line(self, kind: ListKind) -> tuple[str, str, str]:
        """Count, age, and why it did not come."""
        stem = f"settings.list_{kind.value}"
        return (self.words(f"{stem}_count"), self.words(f"{stem}_age"), self.words(f"{stem}_problem"))

    def fetch(self) -> None:
        """Press *Fetch again* from the keyboard, and wait for what comes."""
        button = self.button("settings.fetchLists")
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        assert (button.text(), button.isEnabled()) == ("Fetching…", False)
        self.gui_loop.until(lambda: not self.fetching.busy)
        assert (button.text(), button.isEnabled()) == ("Fetch again", True)


@pytest.fixture
def lists(office: Office, qtbot: QtBot) -> Iterator[Lists]:
    window = QWidget()  # not left to qtbot, which would delete it before the settings are closed
    window.resize(1180, 760)
    window.show()
    qtbot.waitExposed(window)
    scene = Lists(window, office)
    yield scene
    if scene.sees("settings.close"):
        scene.click("settings.close")
    office.settle()
    window.close()
    window.deleteLater()


def test_every_list_says_how_many_it_has_and_how_old_it_is(lists: Lists) -> None:
    assert lists.words("settings.lists_heading") == "Lists of Practice account"
    assert lists.line(ListKind.BUYERS) == ("0", "not fetched yet", "")
    lists.fetch()
    assert lists.line(ListKind.CAMPAIGNS) == ("4", "fetched just now", "")
    offered = len(lists.office.desk.offered)
    assert offered < 24
    not_offered = f"fetched just now · {24 - offered} not offered in the lists"
    assert lists.line(ListKind.DELIVERIES) == ("24", not_offered, "")
    assert lists.find(QLabel, "settings.list_deliveries").accessibleName() == f"Deliveries: 24 entries, {not_offered}."
    assert lists.line(ListKind.BUYERS) == ("10", "fetched just now", "")
    assert int(lists.line(ListKind.FIELDS)[0]) > 100
    spoken = lists.find(QLabel, "settings.list_buyers").accessibleName()
    assert spoken == "Buyers: 10 entries, fetched just now."


def test_the_focus_comes_back_once_it_can_be_asked_for_again(lists: Lists) -> None:
    dialog = lists.button("settings.fetchLists").window()
    dialog.activateWindow()
    lists.gui_loop.until(dialog.isActiveWindow)
    lists.fetch()
    assert lists.button("settings.fetchLists").hasFocus()


def test_whoever_went_on_while_they_were_fetched_stays_there(lists: Lists) -> None:
    dialog = lists.button("settings.fetchLists").window()
    dialog.activateWindow()
    lists.gui_loop.until(dialog.isActiveWindow)
    lists.button("settings.fetchLists").setFocus()
    QTest.keyClick(lists.button("settings.fetchLists"), Qt.Key.Key_Return)
    lists.button("settings.close").setFocus()
    lists.gui_loop.until(lambda: not lists.fetching.busy)
    assert lists.button("settings.fetchLists").isEnabled()
    assert lists.button("settings.close").hasFocus()


def test_fetching_again_is_told_to_every_tab(lists: Lists) -> None:
    told: list[str] = []
    lists.office.flow.words_changed.connect(lambda: told.append("words"))
    lists.office.flow.deliveries_changed.connect(lambda: told.append("deliveries"))
    lists.fetch()
    assert told == ["deliveries", "words"]
    assert lists.office.desk.names.buyers.words_of("33") == "Acme Ltd (BID 33)"


def test_what_cannot_be_reached_says_so_and_keeps_what_was_known(lists: Lists) -> None:
    lists.fetch()
    lists.office.practise(PractiseProblem.LOSE_NETWORK, None)
    lists.fetch()
    assert lists.line(ListKind.BUYERS) == ("10", "fetched just now", "")
    # All four lists have the one trouble, which is said once, below them; each line still speaks it.
    problem = lists.words("settings.listsProblem")
    assert problem.startswith("The practice account could not be reached. Nothing was changed in LeadByte.")
    assert not any(lists.sees(f"settings.list_{kind.value}_problem") for kind in ListKind)
    assert lists.find(QLabel, "settings.list_buyers").accessibleName().endswith(problem)
    assert lists.office.told == []


def test_the_dialog_may_be_closed_while_they_are_fetched(lists: Lists) -> None:
    QTest.keyClick(lists.button("settings.fetchLists"), Qt.Key.Key_Space)
    lists.click("settings.close")
    lists.office.settle()
    assert len(lists.office.desk.known_words.campaigns) == 4


def test_a_refused_list_names_what_to_ask_for(qtbot: QtBot) -> None:
    card = ListsCard()
    qtbot.addWidget(card)
    now = utc_now()
    words = AccountWords(
        states={
            ListKind.CAMPAIGNS: ListState(
                ListKind.CAMPAIGNS, 0, None, "This key may not list campaigns.", may_not=True
            ),
            ListKind.BUYERS: ListState(ListKind.BUYERS, 3, now - timedelta(hours=3)),
        }
    )
    card.show_words("Acme Leads", words, now)
    card.show()

    def said(name: str) -> str:
        label = card.findChild(QLabel, f"settings.list_{name}")
        assert label is not None
        return label.text() if label.isVisible() else ""

    assert said("campaigns_problem") == "This key may not list campaigns."
    assert said("buyers_age") == "fetched 3 hours ago"
    assert said("buyers_problem") == ""
    assert said("deliveries_age") == "not fetched yet"
