"""The deliveries of *Single lead* beside the lead's campaign: its own first, and a word on ticked ones of another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from leadbyte_desktop.services.review_campaigns import other_campaign_words, same_campaign
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickRow
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.ui.parts.tick_list import TickList


class LeadDeliveries(Text):
    """Words that follow the ticks of a list, hidden while nothing is to be said; it keeps the list's order too.

    No row moves while a person is at the list: the order waits until they are elsewhere.

    Args of the constructor:
        ticks: the list.
        name: the objectName.
    """

    def __init__(self, ticks: TickList, name: str, parent: QWidget | None = None) -> None:
        super().__init__(role="hint", tone=Tone.WARNING, name=name, parent=parent)
        self._ticks = ticks
        self._offered: Sequence[Delivery] = ()
        self._campaign = self._first = ""
        self._counts = True
        self.hide()
        ticks.changed.connect(self._say)
        ticks.left.connect(self._put_in_order)

    def show_deliveries(self, offered: Sequence[Delivery]) -> None:
        """Have the list offer these, whose order is the one that counts where no campaign is known."""
        self._offered = tuple(offered)
        by_id = {each.delivery_id: each for each in self._offered}
        self._ticks.set_rows([TickRow(key, by_id[key].name, by_id[key].details) for key in self._order()])
        self._say()

    @property
    def ticked(self) -> tuple[str, ...]:
        """The IDs of what is ticked, in the order in which they are offered: what is sent has one order, always."""
        ticked = set(self._ticks.ticked())
        return tuple(each.delivery_id for each in self._offered if each.delivery_id in ticked)

    def show_campaign(self, campaign: str, *, known: bool) -> None:
        """Know of which campaign the lead is.

        Args:
            campaign: its name; empty where it is not known.
            known: nothing more is awaited that could tell; the order stays as it is until then.
        """
        self._campaign = campaign
        if campaign or known:
            self._first = campaign
            if not self._ticks.in_use:
                self._put_in_order()
        self._say()

    def set_in_use(self, in_use: bool) -> None:
        """Whether the list's ticks count now."""
        self._counts = in_use
        self._say()

    def _put_in_order(self) -> None:
        order = self._order()
        if order != [row.key for row in self._ticks.rows()]:
            self._ticks.reorder(order)

    def _order(self) -> list[str]:
        first = self._first
        own_first = sorted(self._offered, key=lambda each: not (first and same_campaign(each.campaign, first)))
        return [each.delivery_id for each in own_first]

    def _say(self) -> None:
        ticked = set(self.ticked)
        words = other_campaign_words(self._campaign, [each for each in self._offered if each.delivery_id in ticked])
        self.setText(words)
        self.setVisible(self._counts and bool(words))
