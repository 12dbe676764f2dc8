"""A cell is judged as one among the others of its column, however often and however late it is looked at."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from leadbyte_desktop.domain.sheet import Column, Role, SheetHead
from leadbyte_desktop.services.batch_sheet import BatchSheet
from leadbyte_desktop.services.sheet_joining import append_sheet
from leadbyte_desktop.services.staging import StagingRequest, stage
from leadbyte_desktop.store.sheet_writer import SheetWriter

HEAD = SheetHead("x", (Column(0, "Lead ID", Role.LEAD), Column(1, "DOB", Role.FIELD, "dob"), Column(2, "Agent")))
DATES = ("03/25/1980", "03/04/1980", "12/31/1979", "05/06/1981")
EITHER_WAY, MONTH_FIRST, SHORT_ID = "date either way", "month first", "short ID"


def staged(folder: Path, dates: Sequence[str], name: str = "leads") -> BatchSheet:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["Lead ID", "DOB", "Agent"], *([row, date, "x"] for row, date in enumerate(dates, 1))]
        )
    stage(StagingRequest(path, folder / f"{name}.sqlite3"))
    return BatchSheet(folder / f"{name}.sqlite3")


async def found(sheet: BatchSheet, code: str) -> list[int]:
    """The rows in which this was found."""
    return [each.row_id for each in await sheet.problems(10_000, 0, code)]


async def typed_in(sheet: BatchSheet, *dates: str | None) -> None:
    await sheet.add_rows([("1", date, None) for date in dates])


async def test_a_date_of_two_readings_is_found_again_after_its_row_was_edited(tmp_path: Path) -> None:
    sheet = staged(tmp_path, DATES)
    assert await found(sheet, EITHER_WAY) == [2, 4]
    await sheet.set_cells({2: {2: "another agent"}})
    assert await found(sheet, EITHER_WAY) == [2, 4]
    await sheet.set_cells({2: {1: "07/08/1980"}})
    assert await found(sheet, EITHER_WAY) == [2, 4]
    await sheet.close()

    again = BatchSheet(sheet.path)
    await again.set_cells({4: {2: "another agent"}})
    await again.undo()
    assert await found(again, EITHER_WAY) == [2, 4]
    await again.close()


async def test_those_that_were_mended_leave_the_others_as_doubtful_as_before(tmp_path: Path) -> None:
    sheet = staged(tmp_path, DATES)
    assert await sheet.fix_all(MONTH_FIRST, 1) == 2
    await sheet.set_cells({2: {2: "another agent"}})
    assert await found(sheet, EITHER_WAY) == [2, 4]
    # All rows are checked anew, as a column is for something else.
    await sheet.set_head(HEAD.with_column(Column(2, "Agent", Role.FIELD, "notes")), "choosing columns")
    assert await found(sheet, EITHER_WAY) == [2, 4]
    await sheet.close()


async def test_a_short_id_is_found_again_after_its_row_was_edited(tmp_path: Path) -> None:
    writer = SheetWriter(tmp_path / "s.sqlite3", HEAD)
    writer.finish()
    sheet = BatchSheet(tmp_path / "s.sqlite3")
    await sheet.close()
    # As a spreadsheet has it: two IDs as text with their zeros, and one as a number.
    with closing(sqlite3.connect(tmp_path / "s.sqlite3")) as connection, connection:
        connection.executemany(
            "INSERT INTO rows (position, number, filled, own, kinds, c0, c1) VALUES (?, ?, 1, 1, ?, ?, '01/02/1980')",
            [(1 << 20, 2, "", "0012345"), (2 << 20, 3, "ntt", "12346"), (3 << 20, 4, "", "0012347")],
        )
    sheet = BatchSheet(tmp_path / "s.sqlite3")
    await sheet.set_cells({2: {2: "another agent"}})
    assert await found(sheet, SHORT_ID) == [2], "nothing was known of the column before: it is gone over"
    await sheet.set_cells({2: {2: "a third one"}})
    assert await found(sheet, SHORT_ID) == [2]
    await sheet.set_cells({2: {0: "12346"}})
    assert await found(sheet, SHORT_ID) == [], "what somebody typed has lost no zero"
    await sheet.close()


async def test_an_id_that_excel_rounded_can_be_typed_again_and_undone(tmp_path: Path) -> None:
    writer = SheetWriter(tmp_path / "s.sqlite3", HEAD)
    writer.append([2], [["1234567890123456", "", "x"]], ["ntt"], [None], [False], [(0, 0, "rounded ID", True)], {})
    writer.finish({})
    sheet = BatchSheet(tmp_path / "s.sqlite3")
    await sheet.set_cells({1: {2: "another agent"}})
    assert await found(sheet, "rounded ID") == [1]
    await sheet.set_cells({1: {0: "1234567890123457"}})
    assert await found(sheet, "rounded ID") == []
    (row,) = await sheet.rows([1])
    assert row.kinds == "ttt"
    await sheet.undo()
    assert await found(sheet, "rounded ID") == [1]
    await sheet.close()


async def test_rows_that_come_in_tell_how_the_dates_before_them_may_be_meant(tmp_path: Path) -> None:
    sheet, other = (
        staged(tmp_path, ["03/04/1980", "05/06/1981"]),
        staged(tmp_path, ["03/25/1980", "04/26/1980"], "more"),
    )
    assert await found(sheet, EITHER_WAY) == []
    await append_sheet(sheet, other)
    assert await found(sheet, EITHER_WAY) == [1, 2]
    await sheet.close()
    await other.close()


async def test_one_date_that_somebody_types_casts_no_doubt_on_a_whole_column(tmp_path: Path) -> None:
    sheet = staged(tmp_path, ["03/04/1980", "05/06/1981"])
    await typed_in(sheet, "03/25/1980")
    assert await found(sheet, MONTH_FIRST) == [3]
    assert await found(sheet, EITHER_WAY) == []
    await typed_in(sheet, "04/26/1980", "05/27/1980")
    assert await found(sheet, EITHER_WAY) == [1, 2]
    await sheet.close()


async def test_days_first_that_come_in_outweigh_months_first(tmp_path: Path) -> None:
    sheet = staged(tmp_path, ["25/03/1980", "26/03/1980", "03/25/1980", "03/04/1980"])
    await typed_in(sheet, "04/26/1980", "03/04/1981")
    assert await found(sheet, EITHER_WAY) == []
    await sheet.close()


@pytest.mark.parametrize("turned", [True, False])
async def test_what_only_later_rows_of_a_file_tell_holds_for_the_first_ones_too(tmp_path: Path, turned: bool) -> None:
    early = [] if turned else ["03/25/1980"]
    late = ["03/25/1980"] * 3 if turned else ["25/03/1980"] * 3
    sheet = staged(tmp_path, [*early, *["03/04/1980"] * 2_500, *late])
    rows = await found(sheet, EITHER_WAY)
    assert rows == (list(range(1, 2_501)) if turned else [])
    await sheet.close()


async def test_a_column_in_which_nothing_stands_yet_tells_nothing(tmp_path: Path) -> None:
    sheet = await BatchSheet.create(tmp_path / "s.sqlite3", HEAD)
    await typed_in(sheet, "03/04/1980", None)
    assert await found(sheet, EITHER_WAY) == []
    await sheet.close()


async def test_in_a_wide_row_each_cell_keeps_its_kind(tmp_path: Path) -> None:
    count = 600
    fields = (Column(slot, f"h{slot}", Role.FIELD, f"f{slot}") for slot in range(1, count))
    sheet = await BatchSheet.create(tmp_path / "s.sqlite3", SheetHead("", (HEAD.columns[0], *fields)))
    await sheet.add_rows([["1"] * count])
    await sheet.close()
    with closing(sqlite3.connect(sheet.path)) as connection, connection:
        connection.execute("UPDATE rows SET kinds = ?", ("n" * 500,))
    sheet = BatchSheet(sheet.path)
    await sheet.set_cells({1: dict.fromkeys(range(1, count, 2), "typed")})
    (row,) = await sheet.rows([1])
    assert row.kinds == "nt" * 250
    await sheet.close()
