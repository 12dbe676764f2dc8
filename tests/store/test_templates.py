"""Templates stay on this PC, each with its account, in the order that the person gave them."""

from __future__ import annotations

import json

import pytest

from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.templates import Templates

FULL = Template(
    "Full details → Acme",
    (TemplateField("postcode"), TemplateField("source", "Call centre"), TemplateField("notes", "")),
    ("1053", "007"),
    Action.REPROCESS,
)
SHORT = Template("Address", (TemplateField("street1"),))
THIRD = Template("Only send", delivery_ids=("1060",))


@pytest.fixture
def templates(database: Database) -> Templates:
    return Templates(database)


async def test_a_template_comes_back_whole(templates: Templates) -> None:
    await templates.put("acme", FULL)
    assert await templates.all("acme") == [FULL]
    assert await templates.all("globex") == []
    assert FULL.field_names == ("postcode", "source", "notes")
    assert FULL.fixed == {"source": "Call centre", "notes": ""}


async def test_it_keeps_the_campaign_it_was_saved_from_and_what_the_fields_are_called_there(
    templates: Templates,
) -> None:
    fields = (TemplateField("data2", "120", "monthly_bill"), TemplateField("postcode", None, "Post\ud83d code"))
    await templates.put("acme", Template("Bill", fields, (), Action.REJECT, "9", "Solar \ud83d"))
    [kept] = await templates.all("acme")
    assert kept.fields == (TemplateField("data2", "120", "monthly_bill"), TemplateField("postcode", None, "Post? code"))
    assert (kept.action, kept.campaign_id, kept.campaign) == (Action.REJECT, "9", "Solar ?")
    assert kept.in_quarantine
    assert not FULL.in_quarantine


async def test_a_new_one_is_the_last_and_one_of_the_same_name_keeps_its_place(templates: Templates) -> None:
    for each in (FULL, SHORT, THIRD):
        await templates.put("acme", each)
    changed = Template("ADDRESS", (TemplateField("towncity"),))
    await templates.put("acme", changed)
    assert await templates.all("acme") == [FULL, changed, THIRD]


async def test_order_and_names_are_as_the_person_left_them(templates: Templates) -> None:
    for account_id in ("acme", "globex"):
        await templates.put(account_id, FULL)
    await templates.put_all("acme", [THIRD, SHORT])
    assert await templates.all("acme") == [THIRD, SHORT]
    await templates.put_all("acme", [SHORT])
    assert await templates.all("acme") == [SHORT]
    assert await templates.all("globex") == [FULL]


_INSERT = (
    "INSERT INTO templates (account_id, place, name, fields, delivery_ids, action, campaign_id, campaign) "
    "VALUES ('acme', ?, ?, ?, ?, ?, '9', 'Solar')"
)


async def _have(database: Database, *rows: tuple[int, object, str, str, str]) -> None:
    await database.write(lambda connection: [connection.execute(_INSERT, row) for row in rows])


@pytest.mark.parametrize(
    ("fields", "delivery_ids", "action"),
    [
        ("oops", "[]", ""),
        ("[1, 2]", "[]", ""),
        ("{}", "[]", ""),
        ('["postcode"]', "[]", ""),
        ("[[]]", "[]", ""),
        ('[["postcode", 5, "Postcode"]]', "[]", ""),
        ('[["postcode", null, null]]', "[]", ""),
        ('[["", "x"]]', "[]", ""),
        ('[["a", "b", "c", "d"]]', "[]", ""),
        ('[["a", "b"], ["a", "c"]]', "[]", ""),
        (json.dumps([[f"data{place}", "v", "L"] for place in range(201)]), "[]", ""),
        ("[" * 100_000, "[]", ""),
        ("[]", '"1053"', ""),
        ("[]", "[1053]", ""),
        ("[]", "null", ""),
        ("[]", "[]", "explode"),
    ],
)
async def test_a_row_that_cannot_be_read_hides_no_other_and_is_never_lost(
    templates: Templates, database: Database, fields: str, delivery_ids: str, action: str
) -> None:
    await _have(database, (0, "bad", fields, delivery_ids, action), (1, "Address", '[["street1", null]]', "[]", ""))
    [kept] = await templates.all("acme")
    assert (kept.name, kept.fields) == ("Address", SHORT.fields)
    assert await templates.unreadable("acme") == 1
    await templates.put("acme", THIRD)
    await templates.put_all("acme", [THIRD])
    assert await templates.all("acme") == [THIRD]
    assert await templates.unreadable("acme") == 1
    rows = await database.read(
        lambda connection: connection.execute("SELECT * FROM templates WHERE name = 'bad'").fetchall()
    )
    assert [tuple(row) for row in rows] == [("acme", 1, "bad", fields, delivery_ids, action, "9", "Solar")]


async def test_rows_of_before_the_labels_are_read_and_most_fields_fit(templates: Templates, database: Database) -> None:
    many = ",".join(f'["data{place}", "v"]' for place in range(200))
    await _have(database, (0, "Old", f"[{many}]", '["1053"]', "reprocess"))
    [kept] = await templates.all("acme")
    assert kept.fields[199] == TemplateField("data199", "v")
    assert await templates.unreadable("acme") == 0
