"""What an effect did to a lead, no more than LeadByte said of it: "went to Acme Solar", "was queued to be rejected"."""

from __future__ import annotations

from collections.abc import Callable

from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import Action

UNSURE = (ItemState.NOT_KNOWN, ItemState.SENDING)
"""Where an item stands there, it is not known whether what it asked for was done."""


def effect_words(effect: str, state: ItemState, way_of: Callable[[str], str]) -> str:
    """What an effect did, after "Lead 2932682"; where it is not known, after "it is not known whether it".

    LeadByte queues every action (leadbyte-api.md section 3), so none is ever called done here.

    Args:
        effect: the effect, as in `LeadUpdate.effects`.
        state: where the item stands that carried it.
        way_of: for the ID of a delivery, "to Acme Solar" or "through delivery 1053".
    """
    kind, _, what = effect.partition(":")
    queued = state is ItemState.QUEUED
    if kind == "delivery":
        return f"{'was queued to go' if queued else 'went'} {way_of(what)}"
    done = Action(what).done
    if state in UNSURE:
        return f"was {done}"
    return f"was {'queued' if queued else 'sent'} to be {done}"
