"""A delivery of another campaign than the lead's: said where both are known, and only there."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.services.review_campaigns import (
    NOT_COMPARED,
    campaign_words,
    many_campaigns_words,
    not_compared_words,
)

LEAD = LeadRef("7")


def delivery(number: int, campaign: str) -> Delivery:
    return Delivery(str(number), f"Delivery {number}", campaign=campaign)


@pytest.mark.parametrize(
    ("lead_has", "delivery_has"),
    [("Solar", "Solar"), ("Solar", " solar  "), ("Sol\u200bar", "SOLAR"), ("", "Solar"), ("Solar", ""), ("", "")],
)
def test_nothing_is_said_of_the_same_campaign_or_of_one_that_is_not_known(lead_has: str, delivery_has: str) -> None:
    assert campaign_words(LEAD, lead_has, [delivery(1, delivery_has)]) == ""


def test_one_is_named_with_both_campaigns() -> None:
    assert campaign_words(LEAD, "Life", [delivery(1, "Life"), delivery(2, "Solar")]) == (
        "Lead 7 is in the campaign “Life”, but “Delivery 2” is a delivery of the campaign “Solar”. "
        "Nothing was sent yet. Send it if that is meant, or go back and untick that delivery."
    )


def test_of_many_the_first_are_named_and_all_are_counted() -> None:
    words = campaign_words(LEAD, "Life", [delivery(number, "Solar") for number in range(1, 6)])
    assert words == (
        "Lead 7 is in the campaign “Life”, but these are deliveries of other campaigns: “Delivery 1” of “Solar”; "
        "“Delivery 2” of “Solar”; “Delivery 3” of “Solar”; and 2 others. Nothing was sent yet. "
        "Send it if that is meant, or go back and untick those deliveries."
    )
    three = campaign_words(LEAD, "Life", [delivery(number, "Solar") for number in range(1, 4)])
    assert "other" not in three.partition("campaigns:")[2]


def test_endless_and_odd_names_stay_short_and_plain() -> None:
    words = campaign_words(LEAD, "L" * 900, [Delivery("1", "a\n\u202eb" + "x" * 900, campaign="S" * 900)])
    assert len(words) < 400
    assert "\n" not in words
    assert "\u202e" not in words


# --- several leads ----------------------------------------------------------------------------------------------------


def test_of_several_leads_those_that_differ_are_named() -> None:
    solar = [delivery(1, "Solar")]
    one = [(LeadRef("7"), "Life", solar), (LeadRef("8"), "Solar", solar)]
    assert many_campaigns_words(one) == (
        "1 lead goes through deliveries of another campaign: lead 7 is in the campaign “Life”, but “Delivery 1” is a "
        "delivery of the campaign “Solar”. Nothing was sent yet. Send it if that is meant, or go back and take that "
        "lead out."
    )
    assert many_campaigns_words(one[1:]) == many_campaigns_words([]) == ""
    many = many_campaigns_words([(LeadRef(str(number)), "Life", solar) for number in range(1, 6)])
    assert many.startswith("5 leads go through deliveries of another campaign: lead 1 is in")
    assert "; and 2 more leads. Nothing was sent yet. Send them if" in many
    assert "lead 4" not in many


def test_what_was_not_compared_is_said_and_nothing_where_all_was() -> None:
    assert not_compared_words(0, 3, compares=True) == not_compared_words(3, 3, compares=False) == NOT_COMPARED
    assert not_compared_words(1, 3, compares=True) == (
        "Of 2 of the 3 leads the campaign was not checked: LeadByte is not asked in which campaign each of several "
        "leads is, and only those that you looked at in Single lead are compared with the deliveries’ campaigns."
    )
    assert not_compared_words(1_002, 1_003, compares=True).startswith("Of 1 of the 1,003 leads the campaign was not")
    assert not_compared_words(3, 3, compares=True) == not_compared_words(1, 1, compares=True) == ""
    assert "this lead" in not_compared_words(0, 1, compares=True)
