"""The way to the practice account: inside the app, no port, but with the waits and faults of a real line."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import httpx

from leadbyte_desktop.domain.practise_problem import PractiseProblem

QUICKEST = 0.05
SLOWEST = 0.15
_PATIENCE = 60.0

_BESIDE = frozenset({"leads", "campaigns", "buyers"})
Sleep = Callable[[float], Awaitable[None]]


class Problems(Protocol):
    """Where the transport learns which problem the person practises now."""

    def take(self) -> PractiseProblem | None:
        """The problem for the next request, used up by asking; None where all is well."""


class InProcessTransport(httpx.AsyncBaseTransport):
    """Carries requests to an ASGI app as a network would (issue 2, section 4).

    httpx's own ASGITransport ignores timeouts; this one honours the read timeout of each request and, as on a real
    line, lets the app finish its work when nobody waits for the answer any more.

    Args:
        app: the ASGI app.
        problems: which fault to play.
        rng: where the length of each wait comes from.
        sleep: how to wait.
    """

    def __init__(self, app: Any, problems: Problems, rng: random.Random, sleep: Sleep = asyncio.sleep) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._problems = problems
        self._rng = rng
        self._sleep = sleep
        self._refused_read = ""
        self._working: set[asyncio.Task[httpx.Response]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request there and its answer back, or play the fault that is practised."""
        problem = None if _is_beside(request) else self._take(request)
        if problem is PractiseProblem.LOSE_NETWORK:
            raise httpx.ConnectError("the network is lost, as practised", request=request)
        if problem is PractiseProblem.REFUSE:
            await self._sleep(self._rng.uniform(QUICKEST, SLOWEST))
            return httpx.Response(401, json={"status": "Error", "message": "Invalid key"}, request=request)
        response = await self._answer(request)
        if problem is PractiseProblem.STALL:
            await self._sleep(_read_timeout(request) or _PATIENCE)
            raise httpx.ReadTimeout("the answer comes too late, as practised", request=request)
        if problem is PractiseProblem.CUT:
            raise httpx.ReadError("the line is cut, as practised", request=request)
        return response

    async def aclose(self) -> None:
        """Let the app finish what it has begun."""
        if self._working:
            await asyncio.wait(self._working)

    def _take(self, request: httpx.Request) -> PractiseProblem | None:
        """The problem of this request. A key is refused wherever it stands, and that is one problem."""
        refused, self._refused_read = self._refused_read, ""
        if refused == request.url.path and "key" in request.url.params:
            return PractiseProblem.REFUSE
        problem = self._problems.take()
        if problem is PractiseProblem.REFUSE and request.method == "GET":
            self._refused_read = request.url.path
        return problem

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        work = asyncio.ensure_future(self._work(request))
        self._working.add(work)
        work.add_done_callback(self._working.discard)
        done, _ = await asyncio.wait({work}, timeout=_read_timeout(request))
        if not done:
            raise httpx.ReadTimeout("no answer in time", request=request)
        return work.result()

    async def _work(self, request: httpx.Request) -> httpx.Response:
        await self._sleep(self._rng.uniform(QUICKEST, SLOWEST))
        return await self._inner.handle_async_request(request)


def _is_beside(request: httpx.Request) -> bool:
    """Whether the window reads this by itself beside a send: that must not use up the fault practised for the send."""
    kind = request.url.path.partition("/v1.3/")[2].partition("/")[0]
    return request.url.path.endswith("/leads/search") or (request.method == "GET" and kind in _BESIDE)


def _read_timeout(request: httpx.Request) -> float | None:
    seconds: float | None = request.extensions.get("timeout", {}).get("read")
    return seconds
