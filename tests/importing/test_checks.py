"""What is said of the cells of a table, and how they are mended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.sheet import Column, ForAll, Role, RowReader, SheetHead
from leadbyte_desktop.importing import findings
from leadbyte_desktop.importing.checks import Checks, words_of
from leadbyte_desktop.importing.repairs import can_fix_all, repair
from leadbyte_desktop.store.journal_rows import lead_key

LEAD = Column(0, "ID", Role.LEAD)


def head_of(*columns: Column, for_all: ForAll | None = None) -> SheetHead:
    return SheetHead(columns=columns, for_all=for_all or ForAll())


def codes(name: str, *cells: str | None, kinds: str = "", role: Role = Role.FIELD) -> list[str]:
    """What is found in a column of cells, row by row."""
    head = head_of(LEAD, Column(1, name, role, name if role is Role.FIELD else ""))
    rows = [[str(number), cell] for number, cell in enumerate(cells, 1)]
    found = Checks(head).check(rows, [f"t{kinds}" if kinds else ""] * len(rows))
    by_row = {each.row: each.code for each in found}
    return [by_row.get(row, "") for row in range(len(rows))]


@pytest.mark.parametrize(
    ("name", "cell", "kinds", "code"),
    [
        ("notes", "4.47701E+11", "", "shortened number"),
        ("notes", "4,5E+3", "", "shortened number"),
        ("notes", "ME+3", "", ""),
        ("notes", "#REF!", "", "formula error"),
        ("notes", "#N/A", "e", "formula error"),
        ("notes", "#1", "", ""),
        ("notes", "a < b", "", "markup"),
        ("notes", "<b>", "", "markup"),
        ("notes", "JosÃ©", "", "mojibake"),
        ("notes", "donâ€™t", "", "mojibake"),
        ("notes", "Â£5", "", "mojibake"),
        ("notes", "José’s £5 café", "", ""),
        ("notes", "château", "", ""),
        ("notes", "two\u00a0words", "", "invisible"),
        ("notes", "zero\u200bwidth", "", "invisible"),
        ("notes", "'+447700900123", "", "apostrophe"),
        ("notes", "'tis", "", ""),
        ("notes", "12345678901234567", "n", "long number"),
        ("notes", "12345678901234567", "", ""),
        ("postcode", "7010", "n", "number postcode"),
        ("postcode", "7010", "", ""),
        ("postcode", "TN25 6QD", "", ""),
        ("postcode", "W1A 1AA", "", ""),
        ("postcode", "tn25 6qd", "", "odd postcode"),
        ("postcode", "TN256QD", "", "odd postcode"),
        ("postcode", "nowhere", "", "odd postcode"),
        ("phone1", "07700900123", "", ""),
        ("phone1", "01632 960 123", "", ""),
        ("phone1", "+44 7700 900123", "", ""),
        ("phone1", "(01632) 960123", "", ""),
        ("phone1", "447700900123", "", ""),
        ("phone2", "7700900123", "", "lost zero"),
        ("phone2", "1632960123", "n", "lost zero"),
        ("phone3", "ring me", "", "odd phone"),
        ("phone3", "12", "", "odd phone"),
        ("email", "robin@example.com", "", ""),
        ("email", "robin.o'hara+x@mail.example.co.uk", "", ""),
        ("email", "robin@example", "", "odd email"),
        ("email", "robin example.com", "", "odd email"),
        ("email", "mailto:robin@example.com", "", "odd email"),
        ("dob", "25/03/1980", "", ""),
        ("dob", "03/25/1980", "", "month first"),
        ("dob", "1980-03-25", "", ""),
        ("optindate", "03/25/2026 14:02", "", "month first"),
    ],
)
def test_each_kind_is_found_where_it_is_and_nowhere_else(name: str, cell: str, kinds: str, code: str) -> None:
    assert codes(name, cell, kinds=kinds) == [code]


@pytest.mark.parametrize("name", ["notes", "postcode", "phone1", "email", "dob"])
def test_a_blank_cell_is_never_odd(name: str) -> None:
    assert codes(name, None, "", "   ") == ["", "", ""]


@pytest.mark.parametrize(
    ("lead", "kinds", "code"),
    [
        ("2932682", "", ""),
        (" 2932682 ", "", ""),
        ("", "", "no lead"),
        (None, "", "no lead"),
        ("Jane", "", "bad lead"),
        ("29326.5", "n", "bad lead"),
        ("2.93E+06", "", "shortened lead"),
        ("2932682", "n", ""),
        ("1234567890123456", "n", "long number"),
        ("٣", "", "bad lead"),
    ],
)
def test_lead_ids(lead: str | None, kinds: str, code: str) -> None:
    found = Checks(head_of(LEAD)).check([["1"], [lead]], ["", kinds])
    assert [(each.row, each.code) for each in found] == ([(1, code)] if code else [])


def test_an_id_from_a_number_cell_beside_ids_with_zeros_is_told_of() -> None:
    found = Checks(head_of(LEAD)).check([["007"], ["8"]], ["", "n"])
    assert [(each.row, each.code) for each in found] == [(1, "number id")]


def test_in_a_column_with_the_month_first_what_has_two_readings_is_told_of_later_too() -> None:
    checks = Checks(head_of(LEAD, Column(1, "DOB", Role.FIELD, "dob")))
    first = checks.check([["1", "03/04/1980"], ["2", "12/31/1980"], ["3", "05/05/1980"]], ["", "", ""])
    assert [(each.row, each.code) for each in first] == [(1, "month first"), (0, "two readings")]
    later = checks.check([["4", "01/02/1980"]], [""])
    assert [each.code for each in later] == ["two readings"]
    assert codes("dob", "03/04/1980", "25/03/1980") == ["", ""]


@pytest.mark.parametrize(
    ("role", "cell", "code"),
    [
        (Role.DELIVERIES, "1053, 1054", ""),
        (Role.DELIVERIES, "Acme", "bad delivery"),
        (Role.ACTION, "Reprocess", ""),
        (Role.ACTION, "no", ""),
        (Role.ACTION, "release", "bad action"),
        (Role.ACTION, "sell it", "bad action"),
    ],
)
def test_deliveries_and_actions_of_a_row(role: Role, cell: str, code: str) -> None:
    assert codes("x", cell, role=role) == [code]


def test_a_quarantined_lead_is_released_and_not_reprocessed() -> None:
    head = head_of(Column(0, "QID", Role.QUARANTINE), Column(1, "Action", Role.ACTION))
    found = Checks(head).check([["1", "release"], ["2", "reprocess"]], ["", ""])
    assert [(each.row, each.code) for each in found] == [(1, "bad action")]


def test_what_holds_for_all_rows_must_go_with_their_leads() -> None:
    found = Checks(head_of(LEAD, for_all=ForAll(action=Action.RELEASE))).check([["1"], ["2"]], ["", ""])
    assert [(each.row, each.code, each.stops) for each in found] == [
        (0, "wrong action", True), (1, "wrong action", True),
    ]  # fmt: skip


def test_nothing_stops_a_row_but_what_makes_it_unsendable() -> None:
    assert {code for code, kind in findings.KINDS.items() if kind.stops} == {
        "no lead", "bad lead", "shortened lead", "bad delivery", "bad action", "wrong action",
    }  # fmt: skip


@pytest.mark.parametrize("code", sorted(findings.KINDS))
def test_every_kind_has_words(code: str) -> None:
    what, why = words_of(code, "x" * 100, LEAD)
    assert what.endswith((".", "…"))
    assert "{" not in what + why
    assert len(what) < 200
    assert "quarantine ID" in words_of("no lead", "", Column(0, "", Role.QUARANTINE))[0]


@pytest.mark.parametrize(
    ("code", "text", "mended"),
    [
        ("lost zero", "7700900123", "07700900123"),
        ("lost zero", "hello", None),
        ("number postcode", "7010", "07010"),
        ("mojibake", "JosÃ© donâ€™t", "José don’t"),
        ("mojibake", "JosÃƒÂ©", "José"),
        ("mojibake", "SÃo", None),
        ("invisible", "two\u00a0\u00a0wo\u200brds", "two words"),
        ("apostrophe", "'+447700900123", "+447700900123"),
        ("odd email", "mailto:robin@example.com.", "robin@example.com"),
        ("odd email", "robin", None),
        ("odd postcode", "tn256qd", "TN25 6QD"),
        ("odd postcode", "nowhere", None),
        ("month first", "03/25/2026 14:02", "25/03/2026 14:02"),
        ("markup", "<b>", None),
    ],
)
def test_a_cell_is_mended_where_what_is_meant_can_be_told(code: str, text: str, mended: str | None) -> None:
    assert repair(code, text) == mended


def test_only_what_is_safe_is_mended_everywhere_at_once() -> None:
    assert can_fix_all("lost zero")
    assert not can_fix_all("number postcode")
    assert not can_fix_all("two readings")


NAMES = ("notes", "postcode", "phone1", "email", "dob")
TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(["", "7700900123", "JosÃ©", "a\u00a0b", "'=1", "tn25 6qd"]))


@given(rows=st.lists(st.tuples(*[TEXTS] * 6), max_size=20), kinds=st.sampled_from(["", "tnnnnn", "n"]))
def test_no_text_breaks_a_check_and_a_mended_cell_is_well(rows: list[tuple[str, ...]], kinds: str) -> None:
    head = head_of(LEAD, *(Column(slot, name, Role.FIELD, name) for slot, name in enumerate(NAMES, 1)))
    for each in Checks(head).check(rows, [kinds] * len(rows)):
        cell = rows[each.row][each.slot]
        mended = repair(each.code, cell)
        if mended is not None:
            again = list(rows[each.row])
            again[each.slot] = mended
            assert each.code not in [
                other.code for other in Checks(head).check([again], [""]) if other.slot == each.slot
            ]


@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=12), cut=st.integers(0, 12))
def test_pieces_say_the_same_as_the_whole(rows: list[tuple[str, str]], cut: int) -> None:
    head = head_of(LEAD, Column(1, "Notes", Role.FIELD, "notes"))
    whole = [(each.row, each.code) for each in Checks(head).check(rows, [""] * len(rows))]
    checks = Checks(head)
    parts = [(each.row, each.code) for each in checks.check(rows[:cut], [""] * len(rows[:cut]))]
    parts += [(each.row + len(rows[:cut]), each.code) for each in checks.check(rows[cut:], [""] * len(rows[cut:]))]
    assert sorted(parts) == sorted(whole)


@given(rows=st.lists(st.tuples(st.one_of(TEXTS, st.from_regex(r"[0-9]{0,4}", fullmatch=True)), TEXTS), max_size=8))
def test_leads_and_wishes_are_read_as_the_sender_reads_them(rows: list[tuple[str, str]]) -> None:
    head = head_of(LEAD, Column(1, "Notes", Role.FIELD, "notes"))
    checks, reader = Checks(head), RowReader(head)
    for row, key, own in zip(rows, checks.lead_keys(rows), checks.own(rows), strict=True):
        if key is not None:
            # A blank cell is "" in a file and None in a sheet; a person's own "" means to clear.
            update = reader.update_of([row[0], row[1] or None])
            assert key == lead_key(update.lead)
            assert own is bool(update.changes) or row[1] == ""
