"""The labels of an account's fields: which name a label means, and under which label a name is shown."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.campaign import CampaignField, Choice
from leadbyte_desktop.domain.field_labels import FieldLabels

SOLAR = (
    CampaignField("firstname", "First name"),
    CampaignField("phone1", "Mobile"),
    CampaignField("data1", "Roof type"),
    CampaignField("data2", "Survey date"),
    CampaignField("data5", "Postcode"),
)
ENERGY = (
    CampaignField("firstname", "First name"),
    CampaignField("phone1", "Mobile"),
    CampaignField("data1", "Meter type"),
    CampaignField("data3", "Survey date"),
    CampaignField("data4", "Account number"),
)
LABELS = FieldLabels.of_campaigns([("Solar Panels", SOLAR), ("Energy Switch", ENERGY)])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("roof_type", "data1"),
        ("ROOF TYPE", "data1"),
        ("Meter type", "data1"),
        ("Mobile", "phone1"),
        ("Account number", "data4"),
        ("First name", "firstname"),
        ("data4", "data4"),
        ("Survey date", None),  # data2 in one campaign, data3 in the other
        ("Postcode", None),  # data5, or LeadByte's own field of that name
        ("Town or city", "towncity"),  # the standard ones stay known
        ("Favourite colour", None),
    ],
)
def test_a_label_means_one_name_or_none(text: str, name: str | None) -> None:
    assert LABELS.name_of(text) == name


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("firstname", "First name"),
        ("phone1", "Mobile"),
        ("data4", "Account number"),
        ("data1", "Custom field 1 (Roof type, Meter type)"),
        ("data2", "Survey date (Custom field 2)"),
        ("data3", "Survey date (Custom field 3)"),
        ("data5", "Postcode (Custom field 5)"),
        ("postcode", "Postcode"),
        ("data9", "Custom field 9"),
        ("favourite", "favourite"),
    ],
)
def test_a_name_is_shown_so_that_nobody_takes_it_for_another(name: str, label: str) -> None:
    assert LABELS.of(name) == label


def test_without_campaigns_the_standard_labels_stand() -> None:
    plain = FieldLabels()
    assert (plain.of("postcode"), plain.name_of("Postcode"), plain.fields) == ("Postcode", "postcode", ())


def test_a_list_names_the_campaign_unless_all_call_it_so() -> None:
    words = [each.words for each in LABELS.fields]
    assert words == [
        "First name",
        "Mobile",
        "Roof type — Solar Panels",
        "Survey date — Solar Panels",
        "Postcode — Solar Panels",
        "Meter type — Energy Switch",
        "Survey date — Energy Switch",
        "Account number — Energy Switch",
    ]


def test_of_one_campaign_nothing_needs_its_name() -> None:
    alone = FieldLabels.of_campaigns([("Solar Panels", SOLAR)])
    assert [each.words for each in alone.fields][:4] == ["First name", "Mobile", "Roof type", "Survey date"]
    assert alone.of("data1") == "Roof type"


def test_more_than_two_campaigns_and_labels_are_counted() -> None:
    field = (CampaignField("data4", "Account number"),)
    many = FieldLabels.of_campaigns([(name, field) for name in ("One", "Two", "Three", "Four")])
    assert [each.words for each in many.fields] == ["Account number — One, Two and 2 more"]
    labels = [(label, (CampaignField("data1", label),)) for label in ("Roof", "Meter", "Boiler")]
    assert FieldLabels.of_campaigns(labels).of("data1") == "Custom field 1 (Roof, Meter …)"


def test_two_fields_of_one_label_in_one_campaign_are_told_apart_by_their_names() -> None:
    twice = FieldLabels.of_campaigns([("Solar", (CampaignField("data1", "Date"), CampaignField("data2", "Date")))])
    assert [each.words for each in twice.fields] == ["Date (data1) — Solar", "Date (data2) — Solar"]
    assert twice.name_of("Date") is None


@pytest.mark.parametrize("name", ["firstname", "phone1", "data1", "data2", "data3", "data4", "data5", "towncity"])
def test_what_is_shown_leads_back_to_its_field(name: str) -> None:
    assert LABELS.name_of(LABELS.of(name)) == name


def test_a_column_is_called_as_its_heading_where_that_is_one_of_the_field_s_labels() -> None:
    assert LABELS.called("data1", "ROOF-TYPE") == "Roof type"
    assert LABELS.called("data1", "Tiles") == "Custom field 1 (Roof type, Meter type)"
    assert LABELS.called("data2", "Survey date") == "Survey date (Custom field 2)"
    assert LABELS.called("data4", "Roof type") == "Account number"


def test_a_pick_list_holds_where_every_campaign_has_one() -> None:
    def field(*values: str) -> CampaignField:
        return CampaignField("data1", "Smoker", choices=tuple(Choice(value, value.title()) for value in values))

    both = FieldLabels.of_campaigns([("Life", (field("YES", "NO"),)), ("Home", (field("NO", "MAYBE"),))])
    assert both.picks == {"data1": ("YES", "NO", "MAYBE")}
    free = FieldLabels.of_campaigns([("Life", (field("YES", "NO"),)), ("Home", (field(),))])
    assert free.picks == {}


def test_a_field_is_required_where_every_campaign_that_has_it_says_so() -> None:
    must, may = CampaignField("phone1", "Mobile", required=True), CampaignField("phone1", "Mobile")
    other = CampaignField("dob", "Date of birth", required=True)
    assert FieldLabels.of_campaigns([("Life", (must, other)), ("Home", (must,))]).required == {"phone1", "dob"}
    assert FieldLabels.of_campaigns([("Life", (must,)), ("Home", (may,))]).required == frozenset()
