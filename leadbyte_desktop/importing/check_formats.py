"""Values that do not look like the phone number, email address or UK postcode that their field is for.

These are warnings and never a wall: LeadByte may take what is found odd here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from leadbyte_desktop.domain.sheet import Column
from leadbyte_desktop.importing import check_codes as codes
from leadbyte_desktop.importing.check_text import Found

# A field with one of these names, and an account's own "work_email" or "Second phone".
_EMAIL_FIELD = re.compile(r"(?:.*[^a-z])?e-?mail(?:[ _-]?address)?[ _-]?[0-9]*")
_PHONE_FIELD = re.compile(r"(?:.*[^a-z])?(?:tele|mobile)?[ _-]?(?:phone|mobile)(?:[ _-]?(?:number|no))?[ _-]?[0-9]*")
_POSTCODE_FIELD = re.compile(r"(?:.*[^a-z])?post[ _-]?code[ _-]?[0-9]*")

# The plainest form of each: what matches needs no second look.
_PLAIN_PHONE = re.compile(r"0(?:[1237][0-9]{9}|[158][0-9]{8})|\+44[1237][0-9]{9}")
_EMAIL = re.compile(r"[^\s@<>,;:()\[\]\"]+@(?:[^\s@<>,;:()\[\]\".]+\.)+[^\s@<>,;:()\[\]\".]{2,}")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}|GIR 0AA")
_POSTCODE_SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")

_PHONE_SHAPE = re.compile(
    r"(?P<number>\+?[0-9(](?:[0-9 ()./\u2010-\u2013-]*[0-9)])?)(?: ?(?:x|ext\.?|extension) ?[0-9]{1,6})?",
    re.IGNORECASE,
)
_NATIONAL_ZERO = re.compile(r"\( ?0 ?\)")
_NO_DIGIT = re.compile(r"[^0-9]")
_LOST_ZERO = re.compile(r"[12378](?:[ -]?[0-9]){9}")
_AS_DECIMAL = re.compile(r"\+?[0-9]{9,}\.0+")
_SPACED_DOT = re.compile(r"\s*[.]\s*")
_AROUND_EMAIL = " \t\r\n.,;:'\""
_TEXT = "t"
_AROUND = " \t\r\n.,;:"


def phone_code(text: str) -> str:
    """What is odd about a phone number, without spaces around it; "" for nothing.

    UK numbers are looked at closely; of any other one, with + or 00 in front, only how long it is.
    """
    if _LOST_ZERO.fullmatch(text):
        return codes.LOST_ZERO
    if _is_phone(text):
        return ""
    mended = mend_phone(text)
    return codes.UNTIDY_PHONE if mended != text and phone_code(mended) in ("", codes.LOST_ZERO) else codes.PHONE


def mend_phone(text: str) -> str:
    """Without "tel:", stops and commas at the end, and the ".0" that programs add to numbers."""
    mended = text.strip()
    if mended.casefold().startswith("tel:"):
        mended = mended[4:]
    mended = mended.strip(_AROUND)
    return mended.partition(".")[0] if _AS_DECIMAL.fullmatch(mended) else mended


def email_code(text: str) -> str:
    """What is odd about an email address; "" for nothing."""
    if _EMAIL.fullmatch(text):
        return ""
    return codes.UNTIDY_EMAIL if _EMAIL.fullmatch(mend_email(text)) else codes.EMAIL


def mend_email(text: str) -> str:
    """Without "mailto:", signs at the ends, and spaces beside the "@" or the last dots."""
    mended = text.strip(_AROUND_EMAIL)
    if mended.casefold().startswith("mailto:"):
        mended = mended[7:].strip(_AROUND_EMAIL)
    name, at, domain = mended.partition("@")
    domain = _SPACED_DOT.sub(".", domain.strip())
    return f"{name.strip()}{at}{domain}"


def postcode_code(text: str) -> str:
    """What is odd about a UK postcode; "" for nothing."""
    if _POSTCODE.fullmatch(text):
        return ""
    return codes.UNTIDY_POSTCODE if _POSTCODE.fullmatch(mend_postcode(text)) else codes.POSTCODE


def has_postcode_shape(text: str) -> bool:
    """Whether letters and digits stand where a UK postcode has them, whichever letters they are: "ab1 2cd"."""
    return bool(_POSTCODE_SHAPE.fullmatch(mend_postcode(text)))


def mend_postcode(text: str) -> str:
    """In capitals, with its one space in its place."""
    bare = re.sub(r"[\s-]", "", text.strip(_AROUND)).upper()
    return f"{bare[:-3]} {bare[-3:]}"


def what_it_is_not(field: str, text: str) -> str:
    """What a value of a field should be and does not look like: "UK postcode", "phone number"; "" for nothing.

    Args:
        field: the field's name, which tells what it holds.
        text: the value, without spaces around it.
    """
    name = field.casefold()
    if _POSTCODE_FIELD.fullmatch(name):
        return "UK postcode" if postcode_code(text) == codes.POSTCODE else ""
    return "phone number" if _PHONE_FIELD.fullmatch(name) and phone_code(text) == codes.PHONE else ""


def is_short_number(text: str) -> bool:
    """Whether it is what Excel makes of a postcode of five digits with zeros in front."""
    return len(text) in (3, 4) and text.isascii() and text.isdigit()


def _is_phone(text: str) -> bool:
    shape = _PHONE_SHAPE.fullmatch(text)
    if shape is None:
        return False
    number = shape["number"]
    digits = _NO_DIGIT.sub("", _NATIONAL_ZERO.sub("", number))
    if number.startswith("+"):
        return _is_international(digits)
    if digits.startswith("00"):
        return _is_international(digits[2:])
    if digits.startswith("44"):
        return _is_british("0" + digits[2:].removeprefix("0"))
    return _is_british(_NO_DIGIT.sub("", number))


def _is_international(digits: str) -> bool:
    if digits.startswith("44"):
        return _is_british("0" + digits[2:].removeprefix("0"))
    return 7 <= len(digits) <= 15 and not digits.startswith("0")


def _is_british(digits: str) -> bool:
    """Eleven digits behind a zero; ten for some numbers of old towns and freephone."""
    if len(digits) == 10:
        return digits[:2] in ("01", "05", "08")
    return len(digits) == 11 and digits[0] == "0" and digits[1] in "1235789"


class _Format:
    """A form that values of some fields have.

    Args:
        field: matches the names of these fields.
        plain: matches the plainest values of this form.
        code: what is odd about any value, without spaces around it; "" for nothing.
    """

    def __init__(self, field: re.Pattern[str], plain: re.Pattern[str], code: Callable[[str], str]) -> None:
        self.field, self._plain, self._code = field, plain, code
        # Lines of which each is plain or empty, in one go; `*+` never goes back to an earlier line.
        self._all_plain = re.compile(f"(?:(?:{plain.pattern})?\n)*+")

    def odd(self, cells: Sequence[str]) -> Found:
        """The places of the values that are odd for this form, with the code."""
        lines = "\n".join(cells) + "\n"
        # A cell may have a line end of its own; then the lines are not the cells.
        if lines.count("\n") == len(cells) and self._all_plain.fullmatch(lines):
            return []
        matches = map(self._plain.fullmatch, cells)
        looked = [(place, cells[place].strip()) for place, match in enumerate(matches) if match is None]
        found = [(place, self._code(text)) for place, text in looked if text]
        return [(place, code) for place, code in found if code]


_FORMATS = (
    _Format(_EMAIL_FIELD, _EMAIL, email_code),
    _Format(_PHONE_FIELD, _PLAIN_PHONE, phone_code),
    _Format(_POSTCODE_FIELD, _POSTCODE, postcode_code),
)


def format_finder(column: Column) -> Callable[[Sequence[str], Sequence[str] | None], Found] | None:
    """What looks through a column for values of the wrong form; None where its field may hold anything.

    It is given the column's cells and their kinds, as `check_text.find_damage` is.
    """
    name = column.field.casefold()
    form = next((form for form in _FORMATS if form.field.fullmatch(name)), None)
    if form is None:
        return None

    def find(cells: Sequence[str], kinds: Sequence[str] | None) -> Found:
        return [
            (place, _by_kind(code, cells[place], kinds[place] if kinds else _TEXT)) for place, code in form.odd(cells)
        ]

    return find


def _by_kind(code: str, cell: str, kind: str) -> str:
    short = code == codes.POSTCODE and kind == "n" and is_short_number(cell.strip())
    return codes.POSTCODE_NUMBER if short else code
