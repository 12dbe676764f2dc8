"""The file, its durability, its threads, and what its faults mean to a person."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection

import pytest

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.store import database as database_module
from leadbyte_desktop.store.account_lists import AccountLists
from leadbyte_desktop.store.catalogue import Catalogue
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.store.schema import STEPS
from leadbyte_desktop.store.templates import Templates
from tests.store.scenes import ACME, draft, plain

HOLD_FILE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def start_backup(path: Path) -> subprocess.Popen[bytes]:
    """Another program that holds the file as soon as it has said a line."""
    command = [sys.executable, "-c", HOLD_FILE, str(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def log_size(folder: Path) -> int:
    """Bytes in the log beside the file; 0 where there is none."""
    return sum(path.stat().st_size for path in folder.glob(f"{FILE_NAME}-wal"))


def rights_of_others(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o077 for path in folder.glob(f"{FILE_NAME}*")}


def pragma(name: str):
    return lambda connection: connection.execute(f"PRAGMA {name}").fetchone()[0]


def remember(value: str, name: str = "name"):
    return lambda connection: connection.execute(
        "INSERT OR REPLACE INTO preferences (name, value) VALUES (?, ?)", (name, value)
    )


def remembered(connection: Connection) -> str | None:
    row = connection.execute("SELECT value FROM preferences").fetchone()
    return None if row is None else row[0]


async def test_what_is_written_survives_a_power_cut(database: Database) -> None:
    assert await database.write(pragma("synchronous")) == 2  # FULL
    assert await database.read(pragma("synchronous")) == 2
    assert await database.write(pragma("journal_mode")) == "wal"
    assert await database.write(pragma("foreign_keys")) == 1
    assert await database.write(pragma("busy_timeout")) == 5_000
    assert await database.read(pragma("busy_timeout")) == 5_000


async def test_a_read_sees_what_was_written_before_it(database: Database) -> None:
    for value in ("one", "two", "three"):
        await database.write(remember(value))
        assert await database.read(remembered) == value


class Together:
    """Writes that are handed over while the writer is busy; `commits` says in how many transactions they went in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.commits = 0

    async def write(self, *works: Callable[[Connection], object]) -> list[object]:
        busy, free = threading.Event(), threading.Event()

        def keep_busy(connection: Connection) -> None:
            busy.set()
            free.wait(30)
            connection.set_trace_callback(self._hear)

        first = asyncio.ensure_future(self._database.write(keep_busy))
        await asyncio.to_thread(busy.wait, 30)
        others = [asyncio.ensure_future(self._database.write(work)) for work in works]
        await asyncio.sleep(0)
        free.set()
        await first
        results = await asyncio.gather(*others, return_exceptions=True)
        await self._database.write(lambda connection: connection.set_trace_callback(None))
        return results

    def _hear(self, statement: str) -> None:
        # The first is that of the write that kept the writer busy.
        self.commits += statement == "COMMIT"


def all_remembered(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM preferences").fetchall())


async def test_what_waits_is_written_in_one_transaction_in_its_order(database: Database) -> None:
    together = Together(database)
    await together.write(remember("1"), remember("2", "other"), remember("3"))
    assert together.commits == 2
    assert await database.read(all_remembered) == {"name": "3", "other": "2"}


async def test_of_several_one_that_raises_is_undone_alone(database: Database) -> None:
    def half(connection: Connection) -> None:
        remember("half", "bad")(connection)
        raise KeyError("the second half")

    together = Together(database)
    _, fault, _ = await together.write(remember("1", "before"), half, remember("2", "after"))
    assert isinstance(fault, KeyError)
    assert together.commits == 2
    assert await database.read(all_remembered) == {"before": "1", "after": "2"}


async def test_of_several_one_for_which_the_disk_is_too_small_takes_no_other_along(database: Database) -> None:
    def too_much(connection: Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1")
        try:
            remember("x" * 1_000_000, "bad")(connection)
        finally:
            connection.execute("PRAGMA max_page_count = 100000")

    together = Together(database)
    _, fault, _ = await together.write(remember("1", "before"), too_much, remember("2", "after"))
    assert isinstance(fault, StorageProblem)
    assert await database.read(all_remembered) == {"before": "1", "after": "2"}


async def test_several_that_cannot_be_written_all_say_why(database: Database) -> None:
    def our_bug(connection: Connection) -> None:
        connection.execute("SELECT nothing FROM nowhere")

    together = Together(database)
    first, second, _ = await together.write(our_bug, our_bug, remember("kept"))
    assert isinstance(first, sqlite3.OperationalError)
    assert isinstance(second, sqlite3.OperationalError)
    assert await database.read(all_remembered) == {"name": "kept"}


async def test_a_write_that_raises_leaves_nothing(database: Database) -> None:
    def half(connection: Connection) -> None:
        remember("half")(connection)
        raise KeyError("the second half")

    with pytest.raises(KeyError):
        await database.write(half)
    assert await database.read(remembered) is None


async def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(StorageProblem):
        await database.read(remember("by a reader"))
    assert await database.read(remembered) is None


async def test_a_long_write_does_not_make_reading_wait(database: Database) -> None:
    await database.write(remember("before"))
    begun, may_end = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        remember("after")(connection)
        begun.set()
        assert may_end.wait(20)

    writing = asyncio.create_task(database.write(slow))
    assert await asyncio.to_thread(begun.wait, 20)
    assert await database.read(remembered) == "before"
    may_end.set()
    await writing
    assert await database.read(remembered) == "after"


async def test_a_write_whose_caller_is_cancelled_is_done_all_the_same(database: Database) -> None:
    await database.open()
    begun, may_end = threading.Event(), threading.Event()

    def first(connection: Connection) -> None:
        begun.set()
        assert may_end.wait(20)

    blocking = asyncio.create_task(database.write(first))
    assert await asyncio.to_thread(begun.wait, 20)
    queued = asyncio.create_task(database.write(remember("what became of the request")))
    await asyncio.sleep(0)
    queued.cancel()
    with pytest.raises(asyncio.CancelledError):
        await queued
    may_end.set()
    await blocking
    await database.write(lambda connection: None)
    assert await database.read(remembered) == "what became of the request"


async def test_closing_folds_the_log_into_the_file(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    await database.write(remember("kept"))
    assert log_size(tmp_path) > 0
    await database.close()
    await database.close()
    assert log_size(tmp_path) == 0
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    assert remembered(connection) == "kept"
    connection.close()


async def test_closing_waits_for_what_was_handed_over(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    writes = [asyncio.create_task(database.write(remember(str(number)))) for number in range(20)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*writes)
    again = Database(tmp_path / FILE_NAME)
    assert await again.read(remembered) == "19"
    await again.close()


async def test_one_that_was_never_opened_can_be_closed(tmp_path: Path) -> None:
    await Database(tmp_path / FILE_NAME).close()
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights by folder")
async def test_nobody_else_may_read_the_file(database: Database, tmp_path: Path) -> None:
    await database.write(remember("a customer’s phone"))
    rights = rights_of_others(tmp_path)
    assert len(rights) == 3
    assert set(rights.values()) == {0}


async def test_opening_twice_makes_the_tables_once(database: Database, tmp_path: Path) -> None:
    await database.write(remember("kept"))
    other = Database(tmp_path / FILE_NAME)
    await other.open()
    assert await other.read(pragma("user_version")) == len(STEPS)
    assert await other.read(remembered) == "kept"
    await other.close()


async def test_what_an_earlier_version_wrote_down_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in range(1, len(STEPS)):
        folder = tmp_path / str(count)
        folder.mkdir()
        monkeypatch.setattr(database_module, "STEPS", STEPS[:count])
        older = Database(folder / FILE_NAME)
        await older.write(remember("kept"))
        await older.close()
        monkeypatch.setattr(database_module, "STEPS", STEPS)
        newer = Database(folder / FILE_NAME)
        assert await newer.read(remembered) == "kept"
        assert await newer.read(pragma("user_version")) == len(STEPS)
        job = await Journal(newer).create_job(draft(plain("1")), ACME, "sam")
        assert await Journal(newer).job(job.job_id) == job
        await newer.close()


async def test_what_an_earlier_version_knew_of_lists_and_templates_is_carried_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "STEPS", STEPS[:6])
    older = Database(tmp_path / FILE_NAME)
    then = "2026-11-20T09:00:00+00:00"

    def fill(connection: Connection) -> None:
        for delivery_id, status, shown in (
            ("1", "Active", 0),
            ("2", "Inactive", 0),
            ("3", "Inactive", 1),
            ("4", "", 1),
        ):
            connection.execute(
                "INSERT INTO deliveries VALUES ('acme', ?, 'name', '', '', '', ?, ?, 0)", (delivery_id, status, shown)
            )
        connection.execute("INSERT INTO campaigns VALUES ('acme', '9', 'Solar', '', '', 1, 0)")
        connection.execute("INSERT INTO campaigns VALUES ('acme', '12', 'Energy', '', '', 1, 0)")
        connection.execute("INSERT INTO campaign_fields VALUES ('acme', '9', 0, 'data1', 'roof', 0, '', '[]')")
        connection.execute("INSERT INTO list_refreshes VALUES ('acme', 'fields', ?)", (then,))
        connection.execute("INSERT INTO searched_campaigns VALUES ('acme', '[\"9\"]')")
        connection.execute("INSERT INTO templates VALUES ('acme', 0, 'Old', '[[\"data1\", \"flat\"]]', '[]', '')")

    await older.write(fill)
    await older.close()
    monkeypatch.setattr(database_module, "STEPS", STEPS)
    newer = Database(tmp_path / FILE_NAME)
    lists, catalogue = AccountLists(newer), Catalogue(newer)
    assert await lists.fields_refreshed_at("acme") == {"9": datetime.fromisoformat(then)}
    assert await lists.were_to_tick("acme") == {"9", "12"}
    # Only the inactive one that was hidden by itself is offered when it becomes active.
    await catalogue.put("acme", [Delivery(each, "name", status="Active") for each in "1234"], by_hand=False)
    assert [each.shown for each in await catalogue.deliveries("acme")] == [False, True, True, True]
    assert await Templates(newer).all("acme") == [Template("Old", (TemplateField("data1", "flat"),))]
    await newer.close()


async def test_a_step_that_fails_leaves_the_file_as_it_was(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.write(remember("kept"))
    await database.close()
    broken = ("CREATE TABLE later (number INTEGER)", "CREATE TABLE preferences (name TEXT)")
    monkeypatch.setattr(database_module, "STEPS", (*STEPS, broken))
    newer = Database(tmp_path / FILE_NAME)
    with pytest.raises(sqlite3.OperationalError):
        await newer.open()
    await newer.close()
    monkeypatch.setattr(database_module, "STEPS", STEPS)
    older = Database(tmp_path / FILE_NAME)
    assert await older.read(remembered) == "kept"
    tables = await older.read(lambda c: c.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone())
    assert tables[0] == 0
    await older.close()


# --- the world's faults, in words -------------------------------------------------------------------------------------


async def test_a_full_disk_is_told_and_passes(database: Database) -> None:
    # SQLite's own limit stands for the disk's: the error and its handling are the same.
    pages = await database.write(pragma("page_count"))
    await database.write(pragma(f"max_page_count = {pages}"))
    with pytest.raises(StorageProblem) as full:
        await database.write(remember("x" * 100_000))
    assert "disk is full" in full.value.user_text
    assert await database.read(remembered) is None
    await database.write(pragma(f"max_page_count = {pages + 1_000}"))
    await database.write(remember("there is room again"))
    assert await database.read(remembered) == "there is room again"


async def test_a_file_that_another_program_holds_is_told_and_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    database = Database(tmp_path / FILE_NAME)
    await database.write(remember("before"))
    with start_backup(tmp_path / FILE_NAME) as backup:
        assert backup.stdout is not None
        await asyncio.to_thread(backup.stdout.readline)
        with pytest.raises(StorageProblem) as held:
            await database.write(remember("during"))
        assert "Another program holds" in held.value.user_text
        assert await database.read(remembered) == "before"
        backup.kill()
    await database.write(remember("after"))
    assert await database.read(remembered) == "after"
    await database.close()


async def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    garbage = b"This is not what it should be. " * 500
    (tmp_path / FILE_NAME).write_bytes(garbage)
    database = Database(tmp_path / FILE_NAME)
    with pytest.raises(StorageProblem) as damaged:
        await database.open()
    assert "damaged" in damaged.value.user_text
    await database.close()
    assert (tmp_path / FILE_NAME).read_bytes() == garbage


async def test_a_page_that_was_overwritten_is_told(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    for number in range(200):
        await database.write(remember("x" * 2_000, str(number)))
    await database.close()
    content = bytearray((tmp_path / FILE_NAME).read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    (tmp_path / FILE_NAME).write_bytes(content)
    again = Database(tmp_path / FILE_NAME)
    with pytest.raises(StorageProblem) as damaged:
        await again.read(lambda c: c.execute("SELECT sum(length(value)) FROM preferences").fetchall())
    assert "damaged" in damaged.value.user_text
    await again.close()


async def test_a_file_that_may_not_be_written_is_told(database: Database) -> None:
    await database.write(lambda connection: None)
    await database.write(_make_read_only)
    with pytest.raises(StorageProblem) as read_only:
        await database.write(remember("no"))
    assert "read-only" in read_only.value.user_text


def _make_read_only(connection: Connection) -> None:
    connection.execute("PRAGMA query_only = ON")


async def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    database = Database(tmp_path / FILE_NAME)
    with pytest.raises(StorageProblem) as cannot:
        await database.open()
    assert "cannot be opened" in cannot.value.user_text
    await database.close()


async def test_a_place_without_a_safe_log_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Memory is such a place, as some network drives are: SQLite answers with another journal mode.
    monkeypatch.chdir(tmp_path)
    database = Database(Path(":memory:"))
    with pytest.raises(StorageProblem) as refused:
        await database.open()
    assert "network drive" in refused.value.user_text
    await database.close()


async def test_the_data_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    database = Database(tmp_path / FILE_NAME)
    with pytest.raises(StorageProblem) as newer:
        await database.open()
    assert "newer version" in newer.value.user_text
    await database.close()


async def test_a_mistake_of_our_own_is_not_dressed_up(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await database.write(lambda connection: connection.execute("SELEKT 1"))
