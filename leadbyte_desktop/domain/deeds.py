"""All that is done to a lead, in the words of a button or a title: "Update, send and reprocess"."""

from __future__ import annotations

from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.words import capitalised, listed

_ACTION_DEEDS = {Action.REPROCESS: "reprocess", Action.RELEASE: "release", Action.REJECT: "reject"}


def deeds_words(*, changes: bool, sends: bool, action: Action | None, send: str = "send") -> str:
    """What is done, in the order in which LeadByte does it; "" for nothing.

    Args:
        changes: whether values change.
        sends: whether it goes to a buyer.
        action: what LeadByte does with it afterwards.
        send: how the sending is called: "send to Acme Ltd".
    """
    deeds = [*(["update"] if changes else ()), *([send] if sends else ()), *([_ACTION_DEEDS[action]] if action else ())]
    return capitalised(listed(deeds))
