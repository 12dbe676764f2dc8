"""What a person reads before anything leaves (rule 4 of the design): in plain words, and as exact requests.

The review holds the very job that is written down and sent when the person agrees; nothing is built anew afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from leadbyte_desktop.api.requests import ApiRequest, put_updates
from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadMoney
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money, parse_money
from leadbyte_desktop.domain.grouping import plan
from leadbyte_desktop.domain.job import DraftItem, Item, JobDraft, JobKind
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.services.review_words import (
    ACTION_WORDS,
    action_verb,
    bid_words,
    lead_count,
    money_lines,
)

MOST_DELIVERIES_UNTYPED = 50
MOST_MONEY_UNTYPED = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Already:
    """A row that would repeat what already went from this PC, or may have.

    Attributes:
        index: the row's place in the draft, from 0.
        lead: its lead.
        words: "Lead 2932682 went to Acme Solar on 22 Nov 2026, 14:02 (sam)".
    """

    index: int
    lead: LeadRef
    words: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the confirmation shows. Immutable; `send_again` gives the review of the changed choice.

    Attributes:
        account: where it goes.
        draft: the job, each row as it will be written down; rows in `already` are left out unless ticked.
        deliveries: what this PC knows of the deliveries named in it, by ID.
        already: rows that repeat something, whether left out or ticked.
        chosen: the rows of `already` that the person ticked *send again*.
        continues: the job in the journal whose rest this is; None for a new job.
        rest: the journal's rows of that job, one for each of the draft's; empty for a new job.
    """

    account: Account
    draft: JobDraft
    deliveries: Mapping[str, Delivery]
    already: tuple[Already, ...] = ()
    chosen: frozenset[int] = frozenset()
    continues: int | None = None
    rest: tuple[Item, ...] = ()

    def send_again(self, indexes: Iterable[int]) -> Review:
        """The same review with these rows of `already` ticked *send again*, and no others."""
        chosen = frozenset(indexes) & {entry.index for entry in self.already}
        words = {entry.index: entry.words for entry in self.already}
        items = tuple(
            _as_chosen(item, words[index], again=index in chosen) if index in words else item
            for index, item in enumerate(self.draft.items)
        )
        return replace(self, draft=replace(self.draft, items=items), chosen=chosen)

    @property
    def going(self) -> tuple[DraftItem, ...]:
        """The rows that leave when the person agrees."""
        return tuple(item for item in self.draft.items if not item.left_out)

    def row_number(self, index: int) -> int:
        """The row's number in its job, from 1, as History shows it; `index` is its place in the draft."""
        return self.rest[index].position if self.rest else index + 1

    @property
    def left_out_rows(self) -> dict[int, str]:
        """Of a continued job: the journal's rows that stay behind for good when the person agrees, and why."""
        return {
            row.item_id: item.left_out for row, item in zip(self.rest, self.draft.items, strict=False) if item.left_out
        }

    @property
    def rows_sent_again(self) -> tuple[int, ...]:
        """Of a continued job: the journal's rows that the person ticked *send again*."""
        return tuple(self.rest[index].item_id for index in sorted(self.chosen) if self.rest)

    @property
    def title(self) -> str:
        """The question at the top: "Update lead 2932682?"."""
        going = self.going
        if len(going) == 1:
            return f"{self._verb} {going[0].update.lead.words}?"
        if not going:
            return "Nothing is left to send"
        return f"{self._verb} {len(going):,} {self._noun}?"

    @property
    def button(self) -> str:
        """What the send button does, in words: "Update and send to Acme Ltd"."""
        going = self.going
        receivers = {self._delivery(each).receiver for item in going for each in _delivery_ids(item)}
        what = self._verb if len(going) == 1 else f"{self._verb} {len(going):,}"
        if not receivers:
            return f"{what} {'lead' if len(going) == 1 else self._noun}"
        to = next(iter(receivers)) if len(receivers) == 1 else f"{len(receivers):,} buyers"
        if not any(_changes(item) for item in going):
            return f"Send to {to}" if len(going) == 1 else f"Send {len(going):,} {self._noun} to {to}"
        return f"{what} and send to {to}"

    @property
    def dangerous(self) -> bool:
        """True for a delivery, an action or money: the send button is then never the default one."""
        return any(item.update.effects or isinstance(item.update, FinancialUpdate) for item in self.going)

    @property
    def delivery_count(self) -> int:
        """How many times a lead goes to a buyer."""
        return sum(len(_delivery_ids(item)) for item in self.going)

    @property
    def money(self) -> Decimal:
        """Pounds of payout and revenue set, in all."""
        return sum(
            (amount for item in self.going for amount in _amounts(item) if amount is not None),
            Decimal("0.00"),
        )

    @property
    def must_type(self) -> str | None:
        """The number that the person must type first: a count of deliveries or an amount; None for neither."""
        if self.delivery_count > MOST_DELIVERIES_UNTYPED:
            return f"{self.delivery_count:,}"
        if self.money > MOST_MONEY_UNTYPED:
            return format_money(self.money)
        return None

    def typed_right(self, text: str) -> bool:
        """Whether the person typed the number that `must_type` asks for; commas, spaces and £ do not matter."""
        wanted = self.must_type
        if wanted is None:
            return True
        try:
            typed, needed = parse_money(text), parse_money(wanted)
        except BadMoney:
            return False
        return typed == needed

    @property
    def requests(self) -> Iterator[ApiRequest]:
        """The exact requests, in the order in which they leave. They carry no key."""
        return (put_updates([item.update for item in group]) for group in plan(self.going))

    @property
    def summary(self) -> tuple[str, ...]:
        """What will happen in all, a sentence each; for one lead, everything."""
        going = self.going
        if len(going) == 1:
            return self.lines_of(going[0])
        return (*self._money_summary(), *self._change_summary(), *self._effect_summary())

    def short_line_of(self, item: DraftItem) -> str:
        """The same in few words for a table, who gets the lead first: "Goes to Acme Ltd; Postcode “TN25 6QD”"."""
        update = item.update
        if isinstance(update, FinancialUpdate):
            # What a missing buyer means stands in the summary, once.
            return "; ".join((*self.lines_of(item)[:-1], f"BID {update.bid}" if update.bid else "no buyer (BID)"))
        parts = []
        if update.delivery_ids:
            parts.append(f"Goes to {', '.join(self._delivery(each).receiver for each in update.delivery_ids)}")
        parts += [f"{label_of(name)} {f'“{value}”' if value else 'cleared'}" for name, value in update.changes.items()]
        if update.action:
            parts.append(update.action.done)
        return "; ".join(parts)

    def lines_of(self, item: DraftItem) -> tuple[str, ...]:
        """What will happen to one lead, a sentence each."""
        update = item.update
        if isinstance(update, FinancialUpdate):
            return tuple(money_lines(update))
        lines = [
            f"{label_of(name)} becomes “{value}”"
            if value
            else f"{label_of(name)} is cleared: what stands there now is erased"
            for name, value in update.changes.items()
        ]
        for delivery_id in update.delivery_ids:
            delivery = self._delivery(delivery_id)
            lines.append(
                f"{delivery.receiver} receives this lead now, through “{delivery.name}” (ID {delivery_id}). "
                "A delivery cannot be undone."
            )
        if update.action:
            lines.append(ACTION_WORDS[update.action])
        return tuple(lines)

    @property
    def _verb(self) -> str:
        going = self.going
        if self.draft.kind is JobKind.FINANCIALS:
            return f"Change the {self._amounts_set} of"
        if going and not any(_changes(item) for item in going):
            actions = {item.update.action for item in going if isinstance(item.update, LeadUpdate)}
            return "Send" if self.delivery_count else action_verb(actions)
        return "Update"

    @property
    def _amounts_set(self) -> str:
        pairs = [_amounts(item) for item in self.going]
        nouns = [
            noun for place, noun in enumerate(("payout", "revenue")) if any(pair[place] is not None for pair in pairs)
        ]
        return " and ".join(nouns) or "payout and revenue"

    @property
    def _noun(self) -> str:
        """What is counted: leads, or rows where one lead stands in several."""
        going = self.going
        return "rows" if len({item.update.lead for item in going}) < len(going) else "leads"

    def _delivery(self, delivery_id: str) -> Delivery:
        return self.deliveries.get(delivery_id) or Delivery(delivery_id, f"delivery {delivery_id}")

    def _change_summary(self) -> list[str]:
        set_to: Counter[str] = Counter()
        cleared: Counter[str] = Counter()
        for item in self.going:
            for name, value in _changes(item).items():
                (set_to if value else cleared)[name] += 1
        return [f"{label_of(name)} changes on {lead_count(count)}." for name, count in set_to.items()] + [
            f"{label_of(name)} is cleared on {lead_count(count)}." for name, count in cleared.items()
        ]

    def _effect_summary(self) -> list[str]:
        deliveries = Counter(each for item in self.going for each in _delivery_ids(item))
        actions = Counter(
            item.update.action for item in self.going if isinstance(item.update, LeadUpdate) and item.update.action
        )
        lines = []
        for delivery_id, count in deliveries.items():
            delivery = self._delivery(delivery_id)
            goes = "goes" if count == 1 else "go"
            lines.append(
                f"{lead_count(count)} {goes} to {delivery.receiver} now, through “{delivery.name}” (ID {delivery_id}). "
                "A delivery cannot be undone."
            )
        for action, count in actions.items():
            lines.append(f"{lead_count(count)} {'is' if count == 1 else 'are'} {action.done}.")
        return lines

    def _money_summary(self) -> list[str]:
        updates = [item.update for item in self.going if isinstance(item.update, FinancialUpdate)]
        lines = []
        for noun, amounts in (
            ("Payout", [update.payout for update in updates if update.payout is not None]),
            ("Revenue", [update.revenue for update in updates if update.revenue is not None]),
        ):
            if amounts:
                each = f"{format_money(amounts[0])} each, " if len(set(amounts)) == 1 else ""
                in_all = format_money(sum(amounts, Decimal(0)))
                lines.append(f"{noun} is set on {lead_count(len(amounts))}: {each}{in_all} in all.")
        bids = {update.bid for update in updates}
        if updates:
            lines.append(bid_words(bids))
        return lines


def _as_chosen(item: DraftItem, words: str, *, again: bool) -> DraftItem:
    """A row that repeats something: either ticked *send again*, or left out with the reason."""
    return replace(item, send_again=again, left_out="" if again else f"Left out: {words}.")


def _delivery_ids(item: DraftItem) -> tuple[str, ...]:
    return item.update.delivery_ids if isinstance(item.update, LeadUpdate) else ()


def _changes(item: DraftItem) -> Mapping[str, str]:
    return item.update.changes if isinstance(item.update, LeadUpdate) else {}


def _amounts(item: DraftItem) -> tuple[Decimal | None, ...]:
    return (item.update.payout, item.update.revenue) if isinstance(item.update, FinancialUpdate) else ()
