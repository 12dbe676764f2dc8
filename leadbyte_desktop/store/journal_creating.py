"""Writes a whole job down. It runs on the database's writer thread, inside one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from sqlite3 import Connection

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, ItemState, Job, JobDraft, Settlement
from leadbyte_desktop.domain.lead_update import same_effect
from leadbyte_desktop.store.cells import clean, time_text, to_json
from leadbyte_desktop.store.journal_rows import lead_key
from leadbyte_desktop.store.places import place_id


def create_job(connection: Connection, *, draft: JobDraft, account: Account, created_by: str, now: datetime) -> Job:
    """See `Journal.create_job`."""
    if not draft.items:
        raise ValueError("a job without items")
    if draft.account_id != account.account_id:
        raise ValueError("the draft is for another account")
    place = place_id(connection, account.base_url)
    title, host, by = clean(draft.title), account.host, clean(created_by)
    job_id = _insert_job(connection, draft, account, title, by, place, now)
    # Handed out here rather than by SQLite, so that items and effects go in with one statement each.
    first_id = _last_item_id(connection) + 1
    connection.executemany(
        "INSERT INTO items (item_id, job_id, position, lead_key, money, plain, harmless, send_again, repeats, state, "
        "words, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _item_rows(draft, first_id, job_id, time_text(now)),
    )
    connection.executemany(
        "INSERT INTO effects (place_id, lead_key, effect, item_id) VALUES (?, ?, ?, ?)",
        _effect_rows(draft, first_id, place),
    )
    for item in draft.items:
        if item.repeats is not None and not item.left_out:
            _mark_sent_again(connection, item, item.repeats, place)
    counts = dict(Counter(_state(item) for item in draft.items))
    return Job(job_id, draft.kind, title, account.account_id, account.name, host, now, by, counts)


def _insert_job(
    connection: Connection, draft: JobDraft, account: Account, title: str, by: str, place: int, now: datetime
) -> int:
    inserted = connection.execute(
        "INSERT INTO jobs (kind, title, account_id, account_name, host, place_id, created_at, created_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING job_id",
        (
            draft.kind.value,
            title,
            account.account_id,
            clean(account.name),
            account.host,
            place,
            time_text(now),
            by,
        ),
    )
    return int(inserted.fetchone()[0])


def _last_item_id(connection: Connection) -> int:
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'items'").fetchone()
    return row[0] if row else 0


def _state(item: DraftItem) -> ItemState:
    return ItemState.CANCELLED if item.left_out else ItemState.WAITING


def _item_rows(draft: JobDraft, first_id: int, job_id: int, now: str) -> Iterator[tuple[object, ...]]:
    for index, item in enumerate(draft.items):
        update = item.update
        repeats = None if item.left_out else item.repeats
        yield (
            first_id + index,
            job_id,
            index + 1,
            lead_key(update.lead),
            isinstance(update, FinancialUpdate),
            to_json(update.to_plain()),
            update.harmless_to_repeat,
            # To send an item again is a person's word that it may go twice.
            item.send_again or repeats is not None,
            repeats,
            _state(item).value,
            clean(item.left_out),
            now,
        )


def _effect_rows(draft: JobDraft, first_id: int, place: int) -> Iterator[tuple[object, ...]]:
    for index, item in enumerate(draft.items):
        if not item.left_out:
            # As a set: what two spellings of one delivery ask for is still one effect.
            for effect in {same_effect(effect) for effect in item.update.effects}:
                yield (place, lead_key(item.update.lead), effect, first_id + index)


def _mark_sent_again(connection: Connection, item: DraftItem, repeated: int, place: int) -> None:
    """Only one row can ever repeat a *not known* item: a second click on *Send it again* finds it taken."""
    found = connection.execute(
        "SELECT i.lead_key, i.state, i.settlement, j.place_id FROM items i JOIN jobs j USING (job_id) "
        "WHERE i.item_id = ?",
        (repeated,),
    ).fetchone()
    if found is None or found["lead_key"] != lead_key(item.update.lead) or found["place_id"] != place:
        raise ValueError(f"item {repeated} is not of this lead and account")
    if found["state"] != ItemState.NOT_KNOWN.value or found["settlement"] is not None:
        lead = item.update.lead.words
        raise NotAllowedNow(
            f"What became of {lead} was settled meanwhile, or it is being sent again already. Nothing was sent. "
            "Look in History at what happened to it."
        )
    connection.execute("UPDATE items SET settlement = ? WHERE item_id = ?", (Settlement.SENT_AGAIN.value, repeated))
