"""Many lead IDs in one text: no phone number is read as a lead, and a slip of the fingers is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.lead_ids import odd_lengths, odd_words, parse_lead_ids
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef


@pytest.mark.parametrize(
    ("pasted", "leads", "wrong"),
    [
        ("", [], []),
        ("1 2,3;4\n5\r\n6\t7", ["1", "2", "3", "4", "5", "6", "7"], []),
        ("3, 1, 3, 2, 1", ["3", "1", "2"], []),
        (" ,;, 01 1", ["01", "1"], []),
        ("1, x2, 3.0, 2", ["1", "2"], ["x2", "3.0"]),
        ("7\u00a08", ["7", "8"], []),
        ("0012 2932682", ["0012", "2932682"], []),
        ("29326841052", ["29326841052"], []),
    ],
)
def test_pasted_ids(pasted: str, leads: list[str], wrong: list[str]) -> None:
    assert parse_lead_ids(pasted) == ([LeadRef(number) for number in leads], wrong)


@pytest.mark.parametrize("kind", list(LeadKind))
@pytest.mark.parametrize(
    "phone",
    [
        "07700900631",
        "07700 900631",
        "07700\u00a0900 631",
        "020 7946 0123",
        "447700900631",
        "+447700900631",
        "+44 7700 900631",
        "00447700900631",
        "7700900631",
        "0770090063",
        "077009006",
        "077009006311",
        "07700-900631",
    ],
)
def test_a_phone_number_is_no_lead(phone: str, kind: LeadKind) -> None:
    leads = [LeadRef("2932682", kind), LeadRef("2932683", kind)]
    assert parse_lead_ids(f"2932682 {phone} 2932683", kind) == (leads, [phone])


@given(st.text())
def test_pasting_anything_never_raises_and_loses_no_piece(text: str) -> None:
    leads, wrong = parse_lead_ids(text)
    assert len(set(leads)) == len(leads)
    for piece in wrong:
        assert piece in text


@pytest.mark.parametrize("kind", list(LeadKind))
def test_the_numbers_are_of_the_kind_asked_for(kind: LeadKind) -> None:
    assert parse_lead_ids("7, 8x", kind) == ([LeadRef("7", kind)], ["8x"])


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ("", ""),
        ("2932682 2932683", ""),
        ("999998 999999 1000000", ""),
        ("1 2932682", ""),
        ("2932682 2932683 29326841", ""),
        ("1234567890", ""),
        ("29326841052", "29326841052 has 11 digits: check it."),
        ("2932682 29326841052", "29326841052 has 11 digits: check it."),
        ("2932682 2932683 293268410", "293268410 has 9 digits: check it."),
        ("1 2 29326841052 29326841", "29326841052 has 11 digits: check it."),
        (
            "29326841052 293268410521",
            "29326841052 has 11 digits and 293268410521 has 12 digits: check them.",
        ),
        (
            " ".join(str(29326841052 + each) for each in range(5)),
            "{0}2 has 11 digits, {0}3 has 11 digits, {0}4 has 11 digits and 2 more are long: check them.".format(
                "2932684105"
            ),
        ),
    ],
)
def test_a_number_that_is_longer_than_the_others_is_told(numbers: str, words: str) -> None:
    assert odd_words(odd_lengths(parse_lead_ids(numbers)[0])) == words
