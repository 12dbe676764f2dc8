"""The rest of a job: why it was not sent, and what a person decided about it before it is continued."""

from __future__ import annotations

import pytest

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import DraftItem, ItemState, Settlement
from tests.store.scenes import Office, ids_of, plain, to_buyer

LEFT_OUT = "Left out: lead 1 went to Acme Solar on 22 Nov 2026, 14:02 (sam)."


async def test_rows_left_out_are_cancelled_with_the_words_of_the_review(office: Office) -> None:
    job = await office.job(to_buyer("1"), to_buyer("2"), plain("3"))
    await office.send(job, 2, state=ItemState.NOT_SENT)
    first, second, _third = ids_of(await office.items(job))
    await office.journal.leave_out(job.job_id, {first: LEFT_OUT, second: "Left out: so."})
    assert await office.states(job) == [ItemState.CANCELLED, ItemState.CANCELLED, ItemState.WAITING]
    assert (await office.item(job, 1)).words == LEFT_OUT
    assert (await office.item(job, 2)).words == "Left out: so."
    assert [item.position for item in await office.journal.waiting(job.job_id, 0, 9, again=True)] == [3]


@pytest.mark.parametrize("state", [ItemState.UPDATED, ItemState.REFUSED, ItemState.NOT_KNOWN])
async def test_one_row_that_was_sent_meanwhile_stops_the_whole(office: Office, state: ItemState) -> None:
    job = await office.job(to_buyer("1"), to_buyer("2"))
    await office.send(job, 2, state=state)
    waits, sent = ids_of(await office.items(job))
    with pytest.raises(NotAllowedNow, match="Nothing was sent"):
        await office.journal.leave_out(job.job_id, {waits: "x", sent: "x"})
    with pytest.raises(NotAllowedNow, match="Nothing was sent"):
        await office.journal.allow_again(job.job_id, [waits, sent])
    assert await office.states(job) == [ItemState.WAITING, state]
    assert not (await office.item(job, 1)).send_again


async def test_rows_of_another_job_are_not_touched(office: Office) -> None:
    job, other = await office.job(plain("1")), await office.job(plain("2"))
    (item_id,) = ids_of(await office.items(other))
    with pytest.raises(NotAllowedNow):
        await office.journal.leave_out(job.job_id, {item_id: "x"})
    with pytest.raises(NotAllowedNow):
        await office.journal.allow_again(job.job_id, [item_id])
    assert await office.states(other) == [ItemState.WAITING]


async def test_a_row_allowed_again_goes_although_it_went(office: Office) -> None:
    first, second = await office.job(to_buyer("1")), await office.job(to_buyer("1"), to_buyer("2"))
    await office.send(first)
    (item_id, other_id) = ids_of(await office.items(second))
    await office.journal.allow_again(second.job_id, [item_id])
    assert (await office.item(second)).send_again
    assert not (await office.item(second, 2)).send_again
    assert await office.journal.leave_out_repeats(second.job_id, [item_id, other_id]) == {}
    await office.send(second)
    assert (await office.item(second)).state is ItemState.UPDATED


async def test_leaving_out_a_repeat_asks_for_a_persons_word_once_more(office: Office) -> None:
    first = await office.job(to_buyer("1"))
    item = await office.send(first, state=ItemState.NOT_KNOWN)
    again = await office.job(DraftItem(to_buyer("1"), repeats=item.item_id))
    assert (await office.item(first)).settlement is Settlement.SENT_AGAIN
    await office.journal.leave_out(again.job_id, {(await office.item(again)).item_id: "Left out: so."})
    assert (await office.item(first)).can_be_settled


async def test_why_a_job_stopped_by_itself_stays_with_it_until_it_goes_on(office: Office) -> None:
    job, other = await office.job(plain("1")), await office.job(plain("2"))
    assert job.trouble == ""
    words = "LeadByte refused this key \udcff. Press Continue."
    await office.journal.write_trouble(job.job_id, words)
    kept = words.replace("\udcff", "?")
    assert (await office.journal.job(job.job_id)).trouble == kept
    assert [each.trouble for each in await office.journal.unfinished_jobs("acme")] == ["", kept]
    newest = await office.journal.newest_with_work()
    assert newest is not None
    assert (newest.job_id, newest.trouble) == (other.job_id, "")
    await office.journal.write_trouble(job.job_id, "")
    assert (await office.journal.job(job.job_id)).trouble == ""
