"""Numbers, counts and times in words."""

from datetime import datetime

import pytest

from leadbyte_desktop.domain.words import (
    capitalised,
    count_of,
    day_and_time,
    duration_words,
    in_sight,
    on_one_line,
    quoted,
)


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


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("TN25 6QD", "“TN25 6QD”"),
        ("", "blank"),
        ("TN25 4AB\u202e", "“TN25 4AB⟨U+202E⟩”"),
        ("Al”\nDelivery: no delivery is triggered", "“Al”⏎Delivery: no delivery is triggered”"),
        ("a\r\nb\rc\u2028d\te", "“a⏎b⏎c⏎d⇥e”"),
        ("x  y\u00a0z\u3164\x00", "“x  y⟨U+00A0⟩z⟨U+3164⟩⟨U+0000⟩”"),
        ("\u0645\u06cc\u200c\u062e", "“\u2068\u0645\u06cc\u200c\u062e\u2069”"),
        ("y" * 10_000, f"“{'y' * 199}…” (10,000 characters in all)"),
        ("y" * 200, f"“{'y' * 200}”"),
    ],
)
def test_a_value_stands_on_one_line_with_all_that_is_in_it_to_be_seen(value: str, shown: str) -> None:
    assert quoted(value) == shown


def test_a_value_can_be_shortened_to_fit_a_row() -> None:
    assert in_sight("12 Mill Lane", 8) == "12 Mill…"
