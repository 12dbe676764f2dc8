"""History in words: how a job stands, what was asked of LeadByte, what came back, request by request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from leadbyte_desktop.domain.account_names import PLAIN_NAMES, AccountNames
from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money
from leadbyte_desktop.domain.job import Attempt, Item, ItemState, Job, JobKind, Settlement
from leadbyte_desktop.domain.lead_update import Action, LeadUpdate
from leadbyte_desktop.domain.standing import Standing, standing_of
from leadbyte_desktop.domain.words import count_of, day_and_time, quoted
from leadbyte_desktop.services.live import LiveJob
from leadbyte_desktop.services.outcome_words import counts_words, rows_standing
from leadbyte_desktop.store.journal_sources import JobRow
from leadbyte_desktop.ui.theme import Tone

_KINDS = {
    JobKind.SINGLE: "Single lead",
    JobKind.BATCH: "Batch",
    JobKind.BUYERS: "Deliveries",
    JobKind.FINANCIALS: "Financials",
}
_ACTIONS = {
    Action.REPROCESS: "Reprocess the lead",
    Action.RELEASE: "Release the lead from quarantine",
    Action.REJECT: "Reject the lead",
}
_DONE = {ItemState.UPDATED, ItemState.QUEUED}
_FIRST = (Standing.NOT_KNOWN, Standing.NOT_SENT, Standing.WAITING, Standing.SENDING, Standing.REFUSED)
_PERSONS_FIRST = (*_FIRST, *(each for each in Standing if each not in _FIRST))
_LEFT = {ItemState.WAITING, ItemState.NOT_SENT, ItemState.SENDING}
# Strings, marks, and everything else that stands in JSON; nothing of it is changed, only the space between.
_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def standing_words(job: Job, live: LiveJob | None = None) -> str:
    """How a job stands, for one cell: "Paused · 48 waiting, 1,950 updated"; of one row, its state alone.

    A narrow cell cuts off its end, so what wants a person stands first.

    Args:
        job: the job.
        live: what is known of it while it is being sent, is held or waits its turn.
    """
    standings = rows_standing(job)
    if job.rows == 1:
        return live.few_words if live is not None else next(iter(standings)).words
    counts = counts_words(standings, _PERSONS_FIRST)
    return f"{live.few_words} · {counts}" if live is not None else counts


def standing_tone(job: Job, live: LiveJob | None = None) -> Tone:
    """The tone of the same: what wants a person first, good only where all of it is."""
    states = {state for state, count in job.counts.items() if count}
    if ItemState.NOT_KNOWN in states:
        return Tone.UNKNOWN
    if live is not None and not live.paused:
        return Tone.PLAIN
    if states & _LEFT:
        return Tone.WARNING
    if states == {ItemState.REFUSED}:
        return Tone.ERROR
    return Tone.OK if states and states <= _DONE else Tone.PLAIN


def about_job(job: Job) -> str:
    """Where a job was made, when, by whom and for which account, on one line."""
    return f"{_KINDS[job.kind]} · {day_and_time(job.created_at)} · {job.created_by} · {job.account_name} ({job.host})"


def outcome_words(item: Item) -> str:
    """What happened to a row, for one cell."""
    again = item.state is ItemState.NOT_KNOWN and item.settlement is Settlement.SENT_AGAIN
    return f"{item.state.words}, sent again" if again else standing_of(item).words


def said_words(item: Item) -> str:
    """LeadByte's words, or ours, with its warnings, for one cell."""
    return "; ".join(part for part in (item.words, *item.warnings) if part)


def asked_lines(item: Item, deliveries: Mapping[str, Delivery], names: AccountNames = PLAIN_NAMES) -> Iterator[str]:
    """What was to happen to a lead, a line each."""
    update = item.update
    if isinstance(update, FinancialUpdate):
        yield from _money_lines(update, names.buyers)
    else:
        yield from _lead_lines(update, deliveries, names.fields)
    if item.send_again:
        yield "A person allowed it to repeat what had gone before."


def _money_lines(update: FinancialUpdate, buyers: BuyerNames) -> Iterator[str]:
    if update.payout is not None:
        yield f"Payout becomes {format_money(update.payout)}"
    if update.revenue is not None:
        yield f"Revenue becomes {format_money(update.revenue)}"
    if not update.bid:
        yield "No buyer (BID) is named"
    elif update.bid in buyers.by_bid:
        yield f"Buyer: {buyers.words_of(update.bid)}"
    else:
        yield f"Buyer with BID {update.bid}"


def _lead_lines(update: LeadUpdate, deliveries: Mapping[str, Delivery], labels: FieldLabels) -> Iterator[str]:
    for name, value in update.changes.items():
        yield f"{labels.of(name)} becomes {quoted(value)}" if value else f"{labels.of(name)} is cleared"
    for delivery_id in update.delivery_ids:
        known = deliveries.get(delivery_id)
        through = f"to {known.receiver}, through “{known.name}” (ID {delivery_id})" if known else f"{delivery_id}"
        yield f"Delivery {through}"
    if update.action:
        yield _ACTIONS[update.action]


def warned_words(item: Item) -> str:
    """LeadByte's warnings where the outcome's own sentence does not hold them; "" for none."""
    if not item.warnings or item.state is ItemState.UPDATED:
        return ""
    return f"LeadByte warned: “{'; '.join(item.warnings)}”."


def request_words(attempt: Attempt) -> str:
    """A request by its number and time: "Request 17 · 22 Nov 2026, 14:02:11"."""
    return f"Request {attempt.number:,} · {day_and_time(attempt.sent_at, seconds=True)}"


def request_text(attempt: Attempt) -> str:
    """The exact request, without the key: method, address, body."""
    return f"{attempt.method} {attempt.url}\n\n{indented(attempt.body)}"


def answer_words(attempt: Attempt) -> str:
    """What came back, or that nothing did."""
    if attempt.answered_at is None:
        return "No answer was written down: the request is still out, or the app stopped before the answer came."
    if attempt.status is None:
        problem = attempt.problem or "The line was lost."
        return f"No answer came. {problem}"
    try:
        meaning = f"{HTTPStatus(attempt.status).phrase} ({attempt.status})"
    except ValueError:
        meaning = f"a status that nobody knows ({attempt.status})"
    clock = attempt.answered_at.astimezone().strftime("%H:%M:%S")
    problem = f" {attempt.problem}" if attempt.problem else ""
    return f"LeadByte answered at {clock}: {meaning}.{problem}"


def cancelled_words(cancelled: int, *, can_continue: bool) -> str:
    """What came of cancelling the rest of a job; `can_continue` says that some of it may go at a *Continue*."""
    end = (
        "Nothing more of this job goes by itself; what is not known or was not sent goes only if you continue it."
        if can_continue
        else "Nothing more of this job is sent."
    )
    return f"{count_of(cancelled, 'row', 'rows')} cancelled. {end}"


def job_hint(job: Job, stopped: str, *, open_here: bool, open_name: str) -> str:
    """What the foot says of a job that is not being sent: what is left of it, and what can be done.

    Args:
        job: the job.
        stopped: why its last run ended by itself, in sentences; "" where it did not.
        open_here: its account is the open one.
        open_name: the name of the open account.
    """
    unknown = job.counts.get(ItemState.NOT_KNOWN, 0)
    wants = []
    if stopped:
        wants.append(stopped.removesuffix("."))
    elif job.unfinished:
        verb = "has" if job.unfinished == 1 else "have"
        wants.append(f"{count_of(job.unfinished, 'row', 'rows')} {verb} not been sent")
    if unknown:
        verb = "is" if unknown == 1 else "are"
        wants.append(f"{count_of(unknown, 'row', 'rows')} {verb} not known: say what you see in LeadByte")
    if not wants:
        return f"All {count_of(job.rows, 'row', 'rows')} accounted for." if job.rows > 1 else ""
    words = (". " if stopped else "; ").join(wants)
    if not open_here:
        return f"{words}. {open_name} is open now; open {job.account_name} to go on with this job."
    return f"{words}."


def row_words(row: JobRow) -> str:
    """The heading of a row: "Row 3 · lead 2932684"."""
    return f"Row {row.number:,} · {row.item.lead.words}" if row.item is not None else f"Row {row.number:,}"


def indented(text: str) -> str:
    """JSON with a line for each value, every character of it kept; anything else as it is.

    Numbers are never read and written again: 1.10 stays 1.10, and an ID of 20 digits keeps them all.
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    pieces: list[str] = []
    depth = 0
    parts = _PARTS.findall(text)
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else ""
        if part in "]}":
            depth -= 1
            if before not in "[{":
                pieces.append(_new_line(depth))
        elif before and before in "[{,":
            pieces.append(_new_line(depth))
        pieces.append(": " if part == ":" else part)
        if part in "[{":
            depth += 1
    return "".join(pieces)


def _new_line(depth: int) -> str:
    return "\n" + "  " * depth
