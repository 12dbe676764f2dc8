"""The table of a batch that is being sent, or was: each row's outcome and LeadByte's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import Item, ItemState, LeadResult
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import Action, LeadUpdate
from leadbyte_desktop.services.outcome_words import tone_of
from leadbyte_desktop.ui.batch_model import CLEARED_WORDS, REPROCESS_WORDS
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE

Index = QModelIndex | QPersistentModelIndex
ROW, LEAD, OUTCOME, SAID = range(4)
_FIXED = ("Row", "Lead ID", "What happened", "LeadByte said")
_NO_INDEX = QModelIndex()


class SentModel(QAbstractTableModel):
    """Row, lead ID, what happened, LeadByte's words, then what was sent. Rows never change their place.

    Attributes:
        updates: what each row sends.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.updates: Sequence[LeadUpdate] = ()
        self._states: list[ItemState] = []
        self._words: list[str] = []
        self._item_ids: list[int] = []
        self._row_of: dict[int, int] = {}
        # What came before the journal's number of its row was known.
        self._early: dict[int, LeadResult] = {}
        self._fields: list[str] = []
        self._delivery_words: dict[tuple[str, ...], str] = {}
        self._deliveries: Mapping[str, Delivery] = {}
        self._with_deliveries = self._with_reprocess = False
        self._only: frozenset[ItemState] = frozenset()
        self._shown: list[int] | None = None

    # What the view reads

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows the filter leaves."""
        if parent.isValid():
            return 0
        return len(self.updates) if self._shown is None else len(self._shown)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """The four that are always there, the fields, and deliveries and reprocess where any row has them."""
        if parent.isValid():
            return 0
        return len(_FIXED) + len(self._fields) + self._with_deliveries + self._with_reprocess

    def row_at(self, shown: int) -> int:
        """The row of the batch, from 0, that stands at this place of the filtered table."""
        return shown if self._shown is None else self._shown[shown]

    def place_of(self, row: int) -> int | None:
        """Where a row of the batch stands in the filtered table; None where it is filtered out."""
        if self._shown is None:
            return row
        return self._shown.index(row) if row in self._shown else None

    def item_id_at(self, shown: int) -> int | None:
        """The journal's number of the row at this place; None where it is not known yet, or there is no such row."""
        if not 0 <= shown < self.rowCount():
            return None
        return self._item_ids[self.row_at(shown)] or None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; plain look-ups only, as there may be 100,000 rows."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, index.column())
        if role == TONE_ROLE and index.column() == OUTCOME:
            return tone_of(self._states[row])
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == SAID:
            return self._words[row]
        return None

    def _cell(self, row: int, column: int) -> str:
        if column >= len(_FIXED):
            return self._sent_cell(self.updates[row], column - len(_FIXED))
        if column == ROW:
            return f"{row + 1:,}"
        if column == LEAD:
            return self.updates[row].lead.number
        return self._states[row].words if column == OUTCOME else self._words[row]

    def _sent_cell(self, update: LeadUpdate, place: int) -> str:
        if place < len(self._fields):
            value = update.changes.get(self._fields[place])
            return CLEARED_WORDS if value == "" else value or ""
        if place == len(self._fields) and self._with_deliveries:
            return self._words_of_deliveries(update.delivery_ids)
        return REPROCESS_WORDS if update.action is Action.REPROCESS else ""

    def _words_of_deliveries(self, ids: tuple[str, ...]) -> str:
        if ids not in self._delivery_words:
            names = (self._deliveries[each].name if each in self._deliveries else f"delivery {each}" for each in ids)
            self._delivery_words[ids] = ", ".join(names)
        return self._delivery_words[ids]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            headings = [*_FIXED, *(label_of(name) for name in self._fields)]
            headings += ["Deliveries"] * self._with_deliveries + [REPROCESS_WORDS] * self._with_reprocess
            return headings[section] if section < len(headings) else None
        return None

    # What it is told

    @property
    def counts(self) -> Counter[ItemState]:
        """How many rows stand in each state, whatever the filter shows."""
        return Counter(self._states)

    def rows_in(self, state: ItemState) -> list[LeadUpdate]:
        """What the rows in a state send, in their order."""
        return [update for update, each in zip(self.updates, self._states, strict=True) if each is state]

    def show_updates(self, updates: Sequence[LeadUpdate], deliveries: Mapping[str, Delivery]) -> None:
        """Show another batch, all of it waiting."""
        names: dict[str, None] = {}
        for update in updates:
            names.update(dict.fromkeys(update.changes))
        self.beginResetModel()
        self.updates = updates
        self._fields = list(names)
        self._states = [ItemState.WAITING] * len(updates)
        self._words = [""] * len(updates)
        self._item_ids = [0] * len(updates)
        self._row_of, self._early = {}, {}
        self._deliveries, self._delivery_words = deliveries, {}
        self._with_deliveries = any(update.delivery_ids for update in updates)
        self._with_reprocess = any(update.action is Action.REPROCESS for update in updates)
        self._only, self._shown = frozenset(), None
        self.endResetModel()

    def place_items(self, items: Iterable[Item]) -> None:
        """Take rows as the journal holds them; what came meanwhile for them is newer and stays."""
        touched: list[int] = []
        for item in items:
            row = item.position - 1
            self._item_ids[row] = item.item_id
            self._row_of[item.item_id] = row
            early = self._early.pop(item.item_id, None)
            self._states[row] = early.state if early else item.state
            self._words[row] = _words_of(early) if early else _joined(item.words, item.warnings)
            touched.append(row)
        self._tell(touched)

    def take(self, changed: Mapping[int, LeadResult]) -> None:
        """Take what became of items, by the journal's numbers. The view hears of it once, with one range."""
        touched: list[int] = []
        for item_id, result in changed.items():
            row = self._row_of.get(item_id)
            if row is None:
                self._early[item_id] = result
                continue
            self._states[row] = result.state
            self._words[row] = _words_of(result)
            touched.append(row)
        self._tell(touched)

    def show_only(self, states: Collection[ItemState]) -> None:
        """Show only rows in these states; all where none is given."""
        self._only = frozenset(states)
        self._sift()

    def _sift(self) -> None:
        wanted = [row for row, state in enumerate(self._states) if state in self._only] if self._only else None
        if wanted != self._shown:
            self.beginResetModel()
            self._shown = wanted
            self.endResetModel()

    def _tell(self, rows: Sequence[int]) -> None:
        if not rows:
            return
        if self._only:
            self._sift()
            first, last = 0, self.rowCount() - 1
        else:
            first, last = min(rows), max(rows)
        if last >= first:
            self.dataChanged.emit(self.index(first, OUTCOME), self.index(last, SAID))


def _words_of(result: LeadResult) -> str:
    return _joined(result.words, result.warnings)


def _joined(words: str, warnings: Sequence[str]) -> str:
    return "; ".join(part for part in (words, *warnings) if part)
