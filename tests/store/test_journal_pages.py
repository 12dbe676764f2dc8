"""What a table of a large job reads: its order, the rows that are looked at, and at what cost."""

from __future__ import annotations

from array import array
from collections.abc import Awaitable, Callable
from functools import partial
from sqlite3 import Connection

import pytest

from leadbyte_desktop.domain.job import DraftItem, ItemState
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.store import journal_reader
from leadbyte_desktop.store.database import Database
from tests.store.scenes import URL, Office, ids_of, plain, result, to_buyer

ASKED = {Standing.UPDATED, Standing.REFUSED}


@pytest.fixture(params=[50_000, 3, 1], ids=["in one step", "in several steps", "row by row"])
def span(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(journal_reader, "_SPAN", request.param)
    return int(request.param)


@pytest.mark.usefixtures("span")
async def test_the_order_of_a_job_is_that_of_its_file(office: Office) -> None:
    await office.job(plain("99"))
    job = await office.job(*(plain(str(n)) for n in range(10, 17)))
    await office.job(plain("99"))
    await office.send(job, 5)
    await office.send(job, 2, state=ItemState.REFUSED)
    ids = ids_of(await office.items(job))
    everything = await office.journal.positions(job.job_id)
    assert everything == array("q", ids)
    assert list(await office.journal.positions(job.job_id, ASKED)) == [ids[1], ids[4]]
    assert list(await office.journal.positions(job.job_id, {Standing.UPDATED})) == [ids[4]]
    assert list(await office.journal.positions(job.job_id, None, "16")) == [ids[6]]
    assert list(await office.journal.positions(job.job_id, ASKED, "1")) == [ids[1], ids[4]]
    assert list(await office.journal.positions(job.job_id, ASKED, " 14 ")) == [ids[4]]
    assert list(await office.journal.positions(job.job_id, {Standing.QUEUED})) == []
    assert list(await office.journal.positions(999)) == []


async def test_the_order_is_the_one_in_which_items_are_listed(office: Office) -> None:
    job = await office.job(*(plain(str(n)) for n in range(30)))
    for place in (7, 3, 21, 22):
        await office.send(job, place, state=ItemState.REFUSED if place % 2 else ItemState.UPDATED)
    for standings in (None, ASKED, {Standing.WAITING}):
        for search in ("", "2", "updated"):
            listed = await office.journal.items(job.job_id, standings, 0, 99, search)
            assert list(await office.journal.positions(job.job_id, standings, search)) == ids_of(listed)


@pytest.mark.usefixtures("span")
async def test_what_was_left_out_is_found_apart_from_what_was_cancelled(office: Office) -> None:
    twice = DraftItem(plain("1"), left_out="Left out: row 1 asks for the same.")
    job = await office.job(plain("1"), twice, plain("2"), plain("3"), twice)
    assert (job.counts, job.left_out) == ({ItemState.WAITING: 3, ItemState.CANCELLED: 2}, 2)
    sent, first, *cancelled, last = ids_of(await office.items(job))
    await office.send(job, 1)
    await office.journal.cancel_waiting(job.job_id)
    found = {
        (Standing.LEFT_OUT,): [first, last],
        (Standing.CANCELLED,): cancelled,
        (Standing.CANCELLED, Standing.LEFT_OUT): [first, *cancelled, last],
        (Standing.UPDATED, Standing.LEFT_OUT): [sent, first, last],
        (Standing.UPDATED, Standing.CANCELLED): [sent, *cancelled],
    }
    for standings, ids in found.items():
        assert list(await office.journal.positions(job.job_id, standings)) == ids
        assert ids_of(await office.journal.items(job.job_id, standings, 0, 9)) == ids
        assert ids_of(await office.journal.items(job.job_id, standings, 1, 1)) == ids[1:2]
    other = await office.job(plain("9"))
    assert [(each.job_id, each.left_out) for each in await office.journal.jobs(9, 0)] == [(other.job_id, 0), (1, 2)]
    assert (await office.journal.job(job.job_id)).left_out == 2


async def test_a_window_on_all_rows_is_the_same_wherever_it_stands(office: Office) -> None:
    job = await office.job(*(plain(str(n)) for n in range(1, 8)))
    for offset in range(9):
        page = await office.journal.items(job.job_id, None, offset, 3)
        assert [item.position for item in page] == [n for n in range(offset + 1, offset + 4) if n <= 7]


# --- the same cost at the first row and at the last -------------------------------------------------------------------


class Steps:
    """Counts the steps that SQLite takes, some ten at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._count = 0

    async def watch(self) -> None:
        await self._database.write(self._on)
        await self._database.read(self._on)

    def _on(self, connection: Connection) -> None:
        connection.set_progress_handler(self._step, 10)

    def _step(self) -> int:
        self._count += 1
        return 0

    async def of(self, work: Callable[[], Awaitable[object]]) -> int:
        self._count = 0
        await work()
        return self._count


async def test_the_last_rows_cost_what_the_first_ones_cost(office: Office, database: Database) -> None:
    count = 6_000
    job = await office.job(*((to_buyer if n % 2 else plain)(str(n)) for n in range(1, count + 1)))
    ids = await office.journal.positions(job.job_id)
    steps = Steps(database)
    await steps.watch()
    journal = office.journal

    async def send(start: int) -> None:
        page = list(ids[start : start + 50])
        await journal.leave_out_repeats(job.job_id, page)
        number = await journal.mark_sending(job.job_id, page, "PUT", URL, "{}")
        await journal.record(number, dict.fromkeys(page, result(ItemState.UPDATED)), 200, "", "")

    calls: dict[str, Callable[[int], Awaitable[object]]] = {
        "send": send,
        "waiting": lambda start: journal.waiting(job.job_id, start + 50, 50, again=True),
        "items": lambda start: journal.items(job.job_id, None, start, 50),
        "rows by id": lambda start: journal.rows_by_id(job.job_id, ids[start : start + 50]),
        "touched": lambda start: journal.touched_later(ids[start : start + 50]),
    }
    for name, work in calls.items():
        first = await steps.of(partial(work, 0))
        assert first, name
        for start in (count // 2, count - 100):
            assert await steps.of(partial(work, start)) <= 1.2 * first + 5, name


async def test_no_question_of_the_window_walks_all_items(office: Office, database: Database) -> None:
    """What is asked while a small job is looked at costs the same beside a large one."""
    small = await office.job(*(to_buyer(str(n)) for n in range(20)))
    steps = Steps(database)
    journal = office.journal
    ids = await journal.positions(small.job_id)
    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "job": lambda: journal.job(small.job_id),
        "positions": lambda: journal.positions(small.job_id, ASKED, "1"),
        "source rows": lambda: journal.source_rows(small.job_id, 0, 50),
        "row order": lambda: journal.row_order(small.job_id),
        "rows": lambda: journal.rows_by_id(small.job_id, ids),
        "not known": lambda: journal.not_known("acme"),
        "attempts": lambda: journal.attempts_of(ids[0]),
        "held": lambda: journal.held_leads(small.job_id),
        "elsewhere": lambda: journal.waiting_elsewhere("acme", [plain("900000").lead], small.job_id),
        "touched since": lambda: journal.touched_since(small.job_id),
    }
    await steps.watch()
    before = {name: await steps.of(work) for name, work in questions.items()}
    await office.job(*(plain(str(n)) for n in range(100_000, 106_000)))
    for name, work in questions.items():
        assert await steps.of(work) <= 1.5 * before[name] + 10, name
