"""What is said about a table's columns: how each was matched, what is wrong with the whole, what is sent of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_fields import known_name
from leadbyte_desktop.domain.sheet import Column, Role, naming_leads
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.importing.columns import both_name_leads, quoted
from leadbyte_desktop.ui.column_choice import Becomes, becomes_of, other_field
from leadbyte_desktop.ui.theme import Tone

_MOST_NAMED = 6
_NOT_SENT = (Role.IGNORED, Role.QUARANTINE, Role.LEAD)


class How(StrEnum):
    """Why a column is taken for what it is; the value is what a person reads."""

    NAME = "By its name"
    LABEL = "By your account’s label"
    HEADING = "By its heading"
    CLOSE = "Looks like it; please check"
    REMEMBERED = "As last time"
    RESULTS = "From results of this app"
    CHOSEN = "You chose it"
    UNKNOWN = "Not recognised"
    SEVERAL = "Several fields are called so; choose one"

    @property
    def tone(self) -> Tone:
        """How it is coloured; the words say the same."""
        return Tone.WARNING if self in (How.CLOSE, How.SEVERAL) else Tone.HINT


def how_matched(column: Column, synonyms: Mapping[str, str], plain: str, own: Mapping[str, str]) -> How:
    """How a column was matched by itself.

    Args:
        column: the column.
        synonyms: headings in their plain form that are known to mean a field, to that field.
        plain: the heading in that form.
        own: the account's own labels in that form, to the field that each means; "" for one that several have.
    """
    if column.role is Role.IGNORED:
        return How.SEVERAL if own.get(plain) == "" else How.UNKNOWN
    if column.role is not Role.FIELD:
        return How.HEADING
    if known_name(column.heading) == column.field:
        return How.NAME
    if own.get(plain) == column.field:
        return How.LABEL
    return How.HEADING if synonyms.get(plain) == column.field else How.CLOSE


def what_stops(columns: Sequence[Column]) -> str:
    """Why a table cannot be used with these columns, and what to do; "" where it can."""
    leads = naming_leads(columns)
    if len(leads) == 1:
        return ""
    if leads:
        others = "the other is" if len(leads) == 2 else "the others are"
        return f"{both_name_leads(leads)} Choose it; {others} not sent."
    return "No column says which leads are meant. Choose “Lead ID” beside the column in which their lead IDs stand."


def what_is_missing(columns: Sequence[Column]) -> str:
    """The same in a few words, to stand beside the button that cannot be pressed."""
    leads = naming_leads(columns)
    if len(leads) == 1:
        return ""
    if not leads:
        return "Choose the column that names the leads."
    number = "Two" if len(leads) == 2 else f"{len(leads):,}"
    return f"{number} columns name the leads: choose one."


def what_is_odd(columns: Sequence[Column], labels: FieldLabels) -> str:
    """What a person should know of these columns; "" for nothing. `labels` are what the account calls its fields."""
    words = [*_taken_twice(columns, labels)]
    others = [column.field for column in columns if other_field(becomes_of(column), labels)]
    if others:
        names = _some([f"“{name}”" for name in others])
        them, is_one = ("it", "is a name of your own") if len(others) == 1 else ("them", "are names of your own")
        words.append(f"{names} {is_one}: LeadByte takes {them} only where the campaign has such a field.")
    return " ".join(words)


def _taken_twice(columns: Sequence[Column], labels: FieldLabels) -> list[str]:
    taken: dict[Becomes, list[Column]] = {}
    for column in columns:
        if column.role is Role.FIELD:
            taken.setdefault(becomes_of(column), []).append(column)
    return [_taken_words(same, becomes.words(labels)) for becomes, same in taken.items() if len(same) > 1]


def _taken_words(same: Sequence[Column], becomes: str) -> str:
    if len(same) > 2:
        names = _some([quoted(each) for each in same])
        return f"{names} all become {becomes}: where several hold a value, the last one is sent."
    names = f"{quoted(same[0])} and {quoted(same[1])}"
    return f"{names} both become {becomes}: where both hold a value, the second one is sent."


def mapping_words(columns: Sequence[Column]) -> str:
    """How many columns go to LeadByte, and which do not: "9 columns are sent, 2 are not: Agent, Notes 2."."""
    sent = sum(column.role not in _NOT_SENT for column in columns)
    left = [column.heading.strip() or "one without a heading" for column in columns if column.role is Role.IGNORED]
    if not sent:
        head = "Only the leads are taken from it; no column is sent"
    else:
        head = f"{count_of(sent, 'column is', 'columns are')} sent"
    if not left:
        return f"{head}."
    return f"{head}, {len(left):,} {'is' if len(left) == 1 else 'are'} not: {_some(left)}."


def _some(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED:,} more"
    return names[0] if len(names) == 1 else ", ".join(names)
