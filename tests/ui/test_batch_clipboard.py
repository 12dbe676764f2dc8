"""Cells to and from the clipboard stay the text they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.ui.batch_clipboard import cells_of, ids_of, text_of


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("2932682\r\n2932683\r\n", [["2932682"], ["2932683"]]),
        ("007\t01134960091\n", [["007", "01134960091"]]),
        ('a\t"two\nlines"\nb\t"say ""hi"""\n', [["a", "two\nlines"], ["b", 'say "hi"']]),
        ('5" pipe\tx\n6" pipe\ty', [['5" pipe', "x"], ['6" pipe', "y"]]),
        ('"never closed\tx\nnext\ty', [['"never closed', "x"], ["next", "y"]]),
        ("a\n\nb\n\n", [["a"], [""], ["b"]]),
        ("", []),
        ("\t\n", []),
    ],
)
def test_a_block_is_read_as_excel_writes_it(text: str, cells: list[list[str]]) -> None:
    assert cells_of(text) == cells


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("1, 2;3  4\n05", [["1"], ["2"], ["3"], ["4"], ["05"]]),
        ("2932682", [["2932682"]]),
        ("1\t2", None),
        ("1 Orchard Close", None),
        ("", None),
    ],
)
def test_a_list_of_ids_is_one_id_a_row(text: str, ids: list[list[str]] | None) -> None:
    assert ids_of(text) == ids


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), max_size=8)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5)))
def test_what_is_copied_is_pasted_as_it_was(rows: list[list[str]]) -> None:
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()

    assert cells_of(text_of(rows)) == rows
