"""Which sheets there are: the unfinished batch of each account, and those that a person kept under a name."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection

from leadbyte_desktop.store import damaged
from leadbyte_desktop.store.cells import clean, time_text
from leadbyte_desktop.store.database import BUSY_SECONDS, Database, utc_now
from leadbyte_desktop.store.file_words import TABLE, explained

FOLDER = "batches"
CURRENT = ""
_ENDING = ".sqlite3"
_ASIDE = "batch"
_BESIDE = ("", "-wal", "-shm", "-journal")


class SheetFiles:
    """The sheets of one data folder. Every method may raise StorageProblem.

    Args:
        database: the app's database, which says whose file is which.
        folder: where the files lie; it is made where it is missing.
        now: the time, with its time zone.
    """

    def __init__(self, database: Database, folder: Path, now: Callable[[], datetime] = utc_now) -> None:
        self._database, self._folder, self._now = database, folder, now

    async def current(self, account_id: str) -> Path | None:
        """The file of an account's unfinished batch; None where there is none."""
        return await self.path_of(account_id, CURRENT)

    async def make_current(self, path: Path, account_id: str) -> Path | None:
        """Have this file as the account's unfinished batch; gives the file that was it before, if another was."""
        return await self.save(account_id, CURRENT, path)

    async def names(self, account_id: str) -> list[str]:
        """The names of an account's kept batches, the last kept first."""
        return await self._database.read(partial(_names, account_id=account_id))

    async def path_of(self, account_id: str, name: str) -> Path | None:
        """The file of a kept batch; None where there is none of that name, or its file is gone."""
        file = await self._database.read(partial(_file, account_id=account_id, name=clean(name)))
        path = None if file is None else self._folder / file
        return path if path is not None and path.is_file() else None

    async def save(self, account_id: str, name: str, path: Path) -> Path | None:
        """Keep a file under a name; gives the file that had the name before, if another did."""
        file = await self._database.write(
            partial(_save, account_id=account_id, name=clean(name), file=path.name, now=self._now())
        )
        return None if file in (None, path.name) else self._folder / file

    async def forget(self, account_id: str, name: str) -> Path | None:
        """Keep a name no longer; gives its file, which is still there."""
        file = await self._database.write(partial(_forget, account_id=account_id, name=clean(name)))
        return None if file is None else self._folder / file

    async def look_through(self, path: Path) -> None:
        """Find damage in a sheet's file that opening it would not.

        Raises:
            DamagedFile: there is some.
        """
        await asyncio.to_thread(damaged.look_through, path, TABLE)

    async def set_aside(self, path: Path) -> Path:
        """Keep a damaged file, which is closed, under a name of its own, and forget what it was; gives that name."""
        aside = await asyncio.to_thread(damaged.set_aside, path, self._now(), None, TABLE, _ASIDE)
        await self._database.write(partial(_forget_files, files=[path.name]))
        return aside

    async def clean_up(self) -> None:
        """Forget names whose files are gone, and delete files that no name leads to. Once, at the start.

        Such a file was being read when the app ended; one that cannot be deleted now goes at another start. What was
        kept aside stays.
        """
        known = await self._database.read(_files)
        there = {path.name for path in await asyncio.to_thread(self._listed)}
        gone = [file for file in known if file not in there]
        if gone:
            await self._database.write(partial(_forget_files, files=gone))
        kept = {file + ending for file in known for ending in _BESIDE}
        await asyncio.to_thread(_delete_all, [self._folder / name for name in there - kept])

    def _listed(self) -> list[Path]:
        with explained(self._folder, TABLE):
            listed = self._folder.iterdir() if self._folder.is_dir() else ()
            return [path for path in listed if path.is_file() and not damaged.is_set_aside(path.name)]

    def new_path(self) -> Path:
        """A file name that nobody has; the file is not made."""
        with explained(self._folder, TABLE):
            self._folder.mkdir(mode=0o700, exist_ok=True)
        return self._folder / f"{uuid.uuid4().hex}{_ENDING}"

    @staticmethod
    def copy_sheet(path: Path, to: Path) -> None:
        """Copy a sheet, as it is at this moment, to a file that does not exist yet."""
        try:
            with explained(path, TABLE):
                os.close(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
                source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)
                with closing(source), closing(sqlite3.connect(to)) as target:
                    source.backup(target)
        except BaseException:
            SheetFiles.delete(to)
            raise

    @staticmethod
    def delete(path: Path) -> None:
        """Delete a sheet's file and what SQLite keeps beside it; nothing happens where there is none.

        Where another program holds it (a virus scanner), it goes at the next start, see `clean_up`.
        """
        _delete_all([path.with_name(path.name + ending) for ending in _BESIDE])


def _delete_all(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _names(connection: Connection, *, account_id: str) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sheets WHERE account_id = ? AND name <> ? ORDER BY saved_at DESC, name", (account_id, CURRENT)
    )
    return [row[0] for row in rows]


def _file(connection: Connection, *, account_id: str, name: str) -> str | None:
    row = connection.execute("SELECT file FROM sheets WHERE account_id = ? AND name = ?", (account_id, name)).fetchone()
    return row[0] if row else None


def _files(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT file FROM sheets")]


def _forget_files(connection: Connection, *, files: Sequence[str]) -> None:
    connection.executemany("DELETE FROM sheets WHERE file = ?", [(file,) for file in files])


def _save(connection: Connection, *, account_id: str, name: str, file: str, now: datetime) -> str | None:
    before = _file(connection, account_id=account_id, name=name)
    connection.execute(
        "INSERT OR REPLACE INTO sheets (account_id, name, file, saved_at) VALUES (?, ?, ?, ?)",
        (account_id, name, file, time_text(now)),
    )
    return before


def _forget(connection: Connection, *, account_id: str, name: str) -> str | None:
    before = _file(connection, account_id=account_id, name=name)
    connection.execute("DELETE FROM sheets WHERE account_id = ? AND name = ?", (account_id, name))
    return before
