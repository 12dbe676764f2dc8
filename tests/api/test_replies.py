"""What a reply means for each lead: documented replies whole, then everything that must be tolerated or doubted."""

import json
from decimal import Decimal

import pytest

from leadbyte_desktop.api.replies import read_reply
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, ItemState, LeadResult
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate

UPDATED, QUEUED, REFUSED = ItemState.UPDATED, ItemState.QUEUED, ItemState.REFUSED
NOT_SENT, NOT_KNOWN = ItemState.NOT_SENT, ItemState.NOT_KNOWN
Item = dict[str, object]
POSTCODE = {"postcode": "TN25 6QD"}


def lead(number: str = "2932682", **rest) -> LeadUpdate:
    return LeadUpdate(LeadRef(number), POSTCODE, **rest)


def money(number: str = "2932682") -> FinancialUpdate:
    return FinancialUpdate(LeadRef(number), Decimal(80))


def item(number: object = "2932682", success: object = True, message: object = "Lead updated", **rest) -> Item:
    return {"id": number, "success": success, "message": message, "warnings": [], "errors": []} | rest


def ok(*items: object, status: str = "Success", **rest) -> dict[str, object]:
    return {"status": status, "message": "OK", "leads": list(items)} | rest


def read(updates, body: object, status: int = 200) -> dict[str, LeadResult]:
    text = body if isinstance(body, str) else json.dumps(body)
    return {str(ref): result for ref, result in read_reply(updates, status, text).results.items()}


def states(updates, body: object, status: int = 200) -> list[ItemState]:
    return [result.state for result in read(updates, body, status).values()]


# --- what is documented -----------------------------------------------------------------------------------------


def test_documented_update():
    text = (
        '{"status": "Success", "message": "OK", "leads": [{"id": "2932682", "success": true, '
        '"message": "Lead updated", "warnings": [], "errors": []}]}'
    )
    assert read_reply([lead()], 200, text).results == {LeadRef("2932682"): LeadResult(UPDATED, "Lead updated")}


def test_documented_update_with_a_trigger_says_nothing_of_the_trigger():
    update = lead(delivery_ids=("1053",))
    assert read_reply([update], 200, json.dumps(ok(item()))).results == {
        update.lead: LeadResult(UPDATED, "Lead updated", Confirmation.NOT_CONFIRMED)
    }


def test_documented_quarantine_update():
    update = LeadUpdate(LeadRef("8419715", LeadKind.QUARANTINE), POSTCODE)
    body = ok({"quarantineId": "8419715", "success": True, "message": "Quarantine lead updated"})
    assert read_reply([update], 200, json.dumps(body)).results == {
        update.lead: LeadResult(UPDATED, "Quarantine lead updated")
    }


def test_documented_financials():
    assert read_reply([money("1"), money("2")], 200, '{"status": "Success"}').results == {
        LeadRef("1"): LeadResult(UPDATED, "Financials updated"),
        LeadRef("2"): LeadResult(UPDATED, "Financials updated"),
    }


def test_documented_warning():
    body = ok(item(success=False, message="Delivery already active"), status="Warning")
    assert read([lead()], body) == {"2932682": LeadResult(REFUSED, "Delivery already active")}


def test_documented_queueing_shape():
    update = LeadUpdate(LeadRef("8419715", LeadKind.QUARANTINE), action=Action.RELEASE)
    body = {
        "status": "Success",
        "message": "Quarantined lead(s) processed successfully",
        "details": {"8419715": "Queued for processing"},
    }
    assert read_reply([update], 200, json.dumps(body)).results == {
        update.lead: LeadResult(QUEUED, "Queued for processing", Confirmation.CONFIRMED)
    }


# --- each lead by its own word ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["2932682", 2932682, 2932682.0, " 2932682 "])
def test_ids_may_be_text_or_number(number):
    assert states([lead()], ok(item(number))) == [UPDATED]


@pytest.mark.parametrize("number", [None, True, "", "02932682", "2932682x", 2932682.5, [2932682], -2932682, 1e300])
def test_what_is_not_the_id_is_not_the_lead(number):
    assert states([lead()], ok(item(number))) == [NOT_KNOWN]


def test_true_is_not_lead_1():
    assert states([lead("1")], ok(item(True))) == [NOT_KNOWN]


@pytest.mark.parametrize("success", [True, "true", "TRUE", 1, "1", "Yes", "yes"])
def test_ways_to_say_yes(success):
    assert states([lead()], ok(item(success=success))) == [UPDATED]


@pytest.mark.parametrize("success", [False, "false", 0, "0", "No"])
def test_ways_to_say_no(success):
    assert states([lead()], ok(item(success=success, message="Lead not valid"))) == [REFUSED]


@pytest.mark.parametrize("success", [None, "", "maybe", 2, [], {}, [True], 1.5])
def test_ways_to_say_neither(success):
    assert states([lead()], ok(item(success=success))) == [NOT_KNOWN]


def test_an_item_without_a_flag_is_no_success():
    assert states([lead()], ok({"id": "2932682", "message": "Lead updated"})) == [NOT_KNOWN]


def test_replies_in_another_order_with_leads_missing_and_strangers():
    body = ok(item("3"), item("99"), item("1", success=False, message="Lead not valid"))
    assert read([lead("1"), lead("2"), lead("3")], body) == {
        "1": LeadResult(REFUSED, "Lead not valid"),
        "2": LeadResult(
            NOT_KNOWN, "LeadByte’s answer says nothing about this lead. It may or may not have been changed."
        ),
        "3": LeadResult(UPDATED, "Lead updated"),
    }


def test_two_items_of_one_lead():
    assert states([lead()], ok(item(), item())) == [UPDATED]
    assert states([lead()], ok(item(), item(success=False))) == [NOT_KNOWN]
    assert states([lead()], ok(item(), item(success=None))) == [NOT_KNOWN]


def test_a_quarantined_lead_and_a_lead_never_answer_for_each_other():
    plain, held = lead("5"), LeadUpdate(LeadRef("5", LeadKind.QUARANTINE), POSTCODE)
    assert read([plain, held], ok(item("5")))["quarantine 5"].state is NOT_KNOWN
    quarantined = {"quarantineId": "5", "id": "5", "success": True}
    results = read([plain, held], ok(quarantined))
    assert (results["5"].state, results["quarantine 5"].state) == (NOT_KNOWN, UPDATED)
    assert states([plain], ok(item("5", quarantineId=0))) == [UPDATED]
    assert states([plain], ok(item("5"), {"quarantineId": "1053", "id": "5"})) == [NOT_KNOWN]


@pytest.mark.parametrize(
    "leads",
    [
        {"2932682": {"success": True}},
        {"id": "2932682", "success": True},
        [{"leadId": 2932682, "success": "Yes"}],
    ],
)
def test_shapes_of_the_collection(leads):
    assert states([lead()], {"status": "SUCCESS", "message": "", "leads": leads}) == [UPDATED]


@pytest.mark.parametrize("leads", [None, [], {}, "", "OK", [None], ["2932682"], [[]], 7])
def test_a_success_that_names_no_lead_is_not_this_leads(leads):
    assert states([lead()], {"status": "Success", "leads": leads}) == [NOT_KNOWN]


# --- the envelope beside the items ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "yes", "no"),
    [
        ("Success", UPDATED, REFUSED),
        (" success ", UPDATED, REFUSED),
        ("Warning", UPDATED, REFUSED),
        ("Error", NOT_KNOWN, REFUSED),
        ("ok", NOT_KNOWN, REFUSED),
        ("", NOT_KNOWN, REFUSED),
        (None, NOT_KNOWN, REFUSED),
        (1, NOT_KNOWN, REFUSED),
    ],
)
def test_the_envelope_must_agree_with_a_yes(status, yes, no):
    body = ok(item("1"), item("2", success=False)) | {"status": status}
    assert states([lead("1"), lead("2")], body) == [yes, no]


def test_a_lead_missing_beside_an_error_is_not_known():
    body = ok(item("1", success=False), status="Error")
    assert states([lead("1"), lead("2")], body) == [REFUSED, NOT_KNOWN]


def test_a_whole_error_without_items_refuses_each_lead():
    reading = read_reply([lead("1"), lead("2")], 200, '{"status":"Error","code":5,"message":"Bad","errors":["Worse"]}')
    assert [result.state for result in reading.results.values()] == [REFUSED, REFUSED]
    assert reading.results[LeadRef("1")].words == "Bad; Worse"
    assert (reading.whole_refusal, reading.key_refused) == (True, False)


def test_success_false_without_a_status_is_an_error():
    assert states([lead()], {"success": False, "message": "No"}) == [REFUSED]
    assert states([lead()], {"status": "Success", "success": False, "leads": [item()]}) == [NOT_KNOWN]


def test_success_with_errors_of_its_own_is_not_known():
    result = read([lead()], ok(item(errors=["Postcode unknown"])))["2932682"]
    assert result.state is NOT_KNOWN
    assert "Postcode unknown" in result.words


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        (["Postcode unknown", "Phone unknown"], "Lead not updated; Postcode unknown; Phone unknown"),
        ("Postcode unknown", "Lead not updated; Postcode unknown"),
        ({"postcode": "unknown"}, "Lead not updated; postcode: unknown"),
        ({"postcode": ["unknown", "odd"]}, "Lead not updated; postcode: unknown; postcode: odd"),
        ([{"message": "Postcode unknown"}, {"error": "Odd"}], "Lead not updated; Postcode unknown; Odd"),
        ([], "Lead not updated"),
        (None, "Lead not updated"),
        ([None, True, 7], "Lead not updated"),
        ("Lead not updated", "Lead not updated"),
        ("Line\n  two\x00\x07", "Lead not updated; Line two"),
    ],
)
def test_errors_as_list_text_or_object(errors, words):
    body = ok(item(success=False, message="Lead not updated", errors=errors))
    assert read([lead()], body) == {"2932682": LeadResult(REFUSED, words)}


def test_warnings_of_the_lead_and_of_the_whole():
    body = ok(item(warnings=["Postcode odd", "Postcode odd"]), warnings={"note": "Slow today"})
    assert read([lead()], body)["2932682"].warnings == ("Postcode odd", "note: Slow today")


def test_words_can_be_stored_anywhere():
    result = read([lead()], '{"status":"Error","message":"half \\ud83d of it"}')["2932682"]
    assert result.words == "half ? of it"
    long = read([lead()], {"status": "Error", "message": "x" * 100_000})["2932682"].words
    assert len(long) == 600
    assert long.endswith("…")


# --- statuses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 422])
def test_a_refusing_status_refuses_the_whole(status):
    reading = read_reply([lead("1"), lead("2")], status, '{"status": "Error", "message": "No"}')
    assert reading.results == {LeadRef("1"): LeadResult(REFUSED, "No"), LeadRef("2"): LeadResult(REFUSED, "No")}
    assert reading.whole_refusal
    assert reading.key_refused is (status == 401)
    page = read_reply([lead()], status, "<html>No</html>")
    words = f"LeadByte refused the request and gave no reason (answer {status})."
    assert page.results == {LeadRef("2932682"): LeadResult(REFUSED, words)}


@pytest.mark.parametrize("status", [400, 429])
def test_a_refusing_status_with_work_in_its_body_is_not_known(status):
    assert states([lead("1"), lead("2")], ok(item("1")), status) == [NOT_KNOWN, NOT_KNOWN]
    assert states([lead("1")], {"status": "Success"}, status) == [NOT_KNOWN]
    reading = read_reply([lead("1"), lead("2")], status, json.dumps(ok(item("1"), item("2", success=False))))
    assert [result.state for result in reading.results.values()] == [NOT_KNOWN, REFUSED]
    assert not reading.whole_refusal


def test_too_many_requests_were_not_sent():
    assert states([lead(delivery_ids=("1053",))], "<html>busy</html>", 429) == [NOT_SENT]


@pytest.mark.parametrize("status", [301, 302, 307, 308, 408, 409, 418, 425, 500, 502, 503, 504])
def test_every_other_status_is_not_known_whatever_the_body_says(status):
    for body in (ok(item()), ok(item(success=False)), {"status": "Error"}, "<html>"):
        assert states([lead()], body, status) == [NOT_KNOWN]
        assert states([money()], body, status) == [NOT_KNOWN]


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "<html>OK</html>", "OK", "Success", "[]", "7", "true", "null", '"Success"', "{"),
        *("[" * 99_999, "9" * 5_000, '[{"id": "2932682", "success": true}]'),
    ],
)
def test_a_2xx_without_a_readable_object_is_not_known(text):
    assert states([lead()], text) == [NOT_KNOWN]
    assert states([money()], text) == [NOT_KNOWN]


def test_a_byte_order_mark_does_not_matter():
    assert states([lead()], "\ufeff" + json.dumps(ok(item()))) == [UPDATED]


# --- financials -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"status": "Success"}, [UPDATED, UPDATED]),
        ({"status": "success", "message": "OK", "leads": []}, [UPDATED, UPDATED]),
        ({"status": "Success", "leads": [1, "2"]}, [UPDATED, UPDATED]),
        ({"status": "Success", "leads": [1]}, [UPDATED, NOT_KNOWN]),
        (ok(item("1"), item("2", success=False)), [UPDATED, REFUSED]),
        (ok(item("1")), [UPDATED, NOT_KNOWN]),
        ({"status": "Success", "errors": ["Lead 2 is rejected"]}, [NOT_KNOWN, NOT_KNOWN]),
        ({"status": "Success", "details": {"2": "Not approved, could not change"}}, [UPDATED, NOT_KNOWN]),
        ({"status": "Warning"}, [NOT_KNOWN, NOT_KNOWN]),
        ({"status": "Success", "success": False}, [NOT_KNOWN, NOT_KNOWN]),
        ({"message": "OK"}, [NOT_KNOWN, NOT_KNOWN]),
        ({"status": "Error", "message": "Lead is not approved"}, [REFUSED, REFUSED]),
        (ok(item("1"), status="Error"), [NOT_KNOWN, NOT_KNOWN]),
    ],
)
def test_financials(body, expected):
    assert states([money("1"), money("2")], body) == expected


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({"message": "Queued"}, QUEUED),
        ({"message": "Update queued; runs in about 5 minutes"}, QUEUED),
        ({"message": "OK", "details": {"1": "Queued"}}, QUEUED),
        ({"message": "OK", "warnings": ["Changes are put in the queue"]}, QUEUED),
        ({"leads": [item("1", message="Queued")]}, QUEUED),
        ({"message": "Financials updated"}, UPDATED),
        ({"message": "Financials not updated"}, NOT_KNOWN),
        ({"message": "Could not be queued; nothing changed"}, NOT_KNOWN),
    ],
)
def test_financials_that_leadbyte_changes_later_are_queued(body, state):
    assert states([money("1")], {"status": "Success"} | body) == [state]


# --- queued is not done (6.9) -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "rest", "state"),
    [
        ({"message": "Queued for update"}, {}, QUEUED),
        ({"message": "Lead updated", "queued": True}, {}, QUEUED),
        ({"message": "Lead updated", "warnings": ["The change is queued"]}, {}, QUEUED),
        ({"message": ""}, {"message": "Queued"}, QUEUED),
        ({"message": "Lead updated"}, {"details": {"2932682": "Queued"}}, QUEUED),
        ({"message": "Lead updated", "queued": False}, {}, UPDATED),
        ({"message": "Lead updated, not queued"}, {}, UPDATED),
        ({"message": "Lead updated", "warnings": ["postcode ignored: invalid"]}, {}, UPDATED),
        # It says yes, and takes that back: no word on which anybody can rely.
        ({"message": "Not updated: nothing changed"}, {}, NOT_KNOWN),
        ({"message": "Lead was not updated"}, {}, NOT_KNOWN),
        ({"message": ""}, {"details": {"2932682": "Not updated"}}, NOT_KNOWN),
        ({"message": "Lead updated, phone was not changed"}, {}, UPDATED),
    ],
)
def test_values_that_leadbyte_changes_later_or_did_not_change(own, rest, state):
    assert states([lead()], ok(item(**own)) | rest) == [state]


def test_a_sentence_for_the_whole_does_not_queue_a_lead_that_has_its_own_word():
    body = ok(item("1"), item("2", message=""), message="Some were queued")
    assert states([lead("1"), lead("2")], body) == [UPDATED, QUEUED]


def test_beside_values_a_queued_delivery_is_not_the_leads_end():
    both = lead(delivery_ids=("1053",))
    assert states([both], ok(item(message="Lead updated, delivery 1053 queued"))) == [UPDATED]
    assert states([both], ok(item(message="Queued for update"))) == [QUEUED]
    assert states([both], ok(item(message="Lead not updated, delivery 1053 queued"))) == [NOT_KNOWN]


# --- the key ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "message", "key_refused"),
    [
        (200, "Invalid key", True),
        (200, "The API key is not active", True),
        (200, "This key has no permission Leads > Update", True),
        (400, "API key missing", True),
        (403, "You do not have permission", True),
        (403, "IP 192.0.2.1 is not on the list", True),
        (403, "Cap reached", False),
        (400, "Lead not found", False),
        (200, "No buyer has this BID", False),
        (200, "Duplicate", False),
    ],
)
def test_refusals_that_will_meet_every_request(status, message, key_refused):
    body = json.dumps({"status": "Error", "message": message})
    reading = read_reply([lead(), lead("1")], status, body)
    assert (reading.whole_refusal, reading.key_refused) == (True, key_refused)


def test_a_lead_that_speaks_of_the_key_does_not_stop_the_rest():
    body = json.dumps(ok(item("1", success=False, message="Invalid key"), item("2")))
    assert not read_reply([lead("1"), lead("2")], 200, body).key_refused


def test_what_looks_alike_to_python_is_read_lead_by_lead() -> None:
    said = [True, 1.0, 1, "yes", "Yes ", True, None, [], {}]
    updates = [LeadUpdate(LeadRef(str(number)), {"postcode": "TN1 1AB"}) for number in range(len(said))]
    leads = [{"id": str(number), "success": flag, "message": "Done"} for number, flag in enumerate(said)]
    together = read_reply(updates, 200, json.dumps({"status": "Success", "leads": leads})).results
    for update, lead in zip(updates, leads, strict=True):
        alone = read_reply([update], 200, json.dumps({"status": "Success", "leads": [lead]})).results
        assert together[update.lead] == alone[update.lead]
    assert together[updates[0].lead].state is ItemState.UPDATED
    assert together[updates[1].lead].state is ItemState.NOT_KNOWN


def test_each_lead_has_its_own_words_among_equal_ones() -> None:
    updates = [LeadUpdate(LeadRef(str(number)), {"postcode": "TN1 1AB"}) for number in range(4)]
    leads = [
        {"id": "0", "success": True, "message": "Lead updated", "warnings": []},
        {"id": "1", "success": True, "message": "Lead updated", "warnings": ["Postcode not found"]},
        {"id": "2", "success": False, "message": "Lead updated", "warnings": []},
        {"id": "3", "success": True, "message": "Lead updated", "warnings": []},
    ]
    results = read_reply(updates, 200, json.dumps({"status": "Success", "leads": leads})).results
    assert [result.state for result in results.values()] == [
        ItemState.UPDATED, ItemState.UPDATED, ItemState.REFUSED, ItemState.UPDATED,
    ]  # fmt: skip
    assert [result.warnings for result in results.values()] == [(), ("Postcode not found",), (), ()]


def test_details_speak_of_one_lead_among_equal_ones() -> None:
    updates = [LeadUpdate(LeadRef(str(number)), {"postcode": "TN1 1AB"}) for number in range(2)]
    leads = [{"id": str(number), "success": True, "message": ""} for number in range(2)]
    body = {"status": "Success", "leads": leads, "details": {"1": "Postcode was shortened"}}
    results = read_reply(updates, 200, json.dumps(body)).results
    assert "shortened" not in results[updates[0].lead].words
    assert results[updates[1].lead].words == "Postcode was shortened"
