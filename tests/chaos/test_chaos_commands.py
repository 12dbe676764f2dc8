"""A file, sent by the real command over a line that fails in every way, and killed at random instants.

What must hold after each round: every row of the file has one outcome in the results, or is *Not known*; the server's
ledger and the journal agree; no delivery was triggered twice; a lead has the value that the file says last.
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from leadbyte_desktop.domain.job import OUTCOMES, ItemState, Job
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.practice.world import World
from leadbyte_desktop.services.results import ENDING
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.store.journal_sources import JobRow
from leadbyte_desktop.store.preferences import Preferences
from tests.chaos import command_process
from tests.chaos.faulty_leadbyte import FaultyLeadByte
from tests.chaos.test_chaos_short import DONE, Scene, check, scene

ROWS = 60
KILLED_TURNS = 4
MOST_TURNS = 12
LIMIT = 120
BAD, STOPPED, TO_THE_END = 2, 4, {0, 1, 3}
HEADINGS = ["Agent", "Lead ID", "Postcode", "Deliveries", "Action"]
# Rows that cannot be sent; the rest of each is as in any other row.
SPOILT = (
    {"Lead ID": ""},
    {"Lead ID": "no number"},
    {"Lead ID": "4.47701E+11"},
    {"Deliveries": "Acme Solar"},
    {"Action": "resell"},
    {"Action": "release"},
)


@dataclass(frozen=True)
class Kill:
    """When a command is killed: so many requests after its start, and a moment later; none: after its first words."""

    requests: int
    delay: float


def write_file(path: Path, seed: int, world: World) -> list[list[str]]:
    """The same few leads again and again, some rows that cannot be sent, blank lines; gives the rows."""
    rng = random.Random(seed)
    numbers = list(world.leads)[:40]
    spoilt = dict(zip(rng.sample(range(ROWS), len(SPOILT)), SPOILT, strict=True))
    rows: list[list[str]] = []
    for place in range(ROWS):
        deliveries = rng.sample(["1053", "1041", "1061"], rng.choice([1, 1, 2])) if rng.random() < 0.35 else []
        row = {
            "Agent": rng.choice(["sam", "kim", "=SUM(A1)"]),
            "Lead ID": rng.choice(numbers),
            "Postcode": f"row {place}",
            "Deliveries": ", ".join(deliveries),
            "Action": "reprocess" if deliveries and rng.random() < 0.2 else "",
        }
        rows.append([(row | spoilt.get(place, {}))[heading] for heading in HEADINGS])
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADINGS)
        for line in rows:
            lines.writerow(line)
            if rng.random() < 0.1:
                lines.writerow([""] * len(HEADINGS))
    return rows


@pytest.mark.parametrize("seed", range(4))
async def test_a_command_killed_at_any_instant_loses_no_row_and_repeats_no_delivery(seed: int, tmp_path: Path) -> None:
    await play(seed, tmp_path)


async def play(seed: int, made: Path) -> None:
    """One round.

    Raises:
        AssertionError: something was lost, done twice, or told otherwise than it was.
    """
    rng = random.Random(seed)
    folder = made / "data"
    folder.mkdir()
    with scene(seed, folder) as seen:
        rows = write_file(made / "leads.csv", seed, seen.world)
        await connect(seen)
        said = await asyncio.to_thread(send_to_the_end, seen, made, rng)
        database = Database(folder / FILE_NAME)
        journal = Journal(database)
        (job,) = await journal.jobs(10, 0)
        check(seen, await journal.items(job.job_id, None, 0, ROWS + 1))
        kept = await journal.source_rows(job.job_id, 0, ROWS + 1)
        check_values(seen, kept)
        held = await journal.held_leads(job.job_id)
        waiting = {row.item.lead for row in kept if row.item is not None and row.item.state is ItemState.WAITING}
        assert waiting <= held, "a row was not sent although nothing stands before it"
        await database.close()
        check_results(made / "out.csv", rows, job, kept)
    assert FULL_KEY.text not in said
    check_files(made)


def check_files(made: Path) -> None:
    for path in made.rglob("*"):
        assert path.is_dir() or FULL_KEY.text.encode() not in path.read_bytes(), path.name


async def connect(seen: Scene) -> None:
    database = Database(seen.folder / FILE_NAME)
    assert seen.account.account_id == command_process.ACCOUNT_ID
    await Preferences(database).put_account(seen.account)
    await database.close()


def send_to_the_end(seen: Scene, made: Path, rng: random.Random) -> str:
    """Begin, and take up again, as somebody would who sees only the exit codes; gives all that was said."""
    out = str(made / "out.csv")
    batch = ["batch", str(made / "leads.csv"), "--account", seen.account.name, "--results", out, "--json"]
    resume = ["resume", "--results", out, "--json"]
    said, command, good = "", batch, False
    for turn in range(MOST_TURNS):
        good = good or turn >= KILLED_TURNS
        if good:
            seen.leadbyte.rate = 0.0
        kill = None if good else some_kill(rng)
        code, told, words = run(seen, command, kill)
        said += told + words
        if code == BAD:  # killed before the job was recorded: the file is sent anew
            assert command == resume
            assert "no job" in words
            command = batch
        elif good and code in TO_THE_END:
            assert check_told(told, code)["rows"] == ROWS
            break
        else:
            assert code in {-9, STOPPED, *TO_THE_END}, words
            command = resume
            good = code in TO_THE_END
    else:
        raise AssertionError(f"not at its end after {MOST_TURNS} turns")
    before = outcomes_in(made / "out.csv")
    again, told, words = run(seen, resume, None)
    # What can go has gone. A plain value that is *not known* may go once more; no outcome becomes another for it.
    assert "Nothing is left" in words or before[ItemState.NOT_KNOWN.words]
    assert (outcomes_in(made / "out.csv"), again) == (before, code)
    check_told(told, again)
    return said + told + words


def some_kill(rng: random.Random) -> Kill:
    requests = rng.choice([0, 1, 1, 2, 3, 5])
    return Kill(requests, rng.uniform(0.0, 0.08 if requests else 0.3))


def outcomes_in(path: Path) -> Counter[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Counter(row[ENDING[0]] for row in csv.DictReader(file))


def check_told(told: str, code: int) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(told)
    counts = values["counts"]
    assert sum(counts.values()) + values["never_items"] == values["rows"]
    assert values["exit_code"] == code
    return values


def run(seen: Scene, arguments: Sequence[str], kill: Kill | None) -> tuple[int, str, str]:
    """The command until its end, or until it is killed: its exit code, its standard output and error."""
    program = [sys.executable, "-m", command_process.__name__, "--data-dir", str(seen.folder), *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    before = seen.leadbyte.came
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment) as process:
        assert process.stdin is not None
        process.stdin.write(f"{FULL_KEY.text}\n")
        process.stdin.flush()
        words: list[str] = []
        first = threading.Event()
        hearing = threading.Thread(target=hear, args=(process, words, first, seen.leadbyte), daemon=True)
        hearing.start()
        if kill is not None:
            assert first.wait(LIMIT)
            wait_for_requests(seen.leadbyte, before + kill.requests, process)
            time.sleep(kill.delay)  # the very instant is the point of it
            process.kill()
        code = process.wait(LIMIT)
        hearing.join(LIMIT)
        assert process.stdout is not None
        return code, process.stdout.read(), "".join(words)


def hear(process: subprocess.Popen[str], words: list[str], first: threading.Event, leadbyte: FaultyLeadByte) -> None:
    """Take down what the command says, so that it never waits for a reader, and tell of its end."""
    assert process.stderr is not None
    for line in process.stderr:
        words.append(line)
        first.set()
    process.wait()
    first.set()
    with leadbyte.news:
        leadbyte.news.notify_all()


def wait_for_requests(leadbyte: FaultyLeadByte, count: int, process: subprocess.Popen[str]) -> None:
    with leadbyte.news:
        assert leadbyte.news.wait_for(lambda: leadbyte.came >= count or process.poll() is not None, LIMIT)


def check_values(seen: Scene, kept: Sequence[JobRow]) -> None:
    """Each lead has the value of its last row, where that was updated; and none of a row that cannot be sent."""
    last = {row.item.lead: row.item for row in kept if row.item is not None}
    for lead, item in last.items():
        assert isinstance(item.update, LeadUpdate)
        found = seen.world.find(lead)
        if item.state in DONE:
            assert found is not None
            assert found.fields["postcode"] == item.update.changes["postcode"]
    values = {value["postcode"] for changes in seen.leadbyte.values.values() for value in changes}
    assert not values & {row.cells[HEADINGS.index("Postcode")] for row in kept if row.item is None}


def check_results(path: Path, rows: list[list[str]], job: Job, kept: Sequence[JobRow]) -> None:
    """Every row of the file is in the results, in its own form and order, with one outcome that is the journal's."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, *written = csv.reader(file)
    assert headings == [*HEADINGS, *ENDING]
    assert [[cell.removeprefix("'") for cell in row[: len(HEADINGS)]] for row in written] == rows
    outcomes = [row[len(HEADINGS)] for row in written]
    assert {outcome.partition(":")[0] for outcome in outcomes} <= {outcome.words for outcome in OUTCOMES}
    assert outcomes == [outcome_of(row) for row in kept]
    assert all(row.why for row in kept if row.item is None)
    states = Counter(row.item.state for row in kept if row.item is not None)
    assert states == job.counts
    assert (sum(states.values()), job.never_items) == (job.total, ROWS - job.total)
    spoilt = [row for row in rows if any(is_spoilt_by(row, cells) for cells in SPOILT)]
    assert len(spoilt) == len(SPOILT)
    assert all(kept[rows.index(row)].item is None for row in spoilt)


def outcome_of(row: JobRow) -> str:
    if row.item is None or row.item.state is ItemState.WAITING:
        return ItemState.NOT_SENT.words
    # Nobody cancelled it: another row asked for the same delivery.
    return f"{row.item.state.words}: left out" if row.item.left_out else row.item.state.words


def is_spoilt_by(row: Sequence[str], cells: Mapping[str, str]) -> bool:
    return all(row[HEADINGS.index(heading)] == cell for heading, cell in cells.items())
