"""No key in whatever is stored, shown or logged, in whichever form it is echoed."""

import base64
import html
import json
import logging
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.api.redaction import DOTS, KeyFilter, KeyMask
from leadbyte_desktop.domain.account import ApiKey

KEY = "practice/key+full & <more>\"'=9"

ECHOES = {
    "plain": KEY,
    "other case": KEY.upper(),
    "URL-quoted": quote(KEY, safe=""),
    "URL-quoted in part": quote(KEY),
    "form-quoted": quote_plus(KEY),
    "in small hex": quote(KEY, safe="").lower(),
    "JSON": json.dumps(KEY)[1:-1],
    "JSON by PHP": json.dumps(KEY)[1:-1].replace("/", "\\/"),
    "JSON in numbers": "".join(f"\\u{ord(character):04x}" for character in KEY),
    "HTML": html.escape(KEY),
    "HTML with numbers": "".join(f"&#{ord(character)};" for character in KEY),
    "HTML with hex": "".join(f"&#x{ord(character):X};" for character in KEY),
}


@pytest.mark.parametrize("form", ECHOES)
def test_every_form_is_masked(form):
    assert KeyMask(ApiKey(KEY))(f"Invalid key {ECHOES[form]}.") == f"Invalid key {DOTS}."


@pytest.mark.parametrize("before", [b"", b"k", b"k=", b"key"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_is_masked_wherever_the_key_stands_in_it(before, encode):
    key = "practice-key-full?>~~9"
    echoed = encode(before + key.encode() + b" and more").decode()
    masked = KeyMask(ApiKey(key))(echoed)
    head, dots, tail = masked.partition(DOTS)
    assert dots
    # Of the key itself, at most the letters stay that share their bits with a neighbour.
    assert len(head) <= len(before) * 8 // 6 + 2
    assert len(tail) <= len(b" and more") * 8 // 6 + 4


def test_other_text_stays():
    assert KeyMask(ApiKey(KEY))("Lead updated") == "Lead updated"
    assert KeyMask(ApiKey(""))("Lead updated") == "Lead updated"
    assert KEY not in repr(KeyMask(ApiKey(KEY)))


@given(
    key=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40),
    before=st.text(max_size=20),
    after=st.text(max_size=20),
)
def test_no_key_survives(key, before, after):
    # The dots may stand where a very short key stood, so the key must not be made of what replaces it.
    for echo in (key, quote(key, safe=""), json.dumps(key)[1:-1], html.escape(key)):
        assert key.casefold() not in KeyMask(ApiKey(key))(before + echo + after).casefold()


def test_logs_hold_no_key_in_message_arguments_traceback_or_children():
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Lines()
    key_filter = KeyFilter()
    key_filter.hide(ApiKey("practice-key-full"))
    handler.addFilter(key_filter)
    logger = logging.getLogger("tests.redaction")
    logger.addHandler(handler)
    try:
        child = logging.getLogger("tests.redaction.child")
        child.warning("sent %s to %s", "practice-key-full", "LeadByte")
        try:
            raise ValueError("practice-key-full")
        except ValueError:
            child.exception("broke", stack_info=True)
    finally:
        logger.removeHandler(handler)
    assert lines[0] == f"sent {DOTS} to LeadByte"
    assert f"ValueError: {DOTS}" in lines[1]
    assert "practice-key-full" not in "".join(lines).replace('"practice-key-full"', "")
