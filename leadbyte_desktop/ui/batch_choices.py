"""What is chosen for a batch: its fields, its deliveries, what holds for all rows, the name it is kept under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.sheet import BadCell, Column, ForAll, Role, read_deliveries
from leadbyte_desktop.services.batch_sheet import slot_for
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.batch_dialogs import AGREED, DeliveriesDialog, FieldsDialog, NameDialog
from leadbyte_desktop.ui.delivery_sets_presenter import DeliverySetsPresenter
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.lead_update import Action
    from leadbyte_desktop.services.batch_sheet import BatchSheet
    from leadbyte_desktop.services.batch_sheets import BatchSheets
    from leadbyte_desktop.store.sheet import SheetEditor
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_acts import SheetActs
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_editing import SheetEditing
    from leadbyte_desktop.ui.batch_opening import BatchOpening
    from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
    from leadbyte_desktop.ui.send_flow import SendFlow

T = TypeVar("T")
_DELETE_IT = 2
_PAGE = 1_000
_CHOOSE_FIRST = "Choose rows in the table first: click a cell, or drag over several. Nothing was changed."


class ChoiceHost(Protocol):
    """Whose choices they are: the tab's presenter, with the attributes that it describes itself."""

    page: BuildPage
    flow: SendFlow
    runner: AsyncRunner
    editing: SheetEditing
    acts: SheetActs
    opening: BatchOpening
    account_id: str

    @property
    def sheets(self) -> BatchSheets:
        """The batches on this PC."""

    @property
    def sheet(self) -> BatchSheet | None:
        """The unfinished batch; None while none is open."""

    async def save_now(self) -> None:
        """Wait until what was typed stands on the disk."""


class BatchChoices(QObject):
    """Opens the dialogs of the page where a batch is built, and does what was chosen in them."""

    def __init__(self, presenter: ChoiceHost, parent: QObject) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._page, self._flow, self._runner = presenter.page, presenter.flow, presenter.runner
        self._editing, self._acts = presenter.editing, presenter.acts
        self.names: list[str] = []
        page = self._page
        page.fields_wanted.connect(self._fields_pressed)
        page.for_all.deliveries_wanted.connect(self._all_deliveries_pressed)
        page.for_all.action_chosen.connect(self._action_chosen)
        page.for_all.blank_clears_chosen.connect(self._blank_clears_chosen)
        page.deliveries_wanted.connect(self._row_deliveries_pressed)
        page.save_as_wanted.connect(self._save_as_pressed)
        page.saved_wanted.connect(self._saved_chosen)
        page.new_wanted.connect(self._new_chosen)
        page.forget_wanted.connect(self._forget_chosen)

    # Fields

    def _fields_pressed(self) -> None:
        self._runner.start(self._choose_fields(), on_error=self._show_trouble)

    async def _choose_fields(self) -> None:
        sheet = self._presenter.sheet
        if sheet is None:
            return
        head = await sheet.head()
        used = [each.field for each in head.columns if each.field and await sheet.samples(each.slot, 1)]
        dialog = FieldsDialog(head.field_names, used, self._presenter.sheets.labels, self._page)
        chosen = await _answer(dialog, lambda: dialog.chosen)
        if chosen is not None and list(head.field_names) != chosen:
            await self._editing.changed(lambda now: _have_fields(now, chosen))

    # What holds for all rows

    def _all_deliveries_pressed(self) -> None:
        self._runner.start(self._choose_for_all(), on_error=self._show_trouble)

    async def _choose_for_all(self) -> None:
        head = self._page.model.head
        dialog = self._deliveries_dialog("Deliveries for every row", head.for_all.delivery_ids)
        chosen = await _answer(dialog, lambda: dialog.chosen)
        if chosen is not None:
            self._change_for_all(lambda old: replace(old, delivery_ids=chosen), "choosing deliveries for every row")

    def _action_chosen(self, action: Action | None) -> None:
        self._change_for_all(lambda old: replace(old, action=action), "choosing an action for every row")

    def _blank_clears_chosen(self, on: bool) -> None:
        label = "letting blank cells clear" if on else "leaving blank cells alone"
        self._change_for_all(lambda old: replace(old, blank_clears=on), label)

    def _change_for_all(self, change: Callable[[ForAll], ForAll], label: str) -> None:
        async def do(sheet: BatchSheet) -> None:
            head = await sheet.head()
            changed = change(head.for_all)
            if changed != head.for_all:
                await sheet.set_head(replace(head, for_all=changed), label)

        self._editing.change(do, moves=False)

    # Single rows

    def _row_deliveries_pressed(self) -> None:
        ids = self._acts.chosen_ids()
        if len(ids):
            self._runner.start(self._choose_for_rows(ids), on_error=self._show_trouble)
        else:
            self._page.say(_CHOOSE_FIRST)

    async def _choose_for_rows(self, ids: Sequence[int]) -> None:
        await self._editing.finish()
        sheet = self._presenter.sheet
        if sheet is None:
            return
        rows = self._editing.real(ids)
        shown = self._page.model.shown_at(self._page.table.view.currentIndex().row())
        number = f"row {shown.row.number:,}" if shown is not None and shown.row.number else "this row"
        title = f"Deliveries for {number}" if len(rows) == 1 else f"Deliveries for these {len(rows):,} rows"
        dialog = self._deliveries_dialog(title, await _shared_deliveries(sheet, rows))
        chosen = await _answer(dialog, lambda: dialog.chosen)
        if chosen is not None:
            await self._editing.changed(lambda now: _give_deliveries(now, rows, chosen))

    def _deliveries_dialog(self, title: str, ticked: Sequence[str]) -> DeliveriesDialog:
        offered = self._flow.desk.offered if self._flow.ready else ()
        known = {each.delivery_id: each for each in self._flow.desk.deliveries} if self._flow.ready else {}
        dialog = DeliveriesDialog(title, offered, ticked, known, self._page)
        DeliverySetsPresenter(dialog.sets, self._flow, self._runner, dialog.keep_while)
        return dialog

    # Kept under a name

    async def read_names(self) -> None:
        """Offer the batches that are kept for the account that is open."""
        self.names = await self._presenter.sheets.names(self._presenter.account_id)
        self._page.show_saved(self.names)

    def _save_as_pressed(self) -> None:
        self._runner.start(self._save_as(), on_error=self._show_trouble)

    async def _save_as(self) -> None:
        await self._presenter.save_now()
        dialog = NameDialog(self._page.model.head.name, self.names, self._page)
        name = await _answer(dialog, lambda: dialog.name)
        if name is not None:
            account_id, sheets = self._presenter.account_id, self._presenter.sheets
            await self._editing.changed(lambda sheet: sheets.save_as(sheet, account_id, name))
            await self.read_names()
            self._page.say(f"Saved as “{name}” on this PC. Nothing was sent.", Tone.OK)

    def _saved_chosen(self, name: str) -> None:
        self._runner.start(self._open_saved(name), on_error=self._show_trouble)

    def _new_chosen(self) -> None:
        self._runner.start(self._presenter.opening.begin_new(), on_error=self._show_trouble)

    async def _open_saved(self, name: str) -> None:
        sheet = await self._presenter.sheets.open_saved(self._presenter.account_id, name)
        if sheet is not None:
            await self._presenter.opening.place(sheet, f"Open “{name}”?")

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
            await self._presenter.sheets.forget(self._presenter.account_id, name)
            await self.read_names()

    def _show_trouble(self, error: AppError) -> None:
        self._page.say(error.user_text, Tone.ERROR)


async def _answer(dialog: DialogFrame, read: Callable[[], T]) -> T | None:
    """Ask, and read the answer before the dialog goes; None where the person went back."""
    try:
        return read() if await ask(dialog) == AGREED else None
    finally:
        dialog.leave()


async def _have_fields(sheet: BatchSheet, names: Sequence[str]) -> None:
    """Have columns for exactly these fields: a column of a file stays and is not sent, one of the app goes."""

    def change(editor: SheetEditor) -> None:
        kept: list[Column] = []
        for column in editor.head.columns:
            if column.role is not Role.FIELD or column.field in names:
                kept.append(column)
            elif column.heading:
                kept.append(replace(column, role=Role.IGNORED, field=""))
            else:
                # Its slot may serve another field later, which must not find these values there.
                editor.set_column(column.slot, None, None)
        editor.set_head(replace(editor.head, columns=tuple(kept)))
        for name in names:
            slot_for(editor, Role.FIELD, name)

    await sheet.sheet.edit("choosing fields", change)


async def _shared_deliveries(sheet: BatchSheet, ids: Sequence[int]) -> tuple[str, ...]:
    """The deliveries that all of these rows have."""
    column = (await sheet.head()).column_of(Role.DELIVERIES)
    shared: tuple[str, ...] | None = None
    for start in range(0, len(ids) if column is not None else 0, _PAGE):
        for row in await sheet.rows(ids[start : start + _PAGE]):
            own = _deliveries_of(column.slot if column else 0, row.cells)
            shared = own if shared is None else tuple(each for each in shared if each in own)
        if not shared:
            break
    return shared or ()


def _deliveries_of(slot: int, cells: Sequence[str | None]) -> tuple[str, ...]:
    try:
        return read_deliveries(slot, cells[slot])
    except BadCell:
        return ()


async def _give_deliveries(sheet: BatchSheet, ids: Sequence[int], delivery_ids: Sequence[str]) -> None:
    if not delivery_ids and (await sheet.head()).column_of(Role.DELIVERIES) is None:
        return
    column = await sheet.column_for(Role.DELIVERIES)
    cells = {column.slot: ", ".join(delivery_ids) or None}
    await sheet.set_cells(dict.fromkeys(ids, cells), "choosing deliveries")
