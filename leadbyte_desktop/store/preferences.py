"""The accounts on this PC, without their keys, and small things that are remembered between two starts."""

from __future__ import annotations

from functools import partial
from sqlite3 import Connection

from leadbyte_desktop.domain.account import Account, KeyHeard
from leadbyte_desktop.store.account_lists import forget_lists
from leadbyte_desktop.store.cells import clean
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.places import place_id


class Preferences:
    """Keeps accounts and small texts. Every method may raise StorageProblem.

    Args:
        database: the app's database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        """What was last remembered under a name; None if nothing was."""
        return await self._database.read(partial(_get, name=name))

    async def set(self, name: str, value: str) -> None:
        """Remember a text under a name."""
        await self._database.write(partial(_set, name=name, value=clean(value)))

    async def accounts(self) -> list[Account]:
        """The accounts, in the order in which they were added."""
        return await self._database.read(_accounts)

    async def put_account(self, account: Account) -> None:
        """Add an account, or bring the one of the same `account_id` up to date.

        Where its key is heard stays as it was remembered, unless the account moves to another address.
        """
        await self._database.write(partial(_put_account, account=account))

    async def set_key_heard(self, account: Account, heard: KeyHeard) -> None:
        """Remember where LeadByte hears the key of an account; nothing, where it lies at another address by now."""
        await self._database.write(partial(_set_key_heard, account=account, heard=heard))

    async def remove_account(self, account_id: str) -> None:
        """Forget an account, its lists and its unfinished batches. What was sent stays in the journal."""
        await self._database.write(partial(_remove_account, account_id=account_id))


def _get(connection: Connection, *, name: str) -> str | None:
    row = connection.execute("SELECT value FROM preferences WHERE name = ?", (name,)).fetchone()
    return str(row["value"]) if row else None


def _set(connection: Connection, *, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO preferences (name, value) VALUES (?, ?)", (name, value))


def _accounts(connection: Connection) -> list[Account]:
    rows = connection.execute(
        "SELECT account_id, name, base_url, practice, proven, reads_in_address, writes_in_body FROM accounts "
        "ORDER BY rowid"
    )
    return [
        Account(
            row["account_id"],
            row["name"],
            row["base_url"],
            bool(row["practice"]),
            bool(row["proven"]),
            KeyHeard(bool(row["reads_in_address"]), bool(row["writes_in_body"])),
        )
        for row in rows
    ]


def _put_account(connection: Connection, *, account: Account) -> None:
    connection.execute(
        "INSERT INTO accounts "
        "(account_id, name, base_url, place_id, practice, proven, reads_in_address, writes_in_body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, base_url = excluded.base_url, "
        "place_id = excluded.place_id, practice = excluded.practice, proven = excluded.proven, "
        # The client learns it, while others may still hold the account as it was: they must not undo that.
        "reads_in_address = iif(base_url = excluded.base_url, reads_in_address, excluded.reads_in_address), "
        "writes_in_body = iif(base_url = excluded.base_url, writes_in_body, excluded.writes_in_body)",
        (
            account.account_id,
            clean(account.name),
            account.base_url,
            place_id(connection, account.base_url),
            account.practice,
            account.proven,
            account.key_heard.reads_in_address,
            account.key_heard.writes_in_body,
        ),
    )


def _set_key_heard(connection: Connection, *, account: Account, heard: KeyHeard) -> None:
    connection.execute(
        "UPDATE accounts SET reads_in_address = ?, writes_in_body = ? WHERE account_id = ? AND base_url = ?",
        (heard.reads_in_address, heard.writes_in_body, account.account_id, account.base_url),
    )


def _remove_account(connection: Connection, *, account_id: str) -> None:
    connection.execute("DELETE FROM accounts WHERE account_id = ?", (account_id,))
    connection.execute("DELETE FROM deliveries WHERE account_id = ?", (account_id,))
    connection.execute("DELETE FROM delivery_refreshes WHERE account_id = ?", (account_id,))
    forget_lists(connection, account_id)
    # Their files go at the next start, see `SheetFiles.clean_up`.
    connection.execute("DELETE FROM sheets WHERE account_id = ?", (account_id,))
