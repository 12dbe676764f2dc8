"""A damaged file of the app's own is kept aside, and the app goes on with a new one.

A file that is no database any more shows it when it is opened. A page that went bad inside may not be met for weeks, so
the whole file is looked through at opening, where that is quick: 57 MB, the journal of 100,000 rows with the table they
came from, took 0.07 seconds. A larger one is looked through after a damaged page was met, or after the app ended
without closing it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from leadbyte_desktop.domain.errors import DamagedFile
from leadbyte_desktop.store.database import BUSY_SECONDS, Database, damage_note, damage_of, utc_now
from leadbyte_desktop.store.file_words import RECORD, FileWords, explained

_QUICK_BYTES = 200_000_000
_BESIDE = ("", "-wal", "-shm")
_MARK = "-damaged-"

T = TypeVar("T")


async def open_or_set_aside(
    path: Path,
    begin: Callable[[Database], Awaitable[T]],
    *,
    belongs_to_it: Path | None = None,
    now: Callable[[], datetime] = utc_now,
) -> tuple[T, Database, Path | None]:
    """Open the app's database and begin with it; where its file is damaged, keep that aside and begin with a new one.

    Args:
        path: the file. Its folder's lock is held.
        begin: what is done first.
        belongs_to_it: a folder of files that only the database knows the meaning of; it is kept aside too.
        now: the time, for the name of the file that is kept.

    Returns:
        what `begin` gave; the open database; where the damaged file is kept, None where nothing was damaged.

    Raises:
        StorageProblem: the file cannot be used, or cannot be kept aside.
    """
    try:
        await asyncio.to_thread(look_through, path)
        return *await _begun(path, begin), None
    except DamagedFile:
        aside = await asyncio.to_thread(set_aside, path, now(), belongs_to_it)
    return *await _begun(path, begin), aside


async def _begun(path: Path, begin: Callable[[Database], Awaitable[T]]) -> tuple[T, Database]:
    database = Database(path)
    try:
        await database.open()
        return await begin(database), database
    except DamagedFile:
        await _close_damaged(database)
        raise
    except BaseException:
        await database.close()
        raise


async def _close_damaged(database: Database) -> None:
    try:
        await database.close()
    except DamagedFile:  # its log could not be folded in; the connections are closed all the same
        return


def look_through(path: Path, words: FileWords = RECORD) -> None:
    """Find damage that opening the file would not.

    Args:
        path: the file.
        words: what is said of this kind of file.

    Raises:
        DamagedFile: there is some.
        StorageProblem: the file cannot be used.
    """
    with explained(path, words):
        size = path.stat().st_size if path.is_file() else 0
        log = path.with_name(f"{path.name}-wal")
        unfolded = log.exists() and log.stat().st_size > 0
        noted = damage_note(path).exists()
        if not size:
            if unfolded:  # SQLite would throw the log away, with everything that was sent last
                raise damage_of(path, words)
            return
        if size <= _QUICK_BYTES or unfolded or noted:
            _check_pages(path, words)
        damage_note(path).unlink(missing_ok=True)


def _check_pages(path: Path, words: FileWords) -> None:
    # Read-only, so that closing the file folds no log into what may be damaged.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    with closing(connection):
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damage_of(path, words)


def set_aside(
    path: Path, now: datetime, belongs_to_it: Path | None = None, words: FileWords = RECORD, called: str = ""
) -> Path:
    """Give a damaged file, and all that goes with it, another name; gives the file's, which `is_set_aside`.

    Args:
        path: the file.
        now: the time, for the name.
        belongs_to_it: a folder that goes with it.
        words: what is said of this kind of file.
        called: how the name begins; "" for as it begins now.

    Raises:
        StorageProblem: it cannot be done.
    """
    with explained(path, words):
        aside = _free_name(path.with_stem(called or path.stem), now)
        # The file first: without it, what is left beside it is never taken for the new file's.
        for beside in _BESIDE:
            part = path.with_name(path.name + beside)
            if part.exists():
                part.rename(aside.with_name(aside.name + beside))
        if belongs_to_it is not None and belongs_to_it.exists():
            belongs_to_it.rename(aside.with_name(f"{aside.stem}-{belongs_to_it.name}"))
        damage_note(path).unlink(missing_ok=True)
    return aside


def is_set_aside(name: str) -> bool:
    """Whether a file has the name of one that is kept aside."""
    return _MARK in name


def _free_name(path: Path, now: datetime) -> Path:
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    aside = path.with_name(f"{path.stem}{_MARK}{moment}{path.suffix}")
    again = 1
    while aside.exists():
        again += 1
        aside = path.with_name(f"{path.stem}{_MARK}{moment}-{again}{path.suffix}")
    return aside
