"""How what was found in a cell is mended. Nothing is guessed: what may be meant in two ways, a person types."""

from __future__ import annotations

from collections.abc import Callable

from leadbyte_desktop.domain.sheet import Column
from leadbyte_desktop.importing import check_codes as codes
from leadbyte_desktop.importing.check_codes import CODES
from leadbyte_desktop.importing.check_dates import day_first
from leadbyte_desktop.importing.check_formats import is_short_number, mend_email, mend_phone, mend_postcode
from leadbyte_desktop.importing.check_leads import plain_action, without_signs
from leadbyte_desktop.importing.check_text import without_apostrophe, without_formula, without_hidden, without_mojibake

_POSTCODE_DIGITS = 5
# Spaces are a blank cell, where "" would say to clear the field.
_BLANK = " "

_MENDING: dict[str, Callable[[str], str]] = {
    codes.UNTIDY_ID: without_signs,
    codes.UNTIDY_DELIVERIES: lambda text: without_signs(text) or _BLANK,
    codes.MOJIBAKE: without_mojibake,
    codes.HIDDEN: lambda text: without_hidden(text) or _BLANK,
    codes.APOSTROPHE: without_apostrophe,
    codes.TEXT_AS_FORMULA: lambda text: without_formula(text) or _BLANK,
    codes.LOST_ZERO: lambda text: f"0{text}",
    codes.UNTIDY_PHONE: mend_phone,
    codes.UNTIDY_EMAIL: mend_email,
    codes.UNTIDY_POSTCODE: mend_postcode,
    codes.POSTCODE_NUMBER: lambda text: text.zfill(_POSTCODE_DIGITS) if is_short_number(text) else "",
    codes.MONTH_FIRST: day_first,
}


def repair(code: str, text: str, column: Column) -> str | None:
    """A cell's text without what was found in it.

    Args:
        code: one of `check_codes.CODES`.
        text: what stands in the cell.
        column: the cell's column.

    Returns:
        the mended text; None where it cannot be mended.
    """
    bare = text.strip()
    if code == codes.UNTIDY_ACTION:
        mended = plain_action(bare, column)
    else:
        mended = _MENDING[code](bare) if code in _MENDING and bare else ""
    return mended if mended and mended != text else None


def can_fix_all(code: str) -> bool:
    """Whether every cell with this may be mended at once, each without being looked at."""
    return CODES[code].fixable
