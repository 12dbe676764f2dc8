"""Text as a search compares it: without capitals, accents and the finer signs of a word processor."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart into a plain one and its accent.
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "\u0131": "i",
    "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
# Word and Excel write these by themselves: apostrophes, quotation marks, hyphens and dashes, the minus sign.
_SIGNS = {
    **dict.fromkeys("\u2018\u2019\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
}
_UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ALIKE = str.maketrans({**_LETTERS, **_SIGNS, **_UNSEEN})


def folded(text: str) -> str:
    """The text in a form in which "José", "JOSE" and "jose" are the same.

    A text of ASCII letters only loses its capitals and nothing else.
    """
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return plain.casefold().translate(_ALIKE)
