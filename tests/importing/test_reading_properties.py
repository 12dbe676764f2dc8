"""Whatever a table holds, it reads back the same; whatever a file holds, it is read or refused in words."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.readers import DELIMITERS, HowToRead, open_table, preview
from tests.importing.spreadsheets import ods_row, with_part, write_ods, write_xlsx

SPECTRUM = Path(__file__).parent / "csv_spectrum"
Rows = list[list[str]]


def read(path: Path, how: HowToRead) -> tuple[list[str], Rows]:
    with open_table(path, how) as reader:
        rows = [row for chunk in reader.chunks() for row in chunk.rows]
        assert {len(row) for row in rows} == {len(reader.info.headings)}
        return list(reader.info.headings), rows


# What spreadsheets are known to spoil, and anything else.
_SPOILED = [
    "007700900123", "+447700900123", "=1+1", "-1", "@SUM(A1)", "1E5", "4.47701E+11", "9007199254740993", "0.10", "TRUE",
    "01/02/2026", "1-2", " padded ", 'a "quoted" word', '"', '""', "a,b;c\td|e", "two\nlines", "two\r\nlines", "a\rb",
    "\U0001f600", "Łódź", "\u202eright to left", "#REF!", "NULL", "x" * 5_000, "_x000D_", "_x0041_", "<b>&amp;</b>",
    "'", "\ufeff", "\u2028",
]  # fmt: skip
_ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
_CELL = st.sampled_from(_SPOILED) | _ANY_TEXT
# An .xlsx file is XML, which has no words for control characters and a few others.
_XML_CELL = st.sampled_from(_SPOILED) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=12
)
_HEADING = st.text("abcdefghijkl ", min_size=1, max_size=8).filter(str.strip)


@st.composite
def _tables(draw: st.DrawFn, cell: st.SearchStrategy[str]) -> tuple[list[str], Rows]:
    headings = draw(st.lists(_HEADING, min_size=1, max_size=5))
    row = st.lists(cell, min_size=len(headings), max_size=len(headings)).filter(
        lambda cells: any(map(str.strip, cells))
    )
    return headings, draw(st.lists(row, min_size=1, max_size=6))


@given(
    table=_tables(_CELL),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_any_table_written_as_csv_reads_back_the_same(
    tmp_path: Path, table: tuple[list[str], Rows], delimiter: str, encoding: str, line_end: str
) -> None:
    headings, rows = table
    text = io.StringIO(newline="")
    # With other line ends than its own, Python 3.11 leaves a cell with \r without quotation marks.
    if line_end == "\r\n":
        writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    else:
        writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([headings, *rows])
    path = tmp_path / "leads.csv"
    path.write_bytes(text.getvalue().encode(encoding))

    assert read(path, HowToRead(delimiter=delimiter)) == (headings, rows)


@given(table=_tables(st.text("abcXYZ 0123456789.-'\"\n", max_size=8)), delimiter=st.sampled_from(DELIMITERS))
def test_the_delimiter_is_found_where_no_cell_holds_another_one(
    tmp_path: Path, table: tuple[list[str], Rows], delimiter: str
) -> None:
    headings, rows = table
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    path = tmp_path / "leads.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")

    assert read(path, HowToRead()) == (headings, rows)


@given(table=_tables(_XML_CELL))
def test_any_table_written_as_xlsx_reads_back_the_same(tmp_path: Path, table: tuple[list[str], Rows]) -> None:
    headings, rows = table
    path = write_xlsx(tmp_path / "leads.xlsx", {"Leads": [headings, *rows]})

    with open_table(path) as reader:
        chunks = list(reader.chunks())

        # A column of blank cells below its heading stays; the heading of every column here says something.
        assert list(reader.info.headings) == headings
    assert [row for chunk in chunks for row in chunk.rows] == rows
    assert not any(kinds for chunk in chunks for kinds in chunk.kinds)


@pytest.mark.parametrize("path", sorted(SPECTRUM.glob("*.csv")), ids=lambda path: path.stem)
def test_the_acceptance_suite_for_csv(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))

    headings, rows = read(path, HowToRead())

    assert [dict(zip(headings, row, strict=True)) for row in rows] == expected


def test_the_acceptance_suite_is_whole() -> None:
    assert {path.stem for path in SPECTRUM.glob("*.csv")} == {
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates", "newlines",
        "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    }  # fmt: skip


_SUFFIXES = st.sampled_from([".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".pdf", ""])
_STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]
)


def _read_or_refused(path: Path) -> None:
    preview(path)
    try:
        headings, rows = read(path, HowToRead())
    except BadFile:
        return  # In words; which ones, the other tests say.
    assert headings
    assert rows


@given(
    start=_STARTS,
    content=st.binary(max_size=600) | st.text('ab,;"\r\n\t| 1', max_size=200).map(str.encode),
    suffix=_SUFFIXES,
)
@example(start=b"PK\x05\x06", content=b"\0" * 18, suffix=".xlsx")
def test_no_bytes_break_it(tmp_path: Path, start: bytes, content: bytes, suffix: str) -> None:
    path = tmp_path / f"leads{suffix}"
    path.write_bytes(start + content)

    _read_or_refused(path)


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    rows = [["Lead ID", "Name"], ["1", "Ann"], ["2", "Zoë"], ["", ""], ["3", "Bob"]]
    write_xlsx(folder / "leads.xlsx", {"Leads": rows, "More": rows})
    write_ods(folder / "leads.ods", {"Leads": "".join(ods_row(*row) for row in rows)})
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


_FLIPS = st.lists(st.tuples(st.integers(0, 100_000), st.integers(1, 255)), min_size=1, max_size=12)


def _flipped(content: bytes, flips: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for place, bits in flips:
        changed[place % len(changed)] ^= bits
    return bytes(changed)


@given(suffix=st.sampled_from([".xlsx", ".ods"]), flips=_FLIPS)
def test_no_damage_to_a_spreadsheet_breaks_it(
    tmp_path: Path, whole_files: dict[str, bytes], suffix: str, flips: list[tuple[int, int]]
) -> None:
    path = tmp_path / f"leads{suffix}"
    path.write_bytes(_flipped(whole_files[suffix], flips))

    _read_or_refused(path)


_PARTS = [
    (".xlsx", "xl/workbook.xml"),
    (".xlsx", "xl/_rels/workbook.xml.rels"),
    (".xlsx", "xl/sharedStrings.xml"),
    (".xlsx", "xl/styles.xml"),
    (".xlsx", "xl/worksheets/sheet1.xml"),
    (".ods", "content.xml"),
]


@settings(max_examples=200)
@given(which=st.sampled_from(_PARTS), flips=_FLIPS)
def test_no_damage_within_a_spreadsheet_breaks_it(
    tmp_path: Path, whole_files: dict[str, bytes], which: tuple[str, str], flips: list[tuple[int, int]]
) -> None:
    suffix, name = which
    path = tmp_path / f"leads{suffix}"
    with zipfile.ZipFile(io.BytesIO(whole_files[suffix])) as parts:
        damaged = _flipped(parts.read(name), flips)
    path.write_bytes(with_part(whole_files[suffix], name, damaged))

    _read_or_refused(path)
