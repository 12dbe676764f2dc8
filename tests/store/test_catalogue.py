"""The deliveries that this PC knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.store.catalogue import Catalogue
from leadbyte_desktop.store.database import Database
from tests.store.scenes import Clock

SOLAR = Delivery("1053", "Acme Solar – evening", "Acme Ltd", "33", "Solar", "Active")
BOILERS = Delivery("1054", "boilers", "Globex", "G-7", "Boilers", "Inactive")


@pytest.fixture
def catalogue(database: Database, clock: Clock) -> Catalogue:
    return Catalogue(database, clock)


async def test_a_list_from_leadbyte_is_kept_by_name_for_its_account(catalogue: Catalogue, clock: Clock) -> None:
    assert await catalogue.refreshed_at("acme") is None
    await catalogue.put("acme", [BOILERS, SOLAR], by_hand=False)
    assert await catalogue.deliveries("acme") == [SOLAR, BOILERS]
    assert await catalogue.refreshed_at("acme") == clock.time
    assert await catalogue.deliveries("globex") == []
    assert await catalogue.refreshed_at("globex") is None


async def test_a_refresh_brings_news_and_keeps_what_the_person_chose(catalogue: Catalogue, clock: Clock) -> None:
    await catalogue.put("acme", [SOLAR, BOILERS], by_hand=False)
    await catalogue.set_shown("acme", "1053", False)
    clock.forward()
    renamed = Delivery("1053", "Acme Solar – all day", "Acme plc", "34", "Solar 2", "Saved")
    await catalogue.put("acme", [renamed], by_hand=False)
    solar, boilers = await catalogue.deliveries("acme")
    assert solar == Delivery("1053", "Acme Solar – all day", "Acme plc", "34", "Solar 2", "Saved", shown=False)
    assert boilers == BOILERS
    assert await catalogue.refreshed_at("acme") == clock.time
    await catalogue.set_shown("acme", "1053", True)
    assert (await catalogue.deliveries("acme"))[0].shown


async def test_what_sends_a_delivery_is_kept_until_a_list_says_otherwise(catalogue: Catalogue) -> None:
    await catalogue.put("acme", [replace(SOLAR, automatic=True), BOILERS], by_hand=False)
    await catalogue.put("acme", [SOLAR, replace(BOILERS, automatic=False)], by_hand=False)
    assert [each.automatic for each in await catalogue.deliveries("acme")] == [True, False]
    await catalogue.put("acme", [replace(SOLAR, automatic=False)], by_hand=False)
    assert [each.automatic for each in await catalogue.deliveries("acme")] == [False, False]


async def test_an_empty_list_takes_nothing_away(catalogue: Catalogue) -> None:
    await catalogue.put("acme", [SOLAR], by_hand=False)
    await catalogue.put("acme", [], by_hand=False)
    assert await catalogue.deliveries("acme") == [SOLAR]


async def test_a_name_given_by_hand_stays_and_the_rest_is_filled_in(catalogue: Catalogue) -> None:
    await catalogue.put("acme", [Delivery("1053", "the evening one")], by_hand=True)
    assert await catalogue.refreshed_at("acme") is None
    assert await catalogue.deliveries("acme") == [Delivery("1053", "the evening one", by_hand=True)]
    await catalogue.put("acme", [SOLAR], by_hand=False)
    filled = Delivery("1053", "the evening one", "Acme Ltd", "33", "Solar", "Active", by_hand=True)
    assert await catalogue.deliveries("acme") == [filled]


async def test_a_name_given_by_hand_later_keeps_what_leadbyte_said(catalogue: Catalogue) -> None:
    await catalogue.put("acme", [SOLAR], by_hand=False)
    await catalogue.put("acme", [Delivery("1053", "the evening one")], by_hand=True)
    (delivery,) = await catalogue.deliveries("acme")
    assert (delivery.name, delivery.buyer, delivery.status, delivery.by_hand) == (
        "the evening one",
        "Acme Ltd",
        "Active",
        True,
    )


async def test_one_can_be_removed(catalogue: Catalogue) -> None:
    await catalogue.put("acme", [SOLAR, BOILERS], by_hand=False)
    await catalogue.put("globex", [SOLAR], by_hand=False)
    await catalogue.remove("acme", "1053")
    await catalogue.remove("acme", "no such")
    assert await catalogue.deliveries("acme") == [BOILERS]
    assert await catalogue.deliveries("globex") == [SOLAR]
