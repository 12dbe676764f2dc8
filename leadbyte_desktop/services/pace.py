"""How much at once, how large and how soon: what LeadByte's answers say about what it can bear.

leadbyte-api.md section 6.6 and 6.8: no limit is published, so one request is in flight at first, and more while
LeadByte answers well; after trouble fewer, smaller and later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.domain.job import ItemState

MOST_IN_FLIGHT = 4
QUICK = 2.0
"""An answer that took no more than so many seconds was quick."""
GOOD_TO_GROW = 4
"""After so many good answers in a row, requests may be twice as large again."""
FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0


class Sign(Enum):
    """What one answer says of how LeadByte bears the pace."""

    WELL = auto()
    """It did what it was asked, quickly."""
    NEITHER = auto()
    """It answered slowly, or with a no: no reason for more at once, nor for less."""
    TOO_LARGE = auto()
    """A smaller request may fare better (413)."""
    STRAINED = auto()
    """It is busy, has a fault of its own, or did not answer in time."""
    AWAY = auto()
    """It was not reached."""


def sign_of(answer: Answer, seconds: float) -> Sign:
    """Read the sign.

    Args:
        answer: the answer.
        seconds: how long it took.
    """
    if answer.busy or (answer.status is not None and answer.status >= 500):
        return Sign.STRAINED
    if answer.status is None:
        not_sent = all(result.state is ItemState.NOT_SENT for result in answer.results.values())
        return Sign.AWAY if not_sent and not answer.shrink else Sign.STRAINED
    if answer.shrink:
        return Sign.TOO_LARGE
    # A sign-in page is quick as well: that something got through is what counts.
    well = any(result.state in (ItemState.UPDATED, ItemState.QUEUED) for result in answer.results.values())
    return Sign.WELL if well and seconds <= QUICK else Sign.NEITHER


def seconds_to_wait(times: int, jitter: float, asked: float | None = None) -> float:
    """How long to wait before the next try.

    Args:
        times: how often in a row it went wrong, from 1.
        jitter: a number from 0 to 1, to spread retries.
        asked: for how many seconds LeadByte asked to be left alone.
    """
    if asked is not None:
        return max(FIRST_WAIT, asked)
    return min(LONGEST_WAIT, FIRST_WAIT * 4.0 ** min(times - 1, 10)) * (0.75 + 0.5 * jitter)


@dataclass(slots=True)
class Pace:
    """The pace towards one account.

    Attributes:
        window: how many requests may be in flight.
        until: by the clock that is handed in, nothing leaves before; 0.0 where nothing need wait.
        turn: grows whenever the pace is slowed down. An answer to a request that left in an earlier turn tells of the
            same trouble as the one that slowed it down, so it does not slow it down twice.
    """

    window: int = 1
    until: float = 0.0
    turn: int = 0
    _sizes: dict[int, int] = field(default_factory=dict)
    _times: int = 0
    _good_for_window: int = 0
    _good_for_size: int = 0

    @property
    def at_full(self) -> bool:
        """LeadByte has answered so well that as many requests are in flight as ever are."""
        return self.window == MOST_IN_FLIGHT

    def size(self, full: int) -> int:
        """How many rows a request may carry now that by its kind may carry `full`."""
        return self._sizes.get(full, full)

    def after(
        self, sign: Sign, *, turn: int, full: int, sent: int, now: float, jitter: float, asked: float | None = None
    ) -> None:
        """Take an answer into account.

        Args:
            sign: what it says.
            turn: the turn in which its request left.
            full: how many rows that request may carry by its kind.
            sent: how many it carried.
            now: the time.
            jitter: a number from 0 to 1.
            asked: for how many seconds LeadByte asked to be left alone.
        """
        if sign is Sign.WELL:
            self._went_well(turn)
            return
        self._good_for_window = self._good_for_size = 0
        if sign in (Sign.TOO_LARGE, Sign.STRAINED):
            self._sizes[full] = max(1, min(self.size(full), (sent + 1) // 2))
        if sign in (Sign.STRAINED, Sign.AWAY):
            self._slow_down(turn, now, jitter, asked)

    def _went_well(self, turn: int) -> None:
        if turn != self.turn:
            return
        self._times = 0
        self._good_for_window += 1
        self._good_for_size += 1
        if self._good_for_window >= self.window:
            self.window, self._good_for_window = min(MOST_IN_FLIGHT, self.window + 1), 0
        if self._good_for_size >= GOOD_TO_GROW:
            self._good_for_size = 0
            self._sizes = {full: 2 * size for full, size in self._sizes.items() if 2 * size < full}

    def _slow_down(self, turn: int, now: float, jitter: float, asked: float | None) -> None:
        if turn == self.turn:
            self.turn += 1
            self._times += 1
            self.window = max(1, self.window // 2)
            self.until = max(self.until, now + seconds_to_wait(self._times, jitter, asked))
        elif asked is not None:
            self.until = max(self.until, now + seconds_to_wait(1, jitter, asked))
