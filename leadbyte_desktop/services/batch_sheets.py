"""The batches of an account on this PC: the unfinished one, those kept under names, and new ones from files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.errors import DamagedFile
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.sheet import Column, Role, SheetHead
from leadbyte_desktop.importing.columns import match_columns
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.services.batch_sheet import BatchSheet
from leadbyte_desktop.services.column_memory import ColumnMemory, recall
from leadbyte_desktop.services.sheet_joining import append_sheet
from leadbyte_desktop.services.staging import Staged, StagingRequest, stage
from leadbyte_desktop.services.staging_process import stage_in_process
from leadbyte_desktop.store.sheet_files import SheetFiles

NEW = SheetHead(columns=(Column(0, "", Role.LEAD),))
"""A batch that is begun in the app: a column for the lead IDs, and no row."""


class BatchSheets:
    """Opens, keeps and forgets batches. Everything may raise StorageProblem.

    Args:
        files: which sheets there are.
        memory: how a person matched columns before.
        labels: what the account calls its fields; columns of a file are matched by that too.

    Attributes:
        labels: the same.
    """

    def __init__(self, files: SheetFiles, memory: ColumnMemory, labels: FieldLabels = PLAIN_NAMES.fields) -> None:
        self._files = files
        self._memory = memory
        self.labels = labels

    def knowing(self, labels: FieldLabels) -> BatchSheets:
        """The same batches, for an account that calls its fields so."""
        return BatchSheets(self._files, self._memory, labels)

    def ruled(self, head: SheetHead) -> SheetHead:
        """A new batch's head with what the account says of its fields."""
        return replace(head, picks=self.labels.picks, required=self.labels.required)

    # The unfinished batch of an account

    async def open_current(self, account_id: str) -> BatchSheet:
        """The unfinished batch; a new one where there is none."""
        path = await self._files.current(account_id)
        return BatchSheet(path) if path is not None else await self.new_current(account_id)

    async def set_damaged_aside(self, account_id: str) -> Path | None:
        """Look through the unfinished batch, which is not open; where it cannot be read any more, keep its file aside.

        Returns:
            where the file is kept, so that it can be told; None where nothing is wrong with it.
        """
        path = await self._files.current(account_id)
        if path is None:
            return None
        try:
            await self._files.look_through(path)
            await _look_into(BatchSheet(path))
        except DamagedFile:
            return await self._files.set_aside(path)
        return None

    async def set_aside(self, sheet: BatchSheet) -> Path:
        """Keep the file of a batch aside that showed to be damaged while it was open; gives where."""
        with suppress(DamagedFile):
            await sheet.close()
        return await self._files.set_aside(sheet.path)

    async def new_current(self, account_id: str) -> BatchSheet:
        """A blank batch in place of the unfinished one, which is closed by then."""
        sheet = await self.new_blank()
        await self.make_current(sheet, account_id)
        return sheet

    async def new_blank(self) -> BatchSheet:
        """A blank batch that is not the unfinished one; it is taken or discarded."""
        return await self._create(self.ruled(NEW))

    async def make_current(self, sheet: BatchSheet, account_id: str) -> None:
        """Have this batch as the unfinished one; the one before it, which is closed by then, is deleted."""
        replaced = await self._files.make_current(sheet.path, account_id)
        if replaced is not None:
            await asyncio.to_thread(self._files.delete, replaced)

    async def discard(self, sheet: BatchSheet) -> None:
        """Close and delete a batch that is not the unfinished one."""
        await sheet.close()
        await asyncio.to_thread(self._files.delete, sheet.path)

    # Those kept under a name

    async def names(self, account_id: str) -> list[str]:
        """The names that a person gave, the last kept first."""
        return await self._files.names(account_id)

    async def save_as(self, sheet: BatchSheet, account_id: str, name: str) -> None:
        """Keep a copy of a batch under a name, in place of one of the same name; the batch takes the name too."""
        head = await sheet.head()
        if head.name != name:
            await sheet.set_head(replace(head, name=name), "naming the batch")
        copy = await self._copy(sheet.path)
        replaced = await self._files.save(account_id, name, copy)
        if replaced is not None:
            await asyncio.to_thread(self._files.delete, replaced)

    async def open_saved(self, account_id: str, name: str) -> BatchSheet | None:
        """A copy of the batch that is kept under a name, not yet the unfinished one; None where there is none."""
        path = await self._files.path_of(account_id, name)
        return None if path is None else BatchSheet(await self._copy(path))

    async def forget(self, account_id: str, name: str) -> None:
        """Delete the batch that is kept under a name."""
        path = await self._files.forget(account_id, name)
        if path is not None:
            await asyncio.to_thread(self._files.delete, path)

    # From outside

    async def import_file(
        self, path: Path, how: HowToRead, on_step: Callable[[Staged], None]
    ) -> tuple[BatchSheet, Staged]:
        """Read a file into a new batch, in a process of its own; cancelling ends that, and nothing stays of it.

        Args:
            path: the file.
            how: a person's choices of how to read it.
            on_step: told, on the loop's thread, how far the reading is.

        Returns:
            the batch, not yet the unfinished one; and how the file was read.

        Raises:
            BadFile: it cannot be read as a table.
        """
        to = await asyncio.to_thread(self._files.new_path)
        try:
            request = await self._request(path, to, how)
            staged = await stage_in_process(request, on_step)
        except BaseException:
            await asyncio.shield(asyncio.to_thread(self._files.delete, to))
            raise
        return BatchSheet(to), staged

    async def import_here(
        self, path: Path, how: HowToRead, on_step: Callable[[Staged], None]
    ) -> tuple[BatchSheet, Staged]:
        """The same in a thread of this process, where no window can be stalled by it."""
        to = await asyncio.to_thread(self._files.new_path)
        request = await self._request(path, to, how)
        try:
            staged = await asyncio.to_thread(stage, request, on_step)
        except BaseException:
            await asyncio.shield(asyncio.to_thread(self._files.delete, to))
            raise
        return BatchSheet(to), staged

    async def _request(self, path: Path, to: Path, how: HowToRead) -> StagingRequest:
        labels = self.labels
        memory = await self._memory.all()
        return StagingRequest(path, to, how, memory, labels.headings, labels.picks, labels.required)

    async def import_cells(self, cells: Sequence[Sequence[str]], name: str) -> BatchSheet:
        """A batch of pasted cells, of which the first row holds the headings; not yet the unfinished one."""
        headings, rows = cells[0], cells[1:]
        columns = await self.remembered(headings) or match_columns(headings, own=self.labels.headings)
        sheet = await self._create(self.ruled(SheetHead(name, columns)))
        width = len(headings)
        await sheet.add_rows([[*(cell or None for cell in row), *[None] * width][:width] for row in rows])
        return sheet

    async def append(self, to: BatchSheet, other: BatchSheet) -> int:
        """Put another batch's rows below a batch's own; gives how many. The other one is left as it is."""
        return await append_sheet(to, other)

    # How a person matched columns

    async def remember_columns(self, columns: Sequence[Column]) -> None:
        """Remember what columns are for, for the next file with the same headings."""
        await self._memory.remember(columns)

    async def remembered(self, headings: Sequence[str]) -> tuple[Column, ...] | None:
        """What a person matched in a file with the same headings before; None where nobody did."""
        return recall(await self._memory.all(), headings)

    async def _create(self, head: SheetHead) -> BatchSheet:
        return await BatchSheet.create(await asyncio.to_thread(self._files.new_path), head)

    async def _copy(self, path: Path) -> Path:
        to = await asyncio.to_thread(self._files.new_path)
        await asyncio.to_thread(self._files.copy_sheet, path, to)
        return to


async def _look_into(sheet: BatchSheet) -> None:
    """Open a batch, which says whether it is one that this version can read, and close it."""
    try:
        await sheet.head()
    finally:
        await sheet.close()
