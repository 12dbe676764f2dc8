"""The practice account on a real socket, in a process of its own: prints its port, ends with its standard input."""

from __future__ import annotations

import socket
import sys
import threading

import uvicorn

from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.world import build_world


def main() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_app(build_world()), log_level="warning"))

    def end_with_parent() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=end_with_parent, daemon=True).start()
    print(listening.getsockname()[1], flush=True)
    server.run(sockets=[listening])


if __name__ == "__main__":
    main()
