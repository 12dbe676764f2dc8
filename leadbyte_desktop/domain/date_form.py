"""The form in which a date is written, so that another day can be written in the same one.

Which form an account takes is not known (leadbyte-api.md section 5 has seen several), so it is taken from what stands
there. What a value does not tell, whether "03/04/2026" has its day or its month first, comes from elsewhere or is said.

A *pattern* is written as people write it: "dd/MM/yyyy", "d MMM yyyy"; a month's name is written in capitals where the
whole pattern is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

USUAL_PATTERN = "dd/MM/yyyy"
"""Where nothing is known: as the articles of LeadByte write a date of birth."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_TIME = (
    r"(?P<time>(?:T|,?\s+)[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?"
    r"\s?(?:[ap]\.?m\.?)?(?:Z|\s?[+-][0-9:]{2,6})?)?"
)
_NAME = r"(?P<name>[A-Za-z]{3,9})"
_SIGN = r"[/.\- ]"
_DAY = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_NUMBERS = re.compile(
    rf"(?P<one>[0-9]{{1,2}})(?P<sign>{_SIGN})(?P<two>[0-9]{{1,2}})(?P=sign){_YEAR}{_TIME}", re.IGNORECASE
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<sign>{_SIGN})(?P<month>[0-9]{{1,2}})(?P=sign){_DAY}{_TIME}", re.IGNORECASE
)
_RUN_ON = re.compile(rf"(?P<year>(?:19|20)[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_TIME}", re.IGNORECASE)
_DAY_NAME = re.compile(rf"{_DAY}(?P<sign>{_SIGN}){_NAME}(?P<sign2>{_SIGN}|, ){_YEAR}{_TIME}", re.IGNORECASE)
_NAME_DAY = re.compile(rf"{_NAME}(?P<sign> ){_DAY}(?P<sign2>,? )(?P<year>[0-9]{{4}}){_TIME}", re.IGNORECASE)
_TOKENS = re.compile(r"d{1,2}|m{1,4}|y{4}|yy", re.IGNORECASE)
_IN_TYPE = re.compile(
    r"(?<![a-z])(?:(?P<one>dd?|mm?)(?P<sign>[/.\- ])(?P<two>dd?|mm?)(?P=sign)(?P<year>y{4}|yy?)"
    r"|(?P<first>y{4})(?P<sign1>[/.\- ]?)(?P<month>mm?)(?P=sign1)(?P<day>dd?))(?![a-z])",
    re.IGNORECASE,
)
_PHP_YEAR_FIRST = re.compile(r"(?<![A-Za-z])Y([/.-])m\1d(?![A-Za-z])")
_CENTURY_ENDS = 30
"""As Excel and `date_order` take it: 00 to 29 are years of this century."""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date that was read.

    Attributes:
        day: the day; with the day first where that is not sure.
        pattern: its form.
        sure: False where it could be read with the month first as well.
        time: what stands behind the day, exactly: " 14:05:00"; empty where nothing does.
    """

    day: dt.date
    pattern: str
    sure: bool = True
    time: str = ""

    @property
    def has_whole_year(self) -> bool:
        """Whether its year has four figures."""
        return _is_whole(self.pattern)

    @property
    def turned(self) -> ReadDate:
        """The same, read with the month first, where it could be."""
        if self.sure:
            return self
        return ReadDate(dt.date(self.day.year, self.day.day, self.day.month), _turned(self.pattern), False, self.time)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day as it is written for a field.

    Attributes:
        text: what is written.
        note: what a person should know of its form, in a sentence or two; empty where nothing was in doubt.
    """

    text: str
    note: str = ""


def read_date(text: str) -> ReadDate | None:
    """Read a date in one of the forms that leave no doubt but that of day and month; None for any other text."""
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text) or _RUN_ON.fullmatch(text):
        return _of_numbers(match)
    if match := _NUMBERS.fullmatch(text):
        return _of_two_numbers(match)
    if match := _DAY_NAME.fullmatch(text) or _NAME_DAY.fullmatch(text):
        return _of_name(match)
    return None


def is_of_no_day(text: str) -> bool:
    """Whether a text is written as a date is, but no calendar has that day: "31/02/1980", "30 Feb 1980"."""
    text = text.strip()
    if read_date(text) is not None:
        return False
    if any(form.fullmatch(text) for form in (_YEAR_FIRST, _NUMBERS)):
        return True
    match = _DAY_NAME.fullmatch(text) or _NAME_DAY.fullmatch(text)
    return match is not None and _month_called(match["name"]) > 0


def write_day(day: dt.date, pattern: str) -> str:
    """A day in the form of a pattern."""

    def part(match: re.Match[str]) -> str:
        token = match[0].lower()
        if token.startswith("d"):
            return f"{day.day:0{len(token)}}"
        if token.startswith("y"):
            return f"{day.year:04}" if len(token) == 4 else f"{day.year % 100:02}"
        name = _MONTHS[day.month - 1]
        return {3: name[:3], 4: name}.get(len(token), f"{day.month:0{len(token)}}")

    text = _TOKENS.sub(part, pattern)
    return text.upper() if pattern.isupper() else text


def pattern_words(pattern: str) -> str:
    """The order of a pattern as a person says it: "day/month/year"."""
    words = {"d": "day", "m": "month", "y": "year"}
    return _TOKENS.sub(lambda match: words[match[0][0].lower()], pattern)


def month_is_first(pattern: str) -> bool:
    """Whether a pattern has its month before its day, and its year last."""
    return pattern[:1] in ("m", "M")


def pattern_in_type(data_type: str) -> str:
    """The pattern that LeadByte's word for a field's type names ("date (dd/mm/yyyy)"); empty where it names none.

    What types there are is not known (leadbyte-api.md section 3, GET /campaigns: `dataType` without its values).
    """
    if match := _PHP_YEAR_FIRST.search(data_type):
        return f"yyyy{match[1]}MM{match[1]}dd"
    match = _IN_TYPE.search(data_type)
    if match is None:
        return ""
    if match["first"]:
        sign = match["sign1"]
        return f"yyyy{sign}MM{sign}dd"
    one, two, year, sign = match["one"], match["two"], match["year"], match["sign"]
    if one[0].casefold() == two[0].casefold():
        return ""
    if year == "Y":  # as PHP writes forms: its "d" and "m" have two digits, its "Y" four
        one, two, year = one * 2, two * 2, "yyyy"
    elif len(year) == 1:
        year = "yy"
    return sign.join("".join("M" if each in "mM" else each.lower() for each in part) for part in (one, two, year))


def patterns_in(fields: Mapping[str, str]) -> dict[str, str]:
    """By field name, the form of those values that are dates without any doubt.

    Args:
        fields: field name to the value that a lead holds.
    """
    found: dict[str, str] = {}
    for name, value in fields.items():
        read = read_date(value)
        # Eight digits, or a year of two, may be anything else where a field is not known for a date.
        if read is not None and read.sure and _is_whole(read.pattern) and not read.pattern.isalpha():
            found[name] = read.pattern
    return found


def write_for(
    day: dt.date, *, typed: str = "", held: str = "", usual: str = "", others: Iterable[str] = ()
) -> WrittenDate:
    """Write a chosen day as its field has its dates.

    The form is that of the value the lead holds, else that of what was typed, else the usual one of the campaign, else
    `USUAL_PATTERN`. A time that stands there stays.

    Args:
        day: the day.
        typed: what stands in the line.
        held: what the lead holds.
        usual: the pattern that the campaign is known to use for the field; empty where none is known.
        others: what the lead holds in other fields, which may tell whether its dates have the month first.
    """
    typed, held = typed.strip(), held.strip()
    before, now = read_date(held), read_date(typed)
    like = before or (now if now and _is_whole(now.pattern) else None)
    pattern, note = _pattern_for(like, held if before else typed, usual, others)
    if not _is_whole(pattern) and _day(f"{day.year % 100:02}", str(day.month), str(day.day)) != day:
        pattern = re.sub(r"y+", lambda match: match[0] * 2, pattern, flags=re.IGNORECASE)
    notes = [note] if note else []
    if unread := next((each for each, read in ((typed, now), (held, before)) if each and read is None), ""):
        notes.append(f"“{unread}” could not be read as a date, so nothing of it is kept.")
    time = next((each.time for each in (now, before) if each and each.time), "")
    if time:
        notes.append(f"The time {time.lstrip(' ,Tt')} stays as it was.")
    return WrittenDate(f"{write_day(day, pattern)}{time}", " ".join(notes))


def _pattern_for(like: ReadDate | None, shown: str, usual: str, others: Iterable[str]) -> tuple[str, str]:
    """The pattern for a value like another one, and what is in doubt of it."""
    if like is None:
        if usual:
            return usual, ""
        return USUAL_PATTERN, f"Written as {pattern_words(USUAL_PATTERN)}; the form of this campaign is not known."
    month_first = None if like.sure else _month_first(usual, others)
    pattern = _turned(like.pattern) if month_first else like.pattern
    if like.sure or month_first is not None:
        return pattern, ""
    return pattern, f"Written as {pattern_words(pattern)}; “{shown}” could have its month first."


def day_in(text: str, *, usual: str = "", others: Iterable[str] = ()) -> dt.date | None:
    """The day that a value means, read as `write_for` would write it; None where it is no date."""
    read = read_date(text)
    if read is None:
        return None
    return (read.turned if _month_first(usual, others) else read).day


def _month_first(usual: str, others: Iterable[str]) -> bool | None:
    """Whether dates have their month first: as the campaign writes the field, else as other dates of the lead tell."""
    if usual and not usual.lower().startswith("y"):
        return month_is_first(usual)
    reads = [read for read in map(read_date, others) if read is not None and read.sure]
    told = {month_is_first(each.pattern) for each in reads if each.pattern[0] in "dM" and "MMM" not in each.pattern}
    return told.pop() if len(told) == 1 else None


def _of_numbers(match: re.Match[str]) -> ReadDate | None:
    day = _day(match["year"], match["month"], match["day"])
    if day is None:
        return None
    sign = match.groupdict().get("sign") or ""
    d, m = _padded(match["day"], match["month"])
    return ReadDate(day, f"yyyy{sign}{m}{sign}{d}", time=match["time"] or "")


def _of_two_numbers(match: re.Match[str]) -> ReadDate | None:
    one, two, year, sign = match["one"], match["two"], match["year"], match["sign"]
    day_first, month_first = _day(year, two, one), _day(year, one, two)
    y, time = ("yyyy" if len(year) == 4 else "yy"), match["time"] or ""
    if day_first is not None:
        d, m = _padded(one, two)
        return ReadDate(day_first, f"{d}{sign}{m}{sign}{y}", month_first is None, time)
    if month_first is not None:
        d, m = _padded(two, one)
        return ReadDate(month_first, f"{m}{sign}{d}{sign}{y}", time=time)
    return None


def _of_name(match: re.Match[str]) -> ReadDate | None:
    name = match["name"].casefold()
    day = _day(match["year"], str(_month_called(name)), match["day"])
    if day is None:
        return None
    # May is as long as it is short: between spaces it is taken for the whole name.
    whole = len(name) > 4 or name in ("june", "july") or (name == "may" and match["sign"] == " ")
    m, d = ("MMMM" if whole else "MMM"), _padded(match["day"], "")[0]
    y, sign, sign2 = ("yyyy" if len(match["year"]) == 4 else "yy"), match["sign"], match["sign2"]
    pattern = f"{m}{sign}{d}{sign2}{y}" if match["name"] == match[0][: len(name)] else f"{d}{sign}{m}{sign2}{y}"
    return ReadDate(day, pattern.upper() if match["name"].isupper() else pattern, time=match["time"] or "")


def _month_called(name: str) -> int:
    """The month of a name, whole or short; 0 where none is called so."""
    plain = name.casefold()
    return next((at for at, each in enumerate(_MONTHS, start=1) if plain in _names(each)), 0)


def _names(month: str) -> tuple[str, ...]:
    whole = month.casefold()
    return (whole, whole[:3], "sept") if whole == "september" else (whole, whole[:3])


def _padded(day: str, month: str) -> tuple[str, str]:
    """Whether a single figure has a zero before it: as the two show, and with one where neither does."""
    bare = any(len(each) == 1 for each in (day, month))
    return ("d", "M") if bare else ("dd", "MM")


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _CENTURY_ENDS else 1900
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None


def _is_whole(pattern: str) -> bool:
    """Whether a pattern has the whole year."""
    return "yyyy" in pattern.lower()


def _turned(pattern: str) -> str:
    """A pattern with day and month in each other's place."""
    return pattern.translate(str.maketrans("dM", "Md"))
