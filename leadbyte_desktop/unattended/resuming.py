"""Takes up a job again that was stopped, cut off or killed."""

from __future__ import annotations

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.domain.errors import BadInput, NotAllowedNow
from leadbyte_desktop.domain.job import Job
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.live import stopped_words, unfinished_words
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.unattended.asked import Resume
from leadbyte_desktop.unattended.report import Report
from leadbyte_desktop.unattended.results_place import check_results_place
from leadbyte_desktop.unattended.sending import as_asked, run_job, tell


async def resume(asked: Resume, workplace: Workplace, report: Report) -> int:
    """Send what is left of a job, as a person's *Continue* would, and write its results.

    A delivery or action that is *not known* is never repeated. Where nothing is left, the results of the newest job
    are written and its outcomes tell the exit code.

    Raises:
        AppError: there is no such job, or its account cannot be opened; nothing was sent.
    """
    check_results_place(asked.results)
    job = await _job(asked, workplace)
    if stopped_words(job):
        report.say(unfinished_words(job))
    desk = await workplace.open_desk(await _account(job, workplace))
    try:
        if not await _agree(job, desk, asked, report):
            report.say("Nothing is left to send.")
            return await tell(job, None, workplace.tools.results, asked, report)
        return await run_job(job.job_id, desk, asked, report, again=True)
    finally:
        await desk.close()


async def _job(asked: Resume, workplace: Workplace) -> Job:
    journal = workplace.tools.journal
    if asked.job is not None:
        try:
            return await journal.job(asked.job)
        except (KeyError, OverflowError):  # the latter for a number that no database holds
            raise BadInput(f"There is no job {asked.job} on this PC. Nothing was sent.") from None
    job = await journal.newest_with_work() or next(iter(await journal.jobs(1, 0)), None)
    if job is None:
        raise BadInput("There is no job on this PC yet. Nothing was sent.")
    return job


async def _account(job: Job, workplace: Workplace) -> Account:
    if job.account_id == PRACTICE_ACCOUNT.account_id:
        return PRACTICE_ACCOUNT
    for account in await workplace.tools.accounts.known():
        if account.account_id == job.account_id:
            return account
    raise BadInput(
        f"The account of job {job.job_id}, {job.account_name} ({job.host}), is not connected any more. Nothing was "
        "sent. Add it again, then resume."
    )


async def _agree(job: Job, desk: Desk, asked: Resume, report: Report) -> bool:
    """Review what is left and take down what that changes; False where nothing of it can be sent."""
    try:
        review = await desk.prepare_rest(job.job_id)
    except NotAllowedNow:
        return False
    try:
        await desk.write_down(as_asked(review, asked, report))
    finally:
        review.close()
    return True
