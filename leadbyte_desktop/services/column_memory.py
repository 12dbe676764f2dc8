"""What a person matched columns with, remembered for the next file with the same headings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from leadbyte_desktop.domain.sheet import Column

if TYPE_CHECKING:
    # What reads a file in its own process needs the words of a memory, not what keeps them.
    from leadbyte_desktop.store.preferences import Preferences

_NAME = "columns matched"
_MOST = 100

Memory = Mapping[str, list[dict[str, Any]]]
"""A name of headings to plain columns; small enough to be handed to another process."""


def recall(memory: Memory, headings: Sequence[str]) -> tuple[Column, ...] | None:
    """The columns as a person matched them in a file with the same headings; None where nobody did."""
    plain = memory.get(_name_of(headings))
    return None if plain is None else tuple(Column.from_plain(each) for each in plain)


class ColumnMemory:
    """Keeps the matches of the last hundred kinds of file. Everything may raise StorageProblem.

    Args:
        preferences: where they are kept.
    """

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    async def all(self) -> Memory:
        """Everything that is remembered."""
        text = await self._preferences.get(_NAME)
        known: Memory = json.loads(text) if text else {}
        return known

    async def remember(self, columns: Sequence[Column]) -> None:
        """Remember what these columns are for. They are in the order of the file."""
        known = dict(await self.all())
        name = _name_of([column.heading for column in columns])
        known.pop(name, None)
        known[name] = [column.to_plain() for column in columns]
        while len(known) > _MOST:
            del known[next(iter(known))]
        await self._preferences.set(_NAME, json.dumps(known))


def _name_of(headings: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(headings)).encode()).hexdigest()[:32]
