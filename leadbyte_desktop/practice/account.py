"""The practice account as a web application that answers as leadbyte-api.md says LeadByte does."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Flag, auto
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from leadbyte_desktop.domain.account import API_PATH
from leadbyte_desktop.practice.actions import post_quarantine, post_reprocess, post_trigger
from leadbyte_desktop.practice.exchange import Call, Reply, error
from leadbyte_desktop.practice.financials import put_leadfinancials
from leadbyte_desktop.practice.keys import PRACTICE_KEYS, Permission, PracticeKey
from leadbyte_desktop.practice.lead_updates import put_leads
from leadbyte_desktop.practice.reading import (
    get_buyers,
    get_campaign,
    get_campaigns,
    get_deliveries,
    get_delivery,
    get_lead,
)
from leadbyte_desktop.practice.searching import search_leads
from leadbyte_desktop.practice.world import SeenRequest, World

_BODY_KEPT = 8_192


class KeyIn(Flag):
    """Where a request may carry the key (leadbyte-api.md section 1)."""

    HEADER = auto()
    BODY = auto()
    QUERY = auto()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of LeadByte's API: how it is called, what a key needs for it, where the key may stand, what it does."""

    method: str
    path: str
    permission: Permission
    key_in: KeyIn
    act: Callable[[World, Call], Reply]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Where the account hears a key, unlike the table below: what LeadByte does is not public (section 1).

    Attributes:
        header_on_reads: a read's key may stand in the header.
        header_on_writes: so may that of what changes leads; where not, it is heard in the body, as behind a proxy that
            drops headers with an underscore.
        words: what is said where no key is heard.
    """

    header_on_reads: bool = True
    header_on_writes: bool = True
    words: str = "Missing key"

    def places(self, endpoint: Endpoint) -> KeyIn:
        """Where the key of this endpoint is heard."""
        if endpoint.method == "GET":
            return endpoint.key_in if self.header_on_reads else endpoint.key_in & ~KeyIn.HEADER
        if KeyIn.HEADER in endpoint.key_in and not self.header_on_writes:
            return KeyIn.BODY
        return endpoint.key_in


USUAL_HEARING = Hearing()
_READ = KeyIn.HEADER | KeyIn.QUERY
ENDPOINTS = (
    Endpoint("PUT", "/leads", Permission.UPDATE_LEADS, KeyIn.HEADER | KeyIn.BODY, put_leads),
    # The article has the key of this one in the body, and a client must not rely on anything else.
    Endpoint("PUT", "/leadfinancials", Permission.UPDATE_FINANCIALS, KeyIn.BODY, put_leadfinancials),
    Endpoint("POST", "/leads/search", Permission.SEARCH_LEADS, KeyIn.BODY, search_leads),
    Endpoint("POST", "/leads/reprocess", Permission.REPROCESS, KeyIn.HEADER, post_reprocess),
    Endpoint("POST", "/quarantine/process", Permission.QUARANTINE, KeyIn.HEADER, post_quarantine),
    Endpoint("POST", "/deliveries/trigger", Permission.TRIGGER, KeyIn.BODY, post_trigger),
    Endpoint("GET", "/leads/{lead_id}", Permission.READ_LEADS, _READ, get_lead),
    Endpoint("GET", "/deliveries", Permission.READ_LISTS, _READ, get_deliveries),
    Endpoint("GET", "/deliveries/{delivery_id}", Permission.READ_LISTS, _READ, get_delivery),
    Endpoint("GET", "/buyers", Permission.READ_LISTS, _READ, get_buyers),
    Endpoint("GET", "/campaigns", Permission.READ_CAMPAIGNS, _READ, get_campaigns),
    Endpoint("GET", "/campaigns/{campaign_id}", Permission.READ_CAMPAIGNS, _READ, get_campaign),
)


def build_app(
    world: World, keys: Collection[PracticeKey] = PRACTICE_KEYS, hearing: Hearing = USUAL_HEARING
) -> Starlette:
    """The ASGI application of a LeadByte account that holds `world`, knows `keys` and hears them as `hearing` says."""
    known = {key.text: key for key in keys}
    routes = [Route(one.path, _handler(one, world, known, hearing), methods=[one.method]) for one in ENDPOINTS]
    return Starlette(routes=[Mount(API_PATH, routes=routes)], exception_handlers={404: _no_such_path})


def _handler(
    endpoint: Endpoint, world: World, keys: Mapping[str, PracticeKey], hearing: Hearing
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        raw = await request.body()
        seen_body = raw[:_BODY_KEPT].decode("utf-8", "replace")
        world.ledger.requests.append(SeenRequest(request.method, request.url.path, request.url.query, seen_body))
        reply = _reply(endpoint, world, keys, hearing, request, raw)
        return JSONResponse(world.shapes.errors.of(reply.content), status_code=reply.status)

    return answer


def _reply(
    endpoint: Endpoint, world: World, keys: Mapping[str, PracticeKey], hearing: Hearing, request: Request, raw: bytes
) -> Reply:
    body = _json_object(raw) if raw else {}
    if body is None:
        return error(400, "The body is not a JSON object")
    text = _key_text(hearing.places(endpoint), request, body)
    if not text:
        return error(401, hearing.words)
    refusal = _refusal(endpoint, keys.get(text))
    query = {name: value for name, value in request.query_params.items() if name != "key"}
    return refusal or endpoint.act(world, Call(body, request.path_params, query))


def _refusal(endpoint: Endpoint, key: PracticeKey | None) -> Reply | None:
    """The replies to a bad key are not public; these are as plain as any (leadbyte-api.md section 4)."""
    if key is None:
        return error(401, "Invalid key")
    if not key.active:
        return error(401, "Inactive key")
    if endpoint.permission not in key.permissions:
        return error(403, f"Permission needed: {endpoint.permission.value}")
    return None


def _key_text(heard_in: KeyIn, request: Request, body: Mapping[str, Any]) -> str:
    places = (
        (KeyIn.HEADER, request.headers.get("X_KEY")),
        (KeyIn.BODY, body.get("key")),
        (KeyIn.QUERY, request.query_params.get("key")),
    )
    return next((str(text) for place, text in places if place in heard_in and text), "")


def _json_object(raw: bytes) -> dict[str, Any] | None:
    """The body, with every amount as the Decimal that was sent, so that no penny is rounded here."""
    try:
        body = json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


async def _no_such_path(_request: Request, _exception: Exception) -> Response:
    reply = error(404, "Not found")
    return JSONResponse(reply.content, status_code=reply.status)
