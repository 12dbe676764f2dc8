"""Numbers, counts and times in words."""

from datetime import datetime

import pytest

from leadbyte_desktop.domain.words import capitalised, count_of, day_and_time, duration_words, on_one_line


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Ms  Karen\tFletcher ", "Ms Karen Fletcher"),
        ("Karen\nFletcher\u2028x", "Karen Fletcher x"),
        ("<b>Karen</b> & Co", "<b>Karen</b> & Co"),
        ("Karen\u202eretchelF\u2066\u200b\x00", "KarenretchelF"),
        ("\u0645\u062d\u0645\u062f", "\u0645\u062d\u0645\u062f"),
        ("\u202e\u200b", ""),
        ("x" * 20, "x" * 20),
        ("x" * 21, "x" * 19 + "…"),
        ("Karen Elizabeth Mar Fletcher", "Karen Elizabeth Mar…"),
    ],
)
def test_a_name_of_leadbytes_is_put_on_one_line_of_plain_letters(text: str, shown: str) -> None:
    assert on_one_line(text, 20) == shown
