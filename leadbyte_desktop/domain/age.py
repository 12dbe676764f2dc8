"""How long ago something was, as a person says it."""

from __future__ import annotations

from datetime import datetime

from leadbyte_desktop.domain.words import count_of, day_and_time

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MOST_DAYS = 14


def age_words(moment: datetime, now: datetime) -> str:
    """The age of something: "just now", "2 hours ago", "3 days ago"; after two weeks the day itself.

    A moment that seems to lie ahead, since this PC's clock was put back, is "just now".
    """
    seconds = int((now - moment).total_seconds())
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{count_of(seconds // _MINUTE, 'minute', 'minutes')} ago"
    if seconds < _DAY:
        return f"{count_of(seconds // _HOUR, 'hour', 'hours')} ago"
    if seconds < _DAY * (_MOST_DAYS + 1):
        return f"{count_of(seconds // _DAY, 'day', 'days')} ago"
    return f"on {day_and_time(moment)}"
