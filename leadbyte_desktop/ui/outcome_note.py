"""What became of one lead, in a note; where it is not known, with a look at the lead and a person’s three answers."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import Confirmation, Item, ItemState, Settlement
from leadbyte_desktop.services.outcome_words import item_words, tone_of
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.theme import Tone

_LOOK, _WENT_THROUGH, _DID_NOT, _SEND_AGAIN = "look", "wentThrough", "didNot", "sendAgain"
SETTLING = (
    (_LOOK, "Look in LeadByte"),
    (_WENT_THROUGH, "It went through"),
    (_DID_NOT, "It did not"),
    (_SEND_AGAIN, "Send it again…"),
)


class OutcomeNote(QWidget):
    """One item's outcome as a note. It takes no room until it has something to show.

    Signals:
        look_wanted(int): what LeadByte holds now of this item's lead shall be read.
        went_through(int): the person saw in LeadByte that this item was done.
        did_not(int): the person saw in LeadByte that this item was not done.
        send_again(int): this item shall go again, through the review.

    Args of the constructor:
        name: the objectName; the note in it is called f"{name}_note", its buttons f"{name}_note_look",
            f"{name}_note_wentThrough", f"{name}_note_didNot" and f"{name}_note_sendAgain".
    """

    look_wanted = Signal(int)
    went_through = Signal(int)
    did_not = Signal(int)
    send_again = Signal(int)

    def __init__(self, parent: QWidget | None = None, name: str = "outcome") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._item: Item | None = None
        self._may_settle = True
        self._deliveries: Mapping[str, Delivery] = {}
        self._note = Note(f"{name}_note", parent=self)
        self._note.chosen.connect(self._tell)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._note)
        self.clear()

    @property
    def item(self) -> Item | None:
        """The item that it shows; None while it is empty."""
        return self._item

    @property
    def words(self) -> str:
        """What it says now."""
        return self._note.words

    def show_item(self, item: Item, deliveries: Mapping[str, Delivery], *, may_settle: bool = True) -> None:
        """Show what became of an item; a screen reader says it unless the very same stands there already.

        Args:
            item: the item as the journal holds it now.
            deliveries: what this PC knows of deliveries, by ID, to name buyers.
            may_settle: offer the three answers where it is not known; not for another account than the open one.
        """
        words = item_words(item, deliveries)
        same = self._item == item and self._note.words == words and self._may_settle == may_settle
        if self._item == item and self._note.words.startswith(f"{words}\n") and self._may_settle == may_settle:
            return  # what was read in LeadByte stands below it
        self._item, self._may_settle, self._deliveries = item, may_settle, deliveries
        self.show()
        if not same:
            self._note.say(words, tone_of_item(item), SETTLING if item.can_be_settled and may_settle else ())

    def show_look(self, item_id: int, words: str) -> None:
        """Add what was read in LeadByte of the item's lead, while that very item stands here."""
        item = self._item
        if item is not None and item.item_id == item_id:
            said = item_words(item, self._deliveries)
            answers = SETTLING if item.can_be_settled and self._may_settle else ()
            self._note.say(said, tone_of_item(item), answers, words)

    def clear(self) -> None:
        """Show nothing."""
        self._item = None
        self._note.hide_note()
        self.hide()

    def _tell(self, key: str) -> None:
        if self._item is not None:
            signals = {
                _LOOK: self.look_wanted,
                _WENT_THROUGH: self.went_through,
                _DID_NOT: self.did_not,
                _SEND_AGAIN: self.send_again,
            }
            signals[key].emit(self._item.item_id)


def tone_of_item(item: Item) -> str:
    """The tone of an item's note: that of its state, but never a plain *ok* where LeadByte warned or denied."""
    if item.state is ItemState.UPDATED and (item.warnings or item.confirmation is Confirmation.DENIED):
        return Tone.WARNING
    if item.state is ItemState.NOT_KNOWN and item.settlement is Settlement.SENT_AGAIN:
        return Tone.PLAIN  # nothing waits for a person any more
    return tone_of(item.state)
