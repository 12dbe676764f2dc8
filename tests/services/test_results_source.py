"""Results of a job that was made from a table: the table as it was, and behind it what became of each row."""

from __future__ import annotations

import csv
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.job import DraftItem, ItemState, Job, JobDraft, JobKind, LeadResult, SourceRow
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.importing.columns import outcome_left_out
from leadbyte_desktop.services import results as results_module
from leadbyte_desktop.services.results import ENDING, Results
from leadbyte_desktop.services.results_files import ExcelFile
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.store.part_notes import PartNotes

ACME = Account("acme", "Acme Leads", "https://acme.leadbyte.co.uk/restapi/v1.3")
HEADINGS = ("Surname", "Lead ID", "Outcome", "=Phone", "")
ODD = [
    "007",
    "=1+1",
    "+44 7700 900123",
    "4.47701E+11",
    "1/2/2026",
    " spaces ",
    "two\nlines",
    "a\x00b\x0bc",
    "_x0041_",
    "<&>\"'",
    "🙂",
    "A\ud800B",
    "{=1}",
    "http://example.com",
    "TRUE",
    "-",
    "'quoted",
]


@dataclass(frozen=True)
class Table:
    """A table in memory."""

    headings: tuple[str, ...]
    kept: Sequence[SourceRow]

    def rows(self) -> Iterator[SourceRow]:
        return iter(self.kept)


@pytest.fixture
def journal(workplace: Workplace) -> Journal:
    return workplace.tools.journal


@pytest.fixture
def results(workplace: Workplace) -> Results:
    return workplace.tools.results


async def job_of(journal: Journal, rows: Sequence[SourceRow], headings: tuple[str, ...] = HEADINGS) -> Job:
    count = sum(row.position is not None for row in rows)
    items = tuple(DraftItem(LeadUpdate(LeadRef(str(n)), {"postcode": "A"})) for n in range(1, count + 1))
    draft = JobDraft(JobKind.BATCH, "leads-today.csv", ACME.account_id, items, Table(headings, rows))
    return await journal.create_job(draft, ACME, "sam")


def small_table() -> list[SourceRow]:
    return [
        SourceRow(2, ("Ash", "1", "Refused", None, "x"), 1),
        SourceRow(3, ("Birch", "two", None, "+44 7700 900123", None), None, "“two” is not a lead ID."),
        SourceRow(5, ("Cole", "2", None, "07700 900123", None), 2),
    ]


def excel(path: Path) -> list[list[str]]:
    """The cells as they stand, every one of which must be text."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert all(isinstance(cell, str) for row in rows for cell in row)
    return [[str(cell) for cell in row] for row in rows]


def table(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        return excel(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def plain(cell: str, path: Path) -> str:
    """A cell without the mark that CSV needs."""
    return cell if path.suffix == ".xlsx" else cell.removeprefix("'")


@pytest.mark.parametrize("name", ["results.csv", "results.xlsx", "RESULTS.XLSX"])
async def test_the_table_comes_back_with_its_outcomes(
    journal: Journal, results: Results, tmp_path: Path, name: str
) -> None:
    job = await job_of(journal, small_table())
    first, second = await journal.items(job.job_id, None, 0, 9)
    number = await journal.mark_sending(job.job_id, [first.item_id], "PUT", "https://x", "{}")
    said = LeadResult(ItemState.UPDATED, "Lead updated", warnings=("Odd postcode",))
    await journal.record(number, {first.item_id: said}, 200, "", "")
    path = tmp_path / name
    assert await results.save(job.job_id, path) == 3
    path = path.rename(path.with_name(name.lower()))
    heading, ash, birch, cole = table(path)
    assert [plain(cell, path) for cell in heading] == [*HEADINGS, *ENDING]
    assert ash[:5] == ["Ash", "1", "Refused", "", "x"]
    assert ash[5:8] == ["Updated", "Lead updated; Odd postcode", ""]
    assert ash[9] == str(number)
    assert [plain(cell, path) for cell in birch] == [
        *("Birch", "two", "", "+44 7700 900123", "", "Not sent", "“two” is not a lead ID.", "", "", "")
    ]
    assert cole == ["Cole", "2", "", "07700 900123", "", "Not sent", "It has not been sent yet.", "", "", ""]
    assert second.state is ItemState.WAITING


async def test_what_is_out_at_that_moment_is_not_called_not_sent(
    journal: Journal, results: Results, tmp_path: Path
) -> None:
    """Whoever sends "not sent" rows again would send it twice."""
    job = await job_of(journal, small_table())
    (first, _) = await journal.items(job.job_id, None, 0, 9)
    await journal.mark_sending(job.job_id, [first.item_id], "PUT", "https://x", "{}")
    path = tmp_path / "results.csv"
    await results.save(job.job_id, path)
    assert table(path)[1][5:7] == ["Not known", "It is being sent; LeadByte has not answered yet."]


async def test_every_outcome_begins_with_one_of_the_six(journal: Journal, results: Results, tmp_path: Path) -> None:
    ends = (ItemState.UPDATED, ItemState.REFUSED, ItemState.NOT_SENT, ItemState.NOT_KNOWN, ItemState.QUEUED)
    job = await job_of(journal, [SourceRow(n, ("x",), n) for n in range(1, len(ends) + 2)], ("A",))
    for item, state in zip(await journal.items(job.job_id, None, 0, 9), ends, strict=False):
        number = await journal.mark_sending(job.job_id, [item.item_id], "PUT", "https://x", "{}")
        await journal.record(number, {item.item_id: LeadResult(state, "words")}, 200, "", "")
    await journal.cancel_waiting(job.job_id)
    path = tmp_path / "results.csv"
    await results.save(job.job_id, path)
    outcomes = [row[1] for row in table(path)[1:]]
    assert outcomes == ["Updated", "Refused", "Not sent", "Not known", "Queued", "Cancelled"]


async def test_what_was_left_out_is_told_apart_from_what_was_cancelled(
    journal: Journal, results: Results, tmp_path: Path
) -> None:
    job = await job_of(journal, [SourceRow(n, ("x",), n) for n in (1, 2)], ("A",))
    (first, _) = await journal.items(job.job_id, None, 0, 9)
    await journal.leave_out(job.job_id, {first.item_id: "Left out: row 1 asks for the same."})
    await journal.cancel_waiting(job.job_id)
    path = tmp_path / "results.csv"
    await results.save(job.job_id, path)
    assert [row[1:3] for row in table(path)[1:]] == [
        ["Cancelled: left out", "Left out: row 1 asks for the same."],
        ["Cancelled", "Cancelled before it was sent."],
    ]
    # Opened again as a batch, only what a person cancelled is offered.
    assert [outcome_left_out(row[1], asks_effect=False) == "" for row in table(path)[1:]] == [False, True]


async def test_no_cell_of_an_excel_file_is_anything_but_its_text(
    journal: Journal, results: Results, tmp_path: Path
) -> None:
    job = await job_of(journal, [SourceRow(n, (cell,), n) for n, cell in enumerate(ODD, start=1)], ("=A1",))
    path = tmp_path / "results.xlsx"
    await results.save(job.job_id, path)
    with ZipFile(path) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    names = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    assert sheet.findall(".//s:f", names) == []
    cells = sheet.findall(".//s:c", names)
    assert cells
    assert {cell.get("t") for cell in cells} == {"inlineStr"}
    texts = [cell.findtext("s:is/s:t", "", names) for cell in cells if (cell.get("r") or "").startswith("A")]
    escaped = {"a\x00b\x0bc": "a_x0000_b_x000B_c", "_x0041_": "_x005F_x0041_", "A\ud800B": "A?B"}
    assert texts == ["=A1", *(escaped.get(cell, cell) for cell in ODD)]


async def test_an_excel_file_is_easy_to_read(journal: Journal, results: Results, tmp_path: Path) -> None:
    rows = [SourceRow(n, ("x" * n, "y"), n) for n in range(1, 70)]
    job = await job_of(journal, rows, ("Surname", "A heading of some length"))
    path = tmp_path / "results.xlsx"
    await results.save(job.job_id, path)
    with ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    assert 'state="frozen"' in sheet
    assert 'topLeftCell="A2"' in sheet
    assert '<autoFilter ref="A1:G70"/>' in sheet
    assert "<b/>" in styles
    widths = [float(each.split('"')[0]) for each in sheet.split(' width="')[1:]]
    assert widths[0] > 40
    assert 24 < widths[1] < 30
    assert max(widths) < 50


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
async def test_a_table_of_many_pages_comes_back_whole_and_in_order(
    journal: Journal, results: Results, tmp_path: Path, suffix: str
) -> None:
    rows = [
        SourceRow(n + 1, (str(n), "0" * (n % 7)), n - n // 5 if n % 5 else None, "" if n % 5 else "No.")
        for n in range(1, 3_501)
    ]
    job = await job_of(journal, rows, ("A", "B"))
    path = tmp_path / f"results{suffix}"
    assert await results.save(job.job_id, path) == 3_500
    read = table(path)[1:]
    assert [row[0] for row in read] == [str(n) for n in range(1, 3_501)]
    assert [row[1] for row in read] == ["0" * (n % 7) for n in range(1, 3_501)]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
async def test_no_more_than_a_page_is_held_at_a_time(
    journal: Journal, results: Results, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[int] = []
    ask = Journal.source_rows

    async def counted(self: Journal, job_id: int, after_place: int, limit: int):
        page = await ask(self, job_id, after_place, limit)
        pages.append(len(page))
        return page

    monkeypatch.setattr(Journal, "source_rows", counted)
    job = await job_of(journal, [SourceRow(n, ("x",), n) for n in range(1, 2_501)], ("A",))
    await results.save(job.job_id, tmp_path / f"results{suffix}")
    assert pages == [1_000, 1_000, 500, 0]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
async def test_an_older_file_stays_until_the_new_one_is_whole(
    journal: Journal, results: Results, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await job_of(journal, small_table())
    folder = tmp_path / "results"
    folder.mkdir()
    path = folder / f"results{suffix}"
    path.write_bytes(b"the older one")
    ask = Journal.source_rows

    async def full(self: Journal, job_id: int, after_place: int, limit: int):
        if after_place:
            raise OSError(errno.ENOSPC, "No space left on device")
        return await ask(self, job_id, after_place, limit)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "source_rows", full)
        with pytest.raises(StorageProblem, match=r"No space left.*still in History"):
            await results.save(job.job_id, path)
    assert [(each.name, each.read_bytes()) for each in folder.iterdir()] == [(path.name, b"the older one")]
    await results.save(job.job_id, path)
    assert len(table(path)) == 4
    assert len(list(folder.iterdir())) == 1


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps who may read a file elsewhere")
@pytest.mark.parametrize("name", ["results.csv", "results.xlsx"])
async def test_others_may_read_a_file_of_results_as_any_other_file_of_this_person(
    journal: Journal, results: Results, tmp_path: Path, name: str
) -> None:
    job = await job_of(journal, small_table())
    usual, old = tmp_path / "usual", tmp_path / f"old {name}"
    for each, mode in ((usual, None), (old, 0o640)):
        each.touch()
        if mode is not None:
            each.chmod(mode)
    for path, like in ((tmp_path / name, usual), (old, old)):
        mode = stat.S_IMODE(like.stat().st_mode)
        await results.save(job.job_id, path)
        assert stat.S_IMODE(path.stat().st_mode) == mode
        assert len(table(path)) == 4


@pytest.mark.skipif(os.name != "posix", reason="on Windows only administrators make links")
async def test_what_a_link_points_to_is_replaced_and_not_the_link(
    journal: Journal, results: Results, tmp_path: Path
) -> None:
    job = await job_of(journal, small_table())
    (tmp_path / "elsewhere").mkdir()
    link, target = tmp_path / "results.csv", tmp_path / "elsewhere" / "today.csv"
    link.symlink_to(target)
    await results.save(job.job_id, link)
    assert link.is_symlink()
    assert len(table(target)) == 4


async def test_a_name_as_long_as_a_folder_takes_can_be_written(
    journal: Journal, results: Results, tmp_path: Path
) -> None:
    job = await job_of(journal, small_table())
    folder = tmp_path / "saved"
    folder.mkdir()
    path = folder / f"{'x' * 251}.csv"
    await results.save(job.job_id, path)
    assert names_in(folder) == [path.name]


async def test_a_cell_that_excel_cannot_take_is_not_dropped_in_silence(
    journal: Journal, results: Results, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    job = await job_of(journal, [SourceRow(7, ("x" * 32_768, "1", None, None, None), 1)])
    with pytest.raises(StorageProblem, match=r"32,767 characters.*still in History.*\.csv"):
        await results.save(job.job_id, folder / "results.xlsx")
    assert names_in(folder) == []
    await results.save(job.job_id, folder / "results.csv")
    assert table(folder / "results.csv")[1][0] == "x" * 32_768


def test_an_excel_file_leaves_nothing_in_the_folder_for_passing_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(passing))
    given_up = ExcelFile(passing / "x.xlsx", PartNotes(tmp_path / "notes"))
    given_up.write([["A"], ["b"]])
    assert names_in(passing)
    given_up.discard()
    assert names_in(passing) == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
async def test_a_place_that_cannot_be_written_is_told_in_words(
    journal: Journal, results: Results, tmp_path: Path, suffix: str
) -> None:
    job = await job_of(journal, small_table())
    with pytest.raises(StorageProblem, match=r"could not be saved as results\..*still in History"):
        await results.save(job.job_id, tmp_path / "no such folder" / f"results{suffix}")


async def test_more_rows_than_excel_takes_are_told_before_anything_is_written(
    journal: Journal, results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results_module, "EXCEL_ROWS", 3)
    job = await job_of(journal, small_table())
    with pytest.raises(StorageProblem, match=r"Excel takes 3 rows.*Save them as \.csv"):
        await results.save(job.job_id, tmp_path / "results.xlsx")
    assert names_in(tmp_path) == ["data"]
    assert await results.save(job.job_id, tmp_path / "results.csv") == 3
    monkeypatch.setattr(results_module, "EXCEL_ROWS", 4)
    assert await results.save(job.job_id, tmp_path / "results.xlsx") == 3


async def test_a_job_without_a_table_is_saved_for_excel_too(journal: Journal, results: Results, tmp_path: Path) -> None:
    rows = tuple(DraftItem(LeadUpdate(LeadRef(f"00{n}"), {"phone1": "07700 900123"})) for n in range(1, 4))
    job = await journal.create_job(JobDraft(JobKind.SINGLE, "x", ACME.account_id, rows), ACME, "sam")
    path = tmp_path / "results.xlsx"
    assert await results.save(job.job_id, path) == 3
    read = excel(path)
    assert read[0][-5:] == list(ENDING)
    assert [row[:3] for row in read[1:]] == [[str(n), f"00{n}", "07700 900123"] for n in range(1, 4)]
