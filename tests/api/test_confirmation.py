"""What a reply says of deliveries and actions: a field beside the outcome, and never a licence to sell twice."""

import json

import pytest

from leadbyte_desktop.api.replies import read_reply
from leadbyte_desktop.domain.job import Confirmation, ItemState, LeadResult
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate

YES, NO, OPEN = Confirmation.CONFIRMED, Confirmation.DENIED, Confirmation.NOT_CONFIRMED
LEAD = LeadRef("2932682")
ONE = LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, ("1053",))
TWO = LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, ("1053", "1054"))
OTHER = LeadUpdate(LeadRef("7"), {}, ("1053",))


def result(update: LeadUpdate, *others: LeadUpdate, leads: list[dict[str, object]] | None = None, **body) -> LeadResult:
    items = [{"id": "2932682", "success": True, "message": "Lead updated"}] if leads is None else leads
    text = json.dumps({"status": "Success", "message": "OK", "leads": items} | body)
    return read_reply([update, *others], 200, text).results[update.lead]


def said(message: str, **rest) -> list[dict[str, object]]:
    return [{"id": "2932682", "success": True, "message": message, **rest}]


PUSHED = {"pushId": "456", "queued": True, "status": "Queued"}


@pytest.mark.parametrize(
    ("push", "confirmation", "denied"),
    [
        ({"deliveryId": "1053", "leadId": 2932682, **PUSHED}, YES, ()),
        ({"deliveryId": 1053, "leadId": "2932682", "queued": "1"}, YES, ()),
        ({"deliveryId": "1053", **PUSHED}, YES, ()),
        (PUSHED, YES, ()),
        ({"deliveryId": "1053", "success": True}, YES, ()),
        ({"deliveryId": "1053", "success": False}, NO, ("delivery:1053",)),
        ({"deliveryId": "1053", "success": False, "message": "Delivery is not active"}, NO, ("delivery:1053",)),
        ({"deliveryId": "1053", "queued": False, "status": "Not triggered"}, NO, ("delivery:1053",)),
        # It may have reached the buyer: nothing that may go again without a warning.
        ({"deliveryId": "1053", "success": False, "status": "Failed"}, OPEN, ()),
        ({"deliveryId": "1053", "success": False, "message": "Already sent"}, OPEN, ()),
        ({"deliveryId": "1053", "success": False, "queued": True}, OPEN, ()),
        ({"deliveryId": "1053", "success": False, "status": "Sent, timed out"}, OPEN, ()),
        ({"deliveryId": "1053", "queued": False}, OPEN, ()),
        ({"deliveryId": "1053", "status": "Rejected"}, OPEN, ()),
        ({"deliveryId": "1053", "status": "Pending"}, OPEN, ()),
        # It says that the delivery went, and holds a word that would read as a denial if it stood alone.
        ({"deliveryId": "1053", "status": "Sent", "message": "Unknown response"}, OPEN, ()),
        ({"deliveryId": "1053", "status": "Delivered", "message": "Buyer response: invalid phone"}, OPEN, ()),
        ({"deliveryId": "1053", "success": False, "status": "Sent", "message": "Unknown response"}, OPEN, ()),
        ({"deliveryId": "1053", "success": False, "status": "Rejected", "message": "Buyer said: invalid"}, OPEN, ()),
        ({"deliveryId": "1053", "success": False, "message": "Buyer response: invalid phone"}, OPEN, ()),
        ({"deliveryId": "1053", "triggered": True, "message": "Schedule unknown"}, OPEN, ()),
        ({"deliveryId": "1053", "triggered": 1}, YES, ()),
        ({"deliveryId": "1054", **PUSHED}, OPEN, ()),
        ({"deliveryId": "1053", "leadId": 7, **PUSHED}, OPEN, ()),
    ],
)
@pytest.mark.parametrize("collection", ["pushResults", "deliveries"])
def test_push_results(push, confirmation, denied, collection):
    expected = LeadResult(ItemState.UPDATED, "Lead updated", confirmation, (), denied)
    assert result(ONE, **{collection: [push]}) == expected


def test_among_several_leads_a_push_must_name_its_lead():
    assert result(ONE, OTHER, pushResults=[{"deliveryId": "1053", **PUSHED}]).confirmation is OPEN
    named = [{"deliveryId": "1053", "leadId": 2932682, **PUSHED}]
    assert result(ONE, OTHER, pushResults=named).confirmation is YES


def test_every_delivery_must_be_confirmed():
    first, second = {"deliveryId": "1053", **PUSHED}, {"deliveryId": "1054", **PUSHED}
    assert result(TWO, pushResults=[first]).confirmation is OPEN
    assert result(TWO, pushResults=[first, second]).confirmation is YES
    refused = {"deliveryId": "1054", "success": False}
    both = result(TWO, pushResults=[first, refused])
    assert (both.confirmation, both.denied) == (NO, ("delivery:1054",))


def test_what_contradicts_itself_denies_nothing():
    twice = [{"deliveryId": "1053", **PUSHED}, {"deliveryId": "1053", "success": False}]
    contradicted = result(ONE, pushResults=twice)
    assert (contradicted.confirmation, contradicted.denied) == (OPEN, ())


@pytest.mark.parametrize(
    ("message", "update", "confirmation", "denied"),
    [
        ("Lead updated and delivery triggered", ONE, YES, ()),
        ("Lead updated, delivery 1053 queued", ONE, YES, ()),
        ("Lead updated, delivery 1053 queued", TWO, OPEN, ()),
        ("Delivery 1053 is not set to trigger manually", ONE, NO, ("delivery:1053",)),
        ("Delivery 1053 is not set to trigger manually", TWO, NO, ("delivery:1053",)),
        ("Delivery 1053 was not triggered, delivery 1054 was", TWO, OPEN, ()),
        ("Delivery 99 was not triggered", ONE, OPEN, ()),
        ("Delivery was not triggered for lead 2932682", ONE, NO, ("delivery:1053",)),
        ("Delivery already triggered", ONE, OPEN, ()),
        ("Delivery failed", ONE, OPEN, ()),
        ("Delivery 1053 queued: buyer currently not active", ONE, OPEN, ()),
        ("Delivery 1053 queued, schedule unknown", ONE, OPEN, ()),
        ("Delivery 1053 triggered; buyer says postcode not valid", ONE, OPEN, ()),
        ("Lead updated. Delivery 1053 sent, buyer response unknown", ONE, OPEN, ()),
        ("Delivery 1053 sent to buyer, acknowledgement not found", ONE, OPEN, ()),
        ("Delivery 1053: buyer says postcode not valid", ONE, OPEN, ()),
        ("No delivery was triggered: 1053 is inactive", ONE, NO, ("delivery:1053",)),
        ("Delivery wasn't queued", ONE, OPEN, ()),
        ("Lead updated", ONE, OPEN, ()),
    ],
)
def test_sentences(message, update, confirmation, denied):
    told = result(update, leads=said(message))
    assert (told.state, told.confirmation, told.denied) == (ItemState.UPDATED, confirmation, denied)


def test_an_error_about_the_delivery_leaves_the_values_updated():
    told = result(ONE, leads=said("Lead updated", errors=["Delivery 1053 is not active"]))
    assert told == LeadResult(
        ItemState.UPDATED, "Lead updated", NO, ("Delivery 1053 is not active",), ("delivery:1053",)
    )
    beside = result(ONE, leads=said("Lead updated", errors=["Delivery 1053 is not active", "Postcode unknown"]))
    assert beside.state is ItemState.NOT_KNOWN


def test_a_refused_lead_whose_delivery_is_reported_as_gone_is_not_known():
    refused = [{"id": "2932682", "success": False, "message": "Lead not updated"}]
    assert result(ONE, leads=refused).state is ItemState.REFUSED
    assert result(ONE, leads=refused, pushResults=[PUSHED]).state is ItemState.NOT_KNOWN
    text = json.dumps({"status": "Error", "message": "Oops", "pushResults": [PUSHED]})
    assert read_reply([ONE], 200, text).results[LEAD].state is ItemState.NOT_KNOWN
    assert read_reply([ONE], 400, text).results[LEAD].state is ItemState.NOT_KNOWN


@pytest.mark.parametrize(
    ("details", "confirmation"),
    [
        ({"1053": "Queued"}, YES),
        ({"1053": "Not triggered"}, NO),
        ({"1053": "Sent. Response code unknown"}, OPEN),
        ({"2932682": "Delivery queued"}, YES),
        ({"7": "Delivery queued"}, OPEN),
        ("Delivery queued", OPEN),
        ([], OPEN),
    ],
)
def test_details_of_a_trigger(details, confirmation):
    assert result(ONE, details=details).confirmation is confirmation


def test_a_lead_with_the_number_of_its_delivery_reads_nothing_from_details():
    same = LeadUpdate(LeadRef("1053"), {}, ("1053",))
    items = [{"id": "1053", "success": True, "message": "Lead updated"}]
    assert result(same, leads=items, details={"1053": "Not triggered"}).confirmation is OPEN


@pytest.mark.parametrize(
    ("action", "text", "state", "confirmation", "denied"),
    [
        (Action.REPROCESS, "Queued for reprocessing", ItemState.QUEUED, YES, ()),
        (Action.RELEASE, "Queued for processing", ItemState.QUEUED, YES, ()),
        (Action.REJECT, "Queued for rejection", ItemState.QUEUED, YES, ()),
        (Action.REJECT, "Rejected", ItemState.UPDATED, YES, ()),
        (Action.REPROCESS, "Reprocessed", ItemState.UPDATED, YES, ()),
        (Action.REPROCESS, "Lead was not reprocessed", ItemState.UPDATED, NO, ("action:reprocess",)),
        (Action.REPROCESS, "Could not be queued for reprocessing", ItemState.UPDATED, NO, ("action:reprocess",)),
        (Action.REPROCESS, "Queued for processing", ItemState.QUEUED, OPEN, ()),
        (Action.REPROCESS, "", ItemState.UPDATED, OPEN, ()),
    ],
)
def test_actions(action, text, state, confirmation, denied):
    update = LeadUpdate(LEAD, {"postcode": "TN25 6QD"}, action=action)
    for told in (result(update, details={"2932682": text}), result(update, leads=said(text))):
        assert (told.state, told.confirmation, told.denied) == (state, confirmation, denied)


@pytest.mark.parametrize(
    ("action", "item", "details", "state", "confirmation"),
    [
        (Action.RELEASE, "Quarantine lead updated", "Queued for processing", ItemState.QUEUED, YES),
        (Action.REJECT, "Quarantine lead updated", "Queued for rejection", ItemState.QUEUED, YES),
        (Action.RELEASE, "Quarantine lead updated and released", "", ItemState.UPDATED, YES),
        (Action.RELEASE, "Quarantine lead updated", "", ItemState.UPDATED, OPEN),
        (Action.RELEASE, "Quarantine lead updated", "Lead was not released", ItemState.UPDATED, NO),
        (Action.RELEASE, "Quarantine lead updated. Queued for processing", "", ItemState.QUEUED, YES),
        # The opposite of what was asked: neither a yes nor a no.
        (Action.REJECT, "Quarantine lead updated", "Queued for processing", ItemState.NOT_KNOWN, OPEN),
        (Action.REJECT, "Quarantine lead updated and released", "", ItemState.NOT_KNOWN, OPEN),
        (Action.RELEASE, "Quarantine lead updated", "Queued for rejection", ItemState.NOT_KNOWN, OPEN),
        (Action.RELEASE, "Quarantine lead updated. Lead rejected", "", ItemState.NOT_KNOWN, OPEN),
    ],
)
def test_a_quarantined_lead_updated_and_released_or_rejected_in_one_request(action, item, details, state, confirmation):
    held = LeadRef("8419715", LeadKind.QUARANTINE)
    update = LeadUpdate(held, {"postcode": "TN25 6QD"}, action=action)
    leads = [{"quarantineId": "8419715", "success": True, "message": item, "warnings": [], "errors": []}]
    body = {"status": "Success", "message": "OK", "leads": leads}
    text = json.dumps(body | ({"details": {"8419715": details}} if details else {}))
    told = read_reply([update], 200, text).results[held]
    assert (told.state, told.confirmation) == (state, confirmation)


def test_queued_without_an_item_is_not_taken_from_another_leads_details():
    update = LeadUpdate(LEAD, action=Action.REPROCESS)
    queued = result(update, leads=[], details={"2932682": "Queued for reprocessing"})
    assert queued == LeadResult(ItemState.QUEUED, "Queued for reprocessing", YES)
    assert result(update, leads=[], details={"7": "Queued for reprocessing"}).state is ItemState.NOT_KNOWN
    plain = LeadUpdate(LEAD, {"postcode": "TN25 6QD"})
    assert result(plain, leads=[], details={"2932682": "Queued"}).state is ItemState.NOT_KNOWN


def test_plain_values_ask_for_no_confirmation():
    plain = LeadUpdate(LEAD, {"postcode": "TN25 6QD"})
    assert result(plain, pushResults=[PUSHED]) == LeadResult(ItemState.UPDATED, "Lead updated")
