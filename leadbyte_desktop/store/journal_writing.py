"""What happens to items on their way out and when they are answered (`journal_deciding.py`: what a person decides).

All of it runs on the database's writer thread, each function inside one transaction, so that checking and changing
cannot be parted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.effect_words import UNSURE, effect_words
from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import (
    ALLOWED_CHANGES,
    LEFT_OUT,
    REACHED_EARLIER,
    ItemState,
    LeadResult,
    PriorSend,
    Update,
    sources_of,
)
from leadbyte_desktop.domain.lead_update import same_effect
from leadbyte_desktop.domain.words import day_and_time, ended
from leadbyte_desktop.store.cells import clean, time_text, to_json
from leadbyte_desktop.store.journal_deciding import cancel
from leadbyte_desktop.store.journal_leads import touched_later, went_before
from leadbyte_desktop.store.journal_reading import item as read_item
from leadbyte_desktop.store.journal_rows import in_brackets

_ENDED = "The app ended before LeadByte’s answer was written down. It may or may not have reached LeadByte."


def settle_interrupted(connection: Connection, *, now: datetime) -> int:
    """See `Journal.settle_interrupted`."""
    connection.execute("UPDATE requests SET problem = ? WHERE answered_at IS NULL AND problem = ''", (_ENDED,))
    return connection.execute(
        "UPDATE items SET state = ?, words = ?, may_have_reached = 1, changed_at = ? WHERE state = 'sending'",
        (ItemState.NOT_KNOWN.value, _ENDED, time_text(now)),
    ).rowcount


# --- before a request leaves ------------------------------------------------------------------------------------------


def mark_sending(
    connection: Connection,
    *,
    job_id: int,
    item_ids: Sequence[int],
    method: str,
    url: str,
    body: str,
    updates: Sequence[Update] | None,
    changed: AbstractSet[int],
    now: datetime,
) -> int:
    """See `Journal.mark_sending`. `changed` are the items that `change_waiting` changed."""
    if not item_ids or len(set(item_ids)) < len(item_ids):
        raise ValueError("a request needs items, each once")
    ids = to_json(list(item_ids))
    rows = connection.execute(
        "SELECT i.item_id, i.state, i.harmless, i.settlement, i.attempts "
        "FROM json_each(?) w CROSS JOIN items i ON i.item_id = w.value WHERE i.job_id = ?",
        (ids, job_id),
    ).fetchall()
    if len(rows) < len(item_ids):
        raise ValueError(f"not all of these items are of job {job_id}")
    for row in rows:
        _check_state(row)
    if updates is not None:
        _check_unchanged(connection, dict(zip(item_ids, updates, strict=True)), changed)
    tried = [row["item_id"] for row in rows if row["attempts"]]
    if tried and touched_later(connection, item_ids=tried):
        raise NotAllowedNow(
            "A lead of this request was changed by a later row or job since it was last tried, so its older values "
            "were not sent. Send it again yourself if they are still right."
        )
    number = _insert_request(connection, job_id, item_ids, method, url, body, now)
    connection.execute(
        # What a person said of an earlier sending says nothing of this one.
        "UPDATE items SET state = ?, request_number = ?, attempts = attempts + 1, settlement = NULL, words = '', "
        "warnings = '[]', confirmation = '', changed_at = ? WHERE item_id IN (SELECT value FROM json_each(?))",
        (ItemState.SENDING.value, number, time_text(now), ids),
    )
    # After the update, so that two items of this very request find each other.
    with_effects = [row["item_id"] for row in rows if not row["harmless"]]
    if with_effects and (went := went_before(connection, with_effects)):
        prior = next(iter(went.values()))
        raise NotAllowedNow(
            f"What {prior.lead.words} asks for already went from this PC, or may have, on {day_and_time(prior.at)}. "
            "This request was not sent. Review the job again."
        )
    return number


def _check_state(row: Row) -> None:
    state = ItemState(row["state"])
    if ItemState.SENDING not in ALLOWED_CHANGES[state]:
        raise NotAllowedNow(f"A row is “{state.words}” by now, so it was not sent. Look at the job in History.")
    if state is ItemState.NOT_KNOWN and (not row["harmless"] or row["settlement"] is not None):
        raise NotAllowedNow(
            "It is not known what became of a row, and sending it again may send a lead twice. It was not sent. "
            "Say what happened to it first."
        )


def _check_unchanged(connection: Connection, updates: Mapping[int, Update], changed: AbstractSet[int]) -> None:
    """See to it that what leaves is what the journal holds: a person may have changed a row after it was read."""
    for item_id in changed & updates.keys():
        if read_item(connection, item_id=item_id).update != updates[item_id]:
            raise NotAllowedNow(
                "A row of this request was changed while it waited, so its older values were not sent. Nothing was "
                "changed in LeadByte. Continue the job to send the newer ones."
            )


def _insert_request(
    connection: Connection, job_id: int, item_ids: Sequence[int], method: str, url: str, body: str, now: datetime
) -> int:
    inserted = connection.execute(
        "INSERT INTO requests (job_id, sent_at, method, url, body) VALUES (?, ?, ?, ?, ?) RETURNING number",
        (job_id, time_text(now), method, clean(url), clean(body)),
    )
    number = int(inserted.fetchone()[0])
    # One statement rather than one a row: after each, this thread and the window's wait for each other.
    connection.execute(
        "INSERT INTO request_items (item_id, number) SELECT value, ? FROM json_each(?)",
        (number, to_json(list(item_ids))),
    )
    return number


def take_back(connection: Connection, *, number: int, now: datetime) -> None:
    """See `Journal.take_back`."""
    back = connection.execute(
        "UPDATE items SET state = ?, request_number = NULL, attempts = 0, changed_at = ? "
        "WHERE item_id IN (SELECT item_id FROM request_items WHERE number = ?) "
        "AND request_number = ? AND state = ? AND attempts = 1",
        (ItemState.WAITING.value, time_text(now), number, number, ItemState.SENDING.value),
    ).rowcount
    carried = connection.execute("DELETE FROM request_items WHERE number = ?", (number,)).rowcount
    if not carried or back != carried:
        raise ValueError(f"request {number} cannot be taken back")
    connection.execute("DELETE FROM requests WHERE number = ?", (number,))


def leave_out_repeats(
    connection: Connection, *, job_id: int, item_ids: Collection[int], now: datetime
) -> dict[int, PriorSend]:
    """See `Journal.leave_out_repeats`."""
    changeable = in_brackets(sources_of(ItemState.CANCELLED))
    mine = connection.execute(
        f"""
        SELECT i.item_id FROM json_each(?) w CROSS JOIN items i ON i.item_id = w.value
        WHERE i.job_id = ? AND i.state IN {changeable}
        """,  # noqa: S608 - constants
        (to_json(list(item_ids)), job_id),
    )
    went = went_before(connection, [row[0] for row in mine])
    words = {item_id: _left_out_words(connection, job_id, prior) for item_id, prior in went.items()}
    cancel(connection, words, now)
    return went


def _left_out_words(connection: Connection, job_id: int, prior: PriorSend) -> str:
    done = effect_words(prior.effect, prior.state, lambda each: f"to {_delivery_name(connection, job_id, each)}")
    already = "it is not known whether it already" if prior.state in UNSURE else "it already"
    return f"{LEFT_OUT} {already} {done} on {day_and_time(prior.at)} ({prior.by})."


def _delivery_name(connection: Connection, job_id: int, delivery_id: str) -> str:
    row = connection.execute(
        "SELECT d.name FROM jobs j JOIN deliveries d USING (account_id) WHERE j.job_id = ? AND d.delivery_id = ?",
        (job_id, delivery_id),
    ).fetchone()
    return row["name"] if row and row["name"] else f"delivery {delivery_id}"


# --- after it was answered --------------------------------------------------------------------------------------------


def record(
    connection: Connection,
    *,
    number: int,
    results: Mapping[int, LeadResult],
    status: int | None,
    reply: str,
    problem: str,
    left_at: datetime | None,
    now: datetime,
) -> dict[int, LeadResult]:
    """See `Journal.record`. `left_at` is when the request left, where that was told."""
    moment, left = time_text(now), time_text(left_at) if left_at else None
    closed = connection.execute(
        "UPDATE requests SET answered_at = ?, status = ?, reply = ?, problem = ?, sent_at = coalesce(?, sent_at) "
        "WHERE number = ? AND answered_at IS NULL",
        (moment, status, clean(reply), clean(problem), left, number),
    ).rowcount
    out = connection.execute(
        "SELECT i.item_id, i.may_have_reached FROM request_items r JOIN items i USING (item_id) "
        "WHERE r.number = ? AND i.request_number = r.number AND i.state = 'sending'",
        (number,),
    ).fetchall()
    if not closed or {row["item_id"] for row in out} != set(results):
        raise ValueError(f"request {number} is not out with exactly these items")
    if any(result.state not in ALLOWED_CHANGES[ItemState.SENDING] for result in results.values()):
        raise ValueError("a request ends in an outcome")
    written = {
        row["item_id"]: _with_the_past(results[row["item_id"]], reached_before=bool(row["may_have_reached"]))
        for row in out
    }
    # Most leads of an answer fare alike, and one statement serves all that do.
    alike: dict[tuple[object, ...], list[int]] = {}
    for item_id, result in written.items():
        alike.setdefault(_result_columns(result), []).append(item_id)
    for columns, item_ids in alike.items():
        connection.execute(
            "UPDATE items SET state = ?, words = ?, warnings = ?, confirmation = ?, may_have_reached = ?, "
            "changed_at = ? WHERE item_id IN (SELECT value FROM json_each(?))",
            (*columns, moment, to_json(item_ids)),
        )
    connection.executemany(
        "UPDATE effects SET denied = 1 WHERE item_id = ? AND effect = ?",
        [(item_id, same_effect(effect)) for item_id, result in written.items() for effect in result.denied],
    )
    return written


def write_trouble(connection: Connection, *, job_id: int, words: str) -> None:
    """See `Journal.write_trouble`."""
    connection.execute("UPDATE jobs SET trouble = ? WHERE job_id = ?", (clean(words), job_id))


def _with_the_past(result: LeadResult, *, reached_before: bool) -> LeadResult:
    """What is true of the item, not only of its last request.

    *Not sent* means that LeadByte surely never saw it, and *refused* that it surely did nothing: it may well refuse a
    second time what it did the first time.
    """
    if not reached_before or result.state not in (ItemState.NOT_SENT, ItemState.REFUSED):
        return result
    return replace(result, state=ItemState.NOT_KNOWN, words=f"{ended(result.words)} {REACHED_EARLIER}".strip())


def _result_columns(result: LeadResult) -> tuple[object, ...]:
    return (
        result.state.value,
        clean(result.words),
        to_json(result.warnings),
        result.confirmation.value,
        result.state is not ItemState.NOT_SENT,
    )
