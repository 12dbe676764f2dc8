"""The window's loop: timers die when cancelled; start and end are in order."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from leadbyte_desktop.ui.loop import WindowLoop, run_app


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[WindowLoop]:
    made = WindowLoop(qapp)
    asyncio.set_event_loop(made)
    yield made
    asyncio.set_event_loop(None)
    made.close()


def test_the_binding_is_chosen_by_us():
    assert os.environ["QT_API"] == "pyside6"


def test_cancelled_timeouts_leave_no_timers(loop: WindowLoop):
    async def main() -> int:
        for _turn in range(2_000):
            async with asyncio.timeout(30):
                await asyncio.sleep(0)
        return loop.live_timers

    assert loop.run_until_complete(main()) <= 3


def test_timers_cancelled_among_living_ones_leave_these(loop: WindowLoop):
    rung: list[str] = []

    async def main() -> int:
        loop.call_later(30, rung.append, "dead").cancel()
        loop.call_at(loop.time() + 30, rung.append, "dead too").cancel()
        alive = loop.call_later(0.01, rung.append, "alive")
        living = loop.live_timers
        await asyncio.sleep(0.05)
        alive.cancel()
        return living

    assert loop.run_until_complete(main()) <= 2
    assert rung == ["alive"]


def test_a_handle_knows_when(loop: WindowLoop):
    before = loop.time()
    handle = loop.call_later(5, print)
    assert before + 5 <= handle.when() <= loop.time() + 5
    handle.cancel()
    handle.cancel()
    assert handle.cancelled()
    assert loop.live_timers == 0


def test_soon_keeps_the_order(loop: WindowLoop):
    order: list[int] = []

    async def main() -> None:
        for number in range(200):
            loop.call_soon(order.append, number)
        await asyncio.sleep(0.01)

    loop.run_until_complete(main())
    assert order == list(range(200))


def test_qt_has_its_turn_however_much_there_is_to_do(loop: WindowLoop, qapp: QApplication):
    ended = asyncio.Event()
    turns: list[int] = []

    def again() -> None:
        turns.append(len(turns))
        if not ended.is_set():
            loop.call_soon(again)

    async def main() -> None:
        QTimer.singleShot(20, qapp, ended.set)
        again()
        await asyncio.wait_for(ended.wait(), 30)

    loop.run_until_complete(main())
    assert len(turns) > 1


def test_what_a_turn_leads_to_waits_for_the_next(loop: WindowLoop):
    order: list[str] = []

    def first() -> None:
        order.append("first")
        loop.call_soon(order.append, "of the first")

    async def main() -> None:
        loop.call_soon(first)
        loop.call_soon(order.append, "never").cancel()
        loop.call_soon(order.append, "second")
        await asyncio.sleep(0.01)

    loop.run_until_complete(main())
    assert order == ["first", "second", "of the first"]


def test_what_stands_in_line_at_the_end_never_runs(qapp: QApplication):
    ran: list[str] = []
    loop = WindowLoop(qapp)
    loop.call_soon(ran.append, "late")
    loop.close()
    assert loop.call_soon(ran.append, "later").cancelled()
    qapp.processEvents()
    assert ran == []


def test_a_timeout_still_rings(loop: WindowLoop):
    async def main() -> None:
        async with asyncio.timeout(0.02):
            await asyncio.sleep(30)

    with pytest.raises(TimeoutError):
        loop.run_until_complete(main())


def test_threads_are_plain_ones(loop: WindowLoop):
    async def main() -> str:
        return await asyncio.to_thread(lambda: threading.current_thread().name)

    assert loop.run_until_complete(main()).startswith("leadbyte")


def test_the_app_runs_main_to_its_end_and_settles_what_is_left(qapp: QApplication):
    ended: list[str] = []

    async def stray() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("stray")

    async def main() -> int:
        main.stray = asyncio.get_running_loop().create_task(stray())  # type: ignore[attr-defined]
        await asyncio.sleep(0)
        ended.append("main")
        return 7

    assert run_app(qapp, main) == 7
    assert ended == ["main", "stray"]
    assert not qapp.quitOnLastWindowClosed()


def test_main_clears_up_when_the_session_ends(qapp: QApplication):
    cleared: list[str] = []

    async def main() -> int:
        asyncio.get_running_loop().call_later(0.01, qapp.quit)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            cleared.append("checkpoint")
        return 1

    assert run_app(qapp, main) == 0
    assert cleared == ["checkpoint"]


def test_an_error_of_main_is_not_lost(qapp: QApplication):
    async def main() -> int:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        run_app(qapp, main)


def test_the_pool_is_joined_at_the_end(qapp: QApplication):
    done: list[str] = []

    def work() -> None:
        time.sleep(0.05)  # the work itself, not a wait for it
        done.append("written")

    async def main() -> int:
        main.work = asyncio.get_running_loop().run_in_executor(None, work)  # type: ignore[attr-defined]
        return 0

    assert run_app(qapp, main) == 0
    assert done == ["written"]
