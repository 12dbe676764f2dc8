"""Rows of lead ID, payout, revenue and BID: what is read, what is refused, what is never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.financial_rows import (
    LEAD,
    PAYOUT,
    REVENUE,
    FinancialRow,
    read_block,
    read_rows,
    read_unseen_rows,
    rows_of_table,
    totals_of,
)
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.lead_update import LeadRef

ROWS = [FinancialRow("2932682", "80", "120.5", "33"), FinancialRow("2932683", "", "1200", "")]


def test_a_row_is_read_as_people_type_it() -> None:
    first, second = (each.update for each in read_rows([FinancialRow(" 7 ", "£1,200.50", "80", " 33 "), *ROWS[1:]]))
    assert first == FinancialUpdate(LeadRef("7"), Decimal("1200.50"), Decimal("80.00"), "33")
    assert second == FinancialUpdate(LeadRef("2932683"), None, Decimal("1200.00"), None)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (FinancialRow("abc", "1"), LEAD, "“abc” is not a lead ID"),
        (FinancialRow("", "1"), LEAD, "The lead ID is missing"),
        (FinancialRow("7", "12,50,0"), PAYOUT, "“12,50,0” cannot be read as one amount"),
        (FinancialRow("7", "1", "-3"), REVENUE, "“-3” is below zero"),
        (FinancialRow("7", "", "", "33"), PAYOUT, "Neither payout nor revenue is given"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(row: FinancialRow, column: int, said: str) -> None:
    (read,) = read_rows([row])
    assert read.update is None
    assert (read.column, read.problem[: len(said)]) == (column, said)


def test_a_lead_that_stands_there_twice_is_not_guessed() -> None:
    read = read_rows([ROWS[0], FinancialRow(), FinancialRow("2932682", "90")])
    assert [each.problem for each in read] == [
        "", "", "Lead 2932682 stands in row 1 already. Delete one of the two rows.",
    ]  # fmt: skip


def test_two_spellings_of_one_lead_are_one_lead() -> None:
    read = read_rows([ROWS[0], FinancialRow("0002932682", "90")])
    assert read[1].problem == "Lead 0002932682 stands in row 1 already. Delete one of the two rows."


def test_of_rows_that_nobody_looks_through_none_goes_where_they_disagree() -> None:
    rows = [ROWS[0], FinancialRow("02932682", "90"), ROWS[1], FinancialRow("2932682", "much")]
    read = read_unseen_rows(rows, [2, 4, 5, 7])
    assert [each.update is None for each in read] == [True, True, False, True]
    assert read[0].problem == read[1].problem
    assert read[0].problem.startswith("Lead 2932682 stands in rows 2 and 4 with different amounts")
    assert read[3].problem.startswith("“much” cannot be read")


def test_of_rows_that_nobody_looks_through_once_is_enough_where_they_agree() -> None:
    read = read_unseen_rows([ROWS[1], FinancialRow("2932683", "", "£1,200.00", ""), FinancialRow()], [2, 9, 10])
    assert [each.update is None for each in read] == [False, True, True]
    assert read[1].problem == "Row 2 says the same of lead 2932683, and once is enough."
    assert read[2].problem == ""


@pytest.mark.parametrize(
    "headings",
    [("Lead ID", "ID", "Payout"), ("Lead ID", "Payout", "New payout"), ("Lead ID", "Revenue", "Revenue")],
)
def test_two_columns_for_one_thing_are_not_guessed_between(headings: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match=f"“{headings[-2]}” and “{headings[-1]}”|“Lead ID” and “ID”"):
        rows_of_table(headings, [["1", "2", "3"]])
    with pytest.raises(BadInput, match="Nothing was pasted"):
        read_block("\t".join(headings) + "\n1\t2\t3\n")


def test_totals_count_only_what_is_given() -> None:
    updates = [each.update for each in read_rows(ROWS) if each.update]
    assert totals_of(updates) == (Decimal("80.00"), Decimal("1320.50"))
    assert totals_of(updates[1:]) == (None, Decimal("1200.00"))
    assert totals_of([]) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "2932682\t80\t120.5\t33\n2932683\t\t1200\t\n",
        "Lead ID\tPayout\tRevenue\tBID\n2932682\t80\t120.5\t33\n2932683\t\t1200\t",
        "BID,Name,Revenue,Lead ID,Payout\n33,Jo,120.5,2932682,80\n,Sam,1200,2932683,\n",
        "2932682;80;120.5;33\r\n\r\n2932683;;1200;\r\n",
        '2932682,80,120.5,33\n2932683,"",1200,""\n',
    ],
)
def test_a_pasted_block_is_read_in_every_usual_shape(text: str) -> None:
    assert read_block(text) == ROWS


def test_a_quoted_amount_keeps_its_comma() -> None:
    assert read_block('2932682,"1,200.50","1,440.00",33') == [FinancialRow("2932682", "1,200.50", "1,440.00", "33")]


def test_fewer_columns_leave_the_rest_empty() -> None:
    assert read_block("2932682\t80") == [FinancialRow("2932682", "80")]


def test_a_buyers_id_is_not_taken_for_its_bid() -> None:
    assert read_block("Lead ID\tPayout\tBuyer ID\n7\t80\t2") == [FinancialRow("7", "80")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2932682,1,200.50", "“1,200.50” could be one amount or two"),
        ("2932682,80,120\n2932683,1,200.50,33", "do not all have the same number of columns"),
        ("2932682\t80\t120\t33\tJo", "more than four columns"),
        ("Lead ID,Payout\n7,1,200.50", "do not all have the same number of columns"),
        ("Payout\tRevenue\n80\t120", "headed “Lead ID”"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused_whole(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_block(text)
    assert said in refused.value.user_text
    assert "Nothing was pasted." in refused.value.user_text


def test_nothing_pasted_is_nothing() -> None:
    assert read_block(" \n\n") == []
