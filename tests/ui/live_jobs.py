"""Jobs that are under way while a test looks: started, held after their first request, finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadbyte_desktop.domain.job import ItemState, JobDraft
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.progress import Progress
from tests.ui.history_desk import draft, update, with_status

if TYPE_CHECKING:
    from tests.ui.conftest import Office

HELD = "Paused by you. Nothing leaves until you press Resume."
ROWS = 200


def batch(office: Office, title: str, count: int = ROWS, first: int = 0) -> JobDraft:
    """A batch of leads that LeadByte takes."""
    numbers = with_status(office, LeadStatus.VALID, first + count)[first:]
    return draft(title, *(update(number, postcode="TN25 6QD") for number in numbers))


def begin(office: Office, made: JobDraft) -> int:
    """Start a job; gives its number once it is under way."""
    before = set(office.flow.live)
    office.runner.start(office.flow.review_and_send(made))
    office.until(lambda: set(office.flow.live) - before)
    return next(iter(set(office.flow.live) - before))


def hold(office: Office, made: JobDraft) -> int:
    """Start a job, and hold it after its first request, as the tab Batch would."""

    def held(progress: Progress) -> None:
        if progress.counts.get(ItemState.UPDATED):
            office.flow.pause(progress.job_id)

    office.flow.progressed.connect(held)
    job_id = begin(office, made)
    office.until(lambda: office.flow.live[job_id].words == HELD)
    office.flow.progressed.disconnect(held)
    return job_id


def finish(office: Office, *job_ids: int) -> None:
    for job_id in job_ids:
        office.flow.resume(job_id)
    office.settle()
