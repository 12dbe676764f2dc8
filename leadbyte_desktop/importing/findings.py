"""Every kind of thing that may be odd about a cell: how grave it is, what is said of it, and how it may be mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from leadbyte_desktop.domain.sheet import BadCell, Column, Role, read_action, read_deliveries

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding.

    Attributes:
        code: its name, which stands in sheets on the disk.
        what: what is wrong, a sentence; “{cell}” stands for the cell.
        why: what follows from it, or what to do.
        stops: a row with it cannot be sent. Values never stop one (rule 5 of the design).
        fix_all: it is safe to mend every cell of a column like this at once.
    """

    code: str
    what: str
    why: str
    stops: bool = False
    fix_all: bool = False


NO_LEAD, BAD_LEAD, SHORT_LEAD = "no lead", "bad lead", "shortened lead"
BAD_DELIVERY, BAD_ACTION, SAME_LEAD = "bad delivery", "bad action", "same lead"
WRONG_ACTION = "wrong action"
SHORTENED, LONG_NUMBER, LOST_ZERO, NUMBER_POSTCODE = "shortened number", "long number", "lost zero", "number postcode"
NUMBER_ID = "number id"
FORMULA, MOJIBAKE, MARKUP, INVISIBLE, APOSTROPHE = "formula error", "mojibake", "markup", "invisible", "apostrophe"
ODD_EMAIL, ODD_PHONE, ODD_POSTCODE = "odd email", "odd phone", "odd postcode"
MONTH_FIRST, TWO_READINGS = "month first", "two readings"

_KINDS = (
    Kind(NO_LEAD, "The lead ID is missing.", "Without it nobody knows which lead is meant.", stops=True),
    Kind(BAD_LEAD, "“{cell}” is not a lead ID.", "A lead ID holds digits only, for example 2932682.", stops=True),
    Kind(
        SHORT_LEAD,
        "“{cell}” is a number that Excel has shortened.",
        "Format the column as a number without decimals in Excel, save the file again, and open it here.",
        stops=True,
    ),
    Kind(BAD_DELIVERY, "“{cell}” names no delivery.", "Write the deliveries’ numbers: “1053, 1054”.", stops=True),
    Kind(BAD_ACTION, "“{cell}” is no action for this lead.", "Write “reprocess”.", stops=True),
    Kind(
        WRONG_ACTION,
        "What shall be done with every lead does not go with lead {cell}.",
        "A lead is reprocessed; a quarantined lead, named by its quarantine ID, is released or rejected.",
        stops=True,
    ),
    Kind(
        SAME_LEAD,
        "Lead {cell} stands in an earlier row already.",
        "Rows of one lead go one after the other, in the order of the file; of equal ones only the first is sent.",
    ),
    Kind(
        SHORTENED,
        "“{cell}” looks like a number that Excel has shortened.",
        "The digits that Excel dropped are lost in this file. Correct them from where the file came from.",
    ),
    Kind(
        LONG_NUMBER,
        "“{cell}” is a number of more than 15 digits.",
        "Excel keeps 15 digits and makes the rest zeros. Compare it with where the file came from.",
    ),
    Kind(
        LOST_ZERO,
        "“{cell}” looks like a phone number without its first 0.",
        "Excel drops zeros in front of numbers. The repair puts the 0 back.",
        fix_all=True,
    ),
    Kind(
        NUMBER_POSTCODE,
        "“{cell}” was a number in the file.",
        "A postcode that is a number may have lost a zero in front. The repair puts one there.",
    ),
    Kind(
        NUMBER_ID,
        "“{cell}” was a number in the file, and other IDs in its column begin with 0.",
        "It may have lost its zeros. LeadByte takes 007 and 7 for the same lead, as far as is known.",
    ),
    Kind(FORMULA, "“{cell}” is an error of a formula in Excel.", "It would be sent as it stands. Correct it."),
    Kind(
        MOJIBAKE,
        "“{cell}” holds letters that were garbled on the way.",
        "The repair turns them back. If many cells look like this, open the file with another encoding.",
        fix_all=True,
    ),
    Kind(MARKUP, "“{cell}” holds “<” or “>”.", "LeadByte rejects values that look like HTML."),
    Kind(
        INVISIBLE,
        "“{cell}” holds spaces or marks that cannot be seen.",
        "They often come from web pages. The repair makes them ordinary spaces, or takes them out.",
        fix_all=True,
    ),
    Kind(
        APOSTROPHE,
        "“{cell}” begins with an apostrophe.",
        "Spreadsheets put one before a text that looks like a formula. The repair takes it away.",
        fix_all=True,
    ),
    Kind(
        ODD_EMAIL,
        "“{cell}” does not look like an e-mail address.",
        "It is sent as it stands. Look whether it is right.",
    ),
    Kind(
        ODD_PHONE, "“{cell}” does not look like a phone number.", "It is sent as it stands. Look whether it is right."
    ),
    Kind(
        ODD_POSTCODE,
        "“{cell}” does not look like a UK postcode.",
        "It is sent as it stands. Look whether it is right.",
        fix_all=True,
    ),
    Kind(
        MONTH_FIRST,
        "“{cell}” can only be read with the month first.",
        "Other dates in this column may be written that way too. The repair puts the day first.",
        fix_all=True,
    ),
    Kind(
        TWO_READINGS,
        "“{cell}” can be read in two ways.",
        "Other dates of this column can only have the month first, so nobody can tell which is the day here.",
    ),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}


def words_of(code: str, text: str | None, column: Column) -> tuple[str, str]:
    """What is wrong with a cell, and what follows from it or what to do; sentences."""
    kind = KINDS[code]
    special = _SPECIAL.get(code)
    if special is not None and (words := special(text, column)):
        return words, ""
    noun = "quarantine ID" if column.role is Role.QUARANTINE else "lead ID"
    return kind.what.replace("{cell}", _short(text or "")).replace("lead ID", noun), kind.why.replace("lead ID", noun)


def stops(code: str) -> bool:
    """Whether a row with it cannot be sent."""
    return KINDS[code].stops


def can_fix_all(code: str) -> bool:
    """Whether mending every cell of a column like this is safe."""
    return KINDS[code].fix_all


def _delivery_words(text: str | None, column: Column) -> str:
    try:
        read_deliveries(column.slot, text)
    except BadCell as bad:
        return bad.user_text
    return ""


def _action_words(text: str | None, column: Column) -> str:
    try:
        action = read_action(column.slot, text)
    except BadCell as bad:
        return bad.user_text
    if action is None:
        return ""
    return (
        f"“{_short(text or '')}” does not go with this lead: a lead is reprocessed; a quarantined lead, named by its "
        "quarantine ID, is released or rejected."
    )


_SPECIAL: Mapping[str, Callable[[str | None, Column], str]] = {
    BAD_DELIVERY: _delivery_words,
    BAD_ACTION: _action_words,
}


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
