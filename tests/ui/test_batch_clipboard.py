"""Lead IDs in the clipboard stay the text they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.ui.batch_clipboard import ids_of


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2932682, 2932683;2932684 2932685\n2932686", ["2932682", "2932683", "2932684", "2932685", "2932686"]),
        ("0012\r\n0013\r\n", ["0012", "0013"]),
        ("2932682", ["2932682"]),
    ],
)
def test_ids_are_parted_as_people_part_them(text: str, ids: list[str]) -> None:
    assert ids_of(text) == [[each] for each in ids]


@pytest.mark.parametrize("text", ["", "2932682\tTN25 6QD", "2932682 TN25", "abc", "12.5", "-3"])
def test_anything_else_is_no_list_of_ids(text: str) -> None:
    assert ids_of(text) is None


@given(
    st.lists(st.from_regex(r"[0-9]{1,15}", fullmatch=True), min_size=1), st.sampled_from([",", ";", " ", "\n", ", "])
)
def test_no_digit_is_lost(ids: list[str], between: str) -> None:
    assert ids_of(between.join(ids)) == [[each] for each in ids]
