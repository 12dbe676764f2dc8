"""Importing a file with all its checks, staged on the disk, against the bare reader alone over the same file."""

from __future__ import annotations

import asyncio
import csv
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from figures import Figure, seconds
from python_calamine import CalamineWorkbook
from tables import HEADINGS, write_csv, write_xlsx

from leadbyte_desktop.importing.readers import preview
from leadbyte_desktop.services.staging import StagingRequest
from leadbyte_desktop.services.staging_process import stage_in_process

ROWS = 100_000
FIRST = 200
TURNS = 5


def reading() -> Iterator[Figure]:
    """CSV, .xlsx, and the first rows of a CSV file."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table, book = write_csv(folder / "leads.csv", ROWS), write_xlsx(folder / "leads.xlsx", ROWS)
        what = f"import of {ROWS:,} x {len(HEADINGS)}"
        yield _import(f"{what} CSV with checks, in its process, against csv.reader", "<= 8", table, _read_csv)
        yield _import(f"{what} .xlsx with checks, in its process, against calamine", "<= 2", book, _read_xlsx)


def _import(name: str, aim: str, path: Path, bare: object) -> Figure:
    ours, floor = [], []
    for turn in range(TURNS + 1):
        plain = seconds(lambda: bare(path))
        whole = seconds(lambda: asyncio.run(_stage(path)))
        if turn:
            floor.append(plain)
            ours.append(whole)
    return Figure(name, aim, ours, floor, "s")


async def _stage(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        staged = await stage_in_process(StagingRequest(path, Path(folder) / "sheet.sqlite3"), lambda _staged: None)
    if staged.rows != ROWS:
        raise SystemExit(f"{path.name} was not read to its end: {staged.rows} rows")


def _read_csv(path: Path, rows: int | None = None) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in islice(csv.reader(file), rows))


def _read_xlsx(path: Path) -> int:
    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def preview_only(path: Path) -> int:
    """The first rows as the window reads them before all others."""
    found = preview(path, rows=FIRST)
    return len(found[1].rows) if found else 0
