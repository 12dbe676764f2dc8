"""The counts of a review: what ticks make of them is what counting anew would give."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, Update
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.services.review_totals import ReviewTotals, Tally

leads = st.sampled_from([LeadRef("7"), LeadRef("007"), LeadRef("8"), LeadRef("9")])
changes = st.dictionaries(st.sampled_from(["postcode", "street1"]), st.sampled_from(["A", ""]))
deliveries = st.sampled_from([(), ("1053",), ("1053", "1061")])
amounts = st.sampled_from([None, Decimal("0.00"), Decimal("80.00"), Decimal("80.01"), Decimal("1200.50")])
updates: st.SearchStrategy[Update] = st.one_of(
    st.builds(LeadUpdate, leads, changes, deliveries, st.sampled_from([None, Action.REPROCESS])),
    st.builds(FinancialUpdate, leads, amounts, amounts, st.sampled_from([None, "33", "41"])),
)
rows = st.lists(st.tuples(st.builds(DraftItem, updates), st.booleans(), st.booleans()), max_size=12)


def told(totals: ReviewTotals) -> dict[str, object]:
    """Everything that a review reads of its totals, zeros left out."""
    counted = (totals.set_to, totals.cleared, totals.deliveries, totals.actions, totals.bids)
    return {
        "going": totals.going,
        "place": totals.places if totals.going == 1 else None,
        "counted": [{key: count for key, count in counts.items() if count} for counts in counted],
        "changing": totals.changing,
        "sending": totals.sending,
        "dangerous": totals.dangerous,
        "deliveries": totals.delivery_count,
        "money": [(each.count, each.in_all, each.each) for each in (totals.payout, totals.revenue)],
    }


def by_hand(going: list[tuple[int, Update]]) -> dict[str, object]:
    """The same, counted from the rows themselves."""
    some = [update for _, update in going if isinstance(update, LeadUpdate)]
    money = [update for _, update in going if isinstance(update, FinancialUpdate)]
    pairs = [pair for update in some for pair in update.changes.items()]
    payouts = [update.payout for update in money if update.payout is not None]
    revenues = [update.revenue for update in money if update.revenue is not None]
    return {
        "going": len(going),
        "place": going[0][0] if len(going) == 1 else None,
        "counted": [
            Counter(name for name, value in pairs if value),
            Counter(name for name, value in pairs if not value),
            Counter(each for update in some for each in update.delivery_ids),
            Counter(update.action for update in some if update.action),
            Counter(update.bid for update in money),
        ],
        "changing": sum(bool(update.changes) for update in some),
        "sending": sum(bool(update.delivery_ids) for update in some),
        "dangerous": bool(money) or any(update.effects for update in some),
        "deliveries": sum(len(update.delivery_ids) for update in some),
        "money": [
            (len(each), sum(each, Decimal("0.00")), each[0] if len(set(each)) == 1 else None)
            for each in (payouts, revenues)
        ],
    }


@given(rows)
def test_a_tick_changes_the_counts_by_its_row(rows: list[tuple[DraftItem, bool, bool]]) -> None:
    tally = Tally()
    for index, (item, first, _then) in enumerate(rows):
        if first:
            tally.add(index, item.update)
    before = tally.totals()
    assert told(before) == by_hand([(index, item.update) for index, (item, goes, _) in enumerate(rows) if goes])
    after = before.changed(
        [(index, item) for index, (item, first, then) in enumerate(rows) if first and not then],
        [(index, item) for index, (item, first, then) in enumerate(rows) if then and not first],
    )
    assert told(after) == by_hand([(index, item.update) for index, (item, _, goes) in enumerate(rows) if goes])


def test_of_leads_in_several_rows_it_knows_how_many_go() -> None:
    tally = Tally()
    first, second = (DraftItem(LeadUpdate(LeadRef(number), {"postcode": "A"})) for number in ("7", "007"))
    tally.add(0, first.update)
    tally.watch({LeadRef("7").same_as: 1})
    totals = tally.totals()
    assert not totals.leads_repeat
    more = totals.changed(more=[(1, second)])
    assert more.leads_repeat
    assert not more.changed(away=[(0, first)]).leads_repeat
    assert not totals.leads_repeat
