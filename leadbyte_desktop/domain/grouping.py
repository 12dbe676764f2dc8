"""Which rows travel together in one request. The review and the sender use the same planner.

leadbyte-api.md section 6.6: plain values go up to 25 leads a request; leads with a delivery or an action up to 5,
never mixed with plain ones; financials only with equal amounts, up to 25; never the same lead twice in one request,
never two of LeadByte's ways (`route.py`); never leads with quarantined ones, as an answer's `details` names each by its
bare number, and a lead may have the number of a quarantined one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Generic, Protocol, TypeVar

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Update
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.domain.route import route_of, route_size

LOOK_AHEAD = 2_000


class HasUpdate(Protocol):
    """A draft's row or the journal's row."""

    @property
    def update(self) -> Update:
        """What shall happen to the lead."""


Row = TypeVar("Row", bound=HasUpdate)


def group_key(update: Update, *, wants_update: bool = False) -> Hashable:
    """What rows must have in common to share a request; `wants_update` as for `route_of`."""
    if isinstance(update, FinancialUpdate):
        return update.amounts
    return route_of(update, wants_update=wants_update), update.harmless_to_repeat, update.lead.kind


def group_size(update: Update, *, wants_update: bool = False) -> int:
    """How many rows like this one a request may carry; `wants_update` as for `route_of`."""
    return route_size(route_of(update, wants_update=wants_update), harmless=update.harmless_to_repeat)


class Planner(Generic[Row]):
    """Turns rows, fed in order, into groups. A lead's rows keep their order and never share a request.

    Feed it until `wants_more` is false, take a group, feed again: with equal rows, equal groups come out, however the
    rows were fed. Only the first row of each lead can be next, so only these are looked at: a group costs the same
    whether the rows ahead are of two thousand leads or all of one.
    """

    def __init__(self) -> None:
        self._fed = 0
        self._size = 0
        # Of each lead the rows that were not taken, with the places in which they were fed.
        self._rows: dict[tuple[LeadKind, str], deque[tuple[int, Row]]] = {}
        # The places of the leads' first rows: of all, and of those that may share a request.
        self._first: list[tuple[int, tuple[LeadKind, str]]] = []
        self._alike: dict[Hashable, list[tuple[int, tuple[LeadKind, str]]]] = {}
        self._held: set[tuple[LeadKind, str]] = set()

    @property
    def wants_more(self) -> bool:
        """True while it looks ahead at fewer than `LOOK_AHEAD` rows."""
        return self._size < LOOK_AHEAD

    @property
    def room(self) -> int:
        """How many more rows it takes before the next group."""
        return max(0, LOOK_AHEAD - self._size)

    def feed(self, rows: Iterable[Row]) -> None:
        """Add rows that come after all rows fed so far."""
        for row in rows:
            lead = row.update.lead.same_as
            if lead in self._held:
                continue
            self._fed += 1
            self._size += 1
            waiting = self._rows.setdefault(lead, deque())
            waiting.append((self._fed, row))
            if len(waiting) == 1:
                self._show(lead)

    def hold(self, lead: LeadRef) -> None:
        """Drop the later rows of a lead: they wait for a person's word on an earlier one."""
        self._held.add(lead.same_as)
        self._size -= len(self._rows.pop(lead.same_as, ()))

    def next_group(self) -> list[Row]:
        """The rows of the next request; empty where none are left."""
        first = self._earliest(self._first)
        if first is None:
            return []
        key, most = group_key(first.update), group_size(first.update)
        alike = self._alike[key]
        group: list[Row] = []
        while len(group) < most and (row := self._earliest(alike)) is not None:
            group.append(row)
            # The lead's next row is not shown yet: it goes with a later request.
            heappop(alike)
            self._rows[row.update.lead.same_as].popleft()
        if not alike:
            del self._alike[key]
        for row in group:
            self._close(row.update.lead.same_as)
        self._size -= len(group)
        return group

    def _show(self, lead: tuple[LeadKind, str]) -> None:
        """Put a lead's first row where it is found as the next of all, and of those like it."""
        place, row = self._rows[lead][0]
        heappush(self._first, (place, lead))
        heappush(self._alike.setdefault(group_key(row.update), []), (place, lead))

    def _close(self, lead: tuple[LeadKind, str]) -> None:
        """After a lead's first row was taken: show the next, if there is one."""
        if self._rows[lead]:
            self._show(lead)
        else:
            del self._rows[lead]

    def _earliest(self, shown: list[tuple[int, tuple[LeadKind, str]]]) -> Row | None:
        """The first row in a heap that still is its lead's first row; drops all before it."""
        while shown:
            place, lead = shown[0]
            rows = self._rows.get(lead)
            if rows and rows[0][0] == place:
                return rows[0][1]
            heappop(shown)
        return None


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
