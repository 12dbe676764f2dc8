"""The deliveries that this PC knows: from LeadByte, and by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadInput, ConnectionProblem
from leadbyte_desktop.services.delivery_list import DeliveryList
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.workplace import Workplace
from tests.practice_server import PracticeServer

ACCOUNT = "acme"


class Listing:
    """A LeadByte that lists what the test says."""

    def __init__(self, *deliveries: Delivery) -> None:
        self.deliveries = list(deliveries)
        self.asked: list[str | None] = []

    async def list_deliveries(self, status: str | None = "Active") -> list[Delivery]:
        self.asked.append(status)
        return self.deliveries


@pytest.fixture
def listed(workplace: Workplace) -> DeliveryList:
    return workplace.tools.delivery_list


async def test_a_refresh_brings_all_of_them_from_leadbyte(
    listed: DeliveryList, desk: Desk, practice_server: PracticeServer
) -> None:
    known = await listed.refresh(desk.account.account_id, desk.client)
    assert len(known) == 24
    assert [each.name.casefold() for each in known] == sorted(each.name.casefold() for each in known)
    assert {each.shown for each in known if each.inactive} == {False}
    assert {each.shown for each in known if not each.inactive} == {True}
    assert await listed.refreshed_at(desk.account.account_id) is not None


async def test_a_refresh_asks_for_inactive_ones_too(listed: DeliveryList) -> None:
    listing = Listing(Delivery("1", "A"))
    await listed.refresh(ACCOUNT, listing)
    assert listing.asked == [None]


async def test_what_a_person_chose_and_named_stays(listed: DeliveryList) -> None:
    await listed.add_by_hand(ACCOUNT, " 7 ", "  My own name ")
    await listed.refresh(ACCOUNT, Listing(Delivery("5", "Five", status="Active"), Delivery("7", "Seven")))
    await listed.set_shown(ACCOUNT, "5", shown=False)
    known = await listed.refresh(ACCOUNT, Listing(Delivery("5", "Five, renamed"), Delivery("7", "Seven")))
    assert [(each.delivery_id, each.name, each.shown) for each in known] == [
        ("5", "Five, renamed", False),
        ("7", "My own name", True),
    ]


async def test_an_inactive_one_that_was_shown_stays_shown(listed: DeliveryList) -> None:
    inactive = Delivery("5", "Five", status="Inactive")
    await listed.keep(ACCOUNT, [inactive])
    assert [each.shown for each in await listed.all(ACCOUNT)] == [False]
    await listed.set_shown(ACCOUNT, "5", shown=True)
    await listed.keep(ACCOUNT, [inactive])
    assert [each.shown for each in await listed.all(ACCOUNT)] == [True]


async def test_one_that_leadbyte_lists_no_more_stays_and_says_so(listed: DeliveryList) -> None:
    five, six = Delivery("5", "Five", status="Active"), Delivery("6", "Six", status="Inactive")
    await listed.refresh(ACCOUNT, Listing(five, six))
    known = await listed.refresh(ACCOUNT, Listing(replace(six, status="Active")))
    assert [(each.delivery_id, each.state, each.shown, each.details) for each in known] == [
        ("5", "Not listed any more", True, "ID 5 · Not listed any more"),
        ("6", "Active", True, "ID 6"),
    ]
    # Where the account was connected, only the active ones were asked for.
    await listed.keep(ACCOUNT, [five])
    assert [each.state for each in await listed.all(ACCOUNT)] == ["Active", "Active"]


async def test_a_list_that_did_not_come_leaves_the_old_one(
    listed: DeliveryList, desk: Desk, practice_server: PracticeServer
) -> None:
    account_id = desk.account.account_id
    before, at = await listed.all(account_id), await listed.refreshed_at(account_id)
    practice_server.answer_next(500, "<html>busy</html>")
    with pytest.raises(ConnectionProblem):
        await listed.refresh(account_id, desk.client)
    assert await listed.all(account_id) == before
    assert await listed.refreshed_at(account_id) == at


@pytest.mark.parametrize("text", ["", " ", "ten", "10 53", "1053a", "-1", "10.5", "١٠٥٣"])
async def test_an_id_that_is_none_is_said_in_words(listed: DeliveryList, text: str) -> None:
    with pytest.raises(BadInput, match="is not a delivery ID"):
        await listed.add_by_hand(ACCOUNT, text, "Acme")
    assert await listed.all(ACCOUNT) == []


async def test_a_name_is_needed_and_an_id_only_once(listed: DeliveryList) -> None:
    with pytest.raises(BadInput, match="name is missing"):
        await listed.add_by_hand(ACCOUNT, "1053", "  ")
    made = await listed.add_by_hand(ACCOUNT, "1053", "Acme Solar")
    assert made == Delivery("1053", "Acme Solar", by_hand=True)
    with pytest.raises(BadInput, match="in the list already, as “Acme Solar”"):
        await listed.add_by_hand(ACCOUNT, "1053", "Another name")
    with pytest.raises(BadInput, match="Delivery 1053 is in the list already"):
        await listed.add_by_hand(ACCOUNT, "01053", "Zeros in front make no other delivery")
    assert await listed.all(ACCOUNT) == [made]


async def test_one_added_by_hand_can_be_taken_off(listed: DeliveryList) -> None:
    await listed.add_by_hand(ACCOUNT, "1053", "Acme Solar")
    await listed.remove(ACCOUNT, "1053")
    assert await listed.all(ACCOUNT) == []


async def test_accounts_do_not_share_their_lists(listed: DeliveryList) -> None:
    await listed.add_by_hand(ACCOUNT, "1053", "Acme Solar")
    assert await listed.all("globex") == []
    assert await listed.refreshed_at(ACCOUNT) is None
