"""Kills a real process at the instants that matter, and looks at what the journal says afterwards."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.folder import FolderLock
from leadbyte_desktop.store.journal import Journal
from tests.store.scenes import Clock, Office, ids_of, to_buyer

SENDER = """
import asyncio, sys
from pathlib import Path
from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.folder import FolderLock
from leadbyte_desktop.store.journal import Journal
from tests.store.scenes import ACME, Clock, Office, draft, plain, result, to_buyer

def say(*words):
    print(*words, flush=True)

async def between(office):
    # Two rows: one that may go again, one that may not. Then this process is killed.
    job = await office.job(plain("1"), to_buyer("2"), plain("3"))
    await office.mark(job, 1, 2)
    say("out")
    sys.stdin.read()

async def forever(office):
    job = await office.job(*(to_buyer(str(number)) for number in range(1, 2001)))
    items = await office.journal.items(job.job_id, None, 0, 2000)
    for start in range(0, 2000, 5):
        ids = [item.item_id for item in items[start:start + 5]]
        number = await office.journal.mark_sending(job.job_id, ids, "PUT", "https://acme", "{}")
        say("out", *ids)
        await office.journal.record(number, dict.fromkeys(ids, result(ItemState.UPDATED)), 200, "{}", "")
        say("in", *ids)

async def create(office):
    whole = draft(*(plain(str(number)) for number in range(1, 20001)))
    await office.journal.jobs(1, 0)
    say("begins")
    await office.journal.create_job(whole, ACME, "sam")
    say("done")
    sys.stdin.read()

async def main():
    folder = Path(sys.argv[1])
    lock = FolderLock(folder)
    lock.acquire()
    office = Office(Journal(Database(folder / FILE_NAME), Clock()), Clock())
    await {"between": between, "forever": forever, "create": create}[sys.argv[2]](office)

asyncio.run(main())
"""

Starter = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Starter]:
    started: list[subprocess.Popen[str]] = []

    def start(what: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", SENDER, str(tmp_path), what],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def line_of(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def kill(process: subprocess.Popen[str]) -> list[list[str]]:
    """SIGKILL, then what it had still said."""
    process.kill()
    said, _ = process.communicate()
    # A line that was cut off by the kill says nothing.
    return [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]


async def test_killed_between_leaving_and_its_answer(start: Starter, tmp_path: Path) -> None:
    process = start("between")
    assert line_of(process) == ["out"]
    kill(process)
    database = Database(tmp_path / FILE_NAME)
    with FolderLock(tmp_path):
        office = Office(Journal(database, Clock()), Clock())
        (job,) = await office.journal.jobs(10, 0)
        assert await office.states(job) == [ItemState.SENDING, ItemState.SENDING, ItemState.WAITING]
        assert await office.journal.settle_interrupted() == 2
        assert await office.journal.settle_interrupted() == 0
        harmless, to_acme, waiting = await office.items(job)
        assert harmless.state is to_acme.state is ItemState.NOT_KNOWN
        assert "The app ended before" in harmless.words
        assert waiting.state is ItemState.WAITING
        (attempt,) = await office.journal.attempts_of(harmless.item_id)
        assert attempt.answered_at is None
        assert "The app ended before" in attempt.problem
        # Rule 3: a person's Continue sends the plain values again, and never the delivery.
        assert to_acme.can_be_settled
        again = await office.journal.waiting(job.job_id, 0, 10, again=True)
        assert ids_of(again) == [harmless.item_id, waiting.item_id]
        assert await office.journal.held_leads(job.job_id) == {LeadRef("2")}
        assert await office.journal.not_known("acme") == 2
        second = await office.job(to_buyer("2"))
        with pytest.raises(NotAllowedNow):
            await office.mark(second)
        # It may have reached LeadByte once: a later failure to send does not make it *not sent*.
        assert (await office.send(job, 1, state=ItemState.NOT_SENT)).state is ItemState.NOT_KNOWN
    await database.close()


@pytest.mark.parametrize("lines", [1, 2, 9, 40, 151])
async def test_killed_at_any_instant(start: Starter, tmp_path: Path, lines: int) -> None:
    process = start("forever")
    said = [line_of(process) for _ in range(lines)]
    said += kill(process)
    marked = {int(item_id) for word, *ids in said if word == "out" for item_id in ids}
    recorded = {int(item_id) for word, *ids in said if word == "in" for item_id in ids}
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
    database = Database(tmp_path / FILE_NAME)
    with FolderLock(tmp_path):
        journal = Journal(database, Clock())
        interrupted = await journal.settle_interrupted()
        items = await journal.items(1, None, 0, 2_000)
        assert len(items) == 2_000
        states = {item.item_id: item.state for item in items}
        # What was said to be on the disk is on it; at most one request was under way.
        assert {states[item_id] for item_id in recorded} <= {ItemState.UPDATED}
        assert {states[item_id] for item_id in marked - recorded} <= {ItemState.UPDATED, ItemState.NOT_KNOWN}
        assert interrupted == sum(state is ItemState.NOT_KNOWN for state in states.values())
        assert interrupted in {0, 5}
        assert ItemState.SENDING not in states.values()
        left = {item_id for item_id, state in states.items() if state is not ItemState.WAITING}
        assert marked <= left
        assert len(left - marked) in {0, 5}
        # And none of it goes a second time.
        wanted = [(item.lead, effect) for item in items for effect in item.update.effects]
        assert {prior.item_id for prior in await journal.prior_sends("acme", wanted)} == left
        again = ids_of(await journal.waiting(1, 0, 2_000, again=True))
        assert set(again) == set(states) - left
    await database.close()


async def test_killed_while_a_job_is_written_down_leaves_all_of_it_or_nothing(start: Starter, tmp_path: Path) -> None:
    seen: list[int] = []
    for round_number in range(4):
        process = start("create")
        assert line_of(process) == ["begins"]
        if round_number == 3:
            assert line_of(process) == ["done"]
        kill(process)
        database = Database(tmp_path / FILE_NAME)
        jobs = await Journal(database).jobs(10, 0)
        assert all(job.counts == {ItemState.WAITING: 20_000} for job in jobs)
        seen.append(len(jobs))
        await database.close()
    # The last one was killed after it was told that the job is on the disk.
    assert seen[-1] == seen[-2] + 1
