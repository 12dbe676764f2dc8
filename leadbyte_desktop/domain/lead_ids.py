"""Many lead IDs in one text: which pieces name leads, which are phone numbers, and which look like a slip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.domain.wanted_lead import WantedKind, read_wanted
from leadbyte_desktop.domain.words import listed

# A British number keeps together where it is parted by spaces: 07700 900123, +44 7700 900123.
_PIECE = re.compile(r"(?:0[1-9][0-9](?:[ \u00a0]?[0-9]){7,8}|\+44(?:[ \u00a0]?[0-9]){9,11})(?![^\s,;])|[^\s,;]+")
_DIGITS = re.compile(r"[0-9]+\Z")
_PHONES = (WantedKind.PHONE, WantedKind.EITHER)
# Shorter ones are read as lead IDs, whatever they begin with.
_SHORTEST_PHONE = 9
_USUAL_DIGITS = 10
_MUCH_LONGER = 2
_MOST_NAMED = 3


def split_ids(text: str) -> list[str]:
    """The pieces of a text that are parted by spaces, commas, semicolons or line ends, as typed."""
    return _PIECE.findall(text)


def parse_lead_ids(text: str, kind: LeadKind = LeadKind.LEAD) -> tuple[list[LeadRef], list[str]]:
    """Read pasted lead IDs, or quarantine IDs, parted by spaces, commas, semicolons or line ends.

    Returns:
        the leads, each once, in the order typed; and the pieces that are no lead IDs, as typed: phone numbers too.
    """
    leads: dict[LeadRef, None] = {}
    wrong: list[str] = []
    for piece in split_ids(text):
        if is_phone(piece):
            wrong.append(piece)
            continue
        try:
            leads[LeadRef.parse(piece, kind)] = None
        except BadLeadId:
            wrong.append(piece)
    return list(leads), wrong


def is_phone(piece: str) -> bool:
    """Whether a piece is a phone number, or digits that could only be one among lead IDs.

    In one box for one lead both can be tried; among many nobody would see which was meant, so 447700900123 and
    7700900123 are phone numbers here, and so is what begins with 0 and is as long as one, a digit more or less.
    """
    if len(piece) < _SHORTEST_PHONE:
        return False
    return (piece.startswith("0") and bool(_DIGITS.match(piece))) or read_wanted(piece).kind in _PHONES


def odd_lengths(leads: Sequence[LeadRef]) -> list[LeadRef]:
    """The leads whose number may be a slip: more than 10 digits, or two or more above most of the others."""
    lengths = Counter(len(lead.number) for lead in leads)
    odd = {
        length
        for length in lengths
        if length > _USUAL_DIGITS or 2 * _so_many_shorter(lengths, length - _MUCH_LONGER) > len(leads)
    }
    return [lead for lead in leads if len(lead.number) in odd] if odd else []


def _so_many_shorter(lengths: Counter[int], most: int) -> int:
    return sum(count for length, count in lengths.items() if length <= most)


def odd_words(odd: Sequence[LeadRef]) -> str:
    """What to look at again: "29326841052 has 11 digits: check it."; "" for none."""
    if not odd:
        return ""
    named = [f"{lead.number} has {len(lead.number)} digits" for lead in odd[:_MOST_NAMED]]
    if more := len(odd) - len(named):
        return f"{', '.join(named)} and {more:,} more are long: check them."
    return f"{listed(named)}: check {'it' if len(odd) == 1 else 'them'}."
