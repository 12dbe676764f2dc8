"""Cells to and from the clipboard, as Excel writes them: every cell is text, no leading zero is lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

_ID_LIST = re.compile(r"[0-9]+([\s,;]+[0-9]+)*[\s,;]*\Z")


def cells_of(text: str) -> list[list[str]]:
    """A block of cells from pasted text.

    Excel parts cells by tabs and puts a cell that holds a tab, a line end or a quote into quotes. Text in which the
    quotes do not add up never came from Excel that way, so there every quote stands for itself.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [row or [""] for row in rows]


def ids_of(text: str) -> list[list[str]] | None:
    """Lead IDs parted by commas, semicolons or spaces, one a row; None where the text is something else."""
    if "\t" in text or not _ID_LIST.match(text.strip()):
        return None
    return [[piece] for piece in re.split(r"[\s,;]+", text.strip()) if piece]


def text_of(rows: Sequence[Sequence[str]]) -> str:
    """The block as text that Excel takes back cell by cell."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return target.getvalue()
