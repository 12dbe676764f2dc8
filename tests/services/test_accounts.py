"""Connecting an account, its key, which one is active; with a real keyring and without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account, ApiKey, KeyHeard
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import (
    BadAddress,
    BadInput,
    KeyRefused,
    KeyringProblem,
    NoNetwork,
    WrongAddress,
)
from leadbyte_desktop.practice.account import Hearing
from leadbyte_desktop.practice.keys import FINANCIALS_ONLY_KEY, INACTIVE_KEY, UPDATE_ONLY_KEY
from leadbyte_desktop.services.accounts import Accounts, OtherAddress, read_key
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.preferences import Preferences
from leadbyte_desktop.wiring import wire
from tests.practice_server import PracticeServer, dead_address

FULL = PracticeServer.key().reveal()


@pytest.fixture
def accounts(workplace: Workplace) -> Accounts:
    return workplace.tools.accounts


async def connect(accounts: Accounts, server: PracticeServer, name: str = "Acme Leads", key: str = FULL) -> Account:
    """Connect the server's account as the dialog does; gives it as it is kept."""
    await accounts.keep(await accounts.check(server.base_url, key, name), key)
    active = await accounts.active()
    assert active is not None
    return active


# --- checking ---------------------------------------------------------------------------------------------------------


async def test_check_makes_one_read_and_changes_nothing(accounts: Accounts, practice_server: PracticeServer) -> None:
    checked = await accounts.check(f" {practice_server.base_url}/ ", f"  {FULL}\n", " Acme Leads ")
    assert checked.account.name == "Acme Leads"
    assert checked.account.base_url == practice_server.base_url
    assert checked.account.proven
    assert checked.deliveries
    assert all(isinstance(delivery, Delivery) for delivery in checked.deliveries)
    assert checked.words == (
        f"LeadByte took the key and listed {len(checked.deliveries)} active deliveries. "
        "Nothing was changed in LeadByte."
    )
    (request,) = practice_server.requests
    assert (request.method, request.path.partition("?")[0].rpartition("/")[2]) == ("GET", "deliveries")
    assert practice_server.arrivals.keys == [FULL]
    assert await accounts.known() == []


async def test_one_delivery_is_counted_as_one(accounts: Accounts, practice_server: PracticeServer) -> None:
    one = {"status": "Success", "data": [{"id": 1053, "name": "Acme Solar", "status": "Active"}]}
    practice_server.answer_next(200, one)
    checked = await accounts.check(practice_server.base_url, FULL)
    assert "listed 1 active delivery." in checked.words


@pytest.mark.parametrize("key", [UPDATE_ONLY_KEY, FINANCIALS_ONLY_KEY])
async def test_a_key_that_may_not_list_is_kept_but_not_proven(
    accounts: Accounts, practice_server: PracticeServer, key
) -> None:
    checked = await accounts.check(practice_server.base_url, key.text)
    assert checked.deliveries is None
    assert not checked.account.proven
    assert "may not" in checked.words


async def test_a_refused_key_is_told_apart(accounts: Accounts, practice_server: PracticeServer) -> None:
    with pytest.raises(KeyRefused):
        await accounts.check(practice_server.base_url, INACTIVE_KEY.text)
    with pytest.raises(KeyRefused):
        await accounts.check(practice_server.base_url, "no-such-key")


async def test_no_answer_is_told_apart(accounts: Accounts) -> None:
    with pytest.raises(NoNetwork):
        await accounts.check(dead_address(), FULL)


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("no-such-account.leadbyte.co.uk", "no-such-account.leadbyte.com"),
        ("no-such-account.leadbyte.com", "no-such-account.leadbyte.co.uk"),
    ],
)
async def test_a_wrong_address_offers_the_other_ending(
    workplace: Workplace, practice_server: PracticeServer, address: str, other: str
) -> None:
    # What answers there is no LeadByte: a page of somebody else's.
    practice_server.answer_next(404, "<html>No such site</html>", {"content-type": "text/html"})
    accounts = Accounts(
        workplace.preferences, workplace.tools.accounts._credentials, _Detour(practice_server), ApiKey("unused")
    )
    with pytest.raises(OtherAddress) as caught:
        await accounts.check(address, FULL)
    assert caught.value.address == other
    assert caught.value.user_text.endswith(f"The same account may answer at {other}.")


async def test_an_address_without_a_known_ending_offers_none(
    accounts: Accounts, practice_server: PracticeServer
) -> None:
    practice_server.answer_next(404, "<html>No such site</html>", {"content-type": "text/html"})
    with pytest.raises(WrongAddress) as caught:
        await accounts.check(practice_server.base_url, FULL)
    assert not isinstance(caught.value, OtherAddress)


async def test_nothing_leaves_for_an_address_or_a_key_that_cannot_be_used(
    accounts: Accounts, practice_server: PracticeServer
) -> None:
    with pytest.raises(BadAddress):
        await accounts.check("https://evil.example/", FULL)
    for key in ("", "  ", "two words", "key\u200b", "schlüssel"):
        with pytest.raises(BadInput):
            await accounts.check(practice_server.base_url, key)
    assert practice_server.arrivals.keys == []


def test_a_key_is_read_without_what_pasting_brings_along() -> None:
    assert read_key("\ufeff key-1 \r\n".replace("\ufeff", "")) == ApiKey("key-1")
    with pytest.raises(BadInput, match="missing"):
        read_key(" \n")


@pytest.mark.parametrize(("address", "name"), [("acme-leads", "Acme Leads"), ("http://127.0.0.1:9", "127.0.0.1:9")])
async def test_an_account_without_a_name_is_called_after_its_host(
    workplace: Workplace, practice_server: PracticeServer, address: str, name: str
) -> None:
    accounts = Accounts(
        workplace.preferences, workplace.tools.accounts._credentials, _Detour(practice_server), ApiKey("unused")
    )
    assert (await accounts.check(address, FULL)).account.name == name


async def test_every_key_is_told_before_it_is_used(tmp_path: Path, practice_server: PracticeServer) -> None:
    folder = tmp_path / "another"
    folder.mkdir()
    told: list[ApiKey] = []
    workplace = await wire(folder, told.append)
    try:
        accounts = workplace.tools.accounts
        with pytest.raises(KeyRefused):
            await accounts.check(practice_server.base_url, "mistyped-key")
        assert told == [ApiKey("mistyped-key")]
        account = await connect(accounts, practice_server)
        told.clear()
        await (await accounts.open(account)).aclose()
        assert told == [ApiKey(FULL)]
    finally:
        await workplace.close()


# --- keeping, with a keyring ------------------------------------------------------------------------------------------


async def test_a_kept_account_is_there_at_the_next_start(
    secret_service, tmp_path: Path, practice_server: PracticeServer
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    first = await wire(folder)
    checked = await first.tools.accounts.check(practice_server.base_url, FULL, "Acme Leads")
    assert await first.tools.accounts.keep(checked, FULL)
    await first.close()

    second = await wire(folder)
    try:
        account = await second.tools.accounts.active()
        assert account == checked.account
        client = await second.tools.accounts.open(checked.account)
        assert await client.list_deliveries()
        await client.aclose()
    finally:
        await second.close()
    assert all(FULL.encode() not in path.read_bytes() for path in folder.iterdir())


async def test_the_same_address_keeps_its_place(
    secret_service, accounts: Accounts, practice_server: PracticeServer
) -> None:
    first = await connect(accounts, practice_server, "Acme")
    again = await connect(accounts, practice_server, "Acme, renamed", UPDATE_ONLY_KEY.text)
    assert again.account_id == first.account_id
    assert await accounts.known() == [again]
    assert again.name == "Acme, renamed"
    assert not again.proven


async def test_a_replaced_key_has_to_prove_itself(
    secret_service, accounts: Accounts, practice_server: PracticeServer
) -> None:
    account = await connect(accounts, practice_server)
    assert account.proven
    assert await accounts.replace_key(account, UPDATE_ONLY_KEY.text)
    (kept,) = await accounts.known()
    assert not kept.proven
    client = await accounts.open(kept)
    with pytest.raises(Exception, match="may not"):
        await client.list_deliveries()
    await client.aclose()
    assert practice_server.arrivals.keys[-1] == UPDATE_ONLY_KEY.text


async def test_a_forgotten_key_is_asked_for(
    secret_service, accounts: Accounts, practice_server: PracticeServer
) -> None:
    account = await connect(accounts, practice_server)
    await accounts.forget_key(account)
    with pytest.raises(KeyringProblem, match="no key for Acme Leads"):
        await accounts.open(account)
    assert await accounts.known() == [account]


async def test_a_removed_account_is_gone_with_its_key(
    secret_service, accounts: Accounts, practice_server: PracticeServer
) -> None:
    account = await connect(accounts, practice_server)
    await accounts.remove(account)
    assert await accounts.known() == []
    assert await accounts.active() is None
    with pytest.raises(KeyringProblem):
        await accounts.open(account)


# --- keeping, without a keyring ---------------------------------------------------------------------------------------


async def test_without_a_keyring_the_key_lasts_for_this_run_only(
    tmp_path: Path, practice_server: PracticeServer
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    first = await wire(folder)
    accounts = first.tools.accounts
    checked = await accounts.check(practice_server.base_url, FULL)
    assert not await accounts.keep(checked, FULL)
    client = await accounts.open(checked.account)
    assert await client.list_deliveries()
    await client.aclose()
    await first.close()
    assert all(FULL.encode() not in path.read_bytes() for path in folder.iterdir())

    second = await wire(folder)
    try:
        account = await second.tools.accounts.active()
        assert account is not None
        with pytest.raises(KeyringProblem, match="Open Settings and give the key again"):
            await second.tools.accounts.open(account)
    finally:
        await second.close()


async def test_without_a_keyring_an_account_can_be_removed(accounts: Accounts, practice_server: PracticeServer) -> None:
    account = await connect(accounts, practice_server)
    assert not await accounts.replace_key(account, UPDATE_ONLY_KEY.text)
    await accounts.remove(account)
    assert await accounts.known() == []


# --- which one --------------------------------------------------------------------------------------------------------


async def test_accounts_are_listed_by_name_and_one_is_active(workplace: Workplace) -> None:
    accounts = workplace.tools.accounts
    zeta = Account("z", "zeta", "https://zeta.leadbyte.co.uk/restapi/v1.3")
    acme = Account("a", "Acme", "https://acme.leadbyte.co.uk/restapi/v1.3")
    for account in (zeta, acme):
        await workplace.preferences.put_account(account)
    assert await accounts.known() == [acme, zeta]
    assert await accounts.active() is None
    await accounts.make_active(PRACTICE_ACCOUNT)
    assert await accounts.active() is None
    await accounts.make_active(zeta)
    assert await accounts.active() == zeta
    await accounts.make_active(PRACTICE_ACCOUNT)
    assert await accounts.active() == zeta


async def test_the_practice_account_is_never_listed_nor_proven(workplace: Workplace) -> None:
    accounts = workplace.tools.accounts
    assert await accounts.mark_proven(PRACTICE_ACCOUNT) == PRACTICE_ACCOUNT
    assert await accounts.known() == []


async def test_a_proven_account_stays_proven(workplace: Workplace, tmp_path: Path) -> None:
    accounts = workplace.tools.accounts
    acme = Account("a", "Acme", "https://acme.leadbyte.co.uk/restapi/v1.3")
    await workplace.preferences.put_account(acme)
    proven = await accounts.mark_proven(acme)
    assert proven.proven
    assert await accounts.known() == [proven]
    other = Database(tmp_path / "data" / FILE_NAME)
    assert (await Preferences(other).accounts())[0].proven
    await other.close()


async def test_where_reads_are_heard_is_found_out_once_and_kept(
    accounts: Accounts, practice_server: PracticeServer, tmp_path: Path
) -> None:
    practice_server.hear(Hearing(header_on_reads=False))
    account = await connect(accounts, practice_server)
    assert account.proven
    assert account.key_heard == KeyHeard(reads_in_address=True)
    asked = len(practice_server.requests)

    client = await accounts.open(account)
    await client.list_campaigns()
    await client.aclose()
    assert [seen.query for seen in practice_server.requests[asked:]] == [f"key={FULL}"]

    again = await connect(accounts, practice_server)
    assert again.key_heard == account.key_heard
    unasked = await accounts.unchecked(practice_server.base_url, FULL)
    await accounts.keep(unasked, FULL)
    assert [known.key_heard for known in await accounts.known()] == [account.key_heard]


async def test_what_an_open_account_finds_out_is_there_after_a_start(
    accounts: Accounts, practice_server: PracticeServer, tmp_path: Path
) -> None:
    account = await connect(accounts, practice_server)
    practice_server.hear(Hearing(header_on_reads=False, header_on_writes=False))
    client = await accounts.open(account)
    await client.list_campaigns()
    # Whoever still holds the account as it was when it was opened takes nothing back.
    await accounts.mark_proven(account)
    await client.aclose()
    other = Database(tmp_path / "data" / FILE_NAME)
    (kept,) = await Preferences(other).accounts()
    await other.close()
    assert kept.key_heard == KeyHeard(reads_in_address=True)


class _Detour:
    """Brings every address to the practice server, as a network with names of its own would."""

    def __init__(self, server: PracticeServer) -> None:
        self._base_url = server.base_url

    def __call__(self, account: Account):
        from leadbyte_desktop.api.network import Transports

        real = Transports.real(self._base_url)
        here = self._base_url.removesuffix("/restapi/v1.3")

        def make(fresh: bool):
            import httpx

            client = real._make(fresh)

            async def to_here(request: httpx.Request) -> None:
                request.url = httpx.URL(here + request.url.raw_path.decode())

            client.event_hooks = {"request": [to_here]}
            return client

        return Transports(make, real.timeouts)
