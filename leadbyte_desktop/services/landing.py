"""What an answer means for the rows of its request, and how these come back to their run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.api.failures import may_go_again
from leadbyte_desktop.domain.job import Item, ItemState, LeadResult
from leadbyte_desktop.domain.route import Route
from leadbyte_desktop.domain.words import ended
from leadbyte_desktop.services.order import Row
from leadbyte_desktop.services.stop import Stop, Trouble

# These refuse the request before anything in it is looked at, so they say nothing of its leads.
_UNREAD = frozenset({401, 403, 404, 405, 413})
_SECOND_WAY = "LeadByte wants an update with it; its other way to trigger the delivery was not tried yet."


@dataclass(frozen=True, slots=True)
class Landing:
    """How rows come back to their run.

    Attributes:
        written: item ID to what was written down, for the rows that were sent.
        final: rows that have come to their end.
        again: rows that go again.
        due: when they do; None for at once, in two halves.
        second_way: rows that LeadByte refused for lack of an update, and that go by its other way, each alone.
        gone: rows that may not leave after all, as the journal now holds them.
        back: rows that did not leave, and may yet.
        singly: those go one by one.
    """

    written: dict[int, LeadResult] = field(default_factory=dict)
    final: Sequence[Row] = ()
    again: Sequence[Row] = ()
    due: float | None = None
    second_way: Sequence[Row] = ()
    gone: Sequence[tuple[Row, Item]] = ()
    back: Sequence[Row] = ()
    singly: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means for the rows of its request.

    Attributes:
        results: item ID to what is written down.
        again: the rows that go again.
        splitting: these do so at once and in halves, to find the culprits of a refusal.
        second_way: the rows that go by LeadByte's other way.
        stop: the reason to send nothing more, if there is one.
    """

    results: dict[int, LeadResult]
    again: Sequence[Row]
    splitting: bool
    second_way: Sequence[Row]
    stop: Stop | None


def judge(rows: Sequence[Row], answer: Answer, trouble: Trouble, *, now: float, due: float) -> Verdict:
    """Say what becomes of the rows of a request. Called once for each answer, in the order in which they come.

    Args:
        rows: what the request carried; all of one group.
        answer: the answer.
        trouble: watches the run's answers.
        now: the time.
        due: when rows that go again would do so.
    """
    splitting = _worth_splitting(answer, rows)
    # Only a refusal says that nothing was done: what is not known waits for a person, whatever else it says.
    second_way = [row for row in rows if row.update.lead in answer.wants_update and row.route is not Route.TRIGGER]
    for row in second_way:
        row.wants_update = True
    again = list(rows) if splitting else [row for row in rows if _goes_again(row, answer, now, due)]
    group = rows[0].group
    group.halved = group.halved or splitting
    stop = None
    # Part of a halved group: it counts once, with the others.
    a_part = group.halved and answer.whole_refusal and answer.status not in _UNREAD
    # That it wants an update is an answer, not trouble.
    if not splitting and not a_part and not second_way:
        stop = trouble.after(answer, [row.update for row in rows], goes_again=bool(again))
    group.open -= len(rows) - len(again) - len(second_way)
    group.got_through = group.got_through or any(
        result.state in (ItemState.UPDATED, ItemState.QUEUED) for result in answer.results.values()
    )
    if group.halved and not group.open:
        stop = stop or trouble.after_halving(got_through=group.got_through)
    return Verdict(_results(rows, answer, again, second_way), again, splitting, second_way, stop)


def _results(
    rows: Sequence[Row], answer: Answer, again: Sequence[Row], second_way: Sequence[Row]
) -> dict[int, LeadResult]:
    """What is written down for each row. A refusal after which a row goes again is no lead's refusal yet."""
    results = {row.item.item_id: answer.results[row.update.lead] for row in rows}
    for row in second_way:
        said = ended(f"LeadByte said: “{results[row.item.item_id].words}”")
        results[row.item.item_id] = LeadResult(ItemState.NOT_SENT, f"{_SECOND_WAY} {said}")
    for row in again:
        result = results[row.item.item_id]
        if result.state is ItemState.REFUSED:
            words = f"LeadByte refused the whole request: {result.words}"
            results[row.item.item_id] = LeadResult(ItemState.NOT_SENT, words)
    return results


def _goes_again(row: Row, answer: Answer, now: float, due: float) -> bool:
    """Whether a row goes again by itself at the time `due`."""
    state = answer.results[row.update.lead].state
    if state is ItemState.REFUSED and answer.busy and answer.whole_refusal and row.update.harmless_to_repeat:
        # "Another request is currently being processed": it did nothing with this one, and will when it is done.
        state = ItemState.NOT_SENT
    age = timedelta(seconds=max(now, due) - row.first_attempt)
    return may_go_again(row.update, state, row.attempts, age)


def _worth_splitting(answer: Answer, rows: Sequence[Row]) -> bool:
    """Whether halving may find the culprits: LeadByte refused the whole, and repeating is harmless."""
    return (
        answer.whole_refusal
        and not answer.key_refused
        and not answer.busy
        and len(rows) > 1
        and all(row.update.harmless_to_repeat for row in rows)
    )
