"""Buyers by company and BID: what is shown, and which BID a text means."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.delivery import Delivery

NAMES = BuyerNames.of(
    [
        Buyer("31", "54", "Marlfen Finance Ltd", "Inactive"),
        Buyer("450", "208", "Acme Ltd", "Active"),
        Buyer("451", "NORTH-1", "Bright Homes", "Active"),
        Buyer("452", "NORTH-2", "Bright Homes", "Active"),
        Buyer("453", "", "Nobody’s BID is known"),
    ],
    [Delivery("1", "Old name of a listed buyer", "Acme", "208"), Delivery("2", "By hand", "Penwick", "41")],
)


def test_the_active_ones_come_first_by_company_and_the_buyers_own_list_names_them() -> None:
    assert [each.listed for each in NAMES.by_bid.values()] == [
        "Acme Ltd (BID 208)",
        "Bright Homes (BID NORTH-1)",
        "Bright Homes (BID NORTH-2)",
        "Penwick (BID 41)",
        "Marlfen Finance Ltd (BID 54) · Inactive",
    ]


def test_a_buyer_is_named_by_company_and_bid_and_an_unknown_one_by_its_bid() -> None:
    assert NAMES.words_of("54") == "Marlfen Finance Ltd (BID 54)"
    assert NAMES.words_of("999") == "BID 999"
    assert BuyerNames.of([], [Delivery("3", "No company", "", "7")]).words_of("7") == "BID 7"


@pytest.mark.parametrize(
    ("typed", "bid"),
    [
        ("208", "208"),
        (" north-1 ", "NORTH-1"),
        ("acme  ltd", "208"),
        ("Acme Ltd (BID 208)", "208"),
        ("Marlfen Finance Ltd (BID 54) · Inactive", "54"),
        ("Bright Homes", "Bright Homes"),  # two BIDs: nobody's
        ("999", "999"),
        ("", ""),
    ],
)
def test_what_a_text_means(typed: str, bid: str) -> None:
    assert NAMES.bid_of(typed) == bid


def test_a_bid_wins_over_another_one_in_other_capitals() -> None:
    names = BuyerNames.of([Buyer("1", "a1", "One"), Buyer("2", "A1", "Two")], [])
    assert (names.bid_of("a1"), names.bid_of("A1")) == ("a1", "A1")


@pytest.mark.parametrize(
    ("typed", "fitting"),
    [
        ("marl", ["54"]),
        (" BRIGHT ", ["NORTH-1", "NORTH-2"]),
        ("20", ["208"]),
        ("acme ltd", []),  # it is that buyer's already
        ("208", []),
        ("xyz", []),
        ("  ", []),
    ],
)
def test_which_buyers_half_a_name_may_mean(typed: str, fitting: list[str]) -> None:
    assert [each.bid for each in NAMES.fitting(typed)] == fitting


def test_a_bid_that_nobody_has_is_said_only_where_buyers_are_known() -> None:
    assert NAMES.unknown_words({"hol"}) == (
        "No buyer on this PC has the BID “hol”, nor that name: it goes as BID “hol”, and LeadByte decides whether it "
        "knows it."
    )
    assert NAMES.unknown_words({"hol", None, "9", "208"}) == (
        "No buyer on this PC has the BIDs “9” and “hol”, nor those names: they go as typed, and LeadByte decides "
        "whether it knows them."
    )
    assert NAMES.unknown_words({"208", None}) == ""
    assert BuyerNames().unknown_words({"33"}) == ""


def test_of_many_such_bids_the_first_are_named() -> None:
    words = NAMES.unknown_words({f"x{place}" for place in range(9)})
    assert words.startswith("No buyer on this PC has the BIDs “x0”, “x1”, “x2” and 6 others, nor those names:")


def test_a_bid_belongs_to_the_buyer_that_is_listed_and_not_to_the_one_that_had_it_before() -> None:
    gone, listed = Buyer("450", "208", "Zed Ltd", "Active", unlisted=True), Buyer("451", "208", "Acme Ltd", "Active")
    for order in ([gone, listed], [listed, gone]):
        names = BuyerNames.of(order, [])
        assert names.words_of("208") == "Acme Ltd (BID 208)"
        assert (names.bid_of("Acme Ltd"), names.bid_of("Zed Ltd")) == ("208", "Zed Ltd")
        assert "nor that name" in names.unknown_words([names.bid_of("Zed Ltd")])
    assert BuyerNames.of([gone], []).words_of("208") == "Zed Ltd (BID 208)", "nobody else is known to have it"


def test_a_bid_of_two_listed_companies_names_both() -> None:
    both = [Buyer("1", "208", "Acme Ltd", "Inactive"), Buyer("2", "208", "Zed Ltd"), Buyer("3", "208", "ACME ltd")]
    names = BuyerNames.of(both, [])
    assert names.words_of("208") == "ACME ltd or Zed Ltd (BID 208)"
    assert not names.by_bid["208"].inactive
    assert (names.bid_of("acme ltd"), names.bid_of("Zed Ltd")) == ("208", "208")


def test_a_company_s_name_is_not_taken_for_another_company_s_bid() -> None:
    names = BuyerNames.of([Buyer("1", "ACME", "Other Ltd"), Buyer("2", "33", "Acme")], [])
    assert names.bid_of("Acme") == "Acme"
    assert names.several_words("Acme") == (
        "“Acme” can mean Other Ltd (BID ACME) and Acme (BID 33). Choose or type the BID meant."
    )
    for typed, bid in (("ACME", "ACME"), ("33", "33"), ("acme (bid 33)", "33"), ("other ltd", "ACME")):
        assert (names.bid_of(typed), names.several_words(typed)) == (bid, "")
