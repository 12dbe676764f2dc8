"""Everything that can be found in a cell: whether it stops the row, whether *fix all like this* is safe, and the words.

A code is stored with the sheet, so it never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leadbyte_desktop.domain.lead_update import LeadKind
from leadbyte_desktop.domain.sheet import Column, Role

NO_ID = "no ID"
BAD_ID = "bad ID"
UNTIDY_ID = "untidy ID"
SHORTENED_ID = "shortened ID"
ROUNDED_ID = "rounded ID"
SHORT_ID = "short ID"
SAME_LEAD = "same lead"
BAD_DELIVERIES = "bad deliveries"
UNTIDY_DELIVERIES = "untidy deliveries"
JOINED_DELIVERIES = "joined deliveries"
PARTED_DELIVERY = "parted delivery"
BAD_ACTION = "bad action"
UNTIDY_ACTION = "untidy action"
NOT_QUARANTINED = "not quarantined"
QUARANTINED = "quarantined"
SHORTENED = "shortened number"
LONG_NUMBER = "long number"
FORMULA_ERROR = "formula error"
MARKUP = "markup"
MOJIBAKE = "mojibake"
LOST_CHARACTERS = "lost characters"
HIDDEN = "hidden characters"
APOSTROPHE = "apostrophe"
TEXT_AS_FORMULA = "text as formula"
LOST_ZERO = "lost zero"
PHONE = "phone"
UNTIDY_PHONE = "untidy phone"
EMAIL = "email"
UNTIDY_EMAIL = "untidy email"
POSTCODE = "postcode"
UNTIDY_POSTCODE = "untidy postcode"
POSTCODE_NUMBER = "postcode number"
MONTH_FIRST = "month first"
EITHER_WAY = "date either way"
NO_DATE = "no date"
NEGATIVE_DATE = "negative date"
NOT_IN_LIST = "not in list"
CLEARS_REQUIRED = "clears required"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    Attributes:
        what: what is wrong. `{text}` is the cell, `{id}` is "lead ID" or "quarantine ID", `{example}` is such an
            ID, `{lead}` is "Lead" or "Quarantined lead", `{picks}` are the values of the field's pick list.
        why: what follows from it, or what to do; with the same places.
        stops: the row cannot be sent as it is. A value never stops a row: LeadByte is the authority on values.
        fixable: every cell with it can be mended without guessing.
    """

    what: str
    why: str
    stops: bool = False
    fixable: bool = False


_MOST_PICKS = 8
_AS_IT_STANDS = "It would be sent as it stands."
_NO_DECIMALS = "Format the column as a number without decimals in Excel, save the file again, and open it here."
_FROM_OLDER = "Where it is wrong, take it from where the file was made; the digits are not in this file any more."

CODES: dict[str, Code] = {
    # What names the lead.
    NO_ID: Code("The {id} is missing.", "Without it nobody knows which lead is meant.", stops=True),
    BAD_ID: Code("“{text}” is not a {id}.", "A {id} holds digits only, for example {example}.", stops=True),
    UNTIDY_ID: Code(
        "“{text}” holds more than the digits of a {id}.",
        "Spreadsheets add such signs. The digits themselves are all there, and what is around them can be dropped.",
        stops=True,
        fixable=True,
    ),
    SHORTENED_ID: Code("“{text}” is a number that Excel has shortened.", _NO_DECIMALS, stops=True),
    ROUNDED_ID: Code(
        "“{text}” has more digits than Excel keeps of a number.",
        "Excel keeps 15 and makes the others 0, so this may be another lead. Type the {id} again.",
        stops=True,
    ),
    SHORT_ID: Code(
        "“{text}” is short beside the other {id}s, and the spreadsheet held it as a number.",
        "It may have lost zeros in front. As far as is known, LeadByte takes 007 and 7 for the same lead.",
    ),
    SAME_LEAD: Code(
        "{lead} {text} stands in more than one row.",
        "Its rows go one after the other, in the order of the file, so the last value is the one that stays. Where "
        "they are the same, once is enough.",
    ),
    # What shall be done with it.
    BAD_DELIVERIES: Code(
        "“{text}” does not name deliveries.", "Write the deliveries’ numbers, for example “1053, 1054”.", stops=True
    ),
    UNTIDY_DELIVERIES: Code(
        "“{text}” holds more than the numbers of deliveries.",
        "Spreadsheets add such signs. The numbers themselves are all there, and what is around them can be dropped.",
        stops=True,
        fixable=True,
    ),
    JOINED_DELIVERIES: Code(
        "“{text}” is long for the number of one delivery.",
        "Excel makes one number of “1053,1054”. If several were meant, type them with a space behind each comma.",
    ),
    PARTED_DELIVERY: Code(
        "“{text}” is read as several deliveries, one for each number between the commas.",
        "If one delivery was meant, write its number without a comma.",
    ),
    BAD_ACTION: Code("“{text}” is no action.", "Write “reprocess”, “release” or “reject”.", stops=True),
    UNTIDY_ACTION: Code(
        "“{text}” is not how an action is written.",
        "What is meant is plain; it can be written as “reprocess”, “release” or “reject”.",
        stops=True,
        fixable=True,
    ),
    NOT_QUARANTINED: Code(
        "Only a quarantined lead, named by its quarantine ID, can be released or rejected.",
        "This table names its leads by lead ID. Leave the action out, or use a table of quarantine IDs.",
        stops=True,
    ),
    QUARANTINED: Code(
        "A quarantined lead can be released or rejected; it cannot be reprocessed.",
        "This table names its leads by quarantine ID. Leave the action out, or use a table of lead IDs.",
        stops=True,
    ),
    # Damage to any value.
    SHORTENED: Code(
        "“{text}” looks like a number that Excel has shortened.", "The digits that Excel dropped are lost in this file."
    ),
    LONG_NUMBER: Code(
        "“{text}” has more digits than Excel keeps of a number.",
        f"Excel keeps 15 and makes the others 0. {_FROM_OLDER}",
    ),
    FORMULA_ERROR: Code("“{text}” is an error of a formula in Excel.", _AS_IT_STANDS),
    NEGATIVE_DATE: Code(
        "“{text}” is a negative number in a cell for dates.",
        f"No date is negative, and Excel shows ##### there. {_AS_IT_STANDS}",
    ),
    MARKUP: Code("“{text}” holds “<” or “>”.", "LeadByte rejects values that look like HTML."),
    MOJIBAKE: Code(
        "“{text}” holds letters that were read in the wrong way.",
        "A program on the way took its bytes for other letters. They can be put right again.",
        fixable=True,
    ),
    LOST_CHARACTERS: Code(
        "“{text}” holds “\ufffd”, which stands for a letter that was lost.",
        "Open the file with another encoding; where it was lost before, type the letter again.",
    ),
    HIDDEN: Code(
        "“{text}” holds spaces or signs that cannot be seen.",
        "Nobody can find the value by typing it. They can be made ordinary spaces, or dropped.",
        fixable=True,
    ),
    APOSTROPHE: Code(
        "“{text}” begins with an apostrophe.",
        "Spreadsheets keep text as text by it; it is no part of the value, and can be dropped.",
        fixable=True,
    ),
    TEXT_AS_FORMULA: Code(
        "“{text}” is a text dressed as a formula.",
        "Programs write it so that Excel keeps a zero in front; the text inside the quotation marks is what is meant.",
        fixable=True,
    ),
    # Values that do not look like what they are.
    LOST_ZERO: Code(
        "“{text}” has lost the zero that a phone number begins with.",
        "Excel drops it from numbers; it can be put back.",
        fixable=True,
    ),
    PHONE: Code(
        "“{text}” does not look like a phone number.",
        f"UK numbers begin with 0 and others with + and their country. {_AS_IT_STANDS}",
    ),
    UNTIDY_PHONE: Code(
        "“{text}” holds more than a phone number.",
        "The number itself is all there, and what is around it can be dropped.",
        fixable=True,
    ),
    EMAIL: Code("“{text}” does not look like an email address.", _AS_IT_STANDS),
    UNTIDY_EMAIL: Code(
        "“{text}” holds more than an email address.",
        "The address itself is all there, and what is around it can be dropped.",
        fixable=True,
    ),
    POSTCODE: Code("“{text}” does not look like a UK postcode.", _AS_IT_STANDS),
    UNTIDY_POSTCODE: Code(
        "“{text}” is a postcode, and not written as one.",
        "It can be put in capitals, with one space in its place.",
        fixable=True,
    ),
    POSTCODE_NUMBER: Code(
        "“{text}” is short for a postcode, and the spreadsheet held it as a number.",
        "Excel drops zeros from the front of a number. Where it was five digits long, the zeros can be put back.",
    ),
    MONTH_FIRST: Code(
        "“{text}” has its month first.",
        "LeadByte’s dates have the day first. Other dates of this column may be turned round too; look through them.",
        fixable=True,
    ),
    EITHER_WAY: Code(
        "“{text}” can be read as two dates.",
        "Many dates of this column have their month first. If this one has too, it would be taken for another day.",
    ),
    CLEARS_REQUIRED: Code(
        "LeadByte requires this field, and this row clears it.",
        "A lead must have it in every campaign that this PC knows. LeadByte may refuse the row.",
    ),
    NOT_IN_LIST: Code("“{text}” is not in LeadByte’s list for this field.", f"The list has {{picks}}. {_AS_IT_STANDS}"),
    NO_DATE: Code("“{text}” is no date.", f"No calendar has such a day, whichever part is the month. {_AS_IT_STANDS}"),
}


BY_COLUMN = frozenset({EITHER_WAY, SHORT_ID})
"""What is found in a cell only by what the rest of its column is like."""


def words_of(code: str, text: str | None, column: Column, picks: Sequence[str] = ()) -> tuple[str, str]:
    """What was found in a cell, in words.

    Args:
        code: one of `CODES`.
        text: what stands in the cell; None where it is blank.
        column: the cell's column.
        picks: the values of its field's pick list.

    Returns:
        what is wrong, and what follows from it or what to do; a sentence or two each.
    """
    kind = LeadKind.QUARANTINE if column.role is Role.QUARANTINE else LeadKind.LEAD
    found = CODES[code]
    words = {
        "text": _short((text or "").strip()),
        "id": kind.noun,
        "example": kind.example,
        "picks": _some(picks),
        "lead": "Quarantined lead" if kind is LeadKind.QUARANTINE else "Lead",
    }
    return found.what.format_map(words), found.why.format_map(words)


def _some(picks: Sequence[str]) -> str:
    more = len(picks) - _MOST_PICKS
    named = ", ".join(f"“{_short(each)}”" for each in picks[:_MOST_PICKS])
    return f"{named} and {more:,} more" if more > 0 else named


def _short(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= 40 else f"{line[:39]}…"
