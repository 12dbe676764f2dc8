"""How a run of leads ended, in words: what happened, whether anything was changed, what to do now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadbyte_desktop.domain.job import Confirmation, Item, ItemState
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.progress import RunEnd, RunResult
from leadbyte_desktop.ui.theme import Tone


def end_words(result: RunResult, items: Sequence[Item]) -> tuple[str, Tone]:
    """How a run ended.

    Args:
        result: the run's end, with the counts of its job.
        items: the leads of that job, as the journal holds them.
    """
    counts = result.counts
    left = counts.get(ItemState.NOT_SENT, 0) + counts.get(ItemState.WAITING, 0)
    if result.end is RunEnd.STOPPED_BY_TROUBLE:
        refused = counts.get(ItemState.REFUSED, 0)
        no = f" LeadByte refused {count_of(refused, 'lead', 'leads')} and changed nothing there." if refused else ""
        return f"Sending stopped: {result.words}{no}{_other_counts(counts)}", Tone.WARNING
    if result.end is RunEnd.STOPPED_BY_PERSON:
        stopped = counts.get(ItemState.CANCELLED, 0) - result.left_out or left
        words = f"Stopped. {count_of(stopped, 'lead was', 'leads were')} not sent; nothing was changed on them."
        return f"{words}{_other_counts(counts)}", Tone.WARNING
    return settled_words(items)


def settled_words(items: Sequence[Item]) -> tuple[str, Tone]:
    """How leads stand of which none is being sent any more."""
    counts = {state: sum(item.state is state for item in items) for state in ItemState}
    open_ones = sum(item.can_be_settled for item in items)
    if open_ones:
        what = "one lead" if open_ones == 1 else f"{open_ones:,} leads"
        words = f"It is not known what became of {what}. Look in LeadByte, then say below what you saw."
        return f"{words}{_other_counts(counts)}", Tone.UNKNOWN
    if refused := counts[ItemState.REFUSED]:
        stays = "it, and its ID is still" if refused == 1 else "them, and their IDs are still"
        words = f"LeadByte refused {count_of(refused, 'lead', 'leads')}; nothing was changed on {stays} in the form."
        return f"{words}{_other_counts(counts)}", Tone.ERROR
    if left := counts[ItemState.NOT_SENT] + counts[ItemState.WAITING]:
        return f"{count_of(left, 'lead was', 'leads were')} not sent.{_other_counts(counts)}", Tone.WARNING
    if any(item.confirmation is Confirmation.DENIED for item in items):
        return "LeadByte took the request but denied a delivery. Look at what it says below.", Tone.ERROR
    return _taken(items, counts)


def _taken(items: Sequence[Item], counts: Mapping[ItemState, int]) -> tuple[str, Tone]:
    taken = counts[ItemState.UPDATED] + counts[ItemState.QUEUED]
    if not taken:
        return f"Nothing was sent.{_other_counts(counts)}", Tone.WARNING
    words = f"LeadByte took {'the lead' if taken == 1 else f'all {taken:,} leads'}."
    if any(item.confirmation is Confirmation.NOT_CONFIRMED for item in items):
        words += f" It does not report {'the delivery itself' if taken == 1 else 'the deliveries themselves'}."
    if queued := counts[ItemState.QUEUED]:
        it_is = "it is" if queued == 1 else "they are"
        words += f" {count_of(queued, 'lead waits', 'leads wait')} in its queue: {it_is} not done yet."
    if left_out := sum(item.left_out for item in items):
        words += f" {count_of(left_out, 'lead was', 'leads were')} left out, having gone before."
    return words, Tone.OK


def _other_counts(counts: Mapping[ItemState, int]) -> str:
    """What else became of leads, after the sentence on what matters most: " 10 leads were updated."."""
    updated = counts.get(ItemState.UPDATED, 0) + counts.get(ItemState.QUEUED, 0)
    return f" LeadByte took {count_of(updated, 'lead', 'leads')}." if updated else ""
