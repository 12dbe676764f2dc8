"""The unattended command in a process of its own, for the tests that kill it: short waits, and the key from a test.

Arguments: those of the command `leadbyte-desktop`. The key comes on the standard input, as an argument could be seen
by others; it is kept in the memory of the process only, so that a round needs no keyring.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.command_line import read_options
from leadbyte_desktop.domain.account import Account, ApiKey
from leadbyte_desktop.services.accounts import Accounts
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.credentials import Credentials
from leadbyte_desktop.unattended.asked import Command
from leadbyte_desktop.unattended.run import run_command
from leadbyte_desktop.wiring import wire
from tests.chaos.sending_process import TIMEOUTS, soon

ACCOUNT_ID = "chaos"


async def open_folder(folder: Path, key: ApiKey) -> Workplace:
    """Everything as the app builds it, but for how long it waits and where the key is kept."""
    workplace = await wire(folder)
    credentials = Credentials()
    await credentials.keep_for_this_run(ACCOUNT_ID, key)

    def transports(account: Account) -> Transports:
        return Transports.real(account.base_url, TIMEOUTS)

    tools = replace(
        workplace.tools,
        accounts=Accounts(workplace.preferences, credentials, transports, key),
        sender=Sender(workplace.tools.journal, wait=soon),
    )

    async def open_desk(account: Account) -> Desk:
        return Desk(tools, account, await tools.accounts.open(account))

    return replace(workplace, tools=tools, open_desk=open_desk)


def main() -> int:
    command = read_options(sys.argv[1:])
    assert isinstance(command, Command)
    return run_command(command, partial(open_folder, key=ApiKey(sys.stdin.readline().strip())))


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG)
    raise SystemExit(main())
