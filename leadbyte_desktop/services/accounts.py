"""The accounts on this PC: connecting one, its key, which one is active."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, SUFFIXES, Account, ApiKey, KeyHeard, parse_address
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadInput, KeyringProblem, MayNotList, StorageProblem, WrongAddress
from leadbyte_desktop.store.credentials import Credentials
from leadbyte_desktop.store.preferences import Preferences

_ACTIVE = "active account"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What *Check* found out. The account is not kept yet.

    Attributes:
        account: the account that was checked; `proven` says whether LeadByte took the key for the list, and
            `key_heard` where it heard it.
        deliveries: the account's active deliveries; None where the key may not list them.
        words: what to tell the person.
    """

    account: Account
    deliveries: tuple[Delivery, ...] | None
    words: str


class OtherAddress(WrongAddress):
    """Nothing of LeadByte answered at this address; the same account may be at the other ending.

    Attributes:
        address: the other address, to be offered.
    """

    def __init__(self, user_text: str, address: str) -> None:
        super().__init__(user_text)
        self.address = address


class Accounts:
    """Connects, opens and forgets accounts.

    Args:
        preferences: where accounts are kept (without keys).
        credentials: where keys are kept.
        transports: makes the way to an account; the practice account's never leaves the app.
        practice_key: the key of the practice account.
        key_used: told of every key before it is used, so that the log can hide it.
    """

    def __init__(
        self,
        preferences: Preferences,
        credentials: Credentials,
        transports: Callable[[Account], Transports],
        practice_key: ApiKey,
        key_used: Callable[[ApiKey], object] = lambda _key: None,
    ) -> None:
        self._preferences = preferences
        self._credentials = credentials
        self._transports = transports
        self._practice_key = practice_key
        self._key_used = key_used

    async def known(self) -> list[Account]:
        """The real accounts on this PC, by name."""
        return sorted(await self._preferences.accounts(), key=lambda account: account.name.casefold())

    async def active(self) -> Account | None:
        """The account that was used last, practice among them; None before the first one was opened."""
        wanted = await self._preferences.get(_ACTIVE)
        if wanted == PRACTICE_ACCOUNT.account_id:
            return PRACTICE_ACCOUNT
        accounts = await self.known()
        return next((account for account in accounts if account.account_id == wanted), None)

    async def make_active(self, account: Account) -> None:
        """Remember an account as the one to open at the next start; practice only where there is no real one."""
        if not account.practice or not await self._preferences.accounts():
            await self._preferences.set(_ACTIVE, account.account_id)

    async def check(self, address: str, key_text: str, name: str = "") -> CheckResult:
        """Make one harmless read (GET /deliveries?status=Active) with an address and a key as typed.

        Raises:
            BadInput: the address or the key cannot be used.
            OtherAddress: nothing answered here; the same name may answer at the other ending.
            ConnectionProblem: what went wrong, told apart, with what to do.
        """
        account = _new_account(address, name)
        key = read_key(key_text)
        client = self._client(account, key)
        try:
            deliveries = await client.list_deliveries("Active")
        except MayNotList as answered:
            return CheckResult(replace(account, key_heard=client.key_heard), None, answered.user_text)
        except WrongAddress as wrong:
            raise _with_other_ending(wrong, account) from wrong
        finally:
            await client.aclose()
        count = "1 active delivery" if len(deliveries) == 1 else f"{len(deliveries):,} active deliveries"
        words = f"LeadByte took the key and listed {count}. Nothing was changed in LeadByte."
        checked = replace(account, proven=True, key_heard=client.key_heard)
        return CheckResult(checked, tuple(deliveries), words)

    @staticmethod
    async def unchecked(address: str, key_text: str, name: str = "") -> CheckResult:
        """The same without asking LeadByte, for a PC that is set up before it reaches the network.

        Raises:
            BadInput: the address or the key cannot be used.
        """
        read_key(key_text)
        return CheckResult(_new_account(address, name), None, "LeadByte was not asked about the key.")

    async def must_have_safe(self) -> None:
        """See to it that a key can be kept on this PC.

        Raises:
            KeyringProblem: it cannot.
        """
        if not await self._credentials.available():
            raise KeyringProblem(
                "This PC has no safe for keys that the app can use, so the key would be gone at once. Nothing was "
                "kept. Ask IT to set up the system’s keyring for this login."
            )

    async def keep(self, checked: CheckResult, key_text: str) -> bool:
        """Keep a checked account and its key, and make it the active one. The same address keeps its place.

        Returns:
            False where this PC has no safe for keys, and the key is kept for this run only.
        """
        known = await self._preferences.accounts()
        same = next((one for one in known if one.base_url == checked.account.base_url), None)
        account = checked.account
        if same is not None:
            account = replace(account, account_id=same.account_id, key_heard=account.key_heard | same.key_heard)
        kept = await self._keep_key(account.account_id, read_key(key_text))
        await self._preferences.put_account(account)
        await self._preferences.set_key_heard(account, account.key_heard)
        await self._preferences.set(_ACTIVE, account.account_id)
        return kept

    async def replace_key(self, account: Account, key_text: str) -> bool:
        """Put a new key in the place of an account's old one; returns as `keep` does."""
        kept = await self._keep_key(account.account_id, read_key(key_text))
        await self._preferences.put_account(replace(account, proven=False))
        return kept

    async def forget_key(self, account: Account) -> None:
        """Delete an account's key from this PC. Jobs and history stay."""
        await self._credentials.forget(account.account_id)

    async def remove(self, account: Account) -> None:
        """Delete an account's key and the account from this PC. Jobs and history stay."""
        await self._credentials.forget(account.account_id)
        await self._preferences.remove_account(account.account_id)

    async def mark_proven(self, account: Account) -> Account:
        """Remember that LeadByte has taken the account's key."""
        proven = replace(account, proven=True)
        if not account.practice and not account.proven:
            await self._preferences.put_account(proven)
        return proven

    async def open(self, account: Account, practised: ApiKey | None = None) -> LeadByteClient:
        """The client of an account, with its key.

        Args:
            account: the account.
            practised: the key for the practice account in place of its own; no other account takes it.

        Raises:
            KeyringProblem: there is no key for it, or the safe cannot be opened.
        """
        if account.practice:
            return self._client(PRACTICE_ACCOUNT, practised or self._practice_key)
        key = await self._credentials.load(account.account_id)
        if key is None:
            raise KeyringProblem(
                f"This PC has no key for {account.name}. Nothing was sent. Open Settings and give the key again."
            )
        return self._client(account, key)

    def _client(self, account: Account, key: ApiKey) -> LeadByteClient:
        self._key_used(key)

        async def remember(heard: KeyHeard) -> None:
            # What cannot be kept is found out again after the next start; the answer that taught it must not be lost.
            with suppress(StorageProblem):
                await self._preferences.set_key_heard(account, heard)

        return LeadByteClient(account, key, self._transports(account), remember)

    async def _keep_key(self, account_id: str, key: ApiKey) -> bool:
        if await self._credentials.available():
            await self._credentials.store(account_id, key)
            return True
        await self._credentials.keep_for_this_run(account_id, key)
        return False


def read_key(text: str) -> ApiKey:
    """An API key as it was pasted; spaces and line ends around it do not matter.

    Raises:
        BadInput: it is empty, or holds what no HTTP header may carry.
    """
    typed = text.strip()
    if not typed:
        raise BadInput("The API key is missing. Paste the key from LeadByte: Admin > Tech Hub > REST API.")
    if not re.fullmatch(r"[\x21-\x7e]+", typed):
        raise BadInput(
            "The API key holds a space or a character that no key has. Copy it again from LeadByte: "
            "Admin > Tech Hub > REST API. Nothing was sent."
        )
    return ApiKey(typed)


def _new_account(address: str, name: str) -> Account:
    account = Account(uuid.uuid4().hex, name.strip(), parse_address(address))
    return replace(account, name=account.name or _name_from(account.host))


def _name_from(host: str) -> str:
    first = host.split(".", maxsplit=1)[0]
    return first.replace("-", " ").title() if first.isascii() and not first[:1].isdigit() else host


def _with_other_ending(wrong: WrongAddress, account: Account) -> WrongAddress:
    for suffix, other in (SUFFIXES, SUFFIXES[::-1]):
        if account.host.endswith(f".{suffix}"):
            address = account.host.removesuffix(suffix) + other
            return OtherAddress(f"{wrong.user_text} The same account may answer at {address}.", address)
    return wrong
