"""How a template fits the lead that it is used for: one name may be another field in each campaign.

A value that was kept for the monthly bill must not end up in the meter's type, only because both are "data2".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, plain_form
from leadbyte_desktop.domain.shared_fields import SharedField
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.domain.words import on_one_line


@dataclass(frozen=True, slots=True)
class LeadFields:
    """What is known of the fields of the lead in the form.

    Attributes:
        campaign_id: the lead's campaign; empty where it is not known.
        campaign: its name, for a sentence.
        fields: the fields of that campaign; empty where they are not known.
        shared: by name, what all campaigns of the account agree on.
        named: whether a lead is named at all; before that, nothing needs to be said of one.
    """

    campaign_id: str = ""
    campaign: str = ""
    fields: Sequence[CampaignField] = ()
    shared: Mapping[str, SharedField] | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """What of a template must not be filled in, and what a person must be told.

    Attributes:
        withheld: the names of the fields whose kept value belongs into another field.
        words: by field, a sentence each.
    """

    withheld: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)


def fit(template: Template, lead: LeadFields) -> Fit:
    """Compare what a template's fields were called where it was saved with what they are for this lead."""
    known = {each.name: each for each in lead.fields} if lead.campaign_id else {}
    withheld: set[str] = set()
    words: dict[str, str] = {}
    for each in template.fields:
        if template.campaign_id and each.label and known:
            keeps, said = _in_campaign(template, each, known.get(each.name), lead)
        else:
            keeps, said = True, _unsure(template, each, known.get(each.name), lead)
        if not keeps:
            withheld.add(each.name)
        if said:
            words[each.name] = said
    return Fit(frozenset(withheld), words)


def _in_campaign(
    template: Template, kept: TemplateField, now: CampaignField | None, lead: LeadFields
) -> tuple[bool, str]:
    """Whether a value may be filled in where the lead's campaign and its fields are known, and what to say."""
    if now is None:
        # A list of fields that lacks a standard one tells nothing: every lead has those.
        if kept.name in LEAD_FIELDS or lead.campaign_id == template.campaign_id or kept.value is None:
            return True, ""
        return False, f"{_value(kept)} was not filled in: {lead.campaign} has no {kept.label}."
    if plain_form(now.label) == plain_form(kept.label):
        return True, ""
    if lead.campaign_id == template.campaign_id:
        return True, f"What was called {kept.label} when the template was saved is called {now.label} now."
    other = f"what is {kept.label} in {template.campaign} is {now.label} in {lead.campaign}."
    if kept.value is None:
        return True, f"W{other[1:]}"
    return False, f"{_value(kept)} was not filled in: {other}"


def _unsure(template: Template, kept: TemplateField, now: CampaignField | None, lead: LeadFields) -> str:
    """What to say of a kept value where it is not known which of several fields it was kept for, or goes into."""
    shared = (lead.shared or {}).get(kept.name)
    if lead.campaign_id and lead.campaign_id == template.campaign_id:
        return ""
    if kept.value is None or not lead.named or shared is None or not shared.may_be:
        return ""
    if template.campaign_id and kept.label:
        return (
            f"{_value(kept)} was kept for {kept.label} in {template.campaign}; which field it is for this lead is "
            "not known, so check it."
        )
    into = now.label if now else shared.in_full
    return f"{_value(kept)} goes into {into}; for which campaign the template was saved is not known, so check it."


def _value(kept: TemplateField) -> str:
    return f"“{on_one_line(kept.value)}”" if kept.value else "“Clear this field”"
