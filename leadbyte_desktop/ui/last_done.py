"""The right column of Single lead: what was done last, with LeadByte's answer, and the leads before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.recent_leads import RecentLeads

# The first paint shows no outcome yet, so what outcomes need is imported with the first of them.
if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.job import Item
    from leadbyte_desktop.ui.outcome_note import OutcomeNote


class LastDone(Card):
    """The last outcome as a note, every other one that waits for a person's word, and the recent leads.

    Attributes:
        recent: the leads that were sent or looked at lately.

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
        self.recent = RecentLeads(stem)
        self.recent.chosen.connect(self.recent_chosen)
        self.add(self._note_stack)
        self.add(self._empty)
        self.body.addSpacing(8)
        self.add(self.recent)
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
        self.recent.show_items(items, deliveries)

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
