"""Rows kept small in memory: of a job's rest, which may be a million rows that nothing else holds."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, Update
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.services.row_sequence import RowSequence

_PAGE = 500
_QUICKLY = 1


class PackedRows(RowSequence):
    """Rows in pages, packed; a page is unpacked when one of its rows is asked for. A row takes some 50 bytes.

    It holds the rows as they were when they were added, whatever becomes of the journal meanwhile.
    """

    def __init__(self) -> None:
        self._pages: list[bytes] = []
        self._last: list[DraftItem] = []
        self._unpacked: tuple[int, list[DraftItem]] = (-1, [])

    def extend(self, items: Iterable[DraftItem]) -> None:
        """Add rows at the end. Their `left_out` and `repeats` are not kept: a job's rest has none."""
        for item in items:
            self._last.append(item)
            if len(self._last) == _PAGE:
                self._pages.append(_packed(self._last))
                self._last = []

    def __len__(self) -> int:
        return len(self._pages) * _PAGE + len(self._last)

    def item_at(self, place: int) -> DraftItem:
        """See `RowSequence`."""
        page, row = divmod(place, _PAGE)
        return self._page(page)[row]

    def __iter__(self) -> Iterator[DraftItem]:
        for packed in self._pages:
            yield from _unpacked(packed)
        yield from self._last

    def _page(self, number: int) -> list[DraftItem]:
        if number == len(self._pages):
            return self._last
        if self._unpacked[0] != number:
            self._unpacked = (number, _unpacked(self._pages[number]))
        return self._unpacked[1]


def _packed(items: Sequence[DraftItem]) -> bytes:
    plain = [
        (isinstance(item.update, FinancialUpdate), item.update.to_plain(), item.send_again, item.number)
        for item in items
    ]
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), _QUICKLY)


def _unpacked(packed: bytes) -> list[DraftItem]:
    return [
        DraftItem(_update_of(money, plain), again, number=number)
        for money, plain, again, number in json.loads(zlib.decompress(packed))
    ]


def _update_of(money: bool, plain: dict[str, Any]) -> Update:
    return FinancialUpdate.from_plain(plain) if money else LeadUpdate.from_plain(plain)
