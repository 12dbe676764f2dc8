"""A delivery in a list: what tells it from others."""

from leadbyte_desktop.domain.delivery import Delivery


def test_its_campaign_stands_in_its_details() -> None:
    delivery = Delivery("1053", "Acme Solar — evening", "Acme Ltd", "33", "Solar Panels", "Inactive", automatic=True)
    assert delivery.details == "ID 1053 · Solar Panels · Acme Ltd (BID 33) · Inactive · Automatic"


def test_what_is_not_known_is_left_out() -> None:
    assert Delivery("1053", "Acme Solar — evening").details == "ID 1053"
    assert Delivery("1053", "Acme Solar — evening", campaign="Solar Panels").details == "ID 1053 · Solar Panels"
