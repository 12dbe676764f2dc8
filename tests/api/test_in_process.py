"""The way to the practice account: waits, read timeouts and each problem that can be practised."""

import asyncio
import json
import random
from collections import deque

import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.in_process import QUICKEST, SLOWEST
from leadbyte_desktop.api.network import Timeouts, Transports
from leadbyte_desktop.api.read_requests import LeadSearch
from leadbyte_desktop.api.requests import put_updates
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, ApiKey
from leadbyte_desktop.domain.errors import KeyRefused, NoNetwork
from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem

SELL = LeadUpdate(LeadRef("2932682"), {}, ("1053",))


class Scene:
    """A small LeadByte that counts its work, waits that take no time, and the problems to come."""

    def __init__(self) -> None:
        self.work: list[object] = []
        self.waits: list[float] = []
        self.problems: deque[PractiseProblem] = deque()
        self.hold = asyncio.Event()
        self.hold.set()
        self.transports = self.made(Timeouts(read=7.0))

    def made(self, timeouts: Timeouts) -> Transports:
        return Transports.in_process(self.app, self, random.Random(1), self.sleep, timeouts)

    def take(self) -> PractiseProblem | None:
        return self.problems.popleft() if self.problems else None

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def app(self, scope, receive, send) -> None:
        message = await receive()
        await self.hold.wait()
        self.work.append(json.loads(message["body"] or b"null"))
        body = b'{"status":"Success","leads":[{"id":"2932682","success":true}],"deliveries":[]}'
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    def client(self, transports: Transports | None = None) -> LeadByteClient:
        return LeadByteClient(PRACTICE_ACCOUNT, ApiKey("practice-key-full"), transports or self.transports)

    async def send(self, transports: Transports | None = None) -> ItemState:
        client = self.client(transports)
        answer = await client.send(put_updates([SELL]), [SELL])
        await client.aclose()
        return answer.results[SELL.lead].state


@pytest.fixture
async def scene() -> Scene:
    return Scene()


async def test_an_answer_takes_as_long_as_on_a_line(scene):
    assert await scene.send() is ItemState.UPDATED
    assert scene.work == [put_updates([SELL]).body]
    assert len(scene.waits) == 1
    assert QUICKEST <= scene.waits[0] <= SLOWEST


@pytest.mark.parametrize(
    ("problem", "state", "work", "waits"),
    [
        (PractiseProblem.LOSE_NETWORK, ItemState.NOT_SENT, 0, 0),
        (PractiseProblem.REFUSE, ItemState.REFUSED, 0, 1),
        (PractiseProblem.CUT, ItemState.NOT_KNOWN, 1, 1),
        (PractiseProblem.STALL, ItemState.NOT_KNOWN, 1, 2),
    ],
)
async def test_each_problem(scene, problem, state, work, waits):
    scene.problems.append(problem)
    assert await scene.send() is state
    assert (len(scene.work), len(scene.waits)) == (work, waits)
    if problem is PractiseProblem.STALL:
        assert scene.waits[-1] == 7.0


async def test_problems_of_reads(scene):
    scene.problems.extend([PractiseProblem.LOSE_NETWORK, PractiseProblem.REFUSE])
    client = scene.client()
    with pytest.raises(NoNetwork):
        await client.list_deliveries()
    with pytest.raises(KeyRefused):
        await client.list_deliveries()
    assert await client.list_deliveries() == []
    await client.aclose()


async def test_the_read_timeout_holds_and_the_work_is_done_all_the_same(scene):
    scene.hold.clear()
    transports = scene.made(Timeouts(read=0.01))
    client = scene.client(transports)
    answer = await client.send(put_updates([SELL]), [SELL])
    assert answer.results[SELL.lead].state is ItemState.NOT_KNOWN
    assert scene.work == []
    closing = asyncio.create_task(client.aclose())
    scene.hold.set()
    await closing
    assert len(scene.work) == 1


async def test_an_app_that_breaks_is_a_fault_of_leadbyte(scene):
    async def broken(_scope, _receive, _send) -> None:
        raise KeyError("bug")

    transports = Transports.in_process(broken, scene, random.Random(1), scene.sleep)
    assert await scene.send(transports) is ItemState.NOT_KNOWN


def test_every_problem_has_words_for_a_menu():
    words = [problem.words for problem in PractiseProblem]
    assert all(words)
    assert len(set(words)) == len(words)


async def test_a_problem_waits_for_the_send_while_the_window_reads_beside_it(scene):
    scene.problems.append(PractiseProblem.CUT)
    client = scene.client()
    await client.get_lead(SELL.lead)
    await client.search_leads([LeadSearch("9", phone="07700900123")])
    assert list(scene.problems) == [PractiseProblem.CUT]
    answer = await client.send(put_updates([SELL]), [SELL])
    await client.aclose()
    assert answer.results[SELL.lead].state is ItemState.NOT_KNOWN
