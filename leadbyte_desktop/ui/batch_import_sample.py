"""A few rows by which a person sees whether a text file was read rightly: those with letters beyond ASCII."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from leadbyte_desktop.importing.readers import HowToRead, open_table, preview

_SHOWN = 8
_PREVIEWED = 400
_CHUNKS_LOOKED_AT = 60
_SHOWN_COLUMNS = 40


def sample_rows(path: Path, how: HowToRead) -> tuple[tuple[str, ...], list[list[str]]]:
    """The headings, and rows that show how letters were read. Slow, so it runs in a thread.

    Args:
        path: a text file.
        how: how to read it.

    Raises:
        BadFile: it cannot be read in this way.
    """
    found = preview(path, how, _PREVIEWED)
    first = found[1].rows if found else []
    telling = [row for row in first if not _plain(row)][:_SHOWN]
    with open_table(path, how) as reader:
        headings = reader.info.headings
        if not telling or not first:
            for chunk in islice(reader.chunks(), _CHUNKS_LOOKED_AT):
                first = first or chunk.rows[:_SHOWN]
                telling += [row for row in chunk.rows if not _plain(row)]
                if len(telling) >= _SHOWN:
                    break
    rows = (telling or first)[:_SHOWN]
    return headings[:_SHOWN_COLUMNS], [row[:_SHOWN_COLUMNS] for row in rows]


def _plain(row: list[str]) -> bool:
    return all(map(str.isascii, row))
