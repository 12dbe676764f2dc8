"""How much memory the window holds with a large batch in it, over what it holds idle."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import Limit, Line, Note
from processes import script_says
from tables import HEADINGS, write_csv

ROWS = 100_000
MOST_MIB = 200
_STATUS = Path("/proc/self/status")


def resident() -> dict[str, float]:
    """This process's memory in MiB: what is resident now, and the most that ever was."""
    lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines() if ":" in line)
    return {name: int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon", "VmHWM")}


def memory() -> Iterator[Line]:
    """The window's memory with 100,000 rows loaded."""
    what = f"memory with {ROWS:,} x {len(HEADINGS)} loaded, over idle"
    if not _STATUS.exists():
        yield Note(f"{what}: left out, as this system does not tell a process's memory in /proc")
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table = write_csv(folder / "leads.csv", ROWS)
        said = script_says("loaded", folder / "data", str(table), str(ROWS))
    idle, loaded, scrolled = said["idle"], said["loaded"], said["scrolled"]
    cells = table_mib()
    beside = (
        f"idle {idle['VmRSS']:,.0f} MiB; its peak meanwhile {scrolled['VmHWM'] - idle['VmHWM']:,.0f} MiB over the idle "
        f"one's; the cells alone, as Python's texts, {cells:,.0f} MiB"
    )
    yield Limit(what, MOST_MIB, loaded["VmRSS"] - idle["VmRSS"], "MiB", beside)
    yield Limit(f"{what}, after scrolling through", MOST_MIB, scrolled["VmRSS"] - idle["VmRSS"], "MiB")


def table_mib() -> float:
    """What one copy of the cells would take in Python's memory."""
    import sys

    from tables import rows

    sampled = 1_000
    return sum(sys.getsizeof(cell) for row in rows(sampled) for cell in row) * (ROWS / sampled) / 2**20
