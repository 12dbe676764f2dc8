"""How a job stands while it is sent, held or in line, in the words that every tab shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from leadbyte_desktop.domain.job import ItemState, Job, JobKind
from leadbyte_desktop.services.live import LiveJob, stopped_words, unfinished_words
from leadbyte_desktop.services.progress import NO_WAIT, Progress, Wait

WAITING = {ItemState.UPDATED: 1, ItemState.WAITING: 2}
JOB = Job(7, JobKind.BATCH, "leads.csv", "a", "A", "h", datetime(2026, 1, 5, tzinfo=UTC), "sam", dict(WAITING))
HELD = "Paused by you. Nothing leaves until you press Resume."
IN_LINE = Wait("Waits until “a.csv” has been sent.", "In line behind “a.csv”", 3)


def progress(note: str = "", *, paused: bool = False, wait: Wait = NO_WAIT) -> Progress:
    return Progress(7, dict(WAITING), 0.0, None, note=note or wait.note, paused=paused, wait=wait)


@pytest.mark.parametrize(
    ("live", "few", "words"),
    [
        (LiveJob(JOB), "Being sent", "Being sent now. Everything is written down as it happens."),
        (LiveJob(JOB, progress()), "Being sent", "Being sent now. Everything is written down as it happens."),
        (LiveJob(JOB, progress(HELD, paused=True)), "Paused", HELD),
        (LiveJob(JOB, progress(wait=IN_LINE)), IN_LINE.few_words, IN_LINE.note),
        (LiveJob(JOB, progress("LeadByte is busy.")), "LeadByte is busy", "LeadByte is busy."),
        (
            LiveJob(JOB, progress(HELD, paused=True), stopping=True),
            "Stopping",
            "Stopping. LeadByte’s answer to what is on its way is still awaited, so that nothing is lost.",
        ),
    ],
)
def test_a_live_job_says_how_it_stands(live: LiveJob, few: str, words: str) -> None:
    assert (live.few_words, live.words) == (few, words)
    assert live.paused is (live.progress is not None and live.progress.paused)
    assert live.waits is (few == IN_LINE.few_words)
    assert live.tries_again is (few == "LeadByte is busy")
    assert live.stands_still is (few not in ("Being sent", "Stopping"))


def test_why_a_run_ended_by_itself_is_said_while_something_is_left() -> None:
    job = replace(JOB, trouble="This PC was asleep. Press Continue.")
    assert stopped_words(job) == "The sending stopped. This PC was asleep. Press Continue."
    assert unfinished_words(job) == f"“leads.csv” is not finished. {stopped_words(job)}"
    assert stopped_words(JOB) == ""
    assert unfinished_words(JOB) == (
        "“leads.csv” is not finished: 2 rows are not sent yet. Nothing of it goes until you continue it."
    )
    assert stopped_words(replace(job, counts={ItemState.UPDATED: 3})) == ""
    assert stopped_words(replace(job, stopped=True)) == ""
