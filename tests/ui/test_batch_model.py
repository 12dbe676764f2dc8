"""The table of a batch: which rows are read, what is shown meanwhile, and that 100,000 rows cost no more than few."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from leadbyte_desktop.domain.sheet import Column, ForAll, Role, SheetHead, SheetRow
from leadbyte_desktop.store.sheet import ProblemAt
from leadbyte_desktop.ui.batch_cells import CLEARED_WORDS, CellPainter
from leadbyte_desktop.ui.batch_model import PAGE, SheetModel
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE
from leadbyte_desktop.ui.theme import Tone

HEAD = SheetHead(
    "leads.csv",
    (
        Column(0, "Lead ref", Role.LEAD),
        Column(1, "Postcode", Role.FIELD, "postcode"),
        Column(2, "Shoe size"),
        Column(3, "", Role.DELIVERIES),
    ),
)


def _words(code: str, text: str | None, column: Column, _picks: Sequence[str] = ()) -> tuple[str, str]:
    return f"{column.title}: {code}", f"It is {text}."


def _row(row_id: int, *cells: str | None, left_out: str = "") -> SheetRow:
    return SheetRow(row_id, row_id + 1, (*cells, *[None] * (4 - len(cells))), "", left_out)


def _model(count: int, head: SheetHead = HEAD) -> SheetModel:
    model = SheetModel()
    model.show_head(head, CellPainter(head, {}, _words))
    model.show_order(array("q", range(1, count + 1)))
    return model


def _read(model: SheetModel, *rows: SheetRow, problems: Sequence[ProblemAt] = ()) -> None:
    model.take([row.row_id for row in rows], rows, problems, model.reading)


def _texts(model: QAbstractItemModel, row: int) -> list[object]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    del qapp


def test_qt_finds_nothing_wrong_with_it() -> None:
    model = _model(250)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    _read(model, *(_row(row_id, str(row_id)) for row_id in range(1, 101)))
    model.show_order(array("q", range(1, 240)))
    model.show_order(array("q", [*range(1, 50), 900, *range(50, 240)]))
    model.add_blank(-1)
    model.rename_row(-1, 901)
    assert tester.model() is model
    assert model.rowCount() == 241


def test_cells_that_were_not_read_are_blank_and_come_with_one_range() -> None:
    model = _model(300)
    spy = QSignalSpy(model.dataChanged)
    assert _texts(model, 0) == [None] * 4
    model.show_range(0, 20)
    _read(model, *(_row(row_id, str(row_id), "M1 1AA") for row_id in model.wanted_ids()))

    assert _texts(model, 99) == ["100", "M1 1AA", "", ""]
    assert spy.count() == 1
    assert _texts(model, 100) == [None] * 4


def test_rows_in_sight_are_wanted_first_then_those_around_them() -> None:
    model = _model(1_000)
    model.show_range(450, 470)
    seen = []
    while len(ids := model.wanted_ids()):
        seen.append(ids[0])
        _read(model, *(_row(row_id) for row_id in ids))
    assert seen == [401, 501, 301]


def test_no_more_than_some_thousand_rows_stay_in_memory() -> None:
    model = _model(20_000)
    for first in range(0, 20_000, PAGE):
        model.show_range(first, first + 20)
        while len(ids := model.wanted_ids()):
            _read(model, *(_row(row_id) for row_id in ids))
    assert sum(model.shown_at(place) is not None for place in range(20_000)) == 6_000
    assert model.shown_at(19_999) is not None


def test_headings_say_what_a_column_is_sent_as_over_the_files_own() -> None:
    model = _model(1)
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(4)]
    assert heads == ["Lead ID\nLead ref", "Postcode", "Shoe size\nNot sent", "Deliveries of this row"]
    assert model.headerData(0, Qt.Orientation.Vertical) == ""
    _read(model, _row(1, "2932682"))
    assert model.headerData(0, Qt.Orientation.Vertical) == "2"


def test_tones_and_tool_tips_tell_what_was_found() -> None:
    model = _model(3)
    problems = [ProblemAt(1, 2, 0, "bad", True, "29x"), ProblemAt(1, 2, 1, "odd", False, "M1")]
    _read(model, _row(1, "29x", "M1", "9"), _row(2, "5", "", left_out="Left out by hand."), _row(3), problems=problems)

    def tone(row: int, column: int) -> object:
        return model.index(row, column).data(TONE_ROLE)

    assert [tone(0, column) for column in range(3)] == [Tone.ERROR, Tone.WARNING, Tone.HINT]
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Lead ID: bad It is 29x."
    assert {tone(1, column) for column in range(4)} == {Tone.HINT}
    assert model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole) == "Left out by hand."


def test_a_cleared_field_says_so_and_so_does_a_blank_one_where_blanks_clear() -> None:
    model = _model(2)
    _read(model, _row(1, "5", ""), _row(2, "6", None))
    assert [_texts(model, row)[1] for row in range(2)] == [CLEARED_WORDS, ""]

    head = SheetHead(HEAD.name, HEAD.columns, ForAll(blank_clears=True))
    model.show_range(0, 1)
    model.show_head(head, CellPainter(head))
    assert [_texts(model, row)[1] for row in range(2)] == [CLEARED_WORDS, CLEARED_WORDS]


def test_what_is_typed_is_seen_at_once_and_no_reading_takes_it_away_before_it_is_written() -> None:
    model = _model(2)
    model.show_range(0, 1)
    _read(model, _row(1, "5", "old"), _row(2, "6", "old"))
    early = model.reading
    spy = QSignalSpy(model.typed)

    assert model.setData(model.index(0, 1), "new")
    assert not model.setData(model.index(1, 1), "old"), "nothing was changed"
    assert spy.count() == 1
    assert spy.at(0) == [1, 1, "new"]
    _read(model, _row(1, "5", "old"))
    assert _texts(model, 0)[1] == "new"

    model.all_written()
    model.take([1], [_row(1, "5", "old")], (), early)
    assert _texts(model, 0)[1] == "new", "that was read before it was written"
    _read(model, _row(1, "5", "new from the disk"))
    assert _texts(model, 0)[1] == "new from the disk"


@pytest.mark.parametrize(
    ("read", "seen", "told"),
    [
        ((901, 1000), (890, 930), (900, 999)),
        ((801, 900), (890, 930), (800, 899)),
        ((1001, 1100), (890, 930), (1000, 1099)),
        ((901, 1000), (2_500, 2_530), (2_500, 2_530)),
        ((901, 1000), (0, 30), (0, 30)),
        ((2_901, 3_000), (2_990, 3_050), (2_900, 2_999)),
    ],
)
def test_rows_that_were_read_are_told_where_they_stand_or_those_in_sight(
    read: tuple[int, int], seen: tuple[int, int], told: tuple[int, int]
) -> None:
    model = _model(3_000)
    model.show_range(*seen)
    spy = QSignalSpy(model.dataChanged)

    _read(model, *(_row(row_id, str(row_id)) for row_id in range(read[0], read[1] + 1)))

    assert spy.count() == 1
    first, last = spy.at(0)[:2]
    assert (first.row(), last.row()) == told
    assert _texts(model, read[0] - 1)[0] == str(read[0])


def test_rows_that_moved_while_they_were_read_tell_of_those_in_sight() -> None:
    model = _model(3_000)
    model.show_range(900, 930)
    model.show_order(array("q", range(3_000, 0, -1)))
    spy = QSignalSpy(model.dataChanged)

    _read(model, *(_row(row_id, str(row_id)) for row_id in range(901, 1_001)))

    assert [(spy.at(0)[0].row(), spy.at(0)[1].row()), spy.count()] == [(900, 930), 1]


def test_rows_that_come_and_go_move_the_others_without_a_reset() -> None:
    model = _model(500)
    resets = QSignalSpy(model.modelReset)
    come, go = QSignalSpy(model.rowsInserted), QSignalSpy(model.rowsRemoved)
    model.show_order(array("q", [*range(1, 301), 700, 701, *range(301, 501)]))
    model.show_order(array("q", [*range(1, 11), *range(21, 301), 700, 701, *range(301, 501)]))

    assert [come.at(0)[1:], go.at(0)[1:]] == [[300, 301], [10, 19]]
    assert resets.count() == 0
    model.show_order(array("q", sorted(model.order, reverse=True)))
    assert resets.count() == 1


def test_a_hundred_thousand_rows_are_shown_sorted_and_changed_without_going_over_them() -> None:
    model = _model(100_000)
    model.show_range(50_000, 50_020)
    calls = 0
    while len(ids := model.wanted_ids()):
        _read(model, *(_row(row_id, str(row_id), "x") for row_id in ids))
        calls += 1
    assert calls == 3, "a page in sight and one at each side, however many rows there are"
    model.patch(model.row_ids(0, 99_999), {1: ""})
    assert _texts(model, 50_010)[1] == CLEARED_WORDS
    assert model.position_of(77_000) == 76_999
    assert model.position_of(100_001) is None


def test_the_first_rows_of_a_file_can_be_seen_and_not_changed() -> None:
    model = _model(10)
    model.show_preview(["Lead ID", "Postcode"], [2, 4], [["5", "M1 1AA"], ["6", ""]])
    assert [_texts(model, row) for row in range(2)] == [["5", "M1 1AA"], ["6", ""]]
    assert model.read_only
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(0, 0), "7")
    assert not len(model.wanted_ids())

    model.clear()
    assert not model.read_only
    assert model.rowCount(QModelIndex()) == 0


def test_deliveries_are_chosen_not_typed() -> None:
    model = _model(1)
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable, "it was not read yet"
    _read(model, _row(1, "5", "x", "9", "1053; 99"))
    assert [bool(model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEditable) for column in range(4)] == [
        True,
        True,
        True,
        False,
    ]
    assert _texts(model, 0)[3] == "delivery 1053, delivery 99"
