"""Leads a second: the whole sender, journal on, against bare httpx with the same bodies, size and number in flight."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from figures import Figure
from processes import most_in_flight, practice_server, script_says
from tables import HEADINGS, rows, write_csv

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.api.requests import put_updates
from leadbyte_desktop.domain.account import Account, ApiKey, parse_address
from leadbyte_desktop.domain.grouping import plan
from leadbyte_desktop.domain.job import DraftItem, ItemState, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.domain.sheet import RowReader, SheetHead
from leadbyte_desktop.importing.columns import match_columns
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.services.pace import MOST_IN_FLIGHT
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.store.database import FILE_NAME, Database, utc_now
from leadbyte_desktop.store.journal import Journal

TURNS = 3
WINDOW_TURNS = 3
LEADS = 20_000
LATENCY_MS = 50


def updates(leads: int = LEADS) -> list[LeadUpdate]:
    """The leads that are sent, by both sides: the rows of the table, as the app reads them."""
    read = RowReader(SheetHead(columns=match_columns(HEADINGS)))
    return [read.update_of(cells) for cells in rows(leads)]


async def send_bare(address: str, in_flight: int) -> float:
    """Leads a second with httpx alone: the same bodies, so many requests in flight, kept connections."""
    groups = [[item.update for item in group] for group in plan(DraftItem(each) for each in updates())]
    bodies = iter([put_updates(group).body for group in groups])
    async with httpx.AsyncClient(trust_env=False, headers={"X_KEY": FULL_KEY.text}) as client:

        async def send() -> None:
            for body in bodies:
                (await client.put(f"{address}/restapi/v1.3/leads", json=body)).raise_for_status()

        started = time.perf_counter()
        await asyncio.gather(*(send() for _ in range(in_flight)))
        return LEADS / (time.perf_counter() - started)


async def send_ours(address: str, folder: Path, leads: int = LEADS) -> float:
    """Leads a second with the sender: journal, client, replies and all."""
    account = Account("bench", "Bench", parse_address(address))
    database = Database(folder / FILE_NAME)
    await database.open()
    journal = Journal(database, utc_now)
    client = LeadByteClient(account, ApiKey(FULL_KEY.text), Transports.real(account.base_url))
    draft = JobDraft(JobKind.BATCH, "Bench", "bench", tuple(DraftItem(each) for each in updates(leads)))
    job = await journal.create_job(draft, account, "bench")
    started = time.perf_counter()
    result = await Sender(journal).run(job.job_id, client, lambda _progress: None)
    elapsed = time.perf_counter() - started
    await client.aclose()
    await database.close()
    if result.counts != {ItemState.UPDATED: leads}:
        raise SystemExit(f"the sender did not update every lead: {result}")
    return leads / elapsed


def send_from_window(address: str, folder: Path) -> float:
    """Leads a second from the app's window, which shows every row as it comes to its end."""
    table = write_csv(folder / "leads.csv", LEADS)
    return float(script_says("sent", folder / "data", str(table), str(LEADS), address)["leads_a_second"])


def sending() -> Iterator[Figure]:
    """Leads a second, ours against bare httpx: with a LeadByte that takes its time, and with one that takes none."""
    yield _sending(LATENCY_MS, ">= 0.9", _alone, TURNS, "journal on")
    yield _sending(LATENCY_MS, ">= 0.85", send_from_window, WINDOW_TURNS, "from the open window")
    # A server that takes no time at all shows nothing but our own cost: two durable commits and the reading of replies.
    yield _sending(0, "none, for comparison", _alone, TURNS, "journal on")


def _alone(address: str, folder: Path) -> float:
    return asyncio.run(send_ours(address, folder))


def _sending(milliseconds: int, aim: str, send: Callable[[str, Path], float], turns: int, how: str) -> Figure:
    ours, floor, in_flight = [], [], 0
    with practice_server(milliseconds, LEADS) as address:
        for _turn in range(turns):
            with tempfile.TemporaryDirectory() as folder:
                ours.append(send(address, Path(folder)))
            # As many as ours had in flight at most; it begins with one, so it has fewer for a moment. A server that
            # takes no time is done with each before the next comes: of that one the sender's own limit is taken.
            in_flight = most_in_flight(address) if milliseconds else MOST_IN_FLIGHT
            floor.append(asyncio.run(send_bare(address, in_flight)))
            most_in_flight(address)
    name = f"{LEADS:,} leads sent, {how}, {milliseconds} ms an answer, {in_flight} in flight"
    return Figure(name, aim, ours, floor, "leads/s")
