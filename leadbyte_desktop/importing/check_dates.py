"""Dates that may be read as another day.

LeadByte's dates are written dd/mm/yyyy (leadbyte-api.md section 5). One that no calendar has, and one whose month can
only stand first, are found by themselves. One that can be read both ways is ordinary, and is found only where more
dates of the column have their month first than their day: then it is most likely a month first as well. That is how a
table from America looks, and how Excel leaves one in Britain: it makes real dates of "03/04/1980", with the wrong day,
and leaves "03/25/1980" as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS
from leadbyte_desktop.domain.sheet import Column
from leadbyte_desktop.importing import check_codes as codes
from leadbyte_desktop.importing.check_text import Found
from leadbyte_desktop.importing.column_check import ColumnCheck

MONTH_FIRST_FORM = "mm/dd/yyyy"
_SMALL, _LARGE = "(?:0?[1-9]|1[0-2])", "(?:1[3-9]|2[0-9]|3[01])"
_YEAR = r"(?:[0-9]{4}|[0-9]{2})(?![0-9])"
_MONTH_FIRST = re.compile(rf"\s*({_SMALL})([/.-])({_LARGE})\2{_YEAR}")
_DAY_FIRST = re.compile(rf"\s*{_LARGE}([/.-]){_SMALL}\1{_YEAR}")
_EITHER_WAY = re.compile(rf"\s*({_SMALL})([/.-])({_SMALL})\2{_YEAR}")
_PART = "[0-9]{1,2}"
_NONE, _NEITHER = "00?(?![0-9])", "(?:3[2-9]|[4-9][0-9])"
_SHORT_MONTH, _FEBRUARY = "(?:0?[469]|11)", "0?2"
# Of the shape of a date, but of no day: a part that is neither day nor month, two that can only be days, or a day that
# its month does not have, whichever stands first.
_NO_DATE = re.compile(
    rf"\s*(?:(?:{_NONE}|{_NEITHER})[/.-]{_PART}|{_PART}[/.-](?:{_NONE}|{_NEITHER})|{_LARGE}[/.-]{_LARGE}"
    rf"|3[01][/.-]{_FEBRUARY}|{_FEBRUARY}[/.-]3[01]|31[/.-]{_SHORT_MONTH}|{_SHORT_MONTH}[/.-]31)[/.-]{_YEAR}"
)
_DATE_NAME = re.compile(r"date|dob\b|birth|expir|renewal")


def is_date_column(column: Column) -> bool:
    """Whether it holds dates that should have the day first.

    Where a person chose to write its real dates with the month first, that is what is wanted.
    """
    return column.date_form != MONTH_FIRST_FORM and names_dates(column)


def names_dates(column: Column) -> bool:
    """Whether its field or its heading says that it holds dates."""
    name = column.field if column.field in LEAD_FIELDS else f"{column.field} {column.heading}"
    return _DATE_NAME.search(name.casefold()) is not None


def is_month_first(text: str) -> bool:
    """Whether it is a date that can only be read with its month first: "03/25/1980"."""
    return _MONTH_FIRST.match(text) is not None


def day_first(text: str) -> str:
    """A date with its month first, turned round; the rest stays as it is."""
    return _MONTH_FIRST.sub(_turned, text, count=1)


def _turned(match: re.Match[str]) -> str:
    month, sign, day = match[1], match[2], match[3]
    return f"{day}{sign}{month}{sign}{match[0].rpartition(sign)[2]}"


class DateCheck(ColumnCheck):
    """Looks through a column of dates: what can be read both ways is judged by how the others are written."""

    @property
    def _measure(self) -> bool:
        return self.facts.month_first

    def learn(self, cells: Sequence[str]) -> None:
        """Learn from cells, without judging them."""
        self._learn(sum(map(bool, map(_MONTH_FIRST.match, cells))), cells)

    def _learn(self, months_first: int, cells: Sequence[str]) -> None:
        self.facts = self.facts.with_dates(months_first, sum(map(bool, map(_DAY_FIRST.match, cells))))

    def __call__(self, cells: Sequence[str], kinds: Sequence[str] | None) -> Found:  # noqa: ARG002 (as all finders)
        """The dates that are none, those with their month first, and those that probably have it."""
        matches = list(map(_MONTH_FIRST.match, cells))
        if self.learns:
            self._learn(len(matches) - matches.count(None), cells)
        month_first = self._judge_by_measure()
        found = [(place, codes.NO_DATE) for place, match in enumerate(map(_NO_DATE.match, cells)) if match is not None]
        impossible = {place for place, _ in found}
        found += [
            (place, codes.MONTH_FIRST)
            for place, match in enumerate(matches)
            if match is not None and place not in impossible
        ]
        if month_first:
            found += [(place, codes.EITHER_WAY) for place, cell in enumerate(cells) if _is_either_way(cell)]
        return found


def _is_either_way(cell: str) -> bool:
    match = _EITHER_WAY.match(cell)
    return match is not None and int(match[1]) != int(match[3])
