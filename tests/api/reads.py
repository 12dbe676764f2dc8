"""Every harmless read of the client, by name, for tests that try all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.domain.lead_update import LeadRef

LEAD = LeadRef("2932682")
Read = Callable[[LeadByteClient], Awaitable[object]]
READS: dict[str, Read] = {
    "deliveries": lambda client: client.list_deliveries(),
    "campaigns": lambda client: client.list_campaigns(),
    "fields": lambda client: client.list_campaign_fields("9"),
    "buyers": lambda client: client.list_buyers(),
    "lead": lambda client: client.lead_now(LEAD),
}
"""All that are GETs; a search is none."""
