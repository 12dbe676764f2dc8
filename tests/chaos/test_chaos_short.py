"""What the server did, held against what the journal says, over a line that fails in every way in a random order.

Each round is decided by its seed. `tests/chaos/faulty_leadbyte.py` says what may happen to a request.
"""

from __future__ import annotations

import asyncio
import logging
import random
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import API_PATH, Account, ApiKey
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, Item, ItemState, Job, JobDraft, JobKind, Update
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.practice.world import World, build_world
from leadbyte_desktop.services.progress import Progress
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.journal import Journal
from tests.chaos.faulty_leadbyte import FaultyLeadByte
from tests.chaos.processes import start_sending
from tests.chaos.sending_process import TIMEOUTS, soon
from tests.practice_server import serve

ROWS = 90
DONE = {ItemState.UPDATED, ItemState.QUEUED}
MAYBE = DONE | {ItemState.NOT_KNOWN}


@dataclass
class Scene:
    """One round.

    Attributes:
        account: where the faulty account answers.
        leadbyte: it.
        world: what it did.
        folder: the data folder.
        went_elsewhere: requests that followed a redirect.
    """

    account: Account
    leadbyte: FaultyLeadByte
    world: World
    folder: Path
    went_elsewhere: list[object]


@contextmanager
def scene(seed: int, folder: Path) -> Iterator[Scene]:
    went_elsewhere: list[object] = []

    async def elsewhere(scope, receive, send):
        went_elsewhere.append(scope)

    # uvicorn complains of each answer that is left unfinished.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    with socket.create_server(("127.0.0.1", 0)) as here, socket.create_server(("127.0.0.1", 0)) as there:
        for listener in (here, there):
            # Without it every answer waits for the client's acknowledgement of its head: 40 ms each.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        world = build_world(200)
        leadbyte = FaultyLeadByte(world, seed, 0.35, f"http://127.0.0.1:{there.getsockname()[1]}/")
        with serve(leadbyte, here), serve(elsewhere, there):
            account = Account("chaos", "Chaos", f"http://127.0.0.1:{here.getsockname()[1]}{API_PATH}")
            yield Scene(account, leadbyte, world, folder, went_elsewhere)


def mixed_rows(seed: int, world: World) -> list[Update]:
    """The same few leads again and again: values, deliveries, reprocessing; leads of every kind among them."""
    rng = random.Random(seed)
    numbers = list(world.leads)[:60]
    rows: list[Update] = []
    for position in range(ROWS):
        changes = {"postcode": f"row {position}"}
        deliveries: tuple[str, ...] = ()
        action = None
        if rng.random() < 0.35:
            deliveries = tuple(rng.sample(["1053", "1041", "1061"], rng.choice([1, 1, 2])))
            action = Action.REPROCESS if rng.random() < 0.2 else None
        rows.append(LeadUpdate(LeadRef(rng.choice(numbers)), changes, deliveries, action))
    return rows


def money_rows(seed: int, world: World) -> list[Update]:
    """Amounts for approved leads and for others, which LeadByte refuses with their whole group."""
    rng = random.Random(seed)
    numbers = list(world.leads)[:100]
    return [FinancialUpdate(LeadRef(rng.choice(numbers)), Decimal(rng.choice([80, 81]))) for _ in range(ROWS)]


async def write_down(journal: Journal, account: Account, rows: list[Update]) -> Job:
    draft = JobDraft(JobKind.BATCH, "Chaos", account.account_id, tuple(DraftItem(row) for row in rows))
    return await journal.create_job(draft, account, "sam")


def check(seen: Scene, items: list[Item]) -> None:
    """Hold the journal against the account."""
    assert ItemState.SENDING not in {item.state for item in items}
    assert seen.went_elsewhere == []
    ledger = seen.world.ledger
    assert {count for counted in (ledger.triggers, ledger.actions) for count in counted.values()} <= {1}
    updates = [(item.position, item.update) for item in items if isinstance(item.update, LeadUpdate)]
    positions = {update.changes["postcode"]: position for position, update in updates}
    for values in seen.leadbyte.values.values():
        came = [positions[value["postcode"]] for value in values]
        assert came[-1] == max(came), "an older row has the last word"
    for item in items:
        if isinstance(item.update, LeadUpdate):
            check_lead(seen, item, item.update)
        elif item.state in DONE:
            assert ledger.financials[item.lead]
        elif item.state not in MAYBE:
            others = [other for other in items if other.lead == item.lead and other.state in MAYBE]
            assert others or not ledger.financials[item.lead], f"{item} was done"


def check_lead(seen: Scene, item: Item, update: LeadUpdate) -> None:
    # Each row has a value that no other row has.
    done = update.changes in seen.leadbyte.values.get(item.lead, [])
    if item.state in DONE:
        assert done, f"{item} was not done"
        assert all(seen.world.ledger.triggers[item.lead, each] == 1 for each in update.delivery_ids)
        assert update.action is None or seen.world.ledger.actions[item.lead, update.action] == 1
    elif item.state not in MAYBE:
        assert not done, f"{item} was done"


def check_no_key(folder: Path, said: str = "") -> None:
    assert FULL_KEY.text not in said
    for path in folder.iterdir():
        assert FULL_KEY.text.encode() not in path.read_bytes(), path.name


@pytest.mark.parametrize(
    ("rows", "seed"), [*((mixed_rows, seed) for seed in range(8)), *((money_rows, seed) for seed in range(3))]
)
async def test_the_journal_says_what_the_server_did(rows, seed: int, tmp_path: Path) -> None:
    with scene(seed, tmp_path) as seen:
        database = Database(tmp_path / FILE_NAME)
        journal = Journal(database)
        job = await write_down(journal, seen.account, rows(seed, seen.world))
        client = LeadByteClient(seen.account, ApiKey(FULL_KEY.text), Transports.real(seen.account.base_url, TIMEOUTS))
        sender = Sender(journal, wait=soon)
        told: list[Progress] = []
        counts: dict[ItemState, int] = {}
        for turn in range(6):
            if turn == 4:
                seen.leadbyte.rate = 0.0
            async with asyncio.timeout(60):
                result = await sender.run(job.job_id, client, told.append, again=turn > 0)
            counts = result.counts
            assert sum(counts.values()) == ROWS
        for progress in told:
            assert sum(progress.counts.values()) == ROWS
            assert min(progress.counts.values()) > 0
        items = await journal.items(job.job_id, None, 0, ROWS + 1)
        assert Counter(item.state for item in items) == counts
        check(seen, items)
        held = await journal.held_leads(job.job_id)
        unsent = [item for item in items if item.state in (ItemState.WAITING, ItemState.NOT_SENT)]
        # On a good line a Continue sends all that surely did not go, but for what a newer row overtook.
        overtaken = await journal.touched_later([item.item_id for item in unsent])
        assert [item for item in unsent if item.lead not in held and item.item_id not in overtaken] == []
        await client.aclose()
        await database.close()
    check_no_key(tmp_path)


@pytest.mark.parametrize("seed", range(3))
async def test_killed_at_any_instant_nothing_is_lost_and_nothing_goes_twice(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    with scene(seed, tmp_path) as seen:
        database = Database(tmp_path / FILE_NAME)
        journal = Journal(database)
        rows = mixed_rows(seed, seen.world)
        batch = await write_down(journal, seen.account, rows)
        # Another job asks for the same deliveries; both are sent at once.
        effects = [replace(row, changes={}) for row in rows if isinstance(row, LeadUpdate) and row.delivery_ids]
        single = await write_down(journal, seen.account, [*effects[:2]])
        await database.close()
        said = ""
        for turn in range(4):
            if turn == 3:
                seen.leadbyte.rate = 0.0
            said += await asyncio.to_thread(send_in_a_process, seen, None if turn == 3 else rng.uniform(0.0, 0.4))
        database = Database(tmp_path / FILE_NAME)
        journal = Journal(database)
        items = await journal.items(batch.job_id, None, 0, ROWS + 1)
        assert len(items) == ROWS
        check(seen, items)
        both = items + await journal.items(single.job_id, None, 0, ROWS)
        for lead, delivery in seen.world.ledger.triggers:
            asked = [item for item in both if item.lead == lead and f"delivery:{delivery}" in item.update.effects]
            assert any(item.state in MAYBE for item in asked)
        await database.close()
    check_no_key(tmp_path, said)


def send_in_a_process(seen: Scene, kill_after: float | None) -> str:
    """Continue all jobs until the end, or until the process is killed; gives what it said and logged."""
    process, said = start_sending(seen.folder, seen.account.base_url)
    if kill_after is not None:
        time.sleep(kill_after)
        process.kill()
    rest, _ = process.communicate(timeout=60)
    assert kill_after is not None or process.returncode == 0, said + rest
    return said + rest
