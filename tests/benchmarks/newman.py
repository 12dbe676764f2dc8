"""Leads a second against Postman's runner, which sends one lead a request, as its data files work."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import Figure, Line, Note
from processes import practice_server
from sending import LATENCY_MS, LEADS, send_ours, updates

from leadbyte_desktop.api.requests import put_updates
from leadbyte_desktop.domain.account import API_PATH
from leadbyte_desktop.practice.keys import FULL_KEY

TURNS = 3
NEWMAN_LEADS = 200
_INSTALL_SECONDS = 300


def newman() -> Iterator[Line]:
    """Leads a second, ours against newman's, at the same practice server."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        why = _install(folder)
        if why:
            yield Note(f"leads a second against Postman's runner: left out, {why}")
            return
        ours, floor = [], []
        with practice_server(LATENCY_MS, LEADS) as address:
            _write_collection(folder, address)
            for turn in range(TURNS):
                floor.append(_run(folder))
                (data := folder / f"data-{turn}").mkdir()
                ours.append(asyncio.run(send_ours(address, data)))
    name = f"leads a second at {LATENCY_MS} ms an answer, against newman with {NEWMAN_LEADS} leads"
    yield Figure(name, ">= 100", ours, floor, "leads/s")


def _install(folder: Path) -> str:
    """Have newman in a folder that is thrown away; gives why it cannot be had, "" where it can."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return "as Node.js is not on this PC"
    # Its packages' own scripts stay unrun: newman needs none of them.
    command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", "newman"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "as npm did not bring newman in time"
    return "" if done.returncode == 0 else "as npm could not bring newman"


def _write_collection(folder: Path, address: str) -> None:
    """A request for one lead with places for its values, and a data file with a row for each lead."""
    sent = updates(NEWMAN_LEADS)
    fields = list(sent[0].changes)
    with (folder / "leads.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["lead", *fields])
        writer.writerows([each.lead.number, *each.changes.values()] for each in sent)
    body = _with_places(put_updates(sent[:1]).body, sent[0].lead.number, sent[0].changes)
    request = {
        "method": "PUT",
        "header": [{"key": "X_KEY", "value": FULL_KEY.text}, {"key": "Content-Type", "value": "application/json"}],
        "body": {"mode": "raw", "raw": json.dumps(body)},
        "url": f"{address}{API_PATH}/leads",
    }
    collection = {
        "info": {"name": "Leads", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "Update a lead", "request": request}],
    }
    (folder / "collection.json").write_text(json.dumps(collection), encoding="utf-8")


def _with_places(body: object, number: str, changes: dict[str, str]) -> dict[str, object]:
    """The body of one lead's request, with Postman's places where its values stood."""
    (lead,) = json.loads(json.dumps(body))["leads"]
    assert lead["id"] == number
    assert set(lead["update"]) == set(changes)
    lead["id"], lead["update"] = "{{lead}}", {name: f"{{{{{name}}}}}" for name in changes}
    return {"leads": [lead]}


def _run(folder: Path) -> float:
    """Leads a second, by newman's own clock: the start of Node.js is not counted."""
    report = folder / "report.json"
    command = [
        "node", str(folder / "node_modules" / "newman" / "bin" / "newman.js"), "run", str(folder / "collection.json"),
        "--iteration-data", str(folder / "leads.csv"), "--reporters", "json",
        "--reporter-json-export", str(report), "--suppress-exit-code",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "NO_COLOR": "1"}, cwd=folder)
    run = json.loads(report.read_text(encoding="utf-8"))["run"]
    answers = [each["response"]["code"] for each in run["executions"] if "response" in each]
    if answers != [200] * NEWMAN_LEADS:
        raise SystemExit(f"newman did not send every lead: {len(answers)} answers")
    milliseconds = float(run["timings"]["completed"] - run["timings"]["started"])
    return 1_000 * NEWMAN_LEADS / milliseconds
