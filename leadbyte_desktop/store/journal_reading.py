"""Everything that is read from the journal but what rows of one lead mean for each other (`journal_leads.py`).

Each function sees one unchanging view of the database.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.job import Attempt, Item, ItemState, Job
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.store.cells import to_json
from leadbyte_desktop.store.journal_leads import Touches
from leadbyte_desktop.store.journal_rows import (
    IS_LEFT_OUT,
    ITEM_COLUMNS,
    attempt_of,
    item_of,
    job_of,
    stands_as,
    window,
)

_PAGE = 500
_LAST_CHARACTER = "\U0010ffff"

# --- for the sender ---------------------------------------------------------------------------------------------------


def waiting(connection: Connection, *, job_id: int, after_position: int, limit: int, again: bool) -> list[Item]:
    """See `Journal.waiting`."""
    found = _in_order(connection, "i.state = 'waiting'", job_id, after_position, limit)
    if again:
        found += _not_overtaken(connection, "i.state = 'not sent'", job_id, after_position, limit)
        harmless = "i.state = 'not known' AND i.settlement IS NULL AND i.harmless = 1"
        found += _not_overtaken(connection, harmless, job_id, after_position, limit)
    return [item_of(row) for row in sorted(found, key=lambda row: int(row["position"]))[:limit]]


def _in_order(connection: Connection, condition: str, job_id: int, after_position: int, limit: int) -> list[Row]:
    """Rows in one state: it walks that state's part of the index and stops at the limit."""
    return connection.execute(
        f"SELECT {ITEM_COLUMNS}, i.lead_key FROM items i "  # noqa: S608 - constants
        f"WHERE i.job_id = ? AND {condition} AND i.position > ? ORDER BY i.position LIMIT ?",
        (job_id, after_position, limit),
    ).fetchall()


def _not_overtaken(connection: Connection, condition: str, job_id: int, after_position: int, limit: int) -> list[Row]:
    found: list[Row] = []
    touches = Touches(connection)
    # At least so many at a time: it may be that all of a large job were overtaken.
    size = max(limit, _PAGE)
    while len(found) < limit and (page := _in_order(connection, condition, job_id, after_position, size)):
        after_position = page[-1]["position"]
        late = touches.overtaken(page)
        found += [row for row in page if row["item_id"] not in late]
    return found[:limit]


# --- for the window ---------------------------------------------------------------------------------------------------


def jobs(connection: Connection, *, limit: int, offset: int, lead_number: str) -> list[Job]:
    """See `Journal.jobs`."""
    begins = lead_number.strip().lstrip("0")
    rows = connection.execute(
        "SELECT * FROM jobs WHERE :begins = '' OR job_id IN "
        "(SELECT job_id FROM items WHERE lead_key >= :begins AND lead_key < :ends) "
        "ORDER BY job_id DESC LIMIT :limit OFFSET :offset",
        {"begins": begins, "ends": begins + _LAST_CHARACTER, "limit": limit, "offset": offset},
    )
    return _with_counts(connection, rows.fetchall())


def job(connection: Connection, *, job_id: int) -> Job:
    """See `Journal.job`."""
    found = _with_counts(connection, connection.execute("SELECT * FROM jobs WHERE job_id = ?", (job_id,)).fetchall())
    if not found:
        raise KeyError(job_id)
    return found[0]


def unfinished_jobs(connection: Connection, *, account_id: str) -> list[Job]:
    """See `Journal.unfinished_jobs`."""
    rows = connection.execute(
        "SELECT * FROM jobs WHERE account_id = ? AND stopped = 0 AND EXISTS "
        "(SELECT 1 FROM items WHERE items.job_id = jobs.job_id AND state IN ('waiting', 'not sent')) "
        "ORDER BY job_id DESC",
        (account_id,),
    )
    return _with_counts(connection, rows.fetchall())


def newest_with_work(connection: Connection) -> Job | None:
    """See `Journal.newest_with_work`."""
    rows = connection.execute(
        """
        SELECT *, EXISTS (SELECT 1 FROM items i WHERE i.job_id = jobs.job_id AND i.state = 'waiting')
            OR EXISTS (SELECT 1 FROM items i INDEXED BY items_to_settle
                       WHERE i.job_id = jobs.job_id AND i.state = 'not known' AND i.settlement IS NULL) AS has_work
        FROM jobs
        WHERE has_work OR (stopped = 0 AND EXISTS
            (SELECT 1 FROM items i WHERE i.job_id = jobs.job_id AND i.state = 'not sent'))
        ORDER BY job_id DESC
        """
    )
    for row in rows:
        # Of what was not sent, only that counts which no later row or job has overtaken.
        if row["has_work"] or _not_overtaken(connection, "i.state = 'not sent'", row["job_id"], 0, 1):
            return _with_counts(connection, [row])[0]
    return None


def _with_counts(connection: Connection, rows: Sequence[Row]) -> list[Job]:
    counts: dict[int, dict[ItemState, int]] = {row["job_id"]: {} for row in rows}
    counted = connection.execute(
        "SELECT job_id, state, COUNT(*) FROM items WHERE job_id IN (SELECT value FROM json_each(?)) "
        "GROUP BY job_id, state",
        (to_json(list(counts)),),
    )
    for job_id, state, count in counted:
        counts[job_id][ItemState(state)] = count
    left_out = _left_out(connection, list(counts))
    return [job_of(row, counts[row["job_id"]], left_out.get(row["job_id"], 0)) for row in rows]


def _left_out(connection: Connection, job_ids: Sequence[int]) -> dict[int, int]:
    """Job ID to how many of its items were left out; the index alone answers."""
    counted = connection.execute(
        f"SELECT i.job_id, COUNT(*) FROM items i INDEXED BY items_left_out "  # noqa: S608 - constants
        f"WHERE {IS_LEFT_OUT} AND i.job_id IN (SELECT value FROM json_each(?)) GROUP BY i.job_id",
        (to_json(list(job_ids)),),
    )
    return {row[0]: row[1] for row in counted}


def items(
    connection: Connection,
    *,
    job_id: int,
    standings: Collection[Standing] | None,
    offset: int,
    limit: int,
    search: str,
) -> list[Item]:
    """See `Journal.items`."""
    whole = standings is None and not search
    rows = connection.execute(
        window(f"SELECT {ITEM_COLUMNS} FROM items i", _where(standings, search), "i.position", whole=whole),  # noqa: S608
        {"job_id": job_id, "search": search.strip(), "limit": limit, "offset": offset},
    )
    return [item_of(row) for row in rows]


def positions(
    connection: Connection,
    *,
    job_id: int,
    standings: Collection[Standing] | None,
    search: str,
    after: int,
    count: int,
) -> array[int]:
    """Those of the next `count` rows that match, as item IDs in file order."""
    span = {"job_id": job_id, "after": after, "until": after + count}
    between = "i.position > :after AND i.position <= :until"
    found = connection.execute(
        f"SELECT i.item_id FROM items i WHERE {_where(standings, search)} AND {between} ORDER BY i.item_id",  # noqa: S608
        span | {"search": search.strip()},
    )
    return array("q", (row[0] for row in found))


def last_position(connection: Connection, *, job_id: int) -> int:
    """The position of the job's last item; 0 where it has none."""
    found = connection.execute("SELECT MAX(position) FROM items WHERE job_id = ?", (job_id,)).fetchone()
    return int(found[0] or 0)


def _where(standings: Collection[Standing] | None, search: str) -> str:
    where = "i.job_id = :job_id"
    if standings is not None:
        where += f" AND {stands_as(standings)}"
    if search:
        # instr rather than LIKE: nobody who searches for "50%" means a pattern.
        where += " AND (instr(json_extract(i.plain, '$.lead'), :search) OR instr(lower(i.words), lower(:search)))"
    return where


def item(connection: Connection, *, item_id: int) -> Item:
    """See `Journal.item`."""
    row = connection.execute(
        f"SELECT {ITEM_COLUMNS} FROM items i WHERE i.item_id = ?",  # noqa: S608 - constants
        (item_id,),
    ).fetchone()
    if row is None:
        raise KeyError(item_id)
    return item_of(row)


def attempts_of(connection: Connection, *, item_id: int) -> list[Attempt]:
    """See `Journal.attempts_of`."""
    rows = connection.execute(
        "SELECT r.* FROM request_items JOIN requests r USING (number) WHERE item_id = ? ORDER BY number", (item_id,)
    )
    return [attempt_of(row) for row in rows]


def not_known(connection: Connection, *, account_id: str) -> int:
    """See `Journal.not_known`."""
    counted = connection.execute(
        "SELECT COUNT(*) FROM items i JOIN jobs j USING (job_id) "
        "WHERE i.state = 'not known' AND i.settlement IS NULL AND j.account_id = ?",
        (account_id,),
    )
    return int(counted.fetchone()[0])


def last_items(connection: Connection, *, account_id: str, limit: int) -> list[Item]:
    """See `Journal.last_items`."""
    rows = connection.execute(
        f"SELECT {ITEM_COLUMNS} FROM jobs j CROSS JOIN items i USING (job_id) "  # noqa: S608 - constants
        "WHERE j.account_id = ? AND j.kind = 'single' AND i.attempts > 0 "
        "ORDER BY j.job_id DESC, i.position DESC LIMIT ?",
        (account_id, limit),
    )
    return [item_of(row) for row in rows]
