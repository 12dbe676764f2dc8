"""Sheets: real files, edited at random and held against a plain table in memory."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.sheet import Column, ForAll, Role, SheetHead, SheetRow
from leadbyte_desktop.store.sheet import Only, Sheet, SheetCounts, SheetEditor, SheetView
from leadbyte_desktop.store.sheet_writer import SheetWriter

HEAD = SheetHead(
    "leads.csv",
    (Column(0, "ID", Role.LEAD), Column(1, "Postcode", Role.FIELD, "postcode"), Column(2, "Agent")),
    source="leads.csv",
)


def find(editor: SheetEditor, touched: Collection[int] | None) -> None:
    """Checks as the app's, made small: digits are leads, “?” in a postcode is warned of."""
    if touched is None:
        for page in editor.pages(3):
            look_at(editor, page)
    else:
        look_at(editor, editor.rows(list(touched)))


def look_at(editor: SheetEditor, rows: Sequence[SheetRow]) -> None:
    ids = [row.row_id for row in rows]
    leads = [(row.cells[0] or "").strip() for row in rows]
    keys = [lead.lstrip("0") if lead.isdigit() and lead.isascii() else None for lead in leads]
    problems = [(row_id, 0, "bad lead", True) for row_id, key in zip(ids, keys, strict=True) if key is None]
    problems += [(row.row_id, 1, "odd", False) for row in rows if "?" in (row.cells[1] or "")]
    editor.put_findings(ids, keys, [row.cells[1] is not None for row in rows], problems)


async def new(path: Path, *rows: Sequence[str | None], head: SheetHead = HEAD) -> Sheet:
    sheet = await Sheet.create(path, head, find)
    if rows:
        await sheet.edit("filling it", lambda editor: editor.insert_rows(rows, None))
    return sheet


async def table(sheet: Sheet, view: SheetView | None = None) -> list[tuple[str | None, ...]]:
    return [row.cells for row in await sheet.rows(await sheet.order(view or SheetView()))]


# --- staging ----------------------------------------------------------------------------------------------------------


def stage(path: Path) -> SheetWriter:
    writer = SheetWriter(path, HEAD)
    writer.append(
        [2, 4], [["7", "TN1 1AA", ""], ["x", "", "sam"]], ["", "ntt"], ["7", None], [True, False],
        [(1, 0, "bad lead", True)], {},
    )  # fmt: skip
    return writer


async def test_a_reader_sees_the_first_rows_while_the_rest_is_still_staged(tmp_path: Path) -> None:
    path = tmp_path / "sheet.sqlite3"
    writer = stage(path)
    writer.commit()
    sheet = Sheet(path, find)
    assert await table(sheet) == [("7", "TN1 1AA", None), ("x", None, "sam")]
    writer.append([5], [["007", "TN1 1AB", ""]], [""], ["7"], [True], [], {0: "It went through already."})
    await sheet.close()
    writer.finish()
    sheet = Sheet(path, find)
    rows = await sheet.rows(await sheet.order(SheetView()))
    assert [(row.number, row.kinds, row.left_out) for row in rows] == [
        (2, "", ""), (4, "ntt", ""), (5, "", "It went through already."),
    ]  # fmt: skip
    assert await sheet.head() == HEAD
    assert await sheet.counts() == SheetCounts(rows=3, ready=1, stopped=1, left_out=1)
    await sheet.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_exists_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "sheet.sqlite3"
    path.write_text("somebody's", "utf-8")
    with pytest.raises(StorageProblem):
        SheetWriter(path, HEAD)
    assert path.read_text("utf-8") == "somebody's"


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
async def test_what_is_no_sheet_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sheet.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StorageProblem):
        await Sheet(path, find).head()


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
        (SheetView(sort_slot=0, numeric=True), ["9", "9", "x", "10", "0100", None]),
        (SheetView(sort_slot=2), ["9", "0100", "9", "10", "x", None]),
        (SheetView(sort_slot=2, descending=True), ["10", "9", "0100", "9", "x", None]),
        (SheetView(search="ZO"), ["10", "9"]),
        (SheetView(search="zoë"), ["10"]),
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


# --- edits and undo ---------------------------------------------------------------------------------------------------


async def test_an_edit_that_fails_changes_nothing(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    before = await table(sheet)

    def fail(editor: SheetEditor) -> None:
        editor.set_cells({1: {1: "gone"}})
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await sheet.edit("failing", fail)
    assert await table(sheet) == before
    assert await sheet.undo_labels() == ("filling it", None)
    await sheet.close()


async def test_undo_survives_the_end_of_the_app(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    await sheet.edit("typing", lambda editor: editor.set_cells({1: {1: "TN2 2BB", 2: ""}}))
    await sheet.close()
    sheet = Sheet(tmp_path / "s.sqlite3", find)
    assert await sheet.undo() == "typing"
    assert await table(sheet) == list(ROWS)
    assert await sheet.undo_labels() == ("filling it", "typing")
    assert await sheet.redo() == "typing"
    assert (await table(sheet))[0] == ("10", "TN2 2BB", "")
    assert await sheet.redo() is None
    await sheet.close()


async def test_a_new_column_can_be_taken_back_and_made_again(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    wider = HEAD.with_column(Column(3, "", Role.FIELD, "notes"))

    def widen(editor: SheetEditor) -> None:
        editor.set_head(wider)
        editor.set_cells({1: {3: "new"}})

    await sheet.edit("adding Notes", widen)
    assert (await table(sheet))[0] == ("10", "TN1 1AA", "Zoë", "new")
    await sheet.undo()
    assert await sheet.head() == HEAD
    await sheet.redo()
    assert await sheet.head() == wider
    assert (await table(sheet))[0][3] == "new"
    await sheet.close()


async def test_rows_go_in_between_however_often(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", ("1", None, None), ("2", None, None))
    for number in range(60):
        await sheet.edit("", lambda editor, n=number: editor.insert_rows([(f"9{n}", None, None)], 1))
    leads = [cells[0] for cells in await table(sheet)]
    assert leads == ["1", *(f"9{number}" for number in reversed(range(60))), "2"]
    for _ in range(60):
        await sheet.undo()
    assert [cells[0] for cells in await table(sheet)] == ["1", "2"]
    for _ in range(60):
        await sheet.redo()
    assert [cells[0] for cells in await table(sheet)] == leads
    await sheet.close()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("cells"), st.integers(0, 9), st.sampled_from(["1", "x", "", None, "?"])),
        st.tuples(st.just("insert"), st.integers(-1, 9), st.sampled_from(["1", "2", None])),
        st.tuples(st.just("delete"), st.integers(0, 9), st.none()),
        st.tuples(st.just("leave out"), st.integers(0, 9), st.sampled_from(["", "why"])),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("redo"), st.none(), st.none()),
    ),
    max_size=14,
)


@given(steps=STEPS)
async def test_whatever_is_done_undo_and_redo_give_the_same_tables(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int | None, str | None]]
) -> None:
    sheet = await new(tmp_path_factory.mktemp("sheet") / "s.sqlite3", ("1", "a", None), ("2", None, "b"))

    async def all_of_it() -> object:
        rows = await sheet.rows(await sheet.order(SheetView()))
        return rows, await sheet.problems(99, 0), await sheet.counts()

    states = [await all_of_it()]
    place = 0
    for what, at, text in steps:
        ids = list(await sheet.order(SheetView()))
        row = None if at is None or at < 0 or not ids else ids[at % len(ids)]
        if what == "undo":
            if place:
                await sheet.undo()
                place -= 1
        elif what == "redo":
            if place < len(states) - 1:
                await sheet.redo()
                place += 1
        elif what == "insert" or row is not None:
            await sheet.edit(what, lambda editor, w=what, r=row, t=text: change(editor, w, r, t))
            now = await all_of_it()
            if now != states[place]:
                states = [*states[: place + 1], now]
                place += 1
        assert await all_of_it() == states[place]
    while place:
        await sheet.undo()
        place -= 1
        assert await all_of_it() == states[place]
    for state in states[1:]:
        await sheet.redo()
        assert await all_of_it() == state
    await sheet.close()


def change(editor: SheetEditor, what: str, row: int | None, text: str | None) -> None:
    if what == "insert":
        editor.insert_rows([(text, "new", None)], row)
    elif row is None:
        return
    elif what == "cells":
        if editor.rows([row])[0].cells[0] != text:
            editor.set_cells({row: {0: text}})
    elif what == "delete":
        editor.delete_rows([row])
    elif editor.rows([row])[0].left_out != (text or ""):
        editor.set_left_out([row], text or "")


async def test_a_hundred_thousand_rows_are_changed_at_once_and_put_back(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    writer = SheetWriter(path, HEAD)
    count = 100_000
    for start in range(0, count, 10_000):
        numbers = range(start + 1, start + 10_001)
        writer.append(
            list(numbers), [[str(n), "a", "b"] for n in numbers], [""] * 10_000, [str(n) for n in numbers],
            [True] * 10_000, [], {},
        )  # fmt: skip
    writer.finish()
    sheet = Sheet(path, lambda _editor, _touched: None)
    ids = await sheet.order(SheetView())
    await sheet.edit("all", lambda editor: editor.set_column(1, ids, "z"))
    await sheet.edit("out", lambda editor: editor.set_left_out(ids, "why"))
    assert {row.cells[1] for row in await sheet.rows(ids)} == {"z"}
    assert (await sheet.counts()).left_out == count
    await sheet.edit("gone", lambda editor: editor.delete_rows(ids))
    assert len(await sheet.order(SheetView())) == 0
    for _ in range(3):
        await sheet.undo()
    assert {(row.cells[1], row.left_out) for row in await sheet.rows(await sheet.order(SheetView()))} == {("a", "")}
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
