"""The Deliveries tab: send leads to buyers, and keep the list of deliveries."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadbyte_desktop.ui.deliveries_list import DeliveriesList
from leadbyte_desktop.ui.deliveries_send import DeliveriesSend
from leadbyte_desktop.ui.parts.segments import Segments
from leadbyte_desktop.ui.parts.text import Text

SEND, LIST = "send", "list"
_BOUNDS = "Works for valid leads, and for deliveries that are set to trigger manually via the REST API."


class DeliveriesTab(QWidget):
    """Two parts, of which one is shown.

    Attributes:
        send: *Send leads to buyers*.
        list: *Deliveries on this PC*.
        parts: the choice between them; `parts.choose(LIST)`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deliveries")
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.parts = Segments(
            "deliveries.part",
            "Parts of this tab",
            ((SEND, "Send leads to buyers"), (LIST, "Deliveries on this PC")),
        )
        self.send = DeliveriesSend()
        self.list = DeliveriesList()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.send)
        self._pages.addWidget(self.list)
        self.parts.chosen.connect(self._show_part)
        self.send.list_asked.connect(self._show_list)
        top = QHBoxLayout()
        top.setContentsMargins(20, 16, 20, 0)
        top.setSpacing(16)
        top.addWidget(self.parts)
        top.addWidget(Text(_BOUNDS, "hint", name="deliveries.bounds"), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)

    def _show_part(self, key: str) -> None:
        self._pages.setCurrentWidget(self.send if key == SEND else self.list)

    def _show_list(self) -> None:
        self.parts.choose(LIST)
