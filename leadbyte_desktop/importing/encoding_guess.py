"""A guess at the encoding of text that is no UTF-8; a person is shown a sample of what came of it."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

USUAL = "cp1252"
"""What Windows writes in Western Europe, and by far the most frequent."""

# Excel's own other ways to save a CSV file: of a PC in Central Europe, "MS-DOS" and "Macintosh".
_OTHER_LATIN = ("cp1250", "cp850", "mac_roman")
_SAMPLE = 65_536
_LINE = 4_096
_FEWEST_BYTES = 8
"""With fewer bytes that are not ASCII any guess but the usual one is as good as any other."""

_OTHERS_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
_RUN = re.compile(r"[^\W\d_a-zA-Z]{4,}")
# In no western language do these stand between two letters, or a currency before one: "Jab³oñski" is Polish.
_ODD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘·–—…•®™°ªº\xad\xa0/]+(?=[^\W\d_])|[£¥¢¦¬¶¤¹²³](?=[^\W\d_])")
# It finds UTF-16 and its like in anything of an even length, and pitfalls.md item 47 is about that.
_NEVER = ["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7", "utf_8", "utf_8_sig"]


def guess_encoding(file: BinaryIO) -> str:
    """The likeliest encoding, as Python names it; "cp1252" where nothing speaks against it.

    Args:
        file: bytes that are no valid UTF-8, from here on.
    """
    sample = sample_of(file)
    return latin_guess(sample) or _weighed(sample) or USUAL


def latin_guess(sample: bytes) -> str:
    """The encoding by which lines look like a European language of Latin letters; "" where none does so."""
    if looks_latin(sample, USUAL, 0.1):
        return USUAL
    return next((name for name in _OTHER_LATIN if looks_latin(sample, name, 0.0)), "")


def looks_latin(sample: bytes, encoding: str, odd_share: float) -> bool:
    """Whether bytes read so look like a European language: single accents in words of plain letters.

    Args:
        sample: some lines of the file.
        encoding: how they are read.
        odd_share: how many of the characters that are not ASCII may stand where no such language has them.
    """
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    others = sum(not character.isascii() for character in text)
    if others < _FEWEST_BYTES:
        return encoding == USUAL
    letters, in_runs = len(_OTHERS_LETTER.findall(text)), sum(map(len, _RUN.findall(text)))
    odd = sum(map(len, _ODD.findall(text))) + sum(map(_jumps_to_capital, text, text[1:]))
    return in_runs <= letters * 0.2 and odd <= others * odd_share


def _jumps_to_capital(before: str, after: str) -> bool:
    """True for "fŽ": no word goes on with a capital letter with an accent."""
    return not after.isascii() and after.isupper() and before.islower()


def sample_of(file: BinaryIO) -> bytes:
    """The first lines that are not plain ASCII, up to `_SAMPLE` bytes. Whole lines, since characters may be of two."""
    sample = bytearray()
    while len(sample) < _SAMPLE and (line := file.readline(_LINE)):
        if not line.isascii():
            sample += line
    return bytes(sample)


def _weighed(sample: bytes) -> str:
    """What charset-normalizer takes it for; "" where it does not know, or has too little to go by."""
    if sum(byte > 127 for byte in sample) < _FEWEST_BYTES:
        return ""
    # Only here: its tables take longer to load than most files to read.
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=_NEVER).best()
    return codecs.lookup(best.encoding).name if best else ""
