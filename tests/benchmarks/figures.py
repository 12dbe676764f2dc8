"""What the benchmarks print: a ratio against a floor that was measured in the same run, turn by turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


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
        turns = f" (from {ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)} turns)" if len(ratios) > 1 else ""
        return (
            f"{self.name}: ratio {statistics.median(ratios):.2f}{turns}, aim {self.aim}; "
            f"medians {_number(ours)} {self.unit} against {_number(floor)} {self.unit}"
        )


@dataclass(frozen=True)
class Limit:
    """One line of the report whose aim is no ratio: a value, the most it may be, and what stands beside it."""

    name: str
    most: float
    value: float
    unit: str
    beside: str = ""

    def __str__(self) -> str:
        beside = f"; {self.beside}" if self.beside else ""
        return f"{self.name}: {_number(self.value)} {self.unit}, aim <= {self.most:,g} {self.unit}{beside}"


@dataclass(frozen=True)
class Note:
    """One line of the report in words: what was left out, and why."""

    words: str

    def __str__(self) -> str:
        return self.words


Line: TypeAlias = Figure | Limit | Note


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _number(value: float) -> str:
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.3g}"
