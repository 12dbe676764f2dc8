"""What a review says: of one lead, a sentence each; of many, their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money
from leadbyte_desktop.domain.job import Update
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.lead_seen import LeadSeen
from leadbyte_desktop.services.review_totals import ReviewTotals
from leadbyte_desktop.services.review_words import ACTION_WORDS, bid_words, lead_count, money_lines


@dataclass(frozen=True, slots=True)
class ReviewLines:
    """Puts updates and totals into words.

    Attributes:
        deliveries: what this PC knows of them, by ID.
        seen: what is known of the lead, where it is the only one.
    """

    deliveries: Mapping[str, Delivery]
    seen: LeadSeen = field(default_factory=LeadSeen)

    def delivery(self, delivery_id: str) -> Delivery:
        """The delivery of this ID; one that this PC does not know is called by the ID."""
        return self.deliveries.get(delivery_id) or Delivery(delivery_id, f"delivery {delivery_id}")

    def short_line_of(self, update: Update) -> str:
        """What will happen to one lead in few words, who gets it first."""
        if isinstance(update, FinancialUpdate):
            # What a missing buyer means stands in the summary, once.
            return "; ".join((*self.lines_of(update)[:-1], f"BID {update.bid}" if update.bid else "no buyer (BID)"))
        parts = []
        if update.delivery_ids:
            parts.append(f"Goes to {', '.join(self.delivery(each).receiver for each in update.delivery_ids)}")
        parts += [f"{label_of(name)} {f'“{value}”' if value else 'cleared'}" for name, value in update.changes.items()]
        if update.action:
            parts.append(update.action.done)
        return "; ".join(parts)

    def lines_of(self, update: Update) -> tuple[str, ...]:
        """What will happen to one lead, a sentence each."""
        if isinstance(update, FinancialUpdate):
            return tuple(money_lines(update))
        lines = [self.seen.change_words(name, value) for name, value in update.changes.items()]
        for delivery_id in update.delivery_ids:
            delivery = self.delivery(delivery_id)
            lines.append(
                f"{delivery.receiver} receives this lead now, through “{delivery.name}” (ID {delivery_id}). "
                "A delivery cannot be undone."
            )
        if update.action:
            lines.append(ACTION_WORDS[update.action])
        return tuple(lines)

    def of_totals(self, totals: ReviewTotals) -> list[str]:
        """What will happen to many leads, a sentence for each kind of thing."""
        return [*_money(totals), *_changes(totals), *self._deliveries(totals), *_actions(totals), *_repeats(totals)]

    def _deliveries(self, totals: ReviewTotals) -> Iterator[str]:
        for delivery_id, count in totals.deliveries.items():
            if count:
                delivery = self.delivery(delivery_id)
                yield (
                    f"{lead_count(count)} {'goes' if count == 1 else 'go'} to {delivery.receiver} now, through "
                    f"“{delivery.name}” (ID {delivery_id}). A delivery cannot be undone."
                )


def _money(totals: ReviewTotals) -> Iterator[str]:
    for noun, amounts in (("Payout", totals.payout), ("Revenue", totals.revenue)):
        if amounts.count:
            each = "" if amounts.each is None else f"{format_money(amounts.each)} each, "
            yield f"{noun} is set on {lead_count(amounts.count)}: {each}{format_money(amounts.in_all)} in all."
    if bids := {bid for bid, count in totals.bids.items() if count}:
        yield bid_words(bids)


def _changes(totals: ReviewTotals) -> Iterator[str]:
    for name, count in totals.set_to.items():
        if count:
            yield f"{label_of(name)} changes {_on(count, totals)}."
    for name, count in totals.cleared.items():
        if count:
            yield f"{label_of(name)} is cleared {_on(count, totals)}."


def _on(count: int, totals: ReviewTotals) -> str:
    """On so many leads; in so many rows, where a lead stands in several of them."""
    return f"in {count_of(count, 'row', 'rows')}" if totals.leads_repeat else f"on {lead_count(count)}"


def _repeats(totals: ReviewTotals) -> Iterator[str]:
    if totals.leads_repeat:
        yield (
            f"The {totals.going:,} rows are about {lead_count(totals.leads)}: the rows of one lead go one after the "
            "other, in their order here, and what the last of them says stands."
        )


def _actions(totals: ReviewTotals) -> Iterator[str]:
    for action, count in totals.actions.items():
        if count:
            yield f"{lead_count(count)} {'is' if count == 1 else 'are'} {action.done}."
