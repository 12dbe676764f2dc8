"""Time per lead of a file of 1,000,000 rows against one of 10,000: the way of the unattended command, phase by phase.

To send a million leads would take too long to be done often. So of the large job 10,000 leads each are sent from its
beginning, its middle and its end, the rest being set down as updated; everything else is done with all its rows.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import Figure
from tables import write_csv

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import Account, ApiKey, parse_address
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.store.database import FILE_NAME
from leadbyte_desktop.wiring import wire

if TYPE_CHECKING:
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.services.progress import Progress
    from leadbyte_desktop.services.workplace import Workplace

FEW, MANY = 10_000, 1_000_000
TURNS = 3
SAMPLE = 10_000
AIM = "<= 1.3"


@dataclass
class Phases:
    """Seconds a lead, by what is done with it."""

    rows: int
    a_lead: dict[str, float] = field(default_factory=dict)

    def note(self, name: str, since: float) -> None:
        self.a_lead[name] = (time.perf_counter() - since) / self.rows


def scale() -> Iterator[Figure]:
    """The whole, and each phase."""
    with tempfile.TemporaryDirectory() as made:
        few = [_measure(Path(made) / f"few-{turn}", FEW) for turn in range(TURNS + 1)][1:]
        many = _measure(Path(made) / "many", MANY)
    floor = {name: statistics.median(each.a_lead[name] for each in few) for name in many.a_lead}
    what = f"time per lead at {MANY:,} rows against that at {FEW:,}"
    sampled = f"sending measured on 3 x {SAMPLE:,} of them, all else on all"
    yield _figure(f"{what}, from the file to the results ({sampled})", AIM, many.a_lead.values(), floor.values())
    for name, seconds in many.a_lead.items():
        yield _figure(f"{what}, {name}", "none, a part of the above", [seconds], [floor[name]])


def _figure(name: str, aim: str, ours: Any, floor: Any) -> Figure:
    return Figure(name, aim, [1_000 * sum(ours)], [1_000 * sum(floor)], "ms a lead")


def _measure(folder: Path, rows: int) -> Phases:
    (folder / "data").mkdir(parents=True)
    return asyncio.run(_work(folder, write_csv(folder / "leads.csv", rows), Phases(rows)))


async def _work(folder: Path, table: Path, phases: Phases) -> Phases:
    workplace = await wire(folder / "data")
    desk = _desk(workplace)
    try:
        since = time.perf_counter()
        sheet = await _stage(workplace, table, phases.rows)
        phases.note("staged with checks", since)
        job_id = await _write_down(desk, sheet, phases)
        await workplace.tools.batch_sheets.discard(sheet)
        await _send(desk, folder / "data" / FILE_NAME, job_id, phases)
        since = time.perf_counter()
        if await workplace.tools.results.save(job_id, folder / "results.csv") != phases.rows:
            raise SystemExit("the results are not those of every row")
        phases.note("results written", since)
    finally:
        await desk.close()
        await workplace.close()
    return phases


async def _stage(workplace: Workplace, table: Path, rows: int) -> BatchSheet:
    """As the unattended command reads a file."""
    sheet, _ = await workplace.tools.batch_sheets.import_here(table, HowToRead(), lambda _step: None)
    await sheet.set_head(await sheet.head(), "as asked for")
    await sheet.leave_out_stopped()
    if (await sheet.counts()).ready != rows:
        raise SystemExit("not every row is ready to be sent")
    return sheet


async def _write_down(desk: Desk, sheet: BatchSheet, phases: Phases) -> int:
    since = time.perf_counter()
    review = await desk.prepare(await sheet.draft("Bench", desk.account.account_id))
    try:
        phases.note("reviewed", since)
        since = time.perf_counter()
        job = await desk.write_down(review)
        phases.note("written down", since)
        return job.job_id
    finally:
        review.close()


# --- sending ----------------------------------------------------------------------------------------------------------


async def _send(desk: Desk, file: Path, job_id: int, phases: Phases) -> None:
    """Send a job, or three samples of a large one; what a run costs beside its leads counts once."""
    starts = [0] if phases.rows <= SAMPLE else [0, phases.rows // 2, phases.rows - SAMPLE]
    samples = []
    for start in starts:
        _set_down(file, job_id, start)
        whole, sending, leads = await _send_some(desk, job_id)
        samples.append((sending / leads, whole - sending))
    a_lead = statistics.mean(each for each, _ in samples)
    phases.a_lead["sent"] = a_lead + statistics.mean(beside for _, beside in samples) / phases.rows


async def _send_some(desk: Desk, job_id: int) -> tuple[float, float, int]:
    """Send up to `SAMPLE` leads.

    Returns:
        the seconds of the run, those from its first to its last answer, and the leads that were answered in these.
    """
    seen: list[tuple[float, int]] = []
    enough = asyncio.Event()

    def hear(progress: Progress) -> None:
        seen.append((time.perf_counter(), progress.done))
        if progress.done - seen[0][1] >= SAMPLE or progress.done == progress.total:
            enough.set()

    job = await desk.tools.journal.job(job_id)
    since = time.perf_counter()
    run = asyncio.ensure_future(desk.send(job, hear, again=False))
    await asyncio.wait({run, asyncio.ensure_future(enough.wait())}, return_when=asyncio.FIRST_COMPLETED)
    last = len(seen) - 1
    if (await desk.tools.journal.job(job_id)).unfinished > SAMPLE:
        run.cancel()
    with suppress(asyncio.CancelledError):
        await run
    whole = time.perf_counter() - since - (time.perf_counter() - seen[last][0])
    return whole, seen[last][0] - seen[0][0], seen[last][1] - seen[0][1]


def _set_down(file: Path, job_id: int, before: int) -> None:
    """Have the rows before a place as if they had been updated already."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE items SET state = 'updated', words = 'Lead updated', attempts = 1, changed_at = "
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE job_id = ? AND position <= ? AND state = 'waiting'",
            (job_id, before),
        )
        # This was never part of the way; its log must not slow down what is measured.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _desk(workplace: Workplace) -> Desk:
    account = Account("bench", "Bench", parse_address("bench.leadbyte.co.uk"))
    transports = Transports.in_process(_takes_no_time, _NoProblem(), sleep=_never)
    return Desk(workplace.tools, account, LeadByteClient(account, ApiKey(FULL_KEY.text), transports))


class _NoProblem:
    def take(self) -> None:
        return None


async def _never(_seconds: float) -> None:
    return None


async def _takes_no_time(_scope: Any, receive: Any, send: Any) -> None:
    """A LeadByte that updates every lead at once."""
    raw, more = b"", True
    while more:
        message = await receive()
        raw, more = raw + message["body"], message.get("more_body", False)
    done = {"success": True, "message": "Lead updated", "warnings": [], "errors": []}
    leads = [{"id": lead["id"], **done} for lead in json.loads(raw)["leads"]]
    answer = json.dumps({"status": "Success", "message": "OK", "leads": leads}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": answer})
