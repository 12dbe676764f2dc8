"""Reads `details`, in which LeadByte answers what it queues: documented as a map from ID to text.

leadbyte-api.md sections 2 and 6.4: a list, one object or one sentence may come in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from leadbyte_desktop.api.envelope import flag, id_text, texts

_NUMBER = re.compile(r"[0-9]+")
_IDS = ("leadId", "quarantineId", "id")
_SENTENCES = ("status", "message", "details", "errors", "error", "info", "reason", "text")


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is said there.

    Attributes:
        about: the ID that it stands under, as text; empty where it stands under none.
        sentences: its words.
        success: its own flag.
        queued: its own flag.
        delivery: the delivery that a field of its own names; empty where none does.
    """

    about: str
    sentences: tuple[str, ...]
    success: bool | None = None
    queued: bool | None = None
    delivery: str = ""

    def speaks_of(self, number: str, *, alone: bool) -> bool:
        """Whether it is about this ID: it stands under it, or its words name no other.

        Args:
            number: the ID.
            alone: it was the only one in its request, so that what names none is about it.
        """
        if self.about:
            return self.about == number
        named = {each for sentence in self.sentences for each in _NUMBER.findall(sentence)}
        return named == {number} if named else alone


def read_details(details: Any) -> list[Detail]:
    """All that stands in `details`, whatever its shape; nothing in what is no words at all."""
    return list(_read(details))


def _read(details: Any) -> Iterator[Detail]:
    if isinstance(details, str):
        yield from (Detail("", (sentence,)) for sentence in texts(details))
    elif isinstance(details, list):
        for entry in details:
            if not isinstance(entry, list):
                yield from _read(entry)
    elif isinstance(details, dict):
        if any(id_text(key) for key in details):
            yield from (_entry(number, value) for key, value in details.items() if (number := id_text(key)))
        elif details:
            yield _of_object(next((number for name in _IDS if (number := id_text(details.get(name)))), ""), details)


def _entry(about: str, value: Any) -> Detail:
    if isinstance(value, dict):
        return _of_object(about, value)
    return Detail(about, tuple(texts(value)))


def _of_object(about: str, value: dict[str, Any]) -> Detail:
    return Detail(
        about,
        tuple(texts([value.get(name) for name in _SENTENCES])),
        success=flag(value.get("success")),
        queued=flag(value.get("queued")),
        delivery=id_text(value.get("deliveryId")),
    )
