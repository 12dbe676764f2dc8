"""What a person reads before a send, and that the same object is what leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import pytest_asyncio

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.account_names import AccountNames
from leadbyte_desktop.domain.campaign import CampaignField, Choice
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, DraftItem, ItemState, JobDraft, JobKind, LeadResult
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.services.lead_seen import LeadSeen
from leadbyte_desktop.services.review import Review
from leadbyte_desktop.services.review_buyers import LEADS_LOOKED_AT
from leadbyte_desktop.services.review_campaigns import NOT_COMPARED
from leadbyte_desktop.services.review_repeats import repeats_words
from leadbyte_desktop.services.reviews import Reviews
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.journal import Journal

ACCOUNT = Account("acme", "Acme Leads", "https://acme.leadbyte.co.uk/restapi/v1.3")
SOLAR = Delivery("1053", "Acme Solar — evening", "Acme Ltd", "33")
HOMES = Delivery("1061", "Bright Homes — live transfer", "Bright Homes", "41")
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


@pytest_asyncio.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    database = Database(tmp_path / "journal.sqlite")
    await database.open()
    yield Journal(database, lambda: NOW)
    await database.close()


def update(number: str, deliveries: tuple[str, ...] = (), action: Action | None = None, **changes: str) -> LeadUpdate:
    return LeadUpdate(LeadRef(number), changes, deliveries, action)


def draft(*updates: LeadUpdate | FinancialUpdate, kind: JobKind = JobKind.BATCH) -> JobDraft:
    return JobDraft(kind, "A job", ACCOUNT.account_id, tuple(DraftItem(each) for each in updates))


async def review_of(journal: Journal, *updates: LeadUpdate | FinancialUpdate, kind: JobKind = JobKind.BATCH) -> Review:
    return await Reviews(journal).prepare(draft(*updates, kind=kind), ACCOUNT, [SOLAR, HOMES])


async def send_one(journal: Journal, what: LeadUpdate, result: LeadResult) -> int:
    """Put one lead through the journal as if it had been sent; gives the item's number."""
    job = await journal.create_job(draft(what), ACCOUNT, "sam")
    (item,) = await journal.items(job.job_id, None, 0, 1)
    number = await journal.mark_sending(job.job_id, [item.item_id], "PUT", "https://x.leadbyte.co.uk", "{}")
    await journal.record(number, {item.item_id: result}, 200, "", "")
    return item.item_id


async def test_one_lead_is_told_whole(journal: Journal) -> None:
    review = await review_of(
        journal, update("2932682", ("1053",), Action.REPROCESS, postcode="TN25 6QD", street2=""), kind=JobKind.SINGLE
    )
    assert review.title == "Update, send and reprocess lead 2932682?"
    assert review.button == "Update, send to Acme Ltd and reprocess"
    assert review.summary == (
        "Postcode becomes “TN25 6QD”",
        "Street line 2 is cleared: what stands there now is erased",
        "Acme Ltd receives this lead now, through “Acme Solar — evening” (ID 1053). A delivery cannot be undone.",
        (
            "LeadByte reprocesses this lead after the update. It may then go to a buyer by LeadByte’s own rules. A "
            "reprocess cannot be undone."
        ),
    )
    assert review.wants_eye == {"Street line 2 is cleared: what stands there now is erased"}
    assert review.dangerous


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        (replace(SOLAR, unlisted=True), "LeadByte’s last list does not have this delivery any more."),
        (replace(SOLAR, status="Inactive"), "LeadByte’s last list says that it is not active (Inactive)."),
    ],
)
@pytest.mark.parametrize("leads", [1, 2])
async def test_what_speaks_against_a_delivery_is_said_with_it(
    journal: Journal, delivery: Delivery, said: str, leads: int
) -> None:
    updates = [update(str(number), ("1053",), postcode="TN25 6QD") for number in range(1, leads + 1)]
    review = await Reviews(journal).prepare(draft(*updates), ACCOUNT, [delivery])
    [line] = [line for line in review.summary if "Acme" in line]
    assert line.endswith(f"A delivery cannot be undone. {said}")


async def test_leads_that_stand_in_several_rows_are_counted_as_what_they_are(journal: Journal) -> None:
    review = await review_of(
        journal, update("1", postcode="TN25 6QD"), update("007", postcode="M1 1AA"), update("7", postcode="M2 2BB")
    )
    assert review.title == "Update 3 rows?"
    assert review.summary == (
        "Postcode changes in 3 rows.",
        (
            "The 3 rows are about 2 leads: the rows of one lead go one after the other, in their order here, and what "
            "the last of them says stands."
        ),
    )


async def test_what_is_erased_on_many_leads_is_known_too(journal: Journal) -> None:
    review = await review_of(journal, update("1", postcode="", county="Kent"), update("2", postcode="", county="Kent"))
    assert review.wants_eye == {"Postcode is cleared on 2 leads."} < set(review.summary)


async def test_money_and_new_values_erase_nothing(journal: Journal) -> None:
    money = FinancialUpdate(LeadRef("1"), Decimal(80), None, "33")
    assert not (await review_of(journal, money, kind=JobKind.FINANCIALS)).wants_eye
    assert not (await review_of(journal, update("1", postcode="TN25 6QD"))).wants_eye


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("postcode", "77 Half Ty", "UK postcode"),
        ("postcode", "ab1 2cd", "UK postcode"),
        ("phone1", "07700 900 12", "phone number"),
        ("postcode", "TN25 6QD", ""),
        ("postcode", "tn256qd", ""),
        ("phone1", "07700 900 123", ""),
        ("street1", "77 Half Ty", ""),
    ],
)
async def test_what_looks_mistyped_is_said_once_more(journal: Journal, field: str, value: str, what: str) -> None:
    review = await review_of(journal, LeadUpdate(LeadRef("1"), {field: value}), kind=JobKind.SINGLE)
    doubt = f"“{value}” does not look like a {what}: check it with the customer."
    assert review.wants_eye == (frozenset({doubt}) if what else frozenset())
    assert review.wants_eye == frozenset(review.summary[1:])


@pytest.mark.parametrize(
    ("field", "value", "doubt"),
    [
        ("dob", "31/02/1980", "There is no such day as “31/02/1980”: check it with the customer."),
        ("dob", "soon", "“soon” does not look like a date: check it with the customer."),
        ("dob", "7.3.05", "The year of “7.3.05” could be 2005 or 1905: check it with the customer."),
        ("dob", "07/03/1980", ""),
        ("data2", "45/13/2090", "There is no such day as “45/13/2090”: check it with the customer."),
        ("data2", "", ""),
        ("data3", "Maybe", "“Maybe” is not in the list of Smokes."),
        ("data3", "2", ""),
        ("data3", "", ""),
    ],
)
async def test_no_date_and_what_is_in_no_list_go_with_a_word(
    journal: Journal, field: str, value: str, doubt: str
) -> None:
    fields = {
        "data2": CampaignField("data2", "survey", data_type="date"),
        "data3": CampaignField("data3", "Smokes", choices=(Choice("1", "Yes"), Choice("2", "No"))),
    }
    review = await review_of(journal, LeadUpdate(LeadRef("1"), {field: value}), kind=JobKind.SINGLE)
    seen = LeadSeen({field: ""}, labels={"data3": "Smokes"}, fields=fields)
    told = replace(review, seen=seen)
    assert told.summary[1:] == ((doubt,) if doubt else ())
    assert told.wants_eye == frozenset(told.summary[1:])
    assert told.going[0].update == LeadUpdate(LeadRef("1"), {field: value}), "it is sent as it was typed"


async def test_one_row_is_held_against_the_lists_that_every_campaign_has(journal: Journal) -> None:
    campaigns = [("Life Cover", [CampaignField("data3", "Smokes", choices=(Choice("1", "Yes"), Choice("2", "No")))])]
    review = await review_of(journal, LeadUpdate(LeadRef("1"), {"data3": "Maybe"}))
    told = replace(review, names=AccountNames(FieldLabels.of_campaigns(campaigns)))
    assert told.wants_eye == {"“Maybe” is not in the list of Smokes."} < set(told.summary)


async def test_many_leads_are_told_in_counts(journal: Journal) -> None:
    review = await review_of(
        journal,
        update("1", postcode="TN25 6QD"),
        update("2", ("1053", "1061"), postcode="TN25 6QD"),
        update("3", ("1053",), street1=""),
    )
    assert review.title == "Update 3 leads?"
    assert review.button == "Update 3 and send to 2 buyers"
    assert review.summary == (
        "Postcode changes on 2 leads.",
        "Street is cleared on 1 lead.",
        "2 leads go to Acme Ltd now, through “Acme Solar — evening” (ID 1053). A delivery cannot be undone.",
        (
            "1 lead goes to Bright Homes now, through “Bright Homes — live transfer” (ID 1061). "
            "A delivery cannot be undone."
        ),
        NOT_COMPARED,
    )
    assert review.delivery_count == 3


SECOND_WAY = (
    "LeadByte may refuse to send a lead on which nothing changes. The app then asks LeadByte for the delivery alone, "
    "one time."
)


def held(number: str, action: Action, **changes: str) -> LeadUpdate:
    return LeadUpdate(LeadRef(number, LeadKind.QUARANTINE), changes, action=action)


async def test_leads_that_are_only_reprocessed(journal: Journal) -> None:
    review = await review_of(journal, *(update(str(number), action=Action.REPROCESS) for number in range(1, 13)))
    assert review.title == "Reprocess 12 leads?"
    assert review.button == "Reprocess 12 leads"
    assert review.dangerous
    [line] = review.summary
    assert line == (
        "12 leads are reprocessed: LeadByte queues this, so it is not done at once. They may then go to buyers by "
        "LeadByte’s own rules. A reprocess cannot be undone."
    )
    requests = list(review.requests)
    assert [request.path for request in requests] == ["/leads/reprocess"] * 3
    assert requests[-1].body == {"leadIds": [11, 12]}


async def test_quarantined_leads_that_are_released_or_rejected(journal: Journal) -> None:
    review = await review_of(
        journal, *(held(str(number), Action.RELEASE) for number in range(1, 4)), held("4", Action.REJECT)
    )
    assert review.title == "Release 3 and reject 1 quarantined leads?"
    assert review.summary == (
        (
            "3 quarantined leads are released: LeadByte queues this, so it is not done at once. "
            "After the release its checks apply, and a lead may be quarantined again. A release cannot be undone."
        ),
        (
            "1 quarantined lead is rejected: LeadByte queues this, so it is not done at once. A rejection cannot be "
            "undone."
        ),
    )
    assert [request.path for request in review.requests] == ["/quarantine/process"] * 4
    one = await review_of(journal, held("8", Action.RELEASE, postcode="A"))
    assert one.title == "Update and release quarantined lead 8?"
    assert one.button == "Update and release lead"
    assert one.summary[-1].startswith("LeadByte releases this lead from quarantine: LeadByte queues this")
    (request,) = one.requests
    assert request.body == {"leads": [{"quarantineId": "8", "action": "process", "update": {"postcode": "A"}}]}


@pytest.mark.parametrize(
    ("what", "title", "button"),
    [
        (update("7", postcode="A"), "Update lead 7?", "Update lead"),
        (update("7", ("1053",), postcode="A"), "Update and send lead 7?", "Update and send to Acme Ltd"),
        (update("7", ("1053",)), "Send lead 7?", "Send to Acme Ltd"),
        (
            update("7", ("1053", "1061"), Action.REPROCESS),
            "Send and reprocess lead 7?",
            "Send to 2 buyers and reprocess",
        ),
        (
            update("7", action=Action.REPROCESS, postcode="A"),
            "Update and reprocess lead 7?",
            "Update and reprocess lead",
        ),
        (held("8", Action.REJECT, postcode="A"), "Update and reject quarantined lead 8?", "Update and reject lead"),
        (held("8", Action.RELEASE), "Release quarantined lead 8?", "Release lead"),
    ],
)
async def test_title_and_button_say_all_that_is_done_to_one_lead(
    journal: Journal, what: LeadUpdate, title: str, button: str
) -> None:
    review = await review_of(journal, what, kind=JobKind.SINGLE)
    assert (review.title, review.button) == (title, button)


async def test_title_and_button_say_of_many_leads_what_is_done_to_every_one(journal: Journal) -> None:
    alike = await review_of(journal, *(held(number, Action.RELEASE, postcode="A") for number in ("8", "9")))
    assert alike.title == "Update and release 2 quarantined leads?"
    assert alike.button == "Update and release 2 quarantined leads"
    unlike = await review_of(journal, held("8", Action.RELEASE, postcode="A"), held("9", Action.RELEASE))
    assert unlike.title == "Update 2 quarantined leads?"
    mixed = await review_of(journal, held("8", Action.RELEASE, postcode="A"), held("9", Action.REJECT, postcode="A"))
    assert mixed.button == "Update 2 quarantined leads"


REPROCESS, RELEASE, REJECT = Action.REPROCESS, Action.RELEASE, Action.REJECT


@pytest.mark.parametrize(
    ("rows", "title", "button"),
    [
        (
            (held("8", RELEASE), held("9", REJECT), held("10", REJECT)),
            "Release 1 and reject 2 quarantined leads?",
            "Release 1 and reject 2 quarantined leads",
        ),
        (
            (update("1", action=REPROCESS), held("8", RELEASE), held("9", REJECT)),
            "Reprocess 1, release 1 and reject 1 leads?",
            "Reprocess 1, release 1 and reject 1 leads",
        ),
        ((held("8", RELEASE), held("8", REJECT), held("9", REJECT)), "Send 3 rows?", "Send 3 rows"),
        ((update("1", ("1053",)), held("8", RELEASE), held("9", REJECT)), "Send 3 rows?", "Send 3 rows"),
        ((update("1", ("1053",)), update("2", ("1053",), REPROCESS)), "Send 2 rows?", "Send 2 rows"),
        (
            (update("1", ("1053",), REPROCESS), update("2", ("1053",), REPROCESS)),
            "Send and reprocess 2 leads?",
            "Send 2 leads to Acme Ltd and reprocess",
        ),
        ((update("1", ("1053",)), update("2", ("1053",))), "Send 2 leads?", "Send 2 leads to Acme Ltd"),
        ((update("1", postcode="A"), held("8", RELEASE), held("9", REJECT)), "Update 3 leads?", "Update 3 leads"),
    ],
)
async def test_title_and_button_of_a_batch_that_changes_no_value_say_what_it_does(
    journal: Journal, rows: tuple[LeadUpdate, ...], title: str, button: str
) -> None:
    review = await review_of(journal, *rows)
    assert (review.title, review.button) == (title, button)


async def test_the_title_names_the_customer_and_the_campaign_where_they_are_known(journal: Journal) -> None:
    review = await review_of(journal, update("2932682", ("1053",), postcode="A"), kind=JobKind.SINGLE)
    seen = replace(review, seen=LeadSeen(name="Ms Karen Fletcher", campaign="Life Cover"))
    assert seen.title == "Update and send Ms Karen Fletcher, lead 2932682 (Life Cover)?"
    assert seen.send_again([]).title == seen.title
    assert replace(review, seen=LeadSeen(campaign="Life Cover")).title == "Update and send lead 2932682 (Life Cover)?"
    assert replace(review, seen=LeadSeen(name="Bo")).title == "Update and send Bo, lead 2932682?"


async def test_only_a_delivery_alone_speaks_of_the_other_way(journal: Journal) -> None:
    alone = await review_of(journal, update("1", ("1053",)))
    assert alone.summary[-1] == SECOND_WAY
    (request,) = alone.requests
    assert request.path == "/leads"
    many = await review_of(journal, update("1", ("1053",)), update("2", postcode="A"))
    assert SECOND_WAY in many.summary
    for other in (update("1", ("1053",), postcode="A"), update("1", ("1053",), Action.REPROCESS)):
        assert SECOND_WAY not in (await review_of(journal, other, update("2", postcode="A"))).summary
        assert SECOND_WAY not in (await review_of(journal, other)).summary


async def test_money_is_told_in_full(journal: Journal) -> None:
    updates = [FinancialUpdate(LeadRef(str(n)), Decimal("80.00"), Decimal("120.00"), "33") for n in range(1, 7)]
    review = await review_of(journal, *updates, kind=JobKind.FINANCIALS)
    assert review.summary == (
        "Payout is set on 6 leads: £80.00 each, £480.00 in all.",
        "Revenue is set on 6 leads: £120.00 each, £720.00 in all.",
        "For the buyer with BID 33.",
    )
    assert review.money == Decimal("1200.00")
    assert review.must_type == "£1,200.00"
    assert review.typed_right("1200")
    assert review.typed_right(" £1,200.00 ")
    assert not review.typed_right("120")
    assert not review.typed_right("")


async def test_more_than_fifty_deliveries_want_their_number_typed(journal: Journal) -> None:
    fifty = await review_of(journal, *(update(str(n), ("1053",)) for n in range(1, 51)))
    assert fifty.must_type is None
    more = await review_of(journal, *(update(str(n), ("1053",)) for n in range(1, 52)))
    assert more.must_type == "51"
    assert more.typed_right("51")
    assert not more.typed_right("50")


@pytest.mark.parametrize("state", [ItemState.UPDATED, ItemState.QUEUED, ItemState.NOT_KNOWN])
async def test_what_went_before_is_left_out_unless_ticked(journal: Journal, state: ItemState) -> None:
    await send_one(journal, update("7", ("1053",)), LeadResult(state, "x", Confirmation.NOT_CONFIRMED))
    review = await review_of(journal, update("7", ("1053",), postcode="A"), update("8", ("1053",)))
    (already,) = review.already
    assert already.index == 0
    assert "Acme Solar — evening" in already.words
    assert "22 Nov 2026, 14:02 (sam)" in already.words
    assert [item.update.lead.number for item in review.going] == ["8"]
    assert review.draft.items[0].left_out.startswith("Left out: ")
    assert [request.body for request in review.requests] == [{"leads": [{"id": "8", "triggerDeliveryId": "1053"}]}]

    ticked = review.send_again([0])
    assert len(ticked.going) == 2
    assert ticked.draft.items[0].send_again
    assert ticked.send_again([]).going == review.going


@pytest.mark.parametrize(
    ("action", "state", "words"),
    [
        (Action.RELEASE, ItemState.QUEUED, "was queued to be released from quarantine on"),
        (Action.REJECT, ItemState.QUEUED, "was queued to be rejected on"),
        (Action.RELEASE, ItemState.UPDATED, "was sent to be released from quarantine on"),
        (Action.RELEASE, ItemState.NOT_KNOWN, "may already have been released from quarantine (not known) on"),
    ],
)
async def test_what_is_said_of_an_earlier_action_is_what_became_of_it(
    journal: Journal, action: Action, state: ItemState, words: str
) -> None:
    await send_one(journal, held("8", action), LeadResult(state, "Queued"))
    (already,) = (await review_of(journal, held("8", action), kind=JobKind.SINGLE)).already
    assert already.words == f"Quarantined lead 8 {words} 22 Nov 2026, 14:02 (sam)"
    assert already.tick_words.startswith("Send again: Quarantined lead 8 ")


async def test_whose_lead_it_is_is_said_too_where_nothing_of_it_is_left(journal: Journal) -> None:
    await send_one(journal, update("7", ("1053",)), LeadResult(ItemState.UPDATED, "x"))
    review = await review_of(journal, update("7", ("1053",)), kind=JobKind.SINGLE)
    assert review.title == "Nothing is left to send for lead 7"
    seen = replace(review, seen=LeadSeen(name="Ms Karen Fletcher", campaign="Life Cover"))
    assert seen.title == "Nothing is left to send for Ms Karen Fletcher, lead 7 (Life Cover)"
    both = await review_of(journal, update("7", ("1053",)), update("7", ("1053",)))
    assert both.title == "Nothing is left to send"


async def test_a_delivery_that_was_queued_is_not_said_to_have_gone(journal: Journal) -> None:
    await send_one(journal, update("7", ("1053",)), LeadResult(ItemState.QUEUED, "Queued"))
    (already,) = (await review_of(journal, update("7", ("1053",)))).already
    assert already.words == "Lead 7 was queued to go to Acme Solar — evening on 22 Nov 2026, 14:02 (sam)"


@pytest.mark.parametrize(
    ("what", "advice"),
    [
        (
            update("7", ("1053",), postcode="A"),
            "To change only values, or to send to another buyer, go back and untick what already went.",
        ),
        (
            update("7", ("1053",)),
            "To change only values, or to send to another buyer, go back and untick what already went.",
        ),
        (
            update("7", action=Action.REPROCESS, postcode="A"),
            (
                "LeadByte may still have it to do: look at the lead there first. To change only values, go back and "
                "untick the reprocess."
            ),
        ),
        (update("7", action=Action.REPROCESS), "LeadByte may still have it to do: look at the lead there first."),
        (
            held("7", Action.RELEASE, postcode="A"),
            (
                "LeadByte may still have it to do: look there whether the lead is still in quarantine. To change only "
                "values, go back and take the release away."
            ),
        ),
        (
            held("7", Action.REJECT),
            "LeadByte may still have it to do: look there whether the lead is still in quarantine.",
        ),
        (
            update("7", ("1053",), Action.REPROCESS, postcode="A"),
            (
                "LeadByte may still have it to do: look at the lead there first. To change only values, go back and "
                "untick what already went."
            ),
        ),
    ],
)
async def test_the_advice_beside_what_already_went_fits_what_it_was(
    journal: Journal, what: LeadUpdate, advice: str
) -> None:
    await send_one(journal, what, LeadResult(ItemState.QUEUED, "x"))
    review = await review_of(journal, what, kind=JobKind.SINGLE)
    assert repeats_words(review) == (
        "This lead is left out, as it repeats what already went from this PC, or may have. Tick it to send again. "
        f"{advice}"
    )
    assert repeats_words(review.send_again([0])) == (
        "What is ticked below already went from this PC, or may have, and goes again."
    )


@pytest.mark.parametrize("state", [ItemState.REFUSED, ItemState.NOT_SENT])
async def test_what_surely_did_not_go_is_not_held_against_the_lead(journal: Journal, state: ItemState) -> None:
    await send_one(journal, update("7", ("1053",)), LeadResult(state, "x"))
    review = await review_of(journal, update("7", ("1053",)))
    assert review.already == ()
    assert len(review.going) == 1


async def test_another_delivery_or_account_is_another_matter(journal: Journal) -> None:
    await send_one(journal, update("7", ("1053",)), LeadResult(ItemState.UPDATED, "x"))
    assert (await review_of(journal, update("7", ("1061",)))).already == ()
    assert (await review_of(journal, update("7", postcode="A"))).already == ()
    other = Account("other", "Other", "https://other.leadbyte.co.uk/restapi/v1.3")
    elsewhere = JobDraft(JobKind.SINGLE, "x", "other", (DraftItem(update("7", ("1053",))),))
    assert (await Reviews(journal).prepare(elsewhere, other, [])).already == ()


async def test_the_same_delivery_twice_in_one_job_is_named(journal: Journal) -> None:
    review = await review_of(journal, update("7", ("1053",)), update("7", ("1053",), postcode="A"))
    (already,) = review.already
    assert already.index == 1
    assert already.words == "Row 1 of this job asks for the same: lead 7 to Acme Solar — evening"
    assert len(review.going) == 1


async def test_a_row_that_sends_a_not_known_one_again_is_ticked_already(journal: Journal) -> None:
    item_id = await send_one(journal, update("7", ("1053",)), LeadResult(ItemState.NOT_KNOWN, "cut"))
    again = JobDraft(JobKind.SINGLE, "x", "acme", (DraftItem(update("7", ("1053",)), repeats=item_id),))
    review = await Reviews(journal).prepare(again, ACCOUNT, [SOLAR])
    assert "it is not known whether it went to Acme Solar — evening" in review.already[0].words
    assert review.chosen == {0}
    assert len(review.going) == 1


async def test_nothing_to_send_is_said_in_words(journal: Journal) -> None:
    with pytest.raises(BadInput, match="nothing to send yet"):
        await review_of(journal)
    with pytest.raises(BadInput, match="Nothing would change on lead 5"):
        await review_of(journal, update("4", postcode="A"), update("5"))


async def test_a_row_of_the_table_says_first_who_gets_the_lead(journal: Journal) -> None:
    review = await review_of(
        journal,
        update("1", ("1053", "1061"), Action.REPROCESS, postcode="TN25 6QD", street1=""),
        update("2", postcode="ME1 2AB"),
    )
    assert [review.short_line_of(item) for item in review.going] == [
        "Goes to Acme Ltd, Bright Homes; Postcode “TN25 6QD”; Street cleared; reprocessed",
        "Postcode “ME1 2AB”",
    ]
    money = await review_of(journal, FinancialUpdate(LeadRef("1"), Decimal("80.00")), kind=JobKind.FINANCIALS)
    assert money.short_line_of(money.going[0]) == "Payout becomes £80.00; no buyer (BID)"


async def test_a_buyer_who_gets_a_lead_by_several_deliveries_is_named_once(journal: Journal) -> None:
    twice = replace(SOLAR, delivery_id="1052", name="Acme Solar — day")
    item = update("1", ("1053", "1061", "1052"))
    review = await Reviews(journal).prepare(draft(item, update("2", postcode="A")), ACCOUNT, [SOLAR, HOMES, twice])
    assert review.short_line_of(DraftItem(item)) == "Goes to Acme Ltd (2 deliveries), Bright Homes"


async def test_a_delivery_with_zeros_in_front_names_its_buyer_and_stays_as_it_is_sent(journal: Journal) -> None:
    review = await review_of(journal, LeadUpdate(LeadRef("7"), {}, ("01053",)))
    assert review.summary[0] == (
        "Acme Ltd receives this lead now, through “Acme Solar — evening” (ID 01053). A delivery cannot be undone."
    )


# --- rows of one lead that contradict each other ----------------------------------------------------------------------


async def test_one_lead_that_is_released_and_rejected_is_warned_of(journal: Journal) -> None:
    review = await review_of(journal, held("7", REJECT), held("8", RELEASE), held("008", REJECT))
    warning = (
        "Rows of one lead contradict each other. Quarantined lead 8: row 2 releases it and row 3 rejects it. LeadByte "
        "does the first and may refuse the other. Leave one out."
    )
    assert warning in review.summary
    assert review.wants_eye == {warning}
    assert "The 3 rows are about 2 leads: the rows of one lead go one after the other, in their order here." in (
        review.summary
    )


async def test_rows_are_named_as_their_file_does_and_of_many_leads_the_first(journal: Journal) -> None:
    rows = [
        DraftItem(held(str(lead), action), number=10 * lead + place)
        for lead in range(1, 6)
        for place, action in enumerate((RELEASE, REJECT))
    ]
    made = JobDraft(JobKind.BATCH, "leads.csv", ACCOUNT.account_id, tuple(rows))
    review = await Reviews(journal).prepare(made, ACCOUNT, [])
    (warning,) = review.wants_eye
    assert warning == (
        "Rows of 5 leads contradict each other. Quarantined lead 1: row 10 releases it and row 11 rejects it; "
        "quarantined lead 2: row 20 releases it and row 21 rejects it; quarantined lead 3: row 30 releases it and row "
        "31 rejects it; and 2 more leads. LeadByte does the first and may refuse the other. Leave one of each out."
    )


async def test_what_is_said_of_contradictions_follows_what_goes(journal: Journal) -> None:
    await send_one(journal, held("8", REJECT), LeadResult(ItemState.QUEUED, "Queued"))
    review = await review_of(journal, held("8", RELEASE, postcode="A"), held("8", REJECT), held("9", REJECT))
    assert not any("contradict" in line for line in review.send_again([0]).summary)
    both = review.send_again([0, 1])
    (warning,) = both.wants_eye
    assert "row 1 releases it and row 2 rejects it" in warning
    assert both.summary[-1].endswith(
        "the rows of one lead go one after the other, in their order here, and of a field’s values the last one stands."
    )


async def test_an_action_of_one_lead_and_the_values_of_its_other_row_do_not_contradict(journal: Journal) -> None:
    review = await review_of(journal, held("8", RELEASE), held("8", REJECT), update("8", action=REPROCESS))
    assert sum("contradict" in line for line in review.summary) == 1
    review = await review_of(journal, held("8", RELEASE), LeadUpdate(held("8", RELEASE).lead, {"postcode": "A"}))
    assert not review.wants_eye
    assert not any("contradict" in line for line in review.summary)


@pytest.mark.parametrize("checked", [(), ("1",)])
async def test_campaigns_that_were_not_checked_are_amber_in_the_tab_deliveries(
    journal: Journal, checked: tuple[str, ...]
) -> None:
    rows = [update(number, ("1053",)) for number in ("1", "2", "3")]
    review = await review_of(journal, *rows, kind=JobKind.BUYERS)
    review = replace(review, campaigns={LeadRef(number).same_as: "Life" for number in checked})
    assert review.wants_eye == {review.summary[-1]}
    assert review.summary[-1] == NOT_COMPARED or review.summary[-1].startswith("Of 2 of the 3 leads the campaign was")
    batch = await review_of(journal, *rows)
    assert batch.summary[-1] == NOT_COMPARED
    assert not batch.wants_eye


async def test_the_one_lead_of_the_tab_deliveries_whose_campaign_is_not_known_is_amber_too(journal: Journal) -> None:
    review = await review_of(journal, update("1", ("1053",)), kind=JobKind.BUYERS)
    assert review.wants_eye == {review.summary[-1]}
    assert "is not known here" in review.summary[-1]
    known = replace(review, campaigns={LeadRef("1").same_as: "Life"})
    assert not known.wants_eye
    reprocess = await review_of(journal, *(update(number, action=REPROCESS) for number in "12"), kind=JobKind.BUYERS)
    assert not reprocess.wants_eye


# --- what went from this PC against what is asked now -----------------------------------------------------------------


@pytest.mark.parametrize("kind", [JobKind.SINGLE, JobKind.BUYERS])
@pytest.mark.parametrize(
    ("went", "asked", "state", "words"),
    [
        (RELEASE, REJECT, ItemState.QUEUED, "was queued to be released from quarantine on"),
        (REJECT, RELEASE, ItemState.QUEUED, "was queued to be rejected on"),
        (RELEASE, REJECT, ItemState.UPDATED, "was sent to be released from quarantine on"),
        (REJECT, RELEASE, ItemState.NOT_KNOWN, "may already have been rejected (not known) on"),
    ],
)
async def test_a_lead_that_was_released_or_rejected_is_left_out_of_the_opposite_unless_ticked(
    journal: Journal, kind: JobKind, went: Action, asked: Action, state: ItemState, words: str
) -> None:
    await send_one(journal, held("8", went), LeadResult(state, "Queued"))
    review = await review_of(journal, held("008", asked), kind=kind)
    (already,) = review.already
    assert already.words == f"Quarantined lead 008 {words} 22 Nov 2026, 14:02 (sam)"
    assert already.tick_words == f"Send all the same: {already.words}"
    assert not len(review.going)
    left_out = "This lead is left out, as it" if kind is JobKind.SINGLE else "1 row is left out, as its lead"
    assert repeats_words(review) == (
        f"{left_out} was released or rejected from this PC before, or may have been, and LeadByte may refuse the "
        "opposite now. Tick it to send it all the same. Look in LeadByte first whether the lead is still in quarantine."
    )
    ticked = review.send_again([0])
    assert ticked.draft.items[0].send_again
    assert [item.update for item in ticked.going] == [held("008", asked)]
    assert repeats_words(ticked) == (
        "What is ticked below goes, though it was released or rejected from this PC before, or may have been."
    )
    assert not ticked.repeats_something


async def test_of_several_leads_it_is_said_what_was_repeated_and_what_was_turned_round(journal: Journal) -> None:
    for number in ("8", "9"):
        await send_one(journal, held(number, RELEASE), LeadResult(ItemState.QUEUED, "Queued"))
    turned = await review_of(journal, *(held(number, REJECT, postcode="A") for number in ("8", "9", "10")))
    assert repeats_words(turned).startswith("2 rows are left out, as their leads were released or rejected from")
    assert repeats_words(turned).endswith("To change only values, go back and take the release or rejection away.")
    assert len(turned.going) == 1
    both = await review_of(journal, held("8", RELEASE), held("9", REJECT))
    assert repeats_words(both) == (
        "2 rows are left out, as what they ask for, or the opposite of it, already went from this PC, or may have. "
        "Tick those to send again. LeadByte may still have it to do: look there whether the lead is still in "
        "quarantine."
    )
    assert repeats_words(both.send_again([0, 1])) == (
        "What is ticked below, or the opposite of it, already went from this PC, or may have, and goes now."
    )
    assert both.send_again([0]).repeats_something


async def test_a_lead_that_was_released_and_then_rejected_is_told_of_both(journal: Journal) -> None:
    await send_one(journal, held("8", RELEASE), LeadResult(ItemState.QUEUED, "Queued"))
    await send_one(journal, held("8", REJECT), LeadResult(ItemState.QUEUED, "Queued"))
    (already,) = (await review_of(journal, held("8", REJECT), kind=JobKind.SINGLE)).already
    assert "was queued to be rejected on" in already.words
    assert "was queued to be released from quarantine on" in already.words
    assert already.tick_words.startswith("Send again: ")


async def test_only_release_and_reject_are_opposites_and_only_of_what_went(journal: Journal) -> None:
    await send_one(journal, held("8", RELEASE), LeadResult(ItemState.REFUSED, "no"))
    assert (await review_of(journal, held("8", REJECT))).already == ()
    await send_one(journal, update("9", action=REPROCESS), LeadResult(ItemState.QUEUED, "Queued"))
    assert (await review_of(journal, held("9", REJECT), update("9", postcode="A"))).already == ()
    await send_one(journal, held("7", RELEASE), LeadResult(ItemState.QUEUED, "Queued"))
    assert (await review_of(journal, LeadUpdate(held("7", REJECT).lead, {"postcode": "A"}))).already == ()


# --- the same buyer through another delivery --------------------------------------------------------------------------

DAY = Delivery("1052", "Acme Solar — day", "Acme Ltd", "33")
NOBODY, NOBODY_ELSE = Delivery("7", "Test"), Delivery("8", "Test 2")
SENT = LeadResult(ItemState.UPDATED, "OK", Confirmation.CONFIRMED)


async def buyers_of(store: Journal, *updates: LeadUpdate) -> str:
    review = await Reviews(store).prepare(draft(*updates), ACCOUNT, [DAY, SOLAR, HOMES, NOBODY, NOBODY_ELSE])
    return review.buyer_note


async def test_a_lead_that_the_buyer_has_through_another_delivery_is_told(journal: Journal) -> None:
    await send_one(journal, update("7", ("1052",)), SENT)
    assert await buyers_of(journal, update("7", ("01053",)), update("8", ("1053",))) == (
        "Lead 7 went to Acme Solar — day on 22 Nov 2026, 14:02 (sam), which goes to the same buyer, Acme Ltd."
    )


async def test_another_buyer_is_no_matter_and_the_same_delivery_is_told_elsewhere(journal: Journal) -> None:
    await send_one(journal, update("7", ("1052", "7")), SENT)
    assert await buyers_of(journal, update("7", ("1052", "1061", "8"))) == ""


async def test_a_delivery_that_leadbyte_denied_did_not_reach_the_buyer(journal: Journal) -> None:
    await send_one(journal, update("7", ("1052",)), LeadResult(ItemState.REFUSED, "Lead is not valid"))
    assert await buyers_of(journal, update("7", ("1053",))) == ""


@pytest.mark.parametrize("rows", [[("1052", "1053")], [("1052",), ("1053",)]])
async def test_two_deliveries_of_one_buyer_in_one_job_are_told(journal: Journal, rows: list[tuple[str, ...]]) -> None:
    assert await buyers_of(journal, *(update("7", ids, postcode="M1 1AA") for ids in rows)) == (
        "Acme Ltd would get lead 7 twice: “Acme Solar — day” and “Acme Solar — evening” go to the same buyer."
    )


async def test_of_many_leads_a_few_are_named_and_of_a_large_job_none(journal: Journal) -> None:
    small = [update(str(number), ("1052", "1053")) for number in range(1, 6)]
    assert (await buyers_of(journal, *small)).endswith("There are 2 more such cases.")
    large = [update(str(number), ("1052", "1053")) for number in range(LEADS_LOOKED_AT + 1)]
    assert await buyers_of(journal, *large) == ""
