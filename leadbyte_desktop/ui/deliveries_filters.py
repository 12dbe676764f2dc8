"""The filters of the list of deliveries: one campaign, one buyer, one status."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.ui.deliveries_model import Only, status_words
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.theme import text_scaled

_WIDE = 190


class DeliveriesFilters(QWidget):
    """Three boxes to choose from; each offers only what stands in the list.

    Signals:
        changed(): something else is asked for.

    Args of the constructor:
        name: the objectName; the boxes are called f"{name}_campaign", f"{name}_buyer" and f"{name}_status".
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._campaign = _Filter(f"{name}_campaign", "campaign", lambda each: each.campaign)
        self._buyer = _Filter(f"{name}_buyer", "buyer", lambda each: each.buyer)
        self._status = _Filter(f"{name}_status", "status", status_words)
        line = FlowLayout(8, self)
        for box in self._boxes:
            line.addWidget(box)
            box.currentIndexChanged.connect(self.changed)

    @property
    def only(self) -> Only:
        """What is asked for."""
        return Only(self._campaign.wanted, self._buyer.wanted, self._status.wanted)

    def show_deliveries(self, deliveries: Sequence[Delivery]) -> None:
        """Offer what these have; what is asked for stays where one of them still has it."""
        before = self.only
        for box in self._boxes:
            box.offer(deliveries)
        if self.only != before:
            self.changed.emit()

    def clear(self) -> None:
        """Ask for nothing."""
        for box in self._boxes:
            box.setCurrentIndex(0)

    @property
    def _boxes(self) -> tuple[_Filter, _Filter, _Filter]:
        return self._campaign, self._buyer, self._status


class _Filter(QComboBox):
    """One box: any, each value once, and where some have none, those."""

    def __init__(self, name: str, what: str, read: Callable[[Delivery], str]) -> None:
        super().__init__()
        self._what, self._read = what, read
        self.setObjectName(name)
        self.setAccessibleName(f"Show only this {what}")
        self.view().setObjectName(f"{name}_view")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFixedWidth(text_scaled(self, _WIDE))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.offer(())

    @property
    def wanted(self) -> str | None:
        """The value that is asked for; None for any."""
        value = self.currentData()
        return None if value is None else str(value)

    def offer(self, deliveries: Sequence[Delivery]) -> None:
        wanted = self.wanted
        values = sorted({self._read(each) for each in deliveries}, key=lambda value: (not value, value.casefold()))
        blocked = self.blockSignals(True)
        self.clear()
        self.addItem(f"Any {self._what}", None)
        for value in values:
            self.addItem(value or f"{self._what.capitalize()} not known", value)
        self.setCurrentIndex(max(self.findData(wanted), 0) if wanted is not None else 0)
        self.blockSignals(blocked)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page over a box chooses nothing."""
        event.ignore()
