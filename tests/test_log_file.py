"""The log: what broke and where; no key, and nothing of any lead."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadbyte_desktop.domain.account import ApiKey
from leadbyte_desktop.log_file import LogFile
from leadbyte_desktop.store.folder import LOG_FILE

KEY = ApiKey("key-of-this-test-1234")
_log = logging.getLogger("leadbyte_desktop.of_this_test")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogFile]:
    opened = LogFile(tmp_path)
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / LOG_FILE


def test_the_file_is_made_with_the_first_entry_in_utf_8(log: LogFile, file: Path) -> None:
    assert not file.exists()
    _log.info("“quotes” and %s", "é")
    assert file.read_text("utf-8").endswith("INFO leadbyte_desktop.of_this_test: “quotes” and é\n")
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0


def test_half_a_character_does_not_stop_it(log: LogFile, file: Path) -> None:
    # Past the root logger: pytest keeps what it hears there, and cannot send half a character to another process.
    log._handler.handle(logging.makeLogRecord({"msg": "half \ud800 a character"}))
    assert "half \\ud800 a character" in file.read_text("utf-8")


def test_every_hidden_key_is_masked_in_words_and_faults(log: LogFile, file: Path) -> None:
    log.hide(KEY)
    log.hide(KEY)
    try:
        raise RuntimeError(f"X_KEY: {KEY.reveal()}")
    except RuntimeError:
        _log.exception("with %s", KEY.reveal())
    text = file.read_text("utf-8")
    assert KEY.reveal() not in text
    assert text.count("•••") == 2


def test_a_fault_is_written_without_what_it_quotes(log: LogFile, file: Path) -> None:
    row = {"name": "Jane Placeholder"}
    try:
        try:
            int(row["name"])
        except ValueError as error:
            raise KeyError(row["name"]) from error
    except KeyError:
        _log.exception("A task broke")
    text = file.read_text("utf-8")
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_log_file.py" in text
    assert "Jane" not in text.replace('"name": "Jane', "")


def test_what_speaks_of_code_alone_is_written(log: LogFile, file: Path) -> None:
    for error in (AttributeError("no attribute 'lead'"), FileNotFoundError(2, "No such file", "Jane’s leads.csv")):
        _log.error("broke", exc_info=error)
    text = file.read_text("utf-8")
    assert "builtins.AttributeError: no attribute 'lead'" in text
    assert "builtins.FileNotFoundError: No such file" in text
    assert "Jane" not in text


def test_every_member_of_a_group_is_written(log: LogFile, file: Path) -> None:
    _log.error("broke", exc_info=ExceptionGroup("Jane", [ValueError("Jane"), KeyError("Jane")]))
    text = file.read_text("utf-8")
    for kind in ("builtins.ExceptionGroup", "builtins.ValueError", "builtins.KeyError"):
        assert kind in text
    assert "Jane" not in text


def test_other_libraries_are_heard_from_warning_on(log: LogFile, file: Path) -> None:
    other = logging.getLogger("other_library_of_this_test")
    other.info("https://example.com/?email=jane")
    other.warning("careful")
    text = file.read_text("utf-8")
    assert "careful" in text
    assert "jane" not in text


def test_it_turns_over_and_stays_small(log: LogFile, file: Path, tmp_path: Path) -> None:
    for _turn in range(60):
        _log.info("x" * 100_000)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert 2 <= len(sizes) <= 4
    assert max(sizes) <= 1_000_000


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / LOG_FILE).mkdir()
    log = LogFile(tmp_path)
    log.open()
    try:
        _log.error("nowhere to go")
    finally:
        log.close()
    assert capsys.readouterr().err == ""


def test_after_its_end_nothing_is_written(log: LogFile, file: Path) -> None:
    log.close()
    _log.error("too late")
    assert not file.exists()
