"""All that is done to a lead, in few words."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.deeds import deeds_words
from leadbyte_desktop.domain.lead_update import Action


@pytest.mark.parametrize(
    ("changes", "sends", "action", "words"),
    [
        (True, False, None, "Update"),
        (True, True, None, "Update and send"),
        (True, False, Action.RELEASE, "Update and release"),
        (True, False, Action.REJECT, "Update and reject"),
        (True, True, Action.REPROCESS, "Update, send and reprocess"),
        (False, True, Action.REPROCESS, "Send and reprocess"),
        (False, False, Action.REPROCESS, "Reprocess"),
        (False, False, None, ""),
    ],
)
def test_each_deed_is_named_in_its_order(changes: bool, sends: bool, action: Action | None, words: str) -> None:
    assert deeds_words(changes=changes, sends=sends, action=action) == words


def test_the_sending_may_name_the_buyer() -> None:
    words = deeds_words(changes=True, sends=True, action=Action.REPROCESS, send="send to Acme Ltd")
    assert words == "Update, send to Acme Ltd and reprocess"
