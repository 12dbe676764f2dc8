"""Pausing, several jobs at once, what goes after what, and what stops a run by itself."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import API_PATH, Account
from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.job import ItemState, Job, JobKind
from leadbyte_desktop.services.progress import RunEnd
from leadbyte_desktop.services.sender import Sender
from tests.practice_server import serve
from tests.services.sending_office import (
    KEY,
    Holding,
    Office,
    Reply,
    ScriptedLeadByte,
    accept,
    ids,
    plain,
    sold,
    status,
)


async def large(office: Office, first: int = 1, title: str = "leads.csv") -> Job:
    return await office.job(*(plain(n) for n in range(first, first + 150)), title=title)


# --- pause and resume -------------------------------------------------------------------------------------------------


async def test_a_pause_awaits_what_is_out_and_a_resume_sends_the_rest(office: Office) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    job = await large(office)
    running = await office.start(job)
    await holding.until(1)
    office.sender.pause(job.job_id)
    paused = await office.until(job, lambda progress: progress.paused)
    assert paused.note == "Paused by you. 1 request is still out; nothing more leaves."
    await holding.let_go()
    done = await office.until(job, lambda progress: progress.counts.get(ItemState.UPDATED) == 25)
    assert done.note == "Paused by you. Nothing leaves until you press Resume."
    assert done.paused
    await office.catch_up()
    assert holding.arrived == 1
    assert office.sender.running == (job.job_id,)
    office.sender.resume(job.job_id)
    assert (await running).counts == {ItemState.UPDATED: 150}
    assert not office.seen[-1].paused


@pytest.mark.parametrize(("stop", "state"), [("cancel", ItemState.CANCELLED), ("stop_all", ItemState.WAITING)])
async def test_a_paused_job_can_be_stopped(office: Office, stop: str, state: ItemState) -> None:
    job = await large(office)
    running = await office.start(job)
    office.sender.pause(job.job_id)
    await office.until(job, lambda progress: progress.paused)
    if stop == "cancel":
        office.sender.cancel(job.job_id)
    else:
        office.sender.stop_all()
    result = await running
    assert result.end is RunEnd.STOPPED_BY_PERSON
    assert result.counts == {state: 150}
    assert office.leadbyte.bodies == []


async def test_a_pause_counts_for_the_rate_as_no_time_at_all(office: Office) -> None:
    def slowly(body: dict[str, Any]) -> Reply:
        office.clock[0] += 1
        return accept(body)

    office.leadbyte.always = slowly
    job = await large(office)
    running = await office.start(job)
    await office.until(job, lambda progress: progress.counts.get(ItemState.UPDATED, 0) > 0)
    office.sender.pause(job.job_id)
    office.clock[0] += 3600
    office.sender.resume(job.job_id)
    await running
    assert office.seen[-1].per_second == pytest.approx(25)


async def test_a_retry_that_a_pause_held_for_too_long_does_not_leave(office: Office) -> None:
    job = await office.job(plain(1))

    def pause_then_fail(_body: dict[str, Any]) -> Reply:
        office.sender.pause(job.job_id)
        return 502, b""

    office.leadbyte.script = [pause_then_fail]
    running = await office.start(job)
    await office.until(job, lambda progress: progress.counts == {ItemState.NOT_KNOWN: 1})
    office.clock[0] += 601
    office.slept[0] = 0
    office.sender.resume(job.job_id)
    assert (await running).counts == {ItemState.NOT_KNOWN: 1}
    assert len(office.leadbyte.bodies) == 1


async def test_pausing_what_is_not_sent_does_nothing(office: Office) -> None:
    office.sender.pause(99)
    office.sender.resume(99)
    assert office.sender.running == ()


# --- several jobs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [JobKind.SINGLE, JobKind.BUYERS])
async def test_a_single_lead_goes_between_two_requests_of_a_batch(office: Office, kind: JobKind) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    batch = await large(office)
    running = await office.start(batch)
    await holding.until(1)
    single = await office.start(await office.job(sold(900), kind=kind))
    await office.catch_up()
    await holding.let_go(1)
    await holding.until(2)
    assert ids(office.leadbyte.bodies[1]) == ["900"]
    await holding.let_go()
    assert (await single).counts == {ItemState.UPDATED: 1}
    assert (await running).counts == {ItemState.UPDATED: 150}


async def test_larger_jobs_are_sent_one_after_the_other_and_say_so(office: Office) -> None:
    jobs = [await large(office, first, title) for first, title in ((1, "a.csv"), (201, "b.csv"), (401, "c.csv"))]
    running = [await office.start(job) for job in jobs]
    await asyncio.gather(*running)
    firsts = [int(ids(body)[0]) // 200 for body in office.leadbyte.bodies]
    assert firsts == sorted(firsts)
    second, third = office.told(jobs[1])[0], office.told(jobs[2])[0]
    assert (second.note, second.wait.job_id) == ("Waits until “a.csv” has been sent.", jobs[0].job_id)
    assert (third.note, third.wait.job_id) == ("Waits until “b.csv” has been sent.", jobs[1].job_id)
    assert {progress.wait.job_id for progress in office.told(jobs[1])[1:]} == {None}


async def test_a_job_that_waits_can_be_cancelled_and_the_next_moves_up(office: Office) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    jobs = [await large(office, first, title) for first, title in ((1, "a.csv"), (201, "b.csv"), (401, "c.csv"))]
    running = [await office.start(job) for job in jobs]
    await office.until(jobs[2], lambda progress: progress.wait.job_id == jobs[1].job_id)
    office.sender.cancel(jobs[1].job_id)
    assert (await running[1]).counts == {ItemState.CANCELLED: 150}
    await office.until(jobs[2], lambda progress: progress.wait.job_id == jobs[0].job_id)
    await holding.let_go()
    assert [(await each).counts for each in (running[0], running[2])] == [{ItemState.UPDATED: 150}] * 2


async def test_a_job_that_waits_can_be_paused_and_begins_when_it_is_resumed(office: Office) -> None:
    first, second = await large(office), await large(office, 201)
    running = [await office.start(first), await office.start(second)]
    await office.until(second, lambda progress: progress.wait.job_id == first.job_id)
    office.sender.pause(second.job_id)
    await running[0]
    await office.until(second, lambda progress: progress.paused)
    assert len(office.leadbyte.bodies) == 6
    office.sender.resume(second.job_id)
    assert (await running[1]).counts == {ItemState.UPDATED: 150}


async def test_a_job_that_is_held_while_it_waits_says_both_at_once(office: Office) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    first, second = await large(office, 1, "a.csv"), await large(office, 201)
    running = [await office.start(first), await office.start(second)]
    await office.until(second, lambda progress: progress.wait.job_id == first.job_id)
    office.sender.pause(second.job_id)
    told = office.told(second)[-1]
    assert (told.paused, told.wait.job_id) == (True, first.job_id)
    assert told.note == (
        "Paused by you. Nothing leaves until you press Resume. It also waits until “a.csv” has been sent."
    )
    await holding.let_go()
    await running[0]
    after = await office.until(second, lambda progress: progress.paused and progress.wait.job_id is None)
    assert after.note == "Paused by you. Nothing leaves until you press Resume."
    office.sender.resume(second.job_id)
    assert (office.told(second)[-1].paused, office.told(second)[-1].note) == (False, "")
    assert (await running[1]).counts == {ItemState.UPDATED: 150}


async def test_what_waits_for_a_job_that_is_held_says_that_it_is(office: Office) -> None:
    first, second = await large(office, 1, "a.csv"), await large(office, 201)
    single = await office.job(plain(150, "single"), kind=JobKind.SINGLE)
    running = [await office.start(first), await office.start(second)]
    running.append(await office.start(single, after=[(await office.items(first))[-1].item_id]))
    for job in (second, single):
        await office.until(job, lambda progress: progress.wait.job_id == first.job_id)
    office.sender.pause(first.job_id)
    held = "“a.csv” is paused."
    in_line = await office.until(second, lambda progress: held in progress.note)
    behind = await office.until(single, lambda progress: held in progress.note)
    assert in_line.note == f"Waits until “a.csv” has been sent. {held}"
    assert behind.note == f"Waits until row 150 of “a.csv” has been sent. {held}"
    office.sender.resume(first.job_id)
    await asyncio.gather(*running)
    notes = [progress.note for progress in office.told(second)]
    assert notes[notes.index(in_line.note) + 1] == "Waits until “a.csv” has been sent."
    assert notes[-1] == ""


async def test_a_single_lead_that_waits_for_an_answer_to_a_batch_says_so(office: Office) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    batch = await large(office)
    running = await office.start(batch)
    await holding.until(1)
    single = await office.job(sold(900), kind=JobKind.SINGLE)
    waiting = await office.start(single)
    told = await office.until(single, lambda progress: progress.wait.job_id == batch.job_id)
    assert told.note == "Waits for LeadByte’s answer to what “leads.csv” has sent."
    await holding.let_go()
    assert (await waiting).counts == {ItemState.UPDATED: 1}
    assert [progress.note for progress in office.told(single)] == [told.note, "", ""]
    await running


async def test_a_job_waits_while_the_one_before_it_is_paused(office: Office) -> None:
    first, second = await large(office), await large(office, 201)
    running = await office.start(first)
    office.sender.pause(first.job_id)
    await office.until(first, lambda progress: progress.paused)
    waiting = await office.start(second)
    await office.until(second, lambda progress: progress.wait.job_id == first.job_id)
    assert office.leadbyte.bodies == []
    # A single lead waits for neither.
    single = await office.run(await office.job(sold(900), kind=JobKind.SINGLE))
    assert single.counts == {ItemState.UPDATED: 1}
    office.sender.stop_all()
    await asyncio.gather(running, waiting)
    assert len(office.leadbyte.bodies) == 1


# --- send after it ----------------------------------------------------------------------------------------------------


async def test_a_job_goes_after_a_row_of_another_that_is_tried_again_first(office: Office) -> None:
    batch = await office.job(*(plain(n, "batch") for n in range(1, 61)), title="leads.csv")
    single = await office.job(plain(60, "single"), kind=JobKind.SINGLE)
    last = (await office.items(batch))[-1].item_id
    office.leadbyte.script = [accept, accept, status(502), status(502)]
    running = await office.start(batch)
    after = await office.start(single, after=[last])
    await asyncio.gather(running, after)
    told = office.told(single)[0]
    assert (told.note, told.wait.job_id) == ("Waits until row 60 of “leads.csv” has been sent.", batch.job_id)
    words = [
        lead["update"]["postcode"] for body in office.leadbyte.bodies for lead in body["leads"] if lead["id"] == "60"
    ]
    assert words[-1] == "single"
    assert words.count("single") == 1
    assert await office.states(single) == ["updated"]


async def test_a_job_does_not_go_where_the_row_before_it_was_never_sent(office: Office) -> None:
    batch = await large(office)
    last = (await office.items(batch))[-1].item_id
    running = await office.start(batch)
    office.sender.pause(batch.job_id)
    single = await office.job(sold(150), kind=JobKind.SINGLE)
    after = await office.start(single, after=[last])
    await office.until(single, lambda progress: progress.wait.job_id == batch.job_id)
    office.leadbyte.script = [status(401, {"status": "Error", "message": "Invalid key"})]
    office.sender.resume(batch.job_id)
    assert (await running).counts == {ItemState.REFUSED: 25, ItemState.WAITING: 125}
    result = await after
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert result.counts == {ItemState.WAITING: 1}
    assert result.words.startswith("“leads.csv” ended before its row of this lead was sent")
    assert "1 lead was not sent; nothing was changed on it." in result.words
    assert len(office.leadbyte.bodies) == 1


@pytest.mark.parametrize("cancelled", [True, False])
async def test_a_row_that_is_not_being_sent_is_not_waited_for(office: Office, cancelled: bool) -> None:
    batch = await large(office)
    if cancelled:
        await office.journal.cancel_waiting(batch.job_id)
    single = await office.job(sold(150), kind=JobKind.SINGLE)
    result = await office.run(single, after=[(await office.items(batch))[-1].item_id])
    assert result.end is (RunEnd.FINISHED if cancelled else RunEnd.STOPPED_BY_TROUBLE)


async def test_what_waits_for_a_row_of_another_job_can_be_cancelled(office: Office) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    batch = await large(office)
    running = await office.start(batch)
    await holding.until(1)
    single = await office.job(sold(150), kind=JobKind.SINGLE)
    after = await office.start(single, after=[(await office.items(batch))[-1].item_id])
    await office.until(single, lambda progress: progress.wait.job_id == batch.job_id)
    office.sender.cancel(single.job_id)
    assert (await after).counts == {ItemState.CANCELLED: 1}
    await holding.let_go()
    await running


# --- what stops it by itself ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [31.0, -31.0])
async def test_a_pc_that_slept_sends_nothing_more_by_itself(office: Office, seconds: float) -> None:
    def asleep(_body: dict[str, Any]) -> Reply:
        office.slept[0] += seconds
        return 502, b""

    office.leadbyte.script = [accept, asleep]
    job, queued = await large(office), await large(office, 201, "other.csv")
    first, second = await office.start(job), await office.start(queued)
    result, other = await asyncio.gather(first, second)
    assert result.end is other.end is RunEnd.STOPPED_BY_TROUBLE
    assert result.words.startswith("This PC was asleep, or its clock was changed, while this was being sent. ")
    assert result.words.endswith("Press Continue to send the rest; nothing goes by itself.")
    assert other.counts == {ItemState.WAITING: 150}
    assert office.waits == []
    assert (await office.run(job, again=True)).counts == {ItemState.UPDATED: 150}


async def test_a_pc_that_slept_during_a_wait_sends_nothing_after_it(office: Office) -> None:
    job = await office.job(sold(1))

    async def lid_closed(_wake: asyncio.Event, _seconds: float) -> None:
        office.slept[0] += 3600

    sender = Sender(
        office.journal,
        monotonic=lambda: office.clock[0],
        wait=lid_closed,
        wall=lambda: office.clock[0] + office.slept[0],
    )
    office.leadbyte.script = [status(429)]
    result = await sender.run(job.job_id, office.client, office.hear)
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert result.counts == {ItemState.NOT_SENT: 1}
    assert len(office.leadbyte.bodies) == 1


async def test_what_a_person_starts_or_resumes_after_the_sleep_goes(office: Office) -> None:
    job = await large(office)
    running = await office.start(job)
    office.sender.pause(job.job_id)
    await office.until(job, lambda progress: progress.paused)
    office.slept[0] += 3600
    assert (await office.run(await office.job(sold(900)))).counts == {ItemState.UPDATED: 1}
    office.slept[0] += 3600
    office.sender.resume(job.job_id)
    assert (await running).counts == {ItemState.UPDATED: 150}


async def test_a_clock_that_is_set_by_some_seconds_stops_nothing(office: Office) -> None:
    def drift(body: dict[str, Any]) -> Reply:
        office.slept[0] += 29
        return accept(body)

    office.leadbyte.always = drift
    assert (await office.run(await large(office))).end is RunEnd.FINISHED


async def test_a_leadbyte_that_is_taken_away_stops_it_and_a_continue_goes_on(office: Office) -> None:
    leadbyte = ScriptedLeadByte()
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    account = Account("acme", "Acme Leads", f"http://127.0.0.1:{address[1]}{API_PATH}")
    client = LeadByteClient(account, KEY, Transports.real(account.base_url))
    job = await office.job(*(sold(n) for n in range(1, 101)))
    loop = asyncio.get_running_loop()
    enough = asyncio.Event()

    def count(body: dict[str, Any]) -> Reply:
        if len(leadbyte.bodies) == 5:
            loop.call_soon_threadsafe(enough.set)
        return accept(body)

    leadbyte.always = count
    with listener, serve(leadbyte, listener):
        running = asyncio.create_task(office.sender.run(job.job_id, client, office.hear))
        await enough.wait()
    result = await running
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert "Press Continue when LeadByte can be reached again" in result.words
    assert result.counts[ItemState.UPDATED] >= 20
    assert result.counts[ItemState.WAITING] > 0
    with socket.create_server(address) as again, serve(leadbyte, again):
        result = await office.sender.run(job.job_id, client, office.hear, again=True)
    await client.aclose()
    assert result.counts[ItemState.UPDATED] + result.counts.get(ItemState.NOT_KNOWN, 0) == 100
    sent = [lead for body in leadbyte.bodies for lead in ids(body)]
    assert len(sent) == len(set(sent))


async def test_a_journal_that_fails_lets_nothing_more_leave_and_awaits_what_is_out(
    office: Office, tmp_path: Path
) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    job = await office.job(*(plain(n) for n in range(1, 501)))
    record = office.journal.record
    full = asyncio.Event()

    async def fails(*arguments: Any) -> Any:
        if full.is_set():
            raise StorageProblem("The disk is full.")
        return await record(*arguments)

    office.journal.record = fails  # type: ignore[method-assign,assignment]  # the outside world's fault
    running = await office.start(job)
    for answered in range(1, 8):
        await holding.until(answered)
        await holding.let_go(answered)
    await holding.until(11)
    full.set()
    await holding.let_go(8)
    await office.catch_up()
    # One more may have left before it was known that the answer could not be written down.
    assert holding.arrived <= 12
    assert not running.done()
    await holding.let_go()
    with pytest.raises(StorageProblem):
        await running
    assert holding.arrived <= 12
    assert office.sender.running == ()
