"""What one row of a lead means for another row of the same lead: in this job, in another, sent or still to come.

Item IDs grow with jobs and, within a job, with positions; request numbers grow with time.

A lead may stand in thousands of rows, so nothing here compares every row with every other: what went is looked up once
for each lead that is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.job import Item, ItemState, JobKind, PriorSend, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate, same_effect
from leadbyte_desktop.store.cells import to_json
from leadbyte_desktop.store.journal_rows import ITEM_COLUMNS, WENT, item_of, lead_key, prior_of, update_of
from leadbyte_desktop.store.places import places_of_account

_CHUNK = 10_000


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


# --- touched by a later row or job ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Touch:
    """How far the rows of one lead in one job, at one place, have reached LeadByte."""

    job_id: int
    item_id: int
    request_number: int


def touched_later(connection: Connection, *, item_ids: Collection[int]) -> set[int]:
    """See `Journal.touched_later`."""
    rows = connection.execute(
        "SELECT i.item_id, i.job_id, i.lead_key, i.request_number "
        "FROM json_each(?) w CROSS JOIN items i ON i.item_id = w.value",
        (to_json(list(item_ids)),),
    ).fetchall()
    return overtaken(connection, rows)


def overtaken(connection: Connection, rows: Sequence[Row]) -> set[int]:
    """Those items whose lead another item of the same place touched: a later row or job, or one that left later.

    Args:
        connection: inside a transaction.
        rows: with item_id, job_id, lead_key and request_number.
    """
    return Touches(connection).overtaken(rows)


class Touches:
    """What touched leads, as one transaction sees it; asked page by page, it looks every lead up once.

    Args:
        connection: inside a transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._looked_up: set[str] = set()
        self._found: dict[tuple[int, str], list[_Touch]] = {}

    def overtaken(self, rows: Sequence[Row]) -> set[int]:
        """See the function of that name."""
        self._look_up({row["lead_key"] for row in rows} - self._looked_up)
        places = _places(self._connection, {row["job_id"] for row in rows})
        return {
            row["item_id"]
            for row in rows
            if any(_is_later(touch, row) for touch in self._found.get((places[row["job_id"]], row["lead_key"]), ()))
        }

    def _look_up(self, keys: Collection[str]) -> None:
        """Take up what of these leads reached LeadByte, or may have, a refusal too; one entry for each job."""
        self._looked_up.update(keys)
        rows = self._connection.execute(
            f"""
            SELECT j.place_id, o.lead_key, o.job_id, MAX(o.item_id) AS item_id, MAX(o.request_number) AS request_number
            FROM json_each(?) w
            CROSS JOIN items o ON o.lead_key = w.value AND o.state IN ({WENT}, 'refused')
            CROSS JOIN jobs j ON j.job_id = o.job_id
            GROUP BY o.lead_key, o.job_id
            """,  # noqa: S608 - constants
            (to_json(sorted(keys)),),
        )
        for row in rows:
            touch = _Touch(row["job_id"], row["item_id"], row["request_number"])
            self._found.setdefault((row["place_id"], row["lead_key"]), []).append(touch)


def _is_later(touch: _Touch, row: Row) -> bool:
    if touch.item_id > row["item_id"]:
        return True
    left = row["request_number"]
    return touch.job_id != row["job_id"] and left is not None and touch.request_number > left


def _places(connection: Connection, job_ids: Iterable[int]) -> dict[int, int]:
    rows = connection.execute(
        "SELECT job_id, place_id FROM json_each(?) w CROSS JOIN jobs ON job_id = w.value", (to_json(list(job_ids)),)
    )
    return {row["job_id"]: row["place_id"] for row in rows}


def touched_since(connection: Connection, *, job_id: int) -> dict[int, PriorSend]:
    """See `Journal.touched_since`."""
    rows = connection.execute(
        # From what went in newer jobs, of each lead the last of it, to the rows of this job that wait.
        f"""
        WITH went AS (
            SELECT o.lead_key, o.item_id, MAX(o.request_number) AS number
            FROM jobs mine
            CROSS JOIN jobs newer ON newer.job_id > mine.job_id AND newer.place_id = mine.place_id
            CROSS JOIN items o ON o.job_id = newer.job_id AND o.state IN ({WENT})
            WHERE mine.job_id = ?1
            GROUP BY o.lead_key
        )
        SELECT i.item_id AS mine, i.plain, i.money, o.item_id, o.job_id, o.state, r.sent_at, j.created_by
        FROM went
        CROSS JOIN items i INDEXED BY items_by_lead
            ON i.lead_key = went.lead_key AND i.job_id = ?1 AND i.state = 'waiting'
        CROSS JOIN items o ON o.item_id = went.item_id
        CROSS JOIN requests r ON r.number = went.number
        CROSS JOIN jobs j ON j.job_id = o.job_id
        """,  # noqa: S608 - constants
        (job_id,),
    )
    return {row["mine"]: prior_of(row, update_of(row["money"], row["plain"]).lead, "", denied=False) for row in rows}


# --- what already went ------------------------------------------------------------------------------------------------


def prior_sends(connection: Connection, *, account_id: str, wanted: Sequence[tuple[LeadRef, str]]) -> list[PriorSend]:
    """See `Journal.prior_sends`."""
    found: list[tuple[int, PriorSend]] = []
    pairs = list(dict.fromkeys(wanted))
    for place in places_of_account(connection, account_id):
        for start in range(0, len(pairs), _CHUNK):
            found += _prior_sends_to(connection, place, pairs[start : start + _CHUNK])
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


def went_before(connection: Connection, item_ids: Collection[int]) -> dict[int, PriorSend]:
    """For each of the items that would repeat something without leave: what went before it, the newest of it."""
    mine = connection.execute(
        "SELECT e.place_id, e.lead_key, e.effect, i.item_id, i.plain, i.money "
        "FROM json_each(?) w CROSS JOIN items i ON i.item_id = w.value AND i.send_again = 0 "
        "CROSS JOIN effects e ON e.item_id = i.item_id",
        (to_json(list(item_ids)),),
    ).fetchall()
    went = _newest_two(connection, {(row["place_id"], row["lead_key"], row["effect"]) for row in mine})
    newest: dict[int, tuple[int, PriorSend]] = {}
    for row in mine:
        for other in went.get((row["place_id"], row["lead_key"], row["effect"]), ()):
            known = newest.get(row["item_id"])
            if other["item_id"] != row["item_id"] and (known is None or other["number"] > known[0]):
                lead = update_of(row["money"], row["plain"]).lead
                newest[row["item_id"]] = (other["number"], prior_of(other, lead, row["effect"], denied=False))
    return {item_id: prior for item_id, (_, prior) in newest.items()}


def _newest_two(
    connection: Connection, wanted: Collection[tuple[int, str, str]]
) -> Mapping[tuple[int, str, str], list[Row]]:
    """What went of each place, lead and effect: the last two items, as one of them may be the one that asks."""
    found: dict[tuple[int, str, str], list[Row]] = {}
    keys = list(wanted)
    rows = connection.execute(
        f"""
        SELECT w.key AS wanted, o.item_id, o.job_id, o.state, r.number, r.sent_at, j.created_by
        FROM json_each(?) w
        CROSS JOIN effects e ON e.place_id = json_extract(w.value, '$[0]')
            AND e.lead_key = json_extract(w.value, '$[1]') AND e.effect = json_extract(w.value, '$[2]')
            AND e.denied = 0
        CROSS JOIN items o ON o.item_id = e.item_id AND o.state IN ({WENT})
        CROSS JOIN requests r ON r.number = o.request_number
        CROSS JOIN jobs j ON j.job_id = o.job_id
        ORDER BY r.number DESC, o.item_id DESC
        """,  # noqa: S608 - constants
        (to_json(keys),),
    )
    for row in rows:
        known = found.setdefault(keys[row["wanted"]], [])
        if len(known) < 2:
            known.append(row)
    return found


# --- what is still to come --------------------------------------------------------------------------------------------


def last_asked(connection: Connection, *, account_id: str, lead: LeadRef) -> dict[str, str]:
    """See `Journal.last_asked`."""
    rows = connection.execute(
        f"""
        SELECT {ITEM_COLUMNS}
        FROM items i CROSS JOIN jobs j ON j.job_id = i.job_id
        WHERE i.lead_key = ? AND i.state IN ({WENT}) AND i.money = 0
            AND j.place_id IN (SELECT value FROM json_each(?))
        ORDER BY i.request_number, i.item_id
        """,  # noqa: S608 - constants
        (lead_key(lead), to_json(places_of_account(connection, account_id))),
    )
    asked: dict[str, str] = {}
    for row in rows:
        update = item_of(row).update
        if isinstance(update, LeadUpdate):
            asked |= update.changes
    return asked


def waiting_elsewhere(
    connection: Connection,
    *,
    account_id: str,
    leads: Collection[LeadRef],
    except_job: int | None,
    running: Collection[int],
) -> list[Item]:
    """See `Journal.waiting_elsewhere`."""
    keys = to_json(sorted({lead_key(lead) for lead in leads}))
    places = to_json(places_of_account(connection, account_id))
    rows = connection.execute(
        f"""
        SELECT {ITEM_COLUMNS}, i.lead_key
        FROM json_each(?) w
        CROSS JOIN items i ON i.lead_key = w.value AND i.state IN ('waiting', 'not sent', 'not known')
        CROSS JOIN jobs j ON j.job_id = i.job_id
        WHERE j.place_id IN (SELECT value FROM json_each(?)) AND j.stopped = 0 AND i.job_id IS NOT ?
            AND (i.state <> 'not known' OR (
                i.harmless = 1 AND i.settlement IS NULL AND j.kind = ?
                AND i.job_id IN (SELECT value FROM json_each(?))
            ))
        ORDER BY i.item_id
        """,  # noqa: S608 - constants
        (keys, places, except_job, JobKind.SINGLE.value, to_json(list(running))),
    ).fetchall()
    # What was tried, and was overtaken since, does not go again.
    late = overtaken(connection, [row for row in rows if row["state"] != ItemState.WAITING.value])
    return [item_of(row) for row in rows if row["item_id"] not in late]
