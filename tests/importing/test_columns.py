"""Columns find their fields by themselves, and never by a guess that could be wrong."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, label_of
from leadbyte_desktop.importing.columns import match_columns


def test_the_headings_of_the_sample() -> None:
    match = match_columns(("Lead ID", "First name", "Last name", "Postcode", "Phone 1", "Email"))

    assert match.lead_column == 0
    assert match.fields == (None, "firstname", "lastname", "postcode", "phone1", "email")
    assert (match.words, match.ignored) == ("", ())


@pytest.mark.parametrize("name", LEAD_FIELDS)
def test_every_field_is_found_by_its_name_and_by_its_label(name: str) -> None:
    assert match_columns(("Lead ID", name)).fields == (None, name)
    assert match_columns(("Lead ID", label_of(name).upper())).fields == (None, name)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("data13", "data13"),
        ("Surname", "lastname"),
        ("FORENAME", "firstname"),
        ("E-mail address", "email"),
        ("Mobile", "phone1"),
        ("Town", "towncity"),
        ("Zip code", "postcode"),
        ("Address 1", "street1"),
        ("Post Code", "postcode"),
        ("Postcde", "postcode"),
        ("Frist name", "firstname"),
        ("Countey", "county"),
    ],
)
def test_names_synonyms_and_slips_of_the_pen(heading: str, name: str) -> None:
    assert match_columns((heading, "Lead ID")).fields == (name, None)


@pytest.mark.parametrize("heading", ["Phone 4", "Street 3", "c4", "Shoe size", "Delivery", "", "  ", "data", "Payout"])
def test_what_is_not_known_is_ignored(heading: str) -> None:
    match = match_columns(("Lead ID", heading))

    assert match.fields == (None, None)
    assert match.ignored == ((heading,) if heading.strip() else ())


@pytest.mark.parametrize("heading", ["Lead ID", "leadid", "LEAD_ID", "Lead number", "Lead No.", "ID", "Lead"])
def test_the_lead_ids_are_found(heading: str) -> None:
    assert match_columns(("Postcode", heading)).lead_column == 1


def test_the_better_heading_holds_the_lead_ids() -> None:
    match = match_columns(("ID", "Lead ID"))

    assert match.lead_column == 1
    assert match.ignored == ("ID",)


@pytest.mark.parametrize("heading", ["Quarantine ID", "Customer ID", "Led ID", "BID", "Lead IDs of yesterday"])
def test_no_other_heading_is_taken_for_the_lead_ids(heading: str) -> None:
    match = match_columns((heading, "Postcode"))

    assert match.lead_column is None
    assert "Lead ID" in match.words
    assert f"“{heading}”" in match.words


def test_a_field_belongs_to_the_column_with_the_surest_heading() -> None:
    match = match_columns(("Lead ID", "Telephone", "Phone 1", "Postcode", "Postcode"))

    assert match.fields == (None, None, "phone1", "postcode", None)
    assert match.field_names == ("phone1", "postcode")
    assert match.ignored == ("Telephone", "Postcode")
