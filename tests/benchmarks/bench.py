"""The benchmarks: each figure is a ratio against a floor measured in the same run, turn by turn.

Run with `python3 packaging/bootstrap.py bench [NAME …]`. Absolute times differ from machine to machine; the ratios
should not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from figures import Figure
from reading import reading
from sending import sending
from windows import windows

PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "windows": windows,
    "reading": reading,
    "sending": sending,
}


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all, and print their figures."""
    for name in names or PARTS:
        for figure in PARTS[name]():
            print(figure, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
