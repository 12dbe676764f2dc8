"""Every shape of a reply that others saw, given by the practice account on its socket and read by the app's client.

leadbyte-api.md sections 2, 3 and 6.14. What the usual account says in the articles' shapes is what each shape must say.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.api.read_requests import LeadSearch
from leadbyte_desktop.api.requests import request_for
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign
from leadbyte_desktop.domain.errors import MayNotList, NotShown
from leadbyte_desktop.domain.job import Confirmation, ItemState
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.route import Route
from leadbyte_desktop.practice.keys import FULL_KEY, NO_CAMPAIGNS_KEY
from leadbyte_desktop.practice.shapes import Around, ErrorsAs, Flags, Shapes
from leadbyte_desktop.practice.world import LeadStatus, missing_numbers
from tests.practice_server import PracticeServer

LEAD = LeadRef("2932682")
POUND = "Pound sterling (United Kingdom, Jersey, Guernsey and the Isle of Man)"


@pytest.fixture
async def client(practice_server: PracticeServer) -> AsyncIterator[LeadByteClient]:
    transports = Transports.real(practice_server.base_url)
    client = LeadByteClient(practice_server.account(), practice_server.key(), transports)
    yield client
    await client.aclose()


def raw(server: PracticeServer, path: str, key: str = FULL_KEY.text) -> Any:
    with httpx.Client(trust_env=False) as http:
        return http.get(f"{server.base_url}{path}", headers={"X_KEY": key}).json()


@pytest.mark.parametrize("around", Around)
async def test_one_lead(practice_server: PracticeServer, client: LeadByteClient, around: Around) -> None:
    usual, bare = await client.lead_now(LEAD), raw(practice_server, "/leads/2932682")
    assert bare["history"] == [{"timestamp": bare["received"], "message": "Lead received"}]
    practice_server.world.shapes = Shapes(lead=around)
    assert await client.lead_now(LEAD) == usual
    given = raw(practice_server, "/leads/2932682")
    assert (given == bare) is (around is Around.NOTHING)
    assert ("status" in given) is (around is not Around.NOTHING)
    assert "history" not in usual.fields


async def test_no_lead_in_a_success(practice_server: PracticeServer, client: LeadByteClient) -> None:
    practice_server.world.shapes = Shapes(no_lead=True)
    number = missing_numbers(1)[0]
    assert raw(practice_server, f"/leads/{number}") == {"status": "Success", "message": "OK", "leads": []}
    with pytest.raises(NotShown, match="no such lead"):
        await client.lead_now(LeadRef(number))


@pytest.mark.parametrize("around", Around)
async def test_one_campaign(practice_server: PracticeServer, client: LeadByteClient, around: Around) -> None:
    usual, bare = await client.list_campaign_fields("12"), raw(practice_server, "/campaigns/12")
    practice_server.world.shapes = Shapes(campaign=around)
    assert await client.list_campaign_fields("12") == usual
    assert (raw(practice_server, "/campaigns/12") == bare) is (around is Around.NOTHING)


@pytest.mark.parametrize("flags", Flags)
@pytest.mark.parametrize("named", [False, True])
async def test_campaigns(practice_server: PracticeServer, client: LeadByteClient, flags: Flags, *, named: bool) -> None:
    practice_server.world.shapes = Shapes(campaigns_named=named, flags=flags, currency=POUND, resting_campaigns=True)
    given = raw(practice_server, "/campaigns")
    assert isinstance(given, dict) is named
    first = (given["campaigns"] if named else given)[0]
    assert [first[name] for name in ("active", "sup_visible", "archived") if name in first] == (
        [flags.value[0], flags.value[0], flags.value[1]] if flags.value else []
    )
    campaigns = await client.list_campaigns()
    said = flags is not Flags.MISSING
    assert campaigns[0] == Campaign("9", "Solar Panels", "SOLAR", POUND, active=True if said else None)
    states = {each.name: (each.active, each.archived) for each in campaigns[-2:]}
    assert states == {
        "Conservatories": (False if said else None, False),
        "Loft Insulation 2019": (False if said else None, said),
    }


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("?status=Active", ["9", "12", "15", "21"]),
        ("?status=inactive", ["24"]),
        ("?status=Archived", ["27"]),
        ("", ["9", "12", "15", "21", "24", "27"]),
    ],
)
def test_campaigns_are_filtered_by_status(practice_server: PracticeServer, query: str, ids: list[str]) -> None:
    practice_server.world.shapes = Shapes(resting_campaigns=True)
    assert [each["id"] for each in raw(practice_server, f"/campaigns{query}")] == ids


async def test_a_resting_campaign_has_its_fields(practice_server: PracticeServer, client: LeadByteClient) -> None:
    with pytest.raises(NotShown, match="Campaign not found"):
        await client.list_campaign_fields("24")
    practice_server.world.shapes = Shapes(resting_campaigns=True)
    assert (await client.list_campaign_fields("24"))[-1].label == "glass"


async def test_deliveries_of_an_id_a_reference_and_a_status(
    practice_server: PracticeServer, client: LeadByteClient
) -> None:
    usual = {each.delivery_id: each for each in await client.list_deliveries(None)}
    practice_server.world.shapes = Shapes(short_deliveries=True)
    given = raw(practice_server, "/deliveries")["deliveries"]
    assert given[0] == {"id": "1041", "reference": "Hollowmere Solar — day", "status": "Active"}
    short = {each.delivery_id: each for each in await client.list_deliveries(None)}
    assert short.keys() == usual.keys()
    for number, delivery in short.items():
        assert (delivery.name, delivery.status) == (usual[number].name, usual[number].status)
        assert (delivery.buyer, delivery.bid, delivery.campaign) == ("", "", "")


async def test_buyers_of_the_live_reply(client: LeadByteClient) -> None:
    assert (await client.list_buyers())[0] == Buyer("2", "33", "Acme Ltd", "Active")


async def test_the_reference_of_a_submission(practice_server: PracticeServer, client: LeadByteClient) -> None:
    valid = practice_server.world.with_status(LeadStatus.VALID)
    lead = next(each for each in valid if each.queue_ref)
    answer = await client.search_leads([LeadSearch(lead.campaign.campaign_id, email=lead.fields["email"])])
    assert [found.queue_ref for found in answer.leads] == [lead.queue_ref]


@pytest.mark.parametrize("errors", ErrorsAs)
async def test_a_refusal_of_a_read(practice_server: PracticeServer, client: LeadByteClient, errors: ErrorsAs) -> None:
    practice_server.world.shapes = Shapes(errors=errors)
    number = missing_numbers(1)[0]
    given = raw(practice_server, f"/leads/{number}")
    assert ("message" in given, "errors" in given) == ((True, False) if errors is ErrorsAs.MESSAGE else (False, True))
    with pytest.raises(NotShown) as problem:
        await client.lead_now(LeadRef(number))
    assert problem.value.user_text == (
        f"LeadByte answered, but did not show lead {number}: “Lead not found”. Nothing was changed in LeadByte."
    )
    limited = LeadByteClient(
        practice_server.account(), practice_server.key(NO_CAMPAIGNS_KEY), Transports.real(practice_server.base_url)
    )
    with pytest.raises(MayNotList, match="“Permission needed: Campaigns > Read”"):
        await limited.list_campaigns()
    await limited.aclose()


@pytest.mark.parametrize("errors", ErrorsAs)
async def test_a_refusal_of_a_write(practice_server: PracticeServer, client: LeadByteClient, errors: ErrorsAs) -> None:
    practice_server.world.shapes = Shapes(errors=errors)
    update = LeadUpdate(LeadRef("1"), delivery_ids=("1061",))
    answer = await client.send(request_for([update], Route.TRIGGER), [update])
    assert answer.results[update.lead].state is ItemState.REFUSED
    assert answer.results[update.lead].words == "Lead not found"
    assert practice_server.world.ledger.empty


@pytest.mark.parametrize(
    ("delivery", "shapes", "state", "confirmation"),
    [
        ("1061", Shapes(), ItemState.QUEUED, Confirmation.CONFIRMED),
        ("1055", Shapes(), ItemState.NOT_KNOWN, Confirmation.NOT_CONFIRMED),
        ("1061", Shapes(plain_triggers=True), ItemState.NOT_KNOWN, Confirmation.NOT_CONFIRMED),
    ],
)
async def test_a_trigger_by_the_second_way(
    practice_server: PracticeServer,
    client: LeadByteClient,
    delivery: str,
    shapes: Shapes,
    state: ItemState,
    confirmation: Confirmation,
) -> None:
    practice_server.world.shapes = shapes
    update = LeadUpdate(LEAD, delivery_ids=(delivery,))
    answer = await client.send(request_for([update], Route.TRIGGER), [update])
    told = answer.results[LEAD]
    assert (told.state, told.confirmation) == (state, confirmation)
    assert told.words.startswith("Trigger not confirmed: ") is (state is ItemState.NOT_KNOWN)
    assert practice_server.world.ledger.triggers == {(LEAD, delivery): 1}
