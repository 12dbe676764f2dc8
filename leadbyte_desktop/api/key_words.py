"""What LeadByte's sentences say of the key: a guess from wording, as no refusal was ever captured (section 4)."""

from __future__ import annotations

import re

_MISSING = re.compile(
    r"\b(missing|no|without)\b[^.;]{0,20}\bkey\b"
    r"|\bkey\b[^.;]{0,30}\b(missing|required|not (supplied|given|provided|found in))\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(invalid|inactive|unknown|wrong|incorrect|expired|revoked|disabled)\b[^.;]{0,20}\bkey\b"
    r"|\bkey\b[^.;]{0,40}\b(invalid|inactive|unknown|wrong|incorrect|expired|revoked|disabled|refused"
    r"|not (valid|active|recognised|recognized|known|accepted|found))\b"
    r"|\bauthentication failed\b|\bnot authenticated\b",
    re.IGNORECASE,
)
_PERMISSION = re.compile(
    r"permission|\bnot (allowed|permitted|authori[sz]ed)\b|\bunauthori[sz]ed\b|\bforbidden\b|\baccess denied\b"
    r"|\bip\b.{0,40}\bnot\b",
    re.IGNORECASE,
)


def names_key_as_refused(words: str) -> bool:
    """The words say that this key is wrong, inactive or unknown."""
    return bool(_REFUSED.search(words)) and not _MISSING.search(words)


def misses_key(words: str) -> bool:
    """The words say that no key arrived where LeadByte looked for it."""
    return bool(_MISSING.search(words))


def speaks_of_permission(words: str) -> bool:
    """The words say that the key, or this PC's address, may not do this."""
    return bool(_PERMISSION.search(words))


def speaks_of_refused_key(words: str) -> bool:
    """The words say that further requests with this key will be refused too."""
    return bool(_REFUSED.search(words) or _MISSING.search(words) or _PERMISSION.search(words))
