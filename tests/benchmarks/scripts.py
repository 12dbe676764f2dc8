"""What the app's window does while it is measured. Every script is one process, see `at_work.py`."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from at_work import run
from heartbeat import Heartbeat
from memory import resident
from painting import Painted
from tables import FIRST_ROWS

from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.ui.hands import Hands

if TYPE_CHECKING:
    from leadbyte_desktop.services.progress import RunResult
    from leadbyte_desktop.ui.batch_presenter import BatchPresenter
    from leadbyte_desktop.ui.main_window import MainWindow

_PATIENCE = 180.0
_FRAME = 0.016
_STEPS = 300
_JUMPS = 60


class AtWork:
    """In front of the tab *Batch*."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.hands = Hands()
        self.batch: BatchPresenter

    async def begin(self) -> None:
        """Open the tab, and wait until its batch is shown."""
        self.window.open_tab("batch")
        await self.until(lambda: "batch" in self.window.presenters, "the tab Batch did not open")
        self.batch = cast("BatchPresenter", self.window.presenters["batch"])
        await self.settled()
        self.model = self.batch.page.model
        self.view = self.batch.page.table.view

    async def until(self, holds: Callable[[], bool], words: str) -> None:
        await self.hands.until(holds, words, _PATIENCE)

    async def settled(self) -> None:
        """Wait until nothing is read any more."""
        loader = self.batch.loader
        await self.until(lambda: loader.summary is not None and not loader.busy, "the batch was not read to its end")

    async def import_file(self, path: Path, rows: int) -> None:
        """Open a file, agree to its columns, and wait until its rows stand in the table."""
        opening = asyncio.ensure_future(self.batch.opening.open_file(path))
        await self.until(lambda: self.hands.sees("columns_1") or opening.done(), "nobody asked about the columns")
        await self.hands.click("columns_1")
        await opening
        await self.until(lambda: self.model.rowCount() == rows, "the rows did not appear")
        await self.settled()

    async def scroll(self) -> None:
        """From the first row to the last frame by frame, then to places far apart."""
        bar, chance = self.view.verticalScrollBar(), random.Random(1)
        for step in range(_STEPS + 1):
            bar.setValue(bar.maximum() * step // _STEPS)
            await asyncio.sleep(_FRAME)
        for _ in range(_JUMPS):
            bar.setValue(chance.randrange(bar.maximum() + 1))
            await asyncio.sleep(4 * _FRAME)
        bar.setValue(0)
        await self.settled()

    async def find(self, text: str) -> None:
        """Type into the search box, and wait for what it finds; "" for all rows again."""
        await self.hands.write("batch.search", text)
        self.batch.page.finder.search_now()
        await self.until(lambda: self.batch.loader.view.search == text, "the search did not begin")
        order = await self.batch.loader.sheet.order(self.batch.loader.view)  # type: ignore[union-attr]  # one is open
        await self.until(lambda: len(self.model.order) == len(order), "what was found did not appear")
        await self.settled()

    async def sort(self, slot: int, *, descending: bool) -> None:
        """Sort by a column, and wait until the rows stand so."""
        before = self.model.order
        self.batch._column_menu.sort(slot, descending=descending)
        await self.until(lambda: self.batch.loader.view.sort_slot == slot, "the sorting did not begin")
        await self.until(lambda: self.model.order is not before, "the rows did not move")
        await self.settled()

    async def review(self) -> None:
        """Ask for the review, and wait until it can be agreed to."""
        await self.hands.click("batch.review_primary")
        await self.until(lambda: self.hands.sees("review_send"), "no review")
        await self.until(lambda: self.hands.find("review_send").isEnabled(), "the review cannot be agreed to")

    async def send(self) -> tuple[float, float]:
        """Agree to the review; gives when the job stood in the journal and when it had ended, see `time.monotonic`."""
        flow, started = self.batch.flow, list[float]()
        ended: list[tuple[float, RunResult]] = []
        flow.job_started.connect(lambda _job: started.append(time.monotonic()))
        flow.job_ended.connect(lambda result: ended.append((time.monotonic(), result)))
        await self.hands.click("review_send")
        await self.until(lambda: bool(ended), "the batch did not end")
        until, result = ended[0]
        if set(result.counts) != {ItemState.UPDATED}:
            raise SystemExit(f"the batch was not sent whole: {result}")
        return started[0], until


def tell(**values: object) -> None:
    """Print what was measured."""
    print(json.dumps(values), flush=True)


# --- the scripts ------------------------------------------------------------------------------------------------------


async def _show_first_rows(path: Path, window: MainWindow) -> None:
    """For every line on the standard input: open the file, tell how long its first rows took, and read no further."""
    work = AtWork(window)
    await work.begin()
    shown = asyncio.Event()
    painted = Painted(work.view.viewport(), lambda: work.model.rowCount() >= FIRST_ROWS and work.model.read_only)
    painted.answers.connect(shown.set)
    while await asyncio.to_thread(sys.stdin.readline):
        shown.clear()
        painted.watch()
        began = time.perf_counter()
        opening = asyncio.ensure_future(work.batch.opening.open_file(path))
        await asyncio.wait({opening, asyncio.ensure_future(shown.wait())}, return_when=asyncio.FIRST_COMPLETED)
        print(time.perf_counter() - began, flush=True)
        work.batch.opening.reading.cancel()
        await opening
        await work.settled()


async def _load(path: Path, rows: int, window: MainWindow) -> None:
    """Tell the memory of the window before and after a file was loaded."""
    work = AtWork(window)
    await work.begin()
    await asyncio.sleep(2)
    idle = resident()
    await work.import_file(path, rows)
    loaded = resident()
    await work.scroll()
    tell(idle=idle, loaded=loaded, scrolled=resident())


async def _send(path: Path, rows: int, window: MainWindow) -> None:
    """Tell how long it took to send a file."""
    work = AtWork(window)
    await work.begin()
    await work.import_file(path, rows)
    await work.review()
    since, until = await work.send()
    tell(leads_a_second=rows / (until - since))


async def _stay_smooth(path: Path, rows: int, window: MainWindow) -> None:
    """Tell the beats of the window, and when it did what."""
    work = AtWork(window)
    await work.begin()
    heart, phases = Heartbeat(window), list[tuple[str, float, float]]()

    @asynccontextmanager
    async def phase(name: str) -> AsyncIterator[None]:
        since = time.monotonic()
        yield
        phases.append((name, since, time.monotonic()))
        await asyncio.sleep(0.2)

    async with phase("idle"):
        await asyncio.sleep(3)
    async with phase("imported"):
        await work.import_file(path, rows)
    async with phase("scrolled"):
        await work.scroll()
    async with phase("filtered"):
        for text in ("robin.7", "Placeholder512", "nothing like it", ""):
            await work.find(text)
    async with phase("sorted"):
        await work.sort(4, descending=True)
        await work.sort(0, descending=False)
        await work.sort(0, descending=True)
    async with phase("reviewed"):
        await work.review()
    pressed = time.monotonic()
    since, until = await work.send()
    phases += [("written down", pressed, since), ("sent", since, until)]
    await asyncio.sleep(0.5)
    tell(phases=phases, beats=heart.beats.tolist())


def _first_rows(folder: Path, arguments: Sequence[str]) -> int:
    return run(partial(_show_first_rows, Path(arguments[0])), folder)


def _loaded(folder: Path, arguments: Sequence[str]) -> int:
    return run(partial(_load, Path(arguments[0]), int(arguments[1])), folder)


def _sent(folder: Path, arguments: Sequence[str]) -> int:
    return run(partial(_send, Path(arguments[0]), int(arguments[1])), folder, arguments[2])


def _smooth(folder: Path, arguments: Sequence[str]) -> int:
    return run(partial(_stay_smooth, Path(arguments[0]), int(arguments[1])), folder, arguments[2])


SCRIPTS: dict[str, Callable[[Path, Sequence[str]], int]] = {
    "first_rows": _first_rows,
    "loaded": _loaded,
    "sent": _sent,
    "smooth": _smooth,
}
