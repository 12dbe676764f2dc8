"""Where the key of a request stands, and when the same is asked once more with the key in another place.

The header is documented for most of what changes leads; for reads it is not (leadbyte-api.md section 1, "Header on
GET": unknown), but `?key=` is. A proxy may also drop the header, as its name holds an underscore. So where the answer
reads as if no key had come, it is asked once more, of the same host, with the key in the other place that is known.
"""

from __future__ import annotations

from dataclasses import replace

from leadbyte_desktop.api.envelope import Envelope, UnreadableJson, Verdict, parse_json, read_envelope
from leadbyte_desktop.api.key_words import (
    may_not_have_met_key,
    misses_key,
    names_key_as_refused,
    says_no_key_came,
    says_only_that_no_key_came,
    speaks_of_permission,
    speaks_only_of_authorisation,
)
from leadbyte_desktop.api.requests import ApiRequest, KeyPlace
from leadbyte_desktop.domain.account import KeyHeard

_NOT_LEADBYTES = frozenset({407, 429})
_PLAIN_NO = frozenset({"status", "code", "message"})
_NOTHING: tuple[object, ...] = (None, "", [], {})
_LONGEST_NO = 64 * 1024
"""Characters; what is longer is a list, and is not read a second time for a refusal that cannot be in it."""


def placed(request: ApiRequest, heard: KeyHeard) -> ApiRequest:
    """The request with its key where LeadByte hears it. What has a documented place of its own keeps that."""
    if request.key_place is not KeyPlace.HEADER:
        return request
    if request.method == "GET":
        return replace(request, key_place=KeyPlace.QUERY) if heard.reads_in_address else request
    return replace(request, key_place=KeyPlace.BODY) if heard.writes_in_body else request


def otherwise(request: ApiRequest, sent: ApiRequest) -> ApiRequest | None:
    """The same request with its key in the other place that is known for it; None where there is none.

    Args:
        request: as it was built.
        sent: as it was sent, from `placed`.
    """
    if request.key_place is not KeyPlace.HEADER:
        return None
    if sent.key_place is not KeyPlace.HEADER:
        return request
    return replace(request, key_place=KeyPlace.QUERY if request.method == "GET" else KeyPlace.BODY)


def learned(heard: KeyHeard, sent: ApiRequest) -> KeyHeard:
    """What is known once this request was heard where its key stood."""
    if sent.method == "GET":
        return replace(heard, reads_in_address=sent.key_place is KeyPlace.QUERY)
    return replace(heard, writes_in_body=sent.key_place is KeyPlace.BODY)


def read_was_not_heard(status: int, text: str) -> bool:
    """Whether the answer to a read reads as if no key had come with it; then it may be asked again, as it is harmless.

    A plain "no permission" does not, nor does a key that is inactive, nor what does not speak like LeadByte.
    """
    if len(text) > _LONGEST_NO:
        return False
    envelope = read_envelope(text)
    words = envelope.words
    if text.strip() and not envelope.readable:
        return False
    if status == 401:
        return (
            not words
            or may_not_have_met_key(words)
            or speaks_only_of_authorisation(words)
            or not (speaks_of_permission(words) or names_key_as_refused(words) or misses_key(words))
        )
    return _is_no(status, envelope) and may_not_have_met_key(words)


def write_had_no_key(status: int, text: str) -> bool:
    """Whether LeadByte says of a write, in so many words, that no key came with it. Guesses are for reads."""
    envelope = read_envelope(text)
    return envelope.readable and _is_no(status, envelope) and says_no_key_came(envelope.words)


def write_came_to_nothing(status: int, text: str) -> bool:
    """Whether LeadByte's answer to a write says that no key came, and holds nothing besides.

    What must not happen twice is asked again only after that: whatever else stands in the answer may be the trace of a
    delivery or an action that was taken.
    """
    if not write_had_no_key(status, text):
        return False
    envelope = read_envelope(text)
    beside = [name for name, value in envelope.body.items() if name not in _PLAIN_NO and value not in _NOTHING]
    return not beside and says_only_that_no_key_came(envelope.words)


def key_was_heard(status: int, text: str) -> bool:
    """Whether an answer proves that LeadByte met the key: it gives what was asked, or refuses it for another reason."""
    envelope = read_envelope(text)
    if not envelope.readable:
        return 200 <= status <= 299 and _is_json(text)
    if status >= 500 or 300 <= status <= 399 or status in _NOT_LEADBYTES:
        return False
    words = envelope.words
    if not _is_no(status, envelope):
        return True
    if misses_key(words) or names_key_as_refused(words):
        return False
    if status == 401:
        return speaks_of_permission(words) and not speaks_only_of_authorisation(words)
    return envelope.verdict is Verdict.ERROR


def tells_of_key(first: str, second: str) -> bool:
    """Whether the second of two refusals is about the key itself, while the first only says that none came."""
    return misses_key(read_envelope(first).words) and not misses_key(read_envelope(second).words)


def _is_no(status: int, envelope: Envelope) -> bool:
    """Whether it is LeadByte's no. What lacks an envelope is one only where it speaks of a key."""
    if 400 <= status <= 499 and status not in _NOT_LEADBYTES:
        return True
    if not 200 <= status <= 299:
        return False
    unclear = envelope.verdict is Verdict.UNCLEAR and "id" not in envelope.body
    return envelope.verdict is Verdict.ERROR or (unclear and may_not_have_met_key(envelope.words))


def _is_json(text: str) -> bool:
    try:
        parse_json(text)
    except UnreadableJson:
        return False
    return True
