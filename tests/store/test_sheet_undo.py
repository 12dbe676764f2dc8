"""Edits of a sheet and undo: real files, edited at random and held against a plain table in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.sheet import Cells, Column, ForAll, Role, SheetRow
from leadbyte_desktop.store import sheet_undo
from leadbyte_desktop.store.sheet import Sheet, SheetCounts, SheetEditor, SheetView, Undone
from leadbyte_desktop.store.sheet_writer import SheetWriter
from tests.store.sheet_scenes import HEAD, find, key_of, new, table

ROWS = (("10", "TN1 1AA", "Zoë"), ("9", None, "adam"), ("x", "50%", None))


def label(done: Undone | None) -> str | None:
    return done.label if done else None


async def test_undo_and_redo_tell_which_rows_and_columns_changed(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    await sheet.edit("typing", lambda editor: editor.set_cells({3: {1: "TN2 2BB", 2: None}, 2: {1: "M1 1AA"}}))
    assert await sheet.undo() == Undone("typing", frozenset({2, 3}), frozenset({1}))
    assert await sheet.redo() == Undone("typing", frozenset({2, 3}), frozenset({1}))
    await sheet.edit("leaving out", lambda editor: editor.set_left_out([2], "Not today."))
    assert await sheet.undo() == Undone("leaving out", frozenset({2}), frozenset())
    await sheet.edit("adding", lambda editor: editor.insert_rows([("7", None, None)], 1))
    assert await sheet.undo() == Undone("adding"), "what is gone cannot be gone to"
    assert await sheet.redo() == Undone("adding", frozenset({4}), frozenset())
    await sheet.edit("for all", lambda editor: editor.set_head(replace(HEAD, for_all=ForAll(("1053",)))))
    assert await sheet.undo() == Undone("for all")
    await sheet.close()


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
    assert label(await sheet.undo()) == "typing"
    assert await table(sheet) == list(ROWS)
    assert await sheet.undo_labels() == ("filling it", "typing")
    assert label(await sheet.redo()) == "typing"
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


def inserting(lead: str) -> Callable[[SheetEditor], object]:
    return lambda editor: editor.insert_rows([(lead, None, None)], 1)


def typing(postcode: str) -> Callable[[SheetEditor], object]:
    return lambda editor: editor.set_cells({1: {1: postcode}})


async def test_rows_go_in_between_however_often(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", ("1", None, None), ("2", None, None))
    for number in range(60):
        await sheet.edit("", inserting(f"9{number}"))
    leads = [cells[0] for cells in await table(sheet)]
    assert leads == ["1", *(f"9{number}" for number in reversed(range(60))), "2"]
    for _ in range(60):
        await sheet.undo()
    assert [cells[0] for cells in await table(sheet)] == ["1", "2"]
    for _ in range(60):
        await sheet.redo()
    assert [cells[0] for cells in await table(sheet)] == leads
    await sheet.close()


# --- against a plain table --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plain:
    """A sheet as a plain table: what it must hold, and how its rows must add up."""

    rows: tuple[SheetRow, ...]
    for_all: ForAll = field(default_factory=ForAll)

    def counts(self) -> SheetCounts:
        standing = [row for row in self.rows if not row.blank]
        sent = [row for row in standing if not row.left_out]
        named = [row for row in sent if key_of(row) is not None]
        asks = self.for_all.acts or self.for_all.blank_clears
        ready = [row for row in named if asks or row.cells[1] is not None]
        noted = {row_id for row_id, _ in self.problems()}
        return SheetCounts(
            rows=len(standing),
            ready=len(ready),
            stopped=len(sent) - len(named),
            warned=sum(row.row_id in noted for row in ready),
            left_out=len(standing) - len(sent),
            blank=len(self.rows) - len(standing),
            nothing_to_do=len(named) - len(ready),
        )

    def problems(self) -> set[tuple[int, str]]:
        found: set[tuple[int, str]] = set()
        seen: set[str] = set()
        for row in (row for row in self.rows if not row.blank and not row.left_out):
            key = key_of(row)
            if key is None:
                found.add((row.row_id, "bad lead"))
            elif key in seen:
                found.add((row.row_id, "same lead"))
            seen.add(key or "")
            if "?" in (row.cells[1] or ""):
                found.add((row.row_id, "odd"))
        return found

    def place_of(self, row_id: int | None) -> int:
        ids = [row.row_id for row in self.rows]
        return len(ids) if row_id is None else ids.index(row_id) + 1


LEADS = st.sampled_from(["1", "01", "2", "x", "", None, " \u2003"])
POSTCODES = st.sampled_from(["TN1", "?", "", None, "\t"])
PLACES = st.integers(0, 9)
EDITS = st.one_of(
    st.tuples(st.just("cells"), PLACES, st.tuples(LEADS, POSTCODES)),
    st.tuples(st.just("column"), PLACES, POSTCODES),
    st.tuples(st.just("insert"), st.one_of(st.none(), PLACES), st.lists(st.tuples(LEADS, POSTCODES), max_size=3)),
    st.tuples(st.just("delete"), PLACES, st.none()),
    st.tuples(st.just("leave out"), PLACES, st.sampled_from(["", "Not today."])),
    st.tuples(st.just("for all"), PLACES, st.sampled_from([ForAll(), ForAll(("1053",)), ForAll(blank_clears=True)])),
    st.tuples(st.just("undo"), PLACES, st.none()),
    st.tuples(st.just("redo"), PLACES, st.none()),
)


@given(edits=st.lists(EDITS, max_size=14))
async def test_whatever_is_done_the_sheet_is_as_a_plain_table_would_be(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int | None, object]]
) -> None:
    sheet = await Sheet.create(tmp_path_factory.mktemp("sheet") / "s.sqlite3", HEAD, find)
    states, place = [Plain(())], 0
    for what, at, value in edits:
        if what in ("undo", "redo"):
            done = await (sheet.undo() if what == "undo" else sheet.redo())
            before, place = place, max(place - 1, 0) if what == "undo" else min(place + 1, len(states) - 1)
            assert (done is not None) == (place != before)
        else:
            then = await edit(sheet, states[place], what, at, value)
            if then != states[place]:
                states, place = [*states[: place + 1], then], place + 1
        await is_as(sheet, states[place])
    for state in reversed(states[:place]):
        await sheet.undo()
        await is_as(sheet, state)
    assert await sheet.undo() is None
    for state in states[1:]:
        await sheet.redo()
        await is_as(sheet, state)
    assert await sheet.redo() is None
    await sheet.close()


async def is_as(sheet: Sheet, plain: Plain) -> None:
    assert tuple(await sheet.rows(await sheet.order(SheetView()))) == plain.rows
    assert {(each.row_id, each.code) for each in await sheet.problems(99, 0)} == plain.problems()
    assert await sheet.counts() == plain.counts()
    snapshot = sheet.snapshot()
    assert len(snapshot.row_ids) == plain.counts().ready
    snapshot.close()


async def edit(sheet: Sheet, plain: Plain, what: str, at: int | None, value: object) -> Plain:
    """Do it to the sheet, and to the plain table."""
    row = plain.rows[at % len(plain.rows)] if at is not None and plain.rows else None
    match what, value:
        case "insert", list(pairs):
            return await insert(sheet, plain, None if row is None else row.row_id, pairs)
        case "for all", ForAll() as for_all:
            await sheet.edit(what, lambda editor: editor.set_head(replace(editor.head, for_all=for_all)))
            return replace(plain, for_all=for_all)
        case "column", text:
            assert text is None or isinstance(text, str)
            await sheet.edit(what, lambda editor: editor.set_column(1, None, text))
            return replace(plain, rows=tuple(replace(each, cells=(each.cells[0], text, None)) for each in plain.rows))
    if row is None:
        return plain
    place = plain.place_of(row.row_id)
    after: tuple[SheetRow, ...] = ()
    match what, value:
        case "delete", _:
            await sheet.edit(what, lambda editor: editor.delete_rows([row.row_id]))
        case "leave out", str(why):
            await sheet.edit(what, lambda editor: editor.set_left_out([row.row_id], why))
            after = (replace(row, left_out=why),)
        case _, (str() | None as lead, str() | None as postcode):
            await sheet.edit(what, lambda editor: editor.set_cells({row.row_id: {0: lead, 1: postcode}}))
            after = (replace(row, cells=(lead, postcode, None)),)
    return replace(plain, rows=(*plain.rows[: place - 1], *after, *plain.rows[place:]))


async def insert(sheet: Sheet, plain: Plain, behind: int | None, pairs: list[tuple[str | None, str | None]]) -> Plain:
    cells: list[Cells] = [(lead, postcode, None) for lead, postcode in pairs]
    ids = await sheet.edit("insert", lambda editor: editor.insert_rows(cells, behind))
    number = max((row.number for row in plain.rows), default=0)
    made = (
        SheetRow(row_id, number + count, tuple(each))
        for count, (row_id, each) in enumerate(zip(ids, cells, strict=True), 1)
    )
    place = plain.place_of(behind)
    return replace(plain, rows=(*plain.rows[:place], *made, *plain.rows[place:]))


# --- what is kept -----------------------------------------------------------------------------------------------------


async def test_an_edit_that_changes_nothing_is_no_step_and_leaves_redo(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    await sheet.edit("typing", lambda editor: editor.set_cells({1: {1: "new"}}))
    await sheet.undo()
    await sheet.edit("typing the same", lambda editor: editor.set_cells({1: {1: "TN1 1AA"}}))
    assert await sheet.undo_labels() == ("filling it", "typing")
    await sheet.edit("another", lambda editor: editor.set_cells({1: {1: "TN1 1AB"}}))
    assert await sheet.undo_labels() == ("another", None)
    await sheet.close()


async def test_so_many_steps_are_kept_and_no_more(tmp_path: Path) -> None:
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    for count in range(sheet_undo.MOST_STEPS + 3):
        await sheet.edit(f"{count}", typing(f"{count}"))
    undone = 0
    while await sheet.undo() is not None:
        undone += 1
    assert undone == sheet_undo.MOST_STEPS
    assert (await table(sheet))[0][1] == "2"
    await sheet.close()


async def test_the_oldest_steps_make_room_and_the_newest_is_kept_whatever_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_undo, "MOST_CELLS", 7 * 5)
    sheet = await new(tmp_path / "s.sqlite3", *ROWS)
    for text in ("a", "b"):
        await sheet.edit(text, typing(text))
    assert label(await sheet.undo()) == "b"
    assert label(await sheet.redo()) == "b"
    await sheet.edit("all", lambda editor: editor.set_column(2, None, "x"))
    assert [label(await sheet.undo()) for _ in range(4)] == ["all", "b", "a", None]
    monkeypatch.setattr(sheet_undo, "MOST_CELLS", 1)
    await sheet.edit("all again", lambda editor: editor.set_column(2, None, "y"))
    assert label(await sheet.undo()) == "all again"
    assert await sheet.undo() is None
    await sheet.close()


async def test_more_rows_go_in_between_than_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadbyte_desktop.store.sheet_editor.GAP", 4)
    sheet = await new(tmp_path / "s.sqlite3", ("1", None, None), ("2", None, None))
    await sheet.edit("many", lambda editor: editor.insert_rows([(f"9{n}", None, None) for n in range(30)], 1))
    leads = ["1", *(f"9{n}" for n in range(30)), "2"]
    assert [cells[0] for cells in await table(sheet)] == leads
    await sheet.undo()
    assert [cells[0] for cells in await table(sheet)] == ["1", "2"]
    await sheet.redo()
    assert [cells[0] for cells in await table(sheet)] == leads
    await sheet.close()


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
