"""When a date was, as a number, however the date is written: so that a column of dates can be sorted.

Nothing is changed or judged by it. A date that could be read in two ways is read as LeadByte reads it, with its day
first, unless its column is written with the month first.
"""

from __future__ import annotations

import re

_TIME = (
    r"(?:[T,]?\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"\s*(?P<half>[ap])?\.?(?:m\b)?\.?)?"
)
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = tuple(
    re.compile(rf"\s*{form}{_TIME}", re.IGNORECASE)
    for form in (
        rf"(?P<one>[0-9]{{1,2}})\s?(?P<sign>[/.-])\s?(?P<two>[0-9]{{1,2}})\s?(?P=sign)\s?{_YEAR}",
        r"(?P<year>[0-9]{4})(?P<sign>[/.-])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})(?![0-9])",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9])",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ /.-]*{_MONTH}[ /.,-]*{_YEAR}",
        rf"{_MONTH}[ /.-]*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ /.,-]+{_YEAR}",
    )
)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY_ENDS = 30
"""Excel takes 00 to 29 for years of this century, and 30 to 99 for the one before."""


def date_number(text: str, *, month_first: bool = False) -> int | None:
    """The date as yyyymmddhhmmss: the later, the greater. What stands behind its time does not count.

    Args:
        text: the date, perhaps with a time; with a year of two digits, or with its month by name.
        month_first: how "03/04/1980" is read.

    Returns:
        None where it is no date.
    """
    for form in _FORMS:
        match = form.match(text)
        if match is not None:
            return _number(match.groupdict(), month_first=month_first)
    return None


def _number(parts: dict[str, str | None], *, month_first: bool) -> int | None:
    day, month = _day_and_month(parts, month_first=month_first)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return (_year(parts["year"] or "") * 10_000 + month * 100 + day) * 1_000_000 + _time(parts)


def _day_and_month(parts: dict[str, str | None], *, month_first: bool) -> tuple[int, int]:
    if parts.get("name"):
        return int(parts["day"] or 0), _NAMES.index((parts["name"] or "").lower()) + 1
    if parts.get("month"):
        return int(parts["day"] or 0), int(parts["month"] or 0)
    one, two = int(parts["one"] or 0), int(parts["two"] or 0)
    # A date that can be read in one way only is read in that, whatever its column is like.
    turned = not two <= 12 < one if month_first else one <= 12 < two
    return (two, one) if turned else (one, two)


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < _CENTURY_ENDS else 1900)


def _time(parts: dict[str, str | None]) -> int:
    hour, half = int(parts["hour"] or 0), (parts["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return min(hour, 99) * 10_000 + int(parts["minute"] or 0) * 100 + int(parts["second"] or 0)
