"""The server that other tests stand on does what it says."""

from __future__ import annotations

import threading

import httpx
import pytest

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.keys import FULL_KEY
from tests.practice_server import PracticeServer, dead_address

UPDATED = {LeadRef("2932682"): 1}


def put(server: PracticeServer, read_timeout: float = 20.0) -> httpx.Response:
    body = {"leads": [{"id": "2932682", "update": {"postcode": "TN25 6QD"}}]}
    timeout = httpx.Timeout(20.0, read=read_timeout)
    with httpx.Client(trust_env=False, timeout=timeout, headers={"X_KEY": FULL_KEY.text}) as client:
        return client.put(f"{server.base_url}/leads", json=body)


def test_a_stalled_request_is_done_and_not_answered(practice_server: PracticeServer) -> None:
    practice_server.practise(PractiseProblem.STALL)

    with pytest.raises(httpx.ReadTimeout):
        put(practice_server, read_timeout=0.3)
    assert practice_server.world.ledger.updates == UPDATED


def test_a_cut_request_is_done_and_not_answered(practice_server: PracticeServer) -> None:
    practice_server.practise(PractiseProblem.CUT)

    with pytest.raises(httpx.RemoteProtocolError):
        put(practice_server)
    assert practice_server.world.ledger.updates == UPDATED
    assert put(practice_server).status_code == 200


def test_a_refused_request_is_not_done(practice_server: PracticeServer) -> None:
    practice_server.practise(PractiseProblem.REFUSE)

    assert put(practice_server).status_code == 401
    assert practice_server.world.ledger.empty


def test_it_cannot_pretend_that_nothing_left() -> None:
    server = PracticeServer("http://127.0.0.1:1/restapi/v1.3")

    with pytest.raises(ValueError, match="dead_address"):
        server.practise(PractiseProblem.LOSE_NETWORK)
    with pytest.raises(httpx.ConnectError), httpx.Client(trust_env=False) as client:
        client.get(dead_address())


def test_any_answer_can_be_given_in_its_place(practice_server: PracticeServer) -> None:
    practice_server.answer_next(502, "<html>Bad gateway</html>", {"Content-Type": "text/html"})
    practice_server.answer_next(200, {"status": "Success"}, times=2)

    answers = [put(practice_server) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [502, 200, 200, 200]
    assert answers[0].headers["content-type"] == "text/html"
    assert answers[1].json() == {"status": "Success"}
    assert practice_server.world.ledger.updates == UPDATED


def test_held_requests_wait_before_anything_is_done(practice_server: PracticeServer) -> None:
    answers: list[httpx.Response] = []
    senders = [threading.Thread(target=lambda: answers.append(put(practice_server))) for _ in range(2)]
    with practice_server.hold():
        for sender in senders:
            sender.start()
        practice_server.wait_for_arrivals(2)
        assert practice_server.world.ledger.empty
    for sender in senders:
        sender.join(20)

    assert [answer.status_code for answer in answers] == [200, 200]
    assert practice_server.arrivals.most_in_flight == 2
    practice_server.wait_until_idle()
    assert practice_server.arrivals.keys == [FULL_KEY.text] * 2
    assert practice_server.world.ledger.updates == {LeadRef("2932682"): 2}
