"""The options of the command, in this process and as a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from leadbyte_desktop import __version__
from leadbyte_desktop.command_line import read_options
from leadbyte_desktop.options import Options

LIMIT = 60


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "leadbyte_desktop", *arguments],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def test_without_options_the_window_is_opened_as_it_was() -> None:
    assert read_options([]) == Options()


def test_every_option_is_read(tmp_path: Path) -> None:
    assert read_options(["--practice", "--sample", "--data-dir", str(tmp_path)]) == Options(
        practice=True, sample=True, data_dir=tmp_path
    )
    assert read_options(["--tour", str(tmp_path)]) == Options(tour=tmp_path)
    assert read_options(["--tour", str(tmp_path / "new")]) == Options(tour=tmp_path / "new")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--sample"], "--sample goes with --practice"),
        (["--tour", __file__], "is a file"),
        (["--tour"], "expected one argument"),
        (["--no-such-option"], "unrecognized arguments"),
        (["leads.csv"], "invalid choice: 'leads.csv'"),
    ],
)
def test_what_cannot_be_used_is_said_with_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        read_options(arguments)
    assert caught.value.code == 2
    assert words in capsys.readouterr().err


def test_the_command_tells_its_version() -> None:
    done = command("--version")
    assert (done.returncode, done.stdout) == (0, f"LeadByte Desktop {__version__}\n")


def test_the_command_explains_itself() -> None:
    done = command("--help")
    assert done.returncode == 0
    for option in ("--practice", "--sample", "--tour DIR", "--data-dir DIR", "--version"):
        assert option in done.stdout
    assert done.stderr == ""


def test_neither_needs_qt() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None\nfrom leadbyte_desktop.command_line import main\nmain(['--version'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT, check=False)
    assert (done.returncode, done.stdout) == (0, f"LeadByte Desktop {__version__}\n")


def test_a_wrong_option_ends_the_command_with_2() -> None:
    done = command("--sample")
    assert done.returncode == 2
    assert "--sample goes with --practice" in done.stderr
