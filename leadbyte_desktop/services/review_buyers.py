"""A buyer who would get one lead through two deliveries: to LeadByte no repeat, to the buyer one all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from leadbyte_desktop.domain.lead_update import LeadKind, LeadUpdate, delivery_effect
from leadbyte_desktop.domain.words import count_of, name_in_full
from leadbyte_desktop.services.review_words import delivery_of, newest_of, prior_words

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.job import PriorSend, Update
    from leadbyte_desktop.store.journal import Journal

LEADS_LOOKED_AT = 25
"""Of larger jobs, nobody would read it; they are made from lists, not from customers."""
_MOST_NAMED = 3


async def same_buyer_words(
    journal: Journal, account_id: str, updates: Sequence[Update], deliveries: Mapping[str, Delivery]
) -> str:
    """Which leads a buyer has already from this PC, or would get twice now, through several deliveries.

    Args:
        journal: what went.
        account_id: the account.
        updates: the job's rows, few.
        deliveries: what this PC knows of the account's deliveries, by ID; those without a BID are compared with none.

    Returns:
        whole sentences; "" where there is nothing to say.
    """
    asked = [each for each in updates if isinstance(each, LeadUpdate) and each.delivery_ids]
    wanted = {
        (update.lead, delivery_effect(other.delivery_id)): other
        for update in asked
        for other in _others(update, deliveries)
    }
    priors = await journal.prior_sends(account_id, list(wanted)) if wanted else []
    said = [*_twice_now(asked, deliveries)]
    said += [_went_words(prior, wanted[pair], deliveries) for pair, prior in newest_of(priors).items()]
    more = len(said) - _MOST_NAMED
    rest = [f"There are {count_of(more, 'more such case', 'more such cases')}."] if more > 0 else []
    return " ".join([*said[:_MOST_NAMED], *rest])


def _others(update: LeadUpdate, deliveries: Mapping[str, Delivery]) -> Iterator[Delivery]:
    """The other deliveries of the buyers to whom the lead goes."""
    ways = {way.delivery_id: way for way in _ways(update, deliveries)}
    buyers = {way.bid for way in ways.values()}
    return (each for each in deliveries.values() if each.bid in buyers and each.delivery_id not in ways)


def _ways(update: LeadUpdate, deliveries: Mapping[str, Delivery]) -> Iterator[Delivery]:
    """The deliveries of the update whose buyers are known."""
    for each in update.delivery_ids:
        known = delivery_of(each, deliveries)
        if known is not None and known.bid:
            yield known


def _twice_now(updates: Sequence[LeadUpdate], deliveries: Mapping[str, Delivery]) -> Iterator[str]:
    leads = {update.lead.same_as: update.lead for update in updates}
    of_buyer: dict[tuple[tuple[LeadKind, str], str], dict[str, Delivery]] = defaultdict(dict)
    for update in updates:
        for way in _ways(update, deliveries):
            of_buyer[(update.lead.same_as, way.bid)][way.delivery_id] = way
    for (lead, _bid), ways in of_buyer.items():
        if len(ways) > 1:
            named = " and ".join(f"“{name_in_full(way.name)}”" for way in ways.values())
            times = "twice" if len(ways) == 2 else f"{len(ways)} times"
            buyer = _buyer(next(iter(ways.values())))
            yield f"{buyer} would get {leads[lead].words} {times}: {named} go to the same buyer."


def _went_words(prior: PriorSend, way: Delivery, deliveries: Mapping[str, Delivery]) -> str:
    return f"{prior_words(prior, deliveries)}, which goes to the same buyer, {_buyer(way)}."


def _buyer(delivery: Delivery) -> str:
    return name_in_full(delivery.buyer) if delivery.buyer else f"BID {delivery.bid}"
