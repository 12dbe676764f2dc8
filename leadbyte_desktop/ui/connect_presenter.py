"""Checks and keeps what was typed into the connect dialog."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.domain.errors import AppError, BadAddress, BadInput, KeyRefused
from leadbyte_desktop.services.accounts import Accounts, CheckResult, OtherAddress
from leadbyte_desktop.services.delivery_list import DeliveryList
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.connect_dialog import ConnectDialog

if TYPE_CHECKING:
    from leadbyte_desktop.ui.async_runner import AsyncRunner

NO_SAFE = (
    "This PC has no safe for passwords that the app can use, so the key is kept for this run only. "
    "You will be asked for it again at the next start. Nothing was changed in LeadByte."
)


class ConnectPresenter(QObject):
    """Runs one connect dialog.

    Attributes:
        chosen: the account to open; None where the person went back.
        kept_for_good: False where this PC has no safe for the key.

    Args of the constructor:
        replaces_key_of: the account that gets a new key; None where an account is connected.
    """

    def __init__(
        self, dialog: ConnectDialog, accounts: Accounts, delivery_list: DeliveryList, runner: AsyncRunner,
        replaces_key_of: Account | None = None,
    ) -> None:  # fmt: skip
        super().__init__(dialog)
        self._replaces_key_of = replaces_key_of
        self.chosen: Account | None = None
        self.kept_for_good = True
        self._dialog, self._accounts, self._delivery_list, self._runner = dialog, accounts, delivery_list, runner
        self._checked: CheckResult | None = None
        self._other = ""
        dialog.check_wanted.connect(self._check)
        dialog.save_wanted.connect(self._save)
        dialog.practise_wanted.connect(self._practise)
        dialog.edited.connect(self._forget_check)
        dialog.note.chosen.connect(self._try_other)

    def _check(self, address: str, key: str, name: str) -> None:
        self._forget_check()
        self._runner.start(self._do_check(address, key, name), self._show_error, self._dialog.show_checking)

    async def _do_check(self, address: str, key: str, name: str) -> None:
        if self._replaces_key_of is not None:
            address = self._replaces_key_of.base_url
        self._checked = await self._accounts.check(address, key, name)
        self._dialog.show_checked(self._checked.words, proven=self._checked.account.proven)

    def _show_error(self, error: AppError) -> None:
        if isinstance(error, BadAddress):
            self._dialog.show_address_error(error.user_text)
        elif isinstance(error, (BadInput, KeyRefused)):
            self._dialog.show_key_error(error.user_text)
        else:
            may_try = self._replaces_key_of is None
            self._other = error.address if may_try and isinstance(error, OtherAddress) else ""
            self._dialog.show_problem(error.user_text, self._other)

    def _try_other(self, key: str) -> None:
        if key == "other" and self._other:
            self._dialog.try_address(self._other)

    def _save(self) -> None:
        if self._checked is not None:
            self._runner.start(self._do_save(self._checked), self._show_error, self._dialog.show_saving)

    async def _do_save(self, checked: CheckResult) -> None:
        if self._replaces_key_of is None:
            await self._keep_account(checked)
        else:
            await self._keep_key(checked, self._replaces_key_of)
        self._dialog.forget_key()
        if self.chosen is not None and checked.deliveries is not None:
            await self._delivery_list.keep(self.chosen.account_id, list(checked.deliveries))
        self._dialog.accept()

    async def _keep_account(self, checked: CheckResult) -> None:
        name = self._dialog.name_text.strip() or checked.account.name
        checked = replace(checked, account=replace(checked.account, name=name))
        self.kept_for_good = await self._accounts.keep(checked, self._dialog.key_text)
        self.chosen = await self._accounts.active()

    async def _keep_key(self, checked: CheckResult, account: Account) -> None:
        self.kept_for_good = await self._accounts.replace_key(account, self._dialog.key_text)
        account = replace(account, proven=False)
        self.chosen = await self._accounts.mark_proven(account) if checked.account.proven else account

    def _practise(self) -> None:
        self.chosen = PRACTICE_ACCOUNT
        self._dialog.accept()

    def _forget_check(self) -> None:
        self._checked = None


async def ask_for_account(
    parent: QWidget, accounts: Accounts, delivery_list: DeliveryList, runner: AsyncRunner, *, first: bool
) -> tuple[Account | None, bool]:
    """Show the dialog until an account was kept, practice was chosen, or the person went back.

    Args:
        parent: the window.
        accounts: checks and keeps the account.
        delivery_list: keeps the deliveries that *Check* listed.
        runner: starts the checking.
        first: offer *Practise first*.

    Returns:
        the account to open, or None where the person went back; and whether its key was kept for good.
    """
    dialog = ConnectDialog(parent, offer_practice=first)
    presenter = ConnectPresenter(dialog, accounts, delivery_list, runner)
    await ask(dialog)
    dialog.leave()
    return presenter.chosen, presenter.kept_for_good


async def ask_for_new_key(
    parent: QWidget, accounts: Accounts, delivery_list: DeliveryList, runner: AsyncRunner, account: Account
) -> tuple[Account | None, bool]:
    """Show the dialog for a new key of an account, until one was checked and kept, or the person went back.

    Args:
        parent: the window.
        accounts: checks and keeps the key.
        delivery_list: keeps the deliveries that *Check* listed.
        runner: starts the checking.
        account: the account; its address and name stay.

    Returns:
        the account with its new key, or None where the person went back; and whether the key was kept for good.
    """
    dialog = ConnectDialog(parent, offer_practice=False, replaces_key_of=account)
    presenter = ConnectPresenter(dialog, accounts, delivery_list, runner, account)
    await ask(dialog)
    dialog.leave()
    return presenter.chosen, presenter.kept_for_good
