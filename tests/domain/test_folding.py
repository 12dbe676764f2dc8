"""Text as a search compares it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.folding import folded


@pytest.mark.parametrize(
    "alike",
    [
        ("José", "JOSE", "jose", "JOSÉ", "Jose\u0301"),
        ("Zoë", "zoe"),
        ("Łukasz", "lukasz", "ŁUKASZ"),
        ("Søren", "soren"),
        ("Großmann", "GROSSMANN"),
        ("O\u2019Brien", "o'brien"),
        ("Smith\u2013Jones", "smith-jones"),
        ("12\u00a0High Street", "12 high street"),
        ("ИВАНОВ", "иванов"),
        ("co\u00adoperate", "cooperate"),
    ],
)
def test_what_a_person_takes_for_the_same_is_the_same(alike: tuple[str, ...]) -> None:
    assert len({folded(text) for text in alike}) == 1


def test_what_is_another_word_stays_another() -> None:
    assert folded("Ana") != folded("Anna")
    assert folded("SW1A 1AA") == "sw1a 1aa"


@given(st.text(), st.text())
def test_capitals_and_order_make_no_difference(one: str, other: str) -> None:
    assert folded(folded(one)) == folded(one)
    assert folded(one) in folded(f"{one} {other}")
