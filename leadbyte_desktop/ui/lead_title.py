"""Which lead stands in the form: "Joe Blogs · lead 2932682", and where it comes from."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leadbyte_desktop.domain.found_lead import FoundLead
from leadbyte_desktop.ui.parts.text import ElidedText


class LeadTitle(QWidget):
    """One line, which takes no room while nothing is known of the lead but its ID.

    Args of the constructor:
        stem: begins the objectName of every widget in it.
    """

    def __init__(self, stem: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{stem}.leadTitle")
        self._who = ElidedText("heading", name=f"{stem}.leadWho")
        self._about = ElidedText("hint", name=f"{stem}.leadAbout")
        self._about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._who)
        line.addWidget(self._about, 1)
        self.hide()

    def show_lead(self, found: FoundLead | None, campaign: str = "", status: str = "") -> None:
        """Show a lead, or take no room.

        Args:
            found: the lead; None for none.
            campaign: the name of its campaign, where that is known.
            status: LeadByte's word for where it stands, where it gave one.
        """
        about = () if found is None else (campaign, _received(found.received), status)
        words = " · ".join(part for part in about if part)
        known = found is not None and bool(found.name or found.email or words)
        self.setVisible(known)
        if found is not None and known:
            named = found.name or found.email
            self._who.say(f"{named} · {found.lead.words}" if named else f"Lead {found.lead.number}")
            self._about.say(words)


def _received(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"received {local.day} {local:%b %Y}"
