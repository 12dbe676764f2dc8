"""The one answer that a part of the window waits for, so that it can be given up."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject


class Awaited:
    """Holds the task that waits for an answer, until it has come or nobody wants it any more.

    Args:
        owner: what would show the answer; once it is gone, nothing waits any more.
    """

    def __init__(self, owner: QObject) -> None:
        self._task: asyncio.Task[object] | None = None
        self._gone = False
        owner.destroyed.connect(self._go)

    def begin(self) -> None:
        """The task that calls this is the one that waits from now on; it gets no answer where the owner is gone."""
        self._task = asyncio.current_task()
        if self._gone:
            self.give_up()

    def end(self) -> None:
        """The answer has come; called by the task itself."""
        if self._task is asyncio.current_task():
            self._task = None

    def give_up(self) -> None:
        """Wait no more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _go(self) -> None:
        self._gone = True
        self.give_up()
