"""The long form of the chaos: many rounds, each decided by its seed, until one goes wrong or all have gone.

    python tests/chaos/long.py [--rounds 200] [--first-seed 0]

Of every four rounds one sends a batch and one a money job over a failing line, one is killed at random instants, and
one kills the real command, which sends a file; each ends with the server's own ledger held against the journal. It
stops at the first round that went wrong, names its seed, and ends with code 1.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.chaos.test_chaos_commands import play as play_command
from tests.chaos.test_chaos_short import (
    mixed_rows,
    money_rows,
    test_killed_at_any_instant_nothing_is_lost_and_nothing_goes_twice,
    test_the_journal_says_what_the_server_did,
)

KINDS = ("batch", "money", "killed", "command")


def play(seed: int) -> str:
    """Play one round; gives what kind it was.

    Raises:
        AssertionError: journal and server do not agree.
    """
    kind = KINDS[seed % len(KINDS)]
    with tempfile.TemporaryDirectory(prefix="leadbyte-chaos-") as made:
        folder = Path(made)
        if kind == "killed":
            asyncio.run(test_killed_at_any_instant_nothing_is_lost_and_nothing_goes_twice(seed, folder))
        elif kind == "command":
            asyncio.run(play_command(seed, folder))
        else:
            rows = mixed_rows if kind == "batch" else money_rows
            asyncio.run(test_the_journal_says_what_the_server_did(rows, seed, folder))
    return kind


def main() -> int:
    parser = argparse.ArgumentParser(description="Play many rounds of chaos.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--first-seed", type=int, default=0)
    read = parser.parse_args()
    began = time.monotonic()
    for done, seed in enumerate(range(read.first_seed, read.first_seed + read.rounds), 1):
        try:
            kind = play(seed)
        except Exception:  # noqa: BLE001 - whatever went wrong, the seed is to be named
            traceback.print_exc()
            sys.stdout.write(f"round with seed {seed} went wrong\n")
            return 1
        sys.stdout.write(f"{done} of {read.rounds}: seed {seed}, {kind}, held\n")
        sys.stdout.flush()
    sys.stdout.write(f"{read.rounds} rounds held, in {time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
