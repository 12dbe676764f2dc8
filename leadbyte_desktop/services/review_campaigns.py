"""That a lead would go through a delivery of a campaign that is not its own: worth a look, and LeadByte's to decide."""

from __future__ import annotations

from collections.abc import Sequence

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.folding import folded
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.words import capitalised, count_of, on_one_line

_MOST_NAMED = 3
_LONGEST_NAME = 60


def campaign_words(lead: LeadRef, campaign: str, deliveries: Sequence[Delivery]) -> str:
    """What a person must read before such a lead goes, in whole sentences; empty where nothing is known to differ.

    Args:
        lead: the lead.
        campaign: the name of its campaign; empty where it is not known.
        deliveries: those through which it goes.
    """
    other = [each for each in deliveries if campaign and each.campaign and not _same(each.campaign, campaign)]
    if not other:
        return ""
    if len(other) == 1:
        which = f"{_quoted(other[0].name)} is a delivery of the campaign {_quoted(other[0].campaign)}"
        to_do = "untick that delivery"
    else:
        named = "; ".join(f"{_quoted(each.name)} of {_quoted(each.campaign)}" for each in other[:_MOST_NAMED])
        more = len(other) - _MOST_NAMED
        rest = f"; and {count_of(more, 'other', 'others')}" if more > 0 else ""
        which = f"these are deliveries of other campaigns: {named}{rest}"
        to_do = "untick those deliveries"
    return (
        f"{capitalised(lead.words)} is in the campaign {_quoted(campaign)}, but {which}. Nothing was sent yet. "
        f"Send it if that is meant, or go back and {to_do}."
    )


def _same(one: str, other: str) -> bool:
    return folded(on_one_line(one, len(one))) == folded(on_one_line(other, len(other)))


def _quoted(name: str) -> str:
    return f"“{on_one_line(name, _LONGEST_NAME)}”"
