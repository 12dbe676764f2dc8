"""What the window says at its start of the work that an earlier run left behind."""

from __future__ import annotations

from leadbyte_desktop.domain.words import capitalised, count_of

_DECIDE = "Nothing goes by itself: decide in History."


def earlier_words(not_known: int, unsent: int) -> str:
    """What waits since an earlier run that ended by itself; "" where nothing does."""
    left = _left_words(not_known, "row", "rows", unsent)
    return f"From earlier: {left}. {_DECIDE}" if left else ""


def cut_off_words(count: int) -> str:
    """That rows were being sent when the app stopped; it begins what is told then."""
    rows, them = count_of(count, "row was", "rows were"), "it" if count == 1 else "them"
    return f"{rows} being sent when the app stopped, so what became of {them} is not known."


def beside_cut_off_words(count: int, older: int, unsent: int) -> str:
    """What follows that.

    Args:
        count: how many rows were being sent.
        older: how many more rows were not known before.
        unsent: how many rows have not been sent.
    """
    if left := _left_words(older, "earlier row", "earlier rows", unsent):
        return f"{capitalised(left)}. {_DECIDE}"
    them = "it" if count == 1 else "them"
    return f"Nothing goes again by itself: look at {them} in History and say what you see in LeadByte."


def _left_words(not_known: int, one: str, many: str, unsent: int) -> str:
    parts = []
    if not_known:
        parts.append(f"what became of {count_of(not_known, one, many)} is not known")
    if unsent:
        parts.append(f"{count_of(unsent, 'row has', 'rows have')} not been sent")
    return ", and ".join(parts)
