"""Numbers, counts and times as a person reads them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
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


def listed(words: Iterable[str]) -> str:
    """Things in a sentence: "a", "a and b", "a, b and c"; "" for none."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def name_in_full(name: str) -> str:
    """A name from elsewhere (a person's, a campaign's, a template's) on one line, cut off only where it is no name."""
    return on_one_line(name, 60)


_MOST_OF_A_VALUE = 200
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""They count as letters, and nothing is to be seen of them."""


def in_sight(text: str, most: int = _MOST_OF_A_VALUE) -> str:
    """A field's value on one line, with nothing in it that could hide, turn around or look like words of ours.

    A line end is "⏎", a tab "⇥", and what cannot be seen stands as its number: "TN25 4AB⟨U+202E⟩". Right-to-left
    letters stay among themselves, so that "before → after" is never read the other way round.

    Args:
        text: the value, as LeadByte holds it or as it is sent.
        most: from so many characters on it is shortened and ends in "…".
    """
    kept = text if len(text) <= most else text[: most - 1]
    line = "".join(map(_seen, kept.replace("\r\n", "\n"))) + "…" * (kept is not text)
    turns = any(unicodedata.bidirectional(each) in ("R", "AL", "AN") for each in kept)
    return f"\u2068{line}\u2069" if turns else line


def quoted(value: str, most: int = _MOST_OF_A_VALUE) -> str:
    """A field's value as a sentence holds it: "“TN25 6QD”", "blank", or its beginning and how long it is."""
    if not value:
        return "blank"
    return f"“{in_sight(value, most)}”{f' ({len(value):,} characters in all)' if len(value) > most else ''}"


def _seen(each: str) -> str:
    category = unicodedata.category(each)
    if each in "\n\r\v\f\x85" or category in ("Zl", "Zp"):
        return "⏎"
    if each == "\t":
        return "⇥"
    unseen = each in _BLANKS or (category[0] in "CZ" and each != " " and each not in _JOINERS)
    return f"⟨U+{ord(each):04X}⟩" if unseen else each


def _spaced(text: str) -> str:
    return "".join(" " if each.isspace() else each for each in text)
