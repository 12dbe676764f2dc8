"""Real dates of a spreadsheet, written as text in one of the forms of `DATE_FORMS`, and from one form in another."""

from __future__ import annotations

import datetime as dt
import re

from leadbyte_desktop.domain.sheet import DATE_FORMS

# strftime is slow, and pads years differently from system to system.
_PATTERNS = {
    "dd/mm/yyyy": "{day:02}/{month:02}/{year:04}",
    "yyyy-mm-dd": "{year:04}-{month:02}-{day:02}",
    "mm/dd/yyyy": "{month:02}/{day:02}/{year:04}",
    "dd-mm-yyyy": "{day:02}-{month:02}-{year:04}",
    "dd.mm.yyyy": "{day:02}.{month:02}.{year:04}",
}
_PARTS = {"dd": r"(?P<day>[0-9]{2})", "mm": r"(?P<month>[0-9]{2})", "yyyy": r"(?P<year>[0-9]{4})"}
_DURATION = re.compile(
    r"(?P<minus>-?)P(?:(?P<days>[0-9]{1,6})D)?(?:T(?:(?P<hours>[0-9]{1,7})H)?(?:(?P<minutes>[0-9]{1,9})M)?"
    r"(?:(?P<seconds>[0-9]{1,9}(?:[.,][0-9]{1,9})?)S)?)?"
)
_TIME = r"(?P<time>| [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
_READ = {
    form: re.compile("".join(_PARTS.get(part, re.escape(part)) for part in re.split(r"([-/.])", form)) + _TIME)
    for form in DATE_FORMS
}


def write_date(value: dt.date, form: str = DATE_FORMS[0]) -> str:
    """A date as text, with its time behind it where it has one that is not midnight.

    Args:
        value: a date, or a date with a time. Parts of a second are rounded, as Excel shows them.
        form: one of `DATE_FORMS`.
    """
    if not isinstance(value, dt.datetime):
        return _PATTERNS[form].format(day=value.day, month=value.month, year=value.year)
    value = _to_the_second(value)
    day = _PATTERNS[form].format(day=value.day, month=value.month, year=value.year)
    if value.hour or value.minute or value.second:
        return f"{day} {write_time(value.time())}"
    return day


def write_time(value: dt.time) -> str:
    """A time as text: HH:MM, with :SS where there are seconds."""
    seconds = f":{value.second:02}" if value.second else ""
    return f"{value.hour:02}:{value.minute:02}{seconds}"


def write_duration(value: dt.timedelta) -> str:
    """A duration as text in hours and minutes, as Excel shows it: 30:00, with :SS where there are seconds."""
    total = round(value.total_seconds())
    minutes, second = divmod(abs(total), 60)
    hour, minute = divmod(minutes, 60)
    return ("-" if total < 0 else "") + f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


def read_duration(text: str) -> dt.timedelta | None:
    """A duration of ISO 8601, as LibreOffice keeps one: "PT30H00M00S". None where it is none of days and less."""
    match = _DURATION.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        return None
    parts = {unit: float((match[unit] or "0").replace(",", ".")) for unit in ("days", "hours", "minutes", "seconds")}
    duration = dt.timedelta(**parts)
    return -duration if match["minus"] else duration


def rewrite_date(text: str, old_form: str, new_form: str) -> str | None:
    """A date that `write_date` wrote in one form, in another one; its time stays as it is.

    Returns:
        the new text; None where the text is no date of the old form.
    """
    match = _READ[old_form].fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return _PATTERNS[new_form].format(day=day, month=month, year=year) + match["time"]


def _to_the_second(value: dt.datetime) -> dt.datetime:
    if value.microsecond < 500_000:
        return value.replace(microsecond=0)
    try:
        return value.replace(microsecond=0) + dt.timedelta(seconds=1)
    except OverflowError:  # the last second of the year 9999
        return value.replace(microsecond=0)
