"""The pace as a table: what each answer does to the number in flight, the size and the wait."""

from __future__ import annotations

import pytest

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.domain.job import ItemState, LeadResult
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.services.pace import (
    GOOD_TO_GROW,
    LONGEST_WAIT,
    MOST_IN_FLIGHT,
    QUICK,
    Pace,
    Sign,
    seconds_to_wait,
    sign_of,
)

WELL, NEITHER, TOO_LARGE, STRAINED, AWAY = Sign.WELL, Sign.NEITHER, Sign.TOO_LARGE, Sign.STRAINED, Sign.AWAY


def after(*signs: Sign, sent: int = 25, asked: float | None = None) -> Pace:
    """The pace after these answers, each to a request that left when the one before was answered."""
    pace = Pace()
    for sign in signs:
        pace.after(sign, turn=pace.turn, full=25, sent=min(sent, pace.size(25)), now=100.0, jitter=0.5, asked=asked)
    return pace


@pytest.mark.parametrize(
    ("signs", "window", "size", "wait"),
    [
        ([], 1, 25, 0),
        ([WELL], 2, 25, 0),
        ([WELL] * 2, 2, 25, 0),
        ([WELL] * 3, 3, 25, 0),
        ([WELL] * 6, 4, 25, 0),
        ([WELL] * 60, MOST_IN_FLIGHT, 25, 0),
        ([WELL] * 6 + [NEITHER] * 9, 4, 25, 0),
        ([WELL, NEITHER, WELL], 2, 25, 0),
        ([WELL] * 6 + [STRAINED], 2, 13, 1),
        ([WELL] * 6 + [STRAINED] * 2, 1, 7, 4),
        ([WELL] * 6 + [STRAINED] * 3, 1, 4, 16),
        ([STRAINED] * 9, 1, 1, 30),
        ([WELL] * 6 + [AWAY], 2, 25, 1),
        ([WELL] * 6 + [TOO_LARGE], 4, 13, 0),
        ([STRAINED] + [WELL] * (GOOD_TO_GROW - 1), 3, 13, 1),
        ([STRAINED] + [WELL] * GOOD_TO_GROW, 3, 25, 1),
        ([STRAINED] * 3 + [WELL] * GOOD_TO_GROW, 3, 8, 16),
        ([STRAINED] * 3 + [WELL] * 3 * GOOD_TO_GROW, 4, 25, 16),
        ([STRAINED, WELL, STRAINED], 1, 7, 1),
    ],
)
def test_what_the_answers_do(signs: list[Sign], window: int, size: int, wait: float) -> None:
    pace = after(*signs)
    assert (pace.window, pace.size(25)) == (window, size)
    assert pace.until == (100.0 + wait if wait else 0.0)


def test_four_that_fail_at_once_are_one_trouble() -> None:
    pace = after(*[WELL] * 6)
    turn = pace.turn
    for _ in range(4):
        pace.after(STRAINED, turn=turn, full=25, sent=25, now=100.0, jitter=0.5)
    assert (pace.window, pace.size(25), pace.until) == (2, 13, 101.0)


def test_a_good_answer_to_what_left_before_the_trouble_lifts_nothing() -> None:
    pace = after(*[WELL] * 6)
    turn = pace.turn
    pace.after(STRAINED, turn=turn, full=25, sent=25, now=100.0, jitter=0.5)
    for _ in range(3):
        pace.after(WELL, turn=turn, full=25, sent=25, now=100.0, jitter=0.5)
    assert pace.window == 2


def test_of_several_times_that_leadbyte_names_the_latest_holds() -> None:
    pace = after(*[WELL] * 6)
    turn = pace.turn
    for asked in (7.0, 40.0, 3.0):
        pace.after(STRAINED, turn=turn, full=25, sent=25, now=100.0, jitter=0.5, asked=asked)
    assert pace.until == 140.0


def test_requests_with_a_delivery_shrink_for_themselves() -> None:
    pace = Pace()
    pace.after(STRAINED, turn=0, full=5, sent=5, now=0.0, jitter=0.5)
    assert (pace.size(5), pace.size(25)) == (3, 25)


@pytest.mark.parametrize(("sent", "size"), [(25, 13), (10, 5), (3, 2), (2, 1), (1, 1)])
def test_it_halves_what_was_sent(sent: int, size: int) -> None:
    assert after(STRAINED, sent=sent).size(25) == size


@pytest.mark.parametrize(
    ("times", "jitter", "asked", "seconds"),
    [
        (1, 0.5, None, 1.0),
        (1, 0.0, None, 0.75),
        (1, 1.0, None, 1.25),
        (2, 0.5, None, 4.0),
        (3, 0.5, None, 16.0),
        (4, 0.5, None, LONGEST_WAIT),
        (10_000, 0.5, None, LONGEST_WAIT),
        (5, 0.5, 7.0, 7.0),
        (1, 0.5, 0.0, 1.0),
    ],
)
def test_how_long_it_waits(times: int, jitter: float, asked: float | None, seconds: float) -> None:
    assert seconds_to_wait(times, jitter, asked) == seconds


def answer(state: ItemState, status: int | None = 200, **more: bool) -> Answer:
    return Answer({LeadRef("1"): LeadResult(state, "")}, status, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "seconds", "sign"),
    [
        (answer(ItemState.UPDATED), 0.1, WELL),
        (answer(ItemState.QUEUED), QUICK, WELL),
        (answer(ItemState.UPDATED), QUICK + 0.1, NEITHER),
        (answer(ItemState.REFUSED), 0.1, NEITHER),
        (answer(ItemState.REFUSED, whole_refusal=True), 0.1, NEITHER),
        (answer(ItemState.NOT_KNOWN), 0.1, NEITHER),
        (answer(ItemState.NOT_KNOWN, 302), 0.1, NEITHER),
        (answer(ItemState.REFUSED, 413, shrink=True), 0.1, TOO_LARGE),
        (answer(ItemState.NOT_SENT, 429, busy=True), 0.1, STRAINED),
        (answer(ItemState.REFUSED, busy=True), 0.1, STRAINED),
        (answer(ItemState.NOT_KNOWN, 502, shrink=True), 0.1, STRAINED),
        (answer(ItemState.NOT_KNOWN, None, shrink=True), 60.0, STRAINED),
        (answer(ItemState.NOT_KNOWN, None), 0.1, STRAINED),
        (answer(ItemState.NOT_SENT, None), 0.1, AWAY),
    ],
)
def test_what_an_answer_says(given: Answer, seconds: float, sign: Sign) -> None:
    assert sign_of(given, seconds) is sign
