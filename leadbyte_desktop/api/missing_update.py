"""Whether LeadByte refuses a delivery because no `update` came with it: a guess from wording.

No such refusal was ever captured (leadbyte-api.md section 4), so many ways to say it are known. A sentence must say
that and nothing else: "no update needed, the lead was delivered" also speaks of an update that is not there.
"""

from __future__ import annotations

import re

from leadbyte_desktop.api.key_words import speaks_of_refused_key

_NOUNS = (
    r"(?: (?:fields?|parameters?|params?|values?|data|elements?|arrays?|objects?|propert(?:y|ies)|keys?|attributes?"
    r"|sections?|blocks?))"
)
_BEFORE = (
    rf"(?:(?:{_NOUNS}| (?:the|an?|any|or|to|in|for|required|mandatory|empty|missing|valid|json|called|named|lead)))*"
)
_ARE = r"(?: (?:is|was|are|were|has|have|been))*"
_MUST = r"(?: (?:must|should|may|can|could|has to|have to|needs to))"
_GIVEN = r"(?:given|supplied|provided|specified|found|set|present|included|received)"
_EMPTY = r"(?:empty|blank|null)"
_UPDATE = rf"updates?{_NOUNS}*"
_ASKS = re.compile(
    r" (?:(?:no|missing|empty|blank|without|requires?|needs?|expects?|expected|provide|supply|specify)"
    rf"{_BEFORE} {_UPDATE}(?:{_ARE} {_GIVEN})?"
    r"|nothing(?: \w+){0,2}? to (?:update|change)"
    rf"|{_UPDATE}{_ARE} (?:missing|required|mandatory|needed|expected|{_EMPTY})"
    rf"|{_UPDATE}{_ARE}{_MUST}?(?: not|not| t){_ARE}(?: be)? (?:{_GIVEN}|{_EMPTY})"
    rf"|{_UPDATE} cannot be {_EMPTY}"
    rf"|{_UPDATE}{_MUST} be {_GIVEN})(?= |$)"
)
# What may stand around it and adds nothing.
_AROUND = re.compile(
    r"(?: (?:please|there|error|validation|failed|bad|request|invalid|you|must|have|has|is|was|to|the|an?|this|that"
    r"|its?|for|in|of|with|at|least|one|when|items?|leads?|deliver(?:y|ies)|trigger(?:ing)?|id|body|put|api"
    rf"|[0-9]+)\b|{_NOUNS}\b| …)*"
)
_NO_WORD = re.compile(r"[\W_]+")
_PARTS = re.compile(r";|[.!?](?=\s|$)")


def asks_for_update(words: str) -> bool:
    """Whether LeadByte's words speak of an update that is missing or empty.

    Args:
        words: its sentences, as `envelope.joined` parts them.
    """
    return any(map(_asks, parts_of(words)))


def parts_of(words: str) -> list[str]:
    """The sentences of LeadByte's words, each by itself."""
    return [part.strip() for part in _PARTS.split(words) if part.strip()]


def _asks(sentence: str) -> bool:
    plain = f" {_NO_WORD.sub(' ', sentence.casefold()).strip()}"
    rest, times = _ASKS.subn(" …", plain)
    return bool(times) and bool(_AROUND.fullmatch(rest)) and not speaks_of_refused_key(sentence)
