"""The start and the memory of the window, against a bare one."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

import leadbyte_desktop

HERE = Path(__file__).parent
WINDOW_TURNS = 7


def measure_window(script: str, *arguments: str) -> tuple[float, float]:
    """Start a window; gives the seconds until it was painted and answered, and its peak memory in MiB."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    started = time.perf_counter()
    command = [sys.executable, str(HERE / script), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        painted = 0.0
        for line in process.stdout:
            if line.startswith("painted"):
                painted = time.perf_counter() - started
            if line.startswith("peak"):
                return painted, int(line.split()[1]) / 1024
    raise SystemExit(f"{script} ended without its figures")


def windows() -> Iterator[Figure]:
    """The start and the memory of the window."""
    # As after an installation: both sides find their modules compiled, whatever the environment says of writing them.
    compileall.compile_dir(Path(leadbyte_desktop.__file__).parent, quiet=1)
    ours: list[tuple[float, float]] = []
    floor: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(WINDOW_TURNS + 1):
            bare, app = measure_window("bare_window.py"), measure_window("app_window.py", folder)
            if turn:  # the first turn warms the disk's cache
                floor.append(bare)
                ours.append(app)
    yield Figure("start to a painted window that answers", "<= 1.8", [t for t, _ in ours], [t for t, _ in floor], "s")
    yield Figure("peak memory 5 s after the start", "<= 2.0", [m for _, m in ours], [m for _, m in floor], "MiB")
