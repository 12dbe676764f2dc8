"""The practice account on a real socket, in a process of its own: prints its port, ends with its standard input.

The arguments are how many milliseconds it takes over each answer, as a real LeadByte does, and how many leads it
holds. These are the leads of `tables.py`, all of them valid: a refused lead would cost less than an updated one.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from typing import Any

import uvicorn
from processes import MOST_IN_FLIGHT
from tables import FIRST_LEAD

from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.world import LeadStatus, PracticeLead, World


class Unhurried:
    """An ASGI app that takes its time before it hands a request on, and counts how many it holds."""

    def __init__(self, app: Any, seconds: float) -> None:
        self._app, self._seconds = app, seconds
        self._held = self._most = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == MOST_IN_FLIGHT:
            await _answer(send, str(self._most))
            self._most = 0
        else:
            await self._take_time(scope, receive, send)

    async def _take_time(self, scope: Any, receive: Any, send: Any) -> None:
        self._held += 1
        self._most = max(self._most, self._held)
        try:
            if self._seconds:
                await asyncio.sleep(self._seconds)
            await self._app(scope, receive, send)
        finally:
            self._held -= 1


async def _answer(send: Any, text: str) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": text.encode()})


def world_of(leads: int) -> World:
    """An account that holds so many leads, each of which takes updates."""
    numbers = (str(FIRST_LEAD + place) for place in range(leads))
    return World({number: PracticeLead(number, place, place, LeadStatus.VALID) for place, number in enumerate(numbers)})


def main(milliseconds: float, leads: int) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    # What is accepted inherits it; without it every second packet of an answer waits 40 ms for the first one's receipt,
    # and both sides are measured at that instead of at their own speed.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app = Unhurried(build_app(world_of(leads)), milliseconds / 1000)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))

    def end_with_parent() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=end_with_parent, daemon=True).start()
    print(listening.getsockname()[1], flush=True)
    server.run(sockets=[listening])


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
