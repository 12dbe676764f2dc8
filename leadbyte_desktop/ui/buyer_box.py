"""A box in which a buyer is chosen by company, or typed as a BID."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.ui.field_chooser import OfferDelegate


class BuyerBox(QComboBox):
    """An editable box. The mouse's wheel scrolls the page over it and never changes the buyer.

    Typing part of a company or BID offers the buyers that fit; any other BID may be typed as well.

    Args of the constructor:
        name: the objectName; the line that is typed in is called f"{name}_typed".
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        typed, completer, popup = QLineEdit(), QCompleter(self.model()), QListView()
        popup.setProperty("part", "suggestions")
        popup.setObjectName(f"{name}_offers")
        popup.setAccessibleName("Buyers that fit")
        completer.setPopup(popup)
        # After the completer, which brings a delegate of its own.
        popup.setItemDelegate(OfferDelegate(popup))
        self.setLineEdit(typed)
        self.setCompleter(completer)
        typed.setObjectName(f"{name}_typed")
        typed.setAccessibleName("Buyer or BID")
        typed.setPlaceholderText("Choose a buyer, or type a BID")
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def show_buyers(self, buyers: BuyerNames) -> None:
        """Offer these buyers; what is typed stays."""
        typed = self.currentText()
        blocked = self.blockSignals(True)
        self.clear()
        for buyer in buyers.by_bid.values():
            self.addItem(buyer.listed, buyer.bid)
        self.setCurrentIndex(-1)
        self.setEditText(typed)
        self.blockSignals(blocked)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()
