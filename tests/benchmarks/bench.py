"""The benchmarks: each figure is a ratio against a floor measured in the same run, turn by turn.

Run with `python3 packaging/bootstrap.py bench [NAME …]`. Absolute times differ from machine to machine; the ratios
should not. The parts:

    windows   start and memory of the window, against a bare one
    reading   importing 100,000 rows with all checks, against csv.reader and calamine; the first rows on screen
    sending   20,000 leads, with and without the window, against bare httpx
    memory    the window's memory with 100,000 rows loaded
    smooth    the gaps of a heartbeat on the GUI thread while 100,000 rows are worked with
    newman    leads a second against Postman's runner, where Node.js is on this PC
    scale     time per lead at 1,000,000 rows against that at 10,000; takes many minutes, so only where it is named
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from figures import Line
from memory import memory
from newman import newman
from reading import reading
from scale import scale
from sending import sending
from smooth import smooth
from windows import windows

PARTS: dict[str, Callable[[], Iterator[Line]]] = {
    "windows": windows,
    "reading": reading,
    "sending": sending,
    "memory": memory,
    "smooth": smooth,
    "newman": newman,
    "scale": scale,
}
LONG = ("scale",)
"""Parts that run only where they are named."""


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all that are not long, and print their figures."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise SystemExit(f"There is no part “{unknown[0]}”. The parts are {', '.join(PARTS)}.")
    for name in names or [name for name in PARTS if name not in LONG]:
        for line in PARTS[name]():
            print(line, flush=True)
    if not names:
        print(f"Left out, as it takes many minutes: {', '.join(LONG)}. Name it to run it.")


if __name__ == "__main__":
    main(sys.argv[1:])
