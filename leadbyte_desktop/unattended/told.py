"""What a window would show of a file before it goes, in words: what each column is, and what is odd in its cells."""

from __future__ import annotations

from leadbyte_desktop.domain.sheet import Column, Role, SheetHead
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.importing.columns import told_apart
from leadbyte_desktop.importing.readers import TableInfo
from leadbyte_desktop.services.batch_sheet import BatchSheet
from leadbyte_desktop.store.sheet import ProblemGroup

_NAMES_LEADS = (Role.LEAD, Role.QUARANTINE)


def worksheet_words(info: TableInfo) -> str:
    """Which of several worksheets is read: another one may be meant. Empty where there is one at most."""
    others = [f"“{each}”" for each in info.worksheets if each != info.worksheet]
    if not others:
        return ""
    return f"Worksheet “{info.worksheet}” is read, and not {', '.join(others)}; --worksheet reads another one."


def column_words(head: SheetHead, first_column: int) -> str:
    """What each column is taken for: a match by likeness may be wrong, and a column that is not known is not sent.

    Args:
        head: the sheet's head.
        first_column: the worksheet's column, from 0, in which the table begins.
    """
    lead, names = head.lead_column, _names(head, first_column)
    named = f"The leads are named by {names[lead.slot]}." if lead else ""
    sent = [
        f"{names[each.slot]} as {each.title}" for each in head.columns if each.role not in (Role.IGNORED, *_NAMES_LEADS)
    ]
    left = [names[each.slot] for each in head.columns if each.role is Role.IGNORED]
    parts = [named, f"Sent: {', '.join(sent) or 'no column'}.", f"Not sent: {', '.join(left)}." if left else ""]
    return " ".join(part for part in parts if part)


async def oddities(sheet: BatchSheet, first_column: int) -> list[str]:
    """What is odd in the rows that go, a line for each kind and column. It stops no row: LeadByte has the last word.

    Args:
        sheet: the batch.
        first_column: as in `column_words`.
    """
    head = await sheet.head()
    groups = [each for each in await sheet.problem_groups() if not each.stops]
    rows = await sheet.rows([each.row_id for each in groups])
    numbers = {row.row_id: row.number for row in rows}
    names = _names(head, first_column)
    columns = {column.slot: column for column in head.columns}
    return [
        f"{names[group.slot]}, {_words(sheet, group, columns[group.slot], numbers[group.row_id])}" for group in groups
    ]


def _words(sheet: BatchSheet, group: ProblemGroup, column: Column, number: int) -> str:
    what, _ = sheet.problem_words(group.code, group.sample, column)
    rows = f"row {number:,}" if group.count == 1 else f"{count_of(group.count, 'row', 'rows')}, first row {number:,}"
    return f"{rows}: {what}"


def _names(head: SheetHead, first_column: int) -> dict[int, str]:
    """By slot, how each column is named, so that none is taken for another one with the same heading."""
    names = told_apart(head.columns, first_column)
    return {column.slot: name for column, name in zip(head.columns, names, strict=True)}
