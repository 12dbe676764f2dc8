"""The templates of each account, on this PC, in the order that the person gave them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from sqlite3 import Connection, Row

from leadbyte_desktop.domain.delivery_set import same_name
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.store.cells import clean, to_json
from leadbyte_desktop.store.database import Database


class Templates:
    """Keeps the templates. Every method may raise StorageProblem.

    Args:
        database: the app's database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, account_id: str) -> list[Template]:
        """The templates of an account; the first nine are those of Ctrl+1 to Ctrl+9."""
        return await self._database.read(partial(_all, account_id=account_id))

    async def put(self, account_id: str, template: Template) -> None:
        """Keep a template: in the place of the one of the same name, else as the last."""
        await self._database.write(partial(_put, account_id=account_id, template=template))

    async def put_all(self, account_id: str, templates: Sequence[Template]) -> None:
        """Have exactly these templates, in this order: a person has renamed, moved or deleted some."""
        await self._database.write(partial(_put_all, account_id=account_id, templates=templates))


def _all(connection: Connection, *, account_id: str) -> list[Template]:
    rows = connection.execute("SELECT * FROM templates WHERE account_id = ? ORDER BY place", (account_id,))
    return [_template_of(row) for row in rows]


def _template_of(row: Row) -> Template:
    return Template(
        name=row["name"],
        fields=tuple(TemplateField(*field) for field in json.loads(row["fields"])),
        delivery_ids=tuple(json.loads(row["delivery_ids"])),
        action=Action(row["action"]) if row["action"] else None,
        campaign_id=row["campaign_id"],
        campaign=row["campaign"],
    )


def _put(connection: Connection, *, account_id: str, template: Template) -> None:
    templates = _all(connection, account_id=account_id)
    place = next((at for at, each in enumerate(templates) if same_name(each.name, template.name)), len(templates))
    templates[place : place + 1] = [template]
    _put_all(connection, account_id=account_id, templates=templates)


def _put_all(connection: Connection, *, account_id: str, templates: Sequence[Template]) -> None:
    connection.execute("DELETE FROM templates WHERE account_id = ?", (account_id,))
    connection.executemany(
        "INSERT INTO templates (account_id, place, name, fields, delivery_ids, action, campaign_id, campaign) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
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
