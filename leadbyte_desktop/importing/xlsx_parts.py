"""A worksheet of an .xlsx file, gone through before the library for spreadsheets reads it.

That library needs memory for the whole rectangle that the cells span, so one stray cell in the last row and column of
Excel would be the end of the app; the rectangle is measured here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from leadbyte_desktop.importing.column_letters import column_number
from leadbyte_desktop.importing.found_cells import FoundCell
from leadbyte_desktop.importing.table import MOST_CELLS, MOST_COLUMNS, too_many_columns
from leadbyte_desktop.importing.xlsx_cells import error_cells, negative_cells, refuse_unworked
from leadbyte_desktop.importing.zip_parts import MOST_ROWS, ZipParts, damaged, too_many_rows

_OVERLAP = 1_024  # the beginning of no row or cell is longer

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_WIDE_CELL = re.compile(rb""" r=["']([A-Z]{2,})[0-9]""")
_FAR_DOWN = re.compile(rb""" r=["'][A-Z]*([0-9]{7,})["']""")
_ROW = re.compile(rb"""row\s[^>]*?\br=["']([0-9]+)["']""")
_ON_OPENING = re.compile(rb"""<(?:\w+:)?calcPr\s[^>]*\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")


def look_through(parts: ZipParts, worksheet: str) -> list[Iterator[FoundCell]]:
    """Go through a worksheet once.

    Returns:
        its cells that the library gives as something else, kind by kind, each in the order of the file; they are
        looked for while they are taken.

    Raises:
        BadFile: it spans more rows or columns than can be read, holds formulas that were never worked out, or is
            damaged.
    """
    part = part_of(parts, worksheet)
    hints = _measure(parts, part)
    if hints.formulas:
        refuse_unworked(parts, part, unreliable=_is_worked_out_on_opening(parts))
    found = [error_cells(parts, part)] if hints.errors else []
    return found + ([negative_cells(parts, part)] if hints.negatives else [])


def check_shared(parts: ZipParts) -> None:
    """Unpack once what the library unpacks when it opens a workbook.

    Raises:
        BadFile: it is damaged.
    """
    for name in ("xl/sharedStrings.xml", "xl/styles.xml"):
        for _ in parts.blocks(name):
            pass


def part_of(parts: ZipParts, worksheet: str) -> str:
    """The name of the part in which a worksheet's cells stand."""
    relation = ""
    for tag in _SHEET.findall(parts.small_part("xl/workbook.xml")):
        attributes = _attributes(tag)
        if attributes.get("name") == worksheet:
            relation = next((text for name, text in attributes.items() if name.endswith(":id")), "")
    for tag in _RELATION.findall(parts.small_part("xl/_rels/workbook.xml.rels")):
        attributes = _attributes(tag)
        if relation and attributes.get("Id") == relation:
            target = attributes.get("Target", "")
            return target[1:] if target.startswith("/") else f"xl/{target}"
    raise damaged()


def _is_worked_out_on_opening(parts: ZipParts) -> bool:
    """Whether Excel is asked to work out all formulas: so ask programs that did not, and write 0 behind each."""
    return any(_ON_OPENING.search(block) for block in parts.blocks("xl/workbook.xml", _OVERLAP))


def _attributes(tag: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(tag)
    return {
        name.decode("utf-8", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in found
    }


@dataclass(slots=True)
class _Hints:
    """Whether a worksheet may hold formulas, errors, and negative numbers."""

    formulas: bool = False
    errors: bool = False
    negatives: bool = False

    def look(self, block: bytes) -> None:
        self.formulas = self.formulas or b"<f" in block or b":f>" in block or b":f " in block
        self.errors = self.errors or b't="e"' in block or b"t='e'" in block
        self.negatives = self.negatives or b"v>-" in block


def _measure(parts: ZipParts, part: str) -> _Hints:
    """What a worksheet may hold; refused where it spans too much."""
    width, height, hints = 26, 0, _Hints()
    for block in parts.blocks(part, _OVERLAP):
        hints.look(block)
        width = max(width, _width_of(block))
        height = max(height, _height_of(block))
        if width > MOST_COLUMNS:
            raise too_many_columns(width)
        if height > MOST_ROWS or height * width > MOST_CELLS:
            raise too_many_rows(height)
    return hints


def _width_of(block: bytes) -> int:
    return max(map(column_number, set(_WIDE_CELL.findall(block))), default=0)


def _height_of(block: bytes) -> int:
    """The last row; rows stand in order, but for files that want to hide how far down they reach."""
    far = max(map(int, _FAR_DOWN.findall(block)), default=0)
    match = _ROW.match(block, max(0, block.rfind(b"row ")))
    return max(far, int(match[1])) if match else far
