"""Rows of a job that are made as they are asked for, wherever they stand."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

from leadbyte_desktop.domain.job import DraftItem


class RowSequence(Sequence[DraftItem]):
    """A sequence of rows by one method that gives the row at a place."""

    __slots__ = ()

    @abstractmethod
    def item_at(self, place: int) -> DraftItem:
        """The row at a place from 0, which is one of the sequence's."""

    @overload
    def __getitem__(self, index: int) -> DraftItem: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[DraftItem]: ...

    def __getitem__(self, index: int | slice) -> DraftItem | Sequence[DraftItem]:
        if isinstance(index, slice):
            return [self.item_at(place) for place in range(*index.indices(len(self)))]
        return self.item_at(range(len(self))[index])
