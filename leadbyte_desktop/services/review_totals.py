"""What a whole job does, in counts: all that a review says of many rows, kept without the rows themselves.

A job may have a million rows on the disk. They are counted once, off the window's thread; a tick of *send again*
then changes the counts by the one row it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, Update
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadUpdate
from leadbyte_desktop.domain.route import triggers_only

LeadKey = tuple[LeadKind, str]
"""A lead as `LeadRef.same_as` names it."""

_PENCE = 100


@dataclass(frozen=True, slots=True)
class MoneyTotals:
    """One kind of amount over all rows that go.

    Attributes:
        count: rows that set it.
        pence: their sum.
        squares: the sum of their squares, by which it shows whether all are equal without keeping each.
    """

    count: int = 0
    pence: int = 0
    squares: int = 0

    @property
    def in_all(self) -> Decimal:
        """The sum in pounds."""
        return Decimal(self.pence).scaleb(-2).quantize(Decimal("0.01"))

    @property
    def each(self) -> Decimal | None:
        """The amount of every row in pounds where it is the same for all; else None."""
        # Cauchy and Schwarz: n times the sum of squares is the square of the sum only where all are equal.
        if not self.count or self.count * self.squares != self.pence**2:
            return None
        return (Decimal(self.pence // self.count) / _PENCE).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class ReviewTotals:
    """The counts of the rows that go. Immutable; `Tally` makes them.

    Attributes:
        going: how many rows go.
        places: the sum of their places in the draft: where one row goes, its place.
        set_to, cleared: by LeadByte's field name, on how many rows; in the order in which the rows name them.
        deliveries: by delivery ID, how many leads go through it.
        actions: by action, with how many leads it is done.
        changing: rows that change a value.
        sending: rows that send a lead to buyers, whatever else they do.
        with_effects: rows with a delivery or an action.
        triggering: rows that send a lead to buyers and do nothing else.
        quarantined: rows about a quarantined lead.
        payout, revenue: the amounts.
        bids: by BID (None for no buyer), how many rows of amounts name it.
        rows_of: of the leads that stand in several rows of the draft, how many of these go.
    """

    going: int = 0
    places: int = 0
    set_to: Mapping[str, int] = field(default_factory=dict)
    cleared: Mapping[str, int] = field(default_factory=dict)
    deliveries: Mapping[str, int] = field(default_factory=dict)
    actions: Mapping[Action, int] = field(default_factory=dict)
    changing: int = 0
    sending: int = 0
    with_effects: int = 0
    triggering: int = 0
    quarantined: int = 0
    payout: MoneyTotals = field(default_factory=MoneyTotals)
    revenue: MoneyTotals = field(default_factory=MoneyTotals)
    bids: Mapping[str | None, int] = field(default_factory=dict)
    rows_of: Mapping[LeadKey, int] = field(default_factory=dict)

    @property
    def delivery_count(self) -> int:
        """How many times a lead goes to a buyer."""
        return sum(self.deliveries.values())

    @property
    def money(self) -> Decimal:
        """Pounds of payout and revenue set, in all."""
        return self.payout.in_all + self.revenue.in_all

    @property
    def dangerous(self) -> bool:
        """Whether a delivery, an action or money is among the rows."""
        return bool(self.with_effects or any(self.bids.values()))

    @property
    def all_alike(self) -> bool:
        """Whether all rows that go change values and have the same one action, and none has a delivery."""
        return self.one_action and self.changing == self.going and not self.sending

    @property
    def one_action(self) -> bool:
        """Whether all rows that go have the same action."""
        return [count for count in self.actions.values() if count] == [self.going]

    @property
    def mixed(self) -> bool:
        """Whether no row that goes changes a value, and not everything that is done is done in each of them."""
        if self.changing or not self.with_effects:
            return False
        acts = any(self.actions.values())
        return (acts and not self.one_action) or (0 < self.sending < self.going)

    @property
    def leads(self) -> int:
        """How many leads the rows that go are about."""
        return self.going - sum(count - 1 for count in self.rows_of.values() if count)

    @property
    def leads_repeat(self) -> bool:
        """Whether one lead goes in several rows."""
        return any(count > 1 for count in self.rows_of.values())

    def changed(
        self, away: Iterable[tuple[int, DraftItem]] = (), more: Iterable[tuple[int, DraftItem]] = ()
    ) -> ReviewTotals:
        """The totals after these rows stay behind, and those go too; each with its place in the draft."""
        tally = Tally(self)
        for index, item in away:
            tally.add(index, item.update, -1)
        for index, item in more:
            tally.add(index, item.update)
        return tally.totals()


class Tally:
    """Counts rows one by one.

    Args:
        totals: where it begins.
    """

    def __init__(self, totals: ReviewTotals | None = None) -> None:
        start = totals or ReviewTotals()
        self._going, self._places = start.going, start.places
        self._set_to, self._cleared = dict(start.set_to), dict(start.cleared)
        self._deliveries, self._actions, self._bids = dict(start.deliveries), dict(start.actions), dict(start.bids)
        self._changing, self._sending, self._with_effects = start.changing, start.sending, start.with_effects
        self._triggering, self._quarantined = start.triggering, start.quarantined
        self._payout, self._revenue = start.payout, start.revenue
        self._rows_of = dict(start.rows_of)

    def add(self, index: int, update: Update, by: int = 1) -> None:
        """Count a row at its place in the draft; with -1, take it away again."""
        self._going += by
        self._places += by * index
        if isinstance(update, LeadUpdate):
            self._add_update(update, by)
        else:
            self._add_money(update, by)
        key = update.lead.same_as
        if key in self._rows_of:
            self._rows_of[key] += by

    def watch(self, repeated: Mapping[LeadKey, int]) -> None:
        """From now on, know of these leads how many of their rows go; so many do now."""
        self._rows_of = dict(repeated)

    def totals(self) -> ReviewTotals:
        """What was counted."""
        return ReviewTotals(
            self._going,
            self._places,
            self._set_to,
            self._cleared,
            self._deliveries,
            self._actions,
            self._changing,
            self._sending,
            self._with_effects,
            self._triggering,
            self._quarantined,
            self._payout,
            self._revenue,
            self._bids,
            self._rows_of,
        )

    def _add_update(self, update: LeadUpdate, by: int) -> None:
        for name, value in update.changes.items():
            counts = self._set_to if value else self._cleared
            counts[name] = counts.get(name, 0) + by
        for delivery_id in update.delivery_ids:
            self._deliveries[delivery_id] = self._deliveries.get(delivery_id, 0) + by
        if update.action:
            self._actions[update.action] = self._actions.get(update.action, 0) + by
        self._changing += by if update.changes else 0
        self._sending += by if update.delivery_ids else 0
        self._with_effects += 0 if update.harmless_to_repeat else by
        self._triggering += by if triggers_only(update) else 0
        self._quarantined += by if update.lead.kind is LeadKind.QUARANTINE else 0

    def _add_money(self, update: FinancialUpdate, by: int) -> None:
        self._payout = _with_amount(self._payout, update.payout, by)
        self._revenue = _with_amount(self._revenue, update.revenue, by)
        self._bids[update.bid] = self._bids.get(update.bid, 0) + by


def _with_amount(totals: MoneyTotals, amount: Decimal | None, by: int) -> MoneyTotals:
    if amount is None:
        return totals
    pence = int(amount * _PENCE)
    return MoneyTotals(totals.count + by, totals.pence + by * pence, totals.squares + by * pence**2)
