"""Random batches against a LeadByte that answers at random: what must hold in all of them."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.api.requests import ApiRequest
from leadbyte_desktop.domain.job import DraftItem, ItemState, JobDraft, JobKind, LeadResult, Update
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.services.progress import Progress, RunEnd
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.journal import Journal
from tests.services.sending_office import ACCOUNT

ANSWERS = ["updated", "updated", "updated", "one refused", "refused", "502", "429", "cut", "busy", "413", "unreached"]
MAYBE = {ItemState.UPDATED, ItemState.QUEUED, ItemState.NOT_KNOWN}


class RandomLeadByte:
    """Answers each request in one of many ways, after a moment.

    Attributes:
        out: the leads that requests carry at this moment.
        turn: which run it is, set by the test.
        values: by run and lead, the numbers of the rows that came, in the order in which they came.
        reached: by lead, the same of those that may have been done, over all runs.
        effects: how often each lead's delivery may have been sent.
    """

    base_url = ACCOUNT.base_url

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self.out: Counter[str] = Counter()
        self.turn = 0
        self.values: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self.reached: defaultdict[str, list[int]] = defaultdict(list)
        self.effects: Counter[tuple[str, str]] = Counter()

    async def send(self, request: ApiRequest, updates: Sequence[Update]) -> Answer:
        leads = [update.lead.same_as[1] for update in updates]
        assert len(set(leads)) == len(leads)
        self.out.update(leads)
        assert max(self.out.values()) == 1, "a lead is in two requests at once"
        for _ in range(self._rng.randrange(12)):
            await asyncio.sleep(0)
        answer = self._answer(updates, self._rng.choice(ANSWERS))
        self._note(updates, answer)
        self.out.subtract(leads)
        return answer

    def _note(self, updates: Sequence[Update], answer: Answer) -> None:
        for update in updates:
            assert isinstance(update, LeadUpdate)
            lead = update.lead.same_as[1]
            row = int(update.changes["row"])
            self.values[self.turn, lead].append(row)
            if answer.results[update.lead].state in MAYBE:
                self.reached[lead].append(row)
                self.effects.update((lead, delivery) for delivery in update.delivery_ids)

    def _answer(self, updates: Sequence[Update], how: str) -> Answer:
        def all_of(state: ItemState) -> dict[LeadRef, LeadResult]:
            return {update.lead: LeadResult(state, how) for update in updates}

        if how == "one refused":
            return Answer({**all_of(ItemState.UPDATED), updates[0].lead: LeadResult(ItemState.REFUSED, how)}, 200)
        return {
            "updated": Answer(all_of(ItemState.UPDATED), 200),
            "refused": Answer(all_of(ItemState.REFUSED), 200, whole_refusal=True),
            "busy": Answer(all_of(ItemState.REFUSED), 200, whole_refusal=True, busy=True),
            "413": Answer(all_of(ItemState.REFUSED), 413, whole_refusal=True, shrink=True),
            "502": Answer(all_of(ItemState.NOT_KNOWN), 502, shrink=True),
            "429": Answer(all_of(ItemState.NOT_SENT), 429, retry_after=3.0, busy=True),
            "cut": Answer(all_of(ItemState.NOT_KNOWN), problem="The line was cut."),
            "unreached": Answer(all_of(ItemState.NOT_SENT), problem="LeadByte could not be reached. Nothing was sent."),
        }[how]


LEADS = st.sampled_from(["1", "2", "3", "4", "05", "5", "6", "7"])
ROWS = st.lists(st.tuples(LEADS, st.sampled_from(["", "", "", "1053", "1061"])), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=3), st.integers(0, 10**9))
def test_whatever_leadbyte_answers(jobs: list[list[tuple[str, str]]], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(jobs, seed, Path(folder)))


async def play(jobs: list[list[tuple[str, str]]], seed: int, folder: Path) -> None:
    database = Database(folder / "journal.sqlite")
    journal = Journal(database)
    leadbyte = RandomLeadByte(seed)
    clock = [0.0]

    async def wait(_wake: asyncio.Event, seconds: float) -> None:
        clock[0] += seconds
        await asyncio.sleep(0)

    sender = Sender(journal, monotonic=lambda: clock[0], jitter=lambda: 0.5, wait=wait, wall=lambda: clock[0])
    numbers = iter(range(1, 1000))
    ids = [await write_down(journal, rows, numbers) for rows in jobs]
    told: list[Progress] = []
    for turn in range(3):
        leadbyte.turn = turn
        async with asyncio.timeout(30):
            results = await asyncio.gather(
                *(sender.run(job_id, leadbyte, told.append, again=turn > 0) for job_id in ids)
            )
        for result, rows in zip(results, jobs, strict=True):
            assert sum(result.counts.values()) == len(rows)
            assert ItemState.SENDING not in result.counts
            if result.end is RunEnd.FINISHED and not turn:
                assert ItemState.WAITING not in result.counts
    assert all(min(progress.counts.values()) > 0 for progress in told)
    assert max(leadbyte.effects.values(), default=0) <= 1, "a delivery may have gone twice"
    assert sender.running == ()
    if len(jobs) == 1:
        # Each row by itself up to three times in a run, but never one after a later one: in one run none at all, and
        # with a Continue none whose later one may have been done.
        for asked, came in [*leadbyte.values.items(), *leadbyte.reached.items()]:
            assert came == sorted(came), f"the rows of {asked} came in another order"
    await database.close()


async def write_down(journal: Journal, rows: list[tuple[str, str]], numbers: object) -> int:
    updates = [
        LeadUpdate(LeadRef(lead), {"row": str(next(numbers))}, (delivery,) if delivery else ())  # type: ignore[call-overload]
        for lead, delivery in rows
    ]
    draft = JobDraft(JobKind.BATCH, "Random", ACCOUNT.account_id, tuple(map(DraftItem, updates)))
    return (await journal.create_job(draft, ACCOUNT, "sam")).job_id
