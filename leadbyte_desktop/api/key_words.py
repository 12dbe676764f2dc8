"""What LeadByte's sentences say of the key: a guess from wording, as no refusal was ever captured (section 4)."""

from __future__ import annotations

import re

_MISSING = re.compile(
    r"\b(missing|no|without)\b[^.;]{0,20}\bkey\b"
    r"|\bkey\b[^.;]{0,30}\b(missing|required|not (supplied|given|provided|found in))\b",
    re.IGNORECASE,
)
# The key of a field or of a part of the request, not the key of the account: "Missing key: update", "foreign key".
_OTHER_KEY = re.compile(
    r"\b(?:foreign|primary|unique|updates?|arrays?|json|object|field|lead|delivery)[\"'“”‘’`]?\s+keys?\b"
    r"|\bkeys?\b[\s:=]*[\"'“‘`]\s*(?!x[_-]?key\b|api|key\b)\w[\w-]*\s*[\"'”’`]"
    r"|\bkeys?\s*[:=]\s*(?!x[_-]?key\b|api|key\b|missing\b|required\b|none\b|empty\b)[a-z_]\w*(?=\s*(?:[.,;)]|\Z))"
    r"|\bkeys?\s+updates?\b",
    re.IGNORECASE,
)
_ONLY_OF_THE_KEY = re.compile(
    r"(?:\W|\b(?:an?|access|account|and|api|as|authentication|authori[sz]ation|be|body|came|error|found|from|given|has"
    r"|header|in|included?|is|its?|key|leadbyte|mandatory|must|missing|no|not|or|please|present|provided?|received"
    r"|request|required|rest|sen[dt]|specif(?:y|ied)|suppl(?:y|ied)|the|there|this|to|use|was|were|with|without|x"
    r"|x_key|your?)\b)*",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(invalid|inactive|unknown|wrong|incorrect|expired|revoked|disabled)\b[^.;]{0,20}\bkey\b"
    r"|\bkey\b[^.;]{0,40}\b(invalid|inactive|unknown|wrong|incorrect|expired|revoked|disabled|refused"
    r"|not (valid|active|recognised|recognized|known|accepted|found))\b"
    r"|\bauthentication failed\b|\bnot authenticated\b",
    re.IGNORECASE,
)
_NOT_MET = re.compile(
    r"\b(invalid|unknown|wrong|incorrect)\b[^.;]{0,20}\bkey\b"
    r"|\bkey\b[^.;]{0,40}\b(invalid|unknown|wrong|incorrect|not (valid|recognised|recognized|known|accepted|found))\b"
    r"|\bauthentication failed\b|\bnot authenticated\b",
    re.IGNORECASE,
)
_UNAUTHORISED = re.compile(r"\bunauthori[sz]ed\b|\bnot authori[sz]ed\b", re.IGNORECASE)
_PERMISSION = re.compile(
    r"permission|\bnot (allowed|permitted|authori[sz]ed)\b|\bunauthori[sz]ed\b|\bforbidden\b|\baccess denied\b"
    r"|\bip\b.{0,40}\bnot\b",
    re.IGNORECASE,
)


def names_key_as_refused(words: str) -> bool:
    """The words say that this key is wrong, inactive or unknown."""
    return bool(_REFUSED.search(words)) and not misses_key(words)


def misses_key(words: str) -> bool:
    """The words say that no key arrived where LeadByte looked for it; that of a field is another matter."""
    return bool(_MISSING.search(_OTHER_KEY.sub("…", words)))


def says_no_key_came(words: str) -> bool:
    """The words say that no key arrived, and speak of no permission: "no permission for this key" is about a key."""
    return misses_key(words) and not speaks_of_permission(words)


def says_only_that_no_key_came(words: str) -> bool:
    """The words say that no key arrived, and not a word beyond that: nothing of a lead, a delivery or anything done."""
    return says_no_key_came(words) and bool(_ONLY_OF_THE_KEY.fullmatch(words))


def may_not_have_met_key(words: str) -> bool:
    """The words fit a LeadByte that has not met this key at all: it names none, or takes what came for no key of its.

    A key that is inactive, expired or without a permission was met.
    """
    return says_no_key_came(words) or bool(_NOT_MET.search(words) and not misses_key(words))


def speaks_only_of_authorisation(words: str) -> bool:
    """The words say "unauthorised" and name no permission: with answer 401 that means as much as "no key came"."""
    rest = _UNAUTHORISED.sub("", words)
    return bool(_UNAUTHORISED.search(words)) and not speaks_of_permission(rest)


def speaks_of_permission(words: str) -> bool:
    """The words say that the key, or this PC's address, may not do this."""
    return bool(_PERMISSION.search(words))


def speaks_of_refused_key(words: str) -> bool:
    """The words say that further requests with this key will be refused too."""
    return bool(_REFUSED.search(words) or misses_key(words) or _PERMISSION.search(words))
