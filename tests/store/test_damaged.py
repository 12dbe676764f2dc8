"""A damaged file is found, kept aside whole, and does not keep the app from starting."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest

from leadbyte_desktop.domain.errors import DamagedFile, StorageProblem
from leadbyte_desktop.store import damaged
from leadbyte_desktop.store.damaged import open_or_set_aside
from leadbyte_desktop.store.database import FILE_NAME, Database, damage_note
from leadbyte_desktop.store.journal import Journal
from tests.store.scenes import ACME, Office, draft, ids_of, plain, to_buyer
from tests.store.test_database import start_backup

NOW = datetime(2026, 11, 22, 10, 2, 5, tzinfo=UTC)
PAGE = 4_096


async def settle(database: Database) -> int:
    return await Journal(database).settle_interrupted()


async def start(path: Path) -> tuple[int, Path | None]:
    """Start and stop; gives what was interrupted, and what was set aside."""
    interrupted, database, aside = await open_or_set_aside(path, settle, now=lambda: NOW)
    await database.close()
    return interrupted, aside


async def jobs_in(path: Path) -> int:
    database = Database(path)
    try:
        return len(await Journal(database).jobs(99, 0))
    finally:
        await database.close()


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A journal with a few pages in every table, closed."""
    path = tmp_path / FILE_NAME
    database = Database(path)
    journal = Journal(database)
    await journal.create_job(draft(*(to_buyer(str(n)) for n in range(2_000))), ACME, "sam")
    await database.close()
    return path


def spoil(path: Path, offset: int, count: int) -> bytes:
    """Write nonsense over a part of a file; gives the whole of it as it is now."""
    with path.open("rb+") as file:
        file.seek(offset)
        file.write(b"\xa5" * count)
    return path.read_bytes()


def size_of(path: Path) -> int:
    return path.stat().st_size


async def test_a_sound_file_stays_where_it_is(path: Path) -> None:
    assert await start(path) == (0, None)
    assert await jobs_in(path) == 1
    assert list(path.parent.glob("*damaged*")) == []


async def test_a_first_start_finds_nothing_damaged(tmp_path: Path) -> None:
    assert await start(tmp_path / FILE_NAME) == (0, None)
    (tmp_path / "empty.sqlite3").touch()
    assert await start(tmp_path / "empty.sqlite3") == (0, None)


@pytest.mark.parametrize(
    ("offset", "count"),
    [(0, 16), (0, PAGE), (100, 3_000), (20 * PAGE, 2 * PAGE)],
    ids=["its mark", "its first page", "its tables", "pages inside"],
)
async def test_damage_is_found_and_kept_aside_whole(path: Path, offset: int, count: int) -> None:
    before = spoil(path, offset, count)
    interrupted, aside = await start(path)
    assert interrupted == 0
    assert aside == path.with_name("leadbyte-desktop-damaged-2026-11-22T10-02-05Z.sqlite3")
    assert aside.read_bytes() == before
    assert await jobs_in(path) == 0
    assert await start(path) == (0, None)


async def test_a_file_that_was_cut_off_is_kept_aside(path: Path) -> None:
    os.truncate(path, 30 * PAGE + 700)
    _, aside = await start(path)
    assert aside is not None
    assert aside.stat().st_size == 30 * PAGE + 700


async def test_any_page_may_be_the_damaged_one(path: Path) -> None:
    """Whatever is spoilt, the app starts: with the old journal where SQLite finds it sound, else with a new one."""
    sound = shutil.copyfile(path, path.with_name("sound"))
    pages = range(size_of(sound) // PAGE)
    found = 0
    for page in pages:
        shutil.copyfile(sound, path)
        spoil(path, page * PAGE, PAGE)
        _, aside = await start(path)
        if aside is not None:
            found += 1
            aside.unlink()
    assert found >= 0.95 * len(pages)


async def test_two_damaged_files_of_one_second_are_both_kept(path: Path) -> None:
    first = spoil(path, 0, 16)
    await start(path)
    second = spoil(path, 0, 32)
    _, aside = await start(path)
    assert aside == path.with_name("leadbyte-desktop-damaged-2026-11-22T10-02-05Z-2.sqlite3")
    assert aside.read_bytes() == second
    assert aside.with_name(aside.name.replace("-2.", ".")).read_bytes() == first


DIE = """
import asyncio, os, sys
from pathlib import Path
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.journal import Journal
from tests.store.scenes import ACME, draft, plain

async def main():
    journal = Journal(Database(Path(sys.argv[1])))
    await journal.create_job(draft(plain("7")), ACME, "sam")
    os._exit(0)

asyncio.run(main())
"""


def die_with_a_log(path: Path) -> None:
    """Write a job down in a process that ends without closing the file."""
    subprocess.run([sys.executable, "-c", DIE, str(path)], check=True, timeout=60, cwd=Path(__file__).parents[2])


async def test_what_stands_in_the_log_is_kept_aside_with_the_file(path: Path) -> None:
    die_with_a_log(path)
    log = path.with_name(f"{path.name}-wal").read_bytes()
    assert log
    spoil(path, 0, 16)
    _, aside = await start(path)
    assert aside is not None
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == log


async def test_a_log_alone_is_no_damage(path: Path) -> None:
    die_with_a_log(path)
    assert await start(path) == (0, None)
    assert await jobs_in(path) == 2


async def test_an_emptied_file_with_a_log_is_damage(path: Path) -> None:
    """SQLite takes an empty file for a new one, and throws the log away."""
    die_with_a_log(path)
    os.truncate(path, 0)
    _, aside = await start(path)
    assert aside is not None
    assert aside.with_name(f"{aside.name}-wal").stat().st_size > 0


async def test_a_large_file_is_looked_through_after_a_damaged_page_was_met(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damaged, "_QUICK_BYTES", 1_000)
    spoil(path, size_of(path) - 40 * PAGE, 40 * PAGE)
    interrupted, database, aside = await open_or_set_aside(path, settle)
    assert (interrupted, aside) == (0, None)
    with pytest.raises(DamagedFile, match=r"is damaged.*start it again"):
        await Journal(database).items(1, None, 0, 5_000)
    await database.close()
    assert damage_note(path).exists()
    _, aside = await start(path)
    assert aside is not None
    assert not damage_note(path).exists()
    assert await start(path) == (0, None)


async def test_damage_met_by_the_first_question_is_kept_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(damaged, "_QUICK_BYTES", 1_000)

    async def read_all(database: Database) -> int:
        return len(await Journal(database).items(1, None, 0, 5_000))

    spoil(path, size_of(path) - 40 * PAGE, 40 * PAGE)
    read, database, aside = await open_or_set_aside(path, read_all)
    await database.close()
    assert read == 0
    assert aside is not None


async def test_a_folder_of_its_own_goes_with_it(path: Path) -> None:
    batches = path.with_name("batches")
    batches.mkdir()
    (batches / "x").write_text("a batch")
    spoil(path, 0, 16)
    _, database, aside = await open_or_set_aside(path, settle, belongs_to_it=batches)
    await database.close()
    assert aside is not None
    assert aside.with_name(f"{aside.stem}-batches").joinpath("x").read_text() == "a batch"
    assert not batches.exists()


# --- no damage: another program holds it, the disk is full ------------------------------------------------------------


async def test_a_file_that_another_program_holds_is_not_set_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadbyte_desktop.store.database.BUSY_SECONDS", 0.05)
    backup = start_backup(path)
    assert backup.stdout is not None
    assert backup.stdout.readline() == b"held\n"
    try:
        with pytest.raises(StorageProblem, match="Another program holds") as caught:
            await start(path)
    finally:
        backup.communicate(timeout=60)
    assert not isinstance(caught.value, DamagedFile)
    assert await start(path) == (0, None)
    assert await jobs_in(path) == 1


def allow_pages(more: int):
    def work(connection: Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + more}")

    return work


async def test_a_full_disk_loses_nothing_that_was_written_down(office: Office, database: Database) -> None:
    job = await office.job(plain("1"), plain("2"))
    await office.send(job)
    await database.write(allow_pages(3))
    with pytest.raises(StorageProblem, match="The disk is full"):
        await office.job(*(plain(str(n)) for n in range(3, 3_000)))
    body = '{"leads":["' + "x" * 100_000 + '"]}'
    ids = ids_of(await office.items(job))
    with pytest.raises(StorageProblem, match=r"The disk is full.*Nothing more is sent"):
        await office.journal.mark_sending(job.job_id, [ids[1]], "PUT", "https://x", body)
    assert [item.attempts for item in await office.items(job)] == [1, 0]
    assert len(await office.journal.jobs(9, 0)) == 1
    await database.write(allow_pages(10_000))
    await office.send(job, 2)
    assert [item.attempts for item in await office.items(job)] == [1, 1]


def test_quick_check_needs_no_right_to_write(path: Path) -> None:
    """What is looked through is not changed by it, not even where a log stands beside it."""
    die_with_a_log(path)
    before = path.read_bytes()
    damaged.look_through(path)
    assert path.read_bytes() == before
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT COUNT(*) FROM jobs").fetchone()[0] == 2
    connection.close()
