"""POST /leads/search of the practice account (leadbyte-api.md section 3).

A phone number is found only as it is stored, in whichever of a lead's three phone fields; an e-mail address without
regard to capitals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leadbyte_desktop.practice.catalogue import CAMPAIGNS
from leadbyte_desktop.practice.contacts import PHONES
from leadbyte_desktop.practice.exchange import Call, Reply, error, success
from leadbyte_desktop.practice.world import LeadStatus, PracticeLead, World

_PLURALS = {"email": "emailAddresses", "phone": "phoneNumbers"}
_SHOWN = ("c1", "c2", "c3", "title", "firstname", "lastname", "email", *PHONES)


def search_leads(world: World, call: Call) -> Reply:
    """Answer each search with its own results, none of them an error.

    `searchPeriod` and `callback`, which one client knows, are taken and change nothing: what they do is not public.
    """
    searches = call.body.get("searches")
    if not isinstance(searches, list) or not searches:
        return error(400, "No searches were given")
    if not all(isinstance(search, Mapping) and _is_search(search) for search in searches):
        return error(400, "Each search needs a campaignId and an email or phone")
    known = {campaign.campaign_id for campaign in CAMPAIGNS}
    asked = dict.fromkeys(campaign_id for search in searches for campaign_id in _campaigns(search))
    unknown = [campaign_id for campaign_id in asked if campaign_id not in known]
    if unknown and world.shapes.refuses_unknown_campaigns:
        return Reply(200, {"status": "Error", "message": f"Campaign {unknown[0]} not found"})
    more = call.body.get("extrafields", [])
    shown = (*_SHOWN, *(str(name) for name in more if isinstance(name, str))) if isinstance(more, list) else _SHOWN
    answers = [_answer(world, search, shown) for search in searches]
    return success(
        "",
        warnings=[f"Campaign {campaign_id} not found" for campaign_id in unknown],
        totalMatches=sum(answer["matches"] for answer in answers),
        searches=answers,
    )


def _is_search(search: Mapping[str, Any]) -> bool:
    """Whether it looks for addresses or for numbers, one or several, in one campaign or several."""
    kinds = [kind for kind in _PLURALS if _values(search, kind)]
    return len(kinds) == 1 and bool(_campaigns(search))


def _campaigns(search: Mapping[str, Any]) -> list[str]:
    return [str(each) for each in _listed(search, "campaignId", "campaignIds")]


def _values(search: Mapping[str, Any], kind: str) -> list[str]:
    return [str(each) for each in _listed(search, kind, _PLURALS[kind]) if each]


def _listed(search: Mapping[str, Any], one: str, several: str) -> list[Any]:
    """What stands under either name: the article knows the first, one client the second."""
    listed = search.get(several, [])
    return [*([search[one]] if one in search else []), *(listed if isinstance(listed, list) else [listed])]


def _answer(world: World, search: Mapping[str, Any], shown: Sequence[str]) -> dict[str, Any]:
    campaigns = _campaigns(search)
    wanted = [value for kind in _PLURALS for value in _values(search, kind)]
    leads = {lead.number: lead for value in wanted for lead in world.with_contact(value.casefold())}
    found = [
        lead
        for lead in leads.values()
        if lead.campaign.campaign_id in campaigns and lead.status is not LeadStatus.QUARANTINED
    ]
    results = [_result(lead, shown) for lead in found][: world.shapes.most_results]
    return {**search, "results": results, "matches": len(found)}


def _result(lead: PracticeLead, shown: Sequence[str]) -> dict[str, Any]:
    fields = lead.fields
    return {
        **{name: fields.get(name, "") for name in shown},
        "sub_supplier_id": "0",
        "queue_ref": lead.queue_ref,
        "leadId": int(lead.number),
        "campaignId": int(lead.campaign.campaign_id),
        "received": lead.received.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
