"""The same lead in more than one row of a sheet, found in SQL."""

from __future__ import annotations

import json
from collections.abc import Collection
from sqlite3 import Connection

from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.store.sheet_schema import SENT

SAME_LEAD = "same lead"
_MANY = 20_000
"""Of more leads than this, the whole table is gone over; that is quicker than to look each of them up."""


_GIVEN = "SELECT value FROM json_each(:keys)"
# One walk through an index: in most tables it finds none, and nothing has to be looked up.
_REPEATED = "SELECT lead_key FROM rows WHERE lead_key IS NOT NULL GROUP BY lead_key HAVING COUNT(*) > 1"


def find_same_leads(connection: Connection, head: SheetHead, keys: Collection[str] | None = None) -> None:
    """Note each row of a lead after its first, for these leads or for all; rows that are left out do not count."""
    if keys is not None and not keys:
        return
    some = keys is not None and len(keys) <= _MANY
    values = {"code": SAME_LEAD, "keys": json.dumps(list(keys or ())) if some else ""}
    among = f"r.lead_key IN ({_GIVEN if some else _REPEATED})"
    touched = f"AND row_id IN (SELECT r.row_id FROM rows r WHERE {among})" if some else ""
    connection.execute(f"DELETE FROM problems WHERE code = :code {touched}", values)
    if head.lead_column is None:
        return
    connection.execute(
        f"""
        INSERT OR IGNORE INTO problems
        SELECT r.row_id, :slot, :code, 0 FROM rows r
        WHERE {among} AND {SENT} AND r.lead_key IS NOT NULL AND r.position > (
            SELECT MIN(o.position) FROM rows o WHERE o.lead_key = r.lead_key AND o.filled AND o.left_out = ''
        )
        """,
        {**values, "slot": head.lead_column.slot},
    )
