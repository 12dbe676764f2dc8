"""Cells that a spreadsheet program would run as formulas, kept from it in CSV files and given back whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.services.formula_guard import as_it_was, harmless


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+44 7700 900123", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", " \u00a0 @x", "\uff1d1"],
)
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "TN25 6QD", "07700 900123", "a=b", "1-2", "’", "It’s + that"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.text(alphabet="'=+-@ a1\t\r\n\u00a0\uff1d", max_size=8) | st.text(max_size=20))
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert as_it_was(harmless(cell)) == cell
    assert as_it_was(harmless(harmless(cell))) == harmless(cell)


@pytest.mark.parametrize("cell", ["", "'", "'a", "'0029", "''", "TN1 1AA", "O'Brien"])
def test_a_cell_that_was_never_guarded_stays_as_it_is(cell: str) -> None:
    assert as_it_was(cell) == cell
