"""What a failure means for the leads of a request: not sent, not known or refused; and what may go again.

The table is pitfalls.md item 24, measured on httpx 0.28.1. Whatever is not proven unsent is *not known*, as LeadByte
may have done the work before the line broke.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

from leadbyte_desktop.domain.job import ItemState, Update

MOST_ATTEMPTS = 3
RETRY_WITHIN = timedelta(minutes=10)
LONGEST_RETRY_AFTER = 300.0

_REFUSED = frozenset({400, 401, 403, 404, 405, 413, 422})
_TOO_MANY_REQUESTS = 429
_IN_PROCESS = "currently being processed"
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?\Z")
MAYBE = "It may or may not have done this."


class Fault(Enum):
    """What kept an answer away: what it proves about the request, and the words for it."""

    NO_SUCH_HOST = (ItemState.NOT_SENT, "LeadByte’s address could not be found. Nothing was sent.")
    UNREACHABLE = (ItemState.NOT_SENT, "LeadByte could not be reached. Nothing was sent.")
    CERTIFICATE = (
        ItemState.NOT_SENT,
        "This PC does not trust the certificate of what answered at LeadByte’s address. Nothing was sent.",
    )
    NOT_SECURE = (ItemState.NOT_SENT, "No secure connection to LeadByte could be made. Nothing was sent.")
    PROXY_LOGIN = (ItemState.NOT_SENT, "Your network’s proxy wants a name and a password. Nothing was sent.")
    PROXY = (ItemState.NOT_SENT, "Your network’s proxy did not let the request through to LeadByte. Nothing was sent.")
    BAD_ADDRESS = (ItemState.NOT_SENT, "The account’s address cannot be used. Nothing was sent.")
    TOO_LATE = (ItemState.NOT_KNOWN, f"LeadByte did not answer in time. {MAYBE}")
    STUCK = (ItemState.NOT_KNOWN, f"LeadByte did not take the whole request in time. {MAYBE}")
    CUT = (ItemState.NOT_KNOWN, f"The line was cut before LeadByte’s answer was complete. {MAYBE}")
    UNREADABLE = (ItemState.NOT_KNOWN, f"LeadByte’s answer could not be read. {MAYBE}")
    UNEXPECTED = (ItemState.NOT_KNOWN, f"Sending was interrupted in an unexpected way. {MAYBE}")

    @property
    def state(self) -> ItemState:
        """What becomes of the request's items."""
        return self.value[0]

    @property
    def words(self) -> str:
        """For the person: what happened, and whether anything was changed."""
        return self.value[1]


def fault_of(exc: BaseException) -> Fault:
    """Tell from an exception of httpx, or any other, what went wrong."""
    import httpx

    table: tuple[tuple[type[BaseException], Fault], ...] = (
        (httpx.ConnectTimeout, Fault.UNREACHABLE),
        (httpx.PoolTimeout, Fault.UNREACHABLE),
        (httpx.UnsupportedProtocol, Fault.BAD_ADDRESS),
        (httpx.InvalidURL, Fault.BAD_ADDRESS),
        (httpx.ReadTimeout, Fault.TOO_LATE),
        (TimeoutError, Fault.TOO_LATE),
        (httpx.WriteTimeout, Fault.STUCK),
        (httpx.DecodingError, Fault.UNREADABLE),
        (httpx.NetworkError, Fault.CUT),
        (httpx.RemoteProtocolError, Fault.CUT),
    )
    if isinstance(exc, httpx.ConnectError):
        return _connect_fault(exc)
    if isinstance(exc, httpx.ProxyError):
        # A proxy is used for https only, so it can fail only before the tunnel stands.
        return Fault.PROXY_LOGIN if "407" in str(exc) else Fault.PROXY
    return next((fault for kind, fault in table if isinstance(exc, kind)), Fault.UNEXPECTED)


def state_of_status(status: int) -> ItemState | None:
    """What an HTTP status alone says about a request's items; None for a 2xx, where the body decides."""
    if 200 <= status <= 299:
        return None
    if status == _TOO_MANY_REQUESTS:
        return ItemState.NOT_SENT
    return ItemState.REFUSED if status in _REFUSED else ItemState.NOT_KNOWN


def may_go_again(update: Update, state: ItemState, attempts_in_run: int, first_attempt_age: timedelta) -> bool:
    """Whether an item goes again by itself (rule 3 of the design). The caller sees that no later row touched its lead.

    Args:
        update: what the item does.
        state: what became of its last attempt.
        attempts_in_run: how many requests of this run have carried it.
        first_attempt_age: how long ago the first of them left.
    """
    if attempts_in_run >= MOST_ATTEMPTS or first_attempt_age > RETRY_WITHIN:
        return False
    return state is ItemState.NOT_SENT or (state is ItemState.NOT_KNOWN and update.harmless_to_repeat)


def should_shrink(status: int | None, exc: BaseException | None) -> bool:
    """Whether a smaller request may fare better (leadbyte-api.md section 6.6): after 413, a 5xx or a timeout."""
    if exc is not None:
        return fault_of(exc) in (Fault.TOO_LATE, Fault.STUCK)
    return status is not None and (status == 413 or 500 <= status <= 599)


def says_busy(status: int, text: str) -> bool:
    """Whether LeadByte says that it has too much to do at once (leadbyte-api.md sections 4 and 6.8)."""
    return status == _TOO_MANY_REQUESTS or _IN_PROCESS in text.casefold()


def retry_after(header: str | None, now: datetime) -> float | None:
    """How many seconds LeadByte asks to be left alone, from a Retry-After header.

    Args:
        header: seconds or an HTTP date.
        now: the time, with its zone.

    Returns:
        seconds from 0 to `LONGEST_RETRY_AFTER`; None where there is no header, or nonsense in it.
    """
    text = (header or "").strip()
    if _SECONDS.match(text):
        return min(float(text), LONGEST_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(text)
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)


def _connect_fault(exc: BaseException) -> Fault:
    causes = list(_causes(exc))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Fault.CERTIFICATE
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Fault.NOT_SECURE
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Fault.NO_SUCH_HOST
    return Fault.UNREACHABLE


def _causes(exc: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while exc is not None and id(exc) not in seen:
        seen.add(id(exc))
        yield exc
        exc = exc.__cause__ or exc.__context__
