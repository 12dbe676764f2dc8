"""Connecting an account: type an address and a key, press Check, read what the screen says. The server is real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.keys import FULL_KEY, INACTIVE_KEY, UPDATE_ONLY_KEY
from leadbyte_desktop.practice.problems import ProblemPlan
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.connect_presenter import ask_for_account, ask_for_new_key
from tests.practice_server import PracticeServer, dead_address
from tests.ui.connecting import Screen, furnish, leave

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from leadbyte_desktop.services.workplace import Workplace
    from tests.ui.conftest import GuiLoop


class Connecting(Screen):
    """The dialog over an empty window."""

    def __init__(self, window: QWidget, gui_loop: GuiLoop, workplace: Workplace) -> None:
        super().__init__(window, gui_loop)
        self.workplace = workplace
        self.runner = AsyncRunner(window)
        self.broken: list[Exception] = []
        self.runner.broke.connect(self.broken.append)
        self.answer: tuple[Account | None, bool] | None = None

    def open(self, *, first: bool = True) -> None:
        self.runner.start(self._ask(first=first))
        self.until_sees("connect_address")

    def open_for_new_key(self, account: Account) -> None:
        self.runner.start(self._ask_new_key(account))
        self.until_sees("connect_address")

    async def _ask(self, *, first: bool) -> None:
        tools = self.workplace.tools
        self.answer = await ask_for_account(self.window, tools.accounts, tools.delivery_list, self.runner, first=first)

    async def _ask_new_key(self, account: Account) -> None:
        tools = self.workplace.tools
        self.answer = await ask_for_new_key(self.window, tools.accounts, tools.delivery_list, self.runner, account)

    def check(self, address: str, key: str) -> None:
        self.type("connect_address", address)
        self.type("connect_key", key)
        self.click("connect_check")
        self.settle()

    def end_with(self, name: str) -> tuple[Account | None, bool]:
        """Press a button that closes the dialog."""
        self.click(name)
        self.gui_loop.until(lambda: self.answer is not None)
        self.settle()
        assert self.answer is not None
        return self.answer

    def save(self) -> Account:
        self.end_with("connect_save")
        assert self.answer is not None
        account = self.answer[0]
        assert account is not None
        return account

    def settle(self) -> None:
        """Wait until only the dialog itself is still open, or nothing is."""
        self.gui_loop.until(lambda: self.runner.running <= (self.answer is None))
        assert not self.broken

    @property
    def note(self) -> str:
        return self.words("connect_note_text")

    @property
    def tone(self) -> str:
        return str(self.find(QWidget, "connect_note").property("tone"))

    @property
    def can_save(self) -> bool:
        return self.button("connect_save").isEnabled()

    def kept(self) -> list[Account]:
        return self.gui_loop.run(self.workplace.tools.accounts.known())


@pytest.fixture
def connecting(
    gui_loop: GuiLoop, qtbot: QtBot, tmp_path: Path, practice_server: PracticeServer
) -> Iterator[Connecting]:
    """An account Acme is at home at acme.leadbyte.com; at its other ending something else lives."""

    def page(_request: Request) -> HTMLResponse:
        return HTMLResponse("<html>Nothing of LeadByte lives here</html>", 404)

    elsewhere = Starlette(routes=[Route("/{path:path}", page)])
    ways = {
        "acme.leadbyte.co.uk": lambda: Transports.in_process(elsewhere, ProblemPlan()),
        "acme.leadbyte.com": lambda: Transports.in_process(build_app(practice_server.world), ProblemPlan()),
    }
    workplace = gui_loop.run(furnish(tmp_path, ways))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1180, 760)
    window.show()
    qtbot.waitExposed(window)
    scene = Connecting(window, gui_loop, workplace)
    yield scene
    for dialog in scene.dialogs:
        dialog.reject()
    gui_loop.until(lambda: not scene.runner.running)
    assert not scene.broken
    gui_loop.run(leave(workplace))


def test_a_good_key_is_checked_with_one_harmless_read_and_kept(
    connecting: Connecting, practice_server: PracticeServer
) -> None:
    connecting.open()
    assert not connecting.can_save
    connecting.check(practice_server.base_url, FULL_KEY.text)
    assert "LeadByte took the key and listed" in connecting.note
    assert connecting.tone == "ok"
    assert [(seen.method, seen.path) for seen in practice_server.requests] == [("GET", "/restapi/v1.3/deliveries")]
    assert not connecting.kept()

    connecting.type("connect_name", "Acme Leads")
    account = connecting.save()
    assert (account.name, account.base_url, account.proven) == ("Acme Leads", practice_server.base_url, True)
    assert connecting.kept() == [account]
    deliveries = connecting.gui_loop.run(connecting.workplace.tools.delivery_list.all(account.account_id))
    assert any(delivery.delivery_id == "1053" for delivery in deliveries)


def test_without_a_safe_the_key_is_kept_for_this_run_only(
    connecting: Connecting, practice_server: PracticeServer
) -> None:
    connecting.open()
    connecting.check(practice_server.base_url, FULL_KEY.text)
    account = connecting.save()
    assert connecting.answer == (account, False)
    client = connecting.gui_loop.run(connecting.workplace.tools.accounts.open(account))
    connecting.gui_loop.run(client.aclose())


@pytest.mark.usefixtures("secret_service")
def test_with_a_safe_the_key_is_kept_in_it(connecting: Connecting, practice_server: PracticeServer) -> None:
    connecting.open()
    connecting.check(practice_server.base_url, FULL_KEY.text)
    account = connecting.save()
    assert connecting.answer == (account, True)
    folder = connecting.workplace.folder / "later"
    folder.mkdir()
    later = connecting.gui_loop.run(furnish(folder, {}))
    client = connecting.gui_loop.run(later.tools.accounts.open(account))
    connecting.gui_loop.run(client.aclose())
    connecting.gui_loop.run(leave(later))


def test_a_refused_key_is_answered_beside_it_and_nothing_is_kept(
    connecting: Connecting, practice_server: PracticeServer
) -> None:
    connecting.open()
    connecting.check(practice_server.base_url, INACTIVE_KEY.text)
    line = connecting.find(QLineEdit, "connect_key")
    assert "LeadByte refused this key" in connecting.words("connect_key_error")
    assert line.property("invalid") == "true"
    assert line.hasFocus()
    assert not connecting.note
    assert not connecting.can_save
    assert not connecting.kept()


def test_a_key_that_may_not_list_is_saved_in_yellow(connecting: Connecting, practice_server: PracticeServer) -> None:
    connecting.open()
    connecting.check(practice_server.base_url, UPDATE_ONLY_KEY.text)
    assert "LeadByte answered; this key may not list deliveries" in connecting.note
    assert "proven by the first update" in connecting.note
    assert connecting.tone == "warning"
    assert not connecting.save().proven


def test_no_network_says_so_and_keeps_what_was_typed(connecting: Connecting) -> None:
    address = dead_address()
    connecting.open()
    connecting.check(address, FULL_KEY.text)
    assert "could not be reached" in connecting.note
    assert "Nothing was changed in LeadByte" in connecting.note
    assert connecting.tone == "error"
    assert not connecting.can_save
    assert connecting.find(QLineEdit, "connect_address").text() == address
    assert connecting.find(QLineEdit, "connect_key").text() == FULL_KEY.text


def test_a_wrong_address_offers_the_other_ending(connecting: Connecting) -> None:
    connecting.open()
    connecting.check("acme", FULL_KEY.text)
    assert "is not LeadByte’s API" in connecting.note
    assert connecting.button("connect_note_other").text() == "Try acme.leadbyte.com"
    assert not connecting.can_save

    connecting.click("connect_note_other")
    connecting.settle()
    assert connecting.find(QLineEdit, "connect_address").text() == "acme.leadbyte.com"
    assert "LeadByte took the key" in connecting.note
    assert connecting.save().host == "acme.leadbyte.com"


@pytest.mark.parametrize("address", ["acme.example.com", "http://acme.leadbyte.co.uk", "ac me", ""])
def test_an_address_that_could_betray_the_key_is_refused_beside_it(connecting: Connecting, address: str) -> None:
    connecting.open()
    connecting.find(QLineEdit, "connect_address").setText(address)
    connecting.type("connect_key", FULL_KEY.text)
    connecting.click("connect_check")
    connecting.settle()
    assert connecting.words("connect_address_error")
    assert connecting.find(QLineEdit, "connect_address").hasFocus()
    assert not connecting.can_save


def test_a_missing_key_is_answered_beside_it(connecting: Connecting, practice_server: PracticeServer) -> None:
    connecting.open()
    connecting.type("connect_address", practice_server.base_url)
    connecting.click("connect_check")
    connecting.settle()
    assert "The API key is missing" in connecting.words("connect_key_error")
    assert not practice_server.arrivals.keys


def test_what_was_checked_no_longer_holds_once_something_is_changed(
    connecting: Connecting, practice_server: PracticeServer
) -> None:
    connecting.open()
    connecting.check(practice_server.base_url, FULL_KEY.text)
    assert connecting.can_save
    QTest.keyClicks(connecting.find(QLineEdit, "connect_key"), "x")
    assert not connecting.can_save
    assert not connecting.note
    assert "Check the address and the key first" in connecting.words("connect_hint")


def test_enter_checks_but_never_saves(connecting: Connecting, practice_server: PracticeServer) -> None:
    connecting.open()
    connecting.type("connect_address", practice_server.base_url)
    connecting.type("connect_key", FULL_KEY.text)
    QTest.keyClick(connecting.find(QLineEdit, "connect_key"), Qt.Key.Key_Return)
    connecting.settle()
    assert len(practice_server.arrivals.keys) == 1
    assert connecting.can_save
    assert connecting.answer is None
    assert not connecting.kept()


def test_nothing_can_be_pressed_twice_while_it_is_checked(
    connecting: Connecting, practice_server: PracticeServer
) -> None:
    connecting.open()
    with practice_server.hold():
        connecting.type("connect_address", practice_server.base_url)
        connecting.type("connect_key", FULL_KEY.text)
        connecting.click("connect_check")
        connecting.gui_loop.until(lambda: practice_server.arrivals.keys)
        assert connecting.button("connect_check").text() == "Checking…"
        connecting.click("connect_check")
    connecting.settle()
    assert len(practice_server.arrivals.keys) == 1
    assert connecting.button("connect_check").text() == "Check"


def test_escape_while_it_is_checked_goes_back_and_breaks_nothing(
    connecting: Connecting, practice_server: PracticeServer
) -> None:
    connecting.open()
    with practice_server.hold():
        connecting.type("connect_address", practice_server.base_url)
        connecting.type("connect_key", FULL_KEY.text)
        connecting.click("connect_check")
        connecting.gui_loop.until(lambda: practice_server.arrivals.keys)
        QTest.keyClick(connecting.dialogs[0], Qt.Key.Key_Escape)
        connecting.gui_loop.until(lambda: connecting.answer is not None)
        assert connecting.answer == (None, True)
    connecting.settle()
    connecting.gui_loop.until(lambda: not connecting.dialogs)
    assert not connecting.kept()


def test_practise_first_chooses_the_practice_account(connecting: Connecting) -> None:
    connecting.open(first=True)
    assert connecting.end_with("connect_practise") == (PRACTICE_ACCOUNT, True)
    assert not connecting.kept()


def test_later_it_can_be_cancelled_instead(connecting: Connecting) -> None:
    connecting.open(first=False)
    assert not connecting.sees("connect_practise")
    assert connecting.end_with("connect_cancel") == (None, True)


def test_the_key_is_never_shown(connecting: Connecting, practice_server: PracticeServer) -> None:
    connecting.open()
    practice_server.answer_next(401, {"status": "Error", "message": f"Invalid key {FULL_KEY.text}"}, times=2)
    connecting.check(practice_server.base_url, FULL_KEY.text)
    assert connecting.find(QLineEdit, "connect_key").echoMode() == QLineEdit.EchoMode.Password
    shown = [label.text() for label in connecting.window.findChildren(QLabel)]
    assert any("Invalid key" in words for words in shown)
    assert not [words for words in shown if FULL_KEY.text in words]


def test_the_same_address_again_keeps_its_place(connecting: Connecting, practice_server: PracticeServer) -> None:
    accounts = []
    for name in ("Acme", "Acme again"):
        connecting.answer = None
        connecting.open()
        connecting.check(practice_server.base_url, FULL_KEY.text)
        connecting.type("connect_name", name)
        accounts.append(connecting.save())
        connecting.gui_loop.until(lambda: not connecting.dialogs)
    assert accounts[0].account_id == accounts[1].account_id
    assert connecting.kept() == [accounts[1]]


# --- replacing a key ------------------------------------------------------------------------------------------------


def test_a_new_key_is_checked_on_the_same_address(connecting: Connecting, practice_server: PracticeServer) -> None:
    account = practice_server.account("Acme Leads")
    connecting.gui_loop.run(connecting.workplace.preferences.put_account(account))
    connecting.open_for_new_key(account)
    assert connecting.words("connect_title") == "Replace the key of Acme Leads"
    assert connecting.find(QLineEdit, "connect_address").isReadOnly()
    assert not connecting.sees("connect_name")
    assert not connecting.can_save

    connecting.type("connect_key", FULL_KEY.text)
    connecting.click("connect_check")
    connecting.settle()
    replaced = connecting.save()
    assert replaced == connecting.kept()[0]
    assert (replaced.account_id, replaced.name, replaced.proven) == (account.account_id, "Acme Leads", True)
    assert practice_server.arrivals.keys == [FULL_KEY.text]
    client = connecting.gui_loop.run(connecting.workplace.tools.accounts.open(replaced))
    connecting.gui_loop.run(client.list_deliveries())
    connecting.gui_loop.run(client.aclose())


def test_a_new_key_that_is_refused_leaves_the_old_one(connecting: Connecting, practice_server: PracticeServer) -> None:
    account = practice_server.account("Acme Leads")
    tools = connecting.workplace.tools
    connecting.gui_loop.run(connecting.workplace.preferences.put_account(account))
    connecting.gui_loop.run(tools.accounts.replace_key(account, FULL_KEY.text))
    connecting.open_for_new_key(account)
    connecting.type("connect_key", INACTIVE_KEY.text)
    connecting.click("connect_check")
    connecting.settle()
    assert "LeadByte refused this key" in connecting.words("connect_key_error")
    assert not connecting.can_save
    client = connecting.gui_loop.run(tools.accounts.open(account))
    assert connecting.gui_loop.run(client.list_deliveries())
    connecting.gui_loop.run(client.aclose())


def test_another_ending_is_not_offered_for_a_new_key(connecting: Connecting) -> None:
    account = Account("acme", "Acme Leads", "https://acme.leadbyte.co.uk/restapi/v1.3")
    connecting.open_for_new_key(account)
    connecting.type("connect_key", FULL_KEY.text)
    connecting.click("connect_check")
    connecting.settle()
    assert "is not LeadByte’s API" in connecting.note
    assert not connecting.sees("connect_note_other")
