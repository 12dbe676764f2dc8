"""The menu of a column: what it is, sorting by it, how its dates are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from leadbyte_desktop.domain.sheet import DATE_FORMS, Column
from leadbyte_desktop.ui.batch_header import SheetHeader

if TYPE_CHECKING:
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_build_page import BuildPage
    from leadbyte_desktop.ui.batch_editing import SheetEditing
    from leadbyte_desktop.ui.batch_loading import SheetLoader


class ColumnMenu(QObject):
    """Opens it, and does what was chosen in it.

    Attributes:
        menu: the menu.
    """

    def __init__(
        self, page: BuildPage, loader: SheetLoader, editing: SheetEditing, runner: AsyncRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page, self._loader, self._editing, self._runner = page, loader, editing, runner
        self.menu = QMenu(page)
        self.menu.setObjectName("batch.columnMenu")
        self._forms = QMenu("How its dates are written", self.menu)
        self._forms.triggered.connect(self._date_form_chosen)
        self._slot = -1
        header = page.table.view.horizontalHeader()
        if isinstance(header, SheetHeader):
            header.menu_wanted.connect(self._open)
            self._header = header
        loader.view_changed.connect(self._show_sorted)
        page.model.columns_changed.connect(self._show_sorted)

    def sort(self, slot: int, *, descending: bool) -> None:
        """Sort by a column; the file's own order stays what it is."""
        self._runner.start(self._sort(slot, descending=descending), on_error=self._loader.trouble.emit)

    async def _sort(self, slot: int, *, descending: bool) -> None:
        sheet = self._loader.sheet
        if sheet is None:
            return
        sort_by = await sheet.sort_by(slot)
        await self._loader.set_view(replace(self._loader.view, sort_slot=slot, sort_by=sort_by, descending=descending))

    def _open(self, place: int, at: QPoint) -> None:
        head = self._page.model.head
        if self._page.model.read_only or place >= len(head.columns):
            return
        column = head.columns[place]
        self._slot = column.slot
        self.menu.clear()
        self._add("What this column is…", "what", self._choose_what)
        self.menu.addSeparator()
        self._add("Sort upwards", "up", self._sort_up)
        self._add("Sort downwards", "down", self._sort_down)
        back = self._add("Back to the file’s order", "fileOrder", self._to_file_order)
        back.setEnabled(self._loader.view.sort_slot is not None)
        if self._page.model.holds_dates(column.slot):
            self._add_date_forms(column)
        self.menu.popup(at)

    def _add(self, words: str, name: str, slot: object) -> QAction:
        action = QAction(words, self.menu)
        action.setObjectName(f"batch.column_{name}")
        action.triggered.connect(slot)
        self.menu.addAction(action)
        return action

    def _add_date_forms(self, column: Column) -> None:
        self.menu.addSeparator()
        self.menu.addMenu(self._forms)
        self._forms.clear()
        for form in DATE_FORMS:
            action = QAction(form, self._forms)
            action.setObjectName(f"batch.dates_{form}")
            action.setCheckable(True)
            action.setChecked(form == column.date_form)
            action.setData(form)
            self._forms.addAction(action)
        self._runner.start(self._show_samples(column.slot), on_error=self._loader.trouble.emit)

    async def _show_samples(self, slot: int) -> None:
        """Put three of the column's own dates beside each form; the menu may be another by then."""
        for form in DATE_FORMS:
            samples = await self._loader.sheet.date_samples(slot, form) if self._loader.sheet is not None else []
            if samples and slot == self._slot:
                action = next((each for each in self._forms.actions() if each.data() == form), None)
                if action is not None:
                    action.setText(f"{form}   ({', '.join(samples)})")

    def _date_form_chosen(self, action: QAction) -> None:
        slot, form = self._slot, action.data()
        self._editing.change(lambda sheet: sheet.set_date_form(slot, form), moves=False)

    def _choose_what(self) -> None:
        self._page.columns_wanted.emit(self._slot)

    def _sort_up(self) -> None:
        self.sort(self._slot, descending=False)

    def _sort_down(self) -> None:
        self.sort(self._slot, descending=True)

    def _to_file_order(self) -> None:
        self._runner.start(self._loader.set_view(self._loader.view.in_file_order()), on_error=self._loader.trouble.emit)

    def _show_sorted(self) -> None:
        view = self._loader.view
        place = None if view.sort_slot is None else self._page.model.place_of(view.sort_slot)
        self._header.show_sorted(place, descending=view.descending)
