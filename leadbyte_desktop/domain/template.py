"""A template: the fields, the deliveries and the action of a job that is done fifty times a day."""

from __future__ import annotations

from dataclasses import dataclass

from leadbyte_desktop.domain.lead_update import Action


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One field of a template.

    Attributes:
        name: LeadByte's name of the field.
        value: what is filled in each time; "" clears the field, None leaves it to be typed.
        label: what the template's campaign called the field when it was saved; empty where that was not known.
    """

    name: str
    value: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """What is made ready by one choice, so that only the values are typed ("Full details → Acme").

    Attributes:
        name: what the person calls it, in one line whatever was pasted: tabs and line ends are spaces. Two templates of
            one account differ in more than capitals.
        fields: the fields in the order in which they are typed.
        delivery_ids: the deliveries that are ticked.
        action: what is done with the lead; RELEASE and REJECT are for quarantined leads only.
        campaign_id: the campaign of the lead from which it was saved; empty where that was not known.
        campaign: the name of that campaign.
    """

    name: str
    fields: tuple[TemplateField, ...] = ()
    delivery_ids: tuple[str, ...] = ()
    action: Action | None = None
    campaign_id: str = ""
    campaign: str = ""

    def __post_init__(self) -> None:
        """Have the name in one line."""
        object.__setattr__(self, "name", " ".join(self.name.split()))

    @property
    def in_quarantine(self) -> bool:
        """Whether it is for quarantined leads: only those are released or rejected."""
        return self.action in (Action.RELEASE, Action.REJECT)

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of its fields, in order."""
        return tuple(each.name for each in self.fields)

    @property
    def fixed(self) -> dict[str, str]:
        """Field name to the value that is filled in each time; "" clears the field."""
        return {each.name: each.value for each in self.fields if each.value is not None}
