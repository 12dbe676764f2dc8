"""The ZIP file that an .xlsx or .ods file is, looked at before the library for spreadsheets unpacks it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadbyte_desktop.domain.errors import BadFile

MOST_ROWS = 1_048_576
"""Rows of a worksheet in Excel."""

_MOST_UNPACKED = 1 << 30
_BOMB_RATIO, _BOMB_SIZE = 200, 200 << 20
_BLOCK = 1 << 20


def damaged() -> BadFile:
    """The error for a file of Excel or LibreOffice that cannot be unpacked or understood."""
    return BadFile(
        "This file is damaged, or no spreadsheet. Open it in Excel, save it as “Excel Workbook (.xlsx)”, and open that "
        "file here."
    )


@contextmanager
def unpacking() -> Iterator[None]:
    """Within it, every fault of a ZIP file becomes words.

    Raises:
        BadFile: it is damaged.
    """
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError):
        raise damaged() from None


class ZipParts:
    """The parts of an .xlsx or .ods file. Close it.

    Args:
        path: the file.

    Attributes:
        kind: "xlsx" or "ods".

    Raises:
        BadFile: it is damaged, another kind of file, or would unpack to more than a PC can hold.
    """

    def __init__(self, path: Path) -> None:
        with unpacking():
            self._zip = zipfile.ZipFile(path)
        try:
            self._names = {name.replace("\\", "/").casefold(): name for name in self._zip.namelist()}
            self._refuse_bombs()
            self.kind = self._kind()
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def _refuse_bombs(self) -> None:
        parts = self._zip.infolist()
        unpacked, packed = sum(each.file_size for each in parts), sum(each.compress_size for each in parts)
        if unpacked > _MOST_UNPACKED or (unpacked > _BOMB_SIZE and unpacked > packed * _BOMB_RATIO):
            raise BadFile(
                f"This file would unpack to {unpacked / (1 << 20):,.0f} MB, more than can be read safely. Save the "
                "table alone as CSV, and open that file here."
            )

    def _kind(self) -> str:
        names = self._names
        if "xl/workbook.bin" in names:
            raise BadFile(
                "Binary workbooks (.xlsb) are not read. Open the file in Excel, save it as “Excel Workbook (.xlsx)”, "
                "and open that file here."
            )
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "content.xml" in names and b"spreadsheet" in self.small_part("mimetype")[:200]:
            return "ods"
        raise BadFile("This is not a spreadsheet. Choose a CSV file, or one that was saved by Excel or LibreOffice.")

    def blocks(self, name: str, overlap: int = 0) -> Iterator[bytes]:
        """A part's bytes piece by piece, none where there is no such part.

        Args:
            name: the part, in whatever case it is written.
            overlap: how many bytes of the end of the piece before begin each piece.

        Raises:
            BadFile: it is damaged; also where it unpacks to more than the file says.
        """
        known = self._names.get(name.casefold())
        if known is None:
            return
        before = b""
        with unpacking():
            part = self._zip.open(known)
        with part:
            while True:
                with unpacking():
                    block = part.read(_BLOCK)
                if not block:
                    return
                yield before + block
                before = block[-overlap:] if overlap else b""

    def small_part(self, name: str) -> bytes:
        """The whole of a part that describes the others; empty where there is none."""
        return next(self.blocks(name), b"")


def too_many_rows(count: int) -> BadFile:
    """The error for a worksheet that reaches too far down."""
    return BadFile(
        f"This worksheet reaches down to row {count:,}, which is more than can be read; a cell far below the table may "
        "hold something. Delete the rows and columns outside the table, save the file, and open it again."
    )
