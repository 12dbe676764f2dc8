"""A file of leads, sent without a window: the same reading, checks, review, journal and sender as with one."""

from __future__ import annotations

from dataclasses import replace

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.domain.lead_fields import known_name, plain_form
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.sheet import Column, ForAll, Role, SheetHead
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.importing.columns import missing_words
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.services.batch_sheet import NOTHING_ASKED, BatchSheet
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.sheet import SheetView
from leadbyte_desktop.unattended.asked import SendBatch
from leadbyte_desktop.unattended.column_named import column_named
from leadbyte_desktop.unattended.report import Report
from leadbyte_desktop.unattended.sending import desk_for, send_draft
from leadbyte_desktop.unattended.told import column_words, oddities, worksheet_words

_ROLES = {"deliveries": Role.DELIVERIES, "action": Role.ACTION, "ignore": Role.IGNORED}
_LEADS = {"leadid": Role.LEAD, "lead": Role.LEAD, "id": Role.LEAD, "quarantineid": Role.QUARANTINE}
_ACTIONS = {"reprocess": Action.REPROCESS, "release": Action.RELEASE, "reject": Action.REJECT}


async def send_batch(asked: SendBatch, workplace: Workplace, report: Report) -> int:
    """Send a file of leads.

    Raises:
        AppError: it cannot be sent; nothing was.
    """
    async with desk_for(asked, workplace) as desk:
        sheet = await _read(asked, workplace, report)
        try:
            draft = await sheet.draft(asked.file.name, desk.account.account_id)
            return await send_draft(draft, desk, asked, report)
        finally:
            await workplace.tools.batch_sheets.discard(sheet)


async def _read(asked: SendBatch, workplace: Workplace, report: Report) -> BatchSheet:
    """Read the file into a sheet of its own; rows that cannot be sent are left out, and what is odd is told of."""
    sheets = workplace.tools.batch_sheets
    how = HowToRead(worksheet=asked.worksheet)
    sheet, staged = await sheets.import_here(
        asked.file, how, lambda step: report.say(f"{count_of(step.rows, 'row', 'rows')} read.")
    )
    try:
        report.note(worksheet_words(staged.info))
        if not staged.info.encoding_sure:
            report.say(f"The file’s encoding was guessed: {staged.info.encoding}.")
        await _make_ready(sheet, asked, report, staged.info.first_column)
    except BaseException:
        await sheets.discard(sheet)
        raise
    return sheet


async def _make_ready(sheet: BatchSheet, asked: SendBatch, report: Report, first_column: int) -> None:
    head = _head_as_asked(await sheet.head(), asked, first_column)
    report.say(column_words(head, first_column))
    await sheet.set_head(head, "as asked for on the command line")
    await sheet.leave_out_stopped()
    counts = await sheet.counts()
    if not counts.ready:
        raise BadFile(
            f"No row of “{asked.file.name}” can be sent. Nothing was sent. The first row: {await _first_reason(sheet)}"
        )
    if counts.left_out:
        report.say(f"{count_of(counts.left_out, 'row is', 'rows are')} left out; the results say why.")
    if odd := await oddities(sheet, first_column):
        report.odd(odd)


async def _first_reason(sheet: BatchSheet) -> str:
    (row,) = await sheet.rows((await sheet.order(SheetView()))[:1])
    return row.left_out or NOTHING_ASKED


def _head_as_asked(head: SheetHead, asked: SendBatch, first_column: int) -> SheetHead:
    """The sheet's head with the columns, deliveries and action of the command line.

    Raises:
        BadInput: a column is not there.
        BadFile: no column names the leads, or several do.
    """
    if asked.id_column:
        column = column_named(head, asked.id_column, first_column)
        role = column.role if column.role is Role.QUARANTINE else Role.LEAD
        head = _only_lead_column(head, column, role)
    for name, what in asked.columns:
        head = _with(head, column_named(head, name, first_column), what)
    if words := missing_words(head.columns, first_column):
        raise BadFile(f"{words} Name it with --id-column. Nothing was sent.")
    action = _ACTIONS.get(asked.action)
    return replace(head, for_all=ForAll(asked.deliveries, action, asked.blank_clears))


def _only_lead_column(head: SheetHead, column: Column, role: Role) -> SheetHead:
    for other in head.columns:
        if other.role in (Role.LEAD, Role.QUARANTINE) and other.slot != column.slot:
            head = head.with_column(replace(other, role=Role.IGNORED, field=""))
    return head.with_column(replace(column, role=role, field=""))


def _with(head: SheetHead, column: Column, what: str) -> SheetHead:
    """The head with a column as asked; a field that another column had is this one's now."""
    if (lead := _LEADS.get(plain_form(what))) is not None:
        return _only_lead_column(head, column, lead)
    role = _ROLES.get(what.casefold())
    if role is not None:
        return head.with_column(replace(column, role=role, field=""))
    name = known_name(plain_form(what)) or what
    for other in head.columns:
        if other.field == name and other.slot != column.slot:
            head = head.with_column(replace(other, role=Role.IGNORED, field=""))
    return head.with_column(replace(column, role=Role.FIELD, field=name))
