"""API keys in the operating system's own safe: Credential Manager, Keychain or Secret Service. Never in a file.

The keyring library is asked for exactly one back end, by its class. Its own choice is never used: an environment
variable or a file of settings can point that at any module, and the library's null back end swallows what it is given
without a word (pitfalls, section b).
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from leadbyte_desktop.domain.account import ApiKey
from leadbyte_desktop.domain.errors import KeyringProblem

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

MOST_CHARACTERS = 1_200
"""Windows keeps 2,560 bytes under one name, and keyring writes two for each character."""

_USER = "api-key"
_LEAVES_COPIES = sys.platform == "win32"
"""Credential Manager's back end, asked to replace a key, keeps the old one under a second name."""

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Credentials:
    """Keeps one key for each account.

    All work with the safe is done on one thread of its own: it is slow to import, and the system may ask the person
    to unlock the safe while the call waits.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="keyring")
        self._for_this_run: dict[str, ApiKey] = {}

    async def available(self) -> bool:
        """Whether this PC has a safe that can be used."""
        return await self._run(_has_safe)

    async def store(self, account_id: str, key: ApiKey) -> None:
        """Put a key into the safe, in place of the account's old one, and make sure that it is there.

        Raises:
            KeyringProblem: it cannot be kept; the old key stays.
        """
        if len(key.reveal()) > MOST_CHARACTERS:
            raise KeyringProblem(
                f"This API key has more than {MOST_CHARACTERS:,} characters, which is more than this PC can keep "
                "safely. Nothing was kept and nothing was sent. Copy the key from LeadByte again."
            )
        await self._run(partial(_store, _service(account_id), key))
        self._for_this_run.pop(account_id, None)

    async def keep_for_this_run(self, account_id: str, key: ApiKey) -> None:
        """Keep a key in memory only, for a PC without a safe; it is gone when the app closes."""
        self._for_this_run[account_id] = key

    async def load(self, account_id: str) -> ApiKey | None:
        """The key of an account; None where this PC has none for it.

        Raises:
            KeyringProblem: there is a safe, but it cannot be opened.
        """
        if key := self._for_this_run.get(account_id):
            return key
        return await self._run(partial(_load, _service(account_id)))

    async def forget(self, account_id: str) -> None:
        """Delete an account's key, wherever it is kept; nothing happens where there is none.

        Raises:
            KeyringProblem: there is a safe, but the key could not be deleted from it.
        """
        self._for_this_run.pop(account_id, None)
        await self._run(partial(_forget, _service(account_id)))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _service(account_id: str) -> str:
    # One name for each account: under a shared name, Credential Manager's back end renames the first entry.
    return f"LeadByte Desktop/{account_id}"


# --- on the thread ----------------------------------------------------------------------------------------------------


def _safe() -> KeyringBackend:
    """The back end of this operating system, named outright.

    Raises:
        Exception: whatever the library raises where there is none; see `_has_safe`.
    """
    safe: KeyringBackend
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        safe = WinVaultKeyring()  # type: ignore[no-untyped-call]  # keyring's classes have no annotated __init__
        # The default may roam to other PCs with the person's profile.
        safe.persist = "local machine"
    elif sys.platform == "darwin":
        from keyring.backends import macOS

        safe = macOS.Keyring()  # type: ignore[no-untyped-call]  # as above
    else:
        from keyring.backends import SecretService

        safe = SecretService.Keyring()  # type: ignore[no-untyped-call]  # as above
    return safe


def _has_safe() -> bool:
    try:
        # Reading the priority is how keyring's back ends say whether they work here; it raises where they do not.
        return bool(_safe().priority)
    except Exception as error:  # noqa: BLE001 - three libraries, each with errors of its own, all with one meaning
        _log.info("no safe for keys: %s", type(error).__name__)
        return False


def _store(service: str, key: ApiKey) -> None:
    try:
        _replace(_safe(), service, key.reveal())
    except KeyringProblem:
        raise
    except Exception as error:  # noqa: BLE001 - as above
        raise _problem(error, "The API key could not be put into this PC’s safe for keys") from None


def _replace(safe: KeyringBackend, service: str, text: str) -> None:
    before = safe.get_password(service, _USER)
    try:
        if _LEAVES_COPIES and before is not None:
            safe.delete_password(service, _USER)
        safe.set_password(service, _USER, text)
        if safe.get_password(service, _USER) != text:
            raise KeyringProblem(
                "This PC’s safe for keys took the API key but gave something else back, so it cannot be trusted with "
                "it. Nothing was sent. Ask IT to look at the safe, and give the key again."
            )
    except BaseException:
        if before is not None:
            with suppress(Exception):
                safe.set_password(service, _USER, before)
        raise


def _load(service: str) -> ApiKey | None:
    if not _has_safe():
        return None
    try:
        text = _safe().get_password(service, _USER)
    except Exception as error:  # noqa: BLE001 - as above
        raise _problem(error, "This PC’s safe for keys could not be opened") from None
    return ApiKey(text) if text else None


def _forget(service: str) -> None:
    if not _has_safe():
        return
    try:
        safe = _safe()
        # Until none is left: some safes can hold several under one name.
        while safe.get_password(service, _USER) is not None:
            safe.delete_password(service, _USER)
    except Exception as error:  # noqa: BLE001 - as above
        raise _problem(error, "The API key could not be deleted from this PC’s safe for keys") from None


def _problem(error: Exception, what: str) -> KeyringProblem:
    # The kind of error only: nobody promises that its text does not hold the key.
    _log.warning("the safe for keys failed: %s", type(error).__name__)
    return KeyringProblem(
        f"{what}. Nothing was sent. Unlock the safe if the system asks for it, then try again; if it stays like this, "
        "ask IT."
    )
