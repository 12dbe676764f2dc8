"""Templates stay on this PC, each with its account, in the order that the person gave them."""

from __future__ import annotations

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
