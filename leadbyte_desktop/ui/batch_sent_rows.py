"""Reads what the window shows of a sent batch's rows from the journal: their order, and those in sight."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from leadbyte_desktop.domain.standing import Standing
    from leadbyte_desktop.store.journal import Journal
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_sent_model import SentModel

# While rows go out, a filtered table is read anew at most so often: each reading goes over the whole job.
_ORDER_MS = 1_000


class SentRows(QObject):
    """Keeps the table of a sent batch at what the journal says. Nothing here goes over all rows.

    Signals:
        read(): rows in sight were read.
        trouble(AppError): something could not be read.
    """

    read = Signal()
    trouble = Signal(object)

    def __init__(self, model: SentModel, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._runner = model, runner
        self._journal: Journal | None = None
        self._job_id = 0
        self._standings: Collection[Standing] | None = None
        self._reading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ORDER_MS)
        self._timer.timeout.connect(self._order_soon)
        model.rows_wanted.connect(self._read_soon)

    async def show(self, journal: Journal, job_id: int) -> None:
        """Show the rows of another job, all of them. The model was cleared for it."""
        self._journal, self._job_id, self._standings = journal, job_id, None
        await self.read_order()

    def leave(self) -> None:
        """The job goes out of sight."""
        self._journal = None
        self._timer.stop()

    def show_only(self, standings: Collection[Standing]) -> None:
        """Show only rows that stand so; all where nothing is given."""
        self._standings = frozenset(standings) or None
        self._order_soon()

    def note_change(self) -> None:
        """Rows changed their state: where only some are shown, others belong into the table now."""
        if self._standings is not None and not self._timer.isActive():
            self._timer.start()

    async def read_order(self) -> None:
        """Read which rows are shown."""
        journal, job_id, standings = self._journal, self._job_id, self._standings
        if journal is None:
            return
        order = await journal.row_order(job_id, standings)
        if (journal, job_id, standings) == (self._journal, self._job_id, self._standings):
            self._model.show_order(order)

    def _order_soon(self) -> None:
        self._runner.start(self.read_order(), on_error=self.trouble.emit)

    def _read_soon(self) -> None:
        if self._journal is not None and not self._reading:
            self._reading = True
            self._runner.start(self._read_rows(), on_error=self.trouble.emit)

    async def _read_rows(self) -> None:
        try:
            while (journal := self._journal) is not None and len(ids := self._model.wanted_ids()):
                job_id = self._job_id
                rows = await journal.rows_by_id(job_id, ids)
                if (journal, job_id) != (self._journal, self._job_id) or not rows:
                    return
                self._model.place_rows(rows)
                self.read.emit()
        finally:
            self._reading = False
