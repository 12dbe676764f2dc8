"""What is known of a whole column, by which one cell of it is judged: how its dates are written, how long its IDs are.

It is learnt from the rows as they come in, and kept with the sheet, so that a cell that is looked at again later is
judged as it was among the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What was learnt of one column.

    Attributes:
        months_first: how many dates can only be read with their month first.
        days_first: how many can only be read with their day first.
        turned: the months came first in most of them. That stays so when these are mended: the others, which can be
            read both ways, may be turned round all the same.
        width: how long the longest ID is that begins with a zero.
    """

    months_first: int = 0
    days_first: int = 0
    turned: bool = False
    width: int = 0

    @property
    def month_first(self) -> bool:
        """Whether a date that can be read both ways most likely has its month first."""
        return self.turned or self.months_first > self.days_first

    def with_dates(self, months_first: int, days_first: int) -> ColumnFacts:
        """The same with more dates."""
        return replace(self, months_first=self.months_first + months_first, days_first=self.days_first + days_first)

    def kept(self) -> ColumnFacts:
        """As it is kept once all rows have come in."""
        return replace(self, turned=self.month_first)

    def to_plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> ColumnFacts:
        """The inverse of `to_plain`."""
        return cls(**plain)


Facts = Mapping[int, ColumnFacts]
"""By slot, for the columns of which something can be learnt."""
