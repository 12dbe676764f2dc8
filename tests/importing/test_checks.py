"""A matched table becomes rows of a batch; what is odd about it is said with row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.importing.checks import Problem, table_to_updates
from leadbyte_desktop.importing.columns import match_columns
from leadbyte_desktop.importing.readers import read_table


def read(folder: Path, text: str) -> tuple[list[BatchRow], list[Problem]]:
    path = folder / "leads.csv"
    path.write_text(text, encoding="utf-8")
    table = read_table(path)
    return table_to_updates(table, match_columns(table.headings))


def test_cells_become_values_and_blank_cells_leave_the_field_alone(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, "Lead ID,Postcode,Shoe size,Phone 1\n 02932682 , TN25 6QD ,9,07700900123\n3, ,8,\n")

    assert rows == [BatchRow("02932682", {"postcode": "TN25 6QD", "phone1": "07700900123"}), BatchRow("3", {})]
    assert problems == []


def test_the_rows_make_a_batch(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "Lead ID,Postcode\n2932682,TN25 6QD\n2932683,LS6 1AA\n")

    items, problems = Batch("leads.csv", ["postcode"], rows).read()

    assert [item.update for item in items] == [
        LeadUpdate(LeadRef("2932682"), {"postcode": "TN25 6QD"}),
        LeadUpdate(LeadRef("2932683"), {"postcode": "LS6 1AA"}),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("", "The lead ID is missing."),
        ("12a", "“12a” is not a lead ID."),
        ("2932682.0", "“2932682.0” is not a lead ID."),
        ("2,932,682", "“2,932,682” is not a lead ID."),
        ("4.47701E+11", "“4.47701E+11” is a number that Excel has shortened."),
        ("٢٩٣", "“٢٩٣” is not a lead ID."),
    ],
)
def test_a_wrong_lead_id_stops_its_row_and_the_row_is_kept(tmp_path: Path, typed: str, what: str) -> None:
    rows, problems = read(tmp_path, f'Lead ID,Postcode\n1,LS6 1AA\n\n"{typed}",YO1 7HH\n')

    assert rows[1] == BatchRow(typed, {"postcode": "YO1 7HH"})
    (problem,) = problems
    assert (problem.row, problem.place, problem.column, problem.what, problem.stops) == (4, 1, "Lead ID", what, True)
    assert problem.why


def test_the_same_lead_again_is_a_warning(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, "Lead ID,Postcode\n1,LS6 1AA\n2,LS6 1AA\n1,YO1 7HH\n")

    assert len(rows) == 3
    assert [(problem.row, problem.what, problem.stops) for problem in problems] == [
        (4, "Lead 1 stands in row 1 already.", False)
    ]


@pytest.mark.parametrize("value", ["4.47701E+11", "7,7E+10", "#REF!", "#N/A", "<b>hello</b>", "a > b"])
def test_odd_values_are_warnings_and_kept(tmp_path: Path, value: str) -> None:
    rows, problems = read(tmp_path, f'Lead ID,Tel\n1,"{value}"\n')

    assert rows == [BatchRow("1", {"phone1": value})]
    (problem,) = problems
    assert (problem.row, problem.column, problem.stops) == (2, "Tel", False)
    assert problem.what.startswith(f"“{value}” ")


@pytest.mark.parametrize("value", ["07700900123", "+447700900123", "1E5", "E1 5AA", "N1 1EE", "#1 Mill Lane", "N/A"])
def test_ordinary_values_are_not_remarked_on(tmp_path: Path, value: str) -> None:
    assert read(tmp_path, f"Lead ID,Tel\n1,{value}\n")[1] == []


def test_a_long_value_is_named_shortly(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, f"Lead ID,Notes\n1,<{'x' * 500}\n")

    assert len(problem.what) < 80


def test_without_a_column_of_lead_ids_there_is_nothing_to_send(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No column holds the lead IDs"):
        read(tmp_path, "Reference,Postcode\n1,LS6 1AA\n")
