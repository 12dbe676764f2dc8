"""What a search found, and one lead as it stands, in every shape that a source names (leadbyte-api.md 3, 6)."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.api.found_leads import NotLooked, SearchAnswer, joined_answers, read_found
from leadbyte_desktop.api.lead_now import lead_now, read_lead
from leadbyte_desktop.api.moments import moment_of
from leadbyte_desktop.domain.errors import OddAnswer
from leadbyte_desktop.domain.found_lead import FoundLead, LeadNow
from leadbyte_desktop.domain.lead_update import LeadRef

RECEIVED = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
# HC:"Search leads": the documented result, whole.
RESULT: dict[str, Any] = {
    "c1": "", "c2": "", "c3": "", "sub_supplier_id": "0", "title": "Mrs", "firstname": "Karen", "lastname": "Patel",
    "email": "karen@example.com", "phone1": "07700900123", "phone2": "", "phone3": "+447700900123", "queue_ref": None,
    "leadId": 2932682, "campaignId": 9, "received": "2026-09-01T07:00:00Z",
}  # fmt: skip
KAREN = FoundLead(
    LeadRef("2932682"), "Mrs Karen Patel", "karen@example.com", ("07700900123", "+447700900123"), "9", RECEIVED
)


def reply(*results: object, **more: object) -> dict[str, object]:
    search = {"campaignId": 9, "email": "karen@example.com", "results": list(results), "matches": len(results)}
    return {
        "status": "Success", "message": "", "warnings": [], "totalMatches": len(results), "searches": [search], **more
    }  # fmt: skip


def without(*names: str) -> dict[str, object]:
    return {name: value for name, value in RESULT.items() if name not in names}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(reply(RESULT), id="documented"),
        reply(RESULT, totalMatches="1"),
        reply({**RESULT, "leadId": "2932682", "campaignId": "9"}),
        reply({**RESULT, "leadId": 2932682.0}),
        reply({**without("leadId"), "id": "2932682"}),
        pytest.param(reply(without("campaignId")), id="campaign of its search"),
        reply({**without("campaignId"), "campaign": {"id": "9", "name": "Solar"}}),
        reply(RESULT, RESULT),
        reply(RESULT, {"email": "no ID"}, None, "odd"),
        {"status": "Success", "searches": {"0": {"campaignId": "9", "results": {"2932682": without("leadId")}}}},
        {"searches": {"campaignId": 9, "results": RESULT}},
        {"searches": [{"campaignId": 9, "results": []}, {"campaignId": "9", "results": [RESULT], "matches": "1"}]},
        {"results": [RESULT]},
        {"leads": [RESULT]},
        {"data": [RESULT]},
        {"data": [{"campaignId": 9, "results": [RESULT]}]},
        [RESULT],
        [{"campaignId": 9, "results": [RESULT]}],
    ],
)
def test_one_lead_in_every_shape(body: object) -> None:
    assert read_found(json.dumps(body)).leads == (KAREN,)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(reply(), id="documented: Success with empty results and zero counts"),
        {"status": "Success", "totalMatches": 0, "searches": [{"campaignId": 9, "results": {}, "matches": "0"}]},
        {"status": "Success", "totalMatches": "0", "searches": []},
        {"status": "Success", "totalMatches": 0, "searches": {}},
        {"status": "Success", "totalMatches": 0},
        {"status": "Success", "totalMatches": "0", "searches": None},
        {"results": []},
        {"data": {}},
        [],
    ],
)
def test_nothing_found_is_no_fault(body: object) -> None:
    assert read_found(json.dumps(body)).leads == ()


@pytest.mark.parametrize(
    "body",
    [
        {"status": "Success", "message": "OK"},
        {"status": "Success", "totalMatches": 3},
        pytest.param({"totalMatches": 3, "searches": [{"campaignId": 9, "results": []}]}, id="counted, not shown"),
        {"totalMatches": "1", "searches": []},
        {"searches": [{"campaignId": 9, "results": [], "matches": 2}]},
        {"searches": [{"campaignId": 9, "results": [{"email": "no ID"}]}]},
        7,
        None,
        {},
    ],
)
def test_nothing_is_called_not_found_that_leadbyte_did_not_say(body: object) -> None:
    with pytest.raises(OddAnswer) as problem:
        read_found(json.dumps(body))
    assert "Nothing was changed in LeadByte." in problem.value.user_text


@pytest.mark.parametrize("text", ["", "<html>", "[" * 99_999])
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(OddAnswer):
        read_found(text)


def test_missing_fields_are_empty_and_numbers_become_text() -> None:
    body = reply({"leadId": "7"}, {"leadId": 8, "phone1": 447700900123, "fullname": "Karen Patel", "received": 0})
    assert read_found(json.dumps(body)).leads == (
        FoundLead(LeadRef("8"), "Karen Patel", phones=("447700900123",), campaign_id="9"),
        FoundLead(LeadRef("7"), campaign_id="9"),
    )


def test_the_newest_stands_first_over_all_searches_and_warnings_are_kept_once() -> None:
    older = {**RESULT, "leadId": 5, "received": "2026-08-01T07:00:00Z"}
    body = reply(older, warnings=["Campaign 99 not found"])
    body["searches"] = [
        *body["searches"],  # type: ignore[misc]
        {"campaignId": 9, "results": [RESULT, older], "warnings": "Too many", "errors": ["Campaign 99 not found"]},
    ]
    answer = read_found(json.dumps(body))
    assert [lead.lead.number for lead in answer.leads] == ["2932682", "5"]
    assert answer.warnings == ("Campaign 99 not found", "Too many")
    assert answer.searched == 2


@pytest.mark.parametrize(
    ("body", "unshown"),
    [
        (reply(RESULT), 0),
        ({**reply(RESULT), "totalMatches": 30}, 29),
        (reply(RESULT) | {"totalMatches": "30"}, 29),
        ({"searches": [{"campaignId": 9, "results": [RESULT], "matches": 30}]}, 29),
        ({"totalMatches": 30, "searches": [{"campaignId": 9, "results": [RESULT], "matches": 30}]}, 29),
        ({"totalMatches": 1, "searches": [{"campaignId": 9, "results": [RESULT], "matches": 4}]}, 3),
        ({"searches": [{"results": [RESULT], "matches": 2}, {"results": [RESULT, RESULT], "matches": "3"}]}, 2),
        ({"searches": [{"results": [RESULT], "matches": 0}]}, 0),
        ({"searches": [{"results": [RESULT, {"email": "no ID"}], "matches": 2}]}, 1),
        ({"searches": [{"results": [RESULT, RESULT], "matches": 2}], "totalMatches": 2}, 0),
        ({"results": [RESULT], "totalMatches": 3}, 2),
        ([RESULT], 0),
    ],
)
def test_matches_that_leadbyte_counts_and_does_not_show(body: object, unshown: int) -> None:
    answer = read_found(json.dumps(body))
    assert answer.leads == (KAREN,) or len(answer.leads) == 1
    assert answer.unshown == unshown


def test_a_reference_of_the_submission_is_text_or_missing() -> None:
    body = reply({**RESULT, "queue_ref": "b81bc0b5"}, {**RESULT, "leadId": 5, "queue_ref": 81}, {"leadId": 4})
    assert [lead.queue_ref for lead in read_found(json.dumps(body)).leads] == ["b81bc0b5", "81", ""]


def test_several_answers_become_one() -> None:
    older = FoundLead(LeadRef("5"))
    joined = joined_answers([SearchAnswer((older,), ("a",)), SearchAnswer((KAREN, older), ("b", "a"))])
    assert joined == SearchAnswer((KAREN, older), ("a", "b"))
    assert joined_answers([]) == SearchAnswer()
    missed = NotLooked(("9",), "no")
    counted = joined_answers([SearchAnswer(unshown=2), SearchAnswer(unshown=3, not_looked=(missed,))])
    assert (counted.unshown, counted.not_looked) == (5, (missed,))
    again = SearchAnswer(not_looked=(NotLooked(("9",), "again"), NotLooked(("9", "12"), "both")))
    assert joined_answers([SearchAnswer(not_looked=(missed,)), again]).not_looked == (
        missed,
        NotLooked(("12",), "both"),
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-09-01T07:00:00Z", RECEIVED),
        ("2026-09-01T08:00:00+01:00", RECEIVED),
        ("2026-09-01T07:00:00.000Z", RECEIVED),
        ("2026-09-01 07:00:00", RECEIVED),
        (" 2026-09-01T07:00:00Z ", RECEIVED),
        ("0000-00-00 00:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("01/09/2026 07:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1788246000, None),
        (True, None),
        ([], None),
    ],
)
def test_times_that_can_be_read_and_those_that_cannot(text: object, moment: datetime | None) -> None:
    assert moment_of(text) == moment


# --- one lead as it stands ----------------------------------------------------------------------------------------

# TP's belief of GET /leads/{id}.
LEAD = (
    '{"id": "2932682", "received": "2026-09-01T07:00:00Z", "campaign": {"id": 9, "name": "Solar", "reference": "S"}, '
    '"supplier": {"id": "4", "name": "Brightpath"}, "payout": 12.50, "revenue": "42.00", "history": [{"at": 1}], '
    '"firstname": "Zo\\u00eb", "phone1": 07700900123, "postcode": null, "data1": "Tile"}'
).replace("07700900123", '"07700900123"')
FIELDS = {"firstname": "Zoë", "phone1": "07700900123", "postcode": "", "data1": "Tile"}
NOW = LeadNow(LeadRef("2932682"), FIELDS, "9", "Solar", "Brightpath", RECEIVED, "", "12.50", "42.00")


def now(text: str) -> LeadNow:
    return lead_now(LeadRef("2932682"), read_lead(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LEAD, id="bare: TP"),
        f'{{"status": "Success", "message": "OK", "lead": {LEAD}}}',
        f'{{"status": "Success", "leads": [{LEAD}]}}',
        f'{{"data": {LEAD}}}',
        f'{{"results": [{LEAD}]}}',
        f"[{LEAD}]",
        LEAD.replace('"id": "2932682"', '"id": 2932682'),
        pytest.param(f'{{"status": "Success", "message": "OK", "warnings": [], {LEAD[1:]}', id="bare in its envelope"),
    ],
)
def test_a_lead_in_every_shape(text: str) -> None:
    assert now(text) == NOW


@pytest.mark.parametrize(
    "fields",
    [
        '"fields": {"postcode": "TN25 6QD"}',
        '"data": {"postcode": "TN25 6QD"}',
        '"fields": [{"name": "postcode", "value": "TN25 6QD"}, {"name": null, "value": 1}, {"name": "odd"}, "odd"]',
        '"postcode": "TN25 6QD"',
    ],
)
def test_its_fields_may_stand_apart(fields: str) -> None:
    read = now(f'{{"id": "2932682", "campaignId": "9", "status": "Approved", {fields}}}')
    assert read == LeadNow(LeadRef("2932682"), {"postcode": "TN25 6QD"}, "9", status="Approved")


def test_a_campaign_may_be_a_bare_name_and_an_unreadable_date_is_none() -> None:
    read = now('{"id": "2932682", "campaign": "Solar", "supplier": "Own website", "received": "soon"}')
    assert read == LeadNow(LeadRef("2932682"), {}, campaign="Solar", supplier="Own website")


def test_spaces_and_line_ends_of_a_value_stay_as_leadbyte_holds_them() -> None:
    assert now('{"id": "2932682", "notes": " two\\n lines "}').fields == {"notes": " two\n lines "}


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "searches",
                    "results",
                    "leads",
                    "leadId",
                    "campaignId",
                    "matches",
                    "totalMatches",
                    "received",
                    "fields",
                    "name",
                    "value",
                    "id",
                    "lead",
                    "7",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@given(st.one_of(st.text(), JSON.map(json.dumps)))
def test_any_text_is_read_or_an_odd_answer(text: str) -> None:
    with suppress(OddAnswer):
        answer = read_found(text)
        assert all(lead.lead.number.isdigit() for lead in answer.leads)
        assert answer.unshown >= 0
    with suppress(OddAnswer):
        held = now(text)
        assert not {"id", "leadId", "campaignId", "received"} & held.fields.keys()
        assert all(isinstance(value, str) for value in held.fields.values())
        assert held.campaign_id == "" or held.campaign_id.isdecimal()
