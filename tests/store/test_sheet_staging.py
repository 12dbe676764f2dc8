"""Staging a sheet while another process already reads it, and files that are no sheet."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.store.sheet import Sheet, SheetCounts, SheetView
from leadbyte_desktop.store.sheet_schema import GAP
from leadbyte_desktop.store.sheet_writer import SheetWriter
from tests.store.sheet_scenes import HEAD, find, new, table

STAGING = """
import sys
from pathlib import Path
from leadbyte_desktop.store.sheet_writer import SheetWriter
from tests.store.sheet_scenes import HEAD

writer = SheetWriter(Path(sys.argv[1]), HEAD)
writer.append(
    [2, 4], [["7", "TN1 1AA", ""], ["x", "", "sam"]], ["", "ntt"], ["7", None], [True, False],
    [(1, 0, "bad lead", True)], {},
)
writer.commit()
writer.append([5], [["007", "TN1 1AB", ""]], [""], ["7"], [True], [], {0: "It went through already."})
print("the first rows are there", flush=True)
sys.stdin.readline()
writer.append([6], [["07", "TN1 1AC", ""]], [""], ["7"], [True], [], {})
writer.finish()
"""
ROOT = Path(__file__).parents[2]


async def test_a_reader_sees_the_first_rows_while_another_process_stages_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "sheet.sqlite3"
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STAGING, str(path), stdin=pipe, stdout=pipe, cwd=ROOT
    )
    assert child.stdout is not None
    assert (await child.stdout.readline()).strip() == b"the first rows are there"
    sheet = Sheet(path, find)
    assert await table(sheet) == [("7", "TN1 1AA", None), ("x", None, "sam")]
    assert await sheet.counts() == SheetCounts(rows=2, ready=1, stopped=1)
    await sheet.close()
    await child.communicate(b"go on\n")
    assert child.returncode == 0
    sheet = Sheet(path, find)
    rows = await sheet.rows(await sheet.order(SheetView()))
    assert [(row.number, row.kinds, row.left_out) for row in rows] == [
        (2, "", ""), (4, "ntt", ""), (5, "", "It went through already."), (6, "", ""),
    ]  # fmt: skip
    assert await sheet.head() == HEAD
    assert await sheet.counts() == SheetCounts(rows=4, ready=2, stopped=1, warned=1, left_out=1)
    assert [(each.number, each.code) for each in await sheet.problems(9, 0)] == [(4, "bad lead"), (6, "same lead")]
    assert await sheet.undo_labels() == (None, None)
    await sheet.close()


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("plain_leads", [False, True])
@pytest.mark.parametrize("all_ask", [False, True])
@pytest.mark.parametrize("odd", [False, True])
def test_every_row_is_staged_as_it_is_whatever_of_it_is_worked_out(
    tmp_path: Path, gaps: bool, plain_leads: bool, all_ask: bool, odd: bool
) -> None:
    """More rows than one statement takes, in two pieces, and the last piece may be of another shape."""
    count = 1_300
    numbers = [2 + place + (place // 7 if gaps else 0) for place in range(count)]
    rows = [[str(7_000 + place), "" if place % 5 == 0 else f"TN{place}", "’"] for place in range(count)]
    keys = [None if not plain_leads and place % 3 == 0 else row[0] for place, row in enumerate(rows)]
    own = [all_ask or place % 4 > 0 for place in range(count)]
    kinds = ["ntt" if odd and place % 2 else "" for place in range(count)]
    gone = {1_250: "It went through already."} if odd else {}
    path = tmp_path / "sheet.sqlite3"
    writer = SheetWriter(path, HEAD)
    for begin, end in ((0, 1_000), (1_000, 1_000), (1_000, count)):
        piece = slice(begin, end)
        left_out = {place - begin: why for place, why in gone.items() if begin <= place < end}
        writer.append(numbers[piece], rows[piece], kinds[piece], keys[piece], own[piece], [], left_out)
    writer.finish()

    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT * FROM rows ORDER BY position").fetchall()
    assert found == [
        (
            place + 1, (place + 1) * GAP, numbers[place], keys[place], int(own[place]), 1, gone.get(place, ""),
            kinds[place], row[0], row[1] or None, row[2],
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def test_a_finished_sheet_is_one_file_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "sheet.sqlite3"
    SheetWriter(path, HEAD).finish()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_exists_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "sheet.sqlite3"
    path.write_text("somebody's", "utf-8")
    with pytest.raises(StorageProblem):
        SheetWriter(path, HEAD)
    assert path.read_text("utf-8") == "somebody's"


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
async def test_what_is_no_database_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sheet.sqlite3"
    path.write_bytes(content)
    await is_refused(path)


@pytest.mark.parametrize("version", [0, 1, 2])
async def test_another_programs_database_is_said_in_words(tmp_path: Path, version: int) -> None:
    path = tmp_path / "sheet.sqlite3"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (a)")
    other.execute(f"PRAGMA user_version = {version}")
    other.close()
    await is_refused(path)


async def test_a_sheet_with_damaged_pages_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "sheet.sqlite3"
    sheet = await new(path, *([str(number), "a" * 50, None] for number in range(2_000)))
    await sheet.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(content)
    await is_refused(path)


async def is_refused(path: Path) -> None:
    sheet = Sheet(path, find)
    with pytest.raises(StorageProblem, match="table of this batch") as caught:
        await sheet.head()
    assert "what it sends" not in caught.value.user_text
    await sheet.close()


def test_a_missing_sheet_is_not_made(tmp_path: Path) -> None:
    asyncio.run(is_refused(tmp_path / "sheet.sqlite3"))
    assert list(tmp_path.iterdir()) == []
