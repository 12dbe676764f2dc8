"""The practice account on a real socket, in a process of its own: prints its port, ends with its standard input.

The only argument is how many milliseconds it takes over each answer, as a real LeadByte does.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from typing import Any

import uvicorn

from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.world import build_world


class Unhurried:
    """An ASGI app that takes its time before it hands a request on."""

    def __init__(self, app: Any, seconds: float) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and self._seconds:
            await asyncio.sleep(self._seconds)
        await self._app(scope, receive, send)


def main(milliseconds: float) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    # What is accepted inherits it; without it every second packet of an answer waits 40 ms for the first one's receipt,
    # and both sides are measured at that instead of at their own speed.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app = Unhurried(build_app(build_world()), milliseconds / 1000)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))

    def end_with_parent() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=end_with_parent, daemon=True).start()
    print(listening.getsockname()[1], flush=True)
    server.run(sockets=[listening])


if __name__ == "__main__":
    main(float(sys.argv[1]))
