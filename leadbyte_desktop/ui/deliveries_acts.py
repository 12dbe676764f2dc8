"""What the Deliveries tab can do with the leads that are pasted there, and its words for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leadbyte_desktop.domain.lead_update import Action, LeadKind
from leadbyte_desktop.domain.words import count_of


class SendAct(StrEnum):
    """One thing to do with all of them."""

    BUYERS = "buyers"
    REPROCESS = "reprocess"
    RELEASE = "release"
    REJECT = "reject"

    @property
    def act(self) -> ActWords:
        """What it asks of LeadByte, and its words."""
        return _ACTS[self]


@dataclass(frozen=True, slots=True)
class ActWords:
    """One act in words.

    Attributes:
        choice: as it is chosen.
        bounds: for which leads it works, and what comes of it.
        leads_hint: the same in few words, beside the IDs.
        action: what is asked of LeadByte; None for sending to buyers.
        kind: which of LeadByte's numbers name the leads.
        end: behind "Review 12 leads", for the primary button; "" where nothing need be said.
        done: behind "12 leads are", what LeadByte does.
    """

    choice: str
    bounds: str
    leads_hint: str
    action: Action | None = None
    kind: LeadKind = LeadKind.LEAD
    end: str = ""
    done: str = ""

    def leads(self, count: int) -> str:
        """So many leads: "12 leads", "3 quarantined leads"."""
        if self.kind is LeadKind.QUARANTINE:
            return count_of(count, "quarantined lead", "quarantined leads")
        return count_of(count, "lead", "leads")

    def review_words(self, count: int) -> str:
        """The primary button: "Review 12 leads to reprocess…"."""
        return f"Review {count_of(count, 'lead', 'leads')}{self.end}…" if count else "Review…"

    def plan_words(self, count: int) -> str:
        """What will happen, beside the button: "12 leads are reprocessed; LeadByte queues this"."""
        return f"{self.leads(count)} {'is' if count == 1 else 'are'} {self.done}; LeadByte queues this"


_QUARANTINED = "By the quarantine ID, not the lead ID"
_ACTS = {
    SendAct.BUYERS: ActWords(
        "Send to buyers",
        "Works for valid leads, and for deliveries that are set to trigger manually via the REST API.",
        "Only valid leads can be sent",
    ),
    SendAct.REPROCESS: ActWords(
        "Reprocess",
        "LeadByte queues the leads and reprocesses them later. The key needs the permission Leads > Reprocess.",
        "Nothing is changed on them",
        action=Action.REPROCESS,
        end=" to reprocess",
        done="reprocessed",
    ),
    SendAct.RELEASE: ActWords(
        "Release from quarantine",
        "LeadByte queues the leads, then its checks apply: a lead may be quarantined again. The key needs Quarantine "
        "> Process.",
        _QUARANTINED,
        action=Action.RELEASE,
        kind=LeadKind.QUARANTINE,
        end=" to release",
        done="released",
    ),
    SendAct.REJECT: ActWords(
        "Reject in quarantine",
        "LeadByte queues the leads and rejects them later. The key needs the permission Quarantine > Process.",
        _QUARANTINED,
        action=Action.REJECT,
        kind=LeadKind.QUARANTINE,
        end=" to reject",
        done="rejected",
    ),
}
