"""What is to change on a lead beside what LeadByte holds, so that a person changes it knowingly.

LeadByte is the authority: a value is left out of the send only where LeadByte itself said, a moment before the review,
that it holds that very value, where no other job is still to change the lead, and where nothing that this PC sent last
may yet put another value there. Whatever goes stands in the review.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.found_lead import LeadNow
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.pick_list import label_for
from leadbyte_desktop.domain.words import capitalised, count_of, name_in_full, on_one_line, quoted

_MOST = 6


@dataclass(frozen=True, slots=True)
class LeadSeen:
    """What is known of a lead while its change is reviewed.

    Attributes:
        held: LeadByte's field name to the value it holds; a field that is not in here is not known.
        stays: what was typed and stands in LeadByte already, so that it is not sent.
        note: whole sentences that a person must read before agreeing: that the lead changed meanwhile, or that this
            could not be checked; empty where there is nothing of the kind.
        labels: the campaign's own labels of its fields, by name.
        name: what the person is called, as LeadByte tells it; empty where it is not known.
        campaign: the name of the lead's campaign; empty where it is not known.
        fields: by name, what LeadByte tells of the campaign's fields: which hold dates, and which have a list.
    """

    held: Mapping[str, str] = field(default_factory=dict)
    stays: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    campaign: str = ""
    fields: Mapping[str, CampaignField] = field(default_factory=dict)

    def who(self, lead: LeadRef) -> str:
        """Whose lead it is, for a sentence, as far as that is known: "Ms Karen Fletcher, lead 7 (Life Cover)"."""
        name, campaign = name_in_full(self.name), name_in_full(self.campaign)
        return f"{f'{name}, ' if name else ''}{lead.words}{f' ({campaign})' if campaign else ''}"

    def label(self, name: str) -> str:
        """How a field is called."""
        return self.labels.get(name) or label_of(name)

    def change_words(self, name: str, value: str, called: str = "") -> str:
        """What becomes of a field, from what to what: "Postcode: “TN25 4AB” → “TN25 6QD”".

        Args:
            name: the field.
            value: what it becomes; "" clears it.
            called: how the account calls it, where the lead's campaign does not say.
        """
        label, before = self.labels.get(name) or called or label_of(name), self.held.get(name)
        if before is not None and before == value:
            return f"{label} stays {self._value(name, value)}, and is sent all the same"
        if not value:
            what = f"{self._value(name, before)} is erased" if before else "what stands there now is erased"
            return f"{label} is cleared: {what}"
        if before is None:
            return f"{label} becomes {self._value(name, value)}"
        return f"{label}: {self._value(name, before)} → {self._value(name, value)}"

    def _value(self, name: str, value: str) -> str:
        """A value exactly, with what the pick list shows for it: "“OLD” (in the list “Meter that is read”)"."""
        known = self.fields.get(name)
        shown = label_for(known.choices, value) if known else value
        return quoted(value) if shown == value else f"{quoted(value)} (in the list {quoted(shown)})"

    @property
    def stays_words(self) -> Iterator[str]:
        """What was typed and is not sent, a sentence each."""
        for name, value in self.stays.items():
            yield f"{self.label(name)} stays as it is (already {self._value(name, value)}) and is not sent"


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of reading a lead once more right before its review.

    Attributes:
        opened: the lead as it stood when it was opened; None where it was not read then.
        now: the lead as it stands; None where it was not read.
        trouble: why not, in whole sentences; empty where nothing was to be read.
        others_wait: whether another job is still to change the lead.
        asked: field name to the value that this PC last sent for it, of what reached LeadByte or may have: where the
            lead holds another one, LeadByte may be about to change it.
    """

    opened: LeadNow | None = None
    now: LeadNow | None = None
    trouble: str = ""
    others_wait: bool = False
    asked: Mapping[str, str] = field(default_factory=dict)


def seen_before_sending(
    update: LeadUpdate,
    looked: Looked,
    labels: Mapping[str, str],
    fields: Mapping[str, CampaignField] | None = None,
) -> tuple[LeadUpdate, LeadSeen]:
    """What is really to be sent, and what to say of it.

    Args:
        update: what the form asks for.
        looked: what is known of the lead.
        labels: the campaign's own labels of its fields, by name.
        fields: by name, what LeadByte tells of the campaign's fields.

    Returns:
        the update without what LeadByte holds already; it may then do nothing at all.
    """
    latest = looked.now or looked.opened
    held = dict(latest.fields) if latest else {}
    stays: dict[str, str] = {}
    if looked.now is not None and not looked.others_wait:
        stays = {
            name: value
            for name, value in update.changes.items()
            if held.get(name) == value == looked.asked.get(name, value)
        }
    going = {name: value for name, value in update.changes.items() if name not in stays}
    note = _note(update, looked, labels)
    return replace(update, changes=going), LeadSeen(held, stays, note, labels, fields=fields or {})


def _note(update: LeadUpdate, looked: Looked, labels: Mapping[str, str]) -> str:
    lead = update.lead.words
    if looked.trouble and looked.opened is not None:
        return (
            f"{looked.trouble} So it could not be checked whether {lead} has changed since you opened it; what it held "
            "then is shown below."
        )
    if looked.trouble:
        return f"{looked.trouble} So what {lead} holds now is not shown."
    if looked.now is None or looked.opened is None:
        return ""
    moved = list(_moved(update, looked, labels))
    if not moved:
        return ""
    more = len(moved) - _MOST
    rest = f" {count_of(more, 'other field', 'other fields')} changed as well." if more > 0 else ""
    return (
        f"{capitalised(lead)} was changed in LeadByte after you opened it here{_by_whom(looked)}. "
        f"{' '.join(moved[:_MOST])}{rest} "
        "Send what stands below if it still fits, or go back."
    )


def _by_whom(looked: Looked) -> str:
    """Whoever sees their own send again must not take it for somebody else's."""
    if looked.opened is None or looked.now is None or looked.opened.status != looked.now.status:
        return ""
    ours = all(looked.asked.get(name) == after for name, _, after in _differing(looked.opened, looked.now))
    return ", by what was sent from this PC" if ours else ""


def _differing(opened: LeadNow, now: LeadNow) -> Iterator[tuple[str, str, str]]:
    """The fields that two readings tell otherwise, with what they held before and after."""
    for name, after in now.fields.items():
        before = opened.fields.get(name)
        if before is not None and before != after:
            yield name, before, after


def _moved(update: LeadUpdate, looked: Looked, labels: Mapping[str, str]) -> Iterator[str]:
    """What differs between two readings of a lead, a sentence each; what is to be changed comes first."""
    opened, now = looked.opened, looked.now
    if opened is None or now is None:
        return
    differing = {name: (before, after) for name, before, after in _differing(opened, now)}
    for name in sorted(differing, key=lambda each: each not in update.changes):
        before, after = differing[name]
        label = labels.get(name) or label_of(name)
        ours = ", as it was sent from this PC" if looked.asked.get(name) == after else ""
        yield f"{label} was {quoted(before)} when you opened it and is {quoted(after)} now{ours}."
    if opened.status and now.status and opened.status != now.status:
        yield f"Its status was {on_one_line(opened.status)} and is {on_one_line(now.status)} now."


def seen_after_sending(update: LeadUpdate, now: LeadNow, labels: Mapping[str, str]) -> str:
    """What LeadByte holds after a send, and where that differs from what was sent; empty where no value was."""
    names = {name: labels.get(name) or label_of(name) for name in update.changes}
    told = {name: now.fields[name] for name in names if name in now.fields}
    # LeadByte may trim spaces, which changes nothing that a person could see.
    differ = [name for name, value in told.items() if value.strip() != update.changes[name].strip()]
    same = [f"{names[name]} {quoted(value)}" for name, value in told.items() if name not in differ]
    untold = [label for name, label in names.items() if name not in told]
    parts = []
    if differ:
        unlike = "; ".join(
            f"{names[name]} is {quoted(told[name])}, not {quoted(update.changes[name])} as sent" for name in differ
        )
        parts.append(f"Read again: {unlike}. LeadByte may need a moment: look at the lead there.")
    if same:
        more = f" and {count_of(len(same) - _MOST, 'more', 'more')}" if len(same) > _MOST else ""
        parts.append(f"LeadByte now holds {', '.join(same[:_MOST])}{more}, as sent.")
    if untold:
        parts.append(f"LeadByte does not show {', '.join(untold[:_MOST])}, so look at the lead there.")
    return " ".join(parts)
