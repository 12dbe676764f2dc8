"""Reads what the window shows of a sheet: the rows around those in sight, their order, and how the rows add up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.store.sheet import ProblemGroup, SheetCounts, SheetView
from leadbyte_desktop.ui.batch_cells import CellPainter

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_model import SheetModel


@dataclass(frozen=True, slots=True)
class Summary:
    """What the page says about a sheet.

    Attributes:
        head: its head.
        counts: how its rows add up.
        groups: what was found in it, by kind and column.
        undo: what undo would take back; None where there is nothing.
        redo: what redo would do again; None where there is nothing.
    """

    head: SheetHead
    counts: SheetCounts
    groups: list[ProblemGroup] = field(default_factory=list)
    undo: str | None = None
    redo: str | None = None


class SheetLoader(QObject):
    """Keeps the table and what stands around it at what the sheet is now. Nothing here goes over all rows.

    Attributes:
        sheet: the sheet that is shown; None before the first.
        view: which rows are shown, in which order.
        summary: what was last read about the sheet; None before the first reading of it.

    Signals:
        summed_up(): `summary` is another.
        view_changed(): `view` is another.
        ordered(): the table shows the rows of `view`, in its order.
        trouble(AppError): something could not be read.
    """

    summed_up = Signal()
    view_changed = Signal()
    ordered = Signal()
    trouble = Signal(object)

    def __init__(self, model: SheetModel, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self.sheet: BatchSheet | None = None
        self.view = SheetView()
        self.summary: Summary | None = None
        self._model, self._runner = model, runner
        self._deliveries: Mapping[str, Delivery] = {}
        self._reading_pages = False
        self._refreshing = False
        self._again: bool | None = None
        # Each is held while something is read: a sheet is closed only after that.
        self._pages_turn, self._refresh_turn, self._other_turn = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        model.rows_wanted.connect(self._read_soon)

    async def show(self, sheet: BatchSheet) -> None:
        """Show another sheet, all of its rows in the file's order."""
        self.sheet = sheet
        self.summary = None
        self._model.clear()
        self._set_view(SheetView())
        await self._read_all(sheet, order=True)

    async def leave(self) -> BatchSheet | None:
        """Show no sheet, and read nothing more of the one that was shown, which is given back."""
        left, self.sheet, self.summary = self.sheet, None, None
        self._model.clear()
        async with self._pages_turn, self._refresh_turn, self._other_turn:
            return left

    @asynccontextmanager
    async def held(self) -> AsyncIterator[BatchSheet | None]:
        """Gives the sheet that is shown, which is not closed before the block ends. No block stands within another."""
        async with self._other_turn:
            yield self.sheet

    async def set_view(self, view: SheetView) -> None:
        """Show other rows, or the same in another order."""
        if view != self.view and self.sheet is not None:
            self._set_view(view)
            order = await self.sheet.order(view)
            if view == self.view:
                self._model.show_order(order)
                self.ordered.emit()

    def show_deliveries(self, deliveries: Mapping[str, Delivery]) -> None:
        """The account's deliveries, by whose names the rows' own are shown."""
        self._deliveries = deliveries
        if self.summary is not None:
            self._model.show_head(self.summary.head, self._painter(self.summary.head))

    def refresh(self, *, order: bool = True) -> None:
        """Read again what may have changed; soon, and once for several wishes.

        Args:
            order: rows may have come, gone or moved. Where only cells changed they stay where they are, as in Excel:
                a row must not jump away from under the hand that types in it.
        """
        self._again = bool(self._again) or order
        if not self._refreshing:
            self._refreshing = True
            self._runner.start(self._refresh(), on_error=self.trouble.emit)

    @property
    def busy(self) -> bool:
        """Whether anything is being read."""
        return self._refreshing or self._reading_pages

    async def _refresh(self) -> None:
        try:
            async with self._refresh_turn:
                while self._again is not None and self.sheet is not None:
                    order, self._again = self._again, None
                    await self._read_all(self.sheet, order=order)
        finally:
            self._refreshing = False

    async def _read_all(self, sheet: BatchSheet, *, order: bool) -> None:
        head = await sheet.head()
        view = self.view
        rows = await sheet.order(view) if order else None
        summary = Summary(head, await sheet.counts(), await sheet.problem_groups(), *await sheet.undo_labels())
        if sheet is not self.sheet:
            return
        if (
            head.columns != self._model.head.columns
            or self.summary is None
            or head.for_all != self.summary.head.for_all
        ):
            self._model.show_head(head, self._painter(head))
        if rows is not None and view == self.view and self._again is None and not self._model.growing:
            self._model.show_order(rows)
            self.ordered.emit()
        self._model.mark_stale()
        self.summary = summary
        self.summed_up.emit()

    def _painter(self, head: SheetHead) -> CellPainter:
        words_of = self.sheet.problem_words if self.sheet is not None else None
        return CellPainter(head, self._deliveries, words_of) if words_of else CellPainter(head, self._deliveries)

    def _set_view(self, view: SheetView) -> None:
        self.view = view
        self.view_changed.emit()

    # The rows in sight

    def _read_soon(self) -> None:
        if self.sheet is not None and not self._reading_pages and len(self._model.wanted_ids()):
            self._reading_pages = True
            self._runner.start(self._read_pages(), on_error=self.trouble.emit)

    async def _read_pages(self) -> None:
        try:
            async with self._pages_turn:
                while self.sheet is not None and len(ids := self._model.wanted_ids()):
                    sheet, reading = self.sheet, self._model.reading
                    rows, problems = await sheet.rows(ids), await sheet.problems_of(ids)
                    if sheet is self.sheet:
                        self._model.take(ids, rows, problems, reading)
        finally:
            self._reading_pages = False
