"""Addresses as people type them; above all, none that could carry the key elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account, ApiKey, is_this_pc, parse_address
from leadbyte_desktop.domain.errors import BadAddress

UK = "https://acme.leadbyte.co.uk/restapi/v1.3"
COM = "https://acme.leadbyte.com/restapi/v1.3"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("acme", UK),
        (" ACME ", UK),
        ("acme.leadbyte.co.uk", UK),
        ("acme.leadbyte.com", COM),
        ("https://acme.leadbyte.co.uk", UK),
        ("https://acme.leadbyte.co.uk/", UK),
        ("HTTPS://Acme.LeadByte.co.uk/restapi/v1.3/", UK),
        ("https://acme.leadbyte.co.uk:443/restapi/v1.3", UK),
        ("acme.leadbyte.com/restapi/v1.3", COM),
        ("https://api.leadbyte.co.uk/acme/restapi/v1.3", "https://api.leadbyte.co.uk/acme/restapi/v1.3"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/restapi/v1.3"),
        ("http://[::1]:8000/", "http://[::1]:8000/restapi/v1.3"),
        ("localhost", "https://localhost/restapi/v1.3"),
        ("http://localhost:8000/restapi/v1.3", "http://localhost:8000/restapi/v1.3"),
    ],
)
def test_addresses(typed, url):
    assert parse_address(typed) == url
    assert parse_address(url) == url


def test_the_suffix_is_kept_per_account():
    assert parse_address("acme", "leadbyte.com") == COM
    assert parse_address("acme.leadbyte.co.uk", "leadbyte.com") == UK


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "leadbyte.co.uk",
        "acme.example.com",
        "https://example.com/acme.leadbyte.co.uk",
        "https://acme.leadbyte.co.uk@example.com",
        "https://user:word@acme.leadbyte.co.uk",
        "https://acme.leadbyte.co.uk.example.com",
        "https://example.com#.leadbyte.co.uk",
        "https://example.com?.leadbyte.co.uk",
        "https://example.com\\.leadbyte.co.uk",
        "https://evilleadbyte.co.uk",
        "https://acme.leadbyte.co.uk.",
        "https://acme..leadbyte.co.uk",
        "https://-acme.leadbyte.co.uk",
        "https://acme.leadbyte.co.uk:8443",
        "https://acme.leadbyte.co.uk:99999",
        "https://acme.leadbyte.co.uk:x",
        "https://acme%2eleadbyte.co.uk",
        "https://acme.leadbyte.co.uk/../x",
        "https://acme.leadbyte.co.uk/restapi/v1.2",
        "https://acme.leadbyte.co.uk/restapi/v1.3/leads",
        "https://acme.leadbyte.co.uk/?key=x",
        "http://acme.leadbyte.co.uk",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
        "ftp://acme.leadbyte.co.uk",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//example.com",
        "acme leadbyte",
        "acme\u200b.leadbyte.co.uk",
        "https://[::1",
        "https://аcme.leadbyte.co.uk",  # noqa: RUF001 - the first letter is Cyrillic
        "https://acme.leadbyte.co.uk\r\nHost: example.com",
    ],
)
def test_whatever_could_carry_the_key_elsewhere_is_refused_in_words(typed):
    with pytest.raises(BadAddress) as problem:
        parse_address(typed)
    assert problem.value.user_text.endswith(".")


PIECES = st.sampled_from(
    [
        "https://",
        "http://",
        "acme",
        ".leadbyte.co.uk",
        ".leadbyte.com",
        "example.com",
        "@",
        "/",
        ":",
        "#",
        "?",
        "\\",
        ".",
        "%2e",
        "127.0.0.1",
        "localhost",
        "8000",
        "restapi/v1.3",
        "[::1]",
        "x",
    ]
)


@given(st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=8).map("".join)))
def test_no_text_at_all_leads_elsewhere(typed):
    try:
        url = parse_address(typed)
    except BadAddress:
        return
    scheme, _, rest = url.partition("://")
    host = rest.split("/")[0]
    bare = host[: host.index("]")].lstrip("[") if host.startswith("[") else host.split(":")[0]
    assert is_this_pc(bare) or (scheme == "https" and bare.endswith((".leadbyte.co.uk", ".leadbyte.com")))
    assert "@" not in host
    assert url.endswith("/restapi/v1.3")
    assert parse_address(url) == url


def test_a_key_cannot_be_printed_by_accident():
    key = ApiKey("practice-key-full")
    for shown in (repr(key), str(key), f"{key}", f"{key!r}", repr([key]), "%s" % key):  # noqa: UP031 - this way too
        assert "practice" not in shown
    assert key.reveal() == "practice-key-full"
    assert key == ApiKey("practice-key-full")
    assert hash(key) == hash(ApiKey("practice-key-full"))
    assert key != ApiKey("other")
    assert key != "practice-key-full"
    assert not ApiKey("")
    assert not hasattr(key, "__dict__")


def test_the_host_as_it_is_shown():
    assert Account("a", "Acme", UK).host == "acme.leadbyte.co.uk"
    assert Account("a", "Here", "http://127.0.0.1:8000/restapi/v1.3").host == "127.0.0.1:8000"
    assert PRACTICE_ACCOUNT.host == "inside this app"
    assert Account("a", "Acme", UK).in_words == "acme.leadbyte.co.uk"
    assert PRACTICE_ACCOUNT.in_words == "the practice account"
    # RFC 2606: no resolver will ever find it, so practice can reach nothing.
    assert ".invalid/" in PRACTICE_ACCOUNT.base_url
