"""Campaigns, their fields and buyers, in every shape that a source names (leadbyte-api.md 3, 6.13, 6.14)."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.api.campaigns import read_buyers, read_campaign_fields, read_campaigns
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.campaign import Campaign, CampaignField, Choice
from leadbyte_desktop.domain.errors import OddAnswer

# HC:"CREATE Lead (FAO Integromat Developers)": the documented entry, whole.
DOCUMENTED = {
    "id": "9", "name": "Solar Panels", "reference": "SOLAR", "description": "", "currency": "GBP",
    "country": "United Kingdom", "sms_field": "phone1", "active": "1", "sup_visible": "1", "archived": "0",
}  # fmt: skip
SOLAR = Campaign("9", "Solar Panels", "SOLAR", "GBP", active=True)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param([DOCUMENTED], id="bare array: HC and TP"),
        pytest.param({"status": "Success", "message": "OK", "campaigns": [DOCUMENTED]}, id="campaigns: TAP"),
        {"data": [DOCUMENTED]},
        {"results": [DOCUMENTED]},
        {"campaigns": {"9": DOCUMENTED}},
        {"campaigns": DOCUMENTED},
        {"9": {name: value for name, value in DOCUMENTED.items() if name != "id"}},
        DOCUMENTED,
        [{**DOCUMENTED, "id": 9}],
        [{**DOCUMENTED, "id": 9.0}],
        [DOCUMENTED, None, "odd", {"name": "no ID"}],
        [{**DOCUMENTED, "currency": {"code": "GBP"}}],
    ],
)
def test_campaigns_in_every_shape(body: object) -> None:
    assert read_campaigns(json.dumps(body)) == [SOLAR]


@pytest.mark.parametrize(
    ("flags", "active", "archived"),
    [
        ({"active": "1", "archived": "0"}, True, False),
        ({"active": "0", "archived": "1"}, False, True),
        ({"active": "Yes", "archived": "No"}, True, False),
        ({"active": "no", "archived": "YES"}, False, True),
        ({"active": 1, "archived": 0}, True, False),
        ({"active": 0, "archived": 1}, False, True),
        ({"active": True, "archived": False}, True, False),
        ({"active": False, "archived": True}, False, True),
        ({}, None, False),
        ({"active": None, "archived": ""}, None, False),
        ({"active": "perhaps", "archived": []}, None, False),
        ({"status": "Active"}, True, False),
        ({"status": "Inactive"}, False, False),
        ({"status": "Archived"}, None, True),
        ({"status": "Inactive", "active": "1"}, True, False),
    ],
)
def test_flags_as_tp_saw_them(flags: dict[str, object], active: bool | None, archived: bool) -> None:
    (campaign,) = read_campaigns(json.dumps([{"id": "9", "name": "Solar", **flags}]))
    assert (campaign.active, campaign.archived) == (active, archived)


def test_what_a_campaign_lacks_is_empty_and_long_words_stay() -> None:
    pound = "Pound sterling (United Kingdom, Jersey, Guernsey and the Isle of Man)"
    body = [{"id": "9"}, {"id": "12", "reference": " ENERGY\n"}, {"id": 15, "name": 7, "currency": pound}]
    assert read_campaigns(json.dumps(body)) == [
        Campaign("9", "Campaign 9"),
        Campaign("12", "ENERGY", "ENERGY"),
        Campaign("15", "7", currency=pound),
    ]


@pytest.mark.parametrize("read", [read_campaigns, read_buyers])
@pytest.mark.parametrize(
    "body", [[], {}, {"campaigns": [], "buyers": []}, {"campaigns": {}, "buyers": {}}, {"data": []}]
)
def test_an_empty_list_is_no_fault(read: Any, body: object) -> None:
    assert read(json.dumps(body)) == []


@pytest.mark.parametrize("read", [read_campaigns, read_buyers, lambda text: read_campaign_fields(text, "9")])
@pytest.mark.parametrize("text", ["", "<html>", "7", "null", '{"status": "Success", "message": "OK"}', "[" * 99_999])
def test_what_is_no_list_is_said(read: Any, text: str) -> None:
    with pytest.raises(OddAnswer, match="could not be read") as problem:
        read(text)
    assert "Nothing was changed in LeadByte." in problem.value.user_text


@pytest.mark.parametrize("read", [read_campaigns, read_buyers])
def test_entries_none_of_which_has_an_id_are_no_list(read: Any) -> None:
    with pytest.raises(OddAnswer):
        read('[{"name": "no ID"}]')


# --- buyers -----------------------------------------------------------------------------------------------------

# TAP's live reply, with invented names: money as texts, id and bid unlike.
LIVE_BUYER = {
    "id": "450", "bid": "208", "company": "Acme Ltd", "street1": "1 High Street", "towncity": "Leeds", "county": "",
    "country": "United Kingdom", "postcode": "LS6 1AA", "phone": "01134960000", "external_ref": "",
    "external_ref_2": "", "status": "Active", "credit_amount": "0.00", "credit_balance": "0.00",
}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"status": "Success", "message": "OK", "buyers": [LIVE_BUYER]}, id="buyers: HC, TAP live"),
        {"buyers": {"450": LIVE_BUYER}},
        {"buyers": LIVE_BUYER},
        {"data": [LIVE_BUYER]},
        [LIVE_BUYER],
        [{**LIVE_BUYER, "id": 450, "bid": 208}],
        [{**LIVE_BUYER, "bid": 208.0}],
    ],
)
def test_buyers_in_every_shape(body: object) -> None:
    assert read_buyers(json.dumps(body)) == [Buyer("450", "208", "Acme Ltd", "Active")]


def test_a_bid_may_be_words_and_keeps_its_zeros() -> None:
    body = [
        {"id": "1", "bid": "TEXT-OR-NUMBER", "company": "A"},
        {"id": "2", "bid": "007"},
        {"id": "3", "company": None},
    ]
    assert read_buyers(json.dumps(body)) == [
        Buyer("1", "TEXT-OR-NUMBER", "A"),
        Buyer("2", "007", "Buyer 2"),
        Buyer("3", "", "Buyer 3"),
    ]


# --- fields -----------------------------------------------------------------------------------------------------

MAKE = {"name": "data13", "label": "make_of_car", "required": True}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({**DOCUMENTED, "fields": [MAKE]}, id="bare: HC"),
        {"status": "Success", "message": "OK", "campaign": {**DOCUMENTED, "fields": [MAKE]}},
        {"campaigns": [{**DOCUMENTED, "fields": [MAKE]}]},
        {"data": {"id": 9, "fields": [MAKE]}},
        {"status": "Success", "campaigns": {"9": {"name": "Solar Panels", "fields": [MAKE]}}},
        {"status": "Success", "details": {"id": "9", "fields": [MAKE]}},
        [{"id": "9", "fields": [MAKE]}],
        {"fields": [MAKE]},
        {"id": "9", "fields": {"data13": {"label": "make_of_car", "required": "1"}}},
        {"id": "9", "fields": [{**MAKE, "required": "Yes"}, MAKE, {"label": "no name"}, None, {}]},
    ],
)
def test_fields_in_every_shape(body: object) -> None:
    assert read_campaign_fields(json.dumps(body), "9") == [CampaignField("data13", "make_of_car", required=True)]


@pytest.mark.parametrize("fields", [[], {}, None, "odd"])
def test_a_campaign_without_fields(fields: object) -> None:
    assert read_campaign_fields(json.dumps({"id": "9", "fields": fields}), "9") == []
    assert read_campaign_fields(json.dumps({**DOCUMENTED}), "9") == []


def test_another_campaign_is_not_taken_for_this_one() -> None:
    with pytest.raises(OddAnswer, match="another campaign than 9") as problem:
        read_campaign_fields(json.dumps({"id": "12", "fields": [MAKE]}), "9")
    assert "Nothing was changed" in problem.value.user_text


def test_the_order_of_the_fields_is_leadbytes_and_a_poor_label_is_bettered() -> None:
    fields: list[object] = [
        {"name": "postcode", "label": "postcode"}, {"name": "dob", "label": ""}, "firstname",
        {"name": "data2", "label": "data2"}, {"name": "email", "label": "Your e-mail"},
    ]  # fmt: skip
    read = read_campaign_fields(json.dumps({"id": "9", "fields": fields}), "9")
    assert [(field.name, field.label) for field in read] == [
        ("postcode", "Postcode"),
        ("dob", "Date of birth"),
        ("firstname", "First name"),
        ("data2", "Custom field 2"),
        ("email", "Your e-mail"),
    ]
    by_name = read_campaign_fields('{"id": "9", "fields": {"data13": "make_of_car", "postcode": null}}', "9")
    assert [(field.name, field.label) for field in by_name] == [("data13", "make_of_car"), ("postcode", "Postcode")]


TILE, SLATE = Choice("Tile", "Tile"), Choice("Slate", "Slate")


@pytest.mark.parametrize(
    ("selection", "choices"),
    [
        (["Tile", "Slate"], (TILE, SLATE)),
        (["Tile", "", None, "Slate", "Tile"], (TILE, SLATE)),
        ([1, 2.5], (Choice("1", "1"), Choice("2.5", "2.5"))),
        (
            [{"value": "T", "label": "Tile"}, {"value": "S", "label": "Slate"}],
            (Choice("T", "Tile"), Choice("S", "Slate")),
        ),
        ([{"id": 1, "name": "Tile"}], (Choice("1", "Tile"),)),
        ([{"name": "Tile"}, {"label": "Slate"}], (TILE, SLATE)),
        ([{"value": "T", "text": "Tile"}], (Choice("T", "Tile"),)),
        ([{"value": "Tile"}], (TILE,)),
        ({"T": "Tile", "S": "Slate"}, (Choice("T", "Tile"), Choice("S", "Slate"))),
        ({"0": "Tile", "1": "Slate"}, (TILE, SLATE)),
        ({"1": "Tile", "2": "Slate"}, (Choice("1", "Tile"), Choice("2", "Slate"))),
        ({"0": {"value": "T", "label": "Tile"}}, (Choice("T", "Tile"),)),
        ("Tile\nSlate\n", (TILE, SLATE)),
        ("Tile|Slate", (TILE, SLATE)),
        ("Tile, Slate", (TILE, SLATE)),
        ("Tile", (TILE,)),
        ([], ()),
        ({}, ()),
        ("", ()),
        (None, ()),
        (7, ()),
    ],
)
def test_pick_lists_in_every_shape(selection: object, choices: tuple[Choice, ...]) -> None:
    body = {
        "id": "9",
        "fields": [{"name": "data1", "label": "roof_type", "dataType": "select", "selection": selection}],
    }
    assert read_campaign_fields(json.dumps(body), "9") == [
        CampaignField("data1", "roof_type", data_type="select", choices=choices)
    ]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "campaigns",
                    "buyers",
                    "data",
                    "fields",
                    "name",
                    "label",
                    "selection",
                    "value",
                    "active",
                    "9",
                    "0",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@given(st.one_of(st.text(), JSON.map(json.dumps)))
def test_any_text_is_a_list_or_an_odd_answer(text: str) -> None:
    with suppress(OddAnswer):
        assert all(campaign.campaign_id.isdigit() and campaign.name for campaign in read_campaigns(text))
    with suppress(OddAnswer):
        assert all(buyer.buyer_id.isdigit() and buyer.company for buyer in read_buyers(text))
    with suppress(OddAnswer):
        fields = read_campaign_fields(text, "9")
        assert len({field.name for field in fields}) == len(fields)
        assert all(field.name and field.label and all(each.value for each in field.choices) for field in fields)


@pytest.mark.parametrize(
    ("selection", "values"),
    [
        ([{"value": "", "label": "Please select"}, {"value": "1", "label": "Gas"}], ["1"]),
        ([{"id": "", "name": "", "label": "Please select"}, {"id": "7", "name": "Gas"}], ["7"]),
        ({"": "Please select", "1": "Gas"}, ["1"]),
        ([{"label": "Gas"}, {"text": "Oil"}], ["Gas", "Oil"]),
        ([{"value": "", "id": "3", "label": "Gas"}], ["3"]),
    ],
)
def test_an_entry_with_an_empty_value_is_not_offered(selection: object, values: list[str]) -> None:
    fields = [{"name": "data3", "selection": selection}]
    [field] = read_campaign_fields(json.dumps({"id": "9", "fields": fields}), "9")
    assert [choice.value for choice in field.choices] == values
