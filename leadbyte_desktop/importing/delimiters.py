"""What parts the cells of a text file."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.table import without_blank_end

DELIMITERS = (",", ";", "\t", "|")
_LINES_TRIED = 30
_NAMED = re.compile(r"""(?P<quote>"?)sep=(?P<delimiter>[^"\w\s\0]|\t)(?P=quote)(?:[\r\n]|\Z)""", re.IGNORECASE)
_NO_DELIMITERS = frozenset('"\r\n \0')


def named_delimiter(text: str) -> str:
    """The delimiter that a first line such as "sep=;" names, as Excel writes and reads it; "" without such a line."""
    named = _NAMED.match(text)
    return named["delimiter"] if named else ""


def chosen_delimiter(chosen: str) -> str:
    """The delimiter that a person chose; "" where none was.

    Raises:
        BadFile: it cannot part cells.
    """
    if chosen and (len(chosen) != 1 or chosen in _NO_DELIMITERS):
        raise BadFile(f"“{chosen}” cannot part the cells of a table. Choose a comma, semicolon, tab or bar.")
    return chosen


def sniff(text: str) -> str:
    """The delimiter by which most of the first rows are as wide as the headings; a comma where none parts anything."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows as wide as the headings, then that width."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = [len(without_blank_end(cells)) for cells in islice(reader, _LINES_TRIED) if any(cells)]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    # A row may end early, where its last cells are blank; with the wrong delimiter it is not parted at all.
    return sum(1 < width <= widths[0] for width in widths) / len(widths), widths[0]
