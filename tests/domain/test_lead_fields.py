"""Field names and labels."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, known_name, label_of, name_of


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("postcode", "Postcode"),
        ("firstname", "First name"),
        ("street1", "Street"),
        ("towncity", "Town or city"),
        ("phone1", "Phone 1"),
        ("data13", "Custom field 13"),
        ("shoe_size", "shoe_size"),
        ("data0", "data0"),
    ],
)
def test_a_name_and_its_label_lead_to_each_other(name: str, label: str) -> None:
    assert label_of(name) == label
    assert name_of(label) == name
    assert name_of(name) == name


def test_no_two_fields_share_a_label() -> None:
    assert len({label.casefold() for label in LEAD_FIELDS.values()}) == len(LEAD_FIELDS)
    assert all(known_name(label) == known_name(name) == name for name, label in LEAD_FIELDS.items())


def test_what_only_steers_a_submission_is_not_offered() -> None:
    assert not {"campid", "sid", "ssid", "testmode", "returnjson", "queue_ref", "sub_supplier_id"} & LEAD_FIELDS.keys()


@pytest.mark.parametrize("typed", [" POSTCODE ", "Post code", "post_code", "Post-Code"])
def test_case_spaces_and_punctuation_do_not_matter(typed: str) -> None:
    assert name_of(typed) == "postcode"


def test_a_name_of_ones_own_is_taken_as_typed() -> None:
    assert name_of("  utm_Source ") == "utm_Source"
    assert known_name("utm_Source") is None
    assert known_name("") is None
