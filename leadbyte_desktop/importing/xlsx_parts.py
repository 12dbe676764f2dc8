"""A worksheet of an .xlsx file, gone through before the library for spreadsheets reads it.

That library needs memory for the whole rectangle that the cells span, so one stray cell in the last row and column of
Excel would be the end of the app; the rectangle is measured here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from leadbyte_desktop.importing.error_cells import ErrorCell
from leadbyte_desktop.importing.table import MOST_COLUMNS, too_many_columns
from leadbyte_desktop.importing.zip_parts import MOST_ROWS, ZipParts, damaged, too_many_rows

_MOST_CELLS = 30_000_000  # of the rectangle, each of which takes 24 bytes and more, be it blank or not
_OVERLAP = 16_384  # no cell with an error is longer, from its beginning to the end of its value

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_WIDE_CELL = re.compile(rb""" r=["']([A-Z]{2,})[0-9]""")
_FAR_DOWN = re.compile(rb""" r=["'][A-Z]*([0-9]{7,})["']""")
_ROW = re.compile(rb"""row\s[^>]*?\br=["']([0-9]+)["']""")
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*>"""
    rb"""(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)?<(?:\w+:)?v>([^<]{1,40})</"""
)


def look_through(parts: ZipParts, worksheet: str) -> Iterator[ErrorCell]:
    """Go through a worksheet once.

    Returns:
        its cells with errors, in the order of the file; they are looked for while they are taken.

    Raises:
        BadFile: it spans more rows or columns than can be read, or is damaged.
    """
    part = part_of(parts, worksheet)
    return _error_cells(parts, part) if _measure(parts, part) else iter(())


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


def _attributes(tag: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(tag)
    return {
        name.decode("utf-8", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in found
    }


def _measure(parts: ZipParts, part: str) -> bool:
    """Whether a worksheet holds errors; refused where it spans too much."""
    width, height, has_errors = 26, 0, False
    for block in parts.blocks(part, _OVERLAP):
        has_errors = has_errors or b't="e"' in block or b"t='e'" in block
        width = max(width, _width_of(block))
        height = max(height, _height_of(block))
        if width > MOST_COLUMNS:
            raise too_many_columns(width)
        if height > MOST_ROWS or height * width > _MOST_CELLS:
            raise too_many_rows(height)
    return has_errors


def _width_of(block: bytes) -> int:
    return max(map(_column_number, set(_WIDE_CELL.findall(block))), default=0)


def _height_of(block: bytes) -> int:
    """The last row; rows stand in order, but for files that want to hide how far down they reach."""
    far = max(map(int, _FAR_DOWN.findall(block)), default=0)
    match = _ROW.match(block, max(0, block.rfind(b"row ")))
    return max(far, int(match[1])) if match else far


def _error_cells(parts: ZipParts, part: str) -> Iterator[ErrorCell]:
    latest = (-1, -1)
    for block in parts.blocks(part, _OVERLAP):
        for column, row, text in _ERROR_CELL.findall(block):
            place = int(row) - 1, _column_number(column) - 1
            if place > latest:
                latest = place
                yield ErrorCell(*place, unescape(text.decode("utf-8", "replace")))


def _column_number(letters: bytes) -> int:
    """Excel's letters of a column as its number from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
