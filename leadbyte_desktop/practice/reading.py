"""What can be read from the practice account: leads, deliveries, buyers, campaigns (leadbyte-api.md section 3)."""

from __future__ import annotations

from typing import Any

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.practice.campaign_fields import fields_of
from leadbyte_desktop.practice.catalogue import (
    BUYERS,
    CAMPAIGNS,
    DELIVERIES,
    RESTING_CAMPAIGNS,
    Campaign,
    PracticeDelivery,
)
from leadbyte_desktop.practice.exchange import Call, Reply, error, success
from leadbyte_desktop.practice.world import World


def get_lead(world: World, call: Call) -> Reply:
    """GET /leads/{id}: a bare object, as TP believes it to be, or in whichever envelope."""
    lead = world.find(LeadRef(call.path["lead_id"]))
    if lead is None and world.shapes.no_lead:
        return success(leads=[])
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
        # Its entries are not public; these are as plain as any.
        "history": [{"timestamp": lead.received.strftime("%Y-%m-%dT%H:%M:%SZ"), "message": "Lead received"}],
    }
    return Reply(200, world.shapes.lead.put("lead", about | lead.fields))


def get_deliveries(world: World, call: Call) -> Reply:
    """GET /deliveries, filtered by status, buyerid and bid."""
    wanted = {name: call.query[name].casefold() for name in ("status", "buyerid", "bid") if name in call.query}
    found = [delivery for delivery in DELIVERIES.values() if _matches(delivery, wanted)]
    if world.shapes.short_deliveries:
        return success(deliveries=[_short(delivery) for delivery in found])
    return success(deliveries=[_delivery(delivery) for delivery in found])


def get_delivery(_world: World, call: Call) -> Reply:
    """GET /deliveries/{id}: a bare object."""
    delivery = DELIVERIES.get(call.path["delivery_id"])
    return error(404, "Delivery not found") if delivery is None else Reply(200, _delivery(delivery))


def get_buyers(_world: World, call: Call) -> Reply:
    """GET /buyers, filtered by status: the fields of TAP's live reply, money as texts."""
    status = call.query.get("status", "").casefold()
    return success(
        buyers=[
            {
                "id": buyer.buyer_id,
                "bid": buyer.bid,
                "company": buyer.company,
                "street1": f"{buyer.buyer_id} High Street",
                "towncity": buyer.town,
                "county": "",
                "country": "United Kingdom",
                "postcode": "",
                "phone": f"01632960{int(buyer.buyer_id):03d}",
                "external_ref": "",
                "external_ref_2": "",
                "status": buyer.status,
                "credit_amount": "0.00",
                "credit_balance": "0.00",
            }
            for buyer in BUYERS
            if status in ("", buyer.status.casefold())
        ]
    )


def get_campaigns(world: World, call: Call) -> Reply:
    """GET /campaigns: a bare array, filtered by status."""
    wanted = call.query.get("status", "").casefold()
    known = _campaigns(world)
    found = [
        _campaign(world, campaign) for campaign in known if wanted in ("", _status(campaign.campaign_id).casefold())
    ]
    return success(campaigns=found) if world.shapes.campaigns_named else Reply(200, found)


def get_campaign(world: World, call: Call) -> Reply:
    """GET /campaigns/{id}: the same object and its fields; `label` is shown, `name` is sent."""
    campaign = next((one for one in _campaigns(world) if one.campaign_id == call.path["campaign_id"]), None)
    if campaign is None:
        return error(404, "Campaign not found")
    return Reply(
        200, world.shapes.campaign.put("campaign", _campaign(world, campaign) | {"fields": fields_of(campaign)})
    )


def _campaigns(world: World) -> tuple[Campaign, ...]:
    return (*CAMPAIGNS, *RESTING_CAMPAIGNS.values()) if world.shapes.resting_campaigns else CAMPAIGNS


def _status(campaign_id: str) -> str:
    return next(
        (status for status, campaign in RESTING_CAMPAIGNS.items() if campaign.campaign_id == campaign_id), "Active"
    )


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


def _short(delivery: PracticeDelivery) -> dict[str, Any]:
    return {"id": delivery.delivery_id, "reference": delivery.reference, "status": delivery.status}


def _campaign(world: World, campaign: Campaign) -> dict[str, Any]:
    status = _status(campaign.campaign_id)
    return {
        "id": campaign.campaign_id,
        "name": campaign.name,
        "reference": campaign.reference,
        "description": "",
        "currency": world.shapes.currency,
        "country": "United Kingdom",
        "sms_field": "phone1",
        **world.shapes.flags.of(active=status == "Active", sup_visible=True, archived=status == "Archived"),
    }
