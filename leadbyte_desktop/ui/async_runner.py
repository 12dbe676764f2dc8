"""The one place where the window starts coroutines."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from leadbyte_desktop.domain.errors import AppError

_log = logging.getLogger(__name__)


class AsyncRunner(QObject):
    """Starts coroutines, keeps their tasks alive, clears *busy* however they end, and sends every error to one place.

    Signals:
        failed(object): an `AppError` that nobody nearer took; its `user_text` is for the person.
        broke(object): any other exception: one of our own bugs. It is in the log already.
    """

    failed = Signal(object)
    broke = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # asyncio itself keeps only weak references to tasks.
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def running(self) -> int:
        """How many coroutines are under way."""
        return len(self._tasks)

    def start(
        self,
        coroutine: Coroutine[Any, Any, object],
        on_error: Callable[[AppError], None] | None = None,
        busy: Callable[[bool], None] | None = None,
        over: Callable[[], None] | None = None,
    ) -> None:
        """Start a coroutine; the loop must be running. Its first step is done in a later turn of the loop.

        Args:
            coroutine: what is to be done.
            on_error: takes an `AppError` in place of `failed`, to show it next to what caused it.
            busy: called with True now, and with False when the coroutine ended, whatever its end, and before any
                error is told.
            over: called last of all, also where it was cancelled before its first step.
        """
        task = self.task_of(coroutine, on_error, busy)
        if over is not None:
            task.add_done_callback(lambda _task: over())

    def task_of(
        self,
        coroutine: Coroutine[Any, Any, object],
        on_error: Callable[[AppError], None] | None = None,
        busy: Callable[[bool], None] | None = None,
    ) -> asyncio.Task[None]:
        """The same, for whoever may cancel it: gives its task, which is kept here until it has ended."""
        task = asyncio.get_running_loop().create_task(self._run(coroutine, on_error, busy))
        if busy is not None:
            busy(True)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # Where it was cancelled before its first step, Python would complain that nobody awaited it.
        task.add_done_callback(lambda _task: coroutine.close())
        return task

    async def ask(self, dialog: QDialog) -> int:
        """The same as `ask`, for whoever was handed the runner."""
        return await ask(dialog)

    async def settle(self, limit: float | None = None) -> bool:
        """Wait until everything started here has ended, what they start meanwhile included; at close.

        Args:
            limit: seconds to wait at most; what still runs then is cancelled and awaited.

        Returns:
            True where everything ended by itself.
        """
        try:
            async with asyncio.timeout(limit):
                while others := self._others():
                    await asyncio.wait(others)
        except TimeoutError:
            await self.cancel_all()
            return False
        return True

    async def cancel_all(self) -> None:
        """Cancel everything started here, and wait for its end."""
        others = self._others()
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others)

    def _others(self) -> set[asyncio.Task[None]]:
        return {task for task in self._tasks if not task.done() and task is not asyncio.current_task()}

    async def _run(
        self,
        coroutine: Coroutine[Any, Any, object],
        on_error: Callable[[AppError], None] | None,
        busy: Callable[[bool], None] | None,
    ) -> None:
        try:
            try:
                await coroutine
            finally:
                if busy is not None:
                    busy(False)
        except AppError as error:
            (on_error or self.failed.emit)(error)
        except Exception as error:  # noqa: BLE001 - the last stop of our own bugs; nothing is swallowed
            _log.exception("A task of the window broke")
            self.broke.emit(error)


async def ask(dialog: QDialog) -> int:
    """Open a dialog and wait for its result without a loop of its own (pitfalls.md item 10).

    The dialog is closed if the waiting is cancelled, and counts as rejected if it is deleted.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def take(result: object) -> None:
        if not answer.done():
            answer.set_result(result if isinstance(result, int) else QDialog.DialogCode.Rejected.value)

    dialog.finished.connect(take)
    dialog.destroyed.connect(take)
    dialog.open()
    try:
        return await answer
    except asyncio.CancelledError:
        dialog.reject()
        raise
