"""One run of a job on its way: what leaves when, and what becomes of what came back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence

from leadbyte_desktop.domain.job import LEFT_OUT, Item, ItemState, LeadResult
from leadbyte_desktop.services.exchanges import Exchanges, changes_of
from leadbyte_desktop.services.landing import Landing
from leadbyte_desktop.services.line import Line
from leadbyte_desktop.services.order import Row
from leadbyte_desktop.services.progress import Wait
from leadbyte_desktop.services.run import Prepared, Run
from leadbyte_desktop.store.journal import Journal

_FIRST = asyncio.FIRST_COMPLETED
_PAGE = 500
_LEFT_OUT = f"{LEFT_OUT} it already went from this PC."


class Sending:
    """Sends what waits in one job.

    Args:
        run: the run.
        journal: where the job stands.
        line: who may send when.
        exchanges: makes the requests.
        wait: waits for so many seconds, or until the event is set.
    """

    def __init__(
        self,
        run: Run,
        journal: Journal,
        line: Line,
        exchanges: Exchanges,
        wait: Callable[[asyncio.Event, float], Awaitable[None]],
    ) -> None:
        self._run, self._journal, self._line, self._exchanges, self._wait = run, journal, line, exchanges, wait

    async def send_all(self) -> None:
        """Return once nothing of the job is left to send, or the run is over; then `await_flights`.

        Raises:
            StorageProblem: the journal could not be read or written.
        """
        while not self._run.over:
            self._run.wake.clear()
            self._land()
            self._launch()
            if self._run.order.empty and not self._run.flights:
                return
            await self._rest()

    def _launch(self) -> None:
        """Let leave what may leave now."""
        wanted, self._run.wants = self._run.wants, False
        self._start_all()
        if wanted and not self._run.wants:
            # Larger jobs held back for it.
            self._line.wake_all()

    def _start_all(self) -> None:
        self._call_up()
        while not self._run.over and not self._run.paused:
            self._read_on()
            if self._run.order.hungry and self._run.reading is not None:
                return
            if not self._start_next() and not self._run.order.hungry:
                return

    def _call_up(self) -> None:
        """Let leave what was prepared, as far as its turn has come; take it back where it is not to leave now."""
        prepared = self._run.prepared
        while prepared and self._line.may_leave(self._run) and self._stands(prepared[0]):
            self._line.out(self._run)
            prepared.popleft().turn.set_result(True)
        if not all(map(self._stands, prepared)):
            self._take_back()

    def _stands(self, prepared: Prepared) -> bool:
        """Whether what was prepared may still leave as it is: no person and no answer speaks against it."""
        pace = self._line.place_of(self._run).pace
        held = self._run.over or self._run.paused or self._run.now < pace.until
        return not held and len(prepared.rows) <= pace.size(prepared.rows[0].most)

    def _take_back(self) -> None:
        """Let nothing leave of what was prepared."""
        while self._run.prepared:
            self._run.prepared.popleft().turn.set_result(False)

    def _read_on(self) -> None:
        """Begin to read on in good time, so that no request waits for it."""
        if self._run.reading is not None and self._run.reading.done():
            reading, self._run.reading = self._run.reading, None
            reading.result()
        if self._run.reading is None and self._run.order.runs_low:
            self._run.reading = asyncio.get_running_loop().create_task(self._read_page())
            self._run.reading.add_done_callback(lambda _reading: self._run.wake.set())

    def _start_next(self) -> bool:
        """Start the next request, if one may leave or be prepared now; False where none may."""
        place = self._line.place_of(self._run)
        may_leave, may_prepare = self._line.may_leave(self._run), self._line.may_prepare(self._run)
        if not (may_leave or may_prepare or self._run.short):
            return False
        rows = self._run.order.take(self._run.now, place.pace.size, place.leads)
        if not rows:
            return False
        if may_leave or (may_prepare and _bears_waiting(rows)):
            self._start(rows, at_once=may_leave)
            return True
        self._run.order.put_back(rows)
        if self._run.short:
            # Larger jobs let it go first as soon as there is room.
            self._run.wants = True
            self._tell_of_wait()
        return False

    def _tell_of_wait(self) -> None:
        """Say so where nothing of it is out, and its turn comes only with the answer to another job's request."""
        other = self._line.busy_with(self._run)
        if other is not None and not self._run.out:
            note = f"Waits for LeadByte’s answer to what “{other.title}” has sent."
            self._run.waits(Wait(note, f"Next after “{other.title}”", other.job_id))

    def _start(self, rows: list[Row], *, at_once: bool) -> None:
        loop = asyncio.get_running_loop()
        self._run.waits()
        self._line.take_up(self._run, rows)
        prepared = Prepared(rows, loop.create_future())
        if at_once:
            self._line.out(self._run)
            prepared.turn.set_result(True)
        else:
            self._run.prepared.append(prepared)
        self._run.flights.add(loop.create_task(self._exchanges.send(self._run, rows, prepared.turn)))

    async def _read_page(self) -> None:
        """Read on, as far ahead as the review looked, so that the same requests come out."""
        page: list[Item] = []
        while not page and (
            found := await self._journal.waiting(self._run.job_id, self._run.read_to, _PAGE, again=self._run.again)
        ):
            self._run.read_to = found[-1].position
            left_out = await self._leave_out(found)
            page = [item for item in found if item.item_id not in left_out]
        self._run.order.feed([Row(item, item.state) for item in page])

    async def _leave_out(self, items: Sequence[Item]) -> Collection[int]:
        """Cancel those rows whose delivery or action already went; gives their item IDs."""
        with_effects = {item.item_id: item for item in items if item.update.effects}
        if not with_effects:
            return ()
        left_out = await self._journal.leave_out_repeats(self._run.job_id, list(with_effects))
        for item_id in left_out:
            self._run.leave_out(Row(with_effects[item_id], with_effects[item_id].state))
        if left_out:
            self._run.report(dict.fromkeys(left_out, LeadResult(ItemState.CANCELLED, _LEFT_OUT)))
        return left_out

    async def _rest(self) -> None:
        """Wait for an answer, for a person, or until the pace or a retry lets more leave."""
        if self._run.wake.is_set():
            return
        # An answer that is being written down may change what is to be waited for.
        until = None if self._run.paused or self._run.writing else self._next_try()
        if until is None:
            await self._run.wake.wait()
            return
        seconds = until - self._run.now
        if not self._run.flights:
            whole = max(1, round(seconds))
            unit = "second" if whole == 1 else "seconds"
            self._run.report(note=f"{self._run.why_waiting or 'LeadByte is busy.'} Trying again in {whole} {unit}.")
        await self._wait(self._run.wake, seconds)
        if not self._run.wake.is_set():
            self._run.passed = until

    def _next_try(self) -> float | None:
        """When the clock, and nothing else, lets more leave; None where only an answer or a person can."""
        due = self._run.order.next_due
        until = self._line.place_of(self._run).pace.until
        if until > self._run.now:
            return until
        return due if due is not None and due > self._run.now and self._line.may_leave(self._run) else None

    async def await_flights(self) -> None:
        """Await what is in flight, however often this is cancelled: its answer is what tells sold from unsold.

        Raises:
            StorageProblem: an answer could not be written down.
        """
        run = self._run
        trouble: BaseException | None = None
        while run.flights or (run.reading is not None and not run.reading.done()):
            self._take_back()
            try:
                await asyncio.wait({*run.flights, *([run.reading] if run.reading else [])}, return_when=_FIRST)
                self._land()
            except asyncio.CancelledError as error:
                trouble, run.closing = error, True
            except BaseException as error:  # noqa: BLE001 - raised below, when nothing is out any more
                trouble = trouble or error
        if trouble is not None:
            raise trouble

    def _land(self) -> None:
        """Take in what came back since the last look."""
        for flight in [flight for flight in self._run.flights if flight.done()]:
            self._run.flights.discard(flight)
            self._take_in(flight.result())

    def _take_in(self, landing: Landing) -> None:
        order = self._run.order
        for row in (*landing.final, *landing.again, *landing.second_way):
            if row.item.item_id in landing.written:
                self._count(row, landing.written[row.item.item_id].state)
        changed = {**landing.written, **changes_of(landing.gone)}
        for row, item in landing.gone:
            if item.state is not row.state:
                self._run.move(row, item.state)
        for row in (*landing.final, *(row for row, _ in landing.gone)):
            order.settle(row)
        order.put_back(landing.back, singly=landing.singly)
        order.put_back(landing.second_way, singly=True)
        if landing.due is None:
            middle = max(1, len(landing.again) // 2)
            order.put_back(landing.again[:middle])
            order.put_back(landing.again[middle:])
        else:
            order.again(landing.again, landing.due)
        if changed or self._run.paused:
            self._run.report(changed)

    def _count(self, row: Row, state: ItemState) -> None:
        self._run.move(row, state)
        if row.attempts == 1:
            self._run.answered += 1
        if state is ItemState.NOT_KNOWN and not row.update.harmless_to_repeat:
            self._run.order.hold(row.update.lead)
            self._run.held = True


def _bears_waiting(rows: Sequence[Row]) -> bool:
    """Whether rows may be written down before their turn to leave.

    Where the app is killed before it has come, they are *not known*, though they never left. So nothing that must not
    be repeated waits like that, and nothing of which an earlier request may have been done.
    """
    return all(row.update.harmless_to_repeat and row.state is ItemState.WAITING for row in rows)
