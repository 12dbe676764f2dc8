"""The right column of Single lead: what was done last, with LeadByte's answer, and the leads before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.words import capitalised
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import ElidedText, Text

# The first paint shows no outcome yet, so what outcomes need is imported with the first of them.
if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.job import Item
    from leadbyte_desktop.domain.lead_update import LeadRef
    from leadbyte_desktop.ui.outcome_note import OutcomeNote

MOST_RECENT = 8


class LastDone(Card):
    """The last outcome as a note, every other one that waits for a person's word, and the recent leads.

    Signals:
        look_wanted(int): what LeadByte holds now of an item's lead shall be read.
        went_through(int), did_not(int), send_again(int): a person's word on an item, by the journal's number.
        recent_chosen(LeadRef): the recent lead that was clicked.

    Args of the constructor:
        stem: begins the objectName of every widget in it.
    """

    went_through = Signal(int)
    did_not = Signal(int)
    send_again = Signal(int)
    look_wanted = Signal(int)
    recent_chosen = Signal(object)

    def __init__(self, stem: str, parent: QWidget | None = None) -> None:
        super().__init__("Last done", f"{stem}.lastDone", parent=parent)
        self.grow()
        self._stem = stem
        self._notes: list[OutcomeNote] = []
        self._note_stack = QVBoxLayout()
        self._note_stack.setSpacing(8)
        self._empty = Text("What you send appears here, with LeadByte’s answer.", "hint", name=f"{stem}.lastDoneEmpty")
        self._recent_heading = Text("Recent leads", "heading", wrap=False, name=f"{stem}.recentHeading")
        self._recent_lines: list[_RecentLine] = []
        self._recent_stack = QVBoxLayout()
        self._recent_stack.setSpacing(8)
        self.add(self._note_stack)
        self.add(self._empty)
        self.body.addSpacing(8)
        self.add(self._recent_heading)
        self.add(self._recent_stack)
        self.body.addStretch(1)
        self.show_items((), {})

    @property
    def notes(self) -> list[OutcomeNote]:
        """The notes that show something, the last outcome first."""
        return [note for note in self._notes if note.item is not None]

    def show_items(self, items: Sequence[Item], deliveries: Mapping[str, Delivery]) -> None:
        """Show what was sent in Single lead.

        Args:
            items: newest first, as the journal holds them now.
            deliveries: what this PC knows of deliveries, by ID.
        """
        noted = [*items[:1], *(item for item in items[1:] if item.can_be_settled)]
        while len(self._notes) < len(noted):
            self._notes.append(self._make_note())
        for note in self._notes[len(noted) :]:
            note.clear()
        for note, item in zip(self._notes, noted, strict=False):
            note.show_item(item, deliveries)
        self._empty.setVisible(not noted)
        self._show_recent(items)

    def _show_recent(self, items: Sequence[Item]) -> None:
        newest: dict[LeadRef, Item] = {}
        # Once a lead is out of quarantine, its number there names nothing.
        gone = {item.lead for item in items if _left_quarantine(item)}
        for item in items:
            if item.lead not in gone:
                newest.setdefault(item.lead, item)
        recent = list(newest.values())[:MOST_RECENT]
        self._recent_heading.setVisible(bool(recent))
        while len(self._recent_lines) < len(recent):
            self._recent_lines.append(self._make_recent_line())
        for place, line in enumerate(self._recent_lines):
            line.show_item(recent[place] if place < len(recent) else None)

    def _make_recent_line(self) -> _RecentLine:
        line = _RecentLine(f"{self._stem}.recent_{len(self._recent_lines)}", self)
        line.chosen.connect(self.recent_chosen)
        self._recent_stack.addWidget(line)
        return line

    def show_look(self, item_id: int, words: str) -> None:
        """Show what was read in LeadByte of an item's lead, beside that item."""
        for note in self._notes:
            note.show_look(item_id, words)

    def _make_note(self) -> OutcomeNote:
        from leadbyte_desktop.ui.outcome_note import OutcomeNote

        note = OutcomeNote(self, f"{self._stem}.outcome_{len(self._notes)}")
        note.went_through.connect(self.went_through)
        note.did_not.connect(self.did_not)
        note.send_again.connect(self.send_again)
        note.look_wanted.connect(self.look_wanted)
        self._note_stack.addWidget(note)
        return note


class _RecentLine(QWidget):
    """A lead that was sent lately: its ID, which can be clicked, and what became of it."""

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

    def show_item(self, item: Item | None) -> None:
        """Show an item, or take no room."""
        self.setVisible(item is not None)
        if item is not None:
            from leadbyte_desktop.ui.outcome_note import tone_of_item

            words = recent_words(item)
            self._lead = item.lead
            self._number.set_words(capitalised(str(item.lead)))
            self._number.setToolTip(f"Put this {item.lead.kind.noun} in the form")
            self._number.setAccessibleName(f"Put {item.lead.words} in the form: {words}")
            self._words.say(words)
            tone = tone_of_item(item)
            self._words.set_tone("" if tone == "ok" else tone)

    def _choose(self) -> None:
        self.chosen.emit(self._lead)


def _left_quarantine(item: Item) -> bool:
    """Whether the lead was released or rejected in quarantine, by LeadByte's word or by a person's."""
    from leadbyte_desktop.domain.job import Confirmation, ItemState, Settlement

    asked = getattr(item.update, "action", None) in (Action.RELEASE, Action.REJECT)
    done = item.state in (ItemState.UPDATED, ItemState.QUEUED) or item.settlement is Settlement.WENT_THROUGH
    return asked and done and item.confirmation is not Confirmation.DENIED


def recent_words(item: Item) -> str:
    """What became of a recent lead, in a few words: "updated · 14:02"."""
    from leadbyte_desktop.domain.job import ItemState
    from leadbyte_desktop.domain.standing import standing_of
    from leadbyte_desktop.services.outcome_words import short_time

    state = "being sent" if item.state is ItemState.SENDING else standing_of(item).value
    time = short_time(item.changed_at)
    return f"{state} · {time}" if time else state
