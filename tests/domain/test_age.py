"""How long ago something was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from leadbyte_desktop.domain.age import age_words
from leadbyte_desktop.domain.words import day_and_time

NOW = datetime(2026, 11, 26, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-90), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=2, minutes=50), "2 hours ago"),
        (timedelta(hours=24), "1 day ago"),
        (timedelta(days=14, hours=23), "14 days ago"),
    ],
)
def test_the_age_of_something(age: timedelta, words: str) -> None:
    assert age_words(NOW - age, NOW) == words


def test_what_is_older_than_two_weeks_has_its_day() -> None:
    moment = NOW - timedelta(days=15)
    assert age_words(moment, NOW) == f"on {day_and_time(moment)}"
