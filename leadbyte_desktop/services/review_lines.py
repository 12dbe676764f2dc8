"""What a review says: of one lead, a sentence each; of many, their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leadbyte_desktop.domain.account_names import PLAIN_NAMES, AccountNames
from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.date_field import date_doubt
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money
from leadbyte_desktop.domain.job import Update
from leadbyte_desktop.domain.pick_list import list_doubt
from leadbyte_desktop.domain.route import triggers_only
from leadbyte_desktop.domain.words import count_of, quoted
from leadbyte_desktop.importing.check_formats import what_it_is_not
from leadbyte_desktop.services.lead_seen import LeadSeen
from leadbyte_desktop.services.review_totals import ReviewTotals
from leadbyte_desktop.services.review_words import (
    SECOND_WAY,
    action_words,
    bid_words,
    delivery_of,
    lead_count,
    many_actions_words,
    money_lines,
)

_MOST_IN_A_ROW = 60


@dataclass(frozen=True, slots=True)
class ReviewLines:
    """Puts updates and totals into words.

    Attributes:
        deliveries: what this PC knows of them, by ID.
        names: what the account calls its fields and buyers.
        seen: what is known of the lead, where it is the only one.
    """

    deliveries: Mapping[str, Delivery]
    names: AccountNames = PLAIN_NAMES
    seen: LeadSeen = field(default_factory=LeadSeen)

    def delivery(self, delivery_id: str) -> Delivery:
        """The delivery of this ID, zeros in front or not; one that this PC does not know is called by the ID."""
        return delivery_of(delivery_id, self.deliveries) or Delivery(delivery_id, f"delivery {delivery_id}")

    def short_line_of(self, update: Update) -> str:
        """What will happen to one lead in few words, who gets it first."""
        if isinstance(update, FinancialUpdate):
            # What a missing buyer means stands in the summary, once.
            buyer = self.names.buyers.words_of(update.bid) if update.bid else "no buyer (BID)"
            return "; ".join((*self.lines_of(update)[:-1], buyer))
        parts = []
        if update.delivery_ids:
            times = Counter(self.delivery(each).receiver for each in update.delivery_ids)
            named = (f"{each} ({count:,} deliveries)" if count > 1 else each for each, count in times.items())
            parts.append(f"Goes to {', '.join(named)}")
        label = self.names.fields.of
        parts += [
            f"{label(name)} {quoted(value, _MOST_IN_A_ROW) if value else 'cleared'}"
            for name, value in update.changes.items()
        ]
        if update.action:
            parts.append(update.action.done)
        return "; ".join(parts)

    def lines_of(self, update: Update) -> tuple[str, ...]:
        """What will happen to one lead, a sentence each."""
        if isinstance(update, FinancialUpdate):
            return tuple(money_lines(update, self.names.buyers))
        label = self.names.fields.of
        lines = [self.seen.change_words(name, value, label(name)) for name, value in update.changes.items()]
        for delivery_id in update.delivery_ids:
            delivery = self.delivery(delivery_id)
            lines.append(
                f"{delivery.receiver} receives this lead now, through “{delivery.name}” (ID {delivery_id}). "
                f"A delivery cannot be undone.{_doubts(delivery)}"
            )
        if update.action:
            lines.append(action_words(update.action, after_update=bool(update.changes)))
        if triggers_only(update):
            lines.append(SECOND_WAY)
        return tuple(lines)

    def erasures_of(self, update: Update) -> frozenset[str]:
        """The sentences of `lines_of` by which something is erased; none where the field is known to be blank."""
        if isinstance(update, FinancialUpdate):
            return frozenset()
        gone = [name for name, value in update.changes.items() if not value and self.seen.held.get(name) != ""]
        return frozenset(self.seen.change_words(name, "", self.names.fields.of(name)) for name in gone)

    def doubts_of(self, update: Update) -> tuple[str, ...]:
        """What does not look like what its field is for, a sentence each. LeadByte may take it all the same."""
        if isinstance(update, FinancialUpdate):
            return ()
        return tuple(filter(None, (self._doubt(name, value) for name, value in update.changes.items() if value)))

    def _doubt(self, name: str, value: str) -> str:
        """What looks mistyped in a value, as the form tells it below the field; empty for nothing."""
        known = self.seen.fields.get(name)
        values = [each.value for each in known.choices] if known else self.names.fields.picks.get(name, ())
        if unlisted := list_doubt(value, values, self.seen.labels.get(name) or self.names.fields.of(name)):
            return unlisted
        what = what_it_is_not(name, value)
        doubt = f"{quoted(value)} does not look like a {what}" if what else ""
        doubt = doubt or ("" if values else date_doubt(value, name, known, self.seen.held.get(name) or ""))
        return f"{doubt}: check it with the customer." if doubt else ""

    def checked_lines_of(self, update: Update) -> tuple[str, ...]:
        """The sentences of `lines_of`, with those of `doubts_of` right behind the values they are about."""
        lines = self.lines_of(update)
        values = 0 if isinstance(update, FinancialUpdate) else len(update.changes)
        return (*lines[:values], *self.doubts_of(update), *lines[values:])

    def erasures_in(self, totals: ReviewTotals) -> frozenset[str]:
        """The sentences of `of_totals` by which something is erased."""
        return frozenset(_erasures(totals, self.names.fields))

    def of_totals(self, totals: ReviewTotals) -> list[str]:
        """What will happen to many leads, a sentence for each kind of thing."""
        return [
            *_money(totals, self.names.buyers),
            *_changes(totals, self.names.fields),
            *self._deliveries(totals),
            *_second_way(totals),
            *_actions(totals),
            *_repeats(totals),
        ]

    def unknown_buyers(self, totals: ReviewTotals) -> str:
        """That no buyer that is known has some of the BIDs; empty for nothing."""
        return self.names.buyers.unknown_words(bid for bid, count in totals.bids.items() if count)

    def _deliveries(self, totals: ReviewTotals) -> Iterator[str]:
        for delivery_id, count in totals.deliveries.items():
            if count:
                delivery = self.delivery(delivery_id)
                yield (
                    f"{lead_count(count)} {'goes' if count == 1 else 'go'} to {delivery.receiver} now, through "
                    f"“{delivery.name}” (ID {delivery_id}). A delivery cannot be undone.{_doubts(delivery)}"
                )


def _doubts(delivery: Delivery) -> str:
    """What LeadByte's last list says against sending by a delivery, behind other words; empty for nothing."""
    words = ""
    if delivery.unlisted:
        words = "LeadByte’s last list does not have this delivery any more."
    elif delivery.inactive:
        words = f"LeadByte’s last list says that it is not active ({delivery.status})."
    return "".join(f" {each}" for each in (words, delivery.automatic_words) if each)


def _money(totals: ReviewTotals, buyers: BuyerNames) -> Iterator[str]:
    for noun, amounts in (("Payout", totals.payout), ("Revenue", totals.revenue)):
        if amounts.count:
            each = "" if amounts.each is None else f"{format_money(amounts.each)} each, "
            yield f"{noun} is set on {lead_count(amounts.count)}: {each}{format_money(amounts.in_all)} in all."
    if bids := {bid for bid, count in totals.bids.items() if count}:
        yield bid_words(bids, buyers)


def _changes(totals: ReviewTotals, labels: FieldLabels) -> Iterator[str]:
    for name, count in totals.set_to.items():
        if count:
            yield f"{labels.of(name)} changes {_on(count, totals)}."
    yield from _erasures(totals, labels)


def _erasures(totals: ReviewTotals, labels: FieldLabels) -> Iterator[str]:
    for name, count in totals.cleared.items():
        if count:
            yield f"{labels.of(name)} is cleared {_on(count, totals)}."


def _on(count: int, totals: ReviewTotals) -> str:
    """On so many leads; in so many rows, where a lead stands in several of them."""
    return f"in {count_of(count, 'row', 'rows')}" if totals.leads_repeat else f"on {lead_count(count)}"


def _repeats(totals: ReviewTotals) -> Iterator[str]:
    if totals.leads_repeat:
        # The last of several values stands; of several deliveries or actions none takes back another.
        last = ", and what the last of them says stands"
        if totals.with_effects:
            last = ", and of a field’s values the last one stands" if totals.changing else ""
        yield (
            f"The {totals.going:,} rows are about {lead_count(totals.leads)}: the rows of one lead go one after the "
            f"other, in their order here{last}."
        )


def _actions(totals: ReviewTotals) -> Iterator[str]:
    for action, count in totals.actions.items():
        if count:
            yield many_actions_words(action, count)


def _second_way(totals: ReviewTotals) -> Iterator[str]:
    if totals.triggering:
        yield SECOND_WAY
