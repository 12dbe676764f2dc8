"""Starts what is measured in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

HERE = Path(__file__).parent
MOST_IN_FLIGHT = "/most-in-flight"
"""Asked for with GET, the practice account says how many requests it held at once since it was last asked."""


def surroundings() -> dict[str, str]:
    """Windows are drawn into memory where nothing else is asked for."""
    return {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


@contextmanager
def started(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process that runs one of the files here; its standard input ends with the block."""
    command = [sys.executable, str(HERE / script), *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings()
    ) as process:
        assert process.stdin is not None
        try:
            yield process
        finally:
            process.stdin.close()


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that a process says."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit(f"{process.args!r} ended without its figures")
    return line


def script_says(name: str, folder: Path, *arguments: str) -> dict[str, Any]:
    """Have the app's window worked by a script of `scripts.py`; gives what it measured."""
    with started("at_work.py", name, str(folder), *arguments) as process:
        said: dict[str, Any] = json.loads(line_of(process))
    if process.returncode:
        raise SystemExit(f"the window ended with {process.returncode} after “{name}”")
    return said


@contextmanager
def practice_server(milliseconds: int, leads: int) -> Iterator[str]:
    """The practice account with so many leads and this long over each answer; gives its address."""
    with started("practice_process.py", str(milliseconds), str(leads)) as process:
        yield f"http://127.0.0.1:{line_of(process).strip()}"


def most_in_flight(address: str) -> int:
    """How many requests the practice account held at once since this was last asked."""
    with build_opener(ProxyHandler({})).open(f"{address}{MOST_IN_FLIGHT}") as answer:
        return int(answer.read())
