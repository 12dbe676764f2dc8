"""A file, sent without a window: the same reading, checks, review, journal and sender as with one."""

from __future__ import annotations

from dataclasses import replace

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.domain.errors import BadFile, BadInput, StorageProblem
from leadbyte_desktop.domain.job import Job, JobDraft
from leadbyte_desktop.domain.lead_fields import known_name, plain_form
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.sheet import Column, ForAll, Role, SheetHead
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.importing.columns import missing_words
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.services.batch_sheet import BatchSheet
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.progress import RunResult
from leadbyte_desktop.services.results import Results
from leadbyte_desktop.services.review import Review
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.unattended.accounts import account_named
from leadbyte_desktop.unattended.arguments import must_name_one
from leadbyte_desktop.unattended.asked import Send, SendBatch
from leadbyte_desktop.unattended.report import Report
from leadbyte_desktop.unattended.results_place import check_results_place

_ROLES = {"deliveries": Role.DELIVERIES, "action": Role.ACTION, "ignore": Role.IGNORED}
_ACTIONS = {"reprocess": Action.REPROCESS, "release": Action.RELEASE, "reject": Action.REJECT}


async def send_batch(asked: SendBatch, workplace: Workplace, report: Report) -> int:
    """Send a file of leads.

    Raises:
        AppError: it cannot be sent; nothing was.
    """
    check_results_place(asked.results, asked.file)
    desk = await open_desk(asked.account, workplace, practice=asked.practice)
    try:
        sheet = await _read(asked, workplace, report)
        try:
            draft = await sheet.draft(asked.file.name, desk.account.account_id)
            return await send_draft(draft, desk, asked, report)
        finally:
            await workplace.tools.batch_sheets.discard(sheet)
    finally:
        await desk.close()


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
    if asked.send_again:
        report.say(f"{rows} already went from this PC, and {are} sent again as asked.")
        return review.send_again(entry.index for entry in review.already)
    report.say(f"{rows} already went from this PC, and {are} left out; --send-again sends them all the same.")
    for entry in review.already[:10]:
        report.say(f"  {entry.words}")
    return review.send_again(())


async def open_desk(account: str, workplace: Workplace, *, practice: bool) -> Desk:
    """The account that a command names. Close it.

    Raises:
        AppError: it names none, or the account cannot be opened.
    """
    must_name_one(account, practice=practice)
    found: Account = PRACTICE_ACCOUNT if practice else await account_named(account, workplace.tools.accounts)
    return await workplace.open_desk(found)


# --- a batch ----------------------------------------------------------------------------------------------------------


async def _read(asked: SendBatch, workplace: Workplace, report: Report) -> BatchSheet:
    """Read the file into a sheet of its own; rows that cannot be sent are left out, and told of."""
    sheets = workplace.tools.batch_sheets
    how = HowToRead(worksheet=asked.worksheet)
    sheet, staged = await sheets.import_here(
        asked.file, how, lambda step: report.say(f"{count_of(step.rows, 'row', 'rows')} read.")
    )
    try:
        if not staged.info.encoding_sure:
            report.say(f"The file’s encoding was guessed: {staged.info.encoding}.")
        await sheet.set_head(_head_as_asked(await sheet.head(), asked), "as asked for on the command line")
        left_out = await sheet.leave_out_stopped()
        counts = await sheet.counts()
        if left_out or counts.left_out:
            report.say(f"{count_of(counts.left_out, 'row is', 'rows are')} left out; the results say why.")
        if not counts.ready:
            raise BadFile(f"No row of “{asked.file.name}” can be sent. Nothing was sent.{await _first_reason(sheet)}")
    except BaseException:
        await sheets.discard(sheet)
        raise
    return sheet


def _rows(count: int) -> str:
    return count_of(count, "row", "rows")


async def _first_reason(sheet: BatchSheet) -> str:
    from leadbyte_desktop.store.sheet import SheetView

    first = (await sheet.order(SheetView()))[:1]
    rows = await sheet.rows(first)
    return f" The first row: {rows[0].left_out}" if rows and rows[0].left_out else ""


def _head_as_asked(head: SheetHead, asked: SendBatch) -> SheetHead:
    """The sheet's head with the columns, deliveries and action of the command line.

    Raises:
        BadInput: a column is not there, or no column names the leads.
    """
    if asked.id_column:
        head = _only_lead_column(head, _column(head, asked.id_column))
    for heading, what in asked.columns:
        head = _with(head, _column(head, heading), what)
    if words := missing_words(head.columns):
        raise BadFile(f"{words} Or name it with --id-column. Nothing was sent.")
    action = _ACTIONS.get(asked.action)
    return replace(head, for_all=ForAll(asked.deliveries, action, asked.blank_clears))


def _column(head: SheetHead, heading: str) -> Column:
    found = [column for column in head.columns if column.heading.strip() == heading.strip()]
    found = found or [column for column in head.columns if plain_form(column.heading) == plain_form(heading)]
    if len(found) != 1:
        what = "more than one column is" if found else "no column is"
        headings = ", ".join(f"“{column.heading}”" for column in head.columns)
        raise BadInput(f"In the file {what} headed “{heading}”. Nothing was sent. Its headings are {headings}.")
    return found[0]


def _only_lead_column(head: SheetHead, column: Column) -> SheetHead:
    for other in head.columns:
        if other.role in (Role.LEAD, Role.QUARANTINE) and other.slot != column.slot:
            head = head.with_column(replace(other, role=Role.IGNORED, field=""))
    role = column.role if column.role is Role.QUARANTINE else Role.LEAD
    return head.with_column(replace(column, role=role, field=""))


def _with(head: SheetHead, column: Column, what: str) -> SheetHead:
    """The head with a column as asked; a field that another column had is this one's now."""
    role = _ROLES.get(what.casefold())
    if role is not None:
        return head.with_column(replace(column, role=role, field=""))
    name = known_name(plain_form(what)) or what
    for other in head.columns:
        if other.field == name and other.slot != column.slot:
            head = head.with_column(replace(other, role=Role.IGNORED, field=""))
    return head.with_column(replace(column, role=Role.FIELD, field=name))
