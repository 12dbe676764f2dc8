"""The tables that are measured: invented people, twelve columns, nothing wrong in them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

HEADINGS = (
    "Lead ID", "Title", "First name", "Last name", "Email", "Phone", "Address 1", "Town", "County", "Postcode", "DOB",
    "Source",
)  # fmt: skip
FIRST_LEAD = 2_000_000
FIRST_ROWS = 200
"""So many rows of a file are shown before all others."""


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """So many rows; each lead once."""
    for number in range(count):
        yield (
            str(FIRST_LEAD + number), "Mx", f"Robin{number % 977}", f"Placeholder{number % 1013}",
            f"robin.{number}@example.com", f"07700900{number % 1000:03d}", f"{number % 300 + 1} Sample Street",
            "Ashford", "Kent", f"TN{number % 40 + 1} {number % 9 + 1}QD", f"{number % 28 + 1:02d}/03/1980",
            "www.example.com",
        )  # fmt: skip


def write_csv(path: Path, count: int) -> Path:
    """The table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows(count))
    return path


def write_xlsx(path: Path, count: int) -> Path:
    """The table as .xlsx, every cell a text."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Leads")
        for row, cells in enumerate((HEADINGS, *rows(count))):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    return path
