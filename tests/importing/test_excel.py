"""Spreadsheets of Excel and LibreOffice: every cell as text, every worksheet to choose, nothing lost without a word."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.readers import CHUNK, Chunk, HowToRead, TableInfo, open_table, preview
from tests.importing.spreadsheets import (
    AsDate,
    Failed,
    XlsCell,
    compound_file,
    ods_row,
    with_part,
    write_ods,
    write_xls,
    write_xlsx,
)

ROWS = [["Lead ID", "Phone 1"], ["1", "07700900123"], ["2", "07700900124"]]
FIND_OUT = HowToRead()


def read(path: Path, how: HowToRead = FIND_OUT) -> tuple[TableInfo, Chunk]:
    """The whole of a small table, as one chunk."""
    with open_table(path, how) as reader:
        chunks = list(reader.chunks())
        assert len(chunks) == 1
        return reader.info, chunks[0]


def words_for(path: Path, how: HowToRead = FIND_OUT) -> str:
    with pytest.raises(BadFile) as refusal:
        read(path, how)
    return refusal.value.user_text


class Book:
    """One worksheet, written cell by cell as Excel would hold it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = xlsxwriter.Workbook(str(path))
        self.sheet = self.book.add_worksheet("Leads")

    def date(self, place: str, value: dt.date | dt.time | dt.timedelta, form: str) -> None:
        self.sheet.write(place, value, self.book.add_format({"num_format": form}))

    def close(self) -> Path:
        self.book.close()
        return self.path


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "leads.xlsx")


# --- cells ------------------------------------------------------------------------------------------------------------


def test_text_comes_as_it_is(tmp_path: Path) -> None:
    cells = ["007700900123", "0.10", "1E5", "9007199254740993", " =1+1 ", "TRUE", "01/02/2026"]

    info, chunk = read(write_xlsx(tmp_path / "leads.xlsx", {"Leads": [list("abcdefg"), cells]}))

    assert (info.kind, info.encoding, info.encoding_sure, info.delimiter) == ("xlsx", "", True, "")
    assert (chunk.rows, chunk.kinds, chunk.numbers) == ([cells], [""], [2])


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (2932682, "2932682"), (0, "0"), (-5, "-5"), (447700900123, "447700900123"),
        (999999999999999, "999999999999999"),
        (4477009001234567, "4477009001234567"), (123456789012345678, "123456789012345696"), (12.5, "12.5"),
        (0.1, "0.1"), (1e-7, "0.0000001"), (1.5e-10, "0.00000000015"), (1e21, "1000000000000000000000"),
    ],
)  # fmt: skip
def test_a_number_is_written_out(book: Book, number: float, text: str) -> None:
    book.sheet.write_row("A1", ["Lead ID", "Amount"])
    book.sheet.write("A2", "1")
    book.sheet.write_number("B2", number)

    _, chunk = read(book.close())

    assert (chunk.rows, chunk.kinds) == ([["1", text]], ["tn"])


def test_dates_times_durations_and_truths(book: Book) -> None:
    book.sheet.write_row("A1", ["Lead ID", "b", "c", "d", "e", "f", "g"])
    book.sheet.write("A2", "1")
    book.date("B2", dt.date(2026, 2, 1), "dd/mm/yyyy")
    book.date("C2", dt.datetime(2026, 2, 1, 13, 5), "dd/mm/yyyy hh:mm")  # noqa: DTZ001  # a spreadsheet knows no zones
    book.date("D2", dt.datetime(2026, 12, 31, 13, 5, 9), "yyyy-mm-dd hh:mm:ss")  # noqa: DTZ001
    book.date("E2", dt.time(9, 30), "hh:mm")
    book.date("F2", dt.timedelta(hours=30, minutes=5), "[h]:mm:ss")
    book.sheet.write_boolean("G2", False)

    _, chunk = read(book.close())

    assert chunk.rows == [["1", "01/02/2026", "01/02/2026 13:05", "31/12/2026 13:05:09", "09:30", "30:05", "FALSE"]]
    assert chunk.kinds == ["tdddttb"]


@pytest.mark.parametrize("form", ["dd/mm/yyyy", "hh:mm", "dd/mm/yyyy hh:mm"])
def test_a_negative_number_is_no_time_of_the_day(book: Book, form: str) -> None:
    """Excel shows ##### there, and the library gives the same time for it as for the number without its sign."""
    style = book.book.add_format({"num_format": form})
    book.sheet.write_row("B3", ["Lead ID", "Date", "Amount", "Long"])
    for row, number in enumerate((-1.0, -0.5, -44000.25, 0.5, 45000.0), 3):
        book.sheet.write(row, 1, "1")
        book.sheet.write_number(row, 2, number, style)
        book.sheet.write_number(row, 3, number)
        book.sheet.write_number(row, 4, number, book.book.add_format({"num_format": "[h]:mm:ss"}))
    book.sheet.write_formula("C9", "=1-2", style, -1)
    book.sheet.write_formula("D9", '="-1"', style, "-1x")
    book.sheet.write_string("B9", "v>-1")

    _, chunk = read(book.close())

    assert chunk.rows == [
        ["1", "-1", "-1", "-24:00"],
        ["1", "-0.5", "-0.5", "-12:00"],
        ["1", "-44000.25", "-44000.25", "-1056006:00"],
        ["1", "12:00", "0.5", "12:00"],
        ["1", "15/03/2023", "45000", "1080000:00"],
        ["v>-1", "-1", "-1x", ""],
    ]
    assert chunk.kinds == ["txnt", "txnt", "txnt", "ttnt", "tdnt", "txtt"]


def test_a_failed_formula_is_no_blank_cell(book: Book) -> None:
    """The library gives it as a blank one; a blank cell would leave the field alone without a word."""
    book.sheet.write_row("C3", ["Lead ID", "Source", "Amount"])
    for row in range(CHUNK + 5):
        book.sheet.write_row(row + 3, 2, [str(row), "web", 5])
    book.sheet.write_formula("D5", "=VLOOKUP(1,X:Y,2)", None, "#N/A")
    book.sheet.write_formula(f"D{CHUNK + 5}", '=IF(A1="<",1/0,0)', None, "#DIV/0!")
    book.sheet.write_formula(f"E{CHUNK + 5}", "=Gone!A1", None, "#REF!")

    with open_table(book.close()) as reader:
        chunks = list(reader.chunks())
    rows = {
        number: (row, kind)
        for each in chunks
        for number, row, kind in zip(each.numbers, each.rows, each.kinds, strict=True)
    }

    assert len(rows) == CHUNK + 5
    assert rows[4] == (["0", "web", "5"], "ttn")
    assert rows[5] == (["1", "#N/A", "5"], "ten")
    assert rows[CHUNK + 5] == ([str(CHUNK + 1), "#DIV/0!", "#REF!"], "tee")


def test_errors_are_those_of_the_worksheet_that_is_read(book: Book) -> None:
    other = book.book.add_worksheet("Other & more")
    for sheet, error in ((book.sheet, "#N/A"), (other, "#NUM!")):
        sheet.write_row("A1", ["Lead ID", "Source"])
        sheet.write("A2", "1")
        sheet.write_formula("B2", "=X", None, error)

    _, chunk = read(book.close(), HowToRead(worksheet="Other & more"))

    assert chunk.rows == [["1", "#NUM!"]]


# --- rows and columns -------------------------------------------------------------------------------------------------


def test_rows_are_numbered_as_excel_numbers_them(book: Book) -> None:
    book.sheet.write_row("B3", ["Lead ID", "", "Name"])
    book.sheet.write_row("B5", ["1", "x", "Ann"])
    book.sheet.write_row("B6", [" ", "", ""])
    book.sheet.write_row("B9", ["2", "", "Bob"])
    with open_table(book.close()) as reader:
        (chunk,) = reader.chunks()

        assert reader.info.headings == ("Lead ID", "", "Name")
        assert reader.blank_rows == 6
    assert (chunk.rows, chunk.numbers) == ([["1", "x", "Ann"], ["2", "", "Bob"]], [5, 9])


def test_a_column_without_a_heading_is_kept_and_a_blank_one_is_not(book: Book) -> None:
    book.sheet.write_row("A1", ["Lead ID", "Name"])
    book.sheet.write_row("A2", ["1", "Ann", "", "a note", " "])

    info, chunk = read(book.close())

    assert (info.headings, chunk.rows) == (("Lead ID", "Name", "", ""), [["1", "Ann", "", "a note"]])


def test_headings_that_are_no_text_are_written_out(book: Book) -> None:
    book.sheet.write("A1", "Lead ID")
    book.sheet.write_number("B1", 2026)
    book.date("C1", dt.date(2026, 2, 1), "dd/mm/yyyy")
    book.sheet.write_row("A2", ["1", "a", "b"])

    assert read(book.close())[0].headings == ("Lead ID", "2026", "01/02/2026")


def test_a_long_table_comes_in_pieces_with_progress(tmp_path: Path) -> None:
    rows = [["Lead ID"], *([str(each)] for each in range(CHUNK * 2 + 3))]
    with open_table(write_xlsx(tmp_path / "leads.xlsx", {"Leads": rows})) as reader:
        seen = [(len(chunk.rows), chunk.numbers[0], reader.progress()) for chunk in reader.chunks()]

    assert [count for count, _, _ in seen] == [CHUNK, CHUNK, 3]
    assert [first for _, first, _ in seen] == [2, CHUNK + 2, CHUNK * 2 + 2]
    assert seen[0][2] == pytest.approx(0.5, abs=0.01)
    assert seen[-1][2] == 1.0


# --- worksheets -------------------------------------------------------------------------------------------------------


def test_the_first_worksheet_that_holds_something_is_read_unless_another_is_chosen(book: Book) -> None:
    book.sheet.write("A1", "Lead ID")
    book.sheet.write("A2", "hidden")
    book.sheet.hide()
    book.book.add_worksheet("Empty").activate()
    shown = book.book.add_worksheet("Today")
    shown.write("A1", "Lead ID")
    shown.write("A2", "shown")
    chart: Any = book.book.add_chart({"type": "line"})
    chart.add_series({"values": "=Today!$A$2"})
    book.book.add_chartsheet("Chart").set_chart(chart)
    path = book.close()

    info, chunk = read(path)
    assert (info.worksheets, info.worksheet, chunk.rows) == (("Leads", "Empty", "Today"), "Today", [["shown"]])
    info, chunk = read(path, HowToRead(worksheet="Leads"))
    assert (info.worksheet, chunk.rows) == ("Leads", [["hidden"]])
    assert words_for(path, HowToRead(worksheet="Empty")).startswith("This file is empty.")
    assert words_for(path, HowToRead(worksheet="Gone")).startswith("There is no worksheet “Gone” in this file.")


def test_an_empty_workbook_and_one_with_headings_alone(tmp_path: Path) -> None:
    assert words_for(write_xlsx(tmp_path / "a.xlsx", {"Leads": []})).startswith("This file is empty.")
    assert words_for(write_xlsx(tmp_path / "b.xlsx", {"Leads": ROWS[:1]})).startswith("This file has headings and no")


@pytest.mark.parametrize("name", ["leads.csv", "leads.xls", "leads", "leads.ods", "LEADS.XLSX"])
def test_the_content_counts_and_not_the_name(tmp_path: Path, name: str) -> None:
    path = write_xlsx(tmp_path / "leads.xlsx", {"Leads": ROWS}).rename(tmp_path / name)

    assert (read(path)[0].kind, read(path)[1].rows) == ("xlsx", ROWS[1:])
    assert preview(path) is None


# --- .ods -------------------------------------------------------------------------------------------------------------

_ODS_CELLS = (
    "<table:table-row><table:table-cell/>"
    '<table:table-cell office:value-type="float" office:value="2932682"><text:p>2.9M</text:p></table:table-cell>'
    '<table:table-cell office:value-type="date" office:date-value="2026-02-01"><text:p>Feb</text:p></table:table-cell>'
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>YES</text:p></table:table-cell>'
    '<table:table-cell table:number-columns-repeated="2" table:formula="of:=1/0" office:value-type="float" '
    'office:value="0" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    '<table:table-cell table:number-columns-repeated="16378"/></table:table-row>'
)
_ODS_REST = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def test_a_table_of_libreoffice(tmp_path: Path) -> None:
    rows = ods_row("", "Lead ID", "Date", "Yes", "e", "f") + _ODS_REST.replace("1048000", "2") + _ODS_CELLS
    path = write_ods(tmp_path / "leads.ods", {"Other": _ODS_CELLS, "Leads": rows + _ODS_REST})

    info, chunk = read(path, HowToRead(worksheet="Leads"))

    assert (info.kind, info.worksheets) == ("ods", ("Other", "Leads"))
    assert info.headings[-5:] == ("Lead ID", "Date", "Yes", "e", "f")
    assert chunk.rows[0][-5:] == ["2932682", "01/02/2026", "TRUE", "#DIV/0!", "#DIV/0!"]
    assert chunk.kinds[0][-5:] == "ndbee"
    assert chunk.numbers == [4]


def test_a_duration_of_libreoffice_beyond_a_day_is_written_as_one_of_excel(tmp_path: Path) -> None:
    def time(value: str, more: str = "") -> str:
        kind = f'office:value-type="time" office:time-value="{value}"'
        return f"<table:table-cell{more} {kind}><text:p>x</text:p></table:table-cell>"

    rows = "".join(
        [
            ods_row("Lead ID", "Twice", "Thrice"),
            ods_row("1", more=time("PT30H05M00S", ' table:number-columns-repeated="2"'), repeats=2),
            ods_row("PT30H05M00S", more=time("PT09H30M00S") + time("-PT25H00M10S")),
            ods_row("3", more=time("PT1000H") + time("soon")),
        ]
    )

    _, chunk = read(write_ods(tmp_path / "leads.ods", {"Leads": rows}))

    assert chunk.rows == [
        *[["1", "30:05", "30:05"]] * 2,
        ["PT30H05M00S", "09:30", "-25:00:10"],
        ["3", "1000:00", "soon"],
    ]
    assert chunk.kinds == [""] * 4


def test_rows_that_are_repeated_are_as_many(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "leads.ods", {"Leads": ods_row("Lead ID") + ods_row("1", repeats=3) + ods_row("2")})

    assert read(path)[1].rows == [["1"], ["1"], ["1"], ["2"]]


# --- .xls -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["leads.xls", "leads.csv", "leads.xlsx"])
def test_a_workbook_of_old_excel(tmp_path: Path, name: str) -> None:
    cells: list[list[str | float | dt.date]] = [
        ["Lead ID", "Name", "Amount", "Date"],
        ["007", "Zoë Łódź", 12.5, dt.date(2026, 2, 1)],
        [],
        [2932682.0, "", 1.0, "01/02/2026"],
    ]

    info, chunk = read(write_xls(tmp_path / name, cells))

    assert (info.kind, info.worksheets, info.headings) == ("xls", ("Leads",), ("Lead ID", "Name", "Amount", "Date"))
    assert chunk.rows == [["007", "Zoë Łódź", "12.5", "01/02/2026"], ["2932682", "", "1", "01/02/2026"]]
    assert (chunk.kinds, chunk.numbers) == (["ttnd", "ntnt"], [2, 4])


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (0x00, "#NULL!"), (0x07, "#DIV/0!"), (0x0F, "#VALUE!"), (0x17, "#REF!"), (0x1D, "#NAME?"), (0x24, "#NUM!"),
        (0x2A, "#N/A"),
    ],
)  # fmt: skip
def test_a_failed_formula_of_old_excel_is_no_blank_cell(tmp_path: Path, code: int, text: str) -> None:
    rows: list[list[XlsCell]] = [
        [],
        ["Lead ID", "Postcode", "Notes"],
        ["1", Failed(code), "a"],
        ["2", "TN1 1AA", Failed(code, formula=False)],
        [Failed(code), "", 3.0],
    ]

    _, chunk = read(write_xls(tmp_path / "leads.xls", rows))

    assert chunk.rows == [["1", text, "a"], ["2", "TN1 1AA", text], [text, "", "3"]]
    assert chunk.kinds == ["tet", "tte", "etn"]
    assert chunk.numbers == [3, 4, 5]


def test_a_negative_number_of_old_excel_is_no_time_of_the_day(tmp_path: Path) -> None:
    rows: list[list[XlsCell]] = [["Lead ID", "Date", "Amount"], ["1", AsDate(-0.5), -0.5], ["2", AsDate(0.5), 1.0]]

    _, chunk = read(write_xls(tmp_path / "leads.xls", rows))

    assert chunk.rows == [["1", "-0.5", "-0.5"], ["2", "12:00", "1"]]
    assert chunk.kinds == ["txn", "ttn"]


def test_where_failed_formulas_cannot_be_found_nothing_is_taken(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write_xls(tmp_path / "leads.xls", [["Lead ID", "Notes"], ["1", Failed(0x17)]])
    content = path.read_bytes()
    # A scale of the window that says none: the one reader passes over it, and the other one takes offence.
    end = content.rindex(struct.pack("<HH", 0x0A, 0))
    odd = struct.pack("<HHHH", 0x00A0, 0, 0x0A, 0)
    path.write_bytes(content[:end] + odd + content[end + len(odd) :])

    assert words_for(path).startswith("This old Excel file is built in a way that does not let the app tell failed")
    assert capfd.readouterr() == ("", "")


# --- files that mean harm, or came to harm ----------------------------------------------------------------------------


def test_a_password_is_said_to_be_one(tmp_path: Path) -> None:
    """A workbook with a password is a compound file with two streams of these names (MS-OFFCRYPTO)."""
    path = tmp_path / "leads.xlsx"
    path.write_bytes(compound_file({"EncryptedPackage": b"", "EncryptionInfo": b""}))

    assert words_for(path).startswith("This file is protected by a password.")


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "leads.xlsx", {"Leads": ROWS})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as parts,
        parts.open("xl/media/image1.png", "w") as part,
    ):
        for _ in range(220):
            part.write(bytes(1 << 20))

    assert words_for(path).startswith("This file would unpack to 220 MB")


def test_a_part_that_unpacks_to_more_than_it_says_is_damage(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "leads.xlsx", {"Leads": [["Lead ID", "Notes"], ["1", "note " * 1_000]]})
    content = path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        size = parts.getinfo("xl/sharedStrings.xml").file_size
    assert struct.pack("<I", size) in content
    path.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 100)))

    assert words_for(path).startswith("This file is damaged")


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "SG3"])
def test_one_stray_cell_far_away(book: Book, place: str) -> None:
    book.sheet.write_row("A1", ["Lead ID", "Name"])
    book.sheet.write_row("A2", ["1", "Ann"])
    book.sheet.write(place, "stray")
    path = book.close()

    if place == "A1048576":
        with open_table(path) as reader:
            assert [number for chunk in reader.chunks() for number in chunk.numbers] == [2, 1_048_576]
    else:
        assert words_for(path).startswith("This table has")


def test_a_table_that_spans_more_than_fits_into_memory(book: Book) -> None:
    book.sheet.write_row("A1", ["Lead ID", "Name"])
    book.sheet.write("CV2", "far right")
    book.sheet.write("A1048576", "far down")

    assert words_for(book.close()).startswith("This worksheet reaches down to row 1,048,576")


@pytest.mark.parametrize("row", ["1048577", "99999999"])
def test_more_rows_than_excel_has(tmp_path: Path, row: str) -> None:
    path = write_xlsx(tmp_path / "leads.xlsx", {"Leads": ROWS})
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    changed = sheet.replace(b'<row r="3"', f'<row r="{row}"'.encode()).replace(b'"A3"', f'"A{row}"'.encode())
    path.write_bytes(with_part(path.read_bytes(), "xl/worksheets/sheet1.xml", changed))

    assert words_for(path).startswith("This worksheet reaches down to row")


def test_repeats_in_an_ods_file_that_would_fill_the_memory(tmp_path: Path) -> None:
    wide = ods_row("1").replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" ')
    columns = write_ods(tmp_path / "wide.ods", {"Leads": ods_row("Lead ID") + wide})
    rows = write_ods(tmp_path / "long.ods", {"Leads": ods_row("Lead ID") + ods_row("1", repeats=1_000_000_000)})

    assert words_for(columns).startswith("This table has 16,384 columns")
    assert words_for(rows).startswith("This worksheet reaches down to row 1,000,000,001")


@pytest.mark.parametrize("name", ["word/document.xml", "readme.txt"])
def test_other_zip_files_are_no_spreadsheets(tmp_path: Path, name: str) -> None:
    path = tmp_path / "leads.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(name, "x")

    assert words_for(path).startswith("This is not a spreadsheet.")


def test_a_binary_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsb"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("xl/workbook.bin", "x")

    assert words_for(path).startswith("Binary workbooks (.xlsb) are not read.")


def test_half_a_file(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "leads.xlsx", {"Leads": ROWS})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    assert words_for(path).startswith("This file is damaged, or no spreadsheet.")
