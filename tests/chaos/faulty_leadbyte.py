"""The practice account behind a line that fails in a random but repeatable order."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Mapping
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.world import World

_JSON = {"content-type": "application/json"}
_HTML = {"content-type": "text/html"}
_WAITS = ("0", "-5", "soon", "1,2", "99999999999", "Thu, 01 Jan 1970 00:00:00 GMT")

# Answers for which nothing is done: status, body, headers.
_REFUSALS: dict[str, tuple[int, bytes, Mapping[str, str]]] = {
    "fault of its own": (500, b'{"status":"Error","message":"Oops"}', _JSON),
    "bad gateway": (502, b"<html>Bad gateway</html>", _HTML),
    "sign-in page": (200, b"<html><form>Success! Sign in</form></html>", _HTML),
    "not this request": (422, b'{"status":"Error","message":"Nothing to change"}', _JSON),
    "no such path": (404, b'{"status":"Error","message":"Not found"}', _JSON),
    "nothing at all": (200, b"", _JSON),
    "no JSON": (200, b'{"status":"Success"', _JSON),
    "no object": (200, b"[]", _JSON),
}

Reply = dict[str, Any]


def _some_missing(reply: Reply, rng: random.Random) -> None:
    reply["leads"] = [lead for lead in reply["leads"] if rng.random() < 0.5]


def _other_order(reply: Reply, rng: random.Random) -> None:
    rng.shuffle(reply["leads"])


def _twice(reply: Reply, _rng: random.Random) -> None:
    reply["leads"] *= 2


def _disagreeing(reply: Reply, rng: random.Random) -> None:
    reply["leads"] += [{**lead, "success": not lead["success"]} for lead in reply["leads"] if rng.random() < 0.5]


# Answers to what was done, bent.
_BENT: dict[str, Callable[[Reply, random.Random], None]] = {
    "leads missing": _some_missing,
    "other order": _other_order,
    "each lead twice": _twice,
    "disagreeing items": _disagreeing,
}
_AFTER = ("cut after", "stalled after", "fault after", "half an answer", *_BENT)
_BEFORE = ("cut before", "stalled before", "busy", "redirect", *_REFUSALS)


class FaultyLeadByte:
    """An ASGI app. It never claims what it did not do: only then can the journal be held against it.

    Args:
        world: the account.
        seed: decides which request meets which fault.
        rate: the share of requests that meet one; may be changed.
        elsewhere: where its redirects lead.

    Attributes:
        values: what each lead was changed to, in order.
        met: the faults that requests have met.
        came: how many requests have come; `news` is notified of each.
    """

    def __init__(self, world: World, seed: int, rate: float, elsewhere: str) -> None:
        self.rate = rate
        self.values: dict[LeadRef, list[Mapping[str, str]]] = {}
        self.met: set[str] = set()
        self.came = 0
        self.news = threading.Condition()
        self._app = build_app(world)
        self._rng = random.Random(seed)
        self._elsewhere = elsewhere
        self._update = world.update
        world.update = self._note_update  # type: ignore[method-assign]

    def _note_update(self, ref: LeadRef, changes: Mapping[str, str]) -> None:
        self._update(ref, changes)
        self.values.setdefault(ref, []).append(dict(changes))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.news:
            self.came += 1
            self.news.notify_all()
        if self._rng.random() >= self.rate:
            return await self._app(scope, receive, send)
        fault = self._rng.choice(_BEFORE + _AFTER)
        self.met.add(fault)
        answer = b""
        if fault in _AFTER:
            answer = await self._work(scope, receive)
        else:
            while (await receive()).get("more_body"):
                pass
        if fault.startswith("stalled"):
            while (await receive())["type"] != "http.disconnect":
                pass
        elif fault.startswith("cut"):
            await _send(send, 200, answer[:9], {**_JSON, "content-length": "1000"}, whole=False)
        else:
            await _send(send, *self._bent(fault, answer))
        return None

    async def _work(self, scope: Scope, receive: Receive) -> bytes:
        parts: list[bytes] = []

        async def keep(message: Message) -> None:
            parts.append(message.get("body", b""))

        await self._app(scope, receive, keep)
        return b"".join(parts)

    def _bent(self, fault: str, answer: bytes) -> tuple[int, bytes, Mapping[str, str]]:
        if fault in _REFUSALS:
            return _REFUSALS[fault]
        if fault == "busy":
            return 429, b"<h1>Slow down</h1>", {"retry-after": self._rng.choice(_WAITS)}
        if fault == "redirect":
            return self._rng.choice((301, 302, 303, 307, 308)), b"", {"location": self._elsewhere}
        if fault == "fault after":
            return 503, answer, _JSON
        if fault == "half an answer":
            return 200, answer[: self._rng.randrange(len(answer))], _JSON
        reply = json.loads(answer)
        if reply.get("leads"):
            _BENT[fault](reply, self._rng)
        return 200, json.dumps(reply).encode(), _JSON


async def _send(send: Send, status: int, body: bytes, headers: Mapping[str, str], *, whole: bool = True) -> None:
    lines = {"content-length": str(len(body)), **headers}
    pairs = [(name.encode(), value.encode()) for name, value in lines.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body, "more_body": not whole})
