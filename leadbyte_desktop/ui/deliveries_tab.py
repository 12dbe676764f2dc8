"""The Deliveries tab: send leads to buyers, and keep the list of deliveries."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadbyte_desktop.ui.deliveries_acts import SendAct
from leadbyte_desktop.ui.deliveries_list import DeliveriesList
from leadbyte_desktop.ui.deliveries_send import DeliveriesSend
from leadbyte_desktop.ui.parts.segments import Segments
from leadbyte_desktop.ui.parts.text import Text

SEND, LIST = "send", "list"


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
        self.send.act_chosen.connect(self._show_bounds)
        self._bounds = Text(role="hint", name="deliveries.bounds")
        top = QHBoxLayout()
        top.setContentsMargins(20, 16, 20, 0)
        top.setSpacing(16)
        top.addWidget(self.parts)
        top.addWidget(self._bounds, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)
        self._show_bounds()

    def where_to_begin(self) -> QWidget | None:
        """Where work begins for whoever opens the tab: the box of lead IDs while it is empty; None for where it was."""
        empty = self._pages.currentWidget() is self.send and not self.send.ids.text().strip()
        return self.send.ids.edit if empty else None

    def _show_part(self, key: str) -> None:
        self._pages.setCurrentWidget(self.send if key == SEND else self.list)
        self._show_bounds()

    def _show_bounds(self) -> None:
        """Say for which leads the chosen act works; of the list, for which deliveries it is kept."""
        act = self.send.act if self._pages.currentWidget() is self.send else SendAct.BUYERS
        self._bounds.setText(act.act.bounds)

    def _show_list(self) -> None:
        self.parts.choose(LIST)
