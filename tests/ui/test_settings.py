"""Settings: what is listed, what each button does to accounts and keys, what is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop import __version__
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.domain.errors import KeyringProblem
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.keys import FULL_KEY, INACTIVE_KEY
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.settings_dialog import SettingsDialog
from leadbyte_desktop.ui.settings_presenter import SettingsChoice, show_settings
from tests.practice_server import PracticeServer
from tests.ui.connecting import Screen, furnish, leave

if TYPE_CHECKING:
    from leadbyte_desktop.services.workplace import Workplace
    from tests.ui.conftest import GuiLoop

OTHER = Account("other", "Bright Homes", "https://bright-homes.leadbyte.com/restapi/v1.3")


class Settings(Screen):
    """The settings over an empty window. Two accounts are known; Acme Leads, on the practice server, is open."""

    def __init__(self, window: QWidget, gui_loop: GuiLoop, workplace: Workplace, acme: Account) -> None:
        super().__init__(window, gui_loop)
        self.workplace, self.acme = workplace, acme
        self.accounts = workplace.tools.accounts
        self.runner = AsyncRunner(window)
        self.broken: list[Exception] = []
        self.runner.broke.connect(self.broken.append)
        self.choice: SettingsChoice | None = None
        for account in (acme, OTHER):
            gui_loop.run(workplace.preferences.put_account(account))
            gui_loop.run(self.accounts.replace_key(account, FULL_KEY.text))

    def open(self, account: Account | None = None) -> None:
        self.runner.start(self._show(account or self.acme))
        self.until_sees("settings.close")

    def start_sending(self) -> None:
        """Send one lead to the open account; it takes as long as the server holds it."""
        draft = JobDraft(
            JobKind.SINGLE,
            "Lead 2932682",
            self.acme.account_id,
            (DraftItem(LeadUpdate(LeadRef("2932682"), {"postcode": "TN25 6QD"})),),
        )
        self.runner.start(self._send(draft))

    async def _send(self, draft: JobDraft) -> None:
        tools = self.workplace.tools
        desk = Desk(tools, self.acme, await self.accounts.open(self.acme))
        await desk.send(await desk.write_down(await desk.prepare(draft)), lambda _progress: None, again=False)
        await desk.close()

    async def _show(self, account: Account) -> None:
        self.choice = await show_settings(self.window, self.workplace, account, self.runner)

    def end(self) -> SettingsChoice:
        """Wait until the settings are closed."""
        self.gui_loop.until(lambda: self.choice is not None and not self.runner.running)
        assert self.choice is not None
        return self.choice

    def press(self, act: str, account: Account) -> None:
        self.click(f"settings.{act}_{account.account_id}")

    def sure(self, answer: int) -> None:
        """Answer "are you sure?" with its first or second button."""
        self.until_sees(f"settings.sure_{answer}")
        self.click(f"settings.sure_{answer}")

    def until_said(self, words: str) -> None:
        self.gui_loop.until(lambda: words in self.note)

    @property
    def note(self) -> str:
        return self.words("settings.note_text")

    def known(self) -> list[str]:
        return [account.name for account in self.gui_loop.run(self.accounts.known())]

    def has_key(self, account: Account) -> bool:
        try:
            client = self.gui_loop.run(self.accounts.open(account))
        except KeyringProblem:
            return False
        self.gui_loop.run(client.aclose())
        return True


@pytest.fixture
def settings(gui_loop: GuiLoop, qtbot: QtBot, tmp_path: Path, practice_server: PracticeServer) -> Iterator[Settings]:
    workplace = gui_loop.run(furnish(tmp_path, {}))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1180, 760)
    window.show()
    qtbot.waitExposed(window)
    scene = Settings(window, gui_loop, workplace, practice_server.account("Acme Leads"))
    yield scene
    for dialog in scene.dialogs:
        dialog.reject()
    gui_loop.until(lambda: not scene.runner.running)
    assert not scene.broken
    gui_loop.run(leave(workplace))


def test_every_account_is_listed_with_its_host_and_which_is_open(settings: Settings) -> None:
    settings.open()
    for account in (settings.acme, OTHER):
        assert settings.words(f"settings.name_{account.account_id}") == account.name
        assert settings.words(f"settings.host_{account.account_id}") == account.host
    assert settings.words(f"settings.state_{settings.acme.account_id}") == "Open now"
    assert not settings.sees(f"settings.state_{OTHER.account_id}")
    assert not settings.sees(f"settings.open_{settings.acme.account_id}")


def test_a_long_name_and_a_long_folder_widen_nothing(qtbot: QtBot) -> None:
    folder = Path("/home/samantha/" + "a_folder_with_a_very_long_name_of_its_own_" * 3)
    name = "Acme Leads and Sons, the long name of a company that bought many others"
    dialog = SettingsDialog(folder, [])
    dialog.show_accounts([replace(OTHER, name=name)], OTHER.account_id)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    scroll = dialog.findChild(QScrollArea, "settings_scroll")
    assert scroll is not None
    inside, sight = scroll.widget(), scroll.viewport()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.width() <= sight.width())
    for words, said in (("name_other", name), ("folder", str(folder))):
        label = dialog.findChild(QLabel, f"settings.{words}")
        assert label is not None
        assert label.toolTip() == label.text() == said


def test_the_practice_account_can_only_be_opened(settings: Settings) -> None:
    settings.open()
    assert settings.sees("settings.open_practice")
    for act in ("replace", "forget", "remove"):
        assert not settings.sees(f"settings.{act}_practice")


def test_every_button_has_a_name_of_its_own_for_a_screen_reader(settings: Settings) -> None:
    settings.open()
    buttons = [each for each in settings.dialogs[0].findChildren(QAbstractButton) if each.isVisible()]
    names = [each.accessibleName() for each in buttons]
    assert all(names)
    assert len(set(names)) == len(names)
    assert all(each.objectName().startswith("settings.") for each in buttons)


def test_closing_changes_nothing(settings: Settings) -> None:
    settings.open()
    settings.click("settings.close")
    assert settings.end() == SettingsChoice()
    assert settings.known() == ["Acme Leads", "Bright Homes"]


def test_another_account_can_be_opened(settings: Settings) -> None:
    settings.open()
    settings.press("open", OTHER)
    choice = settings.end()
    assert choice.account is not None
    assert choice.account.account_id == OTHER.account_id


def test_practice_can_be_opened(settings: Settings) -> None:
    settings.open()
    settings.press("open", PRACTICE_ACCOUNT)
    assert settings.end() == SettingsChoice(account=PRACTICE_ACCOUNT)


def test_an_account_without_a_key_asks_for_it_here(settings: Settings) -> None:
    settings.gui_loop.run(settings.accounts.forget_key(OTHER))
    settings.open()
    settings.press("open", OTHER)
    settings.until_said("This PC has no key for Bright Homes")
    assert settings.choice is None
    settings.click("settings.note_replace")
    settings.until_sees("connect_key")
    assert settings.words("connect_title") == "Replace the key of Bright Homes"


def test_connecting_another_account_is_left_to_the_window(settings: Settings) -> None:
    settings.open()
    settings.click("settings.connect")
    assert settings.end() == SettingsChoice(connect=True)


# --- keys -----------------------------------------------------------------------------------------------------------


def test_the_key_of_the_open_account_is_replaced_and_it_is_opened_again(
    settings: Settings, practice_server: PracticeServer
) -> None:
    settings.gui_loop.run(settings.accounts.replace_key(settings.acme, INACTIVE_KEY.text))
    settings.open()
    settings.press("replace", settings.acme)
    settings.until_sees("connect_key")
    settings.type("connect_key", FULL_KEY.text)
    settings.click("connect_check")
    settings.gui_loop.until(lambda: settings.sees("connect_save") and settings.button("connect_save").isEnabled())
    settings.click("connect_save")
    # No safe on this machine: the settings say so before they are closed.
    settings.until_said("kept for this run only")
    settings.click("settings.close")
    choice = settings.end()
    assert choice.account is not None
    assert choice.account.account_id == settings.acme.account_id
    assert choice.account.proven
    assert practice_server.arrivals.keys == [FULL_KEY.text]


@pytest.mark.usefixtures("secret_service")
def test_a_key_in_the_safe_is_replaced_and_forgotten(settings: Settings) -> None:
    settings.open(OTHER)
    settings.press("replace", settings.acme)
    settings.until_sees("connect_key")
    settings.type("connect_key", FULL_KEY.text)
    settings.click("connect_check")
    settings.gui_loop.until(lambda: settings.sees("connect_save") and settings.button("connect_save").isEnabled())
    settings.click("connect_save")
    settings.until_said("Acme Leads has its new key")
    settings.press("forget", settings.acme)
    settings.sure(2)
    settings.until_said("The key of Acme Leads was deleted from this PC")
    assert not settings.has_key(settings.acme)
    assert settings.has_key(OTHER)


def test_going_back_from_a_new_key_keeps_the_old_one(settings: Settings) -> None:
    settings.open()
    settings.press("replace", settings.acme)
    settings.until_sees("connect_cancel")
    settings.click("connect_cancel")
    settings.gui_loop.until(lambda: not settings.sees("connect_cancel"))
    settings.click("settings.close")
    assert settings.end() == SettingsChoice()
    assert settings.has_key(settings.acme)


def test_forgetting_a_key_asks_first(settings: Settings) -> None:
    settings.open()
    settings.press("forget", OTHER)
    settings.until_sees("settings.sure_1")
    assert "Forget the key of Bright Homes?" in settings.words("settings.sure_title")
    assert settings.button("settings.sure_1").hasFocus()
    settings.sure(1)
    settings.gui_loop.until(lambda: not settings.sees("settings.sure_1"))
    assert settings.has_key(OTHER)


def test_a_forgotten_key_leaves_the_account(settings: Settings) -> None:
    settings.open()
    settings.press("forget", OTHER)
    settings.sure(2)
    settings.until_said("The key of Bright Homes was deleted from this PC")
    assert "stays in History" in settings.note
    assert settings.known() == ["Acme Leads", "Bright Homes"]
    assert not settings.has_key(OTHER)
    assert settings.has_key(settings.acme)
    assert settings.choice is None


def test_a_removed_account_is_gone_from_the_list(settings: Settings) -> None:
    settings.open()
    settings.press("remove", OTHER)
    settings.sure(2)
    settings.until_said("Bright Homes was removed from this PC")
    assert settings.known() == ["Acme Leads"]
    settings.gui_loop.until(lambda: not settings.sees(f"settings.name_{OTHER.account_id}"))
    assert settings.sees(f"settings.name_{settings.acme.account_id}")


@pytest.mark.parametrize("act", ["forget", "remove"])
def test_without_its_key_the_open_account_is_left_at_once(settings: Settings, act: str) -> None:
    settings.open()
    settings.press(act, settings.acme)
    settings.sure(2)
    assert settings.end() == SettingsChoice(forgot_open_account=True)
    assert not settings.has_key(settings.acme)


@pytest.mark.parametrize("act", ["replace", "forget", "remove"])
def test_while_a_job_is_sent_the_open_account_stays_as_it_is(
    settings: Settings, practice_server: PracticeServer, act: str
) -> None:
    with practice_server.hold():
        settings.start_sending()
        settings.gui_loop.until(lambda: practice_server.arrivals.keys)
        settings.open()
        settings.press(act, settings.acme)
        settings.until_said("A job is being sent")
        settings.press("open", OTHER)
        assert not settings.sees("settings.sure_1")
        assert not settings.sees("connect_key")
        assert settings.choice is None
    settings.click("settings.close")
    assert settings.end() == SettingsChoice()
    assert settings.has_key(settings.acme)


def test_escape_from_the_question_leaves_the_settings_open(settings: Settings) -> None:
    settings.open()
    settings.press("forget", OTHER)
    settings.until_sees("settings.sure_1")
    QTest.keyClick(settings.button("settings.sure_1"), Qt.Key.Key_Escape)
    settings.gui_loop.until(lambda: not settings.sees("settings.sure_1"))
    assert settings.sees("settings.close")
    assert settings.has_key(OTHER)


# --- this PC, and what is inside ------------------------------------------------------------------------------------


class Opener(QObject):
    """Stands where the system's file manager is."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url)


def test_the_folder_is_named_and_can_be_opened(settings: Settings) -> None:
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type]  # the stub says bytes, Qt wants text
    try:
        settings.open()
        assert settings.words("settings.folder") == str(settings.workplace.folder)
        settings.click("settings.openFolder")
        assert [url.toLocalFile() for url in opener.opened] == [str(settings.workplace.folder)]
    finally:
        QDesktopServices.unsetUrlHandler("file")


def test_the_version_and_the_licences_are_named(settings: Settings) -> None:
    settings.open()
    assert __version__ in settings.words("settings.version")
    assert not settings.sees("settings.licenceText")
    settings.click("settings.licences")
    licences = settings.words("settings.licenceText").splitlines()
    assert any(line.startswith("Qt and PySide6 6.") and "LGPL 3" in line for line in licences)
    for name in ("Python", "HTTPX", "keyring", "qasync", "Truststore", "Starlette"):
        assert any(line.startswith(name) for line in licences), name
    settings.click("settings.licences")
    assert not settings.sees("settings.licenceText")


def test_no_key_is_ever_shown(settings: Settings) -> None:
    settings.open()
    shown = [str(each.property("text")) for each in settings.dialogs[0].findChildren(QWidget)]
    assert any("Acme Leads" in words for words in shown)
    assert not [words for words in shown if FULL_KEY.text in words]
