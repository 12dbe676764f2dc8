"""Runs jobs: their order, their size, their retries, their pace, their end. Everything that is sent goes through here.

How many requests are in flight, and how large they are, is LeadByte's answers' to say (`pace.py`); which rows may be in
them `order.py`'s; which job's turn it is `line.py`'s. What happens to each kind of answer (`landing.py`):

- *updated*, *queued*, *refused*: written down, final.
- *not sent*, and *not known* where repeating is harmless: the same rows go again by themselves, at most 3 times in a
  run and within 10 minutes of their first attempt, and only while no later row or job has touched their leads.
- *not known* where repeating is not harmless: waits for a person; later rows of that lead in this job wait with it.
- a request refused as a whole, where repeating is harmless: halved until the culprits stand alone, the rest updated.
- LeadByte refuses the key, cannot be reached, or fails often in a row in the same way (`stop.py`), or this PC was
  asleep (`clock.py`): the run stops, the rest of the job waits for *Continue*. A group that was halved counts once, and
  only where all of it was refused.
- a row that may not leave after all, as a person settled it or another job touched its lead meanwhile, stays behind
  alone.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection, Sequence

from leadbyte_desktop.domain.job import Item, ItemState, LeadResult
from leadbyte_desktop.services.clock import SleepWatch, seconds_awake
from leadbyte_desktop.services.exchanges import Exchanges, changes_of
from leadbyte_desktop.services.landing import Landing
from leadbyte_desktop.services.line import Line
from leadbyte_desktop.services.order import Row
from leadbyte_desktop.services.predecessors import Predecessors
from leadbyte_desktop.services.progress import Progress, RunEnd, RunResult
from leadbyte_desktop.services.run import Run, SendsUpdates
from leadbyte_desktop.store.journal import Journal

_PAGE = 500
_LEFT_OUT = "Left out: it already went from this PC."


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

    def cancel(self, job_id: int) -> None:
        """Stop a running job: the requests in flight are awaited, what has not left becomes *cancelled*."""
        if run := self._line.runs.get(job_id):
            run.cancelled = True
            run.wake.set()

    def pause(self, job_id: int) -> None:
        """Hold a running job: the requests in flight are awaited, then nothing leaves until `resume`."""
        if run := self._line.runs.get(job_id):
            run.pause()

    def resume(self, job_id: int) -> None:
        """Go on with a job that is held."""
        if run := self._line.runs.get(job_id):
            # This PC may have slept while it was held. A person sits before it now.
            self._line.look_at_clocks()
            run.resume()

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
            StorageProblem: the journal could not be written. Nothing more was sent; a row whose request was out at
                that moment becomes *not known* at the next start.
        """
        if job_id in self._line.runs:
            raise ValueError(f"job {job_id} is already being sent")
        run = Run(job_id, client, on_progress, again, self._monotonic, closing=self._stopping)
        self._line.join(run)
        try:
            try:
                await self._prepare(run, after)
                await self._send_all(run)
            finally:
                await self._await_flights(run)
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
        run.read(await self._journal.job(run.job_id))
        for lead in await self._journal.held_leads(run.job_id):
            run.order.hold(lead)
            run.held = True
        run.begin()

    async def _wait_for_turn(self, run: Run) -> None:
        while not run.over and (ahead := self._line.ahead_of(run)):
            run.wake.clear()
            run.waits(f"Waits until “{ahead.title}” has been sent.", ahead.job_id)
            await run.wake.wait()

    # --- sending ----------------------------------------------------------------------------------------------------

    async def _send_all(self, run: Run) -> None:
        paused = False
        while not run.over:
            run.wake.clear()
            self._land(run)
            self._launch(run)
            if run.order.empty and not run.flights:
                return
            if run.paused is not paused:
                paused = run.paused
                run.report()
            await self._rest(run)

    def _launch(self, run: Run) -> None:
        """Let leave what may leave now."""
        wanted, run.wants = run.wants, False
        self._start_all(run)
        if wanted and not run.wants:
            # Larger jobs held back for it.
            self._line.wake_all()

    def _start_all(self, run: Run) -> None:
        while not run.over and not run.paused:
            self._read_on(run)
            if run.order.hungry and run.reading is not None:
                return
            if not (rows := self._next_rows(run)):
                if not run.order.hungry:
                    return
                continue
            self._start(run, rows)

    def _read_on(self, run: Run) -> None:
        """Begin to read on in good time, so that no request waits for it."""
        if run.reading is not None and run.reading.done():
            reading, run.reading = run.reading, None
            reading.result()
        if run.reading is None and run.order.runs_low:
            run.reading = asyncio.get_running_loop().create_task(self._read_page(run))
            run.reading.add_done_callback(lambda _reading: run.wake.set())

    def _next_rows(self, run: Run) -> list[Row]:
        """The rows of the next request, if one may leave now."""
        place = self._line.place_of(run)
        may_leave = self._line.may_leave(run)
        if not may_leave and not run.short:
            return []
        rows = run.order.take(run.now, place.pace.size, place.leads)
        if rows and not may_leave:
            # Larger jobs let it go first as soon as there is room.
            run.wants = True
            run.order.put_back(rows)
            return []
        return rows

    def _start(self, run: Run, rows: list[Row]) -> None:
        self._line.out(run, rows)
        run.flights.add(asyncio.get_running_loop().create_task(self._exchanges.send(run, rows)))

    async def _read_page(self, run: Run) -> None:
        """Read on, as far ahead as the review looked, so that the same requests come out."""
        page: list[Item] = []
        while not page and (found := await self._journal.waiting(run.job_id, run.read_to, _PAGE, again=run.again)):
            run.read_to = found[-1].position
            left_out = await self._leave_out(run, found)
            page = [item for item in found if item.item_id not in left_out]
        run.order.feed([Row(item, item.state) for item in page])

    async def _leave_out(self, run: Run, items: Sequence[Item]) -> Collection[int]:
        """Cancel those rows whose delivery or action already went; gives their item IDs."""
        with_effects = {item.item_id: item for item in items if item.update.effects}
        if not with_effects:
            return ()
        left_out = await self._journal.leave_out_repeats(run.job_id, list(with_effects))
        for item_id in left_out:
            run.move(Row(with_effects[item_id], with_effects[item_id].state), ItemState.CANCELLED)
        if left_out:
            run.report(dict.fromkeys(left_out, LeadResult(ItemState.CANCELLED, _LEFT_OUT)))
        return left_out

    async def _rest(self, run: Run) -> None:
        """Wait for an answer, for a person, or until the pace or a retry lets more leave."""
        if run.wake.is_set():
            return
        # An answer that is being written down may change what is to be waited for.
        until = None if run.paused or run.writing else self._next_try(run)
        if until is None:
            await run.wake.wait()
            return
        seconds = until - run.now
        if not run.flights:
            whole = max(1, round(seconds))
            unit = "second" if whole == 1 else "seconds"
            run.report(note=f"{run.why_waiting or 'LeadByte is busy.'} Trying again in {whole} {unit}.")
        await self._wait(run.wake, seconds)
        if not run.wake.is_set():
            run.passed = until

    def _next_try(self, run: Run) -> float | None:
        """When the clock, and nothing else, lets more leave; None where only an answer or a person can."""
        due = run.order.next_due
        until = self._line.place_of(run).pace.until
        if until > run.now:
            return until
        return due if due is not None and due > run.now and self._line.may_leave(run) else None

    # --- what came back ---------------------------------------------------------------------------------------------

    def _land(self, run: Run) -> None:
        """Take in what came back since the last look."""
        for flight in [flight for flight in run.flights if flight.done()]:
            run.flights.discard(flight)
            run.writing -= 1
            self._take_in(run, flight.result())

    def _take_in(self, run: Run, landing: Landing) -> None:
        order = run.order
        for row in (*landing.final, *landing.again):
            if row.item.item_id in landing.written:
                self._count(run, row, landing.written[row.item.item_id].state)
        changed = {**landing.written, **changes_of(landing.gone)}
        for row, item in landing.gone:
            if item.state is not row.state:
                run.move(row, item.state)
        for row in (*landing.final, *(row for row, _ in landing.gone)):
            order.settle(row)
        order.put_back(landing.back, singly=landing.singly)
        if landing.due is None:
            middle = max(1, len(landing.again) // 2)
            order.put_back(landing.again[:middle])
            order.put_back(landing.again[middle:])
        else:
            order.again(landing.again, landing.due)
        if changed:
            run.report(changed)

    def _count(self, run: Run, row: Row, state: ItemState) -> None:
        run.move(row, state)
        if row.attempts == 1:
            run.answered += 1
        if state is ItemState.NOT_KNOWN and not row.update.harmless_to_repeat:
            run.order.hold(row.update.lead)
            run.held = True

    async def _await_flights(self, run: Run) -> None:
        """Await what is in flight, however often this is cancelled: its answer is what tells sold from unsold."""
        cancelled: asyncio.CancelledError | None = None
        while out := {task for task in (*run.flights, run.reading) if task is not None and not task.done()}:
            try:
                await asyncio.wait(out, return_when=asyncio.FIRST_COMPLETED)
            except asyncio.CancelledError as error:
                cancelled, run.closing = error, True
            if run.over and not run.broken:
                self._land(run)
        if cancelled is not None:
            raise cancelled
        self._land(run)

    async def _end(self, run: Run) -> RunResult:
        if run.cancelled:
            await self._journal.cancel_waiting(run.job_id)
        job = await self._journal.job(run.job_id)
        words = ""
        if run.cancelled or (run.closing and run.stop is None):
            end = RunEnd.STOPPED_BY_PERSON
        elif run.stop is not None:
            end, words = RunEnd.STOPPED_BY_TROUBLE, run.stop.words(job.unfinished)
        elif run.held:
            end = RunEnd.WAITS_FOR_PERSON
        else:
            end = RunEnd.FINISHED
        return RunResult(run.job_id, end, dict(job.counts), words)


async def _wait_or_wake(wake: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until the event is set. Qt's timers may fire early, so the clock has the last word."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not wake.is_set():
        try:
            async with asyncio.timeout(left):
                await wake.wait()
        except TimeoutError:
            continue
