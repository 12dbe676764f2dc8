"""One request from its last checks to its answer in the journal, whatever happens on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.api.failures import RETRY_WITHIN
from leadbyte_desktop.api.requests import ApiRequest, request_for
from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import Item, ItemState, LeadResult
from leadbyte_desktop.services.landing import Landing, Verdict, judge
from leadbyte_desktop.services.line import Line
from leadbyte_desktop.services.order import Row
from leadbyte_desktop.services.pace import Sign, seconds_to_wait, sign_of
from leadbyte_desktop.services.run import Run
from leadbyte_desktop.store.journal import Journal

_STEPS_TO_MARK = 3
"""So many steps of the event loop lie between an answer and the writing down of the next request."""
_STOPPED = "This was stopped before it left. Nothing was sent."
_BROKE = "The app broke while this was being sent. It may or may not have reached LeadByte."


class Exchanges:
    """Sends requests, each written down before it leaves and after it was answered.

    Args:
        journal: where that is written.
        line: who may send when.
        monotonic: seconds from a clock that never jumps.
        jitter: a number from 0 to 1, to spread retries.
    """

    def __init__(
        self, journal: Journal, line: Line, monotonic: Callable[[], float], jitter: Callable[[], float]
    ) -> None:
        self._journal, self._line, self._monotonic, self._jitter = journal, line, monotonic, jitter
        # Checking and marking are one step for all jobs; the requests themselves overlap.
        self._gate = asyncio.Lock()

    async def send(self, run: Run, rows: list[Row], turn: asyncio.Future[bool]) -> Landing:
        """Send rows that `Line.take_up` was told of, in one request. To be run as a task of its own, never cancelled.

        Args:
            run: their run.
            rows: what the request carries.
            turn: done when its turn to leave has come, and `Line.out` was told of it: True; or when it is to be taken
                back: False.

        Raises:
            StorageProblem: the journal could not be written.
        """
        left = False
        try:
            try:
                async with self._gate:
                    marked = await self._mark(run, rows)
            finally:
                self._line.marked(run)
            if isinstance(marked, Landing):
                return marked
            request, number = marked
            if not await self._turn_has_come(run, turn):
                return await self._held_back(rows, number)
            left = True
            self._journal.leaves(number)
            return await self._exchange(run, rows, request, number)
        except BaseException:
            run.broken = True
            raise
        finally:
            if not left:
                self._line.given_up(run, turn)
            self._line.landed(run, rows)

    async def _turn_has_come(self, run: Run, turn: asyncio.Future[bool]) -> bool:
        """Wait until a request may leave; False where it is not to."""
        if not await turn:
            return False
        # While it waited, or was only being written down, a person may have pressed Pause, or this PC may have slept.
        self._line.look_at_clocks()
        return not (run.over or run.paused)

    async def _held_back(self, rows: list[Row], number: int) -> Landing:
        """Undo the writing down of a request that does not leave."""
        if not any(row.attempts or row.item.attempts for row in rows):
            await self._journal.take_back(number)
            return Landing(back=rows)
        # What became of earlier requests with them stands in the journal: this one joins those.
        stopped = dict.fromkeys((row.item.item_id for row in rows), LeadResult(ItemState.NOT_SENT, _STOPPED))
        written = await self._journal.record(number, stopped, None, "", _STOPPED)
        return Landing(written=written, again=rows, due=self._monotonic())

    async def _mark(self, run: Run, rows: list[Row]) -> tuple[ApiRequest, int] | Landing:
        """Check once more and write the request down; gives it and its number, or why it does not leave."""
        self._line.look_at_clocks()
        # Until now a person may have pressed Cancel.
        if run.over or run.paused:
            return Landing(back=rows)
        if late := [row for row in rows if self._too_late(row)]:
            return Landing(final=late, back=[row for row in rows if row not in late])
        updates = [row.update for row in rows]
        request = request_for(updates, rows[0].route)
        ids = [row.item.item_id for row in rows]
        try:
            number = await self._journal.mark_sending(
                run.job_id, ids, request.method, request.url(run.client.base_url), request.body_text, updates
            )
        except NotAllowedNow:
            return await self._sift(run, rows)
        return request, number

    def _too_late(self, row: Row) -> bool:
        """Whether a row was first sent so long ago that it no longer goes again by itself."""
        return bool(row.attempts) and timedelta(seconds=self._monotonic() - row.first_attempt) > RETRY_WITHIN

    async def _sift(self, run: Run, rows: list[Row]) -> Landing:
        """Find the rows that the journal did not let go: they went, were settled, or their lead was touched."""
        if effects := [row.item.item_id for row in rows if row.update.effects]:
            await self._journal.leave_out_repeats(run.job_id, effects)
        tried = [row.item.item_id for row in rows if row.attempts or row.item.attempts]
        touched = await self._journal.touched_later(tried) if tried else set()
        now = [(row, await self._journal.item(row.item.item_id)) for row in rows]
        gone = [(row, item) for row, item in now if item.item_id in touched or item.state is not row.state]
        changed = [(row, item) for row, item in now if item.update != row.update]
        for row, item in changed:
            row.item = item
        if len(rows) == 1 and not changed:
            return Landing(gone=now)
        left = {item.item_id for _, item in gone}
        back = [row for row in rows if row.item.item_id not in left]
        return Landing(gone=gone, back=back, singly=not gone and not changed)

    async def _exchange(self, run: Run, rows: list[Row], request: ApiRequest, number: int) -> Landing:
        """Send a request that was written down, and write down what became of it, whatever that is."""
        pace = self._line.place_of(run).pace
        turn, began = pace.turn, self._monotonic()
        for row in rows:
            row.attempts += 1
            row.first_attempt = row.first_attempt or began
        try:
            try:
                answer = await run.client.send(request, [row.update for row in rows])
                self._line.look_at_clocks()
                due = self._adapt(run, rows, answer, turn, self._monotonic() - began)
                verdict = judge(rows, answer, run.trouble, now=self._monotonic(), due=due)
                run.heed(verdict.stop)
            finally:
                # Before the answer is written down, so that the next request need not wait for the disk.
                self._line.answered(run)
        except BaseException:
            run.broken = True
            broke = LeadResult(ItemState.NOT_KNOWN, _BROKE)
            await self._journal.record(number, {row.item.item_id: broke for row in rows}, None, "", _BROKE)
            raise
        try:
            # The next request is written down first: it waits for the disk before it leaves, and this answer need not.
            for _ in range(_STEPS_TO_MARK):
                await asyncio.sleep(0)
        finally:
            landing = await self._written(rows, number, answer, verdict, due)
        return landing

    async def _written(self, rows: Sequence[Row], number: int, answer: Answer, verdict: Verdict, due: float) -> Landing:
        written = await self._journal.record(number, verdict.results, answer.status, answer.reply, answer.problem)
        open_ones = set(map(id, (*verdict.again, *verdict.second_way)))
        return Landing(
            written=written,
            final=[row for row in rows if id(row) not in open_ones],
            again=verdict.again,
            second_way=verdict.second_way,
            due=None if verdict.splitting else due,
        )

    def _adapt(self, run: Run, rows: Sequence[Row], answer: Answer, turn: int, seconds: float) -> float:
        """Let the pace learn from an answer; gives when its rows may go again, if they do."""
        pace = self._line.place_of(run).pace
        now, jitter, sign = self._monotonic(), self._jitter(), sign_of(answer, seconds)
        pace.after(
            sign,
            turn=turn,
            full=rows[0].most,
            sent=len(rows),
            now=now,
            jitter=jitter,
            asked=answer.retry_after,
        )
        if sign in (Sign.STRAINED, Sign.AWAY):
            run.why_waiting = answer.problem or "LeadByte is busy."
        attempts = max(row.attempts for row in rows)
        return max(now + seconds_to_wait(attempts, jitter, answer.retry_after), pace.until)


def changes_of(gone: Sequence[tuple[Row, Item]]) -> dict[int, LeadResult]:
    """What the journal says by now of rows that did not leave, where that is something else than before."""
    return {
        item.item_id: LeadResult(item.state, item.words, item.confirmation, item.warnings)
        for row, item in gone
        if item.state is not row.state
    }
