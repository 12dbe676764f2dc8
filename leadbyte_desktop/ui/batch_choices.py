"""What is chosen for a batch in a dialog: its fields, its deliveries, the name it is kept under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from leadbyte_desktop.domain.batch import BatchRow
from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.batch_dialogs import AGREED, DeliveriesDialog, FieldsDialog, NameDialog
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_keeping import BatchKeeper
    from leadbyte_desktop.ui.batch_opening import BatchOpening
    from leadbyte_desktop.ui.send_flow import SendFlow

T = TypeVar("T")
_DELETE_IT = 2


class BatchChoices(QObject):
    """Opens the dialogs of the page where a batch is built, and does what was chosen in them."""

    def __init__(
        self, page: BuildPage, flow: SendFlow, runner: AsyncRunner, keeper: BatchKeeper, opening: BatchOpening,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._page, self._model = page, page.model
        self._flow, self._runner = flow, runner
        self._keeper, self._opening = keeper, opening
        page.fields_wanted.connect(self._fields_pressed)
        page.all_deliveries_wanted.connect(self._all_deliveries_pressed)
        page.deliveries_wanted.connect(self._row_deliveries_pressed)
        page.save_as_wanted.connect(self._save_as_pressed)
        page.saved_wanted.connect(self._saved_chosen)
        page.forget_wanted.connect(self._forget_chosen)
        keeper.names_changed.connect(self._show_names)

    def _fields_pressed(self) -> None:
        self._runner.start(self._choose_fields())

    async def _choose_fields(self) -> None:
        batch = self._model.batch
        used = {name for row in batch.rows for name in row.values}
        dialog = FieldsDialog(batch.fields, used, self._page)
        chosen = await _answer(dialog, lambda: dialog.chosen)
        if chosen is not None:
            self._model.set_fields(chosen)

    def _all_deliveries_pressed(self) -> None:
        self._runner.start(self._choose_for_all())

    async def _choose_for_all(self) -> None:
        batch = self._model.batch
        dialog = self._deliveries_dialog("Deliveries for every row", batch.delivery_ids)
        delivery_ids = await _answer(dialog, lambda: dialog.chosen)
        if delivery_ids is not None:
            self._model.set_for_all(delivery_ids, self._model.batch.reprocess)

    def _row_deliveries_pressed(self) -> None:
        rows = self._page.table.view.chosen_rows()
        if rows:
            self._runner.start(self._choose_for_rows(rows))
        else:
            self._page.say("Choose rows in the table first: click a cell, or drag over several. Nothing was changed.")

    async def _choose_for_rows(self, rows: Sequence[int]) -> None:
        chosen = [self._model.batch.rows[row] for row in rows]
        shared = [each for each in chosen[0].delivery_ids if all(each in row.delivery_ids for row in chosen)]
        title = f"Deliveries for row {rows[0] + 1:,}" if len(rows) == 1 else f"Deliveries for these {len(rows):,} rows"
        dialog = self._deliveries_dialog(title, shared)
        delivery_ids = await _answer(dialog, lambda: dialog.chosen)
        if delivery_ids is not None:
            # The rows may have moved while the dialog was open: only those that still are what they were change.
            now = self._model.batch.rows
            same = [row for row, was in zip(rows, chosen, strict=True) if row < len(now) and now[row] is was]
            self._model.change_rows(same, partial(_with_deliveries, delivery_ids))

    def _deliveries_dialog(self, title: str, ticked: Sequence[str]) -> DeliveriesDialog:
        offered = self._flow.desk.offered if self._flow.ready else ()
        known = {each.delivery_id: each for each in self._flow.desk.deliveries} if self._flow.ready else {}
        return DeliveriesDialog(title, offered, ticked, known, self._page)

    def _save_as_pressed(self) -> None:
        self._runner.start(self._save_as(), on_error=self._show_trouble)

    async def _save_as(self) -> None:
        self._page.finish_typing()
        dialog = NameDialog(self._model.batch.name, self._keeper.names, self._page)
        name = await _answer(dialog, lambda: dialog.name)
        if name is not None:
            await self._keeper.save_as(name)
            self._page.say(f"Saved as “{name}” on this PC. Nothing was sent.", Tone.OK)
            self._model.edited.emit()

    def _saved_chosen(self, name: str) -> None:
        self._runner.start(self._open_saved(name), on_error=self._show_trouble)

    async def _open_saved(self, name: str) -> None:
        batch = await self._keeper.load(name)
        if batch is not None:
            await self._opening.place(batch, f"Open “{name}”?", "", f"Open {count_of(len(batch.rows), 'row', 'rows')}")

    def _forget_chosen(self, name: str) -> None:
        self._runner.start(self._forget(name), on_error=self._show_trouble)

    async def _forget(self, name: str) -> None:
        dialog = MessageDialog(
            f"Delete “{name}” from this PC?",
            "batchForget",
            "The saved batch cannot be brought back. Nothing changes in LeadByte, and the table stays as it is.",
            answers=("Keep it", "Delete it"),
            danger=True,
            parent=self._page,
        )
        try:
            answer = await ask(dialog)
        finally:
            dialog.deleteLater()
        if answer == _DELETE_IT:
            await self._keeper.forget(name)

    def _show_names(self) -> None:
        self._page.show_saved(self._keeper.names)

    def _show_trouble(self, error: AppError) -> None:
        self._page.say(error.user_text, Tone.ERROR)


async def _answer(dialog: QDialog, read: Callable[[], T]) -> T | None:
    """Ask, and read the answer before the dialog goes; None where the person went back."""
    try:
        return read() if await ask(dialog) == AGREED else None
    finally:
        dialog.deleteLater()


def _with_deliveries(delivery_ids: tuple[str, ...], row: BatchRow) -> BatchRow:
    return replace(row, delivery_ids=delivery_ids)
