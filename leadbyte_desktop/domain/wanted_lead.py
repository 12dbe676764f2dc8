"""What a person typed to find a lead: a lead ID, a phone number or an e-mail address, in one box.

LeadByte finds a phone number only in the form in which it is stored, so a British one is asked for in each of the
three forms that people store: 07700900123, 447700900123, +447700900123.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.words import count_of

_CALLED_ID = re.compile(
    r"(?:#|(?:lead\s*)?id\b|lead\b)(?:\s*(?:id|no\.?|number)\b)?\s*[:#]?\s*([0-9]{1,20})", re.IGNORECASE
)
_LEAD_ID = re.compile(r"[0-9]{1,20}")
_EMAIL = re.compile(r"[^\s@<>\",;%*]+@[^\s@<>\",;%*]+")
_WRAPPED_EMAIL = re.compile(r"(?:mailto:)?<?([^<>]*)>?", re.IGNORECASE)
_WRAPPED_PHONE = re.compile(r"\A(?:tel:|phone:?|mobile:?|tel\.?)\s*", re.IGNORECASE)
# Marks that nobody sees and that come along with what is copied from a web page or a chat.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Spaces of every kind and width, hyphens and dashes, dots, slashes and brackets: how people part a number.
_PARTING = re.compile("[\\s./()\\[\\]\u2010-\u2015\u2212-]")
_OPTIONAL_ZERO = re.compile(r"[(\[]\s*0\s*[)\]]")
_NO_DIGIT = re.compile(r"[^0-9]")
_COMPACT = re.compile(r"\+?[0-9]+")
# Behind the 0 or 44: nine digits for some numbers of old towns and freephone, else ten.
_BRITISH = re.compile(r"[1-9][0-9]{8,9}")
_MOBILE_WITHOUT_ZERO = re.compile(r"7[0-9]{9}")
# The shortest and longest number abroad, its country code included.
_FOREIGN = re.compile(r"[1-9][0-9]{6,14}")

_NOTHING_TYPED = "Type a lead ID, a phone number or an e-mail address."
_NOT_ASKED = "LeadByte was not asked."
_NEITHER = (
    "This is neither a lead ID nor a whole phone number or e-mail address, so LeadByte was not asked. Type for example "
    "2932682, 07700 900123 or karen@example.com."
)
_HALF_AN_EMAIL = (
    "it looks like an e-mail address that is not whole. Check it: it reads like karen@example.com, without spaces."
)
_PARTED_ID = "there is something between its digits. Type a lead ID as digits only, for example 2932682."
_LONG_ID = "it has too many digits. Type a lead ID as LeadByte shows it beside the lead, for example 2932682."


class WantedKind(Enum):
    """What the words in the box are."""

    NOTHING = "nothing"
    LEAD_ID = "lead ID"
    PHONE = "phone number"
    EMAIL = "e-mail address"
    EITHER = "phone number or lead ID"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class WantedLead:
    """A lead that a person looks for.

    Attributes:
        kind: what was typed.
        lead: the lead of that ID; None where it can be no lead ID.
        phones: the forms of the phone number that LeadByte is asked for, likeliest first.
        emails: the forms of the e-mail address that LeadByte is asked for: as typed, and in small letters.
        shown: what was understood, as a person reads it: "07700 900123", "2932682".
        looks_like: where it is unclear, what it looks like and what to do, as the end of a sentence and whole ones
            behind it: "it looks like a phone number with too few digits (9 …"; empty where it looks like nothing. Words
            only: they make nothing another lead.
    """

    kind: WantedKind
    lead: LeadRef | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    shown: str = ""
    looks_like: str = field(default="", compare=False)

    @property
    def searchable(self) -> bool:
        """True where LeadByte's search by phone or e-mail is needed."""
        return bool(self.phones or self.emails)

    def may_be(self, phones: Collection[str], email: str) -> bool:
        """Whether a lead that shows these may be the one: False where it shows such things, and not what was typed.

        Args:
            phones: the phone numbers that the lead shows, in whatever form; none where it shows none.
            email: its e-mail address; empty where it shows none.
        """
        if self.phones:
            core = self.phones[0].lstrip("+0")
            shown = [_NO_DIGIT.sub("", phone) for phone in phones]
            return not any(shown) or any(core in digits for digits in shown)
        if self.emails and email.strip():
            return email.strip().casefold() == self.emails[0].casefold()
        return True

    @property
    def words(self) -> str:
        """What the app saw, as it stands in a sentence: "phone number 07700 900123"; empty for nothing."""
        return f"{self.kind.value} {self.shown}" if self.shown else ""

    @property
    def problem(self) -> str:
        """Why nothing can be looked for, in a whole sentence; empty where it can."""
        if self.looks_like:
            return f"{_NOT_ASKED} What you typed cannot be looked for: {self.looks_like}"
        return {WantedKind.NOTHING: _NOTHING_TYPED, WantedKind.UNCLEAR: _NEITHER}.get(self.kind, "")


def read_wanted(typed: str) -> WantedLead:
    """See what a person typed. Never raises; what cannot be looked for says so in `problem`.

    Digits alone are a phone number where they begin with 0 and are as long as one. Where they could be a lead ID as
    well (447700900123, or a mobile that lost its 0: 7700900123) they are *either*, and both are tried. Any other digits
    are a lead ID. "#2932682", "ID 2932682" and "lead 2932682" always are.
    """
    text = _UNSEEN.sub("", typed).strip()
    if not text:
        return WantedLead(WantedKind.NOTHING)
    if called := _CALLED_ID.fullmatch(text):
        return _lead_id(called[1])
    if "@" in text:
        return _email(text)
    phones = _phone_forms(text)
    if not _LEAD_ID.fullmatch(text):
        return _phone(phones) if phones else WantedLead(WantedKind.UNCLEAR, looks_like=_looks_like(text))
    if not phones:
        return _lead_id(text)
    if text.startswith("0"):
        return _phone(phones)
    return WantedLead(WantedKind.EITHER, LeadRef(text), phones, shown=text)


def phone_in_groups(number: str) -> str:
    """A phone number as people read it aloud: "07700 900123", "+44 7700 900123"; any other text stays as it is."""
    for start, shown in (("+44", "+44 "), ("44", "44 "), ("0", "0")):
        rest = number.removeprefix(start)
        if number.startswith(start) and _BRITISH.fullmatch(rest):
            return f"{shown}{_grouped(rest)}"
    return number


def _grouped(national: str) -> str:
    """London and the other 02 numbers are parted 2-4-4, the large towns 3-3-4, the rest after four."""
    if len(national) == 10 and national[0] == "2":
        return f"{national[:2]} {national[2:6]} {national[6:]}"
    if len(national) == 10 and (
        national[0] in "389" or national[:2] == "11" or (national[0], national[2]) == ("1", "1")
    ):
        return f"{national[:3]} {national[3:6]} {national[6:]}"
    return f"{national[:4]} {national[4:]}"


def _lead_id(digits: str) -> WantedLead:
    return WantedLead(WantedKind.LEAD_ID, LeadRef(digits), shown=digits)


def _phone(forms: tuple[str, ...]) -> WantedLead:
    return WantedLead(WantedKind.PHONE, phones=forms, shown=phone_in_groups(forms[0]))


def _email(text: str) -> WantedLead:
    wrapped = _WRAPPED_EMAIL.fullmatch(text)
    address = wrapped[1].strip() if wrapped else text
    if not _EMAIL.fullmatch(address):
        return WantedLead(WantedKind.UNCLEAR, looks_like=_HALF_AN_EMAIL)
    return WantedLead(WantedKind.EMAIL, emails=tuple(dict.fromkeys((address, address.lower()))), shown=address)


def _compact(text: str) -> str:
    """A number without what people part it with."""
    return _PARTING.sub("", _OPTIONAL_ZERO.sub("", _WRAPPED_PHONE.sub("", text, count=1)))


def _looks_like(text: str) -> str:
    """What a text looks like that is neither a lead ID nor a whole phone number; empty for nothing in particular."""
    number = _compact(text)
    if not _COMPACT.fullmatch(number):
        return ""
    if not number.startswith(("0", "+", "44")):
        return _LONG_ID if number == text else _PARTED_ID
    british = number.removeprefix("+").startswith(("44", "0")) and not number.startswith("00")
    if not british:
        return _odd_phone(len(number.removeprefix("+").removeprefix("00")), 7, 15, "with its country code a number")
    rest = number.removeprefix("+")
    national = rest if rest.startswith("0") else f"0{rest.removeprefix('44').removeprefix('0')}"
    return _odd_phone(len(national), 10, 11, "a British number")


def _odd_phone(digits: int, least: int, most: int, such: str) -> str:
    """What is wrong with a number of so many digits, and what to do."""
    has = f"({count_of(digits, 'digit', 'digits')}; {such} has {least} to {most})"
    check = "Check it, or type the lead’s ID."
    if digits < least:
        return f"it looks like a phone number with too few digits {has}. {check}"
    if digits > most:
        return f"it looks like a phone number with too many digits {has}. {check}"
    return f"it looks like a phone number, but no number begins like that. {check}"


def _phone_forms(text: str) -> tuple[str, ...]:
    """The forms in which a phone number may be stored; none where the text is no phone number."""
    number = _compact(text)
    if not _COMPACT.fullmatch(number):
        return ()
    if number.startswith("00"):
        number = f"+{number[2:]}"
    national = _national(number)
    if national:
        return f"0{national}", f"44{national}", f"+44{national}"
    abroad = number[1:]
    if number.startswith("+") and _FOREIGN.fullmatch(abroad) and not abroad.startswith("44"):
        return number, abroad, f"00{abroad}"
    return ()


def _national(number: str) -> str:
    """What stands behind the 0 or 44 of a British number; empty where it is none."""
    if number.startswith(("+44", "44")):
        rest = number.removeprefix("+").removeprefix("44")
        # "+44 0 7700 900123" is how many write it.
        rest = rest.removeprefix("0")
    elif number.startswith("0"):
        rest = number[1:]
    else:
        rest = number if _MOBILE_WITHOUT_ZERO.fullmatch(number) else ""
    return rest if _BRITISH.fullmatch(rest) else ""
