"""Files of results, written row by row beside the file that they replace: CSV and Excel's .xlsx."""

from __future__ import annotations

import csv
import os
import secrets
import stat
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from threading import Lock
from typing import IO, BinaryIO, cast

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxFileError

from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.services.formula_guard import harmless
from leadbyte_desktop.store.part_notes import PartNotes

EXCEL_ROWS, EXCEL_COLUMNS = 1_048_576, 16_384
"""What fits on one of Excel's worksheets, the headings among it."""
EXCEL_CHARACTERS = 32_767
"""What fits into one of Excel's cells."""

_NARROWEST, _WIDEST = 9, 48
_MEASURED_ROWS = 200


def results_file(path: Path, notes: PartNotes) -> ResultsFile:
    """Begin a file in place of `path`: an Excel file where that ends in .xlsx, else CSV.

    Args:
        path: the file whose place it takes.
        notes: where the file is noted while it is half written.

    Raises:
        OSError: nothing can be written there.
    """
    return ExcelFile(path, notes) if path.suffix.lower() == ".xlsx" else CsvFile(path, notes)


class ResultsFile(ABC):
    """A file that takes another's place once it is whole. May be used from any thread.

    Args:
        path: the file whose place it takes.
        notes: where it is noted while it is half written; what an earlier process left beside it is cleared up.
    """

    def __init__(self, path: Path, notes: PartNotes) -> None:
        # Where the path is a link, what it points to is replaced.
        self._path = Path(os.path.realpath(path))
        # Whoever gives up waits until a row that is being written is written.
        self._lock = Lock()
        # A short name of its own: that of the results may be as long as the folder takes.
        self._part = self._path.with_name(f".{secrets.token_hex(8)}.part")
        self._notes = notes
        notes.clear(self._part.parent)
        notes.note(self._part)
        try:
            self._out = self._part.open("xb")
        except BaseException:
            notes.forget(self._part)
            raise
        with suppress(OSError):
            # Whoever may read the older file may read this one; a new one is as any file that this person makes.
            self._part.chmod(stat.S_IMODE(self._path.stat().st_mode))

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Write these rows; the very first one holds the headings."""
        with self._lock:
            self._write(rows)

    def finish(self) -> None:
        """Have all of it on the disk, and put it in the other's place."""
        with self._lock:
            self._close()
            self._part.replace(self._path)
            self._notes.forget(self._part)

    def discard(self) -> None:
        """Leave nothing behind; nothing happens after `finish`."""
        with self._lock:
            try:
                # What stopped the writing, a full disk say, stops this as well; it was told already.
                with suppress(OSError):
                    self._abandon()
            finally:
                self._remove()

    def _remove(self) -> None:
        self._part.unlink(missing_ok=True)
        self._notes.forget(self._part)

    @abstractmethod
    def _write(self, rows: Sequence[Sequence[str]]) -> None: ...

    @abstractmethod
    def _close(self) -> None:
        """Have the part on the disk."""

    @abstractmethod
    def _abandon(self) -> None:
        """Close whatever is still open."""


class CsvFile(ResultsFile):
    """CSV in UTF-8, with the mark by which Excel knows it."""

    def __init__(self, path: Path, notes: PartNotes) -> None:
        super().__init__(path, notes)
        # A value may hold half a character, which no file can.
        self._file = TextIOWrapper(self._out, encoding="utf-8-sig", errors="replace", newline="")
        self._csv = csv.writer(self._file)

    def _write(self, rows: Sequence[Sequence[str]]) -> None:
        self._csv.writerows([harmless(cell) for cell in row] for row in rows)

    def _close(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def _abandon(self) -> None:
        self._file.close()


class ExcelFile(ResultsFile):
    """One worksheet of text cells: nothing in it can become a formula or a number, so no zero is lost."""

    def __init__(self, path: Path, notes: PartNotes) -> None:
        super().__init__(path, notes)
        self._held = _HeldBack(self._out)
        # With constant memory XlsxWriter keeps the rows in a file of its own until the end.
        self._folder = tempfile.TemporaryDirectory(prefix="leadbyte-results-", ignore_cleanup_errors=True)
        try:
            self._book = Workbook(cast("IO[bytes]", self._held), {"constant_memory": True, "tmpdir": self._folder.name})
            self._sheet = self._book.add_worksheet("Results")
        except BaseException:
            self._folder.cleanup()
            self._held.close()
            self._remove()
            raise
        self._book.use_zip64()
        self._sheet.freeze_panes(1, 0)
        self._bold = self._book.add_format({"bold": True})
        self._rows = 0
        self._widths: list[int] = []

    def _write(self, rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            style = None if self._rows else self._bold
            for column, cell in enumerate(row):
                if cell:
                    # As in CSV: half a character cannot be written.
                    whole = cell.encode("utf-8", "replace").decode("utf-8")
                    if self._sheet.write_string(self._rows, column, whole, style):
                        raise self._too_long(len(whole))
            if self._rows < _MEASURED_ROWS:
                self._measure(row)
            self._rows += 1

    def _too_long(self, length: int) -> StorageProblem:
        """XlsxWriter leaves such a cell out, and says so to nobody who does not ask."""
        return StorageProblem(
            f"The results could not be saved as {self._path.name}: Excel takes {EXCEL_CHARACTERS:,} characters in a "
            f"cell, and one in row {self._rows + 1:,} has {length:,}. What was sent stands as it is, and the results "
            "are still in History. Save them as .csv."
        )

    def _measure(self, row: Sequence[str]) -> None:
        self._widths += [_NARROWEST] * (len(row) - len(self._widths))
        for column, cell in enumerate(row):
            self._widths[column] = min(_WIDEST, max(self._widths[column], len(cell) + 2))

    def _close(self) -> None:
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)
        if self._widths:
            self._sheet.autofilter(0, 0, max(0, self._rows - 1), len(self._widths) - 1)
        try:
            self._book.close()
        except XlsxFileError as error:
            # It wraps what the disk said.
            raise next((each for each in error.args if isinstance(each, OSError)), OSError()) from error
        self._held.finish()

    def _abandon(self) -> None:
        try:
            cast("IO[str]", self._sheet.row_data_fh).close()
        finally:
            self._held.close()
            self._folder.cleanup()


class _HeldBack:
    """A file that keeps its first fault to itself until `finish`, and pretends to go on.

    WORKAROUND: after a fault XlsxWriter leaves its ZIP file open, which then tries to write its end whenever Python
    throws it away, and complains on the standard error that it cannot.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._fault: OSError | None = None
        self._place = 0

    def write(self, data: bytes) -> int:
        self._try(lambda: self._file.write(data))
        self._place += len(data)
        return len(data)

    def seek(self, place: int) -> int:
        self._try(lambda: self._file.seek(place))
        self._place = place
        return place

    def tell(self) -> int:
        return self._place

    def flush(self) -> None:
        self._try(self._file.flush)

    def finish(self) -> None:
        """Have it on the disk.

        Raises:
            OSError: something of it could not be written.
        """
        self.flush()
        if self._fault is not None:
            raise self._fault
        os.fsync(self._file.fileno())
        self._file.close()

    def close(self) -> None:
        with suppress(OSError):
            self._file.close()

    def _try(self, work: Callable[[], object]) -> None:
        if self._fault is None:
            try:
                work()
            except OSError as fault:
                self._fault = fault
