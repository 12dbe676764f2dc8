"""qasync's loop with its gaps closed: timers that die when cancelled, and an ordered start and end."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

from PySide6.QtCore import QObject, QTimerEvent
from PySide6.QtWidgets import QApplication

# The user's environment could otherwise choose another Qt binding, or an odd one that is an ImportError.
os.environ["QT_API"] = "pyside6"

from qasync import QEventLoop

_THREADS = 4


class _Handle(asyncio.TimerHandle):
    """A timer handle that knows its Qt timer; `cancel()` tells the loop, which kills it."""

    __slots__ = ("timer_id",)

    timer_id: int


class _Timers(QObject):
    """Runs handles from Qt timers. WORKAROUND qasync 0.28: its cancelled timers live on to their deadline.

    What is due at once needs no timer each: one timer gives turns, and a turn runs what stood in line at its beginning.
    So Qt paints and hears the person between two turns, however much there is to do.
    """

    def __init__(self) -> None:
        super().__init__()
        self.live: dict[int, _Handle] = {}
        self._line: deque[asyncio.Handle] = deque()
        self._turns = 0

    def add(self, handle: _Handle, delay: float) -> None:
        handle.timer_id = self.startTimer(max(0, int(delay * 1000)))
        self.live[handle.timer_id] = handle

    def forget(self, handle: _Handle) -> None:
        if self.live.pop(getattr(handle, "timer_id", 0), None) is not None:
            self.killTimer(handle.timer_id)

    def stand_in_line(self, handle: asyncio.Handle) -> None:
        self._line.append(handle)
        if not self._turns:
            self._turns = self.startTimer(0)

    def clear(self) -> None:
        self._line.clear()
        self._end_turns()
        for handle in list(self.live.values()):
            self.forget(handle)

    def timerEvent(self, event: QTimerEvent) -> None:
        timer_id = event.timerId()
        if timer_id == self._turns:
            self._take_turn()
            return
        self.killTimer(timer_id)
        handle = self.live.pop(timer_id, None)
        if handle is not None:
            _run(handle)

    def _take_turn(self) -> None:
        for _ in range(len(self._line)):
            if not self._line:  # the loop was closed by one of them
                break
            _run(self._line.popleft())
        if not self._line:
            self._end_turns()

    def _end_turns(self) -> None:
        if self._turns:
            self.killTimer(self._turns)
            self._turns = 0


def _run(handle: asyncio.Handle) -> None:
    if not handle.cancelled():
        handle._run()  # noqa: SLF001 - what every asyncio loop does with its handles


class WindowLoop(QEventLoop):  # type: ignore[misc]  # qasync makes its class at run time
    """The event loop of the window: asyncio and Qt in one thread.

    Its timers are coarse and may fire some milliseconds early, as Qt's do: whoever needs a deadline looks at
    `time.monotonic()`.
    """

    def __init__(self, app: QApplication) -> None:
        self._timers = _Timers()
        super().__init__(app)
        # One pool that a closing loop joins; qasync's own is made of QThreads, which abort the process on SystemExit.
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="leadbyte")
        self.set_default_executor(self._pool)

    @property
    def live_timers(self) -> int:
        """How many Qt timers are running for this loop."""
        return len(self._timers.live)

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run the callback after `delay` seconds."""
        handle = _Handle(self.time() + delay, callback, args, self, context)
        if self.is_closed():
            # A thread of the pool may answer after the end: Qt delivers its signal late, and nobody waits for it.
            handle.cancel()
        else:
            self._timers.add(handle, delay)
        return handle

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run the callback at `when`, on the clock of `time()`."""
        return self.call_later(when - self.time(), callback, *args, context=context)

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        """Run the callback at the next turn of the loop; in the order of the calls."""
        handle = asyncio.Handle(callback, args, self, context)
        if self.is_closed():
            handle.cancel()
        else:
            self._timers.stand_in_line(handle)
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        if isinstance(handle, _Handle):
            self._timers.forget(handle)

    def close(self) -> None:
        """Let the pool finish what it runs, kill every timer, close the loop."""
        super().close()
        self._timers.clear()


def run_app(app: QApplication, main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run `main` on the window's loop to its end, and end in order (pitfalls.md item 12).

    `main` awaits its own closing event and does its own clearing up. Should Qt be told to quit meanwhile (the
    session ends), `main` is cancelled and still awaited, so its `finally` runs. Tasks left over are cancelled and
    awaited, then the threads are joined, then the loop is closed.

    Returns:
        what `main` returned; 0 where it was cancelled.
    """
    app.setQuitOnLastWindowClosed(False)
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    try:
        return _run_main(loop, main)
    finally:
        _finish_tasks(loop)
        asyncio.set_event_loop(None)
        loop.close()


def _run_main(loop: WindowLoop, main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    task = loop.create_task(main(), name="main")
    try:
        result: int = loop.run_until_complete(task)
    except asyncio.CancelledError:
        return 0
    except RuntimeError:
        # qasync says so when Qt was told to quit; any other RuntimeError is main's own.
        if task.done():
            raise
        task.cancel()
        loop.run_until_complete(asyncio.wait([task]))
        return 0 if task.cancelled() else task.result()
    return result


def _finish_tasks(loop: WindowLoop) -> None:
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
