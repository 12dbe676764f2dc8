"""Goes once over a draft's rows, however many there are, and keeps only what its review must say of them.

Everything here runs in a worker thread, a chunk at a time; between chunks the journal is asked what already went.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.job import DraftItem, Update
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate, same_effect
from leadbyte_desktop.services.review_contradictions import ActingRow, contradicting
from leadbyte_desktop.services.review_rows import ReviewedRows, number_of
from leadbyte_desktop.services.review_totals import LeadKey, Tally
from leadbyte_desktop.services.review_words import same_words_of

CHUNK = 5_000
"""So many rows are read, and asked for in the journal, at a time."""
KEPT = 300
"""So many of the first rows, and of the rows that repeat something, stay in memory for the window."""

Wanted = tuple[LeadRef, str]
_BITS_A_ROW = 128
_SINCE = "since"
"""Stands beside a row's effects where a newer job changed its lead."""
_CONTRARY = "contrary"
"""Stands beside them where the opposite of its action went before."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of the draft.

    Attributes:
        start: the place of the first.
        items: the rows.
    """

    start: int
    items: list[DraftItem]

    def wanted(self) -> list[Wanted]:
        """What the journal must be asked about."""
        return [
            (item.update.lead, effect)
            for item in self.items
            for effect in (*item.update.effects, _contrary_effect(item.update))
            if effect
        ]

    def leads(self) -> list[LeadRef]:
        """The leads that its rows name."""
        return [item.update.lead for item in self.items]


class Walk:
    """One walk over a draft.

    Args:
        items: the draft's rows.
        name_of: what a delivery is called, by its ID.

    Attributes:
        tally: the counts of the rows that go.
        leads: the leads of the rows that repeat something, by place.
        ticked: the places of those that a person already asked to be sent again.
        overtaken: the places of those of which nothing went, but whose lead a newer job changed since.
        contrary: the places of those of which nothing went, but the opposite of their action did.
        with_values: the places of those that change values too.
    """

    def __init__(self, items: Sequence[DraftItem], name_of: Callable[[str], str]) -> None:
        self._items, self._name_of = items, name_of
        self._source = iter(items)
        self._keys: array[int] = array("q")
        self._repeats: dict[int, dict[str, str]] = {}
        self._equals: dict[int, int] = {}
        self._kept: dict[int, DraftItem] = {}
        self._acting: dict[LeadKey, list[ActingRow]] = {}
        self.tally = Tally()
        self.leads: dict[int, LeadRef] = {}
        self.ticked: set[int] = set()
        self.overtaken: set[int] = set()
        self.contrary: set[int] = set()
        self.with_values: set[int] = set()

    def read(self) -> Chunk | None:
        """The next rows; None where there are no more.

        Raises:
            BadInput: a row of them does nothing.
        """
        start = len(self._keys)
        items = list(islice(self._source, CHUNK))
        for item in items:
            if item.update.does_nothing:
                words = item.update.lead.words
                raise BadInput(
                    f"Nothing would change on {words}. Nothing was sent. Give it a new value, a delivery or an action."
                )
            self._keys.append(hash(item.update.lead.same_as))
        return Chunk(start, items) if items else None

    def count(self, chunk: Chunk, went: Mapping[Wanted, str], changed_since: Mapping[int, str]) -> None:
        """Count a chunk's rows.

        Args:
            chunk: what `read` gave.
            went: for each lead and effect that already went, the words that say so.
            changed_since: for the places of leads that another job changed since, the words that say so.
        """
        for index, item in enumerate(chunk.items, chunk.start):
            found = {effect: words for effect in item.update.effects if (words := went.get((item.update.lead, effect)))}
            if words := went.get((item.update.lead, _contrary_effect(item.update))):
                found[_CONTRARY] = words
            if words := changed_since.get(index):
                found[_SINCE] = words
            if index < KEPT:
                self._kept[index] = item
            if found:
                self._note(index, item, found)
            elif not item.left_out:
                self.tally.add(index, item.update)

    def settle_repeats(self) -> None:
        """After the last chunk: look at the leads that stand in several rows."""
        in_draft: dict[tuple[LeadKey, str], int] = {}
        last: dict[LeadKey, tuple[bytes, int]] = {}
        rows_of: dict[LeadKey, int] = {}
        for index in places_of_repeated(self._keys):
            item = self._items[index]
            key = item.update.lead.same_as
            if isinstance(item.update, LeadUpdate) and item.update.action and not item.left_out:
                row = ActingRow(index, number_of(item, index), item.update.lead, item.update.action)
                self._acting.setdefault(key, []).append(row)
            self._compare_effects(index, item, in_draft)
            if index not in self._repeats and not item.left_out:
                self._compare_values(index, item, last)
            goes = index not in self._repeats and index not in self._equals and not item.left_out
            rows_of[key] = rows_of.get(key, 0) + goes
        self.tally.watch(rows_of)

    def rows(self) -> ReviewedRows:
        """The draft's rows with what was found about them."""
        repeats = {index: "; ".join(found.values()) for index, found in sorted(self._repeats.items())}
        return ReviewedRows(self._items, repeats, equals=self._equals, kept=self._kept)

    def contradictions(self) -> tuple[tuple[ActingRow, ...], ...]:
        """For each lead whose rows ask for different actions: those rows, whether they go or may only be ticked."""
        return tuple(tuple(rows) for rows in self._acting.values() if contradicting(rows))

    def effects_before(self, index: int) -> tuple[str, ...]:
        """What of a row that repeats something went before."""
        return tuple(effect for effect in self._repeats[index] if effect not in (_SINCE, _CONTRARY))

    def _compare_effects(self, index: int, item: DraftItem, in_draft: dict[tuple[LeadKey, str], int]) -> None:
        """An earlier row asks for the same delivery or action."""
        lead = item.update.lead
        before = self._repeats.get(index, {})
        found: dict[str, str] = {}
        for effect in item.update.effects:
            # As the journal compares them: "007" is lead 7 to it, and it lets neither be sold twice.
            compared = (lead.same_as, same_effect(effect))
            if effect in before:
                found[effect] = before[effect]
            elif compared in in_draft:
                same = same_words_of(lead, effect, self._name_of)
                found[effect] = f"Row {in_draft[compared]:,} of this job asks for the same: {same}"
            in_draft.setdefault(compared, number_of(item, index))
        if found and found.keys() != before.keys():
            if not before and not item.left_out:
                self.tally.add(index, item.update, -1)
            self._note(index, item, found | before)

    def _compare_values(self, index: int, item: DraftItem, last: dict[LeadKey, tuple[bytes, int]]) -> None:
        """The row before it of the same lead asks for the same: once is enough."""
        key, asked = item.update.lead.same_as, _digest(item.update)
        before, first = last.get(key, (b"", 0))
        if before == asked and item.update.harmless_to_repeat and item.repeats is None:
            self._equals[index] = first
            self.tally.add(index, item.update, -1)
        else:
            last[key] = (asked, number_of(item, index))

    def _note(self, index: int, item: DraftItem, found: dict[str, str]) -> None:
        if len(self._repeats) < KEPT:
            self._kept[index] = item
        self._repeats[index] = found
        self.leads[index] = item.update.lead
        if isinstance(item.update, LeadUpdate) and item.update.changes:
            self.with_values.add(index)
        only = found.keys() <= {_SINCE, _CONTRARY}
        (self.overtaken.add if only and _SINCE in found else self.overtaken.discard)(index)
        (self.contrary.add if only and _CONTRARY in found else self.contrary.discard)(index)
        # What a person asked to be sent again is ticked from the start.
        if item.repeats is not None or item.send_again:
            self.ticked.add(index)


def _contrary_effect(update: Update) -> str:
    return update.contrary_effect if isinstance(update, LeadUpdate) else ""


def places_of_repeated(keys: Sequence[int]) -> list[int]:
    """The places of all numbers that stand there more than once, in order.

    A set of a million numbers would take 100 MB; bits take 16, and only the few whose bit was set already are counted.
    """
    mask = (1 << max(10, (len(keys) * _BITS_A_ROW).bit_length())) - 1
    seen = bytearray((mask >> 3) + 1)
    met: set[int] = set()
    for key in keys:
        bit = key & mask
        if seen[bit >> 3] & 1 << (bit & 7):
            met.add(bit)
        else:
            seen[bit >> 3] |= 1 << (bit & 7)
    counts: dict[int, int] = {}
    for key in keys:
        if key & mask in met:
            counts[key] = counts.get(key, 0) + 1
    return [place for place, key in enumerate(keys) if counts.get(key, 0) > 1] if met else []


def _digest(update: Update) -> bytes:
    """What an update asks for, the lead and the order of its fields aside, in few bytes."""
    asked: object = (
        [sorted(update.changes.items()), sorted(update.effects)]
        if isinstance(update, LeadUpdate)
        else [str(amount) for amount in update.amounts]
    )
    return hashlib.blake2b(json.dumps(asked).encode(), digest_size=20).digest()
