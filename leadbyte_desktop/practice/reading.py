"""What can be read from the practice account: leads, deliveries, buyers, campaigns (leadbyte-api.md section 3)."""

from __future__ import annotations

from typing import Any

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.practice.campaign_fields import fields_of
from leadbyte_desktop.practice.catalogue import BUYERS, CAMPAIGNS, DELIVERIES, Campaign, PracticeDelivery
from leadbyte_desktop.practice.exchange import Call, Reply, error, success
from leadbyte_desktop.practice.world import World


def get_lead(world: World, call: Call) -> Reply:
    """GET /leads/{id}: a bare object, as TP believes it to be."""
    lead = world.find(LeadRef(call.path["lead_id"]))
    if lead is None:
        return error(404, "Lead not found")
    campaign, supplier = lead.campaign, lead.supplier
    about = {
        "id": lead.number,
        "received": lead.received.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "campaign": {"id": campaign.campaign_id, "name": campaign.name, "reference": campaign.reference},
        "supplier": {"id": supplier.supplier_id, "name": supplier.name},
        "payout": str(lead.payout),
        "revenue": str(lead.revenue),
        "history": [],
    }
    return Reply(200, about | lead.fields)


def get_deliveries(_world: World, call: Call) -> Reply:
    """GET /deliveries, filtered by status, buyerid and bid."""
    wanted = {name: call.query[name].casefold() for name in ("status", "buyerid", "bid") if name in call.query}
    found = [delivery for delivery in DELIVERIES.values() if _matches(delivery, wanted)]
    return success(deliveries=[_delivery(delivery) for delivery in found])


def get_delivery(_world: World, call: Call) -> Reply:
    """GET /deliveries/{id}: a bare object."""
    delivery = DELIVERIES.get(call.path["delivery_id"])
    return error(404, "Delivery not found") if delivery is None else Reply(200, _delivery(delivery))


def get_buyers(_world: World, call: Call) -> Reply:
    """GET /buyers, filtered by status, with money as texts."""
    status = call.query.get("status", "").casefold()
    return success(
        buyers=[
            {
                "id": buyer.buyer_id,
                "bid": buyer.bid,
                "company": buyer.company,
                "towncity": buyer.town,
                "status": buyer.status,
                "credit_amount": "0.00",
                "credit_balance": "0.00",
            }
            for buyer in BUYERS
            if status in ("", buyer.status.casefold())
        ]
    )


def get_campaigns(_world: World, _call: Call) -> Reply:
    """GET /campaigns: a bare array."""
    return Reply(200, [_campaign(campaign) for campaign in CAMPAIGNS])


def get_campaign(_world: World, call: Call) -> Reply:
    """GET /campaigns/{id}: the same object and its fields; `label` is shown, `name` is sent."""
    campaign = next((one for one in CAMPAIGNS if one.campaign_id == call.path["campaign_id"]), None)
    if campaign is None:
        return error(404, "Campaign not found")
    return Reply(200, _campaign(campaign) | {"fields": fields_of(campaign)})


def _matches(delivery: PracticeDelivery, wanted: dict[str, str]) -> bool:
    has = {"status": delivery.status, "buyerid": delivery.buyer.buyer_id, "bid": delivery.buyer.bid}
    return all(has[name].casefold() == value for name, value in wanted.items())


def _delivery(delivery: PracticeDelivery) -> dict[str, Any]:
    campaign, buyer = delivery.campaign, delivery.buyer
    return {
        "id": delivery.delivery_id,
        "reference": delivery.reference,
        "status": delivery.status,
        "campaign": {"id": campaign.campaign_id, "name": campaign.name},
        "deliver_to": delivery.deliver_to,
        # Whether LeadByte's own list tells this is not known; here it does, in the words of LeadByte's form, so that
        # the mark which follows from it can be met in training.
        "trigger": "Manually / via code" if delivery.manual else "When lead arrives (automatic)",
        "buyer": {"id": buyer.buyer_id, "name": buyer.company, "bid": buyer.bid},
    }


def _campaign(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.campaign_id,
        "name": campaign.name,
        "reference": campaign.reference,
        "description": "",
        "currency": "GBP",
        "country": "United Kingdom",
        "sms_field": "phone1",
        "active": "1",
        "sup_visible": "1",
        "archived": "0",
    }
