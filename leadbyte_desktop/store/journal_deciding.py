"""What a person decides of items that stand in the journal: left out, sent again, changed, settled, cancelled.

All of it runs on the database's writer thread, each function inside one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from sqlite3 import Connection

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import Item, ItemState, Settlement, Update, sources_of
from leadbyte_desktop.domain.words import day_and_time
from leadbyte_desktop.store.cells import clean, time_text, to_json
from leadbyte_desktop.store.journal_creating import INSERT_EFFECT, effect_rows
from leadbyte_desktop.store.journal_reading import item as read_item
from leadbyte_desktop.store.journal_rows import in_brackets

_CANCELLED = "Cancelled before it was sent."


def leave_out(connection: Connection, *, job_id: int, words: Mapping[int, str], now: datetime) -> None:
    """See `Journal.leave_out`."""
    _check_unsent(connection, job_id, words)
    cancel(connection, {item_id: clean(text) for item_id, text in words.items()}, now)


def allow_again(connection: Connection, *, job_id: int, item_ids: Collection[int]) -> None:
    """See `Journal.allow_again`."""
    _check_unsent(connection, job_id, item_ids)
    connection.execute(
        "UPDATE items SET send_again = 1 WHERE item_id IN (SELECT value FROM json_each(?))", (to_json(list(item_ids)),)
    )


def _check_unsent(connection: Connection, job_id: int, item_ids: Collection[int]) -> None:
    """See to it that none of a job's rows has left, or been given up, since a person looked at them."""
    unsent = in_brackets(sources_of(ItemState.CANCELLED))
    found = connection.execute(
        f"""
        SELECT COUNT(*) FROM json_each(?) w CROSS JOIN items i ON i.item_id = w.value
        WHERE i.job_id = ? AND i.state IN {unsent}
        """,  # noqa: S608 - constants
        (to_json(sorted(set(item_ids))), job_id),
    ).fetchone()[0]
    if found < len(set(item_ids)):
        raise NotAllowedNow(
            "A row of this job changed while it was being reviewed. Nothing was sent. Look at the job in History, then "
            "continue it again."
        )


def settle(connection: Connection, *, item_id: int, settlement: Settlement, by: str, now: datetime) -> Item:
    """See `Journal.settle`."""
    if settlement is Settlement.SENT_AGAIN:
        raise ValueError("an item is sent again by a job that repeats it")
    item = read_item(connection, item_id=item_id)
    if not item.can_be_settled:
        raise NotAllowedNow(
            f"What became of {item.lead.words} is settled already. Nothing was changed. Look at it in History."
        )
    went = settlement is Settlement.WENT_THROUGH
    state = ItemState.UPDATED if went else ItemState.NOT_SENT
    what = "it went through" if went else "it did not go through"
    connection.execute(
        "UPDATE items SET state = ?, words = ?, settlement = ?, may_have_reached = ?, changed_at = ? WHERE item_id = ?",
        (
            state.value,
            f"{clean(by)} said on {day_and_time(now)} that {what}.",
            settlement.value,
            went,
            time_text(now),
            item_id,
        ),
    )
    return read_item(connection, item_id=item_id)


def change_waiting(connection: Connection, *, item_id: int, update: Update, changed: set[int]) -> Item:
    """See `Journal.change_waiting`. `changed` is told the item."""
    item = read_item(connection, item_id=item_id)
    if item.lead.same_as != update.lead.same_as or type(item.update) is not type(update):
        raise ValueError(f"item {item_id} is about something else")
    if item.state is not ItemState.WAITING:
        raise NotAllowedNow(
            f"The row of {item.lead.words} is “{item.state.words}” by now, so it was not changed, and nothing was "
            "sent. Look at the job in History."
        )
    changed.add(item_id)
    # A person's leave to repeat was for what the row asked for then, not for what it asks for now besides.
    still_again = item.send_again and set(update.effects) <= set(item.update.effects)
    connection.execute(
        "UPDATE items SET plain = ?, harmless = ?, send_again = ? WHERE item_id = ?",
        (to_json(update.to_plain()), update.harmless_to_repeat, still_again, item_id),
    )
    place = connection.execute("SELECT place_id FROM jobs WHERE job_id = ?", (item.job_id,)).fetchone()[0]
    connection.execute("DELETE FROM effects WHERE item_id = ?", (item_id,))
    connection.executemany(INSERT_EFFECT, effect_rows(update, item_id, place))
    return read_item(connection, item_id=item_id)


def cancel_waiting(connection: Connection, *, job_id: int, now: datetime) -> int:
    """See `Journal.cancel_waiting`."""
    connection.execute("UPDATE jobs SET stopped = 1 WHERE job_id = ?", (job_id,))
    # What a cancelled row would have sent again was not sent again: it waits for a person's word once more.
    connection.execute(
        "UPDATE items SET settlement = NULL WHERE state = 'not known' AND settlement = ? AND item_id IN "
        "(SELECT c.repeats FROM items c INDEXED BY items_by_repeated "
        "WHERE c.repeats IS NOT NULL AND c.job_id = ? AND c.state = 'waiting')",
        (Settlement.SENT_AGAIN.value, job_id),
    )
    return connection.execute(
        "UPDATE items SET state = ?, words = ?, changed_at = ? WHERE job_id = ? AND state = 'waiting'",
        (ItemState.CANCELLED.value, _CANCELLED, time_text(now), job_id),
    ).rowcount


def cancel(connection: Connection, words: Mapping[int, str], now: datetime) -> None:
    """Cancel items: item ID to why."""
    moment = time_text(now)
    connection.executemany(
        "UPDATE items SET state = ?, words = ?, changed_at = ? WHERE item_id = ?",
        [(ItemState.CANCELLED.value, text, moment, item_id) for item_id, text in words.items()],
    )
    # As in `cancel_waiting`.
    connection.execute(
        "UPDATE items SET settlement = NULL WHERE state = 'not known' AND settlement = ? AND item_id IN "
        "(SELECT c.repeats FROM json_each(?) w CROSS JOIN items c ON c.item_id = w.value WHERE c.repeats IS NOT NULL)",
        (Settlement.SENT_AGAIN.value, to_json(list(words))),
    )
