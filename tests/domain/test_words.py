"""Numbers, counts and times in words."""

from datetime import datetime

import pytest

from leadbyte_desktop.domain.words import capitalised, count_of, day_and_time, duration_words


@pytest.mark.parametrize(("number", "words"), [(0, "0 leads"), (1, "1 lead"), (1204, "1,204 leads")])
def test_counts(number: int, words: str) -> None:
    assert count_of(number, "lead", "leads") == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "about 1 second"), (2.4, "about 2 seconds"), (89.4, "about 89 seconds"), (180.0, "about 3 minutes")],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words


def test_a_moment_is_shown_in_this_pcs_time() -> None:
    moment = datetime(2026, 11, 2, 14, 2, 11).astimezone()
    assert day_and_time(moment) == "2 Nov 2026, 14:02"
    assert day_and_time(moment, seconds=True) == "2 Nov 2026, 14:02:11"


def test_only_the_first_letter_is_changed() -> None:
    assert capitalised("lead 7 went to Acme") == "Lead 7 went to Acme"
    assert capitalised("") == ""
