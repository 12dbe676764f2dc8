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
    ("update", "words"),
    [
        (RELEASE, "Queued for rejection"),
        (RELEASE, "Lead rejected"),
        (REJECT, "Queued for processing"),
        (REJECT, "Released"),
    ],
)
@pytest.mark.parametrize("of_item", [False, True])
def test_the_opposite_of_what_was_asked_is_not_known(update: LeadUpdate, words: str, of_item: bool) -> None:
    body: dict[str, object] = {"status": "Success", "message": "Quarantined lead(s) processed successfully"}
    item = {"quarantineId": "8419715", "success": True, "message": words}
    body |= {"leads": [item]} if of_item else {"details": {"8419715": words}}
    told = reading(Route.QUARANTINE, [update], body).results[HELD]
    assert (told.state, told.confirmation, told.denied) == (NOT_KNOWN, OPEN, ())
    assert words in told.words


def test_a_lead_that_is_to_be_reprocessed_and_is_rejected_is_not_known() -> None:
    assert reprocessed({"status": "Success", "details": {"2932682": "Queued for rejection"}}) == [NOT_KNOWN]


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


@pytest.mark.parametrize(
    ("item", "rest", "state", "confirmation"),
    [
        ({}, {"pushResults": [PUSH]}, QUEUED, YES),
        ({"message": ""}, {"message": "See push results", "pushResults": [PUSH]}, QUEUED, YES),
        ({"message": "Delivery 1053 queued"}, {}, QUEUED, YES),
        ({"queued": True}, {}, QUEUED, OPEN),
        ({}, {"message": "Queued"}, QUEUED, OPEN),
        ({}, {"details": {"1053": "Queued"}}, QUEUED, YES),
        ({}, {"pushResults": [PUSH | {"queued": False, "status": "Sent"}]}, UPDATED, YES),
        ({"message": "Delivery 1053 could not be queued"}, {}, UPDATED, NO),
        ({}, {}, UPDATED, OPEN),
    ],
)
def test_a_delivery_that_is_queued_by_the_first_way_is_queued_as_by_the_second(
    item: dict[str, object], rest: dict[str, object], state: ItemState, confirmation: Confirmation
) -> None:
    own = {"id": "2932682", "success": True, "message": "Lead updated"} | item
    told = reading(Route.UPDATE, [BARE], {"status": "Success", "message": "OK", "leads": [own]} | rest).results[LEAD]
    assert (told.state, told.confirmation) == (state, confirmation)


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
        "Missing required key: update",
        "The key 'update' is required",
        "Missing key 'update'",
        "Lead 2932682 has no update key",
        "Update can't be blank",
        "Delivery 1053 requires an update",
        "No update supplied for lead 2932682",
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
        "Missing API key for update",
        "Invalid delivery",
        "Update not needed",
        "No updates after 30 days",
        "No update made",
        "No update: lead locked by another request",
        "Update is not given consent",
        "Update can't be given: lead is locked",
        "Lead requires update of consent before delivery",
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


SPEAKS_OF_THE_DELIVERY = [
    refused("Delivery 1053 queued, no update supplied"),
    refused("Delivery triggered. Nothing to update"),
    refused("Delivery already triggered; nothing to update"),
    refused("Lead already delivered, no update needed"),
    refused("Lead sent to Acme; nothing to update"),
    refused("Trigger accepted, nothing to change"),
    refused("Duplicate trigger. No update supplied"),
    refused("Update missing; lead is in progress"),
    refused("No update supplied", warnings=["Delivery 1053 queued"]),
    refused("No update supplied", warnings=[{"message": "Delivery", "queued": True}]),
    refused("Delivery 1053 triggered", errors=["Nothing to update"]),
    refused("Nothing to update", errors=["Buyer has the lead"]),
    refused("Nothing to update", details={"1053": "Queued"}),
    refused("Nothing to update", details={"1053": "Pending"}),
    refused("Nothing to update", triggered=True),
    refused("Nothing to update", queued=1),
    refused("Nothing to update", pushId="456"),
    refused("Nothing to update", status="Pending"),
    refused("Nothing to update", results=[{"id": "1053"}]),
    refused("Nothing to update") | {"warnings": ["Delivery 1053 queued"]},
    refused("Nothing to update") | {"message": "See push results"},
    refused("Nothing to update") | {"message": "1 delivery triggered"},
    refused("Nothing to update") | {"details": {"2932682": "Queued"}},
    refused("Nothing to update") | {"details": {"2932682": "Sale pending"}},
    refused("Nothing to update") | {"details": {"2932682": {"success": True}}},
    refused("Nothing to update") | {"deliveryResults": [{"deliveryId": "1053", "leadId": 2932682, "queued": True}]},
    refused("Nothing to update") | {"triggered": 1},
    refused("Nothing to update") | {"pushResults": "Queued"},
    refused("Nothing to update") | {"pushResults": ["Queued"]},
    refused("Nothing to update") | {"pushResults": 1},
    refused("Nothing to update", deliveries=["1053"]),
    refused("Nothing to update") | {"details": ["1053"]},
    refused("Nothing to update") | {"details": {"1053": 1}},
    refused("Nothing to update") | {"details": {"x": "Queued"}},
    refused("Nothing to update", result="ok"),
    refused("Nothing to update") | {"result": True},
    refused("Lead posted to Acme. Nothing to update"),
    refused("Nothing to update", warnings=["Delivery 1053: OK"]),
    # It denies nothing and asks for nothing: what else it means is not ours to guess.
    refused("Nothing to update", warnings=["With Acme now"]),
    refused("Nothing to update") | {"details": "Delivery 1053 queued"},
    {"status": "Error", "message": "Delivery queued but no update supplied"},
    {"status": "Error", "message": "No update supplied", "warnings": ["Delivery 1053 queued"]},
    {"status": "Error", "message": "No update supplied", "details": {"1053": "Queued"}},
]


@pytest.mark.parametrize("body", SPEAKS_OF_THE_DELIVERY)
def test_what_speaks_of_the_delivery_beyond_the_refusal_waits_for_a_person(body: dict[str, object]) -> None:
    for status in (200, 400, 422):
        told = reading(Route.UPDATE, [BARE], body, status)
        assert told.results[LEAD].state is NOT_KNOWN
        assert told.results[LEAD].denied == ()
        assert not told.wants_update
        assert not told.whole_refusal


@pytest.mark.parametrize("status", ["Pending", "Processing", "Duplicate", "Rejected by buyer", "Queued", "Sent", ""])
@pytest.mark.parametrize("collection", ["pushResults", "deliveries", "triggers"])
def test_every_report_on_the_delivery_but_a_plain_denial_shuts_the_second_way(status: str, collection: str) -> None:
    def told(**entry: object) -> Reading:
        reports = {collection: [{"deliveryId": "1053", "leadId": 2932682, "pushId": "9"} | entry]}
        return reading(Route.UPDATE, [BARE], refused("Nothing to update") | reports)

    assert told(status=status).results[LEAD].state is NOT_KNOWN
    assert told(status=status).wants_update == frozenset()
    assert told(status="Not triggered").wants_update == {LEAD}
    assert told(status=status, leadId=7).wants_update == {LEAD}


@pytest.mark.parametrize(
    "rest",
    [
        {"requestId": "a1-b2", "time": "2026-11-26T23:00:00Z", "code": 5},
        {"message": "OK", "errors": ["Nothing to update"], "details": [], "pushResults": {}},
        {"details": {"2932682": "No update supplied"}},
        {"details": [{"leadId": 2932682, "success": False, "message": "Update missing"}]},
        {"details": {"1053": "Not triggered"}, "message": "Some leads were not updated"},
    ],
)
def test_what_says_nothing_but_the_refusal_leaves_it_open(rest: dict[str, object]) -> None:
    assert put(refused("Lead not updated", errors=["Nothing to update"], status="Error", details=[]) | rest) == {LEAD}


def test_what_is_said_of_another_lead_shuts_no_way() -> None:
    other = LeadUpdate(LeadRef("7"), {}, ("1053",))
    body = refused("Nothing to update") | {"warnings": ["Delivery 1053 queued for lead 7"]}
    leads = body["leads"]
    assert isinstance(leads, list)
    leads.append({"id": "7", "success": True, "message": "Delivery triggered"})
    told = reading(Route.UPDATE, [BARE, other], body)
    assert told.wants_update == {LEAD}
    assert told.results[other.lead].state is UPDATED
    # What names none of the two: of which it speaks is not ours to guess.
    assert put(body | {"message": "1 delivery triggered"}, BARE, other) == frozenset()
    assert put(body | {"pushResults": [{"deliveryId": "1053", "queued": True}]}, BARE, other) == frozenset()
    assert put(body | {"details": {"7": "Queued"}}, BARE, other) == {LEAD}


@pytest.mark.parametrize(
    "rest",
    [
        {"pushResults": [{"deliveryId": "1053", "queued": True, "status": "Queued"}]},
        {"pushResults": [{"deliveryId": "1053", "status": "Duplicate"}]},
        {"details": {"1053": "Queued"}},
        {"results": [{"deliveryId": "1053", "queued": True}]},
    ],
)
@pytest.mark.parametrize("words", ["Nothing to update", "Lead not updated"])
def test_a_report_that_names_no_lead_may_be_about_each_of_them(rest: dict[str, object], words: str) -> None:
    other = LeadUpdate(LeadRef("7"), {}, ("1053",))
    items = [{"id": number, "success": False, "message": words} for number in ("2932682", "7")]
    told = reading(Route.UPDATE, [BARE, other], {"status": "Success", "message": "OK", "leads": items} | rest)
    assert [result.state for result in told.results.values()] == [NOT_KNOWN, NOT_KNOWN]
    assert not told.wants_update
    # One that names its lead is about that one.
    named = {"pushResults": [{"deliveryId": "1053", "leadId": 7, "queued": True, "status": "Queued"}]}
    told = reading(Route.UPDATE, [BARE, other], {"status": "Success", "message": "OK", "leads": items} | named)
    assert [result.state for result in told.results.values()] == [REFUSED, NOT_KNOWN]


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("Postcode invalid", {"warnings": ["Delivery 1053 queued"]}),
        ("Delivery 1053 triggered; postcode invalid", {"errors": ["Postcode invalid"]}),
        ("Postcode invalid", {"queued": True}),
        ("Postcode invalid. Delivery 1053 already triggered", {}),
        ("Postcode invalid. Delivery 1053 is in progress", {}),
    ],
)
def test_a_refusal_that_says_that_the_delivery_was_taken_is_not_known(message: str, rest: dict[str, object]) -> None:
    both = LeadUpdate(LEAD, {"postcode": "A"}, ("1053",))
    told = reading(Route.UPDATE, [both], refused(message, **rest)).results[LEAD]
    assert (told.state, told.denied) == (NOT_KNOWN, ())
    assert message in told.words


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, refused("Postcode invalid") | {"pushResults": [PUSH | {"queued": None, "status": "Pending"}]}),
        (200, refused("Postcode invalid") | {"pushResults": [PUSH | {"queued": None, "status": "In progress"}]}),
        (200, {"status": "Error", "message": "Postcode invalid", "warnings": ["Delivery 1053 queued"]}),
        (200, {"status": "Error", "message": "Delivery 1053 triggered, postcode not updated"}),
        (200, {"status": "Error", "message": "Postcode invalid", "details": "Delivery 1053 queued"}),
        (200, refused("Postcode invalid", warnings=["Delivery 1053: OK"])),
        (400, {"status": "Error", "message": "Delivery 1053 triggered, postcode not updated"}),
        (429, {"status": "Error", "message": "Too many requests; delivery 1053 queued"}),
    ],
)
def test_an_answer_that_refuses_and_speaks_of_the_delivery_elsewhere_is_not_known(status: int, body: object) -> None:
    both = LeadUpdate(LEAD, {"postcode": "A"}, ("1053",))
    assert reading(Route.UPDATE, [both], body, status).results[LEAD].state is NOT_KNOWN


@pytest.mark.parametrize("words", ["Postcode invalid. Queued for processing", "Postcode invalid. Lead released"])
def test_a_refused_update_whose_release_was_taken_is_not_known(words: str) -> None:
    both = LeadUpdate(HELD, {"postcode": "A"}, action=Action.RELEASE)
    item = {"quarantineId": "8419715", "success": False, "message": words}
    told = reading(Route.UPDATE, [both], {"status": "Success", "message": "OK", "leads": [item]})
    assert told.results[HELD].state is NOT_KNOWN


@pytest.mark.parametrize(
    "message",
    [
        "Postcode invalid",
        "Lead not found",
        "Delivery 1053 is not set to trigger manually via the REST API",
        "Delivery already active",
        "No delivery was triggered",
        "Delivery 1053 could not be queued",
        "Only valid leads can be sent to buyers",
        "Another request is currently being processed",
    ],
)
def test_a_plain_refusal_stays_one(message: str) -> None:
    both = LeadUpdate(LEAD, {"postcode": "A"}, ("1053",))
    assert (
        reading(Route.UPDATE, [both], refused(message, requestId="a1", status="Failed")).results[LEAD].state is REFUSED
    )
    assert reading(Route.UPDATE, [both], {"status": "Error", "message": message}, 400).whole_refusal


def test_each_lead_of_the_request_is_refused_for_its_own_reason():
    other = LeadUpdate(LeadRef("7"), {}, ("1053",))
    body = refused("Nothing to update")
    leads = body["leads"]
    assert isinstance(leads, list)
    leads.append({"id": "7", "success": False, "message": "Lead not found"})
    assert put(body, BARE, other) == {LEAD}
