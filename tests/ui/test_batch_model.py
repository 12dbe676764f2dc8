"""The two tables of the batch, as a view asks them and as a person changes them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import Item, ItemState, LeadResult
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.ui.batch_model import CLEARED_WORDS, BatchModel, runs_of
from leadbyte_desktop.ui.batch_sent_model import OUTCOME, SAID, SentModel
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE


def shown(model: QAbstractItemModel) -> list[list[str]]:
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def headings(model: QAbstractItemModel) -> list[str]:
    return [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount())]


@pytest.fixture
def model(qapp: object) -> BatchModel:
    model = BatchModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    assert tester.model() is model
    rows = [BatchRow("1", {"postcode": "M1 1AA"}), BatchRow("2"), BatchRow("3", {}, ("10",), reprocess=True)]
    model.show_batch(Batch("three", ["postcode", "data3"], rows))
    return model


def test_headings_are_labels_and_cells_are_words(model: BatchModel) -> None:
    model.show_deliveries({"10": Delivery("10", "Acme Solar")})

    assert headings(model) == ["Lead ID", "Postcode", "Custom field 3", "Deliveries of this row", "Reprocess"]
    assert shown(model)[0] == ["1", "M1 1AA", "", "", ""]
    assert shown(model)[2] == ["3", "", "", "Acme Solar", "Reprocess"]


def test_an_emptied_cell_leaves_its_field_alone_and_a_cleared_one_says_so(model: BatchModel) -> None:
    assert model.setData(model.index(0, 1), "")
    model.set_cells([(1, 1), (1, 0)], "")

    assert model.batch.rows[0].values == {}
    assert model.batch.rows[1] == BatchRow("2", {"postcode": ""})
    assert model.index(1, 1).data() == CLEARED_WORDS
    assert not model.setData(model.index(1, 1), ""), "leaving the editor untouched is no change"
    assert model.batch.rows[1].values == {"postcode": ""}


def test_a_block_grows_the_table_downwards_and_keeps_leading_zeros(model: BatchModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.edited):
        model.put_block(2, 0, [["03", "M2 2BB"], ["0004", ""], ["05"]])

    assert [row.lead for row in model.batch.rows] == ["1", "2", "03", "0004", "05"]
    assert model.batch.rows[2].values == {"postcode": "M2 2BB"}
    assert model.batch.rows[2].delivery_ids == ("10",), "a pasted block touches only the cells that it covers"
    assert model.batch.rows[3].values == {}


def test_a_snapshot_is_not_reached_by_later_edits(model: BatchModel) -> None:
    before = model.snapshot()

    model.setData(model.index(0, 0), "99")
    model.set_cells([(0, 1)], "")
    model.delete_rows([2])

    assert [row.lead for row in before.rows] == ["1", "2", "3"]
    assert before.rows[0].values == {"postcode": "M1 1AA"}


def test_rows_are_deleted_in_runs_or_all_at_once(model: BatchModel) -> None:
    model.add_rows([BatchRow(str(number)) for number in range(4, 204)])
    model.delete_rows([0, 1, 5])
    assert [row.lead for row in model.batch.rows[:3]] == ["3", "4", "5"]

    model.delete_rows(range(0, 200, 2))
    assert len(model.batch.rows) == 100


def test_a_column_that_goes_takes_its_values_along(model: BatchModel) -> None:
    model.set_fields(["email"])

    assert headings(model)[1] == "Email"
    assert all(row.values == {} for row in model.batch.rows)


def test_an_added_update_brings_its_columns(model: BatchModel) -> None:
    place = model.add_update(LeadUpdate(LeadRef("0042"), {"email": "a@example.com"}, ("10",), Action.REPROCESS))

    assert shown(model)[place] == ["0042", "", "", "a@example.com", "delivery 10", "Reprocess"]


def test_many_changes_are_told_as_one_range(model: BatchModel, qtbot: QtBot) -> None:
    model.add_rows([BatchRow(str(number)) for number in range(10_000)])
    told: list[object] = []
    model.dataChanged.connect(lambda *ranges: told.append(ranges))

    model.set_cells([(row, 1) for row in range(10_000)], "x")

    assert len(told) == 1


def test_runs_of_neighbours() -> None:
    assert runs_of([5, 1, 2, 3, 9, 3]) == [(1, 3), (5, 5), (9, 9)]


UPDATES = [
    LeadUpdate(LeadRef("1"), {"postcode": "M1 1AA"}),
    LeadUpdate(LeadRef("2"), {"postcode": ""}, ("10",)),
    LeadUpdate(LeadRef("3"), {"email": "c@example.com"}),
]


@pytest.fixture
def sent(qapp: object) -> SentModel:
    model = SentModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    assert tester.model() is model
    model.show_updates(UPDATES, {"10": Delivery("10", "Acme Solar")})
    return model


def items(*states: ItemState) -> list[Item]:
    return [
        Item(100 + place, 7, place, update, state)
        for place, (update, state) in enumerate(zip(UPDATES, states, strict=True), 1)
    ]


W, U, R = ItemState.WAITING, ItemState.UPDATED, ItemState.REFUSED


def test_outcomes_stand_beside_what_was_sent(sent: SentModel) -> None:
    sent.place_items(items(W, W, W))
    sent.take({102: LeadResult(R, "Lead is not valid", warnings=("postcode looks too long",))})

    assert headings(sent) == [
        "Row", "Lead ID", "What happened", "LeadByte said", "Postcode", "Email", "Deliveries",
    ]  # fmt: skip
    assert shown(sent)[1] == [
        "2", "2", "Refused", "Lead is not valid; postcode looks too long", CLEARED_WORDS, "", "Acme Solar",
    ]  # fmt: skip
    assert sent.index(1, OUTCOME).data(TONE_ROLE) == "error"
    assert sent.counts == {W: 2, R: 1}


def test_an_answer_that_comes_before_the_rows_number_is_kept(sent: SentModel) -> None:
    sent.take({101: LeadResult(U, "Lead updated")})
    sent.place_items(items(ItemState.SENDING, W, W))

    assert sent.index(0, OUTCOME).data() == "Updated"
    assert sent.index(0, SAID).data() == "Lead updated"
    assert sent.item_id_at(0) == 101
    assert sent.item_id_at(-1) is None


def test_the_filter_follows_the_rows(sent: SentModel) -> None:
    sent.place_items(items(W, W, W))
    sent.show_only({R})
    assert shown(sent) == []

    sent.take({103: LeadResult(R, "Lead not found")})

    assert [row[:3] for row in shown(sent)] == [["3", "3", "Refused"]]
    assert sent.item_id_at(0) == 103
    assert sent.rows_in(R) == [UPDATES[2]]
    sent.show_only(())
    assert sent.rowCount() == 3
