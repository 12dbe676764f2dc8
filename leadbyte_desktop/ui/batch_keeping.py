"""Keeps the unfinished batch: by itself shortly after each change, and under names that a person gives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leadbyte_desktop.domain.batch import Batch
from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.store.drafts import AUTOSAVED

if TYPE_CHECKING:
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.store.drafts import Drafts
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_model import BatchModel

_QUIET_MS = 700
# A slow disk shall not be asked again at once, nor the person told at each key.
_AGAIN_MS = 30_000


class BatchKeeper(QObject):
    """Saves what stands in the model, for the account that is open.

    Attributes:
        names: the names under which batches of the account are kept, the last saved first.

    Signals:
        names_changed(): `names` is another.
        trouble(AppError): the batch could not be kept; it is tried again.
    """

    names_changed = Signal()
    trouble = Signal(object)

    def __init__(self, model: BatchModel, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self.names: list[str] = []
        self._model, self._runner = model, runner
        self._drafts: Drafts | None = None
        self._account_id = ""
        self._dirty = False
        # One save at a time: an older state must never be written after a newer one.
        self._saving = asyncio.Lock()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self._save_soon)
        model.edited.connect(self.note_change)

    def note_change(self) -> None:
        """The batch is another now; it is saved when the typing rests."""
        self._dirty = True
        if self._drafts is not None:
            self._timer.start(_QUIET_MS)

    async def open(self, desk: Desk) -> Batch:
        """Give the unfinished batch of an account, after the one of the account before was saved."""
        await self.save_now()
        self._drafts, self._account_id = desk.tools.drafts, desk.account.account_id
        plain = await self._drafts.load(self._account_id, AUTOSAVED)
        await self._read_names()
        return Batch.from_plain(plain) if plain else Batch()

    async def save_now(self) -> None:
        """Save what is not saved yet; at close too.

        Raises:
            StorageProblem: it cannot be written.
        """
        self._timer.stop()
        async with self._saving:
            if not self._dirty or self._drafts is None:
                return
            self._dirty = False
            try:
                await self._write(self._drafts, AUTOSAVED, self._model.snapshot())
            except AppError:
                self._dirty = True
                raise

    async def save_as(self, name: str) -> None:
        """Keep the batch under a name as well."""
        if self._drafts is not None:
            self._model.rename(name)
            self._dirty = True
            await self._write(self._drafts, name, self._model.snapshot())
            await self.save_now()
            await self._read_names()

    async def load(self, name: str) -> Batch | None:
        """A batch as it was saved under a name; None where there is none."""
        if self._drafts is None:
            return None
        plain = await self._drafts.load(self._account_id, name)
        return Batch.from_plain(plain) if plain else None

    async def forget(self, name: str) -> None:
        """Delete a batch that was saved under a name."""
        if self._drafts is not None:
            await self._drafts.delete(self._account_id, name)
            await self._read_names()

    async def _write(self, drafts: Drafts, name: str, batch: Batch) -> None:
        if name == AUTOSAVED and _holds_nothing(batch):
            await drafts.delete(self._account_id, name)
        else:
            await drafts.save(self._account_id, name, await asyncio.to_thread(batch.to_plain))

    async def _read_names(self) -> None:
        if self._drafts is not None:
            self.names = await self._drafts.names(self._account_id)
            self.names_changed.emit()

    def _save_soon(self) -> None:
        self._runner.start(self.save_now(), on_error=self._tell)

    def _tell(self, error: AppError) -> None:
        self._timer.start(_AGAIN_MS)
        self.trouble.emit(error)


def _holds_nothing(batch: Batch) -> bool:
    chosen = batch.fields or batch.delivery_ids or batch.reprocess
    return not chosen and all(row.blank for row in batch.rows)
