"""The practice account on a real socket of this machine, for every test that speaks HTTP.

`practice_server` is the account, fresh for each test, at `practice_server.base_url`. It can also be told to misbehave:
`practise` for the faults of the training menu, `answer_next` for any answer at all, `hold` for one that comes later.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadbyte_desktop.domain.account import API_PATH, Account, ApiKey
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.account import Hearing, build_app
from leadbyte_desktop.practice.keys import FULL_KEY, PracticeKey
from leadbyte_desktop.practice.problems import ProblemPlan
from leadbyte_desktop.practice.world import SeenRequest, World, build_world

WAIT_LIMIT = 20.0
"""Seconds that a test waits for a request before it fails."""


@dataclass(frozen=True)
class CannedAnswer:
    """An answer that is given in place of the practice account's own; nothing is done for its request."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass
class Arrivals:
    """Every request that reached the server, whatever then became of it.

    Attributes:
        keys: the X_KEY header of each request, in order; None where it had none.
        in_flight: how many are being answered now.
        most_in_flight: how many were at once.
    """

    keys: list[str | None] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0


class PracticeServer:
    """The practice account and its listening socket.

    Attributes:
        base_url: where its API answers.
        world: its leads and its ledger.
        arrivals: what reached it.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._arrived = threading.Condition()
        self._open = threading.Event()
        self.reset(build_world())

    def reset(self, world: World) -> None:
        """Begin again with this account and without faults."""
        self.world = world
        self.arrivals = Arrivals()
        self._app: ASGIApp = build_app(world)
        self._plan = ProblemPlan()
        self._canned: deque[CannedAnswer] = deque()
        self._refused_read = ""
        self._open.set()

    def hear(self, hearing: Hearing) -> None:
        """Take keys only where this says."""
        self._app = build_app(self.world, hearing=hearing)

    @property
    def requests(self) -> list[SeenRequest]:
        """The last requests that the practice account itself answered, oldest first."""
        return list(self.world.ledger.requests)

    def account(self, name: str = "Practice server") -> Account:
        """It as an account that the app may connect to."""
        return Account("practice-server", name, self.base_url)

    @staticmethod
    def key(key: PracticeKey = FULL_KEY) -> ApiKey:
        """One of its keys as the app holds keys."""
        return ApiKey(key.text)

    def practise(self, problem: PractiseProblem | None, times: int | None = 1) -> None:
        """Play a fault in the next requests. To lose the network, use the address of `dead_address` instead."""
        if problem is PractiseProblem.LOSE_NETWORK:
            raise ValueError("A server cannot keep a request from leaving; connect to dead_address().")
        self._plan.practise(problem, times)

    def answer_next(
        self, status: int, body: str | bytes | object = b"", headers: Mapping[str, str] | None = None, times: int = 1
    ) -> None:
        """Answer the next requests with this, in the order of the calls; an object is sent as JSON."""
        if not isinstance(body, str | bytes):
            body = json.dumps(body)
        content = body.encode() if isinstance(body, str) else body
        self._canned.extend([CannedAnswer(status, content, headers or {"content-type": "application/json"})] * times)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every request that arrives meanwhile waiting, before anything is done for it."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def wait_for_arrivals(self, count: int) -> None:
        """Return once `count` requests have arrived since the test began; call it in a thread from async tests."""
        with self._arrived:
            in_time = self._arrived.wait_for(lambda: len(self.arrivals.keys) >= count, WAIT_LIMIT)
        assert in_time, f"only {len(self.arrivals.keys)} of {count} requests arrived"

    def wait_until_idle(self) -> None:
        """Wait until no request is being answered; a client has its answer a moment before the server is done."""
        with self._arrived:
            in_time = self._arrived.wait_for(lambda: self.arrivals.in_flight == 0, WAIT_LIMIT)
        assert in_time, f"{self.arrivals.in_flight} requests are still being answered"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; uvicorn calls this in its own thread."""
        arrivals = self.arrivals
        self._note_arrival(scope)
        try:
            if not self._open.is_set():
                await asyncio.to_thread(self._open.wait, WAIT_LIMIT)
            await self._answer(scope, receive, send)
        finally:
            with self._arrived:
                arrivals.in_flight -= 1
                self._arrived.notify_all()

    def _note_arrival(self, scope: Scope) -> None:
        key = next((value.decode() for name, value in scope["headers"] if name == b"x_key"), None)
        with self._arrived:
            self.arrivals.keys.append(key)
            self.arrivals.in_flight += 1
            self.arrivals.most_in_flight = max(self.arrivals.most_in_flight, self.arrivals.in_flight)
            self._arrived.notify_all()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._canned:
            await _read_body(receive)
            return await _send_whole(send, self._canned.popleft())
        again, self._refused_read = self._refused_read, ""
        query = scope["query_string"].decode()
        if again == scope["path"] and query.startswith("key="):
            problem: PractiseProblem | None = PractiseProblem.REFUSE  # refused wherever it stands: one problem
        else:
            problem = self._plan.take()
        if problem is PractiseProblem.REFUSE:
            self._refused_read = scope["path"] if scope["method"] == "GET" and not query.startswith("key=") else ""
            await _read_body(receive)
            refusal = json.dumps({"status": "Error", "code": 401, "message": "Invalid key"}).encode()
            return await _send_whole(send, CannedAnswer(401, refusal, {"content-type": "application/json"}))
        if problem is None:
            return await self._app(scope, receive, send)
        await self._app(scope, receive, _into_nothing)
        if problem is PractiseProblem.CUT:
            return await _send_half(send)
        while (await receive())["type"] != "http.disconnect":
            pass
        return None


async def _into_nothing(_message: Message) -> None:
    """Take an answer that shall never arrive."""


async def _read_body(receive: Receive) -> None:
    while (await receive()).get("more_body"):
        pass


async def _send_whole(send: Send, answer: CannedAnswer) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in answer.headers.items()]
    headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _send_half(send: Send) -> None:
    """Promise more than is sent and return: uvicorn then closes the connection."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"status": "Succ', "more_body": True})


def dead_address() -> str:
    """The base URL of a port of this machine where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}{API_PATH}"


@contextmanager
def serve(app: ASGIApp, listener: socket.socket) -> Iterator[None]:
    """Serve an application on a listening socket from a thread of its own."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="practice server", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(WAIT_LIMIT)
        assert not thread.is_alive(), "the practice server did not stop"


@pytest.fixture(scope="session")
def practice_server_of_worker() -> Iterator[PracticeServer]:
    """One server for all tests of this worker; `practice_server` makes it fresh."""
    # It listens before the server runs, so a client that comes early waits in the queue instead of being refused.
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        server = PracticeServer(f"http://127.0.0.1:{listener.getsockname()[1]}{API_PATH}")
        with serve(server, listener):
            yield server


@pytest.fixture
def practice_server(practice_server_of_worker: PracticeServer) -> PracticeServer:
    """The practice account on a real socket, as it is on the first day and without faults."""
    practice_server_of_worker.reset(build_world())
    return practice_server_of_worker
