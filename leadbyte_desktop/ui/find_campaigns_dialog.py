"""Which campaigns a phone number or e-mail address is looked for in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from leadbyte_desktop.services.account_words import AccountWords
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow

_WHY = (
    "LeadByte looks for a phone number or e-mail address in one campaign after another, so fewer are quicker. What "
    "you tick is remembered on this PC for this account."
)
_NONE_TICKED = "Tick at least one campaign."


class FindCampaignsDialog(DialogFrame):
    """The account's campaigns to tick; accepted when the person keeps what is ticked.

    Args of the constructor:
        words: what this PC knows of the account.
        age: how old the list of campaigns is, as a sentence.
    """

    def __init__(self, words: AccountWords, age: str, parent: QWidget | None = None) -> None:
        super().__init__("Look for leads in which campaigns?", "campaigns", parent)
        self._ticks = TickList("campaigns_ticks", "Campaigns to look in", "Search by name or ID")
        self._ticks.set_rows([TickRow(each.campaign_id, each.name, each.details) for each in words.campaigns])
        self._ticks.set_ticked(words.searched)
        self._ticks.changed.connect(self._show)
        self.add(Text(_WHY, name="campaigns_why"))
        self.add(self._ticks)
        self._age = age
        self.add_button("Go back", "campaigns_back", result=self.DialogCode.Rejected.value)
        self._keep = self.add_button("", "campaigns_keep", "primary", self.DialogCode.Accepted.value)
        self._show()

    @property
    def ticked(self) -> Sequence[str]:
        """The IDs of the ticked campaigns."""
        return self._ticks.ticked()

    def _show(self) -> None:
        count = len(self._ticks.ticked())
        self._keep.set_words("Look in 1 campaign" if count == 1 else f"Look in {count:,} campaigns")
        self._keep.setEnabled(count > 0)
        self.foot_hint.setText(self._age if count else _NONE_TICKED)
