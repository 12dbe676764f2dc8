"""Whether LeadByte refuses a delivery because no `update` came with it: a guess from wording.

No such refusal was ever captured (leadbyte-api.md section 4), so many ways to say it are known. A wrong guess sells
nothing twice: what was refused was not done, and where there is another reason LeadByte refuses the second way as well.
"""

from __future__ import annotations

import re

from leadbyte_desktop.api.key_words import speaks_of_refused_key

_BETWEEN = (
    r"(?:[\s:\"'“”‘’`(\[]|\b(?:the|an?|any|or|to|in|required|mandatory|empty|missing|parameters?|fields?|values?|data"
    r"|elements?|arrays?|objects?|propert(?:y|ies)|keys?|lead)\b)*"
)
_UPDATE = r"\bupdates?\b(?![\s\"'“”]*(?:permissions?|rights?|access|key|allowed|permitted|possible))"
_MISSING = re.compile(
    rf"\b(?:no|missing|empty|blank|without|requires?|needs?|expects?|expected|provide|supply|specify){_BETWEEN}{_UPDATE}"
    r"|\bnothing\b[\s\w]{0,12}\bto\s+(?:update|change)\b"
    rf"|{_UPDATE}[\s:\"'“”‘’`]*(?:(?:array|object|field|parameter|data|values?|element|key|property|must|should|is|are"
    r"|was|were|has|have|can(?:no|['’])t|not|be|been)\b[\s\"'“”‘’`]*)*"
    r"(?:missing|required|empty|blank|needed|mandatory|null|given|supplied|provided|specified)\b",
    re.IGNORECASE,
)
_OF_ANOTHER_KIND = re.compile(r"\bnot allowed\b|\bpermi(?:t|ssion)|\bsold\b|\bcannot be updated\b", re.IGNORECASE)


def asks_for_update(words: str) -> bool:
    """Whether LeadByte's words speak of an update that is missing or empty.

    Args:
        words: its sentences, as `envelope.joined` parts them.
    """
    return any(
        _MISSING.search(sentence) and not _OF_ANOTHER_KIND.search(sentence) and not speaks_of_refused_key(sentence)
        for sentence in words.split(";")
    )
