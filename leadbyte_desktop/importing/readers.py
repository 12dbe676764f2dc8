"""A file with a table, of any kind that people have, read as text a piece at a time."""

from __future__ import annotations

from pathlib import Path

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.delimiters import DELIMITERS
from leadbyte_desktop.importing.files import open_bytes, reading
from leadbyte_desktop.importing.table import CHUNK, Chunk, HowToRead, TableInfo, TableReader
from leadbyte_desktop.importing.text_tables import TextReader, preview_text

__all__ = [
    "CHUNK",
    "DELIMITERS",
    "Chunk",
    "HowToRead",
    "TableInfo",
    "TableReader",
    "open_table",
    "preview",
]

_ZIP = b"PK\x03\x04"  # .xlsx and .ods
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls
_FIND_OUT = HowToRead()


def open_table(path: Path, how: HowToRead = _FIND_OUT) -> TableReader:
    """Open a file as a table; what kind it is, its content says and not its name.

    Args:
        path: the file.
        how: a person's choices of how to read it.

    Returns:
        a reader at its first row. It holds the file open until it is closed.

    Raises:
        BadFile: it cannot be read as a table, with the line where there is one, and what to do.
    """
    if _is_excel(path):
        # Only here: a CSV file does not need the library.
        from leadbyte_desktop.importing.excel import ExcelReader

        return ExcelReader(path, how.worksheet)
    return TextReader(path, how)


def preview(path: Path, how: HowToRead = _FIND_OUT, rows: int = 200) -> tuple[TableInfo, Chunk] | None:
    """The first rows of a text file, from its first part alone, in a few milliseconds.

    Returns:
        None for Excel's files, and where only reading the whole file can tell; `open_table` then says what is wrong.
    """
    try:
        return None if _is_excel(path) else preview_text(path, how, rows)
    except BadFile:
        return None


def _is_excel(path: Path) -> bool:
    with open_bytes(path) as file, reading(path):
        return file.read(8).startswith((_ZIP, _OLD_OFFICE))
