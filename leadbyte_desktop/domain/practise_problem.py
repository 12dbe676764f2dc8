"""What may go wrong between this PC and LeadByte, as it can be practised on the practice account."""

from __future__ import annotations

from enum import StrEnum


class PractiseProblem(StrEnum):
    """A fault that the practice account plays when it is asked to (issue 2, section 4).

    LOSE_NETWORK: nothing leaves this PC, so items end as *not sent*.
    STALL: the practice account does the work, but its answer does not come in time: *not known*.
    CUT: the practice account does the work, then the line is cut: *not known*.
    REFUSE: the practice account refuses the key: *refused*.
    """

    LOSE_NETWORK = "lose network"
    STALL = "stall"
    CUT = "cut"
    REFUSE = "refuse"

    @property
    def words(self) -> str:
        """As it stands in a menu."""
        return _WORDS[self]


_WORDS = {
    PractiseProblem.LOSE_NETWORK: "Lose the network before anything is sent",
    PractiseProblem.STALL: "Do the work, but answer too late",
    PractiseProblem.CUT: "Do the work, then cut the line",
    PractiseProblem.REFUSE: "Refuse the key",
}
