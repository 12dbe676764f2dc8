"""A SQLite file of the app: its two connections, their threads, and what its errors mean to a person.

A write that was awaited is on the disk: WAL with `synchronous=FULL` on every connection (pitfalls: WAL with NORMAL may
lose the last commits when the power fails). Only a batch that is being built does without: there the last moment's
typing is all that could be lost. One thread writes and one reads, each with a connection of its own, so the
window's reading never waits for a write. Only `run_in_executor` is used: plain asyncio and qasync both have it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

from leadbyte_desktop.domain.errors import DamagedFile, StorageProblem
from leadbyte_desktop.store.file_words import RECORD, FileWords, explained
from leadbyte_desktop.store.schema import STEPS

FILE_NAME = "leadbyte-desktop.sqlite3"
BUSY_SECONDS = 5.0
"""How long a connection waits for another program (a backup, a virus scanner) that holds the file."""

T = TypeVar("T")


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class Database:
    """A SQLite file, usable from any event loop of this process.

    Args:
        path: the file; it is made, readable for its owner only, where it is missing. Its folder must exist, and must
            be on this PC's own disk.
        bring_up_to_date: makes or checks its tables, at its opening.
        durable: what was written is on the disk, even if the power fails; not so for a batch's table. The file of one
            that is not must exist.
        words: what is said of the file's faults.
    """

    def __init__(
        self,
        path: Path,
        bring_up_to_date: Callable[[Connection], None] | None = None,
        *,
        durable: bool = True,
        words: FileWords = RECORD,
    ) -> None:
        self._path = path
        self._bring_up_to_date = bring_up_to_date or _bring_up_to_date
        self._durable = durable
        self._words = words
        self._synchronous = "FULL" if durable else "NORMAL"
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="database-writer")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="database-reader")
        self._waiting: deque[tuple[Callable[[Connection], Any], Future[Any]]] = deque()
        self._writer: Connection | None = None
        self._reader: Connection | None = None
        self._closed = False

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    async def open(self) -> None:
        """Open the file and bring its tables up to date. `write` and `read` do it where it was not done before.

        Raises:
            StorageProblem: the file cannot be used; the words say why and what to do.
        """
        await self._run(self._writing, self._open_writer)
        await self._run(self._reading, self._open_reader)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction, which is on the disk when this returns, or undone when it raises.

        Once handed over it is done even when the caller is cancelled: what became of a request must be written down.
        `work` may be done twice, the first time being undone, so it must change nothing but the file.

        Raises:
            StorageProblem: the file could not be written; nothing of `work` is in it.
        """
        waiting: Future[T] = Future()
        self._waiting.append((work, waiting))
        self._writing.submit(self._write_waiting)
        # Without the shield, cancelling the caller would take a waiting write out of the queue.
        return await asyncio.shield(asyncio.wrap_future(waiting))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work` on one unchanging view of the file, beside any writing.

        Raises:
            StorageProblem: the file could not be read.
        """
        if self._writer is None:
            # Opening is what makes the tables; once they are there, a read waits for no write.
            await self.open()
        return await self._run(self._reading, partial(self._read, work))

    async def close(self) -> None:
        """Finish what was handed over, fold the log into the file and close it. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._run(self._reading, self._close_reader)
            await self._run(self._writing, self._close_writer)
        finally:
            self._reading.shutdown(wait=False)
            self._writing.shutdown(wait=False)

    @staticmethod
    async def _run(executor: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        # Without the shield, cancelling the caller would take a waiting write out of the queue.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(executor, work))

    # --- on the threads ---------------------------------------------------------------------------------------------

    def _write_waiting(self) -> None:
        """Do what waits. Several writes share one transaction: to wait for the disk is what takes long of each."""
        works: list[tuple[Callable[[Connection], Any], Future[Any]]] = []
        while self._waiting:
            works.append(self._waiting.popleft())
        if len(works) < 2 or not self._write_together(works):
            for work, waiting in works:
                _tell(waiting, partial(self._write, work))

    def _write_together(self, works: Sequence[tuple[Callable[[Connection], Any], Future[Any]]]) -> bool:
        """Do several in one transaction, each undone alone where it raises; False where nothing of it was kept."""
        done: list[tuple[Future[Any], Future[Any]]] = []
        try:
            connection = self._open_writer()
            with _transaction(connection, "BEGIN IMMEDIATE"):
                for work, waiting in works:
                    became: Future[Any] = Future()
                    _tell(became, partial(_apart, connection, work))
                    fault = became.exception()
                    if isinstance(fault, sqlite3.Error):  # a full disk has ended the transaction already
                        raise fault
                    done.append((waiting, became))
        except (StorageProblem, sqlite3.Error):
            # Each is done again by itself: then the one that failed says why, and the others are kept.
            return False
        for waiting, became in done:
            _tell(waiting, became.result)
        return True

    def _write(self, work: Callable[[Connection], T]) -> T:
        connection = self._open_writer()
        with self._noted(), _transaction(connection, "BEGIN IMMEDIATE"):
            return work(connection)

    def _read(self, work: Callable[[Connection], T]) -> T:
        connection = self._open_reader()
        with self._noted(), _transaction(connection, "BEGIN"):
            return work(connection)

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            with self._explained():
                yield
        except DamagedFile:
            if self._durable:
                _note_damage(self._path)
            raise

    def _explained(self) -> AbstractContextManager[None]:
        return explained(self._path, self._words)

    def _open_writer(self) -> Connection:
        if self._writer is None:
            with self._explained():
                # SQLite gives its log the rights of the file, so they are set before there is any personal data.
                os.close(os.open(self._path, os.O_RDWR | (os.O_CREAT if self._durable else 0), 0o600))
                self._writer = _connect(self._path, self._prepare_for_writing, self._synchronous)
        return self._writer

    def _prepare_for_writing(self, connection: Connection) -> None:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise StorageProblem(
                "The app’s data folder cannot keep a safe record of what is sent; it may be on a network drive. "
                "Nothing was sent. Choose a folder on this PC’s own disk with --data-dir."
            )
        self._bring_up_to_date(connection)

    def _open_reader(self) -> Connection:
        if self._reader is None:
            with self._explained():
                self._reader = _connect(self._path, _prepare_for_reading, self._synchronous)
        return self._reader

    def _close_writer(self) -> None:
        connection, self._writer = self._writer, None
        if connection is not None:
            with self._explained():
                try:
                    if self._durable:  # of a table, another process may be the writer: it would be waited for
                        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    connection.close()

    def _close_reader(self) -> None:
        connection, self._reader = self._reader, None
        if connection is not None:
            connection.close()


def _connect(path: Path, prepare: Callable[[Connection], None], synchronous: str) -> Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        # On macOS an ordinary fsync stops at the disk's own cache; elsewhere this changes nothing.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare_for_reading(connection: Connection) -> None:
    connection.execute("PRAGMA query_only = ON")


def _bring_up_to_date(connection: Connection) -> None:
    done = _steps_done(connection)
    if done > len(STEPS):
        raise StorageProblem(
            "The app’s data was written by a newer version of LeadByte Desktop. Nothing was sent and nothing was "
            "changed. Start the newer version."
        )
    if done == len(STEPS):
        return
    with _transaction(connection, "BEGIN IMMEDIATE"):
        for step in STEPS[_steps_done(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")


def _steps_done(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apart(connection: Connection, work: Callable[[Connection], T]) -> T:
    """Do one of several writes of a transaction; where it raises, nothing of it is kept."""
    connection.execute("SAVEPOINT one")
    try:
        return work(connection)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO one")
        raise
    finally:
        if connection.in_transaction:
            connection.execute("RELEASE one")


def _tell(waiting: Future[T], work: Callable[[], T]) -> None:
    """Do something, and let whoever waits for it know what came of it."""
    try:
        waiting.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
        waiting.set_exception(error)


@contextmanager
def _transaction(connection: Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk ends the transaction by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def damage_of(path: Path, words: FileWords = RECORD) -> DamagedFile:
    """What is told of a file of the app's own where it is damaged."""
    return DamagedFile(words.damaged.format(path=path))


def damage_note(path: Path) -> Path:
    """Where the app leaves itself a note that it met a damaged page, so that the next start looks through the file."""
    return path.with_name(f"{path.name}-damaged")


def _note_damage(path: Path) -> None:
    with suppress(OSError):
        damage_note(path).touch(mode=0o600)
