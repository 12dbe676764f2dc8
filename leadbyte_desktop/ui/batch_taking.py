"""Puts a batch that came from outside into the table, and asks before anything that stands there goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.errors import DamagedFile
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.batch_columns import apply_columns
from leadbyte_desktop.ui.columns_dialog import BACK, BELOW, REPLACE, USE, Answer
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.sheet import Column
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.services.batch_sheets import BatchSheets
    from leadbyte_desktop.ui.batch_acts import SheetActs
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_editing import SheetEditing
    from leadbyte_desktop.ui.batch_import_reading import FileReading
    from leadbyte_desktop.ui.batch_loading import SheetLoader

_PLACES = {2: BELOW, 3: REPLACE}
"""The answers of the dialog that asks where rows go, by their places."""


_BEGIN = 2
"""The answer that begins a new batch, by its place."""


class SheetHost(Protocol):
    """Whose sheet it is: the tab's presenter.

    Attributes:
        loader: reads what the table shows.
        editing: writes what a person changes.
        acts: puts cells into the table.
        account_id: the account whose batch is shown.
    """

    loader: SheetLoader
    editing: SheetEditing
    acts: SheetActs
    account_id: str

    @property
    def sheets(self) -> BatchSheets:
        """The batches on this PC."""

    async def replace_damaged(self, sheet: BatchSheet | None) -> None:
        """Begin anew where the batch that is shown, this one, cannot be read any more."""

    async def show_sheet(self, sheet: BatchSheet, note: str = "") -> None:
        """Show another sheet, and close the one before it once everything of that is written."""


class SheetTaking(QObject):
    """Takes batches that are not the unfinished one, or discards them."""

    def __init__(self, page: BuildPage, host: SheetHost, reading: FileReading, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._host, self._reading = page, host, reading

    @property
    def sheets(self) -> BatchSheets:
        """The batches on this PC."""
        return self._host.sheets

    async def standing(self) -> int:
        """How many rows stand in the table."""
        await self._host.editing.finish()
        sheet = self._host.loader.sheet
        try:
            return (await sheet.counts()).rows if sheet is not None else 0
        except DamagedFile:
            await self._host.replace_damaged(sheet)
            return 0

    async def place(self, sheet: BatchSheet, title: str) -> bool:
        """Put a batch into the table: alone, or below what stands there, as the person chooses.

        Args:
            sheet: the batch; it is discarded where it is not taken.
            title: the question, asked where rows stand in the table.

        Returns:
            whether it was taken.
        """
        standing = await self.standing()
        result = USE if not standing else await self._ask_where(title, standing)
        if result == BACK:
            await self.sheets.discard(sheet)
            return False
        await self.take(sheet, result)
        return True

    async def begin_new(self) -> None:
        """Put a blank batch in place of what stands in the table, which goes only after a question."""
        standing = await self.standing()
        if standing and not await self._may_go(standing):
            return
        await self.take(await self.sheets.new_blank(), REPLACE)
        gone = " The one before it is gone from this PC." if standing else ""
        self._page.say(f"A new batch is begun.{gone} Nothing was sent.", Tone.OK)
        self._page.table.setFocus()

    async def _may_go(self, standing: int) -> bool:
        dialog = MessageDialog(
            "Begin a new batch?",
            "batchNew",
            f"The table ({count_of(standing, 'row', 'rows')}) is deleted from this PC and cannot be brought back. "
            "To have them later, go back and choose “Save this batch as…” first.",
            "Nothing changes in LeadByte, and a batch that is saved under a name stays.",
            answers=("Go back", "Begin a new batch"),
            danger=True,
            parent=self._page,
        )
        try:
            return await ask(dialog) == _BEGIN
        finally:
            dialog.deleteLater()

    async def _ask_where(self, title: str, standing: int) -> int:
        words = f"The table holds {count_of(standing, 'row', 'rows')} already."
        later = "Nothing is sent before you have read the review."
        answers = ("Go back", "Add below them", "Replace them")
        dialog = MessageDialog(title, "batchOpen", words, later, answers=answers, parent=self._page)
        try:
            return _PLACES.get(await ask(dialog), BACK)
        finally:
            dialog.deleteLater()

    async def take(self, sheet: BatchSheet, result: int) -> None:
        """Put a batch below what stands in the table (BELOW), or in place of it (USE, REPLACE)."""
        if result == BELOW:
            await self._add_below(sheet)
            return
        current = self._host.loader.sheet
        if current is not None and result == USE:
            await _keep_for_all(current, sheet)
        await self._host.show_sheet(sheet)
        await self.sheets.make_current(sheet, self._host.account_id)
        self._reading.shows_file = False

    async def _add_below(self, sheet: BatchSheet) -> None:
        try:
            await self._host.editing.changed(lambda current: self.sheets.append(current, sheet))
        finally:
            await self.sheets.discard(sheet)

    async def use_columns(self, sheet: BatchSheet, columns: Sequence[Column]) -> None:
        """Have these columns in a batch that is not shown, and remember them for files with the same headings."""
        self._reading.panel.wait("Checking the rows…")
        try:
            await apply_columns(sheet, columns)
            await self.sheets.remember_columns(columns)
        finally:
            self._reading.panel.end()


def place_answers(standing: int, agree: str) -> tuple[tuple[Answer, ...], str]:
    """What can be answered where rows are to go, with what is said beside it; `agree` where nothing stands yet."""
    if standing:
        there = count_of(standing, "row", "rows")
        words = f"The table holds {there} already. Say where these go; Enter only goes back."
        answers = Answer(f"Add below the {there}", BELOW), Answer(f"Replace the {there}", REPLACE)
        return answers, words
    return (Answer(agree, USE, primary=True),), "Nothing is sent before you have read the review."


async def _keep_for_all(current: BatchSheet, sheet: BatchSheet) -> None:
    """What was chosen for all rows of an empty table holds for the rows that come into it."""
    for_all = (await current.head()).for_all
    head = await sheet.head()
    if (for_all.acts or for_all.blank_clears) and not head.for_all.acts:
        await sheet.set_head(replace(head, for_all=for_all), "choosing for all rows")
