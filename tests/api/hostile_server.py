"""A server that does what no server should, byte by byte, on a socket of this machine.

`hostile` listens on two ports of 127.0.0.1 with the same behaviour, so that a redirect can point at another origin.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from leadbyte_desktop.domain.account import API_PATH, Account

Behaviour = Callable[["Line"], Awaitable[None]]


@dataclass
class Line:
    """One accepted connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    requests: list[bytes]
    over: asyncio.Event

    async def take_request(self) -> bytes:
        """Read one whole request, and note that the server had it all."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length":
                length = int(value)
        request = head + await self.reader.readexactly(length)
        self.requests.append(request)
        return request

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        raw: socket.socket = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


@dataclass
class HostileServer:
    """Attributes: the behaviour to play, and every request that arrived whole."""

    port: int = 0
    other_port: int = 0
    secure: bool = False
    behave: Behaviour | None = None
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    other_connections: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def base_url(self) -> str:
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}{API_PATH}"

    def account(self) -> Account:
        return Account("hostile", "Hostile", self.base_url)

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        assert self.behave is not None
        try:
            await self.behave(Line(reader, writer, self.requests, self.over))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def accept_other(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.other_connections += 1
        writer.close()


@pytest.fixture
async def hostile() -> AsyncIterator[HostileServer]:
    hostile = HostileServer()
    async for running in serve_hostile(hostile):
        yield running


async def serve_hostile(hostile: HostileServer, context: ssl.SSLContext | None = None) -> AsyncIterator[HostileServer]:
    server = await asyncio.start_server(hostile.accept, "127.0.0.1", 0, ssl=context)
    other = await asyncio.start_server(hostile.accept_other, "127.0.0.1", 0)
    hostile.port = server.sockets[0].getsockname()[1]
    hostile.other_port = other.sockets[0].getsockname()[1]
    hostile.secure = context is not None
    try:
        yield hostile
    finally:
        hostile.over.set()
        for listener in (server, other):
            listener.close()
            await listener.wait_closed()


async def reset_at_once(line: Line) -> None:
    line.reset()


async def reset_after_reading(line: Line) -> None:
    await line.take_request()
    line.reset()


async def hang_up(line: Line) -> None:
    await line.take_request()


async def cut_body(line: Line) -> None:
    await line.take_request()
    line.writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"status": "Succ')
    await line.writer.drain()


async def cut_chunks(line: Line) -> None:
    await line.take_request()
    line.writer.write(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{"status": "Succ\r\n')
    await line.writer.drain()


async def garbage(line: Line) -> None:
    await line.take_request()
    line.writer.write(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
    await line.writer.drain()


async def wrong_gzip(line: Line) -> None:
    await line.take_request()
    line.writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!")
    await line.writer.drain()


async def silence(line: Line) -> None:
    await line.take_request()
    await line.over.wait()


async def silence_in_the_body(line: Line) -> None:
    await line.take_request()
    line.writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"status": "Succ')
    await line.writer.drain()
    await line.over.wait()


async def deaf(line: Line) -> None:
    """Never read: what is larger than the system's buffers cannot be written."""
    line.reader._transport.pause_reading()  # type: ignore[attr-defined]
    await line.over.wait()


async def endless(line: Line) -> None:
    """Answer with more than anyone should read."""
    await line.take_request()
    line.writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not line.over.is_set():
        line.writer.write(b" " * 65536)
        await line.writer.drain()


async def dripping(line: Line) -> None:
    """Answer a byte at a time, each in time, without an end."""
    await line.take_request()
    line.writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not line.over.is_set():
        line.writer.write(b" ")
        await line.writer.drain()
        await asyncio.sleep(0)


async def dripping_head(line: Line) -> None:
    """Answer a letter of a header at a time, each in time, without coming to the body."""
    await line.take_request()
    line.writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not line.over.is_set():
        line.writer.write(b"a")
        await line.writer.drain()
        await asyncio.sleep(0.05)


async def always_continuing(line: Line) -> None:
    """Say that an answer will come, again and again."""
    await line.take_request()
    while not line.over.is_set():
        line.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await line.writer.drain()
        await asyncio.sleep(0.05)


def answering(status: int, body: bytes, *headers: str) -> Behaviour:
    """Answer every request of every connection like this."""

    async def answer(line: Line) -> None:
        while True:
            await line.take_request()
            head = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers]
            line.writer.write("\r\n".join([*head, "", ""]).encode() + body)
            await line.writer.drain()

    return answer


async def hang_up_at_once(_line: Line) -> None:
    """Accept and close, without a word."""


def own_certificate(folder: Path, x509: Any) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that vouches for itself, made for this one test."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain, pkcs8 = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    both = folder / "server.pem"
    both.write_bytes(private.private_bytes(pem, pkcs8, plain) + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context
