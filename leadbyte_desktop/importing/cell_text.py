"""The values of a spreadsheet's cells, as text. Nothing is rounded or padded; what was lost before, stays lost.

python-calamine gives a cell's value and not how Excel shows it, so a phone number kept as a number has no leading zero
here either. Its kind, "n", lets the checks say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from leadbyte_desktop.importing.dates import write_date, write_duration, write_time

_TEXT = frozenset({str})


class ErrorText(str):
    """What a cell shows in which a formula failed: "#REF!"."""

    __slots__ = ()


class NoDate(float):
    """A negative number in a cell for dates, where Excel shows #####."""

    __slots__ = ()


def write_row(values: list[Any]) -> tuple[list[str], str]:
    """A row of values as text, and the kinds of its cells, see `table.Chunk`. The list itself is changed."""
    if _TEXT.issuperset(map(type, values)):
        return values, ""
    kinds, writers = _plan_of(tuple(map(type, values)))
    for place, writer in writers:
        values[place] = writer(values[place])
    return values, kinds


@lru_cache(maxsize=1_024)
def _plan_of(types: tuple[type, ...]) -> tuple[str, list[tuple[int, Callable[[Any], str]]]]:
    """For rows with such values: their kinds, and where to write what. The rows of a table are much alike."""
    kinds = "".join([_KINDS[each] for each in types])
    return kinds if kinds.strip("t") else "", [
        (place, _WRITERS[each]) for place, each in enumerate(types) if each is not str
    ]


def write_number(value: float) -> str:
    """A number as text: a whole one in all its digits, any other one as short as it can be, without an exponent."""
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _write_truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


_write_date = lru_cache(maxsize=16_384)(write_date)  # a column of dates holds each of them many times

_WRITERS: dict[type, Callable[[Any], str]] = {
    ErrorText: str,
    NoDate: write_number,
    float: write_number,
    int: str,
    bool: _write_truth,
    dt.date: _write_date,
    dt.datetime: _write_date,
    dt.time: write_time,
    dt.timedelta: write_duration,
}
# A time or a duration says nothing that can be read in two ways, so it is text like any other.
_KINDS: dict[type, str] = {
    str: "t",
    ErrorText: "e",
    NoDate: "x",
    float: "n",
    int: "n",
    bool: "b",
    dt.date: "d",
    dt.datetime: "d",
    dt.time: "t",
    dt.timedelta: "t",
}
