"""Unfinished batches: the one that is kept by itself, and those that a person saved under a name."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from sqlite3 import Connection
from typing import Any

from leadbyte_desktop.store.cells import clean, time_text, to_json
from leadbyte_desktop.store.database import Database, utc_now

AUTOSAVED = ""
"""The name of the batch that is kept by itself when the app closes."""


class Drafts:
    """Keeps unfinished batches, for each account apart. Every method may raise StorageProblem.

    Args:
        database: the app's database.
        now: the time, with its time zone.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def save(self, account_id: str, name: str, plain: dict[str, Any]) -> None:
        """Keep a batch, in place of one of the same name.

        Args:
            account_id: the account.
            name: what the person calls it, or `AUTOSAVED`.
            plain: anything that JSON can hold.
        """
        # Made here, on the caller's thread: the window may go on changing what it handed over.
        text = to_json(plain)
        await self._database.write(partial(_save, account_id=account_id, name=clean(name), plain=text, now=self._now()))

    async def load(self, account_id: str, name: str) -> dict[str, Any] | None:
        """A batch as it was saved; None where there is none of that name."""
        return await self._database.read(partial(_load, account_id=account_id, name=clean(name)))

    async def names(self, account_id: str) -> list[str]:
        """The names that a person gave, the last saved first."""
        return await self._database.read(partial(_names, account_id=account_id))

    async def delete(self, account_id: str, name: str) -> None:
        """Forget a batch; nothing happens where there is none of that name."""
        await self._database.write(partial(_delete, account_id=account_id, name=clean(name)))


def _save(connection: Connection, *, account_id: str, name: str, plain: str, now: datetime) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO drafts (account_id, name, plain, saved_at) VALUES (?, ?, ?, ?)",
        (account_id, name, plain, time_text(now)),
    )


def _load(connection: Connection, *, account_id: str, name: str) -> dict[str, Any] | None:
    row = connection.execute(
        "SELECT plain FROM drafts WHERE account_id = ? AND name = ?", (account_id, name)
    ).fetchone()
    loaded: dict[str, Any] | None = json.loads(row["plain"]) if row else None
    return loaded


def _names(connection: Connection, *, account_id: str) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM drafts WHERE account_id = ? AND name <> ? ORDER BY saved_at DESC, name",
        (account_id, AUTOSAVED),
    )
    return [row["name"] for row in rows]


def _delete(connection: Connection, *, account_id: str, name: str) -> None:
    connection.execute("DELETE FROM drafts WHERE account_id = ? AND name = ?", (account_id, name))
