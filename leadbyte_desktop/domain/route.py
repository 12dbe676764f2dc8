"""By which of LeadByte's ways an update goes. Chosen here and nowhere else; one request never mixes two ways.

What changes values, or asks for a delivery, goes by PUT /leads, with its action where it has one. An action alone has
a way of its own, whose answer is documented. A delivery alone goes by PUT /leads first; where LeadByte refuses it for
lack of an `update`, it goes by POST /deliveries/trigger (leadbyte-api.md section 3).
"""

from __future__ import annotations

from enum import Enum

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Update
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadUpdate

PLAIN_SIZE = 25
EFFECT_SIZE = 5


class Route(Enum):
    """One way; its value is the method and path."""

    UPDATE = "PUT /leads"
    FINANCIALS = "PUT /leadfinancials"
    TRIGGER = "POST /deliveries/trigger"
    REPROCESS = "POST /leads/reprocess"
    QUARANTINE = "POST /quarantine/process"

    @property
    def permission(self) -> str:
        """What a key needs for it, in LeadByte's words; "" where no source names it (leadbyte-api.md section 1)."""
        return _PERMISSIONS.get(self, "")

    @property
    def queues(self) -> bool:
        """True where LeadByte does it later: its yes means *queued*, never *done* (leadbyte-api.md section 6.9)."""
        return self in (Route.REPROCESS, Route.QUARANTINE)


_PERMISSIONS = {
    Route.UPDATE: "Leads > Update",
    Route.FINANCIALS: "Update Payout/Revenue",
    Route.REPROCESS: "Leads > Reprocess, of a key of the type Administrator",
    Route.QUARANTINE: "Quarantine > Process",
}


def route_of(update: Update, *, wants_update: bool = False) -> Route:
    """The way of an update.

    Args:
        update: what shall happen.
        wants_update: LeadByte refused it by the first way, as no values came with its delivery.
    """
    if isinstance(update, FinancialUpdate):
        return Route.FINANCIALS
    if wants_update and triggers_only(update):
        return Route.TRIGGER
    if update.changes or update.delivery_ids:
        return Route.UPDATE
    if update.lead.kind is LeadKind.LEAD and update.action is Action.REPROCESS:
        return Route.REPROCESS
    if update.lead.kind is LeadKind.QUARANTINE and update.action in (Action.RELEASE, Action.REJECT):
        return Route.QUARANTINE
    # No such thing exists in LeadByte; the first way is for LeadByte to judge it.
    return Route.UPDATE


def triggers_only(update: Update) -> bool:
    """Whether it sends a lead to buyers and does nothing else, so that there is a second way for it."""
    if not isinstance(update, LeadUpdate) or update.lead.kind is not LeadKind.LEAD:
        return False
    return bool(update.delivery_ids) and not update.changes and update.action is None


def route_size(route: Route, *, harmless: bool) -> int:
    """How many leads a request by this way may carry (leadbyte-api.md section 6.6).

    A delivery by the second way goes alone, as its answer is not documented and must not be read for another lead. So
    does a release or a rejection: several quarantine IDs in one request are known from one client only.
    """
    if route in (Route.TRIGGER, Route.QUARANTINE):
        return 1
    return PLAIN_SIZE if harmless else EFFECT_SIZE
