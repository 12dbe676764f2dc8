"""Which kept deliveries may be ticked by a name."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.delivery_set import Tickable, same_name, tickable

EVENING = Delivery("1053", "Acme Solar — evening", "Acme Ltd", "33", status="Active")
BY_HAND = Delivery("1070", "The new one", by_hand=True)
GONE_QUIET = Delivery("1060", "Larkfold Life", status="Inactive")
UNFINISHED = Delivery("1061", "Larkfold Home", status="Saved")
LISTED_NO_MORE = Delivery("1062", "Larkfold Pets", status="Active", unlisted=True)
HIDDEN = Delivery("1054", "Acme Solar — weekend", status="Active", shown=False)


def test_what_is_offered_and_active_is_ticked_in_the_order_it_was_kept() -> None:
    assert tickable(("1070", "1053"), [EVENING, BY_HAND]) == Tickable(("1070", "1053"), ())


def test_of_each_other_one_it_is_said_why_it_is_not_ticked() -> None:
    known = [EVENING, GONE_QUIET, UNFINISHED, LISTED_NO_MORE, HIDDEN]
    found = tickable(("1060", "1061", "1062", "1054", "999", "1053"), known)
    assert found.delivery_ids == ("1053",)
    assert found.left_out == (
        "Larkfold Life is not active in LeadByte (Inactive)",
        "Larkfold Home is not active in LeadByte (Saved)",
        "Larkfold Pets is not listed in LeadByte any more",
        "Acme Solar — weekend is not offered in the lists",
        "delivery 999 is not known on this PC any more",
    )


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [("Solar", " solar ", True), ("STRASSE", "straße", True), ("Solar", "Solar 2", False)],
)
def test_names_that_would_be_taken_for_each_other(first: str, second: str, same: bool) -> None:
    assert same_name(first, second) is same
