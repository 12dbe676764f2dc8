"""A file is read into a sheet, in this process and in one of its own."""

from __future__ import annotations

import asyncio
import csv
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.domain.sheet import Role
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.services.batch_sheet import BatchSheet
from leadbyte_desktop.services.staging import Staged, StagingRequest, stage
from leadbyte_desktop.services.staging_process import stage_in_process
from leadbyte_desktop.store.sheet import SheetView


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


async def cells(path: Path) -> list[tuple[str | None, ...]]:
    sheet = BatchSheet(path)
    rows = await sheet.rows(await sheet.order(SheetView()))
    await sheet.close()
    return [row.cells for row in rows]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write(tmp_path / "leads.csv", [["Lead ID", "Post Code"], ["7", "TN1 1AA"], ["", ""], ["007", ""]])


async def test_in_a_process_of_its_own_the_same_comes_out(table: Path, tmp_path: Path) -> None:
    steps: list[Staged] = []
    here = stage(StagingRequest(table, tmp_path / "here.sqlite3"))
    there = await stage_in_process(StagingRequest(table, tmp_path / "there.sqlite3"), steps.append)
    assert here == there
    assert (there.rows, there.part, there.blank_rows, there.left_out) == (2, 1.0, 1, 0)
    assert there.info.headings == ("Lead ID", "Post Code")
    assert steps[-1] == there
    assert await cells(tmp_path / "here.sqlite3") == await cells(tmp_path / "there.sqlite3")
    assert await cells(tmp_path / "there.sqlite3") == [("7", "TN1 1AA"), ("007", None)]


async def test_what_is_wrong_with_a_file_comes_back_in_words(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text('Lead ID,Notes\n1,"never closed', "utf-8")
    with pytest.raises(BadFile, match="never closed"):
        await stage_in_process(StagingRequest(path, tmp_path / "to.sqlite3"), lambda _staged: None)
    with pytest.raises(BadFile, match="no file"):
        await stage_in_process(StagingRequest(tmp_path / "none.csv", tmp_path / "to2.sqlite3"), lambda _staged: None)


async def test_a_process_that_breaks_off_is_a_bad_file(table: Path, tmp_path: Path) -> None:
    # The folder of the new sheet is not there, and a file stands in its place: nothing can be written.
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises((BadFile, OSError, Exception)) as caught:
        await stage_in_process(StagingRequest(table, blocked / "to.sqlite3"), lambda _staged: None)
    assert caught.value.user_text  # type: ignore[attr-defined]  # every one of ours has words


async def test_a_process_that_says_much_on_its_standard_error_is_not_stuck(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # More than a pipe takes that nobody empties.
    monkeypatch.setenv("PYTHONVERBOSE", "2")
    async with asyncio.timeout(60):
        staged = await stage_in_process(StagingRequest(table, tmp_path / "s.sqlite3"), lambda _staged: None)
    assert staged.rows == 2


async def test_what_a_library_says_on_the_standard_output_is_no_answer(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chatter = tmp_path / "chatter"
    chatter.mkdir()
    (chatter / "sitecustomize.py").write_text(
        "print('a library says hello')\nprint('[1]')\nprint('{\"a\": 1}')\n", "utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(chatter))
    staged = await stage_in_process(StagingRequest(table, tmp_path / "s.sqlite3"), lambda _staged: None)
    assert staged.rows == 2


async def test_cancelled_the_process_ends_with_it(tmp_path: Path) -> None:
    path = write(tmp_path / "large.csv", [["Lead ID", "Notes"], *([str(n), "x" * 50] for n in range(200_000))])
    began = asyncio.Event()
    task = asyncio.ensure_future(
        stage_in_process(StagingRequest(path, tmp_path / "to.sqlite3"), lambda _staged: began.set())
    )
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # Nobody writes to it any more: the file can be deleted, and stays so.
    size = (tmp_path / "to.sqlite3").stat().st_size
    assert (tmp_path / "to.sqlite3").stat().st_size == size
    assert not [line for line in _children() if "services.staging" in line]


def _children() -> list[str]:
    """The command lines of this process's own children."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            status, line = (each / "status").read_text(), (each / "cmdline").read_bytes()
        except OSError:
            continue
        if f"PPid:\t{os.getpid()}\n" in status:
            found.append(line.replace(b"\0", b" ").decode())
    return found


async def test_how_to_read_and_what_was_matched_before_go_along(tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [["Ref", "What"], ["7", "TN1 1AA"]])
    sheet = BatchSheet(tmp_path / "first.sqlite3")
    stage(StagingRequest(path, sheet.path))
    columns = (await sheet.head()).columns
    await sheet.close()
    assert [column.role for column in columns] == [Role.IGNORED, Role.IGNORED]
    from dataclasses import replace

    from leadbyte_desktop.services.column_memory import _name_of

    chosen = [replace(columns[0], role=Role.LEAD), replace(columns[1], role=Role.FIELD, field="postcode")]
    memory = {_name_of(["Ref", "What"]): [column.to_plain() for column in chosen]}
    request = StagingRequest(path, tmp_path / "second.sqlite3", HowToRead(delimiter=","), memory)
    assert StagingRequest.from_json(request.to_json()) == request
    await stage_in_process(request, lambda _staged: None)
    sheet = BatchSheet(tmp_path / "second.sqlite3")
    assert (await sheet.head()).columns == tuple(chosen)
    assert (await sheet.counts()).ready == 1
    await sheet.close()


RESULTS = ["Outcome", "LeadByte said", "Delivery or action confirmed", "Time", "Request number"]


async def test_of_a_file_of_results_only_what_did_not_go_through_is_offered(tmp_path: Path) -> None:
    path = write(
        tmp_path / "results.csv",
        [
            ["Lead ID", "Postcode", *RESULTS],
            ["1", "TN1 1AA", "Updated", "", "", "", "1"],
            ["2", "TN1 1AA", "Refused", "", "", "", "1"],
            ["3", "TN1 1AA", "Not known", "", "", "", "2"],
            # The delivery was one for all rows, so no column of the row itself speaks of it.
            ["4", "TN1 1AA", "Not known", "", "not confirmed", "", "2"],
            ["5", "TN1 1AA", "Updated", "", "not confirmed", "", "2"],
            ["6", "TN1 1AA", "Not sent", "", "not confirmed", "", "2"],
        ],
    )
    staged = stage(StagingRequest(path, tmp_path / "s.sqlite3"))
    assert (staged.rows, staged.left_out) == (6, 3)
    sheet = BatchSheet(tmp_path / "s.sqlite3")
    draft = await sheet.draft("x", "a")
    assert [item.update.lead.number for item in draft.items] == ["2", "3", "6"]
    assert draft.source is not None
    assert draft.source.headings == ("Lead ID", "Postcode")
    draft.items.close()  # type: ignore[attr-defined]
    await sheet.close()
