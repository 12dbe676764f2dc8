"""The table of pitfalls.md item 24: which exception and status means which outcome; and what may go again."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from leadbyte_desktop.api.failures import (
    Fault,
    fault_of,
    may_go_again,
    retry_after,
    says_busy,
    should_shrink,
    state_of_status,
)
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate

NOT_SENT, NOT_KNOWN, REFUSED = ItemState.NOT_SENT, ItemState.NOT_KNOWN, ItemState.REFUSED


def _caused_by(cause: BaseException) -> httpx.ConnectError:
    error = httpx.ConnectError("no")
    middle = OSError("no")
    middle.__context__ = cause
    error.__cause__ = middle
    return error


EXCEPTIONS = [
    (httpx.ConnectError("no"), NOT_SENT, False),
    (_caused_by(socket.gaierror(-2, "no such name")), NOT_SENT, False),
    (_caused_by(ssl.SSLCertVerificationError("no")), NOT_SENT, False),
    (_caused_by(ssl.SSLError("no")), NOT_SENT, False),
    (httpx.ConnectTimeout("no"), NOT_SENT, False),
    (httpx.PoolTimeout("no"), NOT_SENT, False),
    (httpx.UnsupportedProtocol("no"), NOT_SENT, False),
    (httpx.InvalidURL("no"), NOT_SENT, False),
    (httpx.ProxyError("407 Proxy Authentication Required"), NOT_SENT, False),
    (httpx.ProxyError("502 Bad Gateway"), NOT_SENT, False),
    (httpx.ReadTimeout("no"), NOT_KNOWN, True),
    (httpx.WriteTimeout("no"), NOT_KNOWN, True),
    (httpx.ReadError("no"), NOT_KNOWN, False),
    (httpx.WriteError("no"), NOT_KNOWN, False),
    (httpx.CloseError("no"), NOT_KNOWN, False),
    (httpx.RemoteProtocolError("no"), NOT_KNOWN, False),
    (httpx.LocalProtocolError("no"), NOT_KNOWN, False),
    (httpx.DecodingError("no"), NOT_KNOWN, False),
    (httpx.TooManyRedirects("no"), NOT_KNOWN, False),
    (httpx.StreamError("no"), NOT_KNOWN, False),
    (OSError("no"), NOT_KNOWN, False),
    (RuntimeError("no"), NOT_KNOWN, False),
]


@pytest.mark.parametrize(("exc", "state", "shrinks"), EXCEPTIONS, ids=repr)
def test_exceptions(exc, state, shrinks):
    assert fault_of(exc).state is state
    assert should_shrink(None, exc) is shrinks


def test_every_kind_of_httpx_error_has_its_row():
    def concrete(kind: type[BaseException]) -> set[type[BaseException]]:
        below = kind.__subclasses__()
        return set().union(*map(concrete, below)) if below else {kind}

    named = {type(exc) for exc, _, _ in EXCEPTIONS}
    unnamed = {kind for kind in concrete(httpx.HTTPError) if kind.__module__.startswith("httpx")} - named
    # Only `raise_for_status` raises it, which is never called.
    assert unnamed == {httpx.HTTPStatusError}


def test_words_say_whether_anything_was_sent_and_name_no_exception():
    for fault in Fault:
        assert fault.words.endswith("Nothing was sent." if fault.state is NOT_SENT else "may not have done this.")
        assert "Error" not in fault.words


def test_a_circle_of_causes_ends():
    first, second = httpx.ConnectError("no"), OSError("no")
    first.__cause__, second.__cause__ = second, first
    assert fault_of(first) is Fault.UNREACHABLE


REFUSING = (400, 401, 403, 404, 405, 413, 422)


@pytest.mark.parametrize("status", range(100, 600))
def test_statuses(status):
    if 200 <= status < 300:
        expected = None
    elif status == 429:
        expected = NOT_SENT
    else:
        expected = REFUSED if status in REFUSING else NOT_KNOWN
    assert state_of_status(status) is expected
    assert should_shrink(status, None) is (status == 413 or status >= 500)


PLAIN = LeadUpdate(LeadRef("1"), {"postcode": "TN25 6QD"})
MONEY = FinancialUpdate(LeadRef("1"), Decimal(80))
DELIVERY = LeadUpdate(LeadRef("1"), {}, ("1053",))
REPROCESS = LeadUpdate(LeadRef("1"), {}, (), Action.REPROCESS)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("update", [PLAIN, MONEY, DELIVERY, REPROCESS])
def test_only_what_surely_was_not_sent_or_is_harmless_goes_again(update, state):
    harmless = update in (PLAIN, MONEY)
    expected = state is NOT_SENT or (state is NOT_KNOWN and harmless)
    assert may_go_again(update, state, 1, MINUTE) is expected


@pytest.mark.parametrize(
    ("attempts", "age", "goes"),
    [
        (1, timedelta(0), True),
        (2, timedelta(minutes=10), True),
        (2, timedelta(minutes=10, seconds=1), False),
        (3, timedelta(0), False),
        (4, timedelta(0), False),
    ],
)
def test_three_attempts_within_ten_minutes(attempts, age, goes):
    assert may_go_again(PLAIN, NOT_SENT, attempts, age) is goes


NOW = datetime(2026, 11, 23, 14, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("86400", 300.0),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("1e9", None),
        ("9" * 400, None),
        ("٣", None),
        ("soon", None),
        ("Mon, 23 Nov 2026 14:02:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 14:02:30 -0000", 30.0),
        ("Mon, 23 Nov 2026 15:02:30 +0100", 30.0),
        ("Mon, 23 Nov 2026 14:01:00 GMT", 0.0),
        ("Tue, 24 Nov 2026 14:02:00 GMT", 300.0),
        ("Mon, 99 Nov 2026 14:02:30 GMT", None),
        ("Mon, 23 Nov 99999999 14:02:30 GMT", None),
    ],
)
def test_retry_after(header, seconds):
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    ("status", "text", "busy"),
    [
        (429, "", True),
        (500, '{"message": "Another request is currently being processed"}', True),
        (200, '{"message": "Lead Currently Being Processed"}', True),
        (500, "<html>Internal Server Error</html>", False),
        (200, '{"message": "Lead updated"}', False),
    ],
)
def test_what_says_that_leadbyte_is_busy(status: int, text: str, busy: bool) -> None:
    assert says_busy(status, text) is busy
