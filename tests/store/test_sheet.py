"""Sheets as they are shown, counted, and kept still for a review: real files."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.sheet import Column, ForAll, Role, SheetHead
from leadbyte_desktop.store.sheet import Only, SheetCounts, SheetView, SortBy
from leadbyte_desktop.store.sheet_snapshot import SheetSnapshot
from tests.store.sheet_scenes import HEAD, new, table

# --- what is shown ----------------------------------------------------------------------------------------------------

ROWS = (
    ("10", "TN1 1AA", "Zoë"),
    ("9", None, "adam"),
    ("x", "50%", None),
    ("0100", "?", "Bea"),
    (None, None, None),
    ("9", "M1 1AA", "zoe"),
)


@pytest.mark.parametrize(
    ("view", "leads"),
    [
        (SheetView(), ["10", "9", "x", "0100", None, "9"]),
        (SheetView(sort_slot=0, sort_by=SortBy.NUMBER), ["9", "9", "10", "0100", "x", None]),
        (SheetView(sort_slot=0, sort_by=SortBy.NUMBER, descending=True), ["0100", "10", "9", "9", "x", None]),
        (SheetView(sort_slot=2), ["9", "0100", "9", "10", "x", None]),
        (SheetView(sort_slot=2, descending=True), ["10", "9", "0100", "9", "x", None]),
        (SheetView(search="ZO"), ["10", "9"]),
        (SheetView(search="zoë"), ["10", "9"]),
        (SheetView(search="ZOE"), ["10", "9"]),
        (SheetView(search="%"), ["x"]),
        (SheetView(search="tn1", only=Only.STOPPED), []),
        (SheetView(only=Only.STOPPED), ["x"]),
        (SheetView(only=Only.WARNED), ["0100", "9"]),
        (SheetView(only=Only.PROBLEMS), ["x", "0100", "9"]),
        (SheetView(only=Only.READY), ["10", "0100", "9"]),
        (SheetView(code="odd"), ["0100"]),
        (SheetView(code="odd", slot=0), []),
        (SheetView(sort_slot=99), ["10", "9", "x", "0100", None, "9"]),
    ],
)
async def test_a_view_shows_its_rows_in_its_order(tmp_path: Path, view: SheetView, leads: list[str | None]) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    assert [cells[0] for cells in await table(sheet, view)] == leads
    await sheet.close()


DATES = (
    "25/12/1980", "1980-12-24", "03/04/1981 09:05", None, "3/4/1981", "soon", "03/04/1981 10:00", "12/25/1980",
    "25 Dec 1979", "  ", "1/1/2001", "24.12.1980", "Asap",
)  # fmt: skip


@pytest.mark.parametrize(
    ("sort_by", "descending", "rows"),
    [
        # Alike dates keep the file's order, whichever way it goes; then what is no date; blank cells are the last.
        (SortBy.DATE, False, [9, 2, 12, 1, 8, 5, 3, 7, 11, 13, 6, 4, 10]),
        (SortBy.DATE, True, [11, 7, 3, 5, 1, 8, 2, 12, 9, 13, 6, 4, 10]),
        (SortBy.MONTH_FIRST, False, [9, 2, 12, 1, 8, 5, 3, 7, 11, 13, 6, 4, 10]),
    ],
)
async def test_dates_are_sorted_by_the_day_whatever_their_form(
    tmp_path: Path, sort_by: SortBy, descending: bool, rows: list[int]
) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *(("1", date, None) for date in DATES))
    assert list(await sheet.order(SheetView(sort_slot=1, sort_by=sort_by, descending=descending))) == rows
    await sheet.close()


_MOMENTS = st.datetimes(dt.datetime.fromisoformat("1931-01-01"), dt.datetime.fromisoformat("2029-12-31"))
# A form, and as much of the moment as it tells.
_EXACT = {
    "%d/%m/%Y": "%Y%m%d000000",
    "%d/%m/%Y %H:%M": "%Y%m%d%H%M00",
    "%d/%m/%Y %H:%M:%S": "%Y%m%d%H%M%S",
    "%Y-%m-%d": "%Y%m%d000000",
    "%d.%m.%y %H:%M": "%Y%m%d%H%M00",
    "%d %b %Y": "%Y%m%d000000",
}


@given(written=st.lists(st.tuples(_MOMENTS, st.sampled_from([*_EXACT])), max_size=12), descending=st.booleans())
async def test_what_sql_reads_by_itself_and_what_it_asks_for_are_in_one_order(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[dt.datetime, str]], descending: bool
) -> None:
    texts = [moment.strftime(form) for moment, form in written]
    moments = [moment.strftime(_EXACT[form]) for moment, form in written]
    sheet = await new(tmp_path_factory.mktemp("sheet") / "s.sqlite3", *(("1", text, None) for text in texts))
    order = await sheet.order(SheetView(sort_slot=1, sort_by=SortBy.DATE, descending=descending))
    rows = range(1, len(texts) + 1)
    # Sorted from the back, alike ones would be turned round too.
    ranks = sorted(set(moments), reverse=descending)
    assert list(order) == sorted(rows, key=lambda row: ranks.index(moments[row - 1]))
    await sheet.close()


async def test_of_two_readings_the_columns_own_is_taken(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *(("1", date, None) for date in ("02/01/1980", "01/03/1980")))
    assert list(await sheet.order(SheetView(sort_slot=1, sort_by=SortBy.DATE))) == [1, 2]
    assert list(await sheet.order(SheetView(sort_slot=1, sort_by=SortBy.MONTH_FIRST))) == [2, 1]
    await sheet.close()


async def test_amounts_are_sorted_by_their_value(tmp_path: Path) -> None:
    amounts = ("10.5", "-3", "1,204.00", None, "9", "09.0")
    sheet = await new(tmp_path / "s.sqlite3", *(("1", amount, None) for amount in amounts))
    assert list(await sheet.order(SheetView(sort_slot=1, sort_by=SortBy.AMOUNT))) == [2, 5, 6, 1, 3, 4]
    assert list(await sheet.order(SheetView(sort_slot=1, sort_by=SortBy.AMOUNT, descending=True))) == [3, 1, 5, 6, 2, 4]
    await sheet.close()


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("007", "12", None, " "), SortBy.NUMBER),
        (("12345678901234567890123", "9"), SortBy.NUMBER),
        (("1,204.00", "-3", "9"), SortBy.AMOUNT),
        (("192.0.2.1", "192.0.2.20"), None),
        (("01-02", "3"), None),
        (("12", "x"), None),
        (("12", "-"), None),
        ((None, ""), None),
        ((), None),
    ],
)
async def test_a_column_is_one_of_numbers_where_nothing_else_stands_in_it(
    tmp_path: Path, cells: tuple[str | None, ...], kind: SortBy | None
) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *(("1", cell, None) for cell in cells))
    assert await sheet.numbers_in(1) is kind
    await sheet.close()


async def test_the_rows_add_up(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    assert await sheet.counts() == SheetCounts(
        rows=5, ready=3, stopped=1, warned=2, left_out=0, blank=1, nothing_to_do=1
    )
    head = await sheet.head()
    for_all = ForAll(delivery_ids=("1053",))
    await sheet.edit("", lambda editor: editor.set_head(SheetHead(head.name, head.columns, for_all)))
    assert (await sheet.counts()).nothing_to_do == 0
    assert (await sheet.counts()).ready == 4
    await sheet.edit("", lambda editor: editor.set_left_out([1, 3], "Not today."))
    counts = await sheet.counts()
    assert (counts.ready, counts.stopped, counts.left_out) == (3, 0, 2)
    await sheet.close()


async def test_problems_are_grouped_listed_and_named_by_their_cells(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    groups = await sheet.problem_groups()
    assert [(each.code, each.stops, each.count, each.sample) for each in groups] == [
        ("bad lead", True, 1, "x"), ("odd", False, 1, "?"), ("same lead", False, 1, "9"),
    ]  # fmt: skip
    assert [(each.number, each.code, each.text) for each in await sheet.problems(2, 1)] == [
        (4, "odd", "?"), (6, "same lead", "9"),
    ]  # fmt: skip
    assert [each.code for each in await sheet.problems_of([6, 1, 3])] == ["same lead", "bad lead"]
    await sheet.close()


async def test_a_lead_that_stands_twice_is_found_and_forgotten_as_rows_come_and_go(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", ("7", "a", None), ("8", "b", None), ("007", "c", None))

    async def twice() -> list[int]:
        return [each.row_id for each in await sheet.problems(9, 0, "same lead")]

    assert await twice() == [3]
    await sheet.edit("", lambda editor: editor.set_left_out([1], "Not today."))
    assert await twice() == []
    await sheet.edit("", lambda editor: editor.set_left_out([1], ""))
    await sheet.edit("", lambda editor: editor.insert_rows([("7", "d", None)], 1))
    assert await twice() == [4, 3]
    await sheet.edit("", lambda editor: editor.delete_rows([1]))
    assert await twice() == [3]
    await sheet.undo()
    await sheet.undo()
    assert await twice() == [3]
    await sheet.edit("", lambda editor: editor.set_cells({3: {0: "9"}}))
    assert await twice() == []
    await sheet.close()


# --- one unchanging view ----------------------------------------------------------------------------------------------


async def test_a_snapshot_sees_nothing_of_later_edits(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    snapshot = sheet.snapshot()
    await sheet.edit("", lambda editor: editor.set_cells({1: {1: "changed"}}))
    await sheet.edit("", lambda editor: editor.delete_rows([6]))
    assert list(snapshot.row_ids) == [1, 4, 6]
    assert [row.cells[1] for row in snapshot.rows(0, 9)] == ["TN1 1AA", "?", "M1 1AA"]
    assert [(row.number, bool(why)) for row, why in snapshot.all_rows()] == [
        (1, False), (2, True), (3, True), (4, False), (6, False),
    ]  # fmt: skip
    snapshot.close()
    snapshot.close()
    with pytest.raises(sqlite3.ProgrammingError):
        snapshot.rows(0, 1)
    later = sheet.snapshot()
    assert list(later.row_ids) == [1, 4]
    later.close()
    await sheet.close()


def test_a_snapshot_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="table of this batch"):
        SheetSnapshot(tmp_path / "s.sqlite3")
    assert list(tmp_path.iterdir()) == []


# --- many columns -----------------------------------------------------------------------------------------------------


async def test_a_table_of_six_hundred_columns_is_like_any_other(tmp_path: Path) -> None:
    fields = (Column(slot, f"h{slot}", Role.FIELD, f"f{slot}") for slot in range(1, 600))
    sheet = await new(
        tmp_path / "s.sqlite3",
        ["1", *["x"] * 598, "Last one"],
        [None] * 600,
        head=SheetHead("wide", (HEAD.columns[0], *fields)),
    )
    assert [row[0] for row in await table(sheet, SheetView(search="last ONE"))] == ["1"]
    assert await sheet.counts() == SheetCounts(rows=1, ready=1, blank=1)
    await sheet.edit("typing", lambda editor: editor.set_cells({1: {599: "new"}}))
    assert (await sheet.rows([1]))[0].cells[599] == "new"
    await sheet.undo()
    assert (await sheet.rows([1]))[0].cells[599] == "Last one"
    await sheet.close()


# --- one lead in very many rows ---------------------------------------------------------------------------------------


async def test_of_one_lead_in_every_row_only_the_first_is_not_noted(tmp_path: Path) -> None:
    count = 30_000  # more leads than are looked up one by one, and then one of them everywhere
    sheet = await new(tmp_path / "s.sqlite3", *([str(number), "a", None] for number in range(1, count + 1)))
    assert await sheet.problem_groups() == []
    await sheet.edit("all the same", lambda editor: editor.set_column(0, None, "7"))
    [group] = await sheet.problem_groups()
    assert (group.code, group.count, group.row_id) == ("same lead", count - 1, 2)
    await sheet.undo()
    assert await sheet.problem_groups() == []
    await sheet.close()
