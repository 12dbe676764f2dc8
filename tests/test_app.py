"""The app as a process: starting twice, dying while a request is out, closing while sending, what cannot be used."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadbyte_desktop.domain.job import Item, ItemState
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.folder import LOG_FILE, FolderLock
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.wiring import wire
from tests.practice_server import PracticeServer

CHECKOUT = Path(__file__).resolve().parent.parent
DRIVER = CHECKOUT / "tests" / "app_driver.py"
LIMIT = 120
KEY = PracticeServer.key().reveal()


class Started:
    """One process of the app, and the person whom the driver plays in front of it."""

    def __init__(self, scene: str, folder: Path, *options: str) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(CHECKOUT)}
        self.process = subprocess.Popen(
            [sys.executable, str(DRIVER), scene, str(folder), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**environment, "PYTHONIOENCODING": "utf-8"},
        )

    def hear(self) -> str:
        """The next thing that the person says."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().rstrip("\n")
        assert line, self.process.communicate(timeout=LIMIT)[1]
        return line

    def end(self) -> tuple[int, str]:
        """Wait for the process; its exit code, and what was said since."""
        said, errors = self.process.communicate(timeout=LIMIT)
        assert "Traceback" not in errors, errors
        return self.process.returncode, said


Start = Callable[..., Started]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[Started] = []

    def begin(scene: str, folder: Path, *options: str) -> Started:
        running.append(Started(scene, folder, *options))
        return running[-1]

    yield begin
    for each in running:
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate(timeout=LIMIT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def connected(secret_service, folder: Path, practice_server: PracticeServer) -> Path:
    """A data folder whose account is the practice server; the key lies in a keyring that the app finds too.

    Its lists are fresh, so that no request but those of the scenes reaches the server while one is waited for.
    """

    async def connect() -> None:
        workplace = await wire(folder)
        accounts = workplace.tools.accounts
        checked = await accounts.check(practice_server.base_url, KEY, "Acme Leads")
        assert await accounts.keep(checked, KEY)
        account = await accounts.active()
        assert account is not None
        desk = await workplace.open_desk(account)
        await desk.refresh_words()
        await desk.close()
        await workplace.close()

    asyncio.run(connect())
    return folder


def sign(folder: Path, name: str) -> None:
    """Tell the person to go on."""
    (folder.parent / name).touch()


def items(folder: Path) -> list[Item]:
    """The items of the newest job, as they stand on the disk."""

    async def read() -> list[Item]:
        database = Database(folder / FILE_NAME)
        journal = Journal(database)
        (job, *_older) = await journal.jobs(1, 0)
        found = await journal.items(job.job_id, None, 0, 100)
        await database.close()
        return found

    return asyncio.run(read())


# --- one window for a folder ------------------------------------------------------------------------------------------


def test_a_second_start_raises_the_first_window_and_ends_with_0(start: Start, folder: Path) -> None:
    first = start("be_raised", folder, "--practice")
    assert first.hear() == "minimised"
    second = start("read_the_problem", folder, "--practice")
    assert second.end() == (0, "")
    assert first.hear() == "raised"
    assert first.end() == (0, "")


def test_after_its_end_the_folder_is_free(start: Start, folder: Path) -> None:
    first = start("be_raised", folder, "--practice")
    assert first.hear() == "minimised"
    first.process.kill()
    first.process.wait(LIMIT)
    with FolderLock(folder):
        pass


def test_after_its_end_no_file_is_left_open(start: Start, folder: Path) -> None:
    assert start("close_on_a_batch", folder, "--practice", "--sample").end() == (0, "")
    assert list(folder.glob("batches/*.sqlite3"))
    # SQLite takes these away with the last who closes a file properly.
    assert [path.name for path in folder.rglob("*") if path.name.endswith(("-wal", "-shm"))] == []


# --- while a request is out -------------------------------------------------------------------------------------------


def test_killed_while_a_request_is_out_the_row_is_not_known_at_the_next_start(
    start: Start, connected: Path, practice_server: PracticeServer
) -> None:
    app = start("send_and_wait", connected)
    assert app.hear() == "ready"
    with practice_server.hold():
        arrived = len(practice_server.arrivals.keys)
        sign(connected, "go")
        practice_server.wait_for_arrivals(arrived + 1)
        app.process.send_signal(signal.SIGKILL)
        app.process.wait(LIMIT)
    practice_server.wait_until_idle()

    again = start("look_after_a_stop", connected)
    assert again.hear().startswith("1 row was being sent when the app stopped, so what became of it is not known.")
    assert "not known" in again.hear().casefold()
    assert again.end()[0] == 0
    (item,) = items(connected)
    assert item.state is ItemState.NOT_KNOWN
    assert item.can_be_settled
    assert item.attempts == 1
    assert practice_server.world.ledger.triggers[LeadRef("2932682"), "1053"] <= 1


def test_closing_while_sending_asks_and_lets_the_request_in_flight_finish(
    start: Start, connected: Path, practice_server: PracticeServer
) -> None:
    app = start("close_while_sending", connected)
    assert app.hear() == "ready"
    with practice_server.hold():
        arrived = len(practice_server.arrivals.keys)
        sign(connected, "go")
        practice_server.wait_for_arrivals(arrived + 1)
        sign(connected, "arrived")
        assert app.hear().startswith("A job is still being sent")
        assert app.hear() == "kept open"
        assert app.hear() == "waiting"
        assert app.process.poll() is None
    assert app.end() == (0, "")
    states = [item.state for item in items(connected)]
    assert states[5:] == [ItemState.WAITING] * 2
    # What became of the five is LeadByte's own word: they were awaited.
    assert set(states[:5]) <= {ItemState.UPDATED, ItemState.REFUSED}
    assert len(practice_server.arrivals.keys) == arrived + 1


# --- what cannot be used ----------------------------------------------------------------------------------------------


def test_a_damaged_file_is_told_of_and_kept_aside_and_the_app_starts(start: Start, folder: Path) -> None:
    damaged = b"This is no database. " * 1_000
    (folder / FILE_NAME).write_bytes(damaged)
    code, said = start("read_of_the_damage", folder, "--practice").end()
    assert code == 0
    assert "was damaged" in said
    assert "look at the lead’s history in LeadByte" in said
    kept = [path for path in folder.iterdir() if path.is_file() and path.read_bytes() == damaged]
    assert len(kept) == 1
    assert kept[0].name in said


def test_a_folder_that_is_a_file_is_told_in_words_with_code_2(start: Start, tmp_path: Path) -> None:
    place = tmp_path / "data"
    place.write_text("not a folder", "utf-8")
    code, said = start("read_the_problem", place).end()
    assert code == 2
    assert f"The app’s data folder {place} cannot be used" in said
    assert "Nothing was sent." in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where nobody may write is known on Linux only")
def test_a_folder_that_may_not_be_written_is_told_in_words_with_code_2(start: Start, folder: Path) -> None:
    # Rights mean nothing to root, and /proc takes no folder from anybody.
    place = Path("/proc/leadbyte-desktop") if os.geteuid() == 0 else folder
    folder.chmod(0o500)
    code, said = start("read_the_problem", place).end()
    folder.chmod(0o700)
    assert code == 2
    assert "cannot be used" in said
    assert "Ask IT to let you write there" in said


# --- our own bugs -----------------------------------------------------------------------------------------------------


def test_bugs_are_told_and_logged_without_any_leads_data(start: Start, folder: Path) -> None:
    code, said = start("break_something", folder, "--practice").end()
    assert code == 0
    lines = said.splitlines()
    assert len(lines) == 3
    for line in lines:
        assert line.startswith("The app made a mistake of its own")
        assert str(folder / LOG_FILE) in line
    log = (folder / LOG_FILE).read_text("utf-8")
    assert log.count("__main__.QuotesALeadError") == 3
    assert "app_driver.py" in log
    for where in ("A slot of the window broke", "A thread broke", "The loop says:"):
        assert where in log
    assert "Jane Placeholder" not in log
    if os.name == "posix":
        assert (folder / LOG_FILE).stat().st_mode & 0o077 == 0
