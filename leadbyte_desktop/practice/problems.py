"""Which fault the practice account plays next, so that staff meet *not known* in training first."""

from __future__ import annotations

from leadbyte_desktop.domain.practise_problem import PractiseProblem


class ProblemPlan:
    """The fault that was asked for, and how often it shall still happen.

    The transport around the practice account takes from it once per request.
    """

    def __init__(self) -> None:
        self._problem: PractiseProblem | None = None
        self._left: int | None = 0

    @property
    def current(self) -> PractiseProblem | None:
        """What the next request will meet; None for no fault."""
        return self._problem

    def practise(self, problem: PractiseProblem | None, times: int | None = 1) -> None:
        """Ask for a fault in the next `times` requests, or until it is switched off where `times` is None.

        It takes the place of what was asked for before; None, or no times at all, switches faults off.
        """
        wanted = problem is not None and (times is None or times > 0)
        self._problem, self._left = (problem, times) if wanted else (None, 0)

    def take(self) -> PractiseProblem | None:
        """The fault of the request that is about to go; counts it."""
        problem = self._problem
        if problem is not None and self._left is not None:
            self.practise(problem, self._left - 1)
        return problem
