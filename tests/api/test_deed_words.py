"""What a sentence tells of a delivery or an action: "triggered" tells of a deed unless taken back right before."""

import pytest

from leadbyte_desktop.api.deed_words import denies_plainly, says_unchanged, tells_of_deed, tells_of_queue


@pytest.mark.parametrize(
    "sentence",
    [
        "Delivery 1053 queued",
        "Delivery triggered. Nothing to update",
        "Delivery already triggered; nothing to update",
        "Postcode not valid, delivery 1053 triggered",
        "No update, delivery triggered",
        "No update and delivery 1053 triggered",
        "Nothing to update delivery 1053 queued",
        "Delivery no 1053 triggered",
        "Only delivery 1053 triggered",
        "Delivery 1053 was not sent, 1054 was sent",
        "Trigger accepted, nothing to change",
        "Lead sent to Acme; nothing to update",
        "Delivery 1053 will be triggered",
        "1 delivery triggered",
        "Pushed successfully",
        "Lead posted to Acme; nothing to update",
        "Lead passed on to the buyer",
        "Lead sold to Acme",
        "Delivery fired",
        "Lead was submitted",
        "Re-triggered",
        "Dispatched",
    ],
)
def test_a_deed(sentence: str) -> None:
    assert tells_of_deed(sentence)
    assert not denies_plainly(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Delivery 1053 was not triggered",
        "Delivery is not set to trigger manually via the REST API",
        "Could not be queued for reprocessing",
        "Delivery wasn't queued",
        "No delivery was triggered",
        "Nothing was sent",
        "Failed to be queued",
        "Unable to be sent",
        "Must be approved before it is sent",
        "Only valid leads can be sent",
        "Another report request is currently being processed",
        "The data sent is not valid",
        "No update sent",
        "Consent is absent",
        "The submitted postcode is invalid",
        "Data submitted to the API is invalid",
        "Lead is sold, no update possible",
        "Lead was not passed to Acme",
        "Lead was rejected",
        "",
    ],
)
def test_no_deed(sentence: str) -> None:
    assert not tells_of_deed(sentence)


def test_a_rejection_is_a_deed_where_it_was_asked_for() -> None:
    assert tells_of_deed("Lead was rejected", rejection=True)
    assert not tells_of_deed("Lead was not rejected", rejection=True)


@pytest.mark.parametrize("sentence", ["Queued", "Update queued; runs in about 5 minutes", "Put in the queue"])
def test_queued(sentence: str) -> None:
    assert tells_of_queue(sentence)
    assert not tells_of_queue("It could not be queued")


@pytest.mark.parametrize(
    ("sentence", "unchanged"),
    [
        ("Not updated: nothing changed", True),
        ("Lead was not updated", True),
        ("No changes made", True),
        ("Unchanged", True),
        ("Nothing to update", True),
        ("Lead updated", False),
        ("Lead updated, phone was not changed", False),
        ("Delivery was not triggered", False),
        ("OK", False),
    ],
)
def test_unchanged(sentence: str, unchanged: bool) -> None:
    assert says_unchanged(sentence) is unchanged
