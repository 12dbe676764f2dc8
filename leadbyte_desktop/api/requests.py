"""Builds requests for LeadByte's REST API. Pure: nothing here sends, and nothing here knows a key.

The object that comes out is the one that is shown, written to the journal and sent (rule 4 of the design). By which of
LeadByte's ways an update goes is `domain/route.py`'s to say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Update
from leadbyte_desktop.domain.lead_update import LeadKind, LeadUpdate
from leadbyte_desktop.domain.route import Route, route_of

KEY_HEADER = "X_KEY"
KEY_FIELD = "key"
HIDDEN_KEY = "•••"


class KeyPlace(StrEnum):
    """Where the key of a request stands (leadbyte-api.md sections 0 and 1). QUERY is the address, for reads only."""

    HEADER = "header"
    BODY = "body"
    QUERY = "query"


@dataclass(frozen=True)
class ApiRequest:
    """One request without its key.

    Attributes:
        method: "PUT", "POST" or "GET".
        path: what follows the account's base URL: "/leads".
        body: the JSON object without the key, money already as JSON numbers; None for a request without a body.
        query: pairs for the URL, in order. Never a key, which the client adds, and never personal data: URLs end up in
            logs.
        key_place: where the client puts the key, as its very last step.
        fresh_connection: True where it must not travel on a kept connection: that may die at the moment of sending,
            and then nobody knows whether the lead was sold (pitfalls.md item 26).
    """

    method: str
    path: str
    body: dict[str, Any] | None = None
    query: tuple[tuple[str, str], ...] = ()
    key_place: KeyPlace = KeyPlace.HEADER
    fresh_connection: bool = False

    @property
    def route(self) -> Route:
        """Which of LeadByte's ways it is, by which its reply is read; only of a request that carries updates."""
        return Route(f"{self.method} {self.path}")

    def url(self, base_url: str, key: str = "") -> str:
        """Where it goes: "https://acme.leadbyte.co.uk/restapi/v1.3/leads".

        Args:
            base_url: the account's.
            key: what stands for the key where its place is the address, quoted already.
        """
        with_key = f"{KEY_FIELD}={key}" if key and self.key_place is KeyPlace.QUERY else ""
        asked = "&".join(part for part in (with_key, urlencode(self.query)) if part)
        return f"{base_url}{self.path}{f'?{asked}' if asked else ''}"

    @cached_property
    def body_text(self) -> str:
        """The JSON text exactly as it is sent, minus the key; empty where there is no body."""
        return "" if self.body is None else json_text(self.body)

    def shown(self, base_url: str) -> str:
        """The whole request as *Show the exact request* presents it, with dots in place of the key."""
        lines = [f"{self.method} {self.url(base_url, HIDDEN_KEY)}"]
        body = self.body
        if self.key_place is KeyPlace.HEADER:
            lines.append(f"{KEY_HEADER}: {HIDDEN_KEY}")
        elif self.key_place is KeyPlace.BODY:
            body = {KEY_FIELD: HIDDEN_KEY, **(body or {})}
        if body is not None:
            lines += ["Content-Type: application/json", "", json.dumps(body, ensure_ascii=False, indent=2)]
        return "\n".join(lines)


def json_text(body: dict[str, Any]) -> str:
    """Compact JSON that can always be encoded as UTF-8."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair, pasted from elsewhere, exists in Python's text but not in UTF-8: let LeadByte judge it.
        return json.dumps(body, separators=(",", ":"), allow_nan=False)
    return text


def put_leads(updates: Sequence[LeadUpdate]) -> ApiRequest:
    """PUT /leads for one lead or many (leadbyte-api.md sections 0 and 3).

    Raises:
        ValueError: there is no update, one does nothing, one lead stands in it twice (section 6.5), or leads and
            quarantined leads are mixed: their answers could not be told apart. Our own bug.
    """
    _check(updates)
    if len({update.lead.kind for update in updates}) > 1:
        raise ValueError("leads and quarantined leads never share a request")
    fresh = any(not update.harmless_to_repeat for update in updates)
    return ApiRequest("PUT", "/leads", {"leads": [_lead_item(update) for update in updates]}, fresh_connection=fresh)


def put_financials(updates: Sequence[FinancialUpdate]) -> ApiRequest:
    """PUT /leadfinancials: one pair of amounts for one lead or many, the key in the body (leadbyte-api.md section 0).

    An amount that is not given is absent, never 0 or null. The reply names no leads.

    Raises:
        ValueError: there is no update, amounts or BIDs differ, no amount is given, one lead stands in it twice, it is a
            quarantined lead, or an amount cannot be written as a JSON number without changing it. Our own bug.
    """
    _check(updates)
    first = updates[0]
    if any(update.amounts != first.amounts for update in updates):
        raise ValueError("one financial request carries one payout, one revenue and one BID")
    if any(update.lead.kind is not LeadKind.LEAD for update in updates):
        raise ValueError("a quarantined lead has no financials")
    body: dict[str, Any] = {"leads": [id_number(update.lead.number) for update in updates]}
    if first.payout is not None:
        body["newPayout"] = _money(first.payout)
    if first.revenue is not None:
        body["newRevenue"] = _money(first.revenue)
    if first.bid is not None:
        body["BID"] = first.bid
    return ApiRequest("PUT", "/leadfinancials", body, key_place=KeyPlace.BODY)


def post_reprocess(updates: Sequence[LeadUpdate]) -> ApiRequest:
    """POST /leads/reprocess, for leads that are only reprocessed (leadbyte-api.md section 3).

    One lead as `leadId`, several as `leadIds`: both documented. LeadByte queues it.

    Raises:
        ValueError: as for `put_leads`, or an update goes by another way. Our own bug.
    """
    numbers = [id_number(update.lead.number) for update in _checked(updates, Route.REPROCESS)]
    body = {"leadId": numbers[0]} if len(numbers) == 1 else {"leadIds": numbers}
    return ApiRequest("POST", "/leads/reprocess", body, fresh_connection=True)


def post_quarantine(updates: Sequence[LeadUpdate]) -> ApiRequest:
    """POST /quarantine/process: release or reject one quarantined lead without changing it (leadbyte-api.md section 3).

    One lead a request: `quarantineId` is documented, `quarantineIds` known from one client only; and of a lead that
    cannot be released no other lead's answer then depends. LeadByte queues it.

    Raises:
        ValueError: it is not exactly one update that goes by this way. Our own bug.
    """
    update = _only(_checked(updates, Route.QUARANTINE))
    body = {"quarantineId": id_number(update.lead.number), "action": update.action.value if update.action else ""}
    return ApiRequest("POST", "/quarantine/process", body, fresh_connection=True)


def post_trigger(updates: Sequence[LeadUpdate]) -> ApiRequest:
    """POST /deliveries/trigger: send one lead to buyers without changing it (leadbyte-api.md section 3).

    One lead through one delivery is asked for as the script does that is known to run: `deliveryId` and `leadId`. One
    lead through several goes in one request too, by the lists that one client knows: then what is written down, sent
    and answered is always the whole row. Were it cut into a request for each delivery, a row could end half sold, and
    could not be sent again without selling that half twice. Several leads never share one, as the reply is not
    documented. The key stands in the body, where both sources have it.

    Raises:
        ValueError: it is not exactly one update that goes by this way. Our own bug.
    """
    update = _only(_checked(updates, Route.TRIGGER))
    lead, deliveries = id_number(update.lead.number), [id_number(each) for each in update.delivery_ids]
    body: dict[str, Any] = {"leads": [lead], "deliveries": deliveries}
    if len(deliveries) == 1:
        body = {"deliveryId": deliveries[0], "leadId": lead}
    return ApiRequest("POST", "/deliveries/trigger", body, key_place=KeyPlace.BODY, fresh_connection=True)


def request_for(updates: Sequence[Update], route: Route) -> ApiRequest:
    """The one request that carries these updates by this way.

    Raises:
        ValueError: they cannot share a request, or do not go by this way. Our own bug.
    """
    leads = [update for update in updates if isinstance(update, LeadUpdate)]
    financials = [update for update in updates if isinstance(update, FinancialUpdate)]
    if leads and financials:
        raise ValueError("values and financials never share a request")
    if financials or route is Route.FINANCIALS:
        return put_financials(financials)
    builders = {Route.TRIGGER: post_trigger, Route.REPROCESS: post_reprocess, Route.QUARANTINE: post_quarantine}
    return builders.get(route, put_leads)(leads)


def put_updates(updates: Sequence[Update]) -> ApiRequest:
    """The one request that carries these updates by their first way.

    Raises:
        ValueError: they cannot share a request. Our own bug.
    """
    _check(updates)
    routes = {route_of(update) for update in updates}
    if len(routes) > 1:
        raise ValueError("two of LeadByte's ways never share a request")
    return request_for(updates, routes.pop())


def _check(updates: Sequence[Update]) -> None:
    if not updates:
        raise ValueError("a request needs at least one lead")
    if len({update.lead for update in updates}) != len(updates):
        raise ValueError("one request never holds the same lead twice")
    if any(update.does_nothing for update in updates):
        raise ValueError("an update that does nothing is not sent")


def _checked(updates: Sequence[LeadUpdate], route: Route) -> Sequence[LeadUpdate]:
    """The updates, all of which must go by this way."""
    _check(updates)
    if any(route_of(update, wants_update=route is Route.TRIGGER) is not route for update in updates):
        raise ValueError(f"an update does not go by {route.value}")
    return updates


def _only(updates: Sequence[LeadUpdate]) -> LeadUpdate:
    if len(updates) != 1:
        raise ValueError("by this way one lead goes alone")
    return updates[0]


def _lead_item(update: LeadUpdate) -> dict[str, Any]:
    item: dict[str, Any] = {update.lead.kind.value: update.lead.number}
    if len(update.delivery_ids) == 1:
        item["triggerDeliveryId"] = update.delivery_ids[0]
    elif update.delivery_ids:
        item["triggerDeliveryIds"] = [id_number(delivery_id) for delivery_id in update.delivery_ids]
    if update.action:
        item["action"] = update.action.value
    if update.changes:
        item["update"] = dict(update.changes)
    return item


def id_number(digits: str) -> int | str:
    """A number where LeadByte wants one, unless that would change the ID ("007", or what is no number at all)."""
    try:
        number = int(digits)
    except ValueError:
        return digits
    return number if str(number) == digits else digits


def _money(amount: Decimal) -> float:
    number = float(amount)
    if not amount.is_finite() or Decimal(repr(number)) != amount:
        raise ValueError(f"{amount} cannot be sent as a number without changing it")
    return number
