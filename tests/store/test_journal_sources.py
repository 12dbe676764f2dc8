"""The table that a job was made from, and drafts that are read from the disk as they are written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import pytest

from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.job import DraftItem, ItemState, Job, JobDraft, SourceRow
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.store import journal_reader
from leadbyte_desktop.store.database import Database
from tests.store.scenes import ACME, Office, draft, plain, to_buyer


@dataclass(frozen=True)
class Table:
    """A table in memory."""

    headings: tuple[str, ...]
    kept: Sequence[SourceRow]

    def rows(self) -> Iterator[SourceRow]:
        return iter(self.kept)


TABLE = Table(
    ("Lead ID", "Postcode, new", "Lead ID"),
    (
        SourceRow(2, ("0071", "TN25 6QD", None), 1),
        SourceRow(4, ("seven", None, "x"), None, "“seven” is not a lead ID."),
        SourceRow(5, ("72", "ME1 1AA", "A\ud800B"), 2),
    ),
)


class OnceInOrder(Sequence[DraftItem]):
    """Rows that count how often they are gone over, and cannot be had in any other way."""

    def __init__(self, count: int) -> None:
        self.length, self.times = count, 0

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> DraftItem: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[DraftItem]: ...

    def __getitem__(self, index: int | slice) -> DraftItem | Sequence[DraftItem]:
        raise AssertionError("read in another way than in order")

    def __iter__(self) -> Iterator[DraftItem]:
        self.times += 1
        for number in range(1, self.length + 1):
            yield DraftItem(to_buyer(str(number)) if number % 2 else plain(str(number)))


async def job_of(office: Office, table: Table = TABLE) -> Job:
    whole = replace(draft(plain("0071"), plain("72", "ME1 1AA")), source=table)
    return await office.journal.create_job(whole, ACME, "sam")


async def test_a_job_gives_its_table_back(office: Office) -> None:
    job = await job_of(office)
    assert (job.total, job.never_items) == (2, 1)
    assert await office.journal.source_headings(job.job_id) == TABLE.headings
    rows = await office.journal.source_rows(job.job_id, 0, 10)
    assert [row.place for row in rows] == [1, 2, 3]
    assert [(row.number, row.cells, row.why) for row in rows] == [
        (kept.number, kept.cells, kept.why) for kept in TABLE.kept
    ]
    assert [row.item for row in rows] == [await office.item(job, 1), None, await office.item(job, 2)]


async def test_the_table_is_read_in_pages(office: Office) -> None:
    job = await job_of(office)
    await job_of(office)
    assert [row.number for row in await office.journal.source_rows(job.job_id, 0, 2)] == [2, 4]
    assert [row.number for row in await office.journal.source_rows(job.job_id, 2, 2)] == [5]
    assert await office.journal.source_rows(job.job_id, 3, 2) == []


async def test_its_rows_tell_what_became_of_them(office: Office) -> None:
    job = await job_of(office)
    await office.send(job, 2)
    (row,) = await office.journal.source_rows(job.job_id, 2, 9)
    assert row.item is not None
    assert row.item.state is ItemState.UPDATED


async def test_its_items_are_known_by_their_rows_in_the_table(office: Office) -> None:
    job = await job_of(office)
    await job_of(office)
    journal = office.journal
    first, second = await office.items(job)
    assert [(item.position, item.file_row, item.number) for item in (first, second)] == [(1, 2, 2), (2, 5, 5)]
    assert await journal.item(second.item_id) == second
    assert await journal.waiting(job.job_id, 1, 9, again=False) == [second]
    assert [item.number for item in await journal.waiting_elsewhere("acme", [second.lead], None)] == [5, 5]


@pytest.mark.parametrize("span", [50_000, 2, 1])
async def test_all_rows_of_the_table_stand_in_its_order(
    office: Office, monkeypatch: pytest.MonkeyPatch, span: int
) -> None:
    monkeypatch.setattr(journal_reader, "_SPAN", span)
    await job_of(office)
    job = await job_of(office)
    first, second = await office.items(job)
    journal = office.journal
    assert list(await journal.row_order(job.job_id)) == [first.item_id, -2, second.item_id]
    await office.send(job, 2)
    wanted = {
        (Standing.UPDATED,): [second.item_id],
        (Standing.WAITING,): [first.item_id],
        (Standing.LEFT_OUT,): [-2],
        (Standing.LEFT_OUT, Standing.UPDATED): [-2, second.item_id],
        (Standing.REFUSED,): [],
    }
    for standings, ids in wanted.items():
        assert list(await journal.row_order(job.job_id, standings)) == ids
        assert [row.row_id for row in await journal.rows(job.job_id, standings, 0, 9)] == ids
        assert [row.row_id for row in await journal.rows(job.job_id, standings, 1, 9)] == ids[1:]
    assert list(await journal.row_order(999)) == []
    assert [row.row_id for row in await journal.rows(job.job_id, None, 1, 1)] == [-2]
    assert [row.row_id for row in await journal.rows(job.job_id, None, 2, 9)] == [second.item_id]
    assert [row.row_id for row in await journal.rows(job.job_id, None, 0, 9, "72")] == [second.item_id]


async def test_rows_are_read_by_their_ids(office: Office) -> None:
    await job_of(office)
    job = await job_of(office)
    first, second = await office.items(job)
    wanted = [second.item_id, -2, 999, -999, -1, first.item_id]
    found = {row.row_id: row for row in await office.journal.rows_by_id(job.job_id, wanted)}
    assert set(found) == {first.item_id, second.item_id, -2}, "neither what is not there, nor a row under another ID"
    assert (found[first.item_id].item, found[first.item_id].cells) == (first, ("0071", "TN25 6QD", None))
    assert (found[-2].item, found[-2].number, found[-2].why) == (None, 4, "“seven” is not a lead ID.")
    assert await office.journal.rows_by_id(job.job_id, [1, 2]) == [], "they are another job's"


async def test_a_job_without_a_table_gives_its_rows_too(office: Office) -> None:
    job = await office.job(plain("7"), plain("8"))
    first, second = await office.items(job)
    assert list(await office.journal.row_order(job.job_id)) == [first.item_id, second.item_id]
    rows = await office.journal.rows_by_id(job.job_id, [first.item_id, second.item_id])
    assert sorted((row.number, row.cells, row.item) for row in rows) == [(1, (), first), (2, (), second)]
    assert [(row.number, row.item) for row in await office.journal.rows(job.job_id, None, 1, 9)] == [(2, second)]


async def test_every_way_to_a_job_counts_the_rows_that_became_none(office: Office) -> None:
    journal = office.journal
    job = await job_of(office)
    found = [
        await journal.job(job.job_id),
        *await journal.jobs(9, 0),
        *await journal.unfinished_jobs("acme"),
        await journal.newest_with_work(),
    ]
    assert [each.never_items for each in found if each] == [1, 1, 1, 1]


async def test_a_job_without_a_table_has_none(office: Office) -> None:
    job = await office.job(plain("7"))
    assert await office.journal.source_headings(job.job_id) is None
    assert await office.journal.source_rows(job.job_id, 0, 9) == []
    assert (await office.journal.job(job.job_id)).never_items == 0
    item = await office.item(job)
    assert (item.file_row, item.number) == (None, 1)


@pytest.mark.parametrize(
    "places",
    [(1,), (1, 2, 3), (2, 1), (1, 1), (None, None), (0, 1)],
    ids=["too few", "too many", "out of order", "one twice", "none", "from 0"],
)
async def test_a_table_that_is_not_the_jobs_own_writes_nothing(office: Office, places: tuple[int | None, ...]) -> None:
    rows = tuple(SourceRow(n, ("7",), place) for n, place in enumerate(places, start=2))
    with pytest.raises(ValueError, match="row"):
        await job_of(office, Table(("Lead ID",), rows))
    assert await office.journal.jobs(9, 0) == []


async def test_a_table_that_breaks_off_writes_nothing(office: Office, database: Database) -> None:
    class Breaks(Table):
        def rows(self) -> Iterator[SourceRow]:
            yield TABLE.kept[0]
            raise OSError("the sheet is gone")

    with pytest.raises(StorageProblem, match="cannot be opened"):
        await job_of(office, Breaks(("Lead ID",), ()))
    assert await office.journal.jobs(9, 0) == []
    assert await database.read(lambda c: c.execute("SELECT COUNT(*) FROM items").fetchone()[0]) == 0


async def test_rows_on_the_disk_are_gone_over_once_and_in_order(office: Office, database: Database) -> None:
    rows = OnceInOrder(2_345)
    whole = JobDraft(draft(plain("1")).kind, "x", ACME.account_id, rows)
    job = await office.journal.create_job(whole, ACME, "sam")
    assert rows.times == 1
    assert job.counts == {ItemState.WAITING: 2_345}
    items = await office.journal.items(job.job_id, None, 0, 3_000)
    assert [item.lead.number for item in items] == [str(n) for n in range(1, 2_346)]
    assert [item.position for item in items] == list(range(1, 2_346))
    effects = await database.read(lambda c: c.execute("SELECT item_id, lead_key FROM effects").fetchall())
    assert {row["item_id"]: row["lead_key"] for row in effects} == {
        item.item_id: item.lead.number for item in items if item.update.effects
    }
