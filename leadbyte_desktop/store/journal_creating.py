"""Writes a whole job down. It runs on the database's writer thread, inside one transaction."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from sqlite3 import Connection

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import LEFT_OUT, DraftItem, ItemState, Job, JobDraft, Settlement, Update
from leadbyte_desktop.domain.lead_update import same_effect
from leadbyte_desktop.store.cells import clean, time_text, to_json
from leadbyte_desktop.store.journal_rows import lead_key
from leadbyte_desktop.store.journal_sources import write_source
from leadbyte_desktop.store.places import place_id

INSERT_EFFECT = "INSERT INTO effects (place_id, lead_key, effect, item_id) VALUES (?, ?, ?, ?)"
_PAGE = 1_000


def create_job(connection: Connection, *, draft: JobDraft, account: Account, created_by: str, now: datetime) -> Job:
    """See `Journal.create_job`."""
    if not len(draft.items):
        raise ValueError("a job without items")
    if draft.account_id != account.account_id:
        raise ValueError("the draft is for another account")
    place = place_id(connection, account.base_url)
    title, host, by = clean(draft.title), account.host, clean(created_by)
    job_id = _insert_job(connection, draft, account, title, by, place, now)
    writing = _Items(connection, job_id, place, time_text(now))
    # Read once, in order: the rows may stand on the disk, and there may be a million of them.
    for item in draft.items:
        writing.add(item)
    writing.finish()
    never = 0
    if draft.source is not None:
        never = write_source(
            connection, draft.source, job_id=job_id, first_item=writing.first_id, items=writing.position
        )
    counts = dict(writing.counts)
    return Job(
        job_id,
        draft.kind,
        title,
        account.account_id,
        account.name,
        host,
        now,
        by,
        counts,
        never_items=never,
        left_out=writing.left_out,
    )


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


class _Items:
    """Writes items down page by page, counted on the way.

    Attributes:
        first_id: the item ID of the first one.
        position: how many there were so far.
        counts: how many of them stand in each state.
        left_out: how many of the *cancelled* ones were left out.
    """

    def __init__(self, connection: Connection, job_id: int, place: int, now: str) -> None:
        # Handed out here rather than by SQLite, so that items and effects go in with one statement each.
        self.first_id = _last_item_id(connection) + 1
        self.position = 0
        self.counts: Counter[ItemState] = Counter()
        self.left_out = 0
        self._connection, self._job_id, self._place, self._now = connection, job_id, place, now
        self._items: list[tuple[object, ...]] = []
        self._effects: list[tuple[object, ...]] = []
        self._repeating: list[DraftItem] = []

    def add(self, item: DraftItem) -> None:
        item_id = self.first_id + self.position
        self.position += 1
        self.counts[_state(item)] += 1
        self.left_out += item.left_out.startswith(LEFT_OUT)
        self._items.append((item_id, self._job_id, self.position, *_item_cells(item), self._now))
        if not item.left_out:
            self._effects += effect_rows(item.update, item_id, self._place)
            if item.repeats is not None:
                self._repeating.append(item)
        if len(self._items) == _PAGE:
            self.finish()

    def finish(self) -> None:
        """Write down what was added and is not written down yet."""
        self._connection.executemany(
            "INSERT INTO items (item_id, job_id, position, lead_key, money, plain, harmless, send_again, repeats, "
            "state, words, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._items,
        )
        self._connection.executemany(INSERT_EFFECT, self._effects)
        for item in self._repeating:
            _mark_sent_again(self._connection, item, self._place)
        self._items, self._effects, self._repeating = [], [], []


def _item_cells(item: DraftItem) -> tuple[object, ...]:
    update = item.update
    repeats = None if item.left_out else item.repeats
    return (
        lead_key(update.lead),
        isinstance(update, FinancialUpdate),
        to_json(update.to_plain()),
        update.harmless_to_repeat,
        # To send an item again is a person's word that it may go twice.
        item.send_again or repeats is not None,
        repeats,
        _state(item).value,
        clean(item.left_out),
    )


def effect_rows(update: Update, item_id: int, place: int) -> list[tuple[object, ...]]:
    """An item's rows of the table `effects`, for `INSERT_EFFECT`."""
    # As a set: what two spellings of one delivery ask for is still one effect.
    key = lead_key(update.lead)
    return [(place, key, effect, item_id) for effect in {same_effect(effect) for effect in update.effects}]


def _mark_sent_again(connection: Connection, item: DraftItem, place: int) -> None:
    """Only one row can ever repeat a *not known* item: a second click on *Send it again* finds it taken."""
    repeated = item.repeats
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
