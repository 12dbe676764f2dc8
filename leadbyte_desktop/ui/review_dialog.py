"""The review: what a person reads, word for word and request for request, before anything leaves."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.cell_delegate import AnyIndex
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow
from leadbyte_desktop.ui.theme import Tone, mark

if TYPE_CHECKING:
    from leadbyte_desktop.domain.job import DraftItem
    from leadbyte_desktop.services.review import Review

QUIET_MS = 500
"""How long the send button takes no input: a click or key meant for what was there before sends nothing."""
_COLUMNS = ("Row", "Lead", "What happens")
_NARROW, _WIDE = 640, 800
_REPEATS_IN_SIGHT = 5


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
        several = len(review.draft.items) > 1
        super().__init__(review.title, "review", parent, least_width=_WIDE if several else _NARROW)
        self.review = review
        self._quiet = True
        self._summary_lines: list[_Point] = []
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
            most_shown=_REPEATS_IN_SIGHT,
        )  # fmt: skip
        self._already.set_rows(
            [TickRow(str(entry.index), f"Send again: {entry.words}") for entry in self.review.already]
        )
        self._already.set_ticked([str(index) for index in self.review.chosen])
        self._already.changed.connect(self._choose_again)
        self.add(self._already_note)
        self.add(self._already)
        self._already.setVisible(bool(self.review.already))

    def _build_leads(self) -> None:
        self._table: DataTable | None = None
        if len(self.review.draft.items) > 1:
            self._table = DataTable("review_leads", "Every lead of this job", (56, 96, 380))
            self._table.setMinimumHeight(170)
            self._model = _LeadsModel(self.review, self)
            self._table.set_model(self._model)
            self.add(self._table, 1)

    def _build_exact(self) -> None:
        self._exact_link = LinkButton("Show the exact request", "review_showExact")
        self._exact_link.clicked.connect(self._turn_exact)
        self._exact_place = Text(role="hint", name="review_exactPlace")
        self._earlier = LinkButton("Earlier", "review_exactEarlier")
        self._later = LinkButton("Later", "review_exactLater")
        self._earlier.clicked.connect(self._show_earlier)
        self._later.clicked.connect(self._show_later)
        line = QHBoxLayout()
        line.addWidget(self._exact_link)
        line.addStretch(1)
        for part in (self._exact_place, self._earlier, self._later):
            line.addWidget(part)
            part.hide()
        self.add(line)
        self._exact = QPlainTextEdit()
        self._exact.setObjectName("review_exact")
        self._exact.setAccessibleName("The exact request, without the key")
        self._exact.setReadOnly(True)
        self._exact.setTabChangesFocus(True)
        self._exact.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._exact.setMinimumHeight(240)
        self._exact.hide()
        self._at = 0
        self.add(self._exact, 1)

    def _build_typing(self) -> None:
        self._typed = QLineEdit()
        self._typed.setObjectName("review_typed")
        self._typed.textChanged.connect(self._show_button)
        self._typing = FieldRow("", self._typed)
        self.add_above_foot(self._typing)

    def _choose_again(self) -> None:
        self.review = self.review.send_again(int(key) for key in self._already.ticked())
        self._show()

    def _show(self) -> None:
        review = self.review
        self.set_title(review.title)
        for line in self._summary_lines:
            self._lines.removeWidget(line)
            line.deleteLater()
        self._summary_lines = [_Point(words) for words in review.summary]
        for line in self._summary_lines:
            self._lines.addWidget(line)
        self._summary.setVisible(bool(review.summary))
        self._show_already()
        if self._table is not None:
            self._model.show_review(review)
        self._show_typing()
        self._show_exact(0)
        self._show_button()
        if self.isVisible():
            self.fit_height()

    def _show_already(self) -> None:
        left = len(self.review.already) - len(self.review.chosen)
        if not self.review.already:
            self._already_note.hide_note()
        elif left:
            rows = "1 row is left out" if left == 1 else f"{left:,} rows are left out"
            what, tick = ("it repeats", "it") if left == 1 else ("they repeat", "those")
            self._already_note.say(
                f"{rows}, as {what} what already went from this PC, or may have. Tick {tick} to send again. "
                "To change only values, or to send to another buyer, go back and untick what already went.",
                Tone.WARNING,
            )
        else:
            self._already_note.say(
                "What is ticked below already went from this PC, or may have, and goes again.", Tone.WARNING
            )

    def _show_typing(self) -> None:
        wanted = self.review.must_type
        self._typing.setVisible(wanted is not None)
        if wanted is not None:
            what = "the amount in all" if wanted.startswith("£") else "the number of deliveries"
            self._typing.set_hint(f"This is a large send. Type {what}, {wanted}, to go on.")
            self._typed.setAccessibleName(f"Type {wanted} to go on")

    def _show_button(self) -> None:
        going = bool(self.review.going)
        again = " again" if self.review.chosen and going else ""
        self._send.set_words(f"{self.review.button}{again}   Alt+S" if going else "Nothing to send")
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

    def _turn_exact(self) -> None:
        shown = self._exact.isHidden()
        self._exact.setVisible(shown)
        self._exact_link.set_words("Hide the exact request" if shown else "Show the exact request")
        self._show_exact(0)
        self.fit_height()

    def _show_earlier(self) -> None:
        self._show_exact(self._at - 1)

    def _show_later(self) -> None:
        self._show_exact(self._at + 1)

    def _show_exact(self, at: int) -> None:
        shown = not self._exact.isHidden()
        # One more than is shown, to know whether there is a later one; a file's requests are not all built at once.
        requests = list(islice(self.review.requests, at, at + 2)) if shown else []
        self._at = at
        self._exact.setPlainText(requests[0].shown(self.review.account.base_url) if requests else "Nothing is sent.")
        several = shown and (at > 0 or len(requests) > 1)
        for part in (self._exact_place, self._earlier, self._later):
            part.setVisible(several)
        self._exact_place.setText(f"Request {at + 1:,}")
        self._earlier.setEnabled(at > 0)
        self._later.setEnabled(len(requests) > 1)


class _Point(QWidget):
    """One sentence of the summary: its dot, and the words beside it however many lines they take."""

    def __init__(self, words: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Text("•", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Text(words), 1)


class _LeadsModel(QAbstractTableModel):
    """Every row of the draft in words, made when it is looked at."""

    def __init__(self, review: Review, parent: QObject) -> None:
        super().__init__(parent)
        self._review = review

    def show_review(self, review: Review) -> None:
        self._review = review
        rows = len(review.draft.items)
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(_COLUMNS) - 1))

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._review.draft.items)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._review.draft.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (f"{self._review.row_number(index.row()):,}", item.update.lead.number, self._words(item))[
                index.column()
            ]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._words(item)
        return None

    def _words(self, item: DraftItem) -> str:
        return item.left_out or self._review.short_line_of(item)


async def ask_review(review: Review, parent: QWidget) -> Review | None:
    """Show the review; gives back what was agreed to, or None where the person went back."""
    dialog = ReviewDialog(review, parent)
    try:
        agreed = await ask(dialog) == ReviewDialog.DialogCode.Accepted
        return dialog.review if agreed else None
    finally:
        dialog.deleteLater()
