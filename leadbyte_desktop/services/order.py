"""Which rows of a job may leave next.

The requests are those that the review showed, smaller where LeadByte bears no larger ones. Two rules hold however many
are in flight and whatever is tried again: a lead's rows leave in the file's order, and while one of them is unsettled
(in flight, or waiting to go again) no later one leaves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Hashable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from leadbyte_desktop.domain.grouping import LOOK_AHEAD, Planner, group_key, group_size
from leadbyte_desktop.domain.job import Item, ItemState, Update
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.domain.route import Route, route_of

LeadKey = tuple[LeadKind, str]
LOW = 500
"""With fewer rows at hand than this, beyond those that are planned with, it is time to read on."""


@dataclass(slots=True, eq=False)
class Group:
    """One of the review's requests, on its way.

    Attributes:
        number: its place among the requests; 0 before it has one.
        open: how many of its rows have no final answer yet.
        blocked: how many of its rows wait for an earlier row of their lead.
        halved: it was refused as a whole and is sent in parts, to find the culprits.
        got_through: a row of it was updated.
    """

    number: int = 0
    open: int = 0
    blocked: int = 0
    halved: bool = False
    got_through: bool = False


@dataclass(slots=True, eq=False)
class Row:
    """An item on its way through this run.

    Attributes:
        item: as the journal holds it.
        state: where it stands.
        attempts: how many requests of this run have carried it.
        first_attempt: when the first of them left, by the run's clock.
        group: the request that it was planned for.
        wants_update: LeadByte refused its delivery for lack of an update: it goes by the second way.
        lead: its lead, however it is spelt.
    """

    item: Item
    state: ItemState
    attempts: int = 0
    first_attempt: float = 0.0
    group: Group = field(default_factory=Group)
    wants_update: bool = False
    lead: LeadKey = field(init=False)

    def __post_init__(self) -> None:
        self.lead = self.item.update.lead.same_as

    @property
    def update(self) -> Update:
        """What shall happen to its lead."""
        return self.item.update

    @property
    def route(self) -> Route:
        """By which of LeadByte's ways it goes next."""
        return route_of(self.update, wants_update=self.wants_update)

    @property
    def key(self) -> Hashable:
        """What it must have in common with the others of its request."""
        return group_key(self.update, wants_update=self.wants_update)

    @property
    def most(self) -> int:
        """How many rows like it a request may carry."""
        return group_size(self.update, wants_update=self.wants_update)


Part = tuple[int, int, list[Row]]
"""The group's number, the first row's position, and rows that may share a request. The lowest leaves first."""


class Order:
    """The rows of one run that have not come to an end. Rows are fed in file order, as long as it is `hungry`."""

    def __init__(self) -> None:
        self._planner: Planner[Row] = Planner()
        self._ahead: deque[Row] = deque()
        self._fed_all = False
        self._rows: dict[int, Row] = {}
        self._groups = count(1)
        self._ready: list[Part] = []
        self._later: list[tuple[float, Part]] = []
        self._blocked: dict[int, list[Row]] = {}
        self._blocked_rows = 0
        # Planned rows of each lead that are unsettled, the first of which may leave or is out.
        self._of_lead: dict[LeadKey, deque[Row]] = {}
        self._held: set[LeadKey] = set()

    @property
    def hungry(self) -> bool:
        """True where it needs rows before it plans on: it looks as far ahead as the review did."""
        return not self._fed_all and len(self._ahead) < self._planner.room

    @property
    def runs_low(self) -> bool:
        """True where it will soon be hungry, so that reading on should begin."""
        return not self._fed_all and len(self._ahead) < self._planner.room + LOW

    @property
    def empty(self) -> bool:
        """True where no row is left, in flight or not."""
        return self._fed_all and not self._rows

    @property
    def next_due(self) -> float | None:
        """When the next row may go again; None where none waits for that."""
        return self._later[0][0] if self._later else None

    def feed(self, rows: Sequence[Row]) -> None:
        """Add rows that come after all rows fed so far; none, where there are no more.

        Rows of held leads stay behind.
        """
        self._fed_all = not rows
        self._rows.update((row.item.item_id, row) for row in rows)
        self._ahead.extend(rows)

    def hold(self, lead: LeadRef) -> None:
        """Let no further row of this lead leave: they wait for a person's word on an earlier one."""
        self._held.add(lead.same_as)
        self._planner.hold(lead)
        for row in [row for row in self._rows.values() if row.lead == lead.same_as and not row.group.number]:
            # Not planned yet, so nothing waits for its end.
            del self._rows[row.item.item_id]

    def take(self, now: float, size: Callable[[int], int], elsewhere: Container[LeadKey] = ()) -> list[Row]:
        """The rows of the next request; empty where none may leave now.

        They are unsettled until `settle`, `put_back` or `again` is called with each of them.

        Args:
            now: the time.
            size: how many rows a request may carry now, from how many it may by its kind.
            elsewhere: leads that a request of another job carries right now.
        """
        self._ripen(now)
        passed: list[Part] = []
        taken: list[Row] = []
        while not taken and (self._ready or self._plan()):
            taken, left = self._cut(heappop(self._ready)[2], size, elsewhere)
            if left:
                passed.append(_part_of(left))
        for part in passed:
            heappush(self._ready, part)
        return taken

    def put_back(self, rows: Sequence[Row], *, singly: bool = False) -> None:
        """Take back rows that did not leave, or are to leave in smaller requests; each by itself if `singly`."""
        for part in [[row] for row in rows] if singly else [list(rows)]:
            if part:
                heappush(self._ready, _part_of(part))

    def again(self, rows: Sequence[Row], due: float) -> None:
        """Let rows that were sent go again, not before the time `due`."""
        if rows:
            heappush(self._later, (due, _part_of(list(rows))))

    def settle(self, row: Row) -> None:
        """See that a row has come to its end in this run: the next of its lead may leave."""
        self._rows.pop(row.item.item_id, None)
        of_lead = self._of_lead[row.lead]
        of_lead.popleft()
        if not of_lead:
            del self._of_lead[row.lead]
            return
        group = of_lead[0].group
        group.blocked -= 1
        if not group.blocked:
            rows = self._blocked.pop(group.number)
            self._blocked_rows -= len(rows)
            heappush(self._ready, _part_of(rows))

    def unsettled(self, item_id: int) -> bool:
        """Whether a row that was read has not come to its end."""
        return item_id in self._rows

    # --- inside -----------------------------------------------------------------------------------------------------

    def _plan(self) -> bool:
        """Plan requests until one may leave; False where there is none."""
        while self._blocked_rows < LOOK_AHEAD and not self.hungry:
            self._look_ahead()
            rows = self._planner.next_group()
            if not rows:
                return False
            group = Group(next(self._groups), len(rows))
            for row in rows:
                row.group = group
                of_lead = self._of_lead.setdefault(row.lead, deque())
                group.blocked += bool(of_lead)
                of_lead.append(row)
            if not group.blocked:
                heappush(self._ready, _part_of(rows))
                return True
            self._blocked[group.number] = rows
            self._blocked_rows += len(rows)
        return False

    def _look_ahead(self) -> None:
        room = min(self._planner.room, len(self._ahead))
        coming = [self._ahead.popleft() for _ in range(room)]
        for row in coming:
            if row.lead in self._held:
                self._rows.pop(row.item.item_id, None)
        self._planner.feed(coming)

    def _ripen(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            heappush(self._ready, heappop(self._later)[1])

    def _cut(
        self, rows: list[Row], size: Callable[[int], int], elsewhere: Container[LeadKey]
    ) -> tuple[list[Row], list[Row]]:
        """Cut what may leave in one request from rows of one part; gives it, and what is left of them."""
        going: list[Row] = []
        for row in rows:
            if row.lead in self._held and not row.attempts:
                self.settle(row)
            else:
                going.append(row)
        free = [row for row in going if row.lead not in elsewhere]
        if not free:
            return [], going
        # A person may have changed a row since it was planned, so that it shares no request with the others.
        key = free[0].key
        alike = [row for row in free if row.key == key]
        most = size(free[0].most)
        # In parts of about one size: 25 rows by 12 go as 8, 8 and 9.
        taken = alike[: max(1, len(alike) // -(-len(alike) // most))]
        chosen = set(map(id, taken))
        return taken, [row for row in going if id(row) not in chosen]


def _part_of(rows: list[Row]) -> Part:
    return rows[0].group.number, rows[0].item.position, rows
