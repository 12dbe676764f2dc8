"""Runs jobs: their order, their size, their retries, their pace, their end. Everything that is sent goes through here.

How many requests are in flight, and how large they are, is LeadByte's answers' to say (`pace.py`); which rows may be in
them `order.py`'s; which job's turn it is `line.py`'s. What happens to each kind of answer (`landing.py`):

- *updated*, *queued*, *refused*: written down, final.
- *not sent*, and *not known* where repeating is harmless: the same rows go again by themselves, at most 3 times in a
  run and within 10 minutes of their first attempt, and only while no later row or job has touched their leads.
- a delivery that LeadByte refuses because no update came with it: written down as *not sent*, as LeadByte did nothing,
  then it goes at once by LeadByte's second way (`domain/route.py`), alone and in a request of its own. After a kill
  between the two a *Continue* asks the first way once more. Where the first answer is not known, there is no second.
- *not known* where repeating is not harmless: waits for a person; later rows of that lead in this job wait with it.
- a request refused as a whole, where repeating is harmless: halved until the culprits stand alone, the rest updated.
  While such an answer is being written down, later requests go on.
- LeadByte refuses the key, cannot be reached, or fails often in a row in the same way (`stop.py`), or this PC was
  asleep (`clock.py`): the run stops, the rest of the job waits for *Continue*. A group that was halved counts once, and
  only where all of it was refused.
- a row that may not leave after all, as a person settled it or another job touched its lead meanwhile, stays behind
  alone.

While LeadByte answers well, the next two requests without a delivery or action are written down before their turn has
come (`Line.may_prepare`), so that they leave the moment an answer makes room. Where they are not to leave then, they
are taken back; so is any request that a person, or the sleep of this PC, stops while it is being written down.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection

from leadbyte_desktop.services.clock import SleepWatch, seconds_awake
from leadbyte_desktop.services.exchanges import Exchanges
from leadbyte_desktop.services.line import Line
from leadbyte_desktop.services.predecessors import Predecessors
from leadbyte_desktop.services.progress import Progress, RunEnd, RunResult, Wait
from leadbyte_desktop.services.run import Run, SendsUpdates
from leadbyte_desktop.services.sending import Sending
from leadbyte_desktop.store.journal import Journal


class Sender:
    """Sends the items of jobs that stand in the journal.

    Args:
        journal: where every request is written down before it leaves and after it was answered.
        monotonic: seconds from a clock that never jumps, and stands still while this PC is asleep.
        jitter: a number from 0 to 1, to spread retries.
        wait: waits for so many seconds, or until the event is set.
        wall: seconds from the clock that shows the time of day.
    """

    def __init__(
        self,
        journal: Journal,
        monotonic: Callable[[], float] = seconds_awake,
        jitter: Callable[[], float] = random.random,
        wait: Callable[[asyncio.Event, float], Awaitable[None]] | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._journal = journal
        self._monotonic = monotonic
        self._wait = wait or _wait_or_wake
        self._line = Line(SleepWatch(monotonic, wall))
        self._exchanges = Exchanges(journal, self._line, monotonic, jitter)
        self._stopping = False

    @property
    def running(self) -> tuple[int, ...]:
        """The jobs that are being sent, paused, or waiting for their turn, in the order in which they came."""
        return tuple(self._line.runs)

    @property
    def paused(self) -> frozenset[int]:
        """Those of the running jobs that a person holds."""
        return frozenset(job_id for job_id, run in self._line.runs.items() if run.paused)

    def cancel(self, job_id: int) -> None:
        """Stop a running job: the requests in flight are awaited, what has not left becomes *cancelled*."""
        if run := self._line.runs.get(job_id):
            run.cancelled = True
            run.wake.set()

    def pause(self, job_id: int) -> None:
        """Hold a running job: the requests in flight are awaited, then nothing leaves until `resume`."""
        if run := self._line.runs.get(job_id):
            run.pause()
            # Those that wait for it say that it is held.
            self._line.wake_all()

    def resume(self, job_id: int) -> None:
        """Go on with a job that is held."""
        if run := self._line.runs.get(job_id):
            # This PC may have slept while it was held. A person sits before it now.
            self._line.look_at_clocks()
            run.resume()
            self._line.wake_all()

    def stop_all(self) -> None:
        """Stop for good, when the app closes; what has not left stays *waiting* for a later *Continue*.

        Requests in flight are awaited, see `wait_for_end`. A run that is started later sends nothing.
        """
        self._stopping = True
        for run in self._line.runs.values():
            run.closing = True
            run.wake.set()

    async def wait_for_end(self) -> None:
        """Return once no job is being sent: every request that left was answered and written down."""
        for run in list(self._line.runs.values()):
            await run.ended.wait()

    async def run(
        self,
        job_id: int,
        client: SendsUpdates,
        on_progress: Callable[[Progress], None],
        *,
        again: bool = False,
        after: Collection[int] = (),
    ) -> RunResult:
        """Send what waits in a job.

        A single lead's job, or one of which no more than five rows are unsent, goes between two requests of a larger
        one. Larger ones are sent one after the other, in the order in which they came. Where this is cancelled, it
        still awaits what is in flight.

        Args:
            job_id: a job of the journal.
            client: the account's client.
            on_progress: called after every request, on the loop's thread.
            again: a person said *Continue*: rows that surely were not sent, and those harmless to repeat, go too.
            after: items of other jobs, all being sent, that must come to their end before this job begins.

        Raises:
            StorageProblem: the journal could not be written. Nothing more leaves but what was leaving at that very
                moment; a row whose request was out then becomes *not known* at the next start.
        """
        if job_id in self._line.runs:
            raise ValueError(f"job {job_id} is already being sent")
        run = Run(job_id, client, on_progress, again, self._monotonic, closing=self._stopping)
        sending = Sending(run, self._journal, self._line, self._exchanges, self._wait)
        self._line.join(run)
        try:
            try:
                await self._prepare(run, after)
                await sending.send_all()
            finally:
                await sending.await_flights()
            return await self._end(run)
        finally:
            self._line.leave(run)

    # --- before the first request -----------------------------------------------------------------------------------

    async def _prepare(self, run: Run, after: Collection[int]) -> None:
        """Wait for what goes before, and see what of the job waits for a person."""
        run.read(await self._journal.job(run.job_id))
        run.measure()
        await Predecessors(self._journal, self._line, run).wait(after)
        await self._wait_for_turn(run)
        job = await self._journal.job(run.job_id)
        run.read(job)
        if job.trouble and not run.over:
            await self._journal.write_trouble(run.job_id, "")
        for lead in await self._journal.held_leads(run.job_id):
            run.order.hold(lead)
            run.held = True
        run.begin()

    async def _wait_for_turn(self, run: Run) -> None:
        while not run.over and (ahead := self._line.ahead_of(run)):
            run.wake.clear()
            note = f"Waits until “{ahead.title}” has been sent.{ahead.held_words}"
            run.waits(Wait(note, f"In line behind “{ahead.title}”", ahead.job_id))
            await run.wake.wait()

    async def _end(self, run: Run) -> RunResult:
        if run.cancelled:
            await self._journal.cancel_waiting(run.job_id)
        job = await self._journal.job(run.job_id)
        words = ""
        if run.cancelled or (run.closing and run.stop is None):
            end = RunEnd.STOPPED_BY_PERSON
        elif run.stop is not None:
            end, words = RunEnd.STOPPED_BY_TROUBLE, run.stop.words(job.unfinished)
            await self._journal.write_trouble(run.job_id, words)
        elif run.held:
            end = RunEnd.WAITS_FOR_PERSON
        else:
            end = RunEnd.FINISHED
        return RunResult(run.job_id, end, dict(job.counts), words, job.left_out)


async def _wait_or_wake(wake: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until the event is set. Qt's timers may fire early, so the clock has the last word."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not wake.is_set():
        try:
            async with asyncio.timeout(left):
                await wake.wait()
        except TimeoutError:
            continue
