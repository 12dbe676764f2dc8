"""The commands for accounts. A key comes in through the standard input only, and goes to the PC's own safe only."""

from __future__ import annotations

import asyncio

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.errors import BadInput, KeyringProblem
from leadbyte_desktop.services.accounts import Accounts
from leadbyte_desktop.unattended.asked import AccountAdd, AccountRemove
from leadbyte_desktop.unattended.report import OK, Report
from leadbyte_desktop.unattended.streams import read_text

_LONGEST_KEY = 10_000


async def add_account(asked: AccountAdd, accounts: Accounts, report: Report) -> int:
    """Connect an account, or give one that is known a new key.

    Raises:
        BadInput: the address or the key cannot be used, or another account has the name.
        ConnectionProblem: LeadByte does not take the key.
        KeyringProblem: this PC has no safe for keys.
    """
    await accounts.must_have_safe()
    key = await asyncio.to_thread(read_text, _LONGEST_KEY)
    if not asked.name.strip():
        raise BadInput("The account’s name is missing. Nothing was kept.")
    checked = await (accounts.check if asked.check else accounts.unchecked)(asked.address, key, asked.name)
    await _refuse_taken(checked.account, accounts)
    if not await accounts.keep(checked, key):
        raise KeyringProblem("This PC’s safe did not keep the key. Nothing was kept.")
    line = f"{checked.account.name} is connected ({checked.account.host}). {checked.words}"
    return report.outcome([line], {**_plain(checked.account), "words": checked.words}, OK)


async def list_accounts(accounts: Accounts, report: Report) -> int:
    """Tell which accounts there are."""
    known = await accounts.known()
    lines = [f"{account.name}\t{account.base_url}" for account in known]
    return report.outcome(lines or ["No account is connected."], {"accounts": [_plain(each) for each in known]}, OK)


async def remove_account(asked: AccountRemove, accounts: Accounts, report: Report) -> int:
    """Forget an account and its key; jobs and history stay.

    Raises:
        BadInput: there is none of that name.
    """
    account = await account_named(asked.name, accounts)
    await accounts.remove(account)
    line = f"{account.name} and its key are gone from this PC. Its jobs stay in History."
    return report.outcome([line], _plain(account), OK)


async def account_named(name: str, accounts: Accounts) -> Account:
    """The account of this name.

    Raises:
        BadInput: there is none, or more than one.
    """
    known = await accounts.known()
    found = [account for account in known if account.name.casefold() == name.strip().casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{account.name}”" for account in known) or "none yet"
    what = f"No account is called “{name}”" if not found else f"More than one account is called “{name}”"
    raise BadInput(f"{what}. Nothing was sent. The accounts on this PC: {names}.")


async def _refuse_taken(account: Account, accounts: Accounts) -> None:
    for other in await accounts.known():
        if other.name.casefold() == account.name.casefold() and other.base_url != account.base_url:
            raise BadInput(
                f"“{other.name}” is the account at {other.host} already. Nothing was kept. Choose another name, or "
                "remove that account first."
            )


def _plain(account: Account) -> dict[str, object]:
    return {"name": account.name, "address": account.base_url}
