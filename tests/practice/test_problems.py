"""The plan of faults to practise."""

from __future__ import annotations

from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.problems import ProblemPlan


def test_without_a_wish_nothing_goes_wrong() -> None:
    plan = ProblemPlan()

    assert plan.current is None
    assert plan.take() is None


def test_a_problem_happens_once_unless_asked_otherwise() -> None:
    plan = ProblemPlan()
    plan.practise(PractiseProblem.CUT)

    assert plan.current is PractiseProblem.CUT
    assert [plan.take(), plan.take()] == [PractiseProblem.CUT, None]
    assert plan.current is None


def test_a_problem_happens_as_often_as_asked() -> None:
    plan = ProblemPlan()
    plan.practise(PractiseProblem.STALL, times=3)

    assert [plan.take() for _ in range(4)] == [PractiseProblem.STALL] * 3 + [None]


def test_a_problem_may_last_until_it_is_switched_off() -> None:
    plan = ProblemPlan()
    plan.practise(PractiseProblem.LOSE_NETWORK, times=None)

    assert {plan.take() for _ in range(20)} == {PractiseProblem.LOSE_NETWORK}
    plan.practise(None)
    assert plan.take() is None


def test_a_new_wish_takes_the_place_of_the_old_one() -> None:
    plan = ProblemPlan()
    plan.practise(PractiseProblem.STALL, times=5)
    plan.practise(PractiseProblem.REFUSE)

    assert [plan.take(), plan.take()] == [PractiseProblem.REFUSE, None]


def test_no_times_is_no_problem() -> None:
    plan = ProblemPlan()
    plan.practise(PractiseProblem.REFUSE, times=0)

    assert plan.current is None
