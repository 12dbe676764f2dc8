"""What values look like: e-mail addresses, phones, postcodes, dates, and the damage that spreadsheets do."""

from __future__ import annotations

import re

SHORTENED = re.compile(r"\s*[0-9][.,]?[0-9]*E\+[0-9]+\s*", re.IGNORECASE)
FORMULA_ERROR = re.compile(r"\s*#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)\s*")
# The first byte of a two- or three-byte letter of UTF-8, and a byte that follows one, both read as cp1252.
GARBLED = re.compile(
    "[\u00c2-\u00c5\u00d0\u00d1\u00e2\u00f0]"
    "[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d"
    "\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
INVISIBLE = re.compile("[\u00a0\u00ad\u2000-\u200f\u202f\u2028\u2029\u2060\ufeff]")
APOSTROPHE = re.compile(r"\s*'[=+\-@0-9]")
POSTCODE = re.compile(r"(GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2})")
MONTH_DAY = re.compile(
    r"(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?P=mark)(?P<rest>([0-9]{4}|[0-9]{2})([ T].*)?)"
)
_EMAIL = re.compile(
    r"[^\s@<>()\[\]\\,;:\"]+@[A-Za-z0-9\u0080-\uffff]([A-Za-z0-9\u0080-\uffff.-]*\.)[A-Za-z\u0080-\uffff]{2,}"
)
_PHONE = re.compile(r"\+?(\(0?[0-9]+\)|[0-9])[0-9 ().\-/]*[0-9]( ?(ext|x)\.? ?[0-9]+)?", re.IGNORECASE)
_LOST_ZERO = re.compile(r"[12378][0-9]{9}")
_NO_DIGIT = re.compile(r"[^0-9]")


def is_email(text: str) -> bool:
    """Whether it looks like an e-mail address."""
    return ".." not in text and _EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether it looks like a phone number of any country: 7 to 15 digits and what people write between them."""
    return _PHONE.fullmatch(text) is not None and 7 <= len(_NO_DIGIT.sub("", text)) <= 20


def lost_zero(text: str) -> bool:
    """Whether it looks like a UK phone number whose first 0 is gone: ten digits as they follow it."""
    return _LOST_ZERO.fullmatch(text.replace(" ", "")) is not None
