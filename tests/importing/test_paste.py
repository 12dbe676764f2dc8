"""What was copied elsewhere arrives cell by cell."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.importing.paste import read_paste


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("2932682", [["2932682"]]),
        ("Lead ID\tName\r\n1\tAnn\r\n", [["Lead ID", "Name"], ["1", "Ann"]]),
        ("1\t\t\r\n\t\tx", [["1", "", ""], ["", "", "x"]]),
        ("2932682\r\n2932683\r\n", [["2932682"], ["2932683"]]),
        ("2932682\n\n2932683", [["2932682"], [""], ["2932683"]]),
        ("1\r2\r3", [["1"], ["2"], ["3"]]),
        ("007700900123\t+44 7700 900123\t=1+1", [["007700900123", "+44 7700 900123", "=1+1"]]),
        ('1\t"two\nlines"\t"a ""quoted"" word"\r\n2\tx\ty', [["1", "two\nlines", 'a "quoted" word'], ["2", "x", "y"]]),
        ('1\t"two\nlines"\r\n\r\n2\tx\r\n', [["1", "two\nlines"], [""], ["2", "x"]]),
        ('6" pipe\t5\' 11"', [['6" pipe', "5' 11\""]]),
        ('"Kit" Fletcher\tx\ny\tz', [['"Kit" Fletcher', "x"], ["y", "z"]]),
        ('"never closed\tx\ny\tz', [['"never closed', "x"], ["y", "z"]]),
        ("a, b; c", [["a, b; c"]]),
        ("a\0b", [["ab"]]),
    ],
)
def test_text_is_parted_as_excel_parts_it(text: str, rows: list[list[str]]) -> None:
    assert read_paste(text) == rows


_TABLE = "<table><tr><th>Lead ID<th>Name</tr><tr><td>1</td><td>Ann</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        (_TABLE, [["Lead ID", "Name"], ["1", "Ann"]]),
        (f"<html><body><p>Leads</p><TABLE><tbody></tbody></TABLE>{_TABLE}", [["Lead ID", "Name"], ["1", "Ann"]]),
        ("<table><tr><td>  two\n  words&nbsp;</td><td>a<br>b</td></tr></table>", [["two words", "a b"]]),
        ("<table><tr><td>&lt;b&gt; &amp; &#163;5</td></tr></table>", [["<b> & £5"]]),
        ("<table><tr><td colspan=3>x</td><td colspan='no'>y</td></tr></table>", [["x", "", "", "y"]]),
        ("<table><tr><td>a<table><tr><td>in</td></tr></table>b</td><td>c</td></tr></table>", [["ab", "c"]]),
        ("<table><tr><td>a<script>if (1) {}</script><td>b</table>", [["a", "b"]]),
        ("<table><td>1<td>2", [["1", "2"]]),
        ("<table><td>1</td><![x", [["1"]]),
        ("<table><tr><td></td><td>x</td></tr><tr></tr></table>", [["", "x"]]),
    ],
)
def test_a_table_of_a_web_page(html: str, rows: list[list[str]]) -> None:
    assert read_paste("Lead ID Name 1 Ann", html) == rows


def test_text_with_tabs_counts_more_than_html() -> None:
    """Excel gives both; its HTML shows numbers as they look, and loses spaces."""
    assert read_paste("1\t 2\n", _TABLE) == [["1", " 2"]]


@pytest.mark.parametrize("html", ["<p>2932682</p>", "<table></table>", "<table><tr><td></td></tr></table>", "<t"])
def test_html_without_a_table_leaves_the_text(html: str) -> None:
    assert read_paste("2932682", html) == [["2932682"]]


def test_a_span_cannot_fill_the_memory() -> None:
    assert len(read_paste("x", "<table><tr><td colspan=999999999>x</table>")[0]) == 500
    assert read_paste("x", f"<table><tr><td colspan={'9' * 5_000}>x</table>") == [["x"]]


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10)


@given(rows=st.lists(st.lists(_CELL, min_size=2, max_size=4), min_size=1, max_size=5))
def test_any_cells_copied_from_excel_come_back(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t").writerows(rows)

    assert read_paste(text.getvalue()) == rows


@given(text=st.text(max_size=60), html=st.text('<>/tabledrhcolspan="1& ;!-[]', max_size=80))
def test_nothing_on_the_clipboard_breaks_it(text: str, html: str) -> None:
    assert all(isinstance(cell, str) for row in read_paste(text, f"<table>{html}") for cell in row)
