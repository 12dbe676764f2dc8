"""Reads the times that LeadByte writes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

# Python's local time, on Windows above all, knows no time far outside these years; LeadByte has no lead from there.
_YEARS = range(1990, 2200)


def moment_of(value: Any) -> datetime | None:
    """A time with its time zone; None where it cannot be read.

    Documented is ISO 8601 in UTC, "2026-09-01T07:00:00Z" (leadbyte-api.md section 3, POST /leads/search). One without
    a zone is taken to be in UTC too.
    """
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return known.astimezone(UTC) if known.year in _YEARS else None
    except (ValueError, OverflowError):
        return None
