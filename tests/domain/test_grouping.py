"""Which rows share a request (leadbyte-api.md section 6.6)."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.grouping import LOOK_AHEAD, Planner, group_key, group_size, plan
from leadbyte_desktop.domain.job import Update
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate


@dataclass(frozen=True)
class Row:
    position: int
    update: Update


def plain(number: int) -> LeadUpdate:
    return LeadUpdate(LeadRef(str(number)), {"postcode": "TN25 6QD"})


def sell(number: int) -> LeadUpdate:
    return LeadUpdate(LeadRef(str(number)), {}, ("1053",))


def rows(updates) -> list[Row]:
    return [Row(position, update) for position, update in enumerate(updates, 1)]


def sizes(updates) -> list[int]:
    return [len(group) for group in plan(rows(updates))]


UPDATES = st.one_of(
    st.integers(1, 12).map(plain),
    st.integers(1, 12).map(sell),
    st.integers(1, 12).map(lambda number: LeadUpdate(LeadRef(str(number)), {}, (), Action.REPROCESS)),
)
PAY = st.sampled_from([Decimal("1.00"), Decimal("2.00")])
FINANCIALS = st.builds(lambda number, pay: FinancialUpdate(LeadRef(str(number)), pay), st.integers(1, 60), PAY)
ROWS = st.one_of(st.lists(UPDATES, max_size=80), st.lists(FINANCIALS, max_size=80)).map(rows)


def test_sizes():
    assert sizes(plain(number) for number in range(60)) == [25, 25, 10]
    assert sizes(sell(number) for number in range(12)) == [5, 5, 2]
    assert sizes([]) == []


def test_plain_and_sold_leads_never_share_a_request():
    mixed = [plain(1), sell(2), plain(3), sell(4)]
    assert [[str(row.update.lead) for row in group] for group in plan(rows(mixed))] == [["1", "3"], ["2", "4"]]


def test_a_lead_and_a_quarantined_lead_never_share_a_request():
    """`details` names both by their bare numbers, so lead 7's word could be taken for quarantine 7's."""
    for action in (None, Action.REJECT):
        held = [LeadUpdate(LeadRef(number, LeadKind.QUARANTINE), {"a": "b"}, (), action) for number in ("7", "8")]
        leads = [LeadUpdate(LeadRef(number), {"a": "b"}, (), action and Action.REPROCESS) for number in ("7", "8")]
        mixed = [leads[0], held[0], leads[1], held[1]]
        assert [[row.update for row in group] for group in plan(rows(mixed))] == [leads, held]


def test_equal_amounts_share_a_request_however_they_are_written():
    amounts = [Decimal(80), Decimal("80.00"), Decimal("80.01"), None]
    updates = [FinancialUpdate(LeadRef(str(n)), amount, Decimal(1)) for n, amount in enumerate(amounts)]
    assert sizes(updates) == [2, 1, 1]


@given(ROWS)
def test_every_row_goes_once_and_no_request_breaks_a_rule(all_rows):
    groups = list(plan(all_rows))
    assert sorted(row.position for group in groups for row in group) == [row.position for row in all_rows]
    for group in groups:
        assert len(group) <= group_size(group[0].update)
        assert len({group_key(row.update) for row in group}) == 1
        assert len({row.update.lead for row in group}) == len(group)


@given(ROWS)
def test_the_rows_of_a_lead_keep_their_order(all_rows):
    sent = [row for group in plan(all_rows) for row in group]
    for lead in {row.update.lead for row in all_rows}:
        positions = [row.position for row in sent if row.update.lead == lead]
        assert positions == sorted(positions)


@given(ROWS, st.integers(1, 30))
def test_the_same_requests_come_out_however_the_rows_are_fed(all_rows, page):
    planner: Planner[Row] = Planner()
    waiting = list(all_rows)
    groups = []
    while True:
        while waiting and planner.wants_more:
            taken = min(page, planner.room)
            planner.feed(waiting[:taken])
            del waiting[:taken]
        group = planner.next_group()
        if not group:
            break
        groups.append(group)
    assert groups == list(plan(all_rows))


@given(ROWS, st.integers(1, 12))
def test_a_held_lead_sends_nothing_more_and_the_others_everything(all_rows, number):
    held = LeadRef(str(number))
    planner: Planner[Row] = Planner()
    half = len(all_rows) // 2
    planner.feed(all_rows[:half])
    planner.hold(held)
    planner.feed(all_rows[half:])
    sent = []
    while group := planner.next_group():
        sent.extend(group)
    assert sorted(row.position for row in sent) == [row.position for row in all_rows if row.update.lead != held]


def test_it_looks_no_further_ahead_than_it_must():
    planner: Planner[Row] = Planner()
    planner.feed(rows(plain(number) for number in range(LOOK_AHEAD - 1)))
    assert (planner.wants_more, planner.room) == (True, 1)
    planner.feed(rows([plain(LOOK_AHEAD)]))
    assert (planner.wants_more, planner.room) == (False, 0)
    planner.next_group()
    assert planner.room == 25


def test_thousands_of_rows_of_one_lead_cost_no_more_than_those_of_many():
    """Looking at every row ahead for each request would take some ten million looks."""
    count = 20_000

    def looks(updates) -> int:
        seen = 0

        class Counted:
            def __init__(self, update: LeadUpdate) -> None:
                self._update = update

            @property
            def update(self) -> LeadUpdate:
                nonlocal seen
                seen += 1
                return self._update

        assert sum(len(group) for group in plan(map(Counted, updates))) == count
        return seen

    assert looks(plain(7) for _ in range(count)) < 12 * count
    assert looks(plain(number) for number in range(count)) < 12 * count
