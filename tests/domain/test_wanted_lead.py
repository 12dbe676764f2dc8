"""One box: what the app sees in what a person typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.wanted_lead import WantedKind, WantedLead, phone_in_groups, read_wanted

MOBILE = ("07700900123", "447700900123", "+447700900123")
LONDON = ("02079460123", "442079460123", "+442079460123")
SHORT = ("016977123".ljust(10, "4"), "44" + "16977123".ljust(9, "4"), "+44" + "16977123".ljust(9, "4"))


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("07700900123", MOBILE),
        (" 07700 900 123 ", MOBILE),
        ("07700-900-123", MOBILE),
        ("07700.900.123", MOBILE),
        ("07700/900123", MOBILE),
        ("7700 900123", MOBILE),
        ("+447700900123", MOBILE),
        ("+44 7700 900123", MOBILE),
        ("+44 (0) 7700 900123", MOBILE),
        ("+44(0)7700900123", MOBILE),
        ("+44 0 7700 900123", MOBILE),
        ("+4407700900123", MOBILE),
        ("44 7700 900123", MOBILE),
        ("0044 7700 900123", MOBILE),
        ("00447700900123", MOBILE),
        ("0044 (0)7700 900123", MOBILE),
        ("(07700) 900123", MOBILE),
        ("tel:+447700900123", MOBILE),
        ("Mobile: 07700 900123", MOBILE),
        ("07700\u00a0900\u202f123", MOBILE),
        ("\u202a07700 900123\u202c", MOBILE),
        ("07700\u2011900\u2013123", MOBILE),
        ("020 7946 0123", LONDON),
        ("(020) 7946 0123", LONDON),
        ("01697 71234", SHORT),
        ("0169771234", SHORT),
        ("+33 6 12 34 56 78", ("+33612345678", "33612345678", "0033612345678")),
        ("0033 6 12 34 56 78", ("+33612345678", "33612345678", "0033612345678")),
    ],
)
def test_a_phone_number_is_tried_in_the_forms_people_store(typed: str, forms: tuple[str, ...]) -> None:
    wanted = read_wanted(typed)
    assert (wanted.kind, wanted.phones, wanted.lead, wanted.emails) == (WantedKind.PHONE, forms, None, ())
    assert wanted.searchable
    assert wanted.problem == ""
    assert wanted.words == f"phone number {wanted.shown}"


@pytest.mark.parametrize("typed", ["447700900123", "7700900123", "441697712345"])
def test_digits_that_could_be_both_are_either(typed: str) -> None:
    wanted = read_wanted(typed)
    assert (wanted.kind, wanted.lead, wanted.shown) == (WantedKind.EITHER, LeadRef(typed), typed)
    assert len(wanted.phones) == 3
    assert wanted.words == f"phone number or lead ID {typed}"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2932682", "2932682"),
        (" 2932682\n", "2932682"),
        ("7", "7"),
        ("007", "007"),
        ("1234567890", "1234567890"),
        ("77009001234", "77009001234"),
        ("12345678901234567890", "12345678901234567890"),
        ("\u202a2932682\u202c", "2932682"),
        ("#2932682", "2932682"),
        ("ID 2932682", "2932682"),
        ("Lead 2932682", "2932682"),
        ("lead ID: 2932682", "2932682"),
        ("Lead #2932682", "2932682"),
        ("#07700900123", "07700900123"),
        ("id 7700900123", "7700900123"),
    ],
)
def test_other_digits_are_a_lead_id_and_so_is_what_is_called_one(typed: str, number: str) -> None:
    wanted = read_wanted(typed)
    assert wanted == WantedLead(WantedKind.LEAD_ID, LeadRef(number), shown=number)
    assert wanted.words == f"lead ID {number}"
    assert not wanted.searchable


@pytest.mark.parametrize(
    ("typed", "emails"),
    [
        ("karen@example.com", ("karen@example.com",)),
        (" Karen.O'Neill@Example.com", ("Karen.O'Neill@Example.com", "karen.o'neill@example.com")),
        ("Karen.Patel@Example.com", ("Karen.Patel@Example.com", "karen.patel@example.com")),
        ("mailto:karen@example.com", ("karen@example.com",)),
        ("<karen@example.com>", ("karen@example.com",)),
        ("\u200bkaren@exa\u200bmple.com\u2060", ("karen@example.com",)),
        ("07700900123@example.com", ("07700900123@example.com",)),
    ],
)
def test_an_email_address_is_tried_as_typed_and_in_small_letters(typed: str, emails: tuple[str, ...]) -> None:
    wanted = read_wanted(typed)
    assert wanted.kind is WantedKind.EMAIL
    assert wanted.emails == emails
    assert wanted.words == f"e-mail address {wanted.emails[0]}"


@pytest.mark.parametrize(
    "typed",
    [
        "karen", "karen@", "@example.com", "a@b@c", "karen@exam ple.com", "%@example.com", "*@example.com",
        "0770 090", "2,932,682", "2 932 682", "2932682.0", "+44 7700", "+4477009001234567", "12345678901 ext 3",
        "+1234", "١٢٣٤٥٦٧", "\uff17\uff17\uff10\uff10", "-", "#", "lead", "123456789012345678901", "2932682 2932683",
        "07700900123x",
    ],
)  # fmt: skip
def test_what_is_neither_is_said_and_not_asked_for(typed: str) -> None:
    wanted = read_wanted(typed)
    assert wanted == WantedLead(WantedKind.UNCLEAR)
    assert "LeadByte was not asked" in wanted.problem
    assert wanted.words == ""


@pytest.mark.parametrize("typed", ["", " ", "\n\t", "\ufeff", "\u200b "])
def test_nothing_typed(typed: str) -> None:
    assert read_wanted(typed) == WantedLead(WantedKind.NOTHING)
    assert read_wanted(typed).problem == "Type a lead ID, a phone number or an e-mail address."


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("07700900123", "07700 900123"),
        ("+447700900123", "+44 7700 900123"),
        ("447700900123", "44 7700 900123"),
        ("02079460123", "020 7946 0123"),
        ("01134960123", "0113 496 0123"),
        ("01214960123", "0121 496 0123"),
        ("01632960123", "01632 960123"),
        ("08081570123", "0808 157 0123"),
        ("0169771234", "01697 71234"),
        ("+33612345678", "+33612345678"),
        ("ask for Karen", "ask for Karen"),
        ("", ""),
    ],
)
def test_phones_are_shown_in_groups(number: str, shown: str) -> None:
    assert phone_in_groups(number) == shown


NATIONAL = st.from_regex(r"[1-9][0-9]{8,9}", fullmatch=True)
MARKS = st.lists(st.sampled_from(["", " ", "-", ".", "\u00a0", " \u2013 "]), min_size=14, max_size=14)


@given(NATIONAL, st.sampled_from(["0", "+44", "+44 (0)", "0044", "(0", "+44 0"]), MARKS)
def test_however_it_is_written_it_is_tried_in_the_same_three_forms(national: str, start: str, marks: list[str]) -> None:
    close = ")" if start == "(0" else ""
    typed = start + "".join(digit + mark for digit, mark in zip(national, marks, strict=False)) + close
    wanted = read_wanted(typed)
    assert wanted.phones == (f"0{national}", f"44{national}", f"+44{national}")
    assert wanted.kind is WantedKind.PHONE


@given(NATIONAL)
def test_each_form_leads_back_to_all_forms(national: str) -> None:
    forms = read_wanted(f"0{national}").phones
    assert {read_wanted(form).phones for form in forms} == {forms}
    assert all(phone_in_groups(form).replace(" ", "") == form for form in forms)


@given(st.one_of(st.text(), st.text(alphabet="0123456789+() -@.#", max_size=20)))
def test_whatever_is_typed_is_one_thing_and_only_what_can_be_sent(typed: str) -> None:
    wanted = read_wanted(typed)
    assert bool(wanted.problem) is not bool(wanted.lead or wanted.searchable)
    assert all(set(phone) <= set("+0123456789") for phone in wanted.phones)
    assert not (wanted.phones and wanted.emails)
    assert wanted.lead is None or (wanted.lead.number.isascii() and wanted.lead.number.isdigit())
    assert (wanted.kind is WantedKind.EITHER) is bool(wanted.lead and wanted.phones)


@given(st.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_digits_alone_always_lead_somewhere_and_lose_no_zero(digits: str) -> None:
    wanted = read_wanted(digits)
    assert wanted.lead == LeadRef(digits) or (digits.startswith("0") and wanted.kind is WantedKind.PHONE)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0770 90063", "looks like a phone number with too few digits (9 digits; a British number has 10 to 11)"),
        ("07700-9006311", "looks like a phone number with too many digits (12 digits; a British number has 10 to 11)"),
        ("+44 7700 9006", "looks like a phone number with too few digits (9 digits"),
        ("+33 1 23", "looks like a phone number with too few digits (5 digits; with its country code"),
        ("00 33 1234 5678 9012 345", "looks like a phone number with too many digits (17 digits"),
        ("00000 000000", "looks like a phone number, but no number begins like that"),
        ("2932 682", "there is something between its digits"),
        ("123456789012345678901", "it has too many digits"),
        ("karen@", "looks like an e-mail address that is not whole"),
    ],
)
def test_what_is_nearly_something_is_told_what_it_looks_like_and_what_to_do(typed: str, words: str) -> None:
    wanted = read_wanted(typed)
    assert words in wanted.problem
    assert wanted.problem.startswith("LeadByte was not asked.")
    assert any(act in wanted.problem for act in ("Check it", "Type a lead ID as "))


def test_what_is_nothing_in_particular_looks_like_nothing() -> None:
    assert read_wanted("29326x").looks_like == ""
    assert read_wanted("07700 900123").looks_like == ""


@pytest.mark.parametrize(
    ("typed", "phones", "email", "may_be"),
    [
        ("07700 900631", ["07700900631"], "", True),
        ("07700 900631", ["01632 960001", "+44 (0)7700 900631"], "", True),
        ("+44 7700 900631", ["0044 7700-900-631 x2"], "", True),
        ("+1 415 555 0134", ["14155550134"], "", True),
        ("07700 900631", ["07700900632"], "", False),
        ("07700 900631", [], "karen@example.com", True),
        ("07700 900631", ["unknown"], "", True),
        ("Karen@Example.com", ["07700900632"], " karen@example.COM ", True),
        ("karen@example.com", [], "", True),
        ("karen@example.com", [], "joe@example.com", False),
        ("2932682", ["07700900632"], "joe@example.com", True),
    ],
)
def test_what_a_lead_shows_is_compared_with_what_was_typed(
    typed: str, phones: list[str], email: str, *, may_be: bool
) -> None:
    assert read_wanted(typed).may_be(phones, email) is may_be
