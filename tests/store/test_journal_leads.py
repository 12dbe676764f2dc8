"""Rows of one lead in several jobs: still to come elsewhere, changed by a newer job, changed in place."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from sqlite3 import Connection

import pytest

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, ItemState, JobKind, Settlement
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.store.database import Database
from tests.store.scenes import ACME_AGAIN, GLOBEX, URL, Office, ids_of, plain, reprocess, result, to_buyer

SEVEN = [LeadRef("7")]


# --- still to come elsewhere ------------------------------------------------------------------------------------------


async def test_a_row_that_waits_in_another_job_is_found(office: Office) -> None:
    first = await office.job(plain("1"), plain("007"), plain("7"))
    await office.job(plain("70"))
    found = await office.journal.waiting_elsewhere("acme", SEVEN, None)
    assert [(item.job_id, item.position) for item in found] == [(first.job_id, 2), (first.job_id, 3)]
    assert await office.journal.waiting_elsewhere("acme", SEVEN, first.job_id) == []
    assert await office.journal.waiting_elsewhere("acme", [LeadRef("8")], None) == []
    assert await office.journal.waiting_elsewhere("acme", [LeadRef("7", LeadKind.QUARANTINE)], None) == []


async def test_only_the_same_leadbyte_account_counts(office: Office) -> None:
    there = await office.job(plain("7"), account=ACME_AGAIN)
    await office.job(plain("7"), account=GLOBEX)
    await office.job(plain("1"))
    found = await office.journal.waiting_elsewhere("acme", SEVEN, None)
    assert [item.job_id for item in found] == [there.job_id]
    assert await office.journal.waiting_elsewhere("nobody", SEVEN, None) == []


@pytest.mark.parametrize("state", [s for s in ItemState if s not in (ItemState.WAITING, ItemState.CANCELLED)])
async def test_of_what_left_only_that_is_to_come_which_was_not_sent(office: Office, state: ItemState) -> None:
    job = await office.job(plain("7"))
    if state is ItemState.SENDING:
        await office.mark(job)
    else:
        await office.send(job, state=state)
    found = await office.journal.waiting_elsewhere("acme", SEVEN, None)
    assert bool(found) is (state is ItemState.NOT_SENT)


async def test_of_what_may_have_arrived_that_comes_which_is_tried_again(office: Office) -> None:
    single = await office.job(plain("7"), kind=JobKind.SINGLE)
    sold = await office.job(to_buyer("7"), kind=JobKind.SINGLE)
    batch = await office.job(plain("7"))
    item = await office.send(single, state=ItemState.NOT_KNOWN)

    async def to_come(*running: int) -> list[int]:
        found = await office.journal.waiting_elsewhere("acme", SEVEN, None, running)
        return [each.job_id for each in found if each.state is ItemState.NOT_KNOWN]

    assert await to_come() == []
    assert await to_come(single.job_id) == [single.job_id]
    for other in (sold, batch):
        await office.send(other, state=ItemState.NOT_KNOWN)
    assert await to_come(sold.job_id, batch.job_id) == [], "the one waits for a person, of the other nobody knows"
    assert await to_come(single.job_id) == [], "it was overtaken"
    await office.journal.settle(item.item_id, Settlement.WENT_THROUGH, "sam")
    assert await to_come(single.job_id) == []


@pytest.mark.parametrize("state", [s for s in ItemState if s is not ItemState.CANCELLED])
async def test_what_was_last_asked_of_a_lead_is_what_went_or_may_have(office: Office, state: ItemState) -> None:
    before = await office.job(LeadUpdate(LeadRef("007"), {"postcode": "TN25 4AB", "street1": "1 Mill Lane"}))
    await office.send(before, state=ItemState.UPDATED)
    job = await office.job(LeadUpdate(LeadRef("7"), {"postcode": "TN25 6QD"}))
    await office.job(LeadUpdate(LeadRef("7"), {"postcode": "ME1 2AB"}), account=GLOBEX)
    if state is ItemState.SENDING:
        await office.mark(job)
    elif state is not ItemState.WAITING:
        await office.send(job, state=state)
    went = state in (ItemState.SENDING, ItemState.UPDATED, ItemState.QUEUED, ItemState.NOT_KNOWN)
    assert await office.journal.last_asked("acme", LeadRef("7")) == {
        "postcode": "TN25 6QD" if went else "TN25 4AB",
        "street1": "1 Mill Lane",
    }
    assert await office.journal.last_asked("acme", LeadRef("7", LeadKind.QUARANTINE)) == {}


async def test_what_a_person_stopped_and_what_was_overtaken_does_not_come(office: Office) -> None:
    stopped = await office.job(plain("7"), plain("8"))
    await office.send(stopped, 1, state=ItemState.NOT_SENT)
    await office.journal.cancel_waiting(stopped.job_id)
    assert await office.journal.waiting_elsewhere("acme", [LeadRef("7"), LeadRef("8")], None) == []

    overtaken = await office.job(plain("9"))
    await office.send(overtaken, state=ItemState.NOT_SENT)
    await office.send(await office.job(plain("9")))
    assert await office.journal.waiting_elsewhere("acme", [LeadRef("9")], None) == []


# --- changed by a newer job -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [s for s in ItemState if s is not ItemState.WAITING])
async def test_a_newer_job_that_may_have_changed_a_lead_is_told(office: Office, state: ItemState) -> None:
    old = await office.job(plain("1"), plain("007"))
    new = await office.job(plain("7", "ME1 1AA"))
    if state is ItemState.SENDING:
        await office.mark(new)
    elif state is ItemState.CANCELLED:
        await office.journal.cancel_waiting(new.job_id)
    else:
        await office.send(new, state=state)
    touched = await office.journal.touched_since(old.job_id)
    if state in (ItemState.UPDATED, ItemState.QUEUED, ItemState.NOT_KNOWN, ItemState.SENDING):
        ((item_id, prior),) = touched.items()
        assert item_id == (await office.item(old, 2)).item_id
        assert (prior.job_id, prior.lead, prior.state, prior.by) == (new.job_id, LeadRef("007"), state, "sam")
    else:
        assert touched == {}


async def test_the_last_of_several_changes_is_told(office: Office) -> None:
    old = await office.job(plain("7"), plain("7"))
    await office.send(await office.job(plain("7", "A")))
    last = await office.send(await office.job(plain("7", "B")))
    touched = await office.journal.touched_since(old.job_id)
    assert set(touched) == set(ids_of(await office.items(old)))
    assert {prior.item_id for prior in touched.values()} == {last.item_id}


async def test_older_jobs_other_accounts_and_rows_that_are_done_do_not_count(office: Office) -> None:
    older = await office.job(plain("7"))
    job = await office.job(plain("7"), plain("8"))
    await office.send(older)
    await office.send(await office.job(plain("8"), account=GLOBEX))
    assert await office.journal.touched_since(job.job_id) == {}
    await office.send(job, 1)
    await office.send(await office.job(plain("7")))
    assert await office.journal.touched_since(job.job_id) == {}


# --- changed in place -------------------------------------------------------------------------------------------------


async def test_a_waiting_row_takes_up_a_persons_update(office: Office) -> None:
    job = await office.job(to_buyer("7"), plain("8"))
    row = await office.item(job)
    update = LeadUpdate(LeadRef("7"), {"postcode": "ME1 1AA"}, ("1061",))
    changed = await office.journal.change_waiting(row.item_id, update)
    assert changed == await office.item(job)
    assert (changed.update, changed.state, changed.position) == (update, ItemState.WAITING, 1)
    number = await office.journal.mark_sending(job.job_id, [row.item_id], "PUT", URL, "{}", [update])
    await office.journal.record(number, {row.item_id: result(ItemState.UPDATED)}, 200, "", "")
    wanted = [(LeadRef("7"), effect) for effect in ("delivery:1053", "delivery:1061")]
    assert [prior.effect for prior in await office.journal.prior_sends("acme", wanted)] == ["delivery:1061"]


async def test_a_delivery_that_went_is_not_repeated_by_way_of_a_changed_row(office: Office) -> None:
    await office.send(await office.job(to_buyer("7")))
    job = await office.job(plain("7"))
    row = await office.item(job)
    await office.journal.change_waiting(row.item_id, to_buyer("7"))
    with pytest.raises(NotAllowedNow, match="already went"):
        await office.mark(job)
    assert set(await office.journal.leave_out_repeats(job.job_id, [row.item_id])) == {row.item_id}


async def test_a_leave_to_repeat_does_not_reach_what_a_changed_row_asks_for_anew(office: Office) -> None:
    """A person allowed the row to repeat what it asked for then, not whatever it asks for later."""
    await office.send(await office.job(to_buyer("7", "1053", "1061")))
    job = await office.job(DraftItem(to_buyer("7", "1053"), send_again=True))
    row = await office.item(job)
    await office.journal.change_waiting(row.item_id, to_buyer("7", "1053", "1061"))
    assert set(await office.journal.leave_out_repeats(job.job_id, [row.item_id])) == {row.item_id}


async def test_a_harmless_row_may_become_one_that_is_not(office: Office) -> None:
    job = await office.job(plain("7"))
    await office.journal.change_waiting((await office.item(job)).item_id, reprocess("7"))
    await office.send(job, state=ItemState.NOT_KNOWN)
    assert await office.journal.waiting(job.job_id, 0, 9, again=True) == []
    assert await office.journal.held_leads(job.job_id) == {LeadRef("7")}


@pytest.mark.parametrize("state", [s for s in ItemState if s is not ItemState.WAITING])
async def test_a_row_that_waits_no_more_is_not_changed(office: Office, state: ItemState) -> None:
    job = await office.job(plain("7"))
    if state is ItemState.SENDING:
        await office.mark(job)
    elif state is ItemState.CANCELLED:
        await office.journal.cancel_waiting(job.job_id)
    else:
        await office.send(job, state=state)
    row = await office.item(job)
    with pytest.raises(NotAllowedNow, match="was not changed"):
        await office.journal.change_waiting(row.item_id, plain("7", "ME1 1AA"))
    assert await office.item(job) == row


async def test_an_update_of_something_else_is_a_bug(office: Office) -> None:
    job = await office.job(plain("7"))
    row = await office.item(job)
    for update in (plain("8"), FinancialUpdate(LeadRef("7"), Decimal("1.00"))):
        with pytest.raises(ValueError, match="something else"):
            await office.journal.change_waiting(row.item_id, update)
    assert await office.item(job) == row


async def test_a_row_that_was_changed_after_it_was_read_does_not_leave_as_it_was(office: Office) -> None:
    job = await office.job(plain("7"), plain("8"))
    rows = await office.items(job)
    newer = plain("7", "ME1 1AA")
    await office.journal.change_waiting(rows[0].item_id, newer)
    with pytest.raises(NotAllowedNow, match="older values"):
        await office.journal.mark_sending(job.job_id, ids_of(rows), "PUT", URL, "{}", [row.update for row in rows])
    assert await office.states(job) == [ItemState.WAITING, ItemState.WAITING]
    assert await office.journal.mark_sending(job.job_id, ids_of(rows), "PUT", URL, "{}", [newer, rows[1].update])


# --- for resume -------------------------------------------------------------------------------------------------------


async def test_the_newest_job_with_work_is_found(office: Office) -> None:
    journal = office.journal
    assert await journal.newest_with_work() is None
    waits = await office.job(plain("1"))
    not_known = await office.job(to_buyer("2"), account=GLOBEX)
    await office.send(not_known, state=ItemState.NOT_KNOWN)
    not_sent = await office.job(plain("3"))
    await office.send(not_sent, state=ItemState.NOT_SENT)
    await office.send(await office.job(plain("4")))
    stopped = await office.job(plain("5"), plain("6"))
    await office.send(stopped, 1, state=ItemState.NOT_SENT)
    await journal.cancel_waiting(stopped.job_id)

    async def newest() -> int | None:
        job = await journal.newest_with_work()
        return job.job_id if job else None

    assert await newest() == not_sent.job_id
    await office.send(await office.job(plain("3", "ME1 1AA")))
    assert await newest() == not_known.job_id  # the row of lead 3 was overtaken
    await journal.settle((await office.item(not_known)).item_id, Settlement.WENT_THROUGH, "sam")
    assert await newest() == waits.job_id


# --- the same lead in thousands of rows -------------------------------------------------------------------------------


async def test_one_lead_in_thousands_of_rows_is_looked_up_once(office: Office, database: Database) -> None:
    """What is asked of a page must not compare each of its rows with every other row of the lead."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    def count_steps(connection: Connection) -> None:
        connection.set_progress_handler(step, 100)

    def set_state(connection: Connection, state: str, job_id: int) -> None:
        connection.execute("UPDATE items SET state = ?, request_number = 1 WHERE job_id = ?", (state, job_id))

    async def steps_for(count: int) -> int:
        """How many steps SQLite takes for a page's questions, where all of a job's rows are of one lead."""
        nonlocal steps
        job = await office.job(*[to_buyer(str(count))] * count)
        ids = ids_of(await office.journal.items(job.job_id, None, 0, count))
        await office.send(job)
        steps = 0
        await database.write(partial(set_state, state="refused", job_id=job.job_id))
        await office.journal.touched_later(ids)
        await database.write(partial(set_state, state="not sent", job_id=job.job_id))
        await office.journal.leave_out_repeats(job.job_id, ids)
        await office.journal.waiting(job.job_id, 0, 500, again=True)
        return steps

    await database.write(count_steps)
    await database.read(count_steps)
    few = await steps_for(500)
    assert few
    assert await steps_for(4_000) <= 12 * few
