"""What is found in the values of a column. Each kind has cells in which it is, and cells that only look a little so."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.sheet import Column, Role, SheetHead
from leadbyte_desktop.importing.checks import Checks

LEAD = Column(0, "Lead ID", Role.LEAD)


def column_of(name: str, heading: str = "", date_form: str = "dd/mm/yyyy") -> Column:
    return Column(1, heading or name, Role.FIELD, name, date_form)


def codes(column: Column, cells: list[str], kind: str = "t") -> list[list[str]]:
    """The codes found in each of the cells."""
    checks = Checks(SheetHead(columns=(LEAD, column)))
    findings = checks.check([[str(number), cell] for number, cell in enumerate(cells)], [f"t{kind}"] * len(cells))
    assert not any(each.stops for each in findings)
    return [[each.code for each in findings if each.row == row] for row in range(len(cells))]


@pytest.mark.parametrize(
    ("name", "code", "odd"),
    [
        ("notes", "shortened number", ["4.47701E+11", "7,7E+10", "1e+5", " 4.47701E+11 "]),
        ("notes", "formula error", ["#REF!", "#N/A", "#DIV/0!", " #NAME? "]),
        ("notes", "markup", ["<b>hello</b>", "a > b", "<"]),
        ("notes", "mojibake", ["JosÃ©", "donâ€™t", "Â£5", "â\u201a¬5", "ÃƒÂ©", "Ð¡Ð°", "naÃ¯f", "â€\x9d", "ðŸ\u02dc€"]),
        ("notes", "lost characters", ["Jos\ufffd"]),
        ("notes", "hidden characters", ["two\u00a0words", "zero\u200bwidth", "\ufeffstart", "thin\u2009space"]),
        ("notes", "apostrophe", ["'+447700900123", "'07700 900123", "'=1+1", "'-5", "'@home", " '+44"]),
        ("notes", "text as formula", ['="0029"', ' ="07700 900123" ', '="a ""b"""', '=""']),
        ("phone1", "text as formula", ['="07700900123"']),
        ("phone1", "lost zero", ["7700900123", "1632960123", "2079460123", "7700 900123", "8081570123"]),
        ("phone2", "phone", ["ring me", "12", "0770090012", "077009001234", "33612345678", "+12", "04700900123"]),
        ("phone3", "untidy phone", ["07700900123.", "tel:07700900123", "07700900123.0", "7700900123.0"]),
        ("email", "email", ["robin@example", "robin example.com", "a@b@example.com", "r@example..com", "@example.com"]),
        ("email", "untidy email", ["mailto:robin@example.com", "r@example.com.", "r @example.com", "r@example. com;"]),
        ("postcode", "postcode", ["nowhere", "TN25", "12345", "QD6 TN25", "TN25 6CI"]),
        ("postcode", "untidy postcode", ["tn25 6qd", "TN256QD", "TN25  6QD", "tn25-6qd", "TN25 6QD."]),
        ("dob", "month first", ["03/25/1980", "12-31-80", "3.13.1980", "03/25/1980 14:02"]),
        ("dob", "no date", ["13/25/2025", "25.13.1980", "00/05/1980", "5/0/80", "32/01/1980", "1-45-1980"]),
        ("dob", "no date", ["31/04/1980", "30/02/1980", "2/30/1980", "31.6.80", "9-31-1980", "13/25/2025 10:00"]),
    ],
)  # fmt: skip
def test_what_is_odd_is_found(name: str, code: str, odd: list[str]) -> None:
    assert codes(column_of(name), odd) == [[code]] * len(odd)
    # Each alone too: what is seen of a whole column at once must not depend on its other cells.
    assert [codes(column_of(name), [cell]) for cell in odd] == [[[code]]] * len(odd)


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("notes", ["1E5", "E1 5AA", "ME+3", "E+", "1.5", "C++"]),
        ("notes", ["#1 Mill Lane", "N/A", "#REF", "see #REF! there"]),
        ("notes", ["château", "Zoë’s £5 café – “yes”…", "SÃO PAULO", "CAFÉ’S", "Łódź", "Ærø", "naïve", "Ñandú", "€5"]),
        ("notes", ["\u00a0around\u00a0", "\u0645\u06cc\u200c\u062e\u0648", "line\nline\ttab"]),
        ("notes", ["'tis", "'t Hooft", "O'Hara", "'80s shop", "'-'", "'quoted'", "'"]),
        ("notes", ['="a"&"b"', "=A1", '="a', '="a"b"', '=""""&1', "=1+1", '"quoted"']),
        ("notes", ["robin@example", "12", "nowhere", "03/25/1980", "7700900123"]),
        ("phone1", ["07700900123", "01632 960 123", "(01632) 960123", "+44 (0)7700 900123", "447700900123", "", "  "]),
        ("phone1", ["+447700900123", "0044 7700 900123", "01632-960-123", "01632960123 ext 12", "01632 96012"]),
        ("phone1", ["+33 6 12 34 56 78", "+12025550123", "0033612345678", "0800 496 012"]),
        ("email", ["robin@example.com", "r.o'hara+x@mail.example.co.uk", "zoë@exämple.com", " robin@example.com ", ""]),
        ("postcode", ["TN25 6QD", "W1A 1AA", "M1 1AA", "EC1A 1BB", "GIR 0AA", " TN25 6QD ", ""]),
        ("dob", ["25/03/1980", "1980-03-25", "03/04/1980", "25.03.80", "31/12/1980 10:00", "March 1980", "29/02/1980"]),
        ("dob", ["30/04/1980", "31/01/1980", "31/12/80", "30.11.1980", "10/10/2010", "3/2/1980", "13/25", "1/2/3"]),
        ("updated_by", ["Robin"]),
    ],
)
def test_what_only_looks_odd_is_not(name: str, fine: list[str]) -> None:
    assert codes(column_of(name), fine) == [[]] * len(fine)


@pytest.mark.parametrize(
    ("name", "cell", "kind", "code"),
    [
        ("notes", "12345678901234567", "n", "long number"),
        ("notes", "-123456789012345.6", "n", "long number"),
        ("notes", "123456789012345", "n", ""),
        ("notes", "12345678901234567", "t", ""),
        ("notes", "anything", "e", "formula error"),
        ("notes", "-1", "x", "negative date"),
        ("dob", "-0.5", "x", "negative date"),
        ("phone1", "-36526", "x", "negative date"),
        ("phone1", "7700900123", "n", "lost zero"),
        ("phone1", "447700900123", "n", ""),
        ("postcode", "2134", "n", "postcode number"),
        ("postcode", "501", "n", "postcode number"),
        ("postcode", "2134", "t", "postcode"),
        ("postcode", "12345", "n", "postcode"),
    ],
)
def test_what_kind_of_cell_it_was_matters(name: str, cell: str, kind: str, code: str) -> None:
    assert codes(column_of(name), [cell], kind) == [[code] if code else []]


def test_a_damaged_cell_is_not_told_of_again_for_its_form() -> None:
    assert codes(column_of("phone1"), ["4.47701E+11", "#REF!"]) == [["shortened number"], ["formula error"]]


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("work_email", "nobody", "email"),
        ("partner-phone2", "ring", "phone"),
        ("Second mobile", "ring", "phone"),
        ("home_post_code", "nowhere", "postcode"),
        ("renewal_date", "03/25/1980", "month first"),
        ("email_wanted", "nobody", ""),
        ("hotel", "ring", ""),
        ("microphone", "ring", ""),
    ],
)
def test_fields_of_the_accounts_own_are_known_by_their_names(name: str, cell: str, code: str) -> None:
    assert codes(column_of(name), [cell]) == [[code] if code else []]


def test_a_custom_field_below_the_heading_of_a_date_is_one() -> None:
    assert codes(column_of("data13", "Renewal date"), ["03/25/2027"]) == [["month first"]]
    assert codes(column_of("data13", "Roof"), ["03/25/2027"]) == [[]]


def test_where_more_months_stand_first_than_days_what_can_be_read_both_ways_is_told_of() -> None:
    american = ["03/04/1980", "12/31/1980", "05/05/1980", "1/2/80", "25/03/1980", "04/30/1980"]
    british = ["03/04/1980", "12/31/1980", "31/12/1980"]

    assert codes(column_of("dob"), american) == [
        ["date either way"], ["month first"], [], ["date either way"], [], ["month first"],
    ]  # fmt: skip
    assert codes(column_of("dob"), british) == [[], ["month first"], []]


def test_how_most_dates_are_written_is_remembered_from_the_rows_before() -> None:
    checks = Checks(SheetHead(columns=(LEAD, column_of("dob"))))

    def look(*cells: str) -> list[str]:
        return [each.code for each in checks.check([["1", cell] for cell in cells], [""] * len(cells))]

    assert look("03/04/1980") == []
    assert look("12/31/1980") == ["month first"]
    assert look("03/04/1980") == ["date either way"]
    assert look("31/12/1980", "30/12/1980") == []
    assert look("03/04/1980") == []


def test_real_dates_that_excel_made_of_american_ones_are_doubted() -> None:
    checks = Checks(SheetHead(columns=(LEAD, column_of("dob"))))
    findings = checks.check([["1", "03/25/1980"], ["2", "04/03/1980"]], ["", "td"])

    assert [(each.row, each.code) for each in findings] == [(0, "month first"), (1, "date either way")]


def test_where_a_person_wants_the_month_first_nothing_is_said() -> None:
    assert codes(column_of("dob", date_form="mm/dd/yyyy"), ["03/25/1980"]) == [[]]
