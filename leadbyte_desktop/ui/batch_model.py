"""The table of a batch while it is built. Rows are replaced, never changed, so a snapshot of them stays what it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadbyte_desktop.domain.batch import Batch, BatchRow
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE
from leadbyte_desktop.ui.theme import Tone

Index = QModelIndex | QPersistentModelIndex
CLEARED_WORDS = "(cleared)"
REPROCESS_WORDS = "Reprocess"
# Above this many separate runs of rows a whole reset is quicker than telling the view of each.
_MOST_RANGES = 50
_NO_INDEX = QModelIndex()


class ColumnKind(Enum):
    """What a column holds."""

    LEAD = auto()
    FIELD = auto()
    DELIVERIES = auto()
    REPROCESS = auto()


class BatchModel(QAbstractTableModel):
    """Lead ID, the fields, the row's own deliveries, the row's own reprocess.

    Attributes:
        batch: the table. Only this model changes it.

    Signals:
        edited(): something in the table, or in what holds for all rows, has changed.
    """

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.batch = Batch()
        self._wrong: Mapping[int, str] = {}
        self._deliveries: Mapping[str, Delivery] = {}
        self._delivery_words: dict[tuple[str, ...], str] = {}

    # What the view reads: plain look-ups only, as there may be 100,000 rows.

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.batch.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Lead ID, the fields, deliveries, reprocess."""
        return 0 if parent.isValid() else len(self.batch.fields) + 3

    def kind_of(self, column: int) -> ColumnKind:
        """What a column holds."""
        fields = len(self.batch.fields)
        if column == 0:
            return ColumnKind.LEAD
        if column <= fields:
            return ColumnKind.FIELD
        return ColumnKind.DELIVERIES if column == fields + 1 else ColumnKind.REPROCESS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words_at(index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self._typed_at(index.row(), index.column())
        if role == TONE_ROLE:
            return self._tone_at(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return self._wrong.get(index.row())
        return None

    def words_at(self, row: int, column: int) -> str:
        """A cell as it is shown."""
        kind = self.kind_of(column)
        entry = self.batch.rows[row]
        if kind is ColumnKind.DELIVERIES:
            return self._words_of_deliveries(entry.delivery_ids)
        if kind is ColumnKind.REPROCESS:
            return REPROCESS_WORDS if entry.reprocess else ""
        if kind is ColumnKind.FIELD and entry.values.get(self.batch.fields[column - 1]) == "":
            return CLEARED_WORDS
        return self._typed_at(row, column)

    def _typed_at(self, row: int, column: int) -> str:
        entry = self.batch.rows[row]
        kind = self.kind_of(column)
        if kind is ColumnKind.LEAD:
            return entry.lead
        return entry.values.get(self.batch.fields[column - 1], "") if kind is ColumnKind.FIELD else ""

    def _words_of_deliveries(self, ids: tuple[str, ...]) -> str:
        if not ids:
            return ""
        if ids not in self._delivery_words:
            names = (self._deliveries[each].name if each in self._deliveries else f"delivery {each}" for each in ids)
            self._delivery_words[ids] = ", ".join(names)
        return self._delivery_words[ids]

    def _tone_at(self, row: int, column: int) -> str:
        if column == 0:
            return Tone.ERROR if row in self._wrong else Tone.PLAIN
        kind = self.kind_of(column)
        cleared = kind is ColumnKind.FIELD and self.batch.rows[row].values.get(self.batch.fields[column - 1]) == ""
        return Tone.WARNING if cleared else Tone.PLAIN

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A field's label, or a row's number."""
        if orientation == Qt.Orientation.Vertical:
            return f"{section + 1:,}" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            kind = self.kind_of(section)
            if kind is ColumnKind.FIELD:
                return label_of(self.batch.fields[section - 1])
            named = {ColumnKind.LEAD: "Lead ID", ColumnKind.DELIVERIES: "Deliveries of this row"}
            return named.get(kind, REPROCESS_WORDS)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The lead ID and the fields can be typed in; deliveries and reprocess are chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        typed = self.kind_of(index.column()) in (ColumnKind.LEAD, ColumnKind.FIELD)
        return usual | Qt.ItemFlag.ItemIsEditable if typed else usual

    # What is shown beside the rows

    def show_batch(self, batch: Batch) -> None:
        """Show another table. It is not `edited` by that."""
        self.beginResetModel()
        self.batch = batch
        self._wrong = {}
        self.endResetModel()

    def show_deliveries(self, deliveries: Mapping[str, Delivery]) -> None:
        """The account's deliveries, by whose names the rows' own are shown."""
        self._deliveries = deliveries
        self._delivery_words = {}
        self._changed(range(self.rowCount()), from_column=len(self.batch.fields) + 1)

    def show_wrong(self, wrong: Mapping[int, str]) -> None:
        """Row to why it cannot be sent, for the rows of which that is so."""
        touched = set(self._wrong) ^ set(wrong)
        self._wrong = wrong
        self._changed(touched, last_column=0)

    @property
    def has_leads(self) -> bool:
        """Whether anything stands in any row."""
        return any(not row.blank for row in self.batch.rows)

    def snapshot(self) -> Batch:
        """The table as it is now; later edits do not reach it."""
        return replace(self.batch, fields=list(self.batch.fields), rows=list(self.batch.rows))

    # What a person changes

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed in a cell; an emptied cell leaves its field alone."""
        text = str(value)
        if role != Qt.ItemDataRole.EditRole or text == self._typed_at(index.row(), index.column()):
            return False
        self.put_block(index.row(), index.column(), [[text]])
        return True

    def put_block(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """Put cells in from this cell on; the table grows downwards. A blank cell leaves its field alone.

        Cells beyond the last field are passed over: `set_fields` first where they shall be kept.
        """
        missing = row + len(block) - self.rowCount()
        if missing > 0:
            self._insert(self.rowCount(), [BatchRow() for _ in range(missing)])
        rows = self.batch.rows
        for offset, cells in enumerate(block):
            rows[row + offset] = self._with_cells(rows[row + offset], column, cells)
        self._changed(range(row, row + len(block)))
        self.edited.emit()

    def _with_cells(self, entry: BatchRow, column: int, cells: Sequence[str]) -> BatchRow:
        values = dict(entry.values)
        lead = entry.lead
        for place, text in enumerate(cells, column):
            if place == 0:
                lead = text
            elif place <= len(self.batch.fields):
                name = self.batch.fields[place - 1]
                values.pop(name, None)
                if text:
                    values[name] = text
        return replace(entry, lead=lead, values=values)

    def add_rows(self, rows: Sequence[BatchRow], at: int | None = None) -> None:
        """Put rows in before this place; at the end where none is given."""
        self._insert(self.rowCount() if at is None else at, rows)
        self.edited.emit()

    def delete_rows(self, places: Collection[int]) -> None:
        """Take rows out."""
        runs = runs_of(places)
        if len(runs) > _MOST_RANGES:
            doomed = set(places)
            self.beginResetModel()
            self.batch.rows = [row for place, row in enumerate(self.batch.rows) if place not in doomed]
            self._wrong = {}
            self.endResetModel()
        else:
            for first, last in reversed(runs):
                self.beginRemoveRows(QModelIndex(), first, last)
                del self.batch.rows[first : last + 1]
                self._wrong = {}
                self.endRemoveRows()
        self.edited.emit()

    def change_rows(self, places: Collection[int], change: Callable[[BatchRow], BatchRow]) -> None:
        """Replace rows by what `change` makes of them."""
        for place in places:
            self.batch.rows[place] = change(self.batch.rows[place])
        self._changed(places)
        self.edited.emit()

    def set_cells(self, cells: Iterable[tuple[int, int]], value: str | None) -> None:
        """Give cells, as (row, column), the same value: "" clears the field, None leaves it alone.

        A lead ID is emptied by None and untouched by ""; a row's own deliveries and reprocess are taken away by None.
        """
        by_row: dict[int, list[int]] = {}
        for row, column in cells:
            by_row.setdefault(row, []).append(column)
        for row, columns in by_row.items():
            self.batch.rows[row] = self._with_value(self.batch.rows[row], columns, value)
        self._changed(by_row)
        self.edited.emit()

    def _with_value(self, entry: BatchRow, columns: Sequence[int], value: str | None) -> BatchRow:
        values = dict(entry.values)
        lead, own, again = entry.lead, entry.delivery_ids, entry.reprocess
        for column in columns:
            kind = self.kind_of(column)
            if kind is ColumnKind.FIELD and value is not None:
                values[self.batch.fields[column - 1]] = value
            elif kind is ColumnKind.FIELD:
                values.pop(self.batch.fields[column - 1], None)
            elif value is None:
                lead = "" if kind is ColumnKind.LEAD else lead
                own = () if kind is ColumnKind.DELIVERIES else own
                again = again and kind is not ColumnKind.REPROCESS
        return BatchRow(lead, values, own, again)

    def set_fields(self, names: Sequence[str]) -> None:
        """Have exactly these columns, in this order. What stood in a column that goes is taken out of its rows."""
        gone = [name for name in self.batch.fields if name not in names]
        self.beginResetModel()
        self.batch.fields = list(names)
        if gone:
            self.batch.rows = [_without(row, gone) for row in self.batch.rows]
        self.endResetModel()
        self.edited.emit()

    def add_update(self, update: LeadUpdate) -> int:
        """Add a lead's update as the last row; gives back its place."""
        batch = self.snapshot()
        batch.add(update)
        self.show_batch(batch)
        self.edited.emit()
        return len(batch.rows) - 1

    def set_for_all(self, delivery_ids: tuple[str, ...], reprocess: bool) -> None:
        """What holds for every row."""
        if (delivery_ids, reprocess) != (self.batch.delivery_ids, self.batch.reprocess):
            self.batch.delivery_ids, self.batch.reprocess = delivery_ids, reprocess
            self.edited.emit()

    def rename(self, name: str) -> None:
        """Give the table a name."""
        self.batch.name = name

    def _insert(self, at: int, rows: Sequence[BatchRow]) -> None:
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
        self.batch.rows[at:at] = rows
        self._wrong = {}
        self.endInsertRows()

    def _changed(self, places: Collection[int], from_column: int = 0, last_column: int | None = None) -> None:
        """Tell the view with one range: many single ones would freeze it."""
        if not places or not self.columnCount():
            return
        right = self.columnCount() - 1 if last_column is None else last_column
        self.dataChanged.emit(self.index(min(places), from_column), self.index(max(places), right))


def runs_of(places: Iterable[int]) -> list[tuple[int, int]]:
    """Places as runs (first, last) of neighbours, in order."""
    runs: list[tuple[int, int]] = []
    for place in sorted(set(places)):
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _without(row: BatchRow, names: Sequence[str]) -> BatchRow:
    if not any(name in row.values for name in names):
        return row
    return replace(row, values={name: value for name, value in row.values.items() if name not in names})
