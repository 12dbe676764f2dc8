"""What the benchmarks print: a ratio against a floor that was measured in the same run, turn by turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the report: ours against the floor."""

    name: str
    aim: str
    ours: list[float]
    floor: list[float]
    unit: str

    def __str__(self) -> str:
        ratios = sorted(ours / floor for ours, floor in zip(self.ours, self.floor, strict=True))
        ours, floor = statistics.median(self.ours), statistics.median(self.floor)
        return (
            f"{self.name}: ratio {statistics.median(ratios):.2f} (from {ratios[0]:.2f} to {ratios[-1]:.2f} in "
            f"{len(ratios)} turns), aim {self.aim}; medians {ours:,.2f} {self.unit} against {floor:,.2f} {self.unit}"
        )


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
