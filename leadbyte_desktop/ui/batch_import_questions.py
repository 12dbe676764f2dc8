"""What is asked about a file that was read: which worksheet, how its letters are read, which column is which."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.batch_import_sample import sample_rows
from leadbyte_desktop.ui.columns_dialog import BACK, Answer, ColumnsDialog
from leadbyte_desktop.ui.read_as_dialog import ReadAsDialog
from leadbyte_desktop.ui.worksheet_dialog import WorksheetDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leadbyte_desktop.domain.sheet import Column
    from leadbyte_desktop.importing.readers import TableInfo
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.column_row import SeenColumn
    from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame

_HEADINGS_NAMED = 3


class Questions(QObject):
    """Opens the dialogs over the page, and reads their answers.

    Attributes:
        account: another number for each account that is opened. Whoever asks and then changes the batch of the account
            looks whether it is the same still: dialogs stay open while somebody switches, and so do other waits.
    """

    def __init__(self, page: QWidget, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._runner = page, runner
        self.account = 0
        self._dialogs: set[DialogFrame] = set()

    def leave(self) -> None:
        """Another account is open now: what is being asked is about another one's batch, and is gone back from."""
        self.account += 1
        for dialog in self._dialogs:
            dialog.reject()

    @staticmethod
    async def worksheets(path: Path, info: TableInfo) -> dict[str, str]:
        """The worksheets in which something stands, as far as that is known, and a few words on each."""
        if len(info.worksheets) < 2:
            return dict.fromkeys(info.worksheets, "")
        from leadbyte_desktop.importing.worksheets import last_rows

        rows = await asyncio.to_thread(last_rows, path, info.worksheets)
        first = ", ".join([heading for heading in info.headings if heading.strip()][:_HEADINGS_NAMED])
        return {
            name: first if name == info.worksheet else f"{rows[name]:,} rows" if rows.get(name, 0) > 1 else ""
            for name in info.worksheets
            if rows.get(name) != 0
        }

    async def before_columns(
        self, path: Path, info: TableInfo, how: HowToRead, worksheets: Mapping[str, str]
    ) -> HowToRead | None:
        """Ask what has to be known before the columns are of any use.

        Args:
            path: the file.
            info: how it was read.
            how: what a person chose of that so far.
            worksheets: see `worksheets`.

        Returns:
            how the file is to be read; None where the person went back.
        """
        if len(worksheets) > 1 and not how.worksheet:
            name = await self.worksheet(path, info, worksheets)
            return None if name is None else replace(how, worksheet=name)
        if info.kind == "csv" and not info.encoding_sure and not how.encoding:
            return await self.reading(path, info, asked=True)
        return how

    async def worksheet(self, path: Path, info: TableInfo, worksheets: Mapping[str, str]) -> str | None:
        """Ask which worksheet is meant; None where the person went back."""
        dialog = WorksheetDialog(path.name, list(worksheets), info.worksheet, worksheets, self._page)
        try:
            return dialog.chosen if await self._ask(dialog) else None
        finally:
            dialog.deleteLater()

    async def reading(self, path: Path, info: TableInfo, *, asked: bool) -> HowToRead | None:
        """Ask how the letters and the cells of a text file are read; None where the person went back."""
        now = HowToRead("", info.encoding, info.delimiter)
        dialog = ReadAsDialog(path.name, now, asked=asked, parent=self._page)
        dialog.sample_wanted.connect(lambda how: self._show_soon(dialog, path, how))
        self._show_soon(dialog, path, now)
        try:
            return dialog.how if await self._ask(dialog) else None
        finally:
            dialog.leave()

    def _show_soon(self, dialog: ReadAsDialog, path: Path, how: HowToRead) -> None:
        self._runner.start(self._show_sample(dialog, path, how), busy=dialog.keep_while)

    async def _show_sample(self, dialog: ReadAsDialog, path: Path, how: HowToRead) -> None:
        try:
            headings, rows = await asyncio.to_thread(sample_rows, path, how)
        except BadFile as bad:
            if dialog.how == how:
                dialog.show_trouble(bad.user_text)
            return
        if dialog.how == how:  # nothing else was chosen meanwhile
            dialog.show_sample(headings, rows)

    async def columns(
        self, about: str, seen: Sequence[SeenColumn], answers: Sequence[Answer], hint: str = "", *,
        other_worksheet: bool = False, read_differently: bool = False, needs_lead: bool = True, first: int = -1,
    ) -> tuple[int, tuple[Column, ...]]:  # fmt: skip
        """Ask which column is which. The window goes on while the dialog is being made.

        Returns:
            what came of the dialog, and the columns as they were chosen in it.
        """
        account = self.account
        dialog = ColumnsDialog(
            about, seen, answers, hint, other_worksheet=other_worksheet, read_differently=read_differently,
            needs_lead=needs_lead, first=first, in_turns=True, parent=self._page,
        )  # fmt: skip
        try:
            for _part in dialog.parts:
                await asyncio.sleep(0)
                if self.account != account:
                    return BACK, dialog.columns
            return await self._ask(dialog), dialog.columns
        finally:
            dialog.deleteLater()

    async def _ask(self, dialog: DialogFrame) -> int:
        self._dialogs.add(dialog)
        try:
            return await ask(dialog)
        finally:
            self._dialogs.discard(dialog)
