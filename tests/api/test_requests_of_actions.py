"""The requests for deliveries and actions alone, against the documented examples (leadbyte-api.md section 3)."""

import pytest

from leadbyte_desktop.api.requests import (
    ApiRequest,
    KeyPlace,
    post_quarantine,
    post_reprocess,
    post_trigger,
    put_updates,
    request_for,
)
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.route import Route

REPROCESS = [LeadUpdate(LeadRef(number), action=Action.REPROCESS) for number in ("2932682", "2932683", "007")]
RELEASE = LeadUpdate(LeadRef("8419715", LeadKind.QUARANTINE), action=Action.RELEASE)
REJECT = LeadUpdate(LeadRef("8419715", LeadKind.QUARANTINE), action=Action.REJECT)
BARE = LeadUpdate(LeadRef("2932682"), {}, ("1053",))
TWO = LeadUpdate(LeadRef("2932682"), {}, ("1053", "0105"))


def post(path: str, body: dict[str, object], key_place: KeyPlace = KeyPlace.HEADER) -> ApiRequest:
    return ApiRequest("POST", path, body, (), key_place, fresh_connection=True)


@pytest.mark.parametrize(
    ("updates", "request_"),
    [
        (REPROCESS[:1], post("/leads/reprocess", {"leadId": 2932682})),
        # A number would change the last ID.
        (REPROCESS, post("/leads/reprocess", {"leadIds": [2932682, 2932683, "007"]})),
        ([RELEASE], post("/quarantine/process", {"quarantineId": 8419715, "action": "process"})),
        ([REJECT], post("/quarantine/process", {"quarantineId": 8419715, "action": "reject"})),
    ],
)
def test_actions_alone(updates, request_):
    assert put_updates(updates) == request_
    assert request_for(updates, request_.route) == request_


def test_a_delivery_alone_by_both_ways():
    first = put_updates([BARE])
    assert first.body == {"leads": [{"id": "2932682", "triggerDeliveryId": "1053"}]}
    assert first.route is Route.UPDATE
    second = request_for([BARE], Route.TRIGGER)
    assert second == post("/deliveries/trigger", {"deliveryId": 1053, "leadId": 2932682}, KeyPlace.BODY)
    assert second.route is Route.TRIGGER


def test_several_deliveries_of_one_lead_are_one_request():
    assert post_trigger([TWO]).body == {"leads": [2932682], "deliveries": [1053, "0105"]}


@pytest.mark.parametrize(
    ("build", "updates"),
    [
        (post_trigger, [BARE, LeadUpdate(LeadRef("7"), {}, ("1053",))]),
        (post_trigger, [LeadUpdate(LeadRef("7"), {"postcode": "A"}, ("1053",))]),
        (post_trigger, [LeadUpdate(LeadRef("7"), {}, ("1053",), Action.REPROCESS)]),
        (post_trigger, []),
        (post_quarantine, [RELEASE, LeadUpdate(LeadRef("7", LeadKind.QUARANTINE), action=Action.RELEASE)]),
        (post_quarantine, [LeadUpdate(RELEASE.lead, {"postcode": "A"}, action=Action.RELEASE)]),
        (post_reprocess, [REPROCESS[0], REPROCESS[0]]),
        (post_reprocess, [LeadUpdate(LeadRef("7"), {"postcode": "A"}, action=Action.REPROCESS)]),
        (put_updates, [REPROCESS[0], BARE]),
        (put_updates, [RELEASE, LeadUpdate(LeadRef("7"), {"postcode": "A"})]),
    ],
)
def test_what_goes_by_another_way_or_cannot_share_is_our_own_bug(build, updates):
    with pytest.raises(ValueError, match=r"does not go by|alone|share|twice|at least one"):
        build(updates)
