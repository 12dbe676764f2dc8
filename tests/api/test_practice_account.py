"""The client against the practice account on a real socket: both sides of the API agree."""

from decimal import Decimal

import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Timeouts, Transports
from leadbyte_desktop.api.requests import put_updates
from leadbyte_desktop.domain.errors import KeyRefused, MayNotList
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.keys import FULL_KEY, INACTIVE_KEY, UPDATE_ONLY_KEY

LEAD = LeadRef("2932682")
SELL = LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, ("1053",))


@pytest.fixture
def client_with(practice_server):
    def make(key=FULL_KEY):
        transports = Transports.real(practice_server.base_url, Timeouts(read=0.3))
        return LeadByteClient(practice_server.account(), practice_server.key(key), transports)

    return make


async def test_update_trigger_and_read(client_with, practice_server):
    client = client_with()
    updates = [SELL, LeadUpdate(LeadRef("99"), {"postcode": "TN25 6QD"})]
    answer = await client.send(put_updates(updates), updates)
    assert [result.state for result in answer.results.values()] == [ItemState.UPDATED, ItemState.REFUSED]
    assert (await client.get_lead(LEAD))["postcode"] == "TN25 6QD"
    assert "1053" in [delivery.delivery_id for delivery in await client.list_deliveries()]
    assert practice_server.arrivals.keys == [FULL_KEY.text] * 3
    await client.aclose()


async def test_financials_of_a_lead_that_is_not_approved(client_with):
    client = client_with()
    update = FinancialUpdate(LEAD, Decimal(80))
    answer = await client.send(put_updates([update]), [update])
    assert answer.results[LEAD].state is ItemState.REFUSED
    assert (answer.whole_refusal, answer.key_refused) == (True, False)
    await client.aclose()


@pytest.mark.parametrize("problem", [PractiseProblem.CUT, PractiseProblem.STALL])
async def test_work_done_behind_a_lost_answer(client_with, practice_server, problem):
    practice_server.practise(problem)
    client = client_with()
    answer = await client.send(put_updates([SELL]), [SELL])
    assert answer.results[LEAD].state is ItemState.NOT_KNOWN
    assert len(practice_server.requests) == 1
    await client.aclose()


async def test_keys(client_with):
    limited, inactive = client_with(UPDATE_ONLY_KEY), client_with(INACTIVE_KEY)
    with pytest.raises(MayNotList):
        await limited.list_deliveries()
    with pytest.raises(KeyRefused):
        await inactive.list_deliveries()
    answer = await inactive.send(put_updates([SELL]), [SELL])
    assert (answer.results[LEAD].state, answer.key_refused) == (ItemState.REFUSED, True)
    await limited.aclose()
    await inactive.aclose()
