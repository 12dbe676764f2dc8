"""Where the key stands, and when the same is asked once more with the key in its other place.

Reads go to the practice account on its socket, told to hear keys only where a test says; the wire byte by byte comes
from the hostile server (leadbyte-api.md sections 1 and 6.2).
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

import httpx
import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.key_places import (
    key_was_heard,
    placed,
    read_was_not_heard,
    write_came_to_nothing,
    write_had_no_key,
)
from leadbyte_desktop.api.key_words import misses_key, speaks_of_refused_key
from leadbyte_desktop.api.network import Timeouts, Transports
from leadbyte_desktop.api.read_requests import LeadSearch, list_campaigns, list_deliveries, search_leads
from leadbyte_desktop.api.requests import KeyPlace, put_updates
from leadbyte_desktop.domain.account import Account, ApiKey, KeyHeard
from leadbyte_desktop.domain.errors import ConnectionProblem, KeyRefused, MayNotList, NoNetwork, OddAnswer
from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.practice.account import Hearing
from leadbyte_desktop.practice.keys import FULL_KEY, INACTIVE_KEY, NO_CAMPAIGNS_KEY, PracticeKey
from leadbyte_desktop.practice.world import LeadStatus, missing_numbers
from tests.api import hostile_server as play
from tests.api.hostile_server import HostileServer
from tests.api.reads import LEAD, READS
from tests.practice_server import PracticeServer

KEY = "practice/key+full&9"
QUOTED = "practice%2Fkey%2Bfull%269"
CHANGE = LeadUpdate(LEAD, {"postcode": "TN25 6QD"})
IN_ADDRESS, IN_BODY = KeyHeard(reads_in_address=True), KeyHeard(writes_in_body=True)
NO_HEADER_ON_READS = Hearing(header_on_reads=False)
MISSING = {"status": "Error", "code": 401, "message": "Missing key"}


@asynccontextmanager
async def opened(
    account: Account, key: str, timeouts: Timeouts | None = None
) -> AsyncIterator[tuple[LeadByteClient, list[KeyHeard]]]:
    """A client, and what it asked to be remembered."""
    told: list[KeyHeard] = []

    async def remember(heard: KeyHeard) -> None:
        told.append(heard)

    client = LeadByteClient(account, ApiKey(key), Transports.real(account.base_url, timeouts), remember)
    yield client, told
    await client.aclose()


def at(
    server: PracticeServer, key: PracticeKey = FULL_KEY, heard: KeyHeard | None = None
) -> AbstractAsyncContextManager[tuple[LeadByteClient, list[KeyHeard]]]:
    account = server.account()
    known = Account(account.account_id, account.name, account.base_url, key_heard=heard or KeyHeard())
    return opened(known, key.text)


def queries(server: PracticeServer) -> list[str]:
    return [seen.query for seen in server.requests]


def in_turn(*answers: tuple[int, object] | play.Behaviour) -> play.Behaviour:
    """Each request on the same server gets the next answer, the last of them for ever."""
    left = list(answers)

    async def answer(line: play.Line) -> None:
        following = left.pop(0) if len(left) > 1 else left[0]
        if not isinstance(following, tuple):
            return await following(line)
        await line.take_request()
        status, body = following
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        head = f"HTTP/1.1 {status} Whatever\r\nContent-Length: {len(raw)}\r\nConnection: close\r\n\r\n"
        line.writer.write(head.encode() + raw)
        await line.writer.drain()
        line.writer.close()
        return None

    return answer


# --- reads -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Missing key", "Invalid key", "Unauthorized", "No API key was supplied"])
@pytest.mark.parametrize("read", READS)
async def test_a_read_whose_header_is_not_heard_goes_by_its_address_from_then_on(
    practice_server: PracticeServer, read: str, words: str
) -> None:
    practice_server.hear(Hearing(header_on_reads=False, words=words))
    async with at(practice_server) as (client, told):
        first = await READS[read](client)
        assert practice_server.arrivals.keys == [FULL_KEY.text, None]
        assert (client.key_heard, told) == (IN_ADDRESS, [IN_ADDRESS])
        assert await READS[read](client) == first
    assert practice_server.arrivals.keys == [FULL_KEY.text, None, None]
    in_header, *by_address = queries(practice_server)
    assert "key=" not in in_header
    assert all(query.startswith(f"key={FULL_KEY.text}") for query in by_address)
    assert len(by_address) == 2
    assert told == [IN_ADDRESS]


async def test_what_was_remembered_is_used_at_once(practice_server: PracticeServer) -> None:
    practice_server.hear(NO_HEADER_ON_READS)
    async with at(practice_server, heard=IN_ADDRESS) as (client, told):
        for read in READS.values():
            await read(client)
    assert practice_server.arrivals.keys == [None] * len(READS)
    assert f"key={FULL_KEY.text}&status=Active" in queries(practice_server)
    assert told == []


async def test_what_was_remembered_and_is_true_no_more_is_found_out_again(
    hostile: HostileServer,
) -> None:
    hostile.behave = in_turn((401, MISSING), (200, {"status": "Success", "buyers": []}))
    account = Account("hostile", "Hostile", hostile.base_url, key_heard=KeyHeard(True, True))
    async with opened(account, KEY) as (client, told):
        assert await client.list_buyers() == []
        assert told == [IN_BODY]
    assert hostile.requests[0].startswith(f"GET /restapi/v1.3/buyers?key={QUOTED} ".encode())
    assert hostile.requests[1].startswith(b"GET /restapi/v1.3/buyers HTTP")
    assert f"X_KEY: {KEY}".encode() in hostile.requests[1]


async def test_the_usual_account_hears_the_header_and_is_asked_once(practice_server: PracticeServer) -> None:
    async with at(practice_server) as (client, told):
        for read in READS.values():
            await read(client)
    assert practice_server.arrivals.keys == [FULL_KEY.text] * len(READS)
    assert not any("key=" in query for query in queries(practice_server))
    assert told == []


async def test_a_key_that_may_not_is_not_asked_twice_and_a_bad_one_is_refused_as_a_key(
    practice_server: PracticeServer,
) -> None:
    async with at(practice_server, NO_CAMPAIGNS_KEY) as (client, told):
        with pytest.raises(MayNotList):
            await client.list_campaigns()
        assert (len(practice_server.requests), told) == (1, [])
    async with at(practice_server, INACTIVE_KEY) as (client, told):
        with pytest.raises(KeyRefused, match="Inactive key"):
            await client.list_campaigns()
        assert (len(practice_server.requests), told) == (2, [])
    async with at(practice_server, PracticeKey("practice-key-unknown", frozenset())) as (client, told):
        with pytest.raises(KeyRefused, match="Invalid key"):
            await client.list_campaigns()
        assert (len(practice_server.requests), told) == (4, [])


async def test_where_the_header_is_not_heard_a_refusal_is_about_the_key_that_came(
    practice_server: PracticeServer,
) -> None:
    """That no key came is no news to a person whose key is inactive, or may not list campaigns."""
    practice_server.hear(NO_HEADER_ON_READS)
    async with at(practice_server, PracticeKey("practice-key-unknown", frozenset())) as (client, told):
        with pytest.raises(KeyRefused, match="Invalid key"):
            await client.list_campaigns()
        assert told == []
    async with at(practice_server, NO_CAMPAIGNS_KEY) as (client, told):
        with pytest.raises(MayNotList, match="may not list campaigns"):
            await client.list_campaigns()
        assert told == [IN_ADDRESS]
        with pytest.raises(OddAnswer, match="Lead not found"):
            await client.lead_now(LeadRef(missing_numbers(1)[0]))


async def test_a_key_that_is_heard_nowhere_is_said_as_that(hostile: HostileServer) -> None:
    hostile.behave = in_turn((401, MISSING))
    async with opened(hostile.account(), KEY) as (client, told):
        with pytest.raises(MayNotList) as problem:
            await client.list_campaigns()
    assert problem.value.user_text == (
        "LeadByte says that no key came with the question: “Missing key”. Nothing was changed in LeadByte. The key was "
        "sent in every way in which LeadByte is known to take it for this. Show this to your IT: a proxy or filter may "
        "take the key (X_KEY) off what this PC sends."
    )
    assert (len(hostile.requests), told) == (2, [])


@pytest.mark.parametrize(
    "second",
    [
        play.reset_at_once,
        play.silence,
        play.answering(500, b"<html>"),
        play.answering(429, b"{}"),
        play.answering(200, b"<html>Log in</html>"),
        play.answering(404, b'{"message": "Not found"}'),
        play.answering(302, b"", "Location: https://login.example.com/"),
        play.answering(401, b""),
        play.answering(403, b'{"status":"Error","message":"Invalid key"}'),
    ],
)
async def test_an_answer_that_proves_nothing_teaches_nothing(hostile: HostileServer, second: play.Behaviour) -> None:
    hostile.behave = in_turn((401, {"status": "Error", "message": "Invalid key"}), second)
    async with opened(hostile.account(), KEY, Timeouts(read=0.2)) as (client, told):
        with pytest.raises(KeyRefused, match="Invalid key"):
            await client.list_campaigns()
        assert (client.key_heard, told) == (KeyHeard(), [])


# --- which answers are taken for "no key came" -------------------------------------------------------------------


def envelope(message: str, status: str = "Error") -> str:
    return json.dumps({"status": status, "message": message})


@pytest.mark.parametrize(
    ("status", "text", "unheard"),
    [
        (401, "", True),
        (401, envelope("Invalid key"), True),
        (401, envelope("Invalid or inactive key"), True),
        (401, envelope("Unauthorized"), True),
        (401, envelope("Not authorised"), True),
        (401, '{"error": "Bad token"}', True),
        (400, envelope("API key is required"), True),
        (403, envelope("Key not found"), True),
        (403, envelope("No key given"), True),
        (200, envelope("Missing key"), True),
        (200, '{"error": "Authentication failed"}', True),
        # A plain no to what the key may do, or a key that is known.
        (401, envelope("No permission"), False),
        (401, envelope("Unauthorized: this key has no permission for it"), False),
        (401, envelope("Inactive key"), False),
        (401, envelope("This key has expired"), False),
        (401, envelope("IP address is not allowed"), False),
        (403, envelope("No permission for key"), False),
        (403, envelope("Forbidden"), False),
        (403, envelope("Unauthorized"), False),
        (403, "", False),
        (200, envelope("You have no permission for this"), False),
        (200, envelope("Lead not found"), False),
        (404, envelope("Lead not found"), False),
        # What does not speak like LeadByte, or has a fault.
        (401, "<html>Missing key</html>", False),
        (407, envelope("Missing key"), False),
        (429, envelope("Missing key"), False),
        (500, envelope("Missing key"), False),
        (302, envelope("Missing key"), False),
        # Answers.
        (200, "[]", False),
        (200, envelope("OK", "Success"), False),
        (200, '{"id": "7", "message": "no key in the door"}', False),
        (200, json.dumps({"status": "Error", "message": "Missing key", "x": "x" * 70_000}), False),
    ],
)
def test_only_an_answer_to_a_missing_or_unknown_key_is_asked_again(status: int, text: str, unheard: bool) -> None:
    assert read_was_not_heard(status, text) is unheard


@pytest.mark.parametrize(
    ("status", "text", "had_none"),
    [
        (401, envelope("Missing key"), True),
        (200, envelope("No API key was supplied"), True),
        (403, envelope("Key is required"), True),
        (401, "", False),
        (401, envelope("Invalid key"), False),
        (401, envelope("Unauthorized"), False),
        (403, envelope("No permission for key"), False),
        (500, envelope("Missing key"), False),
        (200, envelope("Missing key", "Success"), False),
        (401, "Missing key", False),
    ],
)
def test_a_write_is_asked_again_only_where_leadbyte_says_that_no_key_came(
    status: int, text: str, had_none: bool
) -> None:
    assert write_had_no_key(status, text) is had_none
    assert write_came_to_nothing(status, text) is had_none


@pytest.mark.parametrize(
    "words",
    [
        "Missing key 'update'",
        "No foreign key for lead 7",
        "Missing required key: update",
        "The key 'update' is required",
    ],
)
def test_the_key_of_a_field_is_not_the_key_of_the_account(words: str) -> None:
    assert not write_had_no_key(200, envelope(words))
    assert not read_was_not_heard(200, envelope(words))
    assert not misses_key(words)
    assert not speaks_of_refused_key(words)


@pytest.mark.parametrize(
    "words",
    [
        "Missing key: X_KEY",
        "Missing key: please supply X_KEY",
        "Key 'key' is required",
        "API key missing",
        "API key: missing",
        "key: required",
        "Missing api key",
    ],
)
def test_the_key_of_the_account_by_its_own_names(words: str) -> None:
    assert write_came_to_nothing(401, envelope(words))


@pytest.mark.parametrize(
    ("had_none", "rest"),
    [
        (True, {}),
        (True, {"code": 401}),
        (True, {"message": "API key is required. Please provide it in the request header."}),
        (True, {"leads": [], "warnings": [], "errors": None}),
        (False, {"pushResults": [{"deliveryId": "1053", "leadId": 7, "status": "Pending"}]}),
        (False, {"warnings": ["Delivery 1053 queued"]}),
        (False, {"details": {"7": "Queued"}}),
        (False, {"leads": [{"id": "7", "success": False, "message": "Missing key"}]}),
        (False, {"errors": ["Delivery 1053 queued"]}),
        (False, {"triggered": 1}),
        (False, {"message": "Delivery 1053 triggered, but no key for update"}),
        (False, {"message": "No API key for callback"}),
        (False, {"message": "Missing key for lead 7"}),
    ],
)
def test_a_delivery_is_asked_again_only_where_the_answer_is_of_the_missing_key_and_nothing_else(
    had_none: bool, rest: dict[str, object]
) -> None:
    for status in (200, 400, 401):
        text = json.dumps({"status": "Error", "message": "Missing key"} | rest)
        assert write_came_to_nothing(status, text) is had_none


@pytest.mark.parametrize(
    ("status", "text", "heard"),
    [
        (200, "[]", True),
        (200, "{}", True),
        (200, envelope("OK", "Success"), True),
        (200, envelope("Lead not found"), True),
        (404, envelope("Lead not found"), True),
        (403, envelope("No permission"), True),
        (401, envelope("No permission"), True),
        (401, envelope("Unauthorized"), False),
        (401, envelope("Invalid key"), False),
        (403, envelope("Missing key"), False),
        (200, envelope("Inactive key"), False),
        (200, "", False),
        (200, "<html>", False),
        (404, '{"message": "Not found"}', False),
        (500, envelope("Oops"), False),
        (302, envelope("Oops"), False),
    ],
)
def test_what_proves_that_the_key_was_met(status: int, text: str, heard: bool) -> None:
    assert key_was_heard(status, text) is heard


# --- writes ------------------------------------------------------------------------------------------------------


async def test_a_write_without_a_heard_key_goes_again_with_the_key_in_its_body(
    practice_server: PracticeServer,
) -> None:
    practice_server.hear(Hearing(header_on_reads=False, header_on_writes=False))
    held = practice_server.world.with_status(LeadStatus.QUARANTINED)[0].quarantine_number
    updates = [
        LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, ("1053",)),
        LeadUpdate(LeadRef("2932683"), action=Action.REPROCESS),
        LeadUpdate(LeadRef(held, LeadKind.QUARANTINE), action=Action.RELEASE),
    ]
    async with at(practice_server) as (client, told):
        for update in updates:
            answer = await client.send(put_updates([update]), [update])
            assert answer.results[update.lead].state in (ItemState.UPDATED, ItemState.QUEUED)
        assert (client.key_heard, told) == (IN_BODY, [IN_BODY])
    # Refused once, told from then on; each of them was done once.
    assert practice_server.arrivals.keys == [FULL_KEY.text, None, None, None]
    assert not any(seen.query for seen in practice_server.requests)
    ledger = practice_server.world.ledger
    assert set(ledger.updates.values()) == set(ledger.triggers.values()) == set(ledger.actions.values()) == {1}


@pytest.mark.parametrize(
    "first",
    [
        play.cut_body,
        play.silence,
        play.answering(500, json.dumps(MISSING).encode()),
        play.answering(401, b""),
        play.answering(401, b'{"status":"Error","message":"Invalid key"}'),
        play.answering(403, b'{"status":"Error","message":"No permission for this key"}'),
        play.answering(401, json.dumps(MISSING | {"leads": [{"id": "2932682", "success": True}]}).encode()),
        play.answering(302, json.dumps(MISSING).encode(), "Location: /elsewhere"),
    ],
)
async def test_a_write_that_may_have_gone_through_is_never_sent_again(
    hostile: HostileServer, first: play.Behaviour
) -> None:
    hostile.behave = first
    async with opened(hostile.account(), KEY, Timeouts(read=0.2)) as (client, told):
        answer = await client.send(put_updates([CHANGE]), [CHANGE])
        assert answer.results[LEAD].state in (ItemState.NOT_KNOWN, ItemState.REFUSED)
    assert (len(hostile.requests), told) == (1, [])


@pytest.mark.parametrize(
    "rest",
    [
        {"pushResults": [{"deliveryId": "1053", "leadId": 2932682, "status": "Pending"}]},
        {"warnings": ["Delivery 1053 queued"]},
        {"details": {"2932682": "Queued"}},
        {"leads": [{"id": "2932682", "success": False, "message": "Delivery 1053 triggered"}]},
        {"message": "No foreign key for lead 2932682"},
        {"message": "Missing key 'update'"},
    ],
)
async def test_a_delivery_is_not_sent_again_where_the_answer_says_more_than_that_no_key_came(
    hostile: HostileServer, rest: dict[str, object]
) -> None:
    sold = LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, ("1053",))
    hostile.behave = in_turn((400, MISSING | rest), (200, {"status": "Success", "message": "OK"}))
    async with opened(hostile.account(), KEY) as (client, told):
        await client.send(put_updates([sold]), [sold])
        assert (len(hostile.requests), told) == (1, [])
        # Values alone are harmless to repeat.
        hostile.behave = in_turn((401, MISSING | {"warnings": ["Slow today"]}), (200, {"status": "Success"}))
        await client.send(put_updates([CHANGE]), [CHANGE])
    assert len(hostile.requests) == 3


async def test_the_second_asking_of_a_write_decides(hostile: HostileServer) -> None:
    hostile.behave = in_turn((401, MISSING), play.cut_body)
    async with opened(hostile.account(), KEY) as (client, told):
        answer = await client.send(put_updates([CHANGE]), [CHANGE])
    assert (answer.results[LEAD].state, len(hostile.requests), told) == (ItemState.NOT_KNOWN, 2, [])
    assert hostile.requests[1].endswith(
        b'\r\n\r\n{"key":"practice/key+full&9","leads":[{"id":"2932682","update":{"postcode":"TN25 6QD"}}]}'
    )


async def test_what_leadbyte_did_is_told_even_where_nothing_can_be_remembered(
    practice_server: PracticeServer,
) -> None:
    async def broken(_heard: KeyHeard) -> None:
        raise RuntimeError(FULL_KEY.text)

    practice_server.hear(Hearing(header_on_reads=False, header_on_writes=False))
    account, transports = practice_server.account(), Transports.real(practice_server.base_url)
    client = LeadByteClient(account, practice_server.key(), transports, broken)
    with everything_logged() as lines:
        answer = await client.send(put_updates([CHANGE]), [CHANGE])
        assert answer.results[LEAD].state is ItemState.UPDATED
        assert len(await client.list_buyers()) == 10
    assert client.key_heard == KeyHeard(reads_in_address=True, writes_in_body=True)
    assert [line for line in lines if "RuntimeError" in line]
    assert not [line for line in lines if FULL_KEY.text in line]
    await client.aclose()


def test_what_is_shown_is_what_is_sent() -> None:
    request = placed(put_updates([CHANGE]), IN_BODY)
    shown = request.shown("https://acme.leadbyte.co.uk/restapi/v1.3")
    assert "X_KEY" not in shown
    assert '"key": "•••"' in shown
    by_address = placed(list_deliveries("Active"), IN_ADDRESS)
    assert by_address.shown("https://acme.leadbyte.co.uk/restapi/v1.3") == (
        "GET https://acme.leadbyte.co.uk/restapi/v1.3/deliveries?key=•••&status=Active"
    )
    assert placed(put_updates([CHANGE]), IN_ADDRESS).key_place is KeyPlace.HEADER
    assert placed(list_campaigns(), IN_BODY).key_place is KeyPlace.HEADER
    assert placed(search_leads([LeadSearch("9", "a@example.com")]), KeyHeard(True, True)).key_place is KeyPlace.BODY


# --- no key anywhere it could be read ----------------------------------------------------------------------------


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """Every line of every logger, down to the smallest, without the filter that masks keys."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.mark.parametrize(
    "behaviour",
    [
        play.reset_at_once,
        play.silence,
        play.wrong_gzip,
        play.answering(200, b"<html>"),
        play.answering(401, f'{{"status":"Error","message":"Invalid key {KEY}"}}'.encode()),
        play.answering(403, f'{{"status":"Error","message":"No access to /buyers?key={QUOTED}"}}'.encode()),
        play.answering(500, f'{{"status":"Error","message":"GET /buyers?key={QUOTED}"}}'.encode()),
        play.answering(302, b"", f"Location: https://login.example.com/?key={QUOTED}"),
        play.answering(302, b"", f"Location: https://[{QUOTED}/"),
    ],
)
async def test_a_key_in_an_address_is_in_no_log_error_or_repr(
    hostile: HostileServer, behaviour: play.Behaviour
) -> None:
    hostile.behave = behaviour
    account = Account("hostile", "Hostile", hostile.base_url, key_heard=IN_ADDRESS)
    with everything_logged() as lines:
        async with opened(account, KEY, Timeouts(read=0.2)) as (client, _):
            with pytest.raises(ConnectionProblem) as problem:
                await client.list_buyers()
            seen = f"{client!r} {account!r} {problem.value!r} {problem.value.user_text} {problem.value.__cause__!r}"
            seen += repr(placed(list_campaigns(), IN_ADDRESS))
    for text in (seen, *lines):
        assert KEY not in text
        assert QUOTED.casefold() not in text.casefold()


async def test_the_key_goes_to_no_other_host(hostile: HostileServer) -> None:
    there = f"http://127.0.0.1:{hostile.other_port}/restapi/v1.3/campaigns"
    hostile.behave = in_turn((401, MISSING), play.answering(307, b"", f"Location: {there}"))
    async with opened(hostile.account(), KEY) as (client, _):
        with pytest.raises(MayNotList):
            await client.list_campaigns()
    assert hostile.other_connections == 0
    assert len(hostile.requests) == 2


async def test_two_reads_at_once_find_it_out_side_by_side(practice_server: PracticeServer) -> None:
    practice_server.hear(NO_HEADER_ON_READS)
    async with at(practice_server) as (client, told):
        campaigns, buyers = await asyncio.gather(client.list_campaigns(), client.list_buyers())
        assert (len(campaigns), len(buyers)) == (4, 10)
        assert set(told) == {client.key_heard} == {IN_ADDRESS}


@pytest.mark.parametrize(
    "path", ["/deliveries", "/deliveries/1053", "/leads/2932682", "/campaigns", "/campaigns/9", "/buyers"]
)
def test_every_read_of_the_practice_account_takes_its_key_in_the_address(
    practice_server: PracticeServer, path: str
) -> None:
    with httpx.Client(trust_env=False) as client:
        url = f"{practice_server.base_url}{path}"
        answered = client.get(url, params={"key": FULL_KEY.text})
        assert answered.status_code == 200
        assert client.get(url, headers={"X_KEY": FULL_KEY.text}).json() == answered.json()
        assert client.get(url, params={"key": "practice-key-unknown"}).json()["message"] == "Invalid key"
        practice_server.hear(NO_HEADER_ON_READS)
        assert client.get(url, headers={"X_KEY": FULL_KEY.text}).json() == MISSING
        assert client.get(url, params={"key": FULL_KEY.text}).json() == answered.json()


async def test_a_second_asking_that_finds_no_line_leaves_the_first_answer(hostile: HostileServer) -> None:
    hostile.behave = in_turn((401, MISSING), play.hang_up_at_once)
    async with opened(hostile.account(), KEY) as (client, told):
        with pytest.raises(MayNotList, match="no key came"):
            await client.list_campaigns()
        hostile.behave = play.hang_up_at_once
        with pytest.raises(NoNetwork):
            await client.list_campaigns()
    assert told == []
