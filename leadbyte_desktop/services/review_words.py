"""The sentences of a review: what an update does, and what went before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.effect_words import UNSURE, effect_words
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money
from leadbyte_desktop.domain.job import ItemState, PriorSend
from leadbyte_desktop.domain.lead_update import Action, LeadRef, same_delivery
from leadbyte_desktop.domain.words import capitalised, count_of, day_and_time, listed

SECOND_WAY = (
    "LeadByte may refuse to send a lead on which nothing changes. The app then asks LeadByte for the delivery alone, "
    "one time."
)
_QUEUES = "LeadByte queues this, so it is not done at once"
_MAY_RETURN = "After the release its checks apply, and a lead may be quarantined again."
_CANNOT_BE_UNDONE = {
    Action.REPROCESS: "A reprocess cannot be undone.",
    Action.RELEASE: "A release cannot be undone.",
    Action.REJECT: "A rejection cannot be undone.",
}


def lead_count(count: int) -> str:
    """A number of leads in words: "1 lead"."""
    return count_of(count, "lead", "leads")


def action_words(action: Action, *, after_update: bool) -> str:
    """What an action does to one lead, and that it cannot be undone.

    That a reprocess distributes the lead anew stands in LeadByte's help article "Automatically Reprocess Returned
    Leads"; to whom it then goes, if to anybody, is the campaign's.
    """
    if action is Action.REPROCESS:
        how = " after the update" if after_update else f": {_QUEUES}"
        words = f"LeadByte reprocesses this lead{how}. It may then go to a buyer by LeadByte’s own rules."
    elif action is Action.RELEASE:
        words = f"LeadByte releases this lead from quarantine: {_QUEUES}. {_MAY_RETURN}"
    else:
        words = f"LeadByte rejects this lead: {_QUEUES}."
    return f"{words} {_CANNOT_BE_UNDONE[action]}"


def many_actions_words(action: Action, count: int) -> str:
    """What an action does to so many leads, and that it cannot be undone: "12 leads are reprocessed: ..."."""
    are = "is" if count == 1 else "are"
    leads = count_of(count, "quarantined lead", "quarantined leads")
    if action is Action.REPROCESS:
        they, buyers = ("It", "a buyer") if count == 1 else ("They", "buyers")
        words = (
            f"{lead_count(count)} {are} reprocessed: {_QUEUES}. {they} may then go to {buyers} by LeadByte’s own rules."
        )
    elif action is Action.RELEASE:
        words = f"{leads} {are} released: {_QUEUES}. {_MAY_RETURN}"
    else:
        words = f"{leads} {are} rejected: {_QUEUES}."
    return f"{words} {_CANNOT_BE_UNDONE[action]}"


def counted_actions_words(actions: Mapping[Action, int]) -> str:
    """With how many leads each action is done, as a button says it: "Release 1 and reject 2"."""
    return capitalised(listed(f"{action.verb} {actions[action]:,}" for action in Action if actions.get(action)))


def money_lines(update: FinancialUpdate, buyers: BuyerNames) -> Iterator[str]:
    """What a financial update does, a sentence each."""
    if update.payout is not None:
        yield f"Payout becomes {format_money(update.payout)}"
    if update.revenue is not None:
        yield f"Revenue becomes {format_money(update.revenue)}"
    yield bid_words({update.bid}, buyers)


def bid_words(bids: set[str | None], buyers: BuyerNames) -> str:
    """For which buyers the money is."""
    if bids == {None}:
        return "No buyer (BID) is named: allowed, but LeadByte’s reports are less accurate."
    named = [buyers.words_of(bid) for bid in sorted(bid for bid in bids if bid)]
    some = " Some rows name no buyer, which makes LeadByte’s reports less accurate." if None in bids else ""
    if len(named) == 1 and named[0].startswith("BID "):
        return f"For the buyer with {named[0]}.{some}"
    return f"For {', '.join(named)}.{some}"


def delivery_of(delivery_id: str, deliveries: Mapping[str, Delivery]) -> Delivery | None:
    """The delivery of an ID, zeros in front or not; None where this PC does not know it."""
    return deliveries.get(delivery_id) or deliveries.get(same_delivery(delivery_id))


def newest_of(priors: Iterable[PriorSend]) -> dict[tuple[LeadRef, str], PriorSend]:
    """By lead and effect, what went before; of several sends the newest, and none that LeadByte denied."""
    went = sorted((prior for prior in priors if not prior.denied), key=lambda prior: prior.at)
    return {(prior.lead, prior.effect): prior for prior in went}


def prior_words(prior: PriorSend, deliveries: Mapping[str, Delivery]) -> str:
    """What already went, without a full stop: "Lead 7 went to Acme Solar on 22 Nov 2026, 14:02 (sam)"."""
    subject = capitalised(prior.lead.words)
    what = effect_words(prior.effect, prior.state, lambda each: _way_of(each, deliveries))
    if prior.state in UNSURE:
        if prior.effect.startswith("delivery:"):
            what = f"may already have been sent: it is not known whether it {what}"
        else:
            what = f"may already have been {what.removeprefix('was ')} (not known)"
    return f"{subject} {what} on {day_and_time(prior.at)} ({prior.by})"


def _way_of(delivery_id: str, deliveries: Mapping[str, Delivery]) -> str:
    known = deliveries.get(delivery_id)
    return f"to {known.name}" if known else f"through delivery {delivery_id}"


def same_words_of(lead: LeadRef, effect: str, name_of: Callable[[str], str]) -> str:
    """What two rows ask for alike: "lead 7 to Acme Solar"."""
    kind, _, what = effect.partition(":")
    return f"{lead.words} to {name_of(what)}" if kind == "delivery" else f"{lead.words}, {what}"


def equal_words(number: int) -> str:
    """Why a row with the same values as an earlier one of its lead is left out, without a full stop."""
    return f"row {number:,} asks for the same"


def equal_rows_words(count: int) -> str:
    """How many rows were left out for that."""
    rows = "1 row is left out, as it asks" if count == 1 else f"{count:,} rows are left out, as they ask"
    return f"{rows} for the same as an earlier row of that lead: once is enough."


def not_known_words(count: int, going: int, *, money: bool) -> str:
    """That rows go of which it is not known whether they arrived before, and why they may; `going` is all that go."""
    if count == 1:
        left, arrived = f"{'This row' if going == 1 else '1 of these rows'} was on its way", "it arrived"
    else:
        left, arrived = f"{count:,} of these rows were on their way", "they arrived"
    same = "amounts" if money else "values"
    return (
        f"{left} before and had no clear answer, so it is not known whether {arrived}. "
        f"Sending the same {same} again does no harm."
    )


def changed_words(prior: PriorSend, title: str) -> str:
    """That a newer job changed a lead since, without a full stop."""
    if prior.state in (ItemState.NOT_KNOWN, ItemState.SENDING):
        what = "may have been changed since"
    else:
        what = "was changed since"
    return f"{capitalised(prior.lead.words)} {what}, on {day_and_time(prior.at)} ({prior.by}), in “{title}”"


def waits_words(count: int) -> str:
    """That leads of a larger job stand in another one that was not sent yet."""
    leads = "1 lead of this job is" if count == 1 else f"{count:,} leads of this job are"
    return (
        f"{leads} still to come in another job as well, which was not sent to its end. What that job sets later wins. "
        "History shows the jobs that are not finished."
    )
