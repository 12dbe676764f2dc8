"""Runs one unattended command on a data folder, and gives its exit code.

Exit codes, the first that applies:

- 2 bad input, or the data folder is in use: nothing was sent;
- 4 the sending stopped before its end, by trouble or by a signal;
- 3 what became of some rows is not known;
- 1 any other row is not *updated* or *queued*;
- 0 every row is.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from leadbyte_desktop.domain.errors import AppError, StorageProblem
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.folder import FolderLock, data_folder
from leadbyte_desktop.unattended.accounts import add_account, list_accounts, remove_account
from leadbyte_desktop.unattended.asked import (
    AccountAdd,
    AccountList,
    AccountRemove,
    Asked,
    Command,
    Resume,
    Send,
    SendBatch,
    SendFinancials,
)
from leadbyte_desktop.unattended.batch import send_batch
from leadbyte_desktop.unattended.financials import send_financials
from leadbyte_desktop.unattended.report import BAD, STOPPED, Report
from leadbyte_desktop.unattended.resuming import resume
from leadbyte_desktop.unattended.streams import prepare_streams

OpenFolder = Callable[[Path], Awaitable[Workplace]]
T = TypeVar("T")


def run_command(command: Command, open_folder: OpenFolder) -> int:
    """Run a command.

    Args:
        command: what was asked for.
        open_folder: opens the data folder, whose lock is held by then.

    Returns:
        the exit code.
    """
    prepare_streams()
    report = Report(as_json=command.json)
    try:
        folder = data_folder(command.data_dir)
        with FolderLock(folder):
            return asyncio.run(_run(command.asked, folder, open_folder, report))
    except AppError as problem:
        # What was under way when the journal failed is told by `resume`; before that, nothing was sent.
        return report.trouble(_words_of(problem, command.asked, report), STOPPED if report.sending else BAD)
    except KeyboardInterrupt:
        return report.trouble("Stopped. What has not gone waits for “leadbyte-desktop resume”.", STOPPED)


def _words_of(problem: AppError, asked: Asked, report: Report) -> str:
    """The problem's words; where it is a sending that never began, they say so."""
    words = problem.user_text
    says_so = any(each in words for each in ("othing was sent", "othing was changed"))
    return words if says_so or report.sending or not isinstance(asked, Send) else f"{words} Nothing was sent."


async def _run(asked: Asked, folder: Path, open_folder: OpenFolder, report: Report) -> int:
    workplace = await open_folder(folder)
    try:
        if workplace.set_aside is not None:
            # Nothing is sent by itself on a record that knows nothing: a delivery might go out a second time.
            raise StorageProblem(f"{workplace.set_aside_words} Then run this again.")
        return await _stoppable(_answer(asked, workplace, report), workplace)
    finally:
        await workplace.close()


async def _answer(asked: Asked, workplace: Workplace, report: Report) -> int:
    match asked:
        case AccountAdd():
            return await add_account(asked, workplace.tools.accounts, report)
        case AccountList():
            return await list_accounts(workplace.tools.accounts, report)
        case AccountRemove():
            return await remove_account(asked, workplace.tools.accounts, report)
        case SendBatch():
            return await send_batch(asked, workplace, report)
        case SendFinancials():
            return await send_financials(asked, workplace, report)
        case Resume():
            return await resume(asked, workplace, report)


async def _stoppable(work: Awaitable[T], workplace: Workplace) -> T:
    """Do the work; a signal to end lets nothing more leave, and what is out is awaited and written down."""
    loop = asyncio.get_running_loop()
    signals = [each for each in _signals_to_end() if _can_listen(loop, each, workplace)]
    try:
        return await work
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


def _signals_to_end() -> list[signal.Signals]:
    found = [signal.SIGINT, signal.SIGTERM]
    hang_up: signal.Signals | None = getattr(signal, "SIGHUP", None)  # the terminal was closed; Windows has none
    # With `nohup` it is not heeded, and stays so.
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        found.append(hang_up)
    return found


def _can_listen(loop: asyncio.AbstractEventLoop, number: signal.Signals, workplace: Workplace) -> bool:
    try:
        loop.add_signal_handler(number, workplace.tools.sender.stop_all)
    except NotImplementedError:  # on Windows; there Ctrl+C cancels the run, which awaits what is out
        return False
    return True
