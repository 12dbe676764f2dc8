"""Which entries of a pick list a text means."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.campaign import Choice
from leadbyte_desktop.domain.pick_list import choices_meant, label_for, listed_words

ROOMS = tuple(Choice(str(number + 1), str(number)) for number in range(4))
"""The values 1 to 4 are shown as 0 to 3."""
ALIKE = (Choice("a", "Yes"), Choice("b", "Yes"), Choice("c", "No"))


@pytest.mark.parametrize(
    ("choices", "text", "values"),
    [
        (ROOMS, "2", ["2", "3"]),
        (ROOMS, "0", ["1"]),
        (ROOMS, "4", ["4"]),
        (ROOMS, "5", []),
        (ALIKE, "yes", ["a", "b"]),
        (ALIKE, "b", ["b"]),
        (ALIKE, "NO", ["c"]),
        ((Choice("A", "A"), Choice("a", "a")), "a", ["a"]),
        ((Choice("no", "Nope"), Choice("0", "No")), "no", ["no", "0"]),
        ((Choice("1", "One"), Choice("1", "ONE")), "one", ["1"]),
        ((), "Yes", []),
    ],
)
def test_a_text_means_every_entry_of_its_value_and_of_its_words(
    choices: tuple[Choice, ...], text: str, values: list[str]
) -> None:
    assert [each.value for each in choices_meant(choices, text)] == values


def test_a_list_tells_apart_what_reads_alike() -> None:
    assert [listed_words(ALIKE, each) for each in ALIKE] == ["Yes (sent as a)", "Yes (sent as b)", "No"]
    assert [listed_words(ROOMS, each) for each in ROOMS] == ["0", "1 (sent as 2)", "2 (sent as 3)", "3 (sent as 4)"]


def test_what_a_list_shows_is_known_by_the_value_that_is_sent() -> None:
    assert {value: label_for(ROOMS, value) for value in "1234"} == {"1": "0", "2": "1", "3": "2", "4": "3"}
    assert label_for(ROOMS, "5") == "5"
    assert label_for((), "1") == "1"
    assert label_for((Choice("1", "One"), Choice("1", "ONE")), "1") == "One"
