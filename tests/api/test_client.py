"""The client over real sockets: what leaves, where the key goes, and what each way to fail becomes."""

import asyncio
import gzip
import json
import logging
from decimal import Decimal

import pytest

from leadbyte_desktop.api.client import LARGEST_KEPT, Answer, LeadByteClient
from leadbyte_desktop.api.network import USER_AGENT, Timeouts, Transports
from leadbyte_desktop.api.requests import put_updates
from leadbyte_desktop.domain.account import API_PATH, Account, ApiKey
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import (
    CertificateNotTrusted,
    ConnectionProblem,
    KeyRefused,
    MayNotList,
    NoNetwork,
    OddAnswer,
    ProxyWantsLogin,
    WrongAddress,
)
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, ItemState, LeadResult
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from tests.api import hostile_server as play
from tests.practice_server import dead_address

KEY = "practice-key-full"
LEAD = LeadRef("2932682")
PLAIN = LeadUpdate(LEAD, {"postcode": "TN25 6QD"})
SELL = LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, ("1053",))
MONEY = FinancialUpdate(LEAD, Decimal("80.00"), Decimal("120.00"), "33")
SHORT = Timeouts(connect=5.0, read=0.2, write=0.2, whole_answer=0.3)
SHORTEST = Timeouts(connect=0.3, read=0.2, write=0.2, whole_answer=0.3)
SUCCESS = b'{"status":"Success","message":"OK","leads":[{"id":"2932682","success":true,"message":"Lead updated"}]}'

NOT_SENT, NOT_KNOWN, REFUSED = ItemState.NOT_SENT, ItemState.NOT_KNOWN, ItemState.REFUSED


async def resolves(_host: str) -> bool:
    return True


async def send(account: Account, *updates, timeouts: Timeouts | None = None, key: str = KEY) -> Answer:
    client = LeadByteClient(account, ApiKey(key), Transports.real(account.base_url, timeouts))
    try:
        return await client.send(put_updates(updates), updates)
    finally:
        await client.aclose()


async def check(account: Account, key: str = KEY, timeouts: Timeouts | None = None) -> list[Delivery]:
    client = LeadByteClient(account, ApiKey(key), Transports.real(account.base_url, timeouts, resolves))
    try:
        return await client.list_deliveries()
    finally:
        await client.aclose()


# --- what leaves ------------------------------------------------------------------------------------------------


def parted(request: bytes) -> tuple[str, dict[str, str], object]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return first, headers, json.loads(body) if body else None


async def test_the_documented_update_on_the_wire(hostile):
    hostile.behave = play.answering(200, SUCCESS)
    answer = await send(hostile.account(), SELL)
    first, headers, body = parted(hostile.requests[0])
    assert first == f"PUT {API_PATH}/leads HTTP/1.1"
    # Byte for byte: LeadByte's documents write X_KEY.
    assert headers.pop("X_KEY") == KEY
    assert headers.pop("Content-Type") == "application/json"
    assert headers.pop("User-Agent") == USER_AGENT
    assert headers.pop("Host") == f"127.0.0.1:{hostile.port}"
    assert body == {"leads": [{"id": "2932682", "triggerDeliveryId": "1053", "update": {"postcode": "TN25 6QD"}}]}
    assert KEY not in json.dumps(body) + first + str(headers)
    assert answer == Answer(
        {LEAD: LeadResult(ItemState.UPDATED, "Lead updated", Confirmation.NOT_CONFIRMED)}, 200, SUCCESS.decode()
    )


async def test_the_documented_financials_on_the_wire(hostile):
    hostile.behave = play.answering(200, b'{"status": "Success"}')
    answer = await send(hostile.account(), MONEY)
    first, headers, body = parted(hostile.requests[0])
    assert first == f"PUT {API_PATH}/leadfinancials HTTP/1.1"
    assert "X_KEY" not in headers
    assert body == {"key": KEY, "leads": [2932682], "newPayout": 80.0, "newRevenue": 120.0, "BID": "33"}
    assert answer.results == {LEAD: LeadResult(ItemState.UPDATED, "Financials updated")}


async def test_what_was_shown_is_what_leaves(hostile):
    hostile.behave = play.answering(200, SUCCESS)
    for update in (PLAIN, SELL):
        await send(hostile.account(), update)
        assert hostile.requests[-1].partition(b"\r\n\r\n")[2].decode() == put_updates([update]).body_text


@pytest.mark.parametrize(
    ("beside", "state", "wants"),
    [
        ({}, REFUSED, {LEAD}),
        ({"warnings": ["Delivery 1053 queued"]}, NOT_KNOWN, set()),
        ({"pushId": "456"}, NOT_KNOWN, set()),
        ({"message": "Delivery already triggered; nothing to update"}, NOT_KNOWN, set()),
    ],
)
async def test_the_second_way_stands_open_only_after_a_plain_refusal(hostile, beside, state, wants):
    bare = LeadUpdate(LEAD, {}, ("1053",))
    item = {"id": "2932682", "success": False, "message": "No update supplied"} | beside
    reply = {"status": "Warning", "message": "Some leads were not updated", "leads": [item]}
    hostile.behave = play.answering(200, json.dumps(reply).encode())
    answer = await send(hostile.account(), bare)
    assert (answer.results[LEAD].state, answer.wants_update) == (state, wants)
    assert len(hostile.requests) == 1


async def test_what_must_not_happen_twice_takes_a_fresh_connection(hostile):
    hostile.behave = play.answering(200, SUCCESS)
    client = LeadByteClient(hostile.account(), ApiKey(KEY), Transports.real(hostile.base_url))
    for _ in range(3):
        await client.send(put_updates([PLAIN]), [PLAIN])
    assert hostile.connections == 1
    for _ in range(3):
        await client.send(put_updates([SELL]), [SELL])
    assert hostile.connections == 4
    await client.aclose()


async def test_no_cookie_is_kept(hostile):
    hostile.behave = play.answering(200, SUCCESS, "Set-Cookie: session=1; Path=/")
    client = LeadByteClient(hostile.account(), ApiKey(KEY), Transports.real(hostile.base_url))
    for _ in range(2):
        await client.send(put_updates([PLAIN]), [PLAIN])
    assert not any(b"cookie" in request.lower() for request in hostile.requests)
    await client.aclose()


# --- the ways to fail -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "had_it_all", "words", "shrink"),
    [
        (play.reset_at_once, False, "cut", False),
        (play.reset_after_reading, True, "cut", False),
        (play.hang_up, True, "cut", False),
        (play.cut_body, True, "cut", False),
        (play.cut_chunks, True, "cut", False),
        (play.garbage, True, "cut", False),
        (play.wrong_gzip, True, "could not be read", False),
        (play.silence, True, "in time", True),
        (play.silence_in_the_body, True, "in time", True),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@pytest.mark.parametrize("update", [PLAIN, SELL, MONEY], ids=["plain", "sell", "money"])
async def test_what_the_server_may_have_done_is_not_known(hostile, behaviour, had_it_all, words, shrink, update):
    hostile.behave = behaviour
    answer = await send(hostile.account(), update, timeouts=SHORT)
    assert bool(hostile.requests) is had_it_all
    assert answer.results[LEAD].state is NOT_KNOWN
    assert words in answer.problem
    assert answer.results[LEAD].words == answer.problem
    assert (answer.status, answer.reply, answer.shrink, answer.whole_refusal) == (None, "", shrink, False)


async def test_a_server_that_takes_half_a_request_may_have_done_it(hostile):
    hostile.behave = play.deaf
    big = LeadUpdate(LEAD, {"notes": "x" * 20_000_000})
    answer = await send(hostile.account(), big, timeouts=SHORT)
    assert (answer.results[LEAD].state, answer.shrink) == (NOT_KNOWN, True)
    assert hostile.requests == []


@pytest.mark.parametrize("update", [PLAIN, SELL, MONEY], ids=["plain", "sell", "money"])
async def test_where_nobody_listens_nothing_was_sent(update):
    answer = await send(Account("dead", "Dead", dead_address()), update)
    confirmation = Confirmation.NOT_CONFIRMED if update is SELL else Confirmation.NOTHING_ASKED
    words = "LeadByte could not be reached. Nothing was sent."
    assert answer == Answer({LEAD: LeadResult(NOT_SENT, words, confirmation)}, problem=words)


async def test_a_name_that_nobody_has():
    account = Account("nobody", "Nobody", f"https://nobody.leadbyte.invalid{API_PATH}")
    answer = await send(account, SELL)
    assert answer.results[LEAD].state is NOT_SENT
    with pytest.raises(WrongAddress):
        await check(account)


async def test_a_secure_address_where_nobody_speaks_tls(hostile):
    hostile.behave = play.hang_up_at_once
    account = Account("plain", "Plain", hostile.base_url.replace("http:", "https:"))
    assert (await send(account, SELL)).results[LEAD].state is NOT_SENT
    assert hostile.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("update", [PLAIN, MONEY], ids=["header", "body"])
async def test_no_redirect_is_followed(hostile, status, update):
    elsewhere = f"Location: http://127.0.0.1:{hostile.other_port}{API_PATH}/leads"
    hostile.behave = play.answering(status, b"", elsewhere)
    answer = await send(hostile.account(), update)
    assert (answer.results[LEAD].state, answer.status) == (NOT_KNOWN, status)
    with pytest.raises(WrongAddress):
        await check(hostile.account())
    assert hostile.other_connections == 0
    assert len(hostile.requests) == 2


@pytest.mark.parametrize(
    ("status", "body", "headers", "state"),
    [
        (200, b"<html>Welcome</html>", ("Content-Type: text/html",), NOT_KNOWN),
        (200, b"", (), NOT_KNOWN),
        (200, b"\x00\xff\xfe\x80binary", ("Content-Type: application/octet-stream",), NOT_KNOWN),
        (200, SUCCESS, ("Content-Type: text/html; charset=x-nonsense",), ItemState.UPDATED),
        (200, SUCCESS, ("Content-Type: application/json; charset=utf-16",), ItemState.UPDATED),
        (200, b"\xef\xbb\xbf" + SUCCESS, (), ItemState.UPDATED),
        (200, SUCCESS.decode().encode("utf-16"), (), ItemState.UPDATED),
        # Without the time of day: it would be part of the test's name.
        (200, gzip.compress(SUCCESS, mtime=0), ("Content-Encoding: gzip",), ItemState.UPDATED),
        (200, SUCCESS.replace(b"Lead updated", b"Zo\xeb updated"), (), ItemState.UPDATED),
        (429, b"busy", (), NOT_SENT),
        (500, SUCCESS, (), NOT_KNOWN),
        (503, b"", (), NOT_KNOWN),
        (403, b"<html>", (), REFUSED),
    ],
)
async def test_answers(hostile, status, body, headers, state):
    hostile.behave = play.answering(status, body, *headers)
    answer = await send(hostile.account(), PLAIN)
    assert (answer.results[LEAD].state, answer.status) == (state, status)
    assert answer.problem == ""


async def test_words_in_an_old_charset_are_still_words(hostile):
    hostile.behave = play.answering(400, '{"status":"Error","message":"Zoë"}'.encode("cp1252"))
    assert (await send(hostile.account(), PLAIN)).results[LEAD] == LeadResult(REFUSED, "Zoë")


@pytest.mark.parametrize(
    ("behaviour", "timeouts"), [(play.endless, None), (play.dripping, SHORT)], ids=["huge", "endless drip"]
)
async def test_an_answer_without_end_is_not_read_to_its_end(hostile, behaviour, timeouts):
    hostile.behave = behaviour
    answer = await send(hostile.account(), SELL, timeouts=timeouts)
    assert (answer.results[LEAD].state, answer.status) == (NOT_KNOWN, 200)
    assert "too large" in answer.problem
    assert len(answer.reply) <= LARGEST_KEPT
    with pytest.raises(OddAnswer):
        await check(hostile.account(), timeouts=timeouts)


@pytest.mark.parametrize("behaviour", [play.dripping_head, play.always_continuing])
async def test_an_answer_that_never_begins_is_not_waited_for_for_ever(hostile, behaviour):
    hostile.behave = behaviour
    async with asyncio.timeout(10):
        answer = await send(hostile.account(), SELL, timeouts=SHORTEST)
    assert (answer.results[LEAD].state, answer.status) == (NOT_KNOWN, None)
    assert answer.shrink
    assert "did not answer in time" in answer.problem
    with pytest.raises(ConnectionProblem):
        await check(hostile.account(), timeouts=SHORTEST)


async def test_a_redirect_to_an_impossible_address_is_still_an_answer_of_a_server_that_had_it_all(hostile):
    hostile.behave = play.answering(302, b"", f"Location: {'a' * 65_530}")
    answer = await send(hostile.account(), SELL)
    assert answer.results[LEAD].state is NOT_KNOWN


async def test_what_breaks_before_a_connection_is_made_was_not_sent(hostile):
    client = LeadByteClient(hostile.account(), ApiKey(KEY), Transports.real(hostile.base_url))
    await client.aclose()
    answer = await client.send(put_updates([SELL]), [SELL])
    assert answer.results[LEAD].state is ItemState.NOT_SENT
    assert "Nothing was sent" in answer.problem


async def test_a_long_reply_is_kept_in_part_and_read_in_whole(hostile):
    hostile.behave = play.answering(200, SUCCESS[:-1] + b',"note":"' + "é".encode() * 100_000 + b'"}')
    answer = await send(hostile.account(), PLAIN)
    assert answer.results[LEAD].state is ItemState.UPDATED
    assert LARGEST_KEPT - 2 <= len(answer.reply.encode()) <= LARGEST_KEPT


@pytest.mark.parametrize(
    ("status", "header", "retry_after", "shrink"),
    [(429, "7", 7.0, False), (503, "soon", None, True), (413, "0", 0.0, True), (200, "86400", 300.0, False)],
)
async def test_what_leadbyte_asks_for(hostile, status, header, retry_after, shrink):
    hostile.behave = play.answering(status, SUCCESS if status == 200 else b"", f"Retry-After: {header}")
    answer = await send(hostile.account(), PLAIN)
    assert (answer.retry_after, answer.shrink) == (retry_after, shrink)


async def test_a_send_that_is_cancelled_says_so(hostile):
    arrived = asyncio.Event()

    async def hold(line):
        await line.take_request()
        arrived.set()
        await line.over.wait()

    hostile.behave = hold
    sending = asyncio.create_task(send(hostile.account(), PLAIN))
    await arrived.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_our_own_surprise_after_sending_is_not_known_and_logged_without_the_key(hostile, caplog):
    class Surprise(LeadByteClient):
        async def _exchange(self, client, request):
            raise KeyError(KEY)

    client = Surprise(hostile.account(), ApiKey(KEY), Transports.real(hostile.base_url))
    with caplog.at_level(logging.ERROR):
        answer = await client.send(put_updates([SELL]), [SELL])
    assert answer.results[LEAD].state is NOT_KNOWN
    assert "not in the table: KeyError" in caplog.text
    assert KEY not in caplog.text
    await client.aclose()


# --- the key ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["", "two\nlines", "X\r\nEvil: 1", "with space", "schlüssel", "\x00"])
async def test_a_key_that_no_header_can_carry_is_never_sent(hostile, key):
    hostile.behave = play.answering(200, SUCCESS)
    for update in (PLAIN, MONEY):
        answer = await send(hostile.account(), update, key=key)
        assert answer.results[LEAD].state is NOT_SENT
    with pytest.raises(KeyRefused):
        await check(hostile.account(), key=key)
    assert hostile.connections == 0


async def test_an_echoed_key_is_masked_in_words_warnings_and_reply(hostile):
    body = {
        "status": "Success",
        "warnings": [f"key {KEY} is old"],
        "leads": [{"id": "2932682", "success": False, "message": f"Bad {KEY}", "errors": [f"x{KEY}"]}],
        "key": KEY,
    }
    escaped = "".join(f"\\u{ord(character):04x}" for character in KEY)
    text = json.dumps(body)[:-1] + f', "again": "{escaped}"}}'
    hostile.behave = play.answering(200, text.encode())
    answer = await send(hostile.account(), PLAIN)
    assert answer.results == {LEAD: LeadResult(REFUSED, "Bad •••; x•••", warnings=("key ••• is old",))}
    assert KEY not in answer.reply
    assert escaped not in answer.reply
    assert answer.reply.count("•••") == 5


@pytest.mark.parametrize("cut", [595, LARGEST_KEPT - 5])
async def test_no_half_of_a_key_is_left_where_a_text_is_cut(hostile, cut):
    message = "x" * cut + KEY + "y" * 99
    hostile.behave = play.answering(400, json.dumps({"status": "Error", "message": message}).encode())
    answer = await send(hostile.account(), PLAIN)
    for text in (answer.reply, answer.results[LEAD].words):
        assert KEY[:4] not in text


async def test_neither_client_nor_answer_nor_problem_shows_the_key(hostile):
    hostile.behave = play.answering(401, f'{{"status":"Error","message":"Invalid key {KEY}"}}'.encode())
    client = LeadByteClient(hostile.account(), ApiKey(KEY), Transports.real(hostile.base_url))
    answer = await client.send(put_updates([PLAIN]), [PLAIN])
    with pytest.raises(KeyRefused) as problem:
        await client.list_deliveries()
    assert KEY not in repr(client) + repr(answer) + repr(vars(client)["_mask"]) + problem.value.user_text
    assert "“Invalid key •••”" in problem.value.user_text
    assert answer.key_refused
    await client.aclose()


# --- reads ------------------------------------------------------------------------------------------------------


async def test_check_is_one_harmless_read(hostile):
    hostile.behave = play.answering(200, b'{"status":"Success","deliveries":[{"id":"1053","reference":"Acme"}]}')
    assert await check(hostile.account()) == [Delivery("1053", "Acme")]
    first, headers, body = parted(hostile.requests[0])
    assert (first, body) == (f"GET {API_PATH}/deliveries?status=Active HTTP/1.1", None)
    assert headers["X_KEY"] == KEY
    assert "Content-Type" not in headers
    assert len(hostile.requests) == 1


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (play.reset_at_once, NoNetwork),
        (play.hang_up, NoNetwork),
        (play.cut_body, NoNetwork),
        (play.garbage, NoNetwork),
        (play.silence, NoNetwork),
        (play.wrong_gzip, OddAnswer),
        (play.answering(200, b"<html>"), WrongAddress),
        (play.answering(200, b'{"status":"Success"}'), OddAnswer),
        (play.answering(401, b""), KeyRefused),
        (play.answering(403, b'{"status":"Error","message":"No permission"}'), MayNotList),
    ],
)
async def test_reads_that_fail(hostile, behaviour, kind):
    hostile.behave = behaviour
    with pytest.raises(kind) as problem:
        await check(hostile.account(), timeouts=SHORT)
    assert type(problem.value) is kind
    assert "Nothing was changed in LeadByte." in problem.value.user_text


async def test_a_dead_address_is_no_network():
    with pytest.raises(NoNetwork):
        await check(Account("dead", "Dead", dead_address()))


async def test_one_lead(hostile):
    hostile.behave = play.answering(200, b'{"id": 2932682, "postcode": "TN25 6QD", "payout": 12.50}')
    client = LeadByteClient(hostile.account(), ApiKey(KEY), Transports.real(hostile.base_url))
    assert await client.get_lead(LEAD) == {"id": "2932682", "postcode": "TN25 6QD", "payout": "12.50"}
    assert parted(hostile.requests[0])[0] == f"GET {API_PATH}/leads/2932682 HTTP/1.1"
    with pytest.raises(OddAnswer, match="another lead"):
        await client.get_lead(LeadRef("7"))
    await client.aclose()


async def test_a_lead_that_leadbyte_does_not_show(hostile):
    hostile.behave = play.answering(200, b'{"status":"Error","message":"Lead not found"}')
    client = LeadByteClient(hostile.account(), ApiKey(KEY), Transports.real(hostile.base_url))
    with pytest.raises(OddAnswer) as problem:
        await client.get_lead(LEAD)
    assert "Lead not found" in problem.value.user_text
    assert "deliveries" not in problem.value.user_text
    await client.aclose()


# --- certificates and proxies -----------------------------------------------------------------------------------


@pytest.fixture
async def impostor(tmp_path):
    """A server with a certificate that nobody vouches for."""
    x509 = pytest.importorskip("cryptography.x509")
    async for running in play.serve_hostile(play.HostileServer(), play.own_certificate(tmp_path, x509)):
        yield running


async def test_a_certificate_that_nobody_vouches_for_gets_no_key(impostor):
    impostor.behave = play.answering(200, SUCCESS)
    answer = await send(impostor.account(), SELL)
    assert answer.results[LEAD].state is NOT_SENT
    assert "certificate" in answer.problem
    with pytest.raises(CertificateNotTrusted):
        await check(impostor.account())
    assert impostor.requests == []


@pytest.mark.parametrize(
    ("status", "kind"), [(407, ProxyWantsLogin), (403, NoNetwork), (502, NoNetwork)], ids=["login", "refuses", "broken"]
)
async def test_a_proxy_that_does_not_let_out(hostile, monkeypatch, status, kind):
    hostile.behave = play.answering(status, b"")
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{hostile.port}")
    account = Account("acme", "Acme", f"https://acme.leadbyte.invalid{API_PATH}")
    answer = await send(account, SELL)
    assert answer.results[LEAD].state is NOT_SENT
    assert "proxy" in answer.problem
    with pytest.raises(kind):
        await check(account)
    assert hostile.requests[0].startswith(b"CONNECT acme.leadbyte.invalid:443")
    assert not any(KEY.encode() in request for request in hostile.requests)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "http://[broken"])
async def test_a_proxy_that_cannot_be_used(monkeypatch, proxy):
    monkeypatch.setenv("https_proxy", proxy)
    account = Account("acme", "Acme", f"https://acme.leadbyte.invalid{API_PATH}")
    answer = await send(account, SELL)
    assert (answer.results[LEAD].state, "proxy" in answer.problem) == (NOT_SENT, True)
    with pytest.raises(NoNetwork, match="proxy"):
        await check(account)
