"""Cells of an .xls workbook that hold an error, which the library for spreadsheets gives as blank ones.

The workbook is a stream of records (MS-XLS 2.1) in a compound file (MS-CFB), a file system of its own in small sectors.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence

from leadbyte_desktop.importing.error_cells import ErrorCell

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_BEGIN, _END, _SHEET, _TRUTH_OR_ERROR, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0205, 0x0006
# A cell with an error, or with a formula that gave one: without these bytes there is nothing to look for.
_HINT = re.compile(rb"\x05\x02\x08\x00|\x02.[\x00-\x2b].{3}\xff\xff", re.DOTALL)
_LAST_SECTOR = 0xFFFFFFFA
_IN_HEADER = 109


def error_cells(content: bytes, sheet: int) -> Iterator[ErrorCell]:
    """The cells of one worksheet that hold an error, from the top to the bottom.

    Args:
        content: the file. Where it is damaged, what can be found is given; the library says whether it can be read.
        sheet: which of the workbook's sheets, from 0.
    """
    try:
        stream = _workbook(content)
        found = list(_errors_at(stream, _sheet_places(stream)[sheet])) if _HINT.search(stream) else []
    except (struct.error, IndexError, ValueError):
        found = []
    yield from sorted(set(found))


# --- records ----------------------------------------------------------------------------------------------------------


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Each record from there on: its kind, where its content begins, and how long that is."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, length
        place += 4 + length


def _sheet_places(stream: bytes) -> Sequence[int]:
    places = []
    for kind, place, _ in _records(stream, 0):
        if kind == _SHEET:
            places.append(struct.unpack_from("<I", stream, place)[0])
        elif kind == _END:
            break
    return places


def _errors_at(stream: bytes, place: int) -> Iterator[ErrorCell]:
    """The errors of the sheet that begins there; charts that stand within it are passed over."""
    depth = 0
    for kind, content, length in _records(stream, place):
        depth += (kind == _BEGIN) - (kind == _END)
        if not depth:
            return
        if depth == 1 and kind in (_TRUTH_OR_ERROR, _FORMULA) and length >= 8:
            code = _code_of(kind, stream[content + 6 : content + 14])
            if code in _ERRORS:
                row, column = struct.unpack_from("<HH", stream, content)
                yield ErrorCell(row, column, _ERRORS[code])


def _code_of(kind: int, value: bytes) -> int:
    """The number of the error that is the value; -1 for any other value."""
    if kind == _TRUTH_OR_ERROR:
        return value[0] if value[1] else -1
    return value[2] if value[0] == 2 and value[6:8] == b"\xff\xff" else -1


# --- the compound file ------------------------------------------------------------------------------------------------


def _workbook(content: bytes) -> bytes:
    """The stream "Workbook", or "Book" of Excel 5.

    Raises:
        ValueError: there is none.
    """
    files = _CompoundFile(content)
    for entry in files.entries():
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        if entry[66] == 2 and name.casefold() in ("workbook", "book"):
            return files.stream(*struct.unpack_from("<II", entry, 116))
    raise ValueError("a compound file without a workbook")


class _CompoundFile:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << struct.unpack_from("<H", content, 30)[0]
        self._small_below = struct.unpack_from("<I", content, 56)[0]
        self._next = self._numbers(self._table_sectors())
        self._directory = self._chain(struct.unpack_from("<I", content, 48)[0])
        self._small_next = self._numbers(self._sectors(struct.unpack_from("<I", content, 60)[0], self._next))

    def entries(self) -> Iterator[bytes]:
        for place in range(0, len(self._directory) - 127, 128):
            yield self._directory[place : place + 128]

    def stream(self, first: int, length: int) -> bytes:
        if length >= self._small_below:
            return self._chain(first)[:length]
        # Small ones share the stream of the directory's first entry, in sectors of 64 bytes.
        shared = self._chain(struct.unpack_from("<I", self._directory, 116)[0])
        return b"".join(shared[each * 64 : each * 64 + 64] for each in self._sectors(first, self._small_next))[:length]

    def _table_sectors(self) -> list[int]:
        """The sectors in which it stands which sector follows which."""
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        further, seen = struct.unpack_from("<I", self._content, 68)[0], set[int]()
        while further < _LAST_SECTOR and further not in seen:
            seen.add(further)
            *more, further = self._numbers([further])
            listed += more
        return [each for each in listed if each < _LAST_SECTOR]

    def _numbers(self, sectors: Sequence[int]) -> list[int]:
        joined = b"".join(self._sector(each) for each in sectors)
        return list(struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4]))

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(each) for each in self._sectors(first, self._next))

    @staticmethod
    def _sectors(first: int, following: Sequence[int]) -> list[int]:
        """The sectors that follow one another from the first one on; a circle ends where it closes."""
        found: dict[int, None] = {}
        while first < len(following) and first not in found:
            found[first] = None
            first = following[first]
        return list(found)

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]
