"""A check that judges each cell by what is known of its whole column."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from leadbyte_desktop.importing.check_text import Found
from leadbyte_desktop.importing.column_facts import ColumnFacts


class ColumnCheck(ABC):
    """Looks through a column, a chunk at a time.

    Args:
        facts: what is known of the column; None to learn it from the chunks as they come.

    Attributes:
        facts: what is known of it now.
        learns: it learns more from the chunks that it judges.
    """

    def __init__(self, facts: ColumnFacts | None = None) -> None:
        self.facts = facts or ColumnFacts()
        self.learns = facts is None
        self._judged_by: set[int] = set()

    @property
    def settled(self) -> bool:
        """Whether every cell was judged by what is known now; else they are to be looked at again."""
        return self._judged_by <= {self._measure}

    @property
    @abstractmethod
    def _measure(self) -> int:
        """What of the facts a cell is judged by."""

    def _judge_by_measure(self) -> int:
        """The measure, noted as that by which some cells are judged."""
        measure = self._measure
        self._judged_by.add(measure)
        return measure

    @abstractmethod
    def learn(self, cells: Sequence[str]) -> None:
        """Learn from cells, without judging them."""

    @abstractmethod
    def __call__(self, cells: Sequence[str], kinds: Sequence[str] | None) -> Found:
        """What was found; the arguments are those of `check_text.find_damage`."""
