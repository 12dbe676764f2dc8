"""Which rows travel together in one request. The review and the sender use the same planner.

leadbyte-api.md section 6.6: plain values go up to 25 leads a request; leads with a delivery or an action up to 5,
never mixed with plain ones; financials only with equal amounts, up to 25; never the same lead twice in one request.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Update
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef

PLAIN_SIZE = 25
EFFECT_SIZE = 5
LOOK_AHEAD = 2_000


class HasUpdate(Protocol):
    """A draft's row or the journal's row."""

    @property
    def update(self) -> Update:
        """What shall happen to the lead."""


Row = TypeVar("Row", bound=HasUpdate)


def group_key(update: Update) -> Hashable:
    """What rows must have in common to share a request."""
    if isinstance(update, FinancialUpdate):
        return update.amounts
    return "plain" if update.harmless_to_repeat else "effect"


def group_size(update: Update) -> int:
    """How many rows like this one a request may carry."""
    return PLAIN_SIZE if update.harmless_to_repeat else EFFECT_SIZE


class Planner(Generic[Row]):
    """Turns rows, fed in order, into groups. A lead's rows keep their order and never share a request.

    Feed it until `wants_more` is false, take a group, feed again: with equal rows, equal groups come out, however the
    rows were fed.
    """

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._held: set[tuple[LeadKind, str]] = set()

    @property
    def wants_more(self) -> bool:
        """True while it looks ahead at fewer than `LOOK_AHEAD` rows."""
        return len(self._rows) < LOOK_AHEAD

    @property
    def room(self) -> int:
        """How many more rows it takes before the next group."""
        return max(0, LOOK_AHEAD - len(self._rows))

    def feed(self, rows: Iterable[Row]) -> None:
        """Add rows that come after all rows fed so far."""
        self._rows.extend(row for row in rows if row.update.lead.same_as not in self._held)

    def hold(self, lead: LeadRef) -> None:
        """Drop the later rows of a lead: they wait for a person's word on an earlier one."""
        self._held.add(lead.same_as)
        self._rows = [row for row in self._rows if row.update.lead.same_as != lead.same_as]

    def next_group(self) -> list[Row]:
        """The rows of the next request; empty where none are left."""
        if not self._rows:
            return []
        first = self._rows[0].update
        key, most = group_key(first), group_size(first)
        group: list[Row] = []
        passed: set[tuple[LeadKind, str]] = set()
        left: list[Row] = []
        for index, row in enumerate(self._rows):
            if len(group) == most:
                left.extend(self._rows[index:])
                break
            if row.update.lead.same_as not in passed and group_key(row.update) == key:
                group.append(row)
            else:
                left.append(row)
            passed.add(row.update.lead.same_as)
        self._rows = left
        return group


def plan(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """All groups of the rows, in the order in which they are sent."""
    planner: Planner[Row] = Planner()
    source = iter(rows)
    exhausted = False
    while True:
        while not exhausted and planner.wants_more:
            row = next(source, None)
            if row is None:
                exhausted = True
            else:
                planner.feed([row])
        group = planner.next_group()
        if not group:
            return
        yield group
