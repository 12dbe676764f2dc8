"""The deliveries of each account, as this PC knows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.store.cells import clean, time_of, time_text, to_json
from leadbyte_desktop.store.database import Database, utc_now

# A name that a person gave stays. What the new list leaves blank is not known from it, and stays too. One that was
# hidden because it was not active is offered as soon as it is, unless a person has chosen.
_PUT = """
    INSERT INTO deliveries (account_id, delivery_id, name, buyer, bid, campaign, status, shown, by_hand, automatic)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (account_id, delivery_id) DO UPDATE SET
        name = CASE WHEN deliveries.by_hand AND NOT excluded.by_hand THEN deliveries.name ELSE excluded.name END,
        buyer = coalesce(nullif(excluded.buyer, ''), deliveries.buyer),
        bid = coalesce(nullif(excluded.bid, ''), deliveries.bid),
        campaign = coalesce(nullif(excluded.campaign, ''), deliveries.campaign),
        status = coalesce(nullif(excluded.status, ''), deliveries.status),
        by_hand = deliveries.by_hand OR excluded.by_hand,
        unlisted = deliveries.unlisted AND excluded.by_hand,
        shown = deliveries.shown OR (excluded.shown AND NOT deliveries.chosen AND excluded.status <> ''),
        automatic = coalesce(excluded.automatic, deliveries.automatic)
"""
# One that a person added from its ID, and LeadByte never listed, is nothing that it ceased to list.
_NOT_LISTED = """
    UPDATE deliveries SET unlisted = 1
    WHERE account_id = ? AND (NOT by_hand OR status <> '') AND delivery_id NOT IN (SELECT value FROM json_each(?))
"""


class Catalogue:
    """Keeps deliveries. Every method may raise StorageProblem.

    Args:
        database: the app's database.
        now: the time, with its time zone.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    async def deliveries(self, account_id: str) -> list[Delivery]:
        """All deliveries of an account, shown or not, by name."""
        return await self._database.read(partial(_deliveries, account_id=account_id))

    async def put(self, account_id: str, deliveries: Sequence[Delivery], *, by_hand: bool, whole: bool = False) -> None:
        """Add deliveries, or bring them up to date.

        Whether one is shown stays as the person chose it. A delivery that a new list lacks stays as well, and is marked
        where the list is whole; an empty one marks nothing, as LeadByte has been seen to answer so by mistake
        (leadbyte-api.md section 4).

        Args:
            account_id: the account.
            deliveries: in any order.
            by_hand: a person typed them; otherwise LeadByte listed them, and `refreshed_at` becomes now.
            whole: LeadByte was asked for all of them, whatever their status.
        """
        await self._database.write(
            partial(_put, account_id=account_id, deliveries=deliveries, by_hand=by_hand, whole=whole, now=self._now())
        )

    async def set_shown(self, account_id: str, delivery_id: str, shown: bool) -> None:
        """Choose whether the other tabs offer a delivery."""
        await self._database.write(partial(_set_shown, account_id=account_id, delivery_id=delivery_id, shown=shown))

    async def remove(self, account_id: str, delivery_id: str) -> None:
        """Take a delivery off this PC's list. LeadByte is not told."""
        await self._database.write(partial(_remove, account_id=account_id, delivery_id=delivery_id))

    async def refreshed_at(self, account_id: str) -> datetime | None:
        """When LeadByte last listed the account's deliveries (UTC); None if it never did."""
        return await self._database.read(partial(_refreshed_at, account_id=account_id))


def _deliveries(connection: Connection, *, account_id: str) -> list[Delivery]:
    rows = connection.execute(
        "SELECT * FROM deliveries WHERE account_id = ? ORDER BY name COLLATE NOCASE, delivery_id", (account_id,)
    )
    return [_delivery_of(row) for row in rows]


def _delivery_of(row: Row) -> Delivery:
    return Delivery(
        delivery_id=row["delivery_id"],
        name=row["name"],
        buyer=row["buyer"],
        bid=row["bid"],
        campaign=row["campaign"],
        status=row["status"],
        shown=bool(row["shown"]),
        by_hand=bool(row["by_hand"]),
        unlisted=bool(row["unlisted"]),
        automatic=None if row["automatic"] is None else bool(row["automatic"]),
    )


def _put(
    connection: Connection,
    *,
    account_id: str,
    deliveries: Sequence[Delivery],
    by_hand: bool,
    whole: bool,
    now: datetime,
) -> None:
    connection.executemany(
        _PUT,
        [
            (
                account_id,
                delivery.delivery_id,
                clean(delivery.name),
                clean(delivery.buyer),
                clean(delivery.bid),
                clean(delivery.campaign),
                clean(delivery.status),
                delivery.shown,
                by_hand,
                delivery.automatic,
            )
            for delivery in deliveries
        ],
    )
    if whole and deliveries:
        listed = to_json([delivery.delivery_id for delivery in deliveries])
        connection.execute(_NOT_LISTED, (account_id, listed))
    if not by_hand:
        connection.execute("INSERT OR REPLACE INTO delivery_refreshes VALUES (?, ?)", (account_id, time_text(now)))


def _set_shown(connection: Connection, *, account_id: str, delivery_id: str, shown: bool) -> None:
    connection.execute(
        "UPDATE deliveries SET shown = ?, chosen = 1 WHERE account_id = ? AND delivery_id = ?",
        (shown, account_id, delivery_id),
    )


def _remove(connection: Connection, *, account_id: str, delivery_id: str) -> None:
    connection.execute("DELETE FROM deliveries WHERE account_id = ? AND delivery_id = ?", (account_id, delivery_id))


def _refreshed_at(connection: Connection, *, account_id: str) -> datetime | None:
    row = connection.execute(
        "SELECT refreshed_at FROM delivery_refreshes WHERE account_id = ?", (account_id,)
    ).fetchone()
    return time_of(row["refreshed_at"]) if row else None
