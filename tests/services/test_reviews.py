"""Reviews of any size: rows that stand on the disk, the same lead twice, and leads that other jobs want as well."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import overload

import pytest
import pytest_asyncio

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, ItemState, Job, JobDraft, JobKind, LeadResult, Update
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.services.review import Review
from leadbyte_desktop.services.review_campaigns import NOT_COMPARED
from leadbyte_desktop.services.review_choices import button_of, choice_hint, summary_of, title_of, to_come_words
from leadbyte_desktop.services.review_requests import MOST_SHOWN, FirstRequests
from leadbyte_desktop.services.review_walk import places_of_repeated
from leadbyte_desktop.services.reviews import Reviews
from leadbyte_desktop.services.to_come import Choice, merged
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.journal import Journal

ACCOUNT = Account("acme", "Acme Leads", "https://acme.leadbyte.co.uk/restapi/v1.3")
SOLAR = Delivery("1053", "Acme Solar — evening", "Acme Ltd", "33")
START = datetime(2026, 11, 24, 10, 2, tzinfo=UTC)


class Clock:
    """A time that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def journal(tmp_path: Path, clock: Clock) -> AsyncIterator[Journal]:
    database = Database(tmp_path / "journal.sqlite")
    await database.open()
    yield Journal(database, clock)
    await database.close()


class RowsOnDisk(Sequence[DraftItem]):
    """Rows that are made as they are asked for, and that remember by which threads."""

    def __init__(self, count: int, deliveries: tuple[str, ...] = ()) -> None:
        self._count, self._deliveries = count, deliveries
        self.readers: set[int] = set()
        self.walks = 0
        self.closed = 0

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> DraftItem: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[DraftItem]: ...

    def __getitem__(self, index: int | slice) -> DraftItem | Sequence[DraftItem]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._count))]
        self.readers.add(threading.get_ident())
        return DraftItem(LeadUpdate(LeadRef(str(1_000 + index)), {"postcode": "TN25 6QD"}, self._deliveries))

    def __iter__(self) -> Iterator[DraftItem]:
        self.walks += 1
        return (self[place] for place in range(self._count))

    def close(self) -> None:
        self.closed += 1


def update(number: str, deliveries: tuple[str, ...] = (), action: Action | None = None, **changes: str) -> LeadUpdate:
    return LeadUpdate(LeadRef(number), changes, deliveries, action)


def draft(*updates: Update, title: str = "A job", kind: JobKind = JobKind.BATCH) -> JobDraft:
    return JobDraft(kind, title, ACCOUNT.account_id, tuple(DraftItem(each) for each in updates))


async def review_of(journal: Journal, *updates: Update, running: tuple[int, ...] = ()) -> Review:
    return await Reviews(journal).prepare(draft(*updates), ACCOUNT, [SOLAR], running)


async def written(
    journal: Journal, *updates: Update, title: str = "leads-today.csv", kind: JobKind = JobKind.BATCH
) -> Job:
    return await journal.create_job(draft(*updates, title=title, kind=kind), ACCOUNT, "sam")


async def send_first(journal: Journal, job: Job, state: ItemState = ItemState.UPDATED) -> None:
    """Put the first row of a job through the journal as if it had been sent."""
    (item,) = await journal.items(job.job_id, None, 0, 1)
    number = await journal.mark_sending(job.job_id, [item.item_id], "PUT", "https://x.leadbyte.co.uk", "{}")
    await journal.record(number, {item.item_id: LeadResult(state, "x")}, 200, "", "")


def leads_of(review: Review) -> list[str]:
    return [item.update.lead.number for item in review.going]


# --- rows on the disk -------------------------------------------------------------------------------------------------


async def test_a_large_draft_is_walked_over_once_and_never_on_the_windows_thread(journal: Journal) -> None:
    rows = RowsOnDisk(12_345, ("1053",))
    review = await Reviews(journal).prepare(JobDraft(JobKind.BATCH, "x", "acme", rows), ACCOUNT, [SOLAR])
    assert review.title == "Update 12,345 leads?"
    assert review.button == "Update 12,345 and send to Acme Ltd"
    assert review.must_type == "12,345"
    assert review.summary[-2].startswith("12,345 leads go to Acme Ltd now")
    assert review.summary[-1] == NOT_COMPARED
    assert rows.walks == 1
    # What the window shows first is in memory; reading it asks for nothing.
    assert [review.rows[place].update.lead.number for place in (0, 299)] == ["1000", "1299"]
    assert threading.get_ident() not in rows.readers
    assert rows.closed == 0
    review.close()
    assert rows.closed == 1


async def test_a_draft_that_cannot_be_reviewed_is_closed(journal: Journal) -> None:
    nothing = RowsOnDisk(0)
    with pytest.raises(BadInput):
        await Reviews(journal).prepare(JobDraft(JobKind.BATCH, "x", "acme", nothing), ACCOUNT, [])
    assert nothing.closed == 1


async def test_what_went_is_found_in_every_part_of_a_large_draft(journal: Journal) -> None:
    await send_first(journal, await written(journal, update("1003", ("1053",))))
    await send_first(journal, await written(journal, update("13344", ("1053",))))
    rows = RowsOnDisk(12_345, ("1053",))
    review = await Reviews(journal).prepare(JobDraft(JobKind.BATCH, "x", "acme", rows), ACCOUNT, [SOLAR])
    assert [entry.index for entry in review.already] == [3, 12_344]
    assert review.totals.going == 12_343
    assert review.must_type == "12,343"
    ticked = review.send_again([12_344])
    assert ticked.totals.going == 12_344
    assert ticked.must_type == "12,344"
    assert not ticked.draft.items[12_344].left_out
    assert ticked.draft.items[3].left_out.startswith("Left out: Lead 1003 went to ")
    assert ticked.send_again([]).totals == review.totals
    # The two that repeat are in memory, however far down they stand.
    assert threading.get_ident() not in rows.readers


async def test_the_first_requests_are_made_and_all_are_counted(journal: Journal) -> None:
    rows = RowsOnDisk(25 * MOST_SHOWN + 26)
    review = await Reviews(journal).prepare(JobDraft(JobKind.BATCH, "x", "acme", rows), ACCOUNT, [])
    requests = FirstRequests(review)
    assert len(requests.first()) == MOST_SHOWN
    assert requests.count() == MOST_SHOWN + 2
    stopped = FirstRequests(review, lambda: True)
    assert (stopped.first(), stopped.count()) == ([], 0)


async def test_one_row_that_goes_of_many_is_told_whole(journal: Journal) -> None:
    await send_first(journal, await written(journal, update("7", ("1053",))))
    review = await review_of(journal, update("7", ("1053",)), update("8", postcode="M1 1AA"))
    assert review.title == "Update lead 8?"
    assert review.summary == ("Postcode becomes “M1 1AA”",)
    assert review.going[0].update.lead.number == "8"


def test_numbers_that_stand_there_twice_are_found() -> None:
    keys = [*range(3_000), 7, -5, 2_999, -5, 7]
    assert places_of_repeated(keys) == [7, 2_999, 3_000, 3_001, 3_002, 3_003, 3_004]
    assert places_of_repeated(range(5_000)) == []
    assert places_of_repeated([]) == []


# --- the same lead in several rows ------------------------------------------------------------------------------------


async def test_the_same_lead_with_the_same_values_goes_once(journal: Journal) -> None:
    rows = (
        update("7", postcode="A", street1="B"),
        update("8", postcode="A"),
        LeadUpdate(LeadRef("007"), {"street1": "B", "postcode": "A"}),
        update("7", postcode="A", street1="B"),
    )
    review = await review_of(journal, *rows)
    assert leads_of(review) == ["7", "8"]
    assert [item.left_out for item in review.draft.items] == [
        "",
        "",
        "Left out: row 1 asks for the same.",
        "Left out: row 1 asks for the same.",
    ]
    assert review.title == "Update 2 leads?"
    assert review.summary[-1] == (
        "2 rows are left out, as they ask for the same as an earlier row of that lead: once is enough."
    )
    assert review.already == ()
    job = await journal.create_job(review.draft, ACCOUNT, "sam")
    assert job.counts == {ItemState.WAITING: 2, ItemState.CANCELLED: 2}


async def test_what_is_told_of_rows_names_them_as_their_file_does(journal: Journal) -> None:
    rows = (
        DraftItem(update("7", postcode="A"), number=2),
        DraftItem(update("8", ("1053",)), number=17),
        DraftItem(update("7", postcode="A"), number=18),
        DraftItem(update("8", ("1053",)), number=1_900),
    )
    made = JobDraft(JobKind.BATCH, "leads.csv", ACCOUNT.account_id, rows)
    review = await Reviews(journal).prepare(made, ACCOUNT, [SOLAR])
    assert review.draft.items[2].left_out == "Left out: row 2 asks for the same."
    (already,) = review.already
    assert already.words == "Row 17 of this job asks for the same: lead 8 to Acme Solar — evening"
    assert [review.row_number(index) for index in range(4)] == [2, 17, 18, 1_900]


async def test_different_values_go_in_file_order(journal: Journal) -> None:
    review = await review_of(
        journal, update("7", postcode="A"), update("7", postcode="B"), update("7", postcode="A"), update("8", notes="x")
    )
    assert len(review.going) == 4
    assert review.title == "Update 4 rows?"


async def test_a_value_is_not_the_same_as_clearing_it(journal: Journal) -> None:
    review = await review_of(journal, update("7", postcode=""), update("7", postcode="A"), update("7", street1="A"))
    assert len(review.going) == 3


async def test_amounts_too_go_once(journal: Journal) -> None:
    amounts = (FinancialUpdate(LeadRef("7"), Decimal("80.00"), None, bid) for bid in ("33", "33", "41"))
    review = await review_of(journal, *amounts)
    assert [item.left_out for item in review.draft.items] == ["", "Left out: row 1 asks for the same.", ""]
    assert review.money == Decimal("160.00")


async def test_between_two_equal_rows_another_one_makes_them_both_go(journal: Journal) -> None:
    review = await review_of(journal, update("7", postcode="A"), update("7", ("1053",)), update("7", postcode="A"))
    assert len(review.going) == 3


# --- the rest of a job ------------------------------------------------------------------------------------------------


async def test_the_rest_leaves_out_what_a_newer_job_changed_since(journal: Journal, clock: Clock) -> None:
    batch = await written(journal, update("2932682", postcode="A"), update("8", postcode="A"))
    clock.now += timedelta(minutes=5)
    await send_first(journal, await written(journal, update("2932682", postcode="B"), title="Lead 2932682"))
    review = await Reviews(journal).prepare_rest(batch, ACCOUNT, [])
    (already,) = review.already
    local = clock.now.astimezone()
    assert already.words == (f"Lead 2932682 was changed since, on 24 Nov 2026, {local:%H:%M} (sam), in “Lead 2932682”")
    assert already.tick_words.startswith("Send all the same: ")
    assert leads_of(review) == ["8"]
    first, second = await journal.items(batch.job_id, None, 0, 9)
    assert review.left_out_rows == {first.item_id: f"Left out: {already.words}."}
    ticked = review.send_again([0])
    assert leads_of(ticked) == ["2932682", "8"]
    assert (ticked.left_out_rows, ticked.rows_sent_again) == ({}, (first.item_id,))
    assert [ticked.row_number(index) for index in (0, 1)] == [first.position, second.position]


async def test_the_rest_says_what_may_have_arrived_already(journal: Journal, clock: Clock) -> None:
    values = [update(str(number), postcode="A") for number in range(1, 5)]
    batch = await written(journal, *values, update("5", ("1053",)))
    items = await journal.items(batch.job_id, None, 0, 9)
    unclear = {item.item_id: LeadResult(ItemState.NOT_KNOWN, "x") for item in (*items[:3], items[4])}
    number = await journal.mark_sending(batch.job_id, list(unclear), "PUT", "https://x.leadbyte.co.uk", "{}")
    await journal.record(number, unclear, None, "", "x")
    review = await Reviews(journal).prepare_rest(batch, ACCOUNT, [])
    assert leads_of(review) == ["1", "2", "3", "4"]
    assert review.summary[-1] == (
        "3 of these rows were on their way before and had no clear answer, so it is not known whether they arrived. "
        "Sending the same values again does no harm."
    )
    # What must be ticked before it goes is no harmless repeat: of it the review says that a newer job may be undone.
    clock.now += timedelta(minutes=5)
    await send_first(journal, await written(journal, update("2", postcode="B")))
    review = await Reviews(journal).prepare_rest(batch, ACCOUNT, [])
    ticks = [review.send_again(()), review.send_again(entry.index for entry in review.already)]
    assert [(each.not_known, each.summary[-1][:7]) for each in ticks] == [(2, "2 of th")] * 2


async def test_of_one_row_and_of_amounts_it_says_so_too(journal: Journal) -> None:
    amounts = [FinancialUpdate(LeadRef(number), Decimal("80.00"), None, "33") for number in ("7", "8")]
    batch = await written(journal, *amounts, kind=JobKind.FINANCIALS)
    await send_first(journal, batch, ItemState.NOT_KNOWN)
    review = await Reviews(journal).prepare_rest(batch, ACCOUNT, [])
    assert review.summary[-1] == (
        "1 of these rows was on its way before and had no clear answer, so it is not known whether it arrived. "
        "Sending the same amounts again does no harm."
    )
    single = await written(journal, update("9", postcode="A"))
    await send_first(journal, single, ItemState.NOT_KNOWN)
    alone = await Reviews(journal).prepare_rest(single, ACCOUNT, [])
    assert alone.summary[-1].startswith("This row was on its way before")


async def test_a_row_not_known_that_another_one_repeats_is_counted_once(journal: Journal) -> None:
    batch = await written(journal, update("7", postcode="A"), update("7", postcode="A"), update("8", postcode="A"))
    items = await journal.items(batch.job_id, None, 0, 9)
    for item in items[:2]:
        number = await journal.mark_sending(batch.job_id, [item.item_id], "PUT", "https://x.leadbyte.co.uk", "{}")
        await journal.record(number, {item.item_id: LeadResult(ItemState.NOT_KNOWN, "x")}, None, "", "x")
    review = await Reviews(journal).prepare_rest(batch, ACCOUNT, [])
    assert leads_of(review) == ["7", "8"]
    assert review.not_known == 1


async def test_a_new_job_says_nothing_of_rows_that_are_not_known(journal: Journal) -> None:
    await send_first(journal, await written(journal, update("7", postcode="A")), ItemState.NOT_KNOWN)
    review = await review_of(journal, update("7", postcode="A"), update("8", postcode="A"))
    assert not any("not known" in line for line in review.summary)


async def test_a_large_rest_keeps_its_rows_packed_and_in_order(journal: Journal) -> None:
    updates = [update(str(1_000 + number), postcode=f"A{number}") for number in range(4_321)]
    job = await written(journal, *updates)
    await journal.leave_out(job.job_id, {item.item_id: "x" for item in await journal.items(job.job_id, None, 10, 5)})
    review = await Reviews(journal).prepare_rest(job, ACCOUNT, [])
    assert review.totals.going == 4_316
    assert [item.update for item in review.going] == updates[:10] + updates[15:]
    assert review.row_number(10) == 16


# --- what is still to come --------------------------------------------------------------------------------------------


async def test_a_lead_that_waits_in_a_batch_is_named_with_what_that_row_does(journal: Journal) -> None:
    batch = await written(journal, update("8", notes="x"), update("7", ("1053",), postcode="M1 1AA"))
    review = await review_of(journal, update("007", postcode="M2 2BB"))
    (row,) = review.to_come
    assert (row.item.position, row.title, row.running) == (2, "leads-today.csv", False)
    assert to_come_words(review) == (
        "Lead 7 is still to come in another job. Row 2 of “leads-today.csv”, which is not being sent now, would do "
        "this: Goes to Acme Ltd; Postcode “M1 1AA”."
    )
    assert review.choices == (Choice.SEND, Choice.CHANGE_ROW)
    assert "what it sets wins" in choice_hint(review, Choice.SEND)
    assert summary_of(review, Choice.SEND) == ("Postcode becomes “M2 2BB”",)
    assert review.goes_after == ()

    running = await review_of(journal, update("7", postcode="M2 2BB"), running=(batch.job_id,))
    assert running.choices == (Choice.AFTER, Choice.CHANGE_ROW)
    assert running.goes_after == (row.item.item_id,)
    assert button_of(running, Choice.AFTER) == "Update lead after it"
    assert "Row 2 of “leads-today.csv”, which is being sent now, would do" in to_come_words(running)

    held = draft(update("7", postcode="M2 2BB"))
    paused = await Reviews(journal).prepare(held, ACCOUNT, [SOLAR], (batch.job_id,), (batch.job_id,))
    assert paused.choices == running.choices
    assert "Row 2 of “leads-today.csv”, which is paused now, would do" in to_come_words(paused)


async def test_the_row_then_has_both(journal: Journal) -> None:
    await written(journal, update("7", ("1053",), postcode="A", street1="S"))
    review = await review_of(journal, update("7", ("1061",), Action.REPROCESS, postcode="B"))
    changed = review.changed_row
    assert changed is not None
    assert changed.update == update("7", ("1053", "1061"), Action.REPROCESS, postcode="B", street1="S")
    assert title_of(review, Choice.CHANGE_ROW) == "Change row 1 of “leads-today.csv”?"
    assert button_of(review, Choice.CHANGE_ROW) == "Change row 1 of the batch"
    (line,) = summary_of(review, Choice.CHANGE_ROW)
    assert line == (
        "Row 1 of “leads-today.csv” will then do this: Goes to Acme Ltd, delivery 1061; Postcode “B”; Street “S”; "
        "reprocessed."
    )


async def test_of_several_rows_the_one_with_the_last_word_is_changed(journal: Journal) -> None:
    first = await written(journal, update("7", postcode="A"), update("7", postcode="B"))
    second = await written(journal, update("7", postcode="C"))
    review = await review_of(journal, update("7", postcode="D"))
    assert len(review.to_come) == 3
    assert review.row_to_change is not None
    assert review.row_to_change.item.job_id == second.job_id
    sent = await review_of(journal, update("7", postcode="D"), running=(first.job_id,))
    assert sent.row_to_change is not None
    assert (sent.row_to_change.item.job_id, sent.row_to_change.item.position) == (first.job_id, 2)
    assert len(sent.goes_after) == 2


async def test_a_row_that_is_tried_again_is_gone_after_and_never_changed(journal: Journal) -> None:
    job = await written(journal, update("7", postcode="A"))
    await send_first(journal, job, ItemState.NOT_SENT)
    review = await review_of(journal, update("7", postcode="B"), running=(job.job_id,))
    assert review.choices == (Choice.AFTER,), "what left once is not rewritten: its request may yet come to light"
    assert "Row 1 of “leads-today.csv”, which is being tried again, would do this" in to_come_words(review)
    assert "once that job is past the lead" in choice_hint(review, Choice.AFTER)
    stopped = await review_of(journal, update("7", postcode="B"))
    assert stopped.choices == (Choice.SEND,)
    assert "Row 1 of “leads-today.csv”, which is not being sent now, would do this" in to_come_words(stopped)
    await written(journal, update("7", postcode="C"))
    assert (await review_of(journal, update("7", postcode="B"))).choices == (Choice.SEND, Choice.CHANGE_ROW)


async def test_a_single_lead_that_is_tried_again_is_still_to_come_though_it_may_have_arrived(journal: Journal) -> None:
    single = await written(journal, update("7", postcode="A"), kind=JobKind.SINGLE)
    await send_first(journal, single, ItemState.NOT_KNOWN)
    review = await review_of(journal, update("7", postcode="B"), running=(single.job_id,))
    assert [row.running for row in review.to_come] == [True]
    assert review.choices == (Choice.AFTER,)
    assert (await review_of(journal, update("7", postcode="B"))).to_come == ()


async def test_money_and_values_do_not_mix(journal: Journal) -> None:
    await written(journal, update("7", postcode="A"))
    review = await review_of(journal, FinancialUpdate(LeadRef("7"), Decimal("80.00")))
    assert review.row_to_change is None
    assert review.choices == (Choice.SEND,)
    with pytest.raises(ValueError, match="different requests"):
        merged(update("7", postcode="A"), FinancialUpdate(LeadRef("7"), Decimal("80.00")))
    assert merged(
        FinancialUpdate(LeadRef("7"), Decimal("80.00"), Decimal("90.00"), "33"),
        FinancialUpdate(LeadRef("7"), Decimal("81.00")),
    ) == FinancialUpdate(LeadRef("7"), Decimal("81.00"), Decimal("90.00"), "33")


async def test_what_already_went_cannot_be_put_into_another_row(journal: Journal) -> None:
    await send_first(journal, await written(journal, update("7", ("1053",))))
    await written(journal, update("7", postcode="A"))
    review = await review_of(journal, update("7", ("1053",)))
    assert len(review.to_come) == 1
    assert review.send_again([0]).row_to_change is None


async def test_of_a_larger_job_only_their_number_is_told(journal: Journal) -> None:
    await written(journal, update("7", postcode="A"), update("7", postcode="B"), update("8", notes="x"))
    review = await review_of(journal, update("7", postcode="C"), update("8", postcode="C"), update("9", postcode="C"))
    assert review.to_come == ()
    assert review.to_come_count == 2
    assert to_come_words(review).startswith("2 leads of this job are still to come in another job as well")
    other = await review_of(journal, update("9", postcode="C"))
    assert (other.to_come, other.to_come_count, to_come_words(other)) == ((), 0, "")


async def test_the_loop_turns_while_a_large_draft_is_prepared(journal: Journal) -> None:
    rows = RowsOnDisk(60_000)
    preparing = asyncio.ensure_future(Reviews(journal).prepare(JobDraft(JobKind.BATCH, "x", "acme", rows), ACCOUNT, []))
    turns = 0
    while not preparing.done():
        await asyncio.sleep(0)
        turns += 1
    assert preparing.result().totals.going == 60_000
    assert turns > 100
