"""Builds the harmless reads of LeadByte's REST API. Pure, as `requests` is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from leadbyte_desktop.api.requests import ApiRequest, KeyPlace, id_number
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef

MOST_SEARCHES = 25
"""How many searches one request holds. LeadByte publishes no limit; this is a batch of leads (section 6.6)."""


@dataclass(frozen=True, slots=True)
class LeadSearch:
    """One question to LeadByte: which leads of a campaign have this e-mail address, or this phone number.

    Attributes:
        campaign_id: the campaign's ID, as text.
        email: the whole address; empty where a phone number is looked for.
        phone: the whole number in one form; empty where an address is looked for.
    """

    campaign_id: str
    email: str = ""
    phone: str = ""


def list_deliveries(status: str | None) -> ApiRequest:
    """GET /deliveries: all, or those of one status, "Active", "Inactive" or "Saved" (leadbyte-api.md section 3)."""
    return ApiRequest("GET", "/deliveries", query=(("status", status),) if status else ())


def list_campaigns() -> ApiRequest:
    """GET /campaigns: all of them, inactive ones too (leadbyte-api.md section 3)."""
    return ApiRequest("GET", "/campaigns")


def get_campaign(campaign_id: str) -> ApiRequest:
    """GET /campaigns/{id}: one campaign with its fields (leadbyte-api.md section 3)."""
    return ApiRequest("GET", f"/campaigns/{quote(campaign_id, safe='')}")


def list_buyers() -> ApiRequest:
    """GET /buyers: all of them, inactive ones too (leadbyte-api.md section 3)."""
    return ApiRequest("GET", "/buyers")


def get_lead(lead: LeadRef) -> ApiRequest:
    """GET /leads/{id}: one lead as it stands in LeadByte (leadbyte-api.md section 3, known from one client only).

    Raises:
        ValueError: for a quarantined lead; nothing is known of reading one.
    """
    if lead.kind is not LeadKind.LEAD:
        raise ValueError("nothing is known of reading a quarantined lead")
    return ApiRequest("GET", f"/leads/{quote(lead.number, safe='')}")


def search_leads(searches: Sequence[LeadSearch]) -> ApiRequest:
    """POST /leads/search: one question or several, the key in the body (leadbyte-api.md section 3).

    It changes nothing in LeadByte. What is looked for stands in the body, never in the address, which ends up in logs.

    Raises:
        ValueError: there is no question, too many, or one does not look for exactly one thing. Our own bug.
    """
    if not 1 <= len(searches) <= MOST_SEARCHES:
        raise ValueError(f"a request holds 1 to {MOST_SEARCHES} searches")
    body = {"searches": [_search(search) for search in searches]}
    return ApiRequest("POST", "/leads/search", body, key_place=KeyPlace.BODY)


def _search(search: LeadSearch) -> dict[str, Any]:
    if bool(search.email) == bool(search.phone):
        raise ValueError("a search looks for an e-mail address or a phone number")
    wanted = {"email": search.email} if search.email else {"phone": search.phone}
    return {"campaignId": id_number(search.campaign_id), **wanted}
