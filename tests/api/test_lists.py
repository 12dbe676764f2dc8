"""Lists and single leads, in every shape that any source names (leadbyte-api.md section 6.14)."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.api.lead_now import number_in, read_lead
from leadbyte_desktop.api.lists import read_deliveries
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import OddAnswer

ENTRY = {"id": "4", "reference": "Acme — evening", "status": "Active"}
PLAIN = Delivery("4", "Acme — evening", status="Active")


@pytest.mark.parametrize(
    "body",
    [
        {"status": "Success", "message": "OK", "deliveries": [ENTRY]},
        {"deliveries": {"4": ENTRY}},
        {"deliveries": ENTRY},
        {"data": [ENTRY]},
        {"results": [ENTRY]},
        [ENTRY],
        [ENTRY, "odd", None, {"reference": "without an ID"}],
        ENTRY,
        {"4": ENTRY},
        [ENTRY, ENTRY],
        [{**ENTRY, "id": 4}],
    ],
)
def test_shapes_of_a_list(body):
    assert read_deliveries(json.dumps(body)) == [PLAIN]


@pytest.mark.parametrize("body", [[], {}, {"deliveries": []}, {"deliveries": {}}, {"status": "Success", "data": {}}])
def test_an_empty_list(body):
    assert read_deliveries(json.dumps(body)) == []


@pytest.mark.parametrize(
    "text",
    ["", "<html>", "7", "null", '{"status": "Success"}', '{"deliveries": null}', '[{"name": "no ID"}]', "[" * 99_999],
)
def test_what_is_no_list(text):
    with pytest.raises(OddAnswer) as problem:
        read_deliveries(text)
    assert "Nothing was changed in LeadByte." in problem.value.user_text


def test_all_that_is_known_of_a_delivery():
    entry = {
        "id": 1053,
        "reference": "Acme Solar",
        "status": "Inactive",
        "deliver_to": "Direct Post",
        "campaign": {"id": "9", "name": "Solar"},
        "buyer": {"id": "450", "name": "Acme Ltd", "bid": 33},
    }
    assert read_deliveries(json.dumps([entry])) == [
        Delivery("1053", "Acme Solar", "Acme Ltd", "33", "Solar", "Inactive")
    ]
    flat = {"id": "5", "name": " Flat ", "buyer": "Acme Ltd", "bid": "TEXT", "campaign": "Solar"}
    assert read_deliveries(json.dumps([flat])) == [Delivery("5", "Flat", "Acme Ltd", "TEXT", "Solar")]
    bare = {"id": "6", "reference": None, "buyer": None, "status": True}
    assert read_deliveries(json.dumps([bare])) == [Delivery("6", "Delivery 6")]


@pytest.mark.parametrize(
    ("told", "automatic"),
    [
        ({}, None),
        ({"trigger": "When lead arrives (automatic)"}, True),
        ({"trigger": "Manually / via code"}, False),
        ({"triggerType": "AUTOMATIC"}, True),
        ({"trigger_type": {"id": "2", "name": "Manually"}}, False),
        ({"trigger": "On Success of another"}, None),
        ({"trigger": 1}, None),
        ({"trigger": None}, None),
        ({"trigger": ["Manually"]}, None),
    ],
)
def test_what_sends_a_delivery_where_the_list_tells_it(told: dict[str, object], automatic: bool | None):
    (delivery,) = read_deliveries(json.dumps([{"id": "7", "reference": "Seven", **told}]))
    assert delivery.automatic is automatic


LEAD = (
    '{"id": 2932682, "firstname": "Zo\\u00eb", "phone1": "07700900123", "payout": 12.50, "dob": null, "optin": true, '
    '"campaign": {"id": "9", "name": "Solar", "tags": []}, "history": [{"at": 1}], "fields": {"c1": "x"}}'
)
FIELDS = {
    "id": "2932682",
    "firstname": "Zoë",
    "phone1": "07700900123",
    "payout": "12.50",
    "dob": "",
    "optin": "Yes",
    "campaign.id": "9",
    "campaign.name": "Solar",
    "c1": "x",
}


@pytest.mark.parametrize(
    "text",
    [
        LEAD,
        f'{{"status": "Success", "message": "OK", "lead": {LEAD}}}',
        f'{{"status": "Success", "leads": [{LEAD}]}}',
        f'{{"data": {LEAD}}}',
        f"[{LEAD}]",
    ],
)
def test_one_lead(text):
    assert read_lead(text) == FIELDS


def test_a_lead_may_stand_under_its_number_or_in_details():
    number, inside = FIELDS["id"], LEAD.replace('"id": 2932682, ', "", 1)
    for text in (
        f'{{"status": "Success", "leads": {{"{number}": {inside}}}}}',
        f'{{"status": "Success", "message": "OK", "details": {LEAD}}}',
        f'{{"status": "Success", "details": {{"{number}": {inside}}}}}',
        f'{{"status": "Success", "lead": [], "data": [{LEAD}]}}',
        f'{{"status": "Success", "leads": [{LEAD.replace("id", "leadId", 1)}]}}',
        LEAD.replace('"id": 2932682', '"id": null, "leadId": 2932682'),
    ):
        assert {name: value for name, value in read_lead(text).items() if name != "leadId"} | {"id": number} == FIELDS


@pytest.mark.parametrize("text", ["", "<html>", "[]", "{}", "7", '{"status": "Success", "message": "OK"}', "[[[[]]]]"])
def test_what_is_no_lead(text):
    with pytest.raises(OddAnswer):
        read_lead(text)


SUCCESS = {"status": "Success", "message": "OK"}


@pytest.mark.parametrize(
    "body",
    [
        {**SUCCESS, "leads": []},
        {**SUCCESS, "leads": {}},
        {**SUCCESS, "leads": None},
        {**SUCCESS, "lead": []},
        {**SUCCESS, "lead": None},
        {**SUCCESS, "lead": {}},
        {**SUCCESS, "data": [], "totalMatches": 0},
        {**SUCCESS, "details": []},
        {**SUCCESS, "details": {"2932682": "Lead not found"}},
        {"leads": []},
        {"lead": None},
    ],
)
def test_no_such_lead_in_an_envelope_is_no_lead(body):
    with pytest.raises(OddAnswer, match="no such lead") as problem:
        read_lead(json.dumps(body))
    assert "Nothing was changed in LeadByte." in problem.value.user_text


@pytest.mark.parametrize(
    "body",
    [
        {**SUCCESS, "code": 1},
        {**SUCCESS, "totalMatches": "0"},
        {"message": "Lead not found"},
        {"postcode": "TN25 6QD"},
        {**SUCCESS, "lead": {"postcode": "TN25 6QD"}},
        {**SUCCESS, "leads": [{"id": "7"}, {"id": "8"}]},
        {**SUCCESS, "leads": {"7": {"postcode": "A"}, "8": {"postcode": "B"}}},
        {"id": "none", "postcode": "A"},
        {"id": {"id": "7"}, "postcode": "A"},
    ],
)
def test_what_names_no_lead_or_several_is_not_taken_for_one(body):
    with pytest.raises(OddAnswer):
        read_lead(json.dumps(body))


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "deliveries", "leads", "lead", "data", "buyer", "fields", "7", "x"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@given(st.one_of(st.text(), JSON.map(json.dumps)))
def test_any_text_is_a_list_or_an_odd_answer(text):
    with suppress(OddAnswer):
        deliveries = read_deliveries(text)
        assert all(delivery.delivery_id.isdecimal() and delivery.name for delivery in deliveries)
        assert len({delivery.delivery_id for delivery in deliveries}) == len(deliveries)
    with suppress(OddAnswer):
        held = read_lead(text)
        assert number_in(held).isdecimal()
        assert all(isinstance(value, str) for value in held.values())
