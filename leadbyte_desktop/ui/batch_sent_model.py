"""The table of a batch that is being sent, or was: each row's outcome and LeadByte's words.

The rows stand in the journal, however many they are. Here are their numbers in the order shown, and the few thousand
rows around those in sight (pitfalls.md item 32: what paints the table reads memory only).
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import Item, LeadResult
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.domain.standing import standing_of
from leadbyte_desktop.services.outcome_words import tone_of
from leadbyte_desktop.ui.batch_cells import CLEARED_WORDS
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE

Index = QModelIndex | QPersistentModelIndex
ROW, LEAD, OUTCOME, SAID = range(4)
_FIXED = ("Row", "Lead ID", "What happened", "LeadByte said")
_DELIVERIES, _ACTION = "Deliveries", "Action"
_MOST_KEPT = 6_000
_PAGE = 100
_MOST_SHOWN = 240
_NO_INDEX = QModelIndex()


class SentModel(QAbstractTableModel):
    """Row, lead ID, what happened, LeadByte's words, then what was sent.

    Signals:
        items_wanted(): rows in sight, or close to it, may have to be read.
    """

    items_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: array[int] = array("q")
        self._items: OrderedDict[int, Item] = OrderedDict()
        # What became of rows while they were being read: newer than what is read.
        self._late: dict[int, LeadResult] = {}
        self._reading = False
        # Rows that were read before something changed that they were not told of; shown until they are read again.
        self._stale: set[int] = set()
        self._columns: list[str] = []
        self._delivery_words: dict[tuple[str, ...], str] = {}
        self._deliveries: Mapping[str, Delivery] = {}
        self._sight = (0, 0)

    # What the view reads

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows the filter leaves."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """The four that are always there, then a column for each thing that any row read so far sends."""
        return 0 if parent.isValid() else len(_FIXED) + len(self._columns)

    def item_at(self, shown: int) -> Item | None:
        """The row at this place, as it was last read; None where it was not read yet."""
        return self._items.get(self._order[shown]) if 0 <= shown < len(self._order) else None

    def item_id_at(self, shown: int) -> int | None:
        """The journal's number of the row at this place; None where there is no such row."""
        return self._order[shown] if 0 <= shown < len(self._order) else None

    def place_of(self, item_id: int) -> int | None:
        """Where a row stands; None where the filter leaves it out."""
        try:
            return self._order.index(item_id)
        except ValueError:
            return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; nothing where its row was not read yet."""
        item = self.item_at(index.row())
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(item, index.column())[:_MOST_SHOWN]
        if role == TONE_ROLE and index.column() == OUTCOME:
            return tone_of(item.state)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() >= SAID:
            return self._cell(item, index.column())
        return None

    def _cell(self, item: Item, column: int) -> str:
        if column == ROW:
            return f"{item.number:,}"
        if column == LEAD:
            return item.lead.number
        if column == OUTCOME:
            return standing_of(item).words
        if column == SAID:
            return "; ".join(part for part in (item.words, *item.warnings) if part)
        update = item.update
        return self._sent_cell(update, self._columns[column - len(_FIXED)]) if isinstance(update, LeadUpdate) else ""

    def _sent_cell(self, update: LeadUpdate, name: str) -> str:
        if name == _DELIVERIES:
            return self._words_of_deliveries(update.delivery_ids) if update.delivery_ids else ""
        if name == _ACTION:
            return update.action.name.capitalize() if update.action else ""
        value = update.changes.get(name)
        return CLEARED_WORDS if value == "" else value or ""

    def _words_of_deliveries(self, ids: tuple[str, ...]) -> str:
        if ids not in self._delivery_words:
            names = (self._deliveries[each].name if each in self._deliveries else f"delivery {each}" for each in ids)
            self._delivery_words[ids] = ", ".join(names)
        return self._delivery_words[ids]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's heading."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        headings = [*_FIXED, *(each if each in (_DELIVERIES, _ACTION) else label_of(each) for each in self._columns)]
        return headings[section] if section < len(headings) else None

    # What it is told

    def clear(self, deliveries: Mapping[str, Delivery]) -> None:
        """Forget all rows: another batch is shown next."""
        self.beginResetModel()
        self._order = array("q")
        self._items.clear()
        self._late.clear()
        self._stale.clear()
        self._columns = []
        self._deliveries, self._delivery_words = deliveries, {}
        self.endResetModel()

    def show_order(self, order: array[int]) -> None:
        """Show these rows, by the journal's numbers, in this order."""
        if order == self._order:
            return
        self.beginResetModel()
        self._order = order
        self.endResetModel()
        self.items_wanted.emit()

    def show_range(self, first: int, last: int) -> None:
        """These places are in sight now."""
        self._sight = (first, last)
        self.items_wanted.emit()

    def wanted_ids(self) -> array[int]:
        """Rows in sight, and a page around them, that were not read yet. From now on they are being read."""
        first, last = max(0, self._sight[0] - _PAGE), self._sight[1] + _PAGE
        wanted = array(
            "q", (each for each in self._order[first : last + 1] if each not in self._items or each in self._stale)
        )
        self._reading = len(wanted) > 0
        return wanted

    def mark_stale(self) -> None:
        """The journal may know more than was told of: what is in sight is read again."""
        in_sight = set(self._order[max(0, self._sight[0] - _PAGE) : self._sight[1] + _PAGE + 1])
        for item_id in [each for each in self._items if each not in in_sight]:
            del self._items[item_id]
        self._stale = set(self._items)
        self.items_wanted.emit()

    def place_items(self, items: Sequence[Item]) -> None:
        """Take rows as the journal holds them; what came meanwhile for them is newer and stays."""
        for item in items:
            late = self._late.get(item.item_id)
            self._keep(_with(item, late) if late else item)
            self._stale.discard(item.item_id)
        self._late.clear()
        self._reading = False
        self._add_columns(items)
        self._tell({item.item_id for item in items})

    def take(self, changed: Mapping[int, LeadResult]) -> None:
        """Take what became of rows. The view hears of it once, with one range."""
        for item_id, result in changed.items():
            item = self._items.get(item_id)
            if item is not None:
                self._items[item_id] = _with(item, result)
            elif self._reading:
                self._late[item_id] = result
        self._tell(changed.keys() & self._items.keys())

    def _keep(self, item: Item) -> None:
        self._items[item.item_id] = item
        self._items.move_to_end(item.item_id)
        while len(self._items) > _MOST_KEPT:
            self._stale.discard(self._items.popitem(last=False)[0])

    def _add_columns(self, items: Iterable[Item]) -> None:
        """New columns for what rows send that no row before them did; values stand before deliveries and actions."""
        fields: dict[str, None] = {}
        ends: dict[str, None] = {}
        for item in items:
            if isinstance(item.update, LeadUpdate):
                fields.update(dict.fromkeys(item.update.changes))
                ends.update({_DELIVERIES: None} if item.update.delivery_ids else {})
                ends.update({_ACTION: None} if item.update.action else {})
        new = [name for name in fields if name not in self._columns]
        self._insert_columns(sum(name not in (_DELIVERIES, _ACTION) for name in self._columns), new)
        self._insert_columns(len(self._columns), [name for name in ends if name not in self._columns])

    def _insert_columns(self, place: int, names: Sequence[str]) -> None:
        if names:
            first = len(_FIXED) + place
            self.beginInsertColumns(QModelIndex(), first, first + len(names) - 1)
            self._columns[place:place] = names
            self.endInsertColumns()

    def _tell(self, item_ids: Iterable[int]) -> None:
        """One range over what is in sight: rows elsewhere are painted when they come into it."""
        wanted = set(item_ids)
        first = max(0, self._sight[0] - _PAGE)
        places = [
            place for place, each in enumerate(self._order[first : self._sight[1] + _PAGE], first) if each in wanted
        ]
        if places:
            self.dataChanged.emit(self.index(places[0], 0), self.index(places[-1], self.columnCount() - 1))


def _with(item: Item, result: LeadResult) -> Item:
    """The row with what became of it."""
    return replace(
        item, state=result.state, words=result.words, warnings=result.warnings, confirmation=result.confirmation
    )
