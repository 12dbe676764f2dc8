"""Keys and texts as the tables hold them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from leadbyte_desktop.domain.job import ALLOWED_CHANGES, ItemState
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.store.journal_rows import WENT_STATES, clean, effect_key, lead_key, time_of, time_text


@pytest.mark.parametrize(("number", "key"), [("2932682", "2932682"), ("007", "7"), ("0", "0"), ("000", "0")])
def test_zeros_in_front_make_no_other_lead(number: str, key: str) -> None:
    assert lead_key(LeadRef(number)) == key


def test_a_quarantine_id_is_no_lead_id() -> None:
    assert lead_key(LeadRef("7", LeadKind.QUARANTINE)) != lead_key(LeadRef("7"))


@pytest.mark.parametrize(
    ("effect", "key"),
    [
        ("delivery:1053", "delivery:1053"),
        ("delivery:01053", "delivery:1053"),
        ("delivery:0", "delivery:0"),
        ("action:reprocess", "action:reprocess"),
    ],
)
def test_zeros_in_front_make_no_other_delivery(effect: str, key: str) -> None:
    assert effect_key(effect) == key


def test_half_a_character_is_replaced_and_whole_ones_stay() -> None:
    assert clean("Zoë \ud83d!") == "Zoë ?!"
    assert clean("Zoë 😀") == "Zoë 😀"


def test_times_come_back_whatever_their_zone() -> None:
    moment = datetime(2026, 11, 22, 14, 2, 3, 456, tzinfo=timezone(timedelta(hours=5)))
    back = time_of(time_text(moment))
    assert back == moment
    assert back is not None
    assert back.tzinfo == UTC
    assert time_of(None) is None


def test_a_time_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        time_text(datetime(2026, 11, 22))  # noqa: DTZ001 - that is the mistake


def test_what_counts_as_gone_are_all_states_after_leaving_but_the_two_that_deny_it() -> None:
    left = ALLOWED_CHANGES[ItemState.SENDING] | {ItemState.SENDING}
    assert set(WENT_STATES) == left - {ItemState.REFUSED, ItemState.NOT_SENT}
