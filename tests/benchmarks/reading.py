"""Importing a file with all its checks, staged on the disk, against the bare reader alone over the same file."""

from __future__ import annotations

import asyncio
import csv
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from figures import Figure, seconds
from processes import line_of, started
from python_calamine import CalamineWorkbook
from tables import FIRST_ROWS, HEADINGS, write_csv, write_xlsx

from leadbyte_desktop.services.staging import StagingRequest
from leadbyte_desktop.services.staging_process import stage_in_process

ROWS = 100_000
TURNS = 5
FIRST_TURNS = 15


def reading() -> Iterator[Figure]:
    """CSV, .xlsx, and the first rows of a CSV file in the window."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table, book = write_csv(folder / "leads.csv", ROWS), write_xlsx(folder / "leads.xlsx", ROWS)
        what = f"import of {ROWS:,} x {len(HEADINGS)}"
        yield _import(f"{what} CSV with checks, in its process, against csv.reader", "<= 8", table, _read_csv)
        yield _import(f"{what} .xlsx with checks, in its process, against calamine", "<= 2", book, _read_xlsx)
        yield _first_rows(table, folder / "data")


def _import(name: str, aim: str, path: Path, bare: Callable[[Path], int]) -> Figure:
    ours, floor = [], []
    for turn in range(TURNS + 1):
        plain = seconds(lambda: bare(path))
        whole = seconds(lambda: asyncio.run(_stage(path)))
        if turn:
            floor.append(plain)
            ours.append(whole)
    return Figure(name, aim, ours, floor, "s")


def _first_rows(path: Path, data: Path) -> Figure:
    """Both windows stand open and are asked turn by turn; the app's reads the whole file behind the first rows."""
    ours: list[float] = []
    floor: list[float] = []
    with started("bare_table.py", str(path)) as bare, started("at_work.py", "first_rows", str(data), str(path)) as app:
        for turn in range(FIRST_TURNS + 1):
            for process, times in ((bare, floor), (app, ours)):
                took = _ask(process)
                if turn:
                    times.append(took)
    return Figure(f"the first {FIRST_ROWS} rows on screen, against a bare read of them", "<= 2", ours, floor, "s")


def _ask(process: subprocess.Popen[str]) -> float:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return float(line_of(process))


async def _stage(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        staged = await stage_in_process(StagingRequest(path, Path(folder) / "sheet.sqlite3"), lambda _staged: None)
    if staged.rows != ROWS:
        raise SystemExit(f"{path.name} was not read to its end: {staged.rows} rows")


def _read_csv(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def _read_xlsx(path: Path) -> int:
    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
