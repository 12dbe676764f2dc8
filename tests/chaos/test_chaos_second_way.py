"""Killed around the two requests of a delivery that LeadByte refuses without an update: nothing is lost or repeated."""

from __future__ import annotations

import asyncio
import logging
import random
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from leadbyte_desktop.domain.account import API_PATH, Account
from leadbyte_desktop.domain.job import DraftItem, Item, ItemState, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.world import LeadStatus, World, build_world
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.journal import Journal
from tests.chaos.processes import start_sending
from tests.practice_server import WAIT_LIMIT, serve

WANTS_UPDATE = "1061"
REFUSED, BEFORE, AFTER = "the first was refused", "the second has come", "the second was done"


class WatchedLeadByte:
    """The practice account, which lets the process that sends be killed at one moment.

    Attributes:
        moment: at which moment of which request; "" for none.
        reached: set when it has come. At all but the first the answer is held back for good.
        world: the account.
    """

    def __init__(self, world: World) -> None:
        self.moment = ""
        self.reached = threading.Event()
        self.world = world
        self._app = build_app(world)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        second = scope["path"].endswith("/deliveries/trigger")
        if second and self.moment == BEFORE:
            return await self._stall(receive)
        if second and self.moment == AFTER:
            await self._app(scope, receive, _into_nothing)
            return await self._stall(receive)
        await self._app(scope, receive, send)
        if not second and self.moment == REFUSED:
            self.reached.set()
        return None

    async def _stall(self, receive: Receive) -> None:
        self.reached.set()
        while (await receive())["type"] != "http.disconnect":
            pass


async def _into_nothing(_message: Message) -> None:
    """Take an answer that shall never arrive."""


@contextmanager
def watched() -> Iterator[tuple[WatchedLeadByte, str]]:
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    leadbyte = WatchedLeadByte(build_world(100))
    with socket.create_server(("127.0.0.1", 0)) as listener, serve(leadbyte, listener):
        yield leadbyte, f"http://127.0.0.1:{listener.getsockname()[1]}{API_PATH}"


async def write_down(folder: Path, account: Account, leads: list[LeadRef]) -> int:
    database = Database(folder / FILE_NAME)
    updates = (LeadUpdate(lead, {}, (WANTS_UPDATE,)) for lead in leads)
    draft = JobDraft(JobKind.BUYERS, "To Larkfold", account.account_id, tuple(map(DraftItem, updates)))
    job = await Journal(database).create_job(draft, account, "sam")
    await database.close()
    return job.job_id


async def read_back(folder: Path, job_id: int) -> tuple[list[Item], list[list[str]]]:
    """The job's items, and the method of every request that carried each."""
    database = Database(folder / FILE_NAME)
    journal = Journal(database)
    items = await journal.items(job_id, None, 0, 100)
    methods = [[attempt.method for attempt in await journal.attempts_of(item.item_id)] for item in items]
    await database.close()
    return items, methods


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=WAIT_LIMIT)


def send_to_the_end(folder: Path, base_url: str) -> None:
    process, said = start_sending(folder, base_url)
    rest, _ = process.communicate(timeout=WAIT_LIMIT)
    assert process.returncode == 0, said + rest


def valid(world: World, count: int) -> list[LeadRef]:
    return [LeadRef(lead.number) for lead in world.with_status(LeadStatus.VALID)[:count]]


@pytest.mark.parametrize("seed", range(4))
async def test_killed_after_the_refusal_each_lead_goes_once(seed: int, tmp_path: Path) -> None:
    with watched() as (leadbyte, base_url):
        account = Account("chaos", "Chaos", base_url)
        leads = valid(leadbyte.world, 3)
        job_id = await write_down(tmp_path, account, leads)
        leadbyte.moment = REFUSED
        process, _ = await asyncio.to_thread(start_sending, tmp_path, base_url)
        assert await asyncio.to_thread(leadbyte.reached.wait, WAIT_LIMIT)
        # Anywhere between the refusal and the last trigger.
        await asyncio.to_thread(time.sleep, random.Random(seed).uniform(0.0, 0.03))
        await asyncio.to_thread(end, process)
        leadbyte.moment = ""
        await asyncio.to_thread(send_to_the_end, tmp_path, base_url)

        items, methods = await read_back(tmp_path, job_id)
        triggers = leadbyte.world.ledger.triggers
        assert set(triggers.values()) <= {1}
        for item, sent in zip(items, methods, strict=True):
            went = triggers[item.lead, WANTS_UPDATE]
            # What was out when the process died waits for a person; all else has come to its end.
            assert item.state in (ItemState.QUEUED, ItemState.NOT_KNOWN)
            assert went or item.state is ItemState.NOT_KNOWN
            assert sent.count("POST") <= 1
            assert sent[0] == "PUT"


@pytest.mark.parametrize(("moment", "went"), [(BEFORE, 0), (AFTER, 1)])
async def test_killed_while_the_second_is_out_it_is_never_repeated(moment: str, went: int, tmp_path: Path) -> None:
    with watched() as (leadbyte, base_url):
        account = Account("chaos", "Chaos", base_url)
        (lead,) = valid(leadbyte.world, 1)
        job_id = await write_down(tmp_path, account, [lead])
        leadbyte.moment = moment
        process, _ = await asyncio.to_thread(start_sending, tmp_path, base_url)
        assert await asyncio.to_thread(leadbyte.reached.wait, WAIT_LIMIT)
        await asyncio.to_thread(end, process)
        leadbyte.moment = ""
        for _ in range(2):
            await asyncio.to_thread(send_to_the_end, tmp_path, base_url)

        (item,), (methods,) = await read_back(tmp_path, job_id)
        assert item.state is ItemState.NOT_KNOWN
        assert methods == ["PUT", "POST"]
        assert leadbyte.world.ledger.triggers[lead, WANTS_UPDATE] == went
