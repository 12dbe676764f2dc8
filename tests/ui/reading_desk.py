"""Another key, or a slow LeadByte, under an open account, for tests of what is read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import ApiKey
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.keys import FULL_KEY, PracticeKey
from leadbyte_desktop.services.desk import Desk

if TYPE_CHECKING:
    from leadbyte_desktop.domain.account import Account
    from tests.ui.conftest import Office


def open_with(office: Office, key: PracticeKey, account: Account | None = None) -> None:
    """Open the account with another key, or another account."""
    _open(office, build_app(office.world), key, account)


def hold_readings(office: Office, answers: Mapping[tuple[str, str], object] | None = None) -> asyncio.Event:
    """Let every reading of a lead wait until the event is set; the answers as for `answer_with`."""
    return _hold(office, "/leads/", answers or {})


def hold_fields(office: Office) -> asyncio.Event:
    """Let every reading of a campaign's fields wait until the event is set."""
    return _hold(office, "/campaigns/")


def _hold(office: Office, part: str, answers: Mapping[tuple[str, str], object] | None = None) -> asyncio.Event:
    gate = asyncio.Event()
    app = _scripted(office, answers or {})

    async def slow(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        if scope["method"] == "GET" and part in scope["path"]:
            await gate.wait()
        await app(scope, receive, send)

    _open(office, slow, FULL_KEY)
    return gate


def refuse_reading(office: Office, number: str) -> dict[str, bool]:
    """Let LeadByte refuse to show one lead, as it does one of another supplier, while "refused" stays True."""
    refusal = JSONResponse({"status": "Error", "message": "Lead belongs to another supplier"}, 403)
    return _read_as(office, refusal, f"/leads/{number}")


def know_no_reading(office: Office) -> None:
    """Let LeadByte have no way to show one lead, so that a page of its server answers."""
    _read_as(office, HTMLResponse("<html>Not found</html>", 404), "")


def _read_as(office: Office, answer: Response, ending: str) -> dict[str, bool]:
    """Answer so where a lead is read in a place that ends so, while "refused" stays True."""
    switch = {"refused": True}
    app = build_app(office.world)

    async def choosy(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        read = scope["method"] == "GET" and "/leads/" in scope["path"] and scope["path"].endswith(ending)
        if switch["refused"] and read:
            await answer(scope, receive, send)
            return
        await app(scope, receive, send)

    _open(office, choosy, FULL_KEY)
    return switch


def deny_deliveries(office: Office) -> None:
    """LeadByte updates leads and says of each delivery that it was not triggered."""
    app = build_app(office.world)

    async def denying(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        if scope["method"] != "PUT":
            await app(scope, receive, send)
            return
        parts: list[MutableMapping[str, Any]] = []

        async def keep(message: MutableMapping[str, Any]) -> None:
            parts.append(message)

        await app(scope, receive, keep)
        body = json.loads(b"".join(part.get("body", b"") for part in parts))
        for item in body["leads"]:
            item["warnings"] = ["Delivery was not triggered"]
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    _open(office, denying, FULL_KEY)


def answer_with(office: Office, answers: Mapping[tuple[str, str], object]) -> None:
    """Let LeadByte answer with these bodies.

    Args:
        office: the office.
        answers: the method and a part of the path to the JSON body; anything else is answered as ever.
    """
    _open(office, _scripted(office, answers), FULL_KEY)


def _scripted(office: Office, answers: Mapping[tuple[str, str], object]) -> Any:
    app = build_app(office.world)

    async def scripted(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        for (method, part), body in answers.items():
            if scope["method"] == method and part in scope["path"]:
                await JSONResponse(body)(scope, receive, send)
                return
        await app(scope, receive, send)

    return scripted


def _open(office: Office, app: Any, key: PracticeKey, account: Account | None = None) -> None:
    account = account or office.desk.account
    client = LeadByteClient(account, ApiKey(key.text), Transports.in_process(app, office.problems))
    desk = Desk(office.desk.tools, account, client)
    office.run(desk.load_deliveries())
    office.flow.open_desk(desk)
