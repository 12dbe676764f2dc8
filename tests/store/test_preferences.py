"""Accounts and small things that are remembered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, KeyHeard
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.store.catalogue import Catalogue
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.preferences import Preferences
from leadbyte_desktop.store.sheet_files import SheetFiles
from tests.store.scenes import ACME, GLOBEX, Office, to_buyer


@pytest.fixture
def preferences(database: Database) -> Preferences:
    return Preferences(database)


async def test_a_text_is_remembered_under_its_name(preferences: Preferences) -> None:
    assert await preferences.get("last tab") is None
    await preferences.set("last tab", "Batch")
    await preferences.set("window", "10,10,1200,800")
    await preferences.set("last tab", "History")
    assert await preferences.get("last tab") == "History"
    assert await preferences.get("window") == "10,10,1200,800"


async def test_accounts_come_back_whole_in_the_order_added(preferences: Preferences) -> None:
    for account in (GLOBEX, ACME, PRACTICE_ACCOUNT):
        await preferences.put_account(account)
    assert await preferences.accounts() == [GLOBEX, ACME, PRACTICE_ACCOUNT]


async def test_an_account_is_brought_up_to_date_in_its_place(preferences: Preferences) -> None:
    await preferences.put_account(ACME)
    await preferences.put_account(GLOBEX)
    renamed = replace(ACME, name="Acme", base_url="https://acme.leadbyte.com/restapi/v1.3", proven=True)
    await preferences.put_account(renamed)
    assert await preferences.accounts() == [renamed, GLOBEX]


async def test_where_a_key_is_heard_is_remembered_for_its_account_at_its_address(preferences: Preferences) -> None:
    in_address, in_body = KeyHeard(reads_in_address=True), KeyHeard(writes_in_body=True)
    for account in (ACME, replace(GLOBEX, key_heard=in_body)):
        await preferences.put_account(account)
    await preferences.set_key_heard(ACME, in_address)
    await preferences.set_key_heard(replace(ACME, base_url="https://acme.leadbyte.com/restapi/v1.3"), KeyHeard())
    assert [account.key_heard for account in await preferences.accounts()] == [in_address, in_body]

    # Who still holds the account as it was cannot undo it; another host begins anew.
    await preferences.put_account(replace(ACME, proven=True))
    assert await preferences.accounts() == [
        replace(ACME, proven=True, key_heard=in_address),
        replace(GLOBEX, key_heard=in_body),
    ]
    elsewhere = replace(ACME, base_url="https://acme.leadbyte.com/restapi/v1.3")
    await preferences.put_account(elsewhere)
    assert (await preferences.accounts())[0] == elsewhere


async def test_a_removed_account_takes_its_lists_with_it_and_leaves_what_was_sent(
    preferences: Preferences, database: Database, office: Office, tmp_path: Path
) -> None:
    catalogue, sheets = Catalogue(database), SheetFiles(database, tmp_path)
    for account in (ACME, GLOBEX):
        await preferences.put_account(account)
        await catalogue.put(account.account_id, [Delivery("1053", "Acme Solar")], by_hand=False)
        await sheets.save(account.account_id, "Friday", tmp_path / account.account_id)
    await office.send(await office.job(to_buyer("7")))
    await preferences.remove_account("acme")
    assert await preferences.accounts() == [GLOBEX]
    assert await catalogue.deliveries("acme") == []
    assert await catalogue.refreshed_at("acme") is None
    assert await sheets.names("acme") == []
    assert len(await office.journal.jobs(10, 0)) == 1
    assert len(await catalogue.deliveries("globex")) == 1
    assert await sheets.names("globex") == ["Friday"]
