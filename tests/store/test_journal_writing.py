"""An item's way through the states: leaving, answered, settled, cancelled; and what may not be."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import (
    ALLOWED_CHANGES,
    Confirmation,
    DraftItem,
    ItemState,
    LeadResult,
    Settlement,
)
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from tests.store.scenes import ACME_AGAIN, GLOBEX, URL, Office, ids_of, plain, reprocess, result, to_buyer

OUTCOMES = sorted(ALLOWED_CHANGES[ItemState.SENDING])


# --- leaving and being answered ---------------------------------------------------------------------------------------


async def test_an_item_is_written_down_before_it_leaves_and_after_its_answer(office: Office) -> None:
    job = await office.job(plain("1"), plain("2"))
    number, ids = await office.mark(job, 1, 2)
    out = await office.item(job)
    assert (out.state, out.attempts, out.request_number) == (ItemState.SENDING, 1, number)
    (attempt,) = await office.journal.attempts_of(ids[0])
    assert (attempt.number, attempt.job_id, attempt.method, attempt.url) == (number, job.job_id, "PUT", URL)
    assert (attempt.body, attempt.sent_at, attempt.answered_at) == ('{"leads":[]}', office.clock.time, None)
    left_at = office.clock.time
    office.clock.forward()
    answer = LeadResult(ItemState.UPDATED, "Lead updated", Confirmation.NOT_CONFIRMED, ("Odd postcode", "Old phone"))
    written = await office.journal.record(
        number, {ids[0]: answer, ids[1]: result(ItemState.REFUSED, "No")}, 200, "{…}", ""
    )
    assert written == {ids[0]: answer, ids[1]: result(ItemState.REFUSED, "No")}
    done = await office.item(job)
    assert (done.state, done.words, done.confirmation) == (
        ItemState.UPDATED,
        "Lead updated",
        Confirmation.NOT_CONFIRMED,
    )
    assert done.warnings == ("Odd postcode", "Old phone")
    assert done.changed_at == office.clock.time
    (attempt,) = await office.journal.attempts_of(ids[1])
    assert (attempt.sent_at, attempt.answered_at) == (left_at, office.clock.time)
    assert (attempt.status, attempt.reply, attempt.problem) == (200, "{…}", "")
    assert (await office.journal.job(job.job_id)).counts == {ItemState.UPDATED: 1, ItemState.REFUSED: 1}


async def test_what_was_written_down_and_has_not_left_is_taken_back(office: Office) -> None:
    job = await office.job(plain("1"), plain("2"), plain("3"))
    before = await office.items(job)
    number, ids = await office.mark(job, 1, 2)
    kept, _ = await office.mark(job, 3)
    office.clock.forward()
    await office.journal.take_back(number)
    items = await office.items(job)
    assert [(item.state, item.attempts, item.request_number) for item in items] == [
        (ItemState.WAITING, 0, None),
        (ItemState.WAITING, 0, None),
        (ItemState.SENDING, 1, kept),
    ]
    assert [replace(item, changed_at=None) for item in items[:2]] == [
        replace(item, changed_at=None) for item in before[:2]
    ]
    assert await office.journal.attempts_of(ids[0]) == []
    assert (await office.journal.job(job.job_id)).counts == {ItemState.WAITING: 2, ItemState.SENDING: 1}
    # They leave like any other afterwards.
    await office.send(job, 1, 2)
    assert [item.attempts for item in await office.items(job)] == [1, 1, 1]


async def test_what_left_is_not_taken_back(office: Office) -> None:
    job = await office.job(plain("1"), plain("2"))
    number, ids = await office.mark(job, 1)
    await office.journal.record(number, {ids[0]: result(ItemState.NOT_SENT)}, None, "", "No network.")
    again, _ = await office.mark(job, 1, 2)
    before = await office.items(job)
    for one in (number, again, 99):
        with pytest.raises(ValueError, match=f"request {one} cannot be taken back"):
            await office.journal.take_back(one)
    assert await office.items(job) == before
    assert [attempt.number for attempt in await office.journal.attempts_of(ids[0])] == [number, again]


async def test_the_record_says_when_a_request_left_that_had_waited(office: Office) -> None:
    job = await office.job(plain("1"))
    number, ids = await office.mark(job)
    office.clock.forward()
    left_at = office.clock.time
    office.journal.leaves(number)
    office.clock.forward()
    await office.journal.record(number, {ids[0]: result(ItemState.UPDATED)}, 200, "{}", "")
    (attempt,) = await office.journal.attempts_of(ids[0])
    assert (attempt.sent_at, attempt.answered_at) == (left_at, office.clock.time)


async def test_a_request_without_an_answer_keeps_what_went_wrong(office: Office) -> None:
    job = await office.job(plain("1"))
    number, ids = await office.mark(job)
    await office.journal.record(
        number, {ids[0]: result(ItemState.NOT_SENT)}, None, "", "LeadByte could not be reached."
    )
    (attempt,) = await office.journal.attempts_of(ids[0])
    assert (attempt.status, attempt.reply, attempt.problem) == (None, "", "LeadByte could not be reached.")


async def test_every_attempt_is_kept(office: Office) -> None:
    job = await office.job(plain("1"))
    for state in (ItemState.NOT_SENT, ItemState.NOT_KNOWN, ItemState.UPDATED):
        await office.send(job, state=state)
    item = await office.item(job)
    assert item.attempts == 3
    attempts = await office.journal.attempts_of(item.item_id)
    assert [attempt.number for attempt in attempts] == office.sent
    assert item.request_number == office.sent[-1]


async def test_words_with_half_a_character_do_not_lose_the_outcome(office: Office) -> None:
    job = await office.job(to_buyer("1"))
    number, ids = await office.mark(job)
    answer = LeadResult(ItemState.UPDATED, "Done \ud83d", warnings=("\udcff",))
    await office.journal.record(number, {ids[0]: answer}, 200, '"\ud83d"', "")
    item = await office.item(job)
    assert (item.state, item.words) == (ItemState.UPDATED, "Done ?")


@pytest.mark.parametrize("state", OUTCOMES)
async def test_every_outcome_can_follow_sending(office: Office, state: ItemState) -> None:
    assert (await office.send(await office.job(plain("1")), state=state)).state is state


@pytest.mark.parametrize("state", sorted(set(ItemState) - set(OUTCOMES)))
async def test_nothing_else_can(office: Office, state: ItemState) -> None:
    job = await office.job(plain("1"))
    with pytest.raises(ValueError, match="outcome"):
        await office.send(job, state=state)
    assert (await office.item(job)).state is ItemState.SENDING


@pytest.mark.parametrize("state", sorted(set(ItemState) - {ItemState.WAITING, ItemState.SENDING, ItemState.CANCELLED}))
async def test_an_item_goes_again_only_where_the_table_allows_it(office: Office, state: ItemState) -> None:
    job = await office.job(plain("1"))
    await office.send(job, state=state)
    if ItemState.SENDING in ALLOWED_CHANGES[state]:
        assert (await office.send(job)).state is ItemState.UPDATED
    else:
        with pytest.raises(NotAllowedNow):
            await office.send(job)
        assert (await office.item(job)).state is state


async def test_what_is_out_or_cancelled_does_not_leave(office: Office) -> None:
    job = await office.job(plain("1"), plain("2"))
    await office.mark(job, 1)
    with pytest.raises(NotAllowedNow):
        await office.mark(job, 1)
    await office.journal.cancel_waiting(job.job_id)
    with pytest.raises(NotAllowedNow):
        await office.mark(job, 2)


async def test_one_item_that_may_not_leave_holds_the_whole_request_back(office: Office) -> None:
    job = await office.job(plain("1"), plain("2"))
    await office.send(job, 2)
    with pytest.raises(NotAllowedNow):
        await office.mark(job, 1, 2)
    item = await office.item(job, 1)
    assert (item.state, item.attempts) == (ItemState.WAITING, 0)
    assert await office.journal.attempts_of(item.item_id) == []


async def test_a_request_needs_items_of_its_job_each_once(office: Office) -> None:
    job, other = await office.job(plain("1")), await office.job(plain("2"))
    (mine,), (theirs,) = ids_of(await office.items(job)), ids_of(await office.items(other))
    for ids in ([], [mine, mine], [mine, theirs], [mine, 999]):
        with pytest.raises(ValueError, match=r"each once|of job"):
            await office.journal.mark_sending(job.job_id, ids, "PUT", URL, "{}")
    assert await office.states(job) == [ItemState.WAITING]


async def test_an_answer_is_written_down_once_and_for_exactly_its_items(office: Office) -> None:
    job = await office.job(plain("1"), plain("2"), plain("3"))
    number, ids = await office.mark(job, 1, 2)
    other, _ = await office.mark(job, 3)
    right = dict.fromkeys(ids, result(ItemState.UPDATED))
    stranger = (await office.item(job, 3)).item_id
    for results in ({}, {ids[0]: right[ids[0]]}, {**right, stranger: right[ids[0]]}):
        with pytest.raises(ValueError, match="exactly these items"):
            await office.journal.record(number, results, 200, "", "")
    with pytest.raises(ValueError, match="exactly these items"):
        await office.journal.record(other + 1, {}, 200, "", "")
    await office.journal.record(number, right, 200, "", "")
    with pytest.raises(ValueError, match="exactly these items"):
        await office.journal.record(number, right, 200, "", "")
    assert await office.states(job) == [ItemState.UPDATED, ItemState.UPDATED, ItemState.SENDING]


# --- what is true of an item after several requests -------------------------------------------------------------------


async def test_not_sent_after_not_known_stays_not_known(office: Office) -> None:
    job = await office.job(plain("1"))
    await office.send(job, state=ItemState.NOT_KNOWN)
    number, ids = await office.mark(job)
    written = await office.journal.record(number, {ids[0]: result(ItemState.NOT_SENT, "No network.")}, None, "", "x")
    assert written[ids[0]].state is ItemState.NOT_KNOWN
    item = await office.item(job)
    assert item.state is ItemState.NOT_KNOWN
    assert item.words.startswith("No network. An earlier request")


async def test_a_refusal_after_not_known_stays_not_known(office: Office) -> None:
    # "Nothing to change" may be what LeadByte says because the first request did it.
    job = await office.job(plain("1"))
    await office.send(job, state=ItemState.NOT_KNOWN)
    item = await office.send(job, state=ItemState.REFUSED)
    assert item.state is ItemState.NOT_KNOWN
    assert "earlier request" in item.words


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Lead not found", "Lead not found. An earlier request"),
        ("Lead not found!", "Lead not found! An earlier request"),
        ("Lead not found.", "Lead not found. An earlier request"),
        ("", "An earlier request"),
    ],
)
async def test_what_leadbyte_said_ends_before_what_is_added(office: Office, said: str, read: str) -> None:
    job = await office.job(plain("1"))
    await office.send(job, state=ItemState.NOT_KNOWN)
    number, ids = await office.mark(job)
    await office.journal.record(number, {ids[0]: result(ItemState.REFUSED, said)}, 200, "", "")
    assert (await office.item(job)).words.startswith(read)


async def test_not_sent_after_not_sent_stays_not_sent(office: Office) -> None:
    job = await office.job(plain("1"))
    await office.send(job, state=ItemState.NOT_SENT)
    item = await office.send(job, state=ItemState.NOT_SENT)
    assert (item.state, item.words) == (ItemState.NOT_SENT, "Lead updated")


# --- never twice ------------------------------------------------------------------------------------------------------

GONE = sorted(ALLOWED_CHANGES[ItemState.SENDING] - {ItemState.REFUSED, ItemState.NOT_SENT})


@pytest.mark.parametrize("state", GONE)
@pytest.mark.parametrize("update", [to_buyer("7"), reprocess("7")])
async def test_what_went_or_may_have_is_left_out_of_another_job(
    office: Office, state: ItemState, update: LeadUpdate
) -> None:
    first = await office.job(update)
    carrier = await office.send(first, state=state)
    second = await office.job(plain("1"), update)
    ids = ids_of(await office.items(second))
    out = await office.journal.leave_out_repeats(second.job_id, ids)
    assert list(out) == [ids[1]]
    prior = out[ids[1]]
    assert (prior.item_id, prior.job_id, prior.lead, prior.state) == (
        carrier.item_id,
        first.job_id,
        LeadRef("7"),
        state,
    )
    assert (prior.effect, prior.by) == (update.effects[0], "sam")
    assert await office.states(second) == [ItemState.WAITING, ItemState.CANCELLED]
    words = (await office.item(second, 2)).words
    assert words.startswith("Left out: ")
    assert ("not known whether" in words) == (state is ItemState.NOT_KNOWN)


async def test_the_words_name_the_delivery_as_this_pc_knows_it(office: Office, database) -> None:
    await database.write(
        lambda c: c.execute(
            "INSERT INTO deliveries (account_id, delivery_id, name, buyer, bid, campaign, status, shown, by_hand) "
            "VALUES ('acme', '1053', 'Acme Solar', '', '', '', '', 1, 0)"
        )
    )
    await office.send(await office.job(to_buyer("7", "1053")))
    await office.send(await office.job(to_buyer("8", "1054")))
    await office.send(await office.job(reprocess("9")))
    job = await office.job(to_buyer("7", "1053"), to_buyer("8", "1054"), reprocess("9"))
    await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job)))
    assert (await office.item(job, 1)).words.startswith("Left out: it already went to Acme Solar on 22 Nov 2026, ")
    assert (await office.item(job, 1)).words.endswith("(sam).")
    assert (await office.item(job, 2)).words.startswith("Left out: it already went to delivery 1054 on ")
    assert (await office.item(job, 3)).words.startswith("Left out: it already was sent to be reprocessed on ")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ItemState.QUEUED, "it already was queued to be reprocessed on "),
        (ItemState.NOT_KNOWN, "it is not known whether it already was reprocessed on "),
    ],
)
async def test_what_was_only_queued_or_is_not_known_is_not_called_done(
    office: Office, state: ItemState, words: str
) -> None:
    await office.send(await office.job(reprocess("9")), state=state)
    job = await office.job(reprocess("9"))
    await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job)))
    assert (await office.item(job, 1)).words.startswith(f"Left out: {words}")


@pytest.mark.parametrize("state", [ItemState.REFUSED, ItemState.NOT_SENT])
async def test_what_was_refused_or_never_sent_goes(office: Office, state: ItemState) -> None:
    await office.send(await office.job(to_buyer("7")), state=state)
    second = await office.job(to_buyer("7"))
    assert await office.journal.leave_out_repeats(second.job_id, ids_of(await office.items(second))) == {}
    assert (await office.send(second)).state is ItemState.UPDATED


async def test_what_only_waits_elsewhere_goes(office: Office) -> None:
    await office.job(to_buyer("7"))
    second = await office.job(to_buyer("7"))
    assert await office.journal.leave_out_repeats(second.job_id, ids_of(await office.items(second))) == {}


async def test_only_the_denied_effect_may_go_again(office: Office) -> None:
    await office.send(await office.job(to_buyer("7", "1053", "1054")), denied=("delivery:1054",))
    denied, went = await office.job(to_buyer("7", "1054")), await office.job(to_buyer("7", "1053"))
    assert await office.journal.leave_out_repeats(denied.job_id, ids_of(await office.items(denied))) == {}
    assert len(await office.journal.leave_out_repeats(went.job_id, ids_of(await office.items(went)))) == 1


async def test_a_denial_is_understood_however_the_delivery_was_typed(office: Office) -> None:
    await office.send(await office.job(to_buyer("7", "01053")), denied=("delivery:01053",))
    assert (await office.send(await office.job(to_buyer("7", "1053")))).state is ItemState.UPDATED


async def test_one_effect_that_went_leaves_the_whole_row_out(office: Office) -> None:
    await office.send(await office.job(to_buyer("7", "1053")))
    job = await office.job(to_buyer("7", "1054", "1053"))
    assert len(await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job)))) == 1


@pytest.mark.parametrize(
    "other", [to_buyer("8"), to_buyer("7", "1054"), reprocess("7"), LeadUpdate(LeadRef("7"), {}, (), Action.REJECT)]
)
async def test_another_lead_delivery_or_action_goes(office: Office, other: LeadUpdate) -> None:
    await office.send(await office.job(to_buyer("7", "1053")))
    job = await office.job(other)
    assert await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job))) == {}
    assert (await office.send(job)).state is ItemState.UPDATED


@pytest.mark.parametrize(("account", "stays"), [(ACME_AGAIN, False), (GLOBEX, True)])
async def test_the_same_leadbyte_account_counts_under_any_name(office: Office, account, stays: bool) -> None:
    await office.send(await office.job(to_buyer("7")))
    job = await office.job(to_buyer("7"), account=account)
    assert (await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job))) == {}) is stays


async def test_zeros_in_front_do_not_sell_a_lead_twice(office: Office) -> None:
    await office.send(await office.job(to_buyer("7", "1053")))
    job = await office.job(to_buyer("007", "01053"))
    with pytest.raises(NotAllowedNow):
        await office.mark(job)


async def test_two_rows_of_one_job_do_not_send_the_same_twice(office: Office) -> None:
    job = await office.job(to_buyer("7"), to_buyer("7"))
    await office.send(job, 1)
    out = await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job)))
    assert len(out) == 1
    assert await office.states(job) == [ItemState.UPDATED, ItemState.CANCELLED]


async def test_nor_does_one_request(office: Office) -> None:
    job = await office.job(to_buyer("7"), to_buyer("07"))
    with pytest.raises(NotAllowedNow):
        await office.mark(job, 1, 2)
    assert await office.states(job) == [ItemState.WAITING, ItemState.WAITING]


@pytest.mark.parametrize("state", [None, *GONE])
async def test_the_last_moment_is_guarded_too(office: Office, state: ItemState | None) -> None:
    """Whoever forgets to ask `left_out`, or asks too early, is stopped while the item is marked."""
    first, second = await office.job(to_buyer("7")), await office.job(to_buyer("7"))
    assert await office.journal.leave_out_repeats(second.job_id, ids_of(await office.items(second))) == {}
    if state:
        await office.send(first, state=state)
    else:
        await office.mark(first)
    with pytest.raises(NotAllowedNow) as refused:
        await office.mark(second)
    assert "already went from this PC" in refused.value.user_text
    assert await office.states(second) == [ItemState.WAITING]


async def test_a_ticked_send_again_goes(office: Office) -> None:
    await office.send(await office.job(to_buyer("7")))
    job = await office.job(DraftItem(to_buyer("7"), send_again=True))
    assert await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job))) == {}
    assert (await office.send(job)).state is ItemState.UPDATED


async def test_what_was_sent_again_in_vain_is_still_remembered(office: Office) -> None:
    """*Not known*, sent again, and LeadByte refused that: the first may have gone all the same."""
    old = await office.send(await office.job(to_buyer("7")), state=ItemState.NOT_KNOWN)
    await office.send(await office.job(DraftItem(old.update, repeats=old.item_id)), state=ItemState.REFUSED)
    third = await office.job(to_buyer("7"))
    assert len(await office.journal.leave_out_repeats(third.job_id, ids_of(await office.items(third)))) == 1


async def test_left_out_leaves_other_states_and_other_jobs_alone(office: Office) -> None:
    await office.send(await office.job(to_buyer("7")))
    job = await office.job(to_buyer("7"))
    (item_id,) = ids_of(await office.items(job))
    assert await office.journal.leave_out_repeats(job.job_id + 1, [item_id]) == {}
    await office.journal.leave_out_repeats(job.job_id, [item_id])
    assert await office.journal.leave_out_repeats(job.job_id, [item_id]) == {}
    assert await office.journal.leave_out_repeats(job.job_id, []) == {}


# --- going again ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("update", [to_buyer("7"), reprocess("7")])
async def test_not_known_with_an_effect_never_goes_again_by_itself(office: Office, update: LeadUpdate) -> None:
    job = await office.job(DraftItem(update, send_again=True))
    await office.send(job, state=ItemState.NOT_KNOWN)
    with pytest.raises(NotAllowedNow) as refused:
        await office.mark(job)
    assert "may send a lead twice" in refused.value.user_text


async def test_what_is_sent_again_elsewhere_does_not_go_here(office: Office) -> None:
    job = await office.job(plain("7"))
    old = await office.send(job, state=ItemState.NOT_KNOWN)
    await office.job(DraftItem(old.update, repeats=old.item_id))
    with pytest.raises(NotAllowedNow):
        await office.mark(job)


@pytest.mark.parametrize("state", [ItemState.NOT_SENT, ItemState.NOT_KNOWN])
async def test_older_values_do_not_go_again_over_newer_ones(office: Office, state: ItemState) -> None:
    first = await office.job(plain("7", "OLD"))
    await office.send(first, state=state)
    await office.send(await office.job(plain("7", "NEW")))
    with pytest.raises(NotAllowedNow) as refused:
        await office.mark(first)
    assert "later row or job" in refused.value.user_text
    assert await office.states(first) == [state]


# --- a person's word --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settlement", "state", "words"),
    [
        (Settlement.WENT_THROUGH, ItemState.UPDATED, "that it went through."),
        (Settlement.DID_NOT, ItemState.NOT_SENT, "that it did not go through."),
    ],
)
async def test_a_person_settles_what_is_not_known(
    office: Office, settlement: Settlement, state: ItemState, words: str
) -> None:
    job = await office.job(to_buyer("7"))
    item = await office.send(job, state=ItemState.NOT_KNOWN)
    settled = await office.journal.settle(item.item_id, settlement, "alex")
    assert settled == await office.item(job)
    assert (settled.state, settled.settlement) == (state, settlement)
    assert settled.words.startswith("alex said on 22 Nov 2026, ")
    assert settled.words.endswith(words)
    assert settled.changed_at == office.clock.time
    with pytest.raises(NotAllowedNow):
        await office.journal.settle(item.item_id, settlement, "alex")


@pytest.mark.parametrize("state", sorted(set(OUTCOMES) - {ItemState.NOT_KNOWN}))
async def test_only_what_is_not_known_can_be_settled(office: Office, state: ItemState) -> None:
    item = await office.send(await office.job(to_buyer("7")), state=state)
    for settlement in (Settlement.WENT_THROUGH, Settlement.DID_NOT):
        with pytest.raises(NotAllowedNow):
            await office.journal.settle(item.item_id, settlement, "sam")
    assert (await office.journal.item(item.item_id)).state is state


async def test_sent_again_is_no_word_of_a_person_about_the_past(office: Office) -> None:
    item = await office.send(await office.job(to_buyer("7")), state=ItemState.NOT_KNOWN)
    with pytest.raises(ValueError, match="by a job"):
        await office.journal.settle(item.item_id, Settlement.SENT_AGAIN, "sam")


async def test_what_a_person_saw_go_through_is_not_sent_again(office: Office) -> None:
    item = await office.send(await office.job(to_buyer("7")), state=ItemState.NOT_KNOWN)
    await office.journal.settle(item.item_id, Settlement.WENT_THROUGH, "sam")
    job = await office.job(to_buyer("7"))
    assert len(await office.journal.leave_out_repeats(job.job_id, ids_of(await office.items(job)))) == 1


async def test_what_a_person_saw_not_go_may_go_again_and_wait_for_a_person_again(office: Office) -> None:
    job = await office.job(to_buyer("7"))
    item = await office.send(job, state=ItemState.NOT_KNOWN)
    await office.journal.settle(item.item_id, Settlement.DID_NOT, "sam")
    again = await office.send(job, state=ItemState.NOT_KNOWN)
    assert again.settlement is None
    assert again.can_be_settled
    await office.journal.settle(item.item_id, Settlement.DID_NOT, "sam")
    assert (await office.send(job, state=ItemState.NOT_SENT)).state is ItemState.NOT_SENT


# --- cancelling -------------------------------------------------------------------------------------------------------


async def test_cancelling_takes_what_waits_and_nothing_else(office: Office) -> None:
    job = await office.job(*(plain(str(number)) for number in range(1, 7)))
    other = await office.job(plain("9"))
    for position, state in zip(itertools.count(1), (ItemState.UPDATED, ItemState.NOT_SENT, ItemState.NOT_KNOWN)):
        await office.send(job, position, state=state)
    await office.mark(job, 4)
    assert await office.journal.cancel_waiting(job.job_id) == 2
    assert await office.states(job) == [
        ItemState.UPDATED,
        ItemState.NOT_SENT,
        ItemState.NOT_KNOWN,
        ItemState.SENDING,
        ItemState.CANCELLED,
        ItemState.CANCELLED,
    ]
    assert (await office.item(job, 5)).words == "Cancelled before it was sent."
    assert (await office.journal.job(job.job_id)).stopped
    assert await office.states(other) == [ItemState.WAITING]
    assert not (await office.journal.job(other.job_id)).stopped
    assert await office.journal.cancel_waiting(job.job_id) == 0


async def test_a_cancelled_sending_again_asks_for_a_persons_word_once_more(office: Office) -> None:
    first = await office.job(to_buyer("7"))
    old = await office.send(first, state=ItemState.NOT_KNOWN)
    again = await office.job(DraftItem(old.update, repeats=old.item_id))
    assert not (await office.item(first)).can_be_settled
    await office.journal.cancel_waiting(again.job_id)
    assert (await office.item(first)).can_be_settled
    await office.job(DraftItem(old.update, repeats=old.item_id))
