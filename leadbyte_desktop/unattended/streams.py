"""The standard streams of a command. Any may be missing, closed, full, or without a reader: the work goes on."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

_STANDARD = 2
"""The last of the descriptors that every program takes for its own input, output and errors."""


def prepare_streams() -> None:
    """Make the streams fit for whatever is said, and keep files that are opened later out of their places."""
    # A file of ours that took the place of a closed stream would be written into by whoever writes to that stream.
    descriptor = os.open(os.devnull, os.O_RDWR)
    while descriptor <= _STANDARD:
        descriptor = os.open(os.devnull, os.O_RDWR)
    os.close(descriptor)
    for stream in (sys.stdout, sys.stderr):
        # A code page of the console must not break a name in the middle of the night.
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def write_line(stream: TextIO | None, line: str) -> None:
    """Say something, if it can be heard; what is done, and the exit code, do not depend on it.

    Args:
        stream: where to; None where the program was started without it.
        line: what.
    """
    if stream is None:
        return
    try:
        stream.write(f"{line}\n")
        stream.flush()
    except OSError:
        _into_nothing(stream)


def read_text(most: int) -> str:
    """What the standard input holds, up to so many bytes; empty where there is none."""
    if sys.stdin is None:
        return ""
    return sys.stdin.buffer.read(most).decode("utf-8-sig", "replace")


def _into_nothing(stream: TextIO) -> None:
    """Send it nowhere from now on: what it still holds would otherwise be tried once more at the end, and fail."""
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
