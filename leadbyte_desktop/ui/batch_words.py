"""What the batch's pages say: which columns go where, how far the sending is, how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import ItemState, Job
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.domain.words import count_of, duration_words
from leadbyte_desktop.services.outcome_words import job_words
from leadbyte_desktop.services.progress import RunEnd
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.importing.columns import ColumnMatch
    from leadbyte_desktop.services.progress import Progress, RunResult

_MOST_NAMED = 6


def mapping_words(match: ColumnMatch) -> str:
    """Which columns of a file go to LeadByte: "Postcode, First name → LeadByte; Notes is left out."."""
    heading = match.headings[match.lead_column] if match.lead_column is not None else ""
    sent = _some([label_of(name) for name in match.field_names])
    left = match.ignored
    parts = [f"{sent} → LeadByte" if sent else "No column holds a field that is known"]
    if left:
        parts.append(f"{_some([f'“{each}”' for each in left])} {'is' if len(left) == 1 else 'are'} left out")
    return f"The lead IDs stand under “{heading}”. {'; '.join(parts)}."


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


def what_words(updates: Sequence[LeadUpdate]) -> str:
    """What the batch does to its leads, in one line: "Postcode, Street → LeadByte · 1 delivery each"."""
    names: dict[str, None] = {}
    for update in updates:
        names.update(dict.fromkeys(update.changes))
    parts = [f"{_some([label_of(name) for name in names])} → LeadByte"] if names else []
    with_deliveries = [len(update.delivery_ids) for update in updates if update.delivery_ids]
    if with_deliveries and len(with_deliveries) == len(updates) and len(set(with_deliveries)) == 1:
        parts.append(f"{count_of(with_deliveries[0], 'delivery', 'deliveries')} each")
    elif with_deliveries:
        parts.append(f"deliveries for {count_of(len(with_deliveries), 'row', 'rows')}")
    actions = sum(update.action is not None for update in updates)
    if actions:
        parts.append("every lead is reprocessed" if actions == len(updates) else f"{actions:,} reprocessed")
    return " · ".join(parts)


def progress_words(progress: Progress) -> str:
    """How far, how fast, how long: "754 of 1,204 · 212 a second · about 2 seconds left"."""
    parts = [f"{progress.done:,} of {progress.total:,}"]
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
    return f"{job_words(job)} {why}".strip()


def end_tone(counts: Mapping[ItemState, int]) -> Tone:
    """The tone of that: what wants a person first."""
    if counts.get(ItemState.NOT_KNOWN):
        return Tone.UNKNOWN
    unhappy = (ItemState.REFUSED, ItemState.NOT_SENT, ItemState.CANCELLED, ItemState.WAITING)
    return Tone.WARNING if any(counts.get(state) for state in unhappy) else Tone.OK
