"""Which column is what."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.sheet import Role, SheetHead
from leadbyte_desktop.importing.columns import (
    is_results,
    known_headings,
    match_columns,
    missing_words,
    outcome_left_out,
)

RESULTS = ("Outcome", "LeadByte said", "Delivery or action confirmed", "Time", "Request number")


def matched(*headings: str) -> list[str]:
    """What each column is: a field's name, or its role in brackets."""
    return [column.field or f"[{column.role}]" for column in match_columns(headings)]


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        ("postcode", "postcode"),
        ("Post Code", "postcode"),
        ("POSTAL CODE", "postcode"),
        ("Firstname", "firstname"),
        ("Forename", "firstname"),
        ("Surname", "lastname"),
        ("E-mail address", "email"),
        ("Mobile number", "phone1"),
        ("Adress 1", "street1"),
        ("Telephon", "phone1"),
        ("data13", "data13"),
        ("Custom field 4", "data4"),
        ("Lead ID", "[lead]"),
        ("ID", "[lead]"),
        ("Quarantine ID", "[quarantine]"),
        ("QID", "[quarantine]"),
        ("Deliveries", "[deliveries]"),
        ("triggerDeliveryIds", "[deliveries]"),
        ("Action", "[action]"),
        ("Agent", "[ignored]"),
        ("", "[ignored]"),
        ("Phone 4", "[ignored]"),
    ],
)
def test_a_heading_is_known(heading: str, what: str) -> None:
    assert matched(heading) == [what]


def test_the_surest_heading_wins_and_each_field_is_taken_once() -> None:
    assert matched("Phone", "phone1", "Telephone") == ["[ignored]", "phone1", "[ignored]"]


def test_every_column_that_could_name_the_leads_is_said_to() -> None:
    assert matched("ID", "Lead ID", "Postcode") == ["[lead]", "[lead]", "postcode"]
    assert matched("Lead ID", "Quarantine ID") == ["[lead]", "[quarantine]"]
    assert matched("Lead ID", "Lead ID") == ["[lead]", "[lead]"]


def test_beside_an_id_a_column_called_lead_is_somebodys_name() -> None:
    assert matched("Lead", "Lead ID") == ["[ignored]", "[lead]"]
    assert matched("Lead", "Postcode") == ["[lead]", "postcode"]


def test_what_a_person_matched_before_wins() -> None:
    columns = match_columns(("Ref", "ID", "Postcode"), {"Ref": (Role.LEAD, ""), "Postcode": (Role.IGNORED, "")})
    assert [column.role for column in columns] == [Role.LEAD, Role.IGNORED, Role.IGNORED]


def test_columns_keep_their_headings_and_places() -> None:
    columns = match_columns(("A", "", "Postcode"))
    assert [(column.slot, column.heading) for column in columns] == [(0, "A"), (1, ""), (2, "Postcode")]


def test_what_is_missing_is_said_with_the_headings() -> None:
    assert missing_words(match_columns(("Lead ID", "Postcode"))) == ""
    words = missing_words(match_columns(("Name", "Postcode")))
    assert words == ("No column holds the lead IDs. Say which column does. The headings are “Name”, “Postcode”.")


def test_two_columns_that_name_the_leads_are_one_too_many() -> None:
    columns = match_columns(("A", "B"), {"A": (Role.LEAD, ""), "B": (Role.QUARANTINE, "")})
    assert missing_words(columns) == "“A” and “B” both name the leads, and only one of them can. Say which one."
    assert SheetHead(columns=columns).lead_column is None, "of two, nobody but a person can say which"
    same = match_columns(("Lead ID", "Town", "Lead ID", "ID"))
    assert missing_words(same) == (
        "“Lead ID” (column 1), “Lead ID” (column 3) and “ID” all name the leads, and only one of them can. "
        "Say which one."
    )


def test_a_file_of_results_is_known_by_what_this_app_wrote() -> None:
    found = is_results(("Agent", "Lead ID", "Deliveries", "Action", *RESULTS))
    assert found is not None
    assert (found.outcome, found.deliveries, found.action) == (4, 2, 3)
    assert found.ours == {4, 5, 6, 7, 8}
    assert is_results(("Lead ID", "Outcome", "Time")) is None


def test_of_results_saved_twice_the_last_outcome_counts() -> None:
    found = is_results(("Row", "Lead ID", *RESULTS, *RESULTS))
    assert found is not None
    assert found.outcome == 7
    assert found.ours == {0, *range(2, 12)}
    assert matched("Row", "Lead ID", *RESULTS)[2:] == ["[ignored]"] * 5


@pytest.mark.parametrize(
    ("outcome", "asks_effect", "offered"),
    [
        ("Updated", False, False),
        ("Updated", True, False),
        ("Queued", False, False),
        ("Not known", True, False),
        ("Not known", False, True),
        ("Refused", True, True),
        ("Not sent", True, True),
        ("Cancelled", False, True),
        ("Cancelled: left out", False, False),
        ("Cancelled: left out", True, False),
        ("Updated; denied", True, False),
        ("Waiting", False, False),
        ("Sending", True, False),
        ("", False, True),
    ],
)
def test_only_rows_that_did_not_go_through_are_offered_again(outcome: str, asks_effect: bool, offered: bool) -> None:
    assert (outcome_left_out(outcome, asks_effect=asks_effect) == "") is offered


@pytest.mark.parametrize(
    ("outcome", "asks_effect"),
    [("Updated", False), ("Queued", False), ("Cancelled: left out", False), ("Waiting", False), ("Not known", True)],
)
def test_what_went_through_is_not_offered_by_the_results_of_its_results_either(outcome: str, asks_effect: bool) -> None:
    why = outcome_left_out(outcome, asks_effect=asks_effect)
    # So the next file of results says it: the row was not sent, and why.
    assert outcome_left_out("Not sent", why, asks_effect=asks_effect) == why
    assert outcome_left_out("Not sent", why, asks_effect=False) == why


@pytest.mark.parametrize(
    ("outcome", "said", "asks_effect", "offered"),
    [
        ("Cancelled", "Left out: lead 1 went to Acme Solar on 22 Nov 2026, 14:02 (sam).", True, False),
        ("Cancelled", "Left out: it already went from this PC.", True, False),
        ("Cancelled", "", True, True),
        ("Cancelled", "Left out: so.", False, True),
        ("Not sent", "Left out: “abc” is not a lead ID.", True, True),
        ("Not sent", "Left out by hand.", False, True),
    ],
)
def test_what_was_left_out_for_another_reason(outcome: str, said: str, asks_effect: bool, offered: bool) -> None:
    assert (outcome_left_out(outcome, said, asks_effect=asks_effect) == "") is offered


def test_every_known_heading_leads_to_its_field() -> None:
    for heading, name in known_headings().items():
        assert matched(heading) in ([name], ["[lead]"]), heading


OWN = {"rooftype": "data1", "mobile": "phone2", "surveydate": "", "postcode": "", "accountnumber": "data4"}


def own(*headings: str) -> list[str]:
    """The same with an account that calls its fields so."""
    return [column.field or f"[{column.role}]" for column in match_columns(headings, own=OWN)]


def test_the_account_s_own_label_wins_over_what_other_people_call_a_field() -> None:
    assert own("Lead ID", "Roof type", "Mobile", "Phone", "Town") == ["[lead]", "data1", "phone2", "phone1", "towncity"]


def test_a_label_that_several_fields_have_is_matched_to_none() -> None:
    assert own("Lead ID", "Survey date", "Postcode", "Account number") == ["[lead]", "[ignored]", "[ignored]", "data4"]


def test_what_a_person_matched_before_wins_over_the_account_s_labels() -> None:
    (_, column) = match_columns(("Lead ID", "Survey date"), {"Survey date": (Role.FIELD, "data2")}, OWN)
    assert column.field == "data2"


def test_no_own_label_makes_a_column_name_the_leads() -> None:
    columns = match_columns(("Lead ID", "Deliveries"), own={"leadid": "data1", "deliveries": "data2"})
    assert [column.role for column in columns] == [Role.LEAD, Role.DELIVERIES]
