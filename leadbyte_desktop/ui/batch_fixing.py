"""What can be done about problems: going there, mending, leaving out; each with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.store.sheet import SheetView
from leadbyte_desktop.ui.batch_problems import ShownGroup, shown_groups
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from array import array

    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.store.sheet import ProblemAt
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_editing import SheetEditing
    from leadbyte_desktop.ui.batch_loading import SheetLoader

UNDO = "undo"
_PAGE = 200


class ProblemFixing(QObject):
    """Slots of the list of problems."""

    def __init__(
        self, page: BuildPage, loader: SheetLoader, editing: SheetEditing, runner: AsyncRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page, self._panel = page, page.problems
        self._loader, self._editing, self._runner = loader, editing, runner
        # The step that the note offers to take back; "" until the sheet has told its name.
        self._offered: str | None = None
        self._asked: tuple[ShownGroup, int] | None = None
        panel = self._panel
        panel.kind_chosen.connect(self._first_rows)
        panel.more_wanted.connect(self._more_rows)
        panel.wanted.connect(self.go_to)
        panel.fix_wanted.connect(self._fix)
        panel.fix_all_wanted.connect(self._fix_all)
        panel.leave_out_wanted.connect(self._leave_out)
        panel.leave_out_all_wanted.connect(self._leave_out_all)
        page.note_chosen.connect(self._note_chosen)
        loader.summed_up.connect(self._show)

    def go_to(self, row_id: int, slot: int) -> None:
        """Show a cell, and all rows where the ones that are shown now do not hold it."""
        self._runner.start(self._go_to(row_id, slot), on_error=self._loader.trouble.emit)

    async def _go_to(self, row_id: int, slot: int) -> None:
        model = self._page.model
        if model.position_of(row_id) is None:
            await self._loader.set_view(SheetView())
        row = model.position_of(row_id)
        if row is not None:
            self._page.go_to(row, model.place_of(slot) or 0)

    # Showing

    def _show(self) -> None:
        summary, sheet = self._loader.summary, self._loader.sheet
        if summary is None or sheet is None:
            return
        self._asked = None
        groups = shown_groups(
            summary.head, summary.groups, sheet.problem_words, sheet.can_fix_all, self._page.model.labels
        )
        self._panel.show_groups(summary.counts.stopped, summary.counts.warned, groups)
        if self._offered == "":
            self._offered = summary.undo
        elif self._offered is not None and self._offered != summary.undo:
            self._offered = None
            self._page.note.hide_note()

    def _first_rows(self, group: ShownGroup) -> None:
        self._more_rows(group, 0)

    def _more_rows(self, group: ShownGroup, start: int) -> None:
        if self._asked != (group, start):
            self._asked = (group, start)
            self._runner.start(self._read_rows(group, start), on_error=self._loader.trouble.emit)

    async def _read_rows(self, group: ShownGroup, start: int) -> None:
        if (sheet := self._loader.sheet) is not None:
            found = await sheet.problems(_PAGE, start, group.group.code, group.group.slot)
            self._panel.show_rows(group, start, found)

    # Doing

    def _fix(self, problem: ProblemAt) -> None:
        self.go_to(problem.row_id, problem.slot)
        self._editing.change(
            lambda sheet: sheet.fix(problem.row_id, problem.slot, problem.code), self._tell_fixed, moves=False
        )

    def _fix_all(self, group: ShownGroup) -> None:
        code, slot = group.group.code, group.group.slot

        def tell(count: int) -> None:
            cells = count_of(count, "cell was mended", "cells were mended")
            self._offer_undo(f"{cells} under {group.column}. Look at a few of them. Nothing was sent.")

        self._editing.change(lambda sheet: sheet.fix_all(code, slot), tell, moves=False)

    def _leave_out(self, group: ShownGroup) -> None:
        async def leave_out(sheet: BatchSheet) -> int:
            ids: array[int] = await sheet.order(SheetView(code=group.group.code, slot=group.group.slot))
            await sheet.leave_out(ids, f"Left out: {group.what}")
            return len(ids)

        self._editing.change(leave_out, self._tell_left_out)

    def _leave_out_all(self) -> None:
        self._editing.change(lambda sheet: sheet.leave_out_stopped(), self._tell_left_out)

    def _tell_fixed(self, fixed: bool) -> None:
        if fixed:
            self._offer_undo("The cell was mended. Nothing was sent.")
        else:
            self._page.say("This cell cannot be mended by itself. Type what it should be; nothing was changed.")

    def _tell_left_out(self, count: int) -> None:
        rows = count_of(count, "row is left out. It stays", "rows are left out. They stay")
        self._offer_undo(f"{rows} in the table and in the results, and will not be sent.")

    def _offer_undo(self, words: str) -> None:
        self._offered = ""
        self._page.say(words, Tone.OK, ((UNDO, "Undo"),))

    def _note_chosen(self, key: str) -> None:
        if key == UNDO:
            self._offered = None
            self._page.finder.undo_wanted.emit()
