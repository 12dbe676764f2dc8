"""The search of a sheet: rows with a cell that holds a text, whatever its capitals and accents.

SQLite itself folds the capitals of ASCII letters only, and quickly. A cell with any other letter, one in a hundred of
most tables, is folded by a function of ours: 100,000 rows of 12 cells take about half as long again as without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from leadbyte_desktop.domain.folding import folded
from leadbyte_desktop.store.sheet_schema import any_of, cell

_FUNCTION = "holds_folded"


def condition(search: str, slots: Iterable[int]) -> tuple[str, dict[str, object]]:
    """SQL that is true of a row `r` with such a cell, and its values. `teach` goes before it."""
    return any_of([_holds(f"r.{cell(slot)}") for slot in slots]), {"search": folded(search)}


def _holds(name: str) -> str:
    other = f"length({name}) <> length(CAST({name} AS BLOB))"  # letters that take more than one byte
    return f"(instr(lower({name}), :search) OR ({other} AND {_FUNCTION}({name}, :search)))"


def teach(connection: Connection) -> None:
    """Let a connection know the function."""
    connection.create_function(_FUNCTION, 2, _holds_folded, deterministic=True)


def _holds_folded(text: str, search: str) -> bool:
    return search in folded(text)
