"""The table of a batch that is being sent, or was: each row's outcome and LeadByte's words.

The rows stand in the journal, however many they are. Here are their IDs in the order shown, and the few thousand rows
around those in sight (pitfalls.md item 32: what paints the table reads memory only).
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.job import Item, LeadResult
from leadbyte_desktop.store.journal_sources import JobRow, with_result
from leadbyte_desktop.ui.batch_sent_columns import FIXED, LEAD, OUTCOME, SAID, Further, SentColumns
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery

Index = QModelIndex | QPersistentModelIndex
_MOST_KEPT = 6_000
_PAGE = 100
_MOST_SHOWN = 240
_NO_INDEX = QModelIndex()


class SentModel(QAbstractTableModel):
    """Row, lead ID, what happened, LeadByte's words, then what was sent, or the table's own columns.

    Signals:
        rows_wanted(): rows in sight, or close to it, may have to be read.
    """

    rows_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # By the IDs of `Journal.row_order`: below zero are rows of the table that became none of the batch.
        self._order: array[int] = array("q")
        self._rows: OrderedDict[int, JobRow] = OrderedDict()
        # What became of rows while they were being read: newer than what is read.
        self._late: dict[int, LeadResult] = {}
        self._reading = False
        # Rows that were read before something changed that they were not told of; shown until they are read again.
        self._stale: set[int] = set()
        self._columns = SentColumns()
        self._sight = (0, 0)

    # What the view reads

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows the filter leaves."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """The four that are always there, then a column for each thing that is sent, or of the table's own."""
        return 0 if parent.isValid() else self._columns.count

    def item_id_at(self, shown: int) -> int | None:
        """The journal's number of the row at this place; None where there is none, or it became none of the batch."""
        row_id = self._order[shown] if 0 <= shown < len(self._order) else -1
        return row_id if row_id > 0 else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; nothing where its row was not read yet."""
        row = self._rows.get(self._order[index.row()]) if 0 <= index.row() < len(self._order) else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns.cell(row, index.column())[:_MOST_SHOWN]
        if role == TONE_ROLE and index.column() == OUTCOME:
            return self._columns.tone(row)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() >= SAID:
            return self._columns.cell(row, index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's heading."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns.heading(section) if section < self._columns.count else None

    # What it is told

    def clear(self, deliveries: Mapping[str, Delivery], labels: FieldLabels = PLAIN_NAMES.fields) -> None:
        """Forget all rows: another batch is shown next."""
        self.beginResetModel()
        self._order = array("q")
        self._rows.clear()
        self._late.clear()
        self._stale.clear()
        self._columns.clear(deliveries, labels)
        self.endResetModel()

    def show_own(self, headings: Sequence[str], *, wanted: bool) -> None:
        """Take the headings of the table that the batch was made from; with `wanted`, show its columns behind the four.

        The rows, and what is chosen among them, stay.
        """
        columns = self._columns
        if columns.further(columns.shown):
            self.beginRemoveColumns(_NO_INDEX, len(FIXED), columns.count - 1)
            columns.shown = Further.NOTHING
            self.endRemoveColumns()
        columns.own = tuple(headings)
        kind = Further.OWN if wanted and headings else Further.SENT
        if further := columns.further(kind):
            self.beginInsertColumns(_NO_INDEX, len(FIXED), len(FIXED) + further - 1)
            columns.shown = kind
            self.endInsertColumns()
        columns.shown = kind

    def show_order(self, order: array[int]) -> None:
        """Show these rows, by their IDs, in this order."""
        if order == self._order:
            return
        self.beginResetModel()
        self._order = order
        self.endResetModel()
        self.rows_wanted.emit()

    def show_range(self, first: int, last: int) -> None:
        """These places are in sight now."""
        self._sight = (first, last)
        self.rows_wanted.emit()

    def wanted_ids(self) -> array[int]:
        """Rows in sight, and a page around them, that were not read yet. From now on they are being read."""
        first, last = max(0, self._sight[0] - _PAGE), self._sight[1] + _PAGE
        wanted = array(
            "q", (each for each in self._order[first : last + 1] if each not in self._rows or each in self._stale)
        )
        self._reading = len(wanted) > 0
        return wanted

    def mark_stale(self) -> None:
        """The journal may know more than was told of: what is in sight is read again."""
        in_sight = set(self._order[max(0, self._sight[0] - _PAGE) : self._sight[1] + _PAGE + 1])
        for row_id in [each for each in self._rows if each not in in_sight]:
            del self._rows[row_id]
        self._stale = set(self._rows)
        self.rows_wanted.emit()

    def place_rows(self, rows: Sequence[JobRow]) -> None:
        """Take rows as the journal holds them; what came meanwhile for them is newer and stays."""
        for row in rows:
            late = self._late.get(row.row_id)
            self._keep(with_result(row, late) if late else row)
            self._stale.discard(row.row_id)
        self._late.clear()
        self._reading = False
        self._add_columns(row.item for row in rows if row.item is not None)
        self._tell({row.row_id for row in rows})

    def take_item(self, item: Item) -> None:
        """Take one row as the journal holds it now."""
        row = self._rows.get(item.item_id)
        if row is not None:
            self._rows[item.item_id] = replace(row, item=item)
            self._tell({item.item_id})

    def take(self, changed: Mapping[int, LeadResult]) -> None:
        """Take what became of rows. The view hears of it once, with one range."""
        for item_id, result in changed.items():
            row = self._rows.get(item_id)
            if row is not None:
                self._rows[item_id] = with_result(row, result)
            elif self._reading:
                self._late[item_id] = result
        self._tell(changed.keys() & self._rows.keys())

    def _keep(self, row: JobRow) -> None:
        self._rows[row.row_id] = row
        self._rows.move_to_end(row.row_id)
        while len(self._rows) > _MOST_KEPT:
            self._stale.discard(self._rows.popitem(last=False)[0])

    def _add_columns(self, items: Iterable[Item]) -> None:
        """New columns for what rows send that no row before them did."""
        columns, items = self._columns, list(items)
        if columns.learn_kinds(items):
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, LEAD, LEAD)
        for place, names in columns.new_fields(items):
            if columns.shown is Further.SENT:
                first = len(FIXED) + place
                self.beginInsertColumns(_NO_INDEX, first, first + len(names) - 1)
                columns.add_fields(place, names)
                self.endInsertColumns()
            else:
                columns.add_fields(place, names)

    def _tell(self, row_ids: Iterable[int]) -> None:
        """One range over what is in sight: rows elsewhere are painted when they come into it."""
        wanted = set(row_ids)
        first = max(0, self._sight[0] - _PAGE)
        places = [
            place for place, each in enumerate(self._order[first : self._sight[1] + _PAGE], first) if each in wanted
        ]
        if places:
            self.dataChanged.emit(self.index(places[0], 0), self.index(places[-1], self.columnCount() - 1))
