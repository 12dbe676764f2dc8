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
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, DraftItem, ItemState, JobDraft, JobKind, LeadResult
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.services.review import Review
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
    assert review.title == "Update lead 2932682?"
    assert review.button == "Update and send to Acme Ltd"
    assert review.summary == (
        "Postcode becomes “TN25 6QD”",
        "Street line 2 is cleared: what stands there now is erased",
        "Acme Ltd receives this lead now, through “Acme Solar — evening” (ID 1053). A delivery cannot be undone.",
        "LeadByte reprocesses this lead after the update. A reprocess cannot be undone.",
    )
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
    )
    assert review.delivery_count == 3


SECOND_WAY = (
    "Where LeadByte wants an update with a delivery that comes alone, the app triggers it by LeadByte’s other way, "
    "once."
)


def held(number: str, action: Action, **changes: str) -> LeadUpdate:
    return LeadUpdate(LeadRef(number, LeadKind.QUARANTINE), changes, action=action)


async def test_leads_that_are_only_reprocessed(journal: Journal) -> None:
    review = await review_of(journal, *(update(str(number), action=Action.REPROCESS) for number in range(1, 13)))
    assert review.title == "Reprocess 12 leads?"
    assert review.button == "Reprocess 12 leads"
    assert review.dangerous
    assert review.summary == ("12 leads are reprocessed: LeadByte queues this, so it is not done at once.",)
    requests = list(review.requests)
    assert [request.path for request in requests] == ["/leads/reprocess"] * 3
    assert requests[-1].body == {"leadIds": [11, 12]}


async def test_quarantined_leads_that_are_released_or_rejected(journal: Journal) -> None:
    review = await review_of(
        journal, *(held(str(number), Action.RELEASE) for number in range(1, 4)), held("4", Action.REJECT)
    )
    assert review.title == "Update 4 quarantined leads?"
    assert review.summary == (
        (
            "3 quarantined leads are released: LeadByte queues this, so it is not done at once. "
            "After the release its checks apply, and a lead may be quarantined again."
        ),
        "1 quarantined lead is rejected: LeadByte queues this, so it is not done at once.",
    )
    assert [request.path for request in review.requests] == ["/quarantine/process"] * 4
    one = await review_of(journal, held("8", Action.RELEASE, postcode="A"))
    assert one.title == "Update quarantined lead 8?"
    assert one.summary[-1].startswith("LeadByte releases this lead from quarantine: LeadByte queues this")
    (request,) = one.requests
    assert request.body == {"leads": [{"quarantineId": "8", "action": "process", "update": {"postcode": "A"}}]}


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
