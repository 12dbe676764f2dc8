"""The buyer of a financial change: chosen by company from those that this PC knows, or typed as a BID."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.buyer_names import BuyerNames, NamedBuyer
from leadbyte_desktop.ui.buyer_box import BuyerBox
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.theme import Tone

_WITHOUT = "Allowed without one, but LeadByte’s reports are then less accurate."


class BidField(FieldRow):
    """A box for a BID that offers the buyers this PC knows.

    Attributes:
        box: the box; it bears the objectName.

    Signals:
        changed(): another BID stands in it.

    Args of the constructor:
        name: the objectName of the box; the words below it are f"{name}_error", and the button that takes the buyer
            whose name is half typed f"{name}_take".
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.box = BuyerBox(name)
        super().__init__("Buyer (BID)", self.box, _WITHOUT, parent=parent)
        self._buyers = BuyerNames()
        self._without = _WITHOUT
        self._fits: NamedBuyer | None = None
        self._take = LinkButton("", f"{name}_take")
        self._take.clicked.connect(self._take_fitting)
        whole = self.layout()
        if whole is not None:
            whole.addWidget(self._take)
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

    def _take_fitting(self) -> None:
        if self._fits is not None:
            typed = self.box.lineEdit()
            self.box.setEditText(self._fits.listed)
            if typed is not None:
                typed.setFocus()

    def _say(self) -> None:
        self._offer()
        bid = self.bid()
        known = self._buyers.by_bid.get(bid or "")
        if bid is None:
            self.set_hint(self._without)
        elif known is not None:
            inactive = ". LeadByte says that this buyer is inactive." if known.inactive else ""
            self.set_hint(f"BID {bid}: {known.company}{inactive}" if known.company else f"BID {bid}{inactive}")
        elif words := self._buyers.several_words(bid) or self._buyers.unknown_words([bid]):
            self.set_hint(words, Tone.WARNING)
        else:
            self.set_hint(f"No buyer on this PC has the BID “{bid}”; LeadByte decides whether it knows it.")

    def _offer(self) -> None:
        """Offer the only buyer that half a name may mean; taking it is a person's word, never the app's guess."""
        fitting = self._buyers.fitting(self.box.currentText())
        self._fits = fitting[0] if len(fitting) == 1 else None
        self._take.set_words(f"Take {self._fits.words}".replace("&", "&&") if self._fits else "")
        self._take.setVisible(self._fits is not None)
