"""The lead that is changed is named by its ID and by nothing else."""

import pytest

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.typed_lead import typed_lead


@pytest.mark.parametrize(
    ("typed", "number"),
    [("2932682", "2932682"), ("  00293 ", "00293"), ("lead 2932682", "2932682"), ("#07700900123", "07700900123")],
)
def test_an_id_names_its_lead_and_keeps_its_zeros(typed: str, number: str) -> None:
    assert typed_lead(typed) == LeadRef(number)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "The lead ID is missing."),
        ("07700 900123", "“07700 900123” is not a lead ID but a phone number. Press Enter"),
        ("joe@example.com", "“joe@example.com” is not a lead ID but an e-mail address."),
        ("29326x", "“29326x” is not a lead ID, a phone number or an e-mail address. A lead ID holds digits only"),
        ("0770 90063", "“0770 90063” is not a lead ID: it looks like a phone number with too few digits (9 digits; a"),
        ("2932 682", "“2932 682” is not a lead ID: there is something between its digits."),
        ("joe@", "“joe@” is not a lead ID: it looks like an e-mail address that is not whole."),
        ("1" * 300, f"“{'1' * 39}…” is not a lead ID: it has too many digits."),
    ],
)
def test_anything_else_says_what_it_is_and_what_to_do(typed: str, words: str) -> None:
    with pytest.raises(BadLeadId) as bad:
        typed_lead(typed)
    assert bad.value.user_text.startswith(words)
