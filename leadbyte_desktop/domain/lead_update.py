"""One change to one lead: which lead, which values, which deliveries, which action."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.words import on_one_line

_DIGITS = re.compile(r"[0-9]{1,20}\Z")


class LeadKind(StrEnum):
    """Which of LeadByte's two numbers names the lead."""

    LEAD = "id"
    QUARANTINE = "quarantineId"

    @property
    def noun(self) -> str:
        """What the number is called: "lead ID"."""
        return "lead ID" if self is LeadKind.LEAD else "quarantine ID"

    @property
    def example(self) -> str:
        """A number as LeadByte's own articles show it."""
        return "2932682" if self is LeadKind.LEAD else "8419715"


class Action(StrEnum):
    """What LeadByte shall do with the lead after its update (leadbyte-api.md section 3, PUT /leads)."""

    REPROCESS = "reprocess"
    RELEASE = "process"
    REJECT = "reject"

    @property
    def done(self) -> str:
        """What the lead was once it is done: "reprocessed"."""
        return _DONE[self]

    @property
    def verb(self) -> str:
        """What is done with the lead: "reprocess"."""
        return _VERBS[self]

    @property
    def opposite(self) -> Action | None:
        """What cannot well be asked for as well: of a release the rejection, and the other way round."""
        return _OPPOSITES.get(self)

    @property
    def does(self) -> str:
        """What a row does that asks for it: "reprocesses"."""
        return f"{self.verb}{'es' if self.verb.endswith('s') else 's'}"


_DONE = {
    Action.REPROCESS: "reprocessed",
    Action.RELEASE: "released from quarantine",
    Action.REJECT: "rejected",
}
_OPPOSITES = {Action.RELEASE: Action.REJECT, Action.REJECT: Action.RELEASE}
_VERBS = {Action.REPROCESS: "reprocess", Action.RELEASE: "release", Action.REJECT: "reject"}


@dataclass(frozen=True, slots=True, order=True)
class LeadRef:
    """Names one lead. The number is text for ever: no leading zero is lost, none is rounded."""

    number: str
    kind: LeadKind = LeadKind.LEAD

    def __str__(self) -> str:
        return self.number if self.kind is LeadKind.LEAD else f"quarantine {self.number}"

    @property
    def in_cell(self) -> str:
        """The same in a narrow cell, which cuts off its end: the number stands first."""
        return self.number if self.kind is LeadKind.LEAD else f"{self.number} (quarantine)"

    @property
    def same_as(self) -> tuple[LeadKind, str]:
        """What two spellings of one lead have in common.

        Zeros in front do not make it another lead: LeadByte may well read "007" and 7 as one, and a lead must not be
        sold twice for that.
        """
        return self.kind, _bare(self.number)

    @property
    def words(self) -> str:
        """The lead as it stands in a sentence: "lead 2932682"."""
        return f"lead {self.number}" if self.kind is LeadKind.LEAD else f"quarantined lead {self.number}"

    @classmethod
    def parse(cls, text: str, kind: LeadKind = LeadKind.LEAD) -> LeadRef:
        """Read an ID as a person types it; spaces around it do not matter.

        Raises:
            BadLeadId: it is empty or holds anything but the digits 0 to 9.
        """
        number = text.strip()
        if not number:
            raise BadLeadId(f"The {kind.noun} is missing. Type the number that LeadByte shows beside the lead.")
        if not _DIGITS.match(number):
            raise BadLeadId(
                f"“{on_one_line(number)}” is not a {kind.noun}. A {kind.noun} holds digits only, for example "
                f"{kind.example}. Nothing was sent."
            )
        return cls(number, kind)


@dataclass(frozen=True, slots=True)
class LeadUpdate:
    """What shall happen to one lead.

    Attributes:
        lead: the lead.
        changes: LeadByte's field name to its new value, in the person's order. An empty value clears the field;
            a field that shall be left alone is not in here (leadbyte-api.md section 6.11).
        delivery_ids: deliveries to trigger, as text, each once, in the person's order; of two spellings of one, the
            first.
        action: reprocess, release or reject; None for none.
    """

    lead: LeadRef
    changes: dict[str, str] = field(default_factory=dict)
    delivery_ids: tuple[str, ...] = ()
    action: Action | None = None

    def __post_init__(self) -> None:
        """Have each delivery once: a row that names 1053 and 01053 must not sell its lead twice."""
        if len(self.delivery_ids) > 1:
            once: dict[str, str] = {}
            for delivery_id in self.delivery_ids:
                once.setdefault(same_delivery(delivery_id), delivery_id)
            object.__setattr__(self, "delivery_ids", tuple(once.values()))

    @property
    def harmless_to_repeat(self) -> bool:
        """True where sending it twice ends as sending it once: plain values, no delivery, no action."""
        return not self.delivery_ids and self.action is None

    @property
    def does_nothing(self) -> bool:
        """True where there is nothing to send."""
        return not self.changes and self.harmless_to_repeat

    @property
    def effects(self) -> tuple[str, ...]:
        """What must not happen twice unnoticed: "delivery:1053", "action:reprocess"."""
        deliveries = tuple(delivery_effect(delivery_id) for delivery_id in self.delivery_ids)
        return deliveries + ((action_effect(self.action),) if self.action else ())

    @property
    def contrary_effect(self) -> str:
        """What, where it went before, speaks against the action: "action:reject" for a release; empty for nothing."""
        opposite = self.action.opposite if self.action else None
        return action_effect(opposite) if opposite else ""

    def to_plain(self) -> dict[str, Any]:
        """The same as plain values, for the journal and for drafts."""
        return {
            "lead": self.lead.number,
            "kind": self.lead.kind.value,
            "changes": dict(self.changes),
            "deliveries": list(self.delivery_ids),
            "action": self.action.value if self.action else None,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> LeadUpdate:
        """The inverse of `to_plain`."""
        action = plain["action"]
        return cls(
            LeadRef(plain["lead"], LeadKind(plain["kind"])),
            dict(plain["changes"]),
            tuple(plain["deliveries"]),
            Action(action) if action else None,
        )


def same_delivery(delivery_id: str) -> str:
    """What two spellings of one delivery's ID have in common: as with leads, "01053" is "1053"."""
    return _bare(delivery_id)


def delivery_effect(delivery_id: str) -> str:
    """The name under which the journal remembers that a lead went through a delivery."""
    return f"delivery:{delivery_id}"


def action_effect(action: Action) -> str:
    """The name under which the journal remembers that an action was asked for a lead."""
    return f"action:{action.value}"


def same_effect(effect: str) -> str:
    """What two spellings of one effect have in common: as with leads, "delivery:0053" is "delivery:53"."""
    kind, colon, what = effect.partition(":")
    return f"{kind}{colon}{_bare(what)}" if what.isdigit() else effect


def _bare(digits: str) -> str:
    return digits.lstrip("0") or "0"
