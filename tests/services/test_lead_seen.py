"""What changes on a lead beside what LeadByte holds: what is left out of a send, and what is said of it."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.found_lead import LeadNow
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.services.lead_seen import LeadSeen, Looked, seen_after_sending, seen_before_sending

LEAD = LeadRef("2932682")
HELD = {"postcode": "TN25 4AB", "street1": "12 Mill Lane", "notes": "", "phone1": "07700900631"}


def now(status: str = "", **fields: str) -> LeadNow:
    return LeadNow(LEAD, {**HELD, **fields}, status=status)


def update(action: Action | None = None, deliveries: tuple[str, ...] = (), **changes: str) -> LeadUpdate:
    return LeadUpdate(LEAD, changes, deliveries, action)


def test_a_value_that_leadbyte_holds_already_is_not_sent_and_is_said_to_stay() -> None:
    going, seen = seen_before_sending(update(postcode="TN25 6QD", street1="12 Mill Lane"), Looked(now(), now()), {})
    assert going == update(postcode="TN25 6QD")
    assert seen.stays == {"street1": "12 Mill Lane"}
    assert list(seen.stays_words) == ["Street stays as it is (already “12 Mill Lane”) and is not sent"]
    assert seen.note == ""


def test_what_this_pc_sent_last_and_leadbyte_holds_is_not_sent_again() -> None:
    looked = Looked(now(), now(), asked={"postcode": "TN25 4AB", "street1": "1 Mill Lane"})
    going, _seen = seen_before_sending(update(postcode="TN25 4AB"), looked, {})
    assert going.does_nothing


def test_a_blank_field_that_is_cleared_stays_blank() -> None:
    going, seen = seen_before_sending(update(notes=""), Looked(now(), now()), {})
    assert going.does_nothing
    assert list(seen.stays_words) == ["Notes stays as it is (already blank) and is not sent"]


@pytest.mark.parametrize("value", ["tn25 4ab", "TN254AB", "TN25  4AB"])
def test_only_the_very_same_text_counts_as_held(value: str) -> None:
    going, seen = seen_before_sending(update(postcode=value), Looked(now(), now()), {})
    assert going == update(postcode=value)
    assert not seen.stays


@pytest.mark.parametrize(
    "looked",
    [
        Looked(now(), None, "LeadByte could not be reached."),
        Looked(now(), None),
        Looked(None, None),
        Looked(now(), now(), others_wait=True),
        Looked(now(), now(), asked={"postcode": "TN25 6QD"}),
    ],
    ids=["unchecked", "may no longer", "never read", "another job waits", "another value may be on its way"],
)
def test_everything_goes_where_leadbyte_did_not_just_say_that_it_holds_it(looked: Looked) -> None:
    asked = update(postcode="TN25 4AB")
    going, seen = seen_before_sending(asked, looked, {})
    assert going == asked
    assert not seen.stays


def test_deliveries_and_action_go_whatever_the_values() -> None:
    asked = update(Action.REPROCESS, ("1053",), postcode="TN25 4AB")
    going, _seen = seen_before_sending(asked, Looked(now(), now()), {})
    assert going == update(Action.REPROCESS, ("1053",))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("postcode", "TN25 6QD", "Postcode: “TN25 4AB” → “TN25 6QD”"),
        ("notes", "Call back", "Notes: blank → “Call back”"),
        ("street1", "", "Street is cleared: “12 Mill Lane” is erased"),
        ("county", "Kent", "County becomes “Kent”"),
        ("county", "", "County is cleared: what stands there now is erased"),
        ("postcode", "TN25 4AB", "Postcode stays “TN25 4AB”, and is sent all the same"),
        ("data13", "Ford", "Make of car becomes “Ford”"),
    ],
)
def test_a_change_is_told_from_what_to_what(name: str, value: str, words: str) -> None:
    assert LeadSeen(HELD, labels={"data13": "Make of car"}).change_words(name, value) == words


def test_a_lead_that_changed_since_it_was_opened_is_told_with_both_values() -> None:
    opened, later = now("Valid"), now("Sold", postcode="ME1 2AB", street1="1 New Road")
    _going, seen = seen_before_sending(update(street1="3 Orchard Close"), Looked(opened, later), {})
    assert seen.note.startswith(
        "Lead 2932682 was changed in LeadByte after you opened it here. "
        "Street was “12 Mill Lane” when you opened it and is “1 New Road” now. "
        "Postcode was “TN25 4AB” when you opened it and is “ME1 2AB” now. "
        "Its status was Valid and is Sold now."
    )
    assert seen.held["street1"] == "1 New Road"


def test_what_was_sent_from_here_meanwhile_is_not_told_as_somebody_else_s() -> None:
    later = now(postcode="ME1 2AB", street1="1 New Road")
    ours = Looked(now(), later, asked={"postcode": "ME1 2AB", "street1": "1 New Road"})
    _going, seen = seen_before_sending(update(street1="3 Orchard Close"), ours, {})
    assert seen.note.startswith(
        "Lead 2932682 was changed in LeadByte after you opened it here, by what was sent from this PC. "
        "Street was “12 Mill Lane” when you opened it and is “1 New Road” now, as it was sent from this PC. "
        "Postcode was “TN25 4AB” when you opened it and is “ME1 2AB” now, as it was sent from this PC. "
    )
    theirs = Looked(now(), later, asked={"postcode": "ME1 2AB", "street1": "3 Mill Lane"})
    _going, seen = seen_before_sending(update(street1="3 Orchard Close"), theirs, {})
    assert seen.note.startswith(
        "Lead 2932682 was changed in LeadByte after you opened it here. "
        "Street was “12 Mill Lane” when you opened it and is “1 New Road” now. "
        "Postcode was “TN25 4AB” when you opened it and is “ME1 2AB” now, as it was sent from this PC. "
    )


def test_a_field_that_only_one_reading_told_is_no_change() -> None:
    _going, seen = seen_before_sending(
        update(postcode="TN25 6QD"), Looked(now(), LeadNow(LEAD, {"postcode": "TN25 4AB"})), {}
    )
    assert seen.note == ""


def test_what_could_not_be_checked_is_said() -> None:
    _going, seen = seen_before_sending(update(postcode="TN25 6QD"), Looked(now(), None, "LeadByte is slow."), {})
    assert seen.note.startswith("LeadByte is slow. So it could not be checked whether lead 2932682 has changed")
    assert seen.change_words("postcode", "TN25 6QD") == "Postcode: “TN25 4AB” → “TN25 6QD”"
    _going, seen = seen_before_sending(update(postcode="TN25 6QD"), Looked(None, None, "LeadByte is slow."), {})
    assert seen.note == "LeadByte is slow. So what lead 2932682 holds now is not shown."


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({"postcode": "TN25 6QD ", "notes": ""}, "LeadByte now holds Postcode “TN25 6QD ”, Notes blank, as sent."),
        (
            {"postcode": "TN25 4AB"},
            (
                "Read again: Postcode is “TN25 4AB”, not “TN25 6QD” as sent. LeadByte may need a moment: look at the "
                "lead there. LeadByte does not show Notes, so look at the lead there."
            ),
        ),
    ],
)
def test_after_the_send_it_is_said_what_leadbyte_holds(held: dict[str, str], words: str) -> None:
    assert seen_after_sending(update(postcode="TN25 6QD", notes=""), LeadNow(LEAD, held), {}) == words


def test_who_it_is_stands_in_a_sentence_as_far_as_it_is_known() -> None:
    assert LeadSeen().who(LEAD) == "lead 2932682"
    assert LeadSeen(name="Ms Karen Fletcher", campaign="Life Cover").who(LEAD) == (
        "Ms Karen Fletcher, lead 2932682 (Life Cover)"
    )
    held = LeadRef("8", LeadKind.QUARANTINE)
    assert LeadSeen(name="Ms Karen Fletcher").who(held) == "Ms Karen Fletcher, quarantined lead 8"


def test_an_endless_or_odd_name_never_hides_which_lead_it_is() -> None:
    words = LeadSeen(name="A\n\u202e" + "x" * 500, campaign="y" * 500).who(LEAD)
    assert ", lead 2932682 (" in words
    assert len(words) < 140
    assert "\n" not in words
    assert "\u202e" not in words
