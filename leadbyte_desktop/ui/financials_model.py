"""The table in which each lead gets amounts of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.errors import BadMoney
from leadbyte_desktop.domain.financial_rows import BID, LEAD, PAYOUT, REVENUE, FinancialRow, ReadRow, read_rows
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money, parse_money
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE
from leadbyte_desktop.ui.theme import Tone

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_HEADINGS = ("Lead ID", "Payout", "Revenue", "Buyer (BID)", "To be corrected")
_FIELDS = ("lead", "payout", "revenue", "bid")
PROBLEM = 4


class FinancialsModel(QAbstractTableModel):
    """Rows as typed, with what is wrong in the last column; a blank row always waits at the end.

    Signals:
        edited(): something in it has changed.
    """

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FinancialRow] = [FinancialRow()]
        self._read: list[ReadRow] = [ReadRow()]
        self._buyers = BuyerNames()

    @property
    def rows(self) -> list[FinancialRow]:
        """The rows in which something stands."""
        return [row for row in self._rows if not row.blank]

    @property
    def updates(self) -> list[FinancialUpdate]:
        """What the rows without a problem ask for."""
        return [each.update for each in self._read if each.update is not None]

    @property
    def problems(self) -> list[tuple[int, ReadRow]]:
        """The rows that cannot go, with their places from 0."""
        return [(place, each) for place, each in enumerate(self._read) if each.problem]

    @property
    def unknown_buyers(self) -> int:
        """How many rows name a buyer that this PC does not know; they go all the same."""
        return sum(map(self._names_unknown, self._rows))

    def show_buyers(self, buyers: BuyerNames) -> None:
        """Take these for the buyers that are known; what was typed stays."""
        if buyers != self._buyers:
            self._buyers = buyers
            self._read_anew()

    def add_rows(self, rows: Sequence[FinancialRow]) -> None:
        """Put rows below those that are there."""
        self._put([*self.rows, *rows])

    def delete_rows(self, places: Collection[int]) -> None:
        """Take rows out."""
        self._put([row for place, row in enumerate(self._rows) if place not in places])

    def remove_leads(self, leads: Collection[LeadRef]) -> None:
        """Take out the rows of these leads."""
        kept = [
            row
            for row, read in zip(self._rows, self._read, strict=True)
            if read.update is None or read.update.lead not in leads
        ]
        self._put(kept)

    def clear(self) -> None:
        """Begin afresh."""
        self._put([])

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """All rows and a blank one."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Five."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell. Amounts that could be read are shown in full; while they are edited, as they were typed."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return "" if column == PROBLEM else self._rows[row].cells[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._read[row].problem or (self._buyer_tip(row) if column == BID else None)
        if role == TONE_ROLE:
            return self._tone(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (PAYOUT, REVENUE):
            return Qt.AlignmentFlag.AlignRight
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        if role != Qt.ItemDataRole.EditRole or index.column() == PROBLEM:
            return False
        row = index.row()
        new = replace(self._rows[row], **{_FIELDS[index.column()]: str(value).strip()})
        if new == self._rows[row]:
            return True
        self._rows[row] = new
        if row == len(self._rows) - 1:
            self.beginInsertRows(_NO_INDEX, row + 1, row + 1)
            self._rows.append(FinancialRow())
            self._read.append(ReadRow())
            self.endInsertRows()
        self._read_anew()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Everything but the last column can be typed in."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return usual if index.column() == PROBLEM else usual | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's heading."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (PAYOUT, REVENUE):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _read_anew(self) -> None:
        self._read = read_rows(self._rows, self._buyers)
        self.dataChanged.emit(self.index(0, LEAD), self.index(len(self._rows) - 1, PROBLEM))
        self.edited.emit()

    def _put(self, rows: Sequence[FinancialRow]) -> None:
        self.beginResetModel()
        self._rows = [*(row for row in rows if not row.blank), FinancialRow()]
        self._read = read_rows(self._rows, self._buyers)
        self.endResetModel()
        self.edited.emit()

    def _names_unknown(self, row: FinancialRow) -> bool:
        return bool(row.bid.strip()) and self._buyers.is_unknown(self._buyers.bid_of(row.bid))

    def _buyer_tip(self, row: int) -> str:
        words = self._buyers.unknown_words([self._buyers.bid_of(self._rows[row].bid)])
        return words or self._shown(row, BID)

    def _tone(self, row: int, column: int) -> str:
        if self._read[row].problem and column in (PROBLEM, self._read[row].column):
            return Tone.ERROR
        return Tone.WARNING if column == BID and self._names_unknown(self._rows[row]) else ""

    def _shown(self, row: int, column: int) -> str:
        if column == PROBLEM:
            return self._read[row].problem
        typed = self._rows[row].cells[column]
        if column == LEAD:
            return typed
        if column == BID:
            buyer = self._buyers.by_bid.get(self._buyers.bid_of(typed))
            return buyer.in_cell if buyer else typed
        try:
            amount = parse_money(typed)
        except BadMoney:
            return typed
        return "" if amount is None else format_money(amount)
