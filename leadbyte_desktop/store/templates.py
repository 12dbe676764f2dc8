"""The templates of each account, on this PC, in the order that the person gave them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.delivery_set import same_name
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.store.cells import clean, to_json
from leadbyte_desktop.store.database import Database

_OWN = ("name", "fields", "delivery_ids", "action", "campaign_id", "campaign")
_PUT = (
    "INSERT INTO templates (account_id, place, name, fields, delivery_ids, action, campaign_id, campaign) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_MOST_FIELDS = 200
"""No form holds more; a row that does was not written by this app, and the window would stand still over it."""


class Templates:
    """Keeps the templates. Every method may raise StorageProblem.

    A row that cannot be read, as another app or a later version may have written it, is passed over and stays.

    Args:
        database: the app's database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, account_id: str) -> list[Template]:
        """The templates of an account; the first nine are those of Ctrl+1 to Ctrl+9."""
        return await self._database.read(partial(_all, account_id=account_id))

    async def unreadable(self, account_id: str) -> int:
        """How many templates of an account cannot be read."""
        return await self._database.read(partial(_unreadable, account_id=account_id))

    async def put(self, account_id: str, template: Template) -> None:
        """Keep a template: in the place of the one of the same name, else as the last."""
        await self._database.write(partial(_put, account_id=account_id, template=template))

    async def put_all(self, account_id: str, templates: Sequence[Template]) -> None:
        """Have exactly these templates, in this order: a person has renamed, moved or deleted some."""
        await self._database.write(partial(_put_all, account_id=account_id, templates=templates))


def _all(connection: Connection, *, account_id: str) -> list[Template]:
    return [template for _row, template in _rows(connection, account_id) if template is not None]


def _unreadable(connection: Connection, *, account_id: str) -> int:
    return sum(template is None for _row, template in _rows(connection, account_id))


def _rows(connection: Connection, account_id: str) -> list[tuple[Row, Template | None]]:
    """Each row of an account, with its template; None where it cannot be read."""
    rows = connection.execute("SELECT * FROM templates WHERE account_id = ? ORDER BY place", (account_id,))
    return [(row, _template_of(row)) for row in rows]


def _template_of(row: Row) -> Template | None:
    texts = [row[name] for name in ("name", "action", "campaign_id", "campaign")]
    try:
        fields, delivery_ids = json.loads(row["fields"]), json.loads(row["delivery_ids"])
        action = Action(row["action"]) if row["action"] else None
    except (TypeError, ValueError, RecursionError):
        return None
    if not (_are_texts(texts) and _are_fields(fields) and isinstance(delivery_ids, list) and _are_texts(delivery_ids)):
        return None
    return Template(
        name=row["name"],
        fields=tuple(TemplateField(*field) for field in fields),
        delivery_ids=tuple(delivery_ids),
        action=action,
        campaign_id=row["campaign_id"],
        campaign=row["campaign"],
    )


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(each, str) for each in values)


def _are_fields(fields: object) -> bool:
    """Whether these are [name, value, label] each, the value null where it is typed; the label came later."""
    return (
        isinstance(fields, list)
        and len(fields) <= _MOST_FIELDS
        and all(isinstance(field, list) and 1 <= len(field) <= 3 for field in fields)
        and all(field[0] and _are_texts(part for part in (*field[:1], *field[2:])) for field in fields)
        and all(field[1] is None or isinstance(field[1], str) for field in fields if len(field) > 1)
        and len({field[0] for field in fields}) == len(fields)
    )


def _put(connection: Connection, *, account_id: str, template: Template) -> None:
    templates = _all(connection, account_id=account_id)
    place = next((at for at, each in enumerate(templates) if same_name(each.name, template.name)), len(templates))
    templates[place : place + 1] = [template]
    _put_all(connection, account_id=account_id, templates=templates)


def _put_all(connection: Connection, *, account_id: str, templates: Sequence[Template]) -> None:
    kept = [row for row, template in _rows(connection, account_id) if template is None]
    connection.execute("DELETE FROM templates WHERE account_id = ?", (account_id,))
    # What cannot be read stays as it is, behind the others: a person took none of it away.
    connection.executemany(
        _PUT,
        [(account_id, place, *(row[name] for name in _OWN)) for place, row in enumerate(kept, start=len(templates))],
    )
    connection.executemany(
        _PUT,
        [
            (
                account_id,
                place,
                clean(each.name),
                to_json([(field.name, field.value, clean(field.label)) for field in each.fields]),
                to_json(each.delivery_ids),
                each.action.value if each.action else "",
                each.campaign_id,
                clean(each.campaign),
            )
            for place, each in enumerate(templates)
        ],
    )
