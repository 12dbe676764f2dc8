"""Who may send when: the turns of larger jobs, the requests in flight towards each account, the leads in them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from leadbyte_desktop.services.clock import SleepWatch
from leadbyte_desktop.services.order import LeadKey, Row
from leadbyte_desktop.services.pace import Pace
from leadbyte_desktop.services.run import Run
from leadbyte_desktop.services.stop import asleep

MOST_PREPARED = 2
"""So many requests are written down ahead of their turn."""


@dataclass(slots=True)
class Place:
    """One account that is being sent to.

    Attributes:
        pace: what it can bear.
        in_flight: how many requests are out.
        leads: the leads of requests that are written down or out, or whose answer is being written down.
    """

    pace: Pace = field(default_factory=Pace)
    in_flight: int = 0
    leads: set[LeadKey] = field(default_factory=set)


class Line:
    """All runs of this process.

    Larger jobs have their turn one after the other, in the order in which they came. A short one (`Run.short`) waits
    for no turn: it takes the next place that comes free, before any larger job.

    Args:
        watch: sees that this PC was asleep.
    """

    def __init__(self, watch: SleepWatch) -> None:
        self.runs: dict[int, Run] = {}
        self._turns: list[Run] = []
        self._places: dict[str, Place] = {}
        self._watch = watch

    def join(self, run: Run) -> None:
        """Add a run that a person just started."""
        # What was under way while this PC slept stops; the new run begins after it woke.
        self.look_at_clocks()
        self.runs[run.job_id] = run

    def leave(self, run: Run) -> None:
        """Take out a run at its end."""
        del self.runs[run.job_id]
        if run in self._turns:
            self._turns.remove(run)
        url = run.client.base_url
        if all(other.client.base_url != url for other in self.runs.values()):
            # The next one begins with one request in flight again.
            self._places.pop(url, None)
        run.ended.set()
        self.wake_all()

    def place_of(self, run: Run) -> Place:
        """The account that a run sends to."""
        return self._places.setdefault(run.client.base_url, Place())

    def wake_all(self) -> None:
        """Let every run see whether it has something to do."""
        for run in self.runs.values():
            run.wake.set()

    def ahead_of(self, run: Run) -> Run | None:
        """The job after which this one has its turn; None where it is its turn."""
        if run.short and run not in self._turns:
            return None
        if run not in self._turns:
            self._turns.append(run)
        place = self._turns.index(run)
        return self._turns[place - 1] if place else None

    def may_leave(self, run: Run) -> bool:
        """Whether a request of this run may leave now."""
        place = self.place_of(run)
        free = place.in_flight < place.pace.window and run.now >= place.pace.until
        # A short one that is being written down has its place, but what was prepared would be gone before it.
        return free and not any(other.wants or (other.marking and not run.short) for other in self._before(run))

    def may_prepare(self, run: Run) -> bool:
        """Whether a request of this run may be written down though its turn to leave comes only with an answer.

        Only where LeadByte answers well, so that the turn surely comes soon; a short run never waits so.
        """
        pace = self.place_of(run).pace
        return not run.short and pace.at_full and run.now >= pace.until and len(run.prepared) < MOST_PREPARED

    def busy_with(self, run: Run) -> Run | None:
        """Another job whose requests towards the same account are out; None where there is none."""
        url = run.client.base_url
        others = (other for other in self.runs.values() if other is not run and other.client.base_url == url)
        return next((other for other in others if other.out), None)

    def take_up(self, run: Run, rows: list[Row]) -> None:
        """See that rows are about to be written down: until `landed`, no other request may carry their leads."""
        run.marking += 1
        self.place_of(run).leads.update(row.lead for row in rows)

    def marked(self, run: Run) -> None:
        """See that rows were written down, or may not leave."""
        run.marking -= 1
        if run.short and not run.marking:
            # Larger jobs let it go first.
            self.wake_all()

    def out(self, run: Run) -> None:
        """See that a request takes its place among those that are out."""
        self.place_of(run).in_flight += 1
        run.out += 1

    def answered(self, run: Run) -> None:
        """See that a request is no longer out: the next may leave, while its answer is written down."""
        self.place_of(run).in_flight -= 1
        run.out -= 1
        self.wake_all()

    def given_up(self, run: Run, turn: asyncio.Future[bool]) -> None:
        """See that a request does not leave after all, whether its turn has come or not."""
        if not turn.done():
            run.prepared = deque(prepared for prepared in run.prepared if prepared.turn is not turn)
        elif turn.result():
            self.answered(run)

    def landed(self, run: Run, rows: list[Row]) -> None:
        """See that what became of rows is written down: their leads may leave again."""
        self.place_of(run).leads.difference_update(row.lead for row in rows)
        self.wake_all()

    def look_at_clocks(self) -> None:
        """Stop what is under way where this PC was asleep. What a person paused goes by no means by itself."""
        if self._watch.slept():
            for run in self.runs.values():
                if not run.paused:
                    run.heed(asleep())

    def _before(self, run: Run) -> Iterator[Run]:
        for other in self.runs.values():
            if other is run:
                if run.short:
                    return
            elif other.short and other.client.base_url == run.client.base_url:
                yield other
