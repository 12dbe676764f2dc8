"""The table of what became of leads that were sent to buyers or given amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leadbyte_desktop.domain.buyer_names import BuyerNames, NamedBuyer
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money
from leadbyte_desktop.domain.job import Item, ItemState, LeadResult, Settlement
from leadbyte_desktop.domain.lead_update import LeadKind
from leadbyte_desktop.domain.standing import Standing, standing_of
from leadbyte_desktop.domain.words import capitalised
from leadbyte_desktop.ui.outcome_note import tone_of_item
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_HEADINGS = ("Lead ID", "What happened", "LeadByte said")
_MONEY_HEADINGS = ("Lead ID", "Payout", "Revenue", "Buyer", "What happened", "LeadByte said")
_NO_BUYER = "None named"


class OutcomeModel(QAbstractTableModel):
    """One row a lead: its ID, what happened, LeadByte's words; with money its new amounts and their buyer too.

    Args of the constructor:
        with_money: show payout, revenue and buyer.
    """

    def __init__(self, parent: QObject | None = None, *, with_money: bool = False) -> None:
        super().__init__(parent)
        self._headings = _MONEY_HEADINGS if with_money else _HEADINGS
        self._items: list[Item] = []
        self._shown: list[Item] = []
        self._standing: Standing | None = None
        self._buyers = BuyerNames()

    @property
    def standings(self) -> Counter[Standing]:
        """How many rows stand where, whether shown or not."""
        return Counter(map(standing_of, self._items))

    @property
    def items(self) -> tuple[Item, ...]:
        """All rows, whether shown or not."""
        return tuple(self._items)

    @property
    def only_buyer(self) -> str:
        """For whom all the money is: "for Acme Ltd (BID 33)"; empty where it is for several buyers, or for none."""
        bids = {item.update.bid for item in self._items if isinstance(item.update, FinancialUpdate)}
        bid = bids.pop() if len(bids) == 1 else None
        return f"for {self._buyers.words_of(bid)}" if bid else ""

    def show_items(self, items: Sequence[Item], buyers: BuyerNames | None = None) -> None:
        """Show these; `buyers` names the companies behind their BIDs."""
        self.beginResetModel()
        self._items = list(items)
        self._buyers = buyers or BuyerNames()
        self._sift()
        self.endResetModel()

    def show_only(self, standing: Standing | None) -> None:
        """Show only rows that stand so; None shows all."""
        self.beginResetModel()
        self._standing = standing
        self._sift()
        self.endResetModel()

    def apply(self, results: Mapping[int, LeadResult]) -> None:
        """Show what became of some rows, before the journal is read again."""
        self._items = [_with_result(item, results.get(item.item_id)) for item in self._items]
        if self._standing is not None:
            self.show_only(self._standing)
            return
        self._shown = self._items
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self._headings) - 1))

    def item_at(self, row: int) -> Item | None:
        """The row's item; None where there is no such row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, item_id: int) -> int:
        """Where an item is shown; -1 where it is not."""
        return next((row for row, item in enumerate(self._shown) if item.item_id == item_id), -1)

    def first_to_look_at(self) -> int:
        """The first row that waits for a person, else the first that was refused; -1 where there is neither."""
        waiting = (row for row, item in enumerate(self._shown) if item.can_be_settled)
        refused = (row for row, item in enumerate(self._shown) if item.state is ItemState.REFUSED)
        return next(waiting, next(refused, -1))

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Three, or six with money."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        item, heading = self._shown[index.row()], self._headings[index.column()]
        if heading == "Buyer" and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._buyer(item, whole=role == Qt.ItemDataRole.ToolTipRole)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cell(item, heading)
        if role == TONE_ROLE and heading == "What happened":
            return tone_of_item(item)
        if role == Qt.ItemDataRole.TextAlignmentRole and heading in ("Payout", "Revenue"):
            return Qt.AlignmentFlag.AlignRight
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's heading."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._id_heading() if section == 0 else self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and self._headings[section] in ("Payout", "Revenue"):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _id_heading(self) -> str:
        """A quarantine ID is never called a lead ID: they are numbers of two kinds."""
        kinds = {item.lead.kind for item in self._items}
        return "ID" if len(kinds) > 1 else capitalised((kinds or {LeadKind.LEAD}).pop().noun)

    def _buyer(self, item: Item, *, whole: bool) -> str:
        bid = item.update.bid if isinstance(item.update, FinancialUpdate) else None
        if not bid:
            return _NO_BUYER
        buyer = self._buyers.by_bid.get(bid) or NamedBuyer(bid)
        return buyer.words if whole else buyer.in_cell

    def _sift(self) -> None:
        self._shown = [item for item in self._items if self._standing in (None, standing_of(item))]


def _cell(item: Item, heading: str) -> str:
    if heading == "Lead ID":
        return item.lead.number
    if heading == "What happened":
        again = item.state is ItemState.NOT_KNOWN and item.settlement is Settlement.SENT_AGAIN
        return f"{item.state.words}, sent again" if again else standing_of(item).words
    if heading == "LeadByte said":
        return "; ".join(part for part in (item.words, *item.warnings) if part)
    amounts = item.update if isinstance(item.update, FinancialUpdate) else None
    amount = None if amounts is None else amounts.payout if heading == "Payout" else amounts.revenue
    return "" if amount is None else format_money(amount)


def _with_result(item: Item, result: LeadResult | None) -> Item:
    if result is None:
        return item
    return replace(
        item, state=result.state, words=result.words, warnings=result.warnings, confirmation=result.confirmation
    )
