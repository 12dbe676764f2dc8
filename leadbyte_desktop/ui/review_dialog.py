"""The review: what a person reads, word for word and request for request, before anything leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadbyte_desktop.services.review import Agreed
from leadbyte_desktop.services.review_choices import button_of, summary_of, title_of
from leadbyte_desktop.services.review_repeats import repeats_words
from leadbyte_desktop.services.review_walk import KEPT
from leadbyte_desktop.services.to_come import Choice
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.icon import pixmap
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow
from leadbyte_desktop.ui.review_exact import ReviewExact
from leadbyte_desktop.ui.review_leads import ReviewLeads
from leadbyte_desktop.ui.review_to_come import ReviewToCome
from leadbyte_desktop.ui.theme import Tone, mark, text_scaled

if TYPE_CHECKING:
    from leadbyte_desktop.services.review import Review

QUIET_MS = 500
"""How long the send button takes no input: a click or key meant for what was there before sends nothing."""
_NARROW, _WIDE = 640, 800
_SIGN = 16
_REPEATS_IN_SIGHT, _REPEATS_OVER_A_TABLE = 5, 3


class ReviewDialog(DialogFrame):
    """Shows a review; accepted when the person sends it.

    The send button is never the default, answers Alt+S, takes nothing in its first half second and never a key that is
    held down. Where the review wants a number typed, it stays disabled until that stands there.

    Attributes:
        review: what was shown last, with the person's ticks; this very object is sent.

    Args of the constructor:
        review: what to show first.
    """

    def __init__(self, review: Review, parent: QWidget | None = None) -> None:
        several = len(review.rows) > 1
        super().__init__(review.title, "review", parent, least_width=_WIDE if several else _NARROW)
        self.review = review
        self._quiet = True
        self._summary_lines: list[_Point] = []
        self._build_to_come()
        # That the lead changed meanwhile, or that this could not be checked, is read before what is to change.
        self._seen_note = Note("review_seenNote", review.seen.note, Tone.WARNING)
        self.add(self._seen_note)
        self._campaign_note = Note("review_campaignNote")
        self.add(self._campaign_note)
        self._buyer_note = Note("review_buyerNote")
        self.add(self._buyer_note)
        self._build_summary()
        self._build_already()
        self._build_leads()
        self._build_exact()
        self._build_typing()
        self.foot_hint.setText(f"{review.account.name} · {review.account.host}")
        self._go_back = self.add_button("Go back", "review_back", result=self.DialogCode.Rejected.value)
        self._send = self.add_button("", "review_send", "primary")
        self._send.clicked.connect(self._agree)
        shortcut = QShortcut(QKeySequence("Alt+S"), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._agree)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin the half second in which nothing can be sent."""
        super().showEvent(event)
        self._go_back.setFocus()
        QTimer.singleShot(QUIET_MS, self, self._wake)

    @property
    def choice(self) -> Choice:
        """What the person wants, where the lead is still to come in another job; else to send."""
        return self._to_come.choice

    def stop_reading(self) -> None:
        """Read no more of the review's rows; they are about to be closed."""
        self._exact.stop()

    def _build_to_come(self) -> None:
        self._to_come = ReviewToCome(self.review)
        self._to_come.changed.connect(self._show)
        self.add(self._to_come)

    def _build_summary(self) -> None:
        self._summary = Card("", "review_summary")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self._summary.add(self._lines)
        self.add(self._summary)

    def _build_already(self) -> None:
        self._already_note = Note("review_alreadyNote")
        self._already = TickList(
            "review_already", "Already sent from this PC; tick to send again", "Search these leads",
            most_shown=_REPEATS_IN_SIGHT if len(self.review.rows) == 1 else _REPEATS_OVER_A_TABLE, wraps=True,
        )  # fmt: skip
        # Those that the review keeps in memory; nobody ticks more one by one, and the others stay left out.
        listed = self.review.already[:KEPT]
        self._listed = frozenset(entry.index for entry in listed)
        self._already.set_rows([TickRow(str(entry.index), entry.tick_words) for entry in listed])
        self._already.set_ticked([str(index) for index in self.review.chosen & self._listed])
        self._already.changed.connect(self._choose_again)
        self.add(self._already_note)
        self.add(self._already)
        self._already.setVisible(bool(self.review.already))

    def _build_leads(self) -> None:
        self._leads: ReviewLeads | None = None
        if len(self.review.rows) > 1:
            self._leads = ReviewLeads(self.review)
            self.add(self._leads, 1)

    def _build_exact(self) -> None:
        self._exact = ReviewExact(self.review)
        self._exact.turned.connect(self._make_room)
        self.finished.connect(self.stop_reading)
        self.add(self._exact)

    def _make_room(self) -> None:
        self.bring_into_sight(self._exact)

    def _build_typing(self) -> None:
        self._typed = QLineEdit()
        self._typed.setObjectName("review_typed")
        self._typed.textChanged.connect(self._show_button)
        self._typing = FieldRow("", self._typed)
        self.add_above_foot(self._typing)

    def _choose_again(self) -> None:
        unlisted = self.review.chosen - self._listed
        self.review = self.review.send_again(unlisted.union(int(key) for key in self._already.ticked()))
        self._show()

    def _show(self) -> None:
        review = self.review
        self.set_title(title_of(review, self.choice))
        for line in self._summary_lines:
            self._lines.removeWidget(line)
            line.deleteLater()
        summary, amber = summary_of(review, self.choice), review.wants_eye
        self._summary_lines = [_Point(words, wants_eye=words in amber) for words in summary]
        for line in self._summary_lines:
            self._lines.addWidget(line)
            # By itself it would be shown only later, and counted as nothing in the height until then.
            line.show()
        self._summary.setVisible(bool(summary))
        self._show_doubts()
        self._show_already()
        if self._leads is not None:
            self._leads.show_review(review)
        self._show_typing()
        # Where a row of another job is changed instead, nothing is sent now.
        self._exact.setVisible(self.choice is not Choice.CHANGE_ROW)
        self._exact.show_review(review)
        self._show_button()
        if self.isVisible():
            self.fit_height()

    def _show_doubts(self) -> None:
        doubts = ((self._campaign_note, self.review.campaign_note(self.choice)), (self._buyer_note, self._buyers))
        for note, words in doubts:
            if not words:
                note.hide_note()
            elif words != note.words:
                note.say(words, Tone.WARNING)

    @property
    def _buyers(self) -> str:
        return self.review.buyer_note if self.choice is not Choice.CHANGE_ROW else ""

    def _show_already(self) -> None:
        if words := repeats_words(self.review):
            self._already_note.say(words, Tone.WARNING)
        else:
            self._already_note.hide_note()

    def _show_typing(self) -> None:
        wanted = self.review.must_type
        self._typing.setVisible(wanted is not None)
        if wanted is not None:
            what = "the amount in all" if wanted.startswith("£") else "the number of deliveries"
            self._typing.set_hint(f"This is a large send. Type {what}, {wanted}, to go on.")
            self._typed.setAccessibleName(f"Type {wanted} to go on")

    def _show_button(self) -> None:
        going = bool(self.review.totals.going)
        again = " again" if self.review.repeats_something and going else ""
        self._send.set_words(f"{button_of(self.review, self.choice)}{again}   Alt+S" if going else "Nothing to send")
        mark(self._send, "kind", "danger" if self.review.dangerous or not going else "primary")
        self._send.setEnabled(going and not self._quiet and self.review.typed_right(self._typed.text()))

    def _wake(self) -> None:
        self._quiet = False
        self._show_button()
        if self.review.must_type:
            self._typed.setFocus()

    def _agree(self) -> None:
        if self._send.isEnabled() and self.isVisible():
            self.accept()


class _Point(QWidget):
    """One sentence of the summary: its dot, and the words beside it however many lines they take.

    Args of the constructor:
        words: the sentence.
        wants_eye: a person must not read over it: it is amber, with the sign of a warning for a dot.
    """

    def __init__(self, words: str, *, wants_eye: bool = False) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        tone = Tone.WARNING if wants_eye else ""
        self._dot = Text("" if wants_eye else "•", tone=tone, wrap=False)
        line.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        self.words = Text(words, tone=tone)
        line.addWidget(self.words, 1)
        if wants_eye:
            self._dot.setAccessibleName("Warning")
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the sign anew when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "words") and not self._dot.text():
            self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        picture = pixmap("warning", "warning", round(text_scaled(self, _SIGN) * ratio))
        picture.setDevicePixelRatio(ratio)
        self._dot.setPixmap(picture)


async def ask_review(review: Review, parent: QWidget) -> Agreed | None:
    """Show the review; gives back what was agreed to, or None where the person went back."""
    dialog = ReviewDialog(review, parent)
    try:
        accepted = await ask(dialog) == ReviewDialog.DialogCode.Accepted
        return Agreed(dialog.review, dialog.choice) if accepted else None
    finally:
        dialog.stop_reading()
        dialog.deleteLater()
