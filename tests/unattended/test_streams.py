"""Who reads what a command says may be gone, or never was there: what is done and the exit code do not depend on it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unattended.test_commands import LIMIT, read_csv, write_csv

LEADS = ["2932682", "2932683"]
FULL = Path("/dev/full")
_PRACTICE = [sys.executable, "-m", "leadbyte_desktop"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no descriptors to close, and no full device")


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.fixture
def batch(tmp_path: Path) -> list[str]:
    file = write_csv(tmp_path / "leads.csv", [["Lead ID", "Postcode"], *([each, "TN25 6QD"] for each in LEADS)])
    return [*_PRACTICE, "batch", str(file), "--practice", "--results", str(tmp_path / "out.csv"), "--json"]


def without(*descriptors: int) -> Callable[[], None]:
    def close() -> None:
        for each in descriptors:
            os.close(each)

    return close


def outcomes(folder: Path) -> list[str]:
    return [row["Outcome"] for row in read_csv(folder / "out.csv")]


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (1, 2), (0, 1, 2)])
def test_a_command_without_some_of_its_streams_does_its_work(
    batch: list[str], environment: dict[str, str], tmp_path: Path, closed: tuple[int, ...]
) -> None:
    done = subprocess.run(
        batch, env=environment, preexec_fn=without(*closed), capture_output=True, timeout=LIMIT, check=False
    )  # fmt: skip
    assert done.returncode == 0
    assert outcomes(tmp_path) == ["Updated", "Updated"]
    assert b"Traceback" not in done.stderr
    assert 1 in closed or json.loads(done.stdout)["counts"] == {"updated": 2}


@pytest.mark.parametrize("gone", ["stdout", "stderr"])
def test_a_reader_that_is_gone_stops_nothing_and_changes_no_exit_code(
    batch: list[str], environment: dict[str, str], tmp_path: Path, gone: str
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    pipe = subprocess.PIPE
    out, words = (writing, pipe) if gone == "stdout" else (pipe, writing)
    with subprocess.Popen(batch, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=words) as process:
        os.close(writing)
        told, said = process.communicate(timeout=LIMIT)
    assert process.returncode == 0
    assert outcomes(tmp_path) == ["Updated", "Updated"]
    assert b"Traceback" not in (said or b"")
    assert gone == "stdout" or json.loads(told)["exit_code"] == 0


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("gone", ["stdout", "stderr"])
def test_a_disk_that_takes_no_more_of_what_is_said_changes_no_exit_code(
    batch: list[str], environment: dict[str, str], tmp_path: Path, gone: str
) -> None:
    pipe = subprocess.PIPE
    with FULL.open("wb") as full:
        out, words = (full, pipe) if gone == "stdout" else (pipe, full)
        done = subprocess.run(batch, env=environment, stdout=out, stderr=words, timeout=LIMIT, check=False)
    assert done.returncode == 0
    assert outcomes(tmp_path) == ["Updated", "Updated"]
    assert b"Traceback" not in (done.stderr or b"")


def test_trouble_that_nobody_can_be_told_of_is_still_code_2(environment: dict[str, str], tmp_path: Path) -> None:
    command = [*_PRACTICE, "batch", str(tmp_path / "none.csv"), "--practice"]
    done = subprocess.run(command, env=environment, preexec_fn=without(1, 2), timeout=LIMIT, check=False)
    assert done.returncode == 2


def test_what_is_said_in_letters_that_the_terminal_lacks_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "Größe №1.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([["Lead ID", "Postcode"], [LEADS[0], "TN25 6QD"]])
    done = subprocess.run(
        [*_PRACTICE, "batch", str(file), "--practice"],
        env={**environment, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=True,
    )
    assert "Größe №1.csv" in done.stdout


def test_a_command_interrupted_before_it_has_begun_says_that_nothing_was_sent(
    environment: dict[str, str], tmp_path: Path
) -> None:
    # Ctrl+C while the program is still being loaded, at an instant that a test can choose.
    code = (
        "import sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'leadbyte_desktop.wiring':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        "from leadbyte_desktop.command_line import main\n"
        f"sys.exit(main(['batch', {str(tmp_path / 'none.csv')!r}, '--practice', '--json']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
    )
    assert done.returncode == 4
    assert json.loads(done.stdout)["exit_code"] == 4
    assert "Nothing was sent" in done.stderr
    assert "Traceback" not in done.stderr
