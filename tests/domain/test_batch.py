"""The table of a batch while a person builds it, and how it becomes a job's rows."""

from __future__ import annotations

import json

import pytest

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate


def test_a_row_is_blank_until_something_stands_in_it() -> None:
    assert BatchRow().blank
    assert BatchRow("  ").blank
    for row in (BatchRow("7"), BatchRow(values={"a": ""}), BatchRow(delivery_ids=("1",)), BatchRow(reprocess=True)):
        assert not row.blank


def test_filled_rows_keep_their_places() -> None:
    batch = Batch(rows=[BatchRow(), BatchRow("7"), BatchRow(" "), BatchRow("8")])
    assert [(place, row.lead) for place, row in batch.filled] == [(1, "7"), (3, "8")]


def test_a_row_has_what_holds_for_all_rows_before_its_own() -> None:
    batch = Batch(fields=["postcode", "email"], delivery_ids=("1053",), reprocess=True)
    row = BatchRow(" 0072 ", {"email": "", "postcode": "TN25 6QD"}, ("1061", "1053"))
    update = batch.update_of(row)
    assert update == LeadUpdate(
        LeadRef("0072"), {"postcode": "TN25 6QD", "email": ""}, ("1053", "1061"), Action.REPROCESS
    )
    assert list(update.changes) == ["postcode", "email"]


def test_a_column_that_was_deleted_sends_nothing() -> None:
    batch = Batch(fields=["postcode"])
    assert batch.update_of(BatchRow("7", {"postcode": "A", "email": "gone"})).changes == {"postcode": "A"}


def test_each_row_may_have_other_fields_and_reprocess() -> None:
    batch = Batch(fields=["a", "b"], rows=[BatchRow("1", {"a": "x"}), BatchRow("2", {"b": ""}, (), True)])
    items, problems = batch.read()
    assert problems == []
    assert [item.update.to_plain() for item in items] == [
        {"lead": "1", "kind": "id", "changes": {"a": "x"}, "deliveries": [], "action": None},
        {"lead": "2", "kind": "id", "changes": {"b": ""}, "deliveries": [], "action": "reprocess"},
    ]


def test_what_cannot_go_is_named_and_the_rest_goes() -> None:
    rows = [BatchRow("1", {"a": "x"}), BatchRow("12a", {"a": "x"}), BatchRow(), BatchRow("3"), BatchRow("", {"a": "x"})]
    items, problems = Batch(fields=["a"], rows=rows).read()
    assert [item.update.lead.number for item in items] == ["1"]
    assert [problem.row for problem in problems] == [1, 3, 4]
    assert "“12a” is not a lead ID" in problems[0].words
    assert problems[1].words.startswith("Nothing would change on this lead.")
    assert "lead ID is missing" in problems[2].words
    with pytest.raises(BadLeadId):
        Batch().update_of(BatchRow("12a"))


def test_deliveries_for_all_rows_make_an_empty_row_worth_sending() -> None:
    items, problems = Batch(rows=[BatchRow("3")], delivery_ids=("1053",)).read()
    assert problems == []
    assert [item.update.effects for item in items] == [("delivery:1053",)]


def test_a_lead_added_from_its_form_becomes_the_last_row() -> None:
    batch = Batch(fields=["postcode"], rows=[BatchRow("1", {"postcode": "A"}), BatchRow()], delivery_ids=("1053",))
    update = LeadUpdate(LeadRef("2"), {"email": "x@example.com"}, ("1053", "1061"), Action.REPROCESS)
    batch.add(update)
    assert batch.fields == ["postcode", "email"]
    assert [row.lead for row in batch.rows] == ["1", "2"]
    assert batch.rows[1].delivery_ids == ("1061",)
    assert batch.update_of(batch.rows[1]) == update


def test_an_added_row_does_not_share_its_values_with_the_form() -> None:
    changes = {"postcode": "A"}
    batch = Batch()
    batch.add(LeadUpdate(LeadRef("2"), changes))
    batch.rows[0].values["postcode"] = "B"
    assert changes == {"postcode": "A"}


def test_a_batch_survives_being_kept() -> None:
    batch = Batch(
        "leads-today.csv",
        ["postcode", "email"],
        [BatchRow("0072", {"postcode": "", "email": "é"}, ("1053",), True), BatchRow(), BatchRow("not yet right")],
        ("1061",),
        True,
    )
    assert Batch.from_plain(json.loads(json.dumps(batch.to_plain()))) == batch


def test_a_kept_batch_is_a_copy() -> None:
    batch = Batch(rows=[BatchRow("1", {"a": "x"})])
    again = Batch.from_plain(batch.to_plain())
    again.rows[0].values["a"] = "y"
    again.fields.append("a")
    assert batch.rows[0].values == {"a": "x"}
    assert batch.fields == []
