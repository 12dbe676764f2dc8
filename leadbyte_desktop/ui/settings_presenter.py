"""Opens the settings, and does what was pressed there with accounts, keys and the app's folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.domain.errors import AppError, KeyringProblem
from leadbyte_desktop.services.third_parties import licences
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.connect_presenter import NO_SAFE, ask_for_new_key
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.settings_dialog import FORGET, OPEN, REMOVE, REPLACE, SettingsDialog
from leadbyte_desktop.ui.settings_lists import ListsPresenter
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.services.workplace import Workplace
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.word_fetching import WordFetching

_SENDING = (
    "A job is being sent. The open account and its key stay as they are until its end. Wait for it, or cancel the job "
    "first. Nothing was changed."
)
_HISTORY_STAYS = "What was sent stays in History. Nothing is changed in LeadByte."
_DO_IT = 2


@dataclass(frozen=True, slots=True)
class SettingsChoice:
    """What the window has to do after the settings were closed; at most one of them.

    Attributes:
        connect: another account shall be connected.
        account: this account shall be opened, or opened again with its new key.
        forgot_open_account: the account that was open has no key here any more, or is gone.
    """

    connect: bool = False
    account: Account | None = None
    forgot_open_account: bool = False


class SettingsPresenter(QObject):
    """Runs one settings dialog.

    Attributes:
        choice: what the window has to do next.
    """

    def __init__(
        self, dialog: SettingsDialog, workplace: Workplace, open_account: Account | None, runner: AsyncRunner
    ) -> None:
        super().__init__(dialog)
        self.choice = SettingsChoice()
        self._dialog, self._workplace, self._runner = dialog, workplace, runner
        self._accounts = workplace.tools.accounts
        self._open_id = open_account.account_id if open_account else ""
        self._known: dict[str, Account] = {}
        dialog.act_wanted.connect(self._act)
        dialog.connect_wanted.connect(self._connect)
        dialog.folder_wanted.connect(self._show_folder)
        dialog.note.chosen.connect(self._act_on_note)
        self._refused: Account | None = None

    async def load(self) -> None:
        """Show the accounts as they stand."""
        accounts = [*await self._accounts.known(), PRACTICE_ACCOUNT]
        self._known = {account.account_id: account for account in accounts}
        self._dialog.show_accounts(accounts, self._open_id)

    def _act(self, act: str, account_id: str) -> None:
        account = self._known[account_id]
        if self._workplace.tools.sender.running and (act == OPEN or account_id == self._open_id):
            self._dialog.say(_SENDING, Tone.WARNING)
            return
        acts = {OPEN: self._open, REPLACE: self._replace, FORGET: self._forget, REMOVE: self._remove}
        self._refused = account
        self._runner.start(acts[act](account), self._show_error, self._dialog.show_busy)

    def _act_on_note(self, key: str) -> None:
        if self._refused is not None:
            self._act(key, self._refused.account_id)

    def _connect(self) -> None:
        self._end(SettingsChoice(connect=True))

    def _end(self, choice: SettingsChoice) -> None:
        self.choice = choice
        self._dialog.accept()

    async def _open(self, account: Account) -> None:
        # Whether its key can be had is found out here, where it can be given again.
        client = await self._accounts.open(account)
        await client.aclose()
        self._end(SettingsChoice(account=account))

    async def _replace(self, account: Account) -> None:
        tools = self._workplace.tools
        replaced, kept = await ask_for_new_key(self._dialog, tools.accounts, tools.delivery_list, self._runner, account)
        if replaced is None:
            return
        if account.account_id == self._open_id:
            # The open connections still carry the old key: the window opens the account again.
            self.choice = SettingsChoice(account=replaced)
        await self.load()
        words = f"{account.name} has its new key." if kept else NO_SAFE
        self._dialog.say(words, Tone.OK if kept else Tone.WARNING)

    async def _forget(self, account: Account) -> None:
        sure = await self._is_sure(
            f"Forget the key of {account.name}?",
            "The API key is deleted from this PC. The account stays in the list, and asks for a key when it is opened.",
            "Forget the key",
        )
        if sure:
            await self._accounts.forget_key(account)
            await self._after_losing(account, f"The key of {account.name} was deleted from this PC.")

    async def _remove(self, account: Account) -> None:
        sure = await self._is_sure(
            f"Remove {account.name} from this PC?",
            "The account, its API key, its list of deliveries and its unfinished batches are deleted from this PC.",
            "Remove the account",
        )
        if sure:
            await self._accounts.remove(account)
            await self._after_losing(account, f"{account.name} was removed from this PC.")

    async def _after_losing(self, account: Account, words: str) -> None:
        if account.account_id == self._open_id:
            self._end(SettingsChoice(forgot_open_account=True))
            return
        await self.load()
        self._dialog.say(f"{words} {_HISTORY_STAYS}", Tone.OK)

    async def _is_sure(self, title: str, happens: str, answer: str) -> bool:
        dialog = MessageDialog(
            title,
            "settings.sure",
            happens,
            _HISTORY_STAYS,
            answers=("Go back", answer),
            tone=Tone.WARNING,
            danger=True,
            parent=self._dialog,
        )
        try:
            return await ask(dialog) == _DO_IT
        finally:
            dialog.deleteLater()

    def _show_error(self, error: AppError) -> None:
        missing = isinstance(error, KeyringProblem) and self._refused is not None
        self._dialog.say(error.user_text, Tone.ERROR, ((REPLACE, "Give the key…"),) if missing else ())

    def _show_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._workplace.folder))):
            self._dialog.say(
                "The folder could not be shown here. Nothing was changed. Mark its path below and copy it instead.",
                Tone.WARNING,
            )


async def show_settings(
    parent: QWidget,
    workplace: Workplace,
    open_account: Account | None,
    runner: AsyncRunner,
    fetching: WordFetching | None = None,
) -> SettingsChoice:
    """Show the settings until they are closed.

    Args:
        parent: the window.
        workplace: everything below the window.
        open_account: the account that is open now; None for none.
        runner: starts what is pressed in them.
        fetching: fetches the lists of the open account; None where none is open.

    Returns:
        what the window has to do next.

    Raises:
        StorageProblem: the accounts could not be read.
    """
    with_lists = fetching is not None and fetching.flow.ready
    dialog = SettingsDialog(workplace.folder, list(licences()), parent, with_lists=with_lists)
    try:
        if fetching is not None and dialog.lists is not None:
            ListsPresenter(dialog.lists, fetching)
        presenter = SettingsPresenter(dialog, workplace, open_account, runner)
        await presenter.load()
        await ask(dialog)
        return presenter.choice
    finally:
        dialog.leave()
