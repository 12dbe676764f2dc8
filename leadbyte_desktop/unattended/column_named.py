"""Which column of a file a command means."""

from __future__ import annotations

import re

from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.lead_fields import plain_form
from leadbyte_desktop.domain.sheet import Column, SheetHead
from leadbyte_desktop.domain.words import listed
from leadbyte_desktop.importing.column_letters import column_letters, column_number

_LETTERS = re.compile("[A-Z]{1,3}")
_NUMBER = re.compile("[1-9][0-9]{0,4}")


def column_named(head: SheetHead, name: str, first_column: int) -> Column:
    """The column that is meant: by its heading, else by its place as a spreadsheet shows it, "C" or "3".

    A heading comes first, so that no file changes what a command means by a heading that looks like a place.

    Args:
        head: the sheet's head.
        name: what was typed.
        first_column: the worksheet's column, from 0, in which the table begins.

    Raises:
        BadInput: there is none, or several have that heading.
    """
    name = name.strip()
    found = [column for column in head.columns if column.heading.strip() == name]
    found = found or [column for column in head.columns if plain_form(column.heading) == plain_form(name)]
    if not found and (place := _place(name)) is not None:
        found = [column for column in head.columns if first_column + column.slot == place]
    if len(found) > 1:
        letters = [column_letters(first_column + column.slot) for column in found]
        raise BadInput(
            f"In the file more than one column is headed “{name}”: {listed(letters)}. Name "
            "the one that is meant by its letter instead of its heading. Nothing was sent."
        )
    if not found:
        headings = ", ".join(f"“{column.heading}”" for column in head.columns)
        raise BadInput(f"In the file no column is headed “{name}”. Nothing was sent. Its headings are {headings}.")
    return found[0]


def _place(name: str) -> int | None:
    """The column, from 0, that a spreadsheet shows under this letter or number; None where it is neither."""
    if _LETTERS.fullmatch(name):
        return column_number(name.encode()) - 1
    return int(name) - 1 if _NUMBER.fullmatch(name) else None
