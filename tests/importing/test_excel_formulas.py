"""Formulas in spreadsheets: those that failed, those that were never worked out, and those that gave nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing import xls_cells
from leadbyte_desktop.importing.readers import open_table
from tests.importing.spreadsheets import (
    Failed,
    XlsCell,
    compound_file,
    ods_row,
    text_cell,
    write_ods,
    write_raw_xlsx,
    write_xls,
)

HEADINGS = f"<row r='1'>{text_cell('A1', 'Lead ID')}{text_cell('B1', 'Postcode')}{text_cell('C1', 'Notes')}</row>"


def rows_of(path: Path) -> list[tuple[list[str], str]]:
    with open_table(path) as reader:
        return [
            row for chunk in reader.chunks() for row in zip(chunk.rows, chunk.kinds, strict=True)
        ]  # fmt: skip


# --- never worked out: a blank cell in place of its value would leave the field alone without a word ------------------


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>UPPER("tn1 1aa")</f></c>',
        '<c r="B2"><f>UPPER("tn1 1aa")</f><v></v></c>',
        '<c r="B2"><f>UPPER("tn1 1aa")</f><v/></c>',
        "<c r='B2' s='1'>\n<f>A2</f>\n<v />\n</c>",
        '<c r="B2" t="str"><f>A2</f></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
        '<c r="B2"><f t="array" ref="B2:B2">A2</f></c>',
        f'<c r="B2"><f>{"A2&amp;" * 4_000}A2</f></c>',
    ],
)
def test_a_formula_that_was_never_worked_out_is_no_blank_cell(tmp_path: Path, cell: str) -> None:
    rows = f'{HEADINGS}<row r="2"><c r="A2"><v>1</v></c>{cell}{text_cell("C2", "x")}</row>'
    with pytest.raises(BadFile, match=r"B2.*never worked out.*Open it in Excel, save it"):
        open_table(write_raw_xlsx(tmp_path / "leads.xlsx", rows))


def test_how_many_formulas_were_never_worked_out_is_said(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><f>A{row}</f></c>'
        f"{text_cell(f'C{row}', 'é' * 99)}</row>"
        for row in range(2, 20_002)
    )
    with pytest.raises(BadFile, match=r"20,000 cells .*the first is B2"):
        open_table(write_raw_xlsx(tmp_path / "leads.xlsx", HEADINGS + rows))


def test_what_a_program_wrote_in_place_of_a_value_is_none(tmp_path: Path) -> None:
    """XlsxWriter writes 0 for every formula, and asks Excel to work it out when it opens the file."""
    rows = f'{HEADINGS}<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>UPPER("a")</f><v>0</v></c></row>'
    with pytest.raises(BadFile, match=r"B2.*never worked out"):
        open_table(write_raw_xlsx(tmp_path / "leads.xlsx", rows, workbook='<calcPr fullCalcOnLoad="1"/>'))
    assert rows_of(write_raw_xlsx(tmp_path / "excel.xlsx", rows)) == [(["1", "0", ""], "nnt")]


def test_a_formula_that_gave_nothing_or_something_is_its_value(tmp_path: Path) -> None:
    cells = '<c r="B2" t="str"><f>IF(A2=1,"","x")</f><v></v></c><c r="C2" t="str"><f>A2&amp;"x"</f><v>1x</v></c>'
    rows = f'{HEADINGS}<row r="2"><c r="A2"><v>1</v></c>{cells}</row>'
    assert rows_of(write_raw_xlsx(tmp_path / "leads.xlsx", rows)) == [(["1", "", "1x"], "ntt")]


def test_formulas_of_another_worksheet_do_not_matter(tmp_path: Path) -> None:
    rows = f'{HEADINGS}<row r="2"><c r="A2"><v>1</v></c></row>'
    other = '<worksheet><sheetData><row r="1"><c r="A1"><f>1</f></c></row></sheetData></worksheet>'
    path = write_raw_xlsx(tmp_path / "leads.xlsx", rows, parts={"xl/worksheets/sheet2.xml": other})
    assert len(rows_of(path)) == 1


def test_a_formula_of_libreoffice_that_was_never_worked_out_is_no_blank_cell(tmp_path: Path) -> None:
    cells = '<table:table-cell table:formula="of:=UPPER(&quot;a&quot;)"/>'
    path = write_ods(tmp_path / "leads.ods", {"Leads": ods_row("Lead ID", "Postcode") + ods_row("1", more=cells)})
    with pytest.raises(BadFile, match=r"A cell .*never worked out"):
        open_table(path)


def test_a_formula_of_libreoffice_that_gave_nothing_is_blank(tmp_path: Path) -> None:
    cells = '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>'
    path = write_ods(tmp_path / "leads.ods", {"Leads": ods_row("Lead ID", "Postcode") + ods_row("1", more=cells)})
    assert rows_of(path) == [(["1", ""], "")]


# --- failed -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2">\n<c r="A2">\n<v>1</v>\n</c>\n<c r="B2" t="e">\n<v>#REF!</v>\n</c>\n</row>',
        '<row r="2"><c r="A2"><v>1</v></c><c t="e" s="2" r="B2"><f>1/0</f><v>#REF!</v></c></row>',
        "<row r='2'><c r='A2'><v>1</v></c><c r='B2' t='e'><f ca='1'/><v>#REF!</v></c></row>",
        # Some programs leave out where a cell stands: it is the next one.
        '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>',
        '<row r="2"><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>',
        f'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><f>{"A2&amp;" * 4_000}A2</f><v>#REF!</v></c></row>',
    ],
)
def test_a_failed_formula_is_found_however_it_is_written(tmp_path: Path, rows: str) -> None:
    assert rows_of(write_raw_xlsx(tmp_path / "leads.xlsx", HEADINGS + rows)) == [(["1", "#REF!", ""], "net")]


def test_words_that_look_like_the_sign_of_an_error_are_words(tmp_path: Path) -> None:
    sign = 't="e" &lt;v&gt;#REF!&lt;/v&gt;'
    error = '<c r="C2" t="e"><f>"t=""e""" &amp; 1/0</f><v>#N/A</v></c>'
    rows = f'{HEADINGS}<row r="2"><c r="A2"><v>1</v></c>{text_cell("B2", sign)}{error}</row>'
    assert rows_of(write_raw_xlsx(tmp_path / "leads.xlsx", rows)) == [(["1", 't="e" <v>#REF!</v>', "#N/A"], "nte")]


def test_failed_formulas_without_a_place_keep_their_rows(tmp_path: Path) -> None:
    blank, error = "<row/>", '<row><c><v>1</v></c><c/><c t="e"><v>#N/A</v></c></row>'
    rows = f"{HEADINGS}{blank}{error}<row r='9'>{'<c/>'}<c><v>5</v></c></row>{error}"
    assert rows_of(write_raw_xlsx(tmp_path / "leads.xlsx", rows)) == [
        (["1", "", "#N/A"], "nte"), (["", "5", ""], "tnt"), (["1", "", "#N/A"], "nte")
    ]  # fmt: skip


def test_an_error_that_the_library_does_not_know_is_named_with_its_cell(tmp_path: Path) -> None:
    rows = f'{HEADINGS}<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><f>X()</f><v>#BLOCKED!</v></c></row>'
    with pytest.raises(BadFile, match=r"B2 .*“#BLOCKED!”"):
        open_table(write_raw_xlsx(tmp_path / "leads.xlsx", rows))


@pytest.mark.parametrize("formula", [True, False])
# One sector of the table of sectors, several, and more than the head of the file lists.
@pytest.mark.parametrize("size", [1, 3_000, 60_000])
def test_a_failed_formula_of_old_excel_is_no_blank_cell(tmp_path: Path, formula: bool, size: int) -> None:
    error = Failed(0x17, formula)
    many: list[list[XlsCell]] = [["7", f"{row} {'x' * 50}", ""] for row in range(size)]
    rows = rows_of(write_xls(tmp_path / "leads.xls", [["Lead ID", "Postcode", "Notes"], *many, ["8", error, "x"]]))
    assert rows[-1] == (["8", "#REF!", "x"], "tet")
    assert rows[0] == (["7", f"0 {'x' * 50}", ""], "")


@pytest.mark.parametrize("code", [0x00, 0x07, 0x0F, 0x17, 0x1D, 0x24, 0x2A])
def test_every_error_of_old_excel_is_known(tmp_path: Path, code: int) -> None:
    cells, kinds = rows_of(write_xls(tmp_path / "leads.xls", [["Lead ID", "a"], ["1", Failed(code, formula=False)]]))[0]
    assert cells[1].startswith("#")
    assert kinds == "te"


@given(st.binary(max_size=3_000) | st.binary(max_size=3_000).map(lambda end: compound_file({"Workbook": end})))
def test_no_bytes_break_the_search_for_errors_in_old_workbooks(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xls"
    path.write_bytes(content)
    with pytest.raises(BadFile, match="This old Excel file is built in a way"):
        xls_cells.found_cells(path, "Leads")


# --- what else the library would drop, or could not hold --------------------------------------------------------------


@pytest.mark.parametrize(
    "inside", ["a<text:tab/>b", "a<text:line-break/>b", "<text:span>a<text:tab text:tab-ref='1'/></text:span>"]
)
def test_tabs_and_line_ends_that_would_be_dropped_are_not(tmp_path: Path, inside: str) -> None:
    path = write_ods(tmp_path / "leads.ods", {"Leads": ods_row("Lead ID", "Notes") + ods_row("1", inside)})
    with pytest.raises(BadFile, match=r"a tab, or a line end.*xlsx"):
        open_table(path)
    other = write_ods(tmp_path / "other.ods", {"Leads": ods_row("Lead ID") + ods_row("1"), "Other": ods_row(inside)})
    assert len(rows_of(other)) == 1


_SHAPES = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


@pytest.mark.parametrize(
    "shape",
    [
        "<draw:frame {0}><draw:text-box>{1}</draw:text-box></draw:frame>",
        "<draw:custom-shape {0}>{1}</draw:custom-shape>",
    ],
)
def test_the_words_of_a_shape_in_a_cell_are_not_taken_for_the_cell(tmp_path: Path, shape: str) -> None:
    """The library puts them behind what stands in the cell."""

    def table(words: str) -> Path:
        inside = f"<text:p>a</text:p>{shape.format(_SHAPES, words)}"
        cell = f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'
        rows = ods_row("Lead ID", "Notes", "More") + ods_row("1", more=cell + ods_row("words")[17:-18])
        return write_ods(tmp_path / "leads.ods", {"Leads": rows})

    with pytest.raises(BadFile, match=r"a shape with words"):
        open_table(table("<text:p><text:span>Look at this</text:span></text:p>"))
    cells, _ = rows_of(table("<text:p/>"))[0]
    assert [cell.strip() for cell in cells] == ["1", "a", "words"]


@pytest.mark.parametrize(
    "rows",
    [
        # Many cells in many rows, each said to stand for many more.
        ods_row("1", repeats=40_000).replace(
            "<table:table-cell ", '<table:table-cell table:number-columns-repeated="499" '
        )
        * 20,
        ods_row("1").replace("<table:table-cell ", "<table:table-cell table:number-columns-repeated='499' ") * 70_000,
        # A wide first row, and another one far below it.
        ods_row(*["x"] * 400) + ods_row(repeats=900_000) + ods_row("1"),
        ods_row("1", more='<table:table-cell table:number-columns-repeated="16000"/>' + ods_row("x")[17:-18]),
        f"<table:table-row table:number-rows-repeated='9999999999'>{ods_row('1')[17:-18]}</table:table-row>",
    ],
    ids=["wide and long", "wide", "far apart", "far right", "single quotes"],
)
def test_a_table_of_libreoffice_that_would_fill_the_memory_is_refused_before_it_is_read(
    tmp_path: Path, rows: str
) -> None:
    path = write_ods(tmp_path / "leads.ods", {"Leads": ods_row("Lead ID") + rows})
    before = resident()
    with pytest.raises(BadFile, match=r"reaches down to row|columns"):
        open_table(path)
    assert resident() - before < 100 << 20


def test_tables_that_fill_the_memory_together_are_refused_together(tmp_path: Path) -> None:
    rows = ods_row(*["x"] * 100) + ods_row(repeats=100_000) + ods_row("1")
    one = write_ods(tmp_path / "one.ods", {"Leads": rows})
    assert len(rows_of(one)) == 1
    four = write_ods(tmp_path / "four.ods", {f"Leads {each}": rows for each in range(4)})
    with pytest.raises(BadFile, match="reaches down to row"):
        open_table(four)


def resident() -> int:
    """The most memory that this process has held so far, in bytes."""
    resource = pytest.importorskip("resource", reason="Windows counts memory elsewhere")
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1_024)
