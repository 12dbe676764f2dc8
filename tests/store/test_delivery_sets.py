"""Named sets of deliveries stay on this PC, each with its account."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.delivery_set import DeliverySet
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.delivery_sets import DeliverySets

EVENING = DeliverySet("Solar evening", ("1053", "007"))
BOILERS = DeliverySet("boilers", ("1060",))


@pytest.fixture
def sets(database: Database) -> DeliverySets:
    return DeliverySets(database)


async def test_sets_are_kept_by_name_for_their_account(sets: DeliverySets) -> None:
    assert await sets.all("acme") == []
    await sets.put("acme", EVENING)
    await sets.put("acme", BOILERS)
    assert await sets.all("acme") == [BOILERS, EVENING]
    assert await sets.all("globex") == []


async def test_a_set_of_the_same_name_is_replaced_whatever_its_capitals(sets: DeliverySets) -> None:
    await sets.put("acme", EVENING)
    await sets.put("globex", EVENING)
    await sets.put("acme", DeliverySet("SOLAR Evening", ("1054",)))
    assert await sets.all("acme") == [DeliverySet("SOLAR Evening", ("1054",))]
    assert await sets.all("globex") == [EVENING]


async def test_all_are_replaced_for_their_account_only(sets: DeliverySets) -> None:
    for account_id in ("acme", "globex"):
        await sets.put(account_id, EVENING)
    await sets.put_all("acme", [DeliverySet("Renamed", EVENING.delivery_ids), BOILERS])
    assert [each.name for each in await sets.all("acme")] == ["boilers", "Renamed"]
    await sets.put_all("acme", [])
    assert await sets.all("acme") == []
    assert await sets.all("globex") == [EVENING]


async def test_names_in_any_script_and_half_characters_are_kept(sets: DeliverySets) -> None:
    await sets.put("acme", DeliverySet("Zoë’s “evening” 夜\ud800", ("1053",)))
    (kept,) = await sets.all("acme")
    assert kept.name.startswith("Zoë’s “evening” 夜")
