"""Everything that is read from the journal. Each function sees one unchanging view of the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.job import Attempt, Item, ItemState, Job, PriorSend, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef, same_effect
from leadbyte_desktop.store.cells import to_json
from leadbyte_desktop.store.journal_rows import (
    ITEM_COLUMNS,
    WENT,
    attempt_of,
    in_brackets,
    item_of,
    job_of,
    lead_key,
    prior_of,
)
from leadbyte_desktop.store.places import places_of_account

_CHUNK = 10_000
_LAST_CHARACTER = "\U0010ffff"

# An item and job (i, j) whose lead another item touched: one that comes later in the same job or in a later job, or
# that simply left later. Item IDs grow with jobs and, within a job, with positions.
_TOUCHED_LATER = f"""
    EXISTS (
        SELECT 1 FROM items o JOIN jobs oj ON oj.job_id = o.job_id
        WHERE o.lead_key = i.lead_key AND o.item_id <> i.item_id AND oj.place_id = j.place_id
          AND (o.state IN ({WENT}) OR o.state = 'refused')
          AND (o.item_id > i.item_id OR (o.job_id <> i.job_id AND o.request_number > i.request_number))
    )
"""  # noqa: S608 - constants


# --- for the sender ---------------------------------------------------------------------------------------------------


def waiting(connection: Connection, *, job_id: int, after_position: int, limit: int, again: bool) -> list[Item]:
    """See `Journal.waiting`."""
    conditions = ["i.state = 'waiting'"]
    if again:
        conditions += [
            f"i.state = 'not sent' AND NOT {_TOUCHED_LATER}",
            f"i.state = 'not known' AND i.settlement IS NULL AND i.harmless = 1 AND NOT {_TOUCHED_LATER}",
        ]
    found: list[Row] = []
    for condition in conditions:
        # A query for each state: every one of them walks its part of the index and stops at the limit.
        found += connection.execute(
            f"SELECT {ITEM_COLUMNS} FROM items i JOIN jobs j USING (job_id) "  # noqa: S608 - constants
            f"WHERE i.job_id = ? AND {condition} AND i.position > ? ORDER BY i.position LIMIT ?",
            (job_id, after_position, limit),
        )
    return [item_of(row) for row in sorted(found, key=lambda row: int(row["position"]))[:limit]]


def held_leads(connection: Connection, *, job_id: int) -> set[LeadRef]:
    """See `Journal.held_leads`."""
    rows = connection.execute(
        f"""
        WITH RECURSIVE chain (root, item_id) AS (
            SELECT item_id, item_id FROM items WHERE job_id = ? AND state = 'not known' AND harmless = 0
            UNION
            SELECT chain.root, again.item_id
            FROM chain JOIN items before USING (item_id) JOIN items again ON again.repeats = before.item_id
            WHERE before.settlement = ?
        )
        SELECT DISTINCT {ITEM_COLUMNS}
        FROM chain JOIN items latest USING (item_id) JOIN items i ON i.item_id = chain.root
        WHERE (latest.state = 'not known' AND latest.settlement IS NULL)
           OR latest.state IN ('waiting', 'sending')
        """,  # noqa: S608 - constants
        (job_id, Settlement.SENT_AGAIN.value),
    )
    return {item_of(row).lead for row in rows}


def touched_later(connection: Connection, *, item_ids: Collection[int]) -> set[int]:
    """See `Journal.touched_later`."""
    rows = connection.execute(
        "SELECT i.item_id FROM json_each(?) w CROSS JOIN items i ON i.item_id = w.value "  # noqa: S608 - constants
        f"CROSS JOIN jobs j ON j.job_id = i.job_id WHERE {_TOUCHED_LATER}",
        (to_json(list(item_ids)),),
    )
    return {row[0] for row in rows}


# --- for the review ---------------------------------------------------------------------------------------------------


def prior_sends(connection: Connection, *, account_id: str, wanted: Sequence[tuple[LeadRef, str]]) -> list[PriorSend]:
    """See `Journal.prior_sends`."""
    found: list[tuple[int, PriorSend]] = []
    for place in places_of_account(connection, account_id):
        for start in range(0, len(wanted), _CHUNK):
            found += _prior_sends_to(connection, place, wanted[start : start + _CHUNK])
    return [prior for _, prior in sorted(found, key=lambda numbered: numbered[0])]


def _prior_sends_to(
    connection: Connection, place: int, wanted: Sequence[tuple[LeadRef, str]]
) -> list[tuple[int, PriorSend]]:
    keys = to_json([[lead_key(lead), same_effect(effect)] for lead, effect in wanted])
    rows = connection.execute(
        # CROSS JOIN fixes the order: from the few that are wanted, by the index, to the many that went.
        f"""
        SELECT w.key AS wanted, e.denied, o.item_id, o.job_id, o.state, r.number, r.sent_at, j.created_by
        FROM json_each(?) w
        CROSS JOIN effects e ON e.place_id = ? AND e.lead_key = json_extract(w.value, '$[0]')
            AND e.effect = json_extract(w.value, '$[1]')
        CROSS JOIN items o ON o.item_id = e.item_id AND o.state IN ({WENT})
        CROSS JOIN requests r ON r.number = o.request_number
        CROSS JOIN jobs j ON j.job_id = o.job_id
        """,  # noqa: S608 - constants
        (keys, place),
    )
    return [(row["number"], prior_of(row, *wanted[row["wanted"]], denied=bool(row["denied"]))) for row in rows]


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


def _with_counts(connection: Connection, rows: Sequence[Row]) -> list[Job]:
    counts: dict[int, dict[ItemState, int]] = {row["job_id"]: {} for row in rows}
    counted = connection.execute(
        "SELECT job_id, state, COUNT(*) FROM items WHERE job_id IN (SELECT value FROM json_each(?)) "
        "GROUP BY job_id, state",
        (to_json(list(counts)),),
    )
    for job_id, state, count in counted:
        counts[job_id][ItemState(state)] = count
    return [job_of(row, counts[row["job_id"]]) for row in rows]


def items(
    connection: Connection,
    *,
    job_id: int,
    states: Collection[ItemState] | None,
    offset: int,
    limit: int,
    search: str,
) -> list[Item]:
    """See `Journal.items`."""
    where = "i.job_id = :job_id"
    if states is not None:
        where += f" AND i.state IN {in_brackets(states)}"
    if search:
        # instr rather than LIKE: nobody who searches for "50%" means a pattern.
        where += " AND (instr(json_extract(i.plain, '$.lead'), :search) OR instr(lower(i.words), lower(:search)))"
    rows = connection.execute(
        f"SELECT {ITEM_COLUMNS} FROM items i WHERE {where} ORDER BY i.position LIMIT :limit OFFSET :offset",  # noqa: S608
        {"job_id": job_id, "search": search.strip(), "limit": limit, "offset": offset},
    )
    return [item_of(row) for row in rows]


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
