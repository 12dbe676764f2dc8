"""POST /leads/search of the practice account (leadbyte-api.md section 3).

A phone number is found only as it is stored, in whichever of a lead's three phone fields; an e-mail address without
regard to capitals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadbyte_desktop.practice.catalogue import CAMPAIGNS
from leadbyte_desktop.practice.contacts import PHONES
from leadbyte_desktop.practice.exchange import Call, Reply, error, success
from leadbyte_desktop.practice.world import LeadStatus, PracticeLead, World

_SHOWN = ("c1", "c2", "c3", "title", "firstname", "lastname", "email", *PHONES)


def search_leads(world: World, call: Call) -> Reply:
    """Answer each search with its own results, none of them an error."""
    searches = call.body.get("searches")
    if not isinstance(searches, list) or not searches:
        return error(400, "No searches were given")
    if not all(isinstance(search, Mapping) and all(_wanted(search)) for search in searches):
        return error(400, "Each search needs a campaignId and an email or phone")
    answers = [_answer(world, search) for search in searches]
    known = {campaign.campaign_id for campaign in CAMPAIGNS}
    unknown = dict.fromkeys(str(search["campaignId"]) for search in searches if str(search["campaignId"]) not in known)
    return success(
        "",
        warnings=[f"Campaign {campaign_id} not found" for campaign_id in unknown],
        totalMatches=sum(answer["matches"] for answer in answers),
        searches=answers,
    )


def _wanted(search: Mapping[str, Any]) -> tuple[str, str]:
    """What a search looks for: "email" or "phone", and its value; both empty where it is no search."""
    found = [(name, str(search[name])) for name in ("email", "phone") if search.get(name)]
    return found[0] if len(found) == 1 and "campaignId" in search else ("", "")


def _answer(world: World, search: Mapping[str, Any]) -> dict[str, Any]:
    name, value = _wanted(search)
    found = [
        lead
        for lead in world.with_contact(value.casefold())
        if lead.campaign.campaign_id == str(search["campaignId"]) and lead.status is not LeadStatus.QUARANTINED
    ]
    results = [_result(lead) for lead in found]
    return {"campaignId": search["campaignId"], name: value, "results": results, "matches": len(results)}


def _result(lead: PracticeLead) -> dict[str, Any]:
    fields = lead.fields
    return {
        **{name: fields.get(name, "") for name in _SHOWN},
        "sub_supplier_id": "0",
        "queue_ref": None,
        "leadId": int(lead.number),
        "campaignId": int(lead.campaign.campaign_id),
        "received": lead.received.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
