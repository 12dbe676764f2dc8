"""Whether this PC was asleep."""

from __future__ import annotations

import pytest

from leadbyte_desktop.services.clock import MOST_APART, SleepWatch, seconds_awake


@pytest.mark.parametrize("jump", [MOST_APART + 1, -MOST_APART - 1, 86_400.0])
def test_a_jump_is_told_of_once(jump: float) -> None:
    clocks = [1000.0, 5000.0]
    watch = SleepWatch(lambda: clocks[0], lambda: clocks[1])
    assert not watch.slept()
    clocks[1] += jump
    assert watch.slept()
    assert not watch.slept()


def test_time_that_passes_on_both_clocks_is_no_sleep() -> None:
    clocks = [1000.0, 5000.0]
    watch = SleepWatch(lambda: clocks[0], lambda: clocks[1])
    for _ in range(100):
        clocks[0] += 600
        clocks[1] += 601
        assert not watch.slept()


def test_the_clock_of_this_pc_goes_on() -> None:
    first = seconds_awake()
    assert seconds_awake() >= first
