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
    """

    name: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """What is made ready by one choice, so that only the values are typed ("Full details → Acme").

    Attributes:
        name: what the person calls it, in one line whatever was pasted: tabs and line ends are spaces. Two templates of
            one account differ in more than capitals.
        fields: the fields in the order in which they are typed.
        delivery_ids: the deliveries that are ticked.
        action: REPROCESS, or None.
    """

    name: str
    fields: tuple[TemplateField, ...] = ()
    delivery_ids: tuple[str, ...] = ()
    action: Action | None = None

    def __post_init__(self) -> None:
        """Have the name in one line."""
        object.__setattr__(self, "name", " ".join(self.name.split()))

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of its fields, in order."""
        return tuple(each.name for each in self.fields)

    @property
    def fixed(self) -> dict[str, str]:
        """Field name to the value that is filled in each time; "" clears the field."""
        return {each.name: each.value for each in self.fields if each.value is not None}
