"""What a fault of the disk, or of a file of the app's own, means to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from leadbyte_desktop.domain.errors import DamagedFile, StorageProblem


@dataclass(frozen=True, slots=True)
class FileWords:
    """What is said of one kind of file; `{path}` stands for where it is.

    Attributes:
        cannot_open: it cannot be opened.
        read_only: it cannot be written.
        busy: another program holds it.
        damaged: it is no database any more.
        full: the disk is full.
        failed: the disk failed.
    """

    cannot_open: str
    read_only: str
    busy: str
    damaged: str
    full: str
    failed: str

    def of(self, code: int) -> str | None:
        """The words for an error of SQLite's; None for one that is a bug of the app's."""
        # The low byte is the kind of error, the rest its finer shade (SQLite, "Result and Error Codes").
        name = _FINER.get(code) or _KINDS.get(code & 0xFF)
        return None if name is None else str(getattr(self, name))


_KINDS = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "failed",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_PROTOCOL: "busy",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}

# The index of the log finds no room: so a disk shows that was full before the file was opened.
_FINER = {sqlite3.SQLITE_IOERR_SHMSIZE: "full"}

_NOTHING_MORE = "Nothing more is sent until this works again."
RECORD = FileWords(
    cannot_open=(
        "The app’s record of what it sends, {path}, cannot be opened. " + _NOTHING_MORE + " "
        "Ask IT to let you read and write that folder, or choose another with --data-dir."
    ),
    read_only=(
        "The app’s record of what it sends, {path}, cannot be written: the file or its folder is read-only. "
        + _NOTHING_MORE
        + " Ask IT to let you write there, or choose another folder with --data-dir."
    ),
    busy=(
        "Another program holds the app’s record of what it sends, {path}. " + _NOTHING_MORE + " "
        "Wait for a backup or a virus scan to end, then try again."
    ),
    damaged=(
        "The app’s record of what it sends, {path}, is damaged. " + _NOTHING_MORE + " "
        "Close the app and start it again: it then keeps the damaged file aside, as it may show what was sent, and "
        "begins a new one. Ask IT for help."
    ),
    full=(
        "The disk is full, so the app cannot write down what it sends ({path}). " + _NOTHING_MORE + " "
        "Make room on the disk, then try again."
    ),
    failed=(
        "The disk failed while the app wrote down what it sends ({path}). " + _NOTHING_MORE + " "
        "Check the disk, then start the app again."
    ),
)
"""Of the app's database, with the journal in it."""

_NOT_LEADBYTE = "Nothing was changed in LeadByte by this."
TABLE = FileWords(
    cannot_open=(
        "The table of this batch, {path}, cannot be opened. " + _NOT_LEADBYTE + " "
        "Open the spreadsheet that it came from again, or ask IT to let you read and write that folder."
    ),
    read_only=(
        "The table of this batch, {path}, cannot be written: the file or its folder is read-only. What you did last "
        "was not kept. " + _NOT_LEADBYTE + " Ask IT to let you write there, or choose another folder with --data-dir."
    ),
    busy=(
        "Another program holds the table of this batch, {path}. What you did last was not kept. "
        + _NOT_LEADBYTE
        + " Wait for a backup or a virus scan to end, then try again."
    ),
    damaged=(
        "The table of this batch, {path}, is damaged. " + _NOT_LEADBYTE + " "
        "Open the spreadsheet that it came from again; History still shows what was sent."
    ),
    full=(
        "The disk is full, so the table of this batch cannot be kept ({path}). What you did last was not kept. "
        + _NOT_LEADBYTE
        + " Make room on the disk, then try again."
    ),
    failed=(
        "The disk failed while the app used the table of this batch ({path}). What you did last may not be kept. "
        + _NOT_LEADBYTE
        + " Check the disk, then start the app again."
    ),
)
"""Of a batch's table."""


@contextmanager
def explained(path: Path, words: FileWords = RECORD) -> Iterator[None]:
    """Turn the world's faults with a file into words. An error of our own SQL stays what it is: a bug.

    Args:
        path: the file.
        words: what is said of this kind of file.

    Raises:
        StorageProblem: the disk, another program or the file itself stands in the way.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        said = None if code is None else words.of(code)
        if said is None:
            raise
        if said is words.damaged:
            raise DamagedFile(said.format(path=path)) from error
        raise StorageProblem(said.format(path=path)) from error
    except OSError as error:
        raise StorageProblem(words.cannot_open.format(path=path)) from error
