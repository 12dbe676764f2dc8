"""Any CSV file that people have becomes a table of texts, or is refused in words that name the line."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import pytest

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.readers import CHUNK, DELIMITERS, HowToRead, TableInfo, open_table, preview

FIND_OUT = HowToRead()
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "leads-to-update.csv"


@dataclass(frozen=True)
class Table:
    """All that a reader gave."""

    info: TableInfo
    rows: list[tuple[str, ...]]
    numbers: list[int]
    blank_rows: int

    @property
    def headings(self) -> tuple[str, ...]:
        return self.info.headings

    @property
    def encoding(self) -> str:
        return self.info.encoding

    @property
    def delimiter(self) -> str:
        return self.info.delimiter


def read_table(path: Path, how: HowToRead = FIND_OUT) -> Table:
    with open_table(path, how) as reader:
        chunks = list(reader.chunks())
        assert reader.progress() == 1.0
        assert all(len(each.rows) == len(each.numbers) == len(each.kinds) <= CHUNK for each in chunks)
        assert not any(kinds for each in chunks for kinds in each.kinds)
        rows = [tuple(row) for each in chunks for row in each.rows]
        return Table(reader.info, rows, [number for each in chunks for number in each.numbers], reader.blank_rows)


def file_of(folder: Path, content: str | bytes) -> Path:
    path = folder / "leads.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table_of(folder: Path, content: str | bytes, how: HowToRead = FIND_OUT) -> Table:
    return read_table(file_of(folder, content), how)


def words_for(folder: Path, content: str | bytes, how: HowToRead = FIND_OUT) -> str:
    with pytest.raises(BadFile) as refusal:
        table_of(folder, content, how)
    return refusal.value.user_text


def test_the_sample_is_read_whole() -> None:
    table = read_table(SAMPLE)

    assert table.headings == ("Lead ID", "First name", "Last name", "Postcode", "Phone 1", "Email")
    assert len(table.rows) == len(table.numbers) == 2_000
    assert table.rows[0][:4] == ("2932682", "Karen", "Fletcher", "NR3 4DS")
    assert (table.encoding, table.delimiter) == ("utf-8", ",")
    assert (table.info.kind, table.info.worksheets, table.info.encoding_sure) == ("csv", (), True)


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
    assert not table.info.encoding_sure


_PEOPLE = {
    "cp1252": "René Müller,Île-de-France;Zoë Çelik,“½ price” – £5 at 20°C;L’été,¿Qué? naïve",
    "cp1250": "Łukasz Jabłoński,Łódź;Małgorzata Wiśniewska,Kraków;Stanisław Żółty,Gdańsk",
    "cp1251": "Иван Петров,Москва;Мария Иванова,Санкт-Петербург;Алексей Смирнов,Новосибирск",
    "cp1253": "Γιώργος Παπαδόπουλος,Αθήνα;Μαρία Νικολάου,Θεσσαλονίκη",
    "cp850": "René Müller,Île-de-France;Zoë Bébé,Noël à Besançon",
    "mac-roman": "René Müller,Île-de-France;Zoë Bébé,Noël à Besançon",
    "shift_jis": "山田太郎,東京都千代田区;佐藤花子,大阪市北区梅田;こんにちは,世界の人々",
}


@pytest.mark.parametrize("encoding", list(_PEOPLE))
def test_other_encodings_are_guessed_and_said_to_be_a_guess(tmp_path: Path, encoding: str) -> None:
    rows = [tuple(row.split(",")) for row in _PEOPLE[encoding].split(";")] * 5
    content = "Name,Town\n" + "".join(f"{name},{town}\n" for name, town in rows)

    table = table_of(tmp_path, content.encode(encoding))

    assert table.rows == rows
    assert not table.info.encoding_sure


def test_a_long_file_with_one_accent_far_down_is_read_as_windows_text(tmp_path: Path) -> None:
    content = "Lead ID,Name\n" + "".join(f"{each},Ann\n" for each in range(60_000)) + "60000,René\n"

    table = table_of(tmp_path, content.encode("cp1252"))

    assert (len(table.rows), table.rows[-1], table.encoding) == (60_001, ("60000", "René"), "cp1252")


def test_a_person_may_choose_the_encoding(tmp_path: Path) -> None:
    content = "Lead ID,Name\n1,Łódź\n".encode("cp1250")

    assert table_of(tmp_path, content).rows == [("1", "£ódŸ")]
    chosen = table_of(tmp_path, content, HowToRead(encoding="cp1250"))
    assert (chosen.rows, chosen.encoding, chosen.info.encoding_sure) == ([("1", "Łódź")], "cp1250", True)


@pytest.mark.parametrize(
    ("written", "chosen", "name"),
    [("utf-8-sig", "UTF-8", "utf-8"), ("utf-16", "utf-16", "utf-16-le"), ("utf-8-sig", "utf-8-sig", "utf-8")],
)
def test_a_byte_order_mark_is_no_part_of_the_first_heading(
    tmp_path: Path, written: str, chosen: str, name: str
) -> None:
    table = table_of(tmp_path, "Lead ID\n1\n".encode(written), HowToRead(encoding=chosen))

    assert (table.headings, table.encoding) == (("Lead ID",), name)


@pytest.mark.parametrize("encoding", ["no such", "base64", "undefined", "a\0b"])
def test_an_encoding_that_there_is_not(tmp_path: Path, encoding: str) -> None:
    words = words_for(tmp_path, "Lead ID\n1\n", HowToRead(encoding=encoding))

    assert words.startswith("This app cannot read files as")


def test_an_encoding_that_does_not_fit_names_the_line(tmp_path: Path) -> None:
    content = "Lead ID,Name\n1,a\n2,é\n".encode("cp1252")

    assert words_for(tmp_path, content, HowToRead(encoding="utf-8")).startswith("Line 3 of this file holds characters")


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    others = "".join(other for other in DELIMITERS if other != delimiter)
    table = table_of(tmp_path, f"Lead ID{delimiter}Notes{delimiter}Town\n1{delimiter}a {others} b{delimiter}Leeds\n2\n")

    assert table.delimiter == delimiter
    assert table.rows == [("1", f"a {others} b", "Leeds"), ("2", "", "")]


def test_a_comma_in_one_heading_does_not_mislead(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Lead ID;Town, city;Postcode\n1;Leeds;LS6 1AA\n2;York;YO1 7HH\n")

    assert table.headings == ("Lead ID", "Town, city", "Postcode")


def test_a_person_may_choose_the_delimiter(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a;b,c\n1;2,3\n", HowToRead(delimiter=","))

    assert (table.headings, table.rows) == (("a;b", "c"), [("1;2", "3")])
    assert words_for(tmp_path, "a,b\n1,2\n", HowToRead(delimiter='"')).startswith('“"” cannot part the cells')


def test_the_line_in_which_excel_names_the_delimiter_is_no_heading(tmp_path: Path) -> None:
    table = table_of(tmp_path, "sep=;\r\nLead ID;Notes\r\n1;a,b\r\n")

    assert (table.headings, table.rows, table.numbers) == (("Lead ID", "Notes"), [("1", "a,b")], [3])


@pytest.mark.parametrize(
    ("first", "delimiter"),
    [('"sep=;"\r\n', ";"), ("SEP=;\r", ";"), ("sep=:\n", ":"), ("sep=\t\r\n", "\t"), ("sep=|\n", "|")],
)
def test_every_line_that_excel_takes_for_the_name_of_the_delimiter(tmp_path: Path, first: str, delimiter: str) -> None:
    end = first.lstrip('"SEPsep=;:|\t')
    rows = end.join([f"Lead ID{delimiter}Notes", f"1{delimiter}a,b", ""])
    table = table_of(tmp_path, first + rows)

    assert (table.headings, table.rows, table.numbers) == (("Lead ID", "Notes"), [("1", "a,b")], [3])


@pytest.mark.parametrize("first", ["sep", "sep=", "sep=ab", 'sep="', "x sep=;"])
def test_other_first_lines_are_headings(tmp_path: Path, first: str) -> None:
    assert table_of(tmp_path, f"{first},Lead ID\nb,1\n").numbers == [2]


def test_one_column_alone_is_a_table(tmp_path: Path) -> None:
    assert table_of(tmp_path, "Lead ID\n2932682\n2932683\n").rows == [("2932682",), ("2932683",)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_and_inside_cells(tmp_path: Path, line_end: str) -> None:
    table = table_of(tmp_path, f'Lead ID,Notes{line_end}1,"two{line_end}lines"{line_end}2,b')

    assert table.rows == [("1", f"two{line_end}lines"), ("2", "b")]


def test_stray_blank_rows_and_columns_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Lead ID,Notes,,\n\n1,a,,\n , ,,\n2,b\n,,,\n")

    assert (table.headings, table.rows, table.numbers) == (("Lead ID", "Notes"), [("1", "a"), ("2", "b")], [3, 5])
    assert table.blank_rows == 3


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
def test_a_damaged_excel_file_is_known_by_its_content(tmp_path: Path, start: bytes) -> None:
    assert words_for(tmp_path, start + b"\0\1\2" * 50).startswith("This file is damaged, or no spreadsheet.")


def test_a_pdf_is_no_table(tmp_path: Path) -> None:
    assert "PDF" in words_for(tmp_path, b"%PDF-1.7\n%\xe2\xe3")


_PAGES = (
    "<html><table>",
    "\ufeff\n<!DOCTYPE html>",
    "<?xml version='1.0'?><Workbook/>",
    "<div><table><tr><td>Lead ID</td></tr></table></div>",
    "\n<style>td {color: red}</style>\n<TABLE>",
    "<meta charset='utf-8'><table>",
    "<!-- made by a report --><table>",
    "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
)


@pytest.mark.parametrize("start", _PAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_web_page_that_calls_itself_a_spreadsheet_is_no_table(tmp_path: Path, start: str, encoding: str) -> None:
    assert words_for(tmp_path, start.encode(encoding)).startswith("This is a web page or XML")


@pytest.mark.parametrize("content", ["<3,Lead ID\na,1\n", "< Lead ID >,b\n1,2\n"])
def test_a_heading_that_begins_with_a_bracket_is_a_heading(tmp_path: Path, content: str) -> None:
    assert len(table_of(tmp_path, content).rows) == 1


def test_a_file_that_ends_within_a_letter_is_not_whole(tmp_path: Path) -> None:
    """One byte is missing, so that it is no UTF-8: taken for Windows text, every other letter would become two."""
    whole = "Lead ID,Name\n1,Zoë\n2,José".encode()

    assert "is not whole" in words_for(tmp_path, whole[:-1])
    assert table_of(tmp_path, whole).rows == [("1", "Zoë"), ("2", "José")]
    # Windows text may end with such a byte.
    assert table_of(tmp_path, "Lead ID,Name\n1,Zoe\n2,José".encode("cp1252")).rows[1] == ("2", "José")
    assert table_of(tmp_path, "Lead ID,Name\n1,Zoë\n2,José".encode("cp1252")).rows[1] == ("2", "José")


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


def test_lines_far_down_a_file_with_line_ends_in_cells_are_counted_right(tmp_path: Path) -> None:
    rows = "".join(f'{each},"two\r\nlines"\r\n' for each in range(CHUNK * 3 + 7))

    long = words_for(tmp_path, f"Lead ID,Notes\r\n{rows}x,a,b\r\n")
    unclosed = words_for(tmp_path, f'Lead ID,Notes\r\n{rows}x,"a\r\n')

    assert long.startswith(f"Line {2 * (CHUNK * 3 + 7) + 2} has more cells")
    assert unclosed.startswith(f"A quotation mark in line {2 * (CHUNK * 3 + 7) + 2} is never closed")


def test_bytes_that_are_no_text_far_down_name_their_line(tmp_path: Path) -> None:
    rows = b"1,aaaaaaa\r\n" * 100_000

    assert words_for(tmp_path, b"Lead ID,Notes\r\n" + rows + b"2,\0\r\n").startswith("Line 100002 of this file")
    assert words_for(tmp_path, b"\xef\xbb\xbfLead ID,Notes\r\n" + rows + b"2,\xe9\r\n").startswith("Line 100002 of")


def test_progress_goes_from_nothing_to_all_of_it(tmp_path: Path) -> None:
    content = "Lead ID,Notes\n" + "2932682,some words of a note\n" * 20_000
    with open_table(file_of(tmp_path, content)) as reader:
        seen = [reader.progress()]
        seen += [reader.progress() for _ in reader.chunks()]

    assert seen[0] < 0.1
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_the_table_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = file_of(tmp_path, "Lead ID,Notes\n" + f"2932682,{'note ' * 20}\n" * 60_000)
    with open_table(path) as reader:
        tracemalloc.start()
        rows = sum(len(chunk.rows) for chunk in reader.chunks())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert rows == 60_000
    assert peak < path.stat().st_size / 3


# --- files that mean harm ---------------------------------------------------------------------------------------------


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    assert words_for(tmp_path, b"Lead ID,Notes\n" + b"1," * 25_000_000).startswith("Line 2 of this file is longer than")
    assert words_for(tmp_path, b"1," * 25_000_000).startswith("Line 1 of this file is longer than")


def test_a_long_line_that_is_still_a_row_is_read(tmp_path: Path) -> None:
    headings = ",".join(f"h{each}" for each in range(500))
    row = ",".join("x" * 1_900 for _ in range(500))

    assert len(table_of(tmp_path, f"{headings}\n{row}\n").rows[0][499]) == 1_900


def test_a_quotation_mark_that_is_never_closed_in_a_large_file(tmp_path: Path) -> None:
    words = words_for(tmp_path, 'Lead ID,Notes\n1,"a\n' + "2932682,note\n" * 1_000_000)

    assert words.startswith("A cell in line 2 is too long to be read.")


def test_ten_thousand_columns(tmp_path: Path) -> None:
    row = ",".join(map(str, range(10_000)))

    assert words_for(tmp_path, f"{row}\n{row}\n").startswith("This table has 10,000 columns, and at most 500")


# --- the first rows, at once ------------------------------------------------------------------------------------------


def test_the_first_rows_are_those_of_the_whole_reading() -> None:
    shown = preview(SAMPLE, rows=200)
    assert shown is not None
    info, chunk = shown
    with open_table(SAMPLE) as reader:
        whole = next(reader.chunks())

        assert info == reader.info
    assert (chunk.rows, chunk.numbers, chunk.kinds) == (whole.rows[:200], whole.numbers[:200], whole.kinds[:200])


def test_the_first_rows_of_a_short_file_are_all_of_it(tmp_path: Path) -> None:
    shown = preview(file_of(tmp_path, "sep=;\nLead ID;Notes\n1;a\n\n2;b"))

    assert shown is not None
    assert (shown[1].rows, shown[1].numbers) == ([["1", "a"], ["2", "b"]], [3, 5])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_rows_cut_in_the_middle_are_not_shown(tmp_path: Path, encoding: str) -> None:
    row = '"é' + "two\nlines " * 3_000 + '",b'
    path = file_of(tmp_path, ("a,b\n" + f"{row}\n" * 50).encode(encoding))

    shown = preview(path)
    with open_table(path) as reader:
        whole = next(reader.chunks()).rows

    assert shown is not None
    assert 0 < len(shown[1].rows) < 50
    assert shown[1].rows == whole[: len(shown[1].rows)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Lead ID\n",
        b"a,b\n1,2,3\n",
        b'a,b\n1,"x\n',
        b"a\0b\n1\n",
        b"PK\3\4",
        b"%PDF-",
        "山田太郎,東京都千代田区\n佐藤花子,大阪市北区梅田\n".encode("shift_jis"),
    ],
)
def test_what_only_the_whole_file_can_tell_is_not_shown_beforehand(tmp_path: Path, content: bytes) -> None:
    assert preview(file_of(tmp_path, content)) is None
    assert preview(tmp_path / "gone.csv") is None
