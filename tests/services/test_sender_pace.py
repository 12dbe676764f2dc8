"""How many requests the sender has in flight, how large they are, and what that does to the order of rows."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from typing import Any

import pytest

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import ItemState, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.services.progress import RunEnd
from leadbyte_desktop.services.stop import STOP_AFTER
from tests.services.sending_office import Answerer, Holding, Office, Reply, accept, ids, plain, sold, status


async def test_one_is_out_at_first_and_four_while_leadbyte_answers_well(office: Office) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    job = await office.job(*(plain(n) for n in range(1, 501)))
    running = await office.start(job)
    out = []
    for answered in range(10):
        expected = answered + min(4, 1 + (answered >= 1) + (answered >= 3) + (answered >= 6))
        await holding.until(expected)
        assert holding.arrived == expected
        out.append(expected - answered)
        await holding.let_go(answered + 1)
    assert out == [1, 2, 2, 3, 3, 3, 4, 4, 4, 4]
    await holding.let_go()
    assert (await running).counts == {ItemState.UPDATED: 500}
    assert office.leadbyte.most_out == 4


async def test_after_trouble_fewer_and_smaller_ones_go_and_later_as_many_as_before(office: Office) -> None:
    office.leadbyte.script = [accept] * 8 + [status(503)]
    job = await office.job(*(plain(n) for n in range(1, 1201)))
    result = await office.run(job)
    assert result.counts == {ItemState.UPDATED: 1200}
    sizes = [len(ids(body)) for body in office.leadbyte.bodies]
    assert sizes[:9] == [25] * 9
    assert min(sizes[9:]) <= 13
    assert sizes[-3] == 25
    assert office.waits[0] == 1.0


async def test_a_leadbyte_that_is_slow_is_asked_one_at_a_time(office: Office) -> None:
    def slowly(body: dict[str, Any]) -> Reply:
        office.clock[0] += 10
        return accept(body)

    office.leadbyte.always = slowly
    job = await office.job(*(plain(n) for n in range(1, 201)))
    await office.run(job)
    assert office.leadbyte.most_out == 1


@pytest.mark.parametrize("code", [200, 500])
async def test_values_wait_for_what_is_currently_being_processed(office: Office, code: int) -> None:
    said = {"status": "Error", "message": "Another request is currently being processed"}
    office.leadbyte.script = [status(code, said)]
    job = await office.job(plain(1))
    assert (await office.run(job)).counts == {ItemState.UPDATED: 1}
    assert office.waits == [1.0]


async def test_a_delivery_that_was_refused_as_another_is_being_processed_is_refused(office: Office) -> None:
    office.leadbyte.script = [status(200, {"status": "Error", "message": "Lead is currently being processed"})]
    job = await office.job(sold(1))
    assert (await office.run(job)).counts == {ItemState.REFUSED: 1}
    assert len(office.leadbyte.bodies) == 1


async def test_a_row_waits_while_an_earlier_row_of_its_lead_is_tried_again(office: Office) -> None:
    # The first request has both leads 1 and 2; lead 1's next row is in the second request.
    office.leadbyte.script = [status(502)]
    job = await office.job(plain(1, "a"), plain(2, "a"), plain(1, "b"), sold(3), plain(1, "c"))
    await office.run(job)
    assert await office.states(job) == ["updated"] * 5
    of_first = [
        lead["update"]["postcode"] for body in office.leadbyte.bodies for lead in body["leads"] if lead["id"] == "1"
    ]
    assert of_first == ["a", "a", "b", "c"]


async def test_other_leads_go_while_a_row_waits_to_go_again(office: Office) -> None:
    """The pace waits for one second, the row that failed twice for four."""
    left_at: list[tuple[str, float]] = []

    async def second_lead_fails(body: dict[str, Any]) -> Reply:
        left_at.append((ids(body)[0], office.clock[0]))
        times = [lead for lead, _ in left_at].count("2")
        if ids(body) != ["2"] or times > 2:
            return accept(body)
        # Both times others are answered well meanwhile: four are out before the first, and the pace has got over the
        # first before the second.
        await office.until(job, lambda progress: progress.counts.get(ItemState.UPDATED, 0) >= 100 * times - 50)
        return 502, b""

    office.leadbyte.always = second_lead_fails
    job = await office.job(sold(1), plain(2), *(sold(n) for n in range(3, 301)))
    result = await office.run(job)
    assert result.counts == {ItemState.UPDATED: 300}
    assert [seconds for lead, seconds in left_at if lead == "2"] == [1000.0, 1001.0, 1005.0]
    assert 1002.0 in [seconds for _, seconds in left_at], "others left when the pace let them"
    assert office.waits == [1.0, 1.0, 3.0]


async def test_the_second_half_of_a_shrunk_request_does_not_leave_after_ten_minutes(office: Office) -> None:
    def slow_half(body: dict[str, Any]) -> Reply:
        office.clock[0] += 601
        return accept(body)

    office.leadbyte.script = [status(502), slow_half]
    job = await office.job(*(plain(n) for n in range(1, 11)))
    result = await office.run(job)
    assert [len(ids(body)) for body in office.leadbyte.bodies] == [10, 5]
    assert result.counts == {ItemState.UPDATED: 5, ItemState.NOT_KNOWN: 5}


async def test_the_same_lead_never_goes_twice_at_once_in_two_jobs(office: Office) -> None:
    holding = Holding()
    office.leadbyte.always = holding
    batch = await office.job(*(plain(n) for n in range(1, 501)))
    running = await office.start(batch)
    for answered in range(1, 8):
        await holding.until(answered)
        await holding.let_go(answered)
    await holding.until(11)
    out = [lead for leads in office.leadbyte.out for lead in leads]
    single = await office.job(plain("0" + out[-1], "B"), kind=JobKind.SINGLE)
    alone = await office.start(single)
    await office.catch_up()
    # There is room for one, but not for that lead: the batch goes on.
    await holding.let_go(8)
    await holding.until(12)
    assert len(ids(office.leadbyte.bodies[-1])) == 25
    await holding.let_go()
    await asyncio.gather(running, alone)
    assert office.leadbyte.twice_at_once == set()
    assert await office.states(single) == ["updated"]


async def test_culprits_are_found_while_others_are_out(office: Office) -> None:
    culprits = {"5", "130", "131", "290"}

    async def refuse(body: dict[str, Any]) -> Reply:
        await asyncio.sleep(0.005)
        if culprits & set(map(str, body["leads"])):
            return 200, {"status": "Error", "message": "Lead is not approved"}
        return accept(body)

    office.leadbyte.always = refuse
    job = await office.job(
        *(FinancialUpdate(LeadRef(str(n)), Decimal("80.00")) for n in range(1, 401)), kind=JobKind.FINANCIALS
    )
    result = await office.run(job)
    assert result.end is RunEnd.FINISHED
    refused = {item.lead.number for item in await office.items(job) if item.state is ItemState.REFUSED}
    assert refused == culprits
    assert office.leadbyte.most_out > 1


FAILURES: list[Answerer] = [
    status(200, b"<html>Sign in</html>"),
    status(302),
    status(503),
    status(400, {"status": "Error", "message": "No"}),
]


@pytest.mark.parametrize("failure", FAILURES, ids=["HTML", "redirect", "fault", "refused"])
@pytest.mark.parametrize("row", [plain, sold])
async def test_five_in_a_row_stop_it_and_no_more_follows_than_is_out(
    office: Office, failure: Answerer, row: Any
) -> None:
    office.leadbyte.script = [accept] * 12
    office.leadbyte.always = failure
    job = await office.job(*(row(n) for n in range(1, 1001)))
    result = await office.run(job)
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert result.counts[ItemState.WAITING] > 0
    if not (row is plain and failure is FAILURES[3]):
        assert STOP_AFTER <= len(office.leadbyte.bodies) - 12 <= STOP_AFTER + 3


async def test_leads_refused_one_by_one_stop_it_as_well(office: Office) -> None:
    def refuse(body: dict[str, Any]) -> Reply:
        leads = [{"id": lead["id"], "success": False, "message": "Unknown lead"} for lead in body["leads"]]
        return 200, {"status": "Success", "leads": leads}

    office.leadbyte.always = refuse
    job = await office.job(*(plain(n) for n in range(1, 1001)))
    result = await office.run(job)
    assert result.end is RunEnd.STOPPED_BY_TROUBLE
    assert len(office.leadbyte.bodies) == STOP_AFTER
    assert json.dumps(office.leadbyte.bodies)
