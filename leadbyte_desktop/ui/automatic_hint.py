"""Beside deliveries to tick: which of the ticked ones LeadByte is set to send by itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList
from leadbyte_desktop.ui.theme import Tone


class AutomaticHint(Text):
    """Words that follow the ticks of a list; hidden while no automatic delivery is ticked.

    Args of the constructor:
        ticks: the list.
        name: the objectName.
    """

    def __init__(self, ticks: TickList, name: str, parent: QWidget | None = None) -> None:
        super().__init__(role="hint", tone=Tone.WARNING, name=name, parent=parent)
        self._ticks = ticks
        self._words: dict[str, str] = {}
        self._in_use = True
        self.hide()
        ticks.changed.connect(self._say)

    def show_deliveries(self, deliveries: Iterable[Delivery]) -> None:
        """Know these deliveries, which the list offers."""
        self._words = {each.delivery_id: each.automatic_words for each in deliveries if each.automatic}
        self._say()

    def set_in_use(self, in_use: bool) -> None:
        """Whether the list's ticks count now."""
        self._in_use = in_use
        self._say()

    def _say(self) -> None:
        said = [self._words[each] for each in self._ticks.ticked() if each in self._words]
        self.setText(" ".join(said))
        self.setVisible(self._in_use and bool(said))
