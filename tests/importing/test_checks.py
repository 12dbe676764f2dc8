"""What is found in the rows of a sheet: about the leads, what shall be done with them, and the rows as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.sheet import BadCell, Cells, Column, ForAll, Role, RowReader, SheetHead
from leadbyte_desktop.importing.checks import CODES, SAME_LEAD, Checks, words_of
from leadbyte_desktop.store.journal_rows import lead_key

LEAD = Column(0, "Lead ID", Role.LEAD)
QUARANTINE = Column(0, "Quarantine ID", Role.QUARANTINE)


def head_of(*columns: Column, for_all: ForAll | None = None) -> SheetHead:
    return SheetHead(columns=columns, for_all=for_all or ForAll())


def found(head: SheetHead, rows: Sequence[Cells], kinds: list[str] | None = None) -> list[tuple[int, int, str]]:
    """Row, slot and code of what is found."""
    return [(each.row, each.slot, each.code) for each in Checks(head).check(rows, kinds or [""] * len(rows))]


@pytest.mark.parametrize(
    ("lead", "kinds", "code", "stops"),
    [
        ("2932682", "", "", False),
        (" 2932682\u00a0", "", "", False),
        ("02932682", "", "", False),
        ("2932682", "n", "", False),
        ("", "", "no ID", True),
        ("  ", "", "no ID", True),
        (None, "", "no ID", True),
        ("Robin", "", "bad ID", True),
        ("2,932,682", "", "bad ID", True),
        ("29326.5", "n", "bad ID", True),
        ("٢٩٣", "", "bad ID", True),
        ("1" * 21, "", "bad ID", True),
        ("#REF!", "e", "bad ID", True),
        ("2932682\n2932683", "", "bad ID", True),
        ("2932682.0", "", "untidy ID", True),
        ("'2932682", "", "untidy ID", True),
        ('="2932682"', "", "untidy ID", True),
        ('="29326"&"82"', "", "bad ID", True),
        ("2932682\u200b", "", "untidy ID", True),
        ("4.47701E+11", "", "shortened ID", True),
        ("1234567890123456", "n", "rounded ID", True),
        ("1234567890123456", "", "", False),
    ],
)
@pytest.mark.parametrize("column", [LEAD, QUARANTINE])
def test_what_names_the_lead(column: Column, lead: str | None, kinds: str, code: str, stops: bool) -> None:
    findings = Checks(head_of(column)).check([["1"], [lead]], ["", kinds])

    assert [(each.row, each.code, each.stops) for each in findings] == ([(1, code, stops)] if code else [])


def test_a_short_id_from_a_number_cell_is_told_of_where_others_begin_with_zeros() -> None:
    checks = Checks(head_of(LEAD))

    assert checks.check([["8"], ["12"]], ["n", "n"]) == []
    assert [
        (each.row, each.code) for each in checks.check([["0071"], ["8"], ["9"], ["12345"]], ["", "n", "", "n"])
    ] == [(1, "short ID")]
    assert [each.code for each in checks.check([["8"]], ["n"])] == ["short ID"]


@pytest.mark.parametrize(
    ("cell", "kind", "code"),
    [
        ("1053, 1054", "t", ""),
        ("1053;1054 1055", "t", ""),
        (None, "t", ""),
        ("1053", "n", ""),
        ("105310541055", "t", ""),
        ("Acme", "t", "bad deliveries"),
        ("1053.5", "n", "bad deliveries"),
        ("'1053", "t", "untidy deliveries"),
        ("1053.0, 1054.0", "t", "untidy deliveries"),
        ("10531054", "n", "joined deliveries"),
        ("1,053", "t", "parted delivery"),
        ("1,053, 1054", "t", ""),
    ],
)
def test_deliveries_of_a_row(cell: str | None, kind: str, code: str) -> None:
    head = head_of(LEAD, Column(1, "Deliveries", Role.DELIVERIES))

    assert found(head, [["1", cell]], [f"t{kind}"]) == ([(0, 1, code)] if code else [])


@pytest.mark.parametrize(
    ("heading", "cell", "for_lead", "for_quarantined"),
    [
        ("Action", "Reprocess", "", "quarantined"),
        ("Action", " release ", "not quarantined", ""),
        ("Action", "process", "not quarantined", ""),
        ("Action", "reject", "not quarantined", ""),
        ("Action", "no", "", ""),
        ("Action", None, "", ""),
        ("Action", "sell it", "bad action", "bad action"),
        ("Action", "yes", "bad action", "bad action"),
        ("Reprocess", "Yes", "untidy action", "untidy action"),
        ("Action", "Re-process!", "untidy action", "untidy action"),
    ],
)
def test_the_action_of_a_row(heading: str, cell: str | None, for_lead: str, for_quarantined: str) -> None:
    action = Column(1, heading, Role.ACTION)

    for lead, code in ((LEAD, for_lead), (QUARANTINE, for_quarantined)):
        findings = Checks(head_of(lead, action)).check([["1", cell]], [""])
        assert [(each.slot, each.code, each.stops) for each in findings] == ([(1, code, True)] if code else [])


def test_what_is_done_with_all_leads_must_go_with_them_too() -> None:
    released = ForAll(action=Action.RELEASE)
    action = Column(1, "Action", Role.ACTION)

    assert found(head_of(LEAD, for_all=released), [["1"], ["2"]]) == [
        (0, 0, "not quarantined"), (1, 0, "not quarantined"),
    ]  # fmt: skip
    assert found(head_of(QUARANTINE, for_all=released), [["1"]]) == []
    assert found(head_of(LEAD, action, for_all=released), [["1", ""], ["2", "reprocess"]]) == [
        (0, 1, "not quarantined")
    ]


def test_without_a_column_of_leads_nothing_is_said_of_leads() -> None:
    head = head_of(Column(0, "Action", Role.ACTION), Column(1, "Postcode", Role.FIELD, "postcode"))
    checks = Checks(head)

    assert found(head, [["sell it", "nowhere"]]) == [(0, 1, "postcode")]
    assert checks.lead_keys([["1", "2"]]) == [None]


def test_only_what_makes_a_row_unsendable_stops_it() -> None:
    assert {code for code, kind in CODES.items() if kind.stops} == {
        "no ID", "bad ID", "untidy ID", "shortened ID", "rounded ID", "bad deliveries", "untidy deliveries",
        "bad action", "untidy action", "not quarantined", "quarantined",
    }  # fmt: skip


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_words(code: str) -> None:
    for text in ("x{y}" + "z" * 100, None):
        what, why = words_of(code, text, LEAD)
        assert what.endswith(".")
        assert why.endswith(".")
        assert "{id}" not in what + why
        assert len(what) < 120


def test_the_words_fit_what_names_the_leads() -> None:
    assert words_of("no ID", None, LEAD)[0] == "The lead ID is missing."
    assert words_of("bad ID", "x", LEAD)[1] == "A lead ID holds digits only, for example 2932682."
    assert words_of("bad ID", "x", QUARANTINE) == (
        "“x” is not a quarantine ID.",
        "A quarantine ID holds digits only, for example 8419715.",
    )
    assert words_of(SAME_LEAD, "7", LEAD)[0] == "Lead 7 stands in more than one row."
    assert words_of("markup", " <b>\n{text} ", LEAD)[0] == "“<b> {text}” holds “<” or “>”."


def test_a_clean_table_gives_nothing() -> None:
    names = ("firstname", "email", "phone1", "postcode", "dob", "notes")
    head = head_of(LEAD, *(Column(slot, name, Role.FIELD, name) for slot, name in enumerate(names, 1)))
    rows = [
        ["2932682", "Robin", "robin@example.com", "07700900123", "TN25 6QD", "25/03/1980", "Rang at 14:02; ring back."],
        [
            "2932683",
            "Zoë",
            "z.o'hara+sun@mail.example.co.uk",
            "+44 7700 900123",
            "M1 1AA",
            "01/02/1975",
            "“Don’t” – £5",
        ],
        ["2932684", "Siân", "", "(01632) 960123", "W1A 1AA", "1980-03-25", "1 + 1 = 2, it's 'fine'"],
        ["2932685", "José", "r@example.org", "01632 960 123", "EC1A 1BB", "", "#1, C++ & E-mail\nsecond line"],
    ]

    assert found(head, rows) == []


FIELDS = tuple(
    Column(slot, name, Role.FIELD, name) for slot, name in enumerate(("notes", "postcode", "phone1", "email", "dob"), 3)
)
COLUMNS = (Column(1, "Deliveries", Role.DELIVERIES), Column(2, "Action", Role.ACTION), *FIELDS)
TEXT = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.text(alphabet="0123456789.,E+' -/#<>@Ãâ€™©\u00a0\u200b\n", max_size=14),
    st.sampled_from(
        ["7", "0012", "7700900123", "JosÃ©", "tn25 6qd", "1053", "reprocess", "reject", "yes", "03/25/1980"]
    ),
)
ROW = st.tuples(*[TEXT] * 8)
KINDS = st.sampled_from(["", "tttttttt", "nnnnnnnn", "eeeeeeee", "n", "tndbetnd"])
HEADS = st.builds(
    lambda lead, action, clears: head_of(lead, *COLUMNS, for_all=ForAll(("9",), action, clears)),
    st.sampled_from([LEAD, QUARANTINE]), st.sampled_from([None, *Action]), st.booleans(),
)  # fmt: skip


@given(head=HEADS, rows=st.lists(st.tuples(ROW, KINDS), max_size=12))
def test_no_text_breaks_a_check(head: SheetHead, rows: list[tuple[Cells, str]]) -> None:
    for each in Checks(head).check([cells for cells, _ in rows], [kinds for _, kinds in rows]):
        words_of(each.code, rows[each.row][0][each.slot], head.columns[each.slot])


@given(head=HEADS, rows=st.lists(ROW, max_size=12))
def test_a_row_is_stopped_where_the_sender_could_not_read_it(head: SheetHead, rows: list[Cells]) -> None:
    checks, reader = Checks(head), RowReader(head)
    stopped = {each.row for each in checks.check(rows, [""] * len(rows)) if each.stops}

    for place, (cells, key, own) in enumerate(zip(rows, checks.lead_keys(rows), checks.own(rows), strict=True)):
        try:
            update = reader.update_of(cells)
        except BadCell:
            assert place in stopped
            continue
        assert place not in stopped
        assert key == lead_key(update.lead)
        its_own = update.delivery_ids != ("9",) or (cells[2] or "").strip() != ""
        assert own == (bool(update.changes) or its_own or bool((cells[1] or "").strip()))


@given(rows=st.lists(ROW, max_size=12), cut=st.integers(0, 12), data=st.data())
def test_pieces_say_the_same_as_the_whole(rows: list[Cells], cut: int, data: st.DataObject) -> None:
    """All but what can only be told from the rows before."""
    kinds = [data.draw(KINDS) for _ in rows]
    head = head_of(LEAD, *COLUMNS)
    checks = Checks(head)
    parts = [(each.row, each.slot, each.code) for each in checks.check(rows[:cut], kinds[:cut])]
    parts += [(each.row + len(rows[:cut]), each.slot, each.code) for each in checks.check(rows[cut:], kinds[cut:])]
    from_before = ("date either way", "short ID")

    whole = found(head, rows, kinds) if rows else []
    assert [each for each in parts if each[2] not in from_before] == [
        each for each in whole if each[2] not in from_before
    ]
    assert checks.lead_keys(rows) == checks.lead_keys(rows[:cut]) + checks.lead_keys(rows[cut:])
    assert checks.own(rows) == checks.own(rows[:cut]) + checks.own(rows[cut:])


def test_a_blank_cell_of_a_file_asks_for_nothing_and_a_cleared_one_of_a_sheet_does() -> None:
    head = head_of(LEAD, Column(1, "Notes", Role.FIELD, "notes"))
    rows = [["1", ""], ["2", "x"], ["3", " "]]

    assert Checks(head, from_file=True).own(rows) == [False, True, False]
    assert Checks(head).own([*rows, ["4", None]]) == [True, True, False, False]


def test_rows_shorter_than_the_columns_are_blank_at_their_ends() -> None:
    head = head_of(LEAD, Column(1, "Notes", Role.FIELD, "notes"), Column(2, "Email", Role.FIELD, "email"))

    assert found(head, [["1"], ["2", "<b>"], []]) == [(1, 1, "markup"), (2, 0, "no ID")]
    assert Checks(head).own([["1"], ["2", "<b>"], []]) == [False, True, False]
    assert Checks(head).check([], []) == []


def test_a_value_outside_the_field_s_pick_list_is_said_and_stops_nothing() -> None:
    columns = (
        Column(0, "Lead ID", Role.LEAD),
        Column(1, "Smoker", Role.FIELD, "data2"),
        Column(2, "", Role.FIELD, "c1"),
    )
    picks = {"data2": ("Yes", "No"), "data9": ("1",)}
    checks = Checks(SheetHead(columns=columns, picks=picks), from_file=True)
    rows = [["1", "yes", "?"], ["2", " No ", "?"], ["3", "Sometimes", "?"], ["4", "", "?"], ["5", "Sometimes", "?"]]
    found = [(each.row, each.slot, each.code, each.stops) for each in checks.check(rows, [""] * len(rows))]
    assert found == [(2, 1, "not in list", False), (4, 1, "not in list", False)]
    what, why = words_of("not in list", "Sometimes", columns[1], picks["data2"])
    assert what == "“Sometimes” is not in LeadByte’s list for this field."
    assert why == "The list has “Yes”, “No”. It would be sent as it stands."


def test_a_long_pick_list_is_named_in_part() -> None:
    column = Column(1, "", Role.FIELD, "data1")
    _, why = words_of("not in list", "x", column, [str(number) for number in range(1, 12)])
    assert why.startswith("The list has “1”, “2”, “3”, “4”, “5”, “6”, “7”, “8” and 3 more.")


def test_clearing_a_required_field_is_said_and_stops_nothing() -> None:
    columns = (Column(0, "Lead ID", Role.LEAD), Column(1, "", Role.FIELD, "phone1"), Column(2, "", Role.FIELD, "c1"))
    head = SheetHead(columns=columns, required=frozenset({"phone1", "elsewhere"}))
    rows: list[list[str | None]] = [["1", "", ""], ["2", None, None], ["3", "07700900123", ""], [None, None, None]]

    def found(checks: Checks) -> list[tuple[int, int, str]]:
        each = checks.check(rows, [""] * len(rows))
        assert not any(finding.stops for finding in each if finding.code == "clears required")
        return [(one.row, one.slot, one.code) for one in each if one.code == "clears required"]

    assert found(Checks(head)) == [(0, 1, "clears required")]
    clearing = replace(head, for_all=ForAll(blank_clears=True))
    assert found(Checks(clearing)) == [(0, 1, "clears required"), (1, 1, "clears required")]
    from_file = Checks(head, from_file=True).check([["1", "", ""]], [""])
    assert [each.code for each in from_file] == []
