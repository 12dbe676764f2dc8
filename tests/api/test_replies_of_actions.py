"""What a reply to a delivery alone, or an action alone, means: documented shapes, those of others, and doubtful ones.

leadbyte-api.md sections 2, 3, 6.9 and 6.10.
"""

import json

import pytest

from leadbyte_desktop.api.replies import Reading, read_reply
from leadbyte_desktop.domain.job import Confirmation, ItemState, LeadResult
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.route import Route

UPDATED, QUEUED, REFUSED = ItemState.UPDATED, ItemState.QUEUED, ItemState.REFUSED
NOT_KNOWN = ItemState.NOT_KNOWN
YES, NO, OPEN = Confirmation.CONFIRMED, Confirmation.DENIED, Confirmation.NOT_CONFIRMED
LEAD = LeadRef("2932682")
FIRST = LeadUpdate(LEAD, action=Action.REPROCESS)
SECOND = LeadUpdate(LeadRef("2932683"), action=Action.REPROCESS)
HELD = LeadRef("8419715", LeadKind.QUARANTINE)
RELEASE, REJECT = LeadUpdate(HELD, action=Action.RELEASE), LeadUpdate(HELD, action=Action.REJECT)
BARE = LeadUpdate(LEAD, {}, ("1053",))
TWO = LeadUpdate(LEAD, {}, ("1053", "1054"))
QUEUED_WORDS = "Queued for reprocessing"


def reading(route: Route, updates: list[LeadUpdate], body: object, status: int = 200) -> Reading:
    text = body if isinstance(body, str) else json.dumps(body)
    return read_reply(updates, status, text, route)


def reprocessed(body: object, *updates: LeadUpdate, status: int = 200) -> list[ItemState]:
    wanted = list(updates) or [FIRST]
    return [result.state for result in reading(Route.REPROCESS, wanted, body, status).results.values()]


def triggered(body: object, update: LeadUpdate = BARE, status: int = 200) -> LeadResult:
    return reading(Route.TRIGGER, [update], body, status).results[LEAD]


# --- reprocess and quarantine -----------------------------------------------------------------------------------


def test_several_quarantined_leads_each_with_its_own_word():
    """TP's `quarantineIds`; whoever releases several reads each of them by its own ID."""
    other, third = LeadRef("8419718", LeadKind.QUARANTINE), LeadRef("8419721", LeadKind.QUARANTINE)
    updates = [RELEASE, LeadUpdate(other, action=Action.RELEASE), LeadUpdate(third, action=Action.RELEASE)]
    details = {"8419715": "Queued for processing", "8419718": "Lead not found"}
    body = {"status": "Warning", "message": "Quarantined lead(s) processed successfully", "details": details}
    results = reading(Route.QUARANTINE, updates, body).results
    assert [results[each].state for each in (HELD, other, third)] == [QUEUED, REFUSED, NOT_KNOWN]
    assert [results[each].confirmation for each in (HELD, other)] == [YES, OPEN]


def test_documented_reprocess():
    body = {"status": "Success", "message": "", "details": {"2932682": QUEUED_WORDS, "2932683": QUEUED_WORDS}}
    told = LeadResult(QUEUED, QUEUED_WORDS, YES)
    assert reading(Route.REPROCESS, [FIRST, SECOND], body).results == {FIRST.lead: told, SECOND.lead: told}


@pytest.mark.parametrize(("update", "words"), [(RELEASE, "Queued for processing"), (REJECT, "Queued for rejection")])
def test_documented_quarantine(update, words):
    body = {
        "status": "Success",
        "message": "Quarantined lead(s) processed successfully",
        "details": {"8419715": words},
    }
    assert reading(Route.QUARANTINE, [update], body).results == {HELD: LeadResult(QUEUED, words, YES)}


@pytest.mark.parametrize(
    "details",
    [
        {"2932682": QUEUED_WORDS},
        {"2932682": [QUEUED_WORDS]},
        {"2932682": {"status": "Queued", "message": QUEUED_WORDS}},
        {"2932682": {"queued": True}},
        {"leadId": 2932682, "message": QUEUED_WORDS},
        [{"id": 2932682, "message": QUEUED_WORDS}],
        [{"leadId": "2932682", "status": "Queued"}],
        [{"2932682": QUEUED_WORDS}],
        ["Lead 2932682: queued for reprocessing"],
        "Lead 2932682 was queued for reprocessing",
    ],
)
def test_details_may_be_a_map_a_list_or_a_text(details):
    body = {"status": "Success", "message": "", "details": details}
    assert reprocessed(body, FIRST, SECOND) == [QUEUED, NOT_KNOWN]


def test_a_text_that_names_no_lead_is_about_the_only_one():
    body = {"status": "Success", "message": "", "details": QUEUED_WORDS}
    assert reprocessed(body) == [QUEUED]
    assert reprocessed(body, FIRST, SECOND) == [NOT_KNOWN, NOT_KNOWN]
    assert reprocessed(body | {"details": "2932682 and 2932683 queued"}, FIRST, SECOND) == [NOT_KNOWN, NOT_KNOWN]


@pytest.mark.parametrize(
    "details", [None, {}, [], "", 0, {"7": QUEUED_WORDS}, {"2932682": ""}, {"2932682": "Pending"}, [["2932682"]]]
)
def test_a_success_that_says_nothing_of_the_lead_is_not_known(details):
    assert reprocessed({"status": "Success", "message": "", "details": details}) == [NOT_KNOWN]


@pytest.mark.parametrize(
    "item",
    [
        {"id": "2932682", "success": True, "message": QUEUED_WORDS},
        {"id": 2932682, "success": "Yes", "message": ""},
    ],
)
def test_an_item_of_its_own_is_queued_never_done(item):
    assert reprocessed({"status": "Success", "message": "OK", "leads": [item]}) == [QUEUED]


def test_a_refused_lead_among_others():
    body = {"status": "Warning", "details": {"2932682": "Lead not found", "2932683": QUEUED_WORDS}}
    results = reading(Route.REPROCESS, [FIRST, SECOND], body).results
    assert (results[FIRST.lead].state, results[FIRST.lead].words) == (REFUSED, "Lead not found")
    assert results[SECOND.lead].state is QUEUED


def test_already_in_line_is_not_known():
    # It went earlier, or it did not go now: only a person can see which.
    assert reprocessed({"status": "Success", "details": {"2932682": "Already queued"}}) == [NOT_KNOWN]


@pytest.mark.parametrize("status", [200, 400, 403, 422])
def test_an_error_envelope_refuses_all(status):
    body = {"status": "Error", "code": status, "message": "Permission needed: Leads > Reprocess"}
    told = reading(Route.REPROCESS, [FIRST, SECOND], body, status)
    assert [result.state for result in told.results.values()] == [REFUSED, REFUSED]
    assert told.results[LEAD].words == "Permission needed: Leads > Reprocess"
    assert told.whole_refusal
    assert told.key_refused


@pytest.mark.parametrize(("body", "status"), [("<html>", 200), ("", 200), ("[]", 200), ("", 500), ("", 302)])
def test_what_cannot_be_read_is_not_known(body, status):
    assert reprocessed(body, status=status) == [NOT_KNOWN]


def test_a_refusing_status_with_a_queued_lead_contradicts_itself():
    body = {"status": "Success", "details": {"2932682": QUEUED_WORDS}}
    assert reprocessed(body, status=422) == [NOT_KNOWN]


# --- deliveries alone -------------------------------------------------------------------------------------------

PUSH = {"deliveryId": "1053", "pushId": "456", "queued": True, "status": "Queued", "leadId": 2932682}


def test_the_reply_that_responders_give():
    push = {"responderId": "123", "pushId": "456", "queued": True, "status": "Queued", "leadId": 2932682}
    body = {"status": "Success", "message": "See push results", "warnings": [], "pushResults": [push]}
    assert triggered(body) == LeadResult(QUEUED, "Queued", YES)


@pytest.mark.parametrize(
    ("body", "state", "confirmation"),
    [
        ({"pushResults": [PUSH]}, QUEUED, YES),
        ({"pushResults": {"1053": {"queued": "1", "leadId": "2932682"}}}, QUEUED, YES),
        ({"pushResults": [{"deliveryId": 1053, "success": True}]}, UPDATED, YES),
        ({"deliveries": [{"id": "1053", "success": True, "message": "Triggered"}]}, UPDATED, YES),
        ({"details": {"2932682": "Queued"}}, QUEUED, YES),
        ({"details": {"1053": "Delivery triggered"}}, UPDATED, YES),
        ({"details": [{"leadId": 2932682, "deliveryId": 1053, "status": "Sent"}]}, UPDATED, YES),
        ({"details": "Queued"}, QUEUED, YES),
        ({"leads": [{"id": "2932682", "success": True, "message": "Delivery triggered"}]}, UPDATED, YES),
        ({"leads": [{"id": "2932682", "success": True, "message": ""}]}, UPDATED, OPEN),
        ({"leads": [2932682]}, UPDATED, OPEN),
        ({"leads": ["2932682"], "pushResults": [PUSH]}, QUEUED, YES),
    ],
)
def test_a_trigger_that_went(body, state, confirmation):
    told = triggered({"status": "Success", "message": "See push results"} | body)
    assert (told.state, told.confirmation) == (state, confirmation)


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({}, NOT_KNOWN),
        ({"pushResults": []}, NOT_KNOWN),
        ({"pushResults": [PUSH | {"leadId": 7}]}, NOT_KNOWN),
        ({"pushResults": [PUSH | {"deliveryId": "1054"}]}, NOT_KNOWN),
        ({"pushResults": [PUSH | {"queued": False, "status": "Pending"}]}, NOT_KNOWN),
        ({"pushResults": [PUSH | {"success": False, "queued": False, "status": "Failed"}]}, NOT_KNOWN),
        ({"pushResults": [PUSH | {"queued": False, "status": "Already sent"}]}, NOT_KNOWN),
        ({"leads": [7]}, NOT_KNOWN),
        ({"leads": [{"id": "7", "success": True}], "pushResults": [PUSH]}, NOT_KNOWN),
        ({"leads": [2932682], "details": {"2932682": "Pending"}}, NOT_KNOWN),
        ({"leads": [2932682], "details": {"2932682": "Could not be sent"}}, REFUSED),
        ({"pushResults": [PUSH | {"queued": False, "success": False, "status": "Delivery is not active"}]}, REFUSED),
        ({"details": {"2932682": "Lead not found"}}, REFUSED),
        ({"leads": [{"id": "2932682", "success": False, "message": "Lead not found"}]}, REFUSED),
    ],
)
def test_a_trigger_of_which_no_yes_is_said(body, state):
    assert triggered({"status": "Success", "message": "OK"} | body).state is state


@pytest.mark.parametrize("status", ["Success", "Warning"])
@pytest.mark.parametrize("update", [BARE, TWO])
def test_a_plain_success_confirms_no_trigger_and_is_no_success_of_the_lead(update, status):
    """The reply is not documented (section 3); a 2xx without a word on the lead is never success (6.3)."""
    told = triggered({"status": status, "message": "OK"}, update)
    assert (told.state, told.confirmation) == (NOT_KNOWN, OPEN)
    assert told.words == (
        "Trigger not confirmed: LeadByte took the request and says nothing of the lead or its delivery."
    )
    said = triggered({"status": status, "message": "Request received"}, update)
    assert said.words == (
        "Request received; Trigger not confirmed: LeadByte took the request and says nothing of the lead or its "
        "delivery."
    )


def test_each_of_several_deliveries_has_its_own_word():
    def told(*pushes: dict[str, object]) -> LeadResult:
        return triggered({"status": "Success", "pushResults": list(pushes)}, TWO)

    gone, other = PUSH, PUSH | {"deliveryId": "1054"}
    denied = {"deliveryId": "1054", "leadId": 2932682, "success": False, "status": "Not active"}
    assert (told(gone, other).state, told(gone, other).confirmation) == (QUEUED, YES)
    assert (told(gone).state, told(gone).confirmation) == (QUEUED, OPEN)
    assert (told(gone, denied).state, told(gone, denied).confirmation) == (QUEUED, NO)
    assert told(gone, denied).denied == ("delivery:1054",)
    assert told(denied).state is NOT_KNOWN
    assert told(denied, denied | {"deliveryId": "1053"}).state is REFUSED


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 422])
def test_an_error_envelope_refuses_a_trigger(status):
    told = triggered({"status": "Error", "code": status, "message": "No access"}, status=status)
    assert (told.state, told.words) == (REFUSED, "No access")


@pytest.mark.parametrize("status", [500, 502, 302, 408])
def test_a_fault_after_a_trigger_is_not_known(status):
    assert triggered("", status=status).state is NOT_KNOWN
    assert triggered({"status": "Error", "message": "Oops"}, status=status).state is NOT_KNOWN


# --- a delivery that is refused for lack of an update -------------------------------------------------------------


def put(body: object, *updates: LeadUpdate, status: int = 200, route: Route = Route.UPDATE) -> frozenset[LeadRef]:
    return reading(route, list(updates) or [BARE], body, status).wants_update


def refused(message: str, **rest: object) -> dict[str, object]:
    item = {"id": "2932682", "success": False, "message": message, "warnings": [], "errors": []} | rest
    return {"status": "Warning", "message": "", "leads": [item]}


@pytest.mark.parametrize(
    "words",
    [
        "Nothing to update",
        "There is nothing to change",
        "No update given",
        "No updates supplied",
        "No fields to update",
        "Missing update",
        "Missing required parameter: update",
        "Missing parameter 'update'",
        "update is required",
        "The update field is required.",
        "The “update” array cannot be empty",
        "update must not be empty",
        "Update data missing",
        "Update not supplied",
        "Empty update",
        "Please provide an update",
        "Requires an update array",
    ],
)
def test_words_that_ask_for_an_update(words):
    assert put(refused(words)) == {LEAD}
    assert put(refused("Lead not updated", errors=[words])) == {LEAD}
    for status in (200, 400, 422):
        assert put({"status": "Error", "message": words}, status=status) == {LEAD}


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Lead not updated",
        "Lead not found",
        "Lead cannot be updated",
        "Lead is sold, no update possible",
        "No updates allowed on this lead",
        "No permission to update",
        "Permission needed: Leads > Update",
        "Update permission required",
        "Delivery 1046 is not set to trigger manually via the REST API",
        "Missing key",
        "Invalid delivery",
    ],
)
def test_words_that_refuse_for_another_reason(words):
    assert put(refused(words)) == frozenset()
    assert put({"status": "Error", "message": words}, status=422) == frozenset()


def test_only_a_refused_delivery_alone_may_go_by_the_second_way():
    body = refused("Nothing to update")
    for other in (
        LeadUpdate(LEAD, {"postcode": "A"}, ("1053",)),
        LeadUpdate(LEAD, {}, ("1053",), Action.REPROCESS),
    ):
        assert put(body, other) == frozenset()
    # What may have been done waits for a person.
    assert put(refused("Nothing to update", pushResults=[PUSH])) == frozenset()
    assert put({"status": "Error", "message": "Nothing to update"}, status=500) == frozenset()
    assert put("Nothing to update") == frozenset()
    assert put(body, route=Route.TRIGGER) == frozenset()


def test_each_lead_of_the_request_is_refused_for_its_own_reason():
    other = LeadUpdate(LeadRef("7"), {}, ("1053",))
    body = refused("Nothing to update")
    leads = body["leads"]
    assert isinstance(leads, list)
    leads.append({"id": "7", "success": False, "message": "Lead not found"})
    assert put(body, BARE, other) == {LEAD}
