"""Which lead stands in the form: "Joe Blogs · lead 2932682", and where it comes from."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leadbyte_desktop.domain.found_lead import FoundLead
from leadbyte_desktop.domain.words import on_one_line
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import ElidedText


class LeadTitle(QWidget):
    """One line; while no lead is named, the card's heading.

    Attributes:
        again: reads the lead once more.

    Signals:
        read_again(): the lead shall be read once more.

    Args of the constructor:
        stem: begins the objectName of every widget in it.
        heading: what stands there while no lead is named.
        corner: a widget at the right end of the line.
    """

    read_again = Signal()

    def __init__(
        self, stem: str, heading: str, corner: QWidget, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._heading = heading
        self.setObjectName(f"{stem}.leadTitle")
        self._who = ElidedText("heading", name=f"{stem}.leadWho")
        self._about = ElidedText("hint", name=f"{stem}.leadAbout")
        self._about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.again = LinkButton("Read again", f"{stem}.readAgain")
        # From the box the Tab key goes on to the values; the tab gives it a place behind them.
        self.again.setToolTip("Read in LeadByte once more what this lead holds")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._who)
        line.addWidget(self._about, 1)
        line.addWidget(self.again, 0, Qt.AlignmentFlag.AlignRight)
        line.addWidget(corner)
        self.again.clicked.connect(self.read_again)
        self.show_lead(None)
        self.again.hide()

    def show_lead(self, found: FoundLead | None, campaign: str = "", status: str = "") -> None:
        """Show a lead, or the heading.

        Args:
            found: the lead; None for none.
            campaign: the name of its campaign, where that is known.
            status: LeadByte's word for where it stands, where it gave one.
        """
        about = () if found is None else (on_one_line(campaign), _received(found.received), on_one_line(status))
        words = " · ".join(part for part in about if part)
        if found is None or not (found.name or found.email or words):
            heading = self._heading
        elif found.name or found.email:
            heading = f"{found.title} · {found.lead.words}"
        else:
            heading = f"Lead {found.lead.number}"
        self._who.say(heading)
        self._about.say(words)


def _received(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"received {local.day} {local:%b %Y}"
