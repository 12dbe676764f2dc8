"""How the bytes of a text file are to be read. The order of the attempts is the one measured in pitfalls.md item 47.

A file is gone through once, block by block, before any row of it is used: so a byte that cannot be read, or a line that
would not fit into memory, is known beforehand.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.encoding_guess import guess_encoding

LONGEST_LINE = 1_000_000
"""Characters; a longer line is no row of a table."""

_PDF = b"%PDF-"
# Whatever its first tag is: "<table>" alone is enough for many a program that calls it .xls.
_MARKUP = re.compile(rb"<(?:[a-z][a-z0-9:]*[\s>/]|!--|!doctype|\?xml)", re.IGNORECASE)
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
_SAMPLE = 4_096
_BLOCK = 262_144


@dataclass(frozen=True, slots=True)
class TextCoding:
    """How a text file's bytes are read.

    Attributes:
        name: the encoding as Python names it.
        mark: how many bytes the byte order mark at the start takes.
        sure: False where it was guessed.
    """

    name: str
    mark: int = 0
    sure: bool = True


def find_coding(file: BinaryIO, chosen: str = "") -> TextCoding:
    """Find out how a file's bytes are read, and make sure that all of them can be.

    Args:
        file: the file, which can be read from any place; it is left at no particular one.
        chosen: the encoding that a person chose; "" to find out.

    Raises:
        BadFile: it is no text, or holds bytes that the encoding does not know, with the line.
    """
    head = _read_at(file, 0, _SAMPLE)
    refuse_other_kinds(head)
    size = os.fstat(file.fileno()).st_size
    coding = chosen_coding(head, chosen) if chosen else marked_coding(head, size)
    if coding is not None:
        _go_through(file, coding)
        return coding
    try:
        _go_through(file, TextCoding("utf-8"))
    except _Undecodable:
        if _ends_within_a_letter(file):
            raise BadFile(
                "This file ends in the middle of a letter, so it is not whole: its last rows may be missing. Copy or "
                "save it again, and open it here."
            ) from None
        return _guessed_coding(file)
    return TextCoding("utf-8")


def _ends_within_a_letter(file: BinaryIO) -> bool:
    """Whether it is UTF-8 with letters beyond ASCII, and only the last one is cut off."""
    decoder, found = codecs.getincrementaldecoder("utf-8")(), False
    file.seek(0)
    while block := file.read(_BLOCK):
        try:
            found = not decoder.decode(block).isascii() or found
        except UnicodeDecodeError:
            return False
    return found


def refuse_other_kinds(head: bytes) -> None:
    """Refuse what is no table, by the file's first bytes.

    Raises:
        BadFile: it is a PDF, or a web page.
    """
    if head.startswith(_PDF):
        raise BadFile("This is a PDF, not a table. Save the table as CSV, and open that file here.")
    if _MARKUP.match(_as_ascii(head).lstrip()):
        raise BadFile(
            "This is a web page or XML, not a table. Open it in Excel, save it as “Excel Workbook (.xlsx)”, and open "
            "that file here."
        )


def _as_ascii(head: bytes) -> bytes:
    """The bytes without marks in front, and of UTF-16 those that are not NUL."""
    return head.lstrip(b"".join(_MARKS.values())).replace(b"\0", b"")


def marked_coding(head: bytes, size: int) -> TextCoding | None:
    """The encoding that a byte order mark or the pattern of UTF-16 gives away; None where neither is there.

    Args:
        head: the file's first bytes.
        size: how many bytes the file has.
    """
    for name, mark in _MARKS.items():
        if head.startswith(mark):
            return TextCoding(name, len(mark))
    name = _utf_16_without_mark(head[:_SAMPLE], size)
    return TextCoding(name) if name else None


def _utf_16_without_mark(head: bytes, size: int) -> str:
    """The kind of UTF-16 where half of the bytes at the start are NUL, as they are for Latin letters; else empty."""
    pairs = len(head) // 2
    if size % 2 or not pairs:
        return ""
    if head[1::2].count(0) > pairs * 0.7 and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > pairs * 0.7 and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def chosen_coding(head: bytes, chosen: str) -> TextCoding:
    """The encoding that a person chose, for a file with these first bytes.

    Raises:
        BadFile: there is no such encoding.
    """
    try:
        "".encode(chosen)
        name = codecs.lookup(chosen).name
    except (LookupError, ValueError):
        raise BadFile(f"This app cannot read files as “{chosen}”. Choose another encoding.") from None
    if name == "utf-16":
        name = "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    name = "utf-8" if name == "utf-8-sig" else name
    mark = _MARKS.get(name, b"")
    return TextCoding(name, len(mark) if mark and head.startswith(mark) else 0)


def _guessed_coding(file: BinaryIO) -> TextCoding:
    file.seek(0)
    guessed = guess_encoding(file)
    if guessed != "cp1252":
        try:
            _go_through(file, TextCoding(guessed))
            return TextCoding(guessed, sure=False)
        except _Undecodable:
            pass
    _go_through(file, TextCoding("cp1252"))
    return TextCoding("cp1252", sure=False)


class _Undecodable(BadFile):
    """Bytes that an encoding does not know."""


def _go_through(file: BinaryIO, coding: TextCoding) -> None:
    """Read the whole file once.

    Raises:
        _Undecodable: with the line.
        BadFile: it holds bytes that are no text, or a line without end.
    """
    before = 0  # characters in earlier blocks
    unfinished = 0  # of those, behind the last line end
    for text, undecodable in _blocks(file, coding):
        nul = text.find("\0")
        if nul >= 0:
            raise BadFile(
                f"Line {_line_at(file, coding, before + nul)} of this file holds bytes that are no text. It may be "
                "damaged, or no CSV file. Save the table again as CSV, and open that file here."
            )
        if undecodable:
            raise _Undecodable(
                f"Line {_line_at(file, coding, before + len(text))} of this file holds characters that cannot be "
                "read. Open it in Excel, save it as “CSV UTF-8”, and open that file here."
            )
        first, last = _line_ends(text)
        if unfinished + (len(text) if first < 0 else first) > LONGEST_LINE:
            raise BadFile(
                f"Line {_line_at(file, coding, before - unfinished)} of this file is longer than {LONGEST_LINE:,} "
                "characters, so it is no row of a table. Save the table again as CSV, and open that file here."
            )
        unfinished = unfinished + len(text) if first < 0 else len(text) - 1 - last
        before += len(text)


def _blocks(file: BinaryIO, coding: TextCoding) -> Iterator[tuple[str, bool]]:
    """The file's text piece by piece, and with the last one whether what follows it cannot be decoded."""
    decoder = codecs.getincrementaldecoder(coding.name)()
    file.seek(coding.mark)
    while True:
        block = file.read(_BLOCK)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as bad:
            yield bad.object[: bad.start].decode(coding.name, "replace"), True
            return
        yield text, False
        if not block:
            return


def _line_ends(text: str) -> tuple[int, int]:
    """Where the first and the last line end stand; -1 where there is none."""
    for line_end in ("\n", "\r"):
        first = text.find(line_end)
        if first >= 0:
            return first, text.rfind(line_end)
    return -1, -1


def _line_at(file: BinaryIO, coding: TextCoding, characters: int) -> int:
    """The line, from 1, in which the character behind so many others stands."""
    line, end = 1, ""
    for text, _ in _blocks(file, coding):
        part = text[:characters]
        # A line end of two characters may stand across two blocks.
        line += lines_in(end + part) - lines_in(end)
        characters -= len(part)
        if not characters:
            break
        end = part[-1:]
    return line


def lines_in(text: str) -> int:
    """How many line ends stand in a text, of any system."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _read_at(file: BinaryIO, place: int, count: int) -> bytes:
    file.seek(place)
    return file.read(count)
