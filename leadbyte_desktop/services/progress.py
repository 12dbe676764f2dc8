"""What a run of a job tells the window: how far it is, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from leadbyte_desktop.domain.job import ItemState, LeadResult
from leadbyte_desktop.domain.standing import Standing, standings_of


class RunEnd(StrEnum):
    """Why a run ended."""

    FINISHED = "finished"
    STOPPED_BY_PERSON = "stopped by a person"
    STOPPED_BY_TROUBLE = "stopped by trouble"
    WAITS_FOR_PERSON = "waits for a person"


@dataclass(frozen=True, slots=True)
class Wait:
    """What a run waits for before it sends.

    Attributes:
        note: that, in sentences; empty where it waits for nothing.
        few_words: the same for one cell, without a full stop: "In line behind “leads-today.csv”".
        job_id: the job that is to end, to have sent what this one comes after, or to be answered.
    """

    note: str = ""
    few_words: str = ""
    job_id: int | None = None


NO_WAIT = Wait()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. Sent after every request, and when the run begins or ceases to wait for something.

    Attributes:
        job_id: the job.
        counts: the whole job's items by state.
        per_second: leads a second in this run, pauses left out; 0.0 before the first answer.
        seconds_left: an estimate; None while there is nothing to estimate from.
        changed: item ID to what became of it in the last request.
        note: what the run is doing when it is not sending ("Trying again in 5 seconds"); empty otherwise.
        paused: a person paused it; nothing leaves until they resume it.
        wait: the job for which it waits before it sends, and why.
        left_out: how many of the *cancelled* items were left out.
    """

    job_id: int
    counts: dict[ItemState, int]
    per_second: float
    seconds_left: float | None
    changed: dict[int, LeadResult] = field(default_factory=dict)
    note: str = ""
    paused: bool = False
    wait: Wait = NO_WAIT
    left_out: int = 0

    @property
    def standings(self) -> dict[Standing, int]:
        """How the rows stand, as a person counts them."""
        return standings_of(self.counts, self.left_out)

    @property
    def total(self) -> int:
        """Items of the job."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Items that are no longer waiting or out."""
        return self.total - self.counts.get(ItemState.WAITING, 0) - self.counts.get(ItemState.SENDING, 0)


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended.

    Attributes:
        job_id: the job.
        end: why it ended.
        counts: the job's items by state.
        words: where it stopped by trouble, whole sentences for the person: what happened, and what to do now.
        left_out: how many of the *cancelled* items were left out.
    """

    job_id: int
    end: RunEnd
    counts: dict[ItemState, int]
    words: str = ""
    left_out: int = 0

    @property
    def standings(self) -> dict[Standing, int]:
        """How the rows stand, as a person counts them."""
        return standings_of(self.counts, self.left_out)
