"""Starts the process that continues every job of a data folder, so that it can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from leadbyte_desktop.practice.keys import FULL_KEY


def start_sending(folder: Path, base_url: str) -> tuple[subprocess.Popen[str], str]:
    """Start it; gives it, and what it said, once it is about to send."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("sending_process.py")), str(folder), base_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{FULL_KEY.text}\n")
    process.stdin.flush()
    said = ""
    while "sending" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    return process, said
