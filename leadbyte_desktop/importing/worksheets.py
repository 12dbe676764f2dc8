"""How far down the worksheets of a spreadsheet reach, as far as that can be told without reading them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.xlsx_parts import part_of
from leadbyte_desktop.importing.zip_parts import ZipParts

# Both stand at a part's beginning (ECMA-376 part 1, 18.3.1.35 and 18.3.1.80); the first is left out by some programs.
_REACH = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*ref=["'][A-Z]+[0-9]+(?::[A-Z]+([0-9]+))?["']""")
_NO_ROWS = re.compile(rb"<(?:\w+:)?sheetData\s*(?:/>|>\s*</)")


def last_rows(path: Path, worksheets: Sequence[str]) -> dict[str, int]:
    """The last row of each worksheet of an .xlsx file, 0 for a blank one; those of which it is not known are left out.

    A few milliseconds for each, however large: only the beginning is looked at.
    """
    try:
        with closing(ZipParts(path)) as parts:
            known = {name: _last_row(parts, name) for name in worksheets} if parts.kind == "xlsx" else {}
    except BadFile:  # an .xls file, or one whose parts lie elsewhere than usual
        return {}
    return {name: row for name, row in known.items() if row is not None}


def _last_row(parts: ZipParts, worksheet: str) -> int | None:
    beginning = next(iter(parts.blocks(part_of(parts, worksheet))), b"")
    if _NO_ROWS.search(beginning):
        return 0
    reach = _REACH.search(beginning)
    return int(reach[1] or 1) if reach else None
