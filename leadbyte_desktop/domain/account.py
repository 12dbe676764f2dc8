"""A LeadByte account: its name, its address, its key."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from leadbyte_desktop.domain.errors import BadAddress

DEFAULT_SUFFIX = "leadbyte.co.uk"
SUFFIXES = (DEFAULT_SUFFIX, "leadbyte.com")
API_PATH = "/restapi/v1.3"
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
_PREFIX = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9_-]*)*\Z")


class ApiKey:
    """An API key that cannot be printed by accident.

    Only the HTTP client and the keyring call `reveal`; `str`, `repr` and formatting give dots.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The key itself."""
        return self._text

    def __repr__(self) -> str:
        return "ApiKey(•••)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)


@dataclass(frozen=True, slots=True)
class KeyHeard:
    """Where LeadByte hears an account's key, as far as that was found out at its host (leadbyte-api.md 1 and 6.2).

    The header is documented for most of what is sent, and is used until LeadByte says that no key came with it.

    Attributes:
        reads_in_address: a read is heard with the key in its address only (`?key=`).
        writes_in_body: what is documented with the key in the header is heard with the key in its body only.
    """

    reads_in_address: bool = False
    writes_in_body: bool = False

    def __or__(self, other: KeyHeard) -> KeyHeard:
        """What either knows."""
        return KeyHeard(self.reads_in_address or other.reads_in_address, self.writes_in_body or other.writes_in_body)


HEARD_IN_HEADER = KeyHeard()


@dataclass(frozen=True, slots=True)
class Account:
    """One LeadByte account as this PC knows it. It holds no key.

    Attributes:
        account_id: this PC's own name for it, never shown, never changed.
        name: what the person calls it.
        base_url: where its API answers, without a slash at the end: "https://acme.leadbyte.co.uk/restapi/v1.3".
        practice: True for the practice account inside the app.
        proven: True once LeadByte has accepted the key for anything.
        key_heard: where LeadByte hears the key.
    """

    account_id: str
    name: str
    base_url: str
    practice: bool = False
    proven: bool = False
    key_heard: KeyHeard = HEARD_IN_HEADER

    @property
    def host(self) -> str:
        """The host as it is shown: "acme.leadbyte.co.uk"; for the practice account, that it is inside the app."""
        return "inside this app" if self.practice else urlsplit(self.base_url).netloc

    @property
    def in_words(self) -> str:
        """What a sentence calls it: "acme.leadbyte.co.uk", or "the practice account"."""
        return "the practice account" if self.practice else self.host


PRACTICE_ACCOUNT = Account("practice", "Practice account", f"https://practice.leadbyte.invalid{API_PATH}", True, True)


def parse_address(text: str, suffix: str = DEFAULT_SUFFIX) -> str:
    """Turn an account's address, as a person types it, into the base URL of its API.

    Taken are "acme", "acme.leadbyte.co.uk", "acme.leadbyte.com" and a whole https URL of such a host, with or
    without the API's path; plain http for this PC itself only (leadbyte-api.md sections 1 and 6.1).

    Raises:
        BadAddress: anything else, above all whatever could carry the key to a host that is not LeadByte's.
    """
    typed = text.strip()
    if not typed:
        raise BadAddress("The address is missing. Type the name before “.leadbyte.co.uk”, for example acme.")
    if any(character.isspace() or not character.isprintable() for character in typed) or "\\" in typed:
        raise BadAddress(f"“{typed}” is not an address. Type it without spaces, for example acme.leadbyte.co.uk.")
    if _LABEL.match(typed.casefold()) and typed.casefold() != "localhost":
        return f"https://{typed.casefold()}.{suffix}{API_PATH}"
    url = _split(typed if "://" in typed else f"https://{typed}", typed)
    host = (url.hostname or "").casefold()
    if url.scheme == "http" and not is_this_pc(host):
        raise BadAddress("The key may travel over a secure connection only. Begin the address with https://.")
    if url.scheme not in ("http", "https"):
        raise BadAddress(f"“{url.scheme}” addresses are not used by LeadByte. Begin the address with https://.")
    if "@" in url.netloc or url.query or url.fragment or "?" in typed or "#" in typed:
        raise BadAddress("The address holds more than the account’s name and host. Type it like acme.leadbyte.co.uk.")
    return f"{url.scheme}://{_checked_host(host, url, typed)}{_checked_path(url.path)}"


def _split(address: str, typed: str) -> SplitResult:
    try:
        url = urlsplit(address)
        url.port  # noqa: B018 - reading it is what makes urlsplit check it
    except ValueError:
        raise BadAddress(f"“{typed}” is not an address. Type it like acme.leadbyte.co.uk.") from None
    return url


def _checked_host(host: str, url: SplitResult, typed: str) -> str:
    if is_this_pc(host):
        shown = f"[{host}]" if ":" in host else host
        return f"{shown}:{url.port}" if url.port else shown
    labels = host.split(".")
    known = next((suffix for suffix in SUFFIXES if host.endswith(f".{suffix}")), None)
    if known is None or not all(_LABEL.match(label) for label in labels):
        raise BadAddress(
            f"“{typed}” is not an address of LeadByte. The key is sent only to hosts that end in .leadbyte.co.uk "
            "or .leadbyte.com. Type the address that you see when you log in to LeadByte."
        )
    if url.port not in (None, 443):
        raise BadAddress("LeadByte answers on the usual secure port only. Leave the number after the colon out.")
    return host


def _checked_path(path: str) -> str:
    prefix = path.rstrip("/").removesuffix(API_PATH)
    if not _PREFIX.match(prefix) or "restapi" in prefix:
        raise BadAddress("The part after the host is not the address of LeadByte’s API. Leave it out.")
    return f"{prefix}{API_PATH}"


def is_this_pc(host: str) -> bool:
    """Whether a host, as it stands in a URL without port and brackets, is this PC itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
