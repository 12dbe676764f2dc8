"""Leads a second: the whole sender, journal on, against bare httpx with the same bodies."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from figures import Figure

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.api.requests import put_updates
from leadbyte_desktop.domain.account import Account, ApiKey, parse_address
from leadbyte_desktop.domain.grouping import plan
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.store.database import FILE_NAME, Database, utc_now
from leadbyte_desktop.store.journal import Journal

HERE = Path(__file__).parent
SEND_TURNS = 5
LEADS = 3_000
LATENCY_MS = 50
FIRST_LEAD = 2932600


@contextmanager
def practice_server(milliseconds: int) -> Iterator[str]:
    """The practice account in a process of its own, with this long over each answer; gives its address."""
    command = [sys.executable, str(HERE / "practice_process.py"), str(milliseconds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


def updates() -> list[LeadUpdate]:
    """The leads that are sent, by both sides."""
    return [
        LeadUpdate(LeadRef(str(FIRST_LEAD + n)), {"postcode": "TN25 6QD", "firstname": "Jo", "phone1": "07700 900123"})
        for n in range(LEADS)
    ]


async def send_bare(address: str) -> float:
    """Leads a second with httpx alone: the same bodies, one request in flight, one kept connection."""
    groups = [[item.update for item in group] for group in plan([DraftItem(each) for each in updates()])]
    bodies = [put_updates(group).body for group in groups]
    async with httpx.AsyncClient(trust_env=False, headers={"X_KEY": FULL_KEY.text}) as client:
        started = time.perf_counter()
        for body in bodies:
            (await client.put(f"{address}/restapi/v1.3/leads", json=body)).raise_for_status()
        return LEADS / (time.perf_counter() - started)


async def send_ours(address: str, folder: Path) -> float:
    """Leads a second with the sender: journal, client, replies and all."""
    account = Account("bench", "Bench", parse_address(address))
    database = Database(folder / FILE_NAME)
    await database.open()
    journal = Journal(database, utc_now)
    client = LeadByteClient(account, ApiKey(FULL_KEY.text), Transports.real(account.base_url))
    draft = JobDraft(JobKind.BATCH, "Bench", "bench", tuple(DraftItem(each) for each in updates()))
    job = await journal.create_job(draft, account, "bench")
    started = time.perf_counter()
    result = await Sender(journal).run(job.job_id, client, lambda _progress: None)
    elapsed = time.perf_counter() - started
    await client.aclose()
    await database.close()
    if sum(result.counts.values()) != LEADS or result.words:
        raise SystemExit(f"the sender did not finish: {result}")
    return LEADS / elapsed


def sending() -> Iterator[Figure]:
    """Leads a second, ours against bare httpx: with a LeadByte that takes its time, and with one that takes none."""
    yield _sending(LATENCY_MS, ">= 0.9")
    # A server that takes no time at all shows nothing but our own cost: two durable commits and the reading of replies.
    yield _sending(0, "none, for comparison")


def _sending(milliseconds: int, aim: str) -> Figure:
    ours, floor = [], []
    with practice_server(milliseconds) as address:
        for turn in range(SEND_TURNS + 1):
            with tempfile.TemporaryDirectory() as folder:
                bare, app = asyncio.run(send_bare(address)), asyncio.run(send_ours(address, Path(folder)))
            if turn:
                floor.append(bare)
                ours.append(app)
    return Figure(f"leads a second, {milliseconds} ms an answer", aim, ours, floor, "leads/s")
