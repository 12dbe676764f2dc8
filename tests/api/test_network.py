"""How connections are made: proxy, timeouts, redirects, certificates, closing."""

import asyncio
import logging
import random
import subprocess
import sys
import urllib.request

import httpx
import pytest
import truststore

from leadbyte_desktop.api.in_process import InProcessTransport
from leadbyte_desktop.api.network import USER_AGENT, Timeouts, Transports, _certificates, proxy_for
from leadbyte_desktop.domain.errors import NoNetwork

ACME = "https://acme.leadbyte.co.uk/restapi/v1.3"


def never(_host: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("base_url", "proxies", "bypassed", "proxy"),
    [
        (ACME, {}, never, None),
        (ACME, {"https": "http://proxy.example.com:8080"}, never, "http://proxy.example.com:8080"),
        (ACME, {"https": "proxy.example.com:8080"}, never, "http://proxy.example.com:8080"),
        (ACME, {"all": "http://proxy.example.com"}, never, "http://proxy.example.com"),
        (ACME, {"http": "http://proxy.example.com"}, never, None),
        (ACME, {"https": ""}, never, None),
        (ACME, {"https": "http://proxy.example.com"}, lambda host: host == "acme.leadbyte.co.uk", None),
        ("http://127.0.0.1:8000/x", {"http": "http://proxy.example.com"}, never, None),
        ("https://localhost:8000/x", {"https": "http://proxy.example.com"}, never, None),
        ("http://[::1]:8000/x", {"http": "http://proxy.example.com"}, never, None),
    ],
)
def test_which_proxy(base_url, proxies, bypassed, proxy):
    assert proxy_for(base_url, proxies, bypassed) == proxy


def test_the_systems_own_settings_are_asked(monkeypatch):
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"https": "http://proxy.example.com"})
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda host: host.endswith(".com"))
    assert proxy_for(ACME) == "http://proxy.example.com"
    assert proxy_for(ACME.replace(".co.uk", ".com")) is None


def test_a_kind_of_proxy_that_cannot_be_used():
    with pytest.raises(NoNetwork, match="Nothing was sent"):
        proxy_for(ACME, {"https": "socks5://proxy.example.com"}, never)


async def test_what_holds_for_every_client():
    class NoProblems:
        def take(self) -> None:
            return None

    for transports in (Transports.real(ACME), Transports.in_process(None, NoProblems(), timeouts=Timeouts())):
        for fresh in (True, False):
            client = await transports.client(fresh=fresh)
            assert await transports.client(fresh=fresh) is client
            assert client.timeout == httpx.Timeout(connect=10, read=60, write=30, pool=None)
            assert client.headers["User-Agent"] == USER_AGENT
            assert (client.follow_redirects, client.trust_env) == (False, False)
        await transports.aclose()


async def test_one_client_is_made_even_when_two_ask_at_once():
    made = []

    def make(fresh: bool) -> httpx.AsyncClient:
        made.append(fresh)
        return httpx.AsyncClient(transport=httpx.MockTransport(lambda _request: httpx.Response(200)))

    transports = Transports(make, Timeouts())
    first, second = await asyncio.gather(transports.client(fresh=False), transports.client(fresh=False))
    assert first is second
    assert made == [False]
    await transports.aclose()
    assert first.is_closed
    with pytest.raises(RuntimeError, match="closed"):
        await transports.client(fresh=False)


def test_certificates_are_the_operating_systems_and_made_once():
    assert isinstance(_certificates(), truststore.SSLContext)
    assert _certificates() is _certificates()
    assert _certificates().check_hostname
    assert _certificates().verify_mode.name == "CERT_REQUIRED"


async def test_the_libraries_write_no_urls_to_the_log():
    transports = Transports.real(ACME)
    await transports.client(fresh=False)
    assert logging.getLogger("httpx").level == logging.getLogger("httpcore").level == logging.WARNING
    await transports.aclose()


def test_importing_the_client_does_not_import_httpx():
    code = "import sys, leadbyte_desktop.api.client as _; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_way_to_practice_needs_no_more_than_an_app():
    class NoProblems:
        def take(self) -> None:
            return None

    assert InProcessTransport(None, NoProblems(), random.Random(1))
