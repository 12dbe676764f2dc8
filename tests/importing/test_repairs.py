"""What was found in a cell is mended without a guess, and then it is not found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.sheet import Column, Role, SheetHead
from leadbyte_desktop.importing.checks import CODES, Checks
from leadbyte_desktop.importing.repairs import can_fix_all, repair

NOTES = Column(1, "Notes", Role.FIELD, "notes")
REPROCESS = Column(1, "Reprocess", Role.ACTION)


@pytest.mark.parametrize(
    ("code", "text", "mended"),
    [
        ("untidy ID", "2932682.0", "2932682"),
        ("untidy ID", "'02932682", "02932682"),
        ("untidy ID", "29\u200b32682\u00a0", "2932682"),
        ("untidy deliveries", "'1053.0; 1054.00", "1053; 1054"),
        ("untidy deliveries", "\u00ad", " "),
        ("untidy action", "Re-Process", "reprocess"),
        ("untidy action", "Yes", "reprocess"),
        ("mojibake", "JosÃ© donâ€™t", "José don’t"),
        ("mojibake", "JosÃƒÂ©", "José"),
        ("mojibake", "“é” â\u201a¬5", "“é” €5"),
        ("hidden characters", "two\u00a0wo\u200brds", "two words"),
        ("hidden characters", "\u200b", " "),
        ("apostrophe", "'+447700900123", "+447700900123"),
        ("apostrophe", " '=1+1", "=1+1"),
        ("text as formula", '="07700900123"', "07700900123"),
        ("text as formula", ' ="a ""b""" ', 'a "b"'),
        ("text as formula", '=""', " "),
        ("untidy ID", '="02932682"', "02932682"),
        ("untidy deliveries", '="1053, 1054"', "1053, 1054"),
        ("lost zero", " 7700 900123", "07700 900123"),
        ("untidy phone", "tel: 07700 900123.", "07700 900123"),
        ("untidy phone", "7700900123.0", "7700900123"),
        ("untidy email", " mailto:robin@example.com.", "robin@example.com"),
        ("untidy email", "robin @ example . com,", "robin@example.com"),
        ("untidy postcode", "tn256qd", "TN25 6QD"),
        ("untidy postcode", "m1-1aa.", "M1 1AA"),
        ("postcode number", "501", "00501"),
        ("month first", "03/25/2026 14:02", "25/03/2026 14:02"),
        ("month first", "3.13.80", "13.3.80"),
    ],
)
def test_what_is_meant_is_put_in_its_place(code: str, text: str, mended: str) -> None:
    assert repair(code, text, REPROCESS) == mended


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("bad ID", "Robin"), ("shortened ID", "4.47701E+11"), ("rounded ID", "1234567890123456"), ("no ID", ""),
        ("bad deliveries", "Acme"), ("joined deliveries", "10531054"), ("parted delivery", "1,053"),
        ("bad action", "sell it"), ("markup", "<b>"), ("formula error", "#REF!"), ("shortened number", "1E+5"),
        ("phone", "12"), ("email", "robin"), ("postcode", "nowhere"), ("date either way", "03/04/1980"),
        ("same lead", "7"), ("lost zero", " "), ("month first", "25/03/1980"), ("postcode number", "12345"),
    ],
)  # fmt: skip
def test_nothing_is_guessed(code: str, text: str) -> None:
    assert repair(code, text, NOTES) is None


def test_only_what_needs_no_guess_is_mended_everywhere_at_once() -> None:
    assert {code for code in CODES if can_fix_all(code)} == {
        "untidy ID", "untidy deliveries", "untidy action", "mojibake", "hidden characters", "apostrophe",
        "text as formula", "lost zero", "untidy phone", "untidy email", "untidy postcode", "month first",
    }  # fmt: skip


FIELDS = ("notes", "phone1", "email", "postcode", "dob")
COLUMNS = (
    Column(0, "Lead ID", Role.LEAD),
    Column(1, "Deliveries", Role.DELIVERIES),
    Column(2, "Reprocess", Role.ACTION),
    *(Column(slot, name, Role.FIELD, name) for slot, name in enumerate(FIELDS, 3)),
)  # fmt: skip
PIECES = st.sampled_from([
    "7700900123", "2932682", ".0", "'", "+", "\u00a0", "\u200b", "Ã", "â", "€", "™", "©", "tel:", "mailto:", "robin",
    "@", "example.com", " ", ".", ",", "tn25", "6qd", "-", "03/25/1980", "yes", "re", "process", "\n", "0", "ï", "»",
    "¿", "=",
])  # fmt: skip
TEXT = st.one_of(st.text(max_size=10), st.lists(PIECES, max_size=5).map("".join))


@given(cells=st.tuples(*[TEXT] * len(COLUMNS)), kinds=st.sampled_from(["", "n" * len(COLUMNS)]))
def test_what_was_mended_is_not_found_again(cells: tuple[str, ...], kinds: str) -> None:
    head = SheetHead(columns=COLUMNS)
    for each in Checks(head).check([cells], [kinds]):
        mended = repair(each.code, cells[each.slot], COLUMNS[each.slot])
        if can_fix_all(each.code):
            assert mended is not None
        if mended is not None:
            after = list(cells)
            after[each.slot] = mended
            again = {(found.slot, found.code) for found in Checks(head).check([after], [""])}
            assert (each.slot, each.code) not in again
