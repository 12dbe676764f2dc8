"""Reads the JSON that LeadByte wraps around everything, tolerantly (leadbyte-api.md sections 2 and 6)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no"})
_FAILED = frozenset({"error", "fail", "failed", "failure"})
_DIGITS = re.compile(r"[0-9]{1,20}\Z")
_NOT_SHOWN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_TEXT_FIELDS = ("message", "error", "errors", "warning", "warnings", "reason", "info", "text")
_MOST_WORDS = 600
_MOST_TEXTS = 20
_DEEPEST = 6
_EXACT_FLOATS = 2**53


class UnreadableJson(ValueError):
    """The text is no JSON that Python can hold."""


class Verdict(Enum):
    """What the envelope says of the request as a whole."""

    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A reply's outer object.

    Attributes:
        readable: False where the body was no JSON object.
        verdict: what it says of the whole.
        message: its sentence; LeadByte's bare "OK" counts as no sentence.
        errors: its errors, as texts.
        warnings: its warnings, as texts.
        body: the whole object.
    """

    readable: bool = False
    verdict: Verdict = Verdict.UNCLEAR
    message: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """LeadByte's own words for the whole."""
        return joined([self.message, *self.errors])


def parse_json(text: str) -> Any:
    """The JSON in the text.

    Raises:
        UnreadableJson: there is none, or it is nested or long beyond what Python can hold.
    """
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as exc:
        raise UnreadableJson("no JSON") from exc


def read_envelope(text: str) -> Envelope:
    """The envelope of a reply; one that is not `readable` for anything but a JSON object. Never raises."""
    try:
        body = parse_json(text)
    except UnreadableJson:
        return Envelope()
    if not isinstance(body, dict):
        return Envelope()
    message = joined(texts(body.get("message")))
    return Envelope(
        readable=True,
        verdict=_verdict(body),
        message="" if message.casefold() == "ok" else message,
        errors=tuple(texts([body.get("errors"), body.get("error")])),
        warnings=tuple(texts(body.get("warnings"))),
        body=body,
    )


def flag(value: Any) -> bool | None:
    """A flag as LeadByte may write it: true, "true", 1, "1", "Yes"; None where it says neither yes nor no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, str)):
        text = value.strip().casefold() if isinstance(value, str) else str(value) if value in (0, 1) else ""
        return True if text in _TRUE else False if text in _FALSE else None
    return None


def id_text(value: Any) -> str:
    """An ID as text, whether it came as text or number; empty where it is no ID."""
    if isinstance(value, float) and abs(value) < _EXACT_FLOATS and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**20:
        return str(value)
    text = value.strip() if isinstance(value, str) else ""
    return text if _DIGITS.match(text) else ""


def objects(value: Any, key_field: str = "id") -> list[dict[str, Any]]:
    """The objects of a collection: a list, one bare object, or a map from ID to object; [] and {} are both empty."""
    if isinstance(value, list):
        return [entry for entry in value if isinstance(entry, dict)]
    if not isinstance(value, dict) or not value:
        return []
    if all(id_text(key) and isinstance(entry, dict) for key, entry in value.items()):
        return [{key_field: key, **entry} for key, entry in value.items()]
    return [value]


def texts(value: Any) -> list[str]:
    """The sentences in a text, a list or an object of them, each once, in order (section 6.4)."""
    # One text, or an empty list: that is nearly all of an answer, several times for each of its leads.
    if isinstance(value, str):
        shown = clean(value)
        return [shown] if shown else []
    if value is None or value in ([], {}):
        return []
    found: dict[str, None] = {}
    for text in _texts(value, 0):
        if shown := clean(text):
            found[shown] = None
        if len(found) == _MOST_TEXTS:
            break
    return list(found)


def joined(sentences: Iterable[str]) -> str:
    """Sentences as one, each once; what stands within another already is left out."""
    kept: list[str] = []
    given = list(sentences)
    if len(given) == 1:
        return clean(given[0])
    for sentence in given:
        if sentence and not any(sentence.casefold() in other.casefold() for other in kept):
            kept.append(sentence)
    return clean("; ".join(kept))


def clean(text: str) -> str:
    """Text on one line, without control characters, of bearable length, and such that every store can hold it."""
    if len(text) <= _MOST_WORDS and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nearly always, and at a tenth of the cost
    short = _NOT_SHOWN.sub(" ", text[: 4 * _MOST_WORDS]).strip().encode("utf-8", "replace").decode()
    return short if len(short) <= _MOST_WORDS else f"{short[: _MOST_WORDS - 1]}…"


def _verdict(body: dict[str, Any]) -> Verdict:
    status = body.get("status")
    word = status.strip().casefold() if isinstance(status, str) else ""
    success = flag(body.get("success"))
    if word == "success" and success is not False:
        return Verdict.SUCCESS
    if word == "warning":
        return Verdict.WARNING
    if (word in _FAILED and success is not True) or (status is None and success is False):
        return Verdict.ERROR
    return Verdict.UNCLEAR


def _texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth > _DEEPEST:
        return
    elif isinstance(value, list):
        for entry in value:
            # Most are plain texts or missing; there are some fifty of them in an answer about 25 leads.
            if isinstance(entry, str):
                yield entry
            elif entry:
                yield from _texts(entry, depth + 1)
    elif isinstance(value, dict):
        named = [value[name] for name in _TEXT_FIELDS if value.get(name)]
        if named:
            yield from _texts(named, depth + 1)
        else:
            for key, entry in value.items():
                for text in _texts(entry, depth + 1):
                    yield f"{key}: {text}"
