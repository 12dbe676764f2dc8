"""A job from the journal to LeadByte and back: order, size, retries, splitting, holding, stopping.

LeadByte is played by a small ASGI app that answers as each test scripts it, behind the real client.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import (
    DraftItem,
    ItemState,
    Job,
    JobDraft,
    JobKind,
    LeadResult,
    Settlement,
    Update,
)
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.services.progress import RunEnd, RunResult
from leadbyte_desktop.services.reviews import Reviews
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.services.stop import STOP_AFTER
from tests.services.sending_office import ACCOUNT, Holding, Office, Reply, accept, ids, plain, sold, status


async def test_plain_rows_go_by_25_and_deliveries_by_5_never_mixed(office: Office) -> None:
    updates = [sold(n) if n % 10 == 0 else plain(n) for n in range(1, 71)]
    job = await office.job(*updates)
    result = await office.run(job)
    assert result.end is RunEnd.FINISHED
    assert result.counts == {ItemState.UPDATED: 70}
    sizes = [len(body["leads"]) for body in office.leadbyte.bodies]
    assert sizes == [25, 5, 25, 13, 2]
    for body in office.leadbyte.bodies:
        assert len({"triggerDeliveryId" in lead for lead in body["leads"]}) == 1


async def test_the_requests_that_leave_are_those_the_review_showed(office: Office) -> None:
    updates = [sold(n) if n % 7 == 0 else plain(n % 30 + 1, str(n)) for n in range(1, 300)]
    draft = JobDraft(JobKind.BATCH, "A job", ACCOUNT.account_id, tuple(DraftItem(each) for each in updates))
    review = await Reviews(office.journal).prepare(draft, ACCOUNT, [])
    shown = [request.body for request in review.requests]
    job = await office.journal.create_job(review.draft, ACCOUNT, "sam")
    await office.run(job)
    # Several are out at once, and one that waits for an earlier row of its leads is overtaken.
    assert sorted(map(json.dumps, office.leadbyte.bodies)) == sorted(map(json.dumps, shown))


async def test_a_leads_rows_keep_the_files_order_and_its_last_word_stands(office: Office) -> None:
    job = await office.job(plain(1, "first"), plain(2), plain(1, "second"), plain(1, "third"))
    await office.run(job)
    words = [
        lead["update"]["postcode"] for body in office.leadbyte.bodies for lead in body["leads"] if lead["id"] == "1"
    ]
    assert words == ["first", "second", "third"]
    assert all(len(set(ids(body))) == len(ids(body)) for body in office.leadbyte.bodies)


async def test_one_refused_lead_does_not_fail_the_others(office: Office) -> None:
    def refuse_two(body: dict[str, Any]) -> Reply:
        code, reply = accept(body)
        reply["leads"][1] = {"id": "2", "success": False, "message": "Lead is not valid"}
        return code, reply

    office.leadbyte.script = [refuse_two]
    job = await office.job(plain(1), plain(2), plain(3))
    await office.run(job)
    assert await office.states(job) == ["updated", "refused", "updated"]
    assert (await office.items(job))[1].words == "Lead is not valid"


async def test_a_busy_leadbyte_is_asked_again_after_the_time_it_names(office: Office) -> None:
    office.leadbyte.script = [status(429)]
    job = await office.job(sold(1))
    result = await office.run(job)
    assert result.counts == {ItemState.UPDATED: 1}
    assert office.waits == [7.0]
    assert (await office.items(job))[0].attempts == 2


async def test_plain_rows_not_known_go_again_in_halves(office: Office) -> None:
    office.leadbyte.script = [status(502)]
    job = await office.job(*(plain(n) for n in range(1, 11)))
    result = await office.run(job)
    assert result.counts == {ItemState.UPDATED: 10}
    assert [len(body["leads"]) for body in office.leadbyte.bodies] == [10, 5, 5]


async def test_plain_rows_stop_after_three_attempts(office: Office) -> None:
    office.leadbyte.always = status(500)
    job = await office.job(plain(1))
    result = await office.run(job)
    assert len(office.leadbyte.bodies) == 3
    assert result.counts == {ItemState.NOT_KNOWN: 1}


async def test_nothing_goes_again_by_itself_ten_minutes_after_the_first_attempt(office: Office) -> None:
    def late(_body: dict[str, Any]) -> Reply:
        office.clock[0] += 601
        return 500, b""

    office.leadbyte.always = late
    job = await office.job(plain(1))
    await office.run(job)
    assert len(office.leadbyte.bodies) == 1


async def test_a_delivery_not_known_waits_for_a_person_and_so_do_its_leads_later_rows(office: Office) -> None:
    office.leadbyte.script = [status(502)]
    job = await office.job(sold(1), plain(1), sold(2, "1061"), plain(3))
    result = await office.run(job)
    assert result.end is RunEnd.WAITS_FOR_PERSON
    assert await office.states(job) == ["not known", "waiting", "not known", "updated"]
    assert sum(ids(body).count("1") for body in office.leadbyte.bodies) == 1

    # A Continue does not send it either; a person's word frees the later row.
    await office.run(job, again=True)
    assert sum(ids(body).count("1") for body in office.leadbyte.bodies) == 1
    first = (await office.items(job))[0]
    await office.journal.settle(first.item_id, Settlement.WENT_THROUGH, "sam")
    await office.run(job, again=True)
    assert (await office.states(job))[:2] == ["updated", "updated"]
    assert office.leadbyte.bodies[-1]["leads"] == [{"id": "1", "update": {"postcode": "A"}}]


@pytest.mark.parametrize("action", list(Action))
async def test_no_action_goes_again_by_itself(office: Office, action: Action) -> None:
    office.leadbyte.always = status(500)
    job = await office.job(LeadUpdate(LeadRef("1"), {"postcode": "A"}, (), action))
    await office.run(job)
    await office.run(job, again=True)
    assert len(office.leadbyte.bodies) == 1
    assert await office.states(job) == ["not known"]


async def test_a_refused_group_of_amounts_is_split_until_the_culprits_stand_alone(office: Office) -> None:
    def refuse_with_13(body: dict[str, Any]) -> Reply:
        if {5, 13} & set(body["leads"]):
            return 200, {"status": "Error", "message": "Lead is not approved"}
        return accept(body)

    office.leadbyte.always = refuse_with_13
    updates = [FinancialUpdate(LeadRef(str(n)), Decimal("80.00")) for n in range(1, 21)]
    job = await office.job(*updates, kind=JobKind.FINANCIALS)
    result = await office.run(job)
    assert result.counts == {ItemState.UPDATED: 18, ItemState.REFUSED: 2}
    refused = [item for item in await office.items(job) if item.state is ItemState.REFUSED]
    assert [item.lead.number for item in refused] == ["5", "13"]
    assert {item.words for item in refused} == {"Lead is not approved"}


async def test_a_refused_group_with_deliveries_is_never_split(office: Office) -> None:
    office.leadbyte.always = status(422, {"status": "Error", "message": "No"})
    job = await office.job(sold(1), sold(2))
    await office.run(job)
    assert len(office.leadbyte.bodies) == 1
    assert await office.states(job) == ["refused", "refused"]


async def test_a_refused_key_stops_the_job_at_once(office: Office) -> None:
    office.leadbyte.always = status(401, {"status": "Error", "message": "Invalid key"})
    job = await office.job(*(plain(n) for n in range(1, 61)))
    result = await office.run(job)
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert len(office.leadbyte.bodies) == 1
    assert result.counts == {ItemState.REFUSED: 25, ItemState.WAITING: 35}


async def test_a_busy_leadbyte_stops_the_job_and_continue_finishes_it(office: Office) -> None:
    office.leadbyte.always = status(429)
    job = await office.job(*(plain(n) for n in range(1, 61)))
    result = await office.run(job)
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert result.counts == {ItemState.NOT_SENT: 25, ItemState.WAITING: 35}
    assert result.words == (
        "LeadByte is too busy to take more. 60 leads were not sent; nothing was changed on them. "
        "Press Continue in a few minutes; nothing goes by itself."
    )
    office.leadbyte.always = accept
    assert (await office.run(job, again=True)).counts == {ItemState.UPDATED: 60}


async def test_why_a_job_stopped_is_written_down_until_it_goes_on(office: Office) -> None:
    office.leadbyte.always = status(401, {"status": "Error", "message": "Invalid key"})
    job = await office.job(*(plain(n) for n in range(1, 61)))
    result = await office.run(job)
    assert "refused this key" in result.words
    assert (await office.journal.job(job.job_id)).trouble == result.words
    office.leadbyte.always = hold = Holding()
    going = await office.start(job, again=True)
    await hold.until(1)
    assert (await office.journal.job(job.job_id)).trouble == "", "it goes on: killed now, it stopped for no such reason"
    await hold.let_go()
    await going
    assert (await office.journal.job(job.job_id)).trouble == ""


async def test_a_job_that_is_closed_before_its_turn_keeps_why_it_stopped(office: Office) -> None:
    first, second = [await office.job(*(plain(n) for n in range(each, each + 60))) for each in (1, 101)]
    office.leadbyte.always = status(429)
    words = (await office.run(second)).words
    assert words
    office.leadbyte.always = hold = Holding()
    running = await office.start(first)
    await hold.until(1)
    waits = await office.start(second, again=True)
    await office.until(second, lambda progress: progress.wait.job_id == first.job_id)
    office.sender.stop_all()
    await hold.let_go()
    await asyncio.gather(running, waits)
    assert (await office.journal.job(second.job_id)).trouble == words
    assert (await office.journal.job(first.job_id)).trouble == ""


async def test_a_lost_network_is_told_in_whole_sentences(office: Office) -> None:
    office.problems.practise(PractiseProblem.LOSE_NETWORK, None)
    job = await office.job(sold(1))
    result = await office.run(job)
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert result.counts == {ItemState.NOT_SENT: 1}
    assert result.words == (
        "LeadByte could not be reached. 1 lead was not sent; nothing was changed on it. "
        "Press Continue when LeadByte can be reached again; nothing goes by itself."
    )


async def test_the_same_trouble_in_a_row_stops_the_job(office: Office) -> None:
    office.leadbyte.always = status(200, b"<html>Sign in</html>")
    job = await office.job(*(sold(n) for n in range(1, 61)))
    result = await office.run(job)
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert len(office.leadbyte.bodies) == STOP_AFTER
    assert result.counts == {ItemState.NOT_KNOWN: 5 * STOP_AFTER, ItemState.WAITING: 60 - 5 * STOP_AFTER}


async def test_cancel_awaits_what_is_out_and_sends_nothing_more(office: Office) -> None:
    job = await office.job(*(plain(n) for n in range(1, 61)))

    def cancel_meanwhile(body: dict[str, Any]) -> Reply:
        office.sender.cancel(job.job_id)
        return accept(body)

    office.leadbyte.script = [cancel_meanwhile]
    result = await office.run(job)
    assert result.end is RunEnd.STOPPED_BY_PERSON
    assert result.counts == {ItemState.UPDATED: 25, ItemState.CANCELLED: 35}
    assert len(office.leadbyte.bodies) == 1


async def test_closing_the_app_leaves_the_rest_waiting(office: Office) -> None:
    job = await office.job(*(plain(n) for n in range(1, 61)))

    def close_meanwhile(body: dict[str, Any]) -> Reply:
        office.sender.stop_all()
        return accept(body)

    office.leadbyte.script = [close_meanwhile]
    result = await office.run(job)
    assert result.counts == {ItemState.UPDATED: 25, ItemState.WAITING: 35}


async def test_a_run_that_starts_while_the_app_closes_sends_nothing(office: Office) -> None:
    job = await office.job(*(plain(n) for n in range(1, 61)))
    office.sender.stop_all()
    result = await office.run(job)
    assert result.counts == {ItemState.WAITING: 60}
    assert office.leadbyte.bodies == []
    assert office.sender.running == ()


async def test_the_end_of_all_runs_can_be_awaited(office: Office) -> None:
    job = await office.job(*(plain(n) for n in range(1, 61)))
    running = asyncio.ensure_future(office.run(job))
    arrived, answered = asyncio.Event(), asyncio.Event()

    async def late(body: dict[str, Any]) -> Reply:
        arrived.set()
        await answered.wait()
        return accept(body)

    office.leadbyte.script = [late]
    await arrived.wait()
    office.sender.stop_all()
    end = asyncio.ensure_future(office.sender.wait_for_end())
    await asyncio.sleep(0)
    assert not end.done()
    answered.set()
    await end
    assert await office.states(job) == ["updated"] * 25 + ["waiting"] * 35
    await running


async def test_one_job_is_sent_once_at_a_time(office: Office) -> None:
    job = await office.job(sold(1))
    first, second = await asyncio.gather(office.run(job), office.run(job), return_exceptions=True)
    assert isinstance(second, ValueError)
    assert isinstance(first, RunResult)
    assert len(office.leadbyte.bodies) == 1
    assert office.sender.running == ()


async def test_a_cancelled_task_still_writes_down_the_answer_of_its_request(office: Office) -> None:
    job = await office.job(sold(1))
    arrived, answered = asyncio.Event(), asyncio.Event()

    async def late(body: dict[str, Any]) -> Reply:
        arrived.set()
        await answered.wait()
        return accept(body)

    office.leadbyte.script = [late]
    running = asyncio.ensure_future(office.run(job))
    await arrived.wait()
    running.cancel()
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.sleep(0)
    assert not running.done()
    answered.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await office.states(job) == ["updated"]


async def test_a_bug_while_sending_leaves_no_row_out_for_ever(office: Office) -> None:
    class Broken:
        base_url = ACCOUNT.base_url

        async def send(self, _request: object, _updates: object) -> Answer:
            raise RuntimeError("a bug")

    job = await office.job(sold(1), plain(2))
    with pytest.raises(RuntimeError, match="a bug"):
        await office.sender.run(job.job_id, Broken(), office.seen.append)
    assert await office.states(job) == ["not known", "waiting"]


async def test_what_may_have_arrived_before_is_not_called_not_sent(office: Office) -> None:
    office.leadbyte.script = [status(502), status(429), status(429)]
    job = await office.job(plain(1))
    result = await office.run(job)
    assert await office.states(job) == ["not known"]
    assert office.seen[-1].counts == result.counts == {ItemState.NOT_KNOWN: 1}
    assert {each.state for progress in office.seen for each in progress.changed.values()} == {ItemState.NOT_KNOWN}


async def test_a_delivery_never_goes_twice_unnoticed_even_past_the_review(office: Office) -> None:
    first = await office.job(sold(1), sold(2))
    second = await office.job(sold(1), sold(3))
    await office.run(first)
    result = await office.run(second)
    assert result.counts == {ItemState.CANCELLED: 1, ItemState.UPDATED: 1}
    assert result.standings == {Standing.LEFT_OUT: 1, Standing.UPDATED: 1}
    assert office.told(second)[-1].standings == result.standings
    assert not [told for told in office.seen if Standing.CANCELLED in told.standings]
    assert [ids(body) for body in office.leadbyte.bodies] == [["1", "2"], ["3"]]
    assert (await office.items(second))[0].words.startswith("Left out: ")


async def test_a_retry_gives_way_to_a_later_job_on_the_same_lead(office: Office) -> None:
    job = await office.job(plain(1, "old"))

    async def meanwhile(_body: dict[str, Any]) -> Reply:
        later = await office.job(plain(1, "new"))
        number = (await office.items(later))[0].item_id
        request = await office.journal.mark_sending(later.job_id, [number], "PUT", "https://x", "{}")
        assert request > 0
        return 502, b""

    office.leadbyte.script = [meanwhile]
    await office.run(job)
    assert len(office.leadbyte.bodies) == 1
    assert await office.states(job) == ["not known"]


async def test_every_request_is_written_down_before_it_leaves(office: Office) -> None:
    states: list[str] = []

    async def look(body: dict[str, Any]) -> Reply:
        states.extend(await office.states(job))
        attempts = await office.journal.attempts_of((await office.items(job))[0].item_id)
        assert json.loads(attempts[0].body) == body
        assert attempts[0].answered_at is None
        return accept(body)

    office.leadbyte.script = [look]
    job = await office.job(plain(1))
    await office.run(job)
    assert states == ["sending"]
    (attempt,) = await office.journal.attempts_of((await office.items(job))[0].item_id)
    assert attempt.status == 200
    assert attempt.answered_at is not None


async def test_the_counts_always_add_up_to_the_rows(office: Office) -> None:
    office.leadbyte.script = [status(502), accept, status(429)]
    job = await office.job(*(plain(n) for n in range(1, 101)), sold(7), sold(7), sold(8))
    await office.run(job)
    assert {sum(progress.counts.values()) for progress in office.seen} == {103}
    final = await office.journal.job(job.job_id)
    assert office.seen[-1].counts == final.counts


# --- what happens meanwhile -------------------------------------------------------------------------------------------


async def record_elsewhere(office: Office, update: Update, state: ItemState = ItemState.UPDATED) -> None:
    """Another job sends this, from the first word to the last."""
    job = await office.job(update)
    await tried_before(office, job, 1, state)


async def tried_before(office: Office, job: Job, position: int, state: ItemState) -> None:
    """A row of the job was sent in an earlier run, and this became of it."""
    number = (await office.items(job))[position - 1].item_id
    request = await office.journal.mark_sending(job.job_id, [number], "PUT", "https://x", "{}")
    await office.journal.record(request, {number: LeadResult(state, "Earlier.")}, None, "", "")


async def test_a_persons_word_during_a_wait_takes_the_row_out_of_the_run(office: Office) -> None:
    job = await office.job(plain(1), plain(2), plain(3))
    first = (await office.items(job))[0].item_id

    async def settle_meanwhile(_stop: asyncio.Event, _seconds: float) -> None:
        if (await office.journal.item(first)).can_be_settled:
            await office.journal.settle(first, Settlement.WENT_THROUGH, "sam")

    sender = Sender(office.journal, jitter=lambda: 0.5, wait=settle_meanwhile)
    office.leadbyte.script = [status(502)]
    result = await sender.run(job.job_id, office.client, office.seen.append)
    assert result.counts == office.seen[-1].counts == {ItemState.UPDATED: 3}
    assert [ids(body) for body in office.leadbyte.bodies] == [["1", "2", "3"], ["2", "3"]]


async def test_two_jobs_at_once_send_a_lead_to_a_buyer_once_and_neither_breaks(office: Office) -> None:
    batch, single = await office.job(sold(1), plain(2)), await office.job(sold(1), plain(3))

    async def start_both(body: dict[str, Any]) -> Reply:
        # Both look at their rows while this request is out, and wait for its end.
        for job in (batch, single):
            started.append(await office.start(job))
            await office.until(job, lambda progress: progress.wait.job_id == first.job_id)
        return accept(body)

    started: list[asyncio.Task[RunResult]] = []
    office.leadbyte.script = [start_both]
    first = await office.job(plain(9), plain(10))
    await office.run(first)
    await asyncio.gather(*started)
    assert await office.states(batch) == ["updated", "updated"]
    assert await office.states(single) == ["cancelled", "updated"]
    assert sum(ids(body).count("1") for body in office.leadbyte.bodies) == 1
    for progress in office.seen:
        assert sum(progress.counts.values()) == 2


async def test_what_waits_for_another_jobs_answer_when_it_is_cancelled_never_leaves(office: Office) -> None:
    batch, single = await office.job(plain(1)), await office.job(sold(2))

    async def cancel_meanwhile(body: dict[str, Any]) -> Reply:
        waiting = await office.start(single)
        await office.until(single, lambda progress: progress.wait.job_id == batch.job_id)
        office.sender.cancel(single.job_id)
        ended.append(waiting)
        return accept(body)

    ended: list[asyncio.Task[RunResult]] = []
    office.leadbyte.script = [cancel_meanwhile]
    await office.run(batch)
    assert (await ended[0]).counts == {ItemState.CANCELLED: 1}
    assert len(office.leadbyte.bodies) == 1


async def test_a_continue_gives_way_to_what_touches_a_lead_while_it_runs(office: Office) -> None:
    job = await office.job(*(plain(n) for n in range(1, 31)))
    await tried_before(office, job, 28, ItemState.NOT_SENT)

    async def meanwhile(body: dict[str, Any]) -> Reply:
        await record_elsewhere(office, plain(28, "new"))
        return accept(body)

    office.leadbyte.script = [meanwhile]
    result = await office.run(job, again=True)
    assert result.counts == office.seen[-1].counts == {ItemState.UPDATED: 29, ItemState.NOT_SENT: 1}
    assert [len(body["leads"]) for body in office.leadbyte.bodies] == [25, 4]


async def test_the_counts_know_a_row_that_is_left_out_between_two_attempts(office: Office) -> None:
    job = await office.job(sold(1), sold(2))
    waits = 0

    async def send_elsewhere(_stop: asyncio.Event, _seconds: float) -> None:
        nonlocal waits
        waits += 1
        await record_elsewhere(office, sold(1))

    sender = Sender(office.journal, jitter=lambda: 0.5, wait=send_elsewhere)
    office.leadbyte.script = [status(429)]
    result = await sender.run(job.job_id, office.client, office.seen.append)
    assert waits == 1
    assert result.counts == office.seen[-1].counts == {ItemState.CANCELLED: 1, ItemState.UPDATED: 1}
    assert all(count > 0 for progress in office.seen for count in progress.counts.values())


async def test_two_spellings_of_one_lead_stop_no_job(office: Office) -> None:
    job = await office.job(sold("007"), sold("7"), sold("8"))
    result = await office.run(job)
    assert result.end is RunEnd.FINISHED
    assert await office.states(job) == ["updated", "cancelled", "updated"]


async def test_a_later_row_still_goes_after_an_earlier_one_was_caught_up(office: Office) -> None:
    job = await office.job(plain(1, "first"), LeadUpdate(LeadRef("1"), {"postcode": "last"}, ("1053",)))
    await tried_before(office, job, 1, ItemState.NOT_KNOWN)
    await tried_before(office, job, 2, ItemState.NOT_SENT)
    result = await office.run(job, again=True)
    assert result.counts == {ItemState.UPDATED: 2}
    assert [body["leads"][0]["update"]["postcode"] for body in office.leadbyte.bodies] == ["first", "last"]


# --- how long, how often ----------------------------------------------------------------------------------------------


async def test_a_wait_that_would_end_after_ten_minutes_is_not_begun(office: Office) -> None:
    def late(_body: dict[str, Any]) -> Reply:
        office.clock[0] += 595
        return 429, b""

    office.leadbyte.always = late
    job = await office.job(plain(1))
    await office.run(job)
    assert len(office.leadbyte.bodies) == 1
    assert office.waits == []


async def test_culprits_side_by_side_do_not_stop_the_job(office: Office) -> None:
    culprits = set(range(3, 12))

    def refuse(body: dict[str, Any]) -> Reply:
        if culprits & set(body["leads"]):
            return 200, {"status": "Error", "message": "Lead is not approved"}
        return accept(body)

    office.leadbyte.always = refuse
    job = await office.job(*(FinancialUpdate(LeadRef(str(n)), Decimal("80.00")) for n in range(1, 61)))
    result = await office.run(job)
    assert result.end is RunEnd.FINISHED
    assert result.counts == {ItemState.UPDATED: 51, ItemState.REFUSED: 9}


def groups_refused(bodies: Sequence[dict[str, Any]]) -> int:
    """How many of the review's requests for 25 leads were refused to the last lead: each of them went alone."""
    alone = [int(ids(body)[0]) for body in bodies if len(ids(body)) == 1]
    assert len(alone) == len(set(alone))
    return list(Counter((lead - 1) // 25 for lead in alone).values()).count(25)


@pytest.mark.parametrize("slow", [False, True], ids=["", "slow disk"])
async def test_whole_groups_refused_one_after_the_other_do_stop_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    record, went_alone = office.journal.record, asyncio.Event()

    def refuse(body: dict[str, Any]) -> Reply:
        if len(ids(body)) == 1 and int(ids(body)[0]) > 25 * STOP_AFTER:
            went_alone.set()
        return 200, {"status": "Error", "message": "Not now"}

    async def record_late(number: int, results: dict[int, LeadResult], *answer: Any) -> dict[int, LeadResult]:
        written = await record(number, results, *answer)
        if slow and last - 25 < min(results) <= last:
            # A request of the last of the groups that stop it: meanwhile others leave, to the first that goes alone.
            await went_alone.wait()
        return written

    monkeypatch.setattr(office.journal, "record", record_late)
    office.leadbyte.always = refuse
    job = await office.job(*(plain(n) for n in range(1, 25 * (STOP_AFTER + 2))))
    last = (await office.items(job))[25 * STOP_AFTER - 1].item_id
    result = await office.run(job)
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    bodies = office.leadbyte.bodies
    # It stops at the very answer that makes them so many, and counts the leads that were refused alone, and no other.
    assert [groups_refused(bodies[:-1]), groups_refused(bodies)] == [STOP_AFTER - 1, STOP_AFTER]
    assert result.counts[ItemState.REFUSED] == sum(len(ids(body)) == 1 for body in bodies)
    assert went_alone.is_set() or result.counts[ItemState.REFUSED] == 25 * STOP_AFTER
    assert went_alone.is_set() or not slow


@pytest.mark.parametrize("code", [401, 404, 422, 200])
async def test_a_refusal_says_nothing_of_an_earlier_request_that_may_have_been_done(office: Office, code: int) -> None:
    office.leadbyte.script = [status(502)]
    office.leadbyte.always = status(code, {"status": "Error", "message": "Nothing to change"})
    job = await office.job(plain(1))
    await office.run(job)
    (item,) = await office.items(job)
    assert item.state is ItemState.NOT_KNOWN
    assert "may have reached LeadByte" in item.words
    assert len(office.leadbyte.bodies) == 2
