"""What is said of a field where the lead's campaign is not known: what all campaigns agree on."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.campaign import CampaignField, Choice
from leadbyte_desktop.domain.shared_fields import SharedField, shared_fields

YES_NO = (Choice("1", "Yes"), Choice("0", "No"))
NO_YES = (Choice("1", "No"), Choice("0", "Yes"))


def shared(*fields: CampaignField, more: bool = False) -> SharedField:
    """What is left of one field that stands in a campaign for each of these."""
    campaigns = [(name, [field]) for name, field in zip(("Boiler", "Solar", "Life"), fields, strict=False)]
    [left] = shared_fields(campaigns, more=more)
    return left


def test_what_all_agree_on_stays() -> None:
    field = CampaignField("data1", "roof_type", True, "select", YES_NO)
    assert shared(field, field) == SharedField("data1", "roof_type", True, "select", YES_NO)
    # Only one has it: a lead of another campaign has no such field.
    assert shared(field).label == "roof_type"


def test_a_name_with_several_labels_is_called_plainly_and_says_what_it_may_be() -> None:
    left = shared(
        CampaignField("data2", "boiler_age", True, "number", YES_NO), CampaignField("data2", "monthly_bill", True)
    )
    assert left == SharedField("data2", "Custom field 2", may_be="boiler_age in Boiler, monthly_bill in Solar")


@pytest.mark.parametrize(
    ("other", "left"),
    [
        (CampaignField("data1", "smoker", False, "select", YES_NO), (False, "select", YES_NO)),
        (CampaignField("data1", "Smoker", True, "SELECT", YES_NO), (True, "select", YES_NO)),
        (CampaignField("data1", "smoker", True, "text", YES_NO), (True, "", YES_NO)),
        # The same words with other values: a word would send the other campaign's value.
        (CampaignField("data1", "smoker", True, "select", NO_YES), (True, "select", ())),
        (CampaignField("data1", "smoker", True, "select"), (True, "select", ())),
    ],
)
def test_each_thing_is_left_out_that_they_do_not_agree_on(
    other: CampaignField, left: tuple[bool, str, tuple[Choice, ...]]
) -> None:
    field = shared(CampaignField("data1", "smoker", True, "select", YES_NO), other)
    assert (field.label, field.required, field.data_type, field.choices) == ("smoker", *left)
    assert field.may_be == ""


def test_where_not_every_campaign_is_known_nothing_of_the_known_ones_is_taken_for_agreed() -> None:
    own = shared(CampaignField("data1", "roof_type", True, "select", YES_NO), more=True)
    assert own == SharedField("data1", "Custom field 1", may_be="roof_type in Boiler")
    standard = shared(CampaignField("title", "Title", True, "select", YES_NO), more=True)
    assert standard == SharedField("title", "Title")


def test_many_campaigns_are_counted() -> None:
    fields = [(f"C{number}", [CampaignField("data1", f"label{number % 6}")]) for number in range(18)]
    [left] = shared_fields(fields)
    assert left.may_be == (
        "label0 in C0 and C6 and others, label1 in C1 and C7 and others, label2 in C2 and C8 and others, label3 in C3 "
        "and C9 and others and 2 more"
    )


def test_every_field_once_in_the_order_of_the_campaigns() -> None:
    dob, title = CampaignField("dob", "Born"), CampaignField("title", "Title")
    assert [each.name for each in shared_fields([("A", [dob]), ("B", [title, dob])])] == ["dob", "title"]
    assert shared_fields([]) == ()
