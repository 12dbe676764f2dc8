"""The one way from a tab to LeadByte: review, agree, write down, send, tell everyone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from leadbyte_desktop.domain.errors import BadInput, NotAllowedNow, StorageProblem
from leadbyte_desktop.domain.job import DraftItem, Item, ItemState, JobDraft, JobKind, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.services.progress import Progress, RunEnd, RunResult
from leadbyte_desktop.services.review import Agreed, Review
from leadbyte_desktop.services.to_come import Choice
from tests.ui.conftest import Office
from tests.ui.reading_desk import open_with

FIRST, SECOND = "2932682", "2932683"


def plain(lead: str) -> DraftItem:
    return DraftItem(LeadUpdate(LeadRef(lead), {"postcode": "TN25 6QD"}))


def sold(lead: str) -> DraftItem:
    return DraftItem(LeadUpdate(LeadRef(lead), {}, ("1053",)))


def draft(*rows: DraftItem, account_id: str = "practice") -> JobDraft:
    return JobDraft(JobKind.BATCH, "A job", account_id, rows)


class Heard:
    """What a flow told, by the name of the signal."""

    def __init__(self, office: Office) -> None:
        self.told: list[str] = []
        self.objects: list[object] = []
        for name in (
            "desk_changed",
            "job_started",
            "progressed",
            "job_ended",
            "job_broke",
            "item_settled",
            "row_changed",
        ):
            getattr(office.flow, name).connect(lambda what, name=name: self._hear(name, what))

    def _hear(self, name: str, what: object) -> None:
        self.told.append(name)
        self.objects.append(what)


@pytest.fixture
def heard(office: Office) -> Heard:
    return Heard(office)


def test_a_job_is_reviewed_written_down_sent_and_told(office: Office, heard: Heard) -> None:
    result = office.run(office.flow.review_and_send(draft(plain(FIRST), sold(SECOND))))
    assert result is not None
    assert result.end is RunEnd.FINISHED
    assert heard.told == ["job_started", "progressed", "progressed", "job_ended"]
    assert heard.objects[-1] == result
    (review,) = office.reviews
    assert [row.update for row in review.going] == [item.update for item in office.items(result.job_id)]
    assert not office.flow.busy


def test_going_back_writes_and_sends_nothing(office: Office, heard: Heard) -> None:
    office.go_back()
    assert office.run(office.flow.review_and_send(draft(sold(FIRST)))) is None
    assert heard.told == []
    assert office.run(office.desk.tools.journal.jobs(9, 0)) == []
    assert office.ledger.empty
    assert not office.flow.busy


def test_what_the_person_ticked_in_the_review_is_what_goes(office: Office) -> None:
    office.send(draft(sold(FIRST)))
    office.answer = lambda review: review.send_again([0])
    result = office.run(office.flow.review_and_send(draft(sold(FIRST))))
    assert result is not None
    assert office.ledger.triggers[LeadRef(FIRST), "1053"] == 2


def test_a_second_click_while_the_review_is_open_opens_no_other(office: Office) -> None:
    async def both() -> list[RunResult | None]:
        clicks = [office.flow.review_and_send(draft(sold(FIRST))) for _click in range(2)]
        return await asyncio.gather(*clicks)

    first, second = office.run(both())
    assert first is not None
    assert second is None
    assert len(office.reviews) == 1
    assert office.ledger.triggers[LeadRef(FIRST), "1053"] == 1


def test_a_flow_is_busy_from_the_review_to_the_end(office: Office) -> None:
    seen: list[tuple[bool, bool]] = []

    def look(review: Review) -> Review:
        seen.append((office.flow.busy, office.flow.sending))
        return review

    office.answer = look
    office.flow.job_started.connect(lambda _job: seen.append((office.flow.busy, office.flow.sending)))
    office.flow.progressed.connect(lambda _progress: seen.append((office.flow.busy, office.flow.sending)))
    office.run(office.flow.review_and_send(draft(plain(FIRST))))
    assert seen[0] == (True, False)
    assert seen[-1] == (True, True)
    assert not office.flow.busy


@pytest.mark.parametrize("rows", [(), (DraftItem(LeadUpdate(LeadRef(FIRST))),)])
def test_what_cannot_be_reviewed_is_raised_and_the_next_review_opens(
    office: Office, heard: Heard, rows: tuple[DraftItem, ...]
) -> None:
    with pytest.raises(BadInput):
        office.run(office.flow.review_and_send(draft(*rows)))
    assert office.reviews == []
    assert heard.told == []
    assert office.run(office.flow.review_and_send(draft(plain(FIRST)))) is not None


def test_a_draft_of_another_account_is_refused(office: Office) -> None:
    with pytest.raises(NotAllowedNow, match="another account"):
        office.run(office.flow.review_and_send(draft(plain(FIRST), account_id="acme")))


def test_without_an_open_account_nothing_can_be_sent(closed_office: Office) -> None:
    assert not closed_office.flow.ready
    assert not closed_office.flow.busy
    with pytest.raises(NotAllowedNow, match="No account is open yet"):
        closed_office.run(closed_office.flow.review_and_send(draft(plain(FIRST))))


def test_the_rest_of_a_job_is_continued_through_a_review(office: Office, heard: Heard) -> None:
    office.practise(PractiseProblem.LOSE_NETWORK, None)
    stopped = office.send(draft(sold(FIRST), sold(SECOND)))
    assert stopped.end is RunEnd.STOPPED_BY_TROUBLE
    assert stopped.words.endswith("Press Continue when LeadByte can be reached again; nothing goes by itself.")
    office.practise(None)
    office.reviews.clear()
    result = office.run(office.flow.continue_job(stopped.job_id))
    assert result is not None
    assert result.counts == {ItemState.UPDATED: 2}
    assert office.reviews[0].continues == stopped.job_id
    assert heard.told[-1] == "job_ended"


def test_a_journal_that_cannot_be_written_is_told_and_the_job_broke(office: Office, heard: Heard) -> None:
    result = office.send(draft(plain(FIRST)))
    job = office.run(office.desk.write_down(office.run(office.desk.prepare(draft(sold(SECOND))))))
    heard.told.clear()

    async def full(*_arguments: object) -> int:
        raise StorageProblem("The disk is full.")

    office.desk.tools.journal.mark_sending = full  # type: ignore[method-assign, assignment]  # the outside world's fault
    with pytest.raises(StorageProblem):
        office.run(office.flow.continue_job(job.job_id))
    assert heard.told == ["job_started", "job_broke"]
    assert heard.objects[-1] == job.job_id
    assert [item.state for item in office.items(job.job_id)] == [ItemState.WAITING]
    assert result.job_id != job.job_id
    assert not office.flow.busy


def test_a_persons_word_is_told_to_every_tab(office: Office, heard: Heard) -> None:
    office.practise(PractiseProblem.CUT)
    result = office.send(draft(sold(FIRST), sold(SECOND)))
    first, second = office.items(result.job_id)
    heard.told.clear()
    settled = office.run(office.flow.went_through(first.item_id))
    assert settled is not None
    assert settled.state is ItemState.UPDATED
    settled = office.run(office.flow.did_not(second.item_id))
    assert settled is not None
    assert settled.state is ItemState.NOT_SENT
    assert heard.told == ["item_settled", "item_settled"]
    assert heard.objects[-1] == settled


def test_sending_again_goes_through_the_review(office: Office) -> None:
    office.practise(PractiseProblem.CUT)
    result = office.send(draft(sold(FIRST)))
    (item,) = office.items(result.job_id)
    office.reviews.clear()
    office.go_back()
    assert office.run(office.flow.send_again([item.item_id])) is None
    assert office.ledger.triggers[LeadRef(FIRST), "1053"] == 1
    assert office.items(result.job_id)[0].can_be_settled
    office.agree()
    assert office.run(office.flow.send_again([item.item_id])) is not None
    assert len(office.reviews) == 2
    assert office.ledger.triggers[LeadRef(FIRST), "1053"] == 2


def test_cancelling_leaves_what_has_not_left(office: Office) -> None:
    leads = list(office.world.leads)[:600]
    office.flow.progressed.connect(lambda progress: office.flow.cancel(progress.job_id))
    result = office.run(office.flow.review_and_send(draft(*map(plain, leads))))
    assert result is not None
    assert result.end is RunEnd.STOPPED_BY_PERSON
    assert sum(result.counts.values()) == 600
    # What was out at that moment, four requests at most, is awaited.
    assert result.counts[ItemState.CANCELLED] >= 600 - 25 - 4 * 25


@pytest.mark.parametrize("means_it", [True, False])
def test_a_persons_word_is_asked_for_twice_and_can_be_taken_back(office: Office, heard: Heard, means_it: bool) -> None:
    office.practise(PractiseProblem.CUT)
    result = office.run(office.flow.review_and_send(draft(sold(FIRST))))
    assert result is not None
    (item,) = office.items(result.job_id)
    asked: list[tuple[str, Settlement]] = []

    async def ask_word(about: Item, word: Settlement) -> bool:
        asked.append((about.lead.number, word))
        return means_it

    office.flow._ask_word = ask_word
    settled = office.run(office.flow.did_not(item.item_id))
    assert asked == [(FIRST, Settlement.DID_NOT)]
    assert (settled is not None) is means_it
    assert office.items(result.job_id)[0].can_be_settled is not means_it
    assert ("item_settled" in heard.told) is means_it


# --- a lead that is still to come elsewhere, and rows on the disk -----------------------------------------------------


def test_the_batch_row_is_changed_instead_and_nothing_is_sent(office: Office, heard: Heard) -> None:
    batch = office.run(office.desk.write_down(office.run(office.desk.prepare(draft(plain(SECOND), plain(FIRST))))))
    office.choice = Choice.CHANGE_ROW
    single = DraftItem(LeadUpdate(LeadRef(FIRST), {"postcode": "ME1 2AB"}, ("1053",)))
    assert office.run(office.flow.review_and_send(draft(single))) is None
    assert heard.told == ["row_changed"]
    assert office.ledger.empty
    assert len(office.run(office.desk.tools.journal.jobs(9, 0))) == 1
    changed = office.items(batch.job_id)[1]
    assert heard.objects == [changed]
    assert changed.update == single.update

    office.choice = None
    result = office.run(office.flow.continue_job(batch.job_id))
    assert result is not None
    assert result.counts == {ItemState.UPDATED: 2}
    assert office.world.leads[FIRST].fields["postcode"] == "ME1 2AB"
    assert office.ledger.triggers[LeadRef(FIRST), "1053"] == 1


def test_a_row_that_was_sent_meanwhile_is_not_changed(office: Office, heard: Heard) -> None:
    batch = office.run(office.desk.write_down(office.run(office.desk.prepare(draft(plain(FIRST))))))

    async def cancel_meanwhile(review: Review) -> Agreed:
        await office.desk.tools.journal.cancel_waiting(batch.job_id)
        return Agreed(review, Choice.CHANGE_ROW)

    office.flow._ask_review = cancel_meanwhile
    with pytest.raises(NotAllowedNow):
        office.run(office.flow.review_and_send(draft(sold(FIRST))))
    assert heard.told == []
    assert not office.flow.busy


def test_a_lead_goes_after_its_row_of_the_batch_that_is_being_sent(office: Office) -> None:
    leads = [*(lead for lead in list(office.world.leads)[:900] if lead != FIRST), FIRST]
    last = DraftItem(LeadUpdate(LeadRef(FIRST), {"postcode": "CT2 7NP"}))
    singles: list[asyncio.Task[RunResult | None]] = []

    def send_single_once(_progress: object) -> None:
        if not singles:
            singles.append(asyncio.ensure_future(office.flow.review_and_send(draft(last))))

    office.flow.progressed.connect(send_single_once)
    batch = office.run(office.flow.review_and_send(draft(*map(plain, leads))))
    office.until(singles[0].done)
    result = singles[0].result()
    assert batch is not None
    assert result is not None
    assert office.reviews[1].choices == (Choice.AFTER, Choice.CHANGE_ROW)
    assert ItemState.WAITING not in batch.counts
    assert result.counts == {ItemState.UPDATED: 1}
    assert office.world.leads[FIRST].fields["postcode"] == "CT2 7NP"


class Rows(list[DraftItem]):
    """Rows that count how often they were closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("end", ["agreed", "went back", "broke", "another account", "second click"])
def test_rows_are_closed_however_it_ends(office: Office, end: str) -> None:
    rows = Rows([plain(FIRST)])
    asked = JobDraft(JobKind.BATCH, "A job", "acme" if end == "another account" else "practice", rows)

    async def break_down(_review: Review) -> Agreed:
        raise NotAllowedNow("Not now.")

    if end == "went back":
        office.go_back()
    if end == "broke":
        office.flow._ask_review = break_down
    if end == "second click":
        office.flow._reviewing = True
    try:
        office.run(office.flow.review_and_send(asked))
    except NotAllowedNow:
        assert end in ("broke", "another account")
    office.flow._reviewing = False
    assert rows.closed == 1


def test_a_second_job_is_reviewed_and_sent_while_one_is_under_way(office: Office) -> None:
    leads = list(office.world.leads)[:60]
    second: list[asyncio.Task[RunResult | None]] = []

    def start_another(_progress: object) -> None:
        if not second:
            second.append(asyncio.ensure_future(office.flow.review_and_send(draft(sold(FIRST)))))

    office.flow.progressed.connect(start_another)
    first = office.run(office.flow.review_and_send(draft(*(plain(lead) for lead in leads if lead != FIRST))))
    office.until(second[0].done)
    assert first is not None
    assert office.ledger.triggers[LeadRef(FIRST), "1053"] == 1


def test_a_job_is_held_and_goes_on(office: Office) -> None:
    leads = list(office.world.leads)[:60]
    held: list[int] = []

    def hold_once(progress: Progress) -> None:
        if not held:
            held.append(progress.job_id)
            office.flow.pause(progress.job_id)
            asyncio.get_running_loop().call_soon(office.flow.resume, progress.job_id)

    office.flow.progressed.connect(hold_once)
    result = office.run(office.flow.review_and_send(draft(*map(plain, leads))))
    assert held
    assert result is not None
    assert ItemState.WAITING not in result.counts


def test_a_lead_of_another_account_is_not_looked_at_in_this_one(office: Office) -> None:
    job = office.send(draft(plain(FIRST)))
    [item] = office.items(job.job_id)
    looks: list[str] = []
    office.flow.looked.connect(lambda _item_id, words: looks.append(words))
    office.run(office.flow.look(item.item_id))
    assert len(looks) == 1
    # History shows the jobs of every account.
    open_with(office, FULL_KEY, replace(office.desk.account, account_id="other", name="Other"))
    asked = len(office.ledger.requests)
    with pytest.raises(NotAllowedNow, match="belongs to another account"):
        office.run(office.flow.look(item.item_id))
    assert len(looks) == 1
    assert len(office.ledger.requests) == asked
