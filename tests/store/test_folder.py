"""Where the data folder is, and that one process owns it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from leadbyte_desktop.domain.errors import FolderInUse, StorageProblem
from leadbyte_desktop.store.folder import FOLDER_VARIABLE, SHOW_FILE, FolderLock, ask_to_show, data_folder

HOLD = """
import sys
from pathlib import Path
from leadbyte_desktop.store.folder import FolderLock
FolderLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""

HOLD_AND_START = """
import subprocess, sys
from pathlib import Path
from leadbyte_desktop.store.folder import FolderLock
FolderLock(Path(sys.argv[1])).acquire()
program = "import sys; print('the program runs', flush=True); sys.stdin.read(); print('the program ends')"
subprocess.Popen([sys.executable, "-c", program], close_fds=False).wait()
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process, which owns `tmp_path / "data"`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "data")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline().strip() == b"held"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_the_argument_wins_over_the_environment(tmp_path: Path) -> None:
    surroundings = {FOLDER_VARIABLE: str(tmp_path / "variable"), "XDG_DATA_HOME": str(tmp_path)}
    assert data_folder(tmp_path / "argument", surroundings) == tmp_path / "argument"
    assert data_folder(None, surroundings) == tmp_path / "variable"


def test_the_process_environment_is_read_when_none_is_given(data_dir: Path) -> None:
    assert data_folder() == data_dir


def test_a_relative_folder_becomes_absolute_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_folder(Path("here")) == tmp_path / "here"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the XDG folders are Linux's")
@pytest.mark.parametrize("data_home", ["", "relative/share"])
def test_without_a_usable_data_home_it_is_under_the_home(data_home: str) -> None:
    expected = Path.home() / ".local" / "share" / "leadbyte-desktop"
    assert data_folder(None, {"XDG_DATA_HOME": data_home}) == expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the XDG folders are Linux's")
def test_the_data_home_is_honoured(tmp_path: Path) -> None:
    assert data_folder(None, {"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "leadbyte-desktop"


def test_the_lock_makes_the_folder_and_the_file_that_is_watched(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    with FolderLock(folder) as lock:
        assert lock.held
        assert (folder / SHOW_FILE).exists()
        if os.name == "posix":
            assert folder.stat().st_mode & 0o077 == 0
    assert not lock.held


def test_a_second_owner_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with FolderLock(tmp_path), pytest.raises(FolderInUse) as refused:
        FolderLock(tmp_path).acquire()
    assert "already running" in refused.value.user_text
    assert "Nothing was sent" in refused.value.user_text


def test_the_owner_may_ask_twice_and_give_back_twice(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
    with FolderLock(tmp_path) as after:
        assert after.held


def test_a_folder_held_by_another_process_is_refused(holder: subprocess.Popen[bytes], tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "data")
    with pytest.raises(FolderInUse):
        lock.acquire()
    assert not lock.held


def test_the_lock_ends_with_a_killed_process(holder: subprocess.Popen[bytes], tmp_path: Path) -> None:
    holder.kill()  # SIGKILL: no code of the process runs any more
    holder.wait()
    with FolderLock(tmp_path / "data") as lock:
        assert lock.held


def test_a_program_that_outlives_a_killed_owner_does_not_keep_the_folder(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_AND_START, str(tmp_path / "data")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdin is not None
        assert owner.stdout.readline().strip() == b"the program runs"
        owner.kill()
        owner.wait()
        with FolderLock(tmp_path / "data") as lock:
            assert lock.held
        # Only now does the program's input end, and so the program.
        owner.stdin.close()
        assert owner.stdout.read().strip() == b"the program ends"


def test_a_folder_given_back_is_free_even_while_a_program_starts(tmp_path: Path) -> None:
    """A forked child shares the open file; giving back must not wait for it."""
    lock = FolderLock(tmp_path)
    lock.acquire()
    assert lock._file is not None
    shared = os.dup(lock._file)
    lock.release()
    with FolderLock(tmp_path) as after:
        assert after.held
    os.close(shared)


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageProblem) as problem:
        FolderLock(tmp_path / "file" / "data").acquire()
    assert "cannot be used" in problem.value.user_text
    assert not isinstance(problem.value, FolderInUse)


def test_asking_to_show_changes_the_watched_file_each_time(tmp_path: Path) -> None:
    with FolderLock(tmp_path):
        seen = {(tmp_path / SHOW_FILE).read_text()}
        for _ in range(2):
            ask_to_show(tmp_path)
            seen.add((tmp_path / SHOW_FILE).read_text())
    assert len(seen) == 3


def test_asking_in_a_folder_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem):
        ask_to_show(tmp_path / "gone")
