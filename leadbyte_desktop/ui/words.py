"""Numbers and counts as the window shows them."""

from __future__ import annotations


def count_of(number: int, one: str, many: str) -> str:
    """A count with its noun: "1 lead", "1,204 leads"."""
    return f"1 {one}" if number == 1 else f"{number:,} {many}"


def duration_words(seconds: float) -> str:
    """How long something will take: "about 2 seconds", "about 3 minutes"."""
    whole = max(1, round(seconds))
    if whole < 90:
        return f"about {count_of(whole, 'second', 'seconds')}"
    return f"about {count_of(round(whole / 60), 'minute', 'minutes')}"
