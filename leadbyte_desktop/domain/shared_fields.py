"""What may be said of a field where the campaign of a lead is not known: what all campaigns agree on, and no more.

One name may mean another thing in each campaign ("data1" is the roof in one and the meter in the next), so a label, a
pick list, a required mark or a type of one of them must never stand beside a lead that may be another's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.lead_fields import label_of, plain_form

_MOST = 4


@dataclass(frozen=True, slots=True)
class SharedField(CampaignField):
    """A field of a lead whose campaign is not known. What the campaigns do not agree on is left out of it.

    Attributes:
        may_be: what the campaigns call it, where they do not call it alike: "boiler_age in Boiler Cover, monthly_bill
            in Solar Panels"; its label is then the plain one. Empty where they agree.
    """

    may_be: str = ""

    @property
    def in_full(self) -> str:
        """Its label with what it may be: "Custom field 2 (boiler_age in Boiler Cover, monthly_bill in Solar)"."""
        return f"{self.label} ({self.may_be})" if self.may_be else self.label


def shared_fields(
    campaigns: Iterable[tuple[str, Sequence[CampaignField]]], *, more: bool = False
) -> tuple[SharedField, ...]:
    """Every field that any of these campaigns has, in their order, each name once.

    Args:
        campaigns: the name of each, and its fields.
        more: there are other campaigns that leads come in for, of which no fields are known: nothing is agreed then.
    """
    found: dict[str, list[tuple[str, CampaignField]]] = {}
    for campaign, fields in campaigns:
        for each in fields:
            found.setdefault(each.name, []).append((campaign, each))
    return tuple(_shared(name, several, more=more) for name, several in found.items())


def _shared(name: str, several: Sequence[tuple[str, CampaignField]], *, more: bool) -> SharedField:
    fields = [each for _campaign, each in several]
    plain = label_of(name)
    alike = len({plain_form(each.label) for each in fields}) == 1
    # That a campaign calls a field as everybody does tells nothing that could be wrong in another.
    if not alike or (more and plain_form(fields[0].label) != plain_form(plain)):
        return SharedField(name, plain, may_be=_may_be(several))
    if more:
        return SharedField(name, fields[0].label)
    types = {each.data_type.casefold() for each in fields}
    choices = {each.choices for each in fields}
    forms = {each.date_form for each in fields}
    return SharedField(
        name,
        fields[0].label,
        all(each.required for each in fields),
        fields[0].data_type if len(types) == 1 else "",
        fields[0].choices if len(choices) == 1 else (),
        fields[0].date_form if len(forms) == 1 else "",
    )


def _may_be(several: Sequence[tuple[str, CampaignField]]) -> str:
    """What the field is in each campaign; campaigns that call it alike stand together."""
    called: dict[str, list[str]] = {}
    for campaign, each in several:
        called.setdefault(each.label, []).append(campaign)
    parts = [
        f"{label} in {' and '.join(where[:2])}{' and others' * (len(where) > 2)}" for label, where in called.items()
    ]
    rest = len(parts) - _MOST
    return ", ".join(parts[:_MOST]) + (f" and {rest:,} more" if rest > 0 else "")


def _listed(campaigns: Sequence[str]) -> str:
    return " and ".join([*campaigns[:2], *["others"] * (len(campaigns) > 2)])
