"""Whether the window answers while it works: the gaps of a 10 ms heartbeat on its GUI thread, phase by phase.

Beside it the same heartbeat in a bare idle window, at the same time: what that one misses is the machine's doing.
"""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path

from figures import Limit, Line
from heartbeat import EVERY_MS, gaps_ms, share
from processes import line_of, practice_server, script_says, started
from tables import write_csv

ROWS = 100_000
LATENCY_MS = 50
LONGEST_MS = 50
USUAL_MS = 20
USUAL = 0.99


def smooth() -> Iterator[Line]:
    """The longest gap, and the one below which 99 of 100 lie, of every phase."""
    with tempfile.TemporaryDirectory() as made, practice_server(LATENCY_MS, ROWS) as address:
        folder = Path(made)
        table = write_csv(folder / "leads.csv", ROWS)
        with started("heartbeat.py") as bare:
            said = script_says("smooth", folder / "data", str(table), str(ROWS), address)
            assert bare.stdin is not None
            bare.stdin.close()
            idle = array("d", json.loads(line_of(bare)))
    beats = array("d", said["beats"])
    for name, since, until in said["phases"]:
        ours, floor = gaps_ms(beats, since, until), gaps_ms(idle, since, until)
        what = f"{EVERY_MS} ms heartbeat, {ROWS:,} rows {name} ({until - since:,.1f} s)"
        for part, most, words in ((1.0, LONGEST_MS, "longest gap"), (USUAL, USUAL_MS, "99th percentile")):
            beside = f"a bare idle window meanwhile {share(floor, part):,.1f} ms"
            yield Limit(f"{what}, {words}", most, share(ours, part), "ms", beside)
