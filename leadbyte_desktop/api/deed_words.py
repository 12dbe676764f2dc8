"""What LeadByte's sentences say of deliveries and actions: a guess from wording, on the careful side.

No reply to a trigger is documented (leadbyte-api.md section 3). To take a deed for none sells a lead twice; to take
none for a deed costs a person a look. So a word such as "triggered" tells of a deed unless what stands right before it
takes it back, and a denial is plain only where nothing beside it tells of one.
"""

from __future__ import annotations

import re

_WEAK = "(?:posted|passed|transferred|submitted|executed|completed|fired|initiated)"
_DEED = re.compile(
    r"\b(?:(?:en|re-?)?queued|(?:re-?)?triggered|(?:re-?)?sent|(?:re-?)?delivered|pushed|accepted|success\w*"
    r"|(?<!being )processed|reprocessed|released|dispatched|forwarded"
    # Words with other uses: "the submitted postcode is invalid".
    rf"|(?:{_WEAK} (?:on )?|sold )to (?!(?:the )?(?:api|leadbyte)\b)"
    rf"|(?<=\bdelivery ){_WEAK}|(?<=\btrigger ){_WEAK}|(?<=\bwas ){_WEAK}|(?<=\bbeen ){_WEAK})(?:\b|(?<= ))",
    re.IGNORECASE,
)
_REJECTED = re.compile(r"\brejected\b", re.IGNORECASE)
# "was not yet triggered", "no delivery was sent", "nothing was queued", "before it can be released".
_TAKEN_BACK = re.compile(
    r"(?:(?:\b(?:not|cannot|can|must|never|nothing|none|no|unable|neither|nor|failed to|before|unless|until)|n['’]t)\b"
    r"(?:\s+(?:not|been|be|being|yet|currently|only|able|to|was|were|is|are|has|have|it|the|an?|any|this|or|(?:deliver"
    r"(?:y|ies)|leads?)(?: [0-9]+)?|(?:re)?processed|released|triggered|queued|sent)\b)*"
    r"|\bno updates?(?:\s+(?:was|were|has been|have been))?)\s*\Z",
    re.IGNORECASE,
)
# What came from here, rather than what LeadByte did: "the data sent is not valid".
_FROM_HERE = re.compile(
    r"\b(?:you|data|values?|fields?|parameters?|key|json|body)(?:\s+(?:was|were|is|are|has|have|been))*\s*\Z",
    re.IGNORECASE,
)
_QUEUED = re.compile(
    r"\bqueued\b|\b(?:in|to|into|on) (?:the |a )?queue\b|\bin the background\b|\bscheduled (?:for|to)\b", re.IGNORECASE
)
_EARLIER = re.compile(r"\balready\b(?! (?:in)?active\b)|\bduplicate|\bearlier\b|\bprevious", re.IGNORECASE)
_UNDER_WAY = re.compile(
    r"\bpending\b|\bin progress\b|\bunder ?way\b|\bscheduled\b|\bstarted\b|\brunning\b"
    r"|\bbeing (?:processed|sent|delivered|triggered|released)\b",
    re.IGNORECASE,
)
_WORK_STATUS = re.compile(
    r"\W*(?:pending|processing|in progress|under ?way|scheduled|started|running|working)\W*", re.IGNORECASE
)
_YES = re.compile(r"\b(?:ok|okay|yes|done|complete|completed|executed|fired|ran|started)\b", re.IGNORECASE)
_DENIAL = re.compile(
    r"\bnot (been |be |yet |currently )?(triggered|sent|queued|processed|reprocessed|released|rejected|set|found|active"
    r"|valid|allowed|permitted|manual|enabled|exist)|\binactive\b|\bno such\b|\bunknown\b|\binvalid\b|\bdisabled\b"
    r"|\bno permission\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\bnot\b|n['’]t\b|\bcannot\b|\bnever\b|\bunable\b|\bfail|\berror|\btim(ed?|ing)[ -]?out|\bdenied\b|\brefused\b"
    r"|\bskipped\b|\bpending\b",
    re.IGNORECASE,
)
# A buyer who answers, even with a no, has the lead.
_OF_A_BUYERS_ANSWER = re.compile(
    r"\brespon[sd]|\backnowledg|\bcallback\b|\bbuyers? (?:says?|said|answer|reject|refus|declin|repl|return)"
    r"|\b(?:rejected|refused|declined|returned|by) (?:by )?(?:the )?buyer",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:updated|changed|saved|applied|amended|stored)\b", re.IGNORECASE)
_UNCHANGED = re.compile(r"\bunchanged\b|\bno changes?\b|\bnothing (?:to (?:update|change))\b", re.IGNORECASE)
_NOT_CHANGED = re.compile(
    r"(?:\b(?:not|never|nothing|none|no|cannot|unable)\b|n['’]t\b)"
    r"(?:\s+(?:been|be|being|yet|to|was|were|is|has|have|leads?|fields?|values?|updates?)\b)*\s*\Z",
    re.IGNORECASE,
)


def tells_of_deed(sentence: str, *, rejection: bool = False) -> bool:
    """Whether a sentence says of something that it was done, or taken in order to be done.

    Args:
        sentence: LeadByte's.
        rejection: a rejection was asked for, so that "rejected" is a deed too.
    """
    found = [*_DEED.finditer(sentence), *(_REJECTED.finditer(sentence) if rejection else ())]
    return any(
        not _TAKEN_BACK.search(before := sentence[: deed.start()])
        and not (deed[0].casefold() == "sent" and _FROM_HERE.search(before))
        for deed in found
    )


def tells_of_queue(sentence: str) -> bool:
    """Whether a sentence says that LeadByte will do something later."""
    return _holds(_QUEUED, sentence)


def tells_of_earlier(sentence: str) -> bool:
    """Whether a sentence says that it was done before: "already triggered", "duplicate"."""
    return bool(_EARLIER.search(sentence))


def tells_of_work(sentence: str, *, alone: bool = False) -> bool:
    """Whether a sentence says that it is being done: "in progress".

    Args:
        sentence: LeadByte's.
        alone: whether it must say nothing but that, as a status does: "Pending".
    """
    if alone:
        return bool(_WORK_STATUS.fullmatch(sentence))
    return _holds(_UNDER_WAY, sentence)


def tells_of_yes(sentence: str) -> bool:
    """Whether a sentence says yes to what it is about: "delivery 1053: OK"."""
    return _holds(_YES, sentence)


def says_unchanged(sentence: str) -> bool:
    """Whether a sentence says that values were not changed, and of none that it was."""
    changed = [not _NOT_CHANGED.search(sentence[: word.start()]) for word in _CHANGED.finditer(sentence)]
    return not any(changed) and (bool(changed) or bool(_UNCHANGED.search(sentence)))


def has_denial(sentence: str) -> bool:
    """Whether a sentence holds a plain denial, whatever else it says."""
    return bool(_DENIAL.search(sentence))


def denies(sentence: str) -> bool:
    """Whether a sentence says plainly, or hints, that something did not happen."""
    return bool(_DENIAL.search(sentence) or _DOUBT.search(sentence))


def denies_plainly(sentence: str, *, rejection: bool = False) -> bool:
    """Whether a sentence says that it did not happen, and nothing in it tells of a deed or of a buyer's answer."""
    return bool(_DENIAL.search(sentence)) and not leaves_open(sentence, rejection=rejection)


def leaves_open(sentence: str, *, rejection: bool = False) -> bool:
    """Whether a sentence, though it denies, may be about a lead that has gone."""
    return (
        tells_of_deed(sentence, rejection=rejection)
        or tells_of_earlier(sentence)
        or bool(_OF_A_BUYERS_ANSWER.search(sentence))
    )


def _holds(words: re.Pattern[str], sentence: str) -> bool:
    """Whether one of the words stands there without being taken back right before."""
    return any(not _TAKEN_BACK.search(sentence[: found.start()]) for found in words.finditer(sentence))
