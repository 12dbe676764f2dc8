"""The reads over real sockets: what leaves, where the key stands, and what each refusal becomes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Timeouts, Transports
from leadbyte_desktop.api.read_requests import (
    MOST_SEARCHES,
    LeadSearch,
    get_campaign,
    list_buyers,
    list_campaigns,
    search_leads,
)
from leadbyte_desktop.api.requests import ApiRequest, KeyPlace
from leadbyte_desktop.domain.account import ApiKey
from leadbyte_desktop.domain.errors import (
    ConnectionProblem,
    KeyRefused,
    MayNotList,
    NoNetwork,
    NothingThere,
    NotShown,
    OddAnswer,
    WrongAddress,
)
from leadbyte_desktop.practice.keys import (
    FINANCIALS_ONLY_KEY,
    FULL_KEY,
    INACTIVE_KEY,
    NO_CAMPAIGNS_KEY,
    NO_READING_KEY,
    NO_SEARCH_KEY,
    UPDATE_ONLY_KEY,
    PracticeKey,
)
from tests.api import hostile_server as play
from tests.api.hostile_server import HostileServer
from tests.api.reads import LEAD, Read
from tests.api.reads import READS as GETS
from tests.practice_server import PracticeServer

BY_MAIL = LeadSearch("9", email="karen@example.com")
BY_PHONE = LeadSearch("9", phone="+447700900123")
BASE = "https://acme.leadbyte.co.uk/restapi/v1.3"

READS: dict[str, Read] = {**GETS, "search": lambda client: client.search_leads([BY_MAIL])}


@pytest.fixture
async def hostile_client(hostile: HostileServer) -> AsyncIterator[LeadByteClient]:
    timeouts = Timeouts(connect=5.0, read=0.2, write=0.2, whole_answer=0.3)
    client = LeadByteClient(hostile.account(), ApiKey(FULL_KEY.text), Transports.real(hostile.base_url, timeouts))
    yield client
    await client.aclose()


def answers(body: object, status: int = 200) -> play.Behaviour:
    return play.answering(status, json.dumps(body).encode())


def parted(request: bytes) -> tuple[str, str, object]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, _, headers = head.decode("latin-1").partition("\r\n")
    return first.removesuffix(" HTTP/1.1"), headers, json.loads(body) if body else None


# --- what leaves ------------------------------------------------------------------------------------------------


def test_the_documented_search_whole() -> None:
    assert search_leads([BY_MAIL, BY_PHONE]) == ApiRequest(
        "POST",
        "/leads/search",
        {
            "searches": [
                {"campaignId": 9, "email": "karen@example.com"},
                {"campaignId": 9, "phone": "+447700900123"},
            ]
        },
        key_place=KeyPlace.BODY,
    )
    assert search_leads([BY_MAIL]).url(BASE) == f"{BASE}/leads/search"


def test_the_lists_carry_nothing_but_their_address() -> None:
    assert list_campaigns() == ApiRequest("GET", "/campaigns")
    assert list_buyers() == ApiRequest("GET", "/buyers")
    assert get_campaign("9") == ApiRequest("GET", "/campaigns/9")
    assert get_campaign("../leads").path == "/campaigns/..%2Fleads"


@pytest.mark.parametrize(
    "searches",
    [[], [LeadSearch("9")], [LeadSearch("9", "a@example.com", "07700900123")], [BY_MAIL] * (MOST_SEARCHES + 1)],
)
def test_what_is_no_search_is_our_own_bug(searches: list[LeadSearch]) -> None:
    with pytest.raises(ValueError, match="search"):
        search_leads(searches)


async def test_a_search_on_the_wire_has_its_key_in_the_body_and_nothing_personal_in_the_address(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    hostile.behave = answers({"status": "Success", "totalMatches": 0, "searches": []})
    await hostile_client.search_leads([BY_PHONE])
    first, headers, body = parted(hostile.requests[0])
    assert first == "POST /restapi/v1.3/leads/search"
    assert body == {"key": FULL_KEY.text, "searches": [{"campaignId": 9, "phone": "+447700900123"}]}
    assert FULL_KEY.text not in headers


@pytest.mark.parametrize(
    ("read", "path"),
    [
        ("campaigns", "/campaigns"),
        ("fields", "/campaigns/9"),
        ("buyers", "/buyers"),
        ("deliveries", "/deliveries?status=Active"),
        ("lead", "/leads/2932682"),
    ],
)
async def test_a_list_on_the_wire_has_its_key_in_the_header(
    hostile: HostileServer, hostile_client: LeadByteClient, read: str, path: str
) -> None:
    hostile.behave = answers({"id": "2932682" if read == "lead" else "9", "name": "x"})
    await READS[read](hostile_client)
    first, headers, body = parted(hostile.requests[0])
    assert (first, body) == (f"GET /restapi/v1.3{path}", None)
    assert f"X_KEY: {FULL_KEY.text}" in headers
    assert len(hostile.requests) == 1


async def test_many_searches_go_in_batches_one_after_another(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    many = [LeadSearch(str(number), phone="07700900123") for number in range(1, 2 * MOST_SEARCHES + 2)]

    async def each_batch_finds_one_lead(line: play.Line) -> None:
        request = await line.take_request()
        asked = json.loads(request.partition(b"\r\n\r\n")[2])["searches"]
        first = asked[0]["campaignId"]
        found = [{"campaignId": each["campaignId"], "results": []} for each in asked]
        found[0]["results"] = [{"leadId": first}]
        body = json.dumps({"status": "Success", "searches": found}).encode()
        line.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))
        await line.writer.drain()
        line.writer.close()

    hostile.behave = each_batch_finds_one_lead
    answer = await hostile_client.search_leads(many)
    sent = [json.loads(request.partition(b"\r\n\r\n")[2])["searches"] for request in hostile.requests]
    assert [len(searches) for searches in sent] == [MOST_SEARCHES, MOST_SEARCHES, 1]
    assert [search["campaignId"] for searches in sent for search in searches] == list(range(1, len(many) + 1))
    assert [lead.lead.number for lead in answer.leads] == [str(2 * MOST_SEARCHES + 1), str(MOST_SEARCHES + 1), "1"]


async def test_searches_that_leadbyte_left_out_are_asked_one_by_one(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    """Whether one request may hold many searches is not known for certain; a lead must not seem unknown for that."""

    async def only_the_first_is_answered(line: play.Line) -> None:
        request = await line.take_request()
        first = json.loads(request.partition(b"\r\n\r\n")[2])["searches"][0]
        lead = [{"leadId": 2932682}] if first["campaignId"] == 12 else []
        body = json.dumps({"status": "Success", "searches": [{**first, "results": lead}]}).encode()
        line.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))
        await line.writer.drain()
        line.writer.close()

    hostile.behave = only_the_first_is_answered
    answer = await hostile_client.search_leads([BY_MAIL, LeadSearch("12", email=BY_MAIL.email)])
    assert [lead.lead for lead in answer.leads] == [LEAD]
    assert len(hostile.requests) == 3


def searching(found: Callable[[list[dict[str, Any]]], tuple[int, object] | play.Behaviour]) -> play.Behaviour:
    """A search on one connection a request, answered by what `found` makes of its searches."""

    async def answer(line: play.Line) -> None:
        request = await line.take_request()
        reply = found(json.loads(request.partition(b"\r\n\r\n")[2])["searches"])
        if not isinstance(reply, tuple):
            line.reset()
            return
        status, body = reply[0], json.dumps(reply[1]).encode()
        head = f"HTTP/1.1 {status} Whatever\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        line.writer.write(head.encode() + body)
        await line.writer.drain()
        line.writer.close()

    return answer


def found_in(searches: list[dict[str, Any]], leads: dict[int, int]) -> dict[str, object]:
    """The documented reply, with one lead for each campaign that has one."""
    answered = [
        {**each, "results": [{"leadId": leads[each["campaignId"]]}] if each["campaignId"] in leads else []}
        for each in searches
    ]
    return {"status": "Success", "searches": [{**each, "matches": len(each["results"])} for each in answered]}


def refusing(bad: set[int], leads: dict[int, int], status: int = 200) -> play.Behaviour:
    """A LeadByte that refuses every search in which one of these campaigns stands."""

    def answer(searches: list[dict[str, Any]]) -> tuple[int, object]:
        asked = [each["campaignId"] for each in searches]
        wrong = next((each for each in asked if each in bad), None)
        if wrong is not None:
            return status, {"status": "Error", "message": f"Campaign {wrong} not found"}
        return 200, found_in(searches, leads)

    return searching(answer)


@pytest.mark.parametrize("status", [200, 400, 404])
async def test_a_campaign_that_is_refused_takes_no_other_with_it(
    hostile: HostileServer, hostile_client: LeadByteClient, status: int
) -> None:
    hostile.behave = refusing({12, 99}, {9: 5, 21: 7}, status)
    asked = [LeadSearch(campaign, phone=phone) for campaign in ("9", "12", "99", "21") for phone in ("077", "+4477")]
    answer = await hostile_client.search_leads(asked)
    assert [lead.lead.number for lead in answer.leads] == ["7", "5"]
    assert [missed.campaign_ids for missed in answer.not_looked] == [("12",), ("99",)]
    assert "“Campaign 99 not found”" in answer.not_looked[1].words
    # All together, then each campaign by itself.
    assert len(hostile.requests) == 1 + 4


async def test_only_the_batch_that_is_refused_is_asked_apart(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    many = [LeadSearch(str(number), phone="07700900123") for number in range(1, MOST_SEARCHES + 4)]
    last = MOST_SEARCHES + 3
    hostile.behave = refusing({last}, {1: 5})
    answer = await hostile_client.search_leads(many)
    assert [lead.lead.number for lead in answer.leads] == ["5"]
    assert [missed.campaign_ids for missed in answer.not_looked] == [(str(last),)]
    assert len(hostile.requests) == 2 + 3


async def test_where_every_campaign_is_refused_that_is_what_is_said(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    hostile.behave = refusing({9, 12}, {})
    with pytest.raises(NotShown, match="“Campaign 9 not found”"):
        await hostile_client.search_leads([BY_MAIL, LeadSearch("12", email=BY_MAIL.email)])
    assert len(hostile.requests) == 3


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (play.reset_at_once, "was cut"),
        ((500, {"status": "Error", "message": "Oops"}), "busy or has a fault"),
        ((403, {"status": "Error", "message": "No permission"}), "may not search leads"),
        ((200, {"status": "Success", "totalMatches": 3}), "could not be read"),
    ],
)
async def test_what_was_found_is_kept_where_a_later_batch_fails(
    hostile: HostileServer, hostile_client: LeadByteClient, second: tuple[int, object] | play.Behaviour, words: str
) -> None:
    """No campaign of it is asked by itself: it was not refused for what was asked."""
    many = [LeadSearch(str(number), phone="07700900123") for number in range(1, 2 * MOST_SEARCHES + 1)]

    def answer(searches: list[dict[str, Any]]) -> tuple[int, object] | play.Behaviour:
        return (200, found_in(searches, {1: 5})) if searches[0]["campaignId"] == 1 else second

    hostile.behave = searching(answer)
    found = await hostile_client.search_leads(many)
    assert [lead.lead.number for lead in found.leads] == ["5"]
    (missed,) = found.not_looked
    assert missed.campaign_ids == tuple(str(number) for number in range(MOST_SEARCHES + 1, 2 * MOST_SEARCHES + 1))
    assert words in missed.words
    assert len(hostile.requests) == 2


async def test_without_a_line_the_rest_is_not_asked(hostile: HostileServer, hostile_client: LeadByteClient) -> None:
    many = [LeadSearch(str(number), phone="07700900123") for number in range(1, 3 * MOST_SEARCHES + 1)]

    def answer(searches: list[dict[str, Any]]) -> tuple[int, object] | play.Behaviour:
        return (200, found_in(searches, {})) if searches[0]["campaignId"] == 1 else play.reset_at_once

    hostile.behave = searching(answer)
    found = await hostile_client.search_leads(many)
    assert len(hostile.requests) == 2
    assert sum(len(missed.campaign_ids) for missed in found.not_looked) == 2 * MOST_SEARCHES


async def test_a_line_that_breaks_among_the_campaigns_keeps_what_was_found(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    def answer(searches: list[dict[str, Any]]) -> tuple[int, object] | play.Behaviour:
        if len(searches) > 1:
            return 200, {"status": "Error", "message": "Campaign 99 not found"}
        return (200, found_in(searches, {9: 5})) if searches[0]["campaignId"] == 9 else play.reset_at_once

    hostile.behave = searching(answer)
    asked = [LeadSearch(campaign, email=BY_MAIL.email) for campaign in ("9", "12", "21")]
    found = await hostile_client.search_leads(asked)
    assert [lead.lead.number for lead in found.leads] == ["5"]
    assert [missed.campaign_ids for missed in found.not_looked] == [("12", "21")]
    assert len(hostile.requests) == 3


async def test_matches_that_are_counted_and_not_shown_are_counted_once(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    """Left out of the first answer, each search is asked by itself; what the first counted is then counted there."""

    def answer(searches: list[dict[str, Any]]) -> tuple[int, object]:
        reply = found_in(searches[:1], {9: 5})
        return 200, reply | {"totalMatches": 30 if searches[0]["campaignId"] == 9 else 0}

    hostile.behave = searching(answer)
    found = await hostile_client.search_leads([BY_MAIL, LeadSearch("12", email=BY_MAIL.email)])
    assert [lead.lead.number for lead in found.leads] == ["5"]
    assert found.unshown == 29


async def test_no_search_at_all_asks_nothing(hostile: HostileServer, hostile_client: LeadByteClient) -> None:
    assert (await hostile_client.search_leads([])).leads == ()
    assert hostile.requests == []


# --- the ways to fail -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (play.reset_at_once, NoNetwork),
        (play.cut_body, NoNetwork),
        (play.silence, NoNetwork),
        (play.wrong_gzip, OddAnswer),
        (play.answering(200, b"<html>"), WrongAddress),
        (play.answering(200, b'{"status":"Success","message":"OK"}'), OddAnswer),
        (play.answering(302, b"", "Location: https://login.example.com/"), WrongAddress),
        (play.answering(500, b'{"status":"Error","message":"Oops"}'), OddAnswer),
        (play.answering(429, b""), OddAnswer),
        (play.answering(401, b'{"status":"Error","message":"Invalid key"}'), KeyRefused),
        (play.answering(401, b""), KeyRefused),
        (play.answering(403, b'{"status":"Error","message":"Forbidden"}'), MayNotList),
        (play.answering(403, b'{"status":"Error","message":"No permission"}'), MayNotList),
        (play.answering(200, b'{"status":"Error","message":"You have no permission for this"}'), MayNotList),
    ],
)
async def test_reads_that_fail_say_so_and_that_nothing_was_changed(
    hostile: HostileServer, hostile_client: LeadByteClient, read: str, behaviour: play.Behaviour, kind: type
) -> None:
    hostile.behave = behaviour
    with pytest.raises(ConnectionProblem) as problem:
        await READS[read](hostile_client)
    assert type(problem.value) is kind
    assert "Nothing was changed in LeadByte." in problem.value.user_text
    assert FULL_KEY.text not in problem.value.user_text


@pytest.mark.parametrize("body", [b"", b"<html>Not found</html>", b'{"message":"Not found"}'])
@pytest.mark.parametrize("read", READS)
async def test_a_place_that_is_not_there_is_a_wrong_address_only_of_what_every_account_has(
    hostile: HostileServer, hostile_client: LeadByteClient, read: str, body: bytes
) -> None:
    """Reading one lead is known from one client only (leadbyte-api.md section 3): it may be nowhere."""
    hostile.behave = play.answering(404, body)
    with pytest.raises(ConnectionProblem) as problem:
        await READS[read](hostile_client)
    what = {"lead": "lead 2932682", "fields": "the fields of campaign 9"}.get(read)
    assert type(problem.value) is (NothingThere if what else WrongAddress)
    if what:
        assert f"has nothing to show for {what}" in problem.value.user_text
        assert "Check the address" not in problem.value.user_text
    assert "Nothing was changed in LeadByte." in problem.value.user_text


ASK = "Nothing was changed in LeadByte. Ask whoever looks after LeadByte to let this key"
UNNAMED = "what LeadByte calls that permission is not known, so tell them what it is for."
PROVEN = "Nothing was changed in LeadByte. The key is proven by the first update. Deliveries can be added by their ID."


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ("campaigns", f"may not list campaigns: “No permission”. {ASK} list campaigns; {UNNAMED}"),
        ("buyers", f"may not list buyers: “No permission”. {ASK} list buyers; {UNNAMED} A BID can be typed."),
        ("fields", f"may not read the fields of campaigns: “No permission”. {ASK} read campaigns; {UNNAMED}"),
        ("lead", f"may not read leads: “No permission”. {ASK} read leads; {UNNAMED} The lead can be changed all the"),
        ("search", f"may not search leads: “No permission”. {ASK} search: the permission is called Leads > Search"),
        ("deliveries", f"may not list deliveries: “No permission”. {PROVEN}"),
    ],
)
async def test_a_refusal_says_which_permission_to_ask_for_where_its_name_is_public(
    hostile: HostileServer, hostile_client: LeadByteClient, read: str, words: str
) -> None:
    hostile.behave = answers({"status": "Error", "message": "No permission"}, 403)
    with pytest.raises(MayNotList) as problem:
        await READS[read](hostile_client)
    assert words in problem.value.user_text


@pytest.mark.parametrize(
    ("read", "words", "said"),
    [
        ("lead", "Lead not found", "did not show lead 2932682: “Lead not found”"),
        ("fields", "Campaign not found", "did not show the fields of campaign 9: “Campaign not found”"),
        ("search", "Invalid campaign", "did not show what it found: “Invalid campaign”"),
    ],
)
async def test_what_is_not_there_is_no_missing_permission(
    hostile: HostileServer, hostile_client: LeadByteClient, read: str, words: str, said: str
) -> None:
    for status in (200, 400, 404):
        hostile.behave = answers({"status": "Error", "message": words}, status)
        with pytest.raises(NotShown, match=said):
            await READS[read](hostile_client)


@pytest.mark.parametrize(
    "body",
    [
        {"status": "Success", "message": "OK", "leads": []},
        {"status": "Success", "message": "OK", "lead": None},
        {"status": "Success", "message": "OK", "lead": {"postcode": "TN25 6QD"}},
        {"status": "Success", "message": "OK", "leads": {"7": {"postcode": "TN25 6QD"}}},
        {"status": "Success", "message": "OK", "details": {"id": 7}},
    ],
)
async def test_a_lead_that_the_reply_does_not_name_is_not_taken_for_the_one_asked_for(
    hostile: HostileServer, hostile_client: LeadByteClient, body: object
) -> None:
    hostile.behave = answers(body)
    with pytest.raises(OddAnswer):
        await hostile_client.lead_now(LEAD)


@pytest.mark.parametrize(
    "body",
    [
        {"id": LEAD.number, "data": {"leadId": "9999", "firstname": "Joe"}},
        {"data": {"id": "9999", "firstname": "Joe"}, "id": LEAD.number},
        {"id": LEAD.number, "leadId": 9999, "firstname": "Joe"},
        {"status": "Success", "lead": {"id": LEAD.number, "fields": [{"name": "leadId", "value": "9999"}]}},
    ],
)
async def test_values_beside_a_second_lead_s_number_are_shown_as_nobody_s(
    hostile: HostileServer, hostile_client: LeadByteClient, body: object
) -> None:
    hostile.behave = answers(body)
    with pytest.raises(OddAnswer):
        await hostile_client.lead_now(LEAD)


async def test_the_ids_of_a_lead_s_fields_are_no_numbers_of_leads(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    fields = [{"id": "17", "name": "postcode", "value": "TN25 6QD"}, {"id": 18, "name": "leadId", "value": LEAD.number}]
    hostile.behave = answers({"id": LEAD.number, "campaign": {"id": "9"}, "fields": fields})
    assert (await hostile_client.lead_now(LEAD)).fields == {"postcode": "TN25 6QD"}


async def test_another_lead_or_campaign_is_not_taken_for_the_one_asked_for(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    hostile.behave = answers({"id": "7", "postcode": "TN25 6QD", "fields": []})
    for read in ("lead", "fields"):
        with pytest.raises(OddAnswer, match="about another"):
            await READS[read](hostile_client)


async def test_a_lead_says_only_the_words_of_its_own_reply_and_no_key(
    hostile: HostileServer, hostile_client: LeadByteClient
) -> None:
    hostile.behave = answers({"status": "Error", "message": f"Key {FULL_KEY.text} has no permission"}, 403)
    for read in READS.values():
        with pytest.raises(MayNotList) as problem:
            await read(hostile_client)
        assert "“Key ••• has no permission”" in problem.value.user_text


# --- keys of fewer permissions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "refused"),
    [
        (FULL_KEY, set()),
        (NO_SEARCH_KEY, {"search"}),
        (NO_CAMPAIGNS_KEY, {"campaigns", "fields"}),
        (NO_READING_KEY, {"lead"}),
        (UPDATE_ONLY_KEY, set(READS)),
        (FINANCIALS_ONLY_KEY, set(READS)),
    ],
    ids=lambda value: value.text if isinstance(value, PracticeKey) else "",
)
async def test_each_read_is_refused_by_itself(
    practice_server: PracticeServer, key: PracticeKey, refused: set[str]
) -> None:
    transports = Transports.real(practice_server.base_url)
    client = LeadByteClient(practice_server.account(), practice_server.key(key), transports)
    met = set()
    for name, read in READS.items():
        try:
            await read(client)
        except MayNotList:
            met.add(name)
    assert met == refused
    await client.aclose()


async def test_an_inactive_key_is_refused_as_a_key(practice_server: PracticeServer) -> None:
    transports = Transports.real(practice_server.base_url)
    client = LeadByteClient(practice_server.account(), practice_server.key(INACTIVE_KEY), transports)
    for read in READS.values():
        with pytest.raises(KeyRefused):
            await read(client)
    await client.aclose()
