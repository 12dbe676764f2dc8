"""A heartbeat on the GUI thread, and what its gaps say. As a process: a bare idle window with the same heartbeat.

    python tests/benchmarks/heartbeat.py

It beats until its standard input ends, and then prints one line of JSON: the times of all beats, on the clock that all
processes of a machine share.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from array import array
from bisect import bisect_left, bisect_right
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QTimerEvent
from PySide6.QtWidgets import QApplication, QMainWindow

EVERY_MS = 10


class Heartbeat(QObject):
    """Beats every 10 ms for as long as the thread answers.

    Attributes:
        beats: when it did, in seconds.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.beats = array("d")
        self.startTimer(EVERY_MS, Qt.TimerType.PreciseTimer)

    def timerEvent(self, _event: QTimerEvent) -> None:
        self.beats.append(time.monotonic())


def gaps_ms(beats: array[float], since: float, until: float) -> list[float]:
    """The milliseconds from beat to beat between two times, the shortest first. The beats around them count too."""
    first, last = max(bisect_right(beats, since) - 1, 0), bisect_left(beats, until) + 1
    within = beats[first:last]
    return sorted(1_000 * (later - earlier) for earlier, later in pairwise(within))


def share(ordered: list[float], part: float) -> float:
    """The value below which a part of them lies; 1.0 gives the largest."""
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def main() -> int:
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1180, 760)
    heartbeat = Heartbeat(window)
    window.show()

    def end_with_parent() -> None:
        sys.stdin.read()
        app.exit(0)

    threading.Thread(target=end_with_parent, daemon=True).start()
    app.exec()
    print(json.dumps(heartbeat.beats.tolist()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
