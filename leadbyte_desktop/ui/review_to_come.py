"""What a review shows of a lead that still waits in another job, and what a person may want instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadbyte_desktop.services.review_choices import choice_hint, choice_words, to_come_words
from leadbyte_desktop.services.to_come import Choice
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.segments import Segments
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.services.review import Review


class ReviewToCome(QWidget):
    """Where the lead is still to come, and the choice; hidden where it is not.

    Attributes:
        choice: what the person wants.

    Signals:
        changed(): the person chose something else.

    Args of the constructor:
        review: the review as it was first shown.
    """

    changed = Signal()

    def __init__(self, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = review
        self._choices = review.choices
        self.choice = self._choices[0]
        note = Note("review_toCome")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(note)
        if words := to_come_words(review):
            note.say(words, Tone.WARNING)
        else:
            self.hide()
        if review.to_come:
            self._add_choice(whole)

    def _add_choice(self, whole: QVBoxLayout) -> None:
        if len(self._choices) > 1:
            pairs = tuple((choice.value, choice_words(choice)) for choice in self._choices)
            segments = Segments("review_choice", "What shall be done about it", pairs)
            segments.chosen.connect(self._choose)
            whole.addWidget(segments)
        self._hint = Text(choice_hint(self._review, self.choice), "hint", name="review_choiceHint")
        whole.addWidget(self._hint)

    def _choose(self, key: str) -> None:
        self.choice = Choice(key)
        self._hint.setText(choice_hint(self._review, self.choice))
        self.changed.emit()
