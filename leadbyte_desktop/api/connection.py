"""What kept a harmless read from working, in words: each problem with what to do about it (issue 2, section 5)."""

from __future__ import annotations

from urllib.parse import urlsplit

from leadbyte_desktop.api.envelope import Envelope, Verdict, clean, read_envelope
from leadbyte_desktop.api.failures import Fault
from leadbyte_desktop.api.key_words import misses_key, names_key_as_refused, says_no_key_came, speaks_of_permission
from leadbyte_desktop.api.wanted import DELIVERIES, Wanted
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.domain.errors import (
    CertificateNotTrusted,
    ConnectionProblem,
    KeyRefused,
    MayNotList,
    NoNetwork,
    NothingThere,
    NotShown,
    OddAnswer,
    ProxyWantsLogin,
    WrongAddress,
)
from leadbyte_desktop.domain.words import capitalised

NOTHING_CHANGED = "Nothing was changed in LeadByte."


def problem_of_fault(fault: Fault, host: str, *, others_resolve: bool) -> ConnectionProblem:
    """The problem behind a read that got no answer.

    Args:
        fault: what kept the answer away.
        host: what a sentence calls the account's host (`Account.in_words`).
        others_resolve: for a host that was not found: another name could be found at the same moment.
    """
    if fault is Fault.NO_SUCH_HOST and others_resolve:
        return WrongAddress(
            f"There is no LeadByte account at {host}. {NOTHING_CHANGED} Compare the address with the one you see when "
            f"you log in to LeadByte{_other_ending(host)}."
        )
    made: dict[Fault, ConnectionProblem] = {
        Fault.CERTIFICATE: CertificateNotTrusted(
            f"This PC does not trust the certificate of what answered at {host}, so the key was not sent. "
            f"{NOTHING_CHANGED} Ask your IT: where the network inspects secure connections, its certificate must be "
            "installed in the operating system. Check this PC’s date and time too."
        ),
        Fault.NOT_SECURE: WrongAddress(
            f"What answers at {host} makes no secure connection, so the key was not sent. {NOTHING_CHANGED} Compare "
            "the address with the one you see when you log in to LeadByte."
        ),
        Fault.PROXY_LOGIN: ProxyWantsLogin(
            f"Your network’s proxy wants a name and a password before it lets you out. {NOTHING_CHANGED} Ask your IT "
            f"to let this PC reach {host} without a login."
        ),
        Fault.PROXY: NoNetwork(
            f"Your network’s proxy did not connect this PC to {host}. {NOTHING_CHANGED} Check the address, then ask "
            "your IT whether the proxy allows it."
        ),
        Fault.BAD_ADDRESS: WrongAddress(
            f"The address {host} cannot be used. {NOTHING_CHANGED} Type it like acme.leadbyte.co.uk."
        ),
        Fault.TOO_LATE: NoNetwork(
            f"{_starting(host)} took the question but did not answer in time. {NOTHING_CHANGED} Try again in a few "
            "minutes."
        ),
        Fault.UNREADABLE: OddAnswer(
            f"The answer of {host} could not be read. {NOTHING_CHANGED} Try again; if it stays so, tell your IT."
        ),
        Fault.CUT: NoNetwork(
            f"The line to {host} was cut before its answer was complete. {NOTHING_CHANGED} Check the network and try "
            "again."
        ),
    }
    return made.get(fault) or NoNetwork(
        f"{_starting(host)} could not be reached. {NOTHING_CHANGED} Check that this PC is on the network, then try "
        "again."
    )


def problem_of_answer(
    status: int, text: str, location: str, host: str, wanted: Wanted = DELIVERIES
) -> ConnectionProblem | None:
    """The problem behind an answer to a read; None where the answer can be read on.

    Args:
        status: its HTTP status.
        text: its body, with the key masked.
        location: where a redirect points.
        host: what a sentence calls the account's host (`Account.in_words`).
        wanted: what was read.
    """
    envelope = read_envelope(text)
    if 200 <= status <= 299 and envelope.verdict is not Verdict.ERROR:
        return _unlike_leadbyte(host) if _is_page(text) else None
    if 300 <= status <= 399:
        return _redirected(location, host)
    if status == 407:
        return problem_of_fault(Fault.PROXY_LOGIN, host, others_resolve=True)
    if status == 429 or status >= 500:
        return OddAnswer(
            f"LeadByte is busy or has a fault of its own (answer {status}){_quoted(envelope.words)}. {NOTHING_CHANGED} "
            "Try again in a few minutes."
        )
    return _refusal(status, envelope, host, wanted)


def _refusal(status: int, envelope: Envelope, host: str, wanted: Wanted) -> ConnectionProblem:
    words = envelope.words
    if status == 404 and envelope.verdict is Verdict.UNCLEAR:
        return _nothing_there(host, wanted) if wanted.one else _unlike_leadbyte(host)
    if says_no_key_came(words):
        return MayNotList(
            f"LeadByte says that no key came with the question{_quoted(words)}. {NOTHING_CHANGED} The key was sent in "
            "every way in which LeadByte is known to take it for this. Show this to your IT: a proxy or filter may "
            "take the key (X_KEY) off what this PC sends."
        )
    if misses_key(words) or (speaks_of_permission(words) and not names_key_as_refused(words)):
        return _may_not(words, wanted)
    if status == 401 or names_key_as_refused(words) or (status == 403 and "key" in words.casefold()):
        return KeyRefused(
            f"LeadByte refused this key{_quoted(words)}. {NOTHING_CHANGED} Copy the key again from LeadByte (Admin, "
            "Tech Hub, REST API), check that it is Active there, and that it may be used from this network."
        )
    if not envelope.readable:
        return OddAnswer(
            f"Something at {host} refused access (answer {status}), and it does not speak like LeadByte. "
            f"{NOTHING_CHANGED} Ask your IT whether the network filters it, and see in LeadByte whether the key is "
            "tied to certain addresses."
        )
    if wanted.any_refusal or status == 403:
        return _may_not(words, wanted)
    return NotShown(f"LeadByte answered, but did not show {wanted.what}{_quoted(words)}. {NOTHING_CHANGED}")


def _nothing_there(host: str, wanted: Wanted) -> NothingThere:
    """No envelope came with it, so it may be that there is no such thing, or no such way to read it."""
    return NothingThere(
        f"{_starting(host)} has nothing to show for {wanted.what}. {NOTHING_CHANGED} Either it is not there, or "
        "LeadByte shows no such things one by one. Compare the number with LeadByte."
    )


def _may_not(words: str, wanted: Wanted) -> MayNotList:
    return MayNotList(
        f"LeadByte answered; this key may not {wanted.act}{_quoted(words)}. {NOTHING_CHANGED} {wanted.instead(words)}"
    )


def _redirected(location: str, host: str) -> ConnectionProblem:
    try:
        other = urlsplit(location).hostname or ""
    except ValueError:
        other = ""
    where = f" to {clean(other)}" if other and other != host else " elsewhere"
    return WrongAddress(
        f"{_starting(host)} sends visitors on{where}. The key was not sent there. {NOTHING_CHANGED} Check the address: "
        f"it should be the one you see after logging in to LeadByte{_other_ending(host)}."
    )


def _unlike_leadbyte(host: str) -> ConnectionProblem:
    return WrongAddress(
        f"What answers at {host} is not LeadByte’s API. {NOTHING_CHANGED} Check the address{_other_ending(host)}. On "
        "guest Wi-Fi, open a browser and log in to the network first."
    )


def _starting(host: str) -> str:
    """As it begins a sentence: a host's own name keeps its small letters."""
    return capitalised(host) if host == PRACTICE_ACCOUNT.in_words else host


def _other_ending(host: str) -> str:
    """The account may be at home under LeadByte's other name (leadbyte-api.md section 6.1)."""
    for ending, other in ((".leadbyte.co.uk", ".leadbyte.com"), (".leadbyte.com", ".leadbyte.co.uk")):
        if host.endswith(ending):
            return f", or try {host.removesuffix(ending)}{other}"
    return ""


def _is_page(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def _quoted(words: str) -> str:
    return f": “{words}”" if words else ""
