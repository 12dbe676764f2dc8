"""Spreadsheets of Excel and LibreOffice (.xlsx, .xls, .ods), each cell as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing import ods_parts, xlsx_parts
from leadbyte_desktop.importing.cell_text import write_row
from leadbyte_desktop.importing.files import open_bytes, reading
from leadbyte_desktop.importing.found_cells import FoundCell, FoundCells
from leadbyte_desktop.importing.ods_parts import TableLook
from leadbyte_desktop.importing.table import (
    CHUNK,
    Chunk,
    TableInfo,
    TableReader,
    empty_file,
    fitted,
    headings_of,
    is_blank,
    no_rows,
    without_blank_end,
)
from leadbyte_desktop.importing.xlsx_cells import unknown_error
from leadbyte_desktop.importing.zip_parts import MOST_ROWS, ZipParts, damaged, too_many_rows

_ZIP = b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LARGEST = 512 << 20
_LOCKED = (
    "This file is protected by a password. Open it in Excel, take the password off (File, Info, Protect Workbook, "
    "Encrypt with Password), save it, and open it here again."
)

Row = tuple[list[str], str]


class ExcelReader(TableReader):
    """Reads one worksheet. A column that holds something but has no heading is kept, under an empty heading.

    Args:
        path: the file.
        worksheet: the name of the worksheet; "" for the first one in which something stands, visible ones before
            hidden ones.

    Raises:
        BadFile: it cannot be read, or there is nothing in it.
    """

    def __init__(self, path: Path, worksheet: str = "") -> None:
        self._path = path
        self._parts: ZipParts | None = None
        self._book: CalamineWorkbook | None = None
        try:
            with reading(path):
                self._open(worksheet)
        except BaseException:
            self.close()
            raise

    def _open(self, worksheet: str) -> None:
        self._parts = ZipParts(self._path) if _is_zip(self._path) else None
        kind = self._parts.kind if self._parts else "xls"
        looks = _look_through_shared(self._parts, self._path)
        with _library():
            self._book = _open_book(self._path, kind)
            sheets = [each for each in self._book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
        sheet, found = self._worksheet(self._book, sheets, worksheet, looks)
        self._height = sheet.total_height
        if self._height > MOST_ROWS:
            raise too_many_rows(self._height)
        self._rows, self._row = sheet.iter_rows(), 0
        first_column = (sheet.start or (0, 0))[1]
        self._found = [FoundCells(each, first_column) for each in found]
        headings = self._headings(sheet)
        names = tuple(each.name for each in sheets)
        self.info = TableInfo(kind, names, sheet.name, "", True, "", headings, first_column)

    def _worksheet(
        self, book: CalamineWorkbook, sheets: list[SheetMetadata], chosen: str, looks: Mapping[str, TableLook]
    ) -> tuple[CalamineSheet, Sequence[Iterator[FoundCell]]]:
        """The worksheet that is read, and which of its cells are found in the file itself."""
        if chosen and all(each.name != chosen for each in sheets):
            raise BadFile(f"There is no worksheet “{chosen}” in this file. Choose another one.")
        for each in sorted(sheets, key=lambda each: each.visible is not SheetVisibleEnum.Visible):
            if chosen not in ("", each.name):
                continue
            # Before the library reads it, which may need more memory for it than there is.
            found = None if self._parts is None else _found_in(self._parts, each.name, looks)
            sheet = self._read_sheet(book, each.name)
            if sheet.start is not None:
                return sheet, self._found_in_old(each.name) if found is None else found
        raise empty_file()

    def _found_in_old(self, name: str) -> Sequence[Iterator[FoundCell]]:
        # Only here: no other file needs the second reader.
        from leadbyte_desktop.importing import xls_cells

        return [xls_cells.found_cells(self._path, name)]

    def _read_sheet(self, book: CalamineWorkbook, name: str) -> CalamineSheet:
        try:
            with _library():
                return book.get_sheet_by_name(name)
        except BadFile as fault:
            if self._parts is not None and self._parts.kind == "xlsx":
                raise unknown_error(self._parts, xlsx_parts.part_of(self._parts, name)) or fault from None
            raise

    def _headings(self, sheet: CalamineSheet) -> tuple[str, ...]:
        while rows := self._take(1):
            cells = rows[0][0]
            if not is_blank(cells):
                headings = without_blank_end(cells)
                return headings_of(headings, _used_width(sheet, len(headings)))
            self.blank_rows += 1
        raise empty_file()

    def chunks(self) -> Iterator[Chunk]:
        """See `TableReader`."""
        width, found = len(self.info.headings), False
        first = self._row + 1
        while rows := self._take(CHUNK):
            chunk = _chunk_of(rows, first, width)
            self.blank_rows += len(rows) - len(chunk.rows)
            first += len(rows)
            if chunk.rows:
                found = True
                yield chunk
        if not found:
            raise no_rows()

    def _take(self, count: int) -> list[Row]:
        with _library():
            rows = list(islice(self._rows, count))
        for each in self._found:
            each.put(rows, self._row)
        self._row += len(rows)
        return [write_row(values) for values in rows]

    def progress(self) -> float:
        """See `TableReader`."""
        return min(1.0, self._row / self._height) if self._height else 1.0

    def close(self) -> None:
        """See `TableReader`."""
        if self._parts is not None:
            self._parts.close()
        if self._book is not None:
            self._book.close()
            self._book = None


def _found_in(parts: ZipParts, name: str, looks: Mapping[str, TableLook]) -> Sequence[Iterator[FoundCell]]:
    """The cells of a worksheet that the library gives as something else; refused where it would drop what is in it."""
    if parts.kind == "xlsx":
        return xlsx_parts.look_through(parts, name)
    look = looks.get(name, TableLook())
    look.refuse()
    return [ods_parts.found_cells(parts, name)] if look.errors or look.times else []


def _is_zip(path: Path) -> bool:
    with open_bytes(path) as file:
        return file.read(2) == _ZIP


def _look_through_shared(parts: ZipParts | None, path: Path) -> Mapping[str, TableLook]:
    """Look at what the library reads when it opens a file; gives what was seen of the tables of an .ods file."""
    if parts is None:
        _refuse_locked(path)
        return {}
    if parts.kind == "ods":
        return ods_parts.look_through(parts)
    xlsx_parts.check_shared(parts)
    return {}


def _refuse_locked(path: Path) -> None:
    """A workbook with a password is a file of the old format, whatever it is called, with the new one inside."""
    if path.stat().st_size > _LARGEST:
        raise BadFile(
            "This file is too large for an Excel 97-2003 workbook. Save the table as CSV, and open that here."
        )
    if _ENCRYPTED in path.read_bytes():
        raise BadFile(_LOCKED)


def _open_book(path: Path, kind: str) -> CalamineWorkbook:
    if path.suffix.casefold() == f".{kind}":
        return CalamineWorkbook.from_path(path)
    # By its path the library would go by its suffix, and by that alone.
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


@contextmanager
def _library() -> Iterator[None]:
    """Within it, every fault of the library becomes words; its own defects too, which it raises as PanicException.

    Raises:
        BadFile: the file is damaged, or has a password.
    """
    try:
        yield
    except PasswordError:
        raise BadFile(_LOCKED) from None
    except (CalamineError, ArithmeticError, LookupError, MemoryError, ValueError):
        raise damaged() from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise damaged() from None


def _used_width(sheet: CalamineSheet, width: int) -> int:
    """The worksheet's columns, at least `width`, without those at the end that are blank all the way down."""
    if sheet.width > width:
        with _library():
            for values in sheet.iter_rows():
                if any(map(_is_something, values[width:])):
                    width = max(place + 1 for place, value in enumerate(values) if _is_something(value))
    return width


def _is_something(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else True


def _chunk_of(rows: list[Row], first: int, width: int) -> Chunk:
    numbers, fitting, kinds = [], [], []
    for number, (cells, kind) in enumerate(rows, first):
        if is_blank(cells):
            continue
        numbers.append(number)
        fitting.append(fitted(cells, width))
        kinds.append(kind[:width])
    return Chunk(numbers, fitting, kinds)
