"""The table that is typed in and pasted into."""

from __future__ import annotations

from array import array
from itertools import chain

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize
from PySide6.QtWidgets import QAbstractItemView, QWidget

from leadbyte_desktop.domain.sheet import Column, Role
from leadbyte_desktop.ui.batch_delegate import SheetDelegate
from leadbyte_desktop.ui.batch_model import SheetModel
from leadbyte_desktop.ui.batch_table_view import SheetTableView
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.theme import text_scaled

_LEAD_WIDTH, _FIELD_WIDTH, _DELIVERIES_WIDTH = 130, 150, 210
_LEAST_HEIGHT = 180
# Above this many chosen rows only the current cell is found again when the rows are sorted or filtered.
_MOST_KEPT = 2_000


class LowTable(DataTable):
    """A table that asks for little height and takes what there is, so that a low window need not scroll around it."""

    def sizeHint(self) -> QSize:
        """Never more than the least height; Qt's own wish is 192 and what its frame adds."""
        return QSize(super().sizeHint().width(), _LEAST_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The heading, and four rows."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)


class BatchTable(LowTable):
    """The batch's table: row numbers of the file at its left, a cell at a time."""

    view: SheetTableView

    def __init__(self, name: str, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(name, "The leads of this batch", view=SheetTableView(), parent=parent)
        self._model = model
        self._widths: dict[int, int] = {}
        self._kept: tuple[int | None, int, list[tuple[array[int], int, int]]] = (None, 0, [])
        self._scrolled, self._in_sight = 0, False
        view, triggers = self.view, QAbstractItemView.EditTrigger
        self.delegate = SheetDelegate(view)
        view.setItemDelegate(self.delegate)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        view.verticalHeader().show()
        self.show_filtered(filtered=False)
        self.set_model(model)
        view.horizontalHeader().sectionResized.connect(self._note_width)
        view.rows_in_sight.connect(model.show_range)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._rows_changed)
        model.columns_changed.connect(self._fit_columns)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._find_again)

    def show_filtered(self, *, filtered: bool) -> None:
        """What stands in its middle while it shows no row: nothing is in the batch, or nothing is found."""
        if filtered:
            self.set_empty("No row is like that", "Show all rows again, or search for something else.")
        else:
            self.set_empty(
                "No leads in this batch yet",
                "Drop a spreadsheet here, paste lead IDs or a block from Excel with Ctrl+V, or add a row.",
                "Add a row",
            )

    def _rows_changed(self) -> None:
        # The width is never measured from the rows: that would read all of them.
        digits = f"{max(self._model.rowCount() * 2, 9_999):,}"
        width = self.fontMetrics().horizontalAdvance(digits) + text_scaled(self, 20)
        if self.view.verticalHeader().width() != width:
            self.view.verticalHeader().setFixedWidth(width)
        self.view.tell_sight()

    # Columns keep their width by what they are, whatever comes and goes around them

    def _fit_columns(self) -> None:
        columns = self._model.head.columns
        self._apply_widths([self._widths.get(each.slot) or self._scaled(_width_of(each)) for each in columns])
        self.view.horizontalHeader().updateGeometry()
        self.view.updateGeometries()

    def _note_width(self, place: int, _old: int, width: int) -> None:
        # The last one stretches with the window; that is nobody's wish.
        if not self._restoring and place < len(self._model.head.columns) - 1:
            self._widths[self._model.head.columns[place].slot] = width

    def forget_widths(self) -> None:
        """Another sheet is shown: its columns are others."""
        self._widths.clear()

    # What is chosen is found again by its rows when these were sorted or filtered

    def _remember(self) -> None:
        here = self.view.currentIndex()
        blocks = self.view.blocks() if here.isValid() else []
        if sum(block.last - block.first + 1 for block in blocks) > _MOST_KEPT:
            blocks = []
        kept = [(self._model.row_ids(each.first, each.last), each.left, each.right) for each in blocks]
        self._kept = (self._model.row_id_at(here.row()), max(here.column(), 0), kept)
        self._scrolled = self.view.verticalScrollBar().value()
        self._in_sight = here.isValid() and self.view.viewport().rect().intersects(self.view.visualRect(here))

    def _find_again(self) -> None:
        row_id, column, kept = self._kept
        self.view.verticalScrollBar().setValue(self._scrolled)
        row = None if row_id is None else self._model.position_of(row_id)
        columns = self._model.columnCount()
        if row is None or not columns:
            return
        flags, model = QItemSelectionModel.SelectionFlag, self._model
        wanted = set(chain.from_iterable(ids for ids, _, _ in kept))
        places = {each: place for place, each in enumerate(model.order) if each in wanted} if len(wanted) > 1 else {}
        places[row_id or 0] = row
        selection = QItemSelection()
        for ids, left, right in kept:
            edge = min(right, columns - 1)
            for first, last in _runs(sorted(places[each] for each in ids if each in places)):
                selection.select(model.index(first, min(left, edge)), model.index(last, edge))
        here = model.index(row, min(column, columns - 1))
        self.view.selectionModel().setCurrentIndex(here, flags.NoUpdate)
        self.view.selectionModel().select(selection, flags.ClearAndSelect)
        if self._in_sight:
            self.view.scrollTo(here)


def _runs(places: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _width_of(column: Column) -> int:
    if column.role in (Role.LEAD, Role.QUARANTINE):
        return _LEAD_WIDTH
    return _DELIVERIES_WIDTH if column.role is Role.DELIVERIES else _FIELD_WIDTH
