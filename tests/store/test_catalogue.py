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


async def test_what_a_whole_list_lacks_is_marked_and_stays(catalogue: Catalogue) -> None:
    await catalogue.put("acme", [SOLAR, BOILERS], by_hand=False, whole=True)
    await catalogue.put("globex", [SOLAR], by_hand=False, whole=True)
    await catalogue.put("acme", [Delivery("77", "typed")], by_hand=True)
    await catalogue.put("acme", [BOILERS], by_hand=False)
    assert not any(each.unlisted for each in await catalogue.deliveries("acme")), "that list held the active ones only"
    await catalogue.put("acme", [], by_hand=False, whole=True)
    assert not any(each.unlisted for each in await catalogue.deliveries("acme")), "an empty list may be a mistake"
    await catalogue.put("acme", [BOILERS], by_hand=False, whole=True)
    assert await catalogue.deliveries("acme") == [
        replace(SOLAR, unlisted=True), BOILERS, Delivery("77", "typed", by_hand=True),
    ]  # fmt: skip
    assert await catalogue.deliveries("globex") == [SOLAR]
    # A name given by hand is no word of LeadByte's; its list is.
    await catalogue.put("acme", [Delivery("1053", "the evening one")], by_hand=True)
    assert [each.unlisted for each in await catalogue.deliveries("acme")] == [False, True, False]
    await catalogue.put("acme", [SOLAR, BOILERS], by_hand=False, whole=True)
    assert not any(each.unlisted for each in await catalogue.deliveries("acme"))


async def test_one_that_becomes_active_is_offered_unless_a_person_has_chosen(catalogue: Catalogue) -> None:
    hidden = replace(BOILERS, shown=False)
    active = replace(BOILERS, status="Active", shown=True)
    await catalogue.put("acme", [hidden], by_hand=False)
    await catalogue.put("acme", [replace(active, status="")], by_hand=False)
    assert await catalogue.deliveries("acme") == [hidden], "that list did not tell its status"
    await catalogue.put("acme", [active], by_hand=False)
    assert await catalogue.deliveries("acme") == [active]
    await catalogue.set_shown("acme", "1054", False)
    await catalogue.put("acme", [BOILERS], by_hand=False)
    await catalogue.put("acme", [active], by_hand=False)
    assert await catalogue.deliveries("acme") == [replace(active, shown=False)]


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
