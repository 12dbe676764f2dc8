"""One row of a job in full: what became of it, what was asked, each request as it left, each answer as it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from leadbyte_desktop.domain.account_names import PLAIN_NAMES, AccountNames
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import Attempt, Item
from leadbyte_desktop.store.journal_sources import JobRow, row_of_item
from leadbyte_desktop.ui.history_words import (
    answer_words,
    asked_lines,
    indented,
    request_text,
    request_words,
    row_words,
    warned_words,
)
from leadbyte_desktop.ui.outcome_note import OutcomeNote
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.empty_state import EmptyState
from leadbyte_desktop.ui.parts.scroll_box import ScrollBox
from leadbyte_desktop.ui.parts.text import Text

_NOTHING_CHOSEN = ("No row is chosen", "Choose a row to see what was sent and what came back.")
_MOST_LINES = 14
_LEAST_HEIGHT = 320


class DetailsCard(Card):
    """The details of the chosen row.

    Attributes:
        outcome: what became of it, in whole sentences, with the answers where it is not known.

    Signals:
        look_wanted(int): what LeadByte holds now of this item's lead shall be read.
        went_through(int), did_not(int), send_again(int): a person's word on this item.
    """

    went_through = Signal(int)
    did_not = Signal(int)
    send_again = Signal(int)
    look_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "history.details", parent=parent)
        self.grow()
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._empty = EmptyState("history.detailsEmpty", *_NOTHING_CHOSEN)
        self._scroll = ScrollBox("history.detailsScroll")
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.outcome = OutcomeNote(name="history.outcome")
        self._elsewhere = Text(role="hint", name="history.elsewhere")
        self._warned = Text(tone="warning", name="history.warned")
        self._asked = Text(name="history.asked")
        self._requests_heading = Text("What was sent, and what came back", "heading", name="history.requestsHeading")
        self._requests_hint = Text(role="hint", name="history.requestsHint")
        self._blocks: list[AttemptBlock] = []
        self._stack = QVBoxLayout()
        self._stack.setSpacing(16)
        self._lay_out()
        for mine, theirs in (
            (self.outcome.went_through, self.went_through),
            (self.outcome.did_not, self.did_not),
            (self.outcome.send_again, self.send_again),
            (self.outcome.look_wanted, self.look_wanted),
        ):
            mine.connect(theirs)
        self.show_nothing()

    def _lay_out(self) -> None:
        body = self._scroll.body
        body.setSpacing(8)
        self._asked.let_copy()
        asked = Text("What was asked", "heading", name="history.askedHeading")
        for part in (self.outcome, self._elsewhere, self._warned, asked, self._asked):
            body.addWidget(part)
        body.addSpacing(4)
        body.addWidget(self._requests_heading)
        body.addWidget(self._requests_hint)
        body.addLayout(self._stack)
        body.addStretch(1)
        self.add(self._empty, 1)
        self.add(self._scroll, 1)

    def show_nothing(self) -> None:
        """No row is chosen."""
        self.set_heading("")
        self.outcome.clear()
        self._scroll.hide()
        self._empty.say(*_NOTHING_CHOSEN)
        self._empty.show()

    def show_left_out(self, row: JobRow) -> None:
        """Show a row of the table that became no row of the job."""
        self.show_nothing()
        self.set_heading(row_words(row))
        self._empty.say("This row was left out before the sending", row.why)

    def show_item(
        self,
        item: Item,
        attempts: Sequence[Attempt],
        deliveries: Mapping[str, Delivery],
        elsewhere: str,
        names: AccountNames = PLAIN_NAMES,
    ) -> None:
        """Show one row.

        Args:
            item: what it became, as the journal holds it now.
            attempts: the requests that carried it, oldest first.
            deliveries: what this PC knows of the deliveries of the job's account, by ID.
            elsewhere: why nothing can be said about the row here; "" where it can.
            names: what that account calls its fields and buyers.
        """
        other = self.outcome.item is None or self.outcome.item.item_id != item.item_id
        self._empty.hide()
        self._scroll.show()
        self.set_heading(row_words(row_of_item(item)))
        self.outcome.show_item(item, deliveries, may_settle=not elsewhere)
        _say(self._elsewhere, elsewhere if item.can_be_settled else "")
        _say(self._warned, warned_words(item))
        self._asked.setText("\n".join(asked_lines(item, deliveries, names)))
        self._show_attempts(attempts)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def _show_attempts(self, attempts: Sequence[Attempt]) -> None:
        words = "Nothing of this row has left this PC."
        if attempts:
            words = "Without the API key, which is never written down. A request may carry other rows too."
        self._requests_hint.setText(words)
        while len(self._blocks) < len(attempts):
            block = AttemptBlock(f"history.attempt_{len(self._blocks)}")
            self._stack.addWidget(block)
            self._blocks.append(block)
        for place, block in enumerate(self._blocks):
            block.setVisible(place < len(attempts))
            if place < len(attempts):
                block.show_attempt(attempts[place])


class AttemptBlock(QWidget):
    """One request and its answer.

    Args of the constructor:
        name: the objectName; inside are f"{name}_sent", f"{name}_answer" and f"{name}_reply".
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._title = Text(name=f"{name}_title")
        self._sent = CodeBox(f"{name}_sent", "The exact request, without the key")
        self._answer = Text(name=f"{name}_answer")
        self._answer.let_copy()
        self._reply = CodeBox(f"{name}_reply", "LeadByte’s answer, as it came")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        for part in (self._title, self._sent, self._answer, self._reply):
            whole.addWidget(part)

    def show_attempt(self, attempt: Attempt) -> None:
        """Show one request."""
        self._title.setText(request_words(attempt))
        self._sent.show_text(request_text(attempt))
        self._answer.setText(answer_words(attempt))
        self._reply.setVisible(bool(attempt.reply))
        self._reply.show_text(indented(attempt.reply))


class CodeBox(QPlainTextEdit):
    """Text that machines speak, to be read and copied; as high as its lines, up to fourteen of them.

    Args of the constructor:
        name: the objectName.
        accessible: what a screen reader calls it.
    """

    def __init__(self, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("look", "code")
        # High contrast drops the stylesheet, and with it the look.
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show this text, unless it stands there already: what was marked in it stays marked."""
        if text == self.toPlainText():
            return
        self.setPlainText(text)
        lines = min(max(self.blockCount(), 2), _MOST_LINES)
        frame = 24
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame)


def _say(text: Text, words: str) -> None:
    text.setText(words)
    text.setVisible(bool(words))
