"""LeadByte as the rest of the app sees it: updates go in, one result per lead comes out.

The key is put in here, as the last step before a request leaves, and masked in whatever comes back. `send` never raises
for the world's faults: each becomes a result, by the table in `failures`. Where LeadByte did not hear the key, what is
harmless, or was surely not done, is asked once more with the key in its other place (`key_places`).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from leadbyte_desktop.api.connection import NOTHING_CHANGED, problem_of_answer, problem_of_fault
from leadbyte_desktop.api.failures import Fault, fault_of, retry_after, says_busy, should_shrink
from leadbyte_desktop.api.key_places import (
    key_was_heard,
    learned,
    otherwise,
    placed,
    read_was_not_heard,
    tells_of_key,
    write_came_to_nothing,
    write_had_no_key,
)
from leadbyte_desktop.api.network import LEADBYTE_ITSELF, Transports
from leadbyte_desktop.api.reader import Reader
from leadbyte_desktop.api.redaction import KeyMask
from leadbyte_desktop.api.replies import read_reply
from leadbyte_desktop.api.requests import KEY_FIELD, KEY_HEADER, ApiRequest, KeyPlace, json_text
from leadbyte_desktop.api.wanted import Wanted
from leadbyte_desktop.domain.account import Account, ApiKey, KeyHeard
from leadbyte_desktop.domain.errors import AppError, ConnectionProblem, KeyRefused, OddAnswer
from leadbyte_desktop.domain.job import Confirmation, ItemState, LeadResult, Update
from leadbyte_desktop.domain.lead_update import LeadRef

if TYPE_CHECKING:
    import httpx

LARGEST_REPLY = 8 * 1024 * 1024
LARGEST_KEPT = 64 * 1024
_TOO_LARGE = "LeadByte’s answer was too large to be read. It may or may not have done this."
_NO_LINE = "The connection to LeadByte could not be prepared. Nothing was sent."
_BAD_KEY = "The saved key holds characters that no key has. Nothing was sent. Enter the key again in Settings."
_log = logging.getLogger(__name__)
Remember = Callable[[KeyHeard], Awaitable[None]]


async def forget(_heard: KeyHeard) -> None:
    """Remember nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one request.

    Attributes:
        results: one result for every lead that was sent.
        status: HTTP status; None where no whole answer came.
        reply: the answer's text, at most 64 KiB, the key masked.
        problem: in our words, what kept an answer away; empty where one came.
        retry_after: seconds for which LeadByte asked to be left alone; None where it did not.
        shrink: a smaller request may fare better.
        whole_refusal: LeadByte refused the request as a whole; nothing was done.
        key_refused: it refused the key, or what the key may do: other requests will fare no better.
        busy: it says that it is busy, and fewer requests at once may fare better.
        wants_update: leads of which it refused the delivery, and did nothing, because no update came with it.
    """

    results: dict[LeadRef, LeadResult]
    status: int | None = None
    reply: str = ""
    problem: str = ""
    retry_after: float | None = None
    shrink: bool = False
    whole_refusal: bool = False
    key_refused: bool = False
    busy: bool = False
    wants_update: frozenset[LeadRef] = frozenset()


@dataclass(frozen=True, slots=True)
class _Exchange:
    """An answer as it came over the line, the key masked. `whole` is False where reading was given up."""

    status: int
    text: str
    retry_after: str | None
    location: str
    whole: bool


class LeadByteClient(Reader):
    """Speaks to one account with one key.

    Args:
        account: where to.
        key: with which key.
        transports: over which line; closed with the client.
        remember: told where LeadByte hears the key, once that turns out to be elsewhere than the account says.
    """

    def __init__(self, account: Account, key: ApiKey, transports: Transports, remember: Remember = forget) -> None:
        self._account = account
        self._heard = account.key_heard
        self._remember = remember
        self._key = key
        self._transports = transports
        self._mask = KeyMask(key)

    def __repr__(self) -> str:
        return f"LeadByteClient({self._account.host})"

    @property
    def base_url(self) -> str:
        """Where requests go: "https://acme.leadbyte.co.uk/restapi/v1.3"."""
        return self._account.base_url

    @property
    def key_heard(self) -> KeyHeard:
        """Where LeadByte hears the key, as far as this client found out."""
        return self._heard

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transports.aclose()

    async def send(self, request: ApiRequest, updates: Sequence[Update]) -> Answer:
        """Send a request that was written down before, and read what became of its leads.

        Never raises for the world's faults. `asyncio.CancelledError` passes through: then nobody knows what became of
        the leads, so do not cancel it.

        Args:
            request: from `requests.request_for(updates, route)`.
            updates: the same updates.
        """
        try:
            self._check_key()
            client = await self._transports.client(fresh=request.fresh_connection)
        except AppError as exc:
            return _without_answer(updates, ItemState.NOT_SENT, exc.user_text)
        except Exception as exc:  # noqa: BLE001 - nothing can have left yet, and the journal must hear of that too
            _log.error("no connection could be prepared: %s", self._mask(repr(exc)))
            return _without_answer(updates, ItemState.NOT_SENT, _NO_LINE)
        sent = placed(request, self._heard)
        try:
            exchange = await self._exchange(client, sent)
        except Exception as exc:  # noqa: BLE001 - it may have left: whatever broke, the journal must hear of it now
            return self._broken(updates, exc)
        answer = self._answered(request, updates, exchange)
        again = otherwise(request, sent)
        harmless = all(update.harmless_to_repeat for update in updates)
        unread = write_had_no_key if harmless else write_came_to_nothing
        if again is None or not (answer.whole_refusal and unread(exchange.status, exchange.text)):
            return answer
        return await self._send_again(client, again, updates)

    async def _send_again(self, client: httpx.AsyncClient, request: ApiRequest, updates: Sequence[Update]) -> Answer:
        """The same with its key in the other place, after LeadByte refused all of it unread, for want of a key."""
        try:
            exchange = await self._exchange(client, request)
        except Exception as exc:  # noqa: BLE001 - as in `send`
            return self._broken(updates, exc)
        await self._learn(request, exchange)
        return self._answered(request, updates, exchange)

    async def _learn(self, sent: ApiRequest, exchange: _Exchange) -> bool:
        """Whether LeadByte heard the key where it stood; then it stands there from now on."""
        if not (exchange.whole and key_was_heard(exchange.status, exchange.text)):
            return False
        self._heard = learned(self._heard, sent)
        try:
            await self._remember(self._heard)
        except Exception as exc:  # noqa: BLE001 - what LeadByte did must reach the journal, whatever became of this
            _log.error("where the key is heard could not be remembered: %s", type(exc).__qualname__)
        return True

    async def _read(self, request: ApiRequest, wanted: Wanted) -> str:
        """The text of a harmless read's answer, the key masked."""
        import httpx

        host = self._account.in_words
        try:
            self._check_key()
        except AppError as exc:
            raise KeyRefused(exc.user_text) from None
        client = await self._transports.client(fresh=request.fresh_connection)
        sent = placed(request, self._heard)
        try:
            exchange = await self._exchange(client, sent)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as exc:
            raise await self._problem(exc) from None
        again = otherwise(request, sent)
        if again is not None and exchange.whole and read_was_not_heard(exchange.status, exchange.text):
            exchange = await self._read_again(client, again, exchange)
        if not exchange.whole:
            raise OddAnswer(f"The answer of {host} was too large to be read. {NOTHING_CHANGED}")
        if problem := problem_of_answer(exchange.status, exchange.text, exchange.location, host, wanted):
            raise problem
        return exchange.text

    async def _read_again(self, client: httpx.AsyncClient, request: ApiRequest, first: _Exchange) -> _Exchange:
        """The answer to the same read with its key in the other place, where it tells more than the first did."""
        import httpx

        try:
            exchange = await self._exchange(client, request)
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return first
        if await self._learn(request, exchange):
            return exchange
        # "No key came" is about the place; what is said of the key where it did come is about the key.
        refused = exchange.whole and read_was_not_heard(exchange.status, exchange.text)
        return exchange if refused and tells_of_key(first.text, exchange.text) else first

    async def _problem(self, exc: BaseException) -> ConnectionProblem:
        fault = fault_of(exc)
        # Without a network no name at all is found, which tells it from a mistyped address.
        others_resolve = fault is Fault.NO_SUCH_HOST and await self._transports.resolves(LEADBYTE_ITSELF)
        return problem_of_fault(fault, self._account.in_words, others_resolve=others_resolve)

    async def _exchange(self, client: httpx.AsyncClient, request: ApiRequest) -> _Exchange:
        """Send the request with its key, and read the answer as far as it is bearable."""
        content, headers = self._with_key(request)
        timeouts = self._transports.timeouts
        until = time.monotonic() + timeouts.whole_answer
        parts: list[bytes] = []
        length, whole = 0, True
        # The key is in the address only where LeadByte hears it nowhere else; it is masked in all that is kept.
        url = request.url(self.base_url, quote(self._key.reveal(), safe=""))
        outgoing = client.build_request(request.method, url, content=content, headers=headers)
        # Longer than every phase may take by its own limit, so that it never hides that nothing was sent. Without it an
        # answer whose head keeps dripping is waited for for ever.
        async with asyncio.timeout(timeouts.all_in_all):
            async with contextlib.aclosing(await _sent(client, outgoing)) as response:
                async for part in response.aiter_bytes():
                    parts.append(part)
                    length += len(part)
                    if length > LARGEST_REPLY or time.monotonic() > until:
                        whole = False
                        break
        return _Exchange(
            status=response.status_code,
            # Masked before anything is read from it, so that no cut through a sentence can leave half a key.
            text=self._mask(_decoded(b"".join(parts))),
            retry_after=response.headers.get("Retry-After"),
            location=self._mask(response.headers.get("Location", "")),
            whole=whole,
        )

    def _with_key(self, request: ApiRequest) -> tuple[bytes | None, dict[str, str]]:
        key, text = self._key.reveal(), request.body_text
        headers: dict[str, str] = {}
        if request.key_place is KeyPlace.HEADER:
            headers[KEY_HEADER] = key
        elif request.key_place is KeyPlace.BODY:
            text = json_text({KEY_FIELD: key, **(request.body or {})})
        if not text:
            return None, headers
        headers["Content-Type"] = "application/json"
        return text.encode(), headers

    def _check_key(self) -> None:
        key = self._key.reveal()
        if not key or not all("!" <= character <= "~" for character in key):
            raise AppError(_BAD_KEY)

    def _answered(self, request: ApiRequest, updates: Sequence[Update], exchange: _Exchange) -> Answer:
        wait = retry_after(exchange.retry_after, datetime.now(UTC))
        shrink = should_shrink(exchange.status, None)
        reply = _kept(exchange.text)
        if not exchange.whole:
            unread = _without_answer(updates, ItemState.NOT_KNOWN, _TOO_LARGE)
            return replace(unread, status=exchange.status, reply=reply, retry_after=wait, shrink=shrink)
        reading = read_reply(updates, exchange.status, exchange.text, request.route)
        return Answer(
            results=reading.results,
            status=exchange.status,
            reply=reply,
            retry_after=wait,
            shrink=shrink,
            whole_refusal=reading.whole_refusal,
            key_refused=reading.key_refused,
            busy=says_busy(exchange.status, exchange.text),
            wants_update=reading.wants_update,
        )

    def _broken(self, updates: Sequence[Update], exc: Exception) -> Answer:
        fault = fault_of(exc)
        if fault is Fault.UNEXPECTED:
            # The kind only: its text may quote the key, or a lead.
            _log.error("sending broke in a way that is not in the table: %s", type(exc).__qualname__)
        return replace(_without_answer(updates, fault.state, fault.words), shrink=should_shrink(None, exc))


async def _sent(client: httpx.AsyncClient, outgoing: httpx.Request) -> httpx.Response:
    """The answer, as far as its head."""
    import httpx

    try:
        return await client.send(outgoing, stream=True)
    except httpx.InvalidURL:
        # httpx works out where a redirect leads even if it does not go there: so the server had the whole request.
        raise httpx.RemoteProtocolError("a redirect to an impossible address") from None


def _without_answer(updates: Sequence[Update], state: ItemState, words: str) -> Answer:
    return Answer({update.lead: LeadResult(state, words, _confirmation(update)) for update in updates}, problem=words)


def _confirmation(update: Update) -> Confirmation:
    return Confirmation.NOTHING_ASKED if update.harmless_to_repeat else Confirmation.NOT_CONFIRMED


def _kept(text: str) -> str:
    """As much of a reply as the journal keeps."""
    return text.encode("utf-8", "replace")[:LARGEST_KEPT].decode("utf-8", "ignore")


def _decoded(raw: bytes) -> str:
    """Text from whatever bytes came. JSON's own encodings come first, whatever charset the answer claims."""
    for encoding in (json.detect_encoding(raw), "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            continue
    return raw.decode("latin-1")
