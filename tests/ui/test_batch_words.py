"""What the Batch tab says of a whole batch in one line."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.ui.batch_words import what_words

REPROCESS, RELEASE, REJECT = Action.REPROCESS, Action.RELEASE, Action.REJECT


def updates(*actions: Action | None) -> list[LeadUpdate]:
    return [
        LeadUpdate(
            LeadRef(str(place), LeadKind.QUARANTINE if action in (RELEASE, REJECT) else LeadKind.LEAD), action=action
        )
        for place, action in enumerate(actions, 1)
    ]


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ((REPROCESS, REPROCESS), "every lead is reprocessed"),
        ((RELEASE, RELEASE), "every lead is released from quarantine"),
        ((REJECT,), "every lead is rejected"),
        ((REPROCESS, None), "1 reprocessed"),
        ((RELEASE, REJECT, RELEASE), "2 released from quarantine, 1 rejected"),
        ((None,), ""),
    ],
)
def test_each_action_is_called_what_it_is(actions: tuple[Action | None, ...], words: str) -> None:
    assert what_words(updates(*actions), PLAIN_NAMES.fields, whole=True) == words


def test_of_a_large_batch_only_the_kinds_of_actions_are_told() -> None:
    assert what_words(updates(REPROCESS), PLAIN_NAMES.fields, whole=False) == "reprocessing"
    assert what_words(updates(RELEASE, REJECT), PLAIN_NAMES.fields, whole=False) == "releasing · rejecting"
