"""A template on a lead of another campaign: what must not be filled in, and what is said."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.shared_fields import shared_fields
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.domain.template_fit import Fit, LeadFields, fit

SOLAR = (CampaignField("postcode", "Postcode"), CampaignField("data2", "monthly_bill"), CampaignField("data3", "roof"))
ENERGY = (CampaignField("postcode", "Post code"), CampaignField("data2", "meter_type"))
SHARED = {each.name: each for each in shared_fields([("Solar", SOLAR), ("Energy", ENERGY)])}
FIELDS = (
    TemplateField("postcode", None, "Postcode"),
    TemplateField("data2", "120", "monthly_bill"),
    TemplateField("source", "Call centre", "Source"),
)
MADE_IN_SOLAR = Template("Bill", FIELDS, campaign_id="9", campaign="Solar")
ON_SOLAR = LeadFields("9", "Solar", SOLAR, SHARED, named=True)
ON_ENERGY = LeadFields("12", "Energy", ENERGY, SHARED, named=True)
UNKNOWN = LeadFields(shared=SHARED, named=True)


def test_on_a_lead_of_its_own_campaign_everything_fits() -> None:
    assert fit(MADE_IN_SOLAR, ON_SOLAR) == Fit()
    # Its fields did not come: it is its own campaign all the same.
    assert fit(MADE_IN_SOLAR, LeadFields("9", "Solar", (), SHARED, named=True)) == Fit()


def test_a_value_that_belongs_into_another_field_is_not_filled_in() -> None:
    assert fit(MADE_IN_SOLAR, ON_ENERGY) == Fit(
        frozenset({"data2"}),
        {"data2": "“120” was not filled in: what is monthly_bill in Solar is meter_type in Energy."},
    )


def test_a_field_that_is_to_be_typed_is_only_told_of() -> None:
    template = Template("Bill", (TemplateField("data2", None, "monthly_bill"),), campaign_id="9", campaign="Solar")
    assert fit(template, ON_ENERGY) == Fit(
        frozenset(), {"data2": "What is monthly_bill in Solar is meter_type in Energy."}
    )


@pytest.mark.parametrize(("value", "shown"), [("flat", "“flat”"), ("", "“Clear this field”")])
def test_a_field_that_the_campaign_does_not_have_gets_no_value(value: str, shown: str) -> None:
    template = Template("Roof", (TemplateField("data3", value, "roof"),), campaign_id="9", campaign="Solar")
    assert fit(template, ON_ENERGY) == Fit(
        frozenset({"data3"}), {"data3": f"{shown} was not filled in: Energy has no roof."}
    )


def test_a_field_that_its_own_campaign_calls_otherwise_by_now_is_told_of_and_filled_in() -> None:
    renamed = LeadFields("9", "Solar", (CampaignField("data2", "bill"),), SHARED, named=True)
    assert fit(MADE_IN_SOLAR, renamed) == Fit(
        frozenset(), {"data2": "What was called monthly_bill when the template was saved is called bill now."}
    )


def test_where_the_lead_s_campaign_is_not_known_it_is_filled_in_and_told_of() -> None:
    said = "“120” was kept for monthly_bill in Solar; which field it is for this lead is not known, so check it."
    assert fit(MADE_IN_SOLAR, UNKNOWN) == Fit(frozenset(), {"data2": said})
    assert fit(MADE_IN_SOLAR, LeadFields("12", "Energy", (), SHARED, named=True)).words == {"data2": said}
    assert fit(MADE_IN_SOLAR, LeadFields(shared=SHARED)) == Fit(), "no lead is named yet"


def test_a_template_that_knows_no_campaign_is_told_of_where_campaigns_differ() -> None:
    old = Template("Old", (TemplateField("data2", "120"), TemplateField("source", "Web")))
    end = "for which campaign the template was saved is not known, so check it."
    assert fit(old, ON_ENERGY) == Fit(frozenset(), {"data2": f"“120” goes into meter_type; {end}"})
    [words] = fit(old, UNKNOWN).words.values()
    assert words == f"“120” goes into Custom field 2 (monthly_bill in Solar, meter_type in Energy); {end}"
    assert fit(old, LeadFields(named=True)) == Fit(), "nothing is known of any campaign"
