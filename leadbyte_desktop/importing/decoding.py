"""The bytes of a file, turned into text. The order of the attempts is the one measured in pitfalls.md item 47."""

from __future__ import annotations

import codecs

from leadbyte_desktop.domain.errors import BadFile

_ZIP = b"PK\x03\x04"  # .xlsx and .ods
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls
_PDF = b"%PDF-"
_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 4_096


def decode(content: bytes) -> tuple[str, str]:
    """Turn a file's content into text.

    Returns:
        the text without a byte order mark, and the encoding: "utf-8", "utf-16-le", "utf-16-be" or "cp1252".

    Raises:
        BadFile: it is empty, no text, or an Excel file.
    """
    _refuse_other_kinds(content)
    encoding, mark = _encoding(content)
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as bad:
        line = _line_of(content[: len(mark) + bad.start].decode(encoding, "replace"))
        raise BadFile(
            f"Line {line} of this file holds characters that cannot be read. Open it in Excel, save it as "
            "“CSV UTF-8”, and open that file here."
        ) from None
    if "\0" in text:
        line = _line_of(text[: text.index("\0")])
        raise BadFile(
            f"Line {line} of this file holds bytes that are no text. It may be damaged, or no CSV file. Save the table "
            "again as CSV, and open that file here."
        )
    if not text.strip():
        raise empty_file()
    return text, encoding


def empty_file() -> BadFile:
    """The error for a file in which nothing stands."""
    return BadFile("This file is empty. Choose a file with a row of headings and at least one row of leads.")


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith((_ZIP, _OLD_OFFICE)):
        raise BadFile(
            "Excel files are not read yet; save it as CSV. In Excel choose File, Save As, “CSV UTF-8 (Comma "
            "delimited)”, and open that file here."
        )
    if content.startswith(_PDF):
        raise BadFile("This is a PDF, not a table. Save the table as CSV, and open that file here.")


def _encoding(content: bytes) -> tuple[str, bytes]:
    """The encoding and the byte order mark that stands in front, if one does."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8", codecs.BOM_UTF8
    for mark, name in _UTF_16:
        if content.startswith(mark):
            return name, mark
    return _utf_16_without_mark(content) or ("utf-8" if _is_utf_8(content) else "cp1252"), b""


def _utf_16_without_mark(content: bytes) -> str:
    """The kind of UTF-16 where half of the bytes at the start are NUL, as they are for Latin letters; else empty."""
    sample = content[:_SAMPLE]
    pairs = len(sample) // 2
    if len(content) % 2 or not pairs:
        return ""
    if sample[1::2].count(0) > pairs * 0.7 and not sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > pairs * 0.7 and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_of(text_before: str) -> int:
    return 1 + text_before.replace("\r\n", "\n").replace("\r", "\n").count("\n")
