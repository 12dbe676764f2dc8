"""Sees that this PC was asleep: nothing may go by itself after it wakes, hours later and perhaps elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

MOST_APART = 30.0
"""Two clocks that drift apart by more seconds than this between two looks were not both running."""


def seconds_awake() -> float:
    """Seconds from a clock that never jumps and stands still while the PC is asleep.

    `time.monotonic` does both on Linux and macOS. On Windows it goes on during sleep, and no jump would ever be seen.
    """
    if sys.platform == "win32":
        import ctypes

        ticks = ctypes.c_ulonglong()
        # It counts units of 100 ns that the system was at work, without sleep and hibernation.
        if ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks)):
            return ticks.value / 10_000_000
    return time.monotonic()


class SleepWatch:
    """Holds two clocks against each other: one that stands still during sleep, one that shows the time of day.

    Args:
        awake: seconds from a clock that stands still while the PC is asleep.
        wall: seconds from the clock that shows the time of day.
    """

    def __init__(self, awake: Callable[[], float], wall: Callable[[], float]) -> None:
        self._awake, self._wall = awake, wall
        self._apart = wall() - awake()

    def slept(self) -> bool:
        """Whether the PC slept, or its clock was set, since the last look; each jump is told of once."""
        apart = self._wall() - self._awake()
        jumped = abs(apart - self._apart) > MOST_APART
        self._apart = apart
        return jumped
