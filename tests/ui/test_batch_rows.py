"""Batches made out of others."""

from __future__ import annotations

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.ui.batch_rows import batch_of, check, put_below


def test_a_batch_of_updates_sends_exactly_these_updates_again() -> None:
    updates = [
        LeadUpdate(LeadRef("1"), {"postcode": "M1 1AA"}, ("10", "11"), Action.REPROCESS),
        LeadUpdate(LeadRef("2"), {"county": ""}, ("11",), None),
    ]

    batch = batch_of(updates, "again")

    items, problems = batch.read()
    assert not problems
    assert [set(item.update.delivery_ids) for item in items] == [{"10", "11"}, {"11"}]  # type: ignore[union-attr]
    assert [item.update.action for item in items] == [Action.REPROCESS, None]  # type: ignore[union-attr]
    assert [item.update.changes for item in items] == [{"postcode": "M1 1AA"}, {"county": ""}]  # type: ignore[union-attr]
    assert batch.delivery_ids == ("11",)
    assert not batch.reprocess


def test_no_updates_make_an_empty_batch() -> None:
    assert batch_of([], "none").read() == ([], [])


def test_what_held_for_all_rows_of_the_lower_table_becomes_its_rows_own() -> None:
    upper = Batch("up", ["postcode"], [BatchRow("1", {"postcode": "M1 1AA"}), BatchRow()], ("10",))
    lower = Batch("low", ["email"], [BatchRow("2", {"email": "a@example.com"}, ("12",))], ("11", "12"), reprocess=True)

    both = put_below(upper, lower)

    assert both.name == "up"
    assert both.fields == ["postcode", "email"]
    assert [row.lead for row in both.rows] == ["1", "2"]
    assert both.rows[1].delivery_ids == ("11", "12")
    assert both.rows[1].reprocess
    assert not both.rows[0].reprocess


def test_a_check_tells_bare_ids_from_wrong_ones() -> None:
    bare = check(Batch(rows=[BatchRow("1"), BatchRow()]))
    wrong = check(Batch(rows=[BatchRow("1"), BatchRow("x")]))

    assert (bare.filled, bare.ready, bare.only_ids) == (1, 0, True)
    assert (wrong.filled, wrong.ready, wrong.only_ids) == (2, 0, False)
    assert [problem.row for problem in wrong.problems] == [0, 1]
