"""What would happen if the form of Single lead were sent as it stands, in words beside and on its button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadbyte_desktop.domain.deeds import deeds_words
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef
from leadbyte_desktop.domain.wanted_lead import read_wanted
from leadbyte_desktop.domain.words import capitalised, count_of

_NAME_IT = "Type the lead’s ID as digits only, or a whole phone number or e-mail address"


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The form as it stands.

    Attributes:
        ready: whether an account is open.
        kind: which number names the lead.
        text: what stands in the box.
        lead: the lead that it names; None where it names none.
        changes: what was typed: field name to value, "" where the field is cleared.
        delivery_ids: the ticked deliveries.
        action: what else is done with the lead.
        held: what LeadByte holds of the lead, as far as it was read: field name to value.
        unclear: what must be chosen in a pick list first; empty for nothing.
    """

    ready: bool
    kind: LeadKind
    text: str
    lead: LeadRef | None
    changes: Mapping[str, str] = field(default_factory=dict)
    delivery_ids: tuple[str, ...] = ()
    action: Action | None = None
    held: Mapping[str, str] = field(default_factory=dict)
    unclear: str = ""

    @property
    def holds_changes(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.changes or self.delivery_ids or self.action)

    @property
    def button(self) -> str:
        """What the primary button says: "Update and release quarantined lead 8419055…"."""
        if self.lead is None:
            return "Review update…"
        changes, sends = len(self._known) < len(self.changes), bool(self.delivery_ids)
        if self.changes and not (changes or sends or self.action):
            return f"Nothing would change on {self.lead.words}"
        deeds = deeds_words(changes=changes, sends=sends, action=self.action) or "Update"
        return f"{deeds} {self.lead.words}…"

    @property
    def missing(self) -> str:
        """What is missing before it can be reviewed; the lead comes first; empty for nothing."""
        if not self.ready:
            return "Wait a moment: the account is not open yet"
        quarantined = self.kind is LeadKind.QUARANTINE
        if not self.text.strip():
            return "Add the lead’s quarantine ID" if quarantined else "Add the lead’s ID"
        if self.holds_changes:
            return self.unclear
        more = "release or reject it" if quarantined else "tick a delivery"
        return self._unnamed or f"Give a field a new value, or {more}"

    @property
    def summary(self) -> str:
        """What would happen, in a few words; what is to be done first where the box names no lead."""
        return self._unnamed or capitalised(", ".join(part for part in self._parts if part))

    @property
    def _unnamed(self) -> str:
        """What is to be done first where what stands in the box names no lead yet; empty where it does, or is blank."""
        if not self.text.strip() or self.lead is not None:
            return ""
        if self.kind is LeadKind.QUARANTINE:
            return "Type the quarantine ID as digits only"
        wanted = read_wanted(self.text.strip())
        return f"First find the lead: press Enter at the {wanted.kind.value}" if wanted.searchable else _NAME_IT

    @property
    def _known(self) -> set[str]:
        """The fields of which LeadByte holds already what was typed."""
        return {name for name, value in self.changes.items() if self.held.get(name) == value}

    @property
    def _parts(self) -> list[str]:
        stays = self._known
        going = [value for name, value in self.changes.items() if name not in stays]
        cleared = sum(not value for value in going)
        changed, deliveries, known = len(going) - cleared, len(self.delivery_ids), len(stays)
        return [
            count_of(changed, "field changes", "fields change") if changed else "",
            count_of(cleared, "field is cleared", "fields are cleared") if cleared else "",
            count_of(deliveries, "delivery is triggered", "deliveries are triggered") if deliveries else "",
            f"the lead is {self.action.done}" if self.action else "",
            count_of(known, "field stays as it is", "fields stay as they are") if known else "",
        ]
