"""How a job stands while it is being sent, or after its run ended by itself: in the same words wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from leadbyte_desktop.domain.job import Job
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.progress import Progress

_SENDING = "Being sent now. Everything is written down as it happens."
_STOPPING = "Stopping. LeadByte’s answer to what is on its way is still awaited, so that nothing is lost."


@dataclass(frozen=True, slots=True)
class LiveJob:
    """A job that is being sent, is held, or waits its turn.

    Attributes:
        job: as the journal held it when its run began.
        progress: what its run told last; None before its first word.
        stopping: a person cancelled the rest; what is out is awaited.
    """

    job: Job
    progress: Progress | None = None
    stopping: bool = False

    @property
    def paused(self) -> bool:
        """A person holds it."""
        return self.progress is not None and self.progress.paused

    @property
    def waits(self) -> bool:
        """Nothing of it leaves before another job has sent something, or was answered."""
        return self.progress is not None and self.progress.wait.job_id is not None

    @property
    def tries_again(self) -> bool:
        """Nothing of it is out; it goes by itself as soon as LeadByte can take it."""
        return bool(self.note) and not (self.paused or self.waits or self.stopping)

    @property
    def stands_still(self) -> bool:
        """It is held, waits or is to be tried again, so that nobody need wait for its end."""
        return (self.paused or self.waits or self.tries_again) and not self.stopping

    @property
    def note(self) -> str:
        """What it does while it is not sending, in sentences; "" while it is."""
        if self.stopping:
            return _STOPPING
        return self.progress.note if self.progress is not None else ""

    @property
    def words(self) -> str:
        """How it stands, in sentences."""
        return self.note or _SENDING

    @property
    def few_words(self) -> str:
        """The same for one cell, without a full stop: "Paused", "In line behind “leads-today.csv”"."""
        if self.stopping:
            return "Stopping"
        if self.paused:
            return "Paused"
        waits = self.progress.wait.few_words if self.progress is not None else ""
        return waits or self.note.removesuffix(".") or "Being sent"


def stopped_words(job: Job) -> str:
    """Why a job's last run ended with something left to send, in sentences; "" where it did not end by itself."""
    if not job.trouble or job.stopped or not job.unfinished:
        return ""
    return f"The sending stopped. {job.trouble}"


def unfinished_words(job: Job) -> str:
    """That a job which is not being sent has something left to send, and why where that is known, in sentences."""
    if stopped := stopped_words(job):
        return f"“{job.title}” is not finished. {stopped}"
    rows = count_of(job.unfinished, "row is", "rows are")
    return f"“{job.title}” is not finished: {rows} not sent yet. Nothing of it goes until you continue it."
