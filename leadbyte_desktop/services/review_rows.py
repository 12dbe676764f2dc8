"""The rows of a reviewed job: those of its draft, wherever they stand, with what the review decided about some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Lock
from typing import Protocol, overload, runtime_checkable

from leadbyte_desktop.domain.job import LEFT_OUT, DraftItem
from leadbyte_desktop.services.review_words import equal_words
from leadbyte_desktop.services.row_sequence import RowSequence


@runtime_checkable
class Closable(Protocol):
    """Rows that are read from something that must be let go of."""

    def close(self) -> None:
        """Let go of it."""


def close_rows(rows: Sequence[DraftItem]) -> None:
    """Let go of what a draft's rows are read from, where there is such a thing."""
    if isinstance(rows, Closable):
        rows.close()


def number_of(item: DraftItem, place: int) -> int:
    """The number by which a person knows a row of a draft; `place` is where it stands in the draft, from 0."""
    return place + 1 if item.number is None else item.number


@dataclass(frozen=True, slots=True)
class ReviewedRows(RowSequence):
    """A draft's rows, each as it will be written down. Any thread may read them; one does at a time.

    Attributes:
        base: the draft's own rows.
        repeats: place to words, of the rows that repeat what already went; left out unless in `again`.
        again: the places of those that the person ticked *send again*.
        equals: place to the number of an earlier row that asks for the same: once is enough.
        kept: rows of the base that are in memory already, so that the window need not wait for the disk.
    """

    base: Sequence[DraftItem]
    repeats: Mapping[int, str] = field(default_factory=dict)
    again: frozenset[int] = frozenset()
    equals: Mapping[int, int] = field(default_factory=dict)
    kept: Mapping[int, DraftItem] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.base)

    def item_at(self, place: int) -> DraftItem:
        """See `RowSequence`."""
        return self._decided(place, self.of_draft(place))

    def __iter__(self) -> Iterator[DraftItem]:
        rows = iter(self.base)
        for place in range(len(self)):
            # Around each step: the base reads from one connection, which two threads must not use at once.
            with self._lock:
                item = next(rows)
            yield self._decided(place, item)

    def of_draft(self, place: int) -> DraftItem:
        """A row as the draft has it."""
        if (kept := self.kept.get(place)) is not None:
            return kept
        with self._lock:
            return self.base[place]

    def ticked(self, again: frozenset[int]) -> ReviewedRows:
        """The same with other rows ticked *send again*."""
        return replace(self, again=again)

    def left_out(self) -> Iterator[tuple[int, str]]:
        """The places of all rows that the review left out, and why."""
        for place, words in self.repeats.items():
            if place not in self.again:
                yield place, _left_out(words)
        for place, number in self.equals.items():
            yield place, _left_out(equal_words(number))

    def close(self) -> None:
        """Let go of what the rows are read from."""
        with self._lock:
            close_rows(self.base)

    def _decided(self, place: int, item: DraftItem) -> DraftItem:
        if (words := self.repeats.get(place)) is not None:
            again = place in self.again
            return replace(item, send_again=again, left_out="" if again else _left_out(words))
        if (number := self.equals.get(place)) is not None:
            return replace(item, left_out=_left_out(equal_words(number)))
        return item


def _left_out(words: str) -> str:
    return f"{LEFT_OUT} {words}."


@dataclass(frozen=True, slots=True)
class GoingRows(Sequence[DraftItem]):
    """The rows that leave when the person agrees, found as they are asked for.

    Attributes:
        rows: all rows.
        number: how many of them go.
    """

    rows: ReviewedRows
    number: int

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[DraftItem]:
        return (item for item in self.rows if not item.left_out)

    @overload
    def __getitem__(self, index: int) -> DraftItem: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[DraftItem]: ...

    def __getitem__(self, index: int | slice) -> DraftItem | Sequence[DraftItem]:
        if isinstance(index, slice):
            return list(self)[index]
        place = range(self.number)[index]
        return next(islice(self, place, None))
