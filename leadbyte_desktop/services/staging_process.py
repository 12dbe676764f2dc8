"""Runs `staging.py` in a process of its own, from any event loop."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import leadbyte_desktop
from leadbyte_desktop.domain.errors import BadFile, StorageProblem
from leadbyte_desktop.services.staging import Staged, StagingRequest, staged_of

# -P: a folder that happens to be the current one must not hand its own modules to the app.
_COMMAND = (sys.executable, "-P", "-m", "leadbyte_desktop.services.staging")
_BROKE = (
    "This file could not be read: reading it broke off. It may be damaged, or larger than this PC’s memory can take. "
    "Save it again from Excel, and open that file here."
)
_NO_CHILD = "This PC did not let the app read the file in a process of its own. Close other programs, then try again."
_LAST_WORDS = 4_096
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Child:
    """The process, once it was started. Used by its watching thread, and by whoever ends it early."""

    process: subprocess.Popen[bytes] | None = None
    ended_early: bool = False
    staged: Staged | None = None
    trouble: Exception | None = None
    lines: list[str] = field(default_factory=list)

    def end(self) -> None:
        self.ended_early = True
        if self.process is not None:
            self.process.kill()


async def stage_in_process(request: StagingRequest, on_step: Callable[[Staged], None]) -> Staged:
    """Read a file into a new sheet, in a process of its own. Cancelling it ends that process and waits for its end.

    Args:
        request: what to read, and where to.
        on_step: called on the loop's thread, again and again.

    Raises:
        BadFile: the file cannot be read as a table, or the process broke off.
        StorageProblem: the sheet cannot be written.
    """
    loop, child = asyncio.get_running_loop(), _Child()

    def step(staged: Staged) -> None:
        loop.call_soon_threadsafe(on_step, staged)

    watching = asyncio.ensure_future(asyncio.to_thread(_watch, child, request, step))
    try:
        await asyncio.shield(watching)
    except asyncio.CancelledError:
        child.end()
        await watching
        raise
    if child.trouble is not None:
        raise child.trouble
    if child.staged is None:
        raise BadFile(_BROKE)
    return child.staged


def _watch(child: _Child, request: StagingRequest, on_step: Callable[[Staged], None]) -> None:
    """Start the process, hear what it says, wait for its end. On a thread."""
    with ExitStack() as opened:
        try:
            # In a file, what it says of faults can be as long as it likes; a pipe that nobody empties would fill up.
            faults = opened.enter_context(tempfile.TemporaryFile())
            process = opened.enter_context(_start(faults))
        except OSError:
            child.trouble = BadFile(_NO_CHILD)
            return
        child.process = process
        if child.ended_early:
            process.kill()
        _converse(child, process, request, on_step)
        process.wait()
        if child.staged is None and not child.ended_early:
            _note(faults)


def _start(faults: IO[bytes]) -> subprocess.Popen[bytes]:
    # Without a console of its own on Windows, where the app has none either.
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(  # noqa: S603 - this very program, without a shell
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=faults,
        creationflags=flags,
        env=_environment(),
    )


def _note(faults: IO[bytes]) -> None:
    faults.seek(max(0, faults.seek(0, os.SEEK_END) - _LAST_WORDS))
    said = faults.read().decode("utf-8", "replace").strip()
    if said:
        # Only the kind of the fault: a traceback's last line may quote a cell of somebody's file.
        _log.error("reading a file broke off: %s", said.splitlines()[-1].partition(":")[0])


def _environment() -> dict[str, str]:
    """The process finds the very package that runs here, wherever that was started from."""
    found = [str(Path(leadbyte_desktop.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in found if part)}


def _converse(
    child: _Child, process: subprocess.Popen[bytes], request: StagingRequest, on_step: Callable[[Staged], None]
) -> None:
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
    try:
        process.stdin.write(f"{request.to_json()}\n".encode())
        process.stdin.close()
    except OSError:
        pass  # it ended before it heard; what it said, or did not say, tells why
    for line in process.stdout:
        if (said := _message(line)) is not None:
            _hear(child, said, on_step)


def _message(line: bytes) -> dict[str, Any] | None:
    """What the process told; None for a line that some library of it wrote."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and "what" in said else None


def _hear(child: _Child, said: dict[str, Any], on_step: Callable[[Staged], None]) -> None:
    what = said.pop("what")
    if what == "error":
        kind = StorageProblem if said["kind"] == StorageProblem.__name__ else BadFile
        child.trouble = kind(said["words"])
    else:
        staged = staged_of(said)
        on_step(staged)
        if what == "done":
            child.staged = staged
