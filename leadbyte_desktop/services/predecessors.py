"""What a job waits for that is to go after certain rows of other jobs."""

from __future__ import annotations

from collections.abc import Collection

from leadbyte_desktop.domain.job import Item, ItemState
from leadbyte_desktop.services.line import Line
from leadbyte_desktop.services.progress import Wait
from leadbyte_desktop.services.run import Run
from leadbyte_desktop.services.stop import not_after
from leadbyte_desktop.store.journal import Journal

_TO_COME = frozenset({ItemState.WAITING, ItemState.SENDING})
# These rows would go with a Continue, and then they would be the last word on their lead.
_UNSENT = _TO_COME | {ItemState.NOT_SENT}


class Predecessors:
    """Waits for rows of other jobs.

    Args:
        journal: where they stand.
        line: which jobs are being sent.
        run: the run that waits.
    """

    def __init__(self, journal: Journal, line: Line, run: Run) -> None:
        self._journal, self._line, self._run = journal, line, run

    async def wait(self, item_ids: Collection[int]) -> None:
        """Return when each of these rows has come to its end, or the run is over.

        The run is stopped where a job ends, or is not being sent, with one of its rows still to be sent. A row that
        was refused, cancelled, or of which nobody knows, has come to its end.
        """
        run = self._run
        waiting = list(item_ids)
        while waiting and not run.over:
            run.wake.clear()
            item = await self._journal.item(waiting[0])
            other = self._line.runs.get(item.job_id)
            if other is None or other is run:
                await self._after_its_end(item)
                waiting.pop(0)
            elif self._has_ended(item, other):
                waiting.pop(0)
            else:
                place = f"row {item.number:,} of “{other.title}”"
                note = f"Waits until {place} has been sent.{other.held_words}"
                run.waits(Wait(note, f"In line behind {place}", other.job_id))
                await run.wake.wait()

    def _has_ended(self, item: Item, other: Run) -> bool:
        """Whether a row of a job that is being sent has come to its end, so that it does not go again either."""
        return item.state not in _TO_COME and item.position <= other.read_to and not other.order.unsettled(item.item_id)

    async def _after_its_end(self, item: Item) -> None:
        # Read again: the run may have ended between the two looks.
        now = await self._journal.item(item.item_id)
        if now.state in _UNSENT:
            job = await self._journal.job(now.job_id)
            self._run.heed(not_after(job.title))
