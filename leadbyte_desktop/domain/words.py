"""Numbers, counts and times as a person reads them."""

from __future__ import annotations

import unicodedata
from datetime import datetime


def count_of(number: int, one: str, many: str) -> str:
    """A count with its noun: "1 lead", "1,204 leads"."""
    return f"1 {one}" if number == 1 else f"{number:,} {many}"


def duration_words(seconds: float) -> str:
    """How long something will take: "about 2 seconds", "about 3 minutes"."""
    whole = max(1, round(seconds))
    if whole < 90:
        return f"about {count_of(whole, 'second', 'seconds')}"
    return f"about {count_of(round(whole / 60), 'minute', 'minutes')}"


def day_and_time(moment: datetime, *, seconds: bool = False) -> str:
    """A moment in this PC's time: "22 Nov 2026, 14:02"."""
    local = moment.astimezone()
    clock = local.strftime("%H:%M:%S" if seconds else "%H:%M")
    return f"{local.day} {local:%b %Y}, {clock}"


def ago(moment: datetime, now: datetime, *, most_hours: int = 48) -> str:
    """How long ago a moment was: "just now", "5 minutes ago", "3 hours ago", "2 days ago"; never in the future.

    Args:
        moment: the moment.
        now: the time.
        most_hours: from so many hours on it is said in days.
    """
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{count_of(minutes, 'minute', 'minutes')} ago"
    if minutes < most_hours * 60:
        return f"{count_of(minutes // 60, 'hour', 'hours')} ago"
    return f"{count_of(minutes // (24 * 60), 'day', 'days')} ago"


def ended(words: str) -> str:
    """Words as a sentence ends: with a full stop where they end in no mark; nothing stays nothing."""
    return words if words.endswith((".", "!", "?", "”")) or not words else f"{words}."


def capitalised(words: str) -> str:
    """Words as they begin a sentence; the rest of them stays as it is."""
    return f"{words[:1].upper()}{words[1:]}"


_JOINERS = "\u200c\u200d"
"""Persian and the scripts of India spell with them; they turn nothing around."""


def on_one_line(text: str, most: int = 40) -> str:
    """Words that came from elsewhere as they may stand in a sentence of ours: one line, at most so many letters.

    They may be a name of LeadByte's, or what somebody typed or pasted; what was longer ends in "…".
    Line ends become spaces. What cannot be seen goes, above all the marks that turn the rest of a line around.
    """
    kept = ("" if unicodedata.category(each)[0] == "C" and each not in _JOINERS else each for each in _spaced(text))
    line = " ".join("".join(kept).split()).strip(_JOINERS)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _spaced(text: str) -> str:
    return "".join(" " if each.isspace() else each for each in text)
