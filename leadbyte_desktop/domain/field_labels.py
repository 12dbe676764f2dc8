"""The labels that an account gives its fields: a label is shown, a name is sent (leadbyte-api.md section 3).

Where the account says nothing, `lead_fields.label_of` does. One name may have another label in each campaign ("data1"
is the roof in one and the meter in the next), and one label may belong to several names; nothing is then chosen unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, known_name, label_of, plain_form

_MOST_LABELS = 2


@dataclass(frozen=True, slots=True)
class AccountField:
    """A field under one of its labels.

    Attributes:
        name: what is sent.
        label: what a person reads.
        campaigns: the names of the campaigns that call it so, in their order.
        common: every campaign that is known calls it so, and no other field: the campaign need not be named.
        alike: another field has the same label in the same campaign, so that only the name tells them apart.
    """

    name: str
    label: str
    campaigns: tuple[str, ...]
    common: bool = False
    alike: bool = False

    @property
    def words(self) -> str:
        """As a list to choose from names it: "roof_type — Solar Panels"."""
        label = f"{self.label} ({self.name})" if self.alike else self.label
        if self.common:
            return label
        more = len(self.campaigns) - _MOST_LABELS
        return f"{label} — {', '.join(self.campaigns[:_MOST_LABELS])}" + (f" and {more:,} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class FieldLabels:
    """What an account calls its fields.

    Attributes:
        fields: every field under each of its labels, in the order of the campaigns and of their fields.
        shown: by name, the label under which a field is shown; standard fields that the account calls as everybody
            does are not in it.
        picks: by name, the values of its pick list, where every campaign that has the field has one.
        required: the names of the fields that a lead must have in every campaign that has them.
        headings: by label, in the form of `plain_form`, the one name that it means; "" where it means several.
    """

    fields: tuple[AccountField, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()

    @classmethod
    def of_campaigns(cls, campaigns: Iterable[tuple[str, Sequence[CampaignField]]]) -> FieldLabels:
        """The labels of these campaigns.

        Args:
            campaigns: the name of each, and its fields.
        """
        called: dict[tuple[str, str], list[str]] = {}
        choices: dict[str, list[tuple[str, ...]]] = {}
        free: set[str] = set()
        count = 0
        for campaign, fields in campaigns:
            count += 1
            for each in fields:
                if not each.required:
                    free.add(each.name)
                choices.setdefault(each.name, []).append(tuple(choice.value for choice in each.choices))
                called.setdefault((each.name, each.label), []).append(campaign)
        headings = _headings(called)
        alike = _alike(called)
        found = tuple(
            AccountField(
                name,
                label,
                tuple(dict.fromkeys(where)),
                common=_is_common(name, label, len(where), count, headings),
                alike=(name, label) in alike,
            )
            for (name, label), where in called.items()
        )
        shown = _shown(called, headings)
        # What the app itself has written over a column leads back to its field.
        return cls(
            found,
            shown,
            {plain_form(label): name for name, label in shown.items()} | headings,
            _picks(choices),
            frozenset(choices.keys() - free),
        )

    def of(self, name: str) -> str:
        """The label under which a field is shown; an unknown name stands for itself."""
        return self.shown.get(name) or label_of(name)

    def called(self, name: str, heading: str) -> str:
        """The same for a column: where its heading is one of the field's own labels, that label says enough."""
        plain = plain_form(heading)
        if self.headings.get(plain) == name:
            return next((each.label for each in self.fields if plain_form(each.label) == plain), self.of(name))
        return self.of(name)

    def name_of(self, label_or_name: str) -> str | None:
        """The name that a label or name means; None where neither is known, or several fields are called so."""
        plain = plain_form(label_or_name)
        if plain in self.headings:
            return self.headings[plain] or None
        names = {each.name for each in self.fields}
        return label_or_name.strip() if label_or_name.strip() in names else known_name(label_or_name)


def _picks(choices: Mapping[str, Sequence[tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """A field that may hold anything in one campaign has no pick list that a lead of any campaign must keep to."""
    return {
        name: tuple(dict.fromkeys(value for values in several for value in values))
        for name, several in choices.items()
        if all(several)
    }


def _is_common(name: str, label: str, campaigns: int, of: int, headings: Mapping[str, str]) -> bool:
    standard = name in LEAD_FIELDS and campaigns == of
    return (standard or of == 1) and bool(headings.get(plain_form(label)))


def _alike(called: Mapping[tuple[str, str], Sequence[str]]) -> set[tuple[str, str]]:
    """The fields that share their label with another one in the same campaign."""
    by_place: dict[tuple[str, str], set[str]] = {}
    for (name, label), where in called.items():
        for campaign in where:
            by_place.setdefault((label, campaign), set()).add(name)
    return {(name, label) for (label, _), names in by_place.items() if len(names) > 1 for name in names}


def _headings(called: Mapping[tuple[str, str], Sequence[str]]) -> dict[str, str]:
    """By label, the one name that it means. A label that is a standard field's name or label means that one too."""
    means: dict[str, set[str]] = {}
    for name, label in called:
        means.setdefault(plain_form(label), set()).add(name)
    for plain, names in means.items():
        standard = known_name(plain)
        if standard is not None:
            names.add(standard)
    return {plain: next(iter(names)) if len(names) == 1 else "" for plain, names in means.items() if plain}


def _shown(called: Mapping[tuple[str, str], Sequence[str]], headings: Mapping[str, str]) -> dict[str, str]:
    labels: dict[str, dict[str, Sequence[str]]] = {}
    for (name, label), where in called.items():
        labels.setdefault(name, {})[label] = where
    shown: dict[str, str] = {}
    for name, known in labels.items():
        alone = next(iter(known)) if len({plain_form(label) for label in known}) == 1 else ""
        if not alone:
            more = " …" if len(known) > _MOST_LABELS else ""
            shown[name] = f"{label_of(name)} ({', '.join([*known][:_MOST_LABELS])}{more})"
        elif not headings.get(plain_form(alone)):
            # Another field is called the same: what tells them apart is said with it.
            shown[name] = f"{alone} ({label_of(name) if label_of(name) != alone else name})"
        elif alone != label_of(name):
            shown[name] = alone
    return shown
