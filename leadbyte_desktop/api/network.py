"""Makes every connection: certificates, proxy, timeouts, no redirects. The only place that builds an httpx client.

httpx is imported when the first client is made, off the event loop: it costs more than the first paint may.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import random
import ssl
import sys
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from leadbyte_desktop import __version__
from leadbyte_desktop.domain.account import is_this_pc
from leadbyte_desktop.domain.errors import NoNetwork

# httpcore looks for this package several times a request, and a package that is not there is looked for on the disk
# each time. Without an event loop of another kind it has nothing to say; this way the answer "not there" costs nothing.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

if TYPE_CHECKING:
    import httpx

    from leadbyte_desktop.api.in_process import Problems, Sleep

USER_AGENT = f"LeadByteDesktop/{__version__}"
LEADBYTE_ITSELF = "leadbyte.co.uk"
_USABLE_PROXIES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait for what, in seconds.

    Attributes:
        connect: for a connection, with its certificates.
        read: for the next piece of an answer (leadbyte-api.md section 6.8).
        write: for LeadByte to take the next piece of a request.
        whole_answer: for an answer that keeps dripping, once its first piece is there.
    """

    connect: float = 10.0
    read: float = 60.0
    write: float = 30.0
    whole_answer: float = 300.0

    @property
    def all_in_all(self) -> float:
        """The longest that one exchange may take."""
        return self.connect + self.write + self.read + self.whole_answer


PRACTICE_TIMEOUTS = Timeouts(read=10.0)


class Transports:
    """The ways to one account: one that keeps connections, one that makes a fresh one for every request.

    A kept connection may die at the very moment of sending, and then nobody knows whether a lead was sold; what must
    not happen twice travels on fresh ones (pitfalls.md item 26).

    Args:
        make: builds a client; called at most once for kept and once for fresh connections, on another thread.
        timeouts: how long to wait.
        resolves: whether a host's name has an address, to tell a wrong address from a lost network.
    """

    def __init__(
        self,
        make: Callable[[bool], httpx.AsyncClient],
        timeouts: Timeouts,
        resolves: Callable[[str], Awaitable[bool]] | None = None,
    ) -> None:
        self.timeouts = timeouts
        self.resolves = resolves or _resolves
        self._make = make
        self._clients: dict[bool, httpx.AsyncClient] = {}
        self._making = asyncio.Lock()
        self._closed = False

    @classmethod
    def real(
        cls,
        base_url: str,
        timeouts: Timeouts | None = None,
        resolves: Callable[[str], Awaitable[bool]] | None = None,
    ) -> Transports:
        """The ways over the network, through the system's proxy where one applies."""
        limits = timeouts or Timeouts()
        return cls(lambda fresh: _real_client(base_url, limits, fresh), limits, resolves)

    @classmethod
    def in_process(
        cls,
        app: Any,
        problems: Problems,
        rng: random.Random | None = None,
        sleep: Sleep = asyncio.sleep,
        timeouts: Timeouts = PRACTICE_TIMEOUTS,
    ) -> Transports:
        """The way to the practice account inside the app; no port is opened."""
        chance = rng or random.Random()  # noqa: S311 - the length of a wait is no secret
        return cls(lambda _fresh: _practice_client(app, problems, chance, sleep, timeouts), timeouts)

    async def client(self, *, fresh: bool) -> httpx.AsyncClient:
        """The client for kept or for fresh connections.

        Raises:
            NoNetwork: the system's proxy settings cannot be used. Nothing was sent.
        """
        async with self._making:
            if self._closed:
                raise RuntimeError("these transports are closed")
            if fresh not in self._clients:
                loop = asyncio.get_running_loop()
                self._clients[fresh] = await loop.run_in_executor(None, self._make, fresh)
            return self._clients[fresh]

    async def aclose(self) -> None:
        """Close every connection; what is in flight should have been awaited before."""
        async with self._making:
            self._closed = True
            clients = list(self._clients.values())
            self._clients.clear()
        for client in clients:
            await client.aclose()


def proxy_for(
    base_url: str,
    proxies: Mapping[str, str] | None = None,
    bypassed: Callable[[str], bool] | None = None,
) -> str | None:
    """The proxy that the system wants for an address; None for a straight line, and always for this PC itself.

    httpx's own way of asking ignores the system's list of exceptions (pitfalls.md item 30).

    Raises:
        NoNetwork: the system names a kind of proxy that cannot be used.
    """
    url = urlsplit(base_url)
    host = url.hostname or ""
    if is_this_pc(host):
        return None
    known = urllib.request.getproxies() if proxies is None else proxies
    proxy = known.get(url.scheme) or known.get("all") or ""
    if not proxy or (bypassed or _bypassed)(host):
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if urlsplit(proxy).scheme.casefold() not in _USABLE_PROXIES:
        raise NoNetwork(
            "This PC’s network settings name a kind of proxy that cannot be used here. Nothing was sent. Ask your IT "
            "for an HTTP proxy."
        )
    return proxy


def _bypassed(host: str) -> bool:
    return bool(urllib.request.proxy_bypass(host))


@functools.cache
def _certificates() -> ssl.SSLContext:
    """The operating system's trust, once for the process: it costs more than a request."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _real_client(base_url: str, timeouts: Timeouts, fresh: bool) -> httpx.AsyncClient:
    import httpx

    try:
        return httpx.AsyncClient(
            verify=_certificates(),
            proxy=proxy_for(base_url),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=0 if fresh else 4),
            **_common(timeouts),
        )
    except (httpx.InvalidURL, ValueError):
        raise NoNetwork(
            "This PC’s network settings name a proxy whose address cannot be used. Nothing was sent. Ask your IT to "
            "check the proxy settings."
        ) from None


def _practice_client(
    app: Any, problems: Problems, rng: random.Random, sleep: Sleep, timeouts: Timeouts
) -> httpx.AsyncClient:
    import httpx

    from leadbyte_desktop.api.in_process import InProcessTransport

    return httpx.AsyncClient(transport=InProcessTransport(app, problems, rng, sleep), **_common(timeouts))


def _common(timeouts: Timeouts) -> dict[str, Any]:
    """What holds for every client."""
    import httpx

    # At INFO they write whole URLs.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return {
        "trust_env": False,
        # A redirect that is followed carries the key to another host (pitfalls.md item 28).
        "follow_redirects": False,
        "timeout": httpx.Timeout(connect=timeouts.connect, read=timeouts.read, write=timeouts.write, pool=None),
        "headers": {"User-Agent": USER_AGENT, "Accept": "application/json"},
        # Every request stands for itself: no cookie is kept.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    }


async def _resolves(host: str) -> bool:
    try:
        await asyncio.get_running_loop().getaddrinfo(host, 443)
    except OSError:
        return False
    return True
