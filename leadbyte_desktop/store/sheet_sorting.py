"""The order of a sheet's rows: by the text, the number or the date in a column, and then as in the file."""

from __future__ import annotations

from functools import lru_cache
from sqlite3 import Connection

from leadbyte_desktop.domain.date_order import date_number
from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.store.sheet_schema import SPACES, cell
from leadbyte_desktop.store.sheet_view import SheetView, SortBy

_FUNCTION = "date_or_text"
_MOST_KNOWN = 65_536
_DAY = "[0-9][0-9]/[0-9][0-9]/[0-9][0-9][0-9][0-9]"
_USUAL = (_DAY, f"{_DAY} [0-9][0-9]:[0-9][0-9]", f"{_DAY} [0-9][0-9]:[0-9][0-9]:[0-9][0-9]")


def order_by(view: SheetView, head: SheetHead) -> str:
    """What stands behind ORDER BY, of rows `r`. `teach` goes before it."""
    if view.sort_slot is None or not any(column.slot == view.sort_slot for column in head.columns):
        return "r.position"
    name = f"r.{cell(view.sort_slot)}"
    return f"{_is_blank(name)}, {_keys(view, name)}, r.position"


# Taking away every kind of space is slow, and most cells show by their first letter, or by all, that they have none.


def _is_blank(name: str) -> str:
    return f"CASE WHEN {name} GLOB '[!-~]*' THEN 0 ELSE {name} IS NULL OR trim({name}, '{SPACES}') = '' END"


def _bare(name: str) -> str:
    return f"CASE WHEN {name} GLOB '*[^!-~]*' THEN trim({name}, '{SPACES}') ELSE {name} END"


def _keys(view: SheetView, name: str) -> str:
    way = " DESC" if view.descending else ""
    bare = _bare(name)
    if view.sort_by is SortBy.NUMBER:
        other, digits = f"({bare}) GLOB '*[^0-9]*'", f"ltrim({bare}, '0')"
        length = f"CASE WHEN {other} THEN 0 ELSE length({digits}) END"
        return f"{other}, {length}{way}, {digits} COLLATE NOCASE{way}"
    if view.sort_by is SortBy.AMOUNT:
        return f"CAST(replace({bare}, ',', '') AS REAL){way}"
    if view.sort_by is SortBy.TEXT:
        return f"{name} COLLATE NOCASE{way}"
    # Of the function's values SQLite puts numbers, the dates, before texts; the way is already in them.
    month_first = view.sort_by is SortBy.MONTH_FIRST
    read = f"{_FUNCTION}({name}, {int(month_first)}, {int(view.descending)})"
    return read if month_first else _usual_date(name, read, descending=view.descending)


def _usual_date(name: str, otherwise: str, *, descending: bool) -> str:
    """The number of a date as this app writes them, and most tables hold them: for these the function is not asked.

    That takes half the time, and leaves Python's lock to the window. The number is that of `date_number`.
    """
    day, month, year = (f"substr({name}, {start}, {length})" for start, length in ((1, 2), (4, 2), (7, 4)))
    usual = " OR ".join(f"{name} GLOB '{form}'" for form in _USUAL)
    possible = f"{day} BETWEEN '01' AND '31' AND {month} BETWEEN '01' AND '12'"
    time = f"substr(replace(substr({name}, 12), ':', '') || '000000', 1, 6)"
    sign = "-" if descending else ""
    number = f"{sign}CAST({year} || {month} || {day} || {time} AS INTEGER)"
    return f"CASE WHEN ({usual}) AND {possible} THEN {number} ELSE {otherwise} END"


def teach(connection: Connection) -> None:
    """Let a connection know the function that reads dates."""
    connection.create_function(_FUNCTION, 3, _date_or_text, deterministic=True)


def _date_or_text(text: str | None, month_first: int, descending: int) -> int | str | None:
    number = None if text is None else _date_number(text, bool(month_first))
    if number is None:
        return None if text is None else text.lower()
    return -number if descending else number


@lru_cache(maxsize=_MOST_KNOWN)
def _date_number(text: str, month_first: bool) -> int | None:
    # A column of dates holds each of them many times.
    return date_number(text, month_first=month_first)


def numbers_in(connection: Connection, slot: int) -> SortBy | None:
    """What kind of number all cells of a column are in which something stands. It is found out in SQL alone.

    Returns:
        NUMBER or AMOUNT; None where another cell is among them, or nothing stands in any.
    """
    name = cell(slot)
    bare, filled = _bare(name), f"NOT {_is_blank(name)}"
    # One dot at most: 192.0.2.1 is no amount. A sign stands in front or not at all.
    amount = (
        f"({bare}) GLOB '*[0-9]' AND ({bare}) NOT GLOB '*[^0-9.,-]*' AND ({bare}) NOT GLOB '*.*.*' "
        f"AND substr({bare}, 2) NOT GLOB '*-*'"
    )

    def any_row(where: str) -> bool:
        return bool(connection.execute(f"SELECT EXISTS (SELECT 1 FROM rows WHERE {where})").fetchone()[0])

    if not any_row(filled):
        return None
    if not any_row(f"({bare}) GLOB '*[^0-9]*' AND {filled}"):
        return SortBy.NUMBER
    return None if any_row(f"NOT ({amount}) AND {filled}") else SortBy.AMOUNT
