"""What the world does to the commands: full disks, locked, damaged and read-only files, files that change, signals.

Each time: what is told, what was sent, what the journal keeps, and that the next run can go on.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from io import FileIO
from pathlib import Path

import pytest

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.importing.files import unchanged
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.services.staging import Staged, StagingRequest, stage
from leadbyte_desktop.store.database import FILE_NAME
from leadbyte_desktop.wiring import wire
from tests.conftest import SecretService
from tests.practice_server import PracticeServer
from tests.unattended.test_commands import LIMIT, NAME, Commands, read_csv, write_csv

LEADS = 12  # more than two requests with a delivery
DELIVERY = "1053"
BAD, OTHERWISE, NOT_KNOWN, STOPPED = 2, 1, 3, 4


class Faulty(Commands):
    """The commands, with something going wrong around them while their first request is out."""

    @property
    def journal(self) -> Path:
        return self.folder / FILE_NAME

    def file(self, to: Path) -> Path:
        return write_csv(
            to / "leads.csv", [["Lead ID", "Postcode"], *([each, "TN1 1AA"] for each in self.leads(LEADS))]
        )

    def while_out(
        self, meanwhile: Callable[[subprocess.Popen[bytes]], object], *arguments: str | Path
    ) -> tuple[int, str, str]:
        """Run a command; gives its exit code and what it said."""
        arrived = len(self.server.arrivals.keys)
        with self.server.hold():
            process = self.start(*arguments)
            self.server.wait_for_arrivals(arrived + 1)
            meanwhile(process)
        out, words = process.communicate(timeout=LIMIT)
        return process.returncode, out.decode(), words.decode()

    def sent(self) -> int:
        return len([each for each in self.server.requests if each.method == "PUT"])

    def triggered(self) -> list[int]:
        return [self.server.world.ledger.triggers[LeadRef(each), DELIVERY] for each in self.leads(LEADS)]

    def resumed(self, out: Path, code: int) -> list[str]:
        """The outcomes after a resume, and after another, which does nothing more."""
        self.run("resume", "--results", out, code=code)
        sent = self.sent()
        self.run("resume", "--results", out, code=code)
        assert self.sent() == sent
        assert max(self.triggered()) == 1
        return [row["Outcome"] for row in read_csv(out)]


@pytest.fixture
def faulty(tmp_path: Path, secret_service: SecretService, practice_server: PracticeServer) -> Faulty:
    return Faulty(tmp_path / "data", secret_service, practice_server)


def tell_of_traceback(words: str) -> None:
    assert "Traceback" not in words, words


# --- a full disk ------------------------------------------------------------------------------------------------------


@contextmanager
def mounted(place: Path, options: str) -> Iterator[Path]:
    place.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MiB of its own."""
    with mounted(tmp_path / "disk", "size=2m") as place:
        yield place


def fill(disk: Path) -> Path:
    """Take all that is left of a disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 1):
            with pytest.raises(OSError) as full:  # noqa: PT011 - its number is looked at
                write_for_ever(file, bytes(size))
            assert full.value.errno == errno.ENOSPC
    return filler


def write_for_ever(file: FileIO, piece: bytes) -> None:
    while True:
        file.write(piece)


def test_a_disk_that_is_full_before_the_start_is_told_and_nothing_is_sent(faulty: Faulty, small_disk: Path) -> None:
    faulty.folder = small_disk / "data"
    faulty.add()
    file = faulty.file(small_disk.parent)
    filler = fill(small_disk)
    done = faulty.run("batch", file, "--account", NAME, code=BAD)
    assert "disk is full" in done.stderr
    tell_of_traceback(done.stderr)
    assert faulty.sent() == 0
    filler.unlink()
    faulty.run("batch", file, "--account", NAME)


def test_a_disk_that_is_full_before_the_file_is_read_leaves_nothing_of_it(faulty: Faulty, small_disk: Path) -> None:
    faulty.folder = small_disk / "data"
    faulty.add()
    rows = [["Lead ID", "Postcode"], *([str(2_929_001 + place), "TN1 1AA" * 20] for place in range(20_000))]
    done = faulty.run("batch", write_csv(small_disk.parent / "large.csv", rows), "--account", NAME, code=BAD)
    assert "disk is full" in done.stderr
    tell_of_traceback(done.stderr)
    assert list((faulty.folder / "batches").iterdir()) == []
    assert "no job" in faulty.run("resume", code=BAD).stderr
    assert faulty.sent() == 0


def test_a_disk_that_fills_up_while_sending_stops_it_and_resume_ends_it(faulty: Faulty, small_disk: Path) -> None:
    faulty.folder = small_disk / "data"
    faulty.add()
    file, out = faulty.file(small_disk.parent), small_disk.parent / "out.csv"
    code, _told, words = faulty.while_out(
        lambda _process: fill(small_disk), "batch", file, "--account", NAME, "--deliveries", DELIVERY
    )
    assert code == STOPPED
    assert "disk is full" in words
    tell_of_traceback(words)
    sent = sum(faulty.triggered())
    assert 0 < sent < LEADS
    (small_disk / "filler").unlink()
    outcomes = faulty.resumed(out, NOT_KNOWN)
    # What was done was never written down, so a person has to say; all the rest went.
    assert (outcomes.count("Not known"), outcomes.count("Updated")) == (sent, LEADS - sent)


def test_a_disk_that_takes_no_more_of_a_file_stops_it_and_resume_ends_it(faulty: Faulty, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux limits another process")
    faulty.add()

    def limit(process: subprocess.Popen[bytes]) -> None:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))

    code, _told, words = faulty.while_out(
        limit, "batch", faulty.file(tmp_path), "--account", NAME, "--deliveries", DELIVERY
    )
    assert code == STOPPED
    assert "disk" in words
    tell_of_traceback(words)
    outcomes = faulty.resumed(tmp_path / "out.csv", NOT_KNOWN)
    assert set(outcomes) == {"Not known", "Updated"}


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_results_that_find_no_room_keep_the_old_ones_and_what_was_sent_is_told(
    faulty: Faulty, small_disk: Path, name: str
) -> None:
    faulty.add()
    file, out = faulty.file(small_disk.parent), small_disk / name
    out.write_text("yesterday", "utf-8")
    fill(small_disk)
    done = faulty.run("batch", file, "--account", NAME, "--results", out, "--json", code=OTHERWISE)
    assert "could not be saved" in done.stderr
    tell_of_traceback(done.stderr)
    assert json.loads(done.stdout)["counts"] == {"updated": LEADS}
    assert out.read_text("utf-8") == "yesterday"
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", name]
    (small_disk / "filler").unlink()
    faulty.run("resume", "--results", out)
    assert out.stat().st_size > len("yesterday")


# --- results that cannot be written -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_folder_of_results_that_is_gone_hides_nothing_that_was_sent(
    faulty: Faulty, tmp_path: Path, name: str
) -> None:
    faulty.add()
    folder = tmp_path / "results"
    folder.mkdir()
    code, told, words = faulty.while_out(
        lambda _process: folder.rmdir(),
        *("batch", faulty.file(tmp_path), "--account", NAME, "--results", folder / name, "--json"),
    )
    assert code == OTHERWISE
    values = json.loads(told)
    assert (values["counts"], values["results"]) == ({"updated": LEADS}, None)
    assert "resume 1 --results" in words
    tell_of_traceback(words)
    faulty.run("resume", "1", "--results", tmp_path / name)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_results_that_cannot_be_written_are_known_before_anything_is_sent(
    faulty: Faulty, tmp_path: Path, read_only: Path, name: str
) -> None:
    faulty.add()
    done = faulty.run(
        "batch", faulty.file(tmp_path), "--account", NAME, "--results", read_only / name, "--json", code=BAD
    )
    assert "Nothing was sent" in done.stderr
    tell_of_traceback(done.stderr)
    assert faulty.sent() == 0
    assert json.loads(done.stdout)["exit_code"] == BAD
    assert "no job" in faulty.run("resume", code=BAD).stderr


def test_what_cannot_be_saved_is_no_reason_to_say_that_nothing_was_changed(faulty: Faulty, tmp_path: Path) -> None:
    faulty.add()
    folder = tmp_path / "results"
    folder.mkdir()
    code, told, words = faulty.while_out(
        lambda _process: folder.rmdir(),
        *("batch", faulty.file(tmp_path), "--account", NAME, "--results", folder / "out.csv", "--json"),
    )
    assert json.loads(told)["exit_code"] == code == OTHERWISE
    assert json.loads(told)["counts"] == {"updated": LEADS}
    assert "Nothing was changed" not in words


# --- a journal that is locked -----------------------------------------------------------------------------------------


@contextmanager
def locked(journal: Path) -> Iterator[sqlite3.Connection]:
    """Hold the file, as a backup would."""
    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_a_journal_that_another_program_holds_is_told_and_nothing_is_sent(faulty: Faulty, tmp_path: Path) -> None:
    faulty.add()
    file = faulty.file(tmp_path)
    with locked(faulty.journal):
        done = faulty.run("batch", file, "--account", NAME, code=BAD)
    assert "Another program holds" in done.stderr
    tell_of_traceback(done.stderr)
    assert faulty.sent() == 0
    faulty.run("batch", file, "--account", NAME)


def test_a_journal_that_is_locked_while_sending_stops_it_and_resume_ends_it(faulty: Faulty, tmp_path: Path) -> None:
    faulty.add()
    with closing(sqlite3.connect(faulty.journal, isolation_level=None)) as holding:
        code, _told, words = faulty.while_out(
            lambda _process: holding.execute("BEGIN IMMEDIATE"),
            *("batch", faulty.file(tmp_path), "--account", NAME, "--deliveries", DELIVERY),
        )
        holding.execute("ROLLBACK")
    assert code == STOPPED
    assert "Another program holds" in words
    tell_of_traceback(words)
    assert set(faulty.resumed(tmp_path / "out.csv", NOT_KNOWN)) == {"Not known", "Updated"}


# --- a journal that is damaged ----------------------------------------------------------------------------------------


def spoil_head(file: Path) -> None:
    with file.open("rb+") as opened:
        opened.write(b"no database any more" * 10)


def spoil_page(file: Path) -> None:
    with file.open("rb+") as opened:
        opened.seek(4096)
        opened.write(b"\xa5" * (file.stat().st_size - 4096))


def cut_short(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("spoil", [spoil_head, spoil_page, cut_short])
@pytest.mark.parametrize("command", ["batch", "resume"])
def test_a_damaged_journal_is_kept_aside_told_of_and_nothing_is_sent(
    faulty: Faulty, tmp_path: Path, spoil: Callable[[Path], None], command: str
) -> None:
    faulty.add()
    file = faulty.file(tmp_path)
    faulty.run("batch", file, "--account", NAME, "--deliveries", DELIVERY)
    sent = faulty.sent()
    spoil(faulty.journal)
    damaged = faulty.journal.read_bytes()
    arguments = ["batch", file, "--account", NAME, "--deliveries", DELIVERY] if command == "batch" else ["resume"]
    done = faulty.run(*arguments, code=BAD)
    assert "damaged" in done.stderr
    assert "account" in done.stderr
    assert "look at the lead" in done.stderr
    tell_of_traceback(done.stderr)
    (aside,) = [path for path in faulty.folder.glob("*damaged*") if path.suffix == ".sqlite3"]
    assert aside.name in done.stderr
    assert aside.read_bytes() == damaged
    assert faulty.sent() == sent
    # The new one works, once a person has given the account again.
    assert "No account is called" in faulty.run("batch", file, "--account", NAME, code=BAD).stderr
    faulty.add()
    faulty.run("batch", file, "--account", NAME)
    assert aside.read_bytes() == damaged


# --- a data folder that cannot be written -----------------------------------------------------------------------------


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nobody may write."""
    if os.name == "posix" and os.geteuid() != 0:
        folder = tmp_path / "read-only"
        folder.mkdir(mode=0o500)
        yield folder
        return
    with mounted(tmp_path / "read-only", "size=1m,ro") as place:
        yield place


@pytest.mark.parametrize("below", ["", "data"])
def test_a_data_folder_that_cannot_be_written_is_told(
    faulty: Faulty, tmp_path: Path, read_only: Path, below: str
) -> None:
    file = faulty.file(tmp_path)
    faulty.folder = read_only / below
    done = faulty.run("batch", file, "--practice", code=BAD)
    assert "cannot be used" in done.stderr
    assert "--data-dir" in done.stderr
    tell_of_traceback(done.stderr)


def test_a_data_folder_that_is_a_file_is_told(faulty: Faulty, tmp_path: Path) -> None:
    file = faulty.file(tmp_path)
    faulty.folder.write_text("not a folder", "utf-8")
    done = faulty.run("batch", file, "--practice", code=BAD)
    assert "cannot be used" in done.stderr
    tell_of_traceback(done.stderr)


# --- a file that changes while it is read -----------------------------------------------------------------------------

ROWS = 30_000


def write_large(path: Path) -> Path:
    return write_csv(path, [["Lead ID", "Postcode"], *([str(2_900_000 + place), "TN1 1AA"] for place in range(ROWS))])


def write_on(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("2932682,TN1 1AA\n")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 100_003)


def write_anew(path: Path) -> None:
    other = path.with_name("other.csv")
    other.write_bytes(path.read_bytes().replace(b"TN1 1AA", b"TN2 2BB"))
    other.replace(path)


@pytest.mark.parametrize(
    "change",
    [
        write_on,
        cut,
        pytest.param(
            write_anew, marks=pytest.mark.skipif(os.name != "posix", reason="Windows replaces no file that is open")
        ),
    ],
)
async def test_a_file_that_another_program_is_still_writing_is_not_taken(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    path = write_large(tmp_path / "leads.csv")
    folder = tmp_path / "data"
    folder.mkdir()
    workplace = await wire(folder)
    changes = [change]

    def step(_staged: Staged) -> None:
        if changes:
            changes.pop()(path)

    with pytest.raises(BadFile, match="changed while it was read"):
        await workplace.tools.batch_sheets.import_here(path, HowToRead(), step)
    assert not changes
    assert list((folder / "batches").iterdir()) == []
    await workplace.close()


def test_a_file_that_is_deleted_while_it_is_read_was_read_whole(tmp_path: Path) -> None:
    path = write_large(tmp_path / "leads.csv")
    if os.name != "posix":
        pytest.skip("Windows deletes no file that is open")
    staged = stage(StagingRequest(path, tmp_path / "sheet.sqlite3"), lambda _staged: path.unlink(missing_ok=True))
    assert staged.rows == ROWS


def test_a_file_that_is_gone_before_it_is_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no file"), unchanged(tmp_path / "none.csv"):
        raise AssertionError


# --- told to end ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT", "SIGHUP"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_command_told_to_end_writes_down_what_was_out_and_resume_ends_it(
    faulty: Faulty, tmp_path: Path, request: pytest.FixtureRequest, number: str, times: int
) -> None:
    told_by = getattr(signal, number, None)
    if told_by is None:
        pytest.skip(f"{number} is none here")
    if signal.getsignal(told_by) is signal.SIG_IGN:
        # As below a shell that lets nothing stop what it started; the command must be one that can be told to end.
        request.addfinalizer(partial(signal.signal, told_by, signal.SIG_IGN))
        signal.signal(told_by, signal.SIG_DFL)
    faulty.add()
    out = tmp_path / "out.csv"

    def end(process: subprocess.Popen[bytes]) -> None:
        for _ in range(times):
            process.send_signal(told_by)

    code, told, words = faulty.while_out(
        end,
        *("batch", faulty.file(tmp_path), "--account", NAME, "--deliveries", DELIVERY, "--results", out, "--json"),
    )
    assert code == STOPPED
    tell_of_traceback(words)
    values = json.loads(told)
    assert values["end"] == "stopped by a person"
    assert "leadbyte-desktop resume 1" in values["words"]
    assert values["counts"] == {"updated": sum(faulty.triggered()), "waiting": faulty.triggered().count(0)}
    assert len(read_csv(out)) == LEADS
    assert set(faulty.resumed(out, 0)) == {"Updated"}
