"""Keeps the API key out of everything that is stored, shown or logged."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterable

from leadbyte_desktop.domain.account import ApiKey

DOTS = "•••"
_SHORTEST_BASE64 = 8
_NAMED_ENTITIES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}


class KeyMask:
    """Replaces one key by dots, in every form in which it may be echoed.

    Known forms: plain, in other letter case, URL-quoted, JSON-escaped (also with PHP's escaped slash), HTML-escaped,
    any mixture of these, and base64 with the key at any place in what was encoded.
    """

    def __init__(self, key: ApiKey) -> None:
        self._pattern = re.compile(_pattern(key.reveal()), re.IGNORECASE) if key else None

    def __repr__(self) -> str:
        return f"KeyMask({DOTS})"

    def __call__(self, text: str) -> str:
        """The text with the key masked."""
        return self._pattern.sub(DOTS, text) if self._pattern else text


class KeyFilter(logging.Filter):
    """Masks keys in log records.

    It belongs on every handler: a logger's own filter does not see the records of its children.
    """

    def __init__(self, keys: Iterable[ApiKey] = ()) -> None:
        super().__init__()
        self._masks: list[KeyMask] = []
        for key in keys:
            self.hide(key)

    def hide(self, key: ApiKey) -> None:
        """Mask this key too, from now on."""
        self._masks.append(KeyMask(key))

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record's message and traceback in place; every record passes."""
        record.msg, record.args = self._masked(record.getMessage()), None
        if record.exc_info:
            record.exc_text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            # A formatter that finds exc_info without a text would write the traceback again, unmasked.
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self._masked(record.exc_text)
        if record.stack_info:
            record.stack_info = self._masked(record.stack_info)
        return True

    def _masked(self, text: str) -> str:
        for key_mask in self._masks:
            text = key_mask(text)
        return text


def _pattern(key: str) -> str:
    in_letters = "".join(_one_character(character) for character in key)
    return "|".join([in_letters, *map(re.escape, _base64_forms(key))])


def _one_character(character: str) -> str:
    code = ord(character)
    quoted = "".join(f"%{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    forms = [re.escape(character), rf"\\u{code:04x}", quoted, f"&#0*{code};", f"&#x0*{code:x};"]
    if character == " ":
        forms.append(r"\+")
    if character in '/"\\':
        forms.append(re.escape(f"\\{character}"))
    if character in _NAMED_ENTITIES:
        forms.append(f"&{_NAMED_ENTITIES[character]};")
    return f"(?:{'|'.join(forms)})"


def _base64_forms(key: str) -> set[str]:
    """What every base64 text that holds the key must contain, for each of the three ways in which it may be aligned."""
    raw = key.encode("utf-8", "surrogatepass")
    forms: set[str] = set()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw).decode()
        stable = encoded[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        if len(stable) >= _SHORTEST_BASE64:
            forms |= {stable, stable.replace("+", "-").replace("/", "_")}
    return forms
