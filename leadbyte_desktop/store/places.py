"""Which accounts of this PC are one and the same LeadByte account.

An account may be removed and connected again, or connected twice under two names. What already went to a buyer went
there all the same, so the journal looks by place, not by this PC's name for the account.
"""

from __future__ import annotations

from sqlite3 import Connection

from leadbyte_desktop.domain.account import DEFAULT_SUFFIX, SUFFIXES


def place_of(base_url: str) -> str:
    """The name of the LeadByte account behind a base URL.

    Both of LeadByte's suffixes lead to the same account (leadbyte-api.md section 1: one key was used on both).
    """
    host, slash, path = base_url.partition("://")[2].casefold().partition("/")
    for suffix in SUFFIXES:
        if host.endswith(f".{suffix}"):
            host = f"{host.removesuffix(suffix)}{DEFAULT_SUFFIX}"
    return f"{host}{slash}{path}"


def place_id(connection: Connection, base_url: str) -> int:
    """The database's number of the place behind a base URL; written down where it is new."""
    place = place_of(base_url)
    connection.execute("INSERT INTO places (place) VALUES (?) ON CONFLICT DO NOTHING", (place,))
    return int(connection.execute("SELECT place_id FROM places WHERE place = ?", (place,)).fetchone()[0])


def places_of_account(connection: Connection, account_id: str) -> list[int]:
    """The numbers of the places to which an account leads, or has led; usually one, none for an unknown account."""
    rows = connection.execute(
        "SELECT place_id FROM accounts WHERE account_id = ?1 UNION SELECT place_id FROM jobs WHERE account_id = ?1",
        (account_id,),
    )
    return [row[0] for row in rows]
