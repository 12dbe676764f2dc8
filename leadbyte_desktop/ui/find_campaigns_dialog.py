"""Which campaigns a phone number or e-mail address is looked for in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from leadbyte_desktop.domain.campaign import Campaign
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow
from leadbyte_desktop.ui.theme import Tone

_WHY = (
    "LeadByte looks for a phone number or e-mail address in one campaign after another, so fewer are quicker. What you "
    "tick is remembered on this PC for this account."
)
_WHERE_ID = "For a campaign that is not in the list. LeadByte shows the ID in the campaign’s settings."
_NAMED = 3
_NONE_TICKED = "Tick at least one campaign."


class FindCampaignsDialog(DialogFrame):
    """The account's campaigns to tick; accepted when the person keeps what is ticked.

    Signals:
        add_wanted(str): the campaign of this ID, as it was typed, shall be in the list.

    Args of the constructor:
        campaigns: all that this PC knows.
        searched: the IDs of those that are looked in.
        age: how old the list is, as a sentence.
        problem: why LeadByte did not list them, in whole sentences; empty where it did.
        new: the IDs of those that came since somebody ticked where to look.
    """

    add_wanted = Signal(str)

    def __init__(
        self, campaigns: Sequence[Campaign], searched: Collection[str], age: str, problem: str = "",
        new: Collection[str] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("Look for leads in which campaigns?", "campaigns", parent)
        self._age, self._new = age, new
        self._ticks = TickList("campaigns_ticks", "Campaigns to look in", "Search by name or ID")
        self._id = QLineEdit()
        self._id.setObjectName("campaigns_id")
        add = PlainButton("Add", "campaigns_add", accessible="Add the campaign of this ID")
        self._row = FieldRow("Campaign &ID", self._id, _WHERE_ID, add)
        self.add(Text(_WHY, name="campaigns_why"))
        self.add(Note("campaigns_note", problem, Tone.WARNING))
        self.add(Note("campaigns_new", _new_words([each.name for each in campaigns if each.campaign_id in new])))
        self.add(self._ticks)
        self.add(self._row)
        self.add_button("Go back", "campaigns_back", result=self.DialogCode.Rejected.value)
        self._keep = self.add_button("", "campaigns_keep", "primary", self.DialogCode.Accepted.value)
        self._ticks.changed.connect(self._show)
        add.clicked.connect(self._ask)
        self._id.returnPressed.connect(self._ask)
        self._id.textEdited.connect(lambda: self._row.set_error(""))
        self.show_campaigns(campaigns, searched)

    @property
    def ticked(self) -> Sequence[str]:
        """The IDs of the ticked campaigns."""
        return self._ticks.ticked()

    def show_campaigns(self, campaigns: Sequence[Campaign], ticked: Collection[str]) -> None:
        """Show these campaigns, with exactly these ticked."""
        self._ticks.set_rows([TickRow(each.campaign_id, each.name, self._details(each)) for each in campaigns])
        self._ticks.set_ticked(ticked)
        self._ticks.setVisible(bool(campaigns))
        self._show()
        if self.isVisible():
            self.fit_height()

    def show_added(self, campaigns: Sequence[Campaign], campaign_id: str) -> None:
        """Show the list with the campaign that was added, ticked; what else was ticked stays so."""
        self._id.clear()
        self.show_campaigns(campaigns, {*self.ticked, campaign_id})

    def show_id_error(self, words: str) -> None:
        """Say what is wrong with the ID."""
        self._row.set_error(words)

    def _details(self, campaign: Campaign) -> str:
        return f"{campaign.details} · New" if campaign.campaign_id in self._new else campaign.details

    def _ask(self) -> None:
        self.add_wanted.emit(self._id.text())

    def _show(self) -> None:
        count = len(self._ticks.ticked())
        self._keep.set_words("Look in 1 campaign" if count == 1 else f"Look in {count:,} campaigns")
        self._keep.setEnabled(count > 0)
        self.foot_hint.setText(self._age if count else _NONE_TICKED)


def _new_words(names: Sequence[str]) -> str:
    """That campaigns are new, the first few by name; empty where none is."""
    if not names:
        return ""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    one = len(names) == 1
    return (
        f"New since you last chose: {', '.join(names[:_NAMED])}{more}. Nobody is looked for there yet; tick "
        f"{'it' if one else 'them'} to look there too."
    )
