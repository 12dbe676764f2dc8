"""What the batch's pages say: what was opened, how far the sending is, how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.job import ItemState, Job
from leadbyte_desktop.domain.lead_update import Action, LeadUpdate
from leadbyte_desktop.domain.words import count_of, duration_words
from leadbyte_desktop.services.live import stopped_words
from leadbyte_desktop.services.outcome_words import job_words
from leadbyte_desktop.services.progress import RunEnd
from leadbyte_desktop.ui.columns_words import mapping_words
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.sheet import Column
    from leadbyte_desktop.services.progress import Progress, RunResult
    from leadbyte_desktop.services.staging import Staged

CHECK_COLUMNS = (("columns", "Check columns…"),)
"""The action of a note that asks again which column is which."""
_MOST_NAMED = 6
_DOING = {Action.REPROCESS: "reprocessing", Action.RELEASE: "releasing", Action.REJECT: "rejecting"}


def opened_words(name: str, staged: Staged, columns: Sequence[Column], others: int = 0, *, below: bool = False) -> str:
    """What came of opening a file: how many rows, which columns are sent, what was passed over.

    Args:
        name: the file's name.
        staged: how it was read.
        columns: what its columns are for; none where its rows were added to a table that has its own.
        others: how many more files were dropped with it.
        below: its rows stand below those that stood there.
    """
    of = f" (sheet “{staged.info.worksheet}”)" if staged.info.worksheet else ""
    words = [f"{count_of(staged.rows, 'row', 'rows')} from {name}{of}{' added below' if below else ''}."]
    if staged.left_out:
        rows = count_of(staged.left_out, "row is left out; it says", "rows are left out; each says")
        words.append(f"Of these results {rows} why.")
    if columns:
        words.append(mapping_words(columns))
    if staged.blank_rows:
        words.append(f"{count_of(staged.blank_rows, 'blank row was', 'blank rows were')} passed over.")
    if others:
        words.append(f"Only the first of the {others + 1:,} files was opened; drop the others one by one.")
    return " ".join(words)


def damaged_words(path: Path) -> str:
    """That the unfinished batch cannot be read any more, and where its file is kept."""
    return (
        f"The table of the unfinished batch is damaged, so a new one was begun. What can still be had of it is kept as "
        f"{path}. Nothing was changed in LeadByte by this. Open the spreadsheet that it came from again; History still "
        "shows what was sent."
    )


def pasted_words(rows: int, columns: Sequence[Column]) -> str:
    """What came of pasting a table with headings."""
    return f"{count_of(rows, 'row', 'rows')} pasted. {mapping_words(columns)}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def deliveries_words(ids: Sequence[str], known: Mapping[str, Delivery]) -> str:
    """The deliveries by name and receiver: "Acme Solar — evening (Acme Ltd)"; "" for none."""
    return ", ".join(
        f"{known[each].name} ({known[each].buyer})"
        if each in known and known[each].buyer
        else known[each].name if each in known else f"delivery {each}"
        for each in ids
    )  # fmt: skip


def job_heading(title: str, rows: int) -> str:
    """The batch and its size: "leads-today.csv — 1,204 rows"."""
    return f"{title} — {count_of(rows, 'row', 'rows')}"


def what_words(updates: Sequence[LeadUpdate], labels: FieldLabels, *, whole: bool) -> str:
    """What the batch does to its leads, in one line: "Postcode, Street → LeadByte · 1 delivery each".

    Args:
        updates: its rows, or the first of them.
        labels: what the account calls its fields.
        whole: these are all of them, so that they can be counted.
    """
    names: dict[str, None] = {}
    for update in updates:
        names.update(dict.fromkeys(update.changes))
    parts = [f"{_some([labels.of(name) for name in names])} → LeadByte"] if names else []
    with_deliveries = [len(update.delivery_ids) for update in updates if update.delivery_ids]
    actions = Counter(update.action for update in updates if update.action is not None)
    if not whole:
        parts += ["deliveries"] if with_deliveries else []
        parts += [_DOING[action] for action in actions]
        return " · ".join(parts)
    if with_deliveries and len(with_deliveries) == len(updates) and len(set(with_deliveries)) == 1:
        parts.append(f"{count_of(with_deliveries[0], 'delivery', 'deliveries')} each")
    elif with_deliveries:
        parts.append(f"deliveries for {count_of(len(with_deliveries), 'row', 'rows')}")
    if actions:
        counted = ", ".join(f"{count:,} {action.done}" for action, count in actions.items())
        only = next(iter(actions))
        parts.append(f"every lead is {only.done}" if actions[only] == len(updates) else counted)
    return " · ".join(parts)


def progress_words(progress: Progress) -> str:
    """How far, how fast, how long: "754 of 1,204 · 212 a second · about 2 seconds left"; while paused how far alone."""
    parts = [f"{progress.done:,} of {progress.total:,}"]
    if progress.paused:
        return parts[0]
    if progress.per_second:
        rate = f"{progress.per_second:,.0f}" if progress.per_second >= 10 else f"{progress.per_second:.1f}"
        parts.append(f"{rate} a second")
    if progress.seconds_left is not None and progress.done < progress.total:
        parts.append(f"{duration_words(progress.seconds_left)} left")
    return " · ".join(parts)


def end_words(job: Job, result: RunResult | None) -> str:
    """How a batch stands when nothing of it is being sent."""
    why = ""
    if result is not None and result.end is RunEnd.STOPPED_BY_PERSON:
        why = "The sending was cancelled; what was not sent then is not sent."
    elif result is not None and result.end is RunEnd.STOPPED_BY_TROUBLE:
        why = f"The sending stopped. {result.words}"
    elif result is not None and result.end is RunEnd.WAITS_FOR_PERSON:
        why = "Choose each row that is not known below, look at its lead in LeadByte, and say what you saw."
    elif result is None:  # it was sent before the app was started
        why = stopped_words(job)
    return f"{job_words(job)} {why}".strip()


def end_tone(job: Job) -> Tone:
    """The tone of that: what wants a person first."""
    counts = job.counts
    if counts.get(ItemState.NOT_KNOWN):
        return Tone.UNKNOWN
    unhappy = (ItemState.REFUSED, ItemState.NOT_SENT, ItemState.CANCELLED, ItemState.WAITING)
    return Tone.WARNING if job.never_items or any(counts.get(state) for state in unhappy) else Tone.OK
