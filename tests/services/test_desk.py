"""One open account, from a draft to what LeadByte did: over a real socket, into a real journal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.errors import ConnectionProblem, NotAllowedNow
from leadbyte_desktop.domain.job import Confirmation, DraftItem, Item, ItemState, Job, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.account import Hearing
from leadbyte_desktop.practice.keys import UPDATE_ONLY_KEY
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.outcome_words import item_words
from leadbyte_desktop.services.progress import RunEnd, RunResult
from leadbyte_desktop.services.review import Review
from leadbyte_desktop.services.review_requests import FirstRequests
from leadbyte_desktop.services.workplace import Workplace
from tests.practice_server import PracticeServer

FIRST, SECOND, THIRD = "2932682", "2932683", "2932684"


def plain(lead: str, postcode: str = "TN25 6QD") -> DraftItem:
    return DraftItem(LeadUpdate(LeadRef(lead), {"postcode": postcode}))


def sold(lead: str, *deliveries: str) -> DraftItem:
    return DraftItem(LeadUpdate(LeadRef(lead), {}, deliveries or ("1053",)))


async def prepared(desk: Desk, *rows: DraftItem) -> Review:
    return await desk.prepare(JobDraft(JobKind.BATCH, "A job", desk.account.account_id, rows))


async def written(desk: Desk, *rows: DraftItem) -> Job:
    """A job that was agreed to and waits, as after a close of the app."""
    return await desk.write_down(await prepared(desk, *rows))


async def send(desk: Desk, job: Job, *, again: bool = False) -> RunResult:
    return await desk.send(job, lambda _progress: None, again=again)


async def items_of(desk: Desk, job: Job) -> list[Item]:
    return await desk.tools.journal.items(job.job_id, None, 0, 100)


async def states(desk: Desk, job: Job) -> list[str]:
    return [item.state.value for item in await items_of(desk, job)]


def times_sold(server: PracticeServer, lead: str, delivery: str = "1053") -> int:
    return server.world.ledger.triggers[LeadRef(lead), delivery]


async def test_a_trigger_whose_reply_says_nothing_waits_for_a_person(
    desk: Desk, practice_server: PracticeServer
) -> None:
    """Delivery 1055 is refused without an update; by the second way LeadByte says Success and no more."""
    job = await written(desk, sold(FIRST, "1055"))
    result = await send(desk, job)
    assert result.counts == {ItemState.NOT_KNOWN: 1}
    (item,) = await items_of(desk, job)
    assert item.confirmation is Confirmation.NOT_CONFIRMED
    deliveries = {each.delivery_id: each for each in desk.deliveries}
    assert item_words(item, deliveries) == (
        "Trigger not confirmed: LeadByte took the request and says nothing of the lead or its delivery. Lead 2932682 "
        "may have gone to Oxbeck Boilers Ltd. Look at the lead in LeadByte, then choose what you saw: it went through, "
        "it did not, or send it again."
    )
    assert times_sold(practice_server, FIRST, "1055") == 1
    assert (await send(desk, job, again=True)).counts == {ItemState.NOT_KNOWN: 1}
    assert times_sold(practice_server, FIRST, "1055") == 1


async def test_where_the_key_goes_by_now_is_what_a_review_shows(desk: Desk, practice_server: PracticeServer) -> None:
    first = await prepared(desk, plain(FIRST))
    assert "X_KEY: •••" in next(first.requests).shown(desk.account.base_url)
    practice_server.hear(Hearing(header_on_writes=False))
    result = await send(desk, await desk.write_down(first))
    assert result.counts == {ItemState.UPDATED: 1}
    review = await prepared(desk, plain(SECOND))
    for request in (next(review.requests), *FirstRequests(review).first()):
        shown = request.shown(desk.account.base_url)
        assert "X_KEY" not in shown
        assert '"key": "•••"' in shown
    again = await desk.write_down(review)
    arrived = len(practice_server.requests)
    assert (await send(desk, again)).counts == {ItemState.UPDATED: 1}
    assert len(practice_server.requests) == arrived + 1


# --- a new job --------------------------------------------------------------------------------------------------------


async def test_what_was_agreed_to_is_what_leadbyte_did(desk: Desk, practice_server: PracticeServer) -> None:
    review = await prepared(desk, plain(FIRST), sold(SECOND), sold(THIRD, "1053"))
    shown = [request.body_text for request in review.requests]
    arrived = len(practice_server.requests)
    result = await send(desk, await desk.write_down(review))
    assert result.counts == {ItemState.UPDATED: 3}
    # Several are out at once, so they arrive in any order.
    assert sorted(request.body for request in practice_server.requests[arrived:]) == sorted(shown)
    assert practice_server.world.leads[FIRST].fields["postcode"] == "TN25 6QD"
    assert (times_sold(practice_server, SECOND), times_sold(practice_server, THIRD)) == (1, 1)


async def test_nothing_leaves_before_it_was_agreed_to_and_written_down(
    desk: Desk, practice_server: PracticeServer
) -> None:
    await prepared(desk, sold(FIRST))
    assert practice_server.world.ledger.empty
    job = await written(desk, sold(FIRST))
    assert practice_server.world.ledger.empty
    assert await states(desk, job) == ["waiting"]


async def test_a_job_says_who_made_it_and_for_which_account(desk: Desk) -> None:
    job = await written(desk, plain(FIRST))
    assert (job.created_by, job.account_name) == (desk.tools.person, "Acme Leads")
    assert job.host == desk.account.host


async def test_a_draft_of_another_account_is_not_taken(desk: Desk) -> None:
    with pytest.raises(NotAllowedNow, match="belongs to another account"):
        await desk.prepare(JobDraft(JobKind.SINGLE, "x", "another", (plain(FIRST),)))


async def test_what_leadbyte_refuses_stands_beside_what_it_took(desk: Desk, practice_server: PracticeServer) -> None:
    job = await written(desk, plain(FIRST), plain("999999999"))
    result = await send(desk, job)
    assert result.end is RunEnd.FINISHED
    assert await states(desk, job) == ["updated", "refused"]


# --- the rest of a job ------------------------------------------------------------------------------------------------


async def test_the_rest_is_reviewed_before_it_goes(desk: Desk, practice_server: PracticeServer) -> None:
    job = await written(desk, sold(FIRST), plain(SECOND))
    review = await desk.prepare_rest(job.job_id)
    assert review.continues == job.job_id
    assert [item.update.lead.number for item in review.going] == [FIRST, SECOND]
    assert practice_server.world.ledger.empty
    await send(desk, await desk.write_down(review), again=True)
    assert await states(desk, job) == ["updated", "updated"]


async def test_rows_that_the_review_left_out_stay_behind_for_good(desk: Desk, practice_server: PracticeServer) -> None:
    job = await written(desk, sold(FIRST), sold(SECOND))
    await send(desk, await written(desk, sold(FIRST)))
    review = await desk.prepare_rest(job.job_id)
    (already,) = review.already
    assert [item.update.lead.number for item in review.going] == [SECOND]

    kept = await desk.write_down(review)
    assert kept.counts == {ItemState.CANCELLED: 1, ItemState.WAITING: 1}
    first, _second = await items_of(desk, job)
    assert first.words == f"Left out: {already.words}."
    await send(desk, kept, again=True)
    assert await states(desk, job) == ["cancelled", "updated"]
    assert (times_sold(practice_server, FIRST), times_sold(practice_server, SECOND)) == (1, 1)


async def test_a_row_ticked_send_again_goes_again(desk: Desk, practice_server: PracticeServer) -> None:
    job = await written(desk, sold(FIRST), sold(SECOND))
    await send(desk, await written(desk, sold(FIRST), sold(SECOND)))
    review = (await desk.prepare_rest(job.job_id)).send_again([0])
    assert [item.update.lead.number for item in review.going] == [FIRST]
    await send(desk, await desk.write_down(review), again=True)
    assert await states(desk, job) == ["updated", "cancelled"]
    assert (times_sold(practice_server, FIRST), times_sold(practice_server, SECOND)) == (2, 1)


async def test_a_tick_that_was_taken_back_holds_the_row_back(desk: Desk, practice_server: PracticeServer) -> None:
    await send(desk, await written(desk, sold(FIRST)))
    job = await desk.write_down((await prepared(desk, sold(FIRST), plain(SECOND))).send_again([0]))
    review = await desk.prepare_rest(job.job_id)
    assert review.chosen == {0}
    await send(desk, await desk.write_down(review.send_again([])), again=True)
    assert await states(desk, job) == ["cancelled", "updated"]
    assert times_sold(practice_server, FIRST) == 1


async def test_the_requests_of_a_continued_job_are_those_that_were_shown(
    desk: Desk, practice_server: PracticeServer
) -> None:
    leads = list(practice_server.world.leads)[:60]
    rows = [sold(lead) if number % 6 == 0 else plain(lead) for number, lead in enumerate(leads)]
    job = await written(desk, *rows)
    await send(desk, await written(desk, sold(leads[0]), sold(leads[12])))
    review = await desk.prepare_rest(job.job_id)
    assert len(review.going) == 58
    shown = [request.body_text for request in review.requests]
    arrived = len(practice_server.requests)
    await send(desk, await desk.write_down(review), again=True)
    # Several are out at once, so they arrive in any order.
    assert sorted(request.body for request in practice_server.requests[arrived:]) == sorted(shown)


async def test_a_row_is_called_by_its_number_in_the_job(desk: Desk) -> None:
    job = await written(desk, plain(FIRST), plain(SECOND), sold(THIRD), sold(THIRD))
    items = await items_of(desk, job)
    await desk.tools.journal.leave_out(job.job_id, {items[0].item_id: "x"})
    # The last row was left out when the job was written down; a person allows it now.
    assert items[3].state is ItemState.CANCELLED
    review = await desk.prepare_rest(job.job_id)
    assert [review.row_number(index) for index in range(2)] == [2, 3]


async def test_zeros_in_front_do_not_hide_a_second_sale(desk: Desk, practice_server: PracticeServer) -> None:
    review = await prepared(desk, sold(FIRST), sold(f"00{FIRST}"))
    assert [entry.index for entry in review.already] == [1]
    await send(desk, await desk.write_down(review))
    assert times_sold(practice_server, FIRST) == 1


async def test_what_was_cancelled_while_it_was_reviewed_is_not_sent(
    desk: Desk, practice_server: PracticeServer
) -> None:
    job = await written(desk, sold(FIRST), plain(SECOND))
    await send(desk, await written(desk, sold(FIRST)))
    review = await desk.prepare_rest(job.job_id)
    await desk.tools.journal.cancel_waiting(job.job_id)
    with pytest.raises(NotAllowedNow, match="Nothing was sent"):
        await desk.write_down(review)


async def test_there_may_be_nothing_to_continue(desk: Desk) -> None:
    job = await written(desk, plain(FIRST))
    await send(desk, job)
    with pytest.raises(NotAllowedNow, match="Nothing of this job can be sent now"):
        await desk.prepare_rest(job.job_id)


async def test_the_rest_of_another_accounts_job_is_not_continued(desk: Desk, workplace: Workplace) -> None:
    other = Account("other", "Other", "https://other.leadbyte.co.uk/restapi/v1.3")
    job = await workplace.tools.journal.create_job(
        JobDraft(JobKind.BATCH, "x", other.account_id, (plain(FIRST),)), other, "sam"
    )
    with pytest.raises(NotAllowedNow, match="belongs to another account"):
        await desk.prepare_rest(job.job_id)


async def test_a_job_that_is_being_sent_is_not_continued(desk: Desk, practice_server: PracticeServer) -> None:
    job = await written(desk, plain(FIRST))
    with practice_server.hold():
        arrived = len(practice_server.arrivals.keys)
        sending = asyncio.ensure_future(send(desk, job))
        await asyncio.to_thread(practice_server.wait_for_arrivals, arrived + 1)
        with pytest.raises(NotAllowedNow, match="is being sent already"):
            await desk.prepare_rest(job.job_id)
    assert (await sending).counts == {ItemState.UPDATED: 1}


# --- a row of another job that still waits ----------------------------------------------------------------------------


async def test_a_row_of_a_waiting_batch_takes_up_what_a_single_lead_asks_for(
    desk: Desk, practice_server: PracticeServer
) -> None:
    batch = await written(desk, plain(FIRST), plain(SECOND, "ME1 2AB"))
    review = await prepared(desk, sold(SECOND))
    changed = await desk.change_row(review)
    assert (changed.job_id, changed.position, changed.state) == (batch.job_id, 2, ItemState.WAITING)
    assert changed.update == LeadUpdate(LeadRef(SECOND), {"postcode": "ME1 2AB"}, ("1053",))
    assert practice_server.world.ledger.empty
    await send(desk, await desk.write_down(await desk.prepare_rest(batch.job_id)), again=True)
    assert practice_server.world.leads[SECOND].fields["postcode"] == "ME1 2AB"
    assert times_sold(practice_server, SECOND) == 1
    # The effect that the row took up is remembered as any other.
    assert len((await prepared(desk, sold(SECOND))).already) == 1


async def test_the_rest_of_an_overtaken_batch_does_not_undo_what_is_newer(
    desk: Desk, practice_server: PracticeServer
) -> None:
    batch = await written(desk, plain(FIRST, "ME1 2AB"), plain(SECOND))
    await send(desk, await written(desk, plain(FIRST, "CT2 7NP")))
    await send(desk, await desk.write_down(await desk.prepare_rest(batch.job_id)), again=True)
    assert await states(desk, batch) == ["cancelled", "updated"]
    assert practice_server.world.leads[FIRST].fields["postcode"] == "CT2 7NP"


async def test_what_a_person_ticks_all_the_same_goes(desk: Desk, practice_server: PracticeServer) -> None:
    batch = await written(desk, plain(FIRST, "ME1 2AB"), plain(SECOND))
    await send(desk, await written(desk, plain(FIRST, "CT2 7NP")))
    review = (await desk.prepare_rest(batch.job_id)).send_again([0])
    await send(desk, await desk.write_down(review), again=True)
    assert await states(desk, batch) == ["updated", "updated"]
    assert practice_server.world.leads[FIRST].fields["postcode"] == "ME1 2AB"


# --- deliveries and the key -------------------------------------------------------------------------------------------


@pytest.fixture
async def modest(workplace: Workplace, practice_server: PracticeServer) -> AsyncIterator[Desk]:
    """An account whose key may not list deliveries."""
    accounts = workplace.tools.accounts
    key = UPDATE_ONLY_KEY.text
    await accounts.keep(await accounts.check(practice_server.base_url, key, "Acme Leads"), key)
    account = await accounts.active()
    assert account is not None
    opened = await workplace.open_desk(account)
    yield opened
    await opened.close()


async def test_a_key_that_may_not_list_is_proven_by_the_first_update(modest: Desk) -> None:
    assert not modest.account.proven
    job = await written(modest, plain("999999999"))
    await send(modest, job)
    assert not modest.account.proven
    await send(modest, await written(modest, plain(FIRST)))
    assert modest.account.proven
    assert [account.proven for account in await modest.tools.accounts.known()] == [True]


async def test_deliveries_that_cannot_be_fetched_leave_those_known(modest: Desk) -> None:
    account_id = modest.account.account_id
    await modest.tools.delivery_list.add_by_hand(account_id, "1053", "Acme Solar")
    with pytest.raises(ConnectionProblem):
        await modest.refresh_deliveries()
    assert [each.name for each in await modest.load_deliveries()] == ["Acme Solar"]
    assert not modest.account.proven


async def test_only_shown_deliveries_are_offered(desk: Desk) -> None:
    assert len(desk.deliveries) == 24
    assert set(desk.offered) == {each for each in desk.deliveries if not each.inactive}
    await desk.tools.delivery_list.set_shown(desk.account.account_id, "1053", shown=False)
    await desk.load_deliveries()
    assert "1053" not in {each.delivery_id for each in desk.offered}
    assert "1053" in {each.delivery_id for each in desk.deliveries}
