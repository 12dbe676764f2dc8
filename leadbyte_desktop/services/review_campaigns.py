"""That a lead would go through a delivery of a campaign that is not its own: worth a look, and LeadByte's to decide."""

from __future__ import annotations

from collections.abc import Sequence

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.folding import folded
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.words import capitalised, count_of, name_in_full, on_one_line

NOT_COMPARED = (
    "LeadByte is not asked in which campaign each of several leads is, so that is not compared with the deliveries’ "
    "campaigns."
)
_MOST_NAMED = 3


def campaign_words(lead: LeadRef, campaign: str, deliveries: Sequence[Delivery]) -> str:
    """What a person must read before such a lead goes, in whole sentences; empty where nothing is known to differ.

    Args:
        lead: the lead.
        campaign: the name of its campaign; empty where it is not known.
        deliveries: those through which it goes.
    """
    other = of_other_campaigns(campaign, deliveries)
    if not other:
        return ""
    to_do = "untick that delivery" if len(other) == 1 else "untick those deliveries"
    return (
        f"{capitalised(lead.words)} is in the campaign {_quoted(campaign)}, but {_which(other)}. Nothing was sent yet. "
        f"Send it if that is meant, or go back and {to_do}."
    )


def many_campaigns_words(leads: Sequence[tuple[LeadRef, str, Sequence[Delivery]]]) -> str:
    """The same of some of the leads of a larger job; empty where nothing is known to differ.

    Args:
        leads: those of which the campaign is known: the lead, its campaign, the deliveries through which it goes.
    """
    other = [(lead, campaign, of_other_campaigns(campaign, through)) for lead, campaign, through in leads]
    other = [each for each in other if each[2]]
    if not other:
        return ""
    named = "; ".join(
        f"{lead.words} is in the campaign {_quoted(campaign)}, but {_which(through)}"
        for lead, campaign, through in other[:_MOST_NAMED]
    )
    more = len(other) - _MOST_NAMED
    rest = f"; and {count_of(more, 'more lead', 'more leads')}" if more > 0 else ""
    which, it, lead = (
        ("1 lead goes", "it", "that lead") if len(other) == 1 else (f"{len(other):,} leads go", "them", "those leads")
    )
    return (
        f"{which} through deliveries of another campaign: {named}{rest}. Nothing was sent yet. Send {it} if that is "
        f"meant, or go back and take {lead} out."
    )


def not_compared_words(known: int, going: int, *, compares: bool) -> str:
    """That leads go through deliveries without anybody having looked whether their campaigns fit; empty for nothing.

    Args:
        known: of how many of them the campaign is known.
        going: how many go.
        compares: whether those that are known were compared.
    """
    if not compares:
        return NOT_COMPARED
    if known == going:
        return ""
    if going == 1:
        return "Which campaign this lead is in is not known here, so that is not compared with the delivery’s campaign."
    if not known:
        return NOT_COMPARED
    return (
        f"Of {going - known:,} of the {going:,} leads the campaign was not checked: LeadByte is not asked in which "
        "campaign each of several leads is, and only those that you looked at in Single lead are compared with the "
        "deliveries’ campaigns."
    )


def other_campaign_words(campaign: str, deliveries: Sequence[Delivery]) -> str:
    """The same while the deliveries are being ticked, a sentence; empty where nothing is known to differ.

    Args:
        campaign: the name of the lead's campaign; empty where it is not known.
        deliveries: those that are ticked.
    """
    other = of_other_campaigns(campaign, deliveries)
    return f"This lead is in the campaign {_quoted(campaign)}, but {_which(other)}." if other else ""


def of_other_campaigns(campaign: str, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Those deliveries of which it is known that they belong to another campaign; none where it is not known."""
    return [each for each in deliveries if campaign and each.campaign and not same_campaign(each.campaign, campaign)]


def _which(other: Sequence[Delivery]) -> str:
    if len(other) == 1:
        return f"{_quoted(other[0].name)} is a delivery of the campaign {_quoted(other[0].campaign)}"
    named = "; ".join(f"{_quoted(each.name)} of {_quoted(each.campaign)}" for each in other[:_MOST_NAMED])
    more = len(other) - _MOST_NAMED
    rest = f"; and {count_of(more, 'other', 'others')}" if more > 0 else ""
    return f"these are deliveries of other campaigns: {named}{rest}"


def same_campaign(one: str, other: str) -> bool:
    """Whether two names mean one campaign."""
    return folded(on_one_line(one, len(one))) == folded(on_one_line(other, len(other)))


def _quoted(name: str) -> str:
    return f"“{name_in_full(name)}”"
