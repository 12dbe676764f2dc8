"""What the page where a batch is built says about it: its heading, how its rows add up, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadbyte_desktop.domain.sheet import SheetHead, naming_leads
from leadbyte_desktop.domain.words import count_of

if TYPE_CHECKING:
    from leadbyte_desktop.store.sheet import SheetCounts


def batch_heading(head: SheetHead, counts: SheetCounts) -> str:
    """The batch and its size: "leads.csv — 1,213 rows"; the worksheet too where the file has several."""
    name = head.name or head.source or "New batch"
    if head.worksheet and head.source:
        name = f"{name}, {head.worksheet}"
    return f"{name} — {count_of(counts.rows, 'row', 'rows')}" if counts.rows else name


def adding_up_words(counts: SheetCounts) -> str:
    """How the rows add up: "1,190 ready · 14 with problems · 9 left out"; "" where there is none.

    The numbers make the number of rows. Rows that only look odd are among the ready ones.
    """
    parts = [
        (counts.ready, f"{counts.ready:,} ready"),
        (counts.stopped, f"{counts.stopped:,} with problems"),
        (counts.left_out, f"{counts.left_out:,} left out"),
        (counts.nothing_to_do, f"{counts.nothing_to_do:,} with nothing to change"),
    ]
    return " · ".join(words for number, words in parts if number)


def missing_for_review(head: SheetHead, counts: SheetCounts) -> str:
    """What is missing before the batch can be reviewed; "" where nothing is."""
    if not counts.rows:
        return "Add a lead: open a file, paste lead IDs, or add a row."
    if len(naming_leads(head.columns)) > 1:
        return "Two columns name the leads: press Columns… and choose one."
    if head.lead_column is None:
        return "Say which column holds the lead IDs: press Columns…"
    if counts.stopped:
        rows = count_of(counts.stopped, "row with a problem", "rows with problems")
        return f"Correct or leave out {rows} first."
    if not counts.ready and counts.nothing_to_do:
        return "Say what to change: choose fields and type values, or choose a delivery or an action."
    if not counts.ready:
        return "Every row is left out. Bring one back, or add another."
    return ""
