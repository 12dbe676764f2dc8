"""The leads that were sent or looked at lately, at hand for whoever comes back to one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadbyte_desktop.domain.lead_update import Action, LeadRef
from leadbyte_desktop.domain.words import capitalised, on_one_line
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import ElidedText, Text

# The first paint shows no lead yet, so what outcomes need is imported with the first of them.
if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.job import Item

MOST_RECENT = 8
_MOST_LETTERS = 24
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A lead that stood in the form, as LeadByte showed it. It is kept in memory only: no name is written to this PC.

    Attributes:
        name: the customer's name or e-mail address; "" where neither is known.
        left_at: when the form went on to something else (UTC).
    """

    name: str
    left_at: datetime


@dataclass(frozen=True, slots=True)
class _Recent:
    lead: LeadRef
    words: str
    tone: str


class RecentLeads(QWidget):
    """A line for each lead, the latest first, with the customer's name where it is known; hidden while there is none.

    Signals:
        chosen(LeadRef): the lead that was clicked.

    Args of the constructor:
        stem: begins the objectName of every widget in it.
    """

    chosen = Signal(object)

    def __init__(self, stem: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stem = stem
        self._items: Sequence[Item] = ()
        self._deliveries: Mapping[str, Delivery] = {}
        self._looked_at: Mapping[LeadRef, LookedAt] = {}
        self._lines: list[_RecentLine] = []
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(8)
        self._stack.addWidget(Text("Recent leads", "heading", wrap=False, name=f"{stem}.recentHeading"))
        self._show()

    def show_items(self, items: Sequence[Item], deliveries: Mapping[str, Delivery]) -> None:
        """Show these of the journal, newest first, among those that were looked at.

        Args:
            items: the rows.
            deliveries: what this PC knows of deliveries, by ID.
        """
        self._items, self._deliveries = items, deliveries
        self._show()

    def show_looked_at(self, leads: Mapping[LeadRef, LookedAt]) -> None:
        """Show these among those of the journal."""
        self._looked_at = leads
        self._show()

    def _show(self) -> None:
        recent = self._recent()[:MOST_RECENT]
        self.setVisible(bool(recent))
        while len(self._lines) < len(recent):
            self._lines.append(self._make_line())
        for place, line in enumerate(self._lines):
            line.show_lead(recent[place] if place < len(recent) else None)

    def _recent(self) -> list[_Recent]:
        newest: dict[LeadRef, Item] = {}
        # Once a lead is out of quarantine, its number there names nothing.
        gone = {item.lead for item in self._items if _left_quarantine(item)}
        for item in self._items:
            if item.lead not in gone:
                newest.setdefault(item.lead, item)
        # Sorting keeps the journal's order among what happened at one time.
        leads = sorted({**newest, **self._looked_at}, key=lambda lead: self._time(lead, newest), reverse=True)
        return [self._recent_of(lead, newest.get(lead)) for lead in leads]

    def _time(self, lead: LeadRef, newest: Mapping[LeadRef, Item]) -> datetime:
        looked, item = self._looked_at.get(lead), newest.get(lead)
        sent = item.changed_at if item is not None else None
        return max(looked.left_at if looked is not None else _EARLIEST, sent or _EARLIEST)

    def _recent_of(self, lead: LeadRef, item: Item | None) -> _Recent:
        looked = self._looked_at.get(lead)
        name = on_one_line(looked.name, _MOST_LETTERS) if looked is not None else ""
        if item is not None:
            from leadbyte_desktop.ui.outcome_note import tone_of_item

            words, tone = _item_words(item, self._deliveries), tone_of_item(item)
        else:
            words, tone = _looked_at_words(looked.left_at if looked is not None else None), ""
        return _Recent(lead, f"{name} · {words}" if name else words, "" if tone == "ok" else tone)

    def _make_line(self) -> _RecentLine:
        line = _RecentLine(f"{self._stem}.recent_{len(self._lines)}", self)
        line.chosen.connect(self.chosen)
        self._stack.addWidget(line)
        return line


class _RecentLine(QWidget):
    """A recent lead: its ID, which can be clicked, whose it is, and what became of it."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._lead: LeadRef | None = None
        self._number = LinkButton("", name)
        self._number.clicked.connect(self._choose)
        self._words = ElidedText("hint", name=f"{name}_words")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._number)
        line.addWidget(self._words, 1)

    def show_lead(self, recent: _Recent | None) -> None:
        """Show a lead, or take no room."""
        self.setVisible(recent is not None)
        if recent is not None:
            self._lead = recent.lead
            self._number.set_words(capitalised(str(recent.lead)))
            self._number.setToolTip(f"Put this {recent.lead.kind.noun} in the form")
            self._number.setAccessibleName(f"Put {recent.lead.words} in the form: {recent.words}")
            self._words.say(recent.words)
            self._words.set_tone(recent.tone)

    def _choose(self) -> None:
        self.chosen.emit(self._lead)


def _left_quarantine(item: Item) -> bool:
    """Whether the lead was released or rejected in quarantine, by LeadByte's word or by a person's."""
    from leadbyte_desktop.domain.job import Confirmation, ItemState, Settlement

    asked = getattr(item.update, "action", None) in (Action.RELEASE, Action.REJECT)
    done = item.state in (ItemState.UPDATED, ItemState.QUEUED) or item.settlement is Settlement.WENT_THROUGH
    return asked and done and item.confirmation is not Confirmation.DENIED


def _item_words(item: Item, deliveries: Mapping[str, Delivery]) -> str:
    """What became of a lead, and to whom it was to go, in a few words: "updated, to Acme Ltd · 14:02"."""
    from leadbyte_desktop.domain.job import ItemState
    from leadbyte_desktop.domain.standing import standing_of
    from leadbyte_desktop.services.outcome_words import short_time

    state = "being sent" if item.state is ItemState.SENDING else standing_of(item).value
    known = (deliveries.get(each) for each in getattr(item.update, "delivery_ids", ()))
    receivers = dict.fromkeys(each.receiver for each in known if each is not None)
    to = f", to {', '.join(receivers)}" if receivers else ""
    time = short_time(item.changed_at)
    return f"{state}{to} · {time}" if time else f"{state}{to}"


def _looked_at_words(at: datetime | None) -> str:
    """Of a lead of which nothing was sent: "looked at · 14:02"."""
    from leadbyte_desktop.services.outcome_words import short_time

    return f"looked at · {short_time(at)}"
