"""What comes into a batch from outside: files, pasted tables, saved batches, rows to mend."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.ui.batch_columns import apply_columns, seen_columns
from leadbyte_desktop.ui.batch_import_questions import Questions
from leadbyte_desktop.ui.batch_import_reading import FileReading
from leadbyte_desktop.ui.batch_pasting import BatchPasting
from leadbyte_desktop.ui.batch_taking import SheetHost, SheetTaking, place_answers
from leadbyte_desktop.ui.batch_words import CHECK_COLUMNS, opened_words
from leadbyte_desktop.ui.columns_dialog import BACK, BELOW, OTHER_WORKSHEET, READ_DIFFERENTLY, REPLACE, USE, Answer
from leadbyte_desktop.ui.file_dialogs import ask_open_file
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.errors import AppError
    from leadbyte_desktop.domain.sheet import Column
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.services.staging import Staged
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.send_flow import SendFlow

_WORKSHEET, _READING = "worksheet", "reading"
_OPENING = "Another file is being opened. Finish that first, then open this one."
_CHOOSING = "The columns of the table are being chosen. Finish that first, then open this file."
"""Why no file can be opened now."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read.

    Attributes:
        path, how: from where, and how.
        sheet, staged: what came of it.
        worksheets: its worksheets with a few words on each.
        version: the sheet's version when it was taken, to tell whether a person has changed anything since.
    """

    path: Path
    how: HowToRead
    sheet: BatchSheet
    staged: Staged
    worksheets: Mapping[str, str]
    version: int = 0


class BatchOpening(QObject):
    """Puts what comes from outside into the table, and asks before anything that stands there goes.

    Attributes:
        reading: the file that is being read.
        questions: what is asked about it.
    """

    def __init__(self, page: BuildPage, flow: SendFlow, runner: AsyncRunner, host: SheetHost, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._host, self._runner = page, host, runner
        self.reading = FileReading(page, self)
        self.questions = Questions(page, runner, self)
        self._taking = SheetTaking(page, host, self.reading, self)
        self._pasting = BatchPasting(page, host, self._taking, self.questions, self)
        self._busy = ""
        self._last: _Read | None = None
        page.open_wanted.connect(self._open_pressed)
        page.pasted.connect(self._pasted)
        page.columns_wanted.connect(self._columns_pressed)
        page.note_chosen.connect(self._note_chosen)
        flow.desk_changed.connect(self._leave)

    # From a file

    async def open_file(self, path: Path, others: int = 0) -> None:
        """Open a file, once the person has seen which column goes where.

        Args:
            path: the file.
            others: how many more were dropped with it; they are not opened, and it says so.

        Raises:
            BadFile: it cannot be used; the table is as it was.
        """
        await self._alone(path, HowToRead(), others)

    async def open_if_empty(self, path: Path) -> None:
        """Open a file without asking, where the table is empty; else leave everything as it is.

        Raises:
            BadFile: it cannot be used.
        """
        if self._busy or await self._taking.standing():
            return
        self._busy = _OPENING
        try:
            found = await self.reading.read(self._host.sheets, path, HowToRead())
            if found is not None and not await self._take_or_discard(found[0]):
                return
            if found is not None:
                read = await self._read_of(path, HowToRead(), *found)
                self._last = replace(read, version=read.sheet.sheet.version)
                await self._note_opened(self._last, USE, 0)
        finally:
            await self._end()

    async def _take_or_discard(self, sheet: BatchSheet) -> bool:
        if await self._taking.standing():
            await self._host.sheets.discard(sheet)
            return False
        await self._taking.take(sheet, USE)
        return True

    async def _alone(self, path: Path, how: HowToRead, others: int = 0, *, again: bool = False) -> None:
        """One file at a time; afterwards the table shows the batch again, whatever became of the file."""
        if self._busy:
            self._page.say(self._busy, Tone.WARNING)
            return
        self._busy = _OPENING
        try:
            await self._host.editing.finish()
            await self._open(path, how, others, again=again)
        finally:
            await self._end()

    async def _end(self) -> None:
        self._busy = ""
        loader = self._host.loader
        if self.reading.shows_file:
            self.reading.shows_file = False
            if loader.sheet is not None and self._page.model.read_only:
                view = loader.view
                await loader.show(loader.sheet)
                await loader.set_view(view)

    async def _open(self, path: Path, how: HowToRead, others: int, *, again: bool) -> None:
        account = self.questions.account
        while True:
            found = await self.reading.read(self._host.sheets, path, how)
            if found is None:
                self._page.say(f"{path.name} was not opened. The table is as it was, and nothing was sent.")
                return
            read = await self._read_of(path, how, *found)
            try:
                result, how = await self._agree(read, again=again)
            except BaseException:
                await asyncio.shield(self._host.sheets.discard(read.sheet))
                raise
            if self.questions.account != account:
                result = BACK
            if result in (USE, BELOW, REPLACE):
                await self._taking.take(read.sheet, result)
                self._last = None if result == BELOW else replace(read, how=how, version=read.sheet.sheet.version)
                await self._note_opened(replace(read, how=how), result, others)
                return
            await self._host.sheets.discard(read.sheet)
            if result == BACK:
                return

    async def _read_of(self, path: Path, how: HowToRead, sheet: BatchSheet, staged: Staged) -> _Read:
        return _Read(path, how, sheet, staged, await self.questions.worksheets(path, staged.info))

    async def _agree(self, read: _Read, *, again: bool) -> tuple[int, HowToRead]:
        """Ask everything about a file that was read. Gives what came of the dialogs, and how to read the file then."""
        info, how = read.staged.info, read.how
        other = await self.questions.before_columns(read.path, info, how, read.worksheets)
        if other is None:
            return BACK, how
        if other != how and not _reads_the_same(other, info):
            return OTHER_WORKSHEET, other
        result = await self._ask_columns(read, again=again)
        if result == OTHER_WORKSHEET:
            name = await self.questions.worksheet(read.path, info, read.worksheets)
            return result, replace(how, worksheet=name or info.worksheet)
        if result == READ_DIFFERENTLY:
            wanted = await self.questions.reading(read.path, info, asked=False)
            return result, wanted or other
        return result, other

    async def _ask_columns(self, read: _Read, *, again: bool) -> int:
        info, sheet = read.staged.info, read.sheet
        head = await sheet.head()
        remembered = await self._host.sheets.remembered(info.headings) is not None
        seen = await seen_columns(sheet, head, self._host.sheets.labels, remembered=remembered)
        rows = count_of(read.staged.rows, "row", "rows")
        standing = await self._taking.standing()
        answers, hint = self._answers_again(standing) if again else place_answers(standing, f"Open {rows}")
        of = f", sheet “{info.worksheet}”" if info.worksheet else ""
        result, columns = await self.questions.columns(
            f"{read.path.name}{of} — {rows}",
            seen,
            answers,
            hint,
            other_worksheet=len(read.worksheets) > 1,
            read_differently=info.kind == "csv",
        )
        if result in (USE, BELOW, REPLACE):
            await self._taking.use_columns(sheet, columns)
        return result

    def _answers_again(self, standing: int) -> tuple[tuple[Answer, ...], str]:
        """For a file that is read in another way: its rows go in place of those that stand there."""
        last = self._last
        words = f"Replace the {count_of(standing, 'row', 'rows')}"
        if last is not None and last.sheet.sheet.version == last.version:
            return (Answer(words, REPLACE, primary=True),), "You have changed nothing in the rows that go."
        hint = "What you changed in the rows since then goes. Enter only goes back."
        return (Answer(words, REPLACE),), hint

    async def _note_opened(self, read: _Read, result: int, others: int) -> None:
        head = await read.sheet.head() if result != BELOW else None
        words = opened_words(read.path.name, read.staged, head.columns if head else (), others, below=result == BELOW)
        actions = [*CHECK_COLUMNS]
        if result != BELOW:
            if len(read.worksheets) > 1:
                actions.append((_WORKSHEET, "Choose another sheet…"))
            if read.staged.info.kind == "csv":
                actions.append((_READING, "Read it differently…"))
        self._page.say(words, Tone.OK, tuple(actions))

    async def place(self, sheet: BatchSheet, title: str) -> bool:
        """Put a batch into the table, see `SheetTaking.place`."""
        return await self._taking.place(sheet, title)

    async def begin_new(self) -> None:
        """Begin with a blank table, see `SheetTaking.begin_new`."""
        await self._taking.begin_new()

    # Columns, later

    async def choose_columns(self, slot: int, account: int) -> None:
        """Ask which column is which in the table.

        Args:
            slot: the column to begin with; -1 for none.
            account: `questions.account` when that was wished for; nothing is asked where another one is open by now.
        """
        if self._busy:
            return
        self._busy = _CHOOSING
        try:
            await self._host.editing.finish()
            await self._choose_columns(slot, account)
        finally:
            self._busy = ""

    async def _choose_columns(self, slot: int, account: int) -> None:
        async with self._host.loader.held() as sheet:
            if sheet is None:
                return
            head = await sheet.head()
            seen = await seen_columns(sheet, head, self._host.sheets.labels)
            rows = count_of((await sheet.counts()).rows, "row", "rows")
        if self.questions.account != account:
            return
        answers = (Answer("Use these columns", USE, primary=True),)
        about = f"{head.source or head.name or 'This batch'} — {rows}"
        result, columns = await self.questions.columns(about, seen, answers, first=slot)
        if result == USE and columns != head.columns:
            await self._host.editing.changed(lambda current: apply_columns(current, columns))
            await self._host.sheets.remember_columns(_of_the_file(columns))

    # What was pressed

    def _open_pressed(self) -> None:
        self._runner.start(self._ask_and_open(), on_error=self.show_trouble)

    async def _ask_and_open(self) -> None:
        path = await ask_open_file(self._page, "Open a table of leads")
        if path is not None:
            await self.open_file(path)

    def _pasted(self, text: str, html: str) -> None:
        self._runner.start(self._pasting.paste(text, html), on_error=self.show_trouble)

    def _columns_pressed(self, slot: int) -> None:
        self._runner.start(self.choose_columns(slot, self.questions.account), on_error=self.show_trouble)

    def _note_chosen(self, key: str) -> None:
        if key == CHECK_COLUMNS[0][0]:
            self._columns_pressed(-1)
        elif key in (_WORKSHEET, _READING) and self._last is not None:
            self._runner.start(self._read_again(self._last, key), on_error=self.show_trouble)

    async def _read_again(self, last: _Read, key: str) -> None:
        info = last.staged.info
        if key == _WORKSHEET:
            name = await self.questions.worksheet(last.path, info, last.worksheets)
            how = replace(last.how, worksheet=name or "")
            chosen = bool(name)
        else:
            wanted = await self.questions.reading(last.path, info, asked=False)
            how, chosen = wanted or last.how, wanted is not None
        if chosen and last.sheet is self._host.loader.sheet:
            await self._alone(last.path, how, again=True)

    def show_trouble(self, error: AppError) -> None:
        """Say in the page why something could not be opened."""
        self._page.say(f"{error.user_text} The table stays as it was, and nothing was sent.", Tone.ERROR)

    def _leave(self) -> None:
        """Another account is open now."""
        self._last = None
        self.reading.cancel()
        self.questions.leave()


def _reads_the_same(how: HowToRead, info: object) -> bool:
    """Whether what a person chose is what was found out anyway."""
    return all(
        not chosen or chosen == getattr(info, name)
        for name, chosen in (("worksheet", how.worksheet), ("encoding", how.encoding), ("delimiter", how.delimiter))
    )


def _of_the_file(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns as the file holds them, without those that were added in the app."""
    ordered = sorted(columns, key=lambda column: column.slot)
    while ordered and not ordered[-1].heading:
        ordered.pop()
    return tuple(ordered)
