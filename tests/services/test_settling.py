"""A person's word on what is not known; sending it again goes through the review."""

from __future__ import annotations

import asyncio

import pytest

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import DraftItem, Item, ItemState, Job, JobDraft, JobKind, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.services.desk import Desk
from tests.practice_server import PracticeServer

LEADS = ("2932682", "2932683")


async def send(desk: Desk, *rows: DraftItem, title: str = "A job") -> Job:
    """Send rows past the window; gives the job as it stands then."""
    draft = JobDraft(JobKind.BUYERS, title, desk.account.account_id, rows)
    job = await desk.write_down(await desk.prepare(draft))
    await desk.send(job, lambda _progress: None, again=False)
    return await desk.tools.journal.job(job.job_id)


async def items_of(desk: Desk, job: Job) -> list[Item]:
    return await desk.tools.journal.items(job.job_id, None, 0, 100)


def sold(lead: str, delivery: str = "1053") -> DraftItem:
    return DraftItem(LeadUpdate(LeadRef(lead), {}, (delivery,)))


@pytest.fixture
async def cut(desk: Desk, practice_server: PracticeServer) -> list[Item]:
    """Two leads that went to a buyer, of which this PC does not know it: the line was cut after the work was done."""
    practice_server.practise(PractiseProblem.CUT)
    job = await send(desk, *map(sold, LEADS), title="leads-today.csv")
    items = await items_of(desk, job)
    assert [item.state for item in items] == [ItemState.NOT_KNOWN] * 2
    return items


async def test_it_went_through(desk: Desk, cut: list[Item]) -> None:
    item = await desk.tools.settling.settle(cut[0].item_id, Settlement.WENT_THROUGH)
    assert (item.state, item.settlement) == (ItemState.UPDATED, Settlement.WENT_THROUGH)
    assert item.words.startswith(f"{desk.tools.person} said on ")
    assert (await desk.tools.journal.item(cut[1].item_id)).state is ItemState.NOT_KNOWN


async def test_it_did_not_and_may_then_be_continued(
    desk: Desk, cut: list[Item], practice_server: PracticeServer
) -> None:
    before = practice_server.world.ledger.triggers[LeadRef(LEADS[0]), "1053"]
    item = await desk.tools.settling.settle(cut[0].item_id, Settlement.DID_NOT)
    assert (item.state, item.settlement) == (ItemState.NOT_SENT, Settlement.DID_NOT)
    review = await desk.prepare_rest(item.job_id)
    assert [row.update.lead.number for row in review.going] == [LEADS[0]]
    job = await desk.write_down(review)
    await desk.send(job, lambda _progress: None, again=True)
    assert (await desk.tools.journal.item(item.item_id)).state is ItemState.UPDATED
    assert practice_server.world.ledger.triggers[LeadRef(LEADS[0]), "1053"] == before + 1


async def test_one_word_is_all_an_item_takes(desk: Desk, cut: list[Item]) -> None:
    settling = desk.tools.settling
    await settling.settle(cut[0].item_id, Settlement.WENT_THROUGH)
    for again in (
        settling.settle(cut[0].item_id, Settlement.WENT_THROUGH),
        settling.settle(cut[0].item_id, Settlement.DID_NOT),
    ):
        with pytest.raises(NotAllowedNow):
            await again
    with pytest.raises(NotAllowedNow, match=r"is known by now\. Nothing was sent"):
        await settling.send_again([cut[0].item_id])


async def test_two_clicks_at_once_settle_once(desk: Desk, cut: list[Item]) -> None:
    settling = desk.tools.settling
    words = await asyncio.gather(
        settling.settle(cut[0].item_id, Settlement.WENT_THROUGH),
        settling.settle(cut[0].item_id, Settlement.DID_NOT),
        return_exceptions=True,
    )
    assert [type(word) for word in words if isinstance(word, BaseException)] == [NotAllowedNow]


async def test_send_it_again_makes_a_draft_and_changes_nothing_yet(
    desk: Desk, cut: list[Item], practice_server: PracticeServer
) -> None:
    arrived = len(practice_server.arrivals.keys)
    draft = await desk.tools.settling.send_again([item.item_id for item in cut])
    assert (draft.kind, draft.title) == (JobKind.BUYERS, "2 rows of leads-today.csv, sent again")
    assert [row.repeats for row in draft.items] == [item.item_id for item in cut]
    assert [row.update for row in draft.items] == [item.update for item in cut]
    assert all([(await desk.tools.journal.item(item.item_id)).can_be_settled for item in cut])
    assert len(practice_server.arrivals.keys) == arrived


async def test_one_lead_sent_again_is_called_by_its_number(desk: Desk, cut: list[Item]) -> None:
    draft = await desk.tools.settling.send_again([cut[0].item_id])
    assert draft.title == "Lead 2932682, sent again"


async def test_sent_again_once_the_review_was_agreed_to(
    desk: Desk, cut: list[Item], practice_server: PracticeServer
) -> None:
    draft = await desk.tools.settling.send_again([cut[0].item_id])
    review = await desk.prepare(draft)
    assert "it is not known whether it went to" in review.already[0].words
    job = await desk.write_down(review)
    old = await desk.tools.journal.item(cut[0].item_id)
    assert (old.state, old.settlement) == (ItemState.NOT_KNOWN, Settlement.SENT_AGAIN)
    await desk.send(job, lambda _progress: None, again=False)
    assert practice_server.world.ledger.triggers[LeadRef(LEADS[0]), "1053"] == 2
    assert practice_server.world.ledger.triggers[LeadRef(LEADS[1]), "1053"] == 1


async def test_a_second_sending_again_of_the_same_is_refused(desk: Desk, cut: list[Item]) -> None:
    draft = await desk.tools.settling.send_again([cut[0].item_id])
    first, second = await desk.prepare(draft), await desk.prepare(draft)
    await desk.write_down(first)
    with pytest.raises(NotAllowedNow, match="Nothing was sent"):
        await desk.write_down(second)
