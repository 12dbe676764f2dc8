"""What one run of a job remembers, and tells the window."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.api.requests import ApiRequest
from leadbyte_desktop.domain.job import ItemState, Job, JobKind, LeadResult, Update
from leadbyte_desktop.domain.route import EFFECT_SIZE
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.landing import Landing
from leadbyte_desktop.services.order import Order, Row
from leadbyte_desktop.services.progress import NO_WAIT, Progress, Wait
from leadbyte_desktop.services.stop import Stop, Trouble

_UNSENT = (ItemState.WAITING, ItemState.NOT_SENT, ItemState.NOT_KNOWN)


class SendsUpdates(Protocol):
    """What the sender needs of the client."""

    @property
    def base_url(self) -> str:
        """Where requests go, for the journal."""

    async def send(self, request: ApiRequest, updates: Sequence[Update]) -> Answer:
        """Send one request; the world's faults come back as results, never as exceptions."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A request that is written down, or about to be, before its turn to leave has come.

    Attributes:
        rows: what it carries.
        turn: done when it has: True to leave, False to be taken back.
    """

    rows: Sequence[Row]
    turn: asyncio.Future[bool]


@dataclass(slots=True, eq=False)
class Run:
    """One run of a job.

    Attributes:
        job_id: the job.
        client: the account's client.
        on_progress: told of every step.
        again: a person said *Continue*.
        monotonic: seconds from the sender's clock.
        job: as the journal held it when the run began.
        short: it goes between two requests of a larger job: a single lead, or no more rows to send than one request
            with a delivery may carry.
        counts: the job's items by state, kept up to date.
        left_out: how many of the *cancelled* ones were left out.
        order: the rows that have not come to an end.
        read_to: the position of the last row that was read.
        flights: its requests on their way, from their last checks until what became of them is taken in.
        prepared: those of them that wait for their turn to leave.
        marking: how many of them are being written down before they leave.
        out: how many of them have left, or may leave as soon as they are written down, and are not answered.
        reading: reads on from the journal.
        wake: set whenever the run may have something to do.
        ended: set at its end.
        wants: it could send at once, if it was let.
        held: rows of it wait for a person.
        answered: how many rows were sent and answered.
        passed: a time until which it has waited, whatever the clock says: timers may fire a little early.
        why_waiting: what went wrong before a wait.
        trouble: watches its answers.
        stop: why it stops by itself; None where it does not.
        cancelled: a person cancelled it.
        closing: the app is closing, or the run's task was cancelled.
        broken: the app, or the journal, broke.
    """

    job_id: int
    client: SendsUpdates
    on_progress: Callable[[Progress], None]
    again: bool
    monotonic: Callable[[], float]
    job: Job | None = None
    short: bool = False
    counts: dict[ItemState, int] = field(default_factory=dict)
    left_out: int = 0
    order: Order = field(default_factory=Order)
    read_to: int = 0
    flights: set[asyncio.Task[Landing]] = field(default_factory=set)
    prepared: deque[Prepared] = field(default_factory=deque)
    marking: int = 0
    out: int = 0
    reading: asyncio.Task[None] | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    wants: bool = False
    held: bool = False
    answered: int = 0
    passed: float = 0.0
    why_waiting: str = ""
    trouble: Trouble = field(default_factory=Trouble)
    stop: Stop | None = None
    cancelled: bool = False
    closing: bool = False
    broken: bool = False
    _started: float | None = None
    _paused_at: float | None = None
    _idle: float = 0.0
    _wait: Wait = NO_WAIT

    @property
    def over(self) -> bool:
        """Nothing more leaves: a person, or trouble, stopped it."""
        return self.cancelled or self.closing or self.broken or self.stop is not None

    @property
    def writing(self) -> bool:
        """Requests of it are no longer out, but not taken in yet."""
        return len(self.flights) > self.out + len(self.prepared)

    @property
    def paused(self) -> bool:
        """A person paused it."""
        return self._paused_at is not None

    @property
    def title(self) -> str:
        """What the job is called."""
        return self.job.title if self.job else ""

    @property
    def now(self) -> float:
        """The time up to which it has waited."""
        return max(self.monotonic(), self.passed)

    def read(self, job: Job) -> None:
        """Take over how the journal holds the job."""
        self.job = job
        self.counts, self.left_out = dict(job.counts), job.left_out

    def measure(self) -> None:
        """See whether it is a short one; once, when the run comes."""
        unsent = sum(self.counts.get(state, 0) for state in _UNSENT)
        self.short = (self.job is not None and self.job.kind is JobKind.SINGLE) or unsent <= EFFECT_SIZE

    def heed(self, stop: Stop | None) -> None:
        """Send nothing more where there is a reason to stop; the first one stands."""
        if stop is not None and self.stop is None:
            self.stop = stop
            self.wake.set()

    def pause(self) -> None:
        """Let nothing leave until `resume`."""
        if not self.paused:
            self._paused_at = self.monotonic()
            self._tell()

    def resume(self) -> None:
        """Go on."""
        if self._paused_at is not None:
            self._idle += self.monotonic() - self._paused_at if self._started is not None else 0.0
            self._paused_at = None
            self._tell()

    def _tell(self) -> None:
        """Have the run look anew, and say how it stands as soon as it knows its rows."""
        self.wake.set()
        if self.job is not None:
            self.report()

    @property
    def held_words(self) -> str:
        """A sentence for those that wait for this one, where a person holds it."""
        return f" “{self.title}” is paused." if self.paused else ""

    def begin(self) -> None:
        """Start the clock: from now on it may send."""
        self._started = self.monotonic()
        self._idle = 0.0
        if self.paused:
            self._paused_at = self._started
        told = self.paused or self._wait != NO_WAIT
        self._wait = NO_WAIT
        if told:
            self.report()

    def move(self, row: Row, state: ItemState) -> None:
        """See that a row's state has changed."""
        self.counts[row.state] = self.counts.get(row.state, 0) - 1
        if not self.counts[row.state]:
            del self.counts[row.state]
        self.counts[state] = self.counts.get(state, 0) + 1
        row.state = state

    def leave_out(self, row: Row) -> None:
        """See that a row was left out."""
        self.move(row, ItemState.CANCELLED)
        self.left_out += 1

    def waits(self, wait: Wait = NO_WAIT) -> None:
        """Tell what it waits for before it sends, when that has changed; by default, that it waits no more."""
        if self._wait != wait:
            self._wait = wait
            self.report()

    def report(self, changed: Mapping[int, LeadResult] | None = None, note: str = "") -> None:
        """Tell the window how far it is."""
        waiting_note = self._wait.note
        if self.paused and not note:
            note = f"{self._paused_words()} {f'It also w{waiting_note[1:]}' if waiting_note else ''}".strip()
        rate = self._rate()
        waiting = self.counts.get(ItemState.WAITING, 0)
        self.on_progress(
            Progress(
                self.job_id,
                dict(self.counts),
                rate,
                waiting / rate if rate else None,
                dict(changed or {}),
                note or waiting_note,
                paused=self.paused,
                wait=self._wait,
                left_out=self.left_out,
            )
        )

    def _rate(self) -> float:
        if self._started is None or not self.answered:
            return 0.0
        now = self.monotonic()
        elapsed = now - self._started - self._idle - (now - self._paused_at if self._paused_at is not None else 0.0)
        return self.answered / elapsed if elapsed > 0 else 0.0

    def _paused_words(self) -> str:
        if self.out:
            are = "is" if self.out == 1 else "are"
            requests = count_of(self.out, "request", "requests")
            return f"Paused by you. {requests} {are} still out; nothing more leaves."
        return "Paused by you. Nothing leaves until you press Resume."
