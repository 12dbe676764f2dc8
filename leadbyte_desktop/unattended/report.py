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
        self._told_at = 0.0

    def say(self, words: str) -> None:
        """Something on the way."""
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()

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
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
        return code

    def trouble(self, words: str, code: int) -> int:
        """The command cannot go on."""
        self.say(words)
        if self._as_json:
            self.outcome([], {"problem": words}, code)
        return code

    def job(self, job: Job, result: RunResult | None, results: Path | None) -> int:
        """What became of a job, and the exit code that says so."""
        code = exit_code(job, result)
        lines = [f"Job {job.job_id}, “{job.title}”, to {job.account_name} ({job.host})."]
        parts = [counts_words(standings_of(job.counts, job.left_out))] if job.counts else []
        if job.never_items:
            parts.append(f"{job.never_items:,} not sent as their rows cannot be used")
        lines.append(f"{count_of(job.rows, 'row', 'rows')}: {', '.join(parts)}.")
        words = result.words if result else ""
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
            "results": str(results) if results else None,
        }
        return self.outcome(lines, values, code)


def exit_code(job: Job, result: RunResult | None) -> int:
    """The exit code for a job as it stands; `result` is how this run of it ended, None where nothing ran."""
    unsent = job.counts.get(ItemState.WAITING, 0) and not job.counts.get(ItemState.NOT_KNOWN)
    if job.stopped or unsent or (result is not None and result.end in _STOPPED_ENDS):
        return STOPPED
    if job.counts.get(ItemState.NOT_KNOWN):
        return NOT_KNOWN
    return OTHERWISE if job.never_items or set(job.counts) - _DONE else OK
