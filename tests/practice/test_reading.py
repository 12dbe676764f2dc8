"""What the practice account shows: searches, campaigns with their fields, buyers; and to which key."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.practise_key import PractiseKey
from leadbyte_desktop.practice.catalogue import CAMPAIGNS
from leadbyte_desktop.practice.keys import (
    FULL_KEY,
    NO_CAMPAIGNS_KEY,
    NO_LISTS_KEY,
    NO_READING_KEY,
    NO_SEARCH_KEY,
    PRACTICE_KEYS,
    PracticeKey,
    key_for,
)
from leadbyte_desktop.practice.shapes import Shapes
from leadbyte_desktop.practice.world import LeadStatus, PracticeLead, World, build_world
from tests.practice_server import PracticeServer


def search(server: PracticeServer, *searches: dict[str, Any], **more: object) -> httpx.Response:
    body = {"key": FULL_KEY.text, "searches": list(searches), **more}
    with httpx.Client(trust_env=False) as client:
        return client.post(f"{server.base_url}/leads/search", json=body)


def get(server: PracticeServer, path: str, key: PracticeKey = FULL_KEY) -> httpx.Response:
    with httpx.Client(trust_env=False) as client:
        return client.get(f"{server.base_url}{path}", headers={"X_KEY": key.text})


def karen(server: PracticeServer) -> PracticeLead:
    return server.world.leads["2932682"]


def test_the_documented_search_has_the_documented_reply(practice_server: PracticeServer) -> None:
    lead = karen(practice_server)
    campaign, fields = int(lead.campaign.campaign_id), lead.fields

    reply = search(practice_server, {"campaignId": campaign, "email": fields["email"].upper()}).json()

    assert (reply["status"], reply["message"], reply["warnings"], reply["totalMatches"]) == ("Success", "", [], 1)
    (answer,) = reply["searches"]
    (result,) = answer.pop("results")
    assert answer == {"campaignId": campaign, "email": fields["email"].upper(), "matches": 1}
    assert set(result) == {
        "c1", "c2", "c3", "sub_supplier_id", "title", "firstname", "lastname", "email", "phone1", "phone2", "phone3",
        "queue_ref", "leadId", "campaignId", "received",
    }  # fmt: skip
    assert (result["leadId"], result["campaignId"], result["queue_ref"]) == (2932682, campaign, None)
    assert result["received"] == lead.received.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert practice_server.world.ledger.empty


def test_a_phone_number_is_found_only_as_it_is_stored_and_in_its_campaign(practice_server: PracticeServer) -> None:
    stored = next(lead for lead in practice_server.world.leads.values() if "+44" in lead.fields.get("phone3", ""))
    phone, campaign = stored.fields["phone3"], stored.campaign.campaign_id
    other = next(each.campaign_id for each in CAMPAIGNS if each.campaign_id != campaign)

    reply = search(
        practice_server,
        {"campaignId": campaign, "phone": phone},
        {"campaignId": campaign, "phone": phone.removeprefix("+")},
        {"campaignId": other, "phone": phone},
        {"campaignId": campaign, "phone": f" {phone}"},
    ).json()

    assert [answer["matches"] for answer in reply["searches"]] == [1, 0, 0, 0]
    assert [answer["results"] for answer in reply["searches"]][1:] == [[], [], []]
    assert reply["totalMatches"] == 1


def test_what_was_changed_is_found_as_it_is_now_and_what_is_in_quarantine_is_not(
    practice_server: PracticeServer,
) -> None:
    world = practice_server.world
    lead, hidden = karen(practice_server), world.with_status(LeadStatus.QUARANTINED)[0]
    before = lead.fields["email"]
    world.update(LeadRef(lead.number), {"phone1": "07700900999", "email": "New@example.com"})
    campaign = lead.campaign.campaign_id

    found = search(practice_server, {"campaignId": campaign, "email": "new@example.com"}).json()
    gone = search(practice_server, {"campaignId": campaign, "email": before}).json()
    by_phone = search(practice_server, {"campaignId": campaign, "phone": "07700900999"}).json()
    none = search(practice_server, {"campaignId": hidden.campaign.campaign_id, "email": hidden.fields["email"]}).json()

    assert (found["totalMatches"], gone["totalMatches"], none["totalMatches"]) == (1, 0, 0)
    assert 2932682 in [result["leadId"] for result in by_phone["searches"][0]["results"]]


def test_a_lead_that_came_through_the_queue_has_its_reference(practice_server: PracticeServer) -> None:
    world = practice_server.world
    queued = [lead for lead in world.with_status(LeadStatus.VALID) if lead.queue_ref]
    assert 0 < len(queued) < len(world.with_status(LeadStatus.VALID))
    lead = queued[0]
    asked = {"campaignId": lead.campaign.campaign_id, "email": lead.fields["email"]}
    (result,) = search(practice_server, asked).json()["searches"][0]["results"]
    assert result["queue_ref"] == lead.queue_ref


def test_the_names_of_several_are_taken_as_one_client_knows_them(practice_server: PracticeServer) -> None:
    """TP: `campaignIds`, `emailAddresses`, `phoneNumbers`; at the top `searchPeriod`, `extrafields`, `callback`."""
    first, second = karen(practice_server), practice_server.world.leads["2932683"]
    campaigns = [int(lead.campaign.campaign_id) for lead in (first, second)]
    asked = {"campaignIds": campaigns, "emailAddresses": [first.fields["email"], second.fields["email"]]}
    more = {"searchPeriod": 30, "extrafields": ["postcode", "data1"], "callback": "https://example.com/found"}
    reply = search(practice_server, asked, **more).json()
    (answer,) = reply["searches"]
    assert (reply["totalMatches"], answer["matches"]) == (2, 2)
    assert answer["campaignIds"] == campaigns
    found = {result["leadId"]: result for result in answer["results"]}
    assert set(found) == {2932682, 2932683}
    assert found[2932682]["postcode"] == first.fields["postcode"]
    assert "data1" in found[2932682]

    by_phone = {"campaignId": campaigns[1], "phoneNumbers": [second.fields["phone1"], "07700900999"]}
    (answer,) = search(practice_server, by_phone).json()["searches"]
    assert 2932683 in [result["leadId"] for result in answer["results"]]
    assert "postcode" not in answer["results"][0]


def test_a_search_may_show_fewer_than_it_counts(practice_server: PracticeServer) -> None:
    world = practice_server.world
    solar = [lead for lead in world.with_status(LeadStatus.VALID) if lead.campaign.campaign_id == "9"][:3]
    for lead in solar:
        world.update(LeadRef(lead.number), {"phone1": "07700900999"})
    world.shapes = Shapes(most_results=2)
    reply = search(practice_server, {"campaignId": 9, "phone": "07700900999"}).json()
    (answer,) = reply["searches"]
    assert (len(answer["results"]), answer["matches"], reply["totalMatches"]) == (2, 3, 3)


def test_a_campaign_that_is_not_there_is_a_warning(practice_server: PracticeServer) -> None:
    reply = search(
        practice_server, {"campaignId": 99, "email": "a@example.com"}, {"campaignId": 9, "phone": "0"}
    ).json()

    assert reply["warnings"] == ["Campaign 99 not found"]
    assert (reply["status"], reply["totalMatches"], len(reply["searches"])) == ("Success", 0, 2)


@pytest.mark.parametrize(
    "searches",
    [
        [],
        None,
        {},
        ["odd"],
        [{"campaignId": 9}],
        [{"email": "a@example.com"}],
        [{"campaignId": 9, "email": "a@example.com", "phone": "07700900123"}],
        [{"campaignId": 9, "email": ""}],
    ],
)
def test_what_is_no_search_is_refused(practice_server: PracticeServer, searches: object) -> None:
    response = search(practice_server, searches=searches)

    assert response.status_code == 400
    assert response.json()["status"] == "Error"


def test_a_search_takes_its_key_from_the_body_only(practice_server: PracticeServer) -> None:
    body = {"searches": [{"campaignId": 9, "email": "a@example.com"}]}
    with httpx.Client(trust_env=False) as client:
        url = f"{practice_server.base_url}/leads/search"
        assert client.post(url, json=body, headers={"X_KEY": FULL_KEY.text}).status_code == 401
        assert client.post(f"{url}?key={FULL_KEY.text}", json=body).status_code == 401
        assert client.post(url, json={**body, "key": NO_SEARCH_KEY.text}).status_code == 403
        assert client.post(url, json={**body, "key": FULL_KEY.text}).status_code == 200


@pytest.mark.parametrize(
    ("key", "refused"),
    [
        (NO_SEARCH_KEY, set()),
        (NO_CAMPAIGNS_KEY, {"/campaigns", "/campaigns/9"}),
        (NO_LISTS_KEY, {"/campaigns", "/campaigns/9", "/buyers", "/deliveries"}),
        (NO_READING_KEY, {"/leads/2932682"}),
    ],
    ids=lambda value: value.text if isinstance(value, PracticeKey) else "",
)
def test_a_key_that_lacks_one_thing_may_do_the_rest(
    practice_server: PracticeServer, key: PracticeKey, refused: set[str]
) -> None:
    paths = ("/campaigns", "/campaigns/9", "/buyers", "/deliveries", "/leads/2932682")

    statuses = {path: get(practice_server, path, key).status_code for path in paths}

    assert {path for path, status in statuses.items() if status == 403} == refused
    assert {path for path, status in statuses.items() if status == 200} == set(paths) - refused


def test_every_key_to_practise_with_is_another_and_known_to_the_account() -> None:
    keys = [key_for(practised) for practised in (None, *PractiseKey)]
    assert keys[0] == FULL_KEY
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(PRACTICE_KEYS)
    assert len({practised.words for practised in PractiseKey}) == len(PractiseKey)


def test_fields_have_types_and_pick_lists_of_several_shapes(practice_server: PracticeServer) -> None:
    fields = {
        (campaign.campaign_id, field["label"]): field
        for campaign in CAMPAIGNS
        for field in get(practice_server, f"/campaigns/{campaign.campaign_id}").json()["fields"]
    }

    assert fields["9", "roof_faces"]["selection"][0] == "North"
    assert fields["12", "meter_type"]["selection"]["SMART"] == "Smart meter"
    assert fields["21", "cover_for"]["selection"][1] == {"value": "2", "label": "A couple"}
    assert fields["21", "cover_for"]["required"] is True
    assert fields["9", "survey_date"]["dataType"] == fields["9", "dob"]["dataType"] == "date"
    assert (fields["9", "survey_date"]["selection"], fields["9", "email"]["selection"]) == ({}, [])
    assert "selection" not in fields["9", "roof_type"]


def test_a_field_of_the_campaign_is_taken_by_an_update(practice_server: PracticeServer) -> None:
    """What the account says it has, it takes; another campaign's field it does not."""
    world = practice_server.world
    solar = next(lead for lead in world.with_status(LeadStatus.VALID) if lead.campaign.campaign_id == "9")
    assert solar.takes_field("data4")
    assert not solar.takes_field("data5")


def test_buyers_are_filtered_by_status(practice_server: PracticeServer) -> None:
    inactive = get(practice_server, "/buyers?status=inactive").json()["buyers"]
    active = get(practice_server, "/buyers?status=Active").json()["buyers"]

    assert [buyer["company"] for buyer in inactive] == ["Marlfen Finance Ltd"]
    assert len(active) == 9


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def test_a_fifth_of_the_leads_shares_a_mobile_in_another_form(world: World) -> None:
    leads = list(world.leads.values())
    forms = {"+447700900": 0, "447700900": 0}
    for first, second in zip(leads[::5], leads[1::5], strict=True):
        phone = second.fields["phone3"]
        forms[phone[:-3]] += 1
        assert f"0{phone.removeprefix('+').removeprefix('44')}" == first.fields["phone1"]
    assert forms == {"+447700900": 500, "447700900": 500}
    assert sum("phone3" in lead.fields for lead in leads) == 1_000
