"""The table of the deliveries that this PC knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE, CellDelegate
from leadbyte_desktop.ui.parts.switch import paint_switch
from leadbyte_desktop.ui.theme import Tone, current_tokens

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_HEADINGS = ("Name", "Buyer", "BID", "ID", "Campaign", "Status", "Show in lists")
STATUS_COLUMN, SHOW_COLUMN = 5, 6
_SWITCH_WIDE, _SWITCH_HIGH = 36, 20


@dataclass(frozen=True, slots=True)
class Only:
    """What the filters ask for; None for any, "" for those of which it is not known.

    Attributes:
        campaign: the campaign's name.
        buyer: the buyer's company.
        status: the status as the table shows it.
    """

    campaign: str | None = None
    buyer: str | None = None
    status: str | None = None

    def holds(self, delivery: Delivery) -> bool:
        """Whether they leave this delivery."""
        pairs = (
            (self.campaign, delivery.campaign), (self.buyer, delivery.buyer), (self.status, status_words(delivery))
        )  # fmt: skip
        return all(wanted is None or wanted == own for wanted, own in pairs)


class DeliveriesModel(QAbstractTableModel):
    """One row a delivery.

    The search leaves those in whose name, buyer, BID, ID, campaign or status every word of it stands; a filter, of
    those, the ones with exactly that campaign, buyer or status.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deliveries: tuple[Delivery, ...] = ()
        self._found: list[Delivery] = []
        self._search: list[str] = []
        self._only = Only()

    @property
    def total(self) -> int:
        """How many there are, whether the search leaves them or not."""
        return len(self._deliveries)

    def show_deliveries(self, deliveries: Sequence[Delivery]) -> None:
        """Show these."""
        self.beginResetModel()
        self._deliveries = tuple(deliveries)
        self._sift()
        self.endResetModel()

    def search(self, text: str) -> None:
        """Show only those that hold all these words."""
        self.beginResetModel()
        self._search = text.casefold().split()
        self._sift()
        self.endResetModel()

    def filter(self, only: Only) -> None:
        """Show only those with this campaign, buyer and status."""
        self.beginResetModel()
        self._only = only
        self._sift()
        self.endResetModel()

    def delivery_at(self, row: int) -> Delivery | None:
        """The row's delivery; None where there is no such row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def row_of(self, delivery_id: str) -> int:
        """Where a delivery is shown; -1 where it is not."""
        return next((row for row, each in enumerate(self._found) if each.delivery_id == delivery_id), -1)

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """How many the search leaves."""
        return 0 if parent.isValid() else len(self._found)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Seven."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        delivery = self._found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(delivery, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tool_tip(delivery, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == SHOW_COLUMN:
            return f"{_HEADINGS[SHOW_COLUMN]}: {'on' if delivery.shown else 'off'}"
        if role == TONE_ROLE:
            return _tone(delivery, index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's heading."""
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _HEADINGS[section] if shown else None

    def _sift(self) -> None:
        self._found = [
            each
            for each in self._deliveries
            if self._only.holds(each) and all(word in _searched(each) for word in self._search)
        ]


class ShowDelegate(CellDelegate):
    """Draws the switch of *Show in lists*, with its word."""

    def _draw_words(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        shown = str(index.data()) == _shown_word(shown=True)
        room = QRectF(option.rect)
        top = room.center().y() - _SWITCH_HIGH / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_switch(painter, QRectF(room.left() + 10, top, _SWITCH_WIDE, _SWITCH_HIGH), on=shown)
        tokens = current_tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(tokens.text if shown else tokens.text_2))
        words = room.adjusted(10 + _SWITCH_WIDE + 8, 0, -4, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), str(index.data()))


def status_words(delivery: Delivery) -> str:
    """How it stands in LeadByte; where LeadByte gave no status, where the delivery comes from."""
    return delivery.state or ("Added by hand" if delivery.by_hand else "")


def _status_cell(delivery: Delivery) -> str:
    words = status_words(delivery)
    if not delivery.automatic or delivery.doubtful:  # such a one has its mark
        return words
    return f"{words}, automatic" if words else "Automatic"


def _shown_word(*, shown: bool) -> str:
    return "Shown" if shown else "Hidden"


def _tone(delivery: Delivery, column: int) -> Tone | str:
    if column == STATUS_COLUMN and delivery.doubtful:
        return Tone.WARNING
    return Tone.HINT if not delivery.shown and column != 0 else ""


def _cell(delivery: Delivery, column: int) -> str:
    cells = (
        delivery.name, delivery.buyer, delivery.bid, delivery.delivery_id, delivery.campaign, _status_cell(delivery)
    )  # fmt: skip
    return _shown_word(shown=delivery.shown) if column == SHOW_COLUMN else cells[column]


def _tool_tip(delivery: Delivery, column: int) -> str:
    if column == SHOW_COLUMN:
        return f"Click, or press Space, to {'hide it from' if delivery.shown else 'show it in'} the lists of all tabs"
    if column == STATUS_COLUMN and delivery.unlisted:
        last = f" It was {delivery.status} when it was last listed." if delivery.status else ""
        return f"LeadByte’s last list of deliveries did not have this one.{last}"
    if column == STATUS_COLUMN and (delivery.inactive or delivery.automatic):
        inactive = f"{delivery.status}: LeadByte says that this delivery is not active." if delivery.inactive else ""
        return f"{inactive} {delivery.automatic_words}".strip()
    return _cell(delivery, column)


def _searched(delivery: Delivery) -> str:
    parts = (
        delivery.name, delivery.buyer, delivery.bid, delivery.delivery_id, delivery.campaign, _status_cell(delivery)
    )  # fmt: skip
    return " ".join(parts).casefold()
