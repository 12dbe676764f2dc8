"""How long ago something was, as a person says it."""

from __future__ import annotations

from datetime import datetime, timedelta

from leadbyte_desktop.domain.words import ago, day_and_time

_MOST_DAYS = 14


def age_words(moment: datetime, now: datetime) -> str:
    """The age of something: "just now", "2 hours ago", "3 days ago"; after two weeks the day itself.

    A moment that seems to lie ahead, since this PC's clock was put back, is "just now".
    """
    if now - moment >= timedelta(days=_MOST_DAYS + 1):
        return f"on {day_and_time(moment)}"
    return ago(moment, now, most_hours=24)
