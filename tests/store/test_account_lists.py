"""The campaigns, fields and buyers that this PC knows, and which campaigns a search covers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign, CampaignField, Choice
from leadbyte_desktop.store.account_lists import AccountLists
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.preferences import Preferences
from tests.store.scenes import ACME, GLOBEX, Clock

SOLAR = Campaign("9", "Solar Panels", "SOLAR", "GBP", active=True)
ENERGY = Campaign("12", "energy switch", archived=True)
ACME_LTD = Buyer("450", "208", "Acme Ltd", "Active")
ROOF = CampaignField("data1", "roof_type", True, "select", (Choice("T", "Tile"), Choice("S", "Slate – “grey”")))
DOB = CampaignField("dob", "Date of birth", data_type="date")


@pytest.fixture
def lists(database: Database, clock: Clock) -> AccountLists:
    return AccountLists(database, clock)


async def test_nothing_is_known_at_first(lists: AccountLists) -> None:
    assert await lists.campaigns("acme") == ()
    assert await lists.fields("acme") == {}
    assert await lists.buyers("acme") == ()
    assert await lists.refreshed_at("acme") == {}
    assert await lists.searched("acme") is None


async def test_campaigns_are_kept_whole_by_name_and_for_their_account(lists: AccountLists, clock: Clock) -> None:
    await lists.put_campaigns("acme", [SOLAR, ENERGY])
    assert await lists.campaigns("acme") == (ENERGY, SOLAR)
    assert await lists.refreshed_at("acme") == {ListKind.CAMPAIGNS: clock.time}
    assert await lists.campaigns("globex") == ()


async def test_a_new_list_brings_news_and_leaves_what_it_does_not_tell(lists: AccountLists, clock: Clock) -> None:
    await lists.put_campaigns("acme", [SOLAR, ENERGY])
    first = clock.time
    clock.forward()
    await lists.put_campaigns("acme", [Campaign("9", "Solar", active=None)])
    assert await lists.campaigns("acme") == (ENERGY, Campaign("9", "Solar", "SOLAR", "GBP", active=True))
    await lists.put_campaigns("acme", [Campaign("9", "Solar", active=False), Campaign("12", "Energy")])
    assert await lists.campaigns("acme") == (
        Campaign("12", "Energy"),
        Campaign("9", "Solar", "SOLAR", "GBP", active=False),
    )
    assert (await lists.refreshed_at("acme"))[ListKind.CAMPAIGNS] > first


async def test_an_empty_list_wipes_nothing(lists: AccountLists) -> None:
    await lists.put_campaigns("acme", [SOLAR])
    await lists.put_fields("acme", "9", [ROOF])
    await lists.put_buyers("acme", [ACME_LTD])
    await lists.put_campaigns("acme", [])
    await lists.put_fields("acme", "9", [])
    await lists.put_buyers("acme", [])
    assert await lists.campaigns("acme") == (SOLAR,)
    assert await lists.fields("acme") == {"9": (ROOF,)}
    assert await lists.buyers("acme") == (ACME_LTD,)


async def test_the_fields_of_a_campaign_stand_in_their_order_and_a_new_list_takes_their_place(
    lists: AccountLists, clock: Clock
) -> None:
    await lists.put_fields("acme", "9", [ROOF, DOB])
    await lists.put_fields("acme", "12", [DOB])
    await lists.put_fields("globex", "9", [DOB])
    assert await lists.fields("acme") == {"9": (ROOF, DOB), "12": (DOB,)}
    await lists.put_fields("acme", "9", [DOB])
    assert await lists.fields("acme") == {"9": (DOB,), "12": (DOB,)}
    assert await lists.fields("globex") == {"9": (DOB,)}
    assert await lists.refreshed_at("acme") == {ListKind.FIELDS: clock.time}


async def test_each_campaign_s_fields_have_an_age_of_their_own(lists: AccountLists, clock: Clock) -> None:
    await lists.put_fields("acme", "9", [ROOF])
    first = clock.time
    clock.forward()
    await lists.put_fields("acme", "12", [DOB])
    assert await lists.fields_refreshed_at("acme") == {"9": first, "12": clock.time}
    assert await lists.refreshed_at("acme") == {ListKind.FIELDS: first}
    assert await lists.fields_refreshed_at("globex") == {}


async def test_in_which_form_a_campaign_holds_its_dates_outlasts_a_new_list(lists: AccountLists) -> None:
    await lists.put_fields("acme", "9", [ROOF, DOB])
    await lists.put_date_forms("acme", "9", {"dob": "yyyy-MM-dd", "x\ud83d": "dd/MM/yyyy"})
    seen = replace(DOB, date_form="yyyy-MM-dd")
    assert await lists.fields("acme") == {"9": (ROOF, seen)}
    await lists.put_fields("acme", "9", [DOB])
    await lists.put_fields("acme", "12", [DOB])
    assert await lists.fields("acme") == {"9": (seen,), "12": (DOB,)}
    await lists.put_date_forms("acme", "9", {"dob": "dd/MM/yyyy"})
    assert (await lists.fields("acme"))["9"] == (replace(DOB, date_form="dd/MM/yyyy"),)


async def test_buyers_are_kept_by_company_and_a_bid_that_is_left_out_stays(lists: AccountLists) -> None:
    await lists.put_buyers("acme", [ACME_LTD, Buyer("1", "WREN", "wrenmarsh")])
    await lists.put_buyers("acme", [Buyer("450", "", "Zeal plc", "Inactive")])
    listed, gone = Buyer("450", "208", "Zeal plc", "Inactive"), Buyer("1", "WREN", "wrenmarsh", unlisted=True)
    assert await lists.buyers("acme") == (gone, listed)
    await lists.put_buyers("acme", [])
    assert await lists.buyers("acme") == (gone, listed), "an empty answer takes nobody away"
    await lists.put_buyers("acme", [Buyer("1", "WREN", "wrenmarsh"), listed])
    assert [each.unlisted for each in await lists.buyers("acme")] == [False, False]


async def test_the_ticked_campaigns_are_remembered_and_none_is_a_choice_too(lists: AccountLists) -> None:
    await lists.set_searched("acme", {"9", "12"})
    assert await lists.searched("acme") == frozenset({"9", "12"})
    await lists.set_searched("acme", [])
    assert await lists.searched("acme") == frozenset()
    assert await lists.searched("globex") is None


async def test_half_a_character_is_kept_as_far_as_it_can_be(lists: AccountLists) -> None:
    await lists.put_campaigns("acme", [Campaign("9", "Solar \ud83d")])
    await lists.put_buyers("acme", [Buyer("1", "B\ud83d", "Acme \ud83d")])
    await lists.put_fields("acme", "9", [CampaignField("a\ud83d", "b\ud83d", choices=(Choice("c\ud83d", "d\ud83d"),))])
    assert [campaign.name for campaign in await lists.campaigns("acme")] == ["Solar ?"]
    assert await lists.buyers("acme") == (Buyer("1", "B?", "Acme ?"),)
    (field,) = (await lists.fields("acme"))["9"]
    assert (field.name, field.label) == ("a?", "b?")
    assert field.choices == (Choice("c?", "d?"),)


async def test_a_removed_account_takes_all_of_it_with_it(lists: AccountLists, database: Database) -> None:
    preferences = Preferences(database)
    for account in (ACME, GLOBEX):
        await preferences.put_account(account)
        await lists.put_campaigns(account.account_id, [SOLAR])
        await lists.put_fields(account.account_id, "9", [ROOF])
        await lists.put_buyers(account.account_id, [ACME_LTD])
        await lists.put_date_forms(account.account_id, "9", {"data1": "dd/MM/yyyy"})
        await lists.set_searched(account.account_id, ["9"])
    await preferences.remove_account("acme")
    assert await lists.campaigns("acme") == ()
    assert await lists.fields("acme") == {}
    assert await lists.buyers("acme") == ()
    assert await lists.refreshed_at("acme") == {}
    assert await lists.searched("acme") is None
    assert await lists.fields_refreshed_at("acme") == {}
    await lists.put_fields("acme", "9", [ROOF])
    assert await lists.fields("acme") == {"9": (ROOF,)}
    assert await lists.campaigns("globex") == (SOLAR,)
    assert await lists.searched("globex") == frozenset({"9"})
    assert set(await lists.refreshed_at("globex")) == {ListKind.CAMPAIGNS, ListKind.FIELDS, ListKind.BUYERS}
