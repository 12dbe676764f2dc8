"""The app's real window, worked by a script; a process of its own.

    python tests/benchmarks/at_work.py SCRIPT FOLDER [argument ...]

FOLDER is the data folder. What a script measures it prints as one line of JSON each. It ends with 0 where the script
came to its end. The scripts stand in `scripts.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.app import _pass_on, application, load_behind, open_window
from leadbyte_desktop.domain.account import Account, ApiKey, parse_address
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.folder import FolderLock
from leadbyte_desktop.ui.main_window import MainWindow
from leadbyte_desktop.wiring import wire

Script = Callable[[MainWindow], Awaitable[None]]


def run(script: Script, folder: Path, address: str = "") -> int:
    """Open the window on a data folder and let a script work it.

    Args:
        script: begins as soon as the loop runs.
        folder: the data folder.
        address: the account that is open is a real one at this address; "" for the practice account.
    """
    qInstallMessageHandler(_pass_on)
    app = application()
    if not isinstance(app, QApplication):
        raise SystemExit("there is an application without windows already")
    with FolderLock(folder):
        theme, window = open_window(app, folder)
        window.show()
        load_behind(app)
        from leadbyte_desktop.ui.running import RunningApp

        async def play() -> bool:
            await script(window)
            return True

        wired = partial(wire_to, address=address) if address else wire
        return RunningApp(app, theme, window, folder, wired, practice=not address).run(beside=play)


async def wire_to(folder: Path, address: str) -> Workplace:
    """The workplace, with an account at an address as the one that was used last. Its key is put in no safe."""
    workplace = await wire(folder)
    account = Account("bench", "Bench", parse_address(address))
    await workplace.preferences.put_account(account)
    await workplace.tools.accounts.make_active(account)

    async def open_desk(wanted: Account) -> Desk:
        client = LeadByteClient(wanted, ApiKey(FULL_KEY.text), Transports.real(wanted.base_url))
        desk = Desk(workplace.tools, wanted, client)
        await desk.load_deliveries()
        return desk

    return replace(workplace, open_desk=open_desk)


if __name__ == "__main__":
    from scripts import SCRIPTS

    sys.exit(SCRIPTS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3:]))
