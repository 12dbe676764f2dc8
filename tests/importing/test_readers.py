"""Any CSV file that people have becomes a table of texts, or is refused in words that name the line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.readers import DELIMITERS, Table, read_table

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "leads-to-update.csv"


def table_of(folder: Path, content: str | bytes) -> Table:
    path = folder / "leads.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path)


def words_for(folder: Path, content: str | bytes) -> str:
    with pytest.raises(BadFile) as refusal:
        table_of(folder, content)
    return refusal.value.user_text


def test_the_sample_is_read_whole() -> None:
    table = read_table(SAMPLE)

    assert table.headings == ("Lead ID", "First name", "Last name", "Postcode", "Phone 1", "Email")
    assert len(table.rows) == len(table.numbers) == 2_000
    assert table.rows[0][:4] == ("2932682", "Karen", "Fletcher", "NR3 4DS")
    assert (table.encoding, table.delimiter) == ("utf-8", ",")


def test_every_cell_is_text_as_it_stands(tmp_path: Path) -> None:
    table = table_of(
        tmp_path, "Lead ID,Phone 1,Payout,Date\n00123,07700900123,0.10, 01/02/2026 \n9007199254740993,1E5,,\n"
    )

    assert table.rows == [("00123", "07700900123", "0.10", " 01/02/2026 "), ("9007199254740993", "1E5", "", "")]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Lead ID,Town\n1,Łódź\n".encode(), "utf-8"),
        ("Lead ID,Town\n1,Łódź\n".encode("utf-8-sig"), "utf-8"),
        ("Lead ID,Town\n1,Łódź\n".encode("utf-16"), "utf-16-le"),
        ("\ufeffLead ID,Town\n1,Łódź\n".encode("utf-16-be"), "utf-16-be"),
        ("Lead ID,Town\n1,Łódź\n".encode("utf-16-le"), "utf-16-le"),
        ("Lead ID,Town\n1,Łódź\n".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encoding_is_recognised(tmp_path: Path, content: bytes, encoding: str) -> None:
    table = table_of(tmp_path, content)

    assert (table.headings, table.rows, table.encoding) == (("Lead ID", "Town"), [("1", "Łódź")], encoding)


def test_what_is_no_utf_8_is_taken_for_windows_text(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Lead ID,Notes\n1,Café – £5\n".encode("cp1252"))

    assert (table.rows, table.encoding) == ([("1", "Café – £5")], "cp1252")


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    others = "".join(other for other in DELIMITERS if other != delimiter)
    table = table_of(tmp_path, f"Lead ID{delimiter}Notes{delimiter}Town\n1{delimiter}a {others} b{delimiter}Leeds\n2\n")

    assert table.delimiter == delimiter
    assert table.rows == [("1", f"a {others} b", "Leeds"), ("2", "", "")]


def test_a_comma_in_one_heading_does_not_mislead(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Lead ID;Town, city;Postcode\n1;Leeds;LS6 1AA\n2;York;YO1 7HH\n")

    assert table.headings == ("Lead ID", "Town, city", "Postcode")


def test_the_line_in_which_excel_names_the_delimiter_is_no_heading(tmp_path: Path) -> None:
    table = table_of(tmp_path, "sep=;\r\nLead ID;Notes\r\n1;a,b\r\n")

    assert (table.headings, table.rows, table.numbers) == (("Lead ID", "Notes"), [("1", "a,b")], [3])


def test_one_column_alone_is_a_table(tmp_path: Path) -> None:
    assert table_of(tmp_path, "Lead ID\n2932682\n2932683\n").rows == [("2932682",), ("2932683",)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_and_inside_cells(tmp_path: Path, line_end: str) -> None:
    table = table_of(tmp_path, f'Lead ID,Notes{line_end}1,"two{line_end}lines"{line_end}2,b')

    assert table.rows == [("1", f"two{line_end}lines"), ("2", "b")]


def test_stray_blank_rows_and_columns_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Lead ID,Notes,,\n\n1,a,,\n , ,,\n2,b\n,,,\n")

    assert (table.headings, table.rows, table.numbers) == (("Lead ID", "Notes"), [("1", "a"), ("2", "b")], [3, 5])


def test_a_row_that_ends_early_is_filled_with_blank_cells(tmp_path: Path) -> None:
    """Excel leaves out the last delimiters of rows whose last cells are blank."""
    assert table_of(tmp_path, "Lead ID,A,B\n1\n2,x\n3,x,y\n").rows == [("1", "", ""), ("2", "x", ""), ("3", "x", "y")]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", b"\xff\xfe", b",,,\n,,,\n", b"sep=;\n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    assert words_for(tmp_path, content).startswith("This file is empty.")


@pytest.mark.parametrize("content", ["Lead ID,Postcode\n", "Lead ID,Postcode\n\n,\n"])
def test_headings_without_rows(tmp_path: Path, content: str) -> None:
    assert words_for(tmp_path, content).startswith("This file has headings and no rows below them.")


@pytest.mark.parametrize("start", [b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")])
def test_excel_files_are_known_by_their_content(tmp_path: Path, start: bytes) -> None:
    words = words_for(tmp_path, start + b"\0\1\2" * 50)

    assert words.startswith("Excel files are not read yet; save it as CSV.")


def test_a_pdf_is_no_table(tmp_path: Path) -> None:
    assert "PDF" in words_for(tmp_path, b"%PDF-1.7\n%\xe2\xe3")


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    assert words_for(tmp_path, b"Lead ID,Notes\r\n1,a\r\n2,b\0c\r\n").startswith("Line 3 of this file holds bytes")


def test_characters_that_cannot_be_read_name_their_line(tmp_path: Path) -> None:
    assert words_for(tmp_path, b"\xef\xbb\xbfLead ID,Notes\n1,\xe9\n").startswith(
        "Line 2 of this file holds characters"
    )
    assert words_for(tmp_path, b"Lead ID,Notes\n1,a\n2,\x81\xe9\n").startswith("Line 3 of this file holds characters")


def test_rows_longer_than_the_headings_name_their_lines(tmp_path: Path) -> None:
    one = words_for(tmp_path, 'Lead ID,Notes\n1,"two\nlines"\n2,a,b\n3,c\n')
    many = words_for(tmp_path, "Lead ID,Notes\n" + "1,a,b\n" * 5)

    assert one.startswith("Line 4 has more cells than there are headings (2)")
    assert many.startswith("Lines 2, 3, 4 and 2 more have more cells than there are headings (2)")


def test_a_quotation_mark_that_is_never_closed_names_where_it_begins(tmp_path: Path) -> None:
    words = words_for(tmp_path, 'Lead ID,Notes\n1,a\n2,"b\n3,c\n4,d\n')

    assert words.startswith("A quotation mark in line 3 is never closed")


def test_quotation_marks_that_do_not_fit_name_their_line(tmp_path: Path) -> None:
    assert words_for(tmp_path, 'Lead ID,Notes\n1,"a" b\n').startswith("The quotation marks in line 2")


def test_a_cell_without_end_names_its_line(tmp_path: Path) -> None:
    assert words_for(tmp_path, f"Lead ID,Notes\n1,a\n2,{'x' * 140_000}\n").startswith("A cell in line 3 is too long")


def test_a_file_that_is_gone_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"There is no file “gone\.csv”"):
        read_table(tmp_path / "gone.csv")
    with pytest.raises(BadFile, match=r"is a folder|cannot be opened"):
        read_table(tmp_path)


# Text that every encoding can carry, without the delimiters that would make a single column ambiguous.
_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0;\t|"), max_size=12)
_HEADING = st.text("abcdefghijkl ", min_size=1, max_size=8).filter(str.strip)


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    headings = draw(st.lists(_HEADING, min_size=1, max_size=5))
    row = st.lists(_CELL, min_size=len(headings), max_size=len(headings)).filter(
        lambda cells: any(map(str.strip, cells))
    )
    return headings, draw(st.lists(row, min_size=1, max_size=6))


@given(table=_tables(), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_table_written_as_csv_reads_back_the_same(
    tmp_path: Path, table: tuple[list[str], list[list[str]]], encoding: str
) -> None:
    headings, rows = table
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])

    read = table_of(tmp_path, text.getvalue().encode(encoding))

    assert list(read.headings) == headings
    assert [list(row) for row in read.rows] == rows


@given(content=st.binary(max_size=400) | st.text('ab,;"\r\n\t| 1', max_size=200).map(str.encode))
def test_no_bytes_break_it(tmp_path: Path, content: bytes) -> None:
    try:
        table = table_of(tmp_path, content)
    except BadFile:
        return  # Refused in words; which ones, the tests above say.
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.headings)}
    assert len(table.numbers) == len(table.rows)
