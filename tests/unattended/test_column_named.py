"""A column is named by its heading, or by its place as a spreadsheet shows it."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.sheet import Column, Role, SheetHead
from leadbyte_desktop.importing.column_letters import column_letters, column_number
from leadbyte_desktop.unattended.column_named import column_named


def head(*headings: str) -> SheetHead:
    return SheetHead("f.csv", tuple(Column(slot, each, Role.IGNORED, "") for slot, each in enumerate(headings)))


@pytest.mark.parametrize(
    ("name", "first_column", "slot"),
    [
        ("C", 0, 2),
        ("3", 0, 2),
        (" C ", 0, 2),
        # The table begins in the worksheet's column B.
        ("C", 1, 1),
        ("3", 1, 1),
    ],
)
def test_a_place_is_that_of_the_spreadsheet(name: str, first_column: int, slot: int) -> None:
    assert column_named(head("ID", "ID", "ID", "Postcode"), name, first_column).slot == slot


@pytest.mark.parametrize(
    ("headings", "name", "slot"),
    [(("A", "B", "x", "C"), "C", 3), (("x", "y", "z", "3"), "3", 3), (("x", "y", "z", "c."), "C", 3)],
)
def test_a_heading_comes_before_a_place(headings: tuple[str, ...], name: str, slot: int) -> None:
    assert column_named(head(*headings), name, 0).slot == slot


@pytest.mark.parametrize("name", ["c", "0", "03", "E", "5", "AAAA", "100000", "-1", "²", "A1", "B"])
def test_what_is_no_place_of_the_table_is_refused(name: str) -> None:
    # The table begins in column C, so that A and B are none of its columns, and it ends with F.
    first_column = 2 if name == "B" else 0
    with pytest.raises(BadInput) as refusal:
        column_named(head("ID", "ID", "Name", "Postcode"), name, first_column)
    assert f"no column is headed “{name}”" in refusal.value.user_text


def test_of_several_with_one_heading_the_letters_are_told() -> None:
    with pytest.raises(BadInput) as refusal:
        column_named(head("ID", "Name", "ID", "id "), "ID", 1)
    assert refusal.value.user_text == (
        "In the file more than one column is headed “ID”: B and D. Name the one that is meant by its letter instead of "
        "its heading. Nothing was sent."
    )


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_and_back(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert column_number(letters.encode()) == column + 1
