"""Writes what a person changes in a sheet, one change after the other, while the window already shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.errors import AppError

if TYPE_CHECKING:
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_loading import SheetLoader
    from leadbyte_desktop.ui.batch_model import SheetModel

T = TypeVar("T")
Work = Callable[["BatchSheet"], Awaitable[T]]


class SheetEditing(QObject):
    """The queue of changes. What was typed is in the table at once; if it cannot be written, the table is read again.

    Signals:
        trouble(AppError): a change could not be written; the table shows what stands on the disk again.
        settled(): everything is written.
    """

    trouble = Signal(object)
    settled = Signal()

    def __init__(self, model: SheetModel, loader: SheetLoader, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        # One for each change from the moment in which it was asked for: a task begins only in a later turn of the loop.
        self._waiting: set[object] = set()
        self._written = asyncio.Event()
        self._model, self._loader, self._runner = model, loader, runner
        self._turn = asyncio.Lock()
        # Blank rows that were added have negative IDs until the disk gave them theirs.
        self._ids: dict[int, int] = {}
        self._moved = False
        model.typed.connect(self._typed)

    @property
    def waiting(self) -> int:
        """How many changes are not written yet."""
        return len(self._waiting)

    async def finish(self) -> None:
        """Wait until everything is written; before a review, another sheet, or the app’s end."""
        while self._waiting:
            await self._written.wait()

    def change(self, work: Work[T], then: Callable[[T], None] | None = None, *, moves: bool = True) -> None:
        """Do something to the sheet after everything that was begun before.

        Args:
            work: does it.
            then: is told what came of it.
            moves: rows may come, go or move by it.
        """
        change = self._queue_up()
        self._runner.start(
            self._change(change, work, then, moves=moves),
            on_error=self.trouble.emit,
            # For a change that is cancelled before it began.
            over=lambda: self._leave(change),
        )

    async def changed(self, work: Work[T], then: Callable[[T], None] | None = None, *, moves: bool = True) -> None:
        """The same, and wait for it.

        Raises:
            AppError: it could not be written.
        """
        await self._change(self._queue_up(), work, then, moves=moves)

    def _queue_up(self) -> object:
        change = object()
        self._waiting.add(change)
        self._written.clear()
        return change

    def _leave(self, change: object) -> None:
        if change in self._waiting:
            self._waiting.remove(change)
            self._maybe_settle()

    async def _change(self, change: object, work: Work[T], then: Callable[[T], None] | None, *, moves: bool) -> None:
        try:
            async with self._turn:
                if (sheet := self._loader.sheet) is not None:
                    self._moved = self._moved or moves
                    result = await work(sheet)
                    if then is not None:
                        then(result)
        except AppError:
            self._moved = True
            raise
        finally:
            self._leave(change)

    def set_blocks(self, blocks: Sequence[tuple[Sequence[int], Mapping[int, str | None]]], label: str) -> None:
        """Give the same cells to many rows, as one step: for each block its rows, and slot to text."""
        if not blocks:
            return
        for ids, cells in blocks:
            self._model.patch(ids, cells)
        self.change(lambda sheet: sheet.set_cells(self._changes(blocks), label), moves=False)

    def _changes(
        self, blocks: Sequence[tuple[Sequence[int], Mapping[int, str | None]]]
    ) -> dict[int, Mapping[int, str | None]]:
        # One mapping for all rows of a block: a hundred thousand entries are made in C, in a few milliseconds.
        if len(blocks) == 1:
            return dict.fromkeys(self.real(blocks[0][0]), blocks[0][1])
        changes: dict[int, Mapping[int, str | None]] = {}
        for ids, cells in blocks:
            for row_id in self.real(ids):
                changes[row_id] = {**changes.get(row_id, {}), **cells}
        return changes

    def add_blank_row(self) -> int:
        """A blank row at the end that can be typed in at once; gives the ID it has until it is written."""
        provisional = -1 - len(self._ids)
        self._ids[provisional] = provisional
        self._model.add_blank(provisional)
        width = self._model.head.width
        self.change(lambda sheet: sheet.add_rows([[None] * width]), lambda made: self._row_made(provisional, made[0]))
        return provisional

    def real(self, ids: Iterable[int]) -> list[int]:
        """The IDs on the disk; to be asked when the change is written, not when it is begun."""
        return [self._ids.get(row_id, row_id) for row_id in ids] if self._ids else list(ids)

    def begin_anew(self) -> None:
        """Another sheet is shown; everything of the one before is written by then."""
        self._ids.clear()

    def _typed(self, row_id: int, slot: int, text: str) -> None:
        cells = {slot: text or None}
        self.change(lambda sheet: sheet.set_cells({self.real([row_id])[0]: cells}), moves=False)

    def _row_made(self, provisional: int, row_id: int) -> None:
        self._ids[provisional] = row_id
        self._model.rename_row(provisional, row_id)

    def _maybe_settle(self) -> None:
        # What is read while changes still wait would show the table as it was before them.
        if self._waiting:
            return
        self._written.set()
        self._model.all_written()
        moved, self._moved = self._moved, False
        self._loader.refresh(order=moved)
        self.settled.emit()


def cannot_write(error: AppError) -> str:
    """What a change that could not be written means for the person."""
    return f"{error.user_text} The change was not kept; the table shows what stands on this PC. Nothing was sent."
