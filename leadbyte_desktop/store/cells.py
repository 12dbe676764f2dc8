"""How texts, times and plain values stand in the cells of all tables, and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any


def clean(text: str) -> str:
    """The text as SQLite can keep it. A reply, or a file's name, may hold half a character, which UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def to_json(value: Any) -> str:
    """Compact JSON in ASCII."""
    return json.dumps(value, separators=(",", ":"))


def time_text(moment: datetime) -> str:
    """A time as it stands in the tables. It must know its time zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone")
    return moment.astimezone(UTC).isoformat()


def time_of(text: str | None) -> datetime | None:
    """The inverse of `time_text`; None stays None."""
    return None if text is None else datetime.fromisoformat(text)
