"""What the sender's tests share: a journal, a sender, and a LeadByte that answers as each test scripts it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Timeouts, Transports
from leadbyte_desktop.domain.account import Account, ApiKey
from leadbyte_desktop.domain.job import DraftItem, Item, Job, JobDraft, JobKind, Update
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.problems import ProblemPlan
from leadbyte_desktop.services.progress import Progress, RunResult
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.journal import Journal

ACCOUNT = Account("acme", "Acme Leads", "https://acme.leadbyte.co.uk/restapi/v1.3")
KEY = ApiKey("key-of-this-test")
WAIT_LIMIT = 60.0
"""Seconds that a test waits for what must come before it fails."""
Scope = MutableMapping[str, Any]
Reply = tuple[int, Any]
Answerer = Callable[[dict[str, Any]], Reply | Awaitable[Reply]]


def accept(body: dict[str, Any]) -> Reply:
    """LeadByte's documented success for every lead of the request."""
    if "newPayout" in body or "newRevenue" in body:
        return 200, {"status": "Success", "message": "OK"}
    if "deliveryId" in body or "deliveries" in body:
        pushes = [
            {"deliveryId": str(each), "leadId": lead, "queued": True, "status": "Queued"}
            for lead in body.get("leads", [body.get("leadId")])
            for each in body.get("deliveries", [body.get("deliveryId")])
        ]
        return 200, {"status": "Success", "message": "See push results", "pushResults": pushes}
    if "leads" not in body:
        words = {"process": "Queued for processing", "reject": "Queued for rejection"}.get(
            body.get("action", ""), "Queued for reprocessing"
        )
        return 200, {"status": "Success", "message": "", "details": dict.fromkeys(leads_of(body), words)}
    leads = [{"id": lead["id"], "success": True, "message": "Lead updated"} for lead in body["leads"]]
    return 200, {"status": "Success", "message": "OK", "leads": leads}


@dataclass
class ScriptedLeadByte:
    """Answers requests by a script, then always with success; keeps what it was asked.

    Attributes:
        script: an answerer for each of the first requests.
        bodies: the bodies that came, keys taken out.
        out: the leads of the requests that are being answered.
        most_out: so many requests were being answered at once.
        twice_at_once: leads that two requests carried at the same time.
        held: the answers that come later.
        closed: the test is over.
    """

    script: list[Answerer] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    always: Answerer = accept
    out: list[list[str]] = field(default_factory=list)
    most_out: int = 0
    twice_at_once: set[str] = field(default_factory=set)
    held: set[asyncio.Future[Reply]] = field(default_factory=set)
    closed: bool = False

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        body = json.loads((await receive())["body"])
        body.pop("key", None)
        self.bodies.append(body)
        leads = leads_of(body)
        self.twice_at_once.update(lead for other in self.out for lead in other if lead in leads)
        self.out.append(leads)
        self.most_out = max(self.most_out, len(self.out))
        try:
            status, content = await self.answer(body)
        finally:
            self.out.remove(leads)
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        headers = [(b"content-type", b"application/json")]
        if status == 429:
            headers.append((b"retry-after", b"7"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": raw})

    async def answer(self, body: dict[str, Any]) -> Reply:
        """The next answer of the script."""
        reply = (self.script.pop(0) if self.script else self.always)(body)
        if not isinstance(reply, Awaitable):
            return reply
        held = asyncio.ensure_future(reply)
        self.held.add(held)
        try:
            return await held
        except asyncio.CancelledError:
            if not self.closed:
                raise
            return 503, b""
        finally:
            self.held.discard(held)

    def close(self) -> None:
        """Answer what is held back, and whatever comes, with a fault."""
        self.closed, self.script, self.always = True, [], status(503)
        for held in self.held:
            held.cancel()


def leads_of(body: dict[str, Any]) -> list[str]:
    """The leads of a request's body, of either kind, as the journal compares them."""
    alone = next((body[name] for name in ("leadId", "quarantineId") if name in body), None)
    leads = [alone] if alone is not None else body.get("leadIds", body.get("leads", []))
    named = [lead.get("id", lead.get("quarantineId")) if isinstance(lead, dict) else lead for lead in leads]
    return [str(each).lstrip("0") for each in named]


class Holding:
    """Answers only when it is let: `arrived` counts the requests, `let_go` answers them."""

    def __init__(self) -> None:
        self.arrived = 0
        self._changed = asyncio.Condition()
        self._free = 0

    async def __call__(self, body: dict[str, Any]) -> Reply:
        async with self._changed:
            self.arrived += 1
            mine = self.arrived
            self._changed.notify_all()
            await self._changed.wait_for(lambda: self._free >= mine)
        return accept(body)

    async def until(self, count: int) -> None:
        """Return once so many requests have come."""
        async with asyncio.timeout(WAIT_LIMIT), self._changed:
            await self._changed.wait_for(lambda: self.arrived >= count)

    async def let_go(self, count: int = 1_000_000) -> None:
        """Answer the first so many requests."""
        async with self._changed:
            self._free = max(self._free, count)
            self._changed.notify_all()


@dataclass
class Office:
    """A journal, a sender and a scripted LeadByte.

    Attributes:
        waits: for how many seconds the sender waited, each time.
        clock: the time by the clock that stands still during sleep; waits put it forward.
        slept: how long this PC was asleep.
        others: what was under way before the office opened.
        seen: what the sender told.
    """

    journal: Journal
    leadbyte: ScriptedLeadByte
    client: LeadByteClient
    sender: Sender
    waits: list[float]
    clock: list[float]
    problems: ProblemPlan
    slept: list[float]
    others: set[asyncio.Task[Any]]
    seen: list[Progress] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def job(self, *updates: Update, kind: JobKind = JobKind.BATCH, title: str = "A job") -> Job:
        draft = JobDraft(kind, title, ACCOUNT.account_id, tuple(DraftItem(each) for each in updates))
        return await self.journal.create_job(draft, ACCOUNT, "sam")

    async def run(self, job: Job, *, again: bool = False, after: Collection[int] = ()) -> RunResult:
        return await self.sender.run(job.job_id, self.client, self.hear, again=again, after=after)

    async def start(self, job: Job, *, again: bool = False, after: Collection[int] = ()) -> asyncio.Task[RunResult]:
        """Start a run and go on beside it."""
        running = asyncio.create_task(self.run(job, again=again, after=after))
        await asyncio.sleep(0)
        return running

    def told(self, job: Job) -> list[Progress]:
        return [progress for progress in self.seen if progress.job_id == job.job_id]

    def hear(self, progress: Progress) -> None:
        self.seen.append(progress)
        self.heard.set()

    async def catch_up(self) -> None:
        """Return once the runs that were started have read what they need: the journal answers one after the other."""
        for _ in range(12):
            await self.journal.jobs(1, 0)

    async def until(self, job: Job, there: Callable[[Progress], bool]) -> Progress:
        """The first progress of a job that is so; waited for, if need be."""
        async with asyncio.timeout(WAIT_LIMIT):
            while not (found := [progress for progress in self.told(job) if there(progress)]):
                self.heard.clear()
                await self.heard.wait()
        return found[0]

    async def items(self, job: Job) -> list[Item]:
        return await self.journal.items(job.job_id, None, 0, 1000)

    async def states(self, job: Job) -> list[str]:
        return [item.state.value for item in await self.items(job)]

    async def end(self) -> None:
        """End what a test left under way, be it held or paused: a test that failed there keeps nobody waiting."""
        self.leadbyte.close()
        self.sender.stop_all()
        with suppress(TimeoutError):
            async with asyncio.timeout(WAIT_LIMIT):
                await self.sender.wait_for_end()
        while left := asyncio.all_tasks() - self.others - {asyncio.current_task()}:
            for task in left:
                task.cancel()
            await asyncio.wait(left)


@asynccontextmanager
async def open_office(tmp_path: Path) -> AsyncIterator[Office]:
    """All of it, with clocks that stand still but for waits, which take no time."""
    database = Database(tmp_path / "journal.sqlite")
    await database.open()
    journal = Journal(database, lambda: datetime.now(UTC))
    leadbyte = ScriptedLeadByte()

    async def at_once(_seconds: float) -> None:
        return

    problems = ProblemPlan()
    # However slow the machine is, an answer that is held back is never given up.
    patient = Timeouts(read=3600.0)
    client = LeadByteClient(ACCOUNT, KEY, Transports.in_process(leadbyte, problems, sleep=at_once, timeouts=patient))
    waits: list[float] = []
    clock, slept = [1000.0], [0.0]

    async def wait(stop: asyncio.Event, seconds: float) -> None:
        waits.append(seconds)
        clock[0] += seconds

    sender = Sender(
        journal, monotonic=lambda: clock[0], jitter=lambda: 0.5, wait=wait, wall=lambda: clock[0] + slept[0]
    )
    office = Office(journal, leadbyte, client, sender, waits, clock, problems, slept, asyncio.all_tasks())
    try:
        yield office
    finally:
        # Before the client, which waits for what LeadByte is still to answer.
        await office.end()
        await client.aclose()
        await database.close()


def plain(number: int | str, value: str = "A") -> LeadUpdate:
    return LeadUpdate(LeadRef(str(number)), {"postcode": value})


def sold(number: int | str, *deliveries: str) -> LeadUpdate:
    return LeadUpdate(LeadRef(str(number)), {}, deliveries or ("1053",))


def ids(body: dict[str, Any]) -> list[str]:
    return [lead["id"] for lead in body["leads"]]


def status(code: int, content: Any = b"<html>busy</html>") -> Answerer:
    return lambda _body: (code, content)
