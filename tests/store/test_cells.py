"""Texts and times as the tables hold them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from leadbyte_desktop.store.cells import clean, time_of, time_text


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
