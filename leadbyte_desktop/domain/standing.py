"""How rows stand, as a person counts them.

There are six outcomes and no seventh. But nobody cancelled what the review or the sender left out, because it went
already or another row asks for the same: on the screen it is counted and shown apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from leadbyte_desktop.domain.job import OUTCOMES, Item, ItemState


class Standing(Enum):
    """One of these holds of every row; in the order in which their counts are told."""

    UPDATED = "updated"
    QUEUED = "queued"
    REFUSED = "refused"
    NOT_SENT = "not sent"
    NOT_KNOWN = "not known"
    CANCELLED = "cancelled"
    LEFT_OUT = "left out"
    SENDING = "sending"
    WAITING = "waiting"

    @property
    def words(self) -> str:
        """As it is shown: "Left out"."""
        return self.value.capitalize()

    @property
    def state(self) -> ItemState:
        """The state behind it."""
        return ItemState.CANCELLED if self is Standing.LEFT_OUT else ItemState(self.value)


Standings = Mapping[Standing, int]
"""How many rows stand where; a standing with none may be left out."""

ENDS = (*(Standing(outcome.value) for outcome in OUTCOMES), Standing.LEFT_OUT)
"""Those of a row that has come to its end, in their order."""


def standing_of(item: Item) -> Standing:
    """How a row stands."""
    return Standing.LEFT_OUT if item.left_out else Standing(item.state.value)


def standings_of(counts: Mapping[ItemState, int], left_out: int) -> dict[Standing, int]:
    """The same rows, counted as a person counts them.

    Args:
        counts: how many stand in each state.
        left_out: how many of the *cancelled* ones were left out.
    """
    standings = {Standing(state.value): count for state, count in counts.items() if count}
    if left_out:
        standings[Standing.CANCELLED] -= left_out
        standings[Standing.LEFT_OUT] = left_out
    return {standing: standings[standing] for standing in Standing if standings.get(standing)}


def under_way(standings: Iterable[Standing]) -> frozenset[Standing]:
    """These, and what is out at this moment where they hold what waits: on the screen both count as waiting."""
    found = frozenset(standings)
    return found | {Standing.SENDING} if Standing.WAITING in found else found
