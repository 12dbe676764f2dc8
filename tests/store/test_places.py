"""Which accounts of this PC are the same LeadByte account."""

from functools import partial

import pytest

from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.places import place_id, place_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://acme.leadbyte.co.uk/restapi/v1.3", "https://acme.leadbyte.com/restapi/v1.3"),
        ("https://Acme.leadbyte.co.uk/restapi/v1.3", "https://acme.leadbyte.co.uk/restapi/v1.3"),
    ],
)
def test_both_endings_lead_to_the_same_account(one: str, other: str) -> None:
    assert place_of(one) == place_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://acme.leadbyte.co.uk/restapi/v1.3", "https://globex.leadbyte.co.uk/restapi/v1.3"),
        ("https://api.leadbyte.co.uk/acme/restapi/v1.3", "https://api.leadbyte.co.uk/globex/restapi/v1.3"),
        ("http://127.0.0.1:8000/restapi/v1.3", "http://127.0.0.1:8001/restapi/v1.3"),
    ],
)
def test_other_names_paths_and_ports_are_other_accounts(one: str, other: str) -> None:
    assert place_of(one) != place_of(other)


async def test_a_place_has_one_number(database: Database) -> None:
    urls = [
        "https://acme.leadbyte.co.uk/restapi/v1.3",
        "https://acme.leadbyte.com/restapi/v1.3",
        "https://b.leadbyte.com/",
    ]
    numbers = [await database.write(partial(place_id, base_url=url)) for url in urls]
    assert numbers[0] == numbers[1] != numbers[2]
