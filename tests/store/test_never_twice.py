"""In whatever order things happen: nothing goes to a buyer twice unnoticed, nothing is held back without cause."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import ALLOWED_CHANGES, DraftItem, Item, ItemState, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.journal import Journal
from tests.store.scenes import ACME, ACME_AGAIN, Clock, draft, result

OUTCOMES = sorted(ALLOWED_CHANGES[ItemState.SENDING])
Sold = tuple[int, str]

rows = st.builds(
    DraftItem,
    st.builds(
        LeadUpdate,
        st.sampled_from([LeadRef("7"), LeadRef("007"), LeadRef("8")]),
        st.just({}),
        st.sampled_from([("1053",), ("1054",), ("1053", "1054")]),
    ),
    st.sampled_from([False, False, False, True]),
)
steps = st.one_of(
    st.tuples(st.just("job"), st.lists(rows, min_size=1, max_size=3), st.sampled_from([ACME, ACME_AGAIN])),
    st.tuples(st.just("send"), st.integers(0, 9), st.sampled_from(OUTCOMES)),
    st.tuples(st.just("crash"), st.integers(0, 9)),
    st.tuples(st.just("leave out"), st.integers(0, 9)),
    st.tuples(st.just("settle"), st.integers(0, 9), st.sampled_from([Settlement.WENT_THROUGH, Settlement.DID_NOT])),
    st.tuples(st.just("again"), st.integers(0, 9)),
    st.tuples(st.just("cancel"), st.integers(0, 9)),
)


@dataclass
class World:
    """What LeadByte has, or may have, done, kept beside the journal and by other means."""

    path: Path
    database: Database = field(init=False)
    journal: Journal = field(init=False)
    may_be_sold: dict[Sold, set[int]] = field(default_factory=dict)
    left: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.database = Database(self.path)
        self.journal = Journal(self.database, Clock())

    async def items(self) -> list[Item]:
        jobs = await self.journal.jobs(100, 0)
        return [item for job in reversed(jobs) for item in await self.journal.items(job.job_id, None, 0, 100)]

    def sold(self, item: Item) -> list[set[int]]:
        assert isinstance(item.update, LeadUpdate)
        return [self.may_be_sold.setdefault((int(item.lead.number), each), set()) for each in item.update.delivery_ids]

    async def mark(self, item: Item) -> int | None:
        twice = any(carriers - {item.item_id} for carriers in self.sold(item)) and not item.send_again
        try:
            number = await self.journal.mark_sending(item.job_id, [item.item_id], "PUT", "https://acme", "{}")
        except NotAllowedNow:
            self.refused += 1
            assert twice or item.state is not ItemState.WAITING, "held back without cause"
            return None
        assert not twice, "sold twice unnoticed"
        assert item.state in {ItemState.WAITING, ItemState.NOT_SENT}
        self.left += 1
        for carriers in self.sold(item):
            carriers.add(item.item_id)
        return number

    def not_sold(self, item: Item) -> None:
        for carriers in self.sold(item):
            carriers.discard(item.item_id)

    async def do(self, what: str, *arguments: object) -> None:
        if what == "job":
            new, account = arguments
            await self.journal.create_job(draft(*new, account=account), account, "sam")  # type: ignore[misc, arg-type]
            return
        items = await self.items()
        if items:
            index, *rest = arguments
            assert isinstance(index, int)
            await getattr(self, "do_" + what.replace(" ", "_"))(items[index % len(items)], *rest)

    async def do_send(self, item: Item, state: ItemState) -> None:
        if number := await self.mark(item):
            await self.journal.record(number, {item.item_id: result(state)}, 200, "", "")
            if state in {ItemState.REFUSED, ItemState.NOT_SENT}:
                self.not_sold(item)

    async def do_crash(self, item: Item) -> None:
        out = int(await self.mark(item) is not None)
        await self.database.close()
        self.open()
        assert await self.journal.settle_interrupted() == out

    async def do_leave_out(self, item: Item) -> None:
        expected = item.state in {ItemState.WAITING, ItemState.NOT_SENT} and not item.send_again
        expected = expected and any(carriers - {item.item_id} for carriers in self.sold(item))
        assert bool(await self.journal.leave_out_repeats(item.job_id, [item.item_id])) is expected

    async def do_settle(self, item: Item, settlement: Settlement) -> None:
        if item.can_be_settled:
            await self.journal.settle(item.item_id, settlement, "sam")
            if settlement is Settlement.DID_NOT:
                self.not_sold(item)

    async def do_again(self, item: Item) -> None:
        if item.can_be_settled:
            await self.journal.create_job(draft(DraftItem(item.update, repeats=item.item_id)), ACME, "sam")

    async def do_cancel(self, item: Item) -> None:
        await self.journal.cancel_waiting(item.job_id)


@settings(max_examples=60)
@given(st.lists(steps, min_size=5, max_size=30))
def test_never_twice_and_never_without_cause(story: list[tuple[object, ...]]) -> None:
    async def play(path: Path) -> World:
        world = World(path)
        for what, *arguments in story:
            await world.do(str(what), *arguments)
        for item in await world.items():
            # What a person was told of an item is what LeadByte may have done with it.
            gone = any(item.item_id in carriers for carriers in world.sold(item))
            assert gone is (item.state in {ItemState.UPDATED, ItemState.QUEUED, ItemState.NOT_KNOWN})
        await world.database.close()
        return world

    with tempfile.TemporaryDirectory() as folder:
        world = asyncio.run(play(Path(folder) / "journal.sqlite3"))
    event(f"left: {min(world.left, 3)}, held back: {min(world.refused, 3)}")
