"""Small spreadsheets for the tests, as other programs write them."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

_ODS_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}


def write_xlsx(path: Path, worksheets: Mapping[str, Sequence[Sequence[str]]]) -> Path:
    """An .xlsx file in which every cell is text."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    for name, rows in worksheets.items():
        worksheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                worksheet.write_string(row, column, cell)
    book.close()
    return path


_XLSX = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_raw_xlsx(path: Path, rows: str, *, workbook: str = "", parts: Mapping[str, str] = {}) -> Path:
    """An .xlsx file with one worksheet, "Leads", as other programs may write it.

    Args:
        path: where to.
        rows: what stands in <sheetData>.
        workbook: what else stands in <workbook>, before its sheets.
        parts: further parts, or other ones in place of the usual.
    """
    of_sheet = f"{_OFFICE}/worksheet"
    usual = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_XLSX}" xmlns:r="{_OFFICE}">{workbook}'
        '<sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{of_sheet}" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_XLSX}"><sheetData>{rows}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**usual, **parts}.items():
            made.writestr(name, content)
    return path


def text_cell(place: str, text: str) -> str:
    """A cell of <sheetData> with text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def write_ods(path: Path, tables: Mapping[str, str]) -> Path:
    """An .ods file.

    Args:
        path: where to.
        tables: the rows of each, as the XML that LibreOffice writes.
    """
    names = " ".join(f'xmlns:{short}="{name}"' for short, name in _ODS_NAMES.items())
    body = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables.items())
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", manifest)
        parts.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>{body}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return path


def ods_row(*cells: str, repeats: int = 1, more: str = "") -> str:
    """A row of an .ods table with cells of text, and `more` cells as XML behind them."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    times = f' table:number-rows-repeated="{repeats}"' if repeats > 1 else ""
    return f"<table:table-row{times}>{inside}{more}</table:table-row>"


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A ZIP file with one of its parts replaced."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return changed.getvalue()


@dataclass(frozen=True)
class Failed:
    """A cell of an .xls file with an error: its code (MS-XLS 2.5.10), typed in or what came of a formula."""

    code: int
    formula: bool = True


@dataclass(frozen=True)
class AsDate:
    """A number in a cell for dates of an .xls file."""

    number: float


XlsCell = str | float | dt.date | Failed | AsDate


def write_xls(path: Path, rows: Sequence[Sequence[XlsCell]]) -> Path:
    """An .xls file of Excel 97 to 2003 with one worksheet, "Leads" (MS-XLS): text, numbers, dates and errors."""
    first = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    plain, date = (struct.pack("<HH16x", 0, form) for form in (0, 14))  # 14 is a date in Excel's list of formats
    name = b"Leads"

    def head(sheet_at: int) -> bytes:
        bound = struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0) + name
        return b"".join(
            [
                _record(0x0809, first),
                _record(0xE0, plain),
                _record(0xE0, date),
                _record(0x85, bound),
                _record(0x0A, b""),
            ]
        )

    cells = [
        _xls_cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    ]
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    stream = b"".join([head(len(head(0))), begin, *cells, _record(0x0A, b"")])
    path.write_bytes(compound_file({"Workbook": stream}))
    return path


def _xls_cell(row: int, column: int, value: XlsCell) -> bytes:
    if isinstance(value, Failed) and value.formula:
        result = bytes([2, 0, value.code, 0, 0, 0, 0xFF, 0xFF])
        return _record(0x0006, struct.pack("<HHH8sHIHBB", row, column, 0, result, 0, 0, 2, 0x1C, value.code))
    if isinstance(value, Failed):
        return _record(0x0205, struct.pack("<HHHBB", row, column, 0, value.code, 1))
    if isinstance(value, str):
        spelled = value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(spelled) // 2, 1) + spelled)
    if isinstance(value, dt.date):
        value = AsDate((value - dt.date(1899, 12, 30)).days)
    if isinstance(value, AsDate):
        return _record(0x0203, struct.pack("<HHHd", row, column, 1, value.number))
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_SECTOR, _SMALLEST = 512, 4_096
_NUMBERS, _IN_HEADER = _SECTOR // 4, 109


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB), which .xls files and workbooks with a password are.

    Args:
        streams: by name, at most three; each is filled with zeros to the length below which it would stand elsewhere.
    """
    lengths = [-(-max(len(content), _SMALLEST) // _SECTOR) * _SECTOR for content in streams.values()]
    of_streams = sum(lengths) // _SECTOR
    # The table of sectors lists its own sectors too, and beyond the header's places those that list it.
    tables = lists = 0
    while tables * _NUMBERS < of_streams + 1 + tables + lists:
        tables += 1
        lists = max(0, -(-(tables - _IN_HEADER) // (_NUMBERS - 1)))
    table, entries = [_FAT] * tables + [_DIFAT] * lists + [_END], [_directory_entry("Root Entry", 5, _FREE, 1, _END, 0)]
    for place, (name, length) in enumerate(zip(streams, lengths, strict=True), 1):
        start, count = len(table), length // _SECTOR
        table += [*range(start + 1, start + count), _END]
        right = place + 1 if place < len(streams) else _FREE
        entries.append(_directory_entry(name, 2, right, _FREE, start, length))
    header = struct.pack(
        "<8s16s5H6x9I",
        bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables + lists, 0, _SMALLEST, _END, 0,
        tables if lists else _END, lists,
    )  # fmt: skip
    listed = list(range(tables))
    in_header = [*listed[:_IN_HEADER], *[_FREE] * (_IN_HEADER - tables)]
    further = b""
    for each in range(lists):
        part = listed[_IN_HEADER + each * (_NUMBERS - 1) :][: _NUMBERS - 1]
        following = tables + each + 1 if each + 1 < lists else _END
        further += struct.pack(f"<{_NUMBERS}I", *part, *[_FREE] * (_NUMBERS - 1 - len(part)), following)
    sectors = b"".join(content.ljust(length, b"\0") for content, length in zip(streams.values(), lengths, strict=True))
    whole_table = struct.pack(f"<{len(table)}I", *table).ljust(tables * _SECTOR, b"\xff")
    header += struct.pack(f"<{_IN_HEADER}I", *in_header)
    return b"".join([header, whole_table, further, b"".join(entries).ljust(_SECTOR, b"\0"), sectors])


def _directory_entry(name: str, kind: int, right: int, child: int, start: int, length: int) -> bytes:
    spelled = name.encode("utf-16-le")
    links = struct.pack("<HBB3I", len(spelled) + 2, kind, 1, _FREE, right, child)
    return spelled.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, length)
