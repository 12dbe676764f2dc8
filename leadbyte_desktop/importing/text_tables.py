"""Tables in text files, with any delimiter and in any encoding, read a piece at a time."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter
from pathlib import Path

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.decoding import (
    TextCoding,
    chosen_coding,
    find_coding,
    lines_in,
    marked_coding,
    refuse_other_kinds,
)
from leadbyte_desktop.importing.delimiters import chosen_delimiter, named_delimiter, sniff
from leadbyte_desktop.importing.encoding_guess import latin_guess, sample_of
from leadbyte_desktop.importing.files import open_bytes, reading
from leadbyte_desktop.importing.table import (
    CHUNK,
    Chunk,
    HowToRead,
    TableInfo,
    TableReader,
    empty_file,
    fitted,
    headings_of,
    is_blank,
    more_cells_than_headings,
    no_rows,
)

_BYTES_TRIED = 65_536
_LINES_NAMED = 3
_ALL_TEXT = [""] * CHUNK

Rows = list[list[str]]


class TextReader(TableReader):
    """Reads a table from a text file.

    Rows that end early are filled with blank cells, since Excel itself leaves out the last delimiters of rows whose
    last cells are blank. A row that is longer than the headings is a fault: nobody can tell which cell belongs where.

    Args:
        path: the file.
        how: a person's choices.

    Raises:
        BadFile: it is no text, or there is nothing in it.
    """

    def __init__(self, path: Path, how: HowToRead) -> None:
        self._path = path
        self._file = open_bytes(path)
        try:
            with reading(path):
                self._size = os.fstat(self._file.fileno()).st_size
                self._open(how)
        except BaseException:
            self._file.close()
            raise

    def _open(self, how: HowToRead) -> None:
        chosen = chosen_delimiter(how.delimiter)
        coding = find_coding(self._file, how.encoding)
        self._file.seek(coding.mark)
        head = _decoded_part(self._file.read(_BYTES_TRIED), coding.name)
        self._file.seek(coding.mark)
        named = named_delimiter(head)
        self._text = io.TextIOWrapper(self._file, coding.name, newline="")
        if named:
            self._text.readline()
        delimiter = chosen or named or sniff(head)
        self._records = Records(self._text, delimiter, 1 if named else 0)
        self.blank_rows, headings = self._records.headings()
        self.info = TableInfo("csv", (), "", coding.name, coding.sure, delimiter, headings)

    def chunks(self) -> Iterator[Chunk]:
        """See `TableReader`; the errors name the lines."""
        fitter = _Fitter(len(self.info.headings))
        found = False
        while rows := self._take():
            chunk = fitter.fit(rows, self._records)
            if fitter.long_rows:
                raise self._more_cells(fitter)
            self.blank_rows += len(rows) - len(chunk.rows)
            if chunk.rows:
                found = True
                yield chunk
        if not found:
            raise no_rows()

    def _more_cells(self, fitter: _Fitter) -> BadFile:
        while rows := self._take():
            fitter.fit(rows, self._records)
        return more_cells_than_headings(fitter.long_lines, fitter.long_rows, len(self.info.headings))

    def _take(self) -> Rows:
        with reading(self._path):
            return self._records.take(CHUNK)

    def progress(self) -> float:
        """See `TableReader`."""
        if self._file.closed or not self._size:
            return 1.0
        return min(1.0, self._file.tell() / self._size)

    def close(self) -> None:
        """See `TableReader`."""
        self._file.close()


class Records:
    """The records of a text, one a row of the spreadsheet, with their rows and lines.

    Args:
        lines: the text's lines with their line ends.
        delimiter: what parts the cells.
        lines_before: lines that were skipped; each is a row of the spreadsheet.

    Attributes:
        first_row: the row of the first record that was last taken.
        taken: the records last taken; where one could not be read, those before it.
    """

    def __init__(self, lines: Iterable[str], delimiter: str, lines_before: int) -> None:
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)
        self._before = lines_before
        self._rows = lines_before
        self.first_row = self._first_line = lines_before + 1
        self.taken: Rows = []

    def headings(self) -> tuple[int, tuple[str, ...]]:
        """The first record that is not blank, and how many blank ones stand before it.

        Raises:
            BadFile: there is none, or one before it cannot be read.
        """
        blank = 0
        while record := self.take(1):
            if not is_blank(record[0]):
                return blank, headings_of(record[0])
            blank += 1
        raise empty_file()

    def take(self, count: int) -> Rows:
        """The next records, at most so many; none at the end.

        Raises:
            BadFile: its quotation marks do not fit, or a cell is too long, with the line.
        """
        self.first_row = self._rows + 1
        self._first_line = self._before + self._reader.line_num + 1
        self.taken = []
        try:
            # What came before a fault stays in the list.
            self.taken.extend(islice(self._reader, count))
        except csv.Error as fault:
            raise BadFile(_words_of(fault, self.line_of(len(self.taken)))) from None
        except UnicodeError:
            raise BadFile("This file was changed while it was read. Open it again.") from None
        self._rows += len(self.taken)
        return self.taken

    def line_of(self, place: int) -> int:
        """The line on which one of the records last taken begins; a cell may hold line ends of its own."""
        return self._first_line + sum(1 + sum(map(lines_in, cells)) for cells in self.taken[:place])


def _words_of(fault: csv.Error, line: int) -> str:
    if "field larger" in str(fault):
        return f"A cell in line {line} is too long to be read. A quotation mark may be missing there."
    if "unexpected end" in str(fault):
        what = f"A quotation mark in line {line} is never closed, so the rest of the file cannot be read."
    else:
        what = f"The quotation marks in line {line} do not fit together."
    return f"{what} Write a quotation mark inside a cell twice, or save the table again from Excel as CSV."


class _Fitter:
    """Makes records as wide as the headings.

    Attributes:
        long_rows: how many were longer than the headings.
        long_lines: the lines of the first few of them.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self.long_rows = 0
        self.long_lines: list[int] = []

    def fit(self, rows: Rows, records: Records) -> Chunk:
        """The rows that are not blank, with their numbers; `rows` are the first of what `records` last took."""
        first = records.first_row
        # As nearly every file has it: all rows as wide as the headings, and something in their first cell.
        if {*map(len, rows)} == {self._width} and all(map(str.strip, map(itemgetter(0), rows))):
            return Chunk(list(range(first, first + len(rows))), rows, _ALL_TEXT[: len(rows)])
        numbers, fitting = [], []
        for place, cells in enumerate(rows):
            if is_blank(cells):
                continue
            if len(cells) > self._width and not is_blank(cells[self._width :]):
                self._note_long(records, place)
                continue
            numbers.append(first + place)
            fitting.append(fitted(cells, self._width))
        return Chunk(numbers, fitting, _ALL_TEXT[: len(fitting)])

    def _note_long(self, records: Records, place: int) -> None:
        self.long_rows += 1
        if len(self.long_lines) < _LINES_NAMED:
            self.long_lines.append(records.line_of(place))


# --- the first rows, at once ------------------------------------------------------------------------------------------

_PREVIEWED = 262_144


def preview_text(path: Path, how: HowToRead, count: int) -> tuple[TableInfo, Chunk] | None:
    """The first rows of a text file from its first bytes alone; None where only the whole of it can tell.

    Args:
        path: the file.
        how: a person's choices.
        count: rows at most.
    """
    try:
        with open_bytes(path) as file, reading(path):
            size = os.fstat(file.fileno()).st_size
            head = file.read(_PREVIEWED)
        return _preview_of(head, size, how, count)
    except (BadFile, UnicodeError):
        return None


def _preview_of(head: bytes, size: int, how: HowToRead, count: int) -> tuple[TableInfo, Chunk] | None:
    refuse_other_kinds(head)
    coding = chosen_coding(head, how.encoding) if how.encoding else marked_coding(head, size) or _likely_coding(head)
    if coding is None:
        return None
    text = _decoded_part(head[coding.mark :], coding.name, strict=True)
    named = named_delimiter(text)
    delimiter = chosen_delimiter(how.delimiter) or named or sniff(text[:_BYTES_TRIED])
    lines = io.StringIO(text, newline="")
    if named:
        lines.readline()
    records = Records(lines, delimiter, 1 if named else 0)
    _, headings = records.headings()
    fitter = _Fitter(len(headings))
    chunk = fitter.fit(_whole_records(records, count, cut=len(head) < size), records)
    if "\0" in text or not chunk.rows or fitter.long_rows:
        return None
    return TableInfo("csv", (), "", coding.name, coding.sure, delimiter, headings), chunk


def _likely_coding(head: bytes) -> TextCoding | None:
    try:
        _decoded_part(head, "utf-8", strict=True)
        return TextCoding("utf-8")
    except UnicodeDecodeError:
        name = latin_guess(sample_of(io.BytesIO(head)))
        return TextCoding(name, sure=False) if name else None


def _whole_records(records: Records, count: int, *, cut: bool) -> Rows:
    """The first records, without the last one where the text is cut in the middle of it."""
    try:
        rows = records.take(count + 1)
    except BadFile:
        if not cut:
            raise
        return records.taken
    return rows[:-1] if cut or len(rows) > count else rows


def _decoded_part(head: bytes, encoding: str, *, strict: bool = False) -> str:
    """The text of the first bytes of a file, without the character that they may end in the middle of."""
    return codecs.getincrementaldecoder(encoding)("strict" if strict else "replace").decode(head)
