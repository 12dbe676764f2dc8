"""Damage that any value may have suffered on its way: by Excel, by a wrong encoding, by being copied.

A column of a chunk is looked at as one text first, in C: a hundred thousand clean rows cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from leadbyte_desktop.importing import check_codes as codes

Found = list[tuple[int, str]]
"""Places of cells in a column, from 0, with the code of what was found there."""

_EXCEL_KEEPS = 15
_SHORTENED = re.compile(r"[0-9][.,]?[0-9]*E\+[0-9]+", re.IGNORECASE)
_FORMULA_ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
# What spreadsheet programs take for a formula (our own files of results have an apostrophe before it), and numbers.
_APOSTROPHE = re.compile(r"'(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20].*|[0-9][0-9 ()./-]*)(?<!')", re.DOTALL)
# ="0029", as reports write text so that Excel takes it for no number.
_TEXT_AS_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_LOST = "\ufffd"
_AS_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
_DROPPED = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_HIDDEN = re.compile(f"[{_AS_SPACES}{_DROPPED}]")
_SEEN = {ord(each): " " for each in _AS_SPACES} | {ord(each): None for each in _DROPPED}


def _as_windows_reads(byte: int) -> str:
    """What Windows shows for a byte; Python knows no sign for five of them."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_BYTE_OF = {_as_windows_reads(byte): byte for byte in range(0x80, 0x100)}
_NEXT = "[" + re.escape("".join(_as_windows_reads(byte) for byte in range(0x80, 0xC0))) + "]"
# Letters of UTF-8 that were read as cp1252. One pair of bytes alone must be Latin: "CAFÉ’S" and “É»” are no damage.
_MOJIBAKE = re.compile(f"[ÂÃÄÅ]{_NEXT}|(?:[ÎÏÐÑ]{_NEXT}){{2,}}|â{_NEXT}{{2}}|ï»¿|ð\u0178{_NEXT}{{2}}")


def is_shortened(text: str) -> bool:
    """Whether it is a number as Excel shows one that is too long for its cell: "4.47701E+11"."""
    return _SHORTENED.fullmatch(text) is not None


def is_mojibake(text: str) -> bool:
    """Whether letters of UTF-8 were read as Windows' old letters: "JosÃ©"."""
    return _MOJIBAKE.search(text) is not None


def without_mojibake(text: str) -> str:
    """The letters that were meant; damage that was done twice is mended twice."""
    while (mended := _MOJIBAKE.sub(_meant, text)) != text:
        text = mended
    return text


def without_hidden(text: str) -> str:
    """With ordinary spaces for those of a fixed width, and without what takes no room at all."""
    return text.translate(_SEEN).strip()


def without_apostrophe(text: str) -> str:
    """Without the apostrophe at its front."""
    return text.strip().removeprefix("'").strip()


def without_formula(text: str) -> str:
    """The text that stands in a formula of nothing but a text; any other text as it is."""
    match = _TEXT_AS_FORMULA.fullmatch(text.strip())
    return match[1].replace('""', '"').strip() if match else text


def _meant(match: re.Match[str]) -> str:
    return bytes(_BYTE_OF[letter] for letter in match[0]).decode("utf-8")


def _is_hidden(text: str) -> bool:
    # A no-break space may be half of a letter that was read in the wrong way.
    return _HIDDEN.search(text) is not None and not is_mojibake(text)


_TESTS: dict[str, tuple[tuple[str, ...], Callable[[str], bool]]] = {
    codes.SHORTENED: (("E+", "e+"), is_shortened),
    codes.FORMULA_ERROR: (("#",), lambda text: _FORMULA_ERROR.fullmatch(text) is not None),
    codes.MARKUP: (("<", ">"), lambda text: "<" in text or ">" in text),
    codes.TEXT_AS_FORMULA: (('="',), lambda text: _TEXT_AS_FORMULA.fullmatch(text) is not None),
    codes.APOSTROPHE: (("'",), lambda text: _APOSTROPHE.fullmatch(text) is not None),
}
# The same for columns in which not every letter is ASCII.
_FURTHER_TESTS: dict[str, tuple[re.Pattern[str], Callable[[str], bool]]] = {
    codes.MOJIBAKE: (_MOJIBAKE, is_mojibake),
    codes.LOST_CHARACTERS: (re.compile(_LOST), lambda text: _LOST in text),
    codes.HIDDEN: (_HIDDEN, _is_hidden),
}


def find_damage(cells: Sequence[str], kinds: Sequence[str] | None) -> Found:
    """Look through a column.

    Args:
        cells: the column; "" where it is blank.
        kinds: a letter for each cell, as in `SheetRow.kinds`; None where all of them are text.
    """
    whole = "\n".join(cells)
    tests = [(code, test) for code, (hints, test) in _TESTS.items() if any(hint in whole for hint in hints)]
    if not whole.isascii():
        tests += [(code, test) for code, (pattern, test) in _FURTHER_TESTS.items() if pattern.search(whole)]
    found = _find_by_kind(cells, kinds) if kinds is not None else []
    if tests:
        known = set(found)
        for place, cell in enumerate(cells):
            text = cell.strip()
            found += [(place, code) for code, test in tests if test(text) and (place, code) not in known]
    return found


def _find_by_kind(cells: Sequence[str], kinds: Sequence[str]) -> Found:
    found = []
    for place, kind in enumerate(kinds):
        if kind == "e" and cells[place].strip():
            found.append((place, codes.FORMULA_ERROR))
        elif kind == "x" and cells[place].strip():
            found.append((place, codes.NEGATIVE_DATE))
        elif kind == "n" and is_long(cells[place]):
            found.append((place, codes.LONG_NUMBER))
    return found


def is_long(text: str) -> bool:
    """Whether a number has more digits than Excel keeps."""
    return len(text) > _EXCEL_KEEPS and sum(map(str.isdigit, text)) > _EXCEL_KEEPS
