"""One sheet: a batch's table in a SQLite file of its own, read page by page, changed in steps that can be undone."""

from __future__ import annotations

import asyncio
import json
from array import array
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from sqlite3 import SQLITE_ERROR, Connection, OperationalError
from typing import TypeVar

from leadbyte_desktop.domain.errors import DamagedFile
from leadbyte_desktop.domain.sheet import SheetHead, SheetRow
from leadbyte_desktop.store import sheet_reading, sheet_sorting, sheet_undo
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.file_words import TABLE
from leadbyte_desktop.store.sheet_editor import SheetEditor
from leadbyte_desktop.store.sheet_schema import FORMAT, known_width, read_head
from leadbyte_desktop.store.sheet_snapshot import SheetSnapshot
from leadbyte_desktop.store.sheet_view import Only, ProblemAt, ProblemGroup, SheetCounts, SheetView, SortBy, Undone
from leadbyte_desktop.store.sheet_writer import SheetWriter

__all__ = [
    "Only",
    "ProblemAt",
    "ProblemGroup",
    "Sheet",
    "SheetCounts",
    "SheetEditor",
    "SheetView",
    "SortBy",
    "Undone",
]

AfterEdit = Callable[[SheetEditor, Collection[int] | None], None]
T = TypeVar("T")


class Sheet:
    """A sheet, open. Every method may raise StorageProblem.

    Args:
        path: its file.
        after_edit: called within the transaction of every edit, undo and redo, with the IDs of the rows that were
            touched; None for all of them, as the head is another one.

    Attributes:
        version: how many edits were made since it was opened.
    """

    def __init__(self, path: Path, after_edit: AfterEdit) -> None:
        self.version = 0
        self._path = path
        self._after_edit = after_edit
        self._database = Database(path, _check_format, durable=False, words=TABLE)

    @classmethod
    async def create(cls, path: Path, head: SheetHead, after_edit: AfterEdit) -> Sheet:
        """A new sheet without rows, in a file that does not exist yet."""
        await asyncio.to_thread(lambda: SheetWriter(path, head).finish())
        return cls(path, after_edit)

    async def close(self) -> None:
        """Close the file; a second call does nothing."""
        await self._database.close()

    def snapshot(self) -> SheetSnapshot:
        """One unchanging view of the sheet as it is now. It opens the file: call it in a thread."""
        return SheetSnapshot(self._path)

    # What stands in it

    async def head(self) -> SheetHead:
        """Everything but the rows."""
        return await self._database.read(read_head)

    async def order(self, view: SheetView) -> array[int]:
        """The IDs of the rows that a view shows, in its order."""
        return await self._database.read(partial(sheet_reading.order, view=view))

    async def numbers_in(self, slot: int) -> SortBy | None:
        """What kind of number all cells of a column are in which something stands; None where not all are."""
        return await self._database.read(partial(sheet_sorting.numbers_in, slot=slot))

    async def rows(self, row_ids: Sequence[int]) -> list[SheetRow]:
        """These rows, in the order asked for; unknown ones are skipped."""
        return await self._database.read(partial(_rows, row_ids=row_ids))

    async def counts(self) -> SheetCounts:
        """How the rows add up."""
        return await self._database.read(sheet_reading.counts)

    async def problem_groups(self) -> list[ProblemGroup]:
        """What was found, by kind and column: what stops rows first, then by how many rows have it."""
        return await self._database.read(sheet_reading.problem_groups)

    async def problems(self, limit: int, offset: int, code: str = "", slot: int | None = None) -> list[ProblemAt]:
        """A window on what was found, in file order; of one kind, and in one column, where these are given."""
        return await self._database.read(
            partial(sheet_reading.problems, limit=limit, offset=offset, code=code, slot=slot)
        )

    async def problems_of(self, row_ids: Collection[int]) -> list[ProblemAt]:
        """What was found in these rows."""
        return await self._database.read(partial(sheet_reading.problems_of, row_ids=row_ids))

    # What is changed

    async def edit(self, label: str, change: Callable[[SheetEditor], T]) -> T:
        """Change it, in one transaction that is one step of undo.

        Args:
            label: what undo says it would take back.
            change: does it. It runs on the sheet's own thread.
        """
        result = await self._database.write(partial(self._edit, label=label, change=change))
        self.version += 1
        return result

    def _edit(self, connection: Connection, *, label: str, change: Callable[[SheetEditor], T]) -> T:
        step = sheet_undo.begin(connection, label)
        editor = SheetEditor(connection, partial(sheet_undo.keep_head, connection))
        result = change(editor)
        if sheet_undo.end(connection, step):
            sheet_undo.forget_redo(connection)
            sheet_undo.forget_oldest(connection)
        self._after_edit(editor, editor.touched)
        editor.settle()
        return result

    async def undo(self) -> Undone | None:
        """Take the last step back; gives what it was, None where there was none."""
        return await self._put_back(redo=False)

    async def redo(self) -> Undone | None:
        """Do again what was taken back last; gives what it was, None where there was nothing."""
        return await self._put_back(redo=True)

    async def undo_labels(self) -> tuple[str | None, str | None]:
        """What undo and redo would do."""
        return await self._database.read(sheet_undo.labels)

    async def _put_back(self, *, redo: bool) -> Undone | None:
        done = await self._database.write(partial(self._put_back_now, redo=redo))
        self.version += done is not None
        return done

    def _put_back_now(self, connection: Connection, *, redo: bool) -> Undone | None:
        done = sheet_undo.put_back(connection, redo=redo)
        if done is None:
            return None
        editor, there = SheetEditor(connection, leads=done.leads), _still_there(connection, done.touched)
        self._after_edit(editor, None if done.head_changed else there)
        editor.settle()
        return Undone(done.label, frozenset(there), done.slots)


def _rows(connection: Connection, *, row_ids: Sequence[int]) -> list[SheetRow]:
    return sheet_reading.rows(connection, row_ids, known_width(connection))


def _still_there(connection: Connection, row_ids: Collection[int]) -> list[int]:
    found = connection.execute(
        "SELECT row_id FROM rows WHERE row_id IN (SELECT value FROM json_each(?))", (json.dumps(list(row_ids)),)
    )
    return [row[0] for row in found]


def _check_format(connection: Connection) -> None:
    """See to it that the file is a sheet that this version can read.

    Raises:
        DamagedFile: it is not.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found != FORMAT:
        raise DamagedFile(_NO_SHEET)
    try:
        read_head(connection)
        known_width(connection)
    except (LookupError, TypeError, ValueError) as error:
        raise DamagedFile(_NO_SHEET) from error
    except OperationalError as error:
        # Another program's file, without our tables. A fault of the disk goes on to where all of those are explained.
        if error.sqlite_errorcode != SQLITE_ERROR:
            raise
        raise DamagedFile(_NO_SHEET) from error


_NO_SHEET = (
    "The table of this batch cannot be read by this version of LeadByte Desktop. Nothing was sent and nothing was "
    "changed. Open the file that it came from again."
)
