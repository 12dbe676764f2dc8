"""The buyer of a financial change: chosen from those of the known deliveries, or typed as a BID."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.ui.parts.field_row import FieldRow

_WITHOUT = "Allowed without one, but LeadByte’s reports are then less accurate."


class BidField(FieldRow):
    """A box for a BID that offers the buyers this PC knows.

    Attributes:
        box: the box; it bears the objectName.

    Signals:
        changed(): another BID stands in it.

    Args of the constructor:
        name: the objectName of the box; the words below it are f"{name}_error".
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.box = _BuyerBox(name)
        super().__init__("Buyer (BID)", self.box, _WITHOUT, parent=parent)
        self._companies: dict[str, str] = {}
        self.box.currentTextChanged.connect(self._changed)

    def show_buyers(self, deliveries: Sequence[Delivery]) -> None:
        """Offer the buyers of these deliveries; what is typed stays."""
        self._companies = {each.bid: each.buyer for each in deliveries if each.bid}
        typed = self.box.currentText()
        self.box.blockSignals(True)
        self.box.clear()
        for bid, company in sorted(self._companies.items(), key=lambda pair: (pair[1].casefold(), pair[0])):
            self.box.addItem(_named(bid, company), bid)
        self.box.setCurrentIndex(-1)
        self.box.setEditText(typed)
        self.box.blockSignals(False)
        self._say()

    def bid(self) -> str | None:
        """The BID as LeadByte knows it; None where the box is empty."""
        typed = self.box.currentText().strip()
        if not typed:
            return None
        for bid, company in self._companies.items():
            if typed.casefold() in (_named(bid, company).casefold(), bid.casefold()):
                return bid
        same_company = [bid for bid, company in self._companies.items() if company.casefold() == typed.casefold()]
        return same_company[0] if len(same_company) == 1 else typed

    def clear(self) -> None:
        """Name no buyer."""
        self.box.setEditText("")

    def _changed(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        bid = self.bid()
        if bid is None:
            self.set_hint(_WITHOUT)
        elif bid in self._companies:
            self.set_hint(f"BID {bid}: {self._companies[bid]}" if self._companies[bid] else f"BID {bid}")
        else:
            self.set_hint(f"No delivery on this PC has the BID “{bid}”; LeadByte decides whether it knows it.")


class _BuyerBox(QComboBox):
    """An editable box. The mouse's wheel scrolls the page over it and never changes the buyer."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        typed, completer = QLineEdit(), QCompleter(self.model())
        self.setLineEdit(typed)
        self.setCompleter(completer)
        typed.setObjectName(f"{name}_typed")
        typed.setAccessibleName("Buyer or BID")
        typed.setPlaceholderText("Choose a buyer, or type a BID")
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


def _named(bid: str, company: str) -> str:
    return f"{company} (BID {bid})" if company else f"BID {bid}"
