"""What an unattended command tells: progress on the standard error, the outcome on the standard output."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leadbyte_desktop.domain.job import ItemState, Job
from leadbyte_desktop.domain.standing import standings_of
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.outcome_words import counts_words
from leadbyte_desktop.services.progress import Progress, RunEnd, RunResult
from leadbyte_desktop.unattended.streams import write_line

OK, OTHERWISE, BAD, NOT_KNOWN, STOPPED = 0, 1, 2, 3, 4
_SECONDS_BETWEEN = 1.0
_DONE = frozenset({ItemState.UPDATED, ItemState.QUEUED})
_STOPPED_ENDS = frozenset({RunEnd.STOPPED_BY_PERSON, RunEnd.STOPPED_BY_TROUBLE})


class Report:
    """Writes for one command.

    Args:
        as_json: tell the outcome as one JSON object.

    Attributes:
        sending: a job stands in the journal and its sending has begun.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.sending = False
        self._as_json = as_json
        self._odd: list[str] = []
        self._told_at = 0.0

    def say(self, words: str) -> None:
        """Something on the way."""
        write_line(sys.stderr, words)

    def note(self, words: str) -> None:
        """Something on the way, if there is anything."""
        if words:
            self.say(words)

    def odd(self, lines: list[str]) -> None:
        """What looks odd in the rows that are sent as they stand."""
        self._odd += lines
        self.say("These cells look odd, and go as they stand:")
        for line in lines:
            self.say(f"  {line}")

    def progress(self, progress: Progress) -> None:
        """How far the sending is; at most once a second."""
        now = time.monotonic()
        if progress.note or now - self._told_at >= _SECONDS_BETWEEN:
            self._told_at = now
            rate = f", {progress.per_second:,.0f} a second" if progress.per_second else ""
            note = f" {progress.note}" if progress.note else ""
            self.say(f"{progress.done:,} of {progress.total:,} rows: {counts_words(progress.standings)}{rate}.{note}")

    def outcome(self, lines: list[str], values: Mapping[str, Any], code: int) -> int:
        """The outcome, in words or as JSON; gives the exit code back."""
        text = json.dumps({**values, "exit_code": code}) if self._as_json else "\n".join(lines)
        write_line(sys.stdout, text)
        return code

    def trouble(self, words: str, code: int) -> int:
        """The command cannot go on."""
        self.say(words)
        if self._as_json:
            self.outcome([], {"problem": words}, code)
        return code

    def job(self, job: Job, result: RunResult | None, results: Path | None, *, saved: bool = True) -> int:
        """What became of a job, and the exit code that says so.

        Args:
            job: the job as it now stands.
            result: how this run of it ended; None where nothing ran.
            results: where its results were written; None for nowhere.
            saved: False where they were asked for and could not be written.
        """
        code = exit_code(job, result) if saved else max(exit_code(job, result), OTHERWISE)
        lines = [f"Job {job.job_id}, “{job.title}”, to {job.account_name} ({job.host})."]
        parts = [counts_words(standings_of(job.counts, job.left_out))] if job.counts else []
        if job.never_items:
            parts.append(f"{job.never_items:,} not sent as their rows cannot be used")
        lines.append(f"{count_of(job.rows, 'row', 'rows')}: {', '.join(parts)}.")
        words = _words_of(job, result)
        lines += [words] if words else []
        lines += [f"Results: {results}"] if results else []
        values = {
            "job": job.job_id,
            "title": job.title,
            "account": job.account_name,
            "host": job.host,
            "rows": job.rows,
            "never_items": job.never_items,
            "left_out": job.left_out,
            "counts": {state.value: count for state, count in job.counts.items()},
            "end": result.end.value if result else "nothing to do",
            "words": words,
            "odd": self._odd,
            "results": str(results) if results else None,
        }
        return self.outcome(lines, values, code)


def _words_of(job: Job, result: RunResult | None) -> str:
    """Why it ended early, and what to do with the rows that did not go or are not known; empty where all is done."""
    words = []
    if result is not None and result.end in _STOPPED_ENDS:
        words.append(result.words or "It was told to end before all of it had gone.")
    if result is not None and job.counts.get(ItemState.WAITING) and not job.counts.get(ItemState.NOT_KNOWN):
        words.append(f"What has not gone waits for: leadbyte-desktop resume {job.job_id}")
    if count := job.counts.get(ItemState.NOT_KNOWN, 0):
        words.append(
            f"What became of {count_of(count, 'row is', 'rows are')} not known: look at the leads in LeadByte, then "
            "say in the window, under History, what you saw. What is harmless to repeat, and what has not gone, goes "
            f"with: leadbyte-desktop resume {job.job_id}"
        )
    return " ".join(words)


def exit_code(job: Job, result: RunResult | None) -> int:
    """The exit code for a job as it stands; `result` is how this run of it ended, None where nothing ran."""
    unsent = job.counts.get(ItemState.WAITING, 0) and not job.counts.get(ItemState.NOT_KNOWN)
    if job.stopped or unsent or (result is not None and result.end in _STOPPED_ENDS):
        return STOPPED
    if job.counts.get(ItemState.NOT_KNOWN):
        return NOT_KNOWN
    return OTHERWISE if job.never_items or set(job.counts) - _DONE else OK
