"""Keys and states as the journal's tables hold them."""

import pytest

from leadbyte_desktop.domain.job import ALLOWED_CHANGES, ItemState
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.store.journal_rows import WENT_STATES, lead_key


@pytest.mark.parametrize(("number", "key"), [("2932682", "2932682"), ("007", "7"), ("0", "0"), ("000", "0")])
def test_zeros_in_front_make_no_other_lead(number: str, key: str) -> None:
    assert lead_key(LeadRef(number)) == key


def test_a_quarantine_id_is_no_lead_id() -> None:
    assert lead_key(LeadRef("7", LeadKind.QUARANTINE)) != lead_key(LeadRef("7"))


def test_what_counts_as_gone_are_all_states_after_leaving_but_the_two_that_deny_it() -> None:
    left = ALLOWED_CHANGES[ItemState.SENDING] | {ItemState.SENDING}
    assert set(WENT_STATES) == left - {ItemState.REFUSED, ItemState.NOT_SENT}
