"""What the sender, the review and the window read."""

from __future__ import annotations

import time
from functools import partial
from sqlite3 import Connection

import pytest

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.job import DraftItem, ItemState, JobKind, PriorSend, Settlement
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.store.preferences import Preferences
from tests.store.scenes import ACME, ACME_AGAIN, GLOBEX, Office, draft, ids_of, plain, reprocess, result, to_buyer

SEVEN = (LeadRef("7"), "delivery:1053")


# --- for the sender ---------------------------------------------------------------------------------------------------


async def test_waiting_rows_come_in_file_order_in_pages(office: Office) -> None:
    job = await office.job(*(plain(str(number)) for number in range(1, 8)))
    await office.send(job, 2)
    first = await office.journal.waiting(job.job_id, 0, 3, again=False)
    assert [item.position for item in first] == [1, 3, 4]
    rest = await office.journal.waiting(job.job_id, first[-1].position, 10, again=False)
    assert [item.position for item in rest] == [5, 6, 7]
    assert await office.journal.waiting(job.job_id, 7, 10, again=False) == []


async def test_continue_also_gives_what_may_go_again(office: Office) -> None:
    job = await office.job(plain("1"), plain("2"), to_buyer("3"), plain("4"), plain("5"), plain("6"), to_buyer("7"))
    await office.send(job, 1, state=ItemState.NOT_SENT)
    await office.send(job, 2, state=ItemState.NOT_KNOWN)
    await office.send(job, 3, state=ItemState.NOT_KNOWN)
    await office.send(job, 4, state=ItemState.UPDATED)
    await office.send(job, 5, state=ItemState.REFUSED)
    await office.send(job, 7, state=ItemState.NOT_SENT)
    assert [item.position for item in await office.journal.waiting(job.job_id, 0, 10, again=False)] == [6]
    assert [item.position for item in await office.journal.waiting(job.job_id, 0, 10, again=True)] == [1, 2, 6, 7]
    assert [item.position for item in await office.journal.waiting(job.job_id, 1, 2, again=True)] == [2, 6]


async def test_continue_gives_nothing_that_was_settled_or_is_sent_again_elsewhere(office: Office) -> None:
    job = await office.job(plain("1"), plain("2"), plain("3"))
    for position in (1, 2, 3):
        await office.send(job, position, state=ItemState.NOT_KNOWN)
    first, second, _ = await office.items(job)
    await office.journal.settle(first.item_id, Settlement.WENT_THROUGH, "sam")
    await office.job(DraftItem(second.update, repeats=second.item_id))
    assert [item.position for item in await office.journal.waiting(job.job_id, 0, 10, again=True)] == [3]


@pytest.mark.parametrize("state", [ItemState.NOT_SENT, ItemState.NOT_KNOWN])
async def test_continue_gives_nothing_that_a_later_row_overtook(office: Office, state: ItemState) -> None:
    job = await office.job(plain("1", "OLD"), plain("1", "NEW"), plain("2"))
    await office.send(job, 1, state=state)
    await office.send(job, 2)
    assert [item.position for item in await office.journal.waiting(job.job_id, 0, 10, again=True)] == [3]


async def test_a_later_row_that_was_never_sent_overtook_nothing(office: Office) -> None:
    job = await office.job(plain("1", "OLD"), plain("1", "NEW"))
    await office.send(job, 1, state=ItemState.NOT_SENT)
    await office.send(job, 2, state=ItemState.NOT_SENT)
    assert [item.position for item in await office.journal.waiting(job.job_id, 0, 10, again=True)] == [1, 2]


@pytest.mark.parametrize(
    ("state", "touched"),
    [
        (None, False),
        (ItemState.NOT_SENT, False),
        (ItemState.UPDATED, True),
        (ItemState.QUEUED, True),
        (ItemState.REFUSED, True),
        (ItemState.NOT_KNOWN, True),
    ],
)
async def test_a_later_job_touches_a_lead_once_it_may_have_reached_it(
    office: Office, state: ItemState | None, touched: bool
) -> None:
    job = await office.job(plain("1"), plain("2"))
    await office.send(job, 1, state=ItemState.NOT_KNOWN)
    await office.send(job, 2, state=ItemState.NOT_KNOWN)
    ids = ids_of(await office.items(job))
    later = await office.job(plain("01"))
    if state:
        await office.send(later, state=state)
    assert await office.journal.touched_later(ids) == ({ids[0]} if touched else set())


async def test_a_request_that_is_out_touches(office: Office) -> None:
    job = await office.job(plain("1"))
    item = await office.send(job, state=ItemState.NOT_KNOWN)
    await office.mark(await office.job(plain("1")))
    assert await office.journal.touched_later([item.item_id]) == {item.item_id}


async def test_an_older_job_that_left_later_touches_too(office: Office) -> None:
    older, newer = await office.job(plain("1")), await office.job(plain("1"))
    item = await office.send(newer, state=ItemState.NOT_KNOWN)
    assert await office.journal.touched_later([item.item_id]) == set()
    await office.send(older)
    assert await office.journal.touched_later([item.item_id]) == {item.item_id}


async def test_a_newer_job_touches_though_the_older_one_left_after_it(office: Office) -> None:
    older, newer = await office.job(plain("1")), await office.job(plain("1"))
    await office.send(newer)
    item = await office.send(older, state=ItemState.NOT_SENT)
    assert await office.journal.touched_later([item.item_id]) == {item.item_id}


async def test_an_earlier_row_and_another_account_do_not_touch(office: Office) -> None:
    job = await office.job(plain("1"), plain("1"))
    await office.send(job, 1)
    later = await office.send(job, 2, state=ItemState.NOT_KNOWN)
    await office.send(await office.job(plain("1"), account=GLOBEX))
    assert await office.journal.touched_later([later.item_id]) == set()
    await office.send(await office.job(plain("1"), account=ACME_AGAIN))
    assert await office.journal.touched_later([later.item_id]) == {later.item_id}


async def test_leads_are_held_until_a_person_settles_them(office: Office) -> None:
    job = await office.job(to_buyer("1"), plain("2"), reprocess("3"), to_buyer("4"))
    for position in (1, 2, 3):
        await office.send(job, position, state=ItemState.NOT_KNOWN)
    await office.send(job, 4, state=ItemState.NOT_SENT)
    assert await office.journal.held_leads(job.job_id) == {LeadRef("1"), LeadRef("3")}
    items = await office.items(job)
    await office.journal.settle(items[0].item_id, Settlement.DID_NOT, "sam")
    assert await office.journal.held_leads(job.job_id) == {LeadRef("3")}
    await office.journal.settle(items[2].item_id, Settlement.WENT_THROUGH, "sam")
    assert await office.journal.held_leads(job.job_id) == set()


async def test_a_lead_that_is_sent_again_is_held_until_that_is_over(office: Office) -> None:
    job = await office.job(to_buyer("1"), plain("1"))
    old = await office.send(job, 1, state=ItemState.NOT_KNOWN)
    again = await office.job(DraftItem(old.update, repeats=old.item_id))
    assert await office.journal.held_leads(job.job_id) == {LeadRef("1")}
    assert await office.journal.held_leads(again.job_id) == set()
    number, ids = await office.mark(again)
    assert await office.journal.held_leads(job.job_id) == {LeadRef("1")}
    office.clock.forward()
    (one,) = ids
    await office.journal.record(number, {one: result(ItemState.NOT_KNOWN)}, None, "", "lost")
    assert await office.journal.held_leads(job.job_id) == {LeadRef("1")}
    third = await office.job(DraftItem(old.update, repeats=one))
    assert await office.journal.held_leads(job.job_id) == {LeadRef("1")}
    await office.send(third)
    assert await office.journal.held_leads(job.job_id) == set()


# --- for the review ---------------------------------------------------------------------------------------------------


async def test_what_went_is_listed_with_when_and_by_whom(office: Office) -> None:
    left_at = office.clock.time
    job = await office.job(to_buyer("7", "1053", "1054"))
    item = await office.send(job, denied=("delivery:1054",))
    wanted = [
        (LeadRef("7"), "delivery:1054"),
        SEVEN,
        (LeadRef("8"), "delivery:1053"),
        (LeadRef("7"), "action:reprocess"),
    ]
    priors = await office.journal.prior_sends("acme", wanted)
    assert sorted(priors, key=lambda prior: prior.effect) == [
        PriorSend(item.item_id, job.job_id, *SEVEN, ItemState.UPDATED, left_at, "sam"),
        PriorSend(item.item_id, job.job_id, *wanted[0], ItemState.UPDATED, left_at, "sam", denied=True),
    ]


async def test_all_that_went_is_listed_oldest_first(office: Office) -> None:
    for state in (ItemState.NOT_KNOWN, ItemState.REFUSED, ItemState.QUEUED, ItemState.NOT_SENT, ItemState.UPDATED):
        await office.send(await office.job(DraftItem(to_buyer("7"), send_again=True)), state=state)
    priors = await office.journal.prior_sends("acme", [SEVEN])
    assert [prior.state for prior in priors] == [ItemState.NOT_KNOWN, ItemState.QUEUED, ItemState.UPDATED]


async def test_what_is_out_is_listed_and_what_waits_is_not(office: Office) -> None:
    job = await office.job(to_buyer("7"))
    assert await office.journal.prior_sends("acme", [SEVEN]) == []
    await office.mark(job)
    assert [prior.state for prior in await office.journal.prior_sends("acme", [SEVEN])] == [ItemState.SENDING]


async def test_it_is_listed_as_it_was_asked_for(office: Office) -> None:
    await office.send(await office.job(to_buyer("007", "1053")))
    wanted = [
        (LeadRef("7"), "delivery:01053"),
        (LeadRef("0007"), "delivery:1053"),
        (LeadRef("7", LeadKind.QUARANTINE), SEVEN[1]),
    ]
    priors = await office.journal.prior_sends("acme", wanted)
    assert [(prior.lead, prior.effect) for prior in priors] == wanted[:2]


async def test_what_was_settled_as_not_gone_is_not_listed_and_as_gone_is(office: Office) -> None:
    for number, settlement in (("7", Settlement.DID_NOT), ("8", Settlement.WENT_THROUGH)):
        item = await office.send(await office.job(to_buyer(number)), state=ItemState.NOT_KNOWN)
        await office.journal.settle(item.item_id, settlement, "sam")
    wanted = [SEVEN, (LeadRef("8"), "delivery:1053")]
    assert [prior.lead.number for prior in await office.journal.prior_sends("acme", wanted)] == ["8"]


async def test_an_account_that_was_removed_and_connected_anew_still_knows(office: Office, database: Database) -> None:
    preferences = Preferences(database)
    await preferences.put_account(ACME)
    await office.send(await office.job(to_buyer("7")))
    await preferences.remove_account("acme")
    anew = Account("new-number", "Acme", ACME.base_url)
    assert await office.journal.prior_sends("new-number", [SEVEN]) == []
    await preferences.put_account(anew)
    assert len(await office.journal.prior_sends("new-number", [SEVEN])) == 1
    await preferences.put_account(GLOBEX)
    assert await office.journal.prior_sends("globex", [SEVEN]) == []


async def test_a_hundred_thousand_pairs_are_looked_up_in_seconds(journal: Journal, office: Office) -> None:
    count = 100_000
    updates = [LeadUpdate(LeadRef(str(2_000_000 + number)), {}, ("1053",)) for number in range(count)]
    job = await journal.create_job(draft(*updates), ACME, "sam")
    await office.send(job, 500)
    begun = time.perf_counter()
    priors = await journal.prior_sends("acme", [(update.lead, update.effects[0]) for update in updates])
    # Measured: 0.7 s on two busy cores. What this catches is a walk through a table for each pair.
    assert time.perf_counter() - begun < 20
    assert [prior.lead.number for prior in priors] == ["2000499"]


# --- for the window ---------------------------------------------------------------------------------------------------


async def test_jobs_come_newest_first_in_pages_with_their_counts(office: Office) -> None:
    made = [await office.job(plain(str(number)), plain("99")) for number in range(3)]
    await office.send(made[1], 2)
    first = await office.journal.jobs(2, 0)
    assert [job.job_id for job in first] == [made[2].job_id, made[1].job_id]
    assert first[1].counts == {ItemState.WAITING: 1, ItemState.UPDATED: 1}
    assert (first[1].total, first[1].unfinished) == (2, 1)
    assert [job.job_id for job in await office.journal.jobs(2, 2)] == [made[0].job_id]


async def test_jobs_are_found_by_the_beginning_of_a_lead_number(office: Office) -> None:
    first, second = await office.job(plain("2932682"), plain("5")), await office.job(plain("2940000"))
    found = {
        search: [job.job_id for job in await office.journal.jobs(10, 0, search)]
        for search in ("2932682", "29", " 293 ", "002932682", "932682", "nothing", "")
    }
    assert found == {
        "2932682": [first.job_id],
        "29": [second.job_id, first.job_id],
        " 293 ": [first.job_id],
        "002932682": [first.job_id],
        "932682": [],
        "nothing": [],
        "": [second.job_id, first.job_id],
    }


async def test_items_are_read_by_state_search_and_page(office: Office) -> None:
    job = await office.job(*(plain(f"10{number}") for number in range(6)))
    await office.send(job, 2, 3)
    await office.send(job, 5, state=ItemState.REFUSED)

    async def positions(states, offset: int = 0, limit: int = 10, search: str = "") -> list[int]:
        return [item.position for item in await office.journal.items(job.job_id, states, offset, limit, search)]

    assert await positions(None) == [1, 2, 3, 4, 5, 6]
    assert await positions(None, 2, 2) == [3, 4]
    assert await positions([ItemState.UPDATED, ItemState.REFUSED]) == [2, 3, 5]
    assert await positions([ItemState.UPDATED, ItemState.REFUSED], 1, 1) == [3]
    assert await positions([]) == []
    assert await positions(None, search="104") == [5]
    assert await positions(None, search="lead UPDATED") == [2, 3, 5]
    assert await positions([ItemState.REFUSED], search="updated") == [5]
    assert await positions(None, search="%") == []


async def test_a_number_that_nobody_has_is_an_error(journal: Journal) -> None:
    with pytest.raises(KeyError):
        await journal.job(1)
    with pytest.raises(KeyError):
        await journal.item(1)


async def test_unfinished_jobs_are_those_to_continue(office: Office) -> None:
    waiting, unsent, done, stopped, unknown = [await office.job(plain("1"), plain("2")) for _ in range(5)]
    await office.send(stopped, 1, state=ItemState.NOT_SENT)
    await office.job(plain("1"), account=GLOBEX)
    await office.send(unsent, 1, 2, state=ItemState.NOT_SENT)
    await office.send(done, 1, 2)
    await office.journal.cancel_waiting(stopped.job_id)
    await office.send(unknown, 1, 2, state=ItemState.NOT_KNOWN)
    assert [job.job_id for job in await office.journal.unfinished_jobs("acme")] == [unsent.job_id, waiting.job_id]


async def test_not_known_counts_what_waits_for_a_word(office: Office) -> None:
    job = await office.job(to_buyer("1"), plain("2"), plain("3"), plain("4"))
    await office.send(job, 1, 2, 3, state=ItemState.NOT_KNOWN)
    await office.send(await office.job(plain("5"), account=GLOBEX), state=ItemState.NOT_KNOWN)
    assert await office.journal.not_known("acme") == 3
    items = await office.items(job)
    await office.journal.settle(items[0].item_id, Settlement.WENT_THROUGH, "sam")
    await office.job(DraftItem(items[1].update, repeats=items[1].item_id))
    assert await office.journal.not_known("acme") == 1
    assert await office.journal.not_known("globex") == 1


async def test_the_last_that_became_not_known_is_found_among_all_or_one_accounts(office: Office) -> None:
    assert await office.journal.last_not_known() is None
    older, newer = await office.job(to_buyer("1")), await office.job(to_buyer("2"))
    elsewhere = await office.job(plain("5"), account=GLOBEX)
    for job in (newer, older, elsewhere):
        await office.send(job, state=ItemState.NOT_KNOWN)
        assert await office.journal.last_not_known() == job.job_id
    assert await office.journal.last_not_known("acme") == older.job_id
    await office.journal.settle((await office.items(older))[0].item_id, Settlement.WENT_THROUGH, "sam")
    assert await office.journal.last_not_known("acme") == newer.job_id


async def test_last_done_is_what_single_lead_sent(office: Office) -> None:
    singles = [await office.job(plain(str(number)), kind=JobKind.SINGLE) for number in range(1, 5)]
    await office.send(await office.job(plain("9")))
    await office.send(await office.job(plain("8"), account=GLOBEX, kind=JobKind.SINGLE))
    for job in singles[:3]:
        await office.send(job)
    assert [item.lead.number for item in await office.journal.last_items("acme", 2)] == ["3", "2"]


async def test_the_searches_that_grow_with_history_use_an_index(office: Office, database: Database) -> None:
    """A plan that walks a table is quick in a test and stalls a sender after a year."""
    job = await office.job(to_buyer("7"))
    statements: list[str] = []
    await database.write(lambda c: c.set_trace_callback(statements.append))
    await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job)))
    await office.send(job)
    await database.write(lambda c: c.set_trace_callback(None))
    searches = [statement for statement in statements if statement.split(maxsplit=1)[0] in {"SELECT", "UPDATE"}]
    assert len(searches) >= 8
    for statement in searches:
        walked = await database.read(partial(_tables_walked, statement=statement))
        assert not walked, statement


def _tables_walked(connection: Connection, statement: str) -> list[str]:
    plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    # The list of what is asked for is walked, as it must be.
    return [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
