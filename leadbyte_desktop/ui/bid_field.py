"""The buyer of a financial change: chosen by company from those that this PC knows, or typed as a BID."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.ui.buyer_box import BuyerBox
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
        self.box = BuyerBox(name)
        super().__init__("Buyer (BID)", self.box, _WITHOUT, parent=parent)
        self._buyers = BuyerNames()
        self._without = _WITHOUT
        self.box.currentTextChanged.connect(self._changed)

    def show_buyers(self, buyers: BuyerNames, problem: str = "") -> None:
        """Offer these buyers; what is typed stays.

        Args:
            buyers: those that this PC knows.
            problem: why LeadByte did not list them, a sentence or two; empty where it did.
        """
        self._buyers = buyers
        self._without = f"{_WITHOUT} {problem}".strip()
        self.box.show_buyers(buyers)
        self._say()

    def bid(self) -> str | None:
        """The BID as LeadByte knows it; None where the box is empty."""
        return self._buyers.bid_of(self.box.currentText()) or None

    def clear(self) -> None:
        """Name no buyer."""
        self.box.setEditText("")

    def _changed(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        bid = self.bid()
        known = self._buyers.by_bid.get(bid or "")
        if bid is None:
            self.set_hint(self._without)
        elif known is not None:
            inactive = ". LeadByte says that this buyer is inactive." if known.inactive else ""
            self.set_hint(f"BID {bid}: {known.company}{inactive}" if known.company else f"BID {bid}{inactive}")
        elif several := self._buyers.several_words(bid):
            self.set_hint(several)
        else:
            self.set_hint(f"No buyer on this PC has the BID “{bid}”; LeadByte decides whether it knows it.")
