"""Runs a job: its order, its size, its retries, its pace, its end. Everything that is sent goes through here.

One request is in flight at a time. What happens to each kind of answer:

- *updated*, *queued*, *refused*: written down, final.
- *not sent*, and *not known* where repeating is harmless: the same rows go again by themselves, at most 3 times in a
  run and within 10 minutes of their first attempt, and only while no later row or job has touched their leads.
- *not known* where repeating is not harmless: waits for a person; later rows of that lead in this job wait with it.
- a request refused as a whole, where repeating is harmless: halved until the culprits stand alone, the rest updated.
- LeadByte refuses the key, cannot be reached, or fails often in a row in the same way (`stop.py`): the run stops, the
  rest of the job waits for *Continue*. A group that was halved counts once, and only where all of it was refused.
- a row that may not leave after all, as a person settled it or another job touched its lead meanwhile, stays behind
  alone.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.api.failures import may_go_again
from leadbyte_desktop.api.requests import ApiRequest, put_updates
from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.grouping import Planner
from leadbyte_desktop.domain.job import Item, ItemState, LeadResult, Update
from leadbyte_desktop.services.progress import Progress, RunEnd, RunResult
from leadbyte_desktop.services.stop import Stop, Trouble
from leadbyte_desktop.store.journal import Journal

_PAGE = 500
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 30.0
# These refuse the request before anything in it is looked at, so they say nothing of its leads.
_UNREAD = frozenset({401, 403, 404, 405, 413})
_BROKE = "The app broke while this was being sent. It may or may not have reached LeadByte."


class SendsUpdates(Protocol):
    """What the sender needs of the client."""

    @property
    def base_url(self) -> str:
        """Where requests go, for the journal."""

    async def send(self, request: ApiRequest, updates: Sequence[Update]) -> Answer:
        """Send one request; the world's faults come back as results, never as exceptions."""


@dataclass(slots=True)
class _Row:
    """An item on its way through this run."""

    item: Item
    state: ItemState
    attempts: int = 0
    first_attempt: float = 0.0

    @property
    def update(self) -> Update:
        return self.item.update


@dataclass(slots=True)
class _Run:
    """What one run of a job remembers."""

    job_id: int
    client: SendsUpdates
    on_progress: Callable[[Progress], None]
    again: bool
    counts: dict[ItemState, int]
    started: float
    planner: Planner[_Row] = field(default_factory=Planner)
    after: int = 0
    ahead: list[Item] = field(default_factory=list)
    read_all: bool = False
    answered: int = 0
    held: bool = False
    trouble: Trouble = field(default_factory=Trouble)
    stop: Stop | None = None
    wanted_stop: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    cancel: bool = False

    def heed(self, stop: Stop | None) -> None:
        """Send nothing more where there is a reason to stop."""
        if stop is not None:
            self.stop = stop
            self.wanted_stop.set()


class Sender:
    """Sends the items of jobs that stand in the journal.

    Args:
        journal: where every request is written down before it leaves and after it was answered.
        monotonic: seconds from a clock that never jumps.
        jitter: a number from 0 to 1, to spread retries.
    """

    def __init__(
        self,
        journal: Journal,
        monotonic: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
        wait: Callable[[asyncio.Event, float], Awaitable[None]] | None = None,
    ) -> None:
        self._journal = journal
        self._monotonic = monotonic
        self._jitter = jitter
        self._wait = wait or _wait_or_stop
        self._in_flight = asyncio.Lock()
        self._runs: dict[int, _Run] = {}
        self._stopping = False

    @property
    def running(self) -> tuple[int, ...]:
        """The jobs that are being sent."""
        return tuple(self._runs)

    def cancel(self, job_id: int) -> None:
        """Stop a running job: the request in flight is awaited, what has not left becomes *cancelled*."""
        if run := self._runs.get(job_id):
            run.cancel = True
            run.wanted_stop.set()

    def stop_all(self) -> None:
        """Stop for good, when the app closes; what has not left stays *waiting* for a later *Continue*.

        Requests in flight are awaited, see `wait_for_end`. A run that is started later sends nothing.
        """
        self._stopping = True
        for run in self._runs.values():
            run.wanted_stop.set()

    async def wait_for_end(self) -> None:
        """Return once no job is being sent: every request that left was answered and written down."""
        for run in list(self._runs.values()):
            await run.ended.wait()

    async def run(
        self,
        job_id: int,
        client: SendsUpdates,
        on_progress: Callable[[Progress], None],
        *,
        again: bool = False,
    ) -> RunResult:
        """Send what waits in a job.

        Args:
            job_id: a job of the journal.
            client: the account's client.
            on_progress: called after every request, on the loop's thread.
            again: a person said *Continue*: rows that surely were not sent, and those harmless to repeat, go too.

        Raises:
            StorageProblem: the journal could not be written. Nothing more was sent; a row whose request was out at
                that moment becomes *not known* at the next start.
        """
        if job_id in self._runs:
            raise ValueError(f"job {job_id} is already being sent")
        run = self._runs[job_id] = _Run(job_id, client, on_progress, again, {}, self._monotonic())
        if self._stopping:
            run.wanted_stop.set()
        try:
            run.counts = dict((await self._journal.job(job_id)).counts)
            for lead in await self._journal.held_leads(job_id):
                run.planner.hold(lead)
                run.held = True
            await self._send_groups(run)
            return await self._end(run)
        finally:
            del self._runs[job_id]
            run.ended.set()

    async def _send_groups(self, run: _Run) -> None:
        while not run.wanted_stop.is_set():
            await self._fill(run)
            group = run.planner.next_group()
            if not group:
                return
            await self._send_group(run, group)

    async def _fill(self, run: _Run) -> None:
        """Let the planner look ahead as far as the review did, so that the same requests come out."""
        while run.planner.wants_more and (run.ahead or not run.read_all):
            if not run.ahead:
                run.ahead = await self._read_page(run)
            room = run.planner.room
            run.planner.feed(_Row(item, item.state) for item in run.ahead[:room])
            del run.ahead[:room]

    async def _read_page(self, run: _Run) -> list[Item]:
        page = await self._journal.waiting(run.job_id, run.after, _PAGE, again=run.again)
        if not page:
            run.read_all = True
            return []
        run.after = page[-1].position
        left_out = await self._leave_out(run, [_Row(item, item.state) for item in page])
        return [item for item in page if item.item_id not in left_out]

    async def _leave_out(self, run: _Run, rows: Sequence[_Row]) -> Collection[int]:
        """Cancel those rows whose delivery or action already went; gives their item IDs."""
        with_effects = {row.item.item_id: row for row in rows if row.update.effects}
        if not with_effects:
            return ()
        left_out = await self._journal.leave_out_repeats(run.job_id, list(with_effects))
        for item_id in left_out:
            _move(run.counts, with_effects[item_id].state, ItemState.CANCELLED)
        if left_out:
            words = "Left out: it already went from this PC."
            self._report(run, dict.fromkeys(left_out, LeadResult(ItemState.CANCELLED, words)))
        return left_out

    async def _send_group(self, run: _Run, group: list[_Row]) -> None:
        """Send a group, and what of it may go again, before anything later leaves."""
        parts: deque[list[_Row]] = deque([group])
        halved = False
        while parts and not run.wanted_stop.is_set():
            part = parts.popleft()
            try:
                rows, answer = await self._send_once(run, part)
            except NotAllowedNow:
                if len(part) > 1:
                    parts.extendleft([row] for row in reversed(part))
                else:
                    await self._look_again(run, part[0])
                continue
            if answer is None:
                continue
            splitting = _worth_splitting(answer, rows)
            seconds = self._seconds_to_wait(answer, rows[0].attempts)
            again = rows if splitting else [row for row in rows if self._goes_again(row, answer, seconds)]
            if splitting or (again and answer.shrink):
                middle = max(1, len(again) // 2)
                parts.extendleft(half for half in (again[middle:], again[:middle]) if half)
            elif again:
                parts.appendleft(again)
            if splitting:
                halved = True
            elif again:
                await self._pause(run, answer, seconds)
            elif not (halved and answer.whole_refusal and answer.status not in _UNREAD):
                run.heed(run.trouble.after(answer, [row.update for row in rows]))
        if halved and not parts:
            run.heed(run.trouble.after_halving(got_through=any(row.state is ItemState.UPDATED for row in group)))

    async def _look_again(self, run: _Run, row: _Row) -> None:
        """See what the journal says of a row that it did not let go."""
        item = await self._journal.item(row.item.item_id)
        if item.state is not row.state:
            _move(run.counts, row.state, item.state)
            row.state = item.state
            said = LeadResult(item.state, item.words, item.confirmation, item.warnings)
            self._report(run, {item.item_id: said})

    async def _allowed(self, run: _Run, rows: list[_Row]) -> list[_Row]:
        """Leave out what was touched by a later row or job since, or already went to its buyer."""
        tried = [row.item.item_id for row in rows if row.attempts or row.item.attempts]
        touched = await self._journal.touched_later(tried) if tried else set()
        left_out = await self._leave_out(run, rows)
        return [row for row in rows if row.item.item_id not in touched and row.item.item_id not in left_out]

    async def _send_once(self, run: _Run, part: list[_Row]) -> tuple[list[_Row], Answer | None]:
        """Send what of these rows may leave now; gives these, and the answer if any left.

        Raises:
            NotAllowedNow: a row may not leave after all; nothing was sent.
        """
        async with self._in_flight:
            # Looked at only here: until now another job may have been sending, and a person may have pressed Cancel.
            rows = [] if run.wanted_stop.is_set() else await self._allowed(run, part)
            if not rows:
                return [], None
            request = put_updates([row.update for row in rows])
            ids = [row.item.item_id for row in rows]
            number = await self._journal.mark_sending(
                run.job_id, ids, request.method, request.url(run.client.base_url), request.body_text()
            )
            for row in rows:
                row.attempts += 1
                row.first_attempt = row.first_attempt or self._monotonic()
            # A request that has left is never abandoned: its answer is what tells sold from unsold.
            answer, written = await asyncio.shield(self._exchange(run, rows, number, request))
        self._count(run, rows, written)
        return rows, answer

    async def _exchange(
        self, run: _Run, rows: list[_Row], number: int, request: ApiRequest
    ) -> tuple[Answer, dict[int, LeadResult]]:
        """Send a request that was written down, and write down what became of it, whatever that is."""
        try:
            answer = await run.client.send(request, [row.update for row in rows])
            results = self._results(rows, answer)
        except BaseException:
            broke = LeadResult(ItemState.NOT_KNOWN, _BROKE)
            await self._journal.record(number, {row.item.item_id: broke for row in rows}, None, "", _BROKE)
            raise
        return answer, await self._journal.record(number, results, answer.status, answer.reply, answer.problem)

    def _results(self, rows: list[_Row], answer: Answer) -> dict[int, LeadResult]:
        """What is written down for each row. A refusal of the whole that will be split is no lead's refusal yet."""
        results = {row.item.item_id: answer.results[row.update.lead] for row in rows}
        if not _worth_splitting(answer, rows):
            return results
        return {
            item_id: LeadResult(ItemState.NOT_SENT, f"LeadByte refused the whole request: {result.words}")
            for item_id, result in results.items()
        }

    def _count(self, run: _Run, rows: list[_Row], results: dict[int, LeadResult]) -> None:
        for row in rows:
            new = results[row.item.item_id].state
            _move(run.counts, row.state, new)
            row.state = new
            if row.attempts == 1:
                run.answered += 1
            if new is ItemState.NOT_KNOWN and not row.update.harmless_to_repeat:
                run.planner.hold(row.update.lead)
                run.held = True
        self._report(run, results)

    def _report(self, run: _Run, changed: dict[int, LeadResult], note: str = "") -> None:
        elapsed = self._monotonic() - run.started
        rate = run.answered / elapsed if elapsed > 0 and run.answered else 0.0
        waiting = run.counts.get(ItemState.WAITING, 0)
        left = waiting / rate if rate else None
        run.on_progress(Progress(run.job_id, dict(run.counts), rate, left, changed, note))

    def _goes_again(self, row: _Row, answer: Answer, seconds: float) -> bool:
        """Whether a row goes again by itself after a wait of so many seconds."""
        if answer.results[row.update.lead].state is ItemState.REFUSED:
            return False
        age = timedelta(seconds=self._monotonic() + seconds - row.first_attempt)
        return may_go_again(row.update, row.state, row.attempts, age)

    def _seconds_to_wait(self, answer: Answer, attempts: int) -> float:
        if answer.retry_after is not None:
            return max(_FIRST_WAIT, answer.retry_after)
        return min(_LONGEST_WAIT, _FIRST_WAIT * 4.0 ** (attempts - 1)) * (0.75 + 0.5 * self._jitter())

    async def _pause(self, run: _Run, answer: Answer, seconds: float) -> None:
        whole = max(1, round(seconds))
        unit = "second" if whole == 1 else "seconds"
        self._report(run, {}, f"{answer.problem or 'LeadByte is busy.'} Trying again in {whole} {unit}.")
        await self._wait(run.wanted_stop, seconds)

    async def _end(self, run: _Run) -> RunResult:
        if run.cancel:
            await self._journal.cancel_waiting(run.job_id)
        job = await self._journal.job(run.job_id)
        words = ""
        if run.cancel or (run.wanted_stop.is_set() and run.stop is None):
            end = RunEnd.STOPPED_BY_PERSON
        elif run.stop is not None:
            end, words = RunEnd.STOPPED_BY_TROUBLE, run.stop.words(job.unfinished)
        elif run.held:
            end = RunEnd.WAITS_FOR_PERSON
        else:
            end = RunEnd.FINISHED
        return RunResult(run.job_id, end, dict(job.counts), words)


def _worth_splitting(answer: Answer, rows: Sequence[_Row]) -> bool:
    """Whether halving may find the culprits: LeadByte refused the whole, and repeating is harmless."""
    return (
        answer.whole_refusal
        and not answer.key_refused
        and len(rows) > 1
        and all(row.update.harmless_to_repeat for row in rows)
    )


def _move(counts: dict[ItemState, int], old: ItemState, new: ItemState) -> None:
    counts[old] = counts.get(old, 0) - 1
    if not counts[old]:
        del counts[old]
    counts[new] = counts.get(new, 0) + 1


async def _wait_or_stop(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until a stop is wanted."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
