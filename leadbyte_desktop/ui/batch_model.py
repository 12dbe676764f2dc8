"""The table of a batch while it is built: which rows stand where, and those of them that were read from the disk.

The rows stay on the disk, however many they are. Here are their IDs in the order shown, and the few thousand rows
around those in sight; the view reads these and nothing else (pitfalls.md item 32).
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.sheet import Column, Role, SheetHead, SheetRow
from leadbyte_desktop.ui.batch_cells import CellPainter, ShownRow, heading_of
from leadbyte_desktop.ui.batch_row_cache import RowCache
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE

if TYPE_CHECKING:
    from leadbyte_desktop.store.sheet import ProblemAt

Index = QModelIndex | QPersistentModelIndex
Changes = Mapping[int, Mapping[int, str | None]]
"""Row ID to slot to text."""

PAGE = 100
# More rows than these come and go with a reset: that costs the view less than single rows would.
_MOST_MOVED = 1_000
_NO_INDEX = QModelIndex()

# Qt asks for these at every paint of every cell, and to put them together takes as long as to draw a word.
_USUAL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _USUAL | Qt.ItemFlag.ItemIsEditable


class SheetModel(QAbstractTableModel):
    """The sheet's columns in their order, and its rows in the order of the view.

    Attributes:
        head: the sheet's head.
        labels: what the account calls its fields.

    Signals:
        rows_wanted(): rows in sight, or close to it, may have to be read.
        typed(int, int, str): row ID, slot, and the text that a person typed there.
        columns_changed(): there are other columns now, or they are for something else.
    """

    rows_wanted = Signal()
    typed = Signal(object, int, str)
    columns_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.head, self.labels = SheetHead(), PLAIN_NAMES.fields
        self._order: array[int] = array("q")
        self._cache = RowCache()
        self._sight = (0, 0)
        self._read_only = False

    # What the view reads: look-ups in memory only

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows the view shows."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """How many columns the sheet has."""
        return 0 if parent.isValid() else len(self.head.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; nothing where its row was not read yet."""
        shown = self.shown_at(index.row())
        if shown is None:
            return None
        place = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.texts[place]
        if role == TONE_ROLE:
            return shown.tones[place]
        if role == Qt.ItemDataRole.EditRole:
            return self.cell_of(shown.row, place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown.row.left_out or shown.whys.get(place)
        return None

    def shown_at(self, position: int) -> ShownRow | None:
        """The row at a place of the table; None where it was not read yet."""
        return self._cache.get(self._order[position]) if 0 <= position < len(self._order) else None

    def cell_of(self, row: SheetRow, place: int) -> str:
        """What is typed over in a cell."""
        slot = self.head.columns[place].slot
        return (row.cells[slot] if slot < len(row.cells) else None) or ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a column is sent as over the file's heading, or a row's number in the file."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            shown = self.shown_at(section)
            return f"{shown.row.number:,}" if shown is not None and shown.row.number else ""
        if section >= len(self.head.columns):
            return None
        return "\n".join(heading_of(self.head.columns[section], self.labels)).strip()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be typed in but deliveries, which are chosen, and rows that were not read yet."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        chosen = self.head.columns[index.column()].role is Role.DELIVERIES
        return _USUAL if self._read_only or chosen or self.shown_at(index.row()) is None else _EDITABLE

    # Places and IDs

    @property
    def read_only(self) -> bool:
        """Whether the first rows of a file are shown that is still being read."""
        return self._read_only

    @property
    def order(self) -> array[int]:
        """The IDs of all rows as shown; not to be changed."""
        return self._order

    def row_id_at(self, position: int) -> int | None:
        """The ID of the row at a place; None where there is none."""
        return self._order[position] if 0 <= position < len(self._order) else None

    def position_of(self, row_id: int) -> int | None:
        """Where a row stands; None where it is not shown."""
        try:
            return self._order.index(row_id)
        except ValueError:
            return None

    def row_ids(self, first: int, last: int) -> array[int]:
        """The IDs of the rows from one place to another, both included."""
        return self._order[first : last + 1]

    def place_of(self, slot: int) -> int | None:
        """Which column of the table a slot is; None where it is not shown."""
        return next((place for place, column in enumerate(self.head.columns) if column.slot == slot), None)

    def holds_dates(self, slot: int) -> bool:
        """Whether a real date of a spreadsheet was seen in a column so far."""
        return self._cache.holds_dates(slot)

    # What is shown

    def show_head(self, head: SheetHead, painter: CellPainter) -> None:
        """Show other columns, or the same ones otherwise."""
        new_columns = head.columns != self.head.columns
        self._read_only = False
        if new_columns:
            self.beginResetModel()
        self.head = head
        self._cache.paint_anew(painter, self.row_ids(*self._sight))
        if new_columns:
            self.endResetModel()
            self.columns_changed.emit()
        self.mark_stale()

    def show_labels(self, labels: FieldLabels) -> None:
        """Call the fields so from now on."""
        if labels != self.labels:
            self.labels = labels
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.head.columns) - 1))
            self.columns_changed.emit()

    def show_order(self, order: array[int]) -> None:
        """Show these rows in this order; the view keeps what it can of where it was."""
        old, size = self._order, len(order)
        if order == old:
            return
        start = _common_start(old, order)
        rest = min(len(old), size) - start
        end = _common_start(old[len(old) - rest :][::-1], order[size - rest :][::-1])
        gone, new = len(old) - start - end, size - start - end
        if not gone and new <= _MOST_MOVED:
            self.beginInsertRows(QModelIndex(), start, start + new - 1)
            self._order = order
            self.endInsertRows()
        elif not new and gone <= _MOST_MOVED:
            self.beginRemoveRows(QModelIndex(), start, start + gone - 1)
            self._order = order
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self._order = order
            self.endResetModel()
        self.rows_wanted.emit()

    def show_preview(self, headings: Sequence[str], numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """Show the first rows of a file that is still being read, and its numbers of them; nothing can be changed."""
        from leadbyte_desktop.importing.columns import match_columns

        head = SheetHead(columns=tuple(match_columns(headings, own=self.labels.headings)))
        self.clear()
        self.beginResetModel()
        self.head, self._read_only = head, True
        self._cache.painter = CellPainter(head)
        width = len(head.columns)
        for number, cells in zip(numbers, rows, strict=True):
            full = tuple([*(cell or None for cell in cells), *[None] * width][:width])
            self._cache.put(SheetRow(-number, number, full))
        self._order = array("q", (-number for number in numbers))
        self.endResetModel()
        self.columns_changed.emit()

    def clear(self) -> None:
        """Forget all rows and columns: another sheet is shown next."""
        self.beginResetModel()
        self.head, self._read_only = SheetHead(), False
        self._order = array("q")
        self._cache.clear()
        self.endResetModel()

    # Reading: which rows are wanted, and taking them

    def show_range(self, first: int, last: int) -> None:
        """Rows from one place to another are in sight."""
        if (first, last) != self._sight:
            self._sight = (max(first, 0), last)
            self.rows_wanted.emit()

    def mark_stale(self) -> None:
        """What was read may be another now; it stays in sight until it was read again."""
        self._cache.reading += 1
        self.rows_wanted.emit()

    @property
    def reading(self) -> int:
        """The number of the reading that is on; handed to `take` with what was asked for during it."""
        return self._cache.reading

    def wanted_ids(self) -> array[int]:
        """The rows of the next page to be read: those in sight first, then a page below and above; empty for none."""
        first, last = self._sight[0] // PAGE, self._sight[1] // PAGE
        if self._read_only:
            return array("q")
        for page in chain(range(first, last + 1), (last + 1, first - 1)):
            ids = self._order[page * PAGE : (page + 1) * PAGE] if page >= 0 else array("q")
            if any(self._cache.is_old(row_id) for row_id in ids):
                return ids
        return array("q")

    def take(self, ids: Sequence[int], shown: Iterable[SheetRow], problems: Iterable[ProblemAt], reading: int) -> None:
        """Rows that were read, and what was found in them."""
        self._cache.take(ids, shown, problems, reading)
        self._tell(ids)

    def _tell(self, ids: Sequence[int]) -> None:
        """Tell the view with one range for all: many single ones would freeze it."""
        if not len(ids) or not self.head.columns:
            return
        # A page is looked for where pages are read, around the rows in sight: looking through all rows takes too long.
        near = max(self._sight[0] // PAGE - 1, 0) * PAGE
        try:
            first = self._order.index(ids[0], near, (self._sight[1] // PAGE + 2) * PAGE)
        except ValueError:
            first = len(self._order)
        last = first + len(ids) - 1
        if last >= len(self._order) or self._order[last] != ids[-1]:
            # The rows moved while they were read, or others are in sight by now.
            first, last = self._sight[0], min(self._sight[1], len(self._order) - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.head.columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, first, last)

    # What a person changes is seen at once, before it is written

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed in a cell; an emptied cell is blank."""
        shown = self.shown_at(index.row())
        if role != Qt.ItemDataRole.EditRole or shown is None or self._read_only:
            return False
        text = str(value)
        if text == self.cell_of(shown.row, index.column()):
            return False
        slot = self.head.columns[index.column()].slot
        self.patch([shown.row.row_id], {slot: text or None})
        self.typed.emit(shown.row.row_id, slot, text)
        return True

    def patch(self, ids: Sequence[int], cells: Mapping[int, str | None]) -> None:
        """Show these cells so in these rows, until everything is written; of many rows, in those in sight."""
        if len(ids) > PAGE:
            wanted = set(ids)
            ids = [row_id for row_id in self.row_ids(*self._sight) if row_id in wanted]
        touched = self._cache.patch(ids, cells)
        self._tell_some(touched)

    def _tell_some(self, ids: Collection[int]) -> None:
        first, last = self._sight[0], min(self._sight[1], len(self._order) - 1)
        seen = [place for place in range(first, last + 1) if self._order[place] in ids]
        if seen:
            self.dataChanged.emit(self.index(seen[0], 0), self.index(seen[-1], len(self.head.columns) - 1))

    def all_written(self) -> None:
        """Everything that a person changed stands on the disk, and is read from there again."""
        self._cache.all_written()
        self.mark_stale()

    @property
    def growing(self) -> bool:
        """Whether its last row is one that was added and is not written yet."""
        return not self._read_only and bool(self._order) and self._order[-1] < 0

    def add_blank(self, row_id: int) -> None:
        """A blank row at the end that can be typed in at once; its ID is its own until the disk gives it another."""
        place = len(self._order)
        width = self.head.width
        self.beginInsertRows(QModelIndex(), place, place)
        self._order.append(row_id)
        self._cache.put(SheetRow(row_id, 0, (None,) * width))
        self.endInsertRows()

    def rename_row(self, before: int, after: int) -> None:
        """A blank row that was added has got its ID on the disk."""
        place = self.position_of(before)
        self._cache.rename(before, after)
        if place is not None:
            self._order[place] = after


def _common_start(one: array[int], other: array[int]) -> int:
    """How many IDs both begin with. Slices are compared in one go, so a million of them take a few milliseconds."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def column_at(head: SheetHead, slot: int) -> Column:
    """The column of a slot."""
    return next((column for column in head.columns if column.slot == slot), Column(slot, ""))
