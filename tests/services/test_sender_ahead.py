"""What is written down ahead of its turn: when, and what becomes of it where it does not leave after all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from leadbyte_desktop.domain.job import Item, ItemState, Job, JobKind, Update
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.services.clock import SleepWatch
from leadbyte_desktop.services.exchanges import Exchanges
from leadbyte_desktop.services.line import Line
from leadbyte_desktop.services.order import Row
from leadbyte_desktop.services.progress import RunEnd, RunResult
from leadbyte_desktop.services.run import Run
from tests.services.sending_office import Answerer, Holding, Office, Reply, ids, plain, sold, status

FULL = 10
"""After so many good answers as many requests are in flight as ever are."""
PLAIN = tuple(plain(n) for n in range(1, 601))


class Scene:
    """A batch of which as many requests are out as ever are, LeadByte holding its answers."""

    def __init__(self, office: Office, job: Job, holding: Holding, running: asyncio.Task[RunResult]) -> None:
        self.office, self.job, self.holding, self.running = office, job, holding, running

    async def sending(self) -> list[Item]:
        """The rows that are written down as leaving."""
        return [item for item in await self.office.items(self.job) if item.state is ItemState.SENDING]

    async def until_sending(self, count: int) -> None:
        """Return once so many rows are written down as leaving."""
        async with asyncio.timeout(20):
            while len(await self.sending()) != count:
                await self.office.catch_up()

    def came(self) -> list[str]:
        """The leads that came, in their order."""
        return [lead for body in self.office.leadbyte.bodies for lead in ids(body)]


@asynccontextmanager
async def at_full_pace(
    office: Office, holding: Holding | None = None, *, rows: Sequence[Update] = PLAIN, answer: Answerer | None = None
) -> AsyncIterator[Scene]:
    holding = holding or Holding()
    office.leadbyte.always = answer or holding
    job = await office.job(*rows)
    running = await office.start(job)
    try:
        async with asyncio.timeout(20):
            await holding.until(1)
            await holding.let_go(FULL)
            await holding.until(FULL + 4)
        yield Scene(office, job, holding, running)
    finally:
        await office.end()


async def test_two_plain_requests_are_written_down_while_four_are_out(office: Office) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        await office.catch_up()
        assert len(await scene.sending()) == 6 * 25
        assert scene.holding.arrived == FULL + 4
        await scene.holding.let_go()
        assert (await scene.running).counts == {ItemState.UPDATED: 600}
    assert scene.came() == [str(n) for n in range(1, 601)]
    assert office.leadbyte.most_out == 4


async def test_a_request_is_said_to_have_left_when_it_did(office: Office) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        last = (await scene.sending())[-1]
        (waiting,) = await office.journal.attempts_of(last.item_id)
        await scene.holding.let_go(FULL + 4)
        await scene.holding.until(FULL + 6)
        (out,) = await office.journal.attempts_of(last.item_id)
        assert out.sent_at == waiting.sent_at
        (other,) = await office.journal.attempts_of((await office.items(scene.job))[FULL * 25].item_id)
        await scene.holding.let_go()
        await scene.running
        (done,) = await office.journal.attempts_of(last.item_id)
        assert other.sent_at <= waiting.sent_at < done.sent_at


async def test_a_delivery_is_never_written_down_ahead_of_its_turn(office: Office) -> None:
    async with at_full_pace(office, rows=[sold(n) for n in range(1, 121)]) as scene:
        await scene.until_sending(4 * 5)
        await office.catch_up()
        assert len(await scene.sending()) == 4 * 5


async def test_what_was_tried_before_is_not_written_down_ahead_of_its_turn(office: Office) -> None:
    holding, left_out = Holding(), "240"

    async def forget_one(body: dict[str, Any]) -> Reply:
        code, content = await holding(body)
        if len(ids(body)) == 25:
            content["leads"] = [lead for lead in content["leads"] if lead["id"] != left_out]
        return code, content

    async with at_full_pace(office, holding, answer=forget_one) as scene:
        # Of the tenth request one lead was not spoken of: it goes again by itself, but only when it has a place.
        row = (await office.items(scene.job))[int(left_out) - 1]
        await office.until(scene.job, lambda progress: row.item_id in progress.changed)
        office.clock[0] += 30
        await holding.let_go(FULL + 1)
        # What was written down already has its place now, and it would be next.
        await holding.until(FULL + 5)
        await office.catch_up()
        assert (await office.journal.item(row.item_id)).state is ItemState.NOT_KNOWN
        await holding.let_go()
        assert (await scene.running).counts == {ItemState.UPDATED: 600}
    assert [ids(body) for body in office.leadbyte.bodies].count([left_out]) == 1


async def test_a_pause_takes_back_what_has_not_left(office: Office) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        taken_back = (await scene.sending())[-1]
        office.sender.pause(scene.job.job_id)
        note = "Paused by you. 4 requests are still out; nothing more leaves."
        await office.until(scene.job, lambda progress: progress.note == note)
        await scene.until_sending(4 * 25)
        item = await office.journal.item(taken_back.item_id)
        assert (item.state, item.attempts, item.request_number) == (ItemState.WAITING, 0, None)
        assert await office.journal.attempts_of(item.item_id) == []
        await scene.holding.let_go(FULL + 4)
        await scene.until_sending(0)
        await office.catch_up()
        assert scene.holding.arrived == FULL + 4
        office.sender.resume(scene.job.job_id)
        await scene.holding.let_go()
        assert (await scene.running).counts == {ItemState.UPDATED: 600}
    assert sorted(scene.came(), key=int) == [str(n) for n in range(1, 601)]


@pytest.mark.parametrize(
    ("stop", "state"), [("cancel", ItemState.CANCELLED), ("stop_all", ItemState.WAITING)], ids=["cancel", "close"]
)
async def test_a_stop_takes_back_what_has_not_left(office: Office, stop: str, state: ItemState) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        if stop == "cancel":
            office.sender.cancel(scene.job.job_id)
        else:
            office.sender.stop_all()
        await scene.until_sending(4 * 25)
        await scene.holding.let_go()
        result = await scene.running
    assert result.end is RunEnd.STOPPED_BY_PERSON
    assert result.counts == {ItemState.UPDATED: (FULL + 4) * 25, state: 600 - (FULL + 4) * 25}
    assert len(scene.came()) == (FULL + 4) * 25


async def test_a_task_that_is_cancelled_takes_back_what_has_not_left(office: Office) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        scene.running.cancel()
        await scene.until_sending(4 * 25)
        await scene.holding.let_go()
        with pytest.raises(asyncio.CancelledError):
            await scene.running
    assert len(scene.came()) == (FULL + 4) * 25
    assert (await office.journal.job(scene.job.job_id)).counts[ItemState.WAITING] == 600 - (FULL + 4) * 25


async def test_sleep_takes_back_what_has_not_left(office: Office) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        office.slept[0] += 3600
        await scene.holding.let_go(FULL + 1)
        await scene.until_sending(3 * 25)
        await scene.holding.let_go()
        result = await scene.running
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert result.counts == {ItemState.UPDATED: (FULL + 4) * 25, ItemState.WAITING: 600 - (FULL + 4) * 25}
    assert len(scene.came()) == (FULL + 4) * 25


@pytest.mark.parametrize("code", [503, 413])
async def test_trouble_takes_back_what_is_too_soon_or_too_large(office: Office, code: int) -> None:
    first = FULL * 25 + 1
    holding = Holding()

    async def refuse_one(body: dict[str, Any]) -> Reply:
        reply = await holding(body)
        return (code, b"") if len(ids(body)) == 25 and ids(body)[0] == str(first) else reply

    async with at_full_pace(office, holding, answer=refuse_one) as scene:
        await scene.until_sending(6 * 25)
        await holding.let_go(FULL + 1)
        if code == 503:
            # It backs off: nothing more leaves before two of the three are answered, and nothing is written down.
            await scene.until_sending(3 * 25)
            await holding.let_go(FULL + 3)
        await holding.until(FULL + 5)
        await holding.let_go()
        assert (await scene.running).counts == {ItemState.UPDATED: 600}
    assert len(ids(office.leadbyte.bodies[FULL + 4])) <= 13
    twice = range(first, first + 25)
    assert sorted(map(int, scene.came())) == sorted([*range(1, 601), *twice])


async def test_no_network_takes_back_what_is_too_soon(office: Office) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        office.problems.practise(PractiseProblem.LOSE_NETWORK, 1)
        await scene.holding.let_go(FULL + 1)
        # The first that was written down left and did not arrive; three are out, which is one too many by now.
        await scene.until_sending(3 * 25)
        await office.catch_up()
        assert len(await scene.sending()) == 3 * 25
        await scene.holding.let_go()
        assert (await scene.running).counts == {ItemState.UPDATED: 600}
    assert sorted(map(int, scene.came())) == list(range(1, 601))


async def test_a_single_lead_goes_before_what_was_written_down_ahead(office: Office) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        alone = await office.job(sold(900), kind=JobKind.SINGLE)
        single = await office.start(alone)
        await office.until(alone, lambda progress: progress.wait.job_id == scene.job.job_id)
        # Two places come free at once: the second is not taken before the single lead has left either.
        await scene.holding.let_go(FULL + 2)
        await scene.holding.until(FULL + 6)
        assert ids(office.leadbyte.bodies[FULL + 4]) == ["900"]
        await scene.holding.let_go()
        assert (await single).counts == {ItemState.UPDATED: 1}
        assert (await scene.running).counts == {ItemState.UPDATED: 600}


async def test_a_single_lead_of_a_row_that_was_written_down_ahead_goes_after_it(office: Office) -> None:
    async with at_full_pace(office) as scene:
        await scene.until_sending(6 * 25)
        lead = (await scene.sending())[-1].update.lead.number
        single = await office.start(await office.job(plain(lead, "newer"), kind=JobKind.SINGLE))
        await office.catch_up()
        await scene.holding.let_go()
        await single
        await scene.running
    values = [
        each["update"]["postcode"] for body in office.leadbyte.bodies for each in body["leads"] if each["id"] == lead
    ]
    assert values == ["A", "newer"]


async def test_a_pause_at_the_very_moment_at_which_its_turn_comes_holds_it_back(office: Office) -> None:
    job = await office.job(plain(1), plain(2))
    line = Line(SleepWatch(lambda: office.clock[0], lambda: office.clock[0]))
    exchanges = Exchanges(office.journal, line, lambda: office.clock[0], lambda: 0.5)
    run = Run(job.job_id, office.client, office.hear, again=False, monotonic=lambda: office.clock[0])
    line.join(run)
    run.read(job)
    rows = [Row(item, item.state) for item in await office.items(job)]
    turn = asyncio.get_running_loop().create_future()
    line.take_up(run, rows)
    flight = asyncio.create_task(exchanges.send(run, rows, turn))
    while await office.states(job) != ["sending", "sending"]:
        await office.catch_up()
    line.out(run)
    turn.set_result(True)
    run.pause()
    landing = await flight
    assert (landing.back, landing.written) == (rows, {})
    assert await office.states(job) == ["waiting", "waiting"]
    assert office.leadbyte.bodies == []
    place = line.place_of(run)
    assert (place.in_flight, place.leads, run.out, run.marking) == (0, set(), 0, 0)


# --- what happens while a request is being written down, its turn having come -----------------------------------------


def while_written_down(
    office: Office, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[Office, int], None], *, request: int = 1
) -> None:
    """Let something happen between the writing down of the job's n-th request and its leaving."""
    mark, marked = office.journal.mark_sending, 0

    async def slow(job_id: int, *arguments: Any) -> int:
        nonlocal marked
        number = await mark(job_id, *arguments)
        marked += 1
        if marked == request:
            meanwhile(office, job_id)
        return number

    monkeypatch.setattr(office.journal, "mark_sending", slow)


def cancel(office: Office, job_id: int) -> None:
    office.sender.cancel(job_id)


def close(office: Office, _job_id: int) -> None:
    office.sender.stop_all()


def sleep(office: Office, _job_id: int) -> None:
    office.slept[0] += 3600


def pause(office: Office, job_id: int) -> None:
    office.sender.pause(job_id)


@pytest.mark.parametrize(
    ("stop", "end", "state"),
    [
        (cancel, RunEnd.STOPPED_BY_PERSON, ItemState.CANCELLED),
        (close, RunEnd.STOPPED_BY_PERSON, ItemState.WAITING),
        (sleep, RunEnd.STOPPED_BY_TROUBLE, ItemState.WAITING),
    ],
)
async def test_what_is_being_written_down_at_a_stop_does_not_leave(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    stop: Callable[[Office, int], None],
    end: RunEnd,
    state: ItemState,
) -> None:
    while_written_down(office, monkeypatch, stop)
    job = await office.job(sold(1), sold(2))
    result = await office.run(job)
    assert office.leadbyte.bodies == []
    assert (result.end, result.counts) == (end, {state: 2})
    assert [await office.journal.attempts_of(item.item_id) for item in await office.items(job)] == [[], []]


async def test_what_is_being_written_down_at_a_pause_leaves_after_it_and_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_written_down(office, monkeypatch, pause)
    job = await office.job(sold(1), sold(2))
    running = await office.start(job)
    held = "Paused by you. Nothing leaves until you press Resume."
    await office.until(job, lambda progress: progress.note == held)
    assert office.leadbyte.bodies == []
    assert await office.states(job) == ["waiting", "waiting"]
    office.sender.resume(job.job_id)
    assert (await running).counts == {ItemState.UPDATED: 2}
    assert [ids(body) for body in office.leadbyte.bodies] == [["1", "2"]]


@pytest.mark.parametrize("stop", [cancel, close, sleep])
@pytest.mark.parametrize(("row", "code", "state"), [(sold, 429, ItemState.NOT_SENT), (plain, 502, ItemState.NOT_KNOWN)])
async def test_a_retry_that_is_being_written_down_at_a_stop_does_not_leave(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    stop: Callable[[Office, int], None],
    row: Callable[[int], Update],
    code: int,
    state: ItemState,
) -> None:
    while_written_down(office, monkeypatch, stop, request=2)
    office.leadbyte.script = [status(code)]
    job = await office.job(row(1))
    result = await office.run(job)
    assert len(office.leadbyte.bodies) == 1
    assert result.counts == office.seen[-1].counts == {state: 1}


async def test_a_retry_that_is_being_written_down_at_a_pause_leaves_after_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_written_down(office, monkeypatch, pause, request=2)
    office.leadbyte.script = [status(429)]
    job = await office.job(sold(1))
    running = await office.start(job)
    await office.until(job, lambda progress: progress.paused)
    stopped = "This was stopped before it left. Nothing was sent."
    (item,) = await office.items(job)
    async with asyncio.timeout(20):
        while (await office.journal.attempts_of(item.item_id))[-1].problem != stopped:
            await office.catch_up()
    (item,) = await office.items(job)
    assert (item.state, item.words) == (ItemState.NOT_SENT, stopped)
    assert len(office.leadbyte.bodies) == 1
    office.sender.resume(job.job_id)
    assert (await running).counts == office.seen[-1].counts == {ItemState.UPDATED: 1}
    assert len(office.leadbyte.bodies) == 2
