"""A file, sent without a window: the same reading, checks, review, journal and sender as with one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.job import Job, JobDraft
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.progress import RunResult
from leadbyte_desktop.services.results import Results
from leadbyte_desktop.services.review import Review
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.unattended.accounts import account_named
from leadbyte_desktop.unattended.arguments import must_name_one
from leadbyte_desktop.unattended.asked import Send, SendFile
from leadbyte_desktop.unattended.report import Report
from leadbyte_desktop.unattended.results_place import check_results_place


async def send_draft(draft: JobDraft, desk: Desk, asked: Send, report: Report) -> int:
    """Review a draft without a person, write it down, send it, and write its results.

    What already went from this PC is left out, unless it was asked for.
    """
    review = as_asked(await desk.prepare(draft), asked, report)
    try:
        job = await desk.write_down(review)
    finally:
        review.close()
    return await run_job(job.job_id, desk, asked, report, again=False)


async def run_job(job_id: int, desk: Desk, asked: Send, report: Report, *, again: bool) -> int:
    """Send what waits in a job, write its results, and tell of it."""
    journal = desk.tools.journal
    report.sending = True
    result = await desk.send(await journal.job(job_id), report.progress, again=again)
    return await tell(await journal.job(job_id), result, desk.tools.results, asked, report)


async def tell(job: Job, result: RunResult | None, results: Results, asked: Send, report: Report) -> int:
    """Write a job's results where they were asked for, and tell of it; gives the exit code."""
    if asked.results is None:
        return report.job(job, result, None)
    try:
        await results.save(job.job_id, asked.results)
    except StorageProblem as problem:
        # What was sent was sent: the outcome is told all the same, and the results can be had later.
        report.say(f"{problem.user_text} Or run: leadbyte-desktop resume {job.job_id} --results OUT")
        return report.job(job, result, None, saved=False)
    return report.job(job, result, asked.results)


def as_asked(review: Review, asked: Send, report: Report) -> Review:
    """The review with what already went either left out or, where that was asked for, sent again; it is told of."""
    if not review.already:
        return review
    rows, are = count_of(len(review.already), "row", "rows"), "is" if len(review.already) == 1 else "are"
    went = "already went from this PC"
    if any(entry.contrary for entry in review.already):
        went = f"{went}, or the opposite of what {'it asks' if len(review.already) == 1 else 'they ask'} for did"
    if asked.send_again:
        report.say(f"{rows} {went}, and {are} sent again as asked.")
        return review.send_again(entry.index for entry in review.already)
    report.say(f"{rows} {went}, and {are} left out; --send-again sends them all the same.")
    for entry in review.already[:10]:
        report.say(f"  {entry.words}")
    return review.send_again(())


@asynccontextmanager
async def desk_for(asked: SendFile, workplace: Workplace) -> AsyncIterator[Desk]:
    """The account that a file goes to, once it is sure that the results can be written.

    Raises:
        AppError: they cannot, the command names no account, or that cannot be opened; nothing was sent.
    """
    check_results_place(asked.results, asked.file)
    must_name_one(asked.account, practice=asked.practice)
    found = PRACTICE_ACCOUNT if asked.practice else await account_named(asked.account, workplace.tools.accounts)
    desk = await workplace.open_desk(found)
    try:
        yield desk
    finally:
        await desk.close()
