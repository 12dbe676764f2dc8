"""The exact requests of a review, shown where a person asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.request_reader import RequestReader

if TYPE_CHECKING:
    from leadbyte_desktop.api.requests import ApiRequest
    from leadbyte_desktop.services.review import Review

_READING = "Reading the rows…"


class ReviewExact(QWidget):
    """A link that shows the exact requests below it, one at a time. They are made when they are asked for.

    Signals:
        turned(): it now takes more room, or less.

    Args of the constructor:
        review: whose requests.
    """

    turned = Signal()

    def __init__(self, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = review
        self._requests: list[ApiRequest] = []
        self._count: int | None = None
        self._at = 0
        self._reader = RequestReader(self)
        self._reader.found.connect(self._found)
        self._reader.counted.connect(self._counted)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(self._build_line())
        whole.addWidget(self._build_text(), 1)

    def show_review(self, review: Review) -> None:
        """Show another review's requests; what was ticked changed."""
        self._review = review
        if not self._text.isHidden():
            self._read()

    def stop(self) -> None:
        """Read no more: the review's rows are about to be closed."""
        self._reader.stop()

    def _build_line(self) -> QHBoxLayout:
        self._link = LinkButton("Show the exact request", "review_showExact")
        self._link.clicked.connect(self._turn)
        self._place = Text(role="hint", wrap=False, name="review_exactPlace")
        self._earlier = LinkButton("Earlier", "review_exactEarlier")
        self._later = LinkButton("Later", "review_exactLater")
        self._earlier.clicked.connect(self._show_earlier)
        self._later.clicked.connect(self._show_later)
        line = QHBoxLayout()
        line.addWidget(self._link)
        line.addStretch(1)
        for part in (self._place, self._earlier, self._later):
            line.addWidget(part)
            part.hide()
        return line

    def _build_text(self) -> QPlainTextEdit:
        self._text = QPlainTextEdit()
        self._text.setObjectName("review_exact")
        self._text.setAccessibleName("The exact request, without the key")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setMinimumHeight(240)
        self._text.hide()
        return self._text

    def _turn(self) -> None:
        shown = self._text.isHidden()
        self._text.setVisible(shown)
        self._link.set_words("Hide the exact request" if shown else "Show the exact request")
        if shown:
            self._read()
        else:
            self._reader.stop()
            self._show(0)
        self.turned.emit()

    def _read(self) -> None:
        self._requests, self._count = [], None
        self._show(0)
        self._reader.read(self._review)

    def _found(self, requests: list[ApiRequest]) -> None:
        self._requests = requests
        self._show(0)

    def _counted(self, count: int) -> None:
        self._count = count
        self._show(self._at)

    def _show_earlier(self) -> None:
        self._show(self._at - 1)

    def _show_later(self) -> None:
        self._show(self._at + 1)

    def _show(self, at: int) -> None:
        self._at = at
        self._text.setPlainText(self._words())
        several = not self._text.isHidden() and len(self._requests) > 1
        for part in (self._place, self._earlier, self._later):
            part.setVisible(several)
        self._place.setText(self._place_words())
        self._earlier.setEnabled(at > 0)
        self._later.setEnabled(at + 1 < len(self._requests))

    def _words(self) -> str:
        if self._requests:
            return self._requests[self._at].shown(self._review.account.base_url)
        return _READING if self._count is None else "Nothing is sent."

    def _place_words(self) -> str:
        """Where this request stands among all; those beyond the first ones are counted but cannot be opened."""
        place = f"Request {self._at + 1:,}"
        if self._count is None:
            return place
        shown = len(self._requests)
        first = f"; the first {shown:,} can be read" if shown < self._count else ""
        return f"{place} of {self._count:,}{first}"
