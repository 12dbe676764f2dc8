"""What became of a lead or a job, in whole sentences: what happened, whether anything changed, what now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import (
    REACHED_EARLIER,
    Confirmation,
    Item,
    ItemState,
    Job,
    JobKind,
    Settlement,
)
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.standing import Standing, standing_of, standings_of
from leadbyte_desktop.services.outcome_words import (
    asked_words,
    counts_words,
    item_words,
    job_words,
    receivers,
    short_time,
    tone_of,
)

KNOWN = {
    "1053": Delivery("1053", "Acme Solar — evening", "Acme Ltd", "33"),
    "1061": Delivery("1061", "Bright Homes — live transfer", "Bright Homes", "41"),
}
LONG_AGO = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
PLAIN = LeadUpdate(LeadRef("7"), {"postcode": "A"})
SOLD = LeadUpdate(LeadRef("7"), {}, ("1053", "1061", "9"))
REPROCESS = LeadUpdate(LeadRef("7"), action=Action.REPROCESS)
RELEASE = LeadUpdate(LeadRef("8", LeadKind.QUARANTINE), action=Action.RELEASE)
REJECT = LeadUpdate(LeadRef("8", LeadKind.QUARANTINE), action=Action.REJECT)


def item(state: ItemState, words: str = "", update: LeadUpdate | FinancialUpdate = PLAIN) -> Item:
    return Item(1, 1, 1, update, state, words, changed_at=LONG_AGO)


def said(state: ItemState, words: str = "", update: LeadUpdate | FinancialUpdate = PLAIN) -> str:
    return item_words(item(state, words, update), KNOWN)


AT = short_time(LONG_AGO)


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (PLAIN, f"Lead 7 updated at {AT}. LeadByte said: “OK”."),
        (replace(PLAIN, changes={}, delivery_ids=("1053",)), f"Lead 7 taken by LeadByte at {AT}. LeadByte said: “OK”."),
        (FinancialUpdate(LeadRef("7"), Decimal(1)), f"Lead 7 has its new amounts at {AT}. LeadByte said: “OK”."),
        (LeadUpdate(LeadRef("8", LeadKind.QUARANTINE), {"a": "b"}), f"Quarantined lead 8 updated at {AT}."),
    ],
)
def test_updated(update: LeadUpdate | FinancialUpdate, words: str) -> None:
    assert said(ItemState.UPDATED, "OK", update).startswith(words)


def test_done_is_never_said_of_a_delivery_that_was_only_asked_for() -> None:
    sold = replace(item(ItemState.UPDATED, "", SOLD), confirmation=Confirmation.NOT_CONFIRMED)
    assert item_words(sold, KNOWN).endswith(
        "LeadByte took the request to send it to Acme Ltd, Bright Homes and delivery 9; "
        "it does not report the deliveries themselves."
    )
    confirmed = item_words(replace(sold, confirmation=Confirmation.CONFIRMED), KNOWN)
    assert "LeadByte confirmed the request to send it to Acme Ltd" in confirmed
    denied = item_words(replace(sold, confirmation=Confirmation.DENIED), KNOWN)
    assert "But LeadByte denied the request to send it" in denied


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (
            replace(RELEASE, changes={"postcode": "A"}),
            (
                "LeadByte took the request to release it; it does not report the release itself, which may not be done "
                "yet. After the release its checks apply, and the lead may be quarantined again."
            ),
        ),
        (
            replace(REJECT, changes={"postcode": "A"}),
            (
                "LeadByte took the request to reject it; it does not report the rejection itself, which may not be "
                "done yet."
            ),
        ),
        (
            LeadUpdate(LeadRef("7"), {"postcode": "A"}, ("1053",), Action.REPROCESS),
            (
                "LeadByte took the request to send it to Acme Ltd and to reprocess it; it does not report the delivery "
                "or the reprocess, which may not be done yet."
            ),
        ),
    ],
)
def test_an_action_beside_an_update_is_never_said_to_be_done(update: LeadUpdate, words: str) -> None:
    taken = replace(item(ItemState.UPDATED, "Lead updated", update), confirmation=Confirmation.NOT_CONFIRMED)
    said_of = item_words(taken, KNOWN)
    assert f"{update.lead.words} updated at {AT}." in said_of[:1].lower() + said_of[1:]
    assert said_of.endswith(words)


def test_warnings_are_told() -> None:
    warned = replace(item(ItemState.UPDATED), warnings=("Odd postcode", "Old phone"))
    assert item_words(warned, KNOWN).endswith("LeadByte warned: “Odd postcode; Old phone”.")


def test_queued_is_not_done_yet() -> None:
    assert said(ItemState.QUEUED, "In queue") == (
        "LeadByte will change lead 7 later; it is not done yet. LeadByte said: “In queue”."
    )
    assert "“”" not in said(ItemState.QUEUED)


def test_refused() -> None:
    assert said(ItemState.REFUSED, "Lead is not valid") == (
        "LeadByte refused lead 7: “Lead is not valid”. Nothing was changed on it. "
        "Correct what LeadByte names, then review it again."
    )


def test_a_number_that_names_nothing_is_to_be_checked() -> None:
    assert said(ItemState.REFUSED, "Lead not found").endswith("Nothing was changed on it. Check the lead ID.")
    released = item(ItemState.REFUSED, "Lead is not in quarantine", RELEASE)
    assert item_words(released, KNOWN).endswith(
        "Nothing was changed on it. Check the quarantine ID. It may have been released or rejected already: look there "
        "in LeadByte."
    )
    assert said(ItemState.REFUSED, "Delivery not found").endswith("Correct what LeadByte names, then review it again.")


def test_a_refusal_never_says_that_nothing_changed_where_an_earlier_request_may_have_arrived() -> None:
    words = said(ItemState.REFUSED, f"Lead is not valid {REACHED_EARLIER}")
    assert "Nothing was changed" not in words
    assert words.startswith(f"LeadByte refused lead 7: “Lead is not valid”. {REACHED_EARLIER} Look at it in LeadByte.")


def test_not_sent_cancelled_and_waiting() -> None:
    assert said(ItemState.NOT_SENT, "LeadByte could not be reached") == (
        "Lead 7 was not sent. LeadByte could not be reached. Nothing was changed in LeadByte. You can send it again."
    )
    assert said(ItemState.CANCELLED, "Cancelled before it was sent.") == (
        "Lead 7 was not sent. Cancelled before it was sent. Nothing was changed in LeadByte."
    )
    assert said(ItemState.WAITING) == "Lead 7 has not been sent yet."


def test_what_nobody_cancelled_is_called_left_out() -> None:
    left_out = item(ItemState.CANCELLED, "Left out: row 2 asks for the same.")
    assert (left_out.left_out, standing_of(left_out)) == (True, Standing.LEFT_OUT)
    assert item_words(left_out, KNOWN) == (
        "Lead 7 was left out: row 2 asks for the same. This row changed nothing in LeadByte."
    )
    cancelled = item(ItemState.CANCELLED, "Cancelled before it was sent.")
    assert (cancelled.left_out, standing_of(cancelled)) == (False, Standing.CANCELLED)
    refused = item(ItemState.REFUSED, "Left out: said LeadByte.")
    assert (refused.left_out, standing_of(refused)) == (False, Standing.REFUSED)


def test_not_known_says_what_may_have_happened_and_what_to_do() -> None:
    update = LeadUpdate(LeadRef("7"), {"postcode": "A"}, ("1053",), Action.REPROCESS)
    assert said(ItemState.NOT_KNOWN, "The line was cut.", update) == (
        "The line was cut. Lead 7 may or may not have been updated, and may have gone to Acme Ltd, and may have "
        "been reprocessed. Look at the lead in LeadByte, then choose what you saw: it went through, it did not, or "
        "send it again."
    )


def test_a_persons_word_is_told_as_such() -> None:
    went = replace(item(ItemState.UPDATED, "sam said on 5 Jan that it went through.", SOLD),
                   settlement=Settlement.WENT_THROUGH)  # fmt: skip
    assert item_words(went, KNOWN) == "Lead 7 is marked as done. sam said on 5 Jan that it went through."
    again = replace(item(ItemState.NOT_KNOWN, "cut"), settlement=Settlement.SENT_AGAIN)
    assert item_words(again, KNOWN).endswith("a person sent it again.")
    assert "choose" not in item_words(again, KNOWN)


def test_what_was_asked_beside_the_values() -> None:
    both = LeadUpdate(LeadRef("7"), {}, ("1053",), Action.REPROCESS)
    assert asked_words(both, KNOWN) == "to send it to Acme Ltd and to reprocess it"
    assert asked_words(PLAIN, KNOWN) == ""
    assert asked_words(FinancialUpdate(LeadRef("7"), Decimal(1)), KNOWN) == ""
    assert receivers(LeadUpdate(LeadRef("7"), {}, ("1053", "1061")), KNOWN) == "Acme Ltd and Bright Homes"


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (REPROCESS, "LeadByte queued the request to reprocess lead 7; it is not done yet. LeadByte said: “Queued”."),
        (
            RELEASE,
            (
                "LeadByte queued the request to release quarantined lead 8; it is not done yet. LeadByte said: "
                "“Queued”. After the release its checks apply, and the lead may be quarantined again."
            ),
        ),
        (
            REJECT,
            "LeadByte queued the request to reject quarantined lead 8; it is not done yet. LeadByte said: “Queued”.",
        ),
        (PLAIN, "LeadByte will change lead 7 later; it is not done yet. LeadByte said: “Queued”."),
        (
            replace(PLAIN, action=Action.REPROCESS),
            (
                "LeadByte took the update of lead 7 and queued the request to reprocess it; that is not done yet. "
                "LeadByte said: “Queued”."
            ),
        ),
        (
            replace(RELEASE, changes={"postcode": "A"}),
            (
                "LeadByte took the update of quarantined lead 8 and queued the request to release it; that is not done "
                "yet. LeadByte said: “Queued”. After the release its checks apply, and the lead may be quarantined "
                "again."
            ),
        ),
    ],
)
def test_queued_is_never_done(update: LeadUpdate, words: str) -> None:
    assert said(ItemState.QUEUED, "Queued", update) == words


def test_a_queued_delivery_says_whether_the_trigger_was_confirmed() -> None:
    sold = LeadUpdate(LeadRef("7"), {}, ("1053",))
    queued = item(ItemState.QUEUED, "Queued", sold)
    confirmed = item_words(replace(queued, confirmation=Confirmation.CONFIRMED), KNOWN)
    assert confirmed == (
        "LeadByte queued the request to send lead 7 to Acme Ltd; it is not done yet. LeadByte said: “Queued”."
    )
    unsure = item_words(replace(queued, confirmation=Confirmation.NOT_CONFIRMED), KNOWN)
    assert unsure.endswith("it does not report the delivery itself.")


@pytest.mark.parametrize(
    ("update", "permission"),
    [(REPROCESS, "Leads > Reprocess, of a key of the type Administrator"), (RELEASE, "Quarantine > Process")],
)
def test_a_refused_key_names_the_permission(update: LeadUpdate, permission: str) -> None:
    words = said(ItemState.REFUSED, "No permission", update)
    assert f"It needs the permission {permission}. Open Settings" in words
    assert "It needs the permission" not in said(ItemState.REFUSED, "Lead not found", update)
    assert "It needs the permission" not in said(ItemState.REFUSED, "No permission", PLAIN)


def test_every_state_has_its_tone() -> None:
    assert {state: tone_of(state) for state in ItemState} == {
        ItemState.WAITING: "",
        ItemState.SENDING: "",
        ItemState.UPDATED: "ok",
        ItemState.QUEUED: "ok",
        ItemState.REFUSED: "error",
        ItemState.NOT_SENT: "warning",
        ItemState.NOT_KNOWN: "unknown",
        ItemState.CANCELLED: "",
    }


def test_a_moment_of_today_is_a_clock_time() -> None:
    now = datetime.now().astimezone().replace(hour=14, minute=2)
    assert short_time(now) == "14:02"
    earlier = now - timedelta(days=40)
    assert short_time(earlier) == f"{earlier.day} {earlier:%b %Y}, 14:02"
    assert short_time(None) == ""


def test_counts_add_up_in_one_order() -> None:
    counts = {ItemState.WAITING: 3, ItemState.NOT_KNOWN: 2, ItemState.UPDATED: 1_950, ItemState.REFUSED: 48}
    assert counts_words(standings_of(counts, 0)) == "1,950 updated, 48 refused, 2 not known, 3 waiting"
    job = Job(1, JobKind.BATCH, "x", "a", "A", "h", LONG_AGO, "sam", counts)
    assert job_words(job) == "1,950 updated, 48 refused, 2 not known, 3 waiting: 3 of 2,003 rows have not gone yet."
    one = replace(job, counts={ItemState.QUEUED: 1})
    assert job_words(one) == "1 queued."


@pytest.mark.parametrize(
    ("cancelled", "left_out", "never", "words"),
    [
        (5, 3, 0, "1 updated, 2 cancelled, 3 left out: all 6 rows accounted for."),
        (3, 3, 0, "1 updated, 3 left out: all 4 rows accounted for."),
        (2, 0, 0, "1 updated, 2 cancelled: all 3 rows accounted for."),
        # Those of the file that became no row of the job were left out as well.
        (5, 3, 4, "1 updated, 2 cancelled, 7 left out: all 10 rows accounted for."),
        (0, 0, 4, "1 updated, 4 left out: all 5 rows accounted for."),
    ],
)
def test_what_was_left_out_is_counted_apart(cancelled: int, left_out: int, never: int, words: str) -> None:
    counts = {ItemState.UPDATED: 1, ItemState.CANCELLED: cancelled}
    job = Job(1, JobKind.BATCH, "x", "a", "A", "h", LONG_AGO, "sam", counts, never_items=never, left_out=left_out)
    assert job_words(job) == words
    assert sum(standings_of(counts, left_out).values()) == job.total
