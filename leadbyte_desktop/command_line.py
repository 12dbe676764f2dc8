"""The options of the command `leadbyte-desktop`.

Exit codes of the window: 0 it was closed, or an open window was brought to the front; 1 a step of the tour did not
hold; 2 the options or the data folder cannot be used. Those of the unattended commands stand in `unattended/run.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from leadbyte_desktop import __version__
from leadbyte_desktop.options import Options
from leadbyte_desktop.unattended.arguments import add_commands, command_of
from leadbyte_desktop.unattended.asked import Command


def read_options(arguments: Sequence[str]) -> Options | Command:
    """Read the options of the window, or of the unattended command that was asked for.

    Raises:
        SystemExit: with code 2 where they cannot be used, with code 0 after --help and --version.
    """
    parser = argparse.ArgumentParser(
        prog="leadbyte-desktop",
        description="Change leads in a LeadByte account: one lead, a batch, deliveries, payout and revenue.",
    )
    parser.add_argument("--practice", action="store_true", help="open the practice account; nothing real is touched")
    parser.add_argument("--sample", action="store_true", help="with --practice: have the sample batch at hand")
    parser.add_argument(
        "--tour",
        type=Path,
        metavar="DIR",
        help="play the main jobs on a fresh practice account, and write pictures and tour.json into DIR",
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help="keep the app's files in DIR (also: the environment variable LEADBYTE_DESKTOP_DATA)",
    )
    parser.add_argument("--version", action="version", version=f"LeadByte Desktop {__version__}")
    add_commands(parser)
    read = parser.parse_args(arguments)
    command = command_of(read)
    if command is not None:
        if read.sample or read.tour:
            parser.error("--sample and --tour belong to the window")
        return command
    if read.sample and not (read.practice or read.tour):
        parser.error("--sample goes with --practice")
    if read.tour and read.tour.exists() and not read.tour.is_dir():
        parser.error(f"--tour wants a folder, and {read.tour} is a file")
    return Options(read.practice, read.sample, read.tour, read.data_dir)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code (see the module's docstring)."""
    options = read_options(sys.argv[1:] if arguments is None else arguments)
    if isinstance(options, Command):
        return _run_unattended(options)
    # The window is imported only when it is wanted, so that --help and --version answer at once and without Qt.
    from leadbyte_desktop.app import run_tour, run_window

    return run_window(options) if options.tour is None else run_tour(options.tour)


def _run_unattended(command: Command) -> int:
    try:
        from leadbyte_desktop.unattended.run import run_command
        from leadbyte_desktop.wiring import wire
    except KeyboardInterrupt:
        return _interrupted(command)
    return run_command(command, wire)


def _interrupted(command: Command) -> int:
    """Loading takes a moment, and a person may think better of it meanwhile."""
    from leadbyte_desktop.unattended.report import STOPPED, Report

    return Report(as_json=command.json).trouble("Stopped before it had begun. Nothing was sent.", STOPPED)
