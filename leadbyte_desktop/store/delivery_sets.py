"""The named sets of deliveries of each account, on this PC."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from sqlite3 import Connection

from leadbyte_desktop.domain.delivery_set import DeliverySet, same_name
from leadbyte_desktop.store.cells import clean, to_json
from leadbyte_desktop.store.database import Database


class DeliverySets:
    """Keeps the sets. Every method may raise StorageProblem.

    Args:
        database: the app's database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, account_id: str) -> list[DeliverySet]:
        """The sets of an account, by name."""
        return await self._database.read(partial(_all, account_id=account_id))

    async def put(self, account_id: str, kept: DeliverySet) -> None:
        """Keep a set; one of the same name is replaced."""
        await self._database.write(partial(_put, account_id=account_id, kept=kept))

    async def put_all(self, account_id: str, sets: Sequence[DeliverySet]) -> None:
        """Have exactly these sets: a person has renamed, changed or deleted some."""
        await self._database.write(partial(_put_all, account_id=account_id, sets=sets))


def _all(connection: Connection, *, account_id: str) -> list[DeliverySet]:
    rows = connection.execute("SELECT name, delivery_ids FROM delivery_sets WHERE account_id = ?", (account_id,))
    sets = [DeliverySet(row["name"], tuple(json.loads(row["delivery_ids"]))) for row in rows]
    return sorted(sets, key=lambda each: (each.name.casefold(), each.name))


def _put(connection: Connection, *, account_id: str, kept: DeliverySet) -> None:
    others = [each for each in _all(connection, account_id=account_id) if not same_name(each.name, kept.name)]
    _put_all(connection, account_id=account_id, sets=[*others, kept])


def _put_all(connection: Connection, *, account_id: str, sets: Sequence[DeliverySet]) -> None:
    connection.execute("DELETE FROM delivery_sets WHERE account_id = ?", (account_id,))
    connection.executemany(
        "INSERT INTO delivery_sets (account_id, name, delivery_ids) VALUES (?, ?, ?)",
        [(account_id, clean(each.name), to_json(each.delivery_ids)) for each in sets],
    )
